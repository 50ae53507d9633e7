# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""user_pool_mfa_prerequisites over HTTP, both ways of running: the safeguards S1 to S9, refusals and faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.pools import OPEN_POOL

ROLE = "arn:aws:iam::123456789012:role/cognito-sms"
IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
STACK = {"aws:cloudformation:stack-name": "customers"}
FRAGILE: dict[str, Any] = {
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:trigger"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
    "UserPoolTier": "PLUS",
    "AutoVerifiedAttributes": ["email"],
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "id"},
    "SmsAuthenticationMessage": "Go {####}",
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"},
    "DeletionProtection": "ACTIVE",
    "UserPoolTags": {"team": "identity"},
}
READINGS = ("as measured", "everything reset", "everything kept")


def factors(*names: str) -> dict[str, Any]:
    return {"policies": {"sign_in_policy": {"allowed_first_auth_factors": list(names)}}}


def mechanisms(*names: str) -> dict[str, Any]:
    ranked = [{"name": name, "priority": rank} for rank, name in enumerate(names, 1)]
    return {"account_recovery_setting": {"recovery_mechanisms": ranked}}


def sender(**members: str) -> dict[str, Any]:
    return {"email_configuration": {"email_sending_account": "DEVELOPER", "source_arn": IDENTITY, **members}}


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.fixture
def described(cognito: Any) -> Callable[[str], dict[str, Any]]:
    """A pool without what every write changes."""

    def describe(pool_id: str) -> dict[str, Any]:
        pool: dict[str, Any] = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        return {name: value for name, value in pool.items() if name != "LastModifiedDate"}

    return describe


def operations(emulator: Any) -> list[str]:
    return [call["operation"] for call in emulator.journal()]


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_changes_but_what_is_named(
    modules: Modules, make_pool: Any, emulator: Any, described: Any, reading: str
) -> None:
    pool_id = make_pool(**FRAGILE)
    emulator.switch(P9=reading)
    before = described(pool_id)
    emulator.clear()
    result = modules.prerequisites(pool_id, **factors("WEB_AUTHN", "PASSWORD"), **sender(), user_pool_tier="PLUS")
    assert result["changed"], result
    assert operations(emulator) == [
        "DescribeUserPool",
        "GetUserPoolMfaConfig",
        "DescribeUserPool",
        "UpdateUserPool",
        "DescribeUserPool",
        "GetUserPoolMfaConfig",
    ]
    after = described(pool_id)
    assert set(after["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]) == {"PASSWORD", "WEB_AUTHN"}
    assert after["EmailConfiguration"] == {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY}
    for pool in (before, after):
        del pool["Policies"]["SignInPolicy"], pool["EmailConfiguration"]
    assert after == before
    again = modules.prerequisites(pool_id, **factors("PASSWORD", "WEB_AUTHN"), **sender(), user_pool_tier="PLUS")
    assert not again["changed"]
    assert "request" not in again


def refused(modules: Modules, emulator: Any, pool_id: str, rule: str, **options: Any) -> str:
    """What the module says, the same in check mode; nothing is sent."""
    emulator.clear()
    results = [modules.prerequisites(pool_id, check=check, **options) for check in (True, False)]
    assert "UpdateUserPool" not in operations(emulator)
    assert results[0].get("failed"), results[0]
    assert results[0]["msg"] == results[1]["msg"]
    assert f"({rule})" in results[0]["msg"], results[0]["msg"]
    return str(results[0]["msg"])


def test_refusals_from_the_request_and_the_description(
    modules: Modules, make_pool: Any, cognito: Any, emulator: Any
) -> None:
    plain, lite = make_pool(), make_pool(UserPoolTier="LITE")
    plus = make_pool(**FRAGILE, UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]})
    on = make_pool(**OPEN_POOL)
    totp = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    cognito.set_user_pool_mfa_config(UserPoolId=on, MfaConfiguration="ON", **totp)
    twice = {"account_recovery_setting": {"recovery_mechanisms": []}}
    same = [{"name": "verified_email", "priority": 1}, {"name": "verified_phone_number", "priority": 1}]
    names = [{"name": "verified_email", "priority": 1}, {"name": "verified_email", "priority": 2}]
    cases: list[tuple[str, str, dict[str, Any]]] = [
        ("P5", plain, twice),
        ("P25", plain, {"account_recovery_setting": {"recovery_mechanisms": same}}),
        ("P25", plain, {"account_recovery_setting": {"recovery_mechanisms": names}}),
        ("F8", plain, mechanisms("admin_only", "verified_email")),
        ("F8", plain, mechanisms("verified_phone_number", "admin_only")),
        ("F9", plain, factors("WEB_AUTHN")),
        ("F9", plain, factors()),
        ("F10", plain, {"email_configuration": {"email_sending_account": "DEVELOPER"}}),
        ("F10", on, {"email_configuration": {"source_arn": ""}}),
        ("F11", plain, sender(source_arn=IDENTITY.replace("us-east-1", "eu-central-1"))),
        ("F11", plain, sender(source_arn=IDENTITY.replace("us-east-1", "ap-south-1"))),
        ("F14", plain, sender(**{"from": "Example"})),
        ("F14", plain, sender(**{"from": "no reply @ example.com"})),
        ("R74, E14", plain, sender(source_arn="example.com")),
        ("R74, E14", plain, sender(configuration_set="my set")),
        ("R84", plain, factors("PASSWORD", "SMS_OTP")),
        ("E3", on, factors("PASSWORD", "EMAIL_OTP")),
        ("E18", on, factors("PASSWORD", "WEB_AUTHN")),
        ("F7", lite, factors("PASSWORD", "WEB_AUTHN")),
        ("F7", plus, {"user_pool_tier": "ESSENTIALS", "allow_downgrade": True}),
        ("S8", plain, {"user_pool_tier": "LITE"}),
        ("S8", plus, {"user_pool_tier": "LITE"}),
        ("F3", plus, {"auto_verified_attributes": []}),
        ("F3", plus, {"auto_verified_attributes": ["phone_number"]}),
    ]
    for rule, pool_id, options in cases:
        refused(modules, emulator, pool_id, rule, **options)


def test_a_pool_of_a_stack_needs_the_users_word(modules: Modules, make_pool: Any, emulator: Any) -> None:
    """P23, P31; the stack's tags stay, which no request can carry."""
    (pool_id,) = emulator.pools(1, template={"UserPoolTags": {**STACK, "team": "identity"}})
    message = refused(modules, emulator, pool_id, "P31", **sender())
    assert "the CloudFormation stack 'customers' manages this user pool" in message
    assert not modules.prerequisites(pool_id, user_pool_tier="ESSENTIALS")["changed"]
    result = modules.prerequisites(pool_id, allow_managed=True, **sender())
    assert result["changed"], result
    assert "UserPoolTags" not in result["request"]


@pytest.mark.parametrize("member", ["Unknown", "LambdaConfig", "SchemaAttributes", "AcrConfiguration"])
def test_s2_what_botocore_does_not_know_is_not_risked(
    modules: Modules, make_pool: Any, emulator: Any, member: str
) -> None:
    """At the top, in a block, in a list, in a map."""
    unknown: dict[str, tuple[Any, str]] = {
        "Unknown": ({"Level": 1}, "UserPool.Unknown"),
        "LambdaConfig": ({"PostQuantum": "arn"}, "UserPool.LambdaConfig.PostQuantum"),
        "SchemaAttributes": ([{"Name": "sub", "Fresh": True}], "UserPool.SchemaAttributes.Fresh"),
        "AcrConfiguration": ({"Level1": {"AcrValue": "x", "Fresh": 1}}, "UserPool.AcrConfiguration.Level1.Fresh"),
    }
    pool_id = make_pool()
    emulator.live(pool_id, described={member: unknown[member][0]})
    message = refused(modules, emulator, pool_id, "S2", **sender())
    assert unknown[member][1] in message
    assert "newer botocore" in message


def test_s5_whatever_moves_starts_it_over(modules: Modules, make_pool: Any, emulator: Any, described: Any) -> None:
    pool_id = make_pool(**FRAGILE)
    other = {"update": {"UserPoolId": pool_id, "AutoVerifiedAttributes": ["email", "phone_number"]}}
    emulator.fault({"operation": "DescribeUserPool", "skip": 1, "times": 1, "fault": {"then": other}})
    result = modules.prerequisites(pool_id, **mechanisms("verified_email", "verified_phone_number"))
    assert result["changed"], result
    assert described(pool_id)["AutoVerifiedAttributes"] == ["email", "phone_number"]
    assert operations(emulator).count("UpdateUserPool") == 1
