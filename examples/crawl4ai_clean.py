"""Make Markdown of pages fetched by crawl4ai, with only their articles: python examples/crawl4ai_clean.py [URL]

Without a URL, a page that is made here is read, and no browser is needed. Needs `pip install '.[crawl4ai]'`, from a checkout.
"""

import asyncio
import sys

from crawl4ai.markdown_generation_strategy import DefaultMarkdownGenerator
from sample_pages import BAKERY

from cleaner.adapters.crawl4ai import CleanerFilter

generator = DefaultMarkdownGenerator(content_filter=CleanerFilter())


async def crawl(url: str) -> str:
    from crawl4ai import AsyncWebCrawler, CrawlerRunConfig

    async with AsyncWebCrawler() as crawler:
        result = await crawler.arun(url, config=CrawlerRunConfig(markdown_generator=generator))
        return result.markdown.fit_markdown


if len(sys.argv) > 1:
    print(asyncio.run(crawl(sys.argv[1])))
else:
    print(generator.generate_markdown(BAKERY, base_url="https://courier.example/bakery").fit_markdown)
