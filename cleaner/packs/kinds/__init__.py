"""The kinds of rules, one a module: the keys that a pack may have (`KEYS`, `REQUIRED`), those that are regular expressions (`PATTERNS`), and
`build`, which makes a rule's record of them. A key in `PATTERNS` may be a list of alternatives and name vocabularies; `build` gets one string.

A new kind is a module here and an entry in `KINDS`. Its record has one of two methods, which the scan calls:
`matches(text, shape)` for a kind that looks at a line by itself yields (start, end, fields or None) in characters of the line;
`choose(view)` for one that looks at lines among the others yields (index of the line, reason), of the lines in `scan.page_lines.View`.
The kinds that most rules have are indexed by the scan instead: `phrase`, `pattern` and `repair` match a line by itself; `near`,
`position`, `repeat` and `run` look at a line among the others.
"""

from types import ModuleType

from . import gap, near, pattern, phrase, position, record, repair, repeat, run

KINDS: dict[str, ModuleType] = {
    "phrase": phrase,
    "pattern": pattern,
    "repeat": repeat,
    "near": near,
    "position": position,
    "run": run,
    "repair": repair,
    "record": record,
    "gap": gap,
}
