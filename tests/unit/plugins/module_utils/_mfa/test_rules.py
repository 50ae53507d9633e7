# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules table: refused before a write, foretold, recognised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import plan
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import rules

from tests.support.anew import anew
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
    except rules.Refusal as refusal:
        return refusal.rule
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
        ("E2", IDLE_ON, {"web_authn_configuration": {"relying_party_id": "a"}}),
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


def test_purging_the_last_factor_is_refused() -> None:
    assert applicable(made(TOTP_ON, purge=True, mfa_configuration="ON")) == "E2"
    assert applicable(made(TOTP_ON, purge=True)) == "E2"


def test_a_refusal_names_option_value_rule_and_way_out() -> None:
    with pytest.raises(rules.Refusal) as caught:
        rules.refuse(made(TOTP_ON, mfa_configuration="off", email_mfa_configuration={}))
    assert str(caught.value) == (
        "mfa_configuration is 'off': the mode is OFF, and Cognito accepts no factor beside OFF. "
        'Set mfa_configuration to "ON" or "OPTIONAL", or leave the factors out (E1).'
    )
    assert (caught.value.option, caught.value.rule) == ("mfa_configuration", "E1")


def test_a_refusal_that_is_not_the_services_has_no_number() -> None:
    assert str(rules.Refusal("a", None, "is wrong", "Mend it")) == "a: is wrong. Mend it."
    assert str(rules.Refusal("a", 1, "is wrong", "Mend it", "R1")) == "a is 1: is wrong. Mend it (R1)."


class TestLimits:
    def refusal(self, *path: str, value: Any) -> str | None:
        named: Any = value
        for name in reversed(path):
            named = {name: named}
        try:
            rules.refuse_options(named, anew(options).MFA_OPTIONS)
        except rules.Refusal as refusal:
            return str(refusal)
        return None

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("sms_mfa_configuration.sms_authentication_message", "{####}"),
            ("sms_mfa_configuration.sms_authentication_message", "{####}" + "x" * 134),
            ("sms_mfa_configuration.sms_authentication_message", ""),
            ("email_mfa_configuration.message", "{####}"),
            ("email_mfa_configuration.message", "{####}" + "x" * 19994),
            ("email_mfa_configuration.message", "Zażółć 🔑 {####}\nyes"),
            ("email_mfa_configuration.subject", "x"),
            ("email_mfa_configuration.subject", "x" * 140),
            ("web_authn_configuration.relying_party_id", "a"),
            ("web_authn_configuration.relying_party_id", "123456789"),
            ("web_authn_configuration.relying_party_id", "a" * 127),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", ARN),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws-cn:iam::123456789012:role/a/b@c"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "us-east-1"),
            ("sms_mfa_configuration.sms_configuration.external_id", "x" * 131072),
            ("sms_mfa_configuration.sms_configuration.eums_sms.caller_arn", ARN),
            ("software_token_mfa_configuration.enabled", True),
            ("mfa_configuration", "optional"),
        ],
    )
    def test_kept(self, path: str, value: Any) -> None:
        assert self.refusal(*path.split("."), value=value) is None

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            ("sms_mfa_configuration.sms_authentication_message", "Your code is ", "lacks {####}"),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "{####}" + "x" * 135,
                "6 to 140 characters, this has 141",
            ),
            ("sms_mfa_configuration.sms_authentication_message", "a\n{####}", "has to match"),
            ("email_mfa_configuration.message", "Your code is ", "lacks {####}"),
            ("email_mfa_configuration.message", "{####}" + "x" * 19995, "6 to 20000 characters, this has 20001"),
            ("email_mfa_configuration.message", "{####}\x00", "U+0000"),
            ("email_mfa_configuration.message", "{####}\u202e", "U+202E"),
            ("email_mfa_configuration.subject", "x" * 141, "1 to 140 characters, this has 141"),
            ("email_mfa_configuration.subject", "a\x1b", "U+001B"),
            ("web_authn_configuration.relying_party_id", "https://example.com", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com:443", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com/path", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com?query", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com ", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "a" * 128, "1 to 127 characters, this has 128"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws:iam::1:r", "20 to 2048 characters"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "x" * 30, "has to match arn:"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", ARN + "é", "has to match arn:"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws:iam::1:" + "r" * 2034, "this has 2049"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "us-1", "5 to 32 characters, this has 4"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "u" * 33, "5 to 32 characters, this has 33"),
            ("sms_mfa_configuration.sms_configuration.external_id", "x" * 131073, "this has 131073"),
            ("sms_mfa_configuration.sms_configuration.eums_sms.region", "x", "5 to 32 characters"),
        ],
    )
    def test_broken(self, path: str, value: str, problem: str) -> None:
        message = self.refusal(*path.split("."), value=value)
        assert message is not None
        assert message.startswith(f"{path} is ")
        assert problem in message
        assert len(message) < 500

    def test_the_missing_placeholder_explains_the_jinja_trap(self) -> None:
        message = self.refusal("email_mfa_configuration", "message", value="Your code is ")
        assert message == (
            "email_mfa_configuration.message is 'Your code is ': the text lacks {####}, the place of the code. "
            "Jinja takes {#...#} for a comment and removes it before any module runs: mark the text as !unsafe, "
            'as in message: !unsafe "Your code is {####}" (R74, E14).'
        )

    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (
                "web_authn_configuration.relying_party_id",
                "a:1",
                "web_authn_configuration.relying_party_id is 'a:1': the relying party ID is not a bare domain. Name the "
                "domain alone, without scheme, port or path, as in auth.example.com (E15).",
            ),
            (
                "sms_mfa_configuration.sms_configuration.eums_sms.region",
                "x",
                "sms_mfa_configuration.sms_configuration.eums_sms.region is 'x': the region that sends through AWS End "
                "User Messaging has 5 to 32 characters, this has 1. Change its length (R74, E14).",
            ),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "a\n{####}",
                "sms_mfa_configuration.sms_authentication_message is 'a\\n{####}': the text of the SMS has to match "
                ".*\\{####\\}.*. Correct the value (R74, E14).",
            ),
            (
                "email_mfa_configuration.subject",
                "\x1b",
                "email_mfa_configuration.subject is '\\x1b': the subject of the email cannot contain the character U+001B. "
                "Use letters, marks, numbers, punctuation, symbols and ASCII white space only (R74, E14).",
            ),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "Your code",
                "sms_mfa_configuration.sms_authentication_message is 'Your code': the text lacks {####}, the place of the "
                "code. Jinja takes {#...#} for a comment and removes it before any module runs: mark the text as !unsafe, "
                'as in sms_authentication_message: !unsafe "Your code is {####}" (R74, E14).',
            ),
        ],
    )
    def test_the_whole_message(self, path: str, value: str, message: str) -> None:
        assert self.refusal(*path.split("."), value=value) == message

    def test_the_hint_names_an_option_that_stands_in_no_block(self) -> None:
        table = {"text": options.Option("the text", placeholder=True)}
        with pytest.raises(rules.Refusal, match='mark the text as !unsafe, as in text: !unsafe "Your code'):
            rules.refuse_options({"text": "Your code is "}, table)

    def test_only_texts_for_people_have_to_be_printable(self) -> None:
        rules.refuse_options({"sms_mfa_configuration": {"sms_configuration": {"external_id": "\x01"}}})

    @pytest.mark.parametrize("good", ["us-east-1_a", "us-gov-west-1_0aZ", "x" * 53 + "_a"])
    def test_user_pool_id(self, good: str) -> None:
        rules.refuse_user_pool_id(good)

    @pytest.mark.parametrize("bad", ["", "us-east-1", "us-east-1_a/b", "us-east-1_", "x" * 54 + "_a", "us east_1"])
    def test_bad_user_pool_id(self, bad: str) -> None:
        with pytest.raises(rules.Refusal, match=f"^user_pool_id is '{bad}': .*R74"):
            rules.refuse_user_pool_id(bad)


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


def test_long_values_are_shortened_in_messages() -> None:
    assert rules.shown("x" * 200) == "'" + "x" * 79 + "..."
    assert rules.shown("x") == "'x'"
    assert rules.shown("x" * 78) == "'" + "x" * 78 + "'"


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"software_token_mfa_configuration": True},
            "software_token_mfa_configuration is True: this has to be a dictionary. Name its members: enabled (R73).",
        ),
        (
            {"web_authn_configuration": ["x"]},
            "web_authn_configuration is ['x']: this has to be a dictionary. Name its members: relying_party_id, "
            "user_verification, factor_configuration (R73).",
        ),
        (
            {"sms_mfa_configuration": {"sms_configuration": {"eums_sms": ["x"]}}},
            "sms_mfa_configuration.sms_configuration.eums_sms is ['x']: this has to be a dictionary.",
        ),
        (
            {"software_token_mfa_configuration": ""},
            "software_token_mfa_configuration is '': this has to be a dictionary. Name its members: enabled (R73).",
        ),
        (
            {"software_token_mfa_configuration": "enabled=true or false"},
            "software_token_mfa_configuration is 'enabled=true or false': this has to be a dictionary.",
        ),
        (
            {"sms_mfa_configuration": "{'sms_configuration': 1}"},
            "sms_mfa_configuration.sms_configuration is 1: this has to be a dictionary.",
        ),
        ({"software_token_mfa_configuration": None, "mfa_configuration": True}, None),
        (
            {"software_token_mfa_configuration": "enabled=true", "sms_mfa_configuration": {"sms_configuration": {}}},
            None,
        ),
        ({}, None),
    ],
)
def test_a_block_is_a_dictionary_or_the_text_of_one(arguments: dict[str, Any], message: str | None) -> None:
    spec = options.argument_spec(options.MFA_OPTIONS)
    if message is None:
        rules.refuse_shapes(arguments, spec)
        return
    with pytest.raises(rules.Refusal) as caught:
        rules.refuse_shapes(arguments, spec)
    assert str(caught.value).startswith(message)
