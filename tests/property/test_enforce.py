# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enforcement of any policy on any user pools, with other writers before and during it."""

from __future__ import annotations

from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import module as entry_point
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import gather
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.property import strategies
from tests.property.world import World
from tests.support.modules import connection
from tests.support.pools import OPEN_POOL

FACTORS = ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
SET = "SetUserPoolMfaConfig"
policies = st.fixed_dictionaries(
    {},
    optional={
        "mfa_configuration": st.sampled_from(["ON", "OPTIONAL"]),
        "forbidden_factors": st.sampled_from([["SMS_MFA"], ["EMAIL_OTP"]]),
        "allow_sms_only": st.booleans(),
        "web_authn_configuration": st.just({"user_verification": "required"}),
    },
)
PLAIN: Any = {"profile": None, "aws_config": None, "validate_certs": True, "aws_ca_bundle": None}


def run(world: World, entries: Any, check_mode: bool = False, **options: Any) -> dict[str, Any]:
    """The result of mfa_enforce."""
    spec = entry_point.ENFORCE_SPEC["argument_spec"]
    defaults = {name: argument.get("default") for name, argument in spec.items()}
    params = {**defaults, **PLAIN, **connection(world.emulator.endpoint), "pools": entries, **options}
    return entry_point.enforce_policy(params, None, check_mode)  # type: ignore[arg-type]


@settings(max_examples=max(25, settings().max_examples // 4))
@given(
    live=st.lists(strategies.live_requests(), min_size=1, max_size=4),
    others=st.lists(st.tuples(st.integers(0, 3), strategies.live_requests()), max_size=1),
    policy=policies,
    allow=st.booleans(),
    batches=st.sampled_from([[20], [1], ["50%"]]),
)
def test_whatever_others_do(
    world: World, live: Any, others: Any, policy: dict[str, Any], allow: bool, batches: list[Any]
) -> None:
    world.emulator.reset()
    ids = world.emulator.pools(len(live), template=OPEN_POOL)
    for pool_id, request in zip(ids, live, strict=True):
        world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **request)
    entries = gather(world.pools, [], [], {})
    read = {pool_id: world.get(pool_id) for pool_id in ids}
    for number, request in others:
        world.cognito.set_user_pool_mfa_config(UserPoolId=ids[number % len(ids)], **request)
    before = {pool_id: world.get(pool_id) for pool_id in ids}
    asked = {"policy": policy, "allow_downgrade": allow, "batches": batches}

    checked = run(world, entries, check_mode=True, **asked)
    assert {pool_id: world.get(pool_id) for pool_id in ids} == before, "check mode wrote"
    planned = {line["user_pool_id"] for line in checked["pools"] if line["changed"] or line["failed"]}
    stale = {pool_id for pool_id in ids if config.normal(before[pool_id]) != config.normal(read[pool_id])}

    world.emulator.clear()
    done = run(world, entries, **asked)
    after = {pool_id: world.get(pool_id) for pool_id in ids}
    wrote = {call["user_pool_id"] for call in world.emulator.journal() if call["operation"] == SET}
    if done["status"] == "stopped":
        assert checked["status"] == "stopped"
        assert after == before
        assert done["summary"]["refused"] == checked["summary"]["refused"] > 0
        return
    assert checked["status"] == "planned"
    assert done["status"] == "enforced", done["msg"]
    assert not stale & planned, "a plan for another configuration was carried out"
    assert wrote <= planned
    for line, predicted in zip(done["pools"], checked["pools"], strict=True):
        assert line["changed"] == (
            config.normal(before[line["user_pool_id"]]) != config.normal(after[line["user_pool_id"]])
        )
        assert (line["changed"], line["diff"]) == (predicted["changed"], predicted["diff"])
    again = run(world, gather(world.pools, [], [], {}), **asked)
    assert {line["user_pool_id"] for line in again["pools"] if line["changed"]} <= stale, "not idempotent"
