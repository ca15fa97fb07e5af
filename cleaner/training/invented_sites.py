"""The style of an invented site: the lines it prints above, below and inside a story, and between two stories."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from ..languages.marks import COMMON_ENDS, WIDE_ENDS, one_of
from .stories import SHORTEST, Placed, Story

_CUTS = (1, 2, 3, 3, 4, 5, 6, 8, 10, 14, 20, 40)  # paragraphs of a story that a site prints
_SENTENCE_END = re.compile(rf"(?<={one_of(COMMON_ENDS)})\s+|(?<={one_of(WIDE_ENDS)})(?=.)")
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_FORMATS = (
    "{D} {M} {Y}",
    "{M} {D}, {Y}",
    "{Y}-{m}-{0}",
    "{0}.{m}.{Y}",
    "{0}/{m}/{Y}",
    "{m}/{0}/{Y}",
    "{D}. {M} {Y}",
    "{0}-{m}-{Y}",
    "{D}.{n}.{Y}",
    "{D} {B} {Y}",
)
_EAST = {"zh": ("{Y}年{n}月{D}日", "{Y}-{m}-{0}"), "ja": ("{Y}年{n}月{D}日", "{Y}/{m}/{0}"), "ko": ("{Y}년 {n}월 {D}일", "{Y}.{m}.{0}")}


@cache
def pieces() -> Mapping[str, Any]:
    """The contents of `anatomies.toml`."""
    return tomllib.loads(files(__package__).joinpath("anatomies.toml").read_text(encoding="utf-8"))


class Site:
    """The randomly drawn style of one invented site."""

    def __init__(self, rng: random.Random, code: str) -> None:
        self.rng, self.code = rng, code
        self.common: Mapping[str, Any] = pieces()
        self.words: Mapping[str, list[str]] = pieces()["languages"][code]
        self.name = rng.choice(self.common["sites"])
        self.labels = _labels(code)
        self.format = rng.choice(_EAST.get(code, _FORMATS))
        self.by, self.dated = rng.choice(self.words["by"]), rng.choice(self.words["date"])
        self.buttons = rng.sample(self.labels["share"], min(len(self.labels["share"]), rng.randint(1, 5))) if self.labels["share"] else []
        self.family, self.head = self._head()
        self.record = rng.choice(self.common["records"]) if self.family == "record" else None
        self.blank_body = rng.choices([0, 1, 2], [40, 56, 4])[0]
        self.blank_head = rng.random() < 0.5
        self.upper, self.suffix = rng.random() < 0.07, rng.choice(self.common["suffixes"]) if rng.random() < 0.12 else ""
        self.prefix = rng.choice(self.common["prefixes"]) if rng.random() < 0.12 else ""
        self.dateline = rng.choice(self.words["dateline"]) if rng.random() < 0.3 else ""
        self.tail = rng.sample(self.words["tail"], min(len(self.words["tail"]), rng.choice([0, 0, 0, 1, 1, 2, 3])))
        self.end_mark = rng.choice(self.common["end_marks"]) if rng.random() < 0.08 else ""
        self.inline = rng.choice([0, 0, 0, 0.05, 0.12, 0.2])
        self.sub = rng.choice([0, 0, 0, 0.08, 0.15, 0.3])
        self.divider = rng.choice(self.common["separators"]) if rng.random() < 0.12 else None
        self.teasers, self.offer = rng.random() < 0.18, rng.random() < 0.15
        self.width = rng.randint(58, 100) if rng.random() < 0.06 and code not in _EAST else 0
        self.menu = rng.sample(self.labels["nav"], min(len(self.labels["nav"]), rng.randint(2, 8))) if rng.random() < 0.2 else []
        self.naked_first = rng.random() < 0.12
        if self.family == "bare":
            self.inline, self.sub, self.divider, self.menu = 0, 0, None, []
        self.brief = rng.choice([None, None, None, 2, 4])
        self.sentences = rng.random() < 0.08  # each sentence on a line of its own
        self.day = date(2023, 1, 1) + timedelta(days=rng.randrange(1000))
        self.kind = rng.choices(["blank", "line", "delimiter", "label", "number", "offer", "none"], [40, 16, 4, 20, 4, 6, 10])[0]
        self.separator_first = self.kind in ("label", "number", "delimiter") and rng.random() < 0.15
        self.blanks = rng.choice([1, 1, 2, 3, 4])
        self.rule = rng.choice(self.common["separators"])
        self.next = rng.choice(self.words["next"])
        self.tight = rng.random() < 0.25

    def _head(self) -> tuple[str, list[str]]:
        rng = self.rng
        family = rng.choices(
            ["title", "usual", "late", "twice", "above", "record", "dated", "none", "bare"], [20, 30, 10, 10, 8, 4, 8, 10, 8]
        )[0]
        if family in ("none", "record", "bare"):
            return family, []
        if family == "dated":  # without a headline, only a byline or date
            return family, rng.choice([["byline"], ["date"], ["date", "byline"], ["byline", "date"], ["kicker", "date"]])
        if family == "title":
            return family, [*(["kicker"] if rng.random() < 0.25 else []), "title", *(["standfirst"] if rng.random() < 0.25 else [])]
        below = [
            piece
            for piece, share in (
                ("byline", 0.6),
                ("date", 0.65),
                ("share", 0.4),
                ("read", 0.15),
                ("caption", 0.2),
                ("standfirst", 0.3),
                ("bullets", 0.05),
            )
            if rng.random() < share
        ]
        rng.shuffle(below)
        above = ["kicker"] if rng.random() < 0.35 else []
        if family == "above":
            above += rng.sample(["date", "byline", "share", "caption"], rng.randint(1, 2))
        if family == "late":
            return family, [*above, "title", "caption", *below]
        if family == "twice":
            return family, [*above, "title", *(below or ["share"]), "again", *rng.choice([[], ["standfirst"], ["date"]])]
        return family, [*above, "title", *below]

    def fill(self, text: str, story: Story | None = None) -> str:
        """A piece of text with its placeholders filled."""
        rng, common = self.rng, self.common
        who = story.authors[0] if story and story.authors and rng.random() < 0.7 else rng.choice(common["names"])
        place = rng.choice(common["places"])
        values = {
            "a": who, "A": who.upper(), "b": rng.choice(common["names"]), "d": self._date() if "{d}" in text else "", "p": place, "P": place.upper(),
            "g": rng.choice(common["agencies"]), "s": self.name, "k": rng.choice(common["topics"]), "m": rng.choice(common["topics"]),
            "n": str(rng.randint(1, 900)), "T": story.title if story else "",
        }  # fmt: skip
        return re.sub(r"\{(\w)\}", lambda found: values.get(found[1], found[0]), text)

    def _date(self) -> str:
        day = self.day - timedelta(days=self.rng.randrange(40))
        months = _months(self.code)
        name = months[day.month - 1]
        return (
            self.format.replace("{D}", str(day.day)).replace("{0}", f"{day.day:02}").replace("{m}", f"{day.month:02}").replace("{n}", str(day.month))
            .replace("{Y}", str(day.year)).replace("{M}", name).replace("{B}", name[:3])
        )  # fmt: skip

    def separator(self, number: int) -> list[str]:
        """The lines between two stories."""
        rng, kind = self.rng, self.kind
        if self.family == "bare":  # no separator but the change of subject
            return [""] * self.blank_body
        around = [] if self.tight else [""]
        if kind != "blank" and kind != "none" and rng.random() < 0.12 and number > 1:
            return [""]
        if kind == "line":
            return [*around, self.rule, *around]
        if kind == "delimiter":
            return [*around, self.common["delimiters"][len(self.rule) % len(self.common["delimiters"])], *around]
        if kind == "label":
            return [*around, self.next.replace("{n}", str(number)), *around]
        if kind == "number":
            return [*around, self.common["numbered"][len(self.next) % len(self.common["numbered"])].replace("{n}", str(number)), *around]
        if kind == "offer" and self.labels["advertising"]:
            return [*around, rng.choice(self.labels["advertising"]), *around]
        if kind == "none" and ({"title", "byline", "date", "share"} & set(self.head) or self.record):
            return []
        least = 1 if self.head or self.record else 2 if self.blank_body else 1
        return [""] * max(self.blanks, least)

    def story(self, story: Story, number: int, others: Sequence[str]) -> tuple[list[str], Placed]:
        """The lines of a story with its head and tail, and its position among them."""
        out, headline = self._printed_head(story, number)
        first = len(out)
        self._body(story, others, out)
        last = len(out) - 1
        self._tail(story, others, out)
        return out, Placed(0, headline, first, last, story.title, story.group)

    def _printed_head(self, story: Story, number: int) -> tuple[list[str], int]:
        rng = self.rng
        out: list[str] = []
        headline = -1
        title = story.title + self.fill(self.suffix)
        title = self.fill(self.prefix) + (title.upper() if self.upper else title)
        if number == 0 and self.naked_first:
            return out, headline
        if self.record:
            out = [self.fill(line, story) for line in self.record]
            headline = next((i for i, line in enumerate(out) if story.title in line), -1)
            return out, headline
        for piece in self.head:
            if piece in ("title", "again"):
                if self.blank_head and out and out[-1]:
                    out.append("")
                headline = len(out) if piece == "title" else headline
                out += [title if piece == "title" else story.title] + ([""] if self.blank_head else [])
            elif piece == "share":
                out += self.buttons if rng.random() < 0.85 else self.buttons[:1]
            elif piece in ("standfirst", "bullets"):
                lead = _SENTENCE_END.split(story.paragraphs[-1 if len(story.paragraphs) < 4 else len(story.paragraphs) // 2])[0].strip()
                if 20 < len(lead) < 300:
                    out.append(("• " if piece == "bullets" else "") + lead)
            else:
                source = {"byline": [self.by], "date": [self.dated]}.get(piece) or self.words[piece]
                out.append(self.fill(rng.choice(source), story))
        if out and out[-1] and (self.blank_head or rng.random() < 0.5):
            out.append("")
        return out, headline

    def _body(self, story: Story, others: Sequence[str], out: list[str]) -> None:
        rng = self.rng
        cut = self.brief or rng.choice(_CUTS)
        while cut < len(story.paragraphs) and sum(map(len, story.paragraphs[:cut])) < SHORTEST:
            cut += 1
        body = list(story.paragraphs[:cut])
        if self.sentences:
            body = [sentence for paragraph in body for sentence in _SENTENCE_END.split(paragraph) if sentence]
        if self.dateline and rng.random() < 0.85:
            body[0] = self.fill(self.dateline, story) + body[0]
        blank = [""] * self.blank_body
        for i, paragraph in enumerate(body):
            if i:
                out += blank
            if 0 < i < len(body) - 1:
                out += self._inside(story, others, blank)
            out += _wrapped(paragraph, self.width) if self.width else [paragraph]

    def _inside(self, story: Story, others: Sequence[str], blank: list[str]) -> list[str]:
        """The lines printed between two paragraphs of a story."""
        rng = self.rng
        if rng.random() < self.inline:
            kind = rng.choice(["also", "also", "caption", "offer", "ad", "pull"])
            if kind == "pull":
                line = "“" + _SENTENCE_END.split(rng.choice(story.paragraphs))[0][:140] + "”"
            elif kind in ("also", "caption"):
                line = self.fill(rng.choice(self.words[kind]), story).replace("{t}", rng.choice(others or [story.title]))
            else:
                line = rng.choice(self.labels["advertising" if kind == "ad" else "newsletter"] or self.words["also"][:1]).replace(
                    "{t}", story.title
                )
            return [line, *blank]
        if self.divider is not None and rng.random() < 0.12:
            return [self.divider, *blank]
        if rng.random() < self.sub:
            return [self.fill(rng.choice(self.words["sub"])), *blank]
        return []

    def _tail(self, story: Story, others: Sequence[str], out: list[str]) -> None:
        rng = self.rng
        if self.family == "bare":
            return
        if self.end_mark:
            out += [*([""] if self.blank_body else []), self.fill(self.end_mark, story)]
        if self.tail:
            out += [*([""] if self.blank_body or rng.random() < 0.5 else []), *(self.fill(line, story) for line in self.tail)]
        if self.offer and self.labels["newsletter"] and rng.random() < 0.7:
            out += ["", *rng.sample(self.labels["newsletter"], min(2, len(self.labels["newsletter"])))[: rng.randint(1, 2)]]
        if self.teasers and len(others) > 2 and rng.random() < 0.7:
            label = self.labels["related"] or self.words["next"]
            out += ["", rng.choice(label), *rng.sample(others, min(len(others), rng.randint(2, 6)))]


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


@cache
def _months(code: str) -> list[str]:
    """The month names of a language from the date library; English ones for an unknown language."""
    try:
        names = import_module(f"dateparser.data.date_translation_data.{'nb' if code == 'no' else code}").info
    except ImportError:
        names = import_module("dateparser.data.date_translation_data.en").info
    return [str(names[month][0]) for month in _MONTHS]


@cache
def _labels(code: str) -> dict[str, list[str]]:
    """Phrases of the built-in packs in a language, by class; English ones for a class without any."""
    from ..config import Settings
    from ..scan import rules_for

    wanted = {
        "share": "share",
        "button": "share",
        "newsletter": "newsletter",
        "advertising": "advertising",
        "related": "related",
        "nav": "nav",
        "label": "nav",
    }
    out: dict[str, list[str]] = {name: [] for name in dict.fromkeys(wanted.values())}
    for language in (code, "en"):
        missing = {name for name, found in out.items() if not found}
        for rule in rules_for(Settings(), language, None, "").rules:
            name = wanted.get(rule.group)
            if name in missing and (language in rule.languages or (language == "en" and not rule.languages)):
                phrases: frozenset[str] = getattr(rule.spec, "folded", None) or getattr(rule.spec, "labels", None) or frozenset()
                out[name] += [phrase[:1].upper() + phrase[1:] for phrase in sorted(phrases) if "#" not in phrase]
    return out
