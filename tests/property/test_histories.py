# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The invariants at every step of any history: our runs, other clients' writes and UpdateUserPool in any order, and under
either answer to whatever is unknown of the service."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import SMS_STAYS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted
from botocore.exceptions import ClientError
from botocore.exceptions import ParamValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import rule
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import run_state_machine_as_test

from tests.emulator import behaviour
from tests.property import strategies
from tests.property.invariants import is_stricter
from tests.property.invariants import touched
from tests.property.world import World
from tests.support.pools import OPEN_POOL

STAYS = ("did not follow it", SMS_STAYS)
"""What warnings say of that which Cognito kept: once of SMS, once of all else."""
MAY_REFUSE = "Cognito may refuse this. "
PASSKEY_DEFAULTS = {"factor_configuration": "SINGLE_FACTOR", "user_verification": "preferred"}

SWITCHES = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in behaviour.SWITCHES.items() if name != "quotas"}
)
TROUBLES = st.sampled_from(
    [
        None,
        None,
        None,
        {"error": "ConcurrentModificationException", "message": "busy"},
        {"error": "TooManyRequestsException", "message": "Rate exceeded"},
        {"http": 503},
        {"drop": "before"},
        {"drop": "after"},
        {"truncate": 15},
    ]
)


def is_kept(warning: str) -> bool:
    """Whether a warning speaks of what Cognito kept."""
    return any(text in warning for text in STAYS)


class History(RuleBasedStateMachine):
    """One pool and whatever happens to it."""

    world: World

    @initialize(switches=SWITCHES)
    def start(self, switches: dict[str, str]) -> None:
        self.switches = switches
        self.pool = self.world.pool(OPEN_POOL, {"MfaConfiguration": "OFF"}, switches)

    @rule(request=st.one_of(strategies.live_requests(), strategies.live_requests(), strategies.lockouts))
    def another_client_writes(self, request: dict[str, Any]) -> None:
        with suppress(ClientError):  # the pool may have become stricter
            self.world.cognito.set_user_pool_mfa_config(UserPoolId=self.pool, **request)

    @rule(settings=strategies.pools(), mode=st.none() | st.sampled_from(strategies.MODES))
    def the_pool_is_updated(self, settings: dict[str, Any], mode: str | None) -> None:
        self.world.restrict(self.pool, {**settings, **({"MfaConfiguration": mode} if mode else {})})

    @rule(options=strategies.options, purge=st.booleans(), trouble=TROUBLES)
    def we_run(self, options: dict[str, Any], purge: bool, trouble: dict[str, Any] | None) -> None:
        wanted = Wanted(options, purge)
        before = self.world.get(self.pool)
        predicted = self.world.run(self.pool, wanted, check_mode=True)
        assert self.world.get(self.pool) == before, "check mode wrote"
        if trouble:
            self.world.emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": trouble, "times": 1})
        done = self.world.run(self.pool, wanted)
        self.world.emulator.heal()
        if done.get("failed"):
            self.refused(before, wanted, predicted, done)
        else:
            self.applied(before, wanted, predicted, done)

    def refused(self, before: Any, wanted: Wanted, predicted: dict[str, Any], done: dict[str, Any]) -> None:
        """By us before a write, the same in check mode; or by the service, and check mode has said so."""
        assert self.world.get(self.pool) == before, "a failed run changed something"
        if "error" in done:
            assert predicted.get("failed") or predicted["warnings"], done
            return
        assert predicted == done
        request = self.world.overlay(before, wanted)
        number = re.findall(r"\((\w+)\)\.$", done["msg"])
        assert number, done
        if not is_stricter(number[0], request):
            with pytest.raises((ClientError, ParamValidationError)):
                self.world.cognito.set_user_pool_mfa_config(UserPoolId=self.pool, **request)

    def applied(self, before: Any, wanted: Wanted, predicted: dict[str, Any], done: dict[str, Any]) -> None:
        """Just as check mode predicted it, unless Cognito did not obey; and another run changes nothing."""
        assert not predicted.get("failed"), predicted
        live = config.normal(self.world.get(self.pool))
        after = config.to_options(live)
        assert done["mfa_config"] == done["diff"]["after"] == after
        assert done["diff"]["before"] == predicted["diff"]["before"] == config.to_options(config.normal(before))
        assert done["changed"] == (done["diff"]["before"] != after)
        assert touched(config.normal(before), live, wanted) == []
        disobeyed = [warning for warning in done["warnings"] if is_kept(warning)]
        assert len(disobeyed) <= len(STAYS)
        if not disobeyed:
            assert self.known_before(after, wanted) == self.known_before(predicted["mfa_config"], wanted)
            assert done["warnings"] == [
                warning for warning in predicted["warnings"] if not warning.startswith(MAY_REFUSE)
            ]
        again = self.world.run(self.pool, wanted)
        assert again["changed"] is False, "not idempotent"
        assert again["diff"]["before"] == again["diff"]["after"] == again["mfa_config"] == after
        assert all(map(is_kept, again["warnings"]))
        assert len(again["warnings"]) <= len(disobeyed)  # what Cognito added is there by now, and may stay

    def known_before(self, options: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
        """A configuration without what only the service can fill in: the SMS region (R80), passkeys' defaults (R83)."""
        region = ("sms_mfa_configuration", "sms_configuration", "sns_region")
        filled = set()
        if self.switches["R80"] == "filled" and not config.get(wanted.options, region):
            filled.add(region)
        passkeys = options.get("web_authn_configuration")
        if self.switches["R83"] == "present" and passkeys == PASSKEY_DEFAULTS:
            filled.update(("web_authn_configuration", name) for name in PASSKEY_DEFAULTS)
        return dict(leaf for leaf in config.leaves(options) if leaf[0] not in filled)


def test_any_history(world: World) -> None:
    class Here(History):
        pass

    Here.world = world
    steps = settings(max_examples=max(20, settings().max_examples // 2), stateful_step_count=12)
    run_state_machine_as_test(Here, settings=steps)  # type: ignore[no-untyped-call]


def test_the_invariant_can_fail() -> None:
    """What the invariants are made of notices a change."""
    wanted = Wanted({"mfa_configuration": "ON"})
    before = {"MfaConfiguration": "OFF", "WebAuthnConfiguration": {"RelyingPartyId": "a"}}
    assert touched(before, {"MfaConfiguration": "ON"}, wanted) == [("WebAuthnConfiguration", "RelyingPartyId")]
