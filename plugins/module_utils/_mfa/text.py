# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts that come from elsewhere, shown as what they are.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from typing import Any

# Controls (white space aside), what has no width, what turns the direction of a text around, line ends that are none to most
# programs, halves of a character, and no characters at all.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""The text with what a reader could not see written as JSON and YAML would write it, as in ``\u202e``."""
    return _HIDDEN.sub(_numbered, text)


# What ansible-core takes for its own where a dictionary has it as a key: __ansible_unsafe, __ansible_vault and __ansible_type
# in its serialisation, and whatever begins with _ansible_ in results.
_RESERVED = re.compile("_(?=_*ansible_)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = "u(?:005[cf]|d[89a-f][0-9a-f]{2})"  # of a character that a key may show by its number
_LIKE_A_NUMBER = re.compile(rf"\\(?={_NUMBER})")
_NUMBERED = re.compile(rf"\\{_NUMBER}")


def portable(value: Any) -> Any:
    r"""Data of AWS as every ansible-core carries them through variables, arguments and results, without taking them for its own.

    Lone surrogates, which no UTF-8 has, are shown by their number, as in ``\ud83d``.  Keys that ansible-core reserves begin with
    the number of their underscore, as in ``\u005f_ansible_type``.  To be applied once, where data of AWS become a variable or
    a result: what has been there before would be escaped again.

    :arg value: JSON; nothing in it is changed.
    """
    if isinstance(value, dict):
        return {_portable_key(key): portable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [portable(item) for item in value]
    return _SURROGATE.sub(_numbered, value) if isinstance(value, str) else value


def original_key(key: str) -> str:
    """The key of which :func:`portable` made this one; any other key is what it is."""
    return _NUMBERED.sub(lambda found: chr(int(found[0][2:], 16)), key)


def _portable_key(key: Any) -> Any:
    """A key, so that no two keys become one."""
    if not isinstance(key, str):
        return key
    shown = _SURROGATE.sub(_numbered, _LIKE_A_NUMBER.sub(_numbered, key))
    return _numbered(shown) + shown[1:] if _RESERVED.match(shown) else shown


def _numbered(text: Any) -> str:
    """The first character of a text or match by its number."""
    return f"\\u{ord(text[0][0]):04x}"
