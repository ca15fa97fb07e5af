"""Measures of text that need no page: the shape of a line, names of people, cohesion of vocabulary; and caches by line."""
