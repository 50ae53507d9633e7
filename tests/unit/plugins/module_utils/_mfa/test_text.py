# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from elsewhere: what could not be seen can be, and nothing else changes."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import visible
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_what_is_visible_can_be_written_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert shown.encode() == shown.encode("utf-8", "backslashreplace")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc\r", "a\tb\nc\r"),
        ("漢字 é 👩\u200d💻", "漢字 é 👩\u200d💻"),
        ("\x00\x1b\x7f\x85", r"\u0000\u001b\u007f\u0085"),
        ("\u202e\u2066\u200b\u2028\ufeff\uffff", r"\u202e\u2066\u200b\u2028\ufeff\uffff"),
        ("\udc80", r"\udc80"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


EVERYTHING = [chr(number) for number in range(sys.maxunicode + 1)]


def test_what_has_a_shape_stays_as_it_is() -> None:
    shapes = "".join(char for char in EVERYTHING if unicodedata.category(char)[0] in "LMNPS" or char in "\t\n\r ")
    assert visible(shapes) == shapes


def test_controls_changes_of_direction_line_ends_and_halves_are_shown() -> None:
    directions = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    hidden = [
        char
        for char in EVERYTHING
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in directions
    ]
    for char in [*hidden, "\u200e", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff"]:
        assert visible(f"a{char}b") == (f"a{char}b" if char in "\t\n\r" else f"a\\u{ord(char):04x}b")
