"""Adapters, each against the library it is for."""
