# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contributed evidence beside the rules of the ledgers, and the policy of docs/evidence.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.pages import evidence

LEDGER = """# A ledger

- **R1** A rule. — somebody — MEASURED
- **R12** Another one. — UNKNOWN

| E1 | a request | a text | MEASURED |
| V1 | fresh | Get | `{OFF}` |
"""


def contribute(folder: Path, name: str, results: list[dict[str, Any]], **more: Any) -> None:
    target = {
        "endpoint": None,
        "account": "123456789012",
        "region": "eu-west-1",
        "botocore": "1",
        "date": "2026-12-01T10:00:00+00:00",
    }
    document = {
        "schema_version": 1,
        "target": {**target, **more.pop("target", {})},
        "summary": {},
        "results": results,
        **more,
    }
    (folder / name).write_text(json.dumps(document), encoding="utf-8")


def result(verdict: str, *rules: str) -> dict[str, Any]:
    return {"id": rules[0], "rules": list(rules), "verdict": verdict}


def beside(folder: Path) -> str:
    return evidence.ledger(LEDGER, evidence.notes(evidence.contributions(sorted(folder.glob("*.json")))))


def test_who_where_and_when_stand_beside_the_rule(tmp_path: Path) -> None:
    contribute(tmp_path, "jane-doe-2026-12-01.json", [result("agrees", "R1", "E1"), result("settled", "V1")])
    text = beside(tmp_path)
    assert "— MEASURED _Evidence: agrees (jane-doe, AWS eu-west-1, 2026-12-01)_\n" in text
    assert "| MEASURED _Evidence: agrees (jane-doe, AWS eu-west-1, 2026-12-01)_ |\n" in text
    assert "| `{OFF}` _Evidence: settled (jane-doe, AWS eu-west-1, 2026-12-01)_ |\n" in text
    assert "Another one. — UNKNOWN\n" in text


def test_one_difference_counts_more_than_many_that_agree(tmp_path: Path) -> None:
    contribute(
        tmp_path, "a-2026-12-01.json", [result("agrees", "R1"), result("differs", "R1"), result("not_tried", "R1")]
    )
    assert "differs (a, AWS eu-west-1" in beside(tmp_path)


def test_what_was_not_tried_says_nothing(tmp_path: Path) -> None:
    contribute(tmp_path, "a-2026-12-01.json", [result("not_tried", "R1")])
    assert beside(tmp_path) == LEDGER


def test_several_stand_in_their_order_and_are_written_once(tmp_path: Path) -> None:
    contribute(tmp_path, "b-2026-11-30.json", [result("agrees", "R1")], target={"date": "2026-11-30T00:00:00+00:00"})
    contribute(tmp_path, "a-2026-12-01.json", [result("differs", "R1")])
    given = list(evidence.contributions(sorted(tmp_path.glob("*.json"))))
    once = evidence.ledger(LEDGER, evidence.notes(given))
    assert "_Evidence: agrees (b, AWS eu-west-1, 2026-11-30); differs (a, AWS eu-west-1, 2026-12-01)_" in once
    assert evidence.ledger(once, evidence.notes(given)) == once
    assert evidence.ledger(once, {}) == LEDGER


def test_text_of_others_is_no_markup(tmp_path: Path) -> None:
    contribute(tmp_path, "x|y_<b>-2026-12-01.json", [result("agrees", "E1")], target={"region": "eu|west_1\n"})
    assert "_Evidence: agrees (x-y--b-, AWS eu-west-1-, 2026-12-01)_ |\n" in beside(tmp_path)


@pytest.mark.parametrize("name", ["evidence.json", "2026-12-01.json", "jane-2026-12.json"])
def test_a_file_of_another_name(tmp_path: Path, name: str) -> None:
    contribute(tmp_path, name, [])
    with pytest.raises(ValueError, match="is not named NAME-YYYY-MM-DD"):
        beside(tmp_path)


def test_a_file_of_another_form(tmp_path: Path) -> None:
    contribute(tmp_path, "a-2026-12-01.json", [], schema_version=2)
    with pytest.raises(ValueError, match="schema_version is 2, not 1"):
        beside(tmp_path)


def test_the_pages_are_as_make_pages_leaves_them() -> None:
    page = evidence.PAGE.read_text(encoding="utf-8")
    assert evidence.page(page) == page, "run make pages"
    given = evidence.notes(evidence.contributions(sorted(evidence.FOLDER.glob("*.json"))))
    for path in evidence.LEDGER_PAGES:
        text = path.read_text(encoding="utf-8")
        assert evidence.ledger(text, given) == text, "run make pages"
