"""One HTML page that shows what a batch came to, made from the audits that stand beside its articles.

`audits` reads them, `survey` counts and picks the pages that are shown, `sheet` makes data of such a page, and `document`
puts all of it into the template. The page asks no server for anything, and runs no script but its own.
"""

from __future__ import annotations

from .audits import Audit, find, read
from .document import document
from .runs import Run, read_run
from .survey import Survey

__all__ = ["Audit", "Run", "Survey", "document", "find", "read", "read_run"]
