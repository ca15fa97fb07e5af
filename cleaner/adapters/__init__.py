"""Adapters for data pipelines: each wraps the cleaner in a few lines and is the only module that imports its library."""
