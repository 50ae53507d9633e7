# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: merge, removal, prediction."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import plan

ARN = "arn:aws:iam::123456789012:role/sms"
OTHER_ARN = "arn:aws:iam::123456789012:role/other"
SNS = {"SnsCallerArn": ARN, "ExternalId": "x", "SnsRegion": "us-east-1"}
EUMS = {"EumsSms": {"CallerArn": ARN, "OriginationIdentity": "pool"}}
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
SMS = {"SmsMfaConfiguration": {"SmsAuthenticationMessage": "Code {####}", "SmsConfiguration": SNS}}
EMAIL = {"EmailMfaConfiguration": {"Message": "Code {####}", "Subject": "s"}}
MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION"
PASSKEYS = {
    "WebAuthnConfiguration": {"RelyingPartyId": "a", "UserVerification": "required", "FactorConfiguration": MULTI}
}


def made(live: dict[str, Any], purge: bool = False, sms: dict[str, Any] | None = None, **options: Any) -> plan.Plan:
    return plan.make_plan(live, plan.Wanted(options, purge), sms)


def on(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"MfaConfiguration": "ON", **{name: value for block in blocks for name, value in block.items()}}


def test_nothing_named_is_nothing_changed() -> None:
    result = made(on(TOTP, SMS, EMAIL, PASSKEYS))
    assert not result.changed
    assert result.request == on(TOTP, SMS, EMAIL, PASSKEYS)


def test_one_member_changes_and_all_the_others_are_sent_again() -> None:
    result = made(on(TOTP, SMS, EMAIL, PASSKEYS), email_mfa_configuration={"subject": "new"})
    assert result.changed
    assert result.request == on(
        TOTP, SMS, {"EmailMfaConfiguration": {"Message": "Code {####}", "Subject": "new"}}, PASSKEYS
    )
    assert result.after == result.request


def test_the_mode_is_always_sent() -> None:
    """R2: an absent mode would turn MFA off."""
    assert made({}, web_authn_configuration={"relying_party_id": "a"}).request["MfaConfiguration"] == "OFF"
    assert made(on(TOTP), email_mfa_configuration={}).request["MfaConfiguration"] == "ON"


def test_off_carries_passkeys_and_no_factor() -> None:
    """R31, R32."""
    result = made(on(TOTP, SMS, EMAIL, PASSKEYS), mfa_configuration="OFF")
    assert result.request == {"MfaConfiguration": "OFF", **PASSKEYS}


def test_totp_off_is_left_out_of_the_request() -> None:
    """R4, R34: the disabled block is never sent."""
    result = made(on(TOTP, SMS), software_token_mfa_configuration={"enabled": False})
    assert result.request == on(SMS)
    assert not made(on(SMS), software_token_mfa_configuration={"enabled": False}).changed


def test_purge_removes_unnamed_factors_only() -> None:
    result = made(on(TOTP, SMS, EMAIL, PASSKEYS), purge=True, software_token_mfa_configuration={"enabled": True})
    assert result.request == on(TOTP, PASSKEYS)
    kept = made(on(TOTP, SMS, PASSKEYS), purge=True, sms_mfa_configuration={})
    assert kept.request == on(SMS, PASSKEYS)


def test_empty_text_goes_back_to_the_default() -> None:
    result = made(on(EMAIL), email_mfa_configuration={"message": ""})
    assert result.request == on({"EmailMfaConfiguration": {"Subject": "s"}})


def test_empty_block_switches_a_factor_on_with_defaults() -> None:
    assert made(on(TOTP), email_mfa_configuration={}).request == on(TOTP, {"EmailMfaConfiguration": {}})
    assert not made(on(EMAIL), email_mfa_configuration={}).changed


def test_assumed_members_are_no_change_and_are_not_invented() -> None:
    """R24, R26."""
    live = {"MfaConfiguration": "OFF", "WebAuthnConfiguration": {"RelyingPartyId": "a"}}
    named = {"user_verification": "preferred", "factor_configuration": "SINGLE_FACTOR"}
    assert not made(live, web_authn_configuration=named).changed
    fresh = made({"MfaConfiguration": "OFF"}, web_authn_configuration={"relying_party_id": "a"})
    assert fresh.request == live


def test_unknown_members_are_sent_again() -> None:
    live = on(TOTP, {"PushMfaConfiguration": {"Level": 3}}, {"WebAuthnConfiguration": {"NewThing": 1}})
    result = made(live, purge=True, software_token_mfa_configuration={"enabled": True}, mfa_configuration="OPTIONAL")
    assert result.request == {**live, "MfaConfiguration": "OPTIONAL"}


@pytest.mark.parametrize("mode", ["off", "OFF"])
def test_mode_in_either_case(mode: str) -> None:
    assert not made({"MfaConfiguration": "OFF"}, mfa_configuration=mode).changed


def test_the_live_configuration_is_not_altered() -> None:
    live = on(TOTP, {"EmailMfaConfiguration": {"Subject": "s"}})
    made(live, email_mfa_configuration={"subject": "new"}, mfa_configuration="OPTIONAL")
    assert live == on(TOTP, {"EmailMfaConfiguration": {"Subject": "s"}})


class TestSmsSender:
    """R17: SNS and EUMS exclude each other; R8: the pool keeps what the MFA configuration does not show."""

    def sender(self, live: dict[str, Any], **named: Any) -> Any:
        pool = on({"SmsMfaConfiguration": {"SmsConfiguration": live}})
        result = made(pool, sms_mfa_configuration={"sms_configuration": named})
        return result.request["SmsMfaConfiguration"]["SmsConfiguration"]

    def test_member_by_member(self) -> None:
        assert self.sender(SNS, sns_region="us-west-2") == {**SNS, "SnsRegion": "us-west-2"}
        assert self.sender(SNS, sns_caller_arn=OTHER_ARN) == {**SNS, "SnsCallerArn": OTHER_ARN}
        assert self.sender(EUMS, eums_sms={"region": "us-east-1"}) == {
            "EumsSms": {**EUMS["EumsSms"], "Region": "us-east-1"}
        }

    def test_naming_one_caller_drops_the_other(self) -> None:
        assert self.sender(SNS, eums_sms={"caller_arn": ARN}) == {"EumsSms": {"CallerArn": ARN}}
        assert self.sender(EUMS, sns_caller_arn=ARN) == {"SnsCallerArn": ARN}

    def test_a_bare_member_of_the_other_one_stays_for_the_rules_to_refuse(self) -> None:
        assert self.sender(EUMS, external_id="y") == {**EUMS, "ExternalId": "y"}
        assert self.sender(SNS, eums_sms={}) == {**SNS, "EumsSms": {}}

    def test_stored_settings_are_the_base_when_sms_comes_on(self) -> None:
        stored = {"SmsAuthenticationMessage": "Old {####}", "SmsConfiguration": SNS}
        named = {"sms_configuration": {"external_id": "new"}}
        result = made({"MfaConfiguration": "OFF"}, sms=stored, mfa_configuration="ON", sms_mfa_configuration=named)
        assert result.request == on(
            {
                "SmsMfaConfiguration": {
                    "SmsAuthenticationMessage": "Old {####}",
                    "SmsConfiguration": {**SNS, "ExternalId": "new"},
                }
            }
        )

    def test_stored_settings_are_asked_for_only_when_get_shows_none(self) -> None:
        named = plan.Wanted({"sms_mfa_configuration": {}})
        assert plan.needs_stored_sms({"MfaConfiguration": "OFF"}, named)
        assert not plan.needs_stored_sms(on(SMS), named)
        assert not plan.needs_stored_sms({"MfaConfiguration": "OFF"}, plan.Wanted({"mfa_configuration": "ON"}))

    def test_an_sms_block_in_off_is_no_factor_but_a_base(self) -> None:
        """U1: Get may return the block of a pool whose mode is OFF."""
        live = {"MfaConfiguration": "OFF", **SMS}
        assert made(live, mfa_configuration="ON", software_token_mfa_configuration={"enabled": True}).request == on(
            TOTP
        )
        assert made(live, mfa_configuration="ON", sms_mfa_configuration={}).request == on(SMS)


def test_named_factors() -> None:
    wanted = plan.Wanted(
        {
            "software_token_mfa_configuration": {"enabled": False},
            "email_mfa_configuration": {},
            "web_authn_configuration": {},
        }
    )
    assert plan.named_factors(wanted) == ["EmailMfaConfiguration"]
    assert plan.named_factors(plan.Wanted({"software_token_mfa_configuration": {"enabled": True}})) == [
        "SoftwareTokenMfaConfiguration"
    ]


class TestUnheeded:
    """R45 to R50: what the service keeps although it was asked to drop it."""

    def test_nothing(self) -> None:
        result = made(on(TOTP, SMS), purge=True, software_token_mfa_configuration={"enabled": True})
        assert plan.not_applied(result, on(TOTP)) == []

    def test_a_kept_factor(self) -> None:
        result = made(on(TOTP, SMS), purge=True, software_token_mfa_configuration={"enabled": True})
        assert plan.not_applied(result, on(TOTP, SMS)) == ["SMS_MFA"]

    def test_a_kept_text(self) -> None:
        result = made(on(EMAIL), email_mfa_configuration={"message": ""})
        assert plan.not_applied(result, on(EMAIL)) == ["email_mfa_configuration.message"]

    def test_disabled_totp_is_no_complaint(self) -> None:
        result = made(on(TOTP, SMS), software_token_mfa_configuration={"enabled": False})
        assert plan.not_applied(result, on(SMS)) == []
        assert plan.not_applied(result, on(TOTP, SMS)) == ["SOFTWARE_TOKEN_MFA"]

    def test_what_the_service_adds_is_no_complaint(self) -> None:
        """U10: Get may fill SnsRegion in."""
        named = {"sms_configuration": {"sns_caller_arn": ARN}}
        result = made(on(TOTP), sms_mfa_configuration=named)
        answer = on(
            TOTP, {"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": ARN, "SnsRegion": "us-east-1"}}}
        )
        assert plan.not_applied(result, answer) == []


OFF = {"MfaConfiguration": "OFF"}
OPTIONAL = {"MfaConfiguration": "OPTIONAL"}
ON_TO_OPTIONAL = "MFA goes from ON to OPTIONAL: users may sign in without a second factor"
SET_UP = "Users who have no other one must set one up"


def passkeys(**members: str) -> dict[str, Any]:
    return {"WebAuthnConfiguration": {**PASSKEYS["WebAuthnConfiguration"], **members}}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (on(TOTP), OFF, ["MFA goes from ON to OFF: the first factor alone is enough to sign in"]),
        (
            {**on(TOTP, EMAIL), **OPTIONAL},
            OFF,
            ["MFA goes from OPTIONAL to OFF: the first factor alone is enough to sign in"],
        ),
        (on(TOTP), {**on(TOTP), **OPTIONAL}, [ON_TO_OPTIONAL]),
        (on(TOTP, SMS, EMAIL), on(TOTP), [f"Factors are removed: SMS_MFA, EMAIL_OTP. {SET_UP}"]),
        (on(TOTP), {**on(SMS), **OPTIONAL}, [ON_TO_OPTIONAL, f"Factors are removed: SOFTWARE_TOKEN_MFA. {SET_UP}"]),
        (
            on(TOTP, PASSKEYS),
            on(TOTP, passkeys(UserVerification="preferred")),
            ["Passkeys no longer require user verification"],
        ),
        (
            on(TOTP, PASSKEYS),
            on(TOTP, passkeys(FactorConfiguration="SINGLE_FACTOR")),
            ["Passkeys no longer satisfy MFA by themselves"],
        ),
        (
            on(TOTP, PASSKEYS),
            on(TOTP, passkeys(RelyingPartyId="b")),
            ["The relying party ID changes: registered passkeys stop working (R70)"],
        ),
        (OFF, on(TOTP, PASSKEYS), []),
        (OFF, OFF, []),
        ({**on(TOTP), **OPTIONAL}, on(TOTP, SMS), []),
        (on(TOTP), on(TOTP, PASSKEYS), []),
        (
            on(TOTP, passkeys(UserVerification="preferred", FactorConfiguration="SINGLE_FACTOR")),
            on(TOTP, PASSKEYS),
            [],
        ),
    ],
)
def test_lowered(before: dict[str, Any], after: dict[str, Any], problem: list[str]) -> None:
    assert plan.security_downgrades(before, after) == [f"This lowers security. {sentence}." for sentence in problem]
