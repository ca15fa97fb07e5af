"""Clean scraped web pages and split them into articles, with every change on record and reversible.

>>> import cleaner
>>> page = cleaner.clean(
...     "Night ferry to sail again\\n\\nShort Url\\nUpdated 04 March 2025\\n\\n"
...     "The night ferry will sail again from Monday, after eleven weeks in the dry dock, the county said."
... )
>>> [article.title for article in page.articles], [finding.rule for finding in page.findings]
(['Night ferry to sail again'], ['link.short-url', 'clock.updated'])
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Article", "CleanerError", "Finding", "Page", "Settings", "__version__", "clean", "clean_many", "restore"]

if TYPE_CHECKING:
    from .config import Settings
    from .data import Article, Finding, Page
    from .errors import CleanerError
    from .flow import clean
    from .parallel import clean_many
    from .write.audit import restore

_HOMES = {
    "Article": "data",
    "CleanerError": "errors",
    "Finding": "data",
    "Page": "data",
    "Settings": "config",
    "clean": "flow",
    "clean_many": "parallel",
    "restore": "write.audit",
}


def __getattr__(name: str) -> Any:
    """Load a name's module when it is first used: `import cleaner` alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
