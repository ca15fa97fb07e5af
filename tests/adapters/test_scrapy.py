"""The Scrapy item pipeline, in a real crawl of a local server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from corpus import invented_corpora

from . import example_scripts

scrapy: Any = pytest.importorskip("scrapy", reason="scrapy is not installed: pip install '.[scrapy]'")
from scrapy.utils.test import get_crawler  # noqa: E402

from cleaner.adapters.scrapy import CleanerPipeline  # noqa: E402
from cleaner.errors import ConfigError  # noqa: E402


def pipeline(**settings: Any) -> CleanerPipeline:
    return CleanerPipeline.from_crawler(get_crawler(settings_dict=settings))


def test_item_gets_its_articles() -> None:
    item = pipeline().process_item({"url": "https://h.example/1", "text": invented_corpora.text(1)})
    assert [(row["status"], row["url"]) for row in item["articles"]] == [("cleaned", "https://h.example/1")]
    (row,) = pipeline().process_item({"html": ""})["articles"]
    assert row["status"] == "failed"


def test_fields_and_settings() -> None:
    class Item(scrapy.Item):
        body = scrapy.Field()
        stories = scrapy.Field()

    made_so = pipeline(CLEANER_FIELDS={"html": "body"}, CLEANER_SETTINGS={"disable": ["clock"]}, CLEANER_ARTICLES="stories")
    assert made_so.settings.disable == ("clock",)
    assert made_so.process_item(Item(body=invented_corpora.html(1)))["stories"][0]["status"] == "cleaned"
    with pytest.raises(ConfigError):
        pipeline(CLEANER_FIELDS={"page": "body"})


def test_example_runs(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(invented_corpora.html(1), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/page.html"
    try:
        command = [sys.executable, example_scripts.script("scrapy_clean.py"), url, "out.jsonl"]
        subprocess.run(
            command, cwd=tmp_path, env=example_scripts.environment(NO_PROXY="127.0.0.1", no_proxy="127.0.0.1"), check=True, timeout=120
        )
    finally:
        server.shutdown()
    (item,) = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert item["url"] == url
    assert [row["status"] for row in item["articles"]] == ["cleaned"]
