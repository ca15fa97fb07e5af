"""Models at run time: what their files hold is what they compute, and what does not fit the program is refused with a remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner import Settings, clean
from cleaner.errors import CleanerError, ConfigError, ModelError
from cleaner.models import FeatureGroup, FeatureSet, HashedLinear, Matrix, Oblivious, TreeGroup, Trees, load
from cleaner.models.arrays import slices
from cleaner.models.hashed import ids_of, packed
from cleaner.models.model import check, dumps
from cleaner.segment.page_head import FEATURES as HEADLINES

COLUMNS = 6
FEATURES: FeatureSet[Matrix] = FeatureSet(
    [
        FeatureGroup("size", 2, (("words", "number of words"), ("lines", "number of lines")), lambda rows: rows[:, :2]),
        FeatureGroup("form", 1, tuple((f"form {n}", f"form {n}") for n in range(4)), lambda rows: rows[:, 2:]),
    ]
)
ALL = np.arange(COLUMNS)


def _grown(rng: np.random.Generator, leaves: int) -> dict[str, list[Any]]:
    """A tree of random form: leaf after leaf is split, as LightGBM does."""
    tree: dict[str, list[Any]] = {"splits": [], "cuts": [], "left": [], "right": []}
    open_leaves: list[tuple[int, str] | None] = [None]
    for node in range(leaves - 1):
        parent = open_leaves.pop(int(rng.integers(len(open_leaves))))
        if parent is not None:
            tree[parent[1]][parent[0]] = node
        for name, value in (("splits", int(rng.integers(COLUMNS))), ("cuts", int(rng.integers(4))), ("left", 0), ("right", 0)):
            tree[name].append(value)
        open_leaves += [(node, "left"), (node, "right")]
    for leaf, parent in enumerate(open_leaves):
        if parent is not None:
            tree[parent[1]][parent[0]] = ~leaf
    tree["values"] = rng.normal(size=leaves).round(3).tolist()
    tree["means"] = [_mean(tree, node) for node in range(leaves - 1)]
    return tree


def _mean(tree: dict[str, list[Any]], node: int) -> float:
    if node < 0:
        return float(tree["values"][~node])
    return (_mean(tree, tree["left"][node]) + _mean(tree, tree["right"][node])) / 2


def _followed(tree: dict[str, list[Any]], row: Matrix) -> float:
    """The value of the leaf that a row comes to, step by step."""
    if not tree["splits"]:
        return float(tree["values"][0])
    node = 0
    while node >= 0:
        node = tree["right" if row[tree["splits"][node]] > tree["cuts"][node] else "left"][node]
    return float(tree["values"][~node])


def _forest(sizes: tuple[int, ...]) -> tuple[list[dict[str, list[Any]]], dict[str, Any]]:
    rng = np.random.default_rng(sum(sizes))
    trees = [_grown(rng, size) for size in sizes]
    joined = {name: [value for tree in trees for value in tree[name]] for name in ("splits", "cuts", "left", "right", "means", "values")}
    return trees, {"kind": "trees", "bias": 0.5, "leaves": list(sizes), **joined}


@pytest.mark.parametrize("count", [0, 1, 7, 1_100])
@pytest.mark.parametrize("sizes", [(2,), (1, 5), (31, 8, 1, 17) * 90])
def test_trees_of_any_shape_score_as_trees_followed_one_by_one(sizes: tuple[int, ...], count: int) -> None:
    trees, part = _forest(sizes)
    matrix = np.random.default_rng(count).integers(0, 5, (count, COLUMNS)).astype(np.float32)
    wanted = [0.5 + sum(_followed(tree, row) for tree in trees) for row in matrix]
    assert Trees.of(part, ALL).scores(matrix) == pytest.approx(wanted, abs=1e-3)


def test_contributions_of_trees_add_up_to_the_score_against_the_mean() -> None:
    _, part = _forest((31, 8, 1, 17))
    model, row = Trees.of(part, ALL), np.arange(COLUMNS, dtype=np.float32)
    mean = sum(float(model.values[root]) for root in model.roots) + model.bias
    told = model.contributions(row)
    assert mean + float(told.sum()) == pytest.approx(float(model.scores(row[None])[0]), abs=1e-4)
    assert np.count_nonzero(told) > 1


def test_columns_of_a_model_may_stand_anywhere_in_the_matrix() -> None:
    _, part = _forest((8, 8))
    matrix = np.random.default_rng(1).integers(0, 5, (50, COLUMNS)).astype(np.float32)
    moved = np.array([5, 3, 1, 0, 2, 4])
    there = np.zeros_like(matrix)
    there[:, moved] = matrix
    assert (Trees.of(part, moved).scores(there) == Trees.of(part, ALL).scores(matrix)).all()


@pytest.mark.parametrize("child", [0, 9])
def test_trees_whose_nodes_go_in_circles_or_nowhere_are_refused(child: int) -> None:
    _, part = _forest((4,))
    part["left"][0] = child
    with pytest.raises(ValueError, match="child"):
        Trees.of(part, ALL)


def _oblivious() -> dict[str, Any]:
    rng = np.random.default_rng(5)
    return {
        "kind": "oblivious",
        "bias": -0.25,
        "depth": 3,
        "at": [0, 2, 2, 5],
        "cuts": [1, 0, 2, 3],
        "questions": [0, 1, 2, 3, 0, 1, 2, 3, 1],
        "values": rng.normal(size=24).round(3).tolist(),
        "counts": rng.integers(0, 4, 24).tolist(),
    }


def test_oblivious_trees_look_up_the_leaf_that_the_answers_name() -> None:
    part = _oblivious()
    model = Oblivious.of(part, ALL)
    matrix = np.random.default_rng(3).integers(0, 5, (700, COLUMNS)).astype(np.float32)
    wanted = []
    for row in matrix:
        score = part["bias"]
        for tree in range(3):
            asked = part["questions"][3 * tree : 3 * tree + 3]
            bits = "".join(str(int(row[part["at"][q]] > part["cuts"][q])) for q in asked)
            score += part["values"][8 * tree + int(bits, 2)]
        wanted.append(score)
    assert model.scores(matrix) == pytest.approx(wanted, abs=1e-5)
    told = model.contributions(matrix[0])
    counts, values = np.array(part["counts"]).reshape(3, 8), np.array(part["values"]).reshape(3, 8)
    mean = part["bias"] + sum((own * count).sum() / count.sum() for own, count in zip(values, counts, strict=True))
    assert mean + float(told.sum()) == pytest.approx(wanted[0], abs=1e-4)


def test_hashed_tokens_add_the_weights_of_their_slots() -> None:
    weights = np.zeros(2**8, np.float32)
    spoken, silent = ids_of(["subscribe now", "sign in"], 8), ids_of(["harvest"], 8)
    weights[spoken] = [-1.0, -0.5]
    model = HashedLinear.of(packed(0.25, weights))
    rows = [spoken, silent, np.zeros(0, np.intp)]
    assert model.scores(rows) == pytest.approx([-1.25, 0.25, 0.25], abs=0.01)
    assert model.contributions(spoken) == pytest.approx([-1.0, -0.5], abs=0.01)
    assert ids_of(["subscribe now"], 16).tolist() == [8059], "the slot of a token is the same in every release"


def test_features_have_one_name_each_and_the_columns_they_declare() -> None:
    assert FEATURES.names[:3] == ("words", "lines", "form 0")
    assert FEATURES.versions == {"size": 2, "form": 1}
    with pytest.raises(ValueError, match="words"):
        FeatureSet([*FEATURES.groups, FeatureGroup("more", 1, (("words", "again"),), lambda rows: rows)])
    narrow = FeatureSet([FeatureGroup("narrow", 1, (("a", "a"), ("b", "b")), lambda rows: rows[:, :1])])
    with pytest.raises(ValueError, match="narrow"):
        narrow.matrix(np.zeros((3, 4), np.float32))


def test_what_a_model_declares_is_found_again() -> None:
    declared = FEATURES.declare([1, 3, 5])
    assert declared == {"size": {"version": 2, "columns": ["lines"]}, "form": {"version": 1, "columns": ["form 1", "form 3"]}}
    assert FEATURES.resolve(declared, "x.json").tolist() == [1, 3, 5]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"size": {"version": 1, "columns": ["words"]}}, "version 1 of the features 'size', the program computes 2"),
        ({"size": {"version": 2, "columns": ["letters"]}}, "unknown feature 'letters'"),
        ({"weather": {"version": 1, "columns": ["rain"]}}, "features 'weather'"),
    ],
)
def test_features_that_the_program_does_not_compute_are_refused_with_a_remedy(declared: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelError) as caught:
        FEATURES.resolve(declared, "x.json")
    assert said in caught.value.problem
    assert caught.value.place == "x.json"
    assert "cleaner fit" in caught.value.remedy


def _write(folder: Path, text: str, name: str = "headlines") -> Path:
    path = folder / f"{name}.json"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema":99,"name":"headlines","record":{},"thresholds":{},"parts":{}}',
        '{"schema":1,"name":"lines","record":{},"thresholds":{},"parts":{}}',
        '{"schema":1,"name":"headlines","record":{},"thresholds":[],"parts":{}}',
    ],
)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, text: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(ModelError) as caught:
        load("headlines", tmp_path)
    assert caught.value.place == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "part",
    [
        None,
        {"kind": "trees"},
        {"kind": "oblivious"},
        {"kind": "oblivious", "bias": 0, "depth": 1, "features": {}, "at": [0], "cuts": [1], "questions": [0], "values": [0, 1]},
        {"kind": "oblivious", "bias": "much", "depth": 1, "features": {}, "at": [], "cuts": [], "questions": [], "values": []},
    ],
)
def test_a_part_that_does_not_hold_is_refused(tmp_path: Path, part: dict[str, Any] | None) -> None:
    _write(tmp_path, dumps("headlines", {}, {}, {"page": part} if part else {}))
    with pytest.raises(ModelError):
        load("headlines", tmp_path).part("page", Oblivious, HEADLINES)


PAGE = "\n\n".join(
    [
        "Menu", "Harbour reopens after the long storm", "Share", "Follow us", "By Ilse Marrow", "Updated 5 min ago",
        "The harbour of Tellin reopened on Monday after a storm that had kept its ferries ashore for eleven days, the port said.",
        "Boats left in the early morning, and the first of them carried letters that had waited since the week before last.",
        "Newsletter", "Read more", "Most read",
    ]
)  # fmt: skip


def test_settings_choose_the_models(tmp_path: Path) -> None:
    sure: dict[str, Any] = {"kind": "trees", "bias": 30, "features": {}, "leaves": [1], "values": [0.0]}
    sure |= {name: [] for name in ("splits", "cuts", "left", "right", "means")}
    parts = {"rarity": packed(0.0, np.ones(16, np.float32)), "gate": sure, "first": sure, "second": sure}
    _write(tmp_path, dumps("boundaries", {}, {"passes": 0.0, "possible": 0.0, "drawn": 0.0}, parts), "boundaries")
    assert len(clean(PAGE).articles) == 1
    assert len(clean(PAGE, settings=Settings(models=str(tmp_path))).articles) == 2, "a model that begins a story at each paragraph"
    assert len(clean(PAGE).articles) == 1, "the choice ends with the call"


def test_models_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        Settings(models=str(tmp_path / "none"))
    with pytest.raises(ModelError, match="holds no model"):
        check(tmp_path)
    assert issubclass(ModelError, CleanerError)


def test_a_models_file_is_compact_and_plain_json() -> None:
    text = dumps("x", {"rows": 1}, {"keep": 0.5}, {"one": {"kind": "trees"}})
    assert json.loads(text) == {
        "schema": 1,
        "name": "x",
        "record": {"rows": 1},
        "thresholds": {"keep": 0.5},
        "parts": {"one": {"kind": "trees"}},
    }


def test_rows_are_cut_evenly_and_never_to_a_single_one() -> None:
    for count in (*range(40), 1_000):
        for most in (0, 1, 4, 7, 64):
            cut = [range(count)[rows] for rows in slices(count, most)]
            assert [row for rows in cut for row in rows] == list(range(count))
            assert all(len(rows) >= 2 for rows in cut) or count == 1
            assert all(len(rows) <= max(4, most) for rows in cut)


def test_trees_give_the_same_scores_by_bits_and_by_nodes() -> None:
    part = {  # one of three levels, one of one, and a leaf alone
        "kind": "trees", "bias": 0.5, "leaves": [4, 2, 1], "splits": [0, 1, 1, 2], "cuts": [0.0, 1.0, -1.0, None], "left": [1, 2, -1, -1],
        "right": [-4, -3, -2, -2], "means": [0.1, 0.2, 0.3, 0.4], "values": [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0],
    }  # fmt: skip
    model = Trees.of(part, np.arange(3))
    matrix = np.array([[a, b, c] for a in (-1, 0, 1) for b in (-2, 0, 1, 2) for c in (0, np.inf)], np.float32)
    found = model.scores(matrix)
    assert model._bits is not None
    assert np.array_equal(found, model.summed(model._by_node(matrix)))
    assert set(found.tolist()) == {0.5 + 64 + 16 + own for own in (1, 2, 4, 8)}


@pytest.mark.parametrize(
    ("most", "kind"), [(2, np.uint16), (16, np.uint16), (17, np.uint32), (32, np.uint32), (33, np.uint64), (64, np.uint64)]
)
def test_leaves_as_bits_are_those_that_a_walk_reaches(most: int, kind: type) -> None:
    _, part = _forest((1, most, 2, *range(2, most, 5), most))
    model = Trees.of(part, ALL)
    matrix = np.random.default_rng(most).choice([-1, 0, 1, 2, 2.5, 3, 4, np.nan, np.inf], (300, COLUMNS)).astype(np.float32)
    assert model._bits is not None and model._bits.kept.dtype == kind
    for rows in (matrix, matrix[:1], matrix[:8], matrix[:9]):  # few rows are evaluated row by row
        reached = model._bits.reached(rows)
        assert reached.dtype == np.float32 and reached.flags.c_contiguous
        assert np.array_equal(reached, model._by_node(rows))


def test_trees_with_more_leaves_than_bits_are_walked() -> None:
    trees, part = _forest((65, 3))
    model = Trees.of(part, ALL)
    assert model._bits is None
    row = np.array([[3, 0, 1, 2, 4, 1]], np.float32)
    assert model.scores(row)[0] == np.float32(0.5) + np.float32(sum(np.float32(_followed(tree, row[0])) for tree in trees))


@pytest.mark.parametrize("sizes", [((2,), (7, 3, 1), (4, 4)), ((3, 5), (65, 2))])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_parts_scored_together_score_as_each_by_itself(sizes: tuple[tuple[int, ...], ...], count: int) -> None:
    parts = [Trees.of(_forest(own)[1], ALL) for own in sizes]
    matrix = np.random.default_rng(count).integers(-1, 5, (count, COLUMNS)).astype(np.float32)
    found = TreeGroup.of(parts).scores(matrix)
    assert len(found) == len(parts)
    assert all(np.array_equal(scores, part.scores(matrix)) for scores, part in zip(found, parts, strict=True))


@pytest.mark.parametrize("name", ["text", "headlines", "boundaries", "articles", "page_types", "fields"])
def test_the_shipped_trees_reach_the_same_leaves_as_bits(name: str) -> None:
    for part in load(name).fitted.values():
        if part["kind"] == "trees":
            width = sum(len(group["columns"]) for group in part["features"].values())
            model = Trees.of(part, np.arange(width))
            cuts = model.thresholds[np.isfinite(model.thresholds)]
            matrix = np.random.default_rng(1).choice(cuts, (40, width)).astype(np.float32)
            assert model._bits is not None
            assert np.array_equal(model._bits.reached(matrix), model._by_node(matrix))
