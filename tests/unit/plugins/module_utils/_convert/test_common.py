# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every error of the translations, word by word: the member, its value, what is wrong, the fix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import to_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform

NO_JSON = "this is not JSON (Expecting value: line 1 column 1 (char 0)). Give a dictionary or its JSON."
NOT_A_DICTIONARY = "this is not a dictionary. Give a dictionary or its JSON."
UNKNOWN = "Correct the name, leave it out, or use a release of latchkey.cognito that knows it."

MESSAGES: list[tuple[Callable[..., Any], Any, str]] = [
    (from_aws_cli, 5, "The call is '5': this is neither a document nor a command. Give one of them."),
    (to_aws_cli, "x", f"The options is 'x': {NO_JSON}"),
    (to_aws_cli, "[]", f"The options is '[]': {NOT_A_DICTIONARY}"),
    (
        from_aws_cli,
        {"EmailMfaConfiguration": {"Text": "x"}},
        f"EmailMfaConfiguration.Text is 'x': this name is not known here. {UNKNOWN}",
    ),
    (
        from_aws_cli,
        {"MfaConfiguration": 5},
        "MfaConfiguration is '5': the MFA mode has to be of the type str, not of the type int. "
        "Correct the value, or leave the member out.",
    ),
    (
        from_aws_cli,
        {"WebAuthnConfiguration": {"UserVerification": "maybe"}},
        "WebAuthnConfiguration.UserVerification is 'maybe': whether the authenticator verifies the user must be one of "
        "required, preferred. Correct the value.",
    ),
    (
        from_aws_cli,
        "--user-pool-id $POOL",
        "The command is '--user-pool-id $POOL': a shell would interpret '$', but no shell runs here. "
        "Replace it with its value, or put it in single quotes.",
    ),
    (
        from_aws_cli,
        "--user-pool-id 'x",
        'The command is "--user-pool-id \'x": a quote is not closed (No closing quotation). Close it.',
    ),
    (
        from_aws_cli,
        "aws s3 ls",
        "s3 ls: this is not the command cognito-idp set-user-pool-mfa-config. "
        "Give that command alone, with values in quotes.",
    ),
    (from_aws_cli, "--region", "--region: its value is missing. Put it after the option."),
    (
        from_aws_cli,
        "--mfa-config ON",
        "--mfa-config: this name is not known here. "
        f"Perhaps --mfa-configuration or --sms-mfa-configuration or --email-mfa-configuration is meant. {UNKNOWN}",
    ),
    (from_aws_cli, "--xyzzy", f"--xyzzy: this name is not known here. {UNKNOWN}"),
    (
        from_terraform,
        {"mfa_config": "ON"},
        f"mfa_config is 'ON': this name is not known here. Perhaps lambda_config or mfa_configuration or "
        f"email_configuration is meant. {UNKNOWN}",
    ),
    (
        from_aws_cli,
        "--no-sign-request",
        "--no-sign-request: it has no counterpart in a task. "
        "This call needs IAM credentials, so an unsigned request is always refused.",
    ),
    (
        from_aws_cli,
        "--email-mfa-configuration file://mail",
        "--email-mfa-configuration is 'file://mail': a filter reads no files, and fetches nothing. "
        "Put the content in its place, or give the filter the document with the lookup ansible.builtin.file.",
    ),
    (from_aws_cli, "--email-mfa-configuration '[]'", f"--email-mfa-configuration is '[]': {NOT_A_DICTIONARY}"),
    (
        from_aws_cli,
        "--email-mfa-configuration Message",
        "--email-mfa-configuration is 'Message': this is neither JSON nor shorthand: after 'Message', expected '=' but found "
        "the end; quote a value that has commas or braces. Give the value as JSON, in single quotes.",
    ),
    (
        from_aws_cli,
        "--email-mfa-configuration Message=a,b=c}",
        "--email-mfa-configuration is 'Message=a,b=c}': this is neither JSON nor shorthand: after 'Message=a,b=c', expected "
        "',' but found '}'; quote a value that has commas or braces. Give the value as JSON, in single quotes.",
    ),
    (
        from_aws_cli,
        "--email-mfa-configuration Message=[a]",
        "--email-mfa-configuration is 'Message=[a]': this is neither JSON nor shorthand: after 'Message=', no member takes "
        "a list; quote a value that begins with a bracket. Give the value as JSON, in single quotes.",
    ),
    (
        from_aws_cli,
        "--cli-read-timeout x",
        "--cli-read-timeout is 'x': this is not a number of seconds above 0. 0, which means no timeout, has no counterpart.",
    ),
    (
        to_aws_cli,
        {"mfa_configuration": "OFF", "purge_factors": False},
        "purge_factors is False: the AWS CLI always removes the factors that the document does not name. "
        "Name all factors of the pool and set purge_factors: true.",
    ),
    (
        to_aws_cli,
        {"software_token_mfa_configuration": {}},
        "mfa_configuration: it is missing, and the AWS CLI takes that for OFF (R2). "
        "Name the mode and all factors, as latchkey.cognito.user_pool_mfa_config_info returns them.",
    ),
    (
        to_aws_cli,
        {"mfa_configuration": "OFF", "user_pool_name": "customers"},
        "user_pool_name is 'customers': the AWS CLI knows user pools by ID alone. Use user_pool_id.",
    ),
    (
        to_aws_cli,
        {"mfa_configuration": "OFF", "validate_certs": False},
        "validate_certs: the document has no place for it; the AWS CLI's option is --no-verify-ssl. "
        "Leave it out, and put that option on the command line.",
    ),
    (
        from_terraform,
        {"type": "aws_s3_bucket"},
        "type is 'aws_s3_bucket': this is not an aws_cognito_user_pool. "
        "Select the resources of the type aws_cognito_user_pool.",
    ),
    (from_terraform, {"type": "aws_cognito_user_pool", "values": 5}, f"values is 5: {NOT_A_DICTIONARY}"),
    (
        from_terraform,
        {"mfa_configuration": "${var.mode}"},
        "mfa_configuration is '${var.mode}': this is an expression, whose value only Terraform knows. "
        "Take the resource from the state, with terraform show -json.",
    ),
    (
        from_terraform,
        {"email_mfa_configuration": [{}, {}]},
        "email_mfa_configuration: there is more than one block. Keep one.",
    ),
    (
        from_cloudformation,
        {"Type": "AWS::S3::Bucket"},
        "Type is 'AWS::S3::Bucket': this is not an AWS::Cognito::UserPool. "
        "Select the resources of the type AWS::Cognito::UserPool.",
    ),
    (from_cloudformation, {"Type": "AWS::Cognito::UserPool", "Properties": 5}, f"Properties is 5: {NOT_A_DICTIONARY}"),
    (
        from_cloudformation,
        {"SmsConfiguration": {"ExternalId": {"Ref": "Id"}}},
        "SmsConfiguration.ExternalId is {'Ref': 'Id'}: only CloudFormation knows what Ref gives here. "
        "Put the value of the deployed pool in its place.",
    ),
    (
        from_cloudformation,
        {"EnabledMfas": "SMS_MFA"},
        "EnabledMfas is 'SMS_MFA': this is not a list. List some of SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP.",
    ),
    (
        from_cloudformation,
        {"EnabledMfas": ["PUSH"]},
        "EnabledMfas is 'PUSH': this factor is not known here; known are SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP. "
        "Leave it out, or use a release that knows it.",
    ),
]


@pytest.mark.parametrize(("translate", "given", "message"), MESSAGES)
def test_an_error_says_it_all(translate: Callable[..., Any], given: Any, message: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(given)
    assert str(caught.value) == message
