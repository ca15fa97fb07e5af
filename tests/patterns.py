"""Every regular expression in the Python code, and texts that keep a careless one busy: what `test_patterns.py` runs in a process of its own.

usage: python tests/patterns.py [NAME ...]   prints, as JSON, each pattern that is not done with a text in time
       python tests/patterns.py --rules      the same for the patterns of the built-in rules that are tried without a time limit, on short lines
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import regex

import cleaner
from cleaner.packs import all_packs, kinds
from cleaner.scan.ruleset import UNTIMED
from cleaner.text.lazy_pattern import LazyPattern

LENGTH = 50_000  # characters: what grows with the square of them takes a second or more, what grows in a straight line a few milliseconds
LIMIT = 0.5  # seconds of processor time for one text
MOST = 60  # texts for one pattern
TAILS = ("", "\x00", "\n", "!")
ANYTHING = (" ", "a", "1", ".", "-", "A ", "\n", "\t", "<", '"', "'", "&", "=", "/", "a.", "—", "一", ",", "()", "<a ", "<!--")
PATTERN_TYPES = (re.Pattern, regex.Pattern)
SHORT_LIMIT = 0.1  # seconds of processor time for one short line
METHODS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")
CARELESS = (  # what has to be caught, so that an empty list of findings means something
    (r"\s+x", "search"),
    (r"(?:a|a)*b", "match"),
    (r"(?:[^\r\n]*[\r\n]+){1,200}?---", "match"),
    (r"(?:<!--.*?-->\s*)*<html", "match"),
    (r"by\s*:?\s+(\S.*)", "fullmatch"),
    (r"\S+@\S+$", "search"),
)
CARELESS_ON_SHORT_LINES = (
    r"(?:a|a)*b",
    r"(?:home|news|\w[\w ]{0,20}?)(?:\s?\|?\s?(?:home|news|\w[\w ]{0,20}?)){2,30}",
    r"\p{Lu}[\p{L}.-]*(?: ?\p{Lu}[\p{L}.-]*){0,9}(?: ?\p{L}{1,20}){0,9}\|",
)


def modules() -> Iterator[Any]:
    """Every module of the package that can be imported here."""
    for info in pkgutil.walk_packages(cleaner.__path__, "cleaner."):
        if info.name.endswith("__main__"):
            continue
        try:
            yield importlib.import_module(info.name)
        except Exception as error:  # an extra that is not installed
            print(f"{info.name}: {error}", file=sys.stderr)


def compiled() -> dict[str, Any]:
    """Name -> pattern, for those that stand in a module, in a container of one, or inside a call."""
    found: dict[str, Any] = {}
    for module in modules():
        for name, value in vars(module).items():
            for inner, pattern in _inside(value):
                found.setdefault(f"{module.__name__}.{name}{inner}", pattern)
        found |= {f"{module.__name__}, line {line}:{method}": pattern for line, method, pattern in inline(Path(module.__file__))}
    homes: dict[int, str] = {}
    return {name: pattern for name, pattern in found.items() if homes.setdefault(id(pattern), name) == name}


def _inside(value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if isinstance(value, PATTERN_TYPES):
        yield "", value
    elif isinstance(value, LazyPattern):
        yield "", value.compiled
    elif depth < 3 and isinstance(value, (dict, list, tuple, set, frozenset)) and len(value) < 1_000:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in pairs:
            for inner, pattern in _inside(item, depth + 1):
                yield f"[{key!r}]{inner}", pattern


def inline(path: Path) -> Iterator[tuple[int, str, Any]]:
    """(line, method, pattern) of each call such as re.sub("...", ...) in a function. What is put into an f-string counts as one digit."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
            continue
        if node.func.value.id in ("re", "regex") and node.func.attr in METHODS and node.args:
            text = _literal(node.args[0])
            if text is not None:
                method = node.func.attr if node.func.attr in ("match", "fullmatch", "search") else "finditer"
                yield node.lineno, method, {"re": re, "regex": regex}[node.func.value.id].compile(text)


def _literal(node: ast.expr) -> str | bytes | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "8" for part in node.values)
    return None


def uses() -> dict[tuple[str, str], set[str]]:
    """(module, name) of a pattern -> the methods called on it there; of a name without an underscore, anywhere."""
    found: dict[tuple[str, str], set[str]] = {}
    package = Path(cleaner.__file__).parent
    for path in package.rglob("*.py"):
        module = ".".join(("cleaner", *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                base = node.value.value if isinstance(node.value, ast.Subscript) else node.value
                if isinstance(base, ast.Name):
                    found.setdefault((module if base.id.startswith("_") else "", base.id), set()).add(node.attr)
    return found


def methods_of(name: str, called: Mapping[tuple[str, str], set[str]]) -> list[str]:
    """The ways in which a pattern is tried: by the methods called on it, or, where no call names it, by search."""
    module, _, own = re.sub(r"\[.*", "", name).rpartition(".")
    found = called.get((module if own.startswith("_") else "", own)) or {"search"}
    return sorted({method if method in ("match", "fullmatch", "search") else "finditer" for method in found})


def attacks(pattern: Any, length: int) -> list[Any]:
    """Texts of about `length` characters, made of what the pattern repeats, behind what it has to see before, with an end that does not fit."""
    pumps: dict[tuple[str, str], None] = {}
    for before, body in _repeats(_parsed(pattern), ""):
        pumps |= dict.fromkeys([(before, body), ("", body), ("", before + body)])
    pumps |= dict.fromkeys(("", pump) for pump in ANYTHING)
    texts = (before + pump * (length // len(pump)) + tail for tail, (before, pump) in itertools.product(TAILS, list(pumps)) if pump)
    found = list(itertools.islice(texts, max(MOST, len(pumps))))
    return [text.encode("latin-1", "replace") for text in found] if isinstance(pattern.pattern, bytes) else found


def _parsed(pattern: Any) -> Any:
    """The tree of a pattern; an empty one where the standard library cannot read it."""
    source = pattern.pattern
    source = source.decode("latin-1") if isinstance(source, bytes) else source
    try:
        return re._parser.parse(re.sub(r"\\p\{\w+\}", r"\\w", source), pattern.flags & ~re.LOCALE & ~0x3FF00)  # type: ignore[attr-defined]
    except (re.error, ValueError, RecursionError):
        return ()


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """(what is before it, one repetition) of each repeated part of a parsed pattern."""
    for name, argument in tree:
        kind = str(name)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, high, body = argument
            if high > 1:
                yield from ((before, text) for text in _samples(body))
            yield from _repeats(body, before)
        elif kind == "SUBPATTERN":
            yield from _repeats(argument[3], before)
        elif kind == "ATOMIC_GROUP":
            yield from _repeats(argument, before)
        elif kind == "BRANCH":
            for branch in argument[1]:
                yield from _repeats(branch, before)
        elif kind in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(argument[1], before)
        before += next(iter(_samples([(name, argument)])), "")


def _samples(tree: Any) -> list[str]:
    """Some short texts that a parsed pattern matches, or nearly."""
    found = [""]
    for name, argument in tree:
        found = [text + more for text in found for more in _one(str(name), argument)][:4]
    return [text for text in found if text]


def _one(kind: str, argument: Any) -> list[str]:
    if kind == "LITERAL":
        return [chr(argument)]
    if kind == "NOT_LITERAL":
        return ["b" if argument == ord("a") else "a"]
    if kind == "ANY":
        return ["a", " "]
    if kind == "IN":
        return _members(argument)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, _, body = argument
        return [text * max(1, low) for text in _samples(body)] + ([""] if low == 0 else [])
    if kind == "SUBPATTERN":
        return _samples(argument[3]) or [""]
    if kind == "ATOMIC_GROUP":
        return _samples(argument) or [""]
    if kind == "BRANCH":
        return [text for branch in argument[1] for text in _samples(branch)[:1]][:4] or [""]
    return [""]


CATEGORIES = {
    "CATEGORY_SPACE": " ",
    "CATEGORY_DIGIT": "1",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_NOT_WORD": ".",
    "CATEGORY_NOT_DIGIT": "a",
}


def _members(items: Any) -> list[str]:
    named = [(str(name), argument) for name, argument in items]
    if named[0][0] == "NEGATE":
        out = {chr(argument) for name, argument in named if name == "LITERAL"}
        banned = {CATEGORIES.get(str(argument)) for name, argument in named if name == "CATEGORY"}
        return [c for c in 'a 1.<"' if c not in out | banned][:2] or ["é"]
    found = []
    for name, argument in named:
        if name == "LITERAL":
            found.append(chr(argument))
        elif name == "RANGE":
            found.append(chr(argument[0]))
        elif name == "CATEGORY":
            found.append(CATEGORIES.get(str(argument), "a"))
    return found[:3] or ["a"]


class Late(BaseException):
    """The processor time for one text is used up."""


def _late(*_: object) -> None:
    raise Late


def is_late(pattern: Any, method: str, text: Any) -> bool:
    """Whether the pattern is not done with the text in time."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        if method in ("match", "fullmatch", "search"):
            getattr(pattern, method)(text)
        else:
            for _ in pattern.finditer(text):
                pass
    except Late:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return False


def missed() -> list[str]:
    """The careless patterns that no text keeps busy."""
    return [
        source
        for source, method in CARELESS
        if not any(is_late(re.compile(source), method, text) for text in attacks(re.compile(source), LENGTH))
    ]


def late(names: list[str]) -> dict[str, str]:
    """Name -> the method and the beginning of the text that the pattern is not done with."""
    called = uses()
    found: dict[str, str] = {}
    for name, pattern in compiled().items():
        if names and not any(wanted in name for wanted in names):
            continue
        methods = [name.rpartition(":")[2]] if ":" in name else methods_of(name, called)
        for method, text in itertools.product(methods, attacks(pattern, LENGTH)):
            if is_late(pattern, method, text):
                found[name] = f"{method} on {text[:30]!r}...{text[-5:]!r}: {pattern.pattern[:80]!r}"
                break
    return found


def late_on_short_lines(specs: Mapping[str, Any]) -> dict[str, str]:
    """Name -> the beginning of a line of up to UNTIMED characters on which a rule's pattern takes too long. Tried under its own time limit."""
    found: dict[str, str] = {}
    for name, spec in specs.items():
        for text in _short_lines(spec.compiled, min(UNTIMED, spec.reach)):
            began = time.thread_time()
            with suppress(TimeoutError):
                spec.find(text)
            if time.thread_time() - began > SHORT_LIMIT:
                found[name] = f"{text[:40]!r}...{text[-5:]!r}"
                break
    return found


def _short_lines(pattern: Any, length: int) -> dict[str, None]:
    """Attacks of up to `length` characters, also with all that the pattern wants before it gives up, but in the wrong place."""
    ends = [sample[:length] for sample in _samples(_parsed(pattern))[:2]] or [""]
    texts = attacks(pattern, length)
    found = dict.fromkeys(text[:length] for text in texts)
    return found | dict.fromkeys(f"{text[: length - len(end) - 1]}\x00{end}"[:length] for text in texts for end in ends)


def untimed_rules() -> dict[str, Any]:
    """The patterns of built-in rules by the rules' ids."""
    return {rule.id: rule.spec for pack in all_packs() for rule in pack.rules if rule.kind == "pattern" and not rule.spec.timed}


if __name__ == "__main__" and sys.argv[1:] == ["--rules"]:
    careless = {source: kinds.pattern.build({"pattern": source, "keywords": ["x"], "max_chars": 400}) for source in CARELESS_ON_SHORT_LINES}
    specs = untimed_rules()
    print(json.dumps({"count": len(specs), "late": late_on_short_lines(specs), "careless": list(late_on_short_lines(careless))}, indent=1))
elif __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _late)
    print(json.dumps({"count": len(compiled()), "late": late(sys.argv[1:]), "missed": missed()}, indent=1))
