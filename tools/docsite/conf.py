# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx's settings for the documentation site."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

project = "latchkey.cognito"
author = "Latchkey contributors"
project_copyright = "2026, Latchkey contributors"

extensions = ["myst_parser", "sphinx_antsibull_ext", "sphinx_copybutton", "tools.docsite.extension"]

html_theme = "furo"
html_title = "latchkey.cognito"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5cad", "color-brand-content": "#0b5cad"},
    "dark_css_variables": {"color-brand-primary": "#6cb6ff", "color-brand-content": "#6cb6ff"},
}
html_static_path = ["static"]
html_css_files = ["latchkey.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
pygments_style = "friendly"
pygments_dark_style = "github-dark"
antsibull_ext_color_scheme = "none"

# Anchors as on a forge, for every heading that a page has.
myst_heading_anchors = 4
smartquotes = False  # options and texts stay what they are
copybutton_prompt_text = "$ "
highlight_language = "text"
# A command that goes on in further lines is coloured well enough; that it runs is for the tests to say.
suppress_warnings = ["misc.highlighting_failure"]

# What a plugin's full name leads to.
_folders = {"module": "modules", "inventory": "inventory", "filter": "filter"}
plugin_types = {
    f"latchkey.cognito.{path.stem}": kind
    for kind, folder in _folders.items()
    for path in (Path(__file__).resolve().parents[2] / "plugins" / folder).glob("[a-z]*.py")
}
