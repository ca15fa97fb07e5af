"""Composed training files: the same for a seed, and their stories are where they say."""

from __future__ import annotations

from cleaner.training.compose import Story, compose, pieces

POOL = {
    code: [
        Story(
            f"{name} {n} opens to the public",
            tuple(
                f"{name} {n} has a {thing} that everybody in the valley talks about when the evenings grow long, said the keeper."
                for thing in things
            ),
            ("Mara Ellingson",),
            code,
            f"{name.lower()}.example",
        )
        for n in range(4)
        for things in [("door", "roof", "stove", "bell")]
    ]
    for code, name in (("en", "Tower"), ("de", "Turm"), ("zh", "塔"))
}


def test_a_seed_gives_the_same_files() -> None:
    assert list(compose(POOL, 20, 3)) == list(compose(POOL, 20, 3))
    assert list(compose(POOL, 20, 3)) != list(compose(POOL, 20, 4))


def test_stories_are_where_the_file_says() -> None:
    several = 0
    for made in compose(POOL, 150, 5):
        lines = made.text.split("\n")
        several += len(made.stories) > 1
        end = -1
        for story in made.stories:
            assert end < story.start <= story.first <= story.last < len(lines)
            assert all(not lines[i].startswith(story.title[:9]) for i in range(end + 1, story.start) if made.family == "none")
            if story.headline >= 0:
                assert story.title.casefold() in lines[story.headline].casefold()
                assert story.start <= story.headline < story.first
            assert lines[story.first].strip()
            assert lines[story.last].strip()
            end = story.last
    assert several > 60


def test_every_family_of_heads_is_drawn() -> None:
    families = {made.family for made in compose(POOL, 300, 7)}
    assert families == {"title", "usual", "late", "twice", "above", "record", "dated", "none", "bare"}


def test_every_language_has_every_kind_of_piece() -> None:
    kinds = {frozenset(own) for own in pieces()["languages"].values()}
    assert len(kinds) == 1
    assert len(pieces()["languages"]) >= 20
