"""The models that are fitted, in their order: each may read the output of those above it."""

from __future__ import annotations

from typing import Any

from .blocks import Blocks
from .boundaries import Boundaries
from .headlines import Headlines
from .lines import Lines
from .parts import PageParts
from .protocol import Trainer
from .text import Text

TRAINERS: tuple[Trainer[Any], ...] = (Lines(), Text(), Headlines(), Boundaries(), Blocks(), PageParts())
