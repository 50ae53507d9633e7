# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules table: refused before a write, predicted, recognised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import plan
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import refusal
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import rules

from tests.support.wordings import INVALID
from tests.support.wordings import WORDINGS

LEDGER = Path(__file__).parents[5] / "docs" / "service-behaviour.md"
ARN = "arn:aws:iam::123456789012:role/sms"
TOTP_ON = {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
EUMS_ON = {
    "MfaConfiguration": "ON",
    "SmsMfaConfiguration": {"SmsConfiguration": {"EumsSms": {"CallerArn": ARN}}},
}
OFF = {"MfaConfiguration": "OFF"}
# V45: a state that another client can leave.
IDLE_ON = {
    "MfaConfiguration": "ON",
    "SoftwareTokenMfaConfiguration": {"Enabled": False},
    "WebAuthnConfiguration": {"RelyingPartyId": "a"},
}
MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION"


def made(live: dict[str, Any], purge: bool = False, **named: Any) -> plan.Plan:
    return plan.make_plan(live, plan.Wanted(named, purge))


def applicable(value: plan.Plan) -> str | None:
    try:
        rules.refuse(value)
    except refusal.Refusal as refused:
        return refused.rule
    return None


@pytest.mark.parametrize(
    ("expected", "live", "named"),
    [
        ("E1", OFF, {"mfa_configuration": "OFF", "software_token_mfa_configuration": {"enabled": True}}),
        ("E1", TOTP_ON, {"mfa_configuration": "OFF", "email_mfa_configuration": {}}),
        ("E1", OFF, {"email_mfa_configuration": {"subject": "s"}}),
        ("E1", OFF, {"sms_mfa_configuration": {"sms_configuration": {"sns_caller_arn": ARN}}}),
        (None, TOTP_ON, {"mfa_configuration": "OFF"}),
        (None, TOTP_ON, {"mfa_configuration": "OFF", "software_token_mfa_configuration": {"enabled": False}}),
        (None, OFF, {"web_authn_configuration": {"relying_party_id": "a"}}),
        (None, IDLE_ON, {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": False}}),
        (None, {**IDLE_ON, "MfaConfiguration": "OPTIONAL"}, {"software_token_mfa_configuration": {"enabled": False}}),
        ("R34", IDLE_ON, {"mfa_configuration": "OPTIONAL", "software_token_mfa_configuration": {"enabled": False}}),
        ("E2", OFF, {"mfa_configuration": "ON"}),
        ("E2", OFF, {"mfa_configuration": "OPTIONAL", "web_authn_configuration": {"factor_configuration": MULTI}}),
        ("R34", OFF, {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": False}}),
        ("R34", TOTP_ON, {"software_token_mfa_configuration": {"enabled": False}}),
        (None, OFF, {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}),
        (None, OFF, {"mfa_configuration": "OPTIONAL", "email_mfa_configuration": {}}),
        (None, OFF, {}),
        (None, {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": False}}, {}),
        ("E8", OFF, {"mfa_configuration": "ON", "sms_mfa_configuration": {}}),
        (
            "E8",
            OFF,
            {"mfa_configuration": "ON", "sms_mfa_configuration": {"sms_configuration": {"external_id": "x"}}},
        ),
        (
            "E8",
            OFF,
            {"mfa_configuration": "ON", "sms_mfa_configuration": {"sms_configuration": {"eums_sms": {"region": "x"}}}},
        ),
        (
            None,
            OFF,
            {"mfa_configuration": "ON", "sms_mfa_configuration": {"sms_configuration": {"sns_caller_arn": ARN}}},
        ),
        (None, IDLE_ON, {"web_authn_configuration": {"relying_party_id": "a"}}),
        ("E2", IDLE_ON, {"web_authn_configuration": {"relying_party_id": "b"}}),
        (None, EUMS_ON, {"sms_mfa_configuration": {"sms_authentication_message": "Code {####}"}}),
        ("E22", EUMS_ON, {"sms_mfa_configuration": {"sms_configuration": {"external_id": "x"}}}),
        (
            "E22",
            TOTP_ON,
            {
                "sms_mfa_configuration": {
                    "sms_configuration": {"sns_caller_arn": ARN, "eums_sms": {"caller_arn": ARN}},
                }
            },
        ),
    ],
)
def test_refused_from_the_request(expected: str | None, live: dict[str, Any], named: dict[str, Any]) -> None:
    assert applicable(made(live, **named)) == expected


def test_every_factor_beside_off_is_named() -> None:
    email_and_app = {"email_mfa_configuration": {"subject": "s"}, "software_token_mfa_configuration": {"enabled": True}}
    with pytest.raises(
        refusal.Refusal, match="the task names software_token_mfa_configuration and email_mfa_configuration"
    ):
        rules.refuse(made(OFF, **email_and_app))


def test_purging_the_last_factor_is_refused() -> None:
    assert applicable(made(TOTP_ON, purge=True, mfa_configuration="ON")) == "E2"
    assert applicable(made(TOTP_ON, purge=True)) == "E2"


def test_a_refusal_names_option_value_rule_and_way_out() -> None:
    with pytest.raises(refusal.Refusal) as caught:
        rules.refuse(made(TOTP_ON, mfa_configuration="off", email_mfa_configuration={}))
    assert str(caught.value) == (
        "mfa_configuration is 'off': the mode is OFF, and Cognito accepts no factor beside OFF; the task "
        'names email_mfa_configuration. Set mfa_configuration to "ON" or "OPTIONAL", or leave the factors out (E1).'
    )
    assert (caught.value.option, caught.value.rule) == ("mfa_configuration", "E1")


EMAIL_ON = {"mfa_configuration": "ON", "email_mfa_configuration": {}}
SES = {"EmailSendingAccount": "DEVELOPER"}


def first(*factors: str) -> dict[str, Any]:
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", *factors]}}}


def recovery(*names: str) -> dict[str, Any]:
    return {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": name, "Priority": 1} for name in names]}}


GOOD_EMAIL = {"EmailConfiguration": SES, **recovery("verified_email", "verified_phone_number")}


@pytest.mark.parametrize(
    ("expected", "live", "named", "pool"),
    [
        (["E3"], TOTP_ON, {"mfa_configuration": "ON"}, first("EMAIL_OTP")),
        (["E3"], TOTP_ON, {"mfa_configuration": "ON"}, first("SMS_OTP")),
        (["E3", "E4"], TOTP_ON, {"mfa_configuration": "ON"}, first("SMS_OTP", "WEB_AUTHN")),
        ([], TOTP_ON, {"mfa_configuration": "OPTIONAL"}, first("SMS_OTP", "EMAIL_OTP", "WEB_AUTHN")),
        (["E4"], TOTP_ON, {}, first("WEB_AUTHN")),
        (["E4"], TOTP_ON, {"web_authn_configuration": {"factor_configuration": "SINGLE_FACTOR"}}, first("WEB_AUTHN")),
        ([], TOTP_ON, {"web_authn_configuration": {"factor_configuration": MULTI}}, first("WEB_AUTHN")),
        ([], TOTP_ON, {}, first()),
        ([], TOTP_ON, {}, {}),
        (["E5", "E6"], OFF, EMAIL_ON, {}),
        (
            ["E5"],
            OFF,
            EMAIL_ON,
            {"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}, **recovery("admin_only")},
        ),
        (["E6"], OFF, EMAIL_ON, {"EmailConfiguration": SES, **recovery("verified_email")}),
        (["E6"], OFF, EMAIL_ON, {"EmailConfiguration": SES}),
        ([], OFF, EMAIL_ON, GOOD_EMAIL),
        ([], OFF, EMAIL_ON, {**GOOD_EMAIL, **recovery("admin_only")}),
        (["E7"], OFF, EMAIL_ON, {**GOOD_EMAIL, "UserPoolTier": "LITE"}),
        (["E7"], OFF, {"web_authn_configuration": {}}, {"UserPoolTier": "LITE"}),
        ([], OFF, {"web_authn_configuration": {}}, {"UserPoolTier": "ESSENTIALS"}),
        ([], TOTP_ON, {}, {"UserPoolTier": "LITE"}),
        (["E16"], TOTP_ON, {"mfa_configuration": "OFF"}, {"AutoVerifiedAttributes": ["email", "phone_number"]}),
        ([], TOTP_ON, {"mfa_configuration": "OFF"}, {"AutoVerifiedAttributes": ["email"]}),
        ([], TOTP_ON, {}, {"AutoVerifiedAttributes": ["phone_number"]}),
    ],
)
def test_predicted(expected: list[str], live: dict[str, Any], named: dict[str, Any], pool: dict[str, Any]) -> None:
    questions = rules.pool_dependent_rules(made(live, **named))
    assert [rule.id for rule in rules.applicable_rules(questions, pool)] == expected


def test_no_question_no_description() -> None:
    assert rules.pool_dependent_rules(made(TOTP_ON, mfa_configuration="OPTIONAL")) == []


@pytest.mark.parametrize(("rule", "error", "text"), WORDINGS)
def test_the_service_is_understood(rule: str, error: str, text: str) -> None:
    recognised = rules.recognised(error, text)
    assert recognised is not None
    assert recognised.id == rule


def test_every_row_that_the_service_gives_away_has_a_wording() -> None:
    assert {rule for rule, _error, _text in WORDINGS} == {rule.id for rule in rules.RULES if rule.recognisable}


def test_what_is_not_in_the_table_is_not_explained() -> None:
    assert rules.recognised(INVALID, "Something new") is None
    assert rules.recognised("NewException", "must be enabled") is None


def test_every_row_stands_in_the_ledger() -> None:
    ledger = LEDGER.read_text(encoding="utf-8")
    for rule in rules.RULES:
        line = next(line for line in ledger.splitlines() if line.startswith((f"| {rule.id} |", f"- **{rule.id}**")))
        assert rule.confidence in line
        for part in rule.fragments[:1]:
            assert part in line.replace("**", "")


def test_every_row_names_an_option_of_the_module() -> None:
    names = {".".join(path) for path, _option in options.walk(options.MFA_OPTIONS)} | {"user_pool_id", "region"}
    for rule in rules.RULES:
        assert set(rule.option.split(", ")) <= names
        assert not rule.problem.endswith(".")
        assert not rule.hint.endswith(".")


def test_a_row_without_a_plan_names_no_value() -> None:
    rule = next(rule for rule in rules.RULES if rule.id == "E21")
    assert str(rule.refusal()).startswith("user_pool_id: there is no such user pool")


def test_a_row_names_the_value_of_a_nested_option() -> None:
    rule = next(rule for rule in rules.RULES if rule.id == "E4")
    live = {**TOTP_ON, "WebAuthnConfiguration": {"RelyingPartyId": "a"}}
    for named in ({}, {"web_authn_configuration": {"relying_party_id": "b"}}):
        assert str(rule.refusal(made(live, **named))).startswith(
            "web_authn_configuration.factor_configuration is 'SINGLE_FACTOR': the mode ON is refused with SINGLE_FACTOR"
        )


def test_which_rows_the_service_gives_away() -> None:
    assert [rule.id for rule in rules.RULES if not rule.recognisable] == ["E22", "R34", "E23"]
