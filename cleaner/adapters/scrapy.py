"""Scrapy: an item pipeline that adds the articles of the page an item carries.

ITEM_PIPELINES = {"cleaner.adapters.scrapy.CleanerPipeline": 300}
CLEANER_FIELDS = {"html": "body", "url": "address"}   what items call their html, text, url, id and fetched
CLEANER_SETTINGS = {"appended": "drop"}               what `cleaner.toml` would hold
CLEANER_ARTICLES = "articles"                         the field that the rows go to
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..config import Settings
from ..corpus.fields import clean_fields
from ..corpus.records import Reading, reading_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CleanerPipeline:
    """Reads item["html"] or item["text"], and adds a list of rows, as a corpus has them: `status` tells of a page that failed."""

    def __init__(self, settings: Settings, reading: Reading, articles: str = "articles") -> None:
        self.settings, self.reading, self.articles = settings, reading, articles

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanerPipeline:
        """Raises ConfigError or TypeError for settings that there are not."""
        named = crawler.settings.getdict("CLEANER_FIELDS")
        given = crawler.settings.getdict("CLEANER_SETTINGS")
        lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return cls(Settings(**lists), reading_of(named.items()), crawler.settings.get("CLEANER_ARTICLES", "articles"))

    def process_item(self, item: Any) -> Any:
        from itemadapter import ItemAdapter

        fields = ItemAdapter(item)
        fields[self.articles] = clean_fields(fields, self.settings, self.reading).rows
        return item
