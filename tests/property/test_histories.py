# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The invariants at every step of any history: our runs, other clients' writes and UpdateUserPool in any order, and under
either answer to what is unknown of the service (U1 to U4)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils import _config as config
from ansible_collections.latchkey.cognito.plugins.module_utils._api import Failure
from ansible_collections.latchkey.cognito.plugins.module_utils._core import ensure
from ansible_collections.latchkey.cognito.plugins.module_utils._core import Outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._plan import Wanted
from ansible_collections.latchkey.cognito.plugins.module_utils._rules import Refusal
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import run_state_machine_as_test

from tests.pools import OPEN_POOL
from tests.property import strategies
from tests.property.invariants import touched
from tests.property.world import World

DISOBEYED = "did not follow it"

SWITCHES = st.fixed_dictionaries(
    {
        "U1": st.sampled_from(["absent", "present"]),
        "U2": st.sampled_from(["dropped", "kept"]),
        "U3": st.sampled_from(["dropped", "kept"]),
        "U4": st.sampled_from(["wiped", "kept"]),
        "R26": st.sampled_from(["filled", "absent"]),
    }
)


class History(RuleBasedStateMachine):
    """One pool and whatever happens to it."""

    world: World

    @initialize(switches=SWITCHES)
    def start(self, switches: dict[str, str]) -> None:
        self.pool = self.world.pool(OPEN_POOL, {"MfaConfiguration": "OFF"}, switches)

    @rule(request=strategies.live_requests())
    def another_client_writes(self, request: dict[str, Any]) -> None:
        with suppress(self.world.cognito.exceptions.ClientError):  # the pool may have become stricter
            self.world.cognito.set_user_pool_mfa_config(UserPoolId=self.pool, **request)

    @rule(settings=strategies.pools())
    def the_pool_is_updated(self, settings: dict[str, Any]) -> None:
        self.world.restrict(self.pool, settings)

    @rule(options=strategies.options, purge=st.booleans())
    def we_run(self, options: dict[str, Any], purge: bool) -> None:
        wanted = Wanted(options, purge)
        before = self.world.get(self.pool)
        foretold = self.attempt(wanted, check_mode=True)
        assert self.world.get(self.pool) == before, "check mode wrote"
        done = self.attempt(wanted)
        if not isinstance(done, Outcome):
            assert self.world.get(self.pool) == before, "a failed run changed something"
            assert not isinstance(foretold, Outcome) or foretold.warnings
            return
        assert isinstance(foretold, Outcome), foretold
        after = config.normal(self.world.get(self.pool))
        assert after == done.after
        assert done.before == foretold.before == config.normal(before)
        if not any(DISOBEYED in warning for warning in done.warnings):
            assert done.after == foretold.after
        assert touched(done.before, after, wanted) == []
        again = self.attempt(wanted)
        assert isinstance(again, Outcome)
        assert again.before == again.after == after, "not idempotent"

    def attempt(self, wanted: Wanted, check_mode: bool = False) -> Outcome | Refusal | Failure:
        try:
            return ensure(self.world.pools, self.pool, wanted, check_mode=check_mode)
        except (Refusal, Failure) as error:
            return error


def test_any_history(world: World) -> None:
    class Here(History):
        pass

    Here.world = world
    profile = settings()
    steps = settings(max_examples=max(20, profile.max_examples // 3), stateful_step_count=12)
    run_state_machine_as_test(Here, settings=steps)  # type: ignore[no-untyped-call]


def test_the_invariant_can_fail() -> None:
    """What the invariants are made of notices a change."""
    wanted = Wanted({"mfa_configuration": "ON"})
    before = {"MfaConfiguration": "OFF", "WebAuthnConfiguration": {"RelyingPartyId": "a"}}
    assert touched(before, {"MfaConfiguration": "ON"}, wanted) == [("WebAuthnConfiguration", "RelyingPartyId")]
