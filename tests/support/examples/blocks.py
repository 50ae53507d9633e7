# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The code blocks of a page, and what HTML comments before them say for the tests.

A comment stands on lines of its own, right before its block, and readers do not see it:

    <!-- expect: fails E1 -->       the block fails, and says this
    <!-- expect: warns R45 -->      a task of the block warns, and says this
    <!-- expect: changed -->        every task of the block changes something; or: unchanged
    <!-- file: policy.yml -->       the block is this file, which is there before the first block runs
    <!-- not run: REASON -->        the block cannot run by nature

Anywhere in a page, others say what is there before its first block, the first two as the emulator's control requests do:

    <!-- pool: {"id": "us-east-1_EXAMPLE03", "name": "legacy", "template": {"UserPoolTier": "LITE"}} -->
    <!-- switch: {"U2": "kept"} -->
    <!-- call: {"admin_create_user": {"UserPoolId": "us-east-1_EXAMPLE01", "Username": "ann"}} -->     by a client of boto3
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

VERBS = ("expect", "file", "not run")
WORLD = ("pool", "switch", "call")

_BLOCK = re.compile(
    r"(?P<comments>(?:^ *<!--.*?-->\n)*)^(?P<indent> *)```(?P<language>[\w+-]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"<!-- *(?P<verb>[a-z ]+): *(?P<says>.*?) *-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One code block.

    :ivar page: where it stands.
    :ivar line: the line of its first line there, from 1.
    :ivar language: what its fence names, or nothing.
    :ivar text: without the indent of the list that it stands in.
    :ivar marks: what the comments before it say, by verb.
    """

    page: str
    line: int
    language: str
    text: str
    marks: dict[str, str]

    @property
    def place(self) -> str:
        """For messages."""
        return f"{self.page}:{self.line}"


def blocks(page: str, text: str) -> list[Block]:
    """The code blocks of a page."""
    return [
        Block(
            page=page,
            line=text.count("\n", 0, found.start("text")) + 1,
            language=found["language"],
            text=textwrap.dedent(found["text"]),
            marks={verb: problem for verb, problem in comments(found["comments"]) if verb in VERBS},
        )
        for found in _BLOCK.finditer(text)
    ]


def comments(text: str) -> Iterator[tuple[str, str]]:
    """Verb and rest of each comment for the tests."""
    for found in _COMMENT.finditer(text):
        yield found["verb"], " ".join(found["says"].split())


def world(text: str) -> list[tuple[str, dict[str, Any]]]:
    """What is there before a page's first block, in the order of the page."""
    return [(verb, json.loads(problem)) for verb, problem in comments(text) if verb in WORLD]
