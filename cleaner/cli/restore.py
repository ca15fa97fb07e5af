"""`cleaner restore`: rebuild the inputs from what a run wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked

if TYPE_CHECKING:
    from ..audits import Stored


def restore(
    written: Annotated[
        list[Path],
        typer.Argument(metavar="OUT", help="Folders that `cleaner clean --out` wrote to, or single .audit.json files.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder to write to. Optional for one input, which then goes to stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing files.")] = False,
) -> None:
    """Rebuild inputs byte for byte from what a run wrote.

    Each is checked with its hash. From a folder, every input is written to the same path below DIR as it had below the cleaned folder;
    from a single audit, it is written to DIR under its name. Records of a corpus can be rebuilt if it was cleaned with --audit.

    \b
    Example:
      cleaner restore clean/ --out back/
      cleaner restore clean/page.audit.json > page.txt
    """
    from ..audits import restored, write_restored
    from ..batch import prepare_folder
    from ..console.errors import note, report
    from ..console.stdout import write_bytes
    from ..errors import CleanerError

    with usage_checked():
        audits = [stored for path in written for stored in _audits(path)]
        if out is None and len(audits) > 1:
            raise typer.BadParameter(f"{len(audits)} inputs need an output folder", param_hint="--out")
        if out:
            prepare_folder(out)
    code = ExitCode.FINE
    done: set[Path] = set()
    for stored in audits:
        try:
            found = restored(stored)
            if out is None:
                write_bytes(found.raw)
            else:
                note(str(write_restored(found, out, force, done)))
        except CleanerError as error:
            report(error)
            code = ExitCode.FAILED
    raise typer.Exit(code)


def _audits(path: Path) -> list[Stored]:
    """The audits at a path, or in a folder. Raises CleanerError if there are none, or only samples."""
    from ..audits import Stored, find
    from ..errors import InputError

    if path.is_file():
        return [Stored(path)]
    if not path.exists():
        raise InputError("there is no such file or folder", place=str(path), remedy="Name what `cleaner clean --out` wrote.")
    found = [stored for stored in find(path) if not stored.sample]
    if not found:
        problem = "these are rows of a corpus, and only samples of them have audits"
        raise InputError(
            problem, place=str(path), remedy="The corpus itself is unchanged; to restore it from its rows alone, clean it with --audit."
        )
    return found
