# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: what it covers, and that each of its requests is one of botocore's service model."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from botocore.validate import ParamValidator

from tests.emulator import behaviour
from tests.evidence.catalogue import Call
from tests.evidence.catalogue import Entry
from tests.evidence.catalogue import load
from tests.evidence.plan import users_of
from tests.evidence.users import Known
from tests.evidence.values import Values

ENTRIES = load().entries
# Switches that no request decides.
NO_ANSWER = {"quotas"}
VALUES = Values(
    "123456789012",
    "us-east-1",
    "arn:aws:iam::123456789012:role/sms",
    "arn:aws:ses:us-east-1:123456789012:identity/example.com",
)
USER = Known(
    {
        "<client-id>": "client",
        "<username>": "user-1",
        "<password>": "Aa1!xxxx",
        "<access-token>": "token",
        "<code>": "123456",
    }
)
# What a request cannot settle: when changes collide, and a text that no answer has.
NOT_BY_A_REQUEST = {"U15", "U16"}
# Refusals that need more of an account than a role and an identity: a role without permission, a replica, conditions that are unknown.
NOT_PROVOKED = {"E10", "E24", "F16"}


def complete(call: Call) -> dict[str, object]:
    """A request with what the runner fills in."""
    members = behaviour.model().operation_model(call.operation).input_shape.members
    filled = {"UserPoolId": "us-east-1_example01", "PoolName": "latchkey-evidence-1", "MaxResults": 1}
    added = {name: value for name, value in filled.items() if name in members}
    return {**added, **USER.fill(VALUES.fill(call.request))}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_request_is_one_of_the_service_model(entry: Entry) -> None:
    for call in (*entry.calls(), *users_of(entry)):
        shape = behaviour.model().operation_model(call.operation).input_shape
        errors = ParamValidator().validate(complete(call), shape)
        assert errors.has_errors() is call.unchecked, errors.generate_report()


def test_every_placeholder_is_filled() -> None:
    for entry in ENTRIES:
        for call in (*entry.calls(), *users_of(entry)):
            assert not re.search(r"<(?!absent>)[\w-]+>", str(complete(call))), entry.id


def test_ids_are_used_once() -> None:
    assert [name for name, count in Counter(entry.id for entry in ENTRIES).items() if count > 1] == []


def test_titles_are_used_once() -> None:
    assert [title for title, count in Counter(entry.title for entry in ENTRIES).items() if count > 1] == []


@pytest.mark.parametrize("number", range(1, 46))
def test_every_vector_is_an_entry(number: int) -> None:
    assert any(re.fullmatch(rf"V{number}(-[\w-]+)?", entry.id) for entry in ENTRIES)


@pytest.mark.parametrize("letter, last", [("E", 24), ("U", 18), ("F", 16)])
def test_every_refusal_and_every_unknown_is_spoken_for(letter: str, last: int) -> None:
    cited = {rule for entry in ENTRIES for rule in entry.rules}
    expected = {f"{letter}{number}" for number in range(1, last + 1)} - NOT_BY_A_REQUEST - NOT_PROVOKED
    assert expected - cited == set()


@pytest.mark.parametrize("switch", [name for name in behaviour.SWITCHES if name not in NO_ANSWER])
def test_every_value_of_every_switch_is_an_answer(switch: str) -> None:
    answers = {
        dict(outcome.settles)[switch]
        for entry in ENTRIES
        for outcome in entry.possible
        if switch in dict(outcome.settles)
    }
    assert answers >= set(behaviour.SWITCHES[switch]) - {"as measured"}
    assert answers <= set(behaviour.SWITCHES[switch])


def test_every_possible_answer_has_a_meaning() -> None:
    for entry in ENTRIES:
        assert entry.expected or len(entry.possible) > 1, entry.id
        assert all(outcome.means for outcome in entry.possible), entry.id
        assert not any(outcome.means or outcome.settles for outcome in entry.expected), entry.id


def test_no_user_is_made_with_a_message() -> None:
    made = [call for entry in ENTRIES for call in users_of(entry) if call.operation == "AdminCreateUser"]
    assert made
    assert all(call.request["MessageAction"] == "SUPPRESS" for call in made)


def test_what_may_send_a_message_is_tried_on_request_only() -> None:
    """A pool that can send to a user's address: it has SES or an SMS role, and somebody signs in."""
    for entry in ENTRIES:
        if entry.user and {"role", "identity"} & set(entry.needs):
            assert "messages" in entry.needs, entry.id


@pytest.mark.parametrize("number", [*range(1, 8), 10, 13, 15])
def test_every_rule_of_sign_in_that_needs_no_federation_is_spoken_for(number: int) -> None:
    assert any(f"D{number}" in entry.rules for entry in ENTRIES)
