# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from elsewhere: what could not be seen can be, and nothing else changes."""

from __future__ import annotations

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._texts import visible
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
