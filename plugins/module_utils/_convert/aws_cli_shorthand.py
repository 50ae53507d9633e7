# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
r"""The AWS CLI's shorthand syntax, as far as a structure of texts and structures needs it.

``Key=value,Key={Key=value,Key="quoted, value"}``; a plain value ends at a comma, ``\,`` is a comma in it.  Lists and values
from files are refused: no member of an MFA configuration is a list, and a filter reads no files.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from typing import Any
from typing import Dict

from .._mfa.refusal import SHOWN_LENGTH
from .common import DEEPEST

_SPACE = re.compile(r"[ \t\n\r\x0b\f]*")
_KEY = re.compile(r"[A-Za-z0-9_.#/:-]*")
_QUOTED = re.compile(r"""'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)\"""")
# A plain value: what the AWS CLI lets it begin with, and go on with.  Quotes, brackets and commas end it.
_PLAIN = re.compile(r"""(?:(?:\\,|[^\s"',=[\]{\U00010000-\U0010ffff])(?:\\,|[^"',\]}\U00010000-\U0010ffff])*)?""")


class ShorthandError(ValueError):
    """A text that is not shorthand for a structure of texts and structures."""


def parse(text: str) -> Dict[str, Any]:
    """The structure, with texts as its values.

    :raises ShorthandError: if it is none.
    """
    return _Reader(text).whole()


class _Reader:
    """A text and how far it has been read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> Dict[str, Any]:
        """The members of the outermost structure."""
        members: Dict[str, Any] = {}
        self._member(members)
        while self._next():
            self._expect(",")
            self._member(members)
        return members

    def _structure(self) -> Dict[str, Any]:
        members: Dict[str, Any] = {}
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error("this is nested too deep")
        self._expect("{")
        while self._next() != "}":
            self._member(members)
            self._space()
            if self._next() != "}":
                self._expect(",")
        self._at += 1
        self._depth -= 1
        return members

    def _member(self, members: Dict[str, Any]) -> None:
        key = self._take(_KEY)[0]
        self._space()
        if self._next() == "@":
            raise self._error(f"{key}@= reads a file; put its content there instead")
        self._expect("=")
        if key in members:
            raise self._error(f"{key} occurs twice")
        members[key] = self._value()

    def _value(self) -> Any:
        first = self._next()
        if first == "{":
            return self._structure()
        if first == "[":
            raise self._error("no member takes a list; quote a value that begins with a bracket")
        if first and first in "'\"":
            return self._quoted(first)
        return self._take(_PLAIN)[0].replace("\\,", ",").rstrip()

    def _quoted(self, quote: str) -> str:
        found = self._take(_QUOTED)
        if not found:
            raise self._error(f"the closing {quote} is missing")
        self._space()
        inner = str(found[1] if found[1] is not None else found[2])
        return inner.replace(f"\\{quote}", quote).replace("\\\\", "\\")

    def _take(self, pattern: Any) -> Any:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found

    def _space(self) -> None:
        self._take(_SPACE)

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, char: str) -> None:
        self._space()
        if self._next() != char:
            found = repr(self._next()) if self._next() else "the end"
            raise self._error(f"expected {char!r} but found {found}; quote a value that has commas or braces")
        self._at += 1
        self._space()

    def _error(self, problem: str) -> ShorthandError:
        return ShorthandError(f"after {self._text[max(0, self._at - SHOWN_LENGTH) : self._at]!r}, {problem}")
