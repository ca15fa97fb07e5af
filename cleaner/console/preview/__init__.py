"""The preview: look at pages in the terminal and make decisions before they are written. The only package that imports textual."""
