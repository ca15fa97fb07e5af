"""One decision, and all of them: frozen, so that a step back is the value from before."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..stated import host_of

Verb = Literal["keep", "drop", "off", "begin", "join", "title"]
VERBS: dict[Verb, str] = {
    "keep": "Kept by hand",
    "drop": "Dropped by hand",
    "off": "Switched off by hand",
    "begin": "A story begins here by hand",
    "join": "No story begins here, by hand",
    "title": "The title was written by hand",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with one line, or with one rule, and where that holds.

    `what` is the line's text; the rule's or group's name of an `off`; the new words of a `title`. It holds in one `file`, on one
    `site` (a host and those below it), or, with neither, everywhere. `rule` of a `keep` is what was overruled; of an article that
    gets a title, `of` is its headline or another line of it. `above` and `below` are the neighbouring lines, by which a line is
    told from others of the same text. `note` is for whoever reviews it, and `line` its place in the file of decisions.
    """

    verb: Verb
    what: str
    file: str | None = None
    site: str | None = None
    rule: str | None = None
    of: str | None = None
    above: str | None = None
    below: str | None = None
    note: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def anchor(self) -> str:
        """The text of the line it is about."""
        return self.of or "" if self.verb == "title" else self.what

    @property
    def about(self) -> tuple[str | None, ...]:
        """What two decisions have in common that cannot both hold."""
        group = {"keep": "line", "drop": "line", "begin": "boundary", "join": "boundary"}.get(self.verb, self.verb)
        inner = self.rule if group == "line" and self.verb == "keep" else None
        own = self.what if self.verb == "off" else self.anchor
        return group, own, self.file, self.site, self.above, self.below, inner

    @property
    def rank(self) -> tuple[object, ...]:
        """The place in the file: from everywhere to single files, by verb and words, never by time, so that branches merge."""
        scope = (2, self.file) if self.file else (1, self.site) if self.site else (0, "")
        return (*scope, list(VERBS).index(self.verb), self.what, *(value or "" for value in (self.of, self.above, self.below, self.rule)))


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
        file, host = self.named(name), host_of(url)
        return [entry for entry in self.entries if _holds(entry, file, host)]

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


def _holds(entry: Decision, file: str | None, host: str | None) -> bool:
    if entry.file is not None:
        return entry.file == file
    return entry.site is None or (host is not None and (host == entry.site or host.endswith(f".{entry.site}")))


NONE = Decisions()
