"""Settings and where they come from: defaults < configuration file < command line."""

from .files import FILE_NAME, FoundSettings, find, from_file, locate
from .settings import DECISIONS_NAME, PAGE_TYPES, READERS, Settings, override

__all__ = ["DECISIONS_NAME", "FILE_NAME", "PAGE_TYPES", "READERS", "FoundSettings", "Settings", "find", "from_file", "locate", "override"]
