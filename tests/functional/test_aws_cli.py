# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AWS CLI as an independent client: what it sets the module sees as unchanged, what the module sets it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.modules import ACCESS_KEY
from tests.support.modules import Modules
from tests.support.modules import SECRET_KEY
from tests.support.pools import OPEN_POOL

AWS = Path(sys.executable).with_name("aws")
ARN = "arn:aws:iam::123456789012:role/cognito-sms"
TEXT = "Your code is {####}"

OPTIONS = {
    "mfa_configuration": "OPTIONAL",
    "sms_mfa_configuration": {
        "sms_authentication_message": TEXT,
        "sms_configuration": {"sns_caller_arn": ARN, "external_id": "id-1", "sns_region": "us-east-1"},
    },
    "software_token_mfa_configuration": {"enabled": True},
    "email_mfa_configuration": {"message": TEXT, "subject": "Your code"},
    "web_authn_configuration": {
        "relying_party_id": "auth.example.com",
        "user_verification": "required",
        "factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
    },
}
ARGUMENTS = [
    "--mfa-configuration",
    "OPTIONAL",
    "--sms-mfa-configuration",
    json.dumps(
        {
            "SmsAuthenticationMessage": TEXT,
            "SmsConfiguration": {"SnsCallerArn": ARN, "ExternalId": "id-1", "SnsRegion": "us-east-1"},
        }
    ),
    "--software-token-mfa-configuration",
    "Enabled=true",
    "--email-mfa-configuration",
    json.dumps({"Message": TEXT, "Subject": "Your code"}),
    "--web-authn-configuration",
    "RelyingPartyId=auth.example.com,UserVerification=required,FactorConfiguration=MULTI_FACTOR_WITH_USER_VERIFICATION",
]


@pytest.fixture
def aws(emulator: Any) -> Callable[..., dict[str, Any]]:
    def run(command: str, pool_id: str, *arguments: str) -> dict[str, Any]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": emulator.endpoint,
        }
        done = subprocess.run(
            [AWS, "cognito-idp", command, "--user-pool-id", pool_id, *arguments],
            env=environment,
            check=True,
            capture_output=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return run


def test_what_the_cli_set_is_unchanged(aws: Any, make_pool: Any, emulator: Any) -> None:
    pool_id = make_pool(**OPEN_POOL)
    aws("set-user-pool-mfa-config", pool_id, *ARGUMENTS)
    result = Modules(emulator.endpoint).config(pool_id, **OPTIONS)
    assert result["changed"] is False
    assert result["mfa_config"] == OPTIONS


def test_what_the_module_set_is_what_the_cli_would_have_set(aws: Any, make_pool: Any, emulator: Any) -> None:
    by_module, by_cli = make_pool(**OPEN_POOL), make_pool(**OPEN_POOL)
    assert Modules(emulator.endpoint).config(by_module, **OPTIONS)["changed"]
    aws("set-user-pool-mfa-config", by_cli, *ARGUMENTS)
    get = "get-user-pool-mfa-config"
    assert aws(get, by_module) == aws(get, by_cli)


def test_the_trap(aws: Any, make_pool: Any, emulator: Any) -> None:
    """The README's proof: the CLI turns MFA off in passing (R1, R2), the module does not."""
    modules = Modules(emulator.endpoint)
    pool_id = make_pool(**OPEN_POOL)
    modules.config(pool_id, **OPTIONS)
    domain = "other.example.com"
    kept = modules.config(pool_id, web_authn_configuration={"relying_party_id": domain})["mfa_config"]
    passkeys: Any = OPTIONS["web_authn_configuration"]
    assert kept == {**OPTIONS, "web_authn_configuration": {**passkeys, "relying_party_id": domain}}
    answer = aws("set-user-pool-mfa-config", pool_id, "--web-authn-configuration", f"RelyingPartyId={domain}")
    assert answer["MfaConfiguration"] == "OFF"
    assert "SoftwareTokenMfaConfiguration" not in answer
    assert answer["WebAuthnConfiguration"]["FactorConfiguration"] == "SINGLE_FACTOR"
