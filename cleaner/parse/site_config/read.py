"""Parses one site file to a `SiteConfig`: one directive per line, `name: value` or `name(argument): value`, comments after #."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...errors import ConfigError

_LINE = re.compile(r"(?P<name>[A-Za-z_]+)\s*(?:\((?P<argument>.*?)\)\s*)?:(?P<value>.*)", re.DOTALL)
_TAG = re.compile(r"[a-z][a-z0-9]*\Z")

_XPATHS = ("title", "body", "author", "date", "strip", "native_ad_clue")
_NAMES = ("strip_id_or_class", "strip_image_src")
_ALIASES = {"strip_attr": "strip"}
_YES_OR_NO = ("autodetect_on_failure", "skip_json_ld")
# Directives that are ignored: they need the network, configure a parser, test a file, or affect only images and appearance.
_SET_ASIDE = re.findall(
    r"\w+",
    """
    single_page_link single_page_link_in_feed next_page_link autodetect_next_page http_header requires_login login_uri login_username_field
    login_password_field login_extra_fields not_logged_in_xpath not_logged_in_text
    parser tidy prune test test_url test_contains test_content test_title insert_detected_image src_lazy_load_attr
    convert_double_br_tags strip_comments move_into dissolve footnotes skip_id_or_class post_strip_attr
    """,
)
_KNOWN = sorted({*_XPATHS, *_NAMES, *_YES_OR_NO, *_ALIASES, "find_string", "replace_string", "wrap_in", "if_page_contains"})


class Statement(NamedTuple):
    """One directive's value with its line, and the XPath that must match a page for it to apply, if any."""

    value: str
    line: int
    condition: str | None = None
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The parsed site file. `replaced` are (old, new) pairs of strings, replaced before the page is parsed.

    `wrap_in` are XPaths whose elements are wrapped in a new one, named by the argument. `autodetect_on_failure` says whether the reader
    finds the text of a page on which no `body` matches; `skip_json_ld`, whether the page's JSON-LD is ignored.
    """

    path: str
    title: tuple[Statement, ...] = ()
    body: tuple[Statement, ...] = ()
    author: tuple[Statement, ...] = ()
    date: tuple[Statement, ...] = ()
    strip: tuple[Statement, ...] = ()
    strip_id_or_class: tuple[Statement, ...] = ()
    strip_image_src: tuple[Statement, ...] = ()
    native_ad_clue: tuple[Statement, ...] = ()
    wrap_in: tuple[Statement, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    autodetect_on_failure: bool = True
    skip_json_ld: bool = False

    def replace(self, markup: str) -> str:
        """A page's markup with the file's replacements made, in their order."""
        for old, new in self.replaced:
            markup = markup.replace(old, new)
        return markup

    def wrong(self, line: int, problem: str, remedy: str) -> ConfigError:
        """The error for one of the file's lines."""
        return ConfigError(problem, place=f"{self.path}:{line}", remedy=remedy)


class _Directive(NamedTuple):
    name: str
    argument: str | None
    value: str
    line: int


def read(text: str, path: str) -> SiteConfig:
    """The configuration in `text`. Raises ConfigError, with the line, for an invalid line or an unknown directive."""
    empty = SiteConfig(path)
    lists: dict[str, list[Statement]] = {name: [] for name in (*_XPATHS, *_NAMES, "wrap_in")}
    flags: dict[str, bool] = {}
    last: list[Statement] | None = None  # the list that an if_page_contains refers to
    for directive in _directives(text, empty):
        name, argument, value, line = directive
        if name in lists:
            if name == "wrap_in" and not _TAG.match(argument or ""):
                raise empty.wrong(line, "wrap_in names no element", "Write it as wrap_in(blockquote): XPATH.")
            last = lists[name]
            last.append(Statement(value, line, argument=argument or ""))
        elif name == "if_page_contains":
            if last:
                last[-1] = last[-1]._replace(condition=value)
        elif name in _YES_OR_NO:
            flags[name] = _yes(directive, empty)
        else:
            last = None
    fields: dict[str, Any] = {name: tuple(found) for name, found in lists.items()} | flags
    return SiteConfig(path, **fields, replaced=tuple(_replacements(text, empty)))


def _directives(text: str, config: SiteConfig) -> Iterator[_Directive]:
    """The directives with a value; an empty value counts only in replace_string, where it removes the string."""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if not match:
            raise config.wrong(number, f"the line is no directive: {line[:60]!r}", "Write it as name: value, or put # before it.")
        name = match["name"].lower()
        name = _ALIASES.get(name, name)
        if name not in _KNOWN and name not in _SET_ASIDE:
            raise config.wrong(
                number, f"there is no directive {name!r}", f"Correct it or put # before it; supported are {', '.join(_KNOWN)}."
            )
        if match["value"].strip() or name == "replace_string":
            yield _Directive(name, match["argument"], match["value"].strip(), number)


def _replacements(text: str, config: SiteConfig) -> Iterator[tuple[str, str]]:
    """The (old, new) pairs of find_string with the replace_string below it, and of replace_string(old): new, in file order."""
    waiting: list[_Directive] = []
    for directive in _directives(text, config):
        if directive.name == "find_string":
            waiting.append(directive)
        elif directive.name == "replace_string" and directive.argument:
            yield directive.argument, directive.value
        elif directive.name == "replace_string":
            if not waiting:
                raise config.wrong(
                    directive.line, "replace_string has no find_string", "Put one above it, or write replace_string(old): new."
                )
            yield waiting.pop(0).value, directive.value
    if waiting:
        raise config.wrong(waiting[0].line, "find_string has no replace_string", "Put one below it; an empty one removes the string.")


def _yes(directive: _Directive, config: SiteConfig) -> bool:
    value = directive.value.lower()
    if value not in ("yes", "no", "true", "false"):
        raise config.wrong(directive.line, f"{directive.name} cannot be {directive.value!r}", "Use yes or no.")
    return value in ("yes", "true")
