"""Sixth stage: write articles as text, Markdown or JSON lines, and the audit from which the input can be rebuilt."""

from __future__ import annotations

from .audit import audit, rebuild
from .jsonl import to_record
from .markdown import to_markdown
from .text import to_text

__all__ = ["audit", "rebuild", "to_markdown", "to_record", "to_text"]
