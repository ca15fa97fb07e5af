"""The types `Decision` and `Decisions`. Both are frozen, so undo is simply the earlier value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from ..field_checks import host_of

Verb = Literal["keep", "drop", "off", "begin", "join", "title", "field"]
VERBS: dict[Verb, str] = {
    "keep": "Kept by hand",
    "drop": "Dropped by hand",
    "off": "Switched off by hand",
    "begin": "A story begins here by hand",
    "join": "No story begins here, by hand",
    "title": "The title was written by hand",
    "field": "A field was written by hand",
}
FIELDS = ("authors", "published", "updated", "agency", "place", "summary", "captions")
RECORD = "record:"  # prefix of a corpus record's id where a page's file name is expected


class Scope(NamedTuple):
    """The single page that a decision applies to: a file, by its path relative to the decisions file, or a corpus record, by its id."""

    file: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about one line or one rule, and the pages it applies to.

    what: the line's text; for `off` the id of a rule or group; for `title` the new title; for `field` the field's name (in FIELDS).
    to: the value of a `field`, one item per line; empty clears the field.
    file, record, site: applies to one file, one corpus record (its id), or one host and its subdomains; without any, everywhere.
    rule: for `keep`, the rule that is overruled. of: for `title` and `field`, the headline or another line of the article.
    above, below: the neighbouring lines, to distinguish the line from others with the same text.
    note: for reviewers. line: the decision's line in the decisions file, 0 if it is not in a file.
    """

    verb: Verb
    what: str
    file: str | None = None
    record: str | None = None
    site: str | None = None
    rule: str | None = None
    of: str | None = None
    to: str | None = None
    above: str | None = None
    below: str | None = None
    note: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def anchor(self) -> str:
        """The text of the line that the decision refers to."""
        return self.of or "" if self.verb in ("title", "field") else self.what

    @property
    def scope(self) -> Scope:
        """The single page that the decision applies to; empty for a decision about a site or all pages."""
        return Scope(self.file, self.record)

    @property
    def about(self) -> tuple[str | None, ...]:
        """The subject of the decision: two decisions about the same subject contradict each other."""
        group = {"keep": "line", "drop": "line", "begin": "boundary", "join": "boundary"}.get(self.verb, self.verb)
        inner = self.what if self.verb == "field" else self.rule if group == "line" and self.verb == "keep" else None
        target = self.what if self.verb == "off" else self.anchor
        return group, target, self.file, self.record, self.site, self.above, self.below, inner

    @property
    def rank(self) -> tuple[object, ...]:
        """The sort key within the file: from global decisions to single files, then by verb and text, never by time, so that branches merge."""
        scope = (3, self.record) if self.record else (2, self.file) if self.file else (1, self.site) if self.site else (0, "")
        others = (self.of, self.above, self.below, self.rule, self.to, self.note)
        return (*scope, list(VERBS).index(self.verb), self.what, *(value or "" for value in others))


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions in one file. `path` is the file, `packs` the rule packs created with it; file names are relative to its folder."""

    path: Path | None = None
    entries: tuple[Decision, ...] = ()
    packs: tuple[str, ...] = ()

    def with_one(self, decision: Decision) -> Decisions:
        """A copy with one more decision, which replaces those it contradicts."""
        others = tuple(entry for entry in self.entries if entry.about != decision.about)
        return replace(self, entries=tuple(sorted((*others, decision), key=lambda entry: entry.rank)))

    def without(self, decision: Decision) -> Decisions:
        """A copy without one decision."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry != decision))

    def with_pack(self, path: Path) -> Decisions:
        """A copy with one more rule pack, which is then used to clean pages."""
        return replace(self, packs=tuple(sorted({*self.packs, self.named(path) or str(path)})))

    def pack_paths(self) -> tuple[str, ...]:
        """The paths of the packs."""
        return tuple(str(self._folder / pack) for pack in self.packs)

    def of_page(self, name: str | None, url: str | None) -> list[Decision]:
        """The decisions that apply to a page with this file name and address."""
        if not self.entries:
            return []
        scope, host = self.scope(name), host_of(url)
        return [entry for entry in self.entries if _applies(entry, scope, host)]

    def scope(self, name: str | None) -> Scope:
        """The scope of a decision about the page `name` alone; a name that begins with RECORD is a corpus record."""
        if name is not None and name.startswith(RECORD):
            return Scope(record=name.removeprefix(RECORD))
        return Scope(file=self.named(name))

    def named(self, name: str | Path | None) -> str | None:
        """A file's path as decisions state it: relative to the decisions file; None for stdin."""
        if name is None or str(name) == "-":
            return None
        try:
            return Path(os.path.relpath(Path(name).resolve(), self._folder.resolve())).as_posix()
        except ValueError:  # another drive
            return Path(name).resolve().as_posix()

    @property
    def _folder(self) -> Path:
        return self.path.parent if self.path else Path()


def _applies(entry: Decision, scope: Scope, host: str | None) -> bool:
    if entry.file is not None or entry.record is not None:
        return entry.scope == scope
    return entry.site is None or (host is not None and (host == entry.site or host.endswith(f".{entry.site}")))


NONE = Decisions()
