"""Many inputs: cleaned by any number of workers, written whole or not at all, counted, and rebuilt from their audits."""

from .files import prepare_folder, whole_file, write_whole
from .page_outputs import Made, Result, Status, Task, cleaned, failure, render, rendered, summarise
from .pages import AUDIT_SUFFIX, Outcome, Output, Writer, each, prepare, run, written

__all__ = [
    "AUDIT_SUFFIX", "Made", "Outcome", "Output", "Result", "Status", "Task", "Writer", "cleaned", "each", "failure", "prepare", "prepare_folder", "render",
    "rendered", "run", "summarise", "whole_file", "write_whole", "written",
]  # fmt: skip
