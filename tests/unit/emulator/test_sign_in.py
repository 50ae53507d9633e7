# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user meets at sign-in in the emulator, rule by rule, and its users that are made up as they are asked for."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.emulator import behaviour
from tests.emulator import sign_in
from tests.emulator import users
from tests.emulator.behaviour import Pool
from tests.emulator.behaviour import Rejected
from tests.emulator.behaviour import Switches
from tests.emulator.sign_in import Answer
from tests.emulator.users import EMAIL
from tests.emulator.users import Population
from tests.emulator.users import SMS
from tests.emulator.users import TOTP
from tests.emulator.users import User

BY_EMAIL, BY_PHONE, BY_ADMIN = "verified_email", "verified_phone_number", "admin_only"
MAIL = {"email": "a@example.com"}
PHONE = {"phone_number": "+15550100"}
BOTH = {**MAIL, **PHONE}
EVERY = (SMS, TOTP, EMAIL)
LOCKED_OUT = "locked out"


def pool(mode: str = "ON", factors: tuple[str, ...] = EVERY, recovery: str = BY_ADMIN, state: str = "normal") -> Pool:
    settings: dict[str, Any] = {"MfaConfiguration": mode}
    if recovery:
        settings["AccountRecoverySetting"] = {"RecoveryMechanisms": [{"Name": recovery, "Priority": 1}]}
    mfa: dict[str, Any] = {}
    if TOTP in factors:
        mfa[behaviour.TOTP] = {"Enabled": True}
    if EMAIL in factors:
        mfa[behaviour.EMAIL] = {}
    return Pool("us-east-1", "123456789012", settings, mfa, sms=SMS in factors, state=state)


def user(**facts: Any) -> User:
    return User("somebody", **facts)


def met(where: Pool, who: User, **switches: str) -> Answer:
    return sign_in.answer(where, who, Switches().with_(**switches))


def outcome(where: Pool, who: User, **switches: str) -> tuple[str, ...] | str:
    """The challenge and its choices, or that there is no way."""
    try:
        answer = met(where, who, **switches)
    except Rejected as error:
        assert error.code == "InvalidParameterException"
        return LOCKED_OUT
    return (answer.challenge, *answer.choices)


class TestOptional:
    @pytest.mark.parametrize(
        ("who", "challenge"),
        [
            (user(attributes=BOTH), ""),
            (user(), ""),
            (user(authenticator=True), TOTP),
            (user(attributes=MAIL, settings=(EMAIL,), preferred=EMAIL), EMAIL),
            (user(attributes=PHONE, settings=(SMS,), preferred=SMS, authenticator=True), SMS),
            (user(attributes=PHONE, settings=(SMS,)), ""),
        ],
    )
    def test_d2(self, who: User, challenge: str) -> None:
        assert met(pool("OPTIONAL"), who) == Answer("D2", challenge)

    def test_d2_an_authenticator_that_the_pool_does_not_ask_for(self) -> None:
        assert met(pool("OPTIONAL", (SMS,)), user(authenticator=True)) == Answer("D2")

    @pytest.mark.parametrize("who", [user(), user(authenticator=True), user(attributes=MAIL, preferred=EMAIL)])
    def test_d1(self, who: User) -> None:
        assert met(pool("OFF"), who) == Answer("D1")


class TestOn:
    @pytest.mark.parametrize("factor", EVERY)
    def test_d3(self, factor: str) -> None:
        who = user(attributes=BOTH, authenticator=True, settings=EVERY, preferred=factor)
        assert met(pool(), who) == Answer("D3", factor)

    @pytest.mark.parametrize(
        ("where", "attributes", "expected"),
        [
            (pool(), {}, (TOTP,)),
            (pool(), MAIL, ("SELECT_MFA_TYPE", TOTP, EMAIL)),
            (pool(), BOTH, ("SELECT_MFA_TYPE", TOTP, SMS, EMAIL)),
            (pool(recovery=BY_EMAIL), BOTH, ("SELECT_MFA_TYPE", TOTP, SMS)),
            (pool(recovery=BY_EMAIL), MAIL, (TOTP,)),
            (pool(factors=(TOTP,)), BOTH, (TOTP,)),
        ],
    )
    def test_d4(self, where: Pool, attributes: dict[str, str], expected: tuple[str, ...]) -> None:
        assert outcome(where, user(attributes=attributes, authenticator=True)) == expected

    @pytest.mark.parametrize("authenticator", [False, True])
    @pytest.mark.parametrize(
        ("factors", "recovery", "attributes", "expected"),
        [
            ((SMS, EMAIL), BY_EMAIL, MAIL, LOCKED_OUT),
            ((SMS, EMAIL), BY_PHONE, PHONE, LOCKED_OUT),
            ((EMAIL,), BY_PHONE, MAIL, (EMAIL,)),
            ((SMS,), BY_ADMIN, PHONE, (SMS,)),
            ((SMS,), BY_PHONE, MAIL, LOCKED_OUT),
            ((EMAIL,), BY_ADMIN, PHONE, LOCKED_OUT),
        ],
    )
    def test_d5_without_totp(
        self, factors: Any, recovery: str, attributes: Any, expected: Any, authenticator: bool
    ) -> None:
        """An authenticator is of no use in such a pool."""
        who = user(attributes=attributes, authenticator=authenticator)
        assert outcome(pool(factors=factors, recovery=recovery), who) == expected

    @pytest.mark.parametrize(
        ("factors", "recovery", "attributes", "expected"),
        [
            ((TOTP,), BY_EMAIL, MAIL, LOCKED_OUT),
            ((TOTP, EMAIL), BY_EMAIL, MAIL, LOCKED_OUT),
            ((TOTP,), BY_EMAIL, PHONE, ("MFA_SETUP", TOTP)),
            ((TOTP, SMS), BY_EMAIL, PHONE, (SMS,)),
            ((TOTP, SMS), BY_ADMIN, MAIL, ("MFA_SETUP", TOTP)),
        ],
    )
    def test_d5_with_totp(self, factors: Any, recovery: str, attributes: Any, expected: Any) -> None:
        assert outcome(pool(factors=factors, recovery=recovery), user(attributes=attributes)) == expected

    @pytest.mark.parametrize(
        ("factors", "recovery", "expected"),
        [
            (EVERY, BY_ADMIN, ("SELECT_MFA_TYPE", SMS, EMAIL)),
            ((TOTP, EMAIL), BY_ADMIN, (EMAIL,)),
            (EVERY, BY_EMAIL, (SMS,)),
            (EVERY, BY_PHONE, (EMAIL,)),
            ((TOTP, EMAIL), BY_EMAIL, ("MFA_SETUP", TOTP)),
            ((TOTP,), BY_EMAIL, ("MFA_SETUP", TOTP)),
            ((EMAIL,), BY_EMAIL, LOCKED_OUT),
        ],
    )
    def test_d6(self, factors: Any, recovery: str, expected: Any) -> None:
        assert outcome(pool(factors=factors, recovery=recovery), user(attributes=BOTH)) == expected

    @pytest.mark.parametrize(
        ("factors", "recovery", "expected"),
        [
            (EVERY, BY_ADMIN, ("MFA_SETUP", *EVERY)),
            (EVERY, BY_EMAIL, ("MFA_SETUP", SMS, TOTP)),
            (EVERY, BY_PHONE, ("MFA_SETUP", TOTP, EMAIL)),
            ((EMAIL,), BY_EMAIL, LOCKED_OUT),
            ((SMS,), BY_EMAIL, ("MFA_SETUP", SMS)),
        ],
    )
    def test_d7(self, factors: Any, recovery: str, expected: Any) -> None:
        assert outcome(pool(factors=factors, recovery=recovery), user()) == expected

    @pytest.mark.parametrize("empty", [{"email": ""}, {"sub": "1"}])
    def test_d7_an_empty_attribute_is_none(self, empty: dict[str, str]) -> None:
        assert met(pool(), user(attributes=empty)).rule == "D7"

    def test_d10(self) -> None:
        assert outcome(pool(), user(attributes=MAIL, is_new=True)) == (EMAIL,)
        assert met(pool(), user(attributes=MAIL, is_new=True), D10="signed in") == Answer("D10")
        assert outcome(pool(), user(attributes=MAIL), D10="signed in") == (EMAIL,)

    def test_d14_a_passkey_is_no_second_factor_after_a_password(self) -> None:
        assert met(pool(), user(attributes=MAIL, passkeys=True)) == met(pool(), user(attributes=MAIL))

    @pytest.mark.parametrize(("answer", "expected"), [("phone", LOCKED_OUT), ("none", (SMS,))])
    def test_x5(self, answer: str, expected: Any) -> None:
        assert outcome(pool(recovery=""), user(attributes=PHONE), X5=answer) == expected

    def test_a_preference_that_cannot_be_asked_for_is_none(self) -> None:
        assert outcome(pool(factors=(TOTP, EMAIL)), user(attributes=BOTH, settings=(SMS,), preferred=SMS)) == (EMAIL,)
        assert outcome(pool(), user(attributes=MAIL, settings=(SMS,), preferred=SMS)) == (EMAIL,)


class TestOthers:
    @pytest.mark.parametrize("mode", ["OFF", "OPTIONAL", "ON"])
    def test_d9(self, mode: str) -> None:
        assert met(pool(mode), user(status=users.FEDERATED)) == Answer("D9")

    @pytest.mark.parametrize("mode", ["OFF", "OPTIONAL", "ON"])
    @pytest.mark.parametrize(
        ("who", "code"),
        [
            (user(enabled=False), "NotAuthorizedException"),
            (user(enabled=False, status=users.FEDERATED), "NotAuthorizedException"),
            (user(status="UNCONFIRMED"), "UserNotConfirmedException"),
            (user(status="RESET_REQUIRED"), "PasswordResetRequiredException"),
        ],
    )
    def test_d15_errors(self, mode: str, who: User, code: str) -> None:
        with pytest.raises(Rejected) as caught:
            met(pool(mode), who)
        assert caught.value.code == code

    def test_d15_a_password_to_change(self) -> None:
        assert met(pool(), user(status="FORCE_CHANGE_PASSWORD")) == Answer("D15", "NEW_PASSWORD_REQUIRED")

    @pytest.mark.parametrize("who", [user(), user(authenticator=True)])
    def test_d16(self, who: User) -> None:
        with pytest.raises(Rejected) as caught:
            met(pool(state="recovering"), who)
        assert caught.value.code == "OperationNotEnabledException"
        assert met(pool(state="recovering"), user(attributes=MAIL)).challenge == EMAIL


def test_every_user_meets_something() -> None:
    """The function is total, and every rule has users of the default population."""
    population = Population(2000, "total")
    rules: Counter[str] = Counter()
    for mode in ("OFF", "OPTIONAL", "ON"):
        for factors in ((TOTP,), (SMS, EMAIL), EVERY):
            for recovery in (BY_EMAIL, BY_PHONE, BY_ADMIN, ""):
                where = pool(mode, factors, recovery)
                for number in range(0, 2000, 7):
                    try:
                        rules[met(where, population.user(number)).rule] += 1
                    except Rejected as error:
                        rules[error.code] += 1
    assert set(rules) == {
        *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D9", "D15"),
        *("InvalidParameterException", "NotAuthorizedException", "UserNotConfirmedException"),
        "PasswordResetRequiredException",
    }


class TestPopulation:
    def test_it_is_the_same_whenever_it_is_asked(self) -> None:
        assert [Population(9, "a").user(number) for number in range(9)] == [
            Population(1_000_000, "a").user(number) for number in range(9)
        ]
        assert Population(9, "a").user(0) != Population(9, "b").user(0)

    def test_names_lead_to_their_users(self) -> None:
        population = Population(100)
        assert all(population.find(population.username(number)) == population.user(number) for number in range(100))
        for wrong in ("", "user-", "user-00000100", "user-1", "user-²", "nobody", "-1"):
            assert population.find(wrong) is None

    def test_it_has_users_of_every_kind(self) -> None:
        population = Population(5000)
        made = [population.user(number) for number in range(5000)]
        assert len({each.attributes["sub"] for each in made}) == 5000
        kinds = {("email" in each.attributes, "phone_number" in each.attributes, each.authenticator) for each in made}
        assert len(kinds) == 8
        assert {each.status for each in made} == {
            "CONFIRMED",
            "FORCE_CHANGE_PASSWORD",
            "UNCONFIRMED",
            "RESET_REQUIRED",
            users.FEDERATED,
        }
        assert {each.preferred for each in made} == {"", *EVERY}
        assert {each.enabled for each in made} == {each.passkeys for each in made} == {True, False}
        assert any(each.authenticator and TOTP not in each.settings for each in made)  # L4
        assert all(each.preferred in ("", *each.settings) for each in made)


def test_what_is_shown_of_a_user() -> None:
    """L1 to L5."""
    who = replace(user(attributes={"sub": "1", **MAIL}, authenticator=True, passkeys=True), settings=(EMAIL,))
    assert "UserMFASettingList" not in users.listed(who)
    assert users.described(who)["UserMFASettingList"] == [EMAIL]
    assert "PreferredMfaSetting" not in users.described(who)
    assert "UserMFASettingList" not in users.described(user())
    shown = users.auth_factors(pool(), who, Switches())
    assert shown["ConfiguredUserAuthFactors"] == ["PASSWORD", "WEB_AUTHN"]
    shown = users.auth_factors(pool(), who, Switches().with_(L5="shown"))
    assert shown["ConfiguredUserAuthFactors"] == ["PASSWORD", "WEB_AUTHN", "SOFTWARE_TOKEN"]
    first = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]}}
    policy = replace(pool(), settings={"Policies": first})
    assert users.auth_factors(policy, who, Switches())["ConfiguredUserAuthFactors"] == [
        "PASSWORD",
        "EMAIL_OTP",
        "WEB_AUTHN",
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(at: int, expected: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert users.code(secret, at) == expected
    assert users.is_code(secret, expected, at + users.STEP)
    assert not users.is_code(secret, expected, at + 3 * users.STEP)
