"""Fitting models anew, from data in the form that `cleaner eval` reads: nested folds by domain, and a record in every model's file."""

from .data import Data, Example
from .run import fit

__all__ = ["Data", "Example", "fit"]
