# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables in pages, each between two comments."""

from __future__ import annotations

from collections.abc import Mapping


def filled(text: str, target: str, tables: Mapping[str, str]) -> str:
    """A page with its tables made anew.

    :arg target: the make target that does so, which the comments name.
    :arg tables: each table by its name in the comments.
    """
    for name, table in tables.items():
        begin, end = f"<!-- {name}, made by make {target} -->\n", "<!-- end -->"
        before, after = text.split(begin)
        text = f"{before}{begin}{table}\n{end}{after.split(end, 1)[1]}"
    return text
