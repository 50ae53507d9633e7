# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFormation's user pools into module options."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import ENABLED
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import OTHERS
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import PROPERTIES
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import api_name
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MFA_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

POOL = "us-east-1_EXAMPLE01"
ARN = "arn:aws:iam::123456789012:role/sms"
TEXT = "Your code is {####}"

TEMPLATE: dict[str, Any] = {
    "UserPoolName": {"Fn::Sub": "${AWS::StackName}-customers"},
    "LambdaConfig": {"PreSignUp": {"Fn::GetAtt": ["Function", "Arn"]}},
    "MfaConfiguration": "ON",
    "EnabledMfas": ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
    "SmsAuthenticationMessage": TEXT,
    "SmsConfiguration": {"SnsCallerArn": ARN, "ExternalId": "id-1", "SnsRegion": "us-east-1"},
    "EmailAuthenticationMessage": TEXT,
    "EmailAuthenticationSubject": "Code",
    "WebAuthnRelyingPartyID": "auth.example.com",
    "WebAuthnUserVerification": "required",
    "WebAuthnFactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
}
OPTIONS: dict[str, Any] = {
    "mfa_configuration": "ON",
    "sms_mfa_configuration": {
        "sms_authentication_message": TEXT,
        "sms_configuration": {"sns_caller_arn": ARN, "external_id": "id-1", "sns_region": "us-east-1"},
    },
    "software_token_mfa_configuration": {"enabled": True},
    "email_mfa_configuration": {"message": TEXT, "subject": "Code"},
    "web_authn_configuration": {
        "relying_party_id": "auth.example.com",
        "user_verification": "required",
        "factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    },
}


def test_a_pool_of_a_template() -> None:
    resource = {"Type": "AWS::Cognito::UserPool", "DeletionPolicy": "Retain", "Properties": TEMPLATE}
    for given in (TEMPLATE, resource, json.dumps(resource)):
        assert from_cloudformation(given) == OPTIONS
    assert from_cloudformation({**TEMPLATE, "UserPoolId": POOL}) == {"user_pool_id": POOL, **OPTIONS}
    assert from_cloudformation({"Type": "AWS::Cognito::UserPool"}) == {"mfa_configuration": "OFF"}


def test_off_has_no_factors_and_keeps_passkeys() -> None:
    for off in ({**TEMPLATE, "MfaConfiguration": "OFF"}, {**TEMPLATE, "MfaConfiguration": False}):
        assert from_cloudformation(off) == {
            "mfa_configuration": "OFF",
            "web_authn_configuration": OPTIONS["web_authn_configuration"],
        }


def test_only_enabled_factors_are_named() -> None:
    options = from_cloudformation({**TEMPLATE, "EnabledMfas": ["SOFTWARE_TOKEN_MFA"]})
    assert set(options) == {"mfa_configuration", "software_token_mfa_configuration", "web_authn_configuration"}
    bare = {"MfaConfiguration": "ON", "EnabledMfas": ["EMAIL_OTP", "SMS_MFA"]}
    assert from_cloudformation(bare) == {
        "mfa_configuration": "ON",
        "sms_mfa_configuration": {},
        "email_mfa_configuration": {},
    }


def test_without_the_list_sms_settings_are_a_factor() -> None:
    unlisted = {name: value for name, value in TEMPLATE.items() if name != "EnabledMfas"}
    assert set(from_cloudformation(unlisted)) == {
        "mfa_configuration",
        "sms_mfa_configuration",
        "web_authn_configuration",
    }
    assert from_cloudformation({"MfaConfiguration": "ON"}) == {"mfa_configuration": "ON"}


def test_end_user_messaging() -> None:
    sender = {"EumsSms": {"CallerArn": ARN, "OriginationIdentity": "sender"}}
    options = from_cloudformation({"MfaConfiguration": "ON", "SmsConfiguration": sender})
    assert options["sms_mfa_configuration"] == {
        "sms_configuration": {"eums_sms": {"caller_arn": ARN, "origination_identity": "sender"}}
    }


@pytest.mark.parametrize(
    ("properties", "complaint"),
    [
        ({"PushMfa": 1}, "PushMfa is 1: this name is not known here"),
        ({"SmsConfiguration": {"Region": "x"}}, "SmsConfiguration.Region is 'x': this name is not known here"),
        (
            {"SmsConfiguration": {"SnsCallerArn": {"Fn::GetAtt": ["R", "Arn"]}}},
            "SmsConfiguration.SnsCallerArn is {'Fn::GetAtt'",
        ),
        (
            {"MfaConfiguration": {"Ref": "Mode"}},
            "MfaConfiguration is {'Ref': 'Mode'}: only CloudFormation knows what Ref gives",
        ),
        (
            {"EnabledMfas": [{"Fn::If": ["A", "B", "C"]}]},
            "EnabledMfas is {'Fn::If': ['A', 'B', 'C']}: only CloudFormation knows what Fn::If gives here",
        ),
        ({"EnabledMfas": {"Condition": "A"}}, "only CloudFormation knows what Condition gives here"),
        (
            {"EnabledMfas": "SMS_MFA"},
            "EnabledMfas is 'SMS_MFA': this is not a list. List some of SMS_MFA, SOFTWARE_TOKEN_MFA",
        ),
        ({"EnabledMfas": [["SMS_MFA"]]}, "EnabledMfas is ['SMS_MFA']: this factor is not known here"),
        ({"EnabledMfas": ["PUSH"]}, "EnabledMfas is 'PUSH': this factor is not known here; known are SMS_MFA"),
        ({"WebAuthnUserVerification": "maybe"}, "WebAuthnUserVerification is 'maybe': whether the authenticator"),
        (
            {"EmailAuthenticationMessage": 5},
            "EmailAuthenticationMessage is '5': the text of the email has to be of the type str",
        ),
        (
            {"Type": "AWS::Cognito::UserPoolClient"},
            "Type is 'AWS::Cognito::UserPoolClient': this is not an AWS::Cognito::UserPool",
        ),
        (5, "The resource is 5: this is not a dictionary"),
    ],
)
def test_what_cannot_be_translated_is_said(properties: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_cloudformation(properties)
    assert complaint in str(caught.value)


def test_limits_are_kept() -> None:
    with pytest.raises(Refusal, match=r"email_mfa_configuration\.message is 'Your code is '"):
        from_cloudformation({**TEMPLATE, "EmailAuthenticationMessage": "Your code is "})


def test_the_tables_are_the_resources_schema() -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", "AWS::Cognito::UserPool").schema
    assert {*PROPERTIES, ENABLED, *OTHERS} == set(schema["properties"])
    assert len(PROPERTIES) + 1 + len(OTHERS) == len(schema["properties"])
    sender = MFA_OPTIONS["sms_mfa_configuration"].suboptions["sms_configuration"].suboptions
    assert {api_name(name) for name in sender} == set(schema["definitions"]["SmsConfiguration"]["properties"])
    eums = sender["eums_sms"].suboptions
    assert {api_name(name) for name in eums} == set(schema["definitions"]["EumsSmsConfiguration"]["properties"])
    assert list(FACTORS) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
