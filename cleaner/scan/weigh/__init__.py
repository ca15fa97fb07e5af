"""How a line of an HTML page looks: its probability of being text, from itself and its surroundings."""

from __future__ import annotations

from .line_features import FEATURES
from .model import Model, load

__all__ = ["FEATURES", "Model", "load"]
