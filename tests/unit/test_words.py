# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that options and variables no longer have, and words that are not the usual technical English.

The patterns are written so that they do not match this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.docsite.pages import LEDGERS

ROOT = Path(__file__).parents[2]
SUFFIXES = {".py", ".md", ".yml", ".yaml", ".rst", ".cfg", ".j2", ".json", ".sh", ".toml"}
PROSE = ("README.md", "plugins", "playbooks", "docs", "examples", "changelogs/fragments")
NAMED = (*PROSE, "tests", "tools")

# What is now allow_downgrade, ..._read_errors, ..._result_remaining and mfa_audit_fail_severity.
OLD_NAMES = [
    r"allow_[l]owering",
    r"cognito_user_pools_[u]nread",
    r"mfa_\w+_result_[l]eft\b",
    r"mfa_audit_fail_[a]t\b",
    r"(?:`|O\()[u]nread\b| [u]nread: [\"'\[]",
]
# Say instead: predict; fix; again; as well; the same; hint, fix or solution; entry point; wrong.
WORDS = [
    r"\bforet(?:ell\w*|old)\b",
    r"\bmend(?:s|ed|ing)?\b",
    r"\banew\b",
    r"\bbesides\b",
    r"\blikewise\b",
    r"\balike\b",
    r"\bways? out\b",
    r"\bdoors?\b",
    r"\bamiss\b",
    r"\ban own\b",
    r"\bcures?\b",
    r"(?:[.:;|*-] |\")whoever\b",  # those who, anyone who
    # Say "is not a ...".  "There is no ..." is fine.
    r"(?<!there )\b(?:is|are|was|were) no (?!longer\b|more\b|less\b|fewer\b|later\b|earlier\b|older\b|newer\b)",
]


def texts(folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Path and text of each file, but for the ledgers."""
    ledgers = {f"docs/{page}.md" for page in LEDGERS}
    for folder in folders:
        start = ROOT / folder
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in SUFFIXES and "output" not in path.parts and name not in ledgers:
                yield name, path.read_text(encoding="utf-8")


def matches(pattern: str, text: str) -> Iterator[str]:
    """What matches, with the words around it; a phrase may go over the end of a line or of a comment's line."""
    line = re.sub(r"\s+(?:# )?", " ", text)
    for match in re.finditer(pattern, line, re.IGNORECASE):
        yield line[max(0, match.start() - 30) : match.end() + 30]


def found(pattern: str, folders: tuple[str, ...]) -> list[str]:
    return [f"{name}: {match}" for name, text in texts(folders) for match in matches(pattern, text)]


@pytest.mark.parametrize("pattern", OLD_NAMES)
def test_no_old_name_is_left(pattern: str) -> None:
    assert found(pattern, NAMED) == []


@pytest.mark.parametrize("pattern", WORDS)
def test_prose_has_the_usual_words(pattern: str) -> None:
    assert found(pattern, PROSE) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (OLD_NAMES[0], "mfa_enforce_allow_" + "lowering: true"),
        (OLD_NAMES[4], "the option `un" + "read`"),
        (WORDS[0], "what check mode fore" + "told"),
        (WORDS[-2], "A question. Who" + "ever asks"),
        (WORDS[-1], "the value is" + "\n    # no text"),
    ],
)
def test_the_patterns_match(pattern: str, text: str) -> None:
    assert list(matches(pattern, text))
