# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The invariants, over real HTTP: idempotent; check mode equals apply; what is not named is untouched; what is accepted
here is accepted there, and what is refused here is refused there or is a stricter rule with its reason."""

from __future__ import annotations

from typing import Any

import botocore.exceptions
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import ensure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import Outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import RULES
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from tests.property import strategies
from tests.property.invariants import is_stricter
from tests.property.invariants import STRICTER
from tests.property.invariants import STRICTER_ALONE
from tests.property.invariants import touched
from tests.property.world import World
from tests.support.pools import OPEN_POOL

SUBJECT_LIMIT = "the developer guide limits the subject to 140 characters, the service model does not (R74)"

SWITCHES = st.fixed_dictionaries(
    {
        "U1": st.sampled_from(["absent", "present"]),
        "U4": st.sampled_from(["wiped", "kept"]),
        "R82": st.sampled_from(["goes", "stays"]),
        "R83": st.sampled_from(["absent", "present"]),
    }
)


def attempt(world: World, pool_id: str, wanted: Wanted, check_mode: bool = False) -> Outcome | Refusal:
    try:
        return ensure(world.pools, pool_id, wanted, check_mode=check_mode)
    except Refusal as refusal:
        return refusal


@given(create=strategies.pools(), live=strategies.live_requests(), options=strategies.options, purge=st.booleans())
def test_check_mode_equals_apply_and_apply_is_idempotent(
    world: World, create: dict[str, Any], live: dict[str, Any], options: dict[str, Any], purge: bool
) -> None:
    pool_id = world.pool(create, live)
    wanted = Wanted(options, purge)
    before = world.get(pool_id)

    predicted = attempt(world, pool_id, wanted, check_mode=True)
    assert world.get(pool_id) == before, "check mode wrote"
    try:
        done = attempt(world, pool_id, wanted)
    except Exception as failure:  # the service refused: check mode has said so, as an error or as a warning
        assert world.get(pool_id) == before, "a refused run changed something"
        assert isinstance(predicted, Refusal) or predicted.warnings, failure
        return
    if isinstance(done, Refusal):
        assert isinstance(predicted, Refusal)
        assert str(predicted) == str(done)
        assert world.get(pool_id) == before
        return
    assert isinstance(predicted, Outcome), f"check mode refused what the run did: {predicted}"
    assert (done.before, done.after) == (predicted.before, predicted.after)
    assert done.warnings == [warning for warning in predicted.warnings if "may refuse" not in warning]
    assert config.normal(world.get(pool_id)) == done.after

    again = attempt(world, pool_id, wanted)
    assert isinstance(again, Outcome)
    assert again.before == again.after == done.after


@given(live=strategies.live_requests(), options=strategies.options, purge=st.booleans(), switches=SWITCHES)
def test_what_is_not_named_touched(
    world: World, live: dict[str, Any], options: dict[str, Any], purge: bool, switches: dict[str, str]
) -> None:
    pool_id = world.pool(OPEN_POOL, live, switches)
    before = config.normal(world.get(pool_id))
    wanted = Wanted(options, purge)
    outcome = attempt(world, pool_id, wanted)
    assume(isinstance(outcome, Outcome))
    after = config.normal(world.get(pool_id))

    assert touched(before, after, wanted) == []


@given(live=strategies.live_requests(), options=strategies.options, purge=st.booleans())
def test_accepted_here_is_accepted_there_and_refused_here_is_refused_there(
    world: World, live: dict[str, Any], options: dict[str, Any], purge: bool
) -> None:
    pool_id = world.pool(OPEN_POOL, live)
    wanted = Wanted(options, purge)
    outcome = attempt(world, pool_id, wanted)  # a refusal by the service would be a Failure, and fail this test
    naive = world.overlay(live, wanted)
    if isinstance(outcome, Outcome) or is_stricter(outcome.rule, naive):
        return
    with pytest.raises((botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError)):
        world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **naive)


@given(case=strategies.near_limits)
def test_limits_are_the_services_limits(world: World, case: tuple[str, str]) -> None:
    path, value = case
    options = world.option(path, value)
    pool_id = world.pool(OPEN_POOL, {"MfaConfiguration": "OFF"})
    try:
        ensure(world.pools, pool_id, Wanted(options))
        return
    except Refusal as refusal:
        assert refusal.option == path
    if path == "email_mfa_configuration.subject" and len(value) > 140:
        assert SUBJECT_LIMIT
        return
    request = config.to_api(options)
    with pytest.raises((botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError)):
        world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **request)
    assert world.get(pool_id) == {"MfaConfiguration": "OFF"}


def test_stricter_rules_exist() -> None:
    assert {*STRICTER, *STRICTER_ALONE} <= {rule.id for rule in RULES}
