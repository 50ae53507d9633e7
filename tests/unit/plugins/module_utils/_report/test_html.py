# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page for people: it shows everything, and no text can become more than a text in it."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import jinja2
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CONTROLS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import visible
from ansible_collections.latchkey.cognito.plugins.module_utils._report import html
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.support.audits import HOSTILE
from tests.support.audits import hostile
from tests.support.audits import pool
from tests.support.audits import run
from tests.support.audits import unreadable
from tests.support.reimport import reimported

VOID = {"meta", "input", "rect"}


class Page(HTMLParser):
    """A page taken to pieces: its elements in order, with their attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inline: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("style", "script"):
            self.inline[self._open[-1]] = self.inline.get(self._open[-1], "") + data
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data}")

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.texts))

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]


def page(model: Any) -> Page:
    return Page(html.to_html(model))


HARMLESS = page(hostile("harmless")).elements


POOLS = [
    pool("OPTIONAL", "SMS_MFA", pool_id="us-east-1_a", account_id="123456789012", user_pool_name="staff"),
    pool("OFF", pool_id="us-east-1_b", user_pool_name="kiosk"),
    unreadable("us-east-1_c"),
    pool("ON", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", pool_id="eu-west-1_d"),
]
RULES: dict[str, Any] = {
    "title": "Ours",
    "severities": {"mode": "critical"},
    "exceptions": [
        {"user_pool_id": "us-east-1_b", "reason": "Release 5", "expires": "2026-11-25"},
        {"tags": {"stage": "sandbox"}, "checks": ["mode"], "reason": "Sandboxes", "expires": "2026-11-22"},
    ],
}  # fmt: skip


def test_it_shows_everything() -> None:
    shown = page(run(POOLS, **RULES))
    assert shown.all("html", lang="en")
    for text in (
        "1 of 4 user pools fails",
        "Audit of 2026-11-24 by the policy Ours",
        "An audit",
        "staff us-east-1_a",
        "No name known us-east-1_c",
        "Authenticator app, Email",
        "The mode is OPTIONAL · SMS is the only factor",
        "Accepted: ON · Found: OPTIONAL",
        "Accepted: no · Found: yes",
        "- name: Bring the MFA of user pool us-east-1_a to the policy latchkey.cognito.user_pool_mfa_config:",
        "mfa_configurationOPTIONALON",
        "software_token_mfa_configuration.enablednot setyes",
        "What the task changes",
        "Excepted until 2026-11-25: Release 5",
        "1 could not be read",
        "AccessDeniedException: no",
        "Exception 1 active",
        "2026-11-25, 1 day left",
        "1 user pool, and excuses 1 finding",
        "Exception 2 expired",
        "2026-11-22, 2 days ago",
        "0 user pools, and excuses 0 findings",
        "tag stage=sandbox",
        "NIST SP 800-63B-4",
    ):
        assert text in shown.text, text
    assert [row["data-status"] for row in shown.all("tbody") if "data-status" in row] == [
        "fail", "unknown", "excepted", "pass",
    ]  # fmt: skip


def test_it_can_be_navigated() -> None:
    shown = page(run(POOLS, **RULES))
    names = [tag for tag, _attributes in shown.elements]
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert names.count(landmark) == 1
    ids = [str(found["id"]) for _tag, found in shown.elements if "id" in found]
    assert len(ids) == len(set(ids))
    for _tag, found in shown.elements:
        reference = found.get("aria-labelledby") or found.get("for") or (found.get("href") or "").removeprefix("#")
        assert set((reference or "").split()) <= set(ids) or str(reference).startswith("https://")
    assert names.count("caption") == names.count("table")
    assert all(found.get("scope") in ("col", "row") for found in shown.all("th"))
    headings = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_every_link_leads_to_the_page_or_to_the_source_of_a_control() -> None:
    sources = {control.source for control in CONTROLS.values()}
    targets = {str(found["href"]) for found in page(run(POOLS, **RULES)).all("a")}
    assert {target for target in targets if not target.startswith("#")} == sources


def test_nothing_is_loaded_and_only_its_own_style_and_script_run() -> None:
    shown = page(run(POOLS, **RULES))
    (policy,) = shown.all("meta", **{"http-equiv": "Content-Security-Policy"})
    hashes = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in shown.inline.items()
    }
    assert policy["content"] == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    names = [tag for tag, _attributes in shown.elements]
    assert (names.count("style"), names.count("script")) == (1, 1)
    assert names.index("meta") < names.index("style")
    assert not {"link", "img", "iframe", "object", "embed", "form", "base", "video", "audio", "source"} & set(names)
    for _tag, found in shown.elements:
        assert not {name for name in found if name.startswith("on") or name in ("src", "style", "srcset", "action")}
    assert not re.search(r"url\(|@import|https?:", shown.inline["style"] + shown.inline["script"])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_nothing_but_a_text(text: str) -> None:
    shown = page(hostile(text))
    assert shown.elements == HARMLESS
    seen = visible(text)
    if len(seen) > html.MAX_LENGTH:
        seen = f"{seen[: html.MAX_LENGTH]}… ({len(seen) - html.MAX_LENGTH:,} more characters)"
    assert shown.texts.count(re.sub(r"\r\n?", "\n", seen)) + shown.texts.count(seen) > 5


@settings(max_examples=max(50, settings().max_examples // 3))
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
def test_no_text_changes_the_page(text: str) -> None:
    assert page(hostile(text)).elements == HARMLESS


def test_only_a_task_is_shown_whole() -> None:
    message = "x" * 20_000
    shown = page(run([pool("ON", "EMAIL_OTP", desired={"email_mfa_configuration": {"message": message}})]))
    assert sum(message in text for text in shown.texts) == 1
    assert f"{'x' * html.MAX_LENGTH}… (19,500 more characters)" in shown.texts


def test_a_text_of_just_the_longest_size_is_shown() -> None:
    name = "x" * html.MAX_LENGTH
    shown = page(run([pool(user_pool_name=name)]))
    assert name in shown.text
    assert "more characters" not in shown.text


def test_every_factor_is_named_and_one_that_nobody_knows_too() -> None:
    names = ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP", "PUSH"]
    assert "Authenticator app, SMS, Email, PUSH" in page(run([{**pool("ON", "EMAIL_OTP"), "factors": names}])).text


def test_the_worse_pools_come_first() -> None:
    rules = {"severities": {"factors": "low", "mode": "critical"}, "forbidden_factors": ["EMAIL_OTP"]}
    pools = [
        pool("ON", "SOFTWARE_TOKEN_MFA", pool_id="us-east-1_A"),
        unreadable("us-east-1_B"),
        pool("ON", "EMAIL_OTP", pool_id="us-east-1_C"),
        pool("OFF", pool_id="us-east-1_D"),
    ]
    assert [row.pool["user_pool_id"][-1] for row in html.pool_rows(run(pools, **rules))] == ["D", "C", "B", "A"]


def test_a_pool_brings_no_empty_lines() -> None:
    """A thousand pools would bring tens of thousands of them."""
    one, many = (html.to_html(run([pool("OFF", pool_id=f"us-east-1_{n}") for n in range(size)])) for size in (1, 9))
    assert one.count("\n\n") == many.count("\n\n")


def test_what_a_model_lacks_is_no_empty_place() -> None:
    model = run(POOLS, **RULES)
    del model["title"]
    with pytest.raises(jinja2.UndefinedError):
        html.to_html(model)


def test_a_pool_that_passes_and_differs_has_details() -> None:
    diff = {"before": {"mfa_configuration": "ON"}, "after": {"mfa_configuration": "OFF"}}
    shown = page(run([pool("ON", "EMAIL_OTP", diff=diff)]))
    assert "It differs from what is desired" in shown.text
    assert "What a run in check mode predicted" in shown.text
    assert "mfa_configurationONOFF" in shown.text
    assert "Findings of each check" in shown.text
    assert "Task that fixes it" not in shown.text


def test_no_more_than_five_of_the_unknown_are_listed_twice() -> None:
    shown = page(run([unreadable(f"us-east-1_{number}", error=f"error {number}") for number in range(7)]))
    assert "7 could not be read" in shown.text
    assert "The other 2 are below." in shown.text
    assert shown.text.count("error 6") < shown.text.count("error 0")


def test_what_could_not_be_listed_is_shown() -> None:
    shown = page(run([POOLS[2], POOLS[3]], read_errors=["eu-west-1: AccessDeniedException: no"]))
    assert "2 could not be read" in shown.text
    assert "Not read: eu-west-1: AccessDeniedException: no" in shown.text


@pytest.mark.parametrize(
    ("pools", "rules", "sentence"),
    [
        ([], {}, "No user pools were audited, and nothing passed"),
        (POOLS[:1], {}, "1 of 1 user pool fails"),
        (POOLS[:2], {}, "2 of 2 user pools fail"),
        (POOLS[2:], {}, "1 of 2 user pools could not be read"),
        (
            [pool("ON", "SMS_MFA", "EMAIL_OTP")],
            {"forbidden_factors": ["SMS_MFA"]},
            "1 of 1 user pool can send SMS, which may be a factor",
        ),
        (POOLS[3:], {}, "The only user pool passes"),
        (POOLS[1:2], {"exceptions": RULES["exceptions"][:1]}, "The only user pool passes, by exception"),
        (POOLS[1::2], {"exceptions": RULES["exceptions"][:1]}, "All of 2 user pools pass, 1 of them by exception"),
        ([pool("ON", "EMAIL_OTP", pool_id=f"us-east-1_{name}") for name in "ab"], {}, "All of 2 user pools pass"),
        (POOLS[3:], {"exceptions": RULES["exceptions"][1:]}, "An exception of the policy has expired"),
        (POOLS[3:], {"read_errors": ["eu-west-1: no"]}, "Not everything could be read"),
    ],
)
def test_the_verdict(pools: Any, rules: Any, sentence: str) -> None:
    model = run(pools, **rules)
    assert html.verdict(model) == sentence
    assert sentence in page(model).text


def test_no_pools_are_no_good_news() -> None:
    shown = page(run([]))
    assert "There are none. Check where the audit looked" in shown.text
    assert not shown.all("table", id="pool-table")
    assert not shown.all("h2", id="exceptions")
    assert not shown.all("h2", id="controls")


def counts(**numbers: int) -> dict[str, int]:
    return {"total": sum(numbers.values()), "fail": 0, "unknown": 0, "excepted": 0, "pass": 0, **numbers}


def test_the_segments_of_a_bar() -> None:
    assert html.segments(counts(fail=1, **{"pass": 3}), html.OUTCOMES) == [
        {"outcome": "fail", "x": 0.0, "width": 25.0},
        {"outcome": "pass", "x": 25.0, "width": 75.0},
    ]
    assert html.segments(counts(), html.OUTCOMES) == []
    # one of a thousand would be too thin to see
    assert html.segments(counts(fail=1, unknown=1, **{"pass": 998}), html.OUTCOMES) == [
        {"outcome": "fail", "x": 0.0, "width": 1.46},
        {"outcome": "unknown", "x": 1.46, "width": 1.46},
        {"outcome": "pass", "x": 2.92, "width": 97.08},
    ]


@given(st.fixed_dictionaries({name: st.integers(0, 10_000) for name in ("fail", "unknown", "excepted", "pass")}))
def test_a_bar_is_full_and_everything_that_occurs_can_be_seen_in_it(numbers: dict[str, int]) -> None:
    found = html.segments(counts(**numbers), html.OUTCOMES)
    assert [part["outcome"] for part in found] == [name for name in html.OUTCOMES if numbers[name]]
    assert all(part["width"] > 1 for part in found)
    if found:
        assert sum(part["width"] for part in found) == pytest.approx(100, abs=0.1)


def test_changes() -> None:
    before = {"mfa_configuration": "OFF", "email_mfa_configuration": {}, "same": {"a": 1, "b": 2}}
    after = {"mfa_configuration": "ON", "same": {"a": 1, "b": 3}, "software_token_mfa_configuration": {"enabled": True}}
    assert html.changes({"before": before, "after": after}) == [
        ("mfa_configuration", "OFF", "ON"),
        ("email_mfa_configuration", {}, None),
        ("same.b", 2, 3),
        ("software_token_mfa_configuration.enabled", None, True),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [(True, "yes"), (False, "no"), ([], "none"), (["a", "b"], "a, b"), (None, "not set"), (7, "7"), ("x", "x")],
)
def test_evidence_in_words(value: Any, words: str) -> None:
    assert html.evidence(value) == words


def test_without_jinja2_it_can_still_be_imported() -> None:
    with patch.dict(sys.modules, {"jinja2": None}):
        again = reimported(html)
    assert html.JINJA2_ERROR is None
    assert "ModuleNotFoundError" in again.JINJA2_ERROR


def test_a_thousand_pools_are_no_large_page() -> None:
    pools = [pool("OFF", pool_id=f"us-east-1_{number}") for number in range(1000)]
    assert len(html.to_html(run(pools)).encode()) < 3_000_000
