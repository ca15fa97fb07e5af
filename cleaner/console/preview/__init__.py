"""The preview: pages looked at before they are written, and what is decided about them. Only modules in here know textual."""
