"""Scrapy: an item pipeline that adds the articles of the page in an item.

ITEM_PIPELINES = {"cleaner.adapters.scrapy.CleanerPipeline": 300}
CLEANER_FIELDS = {"html": "body", "url": "address"}   the items' field names for html, text, url, id and fetched
CLEANER_SETTINGS = {"appended": "drop"}               settings as in `cleaner.toml`
CLEANER_ARTICLES = "articles"                         the field for the rows
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..config import Settings
from ..corpus.fields import clean_fields
from ..corpus.records import Reading, reading_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CleanerPipeline:
    """Reads item["html"] or item["text"] and adds a list of rows with the columns of a corpus; `status` marks a page that failed."""

    def __init__(self, settings: Settings, reading: Reading, articles: str = "articles") -> None:
        self.settings, self.reading, self.articles = settings, reading, articles

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanerPipeline:
        """Create the pipeline from the crawler's settings. Raises ConfigError or TypeError for unknown settings."""
        named = crawler.settings.getdict("CLEANER_FIELDS")
        stated = crawler.settings.getdict("CLEANER_SETTINGS")
        lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stated.items()}
        return cls(Settings(**lists), reading_of(named.items()), crawler.settings.get("CLEANER_ARTICLES", "articles"))

    def process_item(self, item: Any) -> Any:
        """Clean the page in an item, and return the item with the field for the rows filled."""
        from itemadapter import ItemAdapter

        fields = ItemAdapter(item)
        fields[self.articles] = clean_fields(fields, self.settings, self.reading).rows
        return item
