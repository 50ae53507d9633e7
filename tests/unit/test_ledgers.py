# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number that is cited, in code, tests and pages, is the number of an entry of a ledger, and of one only."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from tools.docsite.pages import LEDGERS

ROOT = Path(__file__).parents[2]
HIDDEN = {".cache", ".git", ".hypothesis", "node_modules", "output"}
SUFFIXES = {".py", ".md", ".yml", ".yaml", ".rst", ".toml", ".json", ".j2", ".sh", ""}

# The entries that each ledger has to have: letter, first and last number.
ENTRIES = {
    "service-behaviour": [("R", 1, 88), ("E", 1, 24), ("V", 1, 45), ("U", 1, 18)],
    "sign-in-behaviour": [("D", 1, 16), ("L", 1, 9), ("X", 1, 5)],
    "update-user-pool": [("P", 1, 39), ("F", 1, 16), ("S", 1, 9)],
}
_CITED = re.compile(r"(?<![\w.:/-])([REVUDLPFSX]\d{1,2}[ab]?)(?:-([REVUDLPFSX]\d{1,2}))?(?![\w-])")


def entries(page: str) -> list[str]:
    """The numbers of a ledger, each at the beginning of an item or of a row; rows may repeat those of another ledger."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^(?:- \*\*|\| )([{LEDGERS[page]}]\d+[ab]?)\b", text, re.MULTILINE)


def files() -> list[Path]:
    """The text files of the repository, apart from those that are made when it is set up or tested."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = set(folders) - HIDDEN
        found += [path for name in names if (path := Path(folder, name)).suffix in SUFFIXES and path.is_file()]
    return sorted(found)


def cited(text: str) -> set[str]:
    """The numbers that a text cites."""
    return {number for pair in _CITED.findall(text) for number in pair if number}


@pytest.mark.parametrize("page", ENTRIES)
def test_a_ledger_has_all_its_entries_once(page: str) -> None:
    found = Counter(entries(page))
    expected = {f"{letter}{number}" for letter, first, last in ENTRIES[page] for number in range(first, last + 1)}
    assert expected - set(found) == set()
    assert {number for number in found if number not in expected} <= {"R23a", "E2b"}
    assert [number for number, times in found.items() if times > 1] == []


def test_the_ledgers_share_no_letter() -> None:
    letters = "".join(LEDGERS.values())
    assert sorted(letters) == sorted(set(letters))
    assert {page: {letter for letter, _first, _last in rows} for page, rows in ENTRIES.items()} == {
        page: set(letters) for page, letters in LEDGERS.items()
    }


def test_every_number_that_is_cited_is_an_entry() -> None:
    known = {number for page in LEDGERS for number in entries(page)}
    wrong = {
        str(path.relative_to(ROOT)): sorted(unknown)
        for path in files()
        if (unknown := cited(path.read_text(encoding="utf-8", errors="ignore")) - known)
    }
    assert wrong == {}


def test_the_search_for_citations_finds_them() -> None:
    assert cited("(R1, E2b) `U3`; D5-D7, V2_0 AWS::S3::Bucket x-D9 E501 docs/P1 R23a.") == {
        "R1",
        "E2b",
        "U3",
        "D5",
        "D7",
        "R23a",
    }
    assert {path.parts[len(ROOT.parts)] for path in files()} >= {"plugins", "tests", "docs", "playbooks", "README.md"}
    assert sum(len(cited(path.read_text(encoding="utf-8", errors="ignore"))) for path in files()) > 500
