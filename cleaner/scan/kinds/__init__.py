"""The kinds of rules, one a module: what a pack may say of it (`KEYS`), its record, and how it matches.

`phrase`, `pattern` speak on a line by itself and `repair` changes one; `near`, `position`,
`repeat` and `run` look at a line among the others.
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
