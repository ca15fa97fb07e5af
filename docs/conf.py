"""Configuration of Sphinx, which builds the documentation: `make site`. Reference pages are generated first, see docs/generate/.

Sphinx was chosen over Zensical because its search works from the disk without a server, its theme loads nothing from the network, and a
strict build reports broken links.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import generate  # noqa: E402

import cleaner  # noqa: E402

project = "cleaner"
version = release = cleaner.__version__
copyright = "the authors of cleaner; Apache 2.0"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["examples", "generate", "README.md"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4  # levels of headings that links can name
suppress_warnings = ["myst.header"]  # a generated page may skip a level

default_role = "code"  # docstrings write `name` as Markdown does
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"cleaner {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}

generate.write(HERE)
