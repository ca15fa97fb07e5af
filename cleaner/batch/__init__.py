"""Clean many inputs with any number of workers, write each output whole or not at all, and count the results."""

from .files import prepare_folder, whole_file, write_whole
from .page_outputs import PageFiles, Result, Status, Task, clean_source, failure, render, render_page, summarise
from .pages import AUDIT_SUFFIX, Outcome, Output, Writer, map_sources, prepare, run, write_page

__all__ = [
    "AUDIT_SUFFIX", "Outcome", "Output", "PageFiles", "Result", "Status", "Task", "Writer", "clean_source", "failure", "map_sources", "prepare",
    "prepare_folder", "render", "render_page", "run", "summarise", "whole_file", "write_page", "write_whole",
]  # fmt: skip
