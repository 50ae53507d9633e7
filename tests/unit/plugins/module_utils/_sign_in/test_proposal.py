# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proposal over a live pool, and what Cognito would refuse of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.proposal import make_proposal
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.proposal import Proposal

SMS, TOTP, EMAIL = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"
OFF: dict[str, Any] = {"MfaConfiguration": "OFF"}
APP = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
SENDER = {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x"}}
SES = {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}


def recovery(*names: str) -> dict[str, Any]:
    """In the names of the options."""
    return {"recovery_mechanisms": [{"name": name, "priority": rank} for rank, name in enumerate(names, 1)]}


def stored(*names: str) -> dict[str, Any]:
    """In the names of the API."""
    mechanisms = [{"Name": name, "Priority": rank} for rank, name in enumerate(names, 1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}}


def asked(config: Any, description: Any = None, **proposed: Any) -> Proposal:
    return make_proposal(config, {**SES, **stored("admin_only"), **(description or {})}, proposed)


def test_what_is_not_named_is_live() -> None:
    live, proposed, warnings = asked(APP, stored("verified_email", "verified_phone_number"))
    assert live == proposed and not warnings
    assert (live.mode, live.factors, live.recovery) == ("OPTIONAL", {TOTP}, ("verified_email", "verified_phone_number"))


def test_each_part_is_laid_over_the_live_pool() -> None:
    assert asked(APP, mfa_configuration="on").proposed.mode == "ON"
    assert asked(APP, mfa_configuration="on").proposed.factors == {TOTP}
    assert asked(APP, SENDER, factors=[SMS]).proposed.factors == {SMS}
    assert asked(APP, factors=[TOTP, EMAIL]).proposed.factors == {TOTP, EMAIL}
    found = asked(APP, account_recovery_setting=recovery("verified_email"))
    assert (found.live.recovery, found.proposed.recovery) == (("admin_only",), ("verified_email",))
    assert asked(APP, mfa_configuration="OFF").proposed.factors == frozenset()


@pytest.mark.parametrize(
    ("config", "description", "proposed", "option", "rule"),
    [
        (OFF, {}, {"mfa_configuration": "ON"}, "proposed.mfa_configuration is 'ON'", "E2"),
        (APP, {}, {"factors": []}, "proposed.mfa_configuration", "E2"),
        (OFF, {}, {"mfa_configuration": "OFF", "factors": [TOTP]}, "proposed.mfa_configuration is 'OFF'", "E1"),
        (OFF, {}, {"factors": [EMAIL]}, "proposed.mfa_configuration", "E1"),
        (OFF, {}, {"mfa_configuration": "ON", "factors": [SMS]}, "proposed.factors is ['SMS_MFA']", "E8"),
        (
            APP,
            {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}},
            {"mfa_configuration": "ON"},
            "proposed.mfa_configuration is 'ON'",
            "E3",
        ),
        (APP, {"EmailConfiguration": {}}, {"factors": [EMAIL]}, "proposed.factors is ['EMAIL_OTP']", "E5"),
        (APP, {"UserPoolTier": "LITE"}, {"factors": [EMAIL]}, "proposed.factors is ['EMAIL_OTP']", "E7"),
        (
            APP,
            {},
            {"account_recovery_setting": recovery("admin_only", "verified_email")},
            "proposed.account_recovery_setting.recovery_mechanisms is ['admin_only', 'verified_email']",
            "F8",
        ),
        (
            APP,
            {},
            {"account_recovery_setting": {"recovery_mechanisms": []}},
            "proposed.account_recovery_setting",
            "P25",
        ),
        (
            APP,
            {},
            {"account_recovery_setting": recovery("verified_email", "verified_email")},
            "proposed.account_recovery_setting",
            "P25",
        ),
        (
            APP,
            {},
            {"account_recovery_setting": {"recovery_mechanisms": [{"name": "verified_email", "priority": 2}]}},
            "proposed.account_recovery_setting",
            "P25",
        ),
    ],
)
def test_what_cognito_would_refuse_is_refused_with_its_rule(
    config: Any, description: Any, proposed: Any, option: str, rule: str
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(config, description, **proposed)
    assert str(refused.value).startswith(option) and str(refused.value).endswith(f"({rule}).")


PASSKEY_FIRST = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}
NOT_OF_A_PROPOSAL = re.compile(
    r"sns_caller_arn|these blocks|in the same task|Name (sms|software_token|email)_mfa_configuration"
)


@pytest.mark.parametrize(
    ("config", "description", "proposed", "hint"),
    [
        (
            OFF,
            {},
            {"mfa_configuration": "ON"},
            "Name SMS_MFA, SOFTWARE_TOKEN_MFA or EMAIL_OTP in proposed.factors (E2).",
        ),
        (
            OFF,
            {},
            {"mfa_configuration": "ON", "factors": [SMS]},
            "Leave SMS_MFA out of proposed.factors, or first set ",
        ),
        (APP, {}, {"factors": [SMS, TOTP]}, "Leave SMS_MFA out of proposed.factors, or first set "),
        (APP, {"UserPoolTier": "LITE"}, {"factors": [EMAIL]}, "or leave EMAIL_OTP out of proposed.factors (E7)."),
        (APP, PASSKEY_FIRST, {"mfa_configuration": "ON"}, 'Use "OPTIONAL", or first set factor_configuration to '),
    ],
)
def test_what_is_proposed_can_follow_the_hint(config: Any, description: Any, proposed: Any, hint: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked(config, description, **proposed)
    assert hint in str(refused.value) and not NOT_OF_A_PROPOSAL.search(str(refused.value))


@pytest.mark.parametrize("first", [["EMAIL_OTP"], ["PASSWORD", "SMS_OTP"]])
def test_a_row_about_the_mode_says_nothing_of_factors(first: list[str]) -> None:
    description = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": first}}}
    with pytest.raises(Refusal) as refused:
        asked(APP, description, mfa_configuration="ON")
    assert "proposed.factors" not in str(refused.value)
    assert "policies.sign_in_policy.allowed_first_auth_factors: [PASSWORD]" in str(refused.value)


def test_a_reported_refusal_is_a_warning() -> None:
    found = asked(APP, factors=[EMAIL], account_recovery_setting=recovery("verified_email"))
    assert found.proposed.factors == {EMAIL} and "(E6)" in found.warnings[0]
    found = asked(APP, SENDER, factors=[SMS], account_recovery_setting=recovery("verified_phone_number"))
    assert "(E20)" in found.warnings[0]


def test_a_second_mechanism_that_is_proposed_makes_the_email_factor_possible() -> None:
    both = recovery("verified_phone_number", "verified_email")
    found = asked(APP, stored("verified_email"), factors=[EMAIL], account_recovery_setting=both)
    assert found.warnings == [] and found.proposed.recovery == ("verified_phone_number", "verified_email")


def test_what_is_live_is_refused_by_nothing() -> None:
    """A pool that Cognito has in a state that its rules refuse can be asked about as it is."""
    assert asked({"MfaConfiguration": "ON"}).proposed.mode == "ON"
