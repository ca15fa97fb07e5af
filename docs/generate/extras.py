"""The extras, from pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from .markdown import NOTE, code, table

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_ABOUT = {
    "corpus": "Parquet, WARC records in br or zstd, `.zst` files, `--out` and inputs as URLs",
    "datasets": "The step for Hugging Face datasets",
    "datatrove": "The step for datatrove",
    "crawl4ai": "The content filter for crawl4ai",
    "haystack": "The component for Haystack",
    "langchain": "The transformer for LangChain",
    "llama-index": "The node parser for LlamaIndex",
    "dedupe": "`--dedupe near`",
    "fast": "`--reader fast`",
    "fit": "`cleaner fit`",
    "preview": "`cleaner preview`",
    "review": "`cleaner review`",
    "ray": "`--engine ray`",
    "s3": "`s3://` addresses",
    "scrapy": "The item pipeline for Scrapy",
    "spark": "The step for Spark, which needs Java, too",
    "pipelines": "All adapters, as the tests need them",
    "docs": "The documentation site: `make site`",
    "dev": "What the tests and linters need",
}


def page() -> str:
    """Every extra with its libraries."""
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = ((code(name), _ABOUT[name], ", ".join(code(_library(needed)) for needed in sorted(extras[name]))) for name in extras)
    return f"""{NOTE}
# Extras

The program itself reads text, HTML, Markdown, JSON lines and CSV. What needs a further library is an extra:
`pip install '.[corpus,preview]'`, from a checkout. A command whose library is missing names the extra.

{table(("extra", "for", "libraries"), rows)}"""


def _library(requirement: str) -> str:
    return re.split(r"[<>=!]", requirement)[0]
