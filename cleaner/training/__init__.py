"""Fits models on data in the format of `cleaner eval`, with nested folds by domain and a record in every model file."""

from .data import Data, Example
from .run import fit

__all__ = ["Data", "Example", "fit"]
