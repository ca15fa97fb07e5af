"""The report of a run: one HTML page, made from the audits beside the articles.

`audits` reads them, `survey` counts and chooses the pages to show, `page_data` turns such a page into data, and `document`
fills the template. The page makes no network requests, and runs only its own scripts.
"""

from __future__ import annotations

from .audits import Audit, find, read
from .document import document
from .runs import Run, read_run
from .survey import Survey

__all__ = ["Audit", "Run", "Survey", "document", "find", "read", "read_run"]
