# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The readiness of several user pools: model, JSON, page, and what fails."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._report import readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._report.readiness import summarise

from tests.support.audits import HOSTILE
from tests.support.readiness import failed
from tests.support.readiness import result
from tests.support.readiness import SCHEMA

TODAY = date(2026, 11, 27)


def model(*results: Any, read_errors: tuple[str, ...] = ()) -> dict[str, Any]:
    made = summarise(results, read_errors, "Who is ready", TODAY)
    SCHEMA.validate(made)
    return made


def test_the_worst_pool_comes_first_and_gives_the_status() -> None:
    made = model(result("a", signed_in=1), result("b", set_up=2), failed("c"), result("d", locked_out=3, set_up=1))
    assert [pool["status"] for pool in made["pools"]] == ["locked_out", "unknown", "set_up", "ready"]
    assert made["status"] == "locked_out"
    assert made["summary"]["pools"] == {"total": 4, "locked_out": 1, "unknown": 1, "set_up": 1, "ready": 1}
    assert made["summary"]["outcomes"]["set_up"] == 3 and made["summary"]["users"]["read"] == 7


@pytest.mark.parametrize(
    ("results", "status", "verdict"),
    [
        ([], "empty", "No user pool was evaluated"),
        ([result(signed_in=2)], "ready", "Nobody would be locked out"),
        ([result(set_up=1)], "set_up", "1 of 1 user would have to set a factor up, and nobody would be locked out"),
        ([result(unknown=1, set_up=1)], "unknown", "The outcome is unknown for 1 of 2 users"),
        ([failed(), result(set_up=1)], "unknown", "Some user pools could not be evaluated"),
        ([result(locked_out=2000, unknown=1)], "locked_out", "2,000 of 2,001 users would be locked out"),
    ],
)
def test_verdicts(results: Any, status: str, verdict: str) -> None:
    made = model(*results)
    assert (made["status"], readiness.verdict(made)) == (status, verdict)


def test_without_everybody_judged_nothing_is_ready() -> None:
    sampled = result(set_up=1)
    sampled["readiness"]["ready"] = False
    assert model(sampled)["pools"][0]["status"] == "unknown"
    assert model(result(set_up=1), read_errors=("an account",))["status"] == "unknown"


@pytest.mark.parametrize(
    ("status", "failing"),
    [
        ("locked_out", {"locked_out", "unknown", "set_up"}),
        ("unknown", {"unknown", "set_up"}),
        ("set_up", {"set_up"}),
        ("ready", set()),
        ("empty", {"locked_out", "unknown", "set_up"}),
    ],
)
def test_what_fails(status: str, failing: set[str]) -> None:
    found = {fail_on for fail_on in readiness.FAIL_ON if readiness.is_failing({"status": status}, fail_on)}
    assert found == failing


def test_the_outcome_names_pools_of_which_nothing_is_known() -> None:
    text = readiness.outcome(model(failed("c", "no permission"), read_errors=("account x",)), ["a.json"])
    assert "us-east-1_c: no permission" in text and "Left out by the inventory: account x" in text and "a.json" in text


@pytest.mark.parametrize("entry", [{"readiness": 1}, {"item": "x"}, {"readiness": {"outcomes": {}}}, 5, None])
def test_what_is_no_result_is_an_error(entry: Any) -> None:
    with pytest.raises(readiness.ReadinessError, match="not a result of user_pool_mfa_readiness_info"):
        summarise([entry], [], "t", TODAY)


class Elements(HTMLParser):
    """The names of a page's elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append(tag)


def elements(page: str) -> list[str]:
    parser = Elements()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_texts(text: str) -> None:
    def made(shown: str) -> dict[str, Any]:
        results = [result(shown, shown, locked_out=1, set_up=2), failed("x", shown)]
        return summarise(results, [shown], shown, TODAY)

    assert elements(readiness.to_html(made(text))) == elements(readiness.to_html(made("plain")))
    assert json.loads(readiness.to_json(made(text)))["pools"]


def test_the_page_loads_nothing_and_shows_all() -> None:
    one = result("customers", "Ask them.", locked_out=3, set_up=5)
    one["readiness"]["users"].update(read=800, sampled=8)
    one["readiness"].update(basis="factors", factors_error="no permission for one")
    page = readiness.to_html(model(one, result("empty"), failed()))
    assert "src=" not in page and "http" not in page.replace("http-equiv", "")
    for text in (
        "Ask them.",
        "no permission for one",
        "50.0 % (25.0 % to 75.0 %)",
        "There are no users.",
        "8 of them at random",
    ):
        assert text in page
    assert "OFF → <b><bdi>ON" in page.replace("<bdi>OFF</bdi>", "OFF")


@pytest.mark.parametrize(
    ("share", "text"), [(None, "not known"), (0.0, "0.0 %"), (0.0004, "under 0.1 %"), (1.0, "100.0 %")]
)
def test_percent(share: Any, text: str) -> None:
    assert readiness.percent(share) == text
