"""Fit the weights anew from open data, in one command and with a fixed seed:

    python benchmarks/fit.py DATA_FOLDER            # texts.jsonl.gz and streams.jsonl.gz, in the benchmark's form
    python benchmarks/fit.py DATA_FOLDER --dry-run  # only tell how the weights would score

Scores are those of pages whose publishers were left out of the fit. Needs the extra `fit`: pip install 'pagecleaner[fit]'.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import fit_blocks
import fit_boundaries
import fit_headlines
import fit_lines
import fit_parts

PARTS = {
    "lines": fit_lines,
    "headlines": fit_headlines,
    "boundaries": fit_boundaries,
    "blocks": fit_blocks,
    "parts": fit_parts,
}  # each rests on the one before


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--dry-run", action="store_true")
    options.add_argument("--only", choices=tuple(PARTS))
    chosen = options.parse_args()
    for name, part in PARTS.items():
        if chosen.only in (None, name):
            part.fit(chosen.data, chosen.dry_run)


if __name__ == "__main__":
    main()
