"""Record batches in and out: one schema for every input, and errors are rows."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow
import pytest
from corpus import invented_corpora

from cleaner import Settings
from cleaner.arrow import clean_batches, schema
from cleaner.errors import ConfigError

RECORDS = invented_corpora.records(7)


def batches(found: invented_corpora.Rows, size: int = 3) -> list[pyarrow.RecordBatch]:
    return pyarrow.Table.from_pylist(found).to_batches(max_chunksize=size)


def rows(found: Iterator[pyarrow.RecordBatch]) -> invented_corpora.Rows:
    return pyarrow.Table.from_batches(found, schema=schema()).to_pylist()


def test_one_row_per_article_with_one_schema() -> None:
    found = list(clean_batches(batches(RECORDS)))
    assert {batch.schema for batch in found} == {schema()}
    told = rows(iter(found))
    assert [(row["id"], row["part"], row["status"]) for row in told] == [(record["id"], 1, "cleaned") for record in RECORDS]
    assert "Short Url" not in told[0]["text"]
    assert told[0]["url"] == RECORDS[0]["url"]


def test_it_streams() -> None:
    given = 0

    def endless() -> Iterator[pyarrow.RecordBatch]:
        nonlocal given
        while True:
            given += 1
            yield from batches(RECORDS[:1])

    stream = clean_batches(endless())
    next(stream)
    next(stream)
    assert given == 2


def test_columns_and_settings() -> None:
    told = rows(clean_batches(batches([{"name": 7, "body": invented_corpora.html(2)}]), Settings(reader="full"), html="body", id="name"))
    assert [(row["id"], row["status"]) for row in told] == [("7", "cleaned")]
    with pytest.raises(ConfigError, match="there is no field 'body'"):
        next(clean_batches(batches(RECORDS), body="text"))


def test_error_is_a_row() -> None:
    told = rows(clean_batches(batches([{"id": "a", "text": ""}, {"id": "b", "text": None}, {"id": "c", "text": invented_corpora.text(1)}])))
    assert [(row["id"], row["part"], row["status"]) for row in told] == [("a", 0, "failed"), ("b", 0, "failed"), ("c", 1, "cleaned")]
    (row,) = rows(clean_batches(batches([{"id": "a", "words": "x"}])))
    assert (row["status"], "the fields are id, words" in row["message"]) == ("failed", True)


def test_text_that_is_not_utf8_is_read_as_bytes() -> None:
    raw = pyarrow.array([invented_corpora.text(1).replace("captain", "capitán").encode("iso-8859-1")])
    of_bytes, of_text = (
        rows(clean_batches([pyarrow.record_batch([column], names=["text"])])) for column in (raw, raw.view(pyarrow.string()))
    )
    assert [row["status"] for row in of_text] == ["cleaned"]
    assert of_text == of_bytes


def test_id_of_a_record_without_one_is_a_hash_of_its_content() -> None:
    pages = [{"text": invented_corpora.text(number)} for number in range(3)]
    names = [row["id"] for row in rows(clean_batches(batches(pages)))]
    assert len(set(names)) == 3
    assert names == [row["id"] for row in rows(clean_batches(batches(pages, size=1)))]
    assert rows(clean_batches(batches(RECORDS)[:0])) == []
