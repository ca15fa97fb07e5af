"""An article as plain text: headline, key points, body. Cleaning it again changes nothing."""

from ..data import Article


def to_text(article: Article) -> str:
    """The article with a blank line between its parts and a line end behind it."""
    points = "\n".join(f"• {point}" for point in article.summary)
    return "\n\n".join(part for part in (article.title, points, article.text) if part) + "\n"
