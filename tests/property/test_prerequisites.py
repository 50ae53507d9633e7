# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""user_pool_mfa_prerequisites changes nothing but what was named, whatever UpdateUserPool does to what is left out (P9)."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import module
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.module import ensure_prerequisites
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.emulator import behaviour
from tests.property.world import World

ROLE = "arn:aws:iam::123456789012:role/cognito-sms"
IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
EXAMPLES = 10  # of each reading, about 5 s
MODEL = botocore.session.get_session().get_service_model("cognito-idp")
POOL = MODEL.operation_model("DescribeUserPool").output_shape.members["UserPool"]
# What has to mean something, so that Cognito takes it back; everything else is made up from the service model.
MEANINGFUL: dict[str, Any] = {
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    "AutoVerifiedAttributes": ["email", "phone_number"],
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY, "From": "us@example.com"},
    "MfaConfiguration": "OFF",
    "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "id", "SnsRegion": "us-east-1"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "UserPoolTier": "PLUS",
    "UserPoolTags": {"stage": "prod"},
}
OWN = {"Arn", "CreationDate", "EstimatedNumberOfUsers", "Id", "LastModifiedDate", "Name", "Status"}  # of each pool
# What a pool may lack, one by one; without the others, some of what is left would be refused.
OPTIONAL = (
    "AccountRecoverySetting",
    "AcrConfiguration",
    "DcrConfiguration",
    "DeviceConfiguration",
    "IssuerConfiguration",
    "KeyConfiguration",
    "LambdaConfig",
    "SmsAuthenticationMessage",
    "UserAttributeUpdateSettings",
    "UserPoolAddOns",
)
EMAIL_MEMBERS = {
    "email_sending_account": "EmailSendingAccount",
    "source_arn": "SourceArn",
    "reply_to_email_address": "ReplyToEmailAddress",
    "from": "From",
    "configuration_set": "ConfigurationSet",
}

OPTIONS: dict[str, st.SearchStrategy[Any]] = {
    "user_pool_tier": st.sampled_from(["PLUS", "PLUS", "ESSENTIALS", "LITE"]),  # the lower ones are mostly refused (F7)
    "email_configuration": st.fixed_dictionaries(
        {},
        optional={
            "email_sending_account": st.sampled_from(["COGNITO_DEFAULT", "DEVELOPER"]),
            "source_arn": st.just(IDENTITY),
            "from": st.sampled_from(["a@example.com", ""]),
            "configuration_set": st.sampled_from(["set", ""]),
        },
    ),
    "account_recovery_setting": st.sampled_from(
        [
            {"recovery_mechanisms": [{"name": name, "priority": rank} for rank, name in enumerate(mechanisms, 1)]}
            for mechanisms in (["admin_only"], ["verified_phone_number"], ["verified_email", "verified_phone_number"])
        ]
    ),
    "auto_verified_attributes": st.sampled_from([["email"], ["phone_number", "email"]]),  # F3
    "policies": st.sets(st.sampled_from(["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"])).map(
        lambda factors: {"sign_in_policy": {"allowed_first_auth_factors": ["PASSWORD", *sorted(factors)]}}  # F9
    ),
}
TARGETS = {
    "user_pool_tier": "UserPoolTier",
    "email_configuration": "EmailConfiguration",
    "account_recovery_setting": "AccountRecoverySetting",
    "auto_verified_attributes": "AutoVerifiedAttributes",
    "policies": "Policies",
}
tasks = st.fixed_dictionaries({}, optional=OPTIONS).filter(bool)
SENT = {
    "AutoVerifiedAttributes": ["email", "phone_number"],
    "SmsConfiguration": MEANINGFUL["SmsConfiguration"],
}  # F3, F4
others = st.none() | st.sampled_from(
    [
        {**SENT, "DeletionProtection": "INACTIVE"},
        {**SENT, "UserPoolTags": {"by": "another"}},
        {**SENT, "LambdaConfig": {}, "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}},
    ]
)


def made_up(shape: Any, draw: Any) -> Any:
    """A value that a service model allows, with every member."""
    if shape.type_name == "structure":
        return {name: made_up(member, draw) for name, member in shape.members.items()}
    if shape.type_name == "list":
        return [made_up(shape.member, draw)]
    if shape.type_name == "map":
        return {"Level2": made_up(shape.value, draw)}
    return draw(values(shape))


def values(shape: Any) -> st.SearchStrategy[Any]:
    """The values of a shape without members."""
    if shape.type_name == "boolean":
        return st.booleans()
    if shape.type_name in ("integer", "long"):
        return st.integers(shape.metadata.get("min", 1), min(shape.metadata.get("max", 9), 90))
    if getattr(shape, "enum", None):
        return st.sampled_from(shape.enum)
    if "arn" in shape.metadata.get("pattern", ""):
        return st.just("arn:aws:lambda:us-east-1:123456789012:function:trigger")
    return st.sampled_from(["Your code is {####}", "Zażółć {####} {##link##}"])


@st.composite
def pools(draw: Any) -> dict[str, Any]:
    """What Describe shows of a pool that may have every member of the service model."""
    made = {
        name: made_up(shape, draw)
        for name, shape in POOL.members.items()
        if name not in OWN and shape.type_name != "timestamp"
    }
    pool = {**made, **MEANINGFUL}
    pool["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaArn"] = pool["LambdaConfig"]["PreTokenGeneration"]
    pool["Policies"]["SignInPolicy"] = {"AllowedFirstAuthFactors": ["PASSWORD"]}
    template = pool["VerificationMessageTemplate"]  # P13: read back in both
    pool["SmsVerificationMessage"] = template["SmsMessage"]
    pool["EmailVerificationMessage"] = template["EmailMessage"]
    pool["EmailVerificationSubject"] = template["EmailSubject"]
    pool["AdminCreateUserConfig"]["UnusedAccountValidityDays"] = pool["Policies"]["PasswordPolicy"][
        "TemporaryPasswordValidityDays"
    ]
    pool["UserPoolTags"] = draw(st.sampled_from([{}, {"stage": "prod", "team": "identity"}]))
    pool["UserPoolTier"] = draw(st.sampled_from(["ESSENTIALS", "PLUS"]))
    lacking = draw(st.sets(st.sampled_from(OPTIONAL), max_size=3))
    return {name: value for name, value in pool.items() if name not in lacking}


def described(world: World, pool_id: str) -> dict[str, Any]:
    """The user pool as it came, without what tells it from another one and what is empty."""
    answers: list[bytes] = []
    event = "before-parse.cognito-identity-provider.DescribeUserPool"

    def keep(response_dict: Any, **_rest: Any) -> None:
        answers.append(response_dict["body"])

    world.cognito.meta.events.register(event, keep)
    world.cognito.describe_user_pool(UserPoolId=pool_id)
    world.cognito.meta.events.unregister(event, keep)
    pool: dict[str, Any] = json.loads(answers[0])["UserPool"]
    return {name: value for name, value in pool.items() if name not in OWN and value}


def run(world: World, pool_id: str, options: dict[str, Any]) -> dict[str, Any]:
    """The module's work."""
    absent = dict.fromkeys((*TARGETS, "user_pool_name"))
    params = {**absent, "user_pool_id": pool_id, "allow_downgrade": True, "allow_managed": False, **options}

    return module.attempt(ensure_prerequisites, params, world.connect, False)


def unnamed(pool: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The part of a description that a task does not name."""
    rest = {name: value for name, value in pool.items() if name not in {TARGETS[option] for option in options}}
    if "email_configuration" in options:
        named = {EMAIL_MEMBERS[name] for name in options["email_configuration"]}
        sender = {"EmailSendingAccount": "COGNITO_DEFAULT", **pool.get("EmailConfiguration", {})}
        rest["EmailConfiguration"] = {name: value for name, value in sender.items() if name not in named}
    if "policies" in options:
        rest["Policies"] = {**pool["Policies"], "SignInPolicy": {}}
    return rest


@pytest.mark.parametrize("reading", behaviour.SWITCHES["P9"])
def test_nothing_changes_but_what_was_named(world: World, reading: str) -> None:
    writes: list[bool] = []

    @settings(max_examples=EXAMPLES)
    @given(pool=pools(), options=tasks, other=others)
    def holds(pool: dict[str, Any], options: dict[str, Any], other: dict[str, Any] | None) -> None:
        world.emulator.reset()
        world.emulator.switch(P9=reading)
        pool_id, twin = world.emulator.pools(2, described=pool)
        if other is not None:  # between the module's first look and its second
            fault = {"then": {"update": {"UserPoolId": pool_id, **other}}}
            world.emulator.fault({"operation": "DescribeUserPool", "skip": 1, "times": 1, "fault": fault})
            world.cognito.update_user_pool(UserPoolId=twin, **other)
        result = run(world, pool_id, options)
        applied = [
            call
            for call in world.emulator.journal()
            if call["operation"] == "UpdateUserPool" and call["applied"] and call["user_pool_id"] == pool_id
        ]
        assert len(applied) == int(not result.get("failed") and result["changed"]), result
        writes.append(bool(applied))
        if applied:
            assert unnamed(described(world, pool_id), options) == unnamed(described(world, twin), options)
            assert not run(world, pool_id, options)["changed"]

    holds()
    assert sum(writes) > len(writes) // 2, "too few of the tasks wrote"
