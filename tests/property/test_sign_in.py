# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is predicted of a user is what the local Cognito does, which has the rules written apart."""

from __future__ import annotations

from itertools import product
from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import normal
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import decide
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import PoolSettings
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import UserFacts
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.facts import pool_settings
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.facts import user_facts
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.facts import with_factors
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import behaviour
from tests.emulator import users
from tests.emulator.behaviour import Pool
from tests.emulator.behaviour import Switches
from tests.emulator.users import Population
from tests.emulator.users import User
from tests.support.pools import recovery
from tests.support.sign_ins import sign_in_as

RECOVERIES: list[dict[str, Any]] = [
    {},
    recovery("admin_only"),
    recovery("verified_email"),
    recovery("verified_phone_number"),
    recovery("verified_email", "verified_phone_number"),
    recovery("verified_phone_number", "verified_email"),
]
PASSKEYS = {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}
FACTORS = [set(chosen) - {""} for chosen in product(("", "sms"), ("", "app"), ("", "email"))]


def make_pool(mode: str, factors: set[str], recovers: dict[str, Any], passkeys: bool, state: str) -> Pool:
    """A pool as the local Cognito keeps it."""
    mfa: dict[str, Any] = {}
    if "app" in factors:
        mfa["SoftwareTokenMfaConfiguration"] = {"Enabled": True}
    if "email" in factors:
        mfa["EmailMfaConfiguration"] = {}
    if passkeys:
        mfa["WebAuthnConfiguration"] = PASSKEYS
    settings = {"MfaConfiguration": mode, **recovers}
    return Pool("us-east-1", "123456789012", settings, mfa, "sms" in factors, state)


pools = st.builds(
    make_pool,
    st.sampled_from(["ON", "ON", "OPTIONAL", "OFF"]),
    st.sampled_from(FACTORS),
    st.sampled_from(RECOVERIES),
    st.booleans(),
    st.sampled_from(["normal", "normal", "recovering"]),
)
some_users = st.builds(
    lambda seed, begin: [Population(10**6, seed).user(number) for number in range(begin, begin + 40)],
    st.text("abc", max_size=4),
    st.integers(0, 10**6 - 41),
)
EVERY_SWITCH = [
    Switches().with_(X5=legacy, L5=listing) for legacy, listing in product(("phone", "none"), ("hidden", "shown"))
]


def settings_of(pool: Pool) -> PoolSettings:
    """The settings that the collection reads of a pool."""
    config = normal(behaviour.get(pool, Switches()))
    return pool_settings(config, pool.settings)._replace(restoring=pool.state == "recovering")


def known(user: User) -> UserFacts:
    """The facts of a user of whom everything is known."""
    facts = with_factors(user_facts(users.listed(user)), users.described(user))
    return facts._replace(authenticator="known" if user.authenticator else "none", passkey=user.passkeys)


@given(pools, some_users)
def test_who_is_known_is_predicted(pool: Pool, them: list[User]) -> None:
    """With everything known, the prediction is what happens; it is unknown for X3 and X5 alone."""
    settings = settings_of(pool)
    for user in them:
        found = decide(settings, known(user))
        happens = {sign_in_as(pool, user, switches) for switches in EVERY_SWITCH}
        if found.outcome == "unknown":
            assert {"X3", "X5"} & set(found.rule.split(", ")), found
            assert settings.recovery is None or (settings.passkeys_satisfy_mfa and user.passkeys), found
        else:
            assert happens == {found.outcome}, (settings, user, found)


@given(pools, some_users, st.sampled_from(EVERY_SWITCH), st.booleans())
def test_what_is_read_predicts_or_is_unknown(
    pool: Pool, them: list[User], switches: Switches, by_auth_factors: bool
) -> None:
    """From what Cognito shows of a user, the prediction is what happens, or unknown, with the number of what is not known."""
    settings = settings_of(pool)
    for user in them:
        answer = users.auth_factors(pool, user, switches) if by_auth_factors else users.described(user)
        found = decide(settings, with_factors(user_facts(users.listed(user)), answer))
        assert found.outcome in ("unknown", sign_in_as(pool, user, switches)), (settings, user, found)
        if found.outcome == "unknown":
            assert {"X2", "X3", "X5"} & set(found.rule.split(", ")), found


@given(pools, some_users)
def test_attributes_tell_the_worst_case(pool: Pool, them: list[User]) -> None:
    """Whoever is locked out in truth is locked out, or unknown, by attributes alone: nobody is passed over."""
    settings = settings_of(pool)._replace(restoring=False)
    pool = make_pool(
        pool.mode, {name for name in ("sms",) if pool.sms} | _others(pool), _recovery(pool), False, "normal"
    )
    for user in them:
        if sign_in_as(pool, user, Switches()) == "locked_out":
            assert decide(settings, user_facts(users.listed(user))).outcome in ("locked_out", "unknown")


def _others(pool: Pool) -> set[str]:
    blocks = {"app": "SoftwareTokenMfaConfiguration", "email": "EmailMfaConfiguration"}
    return {name for name, block in blocks.items() if block in pool.mfa}


def _recovery(pool: Pool) -> dict[str, Any]:
    return {name: value for name, value in pool.settings.items() if name == "AccountRecoverySetting"}
