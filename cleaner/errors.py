"""The errors that this package raises on purpose; each names the place and the remedy.

CleanerError
├── InputError      a source that cannot be read as text or HTML
│   └── WrongTypeError  an argument of the wrong type; also a TypeError
├── OutputError     an output that cannot be written
├── PackError       a rule pack that does not parse or is not consistent
├── ConfigError     a setting with an invalid value
├── DecisionError   a file of decisions that does not parse or is not consistent
├── ModelError      a model's file that does not parse, or does not fit the program
├── AuditError      an audit file that does not rebuild its input
├── TooSlowError    a page that took longer than the timeout (max_seconds)
└── LossError       a page that would lose more than is plausible (strict mode)
"""

from __future__ import annotations

INSTALL = "."  # the argument of `pip install`: the checkout, until the program is on a package index


def install_with(extra: str) -> str:
    """The command that installs an extra of this program.

    >>> install_with("preview")
    "pip install '.[preview]'"
    """
    return f"pip install '{INSTALL}[{extra}]'"


class CleanerError(Exception):
    """Base of all errors. `problem` says what is wrong, `place` where, and `remedy` what to do."""

    def __init__(self, problem: str, *, place: str = "", remedy: str = "") -> None:
        self.problem, self.place, self.remedy = problem, place, remedy
        super().__init__(problem, place, remedy)

    def __str__(self) -> str:
        head = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{head}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:  # errors are pickled in a process pool
        return _rebuild, (type(self), self.problem, self.place, self.remedy)


def _rebuild(kind: type[CleanerError], problem: str, place: str, remedy: str) -> CleanerError:
    return kind(problem, place=place, remedy=remedy)


class InputError(CleanerError):
    """A source that cannot be read as text or HTML."""


class WrongTypeError(InputError, TypeError):
    """An argument of the wrong type: a source that is neither str nor bytes, or a URL that is not a str."""


class OutputError(CleanerError):
    """An output that cannot be written."""


class PackError(CleanerError):
    """A rule pack that does not parse or is not consistent."""


class ConfigError(CleanerError):
    """A setting with an invalid value."""


class DecisionError(CleanerError):
    """A file of decisions that does not parse or is not consistent."""


class ModelError(CleanerError):
    """A model's file that does not parse, or was fitted on features that this program does not compute."""


class AuditError(CleanerError):
    """An audit file that does not rebuild its input."""


class LossError(CleanerError):
    """A page that would lose more text than is plausible; raised in strict mode."""


class TooSlowError(CleanerError):
    """A page that took longer than the timeout, even when only its plain text was extracted."""
