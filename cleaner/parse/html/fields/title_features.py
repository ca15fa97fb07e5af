"""Features of a title: one row for each wording (compared by words, without letter case and punctuation)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ....languages import any_of
from ....languages.marks import CJK
from ....models import FeatureGroup, FeatureSet, Matrix
from .field_page import FieldPage
from .strings import split_address, tokens
from .title_sources import SOURCES, Wording

_PLACES = (
    "comments",
    "related",
    "footer",
    "side",
    "navigation",
    "header",
    "consent",
    "sign-up",
    "share",
    "lead",
    "body",
    "caption",
    "label",
)
_PLACE_KINDS = FieldPage.numbers(_PLACES)
_FAR = 300  # blocks
_CJK = re.compile(f"[{CJK}]")
_CUT = re.compile(r"(?:…|\.\.\.)\W{0,5}$")
_SITE_WORDS = re.compile(rf"{any_of('site_words')}|com$|net$|org$")
_PROSE_BLOCKS = 6
_FULL = frozenset(("linked headline", "linked name", "linked page", "shared", "tweeted", "tab", "meta", "h1", "h2"))
_HEAD_SOURCES = ("linked headline", "linked name", "linked page", "shared", "tweeted", "tab", "meta")
_MOST_FULL = 10

COLUMNS = (
    *((source, f"how many of the {source} sources have it") for source in SOURCES),
    ("sources", "how many kinds of sources have it"),
    ("heads", "how many kinds of sources in the page's head have it, parts aside"),
    ("part only", "whether it is nowhere but in a part"),
    ("firm", "whether what divides it from the rest often stands around a site's name"),
    ("begins", "whether it begins the text that it is a part of"),
    ("ends", "whether it ends the text that it is a part of"),
    ("part", "the share of that text's characters that it is"),
    ("rest is site", "whether the rest of that text is the site's name"),
    ("rest near site", "whether the rest of that text holds the site's name"),
    ("rest generic", "whether the rest of that text speaks of a site, such as blog or magazine"),
    ("is site", "whether it is the site's name"),
    ("near site", "whether it is little more than the site's name"),
    ("has site", "whether it holds the site's name"),
    ("in tab", "whether the browser tab's title holds it"),
    ("of tab", "the share of the tab's words that it is"),
    ("in shared", "whether og:title holds it"),
    ("of shared", "the share of og:title's words that it is"),
    ("in h1", "whether an h1 holds it"),
    ("holds h1", "whether it holds an h1"),
    ("like h1", "the share of the first h1's words and its own that both have"),
    ("like others", "the mean likeness to the page's other wordings in full"),
    ("most like", "the greatest likeness to another wording in full"),
    ("of address", "the share of its words that the address has"),
    ("address of it", "the share of the address's last part that it has"),
    ("words", "how many words it has"),
    ("characters", "how many characters it has"),
    ("cut off", "whether it ends in an ellipsis"),
    ("capitals", "whether it is all in capitals"),
    ("sentence", "whether it ends as a sentence"),
    ("digits", "the share of its characters that are digits"),
    ("description", "whether the page's description begins with it or is it"),
    ("in text", "the share of its words that the first paragraphs have"),
    ("blocks", "how many blocks of the page read so"),
    ("block", "the number of the block"),
    ("to text", "blocks from it to the first paragraph below"),
    ("from first", "blocks from the first paragraph of the page to it"),
    ("first of kind", "its rank among those of its source"),
    ("linked", "the share of the block that is a link"),
    ("level", "its level of headings"),
    ("like level", "how many headings of that level the page has"),
    *((f"in {name}", f"whether it is in a box named for {name}") for name in _PLACES),
    ("h1s", "how many h1 the page has"),
    ("has linked", "whether JSON-LD describes a story"),
    ("has shared", "whether the page has og:title"),
    ("shared is tab", "whether og:title and the tab's title are the same"),
    ("article", "whether og:type is article"),
    ("depth", "how many parts the path of the address has"),
    ("parts", "how many parts the tab's title has"),
    ("cjk", "whether it is in a script without spaces"),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class TitledPage:
    """A page and its wordings, grouped by their words."""

    page: FieldPage
    keys: list[tuple[str, ...]]
    wordings: list[list[Wording]]

    @classmethod
    def of(cls, page: FieldPage, found: Sequence[Wording]) -> TitledPage:
        by_words: dict[tuple[str, ...], list[Wording]] = {}
        for one in found:
            by_words.setdefault(tokens(one.text), []).append(one)
        return cls(page, list(by_words), list(by_words.values()))

    @cached_property
    def outlets(self) -> frozenset[str]:
        return self.page.found.outlets()


def describe(titled: TitledPage) -> Matrix:
    """float32, wordings x len(COLUMNS)."""
    if not titled.keys:
        return np.zeros((0, len(COLUMNS)), np.float32)
    whole = _Whole(titled)
    return np.array([whole.row(number) for number in range(len(titled.keys))], np.float32)


def _likeness(one: frozenset[str], two: frozenset[str]) -> float:
    shared = len(one & two)
    return shared / (len(one) + len(two) - shared) if shared else 0.0


def _has_cjk(text: str) -> bool:
    return not text.isascii() and _CJK.search(text) is not None


@lru_cache(maxsize=1_000)  # the titles of a site's pages end alike
def _is_generic(rest: str) -> bool:
    return _SITE_WORDS.search(rest) is not None


def _units(words: tuple[str, ...]) -> frozenset[str]:
    """The words, or pairs of characters for scripts without spaces."""
    text = "".join(words)
    if _has_cjk(text):
        return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))
    return frozenset(words)


class _Whole:
    """Values of the page that are the same for all its wordings."""

    def __init__(self, titled: TitledPage) -> None:
        page = titled.page
        self.titled, self.page = titled, page
        self.units = [_units(key) for key in titled.keys]
        self.joined = ["".join(key) for key in titled.keys]
        found = page.found
        self.tab, self.shared = tokens(found.title), tokens(found.meta("og:title"))
        self.tab_text, self.shared_text = "".join(self.tab), "".join(self.shared)
        blocks = page.blocks
        self.h1s = [tokens(block.shown) for block in blocks if block.level == 1 and block.kind == "heading" and not block.hidden][:10]
        self.h1_texts = ["".join(words) for words in self.h1s if words]
        self.first_h1 = _units(self.h1s[0]) if self.h1s else frozenset()
        self.full = [i for i, group in enumerate(titled.wordings) if any(one.source in _FULL for one in group)][:_MOST_FULL]
        wanted = {group[-1].text for group in titled.wordings}
        self.read = Counter([block.text for block in blocks if block.text in wanted])
        self.levels = Counter(block.level for block in blocks if block.kind == "heading")
        self.prose = page.prose
        text = tuple(word for number in self.prose[:_PROSE_BLOCKS] for word in tokens(blocks[number].text[:400]))
        self.text = _units(text)
        path = split_address(found.canonical or page.url).path
        self.path = _units(tokens(path))
        self.slug = _units(tokens(next((part for part in reversed(path.split("/")) if len(part) > 3), "")))
        self.depth = path.strip("/").count("/") + bool(path.strip("/")) if path else -1
        self.described = "".join(tokens(found.meta("og:description", "description", "twitter:description")))
        self.descriptions = {"".join(tokens(node.description)) for node in found.nodes[:5] if node.description}
        self.parts = sum(one.source == "tab part" and one.first for group in titled.wordings for one in group) + 1
        self.known = [outlet for outlet in titled.outlets if len(outlet) > 3]

    def row(self, number: int) -> list[float]:
        key, group, units, text = self.titled.keys[number], self.titled.wordings[number], self.units[number], self.joined[number]
        counts = dict.fromkeys(SOURCES, 0)
        for one in group:
            counts[one.source] += 1
        part = max((one for one in group if one.whole), key=lambda one: (one.firm, len(one.text)), default=None)
        rest = _rest(part) if part is not None else ""
        seen = min((one for one in group if one.block is not None), key=lambda one: one.block or 0, default=None)
        wording = group[0].text
        others = [self.units[i] for i in self.full if i != number]
        alike = [_likeness(units, other) for other in others]
        outlets = self.titled.outlets
        held = [outlet for outlet in self.known if outlet in text]
        return [
            *[count if count < 3 else 3 for count in counts.values()],
            len({one.source for one in group}),
            sum([counts[source] > 0 for source in _HEAD_SOURCES]),
            all(one.whole for one in group),
            part is None or part.firm,
            part is None or part.first,
            part is None or part.last,
            len(part.text) / len(part.whole) if part is not None else 1,
            rest in outlets,
            rest != "" and any(outlet in rest for outlet in self.known),
            rest != "" and _is_generic(rest),
            text in outlets,
            any(len(text) <= len(outlet) + 12 for outlet in held),
            bool(held),
            text in self.tab_text,
            len(key) / max(1, len(self.tab)),
            text in self.shared_text,
            len(key) / max(1, len(self.shared)),
            any(text in h1 for h1 in self.h1_texts),
            any(h1 in text for h1 in self.h1_texts),
            _likeness(units, self.first_h1),
            sum(alike) / max(1, len(alike)),
            max(alike, default=0),
            len(units & self.path) / max(1, len(units)),
            len(units & self.slug) / max(1, len(self.slug)),
            min(len(units), 40),
            min(len(wording), 300),
            ("…" in wording or "..." in wording) and _CUT.search(wording) is not None,
            wording.isupper(),
            wording.rstrip()[-1:] in ".!。",
            sum(map(str.isdigit, wording)) / len(wording),
            text in self.descriptions or self.described.startswith(text),
            len(units & self.text) / max(1, len(units)),
            min(self.read[group[-1].text], 10),
            *self._seen(seen),
            len(self.h1s),
            any(not story.page for story in self.page.found.stories),
            bool(self.shared),
            self.shared == self.tab,
            self.page.found.meta("og:type").lower() == "article",
            self.depth,
            self.parts,
            _has_cjk(text),
        ]  # fmt: skip

    def _seen(self, seen: Wording | None) -> list[float]:
        """The columns about the first block with the wording."""
        if seen is None or seen.block is None:
            return [_FAR, _FAR, _FAR, 9, 0, 9, 0, *(0 for _ in _PLACES)]
        block = self.page.blocks[seen.block]
        at = bisect_right(self.prose, seen.block)
        below = self.prose[at] - seen.block if at < len(self.prose) else _FAR
        first = self.prose[0] if self.prose else 0
        kinds = self.page.kinds(block.box)
        return [
            min(seen.block, _FAR),
            min(below, _FAR),
            max(-_FAR, min(seen.block - first, _FAR)),
            seen.rank,
            block.linked / max(1, len(block.text)),
            block.level if block.kind == "heading" else 9,
            min(self.levels[block.level], 20) if block.kind == "heading" else 0,
            *[kind in kinds for kind in _PLACE_KINDS],
        ]


def _rest(part: Wording) -> str:
    """The words of a text without those of its part, joined."""
    at = part.whole.find(part.text)
    return "".join(tokens(part.whole[:at] + " " + part.whole[at + len(part.text) :]))


FEATURES: FeatureSet[TitledPage] = FeatureSet((FeatureGroup("titles", 2, COLUMNS, describe),))
