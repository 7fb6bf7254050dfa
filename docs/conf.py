"""The documentation's build: Sphinx over MyST Markdown, warnings are errors (`make docs`)."""

import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

project = "Osteotome"
author = "The Osteotome authors"
project_copyright = "2026, The Osteotome authors. CPT is a trademark of the American Medical Association"
release = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
version = release

extensions = ["myst_parser", "osteotome_docs"]
myst_enable_extensions = ["colon_fence", "deflist", "substitution"]
myst_heading_anchors = 3
exclude_patterns = ["_ext"]
suppress_warnings = ["misc.highlighting_failure", "toc.not_included"]
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_title = f"Osteotome {release}"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"sidebar_hide_name": False, "navigation_with_keys": True}
