"""What report, exported diff and review share: one style sheet, scripts that draw rows, and safe insertion of text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

_PLACE = re.compile(r"\{\{(\w+)\}\}")
_HARMLESS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def asset(name: str, package: str = __name__) -> str:
    """The text of a style sheet, script or template in this package or another one."""
    return files(package).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def filled(template: str, **values: str) -> str:
    """The template with each {{name}} replaced. Inserted text is not searched for further names."""
    return _PLACE.sub(lambda match: values[match[1]], template)


def as_json(data: Any) -> str:
    """JSON that is safe inside a script element: characters with a meaning in markup or scripts are escaped."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda match: _HARMLESS[match[0]], text)


def policy(styles: Iterable[str], scripts: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a file: it allows exactly these styles and scripts, and no requests."""
    allowed = f"; script-src {' '.join(map(_hash, scripts))}" if scripts else ""
    return f"default-src 'none'; style-src {' '.join(map(_hash, styles))}{allowed}; base-uri 'none'; form-action 'none'"


def _hash(code: str) -> str:
    """The source expression that allows exactly this style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
