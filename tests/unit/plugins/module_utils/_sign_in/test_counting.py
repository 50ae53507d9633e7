# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts, samples, intervals and reasons."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import counting
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import OUTCOMES
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import PoolSettings
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import UserFacts

POOL = PoolSettings("ON", frozenset({"SOFTWARE_TOKEN_MFA"}), ("verified_email",))
NOBODY, MAIL, PHONE = UserFacts(False, False), UserFacts(True, False), UserFacts(False, True)


def tally(*users: UserFacts, examples: int = 0) -> counting.Tally:
    made = counting.Tally(examples)
    for number, user in enumerate(users):
        made.add(user, f"user-{number}")
    return made


def test_all_outcomes_are_there() -> None:
    assert tally().outcomes(POOL) == dict.fromkeys(OUTCOMES, 0)
    found = tally(MAIL, MAIL, PHONE, MAIL._replace(enabled=False)).outcomes(POOL)
    assert found == {**dict.fromkeys(OUTCOMES, 0), "locked_out": 2, "set_up": 1, "cannot_sign_in_anyway": 1}


def test_reasons_begin_with_what_needs_attention() -> None:
    reasons = tally(PHONE, NOBODY, PHONE, MAIL, examples=1).reasons(POOL, factors_were_read=True)
    assert [(reason["rule"], reason["count"], reason["examples"]) for reason in reasons] == [
        ("D5", 1, ["user-3"]),
        ("D5", 2, ["user-0"]),
        ("D7", 1, ["user-1"]),
    ]
    assert [reason["outcome"] for reason in reasons] == ["locked_out", "set_up", "set_up"]


def test_users_of_one_decision_are_one_reason() -> None:
    """Facts that do not matter make no reason of their own."""
    users = [PHONE, PHONE._replace(passkey=True), PHONE._replace(preferred="SMS_MFA")]
    (reason,) = tally(*users, examples=2).reasons(POOL, factors_were_read=True)
    assert (reason["count"], reason["examples"]) == (3, ["user-0", "user-1"])


def test_without_factors_read_a_reason_says_its_condition() -> None:
    found = tally(MAIL, MAIL._replace(enabled=False)).reasons(POOL, factors_were_read=False)
    assert found[0]["problem"].endswith("This applies to users without an authenticator or a preferred factor.")
    assert found[1]["problem"] == "The user is disabled and cannot sign in whatever the mode."


def test_nobody_is_named_unless_asked() -> None:
    made = tally(MAIL)
    assert made.reasons(POOL, True)[0]["examples"] == [] and made.total == 1


def test_who_is_gone_is_no_longer_counted() -> None:
    made = tally(MAIL, MAIL, PHONE, examples=2)
    made.remove(MAIL, "user-0")
    made.remove(PHONE, "user-2")
    (reason,) = made.reasons(POOL, True)
    assert (made.total, reason["count"], reason["examples"]) == (1, 1, ["user-1"])


def test_a_sample_is_fair() -> None:
    chosen: Counter[int] = Counter()
    below = random.Random(1).randrange
    for _round in range(3000):
        sample: counting.Sample[int] = counting.Sample(3, below)
        for item in range(10):
            sample.add(item)
        assert len(set(sample.items)) == 3
        chosen.update(sample.items)
    assert all(800 < chosen[item] < 1000 for item in range(10))  # 900 each, with five standard deviations


@pytest.mark.parametrize("size", [0, 1, 5, 6])
def test_a_sample_is_no_larger_than_what_there_is(size: int) -> None:
    sample: counting.Sample[int] = counting.Sample(size, random.Random(2).randrange)
    for item in range(5):
        sample.add(item)
    assert len(sample.items) == min(size, 5)


@pytest.mark.parametrize(
    "count, judged, population, low, high",
    [
        (0, 100, 10**9, 0.0, 0.0370),
        (5, 100, 10**9, 0.0215, 0.1118),
        (50, 100, 10**9, 0.4038, 0.5962),
        (100, 100, 10**9, 0.9630, 1.0),
        (0, 100, 200, 0.0, 0.0189),
        (3, 10, 10, 0.3, 0.3),
    ],
)
def test_intervals(count: int, judged: int, population: int, low: float, high: float) -> None:
    """Wilson's interval, as tables have it; narrower where much of the population was judged."""
    assert counting.interval(count, judged, population) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("share, size", [(0.5, 60), (0.1, 100), (0.02, 400)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(share: float, size: int) -> None:
    rng, population = random.Random(3), 2000
    users = [1] * round(share * population) + [0] * (population - round(share * population))
    held = 0
    for _round in range(500):
        low, high = counting.interval(sum(rng.sample(users, size)), size, population)
        held += low <= share <= high
    assert held >= 460  # 92 of 100; 95 are meant


def test_shares() -> None:
    found = counting.shares({"locked_out": 1, "set_up": 3}, 4)
    assert found["locked_out"] == {"estimate": 0.25, "low": 0.25, "high": 0.25}
    assert counting.shares({"locked_out": 0}, 0)["locked_out"] == {"estimate": None, "low": None, "high": None}
