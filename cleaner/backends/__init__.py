"""Backends: each module here wraps one outside library, and is the only place that imports it.

The modules import nothing else of the package and load their library when first used.
"""
