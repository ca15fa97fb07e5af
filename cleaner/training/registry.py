"""The trainers in the order of fitting: a model may read the output of those before it."""

from __future__ import annotations

from typing import Any

from .articles import PageArticles
from .blocks import Blocks
from .boundaries import Boundaries
from .fields import Fields
from .headlines import Headlines
from .page_types import PageTypes
from .protocol import Trainer
from .text import Text

TRAINERS: tuple[Trainer[Any], ...] = (Text(), Headlines(), Boundaries(), PageTypes(), Fields(), Blocks(), PageArticles())
