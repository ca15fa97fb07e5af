"""crawl4ai: a content filter that keeps a page's articles, for `DefaultMarkdownGenerator(content_filter=CleanerFilter())`."""

from __future__ import annotations

import logging
from typing import Any

from ..config import Settings
from ..errors import CleanerError, ConfigError, install_with
from ..flow import clean

try:
    from crawl4ai.content_filter_strategy import RelevantContentFilter
except ImportError as error:
    raise ConfigError("crawl4ai is not installed", place="crawl4ai", remedy=f"Install it with: {install_with('crawl4ai')}") from error

logger = logging.getLogger("cleaner")


class CleanerFilter(RelevantContentFilter):
    """Returns the articles of a page as HTML elements, from which crawl4ai makes `fit_markdown`. `settings` as in `cleaner.clean`."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()

    def filter_content(self, html: str, *_: Any, **__: Any) -> list[str]:
        """One HTML element per article; empty if the page has none or fails. A failure is logged to the logger `cleaner`."""
        try:
            return [article.to_html() for article in clean(html, settings=self.settings).articles]
        except CleanerError as error:
            logger.warning("%s", error)
            return []
