# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a change, and the comparison afterwards (S1, S5, S7, S8)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool import plan
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.plan import Plan
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.plan import Seen
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.plan import Wanted

POOL: dict[str, Any] = {
    "UserPoolTier": "ESSENTIALS",
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn", "From": "a@b"},
    "AccountRecoverySetting": {
        "RecoveryMechanisms": [
            {"Name": "verified_phone_number", "Priority": 2},
            {"Name": "verified_email", "Priority": 1},
        ]
    },
    "AutoVerifiedAttributes": ["phone_number", "email"],
    "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["WEB_AUTHN", "PASSWORD"]}},
    "LambdaConfig": {"PreSignUp": "arn"},
    "LastModifiedDate": 1,
    "EstimatedNumberOfUsers": 1,
}


def planned(pool: dict[str, Any] | None = None, **options: Any) -> Plan:
    return plan.make_plan(Seen(pool or POOL, {"MfaConfiguration": "OFF"}), Wanted(options))


def factors(*names: str) -> dict[str, Any]:
    return {"sign_in_policy": {"allowed_first_auth_factors": list(names)}}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"user_pool_tier": "ESSENTIALS"},
        {"email_configuration": {"from": "a@b"}},
        {"auto_verified_attributes": ["email", "phone_number"]},
        {"policies": factors("PASSWORD", "WEB_AUTHN")},
        {"policies": {}},
        {
            "account_recovery_setting": {
                "recovery_mechanisms": [
                    {"name": "verified_email", "priority": 1},
                    {"name": "verified_phone_number", "priority": 2},
                ]
            }
        },
    ],
)
def test_s1_what_means_the_same_changes_nothing(options: dict[str, Any]) -> None:
    assert not planned(**options).changed


@pytest.mark.parametrize(
    ("options", "member", "sent"),
    [
        ({"user_pool_tier": "PLUS"}, "UserPoolTier", "PLUS"),
        ({"auto_verified_attributes": []}, "AutoVerifiedAttributes", []),
        (
            {"email_configuration": {"from": "", "configuration_set": "c"}},
            "EmailConfiguration",
            {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn", "ConfigurationSet": "c"},
        ),
        (
            {"policies": factors("PASSWORD")},
            "Policies",
            {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
        ),
        (
            {"account_recovery_setting": {"recovery_mechanisms": [{"name": "admin_only", "priority": 1}]}},
            "AccountRecoverySetting",
            {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
        ),
    ],
)
def test_what_is_named_is_laid_over_what_is_sent_back(options: dict[str, Any], member: str, sent: Any) -> None:
    step = planned(**options)
    assert step.changed
    assert step.request[member] == sent
    assert step.request["LambdaConfig"] == POOL["LambdaConfig"]
    assert set(step.request) - {"UserPoolTier"} == {
        "AccountRecoverySetting",
        "AutoVerifiedAttributes",
        "EmailConfiguration",
        "LambdaConfig",
        "Policies",
    }


@pytest.mark.parametrize(
    ("afterwards", "found"),
    [
        ({}, []),
        ({"LastModifiedDate": 2, "EstimatedNumberOfUsers": 5}, []),
        ({"AutoVerifiedAttributes": ["email", "phone_number"], "UserPoolTags": {}}, []),
        ({"AcrConfiguration": {"Level1": {"AcrValue": "urn:cognito:loa:1"}}}, []),
        ({"LambdaConfig": {}}, ["LambdaConfig"]),
        ({"UserPoolAddOns": {"AdvancedSecurityMode": "OFF"}}, ["UserPoolAddOns"]),
        ({"UserPoolTier": "ESSENTIALS"}, ["UserPoolTier"]),
        ({"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}, ["EmailConfiguration"]),
        ({"EmailConfigurationFailure": "bounced"}, ["EmailConfigurationFailure"]),
        ({"Policies": {**POOL["Policies"], "PasswordPolicy": {"MinimumLength": 8}}}, ["Policies.PasswordPolicy"]),
    ],
)
def test_s7_whatever_else_is_different_is_named(afterwards: dict[str, Any], found: list[str]) -> None:
    step = planned(user_pool_tier="PLUS")
    after = {**POOL, "UserPoolTier": "PLUS", **afterwards}
    assert plan.differences(step, Seen(after, step.seen.mfa)) == found


def test_s7_the_mfa_configuration_is_compared() -> None:
    step = planned(user_pool_tier="PLUS")
    after = Seen({**POOL, "UserPoolTier": "PLUS"}, {"MfaConfiguration": "ON"})
    assert plan.differences(step, after) == ["GetUserPoolMfaConfig: MfaConfiguration"]


def test_s5_what_moves_between_two_looks() -> None:
    assert plan.moved(POOL, {**POOL, "EstimatedNumberOfUsers": 9}) == []
    assert plan.moved(POOL, {**POOL, "LastModifiedDate": 9, "New": 1}) == ["LastModifiedDate", "New"]


@pytest.mark.parametrize(
    ("was", "is_now", "lowered"),
    [("PLUS", "LITE", True), ("ESSENTIALS", "LITE", True), ("LITE", "PLUS", False), ("NEXT", "LITE", False)],
)
def test_s8_a_lower_plan(was: str, is_now: str, lowered: bool) -> None:
    assert plan.is_lowered(planned({**POOL, "UserPoolTier": was}, user_pool_tier=is_now)) is lowered


def test_the_request_that_would_restore_names_the_plan() -> None:
    restoring = plan.restoring(Seen(POOL, {}))
    assert restoring["UserPoolTier"] == "ESSENTIALS"
    assert restoring["EmailConfiguration"] == POOL["EmailConfiguration"]
