"""Backends: each module here wraps one outside library, and is the only place that imports it.

The modules import nothing of the package but errors, paths and words of languages, and load their library when it is first used.
"""
