"""The settings: everything a user can set that changes the output."""

from __future__ import annotations

import math
import warnings
from dataclasses import InitVar, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ..backends import languages
from ..errors import ConfigError, WrongTypeError

PAGE_TYPES = ("article", "forum", "product", "documentation", "service", "listing", "collection")
READERS = ("full", "fast", "trafilatura")
RENAMED_KEYS = {"html": "reader"}  # former names of settings, understood for one version
RENAMED_VALUES = {"reader": {"default": "full"}}
DECISIONS_NAME = "cleaner-decisions.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that changes the output. Hashable, so that it can identify a run.

    rules: paths of packs to use beside the built-in ones. disable: rule ids or groups to switch off; `weights` switches off the model of lines.
    language: ISO 639-1 code; None to identify it. appended: whether stories below the first are kept; `only` leaves out the first.
    min_confidence: 0 to 1; a boundary of lower confidence is not drawn, and its text is kept with the story above.
    site_config: a folder of files in the ftr-site-config format, which say where the article is on a site's HTML pages.
    reader: how HTML pages are read: `full` judges every block of the page, `fast` keeps what resiliparse extracts, `trafilatura` what trafilatura
    extracts.
    strict: refuse a page that would lose more text than is plausible. max_loss: the share of a page's prose, 0 to 1, above which it is flagged.
    hidden: how to treat text that an HTML page hides until a script runs: `auto` lets the block model decide, `keep` judges it like
    visible text, `drop` leaves it out. page_type: the type of all pages; None to detect it for each page; see PAGE_TYPES.
    links, images: what Markdown keeps of them: `drop` only the words of links and no image, `keep` their addresses, `alt` the alternative
    text of an image.
    decisions: path of the file with decisions made by hand.
    models: a folder of models that `cleaner fit` wrote; a model that is missing there is taken from the program.
    max_seconds: the time that one page may take, in seconds; a page that takes longer is read in a faster way, with a flag. 0 means no limit.
    html: the former name of `reader`, accepted for one more version.

    Raises ConfigError for an invalid value, WrongTypeError for a value of the wrong type.
    """

    rules: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    language: str | None = None
    appended: Literal["keep", "drop", "only"] = "keep"
    min_confidence: float = 0.0
    site_config: str | None = None
    reader: Literal["full", "fast", "trafilatura"] = "full"
    strict: bool = False
    max_loss: float = 0.5
    decisions: str | None = None
    hidden: Literal["auto", "keep", "drop"] = "auto"
    page_type: str | None = None
    models: str | None = None
    max_seconds: float = 0.0
    links: Literal["drop", "keep"] = "drop"
    images: Literal["drop", "keep", "alt"] = "drop"
    html: InitVar[str | None] = None

    def __post_init__(self, html: str | None) -> None:
        if html is not None:
            warnings.warn("Settings(html=...) is now Settings(reader=...)", DeprecationWarning, stacklevel=3)
            object.__setattr__(self, "reader", RENAMED_VALUES["reader"].get(html, html))
        self._check_types()
        if self.appended not in ("keep", "drop", "only"):
            raise ConfigError(f"appended cannot be {self.appended!r}", place="appended", remedy="Use keep, drop or only.")
        if self.reader not in READERS:
            raise ConfigError(f"reader cannot be {self.reader!r}", place="reader", remedy="Use full, fast or trafilatura.")
        if self.hidden not in ("auto", "keep", "drop"):
            raise ConfigError(f"hidden cannot be {self.hidden!r}", place="hidden", remedy="Use auto, keep or drop.")
        if self.links not in ("drop", "keep"):
            raise ConfigError(f"links cannot be {self.links!r}", place="links", remedy="Use drop or keep.")
        if self.images not in ("drop", "keep", "alt"):
            raise ConfigError(f"images cannot be {self.images!r}", place="images", remedy="Use drop, keep or alt.")
        if self.page_type is not None and self.page_type not in PAGE_TYPES:
            raise ConfigError(f"page_type cannot be {self.page_type!r}", place="page_type", remedy=f"Use one of {', '.join(PAGE_TYPES)}.")
        if self.site_config is not None and not Path(self.site_config).is_dir():
            raise ConfigError("there is no such folder", place=self.site_config, remedy="Name the folder with the sites' files.")
        if self.models is not None and not Path(self.models).is_dir():
            raise ConfigError("there is no such folder", place=self.models, remedy="Name the folder that `cleaner fit --out DIR` wrote.")
        if self.language is not None and self.language not in languages.CODES:
            raise ConfigError(f"language cannot be {self.language!r}", place="language", remedy="Use an ISO 639-1 code, such as en or de.")
        if not 0 <= self.max_seconds < math.inf:
            raise ConfigError(
                f"max_seconds cannot be {self.max_seconds!r}", place="max_seconds", remedy="Use a number of seconds, or 0 for no limit."
            )
        for name in ("min_confidence", "max_loss"):
            value = getattr(self, name)
            if not 0 <= value <= 1:
                raise ConfigError(f"{name} cannot be {value!r}", place=name, remedy="Use a number from 0 to 1.")

    def _check_types(self) -> None:
        """Raise WrongTypeError for values of a wrong type. Lists and paths are converted."""
        for name in ("rules", "disable"):
            value = getattr(self, name)
            if isinstance(value, list):
                object.__setattr__(self, name, tuple(value))
            elif not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
                raise _wrong_type(name, value, "a tuple of str", f'Write {name}=("...",).')
        for name in ("min_confidence", "max_loss", "max_seconds"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise _wrong_type(name, value, "a number", "Give a float.")
        for name in ("language", "site_config", "decisions", "models", "page_type"):
            value = getattr(self, name)
            if isinstance(value, Path):
                object.__setattr__(self, name, str(value))
            elif value is not None and not isinstance(value, str):
                raise _wrong_type(name, value, "str or None", "Give a str, or leave it out.")


def _wrong_type(name: str, value: object, wanted: str, remedy: str) -> WrongTypeError:
    return WrongTypeError(f"`{name}` is {wanted}, not {type(value).__name__}", place=name, remedy=remedy)


def override(settings: Settings, **given: Any) -> Settings:
    """`settings` with the given values, except None and empty ones; lists are appended to those of `settings`."""
    changes: dict[str, Any] = {}
    for name, value in given.items():
        if value in (None, (), []):
            continue
        changes[name] = getattr(settings, name) + tuple(value) if isinstance(value, (tuple, list)) else value
    return replace(settings, **changes)
