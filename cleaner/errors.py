"""Every error this package raises on purpose, each naming the place and the remedy.

CleanerError
├── InputError      a source that cannot be read as text or HTML
│   └── WrongTypeError  an argument of the wrong type; a TypeError, too
├── OutputError     a place that cannot be written to
├── PackError       a rule pack that does not parse or hold together
├── ConfigError     a setting with a value it cannot take
├── DecisionError   a file of decisions that does not parse or hold together
├── ModelError      a model's file that does not parse, or does not fit the program
├── AuditError      an audit file that does not rebuild its input
├── TooSlowError    a page that took longer than its time (max_seconds)
└── LossError       a page that would lose more than is plausible (strict mode)
"""

from __future__ import annotations

INSTALL = "."  # what pip installs this program from: its checkout; once it is on a package index, its name there


def install_with(extra: str) -> str:
    """How to install what an extra of this program needs.

    >>> install_with("preview")
    "pip install '.[preview]'"
    """
    return f"pip install '{INSTALL}[{extra}]'"


class CleanerError(Exception):
    """Base of all errors: `place` says where, `problem` what, `remedy` what to do."""

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        self.problem, self.place, self.remedy = problem, place, remedy
        super().__init__(problem, place, remedy)

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{head}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:  # errors cross process borders in a pool
        return _rebuild, (type(self), self.problem, self.place, self.remedy)


def _rebuild(kind: type[CleanerError], problem: str, place: str, remedy: str) -> CleanerError:
    return kind(problem, place=place, remedy=remedy)


class InputError(CleanerError):
    """A source that cannot be read as text or HTML."""


class WrongTypeError(InputError, TypeError):
    """An argument of the wrong type: a source that is neither str nor bytes, an address that is no str."""


class OutputError(CleanerError):
    """A place that cannot be written to."""


class PackError(CleanerError):
    """A rule pack that does not parse or hold together."""


class ConfigError(CleanerError):
    """A setting with a value it cannot take."""


class DecisionError(CleanerError):
    """A file of decisions that does not parse or hold together."""


class ModelError(CleanerError):
    """A model's file that does not parse, or was fitted for other features than the program computes."""


class AuditError(CleanerError):
    """An audit file that does not rebuild its input."""


class LossError(CleanerError):
    """A page that would lose more text than is plausible, refused in strict mode."""


class TooSlowError(CleanerError):
    """A page that took longer than its time, even when nothing but its text was asked for."""
