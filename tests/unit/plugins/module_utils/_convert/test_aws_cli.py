# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of the AWS CLI into module options, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import to_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal

POOL = "us-east-1_EXAMPLE01"
ARN = "arn:aws:iam::123456789012:role/sms"
TEXT = "Your code is {####}"

# A document, and the options that do the same.
CALLS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"UserPoolId": POOL}, {"user_pool_id": POOL, "mfa_configuration": "OFF", "purge_factors": True}),
    (
        {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}},
        {
            "mfa_configuration": "ON",
            "software_token_mfa_configuration": {"enabled": True},
            "purge_factors": True,
        },
    ),
    (
        {"MfaConfiguration": "OPTIONAL", "EmailMfaConfiguration": {}, "SoftwareTokenMfaConfiguration": {}},
        {
            "mfa_configuration": "OPTIONAL",
            "software_token_mfa_configuration": {"enabled": False},
            "email_mfa_configuration": {"message": "", "subject": ""},
            "purge_factors": True,
        },
    ),
    (
        {"MfaConfiguration": "ON", "SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": ARN}}},
        {
            "mfa_configuration": "ON",
            "sms_mfa_configuration": {
                "sms_authentication_message": "",
                "sms_configuration": {"sns_caller_arn": ARN, "external_id": "", "sns_region": ""},
            },
            "purge_factors": True,
        },
    ),
    (
        {"WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com"}},
        {
            "mfa_configuration": "OFF",
            "web_authn_configuration": {
                "relying_party_id": "auth.example.com",
                "user_verification": "preferred",
                "factor_configuration": "SINGLE_FACTOR",
            },
            "purge_factors": True,
        },
    ),
]


@pytest.mark.parametrize(("document", "options"), CALLS)
def test_a_document_says_everything(document: dict[str, Any], options: dict[str, Any]) -> None:
    assert from_aws_cli(document) == options
    assert from_aws_cli(json.dumps(document)) == options
    assert from_aws_cli("  " + json.dumps(document, indent=2)) == options


def test_the_order_is_the_modules() -> None:
    options = from_aws_cli(
        f"aws cognito-idp set-user-pool-mfa-config --region us-east-1 --software-token-mfa-configuration Enabled=true "
        f"--mfa-configuration ON --user-pool-id {POOL}"
    )
    assert list(options) == [
        "user_pool_id",
        "mfa_configuration",
        "software_token_mfa_configuration",
        "purge_factors",
        "region",
    ]


def test_merging_names_what_the_call_names() -> None:
    command = ["--user-pool-id", POOL, "--web-authn-configuration", "RelyingPartyId=auth.example.com"]
    assert from_aws_cli(command, merge=True) == {
        "user_pool_id": POOL,
        "web_authn_configuration": {"relying_party_id": "auth.example.com"},
    }
    assert from_aws_cli({"SoftwareTokenMfaConfiguration": {}, "EmailMfaConfiguration": {}}, merge=True) == {
        "software_token_mfa_configuration": {"enabled": False},  # for the module, a block alone would switch it on
        "email_mfa_configuration": {},
    }


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (None, "The call is 'None': this is neither a document nor a command"),
        (5, "The call is '5'"),
        ("{nonsense", "The document is '{nonsense': this is not JSON"),
        (
            {"AccessToken": "x"},
            "AccessToken is 'x': this name is not known here",
        ),
        ({"EmailMfaConfiguration": {"Text": "x"}}, "EmailMfaConfiguration.Text is 'x': this name is not known here"),
        (
            {"EmailMfaConfiguration": {"Message": 5}},
            "EmailMfaConfiguration.Message is '5': the text of the email has to be of",
        ),
        ({"EmailMfaConfiguration": {"Message": None}}, "EmailMfaConfiguration.Message is 'None'"),
        (
            {"EmailMfaConfiguration": "on"},
            "EmailMfaConfiguration is \"'on'\": the email factor has to be of the type dict",
        ),
        (
            {"SoftwareTokenMfaConfiguration": {"Enabled": "true"}},
            "has to be of the type bool, not of the type str",
        ),
        (
            {"MfaConfiguration": "SOMETIMES"},
            "MfaConfiguration is 'SOMETIMES': the MFA mode must be one of OFF, ON, OPTIONAL",
        ),
        ({"WebAuthnConfiguration": {"UserVerification": "maybe"}}, "must be one of required, preferred"),
    ],
)
def test_what_cannot_be_translated_is_said(call: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_aws_cli(call)
    assert complaint in str(caught.value)


def test_yaml_makes_booleans_of_modes() -> None:
    assert from_aws_cli({"MfaConfiguration": True}, merge=True) == {"mfa_configuration": "ON"}
    assert to_aws_cli({"mfa_configuration": False}) == {"MfaConfiguration": "OFF"}
    assert to_aws_cli({"mfa_configuration": "off"}) == {"MfaConfiguration": "OFF"}


def test_a_lost_placeholder_is_told_at_once() -> None:
    with pytest.raises(Refusal, match=r"email_mfa_configuration\.message is 'Your code is ': .*!unsafe"):
        from_aws_cli({"EmailMfaConfiguration": {"Message": "Your code is "}})
    with pytest.raises(Refusal, match="user_pool_id is 'x'"):
        from_aws_cli({"UserPoolId": "x"})


def test_a_document_of_a_whole_configuration() -> None:
    config = {
        "mfa_configuration": "OPTIONAL",
        "sms_mfa_configuration": {
            "sms_authentication_message": TEXT,
            "sms_configuration": {"sns_caller_arn": ARN, "external_id": "", "sns_region": "us-east-1"},
        },
        "software_token_mfa_configuration": {},
        "web_authn_configuration": {"relying_party_id": "auth.example.com"},
    }
    assert to_aws_cli(json.dumps({"user_pool_id": POOL, **config, "purge_factors": True})) == {
        "UserPoolId": POOL,
        "MfaConfiguration": "OPTIONAL",
        "SmsMfaConfiguration": {
            "SmsAuthenticationMessage": TEXT,
            "SmsConfiguration": {"SnsCallerArn": ARN, "SnsRegion": "us-east-1"},
        },
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com"},
    }


def test_a_disabled_totp_stays_beside_another_factor_and_goes_in_off() -> None:
    totp = {"software_token_mfa_configuration": {"enabled": False}}
    assert to_aws_cli({"mfa_configuration": "OFF", **totp}) == {"MfaConfiguration": "OFF"}
    assert to_aws_cli({"mfa_configuration": "ON", "email_mfa_configuration": {}, **totp}) == {
        "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": {"Enabled": False},
        "EmailMfaConfiguration": {},
    }


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({}, "mfa_configuration: it is missing, and the AWS CLI takes that for OFF (R2)"),
        ({"mfa_configuration": "OFF", "purge_factors": False}, "purge_factors is False: the AWS CLI always removes"),
        (
            {"mfa_configuration": "OFF", "user_pool_name": "customers"},
            "user_pool_name is 'customers': the AWS CLI knows",
        ),
        (
            {"mfa_configuration": "OFF", "region": "x"},
            "region: the document has no place for it; the AWS CLI's option is --region",
        ),
        ({"mfa_configuration": "OFF", "aws_config": {}}, "the AWS CLI's option is --cli-connect-timeout"),
        ({"mfa_configuration": "OFF", "wait_timeout": 5}, "wait_timeout is 5: this name is not known here"),
        ([], "The options is []: this is not a dictionary"),
    ],
)
def test_options_without_a_document_are_refused(options: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        to_aws_cli(options)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"mfa_configuration": "OFF", "software_token_mfa_configuration": {}}, "E1"),
        ({"mfa_configuration": "ON"}, "E2"),
        ({"mfa_configuration": "ON", "sms_mfa_configuration": {}}, "E8"),
        ({"mfa_configuration": "OFF", "web_authn_configuration": {"relying_party_id": "https://a"}}, "E15"),
    ],
)
def test_what_the_service_refuses_for_every_pool_is_refused(options: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refusal) as caught:
        to_aws_cli(options)
    assert caught.value.rule == rule
