# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that come from elsewhere, shown as what they are.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re

# Controls (white space aside), what has no width, what turns the direction of a text around, line ends that are none to most
# programs, halves of a character, and no characters at all.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""The text with what a reader could not see written as JSON and YAML would write it, as in ``\u202e``."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
