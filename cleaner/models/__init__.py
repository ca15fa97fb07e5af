"""Fitted models: the features they read, the forms they take, and the files that hold them.

A model's file stands beside this module as JSON, or in a folder that settings name; `cleaner fit` makes it, with its record.
"""

from .arrays import Matrix, logistic
from .features import FeatureGroup, FeatureSet
from .hashed import HashedLinear
from .model import Model, forget, load, once, using
from .oblivious import Oblivious
from .trees import Trees

__all__ = [
    "FeatureGroup",
    "FeatureSet",
    "HashedLinear",
    "Matrix",
    "Model",
    "Oblivious",
    "Trees",
    "forget",
    "load",
    "logistic",
    "once",
    "using",
]
