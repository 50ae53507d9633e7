# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts from elsewhere: what could not be seen can be, and nothing else changes."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import original_key
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import portable
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


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("__ansible_type", r"\u005f_ansible_type"),
        ("__ansible_unsafe", r"\u005f_ansible_unsafe"),
        ("__ansible_vault", r"\u005f_ansible_vault"),
        ("__ansible_of_a_later_release", r"\u005f_ansible_of_a_later_release"),
        ("_ansible_no_log", r"\u005fansible_no_log"),
        (r"\u005f_ansible_type", r"\u005cu005f_ansible_type"),
        (r"\u005cu005f_ansible_type", r"\u005cu005cu005f_ansible_type"),
        ("half \ud83d", r"half \ud83d"),
        (r"no half \ud83d", r"no half \u005cud83d"),
        *(
            (key, key)
            for key in (
                "",
                "ansible_type",
                "_ansible",
                "x__ansible_type",
                "__Ansible_type",
                r"C:\users",
                "🔑",
                "{{ 1 }}",
            )
        ),
    ],
)
def test_what_ansible_reserves_is_another_key(key: str, shown: str) -> None:
    assert portable({key: {key: key}}) == {shown: {shown: portable(key)}}
    assert original_key(shown) == key


KEYS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.lists(st.sampled_from(["_", "ansible_", "\\", "u005f", "u005c", "ud83d", "\ud83d", "type"])).map("".join),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_whatever_aws_says_is_carried(value: Any) -> None:
    """Nothing is lost, nothing is reserved, all of it is UTF-8, and the shape stays."""

    def check(value: Any, carried: Any) -> None:
        if isinstance(value, dict):
            assert [original_key(key) for key in carried] == list(value)
            assert not any(key.lstrip("_").startswith("ansible_") and key.startswith("_") for key in carried)
            for inner, carried_inner in zip(value.values(), carried.values(), strict=True):
                check(inner, carried_inner)
        elif isinstance(value, list):
            for inner, carried_inner in zip(value, carried, strict=True):
                check(inner, carried_inner)
        else:
            shown = value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
            assert carried == shown

    carried = portable(value)
    json.dumps(carried, ensure_ascii=False).encode()
    check(value, carried)
