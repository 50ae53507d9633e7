# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cognito says, into facts that tell nobody's address."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import facts
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import UserFacts

SUB = "11111111-2222-3333-4444-555555555555"


def listed(username: str = "ann", status: str = "CONFIRMED", enabled: bool = True, **attributes: str) -> dict[str, Any]:
    named = [{"Name": name, "Value": value} for name, value in attributes.items()]
    return {"Username": username, "UserStatus": status, "Enabled": enabled, "Attributes": named}


@pytest.mark.parametrize(
    "user, expected",
    [
        (listed(), UserFacts(False, False)),
        ({}, UserFacts(False, False, status="OTHER")),
        (listed(email="a@example.com"), UserFacts(True, False)),
        (listed(email="", phone_number="+15550100"), UserFacts(False, True)),
        (listed(email_verified="true", phone_number_verified="false"), UserFacts(False, False)),
        (listed(status="EXTERNAL_PROVIDER", enabled=False), UserFacts(False, False, "EXTERNAL_PROVIDER", False)),
        (listed(status="{{ 7 * 7 }}"), UserFacts(False, False, "OTHER")),
        ({**listed(), "Attributes": [{"Name": "email"}, {"Value": "x"}]}, UserFacts(False, False)),
        ({**listed(), "Attributes": None}, UserFacts(False, False)),
    ],
)
def test_users(user: Any, expected: UserFacts) -> None:
    assert facts.user_facts(user) == expected


@pytest.mark.parametrize(
    "answer, authenticator, preferred, passkey",
    [
        ({}, "unknown", None, None),
        ({"UserMFASettingList": ["SMS_MFA"], "PreferredMfaSetting": ""}, "unknown", None, None),
        ({"UserMFASettingList": ["SOFTWARE_TOKEN_MFA"]}, "known", None, None),
        ({"PreferredMfaSetting": "SOFTWARE_TOKEN_MFA"}, "known", "SOFTWARE_TOKEN_MFA", None),
        ({"PreferredMfaSetting": "EMAIL_OTP", "ConfiguredUserAuthFactors": []}, "unknown", "EMAIL_OTP", False),
        ({"ConfiguredUserAuthFactors": ["PASSWORD", "SOFTWARE_TOKEN"]}, "known", None, False),
        ({"ConfiguredUserAuthFactors": ["WEB_AUTHN"]}, "unknown", None, True),
        ({"PreferredMfaSetting": "CARRIER_PIGEON"}, "unknown", "OTHER", None),
    ],
)
def test_factors(answer: Any, authenticator: str, preferred: str | None, passkey: bool | None) -> None:
    found = facts.with_factors(UserFacts(True, False), answer)
    assert (found.authenticator, found.preferred, found.passkey) == (authenticator, preferred, passkey)
    assert found.email and not found.phone_number


@pytest.mark.parametrize(
    "username, by, expected",
    [
        ("ann", "sub", SUB),
        ("ann", "username", "ann"),
        (SUB, "username", SUB),
        ("ann@example.com", "username", SUB),
        ("google_ann@example.com", "username", SUB),
        ("+15550100123", "username", SUB),
        ("user 0151-234 56 78", "username", SUB),
        ("", "username", SUB),
        ("a\u202eb", "username", "a\\u202eb"),
        ("x" * 300, "username", "x" * 128),
    ],
)
def test_a_user_is_named_without_an_address(username: str, by: str, expected: str) -> None:
    assert facts.identity(listed(username, sub=SUB, email="ann@example.com"), by) == expected


def test_who_has_no_harmless_name_is_not_named() -> None:
    assert facts.identity(listed("ann@example.com"), "username") == facts.NO_NAME
    assert facts.identity(listed("ann", sub="ann@example.com"), "sub") == facts.NO_NAME
    assert facts.identity({}, "sub") == facts.NO_NAME


def test_errors_lose_addresses_and_numbers() -> None:
    text = "User: arn:aws:iam::123456789012:user/x may not see Ann <ann@example.com>, +1 555 010 0123"
    expected = "User: arn:aws:iam::123456789012:user/x may not see Ann <(address)>, (number)"
    assert facts.without_personal_data(text) == expected


def test_pool_settings() -> None:
    config = {
        "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "WebAuthnConfiguration": {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"},
    }
    mechanisms = [{"Name": "verified_email", "Priority": 2}, {"Name": "verified_phone_number", "Priority": 1}]
    description = {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}, "UserPoolTier": "PLUS"}
    found = facts.pool_settings(config, description)
    assert found == (
        "ON",
        frozenset({"SOFTWARE_TOKEN_MFA"}),
        ("verified_phone_number", "verified_email"),
        "PLUS",
        True,
        False,
    )


@pytest.mark.parametrize("description", [{}, {"AccountRecoverySetting": {}}, {"AccountRecoverySetting": None}])
def test_a_pool_that_says_nothing_of_recovery(description: Any) -> None:
    found = facts.pool_settings(
        {"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": {"Enabled": True}}, description
    )
    assert found == ("OFF", frozenset(), None, None, False, False)
