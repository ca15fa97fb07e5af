"""The probe: a few small pages of our own, on which the features of every model are recorded when it is fitted."""

from __future__ import annotations

from importlib.resources import files


def texts() -> list[str]:
    """Scraped texts, by name."""
    return _read(".txt")


def pages() -> list[str]:
    """HTML pages, by name."""
    return _read(".html")


def _read(ending: str) -> list[str]:
    folder = files(__package__).joinpath("probe")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(ending)), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in found]
