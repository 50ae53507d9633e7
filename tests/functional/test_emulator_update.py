# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UpdateUserPool and DescribeUserPool of the emulator over HTTP; what they decide is in tests/unit/emulator."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import user_pool

ROLE = "arn:aws:iam::123456789012:role/cognito-sms"
STACK = {"aws:cloudformation:stack-name": "customers"}
SETTINGS: dict[str, Any] = {
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:trigger"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "AutoVerifiedAttributes": ["email"],
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "id"},
    "SmsAuthenticationMessage": "Go {####}",
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"},
}


@pytest.fixture
def raw(cognito: Any) -> Callable[[str], dict[str, Any]]:
    """DescribeUserPool's answer as it came, whatever the service model knows of it."""
    bodies: list[bytes] = []
    cognito.meta.events.register(
        "before-parse.cognito-identity-provider.DescribeUserPool",
        lambda response_dict, **_rest: bodies.append(response_dict["body"]),
    )

    def describe(pool_id: str) -> dict[str, Any]:
        cognito.describe_user_pool(UserPoolId=pool_id)
        described: dict[str, Any] = json.loads(bodies[-1])["UserPool"]
        return described

    return describe


def settings(description: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in description.items() if name not in user_pool.READ_ONLY}


def test_p10_describe_echoed_back_leaves_the_pool_as_it_was(cognito: Any, make_pool: Any, raw: Any) -> None:
    pool_id = make_pool(**SETTINGS)
    before = raw(pool_id)
    carried = {name: value for name, value in before.items() if name in user_pool.RESET}
    cognito.update_user_pool(UserPoolId=pool_id, **carried)
    after = raw(pool_id)
    assert json.dumps(settings(after), sort_keys=True) == json.dumps(settings(before), sort_keys=True)
    assert after["LastModifiedDate"] > before["LastModifiedDate"]
    assert after["CreationDate"] == before["CreationDate"]


@pytest.mark.parametrize("reading", ["as measured", "everything reset", "everything kept"])
def test_what_is_left_out(cognito: Any, make_pool: Any, emulator: Any, raw: Any, reading: str) -> None:
    pool_id = make_pool(**SETTINGS)
    emulator.switch(P9=reading)
    before = raw(pool_id)
    cognito.update_user_pool(UserPoolId=pool_id, PoolName="renamed")
    after = raw(pool_id)
    lost = {name for name in SETTINGS if after.get(name) != before[name]}
    assert (
        lost
        == {
            "as measured": set(SETTINGS) - {"SmsConfiguration"},
            "everything reset": set(SETTINGS),
            "everything kept": set(),
        }[reading]
    )
    assert after["Name"] == "renamed"


def test_every_member_that_was_ever_set(emulator: Any, raw: Any) -> None:
    """Also those that no request can set, and those that no service model knows."""
    described = {
        "Status": "Enabled",
        "Domain": "login",
        "FutureConfiguration": {"Level": 1},
        "DeletionProtection": None,
    }
    (pool_id,) = emulator.pools(1, template={"UserPoolTags": STACK}, described=described)
    answer = raw(pool_id)
    assert {name: answer[name] for name in ("Status", "Domain", "FutureConfiguration")} == {
        "Status": "Enabled",
        "Domain": "login",
        "FutureConfiguration": {"Level": 1},
    }
    assert "DeletionProtection" not in answer
    assert answer["UserPoolTags"] == STACK
    emulator.live(pool_id, described={"LambdaConfig": {"FutureTrigger": "x"}})
    assert raw(pool_id)["LambdaConfig"] == {"FutureTrigger": "x"}


@pytest.mark.parametrize("operation", ["create", "update"])
def test_tags_of_a_stack_are_not_for_clients(cognito: Any, make_pool: Any, raw: Any, operation: str) -> None:
    pool_id = make_pool()
    call = cognito.create_user_pool if operation == "create" else cognito.update_user_pool
    arguments = {"PoolName": "x"} if operation == "create" else {"UserPoolId": pool_id}
    with pytest.raises(ClientError) as caught:
        call(UserPoolTags=STACK, **arguments)
    assert caught.value.response["Error"]["Code"] == "UserPoolTaggingException"
    assert raw(pool_id)["UserPoolTags"] == {}


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("importing", "UserImportInProgressException"),
        ("replica", "OperationNotEnabledException"),
        ("recovering", "OperationNotEnabledException"),
    ],
)
def test_states(cognito: Any, emulator: Any, state: str, code: str) -> None:
    (pool_id,) = emulator.pools(1, state=state)
    with pytest.raises(ClientError) as caught:
        cognito.update_user_pool(UserPoolId=pool_id, DeletionProtection="ACTIVE")
    assert caught.value.response["Error"]["Code"] == code
    if state == "importing":  # which SetUserPoolMfaConfig does not mind (R64)
        cognito.set_user_pool_mfa_config(UserPoolId=pool_id)
    else:
        with pytest.raises(ClientError) as caught:
            cognito.set_user_pool_mfa_config(UserPoolId=pool_id)
        assert caught.value.response["Error"]["Code"] == code
    emulator.live(pool_id, state="normal")
    cognito.update_user_pool(UserPoolId=pool_id, DeletionProtection="ACTIVE")


def test_a_state_that_is_none(emulator: Any) -> None:
    with pytest.raises(OSError, match="400"):
        emulator.pools(1, state="asleep")


def test_p29_two_at_a_time(cognito: Any, emulator: Any, make_pool: Any, raw: Any) -> None:
    pool_id = make_pool(**SETTINGS)
    busy = {
        "error": "ConcurrentModificationException",
        "message": "Only one request to update this UserPool can be processed at a time",
        "then": {"update": {"UserPoolId": pool_id, "DeletionProtection": "ACTIVE"}},
    }
    emulator.fault({"operation": "UpdateUserPool", "times": 1, "fault": busy})
    with pytest.raises(cognito.exceptions.ConcurrentModificationException, match="at a time"):
        cognito.update_user_pool(UserPoolId=pool_id, UserPoolTier="PLUS")
    assert (raw(pool_id)["UserPoolTier"], raw(pool_id)["DeletionProtection"]) == ("ESSENTIALS", "ACTIVE")
