"""The kinds of rules, one a module: what a pack may say of it (`KEYS`), and its record.

`phrase`, `pattern` and `repair` match a line by themselves, which is in their records; `near`, `position`, `repeat` and `run`
look at a line among the others, which the scan does.
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
