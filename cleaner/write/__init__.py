"""Sixth stage: articles to text, Markdown or JSON lines, and the audit that rebuilds the input."""

from __future__ import annotations

from .audit import audit, rebuild
from .jsonl import to_record
from .markdown import to_markdown
from .text import to_text

__all__ = ["audit", "rebuild", "to_markdown", "to_record", "to_text"]
