"""Write an article as plain text: headline and body, nothing else.

Plain text cannot state which program wrote it. Cleaned again, it is treated as any other text: it nearly always stays the same, but
a story in several parts may be split, and a line may be dropped as debris. Use Markdown for output that will be cleaned again.
"""

from ..data import Article, Page


def to_text(article: Article, page: Page | None = None) -> str:
    """The headline, a blank line and the body, ending with a line end. `page` is unused; all writers have the same signature."""
    return "\n\n".join(part for part in (article.title, article.text) if part) + "\n"
