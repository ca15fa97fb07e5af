"""Fitted models: the features they read, their kinds, and their files.

A model is a JSON file in this package, or in a folder that the settings name. `cleaner fit` writes it, with its record.
"""

from .arrays import Matrix, logistic, side_by_side
from .convolution import Convolution
from .features import FeatureGroup, FeatureSet
from .hashed import HashedLinear
from .model import Model, forget, load, once, using
from .oblivious import Oblivious
from .tree_group import TreeGroup
from .trees import Trees

__all__ = [
    "Convolution",
    "FeatureGroup",
    "FeatureSet",
    "HashedLinear",
    "Matrix",
    "Model",
    "Oblivious",
    "TreeGroup",
    "Trees",
    "forget",
    "load",
    "logistic",
    "once",
    "side_by_side",
    "using",
]
