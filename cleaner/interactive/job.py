"""The cleaning of one page in a review, which may run in another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..config import Settings
from ..decisions import Decisions
from ..errors import CleanerError
from ..inputs import Source, read
from .page import Glance, glance
from .samples import RecordSource

if TYPE_CHECKING:
    from ..flow import Trace


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that the cleaning of one page depends on; can be pickled for other processes."""

    source: Source | RecordSource
    settings: Settings
    url: str | None
    fetched: str | None
    decisions: Decisions

    def trace(self) -> Trace:
        """Clean the page with all intermediate results. Raises CleanerError."""
        from ..flow import trace  # imported with the first page, so that the screen appears sooner

        source = self.source
        url, fetched = (
            (source.url or self.url, source.fetched or self.fetched) if isinstance(source, RecordSource) else (self.url, self.fetched)
        )
        return trace(self.read(), url, fetched, self.settings, source.name, self.decisions)

    def read(self) -> str | bytes:
        """The source of the page. Raises InputError."""
        return self.source.read() if isinstance(self.source, RecordSource) else read(self.source)


def summary(job: Job) -> Glance:
    """The list entry of one page; a failure is a result, not an exception."""
    try:
        return glance(job.source.name, job.trace().page)
    except CleanerError as error:
        return failed(job.source.name, f"{error.problem}. {error.remedy}")
    except Exception as error:  # a bug that one page triggers must not affect the others
        return failed(job.source.name, f"the program failed on it ({type(error).__name__}: {error})")


def failed(name: str, error: str) -> Glance:
    """The list entry of a page that could not be cleaned."""
    return Glance(name, "failed", error=error)
