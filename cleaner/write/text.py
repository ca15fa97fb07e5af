"""An article as plain text: headline and body, and nothing else.

Plain text has no place for a mark of who wrote it. Cleaned again, it is a text like any other: nearly always it comes out as it
went in, but a story in several parts may be split, and a line may be taken for debris. What is to be cleaned again is written as Markdown.
"""

from ..data import Article, Page


def to_text(article: Article, page: Page | None = None) -> str:
    """The headline, a blank line and the body, with a line end behind it. What writes an article is given its page; text needs nothing of it."""
    return "\n\n".join(part for part in (article.title, article.text) if part) + "\n"
