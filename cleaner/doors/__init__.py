"""One library, one door: each module here is the only place that imports the library it wraps.

The modules import nothing else of the package and load their library when first used.
"""
