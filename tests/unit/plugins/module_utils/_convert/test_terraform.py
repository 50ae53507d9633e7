# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Terraform's user pools into module options."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import ATTRIBUTES
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import OTHERS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal

POOL = "us-east-1_EXAMPLE01"
ARN = "arn:aws:iam::123456789012:role/sms"
TEXT = "Your code is {####}"
SMS = [{"external_id": "id-1", "sns_caller_arn": ARN, "sns_region": "us-east-1"}]

# A pool of a state, shortened where it has nothing to do with MFA.
STATE: dict[str, Any] = {
    "id": POOL,
    "name": "customers",
    "arn": f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}",
    "region": "us-east-1",
    "email_configuration": [{"email_sending_account": "DEVELOPER", "source_arn": "arn"}],
    "lambda_config": [],
    "tags": None,
    "mfa_configuration": "ON",
    "sms_authentication_message": TEXT,
    "sms_configuration": SMS,
    "software_token_mfa_configuration": [{"enabled": True}],
    "email_mfa_configuration": [{"message": "", "subject": "Code"}],
    "web_authn_configuration": [{"relying_party_id": "auth.example.com", "user_verification": "required"}],
}
OPTIONS: dict[str, Any] = {
    "user_pool_id": POOL,
    "mfa_configuration": "ON",
    "sms_mfa_configuration": {"sms_authentication_message": TEXT, "sms_configuration": SMS[0]},
    "software_token_mfa_configuration": {"enabled": True},
    "email_mfa_configuration": {"subject": "Code"},
    "web_authn_configuration": {"relying_party_id": "auth.example.com", "user_verification": "required"},
}


def test_a_pool_of_the_state() -> None:
    resource = {"address": "aws_cognito_user_pool.customers", "type": "aws_cognito_user_pool", "values": STATE}
    for given in (STATE, resource, json.dumps(resource)):
        assert from_terraform(given) == OPTIONS
    assert list(from_terraform(STATE)) == list(OPTIONS)


def test_off_has_no_factors_and_keeps_passkeys() -> None:
    assert from_terraform({**STATE, "mfa_configuration": "OFF"}) == {
        "user_pool_id": POOL,
        "mfa_configuration": "OFF",
        "web_authn_configuration": OPTIONS["web_authn_configuration"],
    }


def test_what_is_not_set_is_not_named() -> None:
    unset = {"mfa_configuration": None, "sms_authentication_message": "", "sms_configuration": [], "id": None}
    assert from_terraform(unset) == {"mfa_configuration": "OFF"}
    assert from_terraform({}) == {"mfa_configuration": "OFF"}


def test_an_empty_block_is_a_block() -> None:
    for block in ([None], [{}], [{"message": "", "subject": None}], {"message": ""}):
        options = from_terraform({"mfa_configuration": "ON", "email_mfa_configuration": block})
        assert options == {"mfa_configuration": "ON", "email_mfa_configuration": {}}


def test_a_disabled_totp_is_named() -> None:
    options = from_terraform({**STATE, "software_token_mfa_configuration": [{"enabled": False}]})
    assert options["software_token_mfa_configuration"] == {"enabled": False}


def test_sms_settings_may_be_no_factor() -> None:
    assert "sms_mfa_configuration" not in from_terraform(STATE, sms_factor=False)
    message_alone = {**STATE, "sms_configuration": []}
    assert "sms_mfa_configuration" not in from_terraform(message_alone)


def test_members_that_terraform_may_learn_are_known_already() -> None:
    passkeys = {"relying_party_id": "a.example", "factor_configuration": "SINGLE_FACTOR"}
    sender = [
        {"eums_sms": [{"caller_arn": ARN, "region": ""}], "external_id": "", "sns_caller_arn": "", "sns_region": ""}
    ]
    state = {"mfa_configuration": "ON", "web_authn_configuration": [passkeys], "sms_configuration": sender}
    options = from_terraform(state)
    assert options["web_authn_configuration"] == passkeys
    assert options["sms_mfa_configuration"] == {"sms_configuration": {"eums_sms": {"caller_arn": ARN}}}


@pytest.mark.parametrize(
    ("state", "complaint"),
    [
        (
            {"push_mfa_configuration": []},
            "push_mfa_configuration is []: this name is not known here",
        ),
        (
            {"email_mfa_configuration": [{"body": "x"}]},
            "email_mfa_configuration.body is 'x': this name is not known here",
        ),
        ({"email_mfa_configuration": [{}, {}]}, "email_mfa_configuration: there is more than one block"),
        (
            {"email_mfa_configuration": ["x"]},
            "email_mfa_configuration is \"'x'\": the email factor has to be of the type dict",
        ),
        ({"mfa_configuration": "${var.mode}"}, "mfa_configuration is '${var.mode}': this is an expression"),
        (
            {"sms_configuration": [{"sns_caller_arn": "${aws_iam_role.sms.arn}"}]},
            "sms_configuration.sns_caller_arn is '${aws_iam_role.sms.arn}': this is an expression, whose value only",
        ),
        ({"type": "aws_cognito_user_pool_client", "values": {}}, "type is 'aws_cognito_user_pool_client': this is no"),
        ({"type": "aws_cognito_user_pool"}, "values: this is not a dictionary"),
        ("not json", "The resource is 'not json': this is not JSON"),
        (["x"], "The resource is ['x']: this is not a dictionary"),
    ],
)
def test_what_cannot_be_translated_is_said(state: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_terraform(state)
    assert complaint in str(caught.value)


def test_limits_are_kept() -> None:
    with pytest.raises(Refusal, match="sns_caller_arn"):
        from_terraform({"mfa_configuration": "ON", "sms_configuration": [{"sns_caller_arn": "arn:x"}]})


def test_no_attribute_is_in_both_tables() -> None:
    assert not set(ATTRIBUTES) & set(OTHERS)
    assert sorted(OTHERS) == list(OTHERS)
