# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user meets at sign-in: every rule, and every combination."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import decision
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import decide
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import PoolSettings
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import UserFacts

SMS, TOTP, EMAIL = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"
BY_EMAIL, BY_PHONE, BY_ADMIN = ("verified_email",), ("verified_phone_number",), ("admin_only",)
NOBODY, MAIL, PHONE, BOTH = (
    UserFacts(False, False),
    UserFacts(True, False),
    UserFacts(False, True),
    UserFacts(True, True),
)


def pool(mode: str, factors: Any, recovery: Any = BY_ADMIN, **more: Any) -> PoolSettings:
    return PoolSettings(mode, frozenset(factors), recovery, **more)


def app(user: UserFacts) -> UserFacts:
    """The user with a registered authenticator."""
    return user._replace(authenticator="known")


def unlisted(user: UserFacts) -> UserFacts:
    """The user whose factors were read, and who lists no authenticator."""
    return user._replace(authenticator="unknown")


def prefers(user: UserFacts, factor: str) -> UserFacts:
    return user._replace(preferred=factor)


def having(user: UserFacts, **facts: Any) -> UserFacts:
    return user._replace(**facts)


CASES = [
    # D1: OFF
    (pool("OFF", []), NOBODY, "signed_in", "D1", ()),
    (pool("OFF", [], BY_EMAIL), app(MAIL), "signed_in", "D1", ()),
    (pool("OFF", [], None), prefers(MAIL, EMAIL), "signed_in", "D1", ()),
    # D2: OPTIONAL
    (pool("OPTIONAL", [TOTP]), MAIL, "signed_in", "D2", ()),
    (pool("OPTIONAL", [TOTP]), app(MAIL), "challenged", "D2", (TOTP,)),
    (pool("OPTIONAL", [SMS]), app(MAIL), "signed_in", "D2", ()),
    (pool("OPTIONAL", [SMS, TOTP]), prefers(app(PHONE), SMS), "challenged", "D2", (SMS,)),
    (pool("OPTIONAL", [EMAIL], BY_EMAIL), prefers(MAIL, EMAIL), "challenged", "D2", (EMAIL,)),
    (pool("OPTIONAL", [TOTP]), prefers(PHONE, SMS), "signed_in", "D2", ()),
    # D3: ON, preferred
    (pool("ON", [SMS, TOTP]), prefers(app(PHONE), TOTP), "challenged", "D3", (TOTP,)),
    (pool("ON", [SMS], BY_PHONE), prefers(PHONE, SMS), "challenged", "D3", (SMS,)),
    (pool("ON", [EMAIL], BY_EMAIL), prefers(unlisted(MAIL), EMAIL), "challenged", "D3", (EMAIL,)),
    # D4: ON, authenticator
    (pool("ON", [TOTP], BY_EMAIL), app(BOTH), "challenged", "D4", (TOTP,)),
    (pool("ON", [TOTP, EMAIL], BY_EMAIL), app(MAIL), "challenged", "D4", (TOTP,)),
    (pool("ON", [TOTP, EMAIL], BY_PHONE), app(MAIL), "selects", "D4", (TOTP, EMAIL)),
    (pool("ON", [TOTP, EMAIL, SMS], BY_EMAIL), app(BOTH), "selects", "D4", (TOTP, SMS)),
    (pool("ON", [TOTP, EMAIL, SMS]), app(BOTH), "selects", "D4", (TOTP, EMAIL, SMS)),
    (pool("ON", [TOTP, SMS]), app(MAIL), "challenged", "D4", (TOTP,)),
    (pool("ON", [TOTP]), app(NOBODY), "challenged", "D4", (TOTP,)),
    (pool("ON", [TOTP, EMAIL], BY_PHONE), prefers(app(MAIL), SMS), "selects", "D4", (TOTP, EMAIL)),
    # D5: ON, one address
    (pool("ON", [TOTP, EMAIL], BY_EMAIL), MAIL, "locked_out", "D5", ()),
    (pool("ON", [TOTP], BY_EMAIL), MAIL, "locked_out", "D5", ()),
    (pool("ON", [SMS], BY_PHONE), PHONE, "locked_out", "D5", ()),
    (pool("ON", [SMS], ("verified_phone_number", "verified_email")), app(PHONE), "locked_out", "D5", ()),
    (pool("ON", [EMAIL], BY_PHONE), MAIL, "challenged", "D5", (EMAIL,)),
    (pool("ON", [SMS, TOTP], BY_EMAIL), PHONE, "challenged", "D5", (SMS,)),
    (pool("ON", [TOTP], BY_PHONE), MAIL, "set_up", "D5", (TOTP,)),
    (pool("ON", [TOTP, EMAIL], BY_EMAIL), PHONE, "set_up", "D5", (TOTP,)),
    (pool("ON", [SMS], BY_PHONE), MAIL, "locked_out", "D5", ()),
    (pool("ON", [EMAIL]), PHONE, "locked_out", "D5", ()),
    # D6: ON, both addresses
    (pool("ON", [EMAIL, SMS]), BOTH, "selects", "D6", (EMAIL, SMS)),
    (pool("ON", [EMAIL, TOTP]), BOTH, "challenged", "D6", (EMAIL,)),
    (pool("ON", [SMS]), BOTH, "challenged", "D6", (SMS,)),
    (pool("ON", [EMAIL, SMS], BY_EMAIL), BOTH, "challenged", "D6", (SMS,)),
    (pool("ON", [EMAIL, SMS], ("verified_phone_number", "verified_email")), BOTH, "challenged", "D6", (EMAIL,)),
    (pool("ON", [TOTP], BY_EMAIL), BOTH, "set_up", "D6, X1", (TOTP,)),
    (pool("ON", [TOTP]), BOTH, "set_up", "D6, X1", (TOTP,)),
    (pool("ON", [EMAIL], BY_EMAIL), BOTH, "locked_out", "D6, X1", ()),
    (pool("ON", [SMS], BY_PHONE), app(BOTH), "locked_out", "D6, X1", ()),
    # D7: ON, no address
    (pool("ON", [TOTP], BY_EMAIL), NOBODY, "set_up", "D7", (TOTP,)),
    (pool("ON", [EMAIL, SMS, TOTP], BY_EMAIL), NOBODY, "set_up", "D7", (TOTP,)),
    (pool("ON", [EMAIL, SMS]), NOBODY, "set_up", "D7", (EMAIL,)),
    (pool("ON", [EMAIL, TOTP], BY_PHONE), NOBODY, "set_up", "D7", (TOTP, EMAIL)),
    (pool("ON", [SMS], BY_EMAIL), NOBODY, "locked_out", "D7", ()),
    (pool("ON", [EMAIL, SMS], BY_EMAIL), NOBODY, "locked_out", "D7", ()),
    (pool("ON", [EMAIL], BY_EMAIL), NOBODY, "locked_out", "D7, X1", ()),
    # D9: federated, whatever the mode
    (pool("ON", [TOTP], BY_EMAIL), having(MAIL, status="EXTERNAL_PROVIDER"), "not_asked", "D9", ()),
    (pool("OFF", []), having(NOBODY, status="EXTERNAL_PROVIDER"), "not_asked", "D9", ()),
    # D14: passkeys
    (pool("ON", [TOTP], passkeys_satisfy_mfa=True), having(MAIL, passkey=True), "unknown", "X3, D14", ()),
    (pool("ON", [TOTP], passkeys_satisfy_mfa=True), prefers(having(app(MAIL), passkey=True), TOTP), "challenged", "D3", (TOTP,)),
    (pool("ON", [TOTP]), having(MAIL, passkey=True), "set_up", "D5", (TOTP,)),
    (pool("OPTIONAL", [TOTP], passkeys_satisfy_mfa=True), having(MAIL, passkey=True), "signed_in", "D2", ()),
    (pool("ON", [TOTP], passkeys_satisfy_mfa=True), having(app(MAIL), passkey=None), "unknown", "X3", ()),
    (pool("ON", [TOTP]), having(app(MAIL), passkey=None), "challenged", "D4", (TOTP,)),
    # D15: disabled, or another step first
    (pool("ON", [TOTP], BY_EMAIL), having(MAIL, enabled=False), "cannot_sign_in_anyway", "D15", ()),
    (pool("OFF", []), having(MAIL, enabled=False, status="EXTERNAL_PROVIDER"), "cannot_sign_in_anyway", "D15", ()),
    (pool("ON", [TOTP], BY_EMAIL), having(MAIL, status="UNCONFIRMED"), "locked_out", "D15, D5", ()),
    (pool("ON", [EMAIL]), having(MAIL, status="FORCE_CHANGE_PASSWORD"), "challenged", "D15, D5", (EMAIL,)),
    (pool("OPTIONAL", [EMAIL]), having(MAIL, status="RESET_REQUIRED"), "signed_in", "D15, D2", ()),
    (pool("ON", [EMAIL]), having(MAIL, status="OTHER"), "unknown", "D15", ()),
    (pool("OFF", []), having(MAIL, status="COMPROMISED"), "unknown", "D15", ()),
    # D16: during a point-in-time recovery
    (pool("ON", [TOTP], restoring=True), MAIL, "locked_out", "D16, D5", ()),
    (pool("ON", [TOTP], restoring=True), app(MAIL), "locked_out", "D16, D4", ()),
    (pool("OPTIONAL", [TOTP], restoring=True), app(MAIL), "locked_out", "D16, D2", ()),
    (pool("ON", [EMAIL], restoring=True), MAIL, "challenged", "D5", (EMAIL,)),
    (pool("ON", [EMAIL], restoring=True), NOBODY, "locked_out", "D16, D7", ()),
    # X2: an authenticator may be hidden
    (pool("ON", [TOTP], BY_EMAIL), unlisted(MAIL), "unknown", "X2", ()),
    (pool("ON", [TOTP]), unlisted(NOBODY), "unknown", "X2", ()),
    (pool("OPTIONAL", [TOTP]), unlisted(NOBODY), "unknown", "X2", ()),
    (pool("ON", [EMAIL]), unlisted(MAIL), "challenged", "D5", (EMAIL,)),
    (pool("ON", [SMS], BY_PHONE), unlisted(PHONE), "locked_out", "D5", ()),
    (pool("OFF", []), unlisted(PHONE), "signed_in", "D1", ()),
    (pool("ON", [TOTP]), having(unlisted(MAIL), status="UNCONFIRMED"), "unknown", "D15, X2", ()),
    # X3: a preference of which nothing is documented
    (pool("ON", [TOTP]), prefers(MAIL, "OTHER"), "unknown", "X3", ()),
    (pool("OFF", []), prefers(MAIL, "OTHER"), "signed_in", "D1", ()),
    # X5: a pool without AccountRecoverySetting
    (pool("ON", [TOTP], None), MAIL, "unknown", "X5", ()),
    (pool("ON", [TOTP], None), PHONE, "unknown", "X5", ()),
    (pool("ON", [TOTP], None), NOBODY, "set_up", "D7", (TOTP,)),
    (pool("ON", [TOTP], None), BOTH, "set_up", "D6, X1", (TOTP,)),
    (pool("ON", [SMS, EMAIL], None), BOTH, "unknown", "X5", ()),
    (pool("OPTIONAL", [TOTP], None), MAIL, "signed_in", "D2", ()),
    (pool("ON", [TOTP], None), unlisted(MAIL), "unknown", "X5, X2", ()),
    # L3: factors that could not be read
    (pool("ON", [TOTP], BY_EMAIL), having(MAIL, unread=True), "unknown", "L3", ()),
    (pool("ON", [SMS], BY_PHONE), having(MAIL, unread=True), "locked_out", "D5", ()),
    (pool("ON", [SMS], BY_PHONE), having(MAIL, unread=True, enabled=False), "cannot_sign_in_anyway", "D15", ()),
    (pool("OFF", []), having(MAIL, unread=True), "signed_in", "D1", ()),
    # a mode of tomorrow
    (pool("ADAPTIVE", [TOTP]), MAIL, "unknown", "D1", ()),
]  # fmt: skip


@pytest.mark.parametrize("settings, user, outcome, rule, factors", CASES)
def test_rules(settings: PoolSettings, user: UserFacts, outcome: str, rule: str, factors: tuple[str, ...]) -> None:
    found = decide(settings, user)
    assert (found.outcome, found.rule, found.factors) == (outcome, rule, factors)


def test_every_rule_of_the_decision_has_a_case() -> None:
    named = {number for case in CASES for number in case[3].split(", ")}
    decided = {f"D{number}" for number in range(1, 17)} - {"D8", "D10", "D11", "D12", "D13"}  # said in the sentences
    assert decided | {"X1", "X2", "X3", "X5", "L3"} == named


@pytest.mark.parametrize(
    "settings, user, number, part",
    [
        (pool("ON", [TOTP]), NOBODY, "D8", "handle MFA_SETUP"),
        (pool("ON", [EMAIL, SMS]), BOTH, "D8", "handle SELECT_MFA_TYPE"),
        (pool("ON", [EMAIL]), having(MAIL, status="FORCE_CHANGE_PASSWORD"), "D10", "may pass"),
        (pool("ON", [EMAIL]), MAIL, "D11", "unverified"),
        (pool("ON", [SMS]), PHONE, "D12", "reset the password"),
        (pool("OPTIONAL", [EMAIL]), prefers(MAIL, EMAIL), "D13", "Coming from OFF"),
        (pool("OPTIONAL", [TOTP], tier="PLUS"), MAIL, "R55", "adaptive"),
    ],
)
def test_what_the_sentences_say(settings: PoolSettings, user: UserFacts, number: str, part: str) -> None:
    found = decide(settings, user)
    text = f"{found.problem} {found.hint}"
    assert f"({number}" in text and part in text


def every_pool() -> list[PoolSettings]:
    factors = [
        {name for name, there in zip((SMS, TOTP, EMAIL), mask, strict=True) if there}
        for mask in product((0, 1), repeat=3)
    ]
    recoveries = (None, (), BY_EMAIL, BY_PHONE, BY_ADMIN, (*BY_PHONE, *BY_EMAIL), ("carrier_pigeon",))
    return [
        pool(mode, enabled, recovery, passkeys_satisfy_mfa=passkeys, restoring=restoring)
        for mode in ("OFF", "OPTIONAL", "ON", "ADAPTIVE")
        for enabled in factors
        for recovery in recoveries
        for passkeys in (False, True)
        for restoring in (False, True)
    ]  # fmt: skip


def every_user() -> list[UserFacts]:
    return [
        UserFacts(email, phone, status, True, authenticator, preferred, passkey)
        for email, phone in product((False, True), repeat=2)
        for status in ("CONFIRMED", "UNCONFIRMED", "no such status")
        for authenticator in decision.AUTHENTICATORS
        for preferred in (None, EMAIL, TOTP, "OTHER")
        for passkey in (None, False, True)
    ]


def test_it_is_total() -> None:
    """Every combination has one outcome, with a rule, a sentence, and a hint wherever somebody has to act."""
    for settings in every_pool()[::7]:
        for user in every_user():
            found = decide(settings, user)
            assert found.outcome in decision.OUTCOMES and found.rule and found.problem.endswith(".")
            assert found.hint.endswith(".") or found.outcome in ("signed_in", "challenged")
            assert set(found.factors) <= settings.factors


def test_a_registered_authenticator_locks_nobody_out() -> None:
    """What attributes alone tell is the worst case: with a usable authenticator, nobody is locked out."""
    for settings in every_pool():
        if TOTP in settings.factors and not settings.restoring:
            for user in (NOBODY, MAIL, PHONE, BOTH):
                assert decide(settings, app(user)).outcome != "locked_out"


def test_what_is_unknown_is_one_of_what_it_may_be() -> None:
    """A decision without the authenticator's state is that of both states, or unknown."""
    for settings in every_pool():
        if settings.recovery is not None:
            for user in (NOBODY, MAIL, PHONE, BOTH):
                possible = {decide(settings, user).outcome, decide(settings, app(user)).outcome}
                found = decide(settings, unlisted(user)).outcome
                assert {found} == possible if len(possible) == 1 else found == "unknown"


def test_factors_are_worth_asking_for_where_they_decide() -> None:
    assert decision.depends_on_factors(pool("ON", [TOTP], BY_EMAIL), MAIL)
    assert decision.depends_on_factors(pool("OPTIONAL", [SMS]), PHONE)
    assert not decision.depends_on_factors(pool("OFF", []), MAIL)
    assert not decision.depends_on_factors(pool("ON", [TOTP]), having(MAIL, enabled=False))
    assert not decision.depends_on_factors(pool("ON", [TOTP]), having(MAIL, status="EXTERNAL_PROVIDER"))
    assert not decision.depends_on_factors(pool("OPTIONAL", [SMS]), MAIL)
