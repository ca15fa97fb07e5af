"""The columns of the line model, by group: each with its name, as in the model's file, and a plain-language description."""

from __future__ import annotations

from collections.abc import Sequence

from .line_features import LINE_FEATURES

# rule groups -> the class of boilerplate that they are evidence of
CLASSES = {
    "menu": ("nav", "label"),
    "share": ("share", "button", "platform", "link"),
    "related": ("related",),
    "comments": ("comments",),
    "offer": ("newsletter", "paywall", "prompt", "advertising"),
    "consent": ("consent",),
    "footer": ("copyright",),
    "header": ("clock", "hour", "byline", "reading-time", "headline", "summary"),
    "caption": ("caption",),
    "author": ("author-box", "tags"),
}
SHIFTED = ("words", "stop", "prose", "capitals", "common", "digits", "lower")
REACHES, SCORE_REACHES = (3, 8, 20), (3, 10, 40)


def _sides(names: Sequence[tuple[str, str]], reaches: Sequence[int]) -> list[tuple[str, str]]:
    return [
        (f"{name}-{side}{reach}", f"{text} in the {reach} lines {where}")
        for reach in reaches
        for side, where in (("up", "above"), ("down", "below"))
        for name, text in names
    ]


OWN = (
    *LINE_FEATURES.items(),
    ("removed", "a rule removes it"),
    *((f"is-{name}", f"a rule for {name} matches it") for name in CLASSES),
)
_STEPPED = (*((name, LINE_FEATURES[name]) for name in SHIFTED), ("removed", "removed by a rule"))
AROUND = (
    *((f"{name}@{step:+d}", f"{text}, 1 line {where}") for step, where in ((-1, "above"), (1, "below")) for name, text in _STEPPED),
    *_sides(
        (
            ("mass", "words of running text per line"), ("words", "words per line"), ("common", "common words per line"),
            ("removed", "share removed by rules"), ("bullet", "share of list items"),
        ),
        REACHES,
    ),
)  # fmt: skip
NEAR = tuple(
    (f"{name}-{side}", f"lines {way} to {text}")
    for name, text in (("prose", "running text"), ("long", "a long paragraph"), *((name, f"boilerplate: {name}") for name in CLASSES))
    for side, way in (("above", "up"), ("below", "down"))
)
PLACE = (
    ("mass-before", "share of the running text above"), ("mass-after", "share of the running text below"),
    ("from-top", "lines from the top"), ("from-bottom", "lines from the bottom"), ("place", "position in the page, 0 to 1"),
    ("gap", "blank line above"), ("gap-below", "blank line below"), ("like-head", "share of its words in the page's first line"),
    ("ends-seen", "end-of-story boilerplate above"), ("ends-share", "share of the page's end-of-story boilerplate above"),
    ("since-end", "words of running text since such boilerplate"), ("ends-ahead", "end-of-story boilerplate below"),
    ("page-prose", "share of running text in the page"), ("page-mass", "share of the page's words in running text"),
    ("page-lines", "lines in the page"), ("page-gaps", "share of lines with a blank line above"),
    ("page-known", "share of lines that rules match"),
)  # fmt: skip
SCORES = (
    ("score", "its words"),
    *((f"score@{step:+d}", f"the words of the line {abs(step)} {where}") for step, where in ((-1, "above"), (1, "below"), (-2, "above"), (2, "below"))),
    *_sides((("score", "the words of the lines"), ("text", "the words of longer lines")), SCORE_REACHES),
)  # fmt: skip
VOCABULARY = (
    ("shared", "share of its words in the page's running text"), ("shared-often", "how often its words are in running text"),
    ("shared-rest", "share of its words in other lines of the page"), ("vocabulary", "number of its longer words"),
)  # fmt: skip
LAYOUT = (
    ("run-short", "short lines in a row"), ("run-long", "longer lines in a row"),
    ("run-prose", "lines of running text in a row; negative for other lines"), ("stretch-words", "words of that row"),
    ("stretch-above", "lines of that row above"), ("stretch-below", "lines of that row below"),
    ("stretch-before", "words of the row before it"), ("stretch-after", "words of the row after it"),
    ("copies", "copies of the line on the page, whatever their numbers"), ("run-form", "lines of the same form in a row"),
    ("run-rough", "lines of a similar form in a row"), ("form-share", "share of the page's lines of the same form"),
    ("block-lines", "lines of its block between blank lines"), ("block-above", "lines of that block above"),
    ("block-words", "words of that block"), ("block-prose", "share of running text in that block"),
    ("ratio-above", "its words divided by those of the line above"), ("ratio-below", "its words divided by those of the line below"),
)  # fmt: skip
