"""The types that the stages pass to one another, all immutable."""

from .block import Block, Change, Markup, Place, Style, TextMark
from .document import Document, Encoding, Opening
from .finding import LIFT_FIELDS, Action, Boundary, Finding
from .results import GENERATOR, GENERATOR_VERSIONS, Article, Page, Role, Styled, in_file_order

__all__ = [
    "GENERATOR", "GENERATOR_VERSIONS", "LIFT_FIELDS", "Action", "Article", "Block", "Boundary", "Change", "Document", "Encoding", "Finding",
    "Markup", "Opening", "Page", "Place", "Role", "Style", "Styled", "TextMark", "in_file_order",
]  # fmt: skip
