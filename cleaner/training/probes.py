"""The probe: a few small built-in texts and pages, on which the features of every model are hashed when it is fitted."""

from __future__ import annotations

from importlib.resources import files


def texts() -> list[str]:
    """The scraped texts, sorted by name."""
    return _read(".txt")


def pages() -> list[str]:
    """The HTML pages, sorted by name."""
    return _read(".html")


def _read(ending: str) -> list[str]:
    folder = files(__package__).joinpath("probe")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(ending)), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in found]
