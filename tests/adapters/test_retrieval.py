"""The adapters for LangChain, LlamaIndex, Haystack and crawl4ai, each with the real library."""

from __future__ import annotations

import logging
import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from corpus import invented_corpora

import cleaner
from cleaner import Settings
from cleaner.adapters.documents import articles_of

from . import example_scripts

URL = "https://paper.example/story"
TEXT = invented_corpora.text(1)


@pytest.fixture(scope="module")
def article() -> str:
    """The text of the article in TEXT."""
    return cleaner.clean(TEXT, url=URL).articles[0].text


def needs(library: str, extra: str) -> pytest.MarkDecorator:
    try:
        there = find_spec(library) is not None
    except ModuleNotFoundError:
        there = False
    return pytest.mark.skipif(not there, reason=f"{library} is not installed: pip install '.[{extra}]'")


def test_articles_have_the_metadata_of_the_page_and_their_own(article: str) -> None:
    ((text, metadata),) = articles_of(TEXT, {"source": URL, "topic": "ferries"}, Settings())
    assert text == article
    assert (metadata["topic"], metadata["source"], metadata["url"], metadata["role"]) == ("ferries", URL, URL, "main")
    assert metadata["language"] == "en"
    ((_, metadata),) = articles_of(TEXT, {"source": "file.txt"}, Settings())
    assert "url" not in metadata, "a file's name is no address"


def test_failed_page_gives_no_article_and_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "cleaner"):
        assert list(articles_of("", {"url": URL}, Settings())) == []
    assert URL in caplog.text


@needs("langchain_core", "langchain")
def test_langchain(article: str) -> None:
    from langchain_core.documents import Document

    from cleaner.adapters.langchain import CleanerTransformer

    pages = [Document(page_content=TEXT, metadata={"source": URL, "n": n}) for n in range(2)]
    found = CleanerTransformer().transform_documents(pages)
    assert [(document.metadata["n"], document.metadata["url"]) for document in found] == [(0, URL), (1, URL)]
    assert found[0].page_content == article
    assert CleanerTransformer(Settings(appended="only")).transform_documents(pages) == []


@needs("llama_index.core", "llama-index")
def test_llama_index(article: str) -> None:
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline

    from cleaner.adapters.llama_index import CleanerNodeParser

    page = Document(text=TEXT, metadata={"url": URL}, id_="page")
    (node,) = IngestionPipeline(transformations=[CleanerNodeParser()]).run(documents=[page])
    assert node.get_content() == article
    assert (node.metadata["url"], node.metadata["role"], node.ref_doc_id) == (URL, "main", "page")
    assert CleanerNodeParser(Settings(appended="only")).get_nodes_from_documents([page]) == []


@needs("haystack", "haystack")
def test_haystack(article: str) -> None:
    from haystack import Document, Pipeline

    from cleaner.adapters.haystack import ArticleCleaner

    pipeline = Pipeline()
    pipeline.add_component("cleaner", ArticleCleaner({"max_loss": 0.9}))
    try:
        pipeline = Pipeline.loads(pipeline.dumps(), allowed_modules=["cleaner.adapters.haystack"])
    except TypeError:  # a release that trusts every module
        pipeline = Pipeline.loads(pipeline.dumps())
    found = pipeline.run({"cleaner": {"documents": [Document(content=TEXT, meta={"url": URL})]}})["cleaner"]["documents"]
    assert [(document.meta["url"], document.meta["role"]) for document in found] == [(URL, "main")]
    assert found[0].content == article
    assert ArticleCleaner().run([Document(content=None)]) == {"documents": []}


@needs("crawl4ai", "crawl4ai")
def test_crawl4ai() -> None:
    from crawl4ai.markdown_generation_strategy import DefaultMarkdownGenerator

    from cleaner.adapters.crawl4ai import CleanerFilter

    page: Any = invented_corpora.html(2)
    page = page if isinstance(page, str) else page.decode()
    found = DefaultMarkdownGenerator(content_filter=CleanerFilter()).generate_markdown(page, base_url=URL)
    assert found.fit_markdown.strip()
    assert len(found.fit_markdown) <= len(found.raw_markdown)
    assert CleanerFilter().filter_content("") == []


RETRIEVAL = [
    ("langchain", "langchain_core", "Night ferry"),
    ("llama_index", "llama_index.core", "Night ferry"),
    ("haystack", "haystack", "Night ferry"),
    ("crawl4ai", "crawl4ai", "Mill Street"),
]
CORPORA = [("datasets", "datasets", "rows in"), ("datatrove", "datatrove", "articles in"), ("scrapy", "scrapy", "items in")]


@pytest.mark.parametrize(
    ("name", "library", "said"), [pytest.param(*row, marks=needs(row[1], row[0].replace("_", "-"))) for row in RETRIEVAL]
)
def test_retrieval_example_runs_without_arguments(
    name: str, library: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = example_scripts.script(f"{name}_clean.py")
    monkeypatch.setattr("sys.argv", [path])
    monkeypatch.syspath_prepend(str(Path(path).parent))
    runpy.run_path(path, run_name="__main__")
    out = capsys.readouterr().out
    assert said in out
    assert "Skip to content" not in out and "All rights reserved" not in out


@pytest.mark.parametrize(("name", "library", "said"), [pytest.param(*row, marks=needs(row[1], row[0])) for row in CORPORA])
def test_corpus_example_runs_without_arguments(name: str, library: str, said: str, tmp_path: Path) -> None:
    command = [sys.executable, example_scripts.script(f"{name}_clean.py")]
    environment = example_scripts.environment(HF_HUB_OFFLINE="1", TMPDIR=str(tmp_path))
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stderr
    assert said in found.stdout
