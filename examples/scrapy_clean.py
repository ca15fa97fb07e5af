"""Clean pages as Scrapy fetches them: python examples/scrapy_clean.py URL OUT.jsonl

Each item of OUT has its address and its articles. Needs `pip install 'pagecleaner[scrapy]'`.
"""

import sys
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Pages(scrapy.Spider):
    name = "pages"

    def parse(self, response: Response, **_: Any) -> Any:
        yield {"url": response.url, "html": response.body}


start, output = sys.argv[1:]
process = CrawlerProcess(
    {
        "ITEM_PIPELINES": {"cleaner.adapters.scrapy.CleanerPipeline": 300},
        "CLEANER_SETTINGS": {"appended": "drop"},
        "FEEDS": {output: {"format": "jsonlines", "fields": ["url", "articles"]}},
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
    }
)
process.crawl(Pages, start_urls=[start])
process.start()
