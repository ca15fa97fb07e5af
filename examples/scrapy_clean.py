"""Clean pages as Scrapy fetches them: python examples/scrapy_clean.py [URL OUT.jsonl]

Each item of OUT has its address and its articles. Without them, a page that is made here is read
from its file. Needs `pip install '.[scrapy]'`, from a checkout.
"""

import sys
from typing import Any

import scrapy
from sample_pages import BAKERY, folder
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Pages(scrapy.Spider):
    name = "pages"

    def parse(self, response: Response, **_: Any) -> Any:
        yield {"url": response.url, "html": response.body}


if len(sys.argv) > 1:
    start, output = sys.argv[1:]
else:
    made = folder()
    (made / "page.html").write_text(BAKERY, encoding="utf-8")
    start, output = (made / "page.html").as_uri(), str(made / "out.jsonl")
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
print("items in", output)
