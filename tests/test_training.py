"""Fitting: what is learned from, by which folds, that it comes out the same twice, and that small models learn what they are shown."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner.config import Settings
from cleaner.errors import ConfigError, InputError, OutputError
from cleaner.flow import clean
from cleaner.measure import match
from cleaner.models import FeatureGroup, FeatureSet, Matrix, Trees
from cleaner.models import model as models
from cleaner.training import Data, boosting, fit, probes, record
from cleaner.training.folds import FOLDS, fold_of, joined
from cleaner.training.page_heads import threshold
from cleaner.training.registry import TRAINERS

for _library in ("catboost", "lightgbm", "sklearn"):
    pytest.importorskip(_library)
WORDS = [
    "harbour",
    "ferry",
    "council",
    "bridge",
    "letter",
    "orchard",
    "mill",
    "valley",
    "teacher",
    "winter",
    "carpenter",
    "market",
    "river",
    "station",
    "garden",
    "baker",
    "engine",
    "window",
    "lantern",
    "meadow",
    "island",
    "kettle",
    "painter",
    "railway",
    "storm",
    "village",
    "cellar",
    "bell",
    "rope",
    "ladder",
]
MENU = [
    "Home",
    "Sport | Weather | Tides",
    "Sign in",
    "Most read",
    "Subscribe to our newsletter",
    "Share",
    "Follow us",
    "Read more",
    "Contact us",
]


def sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(14, 26))]
    return f"The {' '.join(words[:7])}, and the {' '.join(words[7:])} of the town was there on Monday."


def story(chance: random.Random) -> dict[str, Any]:
    title = f"{chance.choice(WORDS).capitalize()} {' '.join(chance.sample(WORDS, 5))}"
    return {"title": title, "paragraphs": [sentence(chance) for _ in range(chance.randint(3, 6))]}


def boilerplate(chance: random.Random) -> list[str]:
    return chance.sample(MENU, 5)


def text_row(number: int, chance: random.Random) -> dict[str, Any]:
    gold = story(chance)
    lines = [*boilerplate(chance), gold["title"], "By Ilse Marrow", "Updated 5 min ago", *gold["paragraphs"], *boilerplate(chance)]
    url = f"https://www.paper{number % 23}.com/{number}"
    return {"id": f"text-{number}", "text": "\n".join(lines), "url": url, "lang": "en", "style": "dump", "gold": gold}


def stream_row(number: int, chance: random.Random) -> dict[str, Any]:
    lines, articles = [], []
    for gold in (story(chance), story(chance)):
        lines += [gold["title"], "Updated 5 min ago", "Share", ""]
        first = len(lines)
        for paragraph in gold["paragraphs"]:
            lines += [paragraph, ""]
        articles.append(gold | {"first_line": first, "last_line": len(lines) - 2})
        lines += ["Read more", "", "", ""]
    return {"id": f"stream-{number}", "kind": "card", "text": "\n".join(lines), "lang": "en", "articles": articles}


def page_row(number: int, chance: random.Random) -> dict[str, Any]:
    several = number % 3 == 0
    golds = [story(chance) for _ in range(2 if several else 1)]
    held = "".join(
        f"<article class='post'><h1>{gold['title']}</h1>{''.join(f'<p>{text}</p>' for text in gold['paragraphs'])}</article>"
        for gold in golds
    )
    menu = "".join(f"<li><a href='/{n}'>{text}</a></li>" for n, text in enumerate(boilerplate(chance)))
    html = f"<html><head><title>The Paper</title></head><body><nav><ul>{menu}</ul></nav><main>{held}</main><footer><p>All rights reserved, {number}.</p></footer></body></html>"
    kind = "forum" if number % 2 else "article"
    where = f"https://site{number % 17}.example/{'forum/thread' if kind == 'forum' else 'news'}-{number}"
    row = {"id": f"page-{number}", "html": html, "lang": "en", "url": where}
    return row | ({"articles": golds} if several else {"gold": golds[0], "type": kind})


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, chance = tmp_path_factory.mktemp("gold"), random.Random(3)
    write(folder / "texts.jsonl", [text_row(n, chance) for n in range(50)])
    write(folder / "streams.jsonl", [stream_row(n, chance) for n in range(16)])
    write(folder / "pages.jsonl", [page_row(n, chance) for n in range(36)])
    return folder


@pytest.fixture(scope="module")
def fitted(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models fitted without a look at those of the package: a fit that read them would depend on the fit before."""

    def refused(package: str) -> Path:
        raise AssertionError("a fit reads a model of the package")

    out = tmp_path_factory.mktemp("models")
    models.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "files", refused)
        fit(Data.of([data]), out)
    return out


def test_every_model_is_fitted_with_its_record(fitted: Path) -> None:
    assert {path.stem for path in fitted.glob("*.json")} == {trainer.name for trainer in TRAINERS}
    for trainer in TRAINERS:
        told = models.load(trainer.name, fitted).record
        if trainer.name != "page_types":  # its leaves hold more pages than there are here
            assert told["scores"]["all"] > 0.6, trainer.name
        assert told["data"]["rows"] >= told["data"]["domains"] > 0
        assert told["libraries"]["lightgbm"]
        assert {name: entry["hash"] for name, entry in told["features"].items()} == {
            name: own.digest() for name, own in trainer.features.items()
        }
    assert models.load("text", fitted).record["data"]["sources"]["texts"] == {"rows": 50, "domains": 23, "licence": "not stated"}


def test_fitted_models_serve(fitted: Path) -> None:
    row = text_row(900, random.Random(8))
    page = clean(row["text"], settings=Settings(models=str(fitted)))
    assert page.articles[0].title == row["gold"]["title"]
    assert match("\n".join(row["gold"]["paragraphs"]), page.articles[0].text).f1 > 0.9


def test_the_same_data_give_the_same_bytes(data: Path, fitted: Path, tmp_path: Path) -> None:
    fit(Data.of([data]), tmp_path, only=["text", "headlines", "page_types"], workers=2)
    for name in ("text", "headlines", "page_types"):
        assert (tmp_path / f"{name}.json").read_bytes() == (fitted / f"{name}.json").read_bytes(), name


def test_a_model_that_reads_another_needs_it_without_each_fold(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="headlines reads text"):
        fit(Data.of([data]), tmp_path, only=["headlines"])
    with pytest.raises(ConfigError, match="no model 'weather'"):
        fit(Data.of([data]), tmp_path, only=["weather"])


def test_a_fit_never_overwrites_the_program(data: Path) -> None:
    with pytest.raises(OutputError, match="never overwrites"):
        fit(Data.of([data]), Path(models.__file__).parent, only=["page_types"])


def test_what_is_held_out_is_never_read(tmp_path: Path) -> None:
    rows = [text_row(n, random.Random(n)) | {"fold": fold} for n, fold in enumerate(("train", "dev", None))]
    found = [example.id for example in Data.of([write(tmp_path / "a.jsonl", rows)]).examples("text")]
    assert found == ["text-0", "text-2"]
    with pytest.raises(InputError, match="no row to learn from"):
        Data.of([write(tmp_path / "b.jsonl", rows[1:2])])


def test_what_a_row_leaves_out_is_derived(tmp_path: Path) -> None:
    chance = random.Random(1)
    page, other = text_row(1, chance), text_row(2, chance)
    gold, unknown = page["gold"], story(chance)
    lines = [*gold["paragraphs"], *unknown["paragraphs"]]
    end = len(gold["paragraphs"])
    stream = {
        "id": "both",
        "text": "\n".join(lines),
        "articles": [gold | {"first_line": 0, "last_line": end - 1}, unknown | {"first_line": end, "last_line": len(lines) - 1}],
    }
    del other["url"]
    (tmp_path / "doubtful.json").write_text(json.dumps({"short": ["text-2"]}))
    (tmp_path / "sources.json").write_text(json.dumps({"rows": "CC0"}))
    data = Data.of([write(tmp_path / "rows.jsonl", [stream, page, other])])
    (both,) = data.examples("text stream")
    assert both.domains == ("paper1.com", "id both"), "a story is known by its page's paragraphs"
    assert both.folds == (fold_of("paper1.com"), fold_of("id both"))
    assert [(example.domain, example.doubtful) for example in data.examples("text")] == [("paper1.com", False), ("id text-2", True)]
    assert [example.id for example in data.examples("text", doubtful=False)] == ["text-1"]
    assert data.licence("rows") == "CC0"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"html": "<p>a", "gold": {"paragraphs": ["a"]}}, "page"),
        ({"html": "<p>a", "articles": [{"paragraphs": ["a"]}]}, "page stream"),
        ({"html": "<p>a", "gold": {"published": "2024-03-12"}}, "fields"),
        ({"html": "<p>a", "keep": ["a"]}, "keep"),
        ({"html": "<p>a", "with": ["a"], "without": ["b"]}, "sentences"),
    ],
)
def test_rows_are_known_by_their_keys(tmp_path: Path, row: dict[str, Any], kind: Any) -> None:
    (example,) = Data.of([write(tmp_path / "rows.jsonl", [row])]).examples(kind)
    assert example.html
    assert example.domains


def test_rows_without_gold_are_refused_by_their_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Data.of([write(tmp_path / "rows.jsonl", [text_row(1, random.Random(1)), {"text": "a"}])])
    assert caught.value.place.endswith("rows.jsonl:2")
    with pytest.raises(InputError, match="holds no rows"):
        (tmp_path / "empty").mkdir()
        Data.of([tmp_path / "empty"])


def test_rows_of_one_domain_alone_are_too_few(tmp_path: Path) -> None:
    rows = [text_row(0, random.Random(n)) | {"id": str(n)} for n in range(4)]
    with pytest.raises(InputError, match="no rows to learn from"):
        fit(Data.of([write(tmp_path / "a.jsonl", rows)]), tmp_path / "out", only=["text"])


def test_a_domains_fold_is_the_same_everywhere() -> None:
    assert [fold_of(domain) for domain in ("example.com", "example.org", "paper.example")] == [4, 2, 2]
    assert {fold_of(f"paper{n}.example") for n in range(60)} == set(range(FOLDS))
    fold = np.array([0, 1, 2, 3, 4, 0])
    told = joined(fold, [lambda mask, k=k: np.full(int(mask.sum()), k) for k in range(FOLDS)])  # type: ignore[misc]
    assert told.tolist() == fold.tolist()


SQUARES: FeatureSet[Matrix] = FeatureSet([FeatureGroup("squares", 1, tuple((f"x{n}", f"number {n}") for n in range(6)), lambda rows: rows)])


def _rows() -> tuple[Matrix, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    matrix = rng.normal(size=(2_000, 6)).astype(np.float32)
    label = (matrix[:, 1] * matrix[:, 3] + 0.3 * matrix[:, 4] > 0).astype(float)
    return matrix, label, np.where(np.arange(2_000) % 7 == 0, 0.0, 1.0)


def test_trees_score_as_lightgbm_does() -> None:
    import lightgbm

    matrix, label, weight = _rows()
    growth = boosting.Growth(trees=30, leaves=12, features=1.0)
    part = boosting.fit(matrix, label, weight, growth, SQUARES)
    own = Trees.of(part, SQUARES.resolve(part["features"], "x")).scores(matrix)
    seen = weight > 0
    parameters = {"objective": "binary", "learning_rate": growth.rate, "num_leaves": 12, "lambda_l2": growth.ridge, "seed": boosting.SEED}
    parameters |= {"min_data_in_leaf": growth.least, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1}
    booster = lightgbm.train(parameters, lightgbm.Dataset(matrix[seen], label[seen]), num_boost_round=30)
    assert own == pytest.approx(booster.predict(matrix, raw_score=True), abs=5e-3)
    held_back = ~seen
    assert ((own > 0) == (label > 0))[held_back].mean() > 0.85, "what two features say together is learned"


def test_ranked_groups_put_the_right_row_first_though_no_threshold_divides_them() -> None:
    rng = np.random.default_rng(4)
    size, pages = 8, 300
    level = np.repeat(rng.normal(scale=10, size=pages), size)  # of a page: it says nothing of a row
    own = rng.normal(size=size * pages)
    matrix = np.stack([level + own, own, *rng.normal(size=(4, size * pages))], axis=1).astype(np.float32)
    label = (own.reshape(pages, size) == own.reshape(pages, size).max(axis=1, keepdims=True)).ravel().astype(float)
    growth = boosting.Growth(trees=60, leaves=8, features=1.0, objective="lambdarank")
    part = boosting.fit(matrix, label, np.ones(len(label)), growth, SQUARES, groups=[size] * pages)
    scores = boosting.scores(part, SQUARES, matrix).reshape(pages, size)
    assert (scores.argmax(axis=1) == label.reshape(pages, size).argmax(axis=1)).mean() > 0.9


def test_a_headline_is_shown_where_right_ones_outweigh_wrong_ones() -> None:
    sure, right = np.array([0.9, 0.8, 0.5, 0.3, 0.2, 0.1]), np.array([1, 0, 1, 1, 0, 0])
    assert threshold(sure, right) == 0.3
    assert threshold(sure, np.ones(6)) == 0.1, "all that were right are shown"
    assert threshold(np.zeros(0), np.zeros(0)) == 0


def test_shipped_models_were_fitted_with_the_features_of_this_code() -> None:
    """Fails when features change and the models that read them are not fitted again: `make models` does that."""
    texts, pages = probes.texts(), probes.pages()
    assert texts
    assert pages
    for trainer in TRAINERS:
        told = models.load(trainer.name).record
        own = {name: features.digest() for name, features in trainer.features.items()}
        assert {name: entry["hash"] for name, entry in told["features"].items()} == own, trainer.name
        assert told["probe"] == record.digest(trainer.probe(texts, pages)), trainer.name
