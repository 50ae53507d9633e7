# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages in docs/ say of the code, made from the code: each piece between two comments."""

from __future__ import annotations


def insert(text: str, name: str, content: str) -> str:
    """A page with the piece of that name made again."""
    begin, end = f"<!-- begin {name}, made by make pages -->\n", f"<!-- end {name} -->"
    before, after = text.split(begin)
    return f"{before}{begin}{content.rstrip()}\n{end}{after.split(end, 1)[1]}"
