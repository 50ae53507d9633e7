# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps, who takes them, and their batches."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import plan
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st

NOBODY = {"role_arn": None, "profile": None}


def pool(pool_id: str, account: str | None = "1", region: str = "r", **options: Any) -> dict[str, Any]:
    named = {"user_pool_id": pool_id, "account_id": account, "region": region, "mfa_config": {}}
    return {**named, "remediation_options": options or None}


class TestIdentities:
    def test_a_pool_comes_before_its_account_and_that_before_the_task(self) -> None:
        pools = [
            {"user_pool_id": "own", "account_id": "1", "role_arn": "own-role"},
            {"user_pool_id": "accounts", "account_id": 1},
            {"user_pool_id": "tasks", "account_id": "2", "profile": "p"},
        ]
        accounts = [{"account_id": "1", "role_arn": "account-role", "profile": "account-profile"}]
        assert plan.identities(pools, accounts, "task-role") == {
            "own": {"role_arn": "own-role", "profile": "account-profile"},
            "accounts": {"role_arn": "account-role", "profile": "account-profile"},
            "tasks": {"role_arn": "task-role", "profile": "p"},
        }

    @pytest.mark.parametrize("hostile", [None, 1, "x", [], {"user_pool_id": ["a"], "account_id": {}, "role_arn": [1]}])
    def test_what_is_no_user_pool_is_for_the_audit_to_refuse(self, hostile: Any) -> None:
        plan.identities([hostile], [], None)

    def test_an_account_named_twice(self) -> None:
        with pytest.raises(Refusal, match=r"accounts: an account is named twice\. Name each account once\."):
            plan.identities([], [{"account_id": "1"}, {"account_id": "1", "profile": "x"}], None)


class TestSteps:
    def test_only_what_needs_one_has_one(self) -> None:
        pools = [pool("a"), pool("b", mfa_configuration="ON")]
        (step,) = plan.make_steps(pools, {"a": NOBODY, "b": {"role_arn": "role", "profile": None}})
        assert step == plan.Step("b", plan.Place("1", "r", "role", None), {"mfa_configuration": "ON"}, {})

    def test_places_take_turns(self) -> None:
        pools = [
            pool(f"{region}{number}", region=region, purge_factors=True) for region in "abc" for number in range(2)
        ]
        pools.append(pool("d0", account="2", region="a", purge_factors=True))
        writers = {each["user_pool_id"]: NOBODY for each in pools}
        assert [step.user_pool_id for step in plan.make_steps(pools, writers)] == [
            *("a0", "b0", "c0", "d0"),
            *("a1", "b1", "c1"),
        ]


class TestBatches:
    @pytest.mark.parametrize("good", [1, "20", "5%", 100, "100%"])
    def test_a_size(self, good: Any) -> None:
        plan.check_batches([good])

    @pytest.mark.parametrize("bad", [0, -1, "few", "", "5 %", True, None, 1.5, [1], {}, "٣", "9" * 5000])
    def test_no_size(self, bad: Any) -> None:
        with pytest.raises(Refusal, match="neither a number of user pools nor a percentage"):
            plan.check_batches([1, bad])

    def test_the_last_size_is_that_of_all_further_ones(self) -> None:
        assert [list(batch) for batch in plan.batches(list("abcdefg"), [1, "30%"])] == [
            ["a"],
            ["b", "c"],
            ["d", "e"],
            ["f", "g"],
        ]

    @given(
        st.lists(st.integers()),
        st.lists(st.one_of(st.integers(1, 9), st.integers(1, 200).map("{}%".format)), min_size=1),
    )
    def test_every_step_is_in_one_batch(self, steps: Any, sizes: Any) -> None:
        found = list(plan.batches(steps, sizes))
        assert [step for batch in found for step in batch] == steps
        assert all(found)


@pytest.mark.parametrize(
    ("failed", "taken", "percentage", "stops"),
    [(0, 5, 0, False), (1, 5, 0, True), (1, 5, 20, False), (2, 5, 20, True), (5, 5, 100, False)],
)
def test_how_much_of_a_batch_may_fail(failed: int, taken: int, percentage: int, stops: bool) -> None:
    assert plan.too_many(failed, taken, percentage) is stops
