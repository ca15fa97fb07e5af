"""position: any line of a given shape, at a given place in the page."""

from .near import Shaped, build

KEYS = {"shape": dict, "field": str}
REQUIRED = ("shape", "place")

__all__ = ["KEYS", "REQUIRED", "Shaped", "build"]
