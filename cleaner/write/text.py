"""An article as plain text: headline and body. Cleaning it again changes nothing."""

from ..data import Article


def to_text(article: Article) -> str:
    """The headline, a blank line and the body, with a line end behind it."""
    return "\n\n".join(part for part in (article.title, article.text) if part) + "\n"
