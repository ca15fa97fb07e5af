"""One decision, and all of them: frozen, so that a step back is the value from before."""

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
RECORD = "record:"  # in front of the id of a record of a corpus, where a file would have its name


class Scope(NamedTuple):
    """The one page that a decision is about: a file, by its name from the folder of the decisions, or a record of a corpus, by its id."""

    file: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one line, or with one rule, and where that holds.

    `what` is the line's text; the rule's or group's name of an `off`; the new words of a `title`; the name of a `field` (one of
    FIELDS), whose value is `to`, one item a line; an empty one clears the field. It holds in one `file`, for one `record` of a
    corpus (its id), on one `site` (a host and those below it), or, with none of them, everywhere. `rule` of a `keep` is what was
    overruled; `of` is the headline, or another line, of the article that gets a title or a field. `above` and `below` are the
    neighbouring lines, by which a line is told from others of the same text. `note` is for whoever reviews it, and `line` its
    place in the file of decisions.
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
        """The text of the line it is about."""
        return self.of or "" if self.verb in ("title", "field") else self.what

    @property
    def scope(self) -> Scope:
        return Scope(self.file, self.record)

    @property
    def about(self) -> tuple[str | None, ...]:
        """What two decisions have in common that cannot both hold."""
        group = {"keep": "line", "drop": "line", "begin": "boundary", "join": "boundary"}.get(self.verb, self.verb)
        inner = self.what if self.verb == "field" else self.rule if group == "line" and self.verb == "keep" else None
        own = self.what if self.verb == "off" else self.anchor
        return group, own, self.file, self.record, self.site, self.above, self.below, inner

    @property
    def rank(self) -> tuple[object, ...]:
        """The place in the file: from everywhere to single files, by verb and words, never by time, so that branches merge."""
        scope = (3, self.record) if self.record else (2, self.file) if self.file else (1, self.site) if self.site else (0, "")
        others = (self.of, self.above, self.below, self.rule, self.to, self.note)
        return (*scope, list(VERBS).index(self.verb), self.what, *(value or "" for value in others))


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of one file. `path` is that file, `packs` the rule packs that were made with it; file names are relative to its folder."""

    path: Path | None = None
    entries: tuple[Decision, ...] = ()
    packs: tuple[str, ...] = ()

    def with_one(self, decision: Decision) -> Decisions:
        """These with one more, in place of those that it contradicts."""
        others = tuple(entry for entry in self.entries if entry.about != decision.about)
        return replace(self, entries=tuple(sorted((*others, decision), key=lambda entry: entry.rank)))

    def without(self, decision: Decision) -> Decisions:
        return replace(self, entries=tuple(entry for entry in self.entries if entry != decision))

    def with_pack(self, path: Path) -> Decisions:
        """These with a rule pack that pages are cleaned with from now on."""
        return replace(self, packs=tuple(sorted({*self.packs, self.named(path) or str(path)})))

    def pack_paths(self) -> tuple[str, ...]:
        return tuple(str(self._folder / pack) for pack in self.packs)

    def of_page(self, name: str | None, url: str | None) -> list[Decision]:
        """Those that hold on a page with this file name and address."""
        if not self.entries:
            return []
        scope, host = self.scope(name), host_of(url)
        return [entry for entry in self.entries if _holds(entry, scope, host)]

    def scope(self, name: str | None) -> Scope:
        """Where a decision about one page alone holds."""
        if name is not None and name.startswith(RECORD):
            return Scope(record=name.removeprefix(RECORD))
        return Scope(file=self.named(name))

    def named(self, name: str | Path | None) -> str | None:
        """A file's name as decisions have it."""
        if name is None or str(name) == "-":
            return None
        try:
            return Path(os.path.relpath(Path(name).resolve(), self._folder.resolve())).as_posix()
        except ValueError:  # another drive
            return Path(name).resolve().as_posix()

    @property
    def _folder(self) -> Path:
        return self.path.parent if self.path else Path()


def _holds(entry: Decision, scope: Scope, host: str | None) -> bool:
    if entry.file is not None or entry.record is not None:
        return entry.scope == scope
    return entry.site is None or (host is not None and (host == entry.site or host.endswith(f".{entry.site}")))


NONE = Decisions()
