# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one user pool in the documents of Terraform, CloudFormation and AWS Cloud Control API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform

POOL = "us-east-1_EXAMPLE01"
ARN = "arn:aws:iam::123456789012:role/sms"
TYPE = "aws_cognito_user_pool"

ATTRIBUTES = {"id": POOL, "mfa_configuration": "ON", "software_token_mfa_configuration": [{"enabled": True}]}
OPTIONS = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
SHOWN = {"mode": "managed", "type": TYPE, "name": "a", "values": ATTRIBUTES}
DATA = {"mode": "data", "type": TYPE, "name": "b", "values": {"user_pool_id": POOL}}
ROLE = {"mode": "managed", "type": "aws_iam_role", "name": "c", "values": {"id": "r"}}
KEPT = {"mode": "managed", "type": TYPE, "name": "a", "instances": [{"schema_version": 0, "attributes": ATTRIBUTES}]}
CHANGE = {"address": "x", "mode": "managed", "type": TYPE, "change": {"actions": ["no-op"], "after": ATTRIBUTES}}
GONE = {"mode": "managed", "type": TYPE, "change": {"actions": ["delete"], "before": ATTRIBUTES, "after": None}}


def in_module(*resources: Any, **rest: Any) -> dict[str, Any]:
    return {"root_module": {"resources": list(resources), **rest}}


@pytest.mark.parametrize(
    "document",
    [
        SHOWN,
        KEPT,
        KEPT["instances"][0],
        CHANGE,
        {"version": 4, "terraform_version": "1.9.0", "resources": [DATA, ROLE, KEPT]},
        {"version": 4, "resources": [KEPT]},
        {"format_version": "1.0", "values": in_module(DATA, ROLE, SHOWN)},
        {"values": in_module(SHOWN)},
        in_module(SHOWN),
        in_module(child_modules=[{"resources": [ROLE]}, {"child_modules": [{"resources": [SHOWN]}]}]),
        {"resources": [SHOWN]},
        {"format_version": "1.2", "planned_values": in_module(SHOWN)},
        {"format_version": "1.2", "planned_values": in_module(SHOWN), "resource_changes": [GONE, CHANGE]},
    ],
)
def test_the_one_pool_of_terraform_is_found(document: Any) -> None:
    for given in (document, json.dumps(document)):
        assert from_terraform(given) == {"user_pool_id": POOL, **OPTIONS}


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        (
            {"version": 4, "resources": [{**KEPT, "instances": KEPT["instances"] * 2}]},
            "this is a state file of Terraform with 2 user pools: resources[0].instances[0], resources[0].instances[1]",
        ),
        (
            {"format_version": "1.0", "values": in_module(SHOWN, child_modules=[{"resources": [ROLE, SHOWN]}])},
            "with 2 user pools: values.root_module.resources[0], values.root_module.child_modules[0].resources[1]",
        ),
        ({"resource_changes": [CHANGE, GONE, CHANGE]}, "resource_changes[0].change.after, resource_changes[2]"),
        (
            {**KEPT, "instances": []},
            "this is a resource of a state file without a user pool. Give one that has a user pool.",
        ),
        ({"format_version": "1.0"}, "this is the output of terraform show -json without a user pool"),
        ({"version": 3, "terraform_version": "0.11", "modules": []}, "this is a state file of Terraform without"),
        ({"planned_values": 5}, "this is a plan of Terraform without a user pool"),
        ({"version": 4, "resources": [5, None, {"type": TYPE}]}, "this is a state file of Terraform without"),
        ({**SHOWN, "values": 5}, "values is 5: this is not a dictionary"),
        ({"type": TYPE, "change": []}, "change is []: this is not a dictionary"),
        ({"resources": [SHOWN] * 20}, "root_module.resources[9], .... Give one of them."),
    ],
)
def test_where_the_pools_of_terraform_are(document: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_terraform(document)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("unknown", "name"),
    [
        ({"mfa_configuration": True}, "mfa_configuration"),
        ({"sms_configuration": [{"sns_caller_arn": True}]}, "sms_configuration.sns_caller_arn"),
        ({"id": True, "arn": True, "web_authn_configuration": True}, "web_authn_configuration"),
    ],
)
def test_what_a_plan_does_not_know_is_an_error(unknown: dict[str, Any], name: str) -> None:
    after = {"mfa_configuration": "ON", "software_token_mfa_configuration": [{"enabled": True}]}
    entry = {**CHANGE, "change": {"after": after, "after_unknown": unknown}}
    with pytest.raises(Untranslatable, match=f"^{name}: it is missing, because Terraform only knows it after apply"):
        from_terraform(entry)


def test_what_does_not_matter_may_be_unknown() -> None:
    unknown = {"id": True, "arn": True, "sms_configuration": [], "software_token_mfa_configuration": [{}]}
    change = {"after": {**ATTRIBUTES, "id": None}, "after_unknown": unknown}
    assert from_terraform({**CHANGE, "change": change}) == OPTIONS
    off = {"after": {"mfa_configuration": "OFF"}, "after_unknown": {"sms_configuration": [{"sns_caller_arn": True}]}}
    assert from_terraform({**CHANGE, "change": off}) == {"mfa_configuration": "OFF"}
    code = {"mfa_configuration": "OFF", "sms_configuration": [{"sns_caller_arn": "${aws_iam_role.sms.arn}"}]}
    assert from_terraform(code) == {"mfa_configuration": "OFF"}


# -- CloudFormation -----------------------------------------------------------------------------------------------------

PROPERTIES = {"MfaConfiguration": "ON", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"]}
RESOURCE = {"Type": "AWS::Cognito::UserPool", "Properties": PROPERTIES}
TEMPLATE = {"Resources": {"Role": {"Type": "AWS::IAM::Role"}, "UserPool": RESOURCE}}
YAML = """\
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Role:
    Type: AWS::IAM::Role
  UserPool:
    Type: AWS::Cognito::UserPool
    Condition: Prod
    Properties:
      UserPoolName: !Sub ${AWS::StackName}-customers
      LambdaConfig: !If [Prod, {PreSignUp: !GetAtt Function.Arn}, !Ref AWS::NoValue]
      SmsConfiguration: {SnsCallerArn: !GetAtt Role.Arn, ExternalId: !Sub "${AWS::StackName}-external"}
      MfaConfiguration: ON
      EnabledMfas:
        - SOFTWARE_TOKEN_MFA
      EmailAuthenticationMessage: !Ref AWS::NoValue
Outputs:
  Id: {Value: !Ref UserPool}
"""
DESCRIPTION = {"Identifier": POOL, "Properties": json.dumps({**PROPERTIES, "UserPoolId": POOL})}


@pytest.mark.parametrize(
    "document",
    [
        RESOURCE,
        TEMPLATE,
        TEMPLATE["Resources"],
        YAML,
        json.dumps(YAML),
        {"TemplateBody": TEMPLATE, "StagesAvailable": ["Original"]},
        {"TemplateBody": json.dumps(TEMPLATE)},
        {"TemplateBody": YAML},
        json.dumps({"TemplateBody": YAML}),
    ],
)
def test_the_one_pool_of_a_template_is_found(document: Any) -> None:
    assert from_cloudformation(document) == OPTIONS
    if not isinstance(document, str):
        assert from_cloudformation(json.dumps(document)) == OPTIONS


@pytest.mark.parametrize(
    "document",
    [
        {"TypeName": "AWS::Cognito::UserPool", "ResourceDescription": DESCRIPTION},
        {"TypeName": "AWS::Cognito::UserPool", "ResourceDescriptions": [DESCRIPTION]},
        DESCRIPTION,
        DESCRIPTION["Properties"],
        {**DESCRIPTION, "Properties": json.loads(DESCRIPTION["Properties"])},
    ],
)
def test_the_pool_that_cloud_control_describes(document: Any) -> None:
    for given in (document, json.dumps(document)):
        assert from_cloudformation(given) == {"user_pool_id": POOL, **OPTIONS}


def test_a_text_that_cloud_control_describes_is_what_the_pool_has() -> None:
    properties = {"MfaConfiguration": "ON", "EnabledMfas": ["EMAIL_OTP"], "EmailAuthenticationSubject": "Save $NAME"}
    described = from_cloudformation({"Properties": json.dumps(properties)})
    assert described["email_mfa_configuration"] == {"subject": "Save $NAME"}
    with pytest.raises(Untranslatable, match="is a placeholder"):
        from_cloudformation(properties)


def test_one_of_several_pools_is_named() -> None:
    other = {**RESOURCE, "Properties": {"MfaConfiguration": "OFF"}}
    template = {"Resources": {**TEMPLATE["Resources"], "Other": other, "Fn::ForEach::Pools": ["x", ["y"], {}]}}
    assert from_cloudformation(template, logical_id="UserPool") == OPTIONS
    assert from_cloudformation(json.dumps(template), logical_id="Other") == {"mfa_configuration": "OFF"}


TWO = {"Resources": {"A": RESOURCE, "B": RESOURCE}}


@pytest.mark.parametrize(
    ("document", "logical_id", "complaint"),
    [
        (TWO, "", "this is a template with 2 user pools: A, B. Give one of them, or name it with logical_id."),
        (TWO, "C", "logical_id is 'C': the template has no such resource; its user pools are A, B. Name one of them."),
        ({"Resources": {}}, "", "this is a template without a user pool"),
        ({"Resources": {}}, "C", "its user pools are none"),
        ({"AWSTemplateFormatVersion": "2010-09-09"}, "", "this is a template without a user pool"),
        (TEMPLATE, "Role", "Type is 'AWS::IAM::Role': this is not an AWS::Cognito::UserPool"),
        ({"TypeName": "AWS::S3::Bucket", "ResourceDescription": {}}, "", "TypeName is 'AWS::S3::Bucket': this is no"),
        ({"ResourceDescriptions": [DESCRIPTION] * 2}, "", "ResourceDescriptions[0], ResourceDescriptions[1]"),
        ({"ResourceDescriptions": []}, "", "this is an answer of ListResources without a user pool"),
        ({"ResourceDescription": {}}, "", "Properties: this is not a dictionary"),
        ({"Properties": "{"}, "", "Properties is '{': this is not JSON (Expecting"),
        ("a: b\na: c", "", "line 2 has the key a a second time"),
        ("a: &x [*x]", "", "the alias *x is used, but CloudFormation has no aliases"),
        ("? [a]\n: b", "", "line 1 has a key that is not text"),
        ("a: !Sub [", "", "nor YAML ("),
        ("[" * 5000, "", "nor YAML ("),
        ("{a: " * 150, "", "it is nested more than 100 levels deep"),
        ("a: !!int x", "", "nor YAML ("),
        ("a: \ud800", "", "nor YAML ("),
        ("a: \0", "", "nor YAML ("),
        ("", "", "The resource is '': this is not a dictionary"),
        ('"' * 3, "", "The resource"),
        ({"Fn::Transform": {"Name": "AWS::Include"}}, "", "only CloudFormation knows what Fn::Transform gives here"),
        ("MfaConfiguration: !Ref Mode", "", "only CloudFormation knows what Ref gives here"),
        ("WebAuthnRelyingPartyID: !Sub auth.${Domain}", "", "only CloudFormation knows what Fn::Sub gives here"),
    ],
)
def test_what_was_given_instead_of_a_pool_is_said(document: Any, logical_id: str, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_cloudformation(document, logical_id)
    assert complaint in str(caught.value)


@pytest.mark.parametrize("mode", ["OFF", False])
def test_beside_off_nothing_needs_a_value(mode: Any) -> None:
    properties = {
        "MfaConfiguration": mode,
        "EnabledMfas": {"Fn::If": ["A", ["SMS_MFA"], []]},
        "SmsConfiguration": {"SnsCallerArn": {"Fn::GetAtt": ["Role", "Arn"]}},
        "EmailAuthenticationSubject": {"Ref": "Subject"},
    }
    assert from_cloudformation(properties) == {"mfa_configuration": "OFF"}
