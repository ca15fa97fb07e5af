"""The extras, from pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from .markdown import NOTE, code, table

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_ABOUT = {
    "corpus": "Parquet, WARC records in br or zstd, `.zst` files, URLs as inputs and `--out`",
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
    "spark": "The step for Spark, which also needs Java",
    "pipelines": "The libraries of all adapters, for the tests",
    "docs": "The documentation site: `make site`",
    "dev": "The tests and linters",
}


def page() -> str:
    """Every extra with its libraries."""
    extras = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = ((code(name), _ABOUT[name], ", ".join(code(_library(needed)) for needed in sorted(extras[name]))) for name in extras)
    return f"""{NOTE}
# Extras

Without extras, the program reads text, HTML, Markdown, JSON lines and CSV. Features that need another library are extras:
`pip install '.[corpus,preview]'`, from a checkout. If a library is missing, the error message names the extra.

{table(("extra", "for", "libraries"), rows)}"""


def _library(requirement: str) -> str:
    return re.split(r"[<>=!]", requirement)[0]
