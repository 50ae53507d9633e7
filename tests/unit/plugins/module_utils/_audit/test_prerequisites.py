# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user pool needs before it can be brought to a policy."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.support.audits import ID
from tests.support.audits import pool
from tests.support.audits import run

MODULES = ["latchkey.cognito.user_pool_mfa_prerequisites", "latchkey.cognito.user_pool_mfa_config"]
SENDER = {"email_configuration": {"email_sending_account": "DEVELOPER", "source_arn": "{{ ses_identity_arn }}"}}
BOTH = {"recovery_mechanisms": [{"name": "verified_email"}, {"name": "verified_phone_number"}]}
READY: dict[str, Any] = {
    "user_pool_tier": "ESSENTIALS",
    "email_configuration": {"email_sending_account": "DEVELOPER"},
    "account_recovery_setting": BOTH,
    "policies": {"sign_in_policy": {"allowed_first_auth_factors": ["PASSWORD"]}},
}
EMAIL_ALONE = {"allowed_factors": ["EMAIL_OTP"]}


def first_factors(*names: str) -> dict[str, Any]:
    return {"policies": {"sign_in_policy": {"allowed_first_auth_factors": list(names)}}}


def recovery(*names: str) -> dict[str, Any]:
    numbered = [{"name": name, "priority": number} for number, name in enumerate(names, 1)]
    return {"account_recovery_setting": {"recovery_mechanisms": numbered}}


def tasks(entry: dict[str, Any], **rules: Any) -> list[dict[str, Any]]:
    (reported,) = run([entry], **rules)["pools"]
    return list(yaml.safe_load(reported["remediation"]))


@pytest.mark.parametrize(
    ("rules", "changes", "first"),
    [
        (EMAIL_ALONE, {"email_configuration": {"email_sending_account": "COGNITO_DEFAULT"}}, SENDER),
        (EMAIL_ALONE, {"email_configuration": None}, SENDER),
        (EMAIL_ALONE, recovery("verified_email"), recovery("verified_email", "verified_phone_number")),
        (EMAIL_ALONE, {"account_recovery_setting": None}, recovery("verified_phone_number", "verified_email")),
        (EMAIL_ALONE, {"user_pool_tier": "LITE"}, {"user_pool_tier": "ESSENTIALS"}),
        ({}, first_factors("EMAIL_OTP", "PASSWORD"), first_factors("PASSWORD")),
        ({}, first_factors("SMS_OTP", "PASSWORD", "WEB_AUTHN"), first_factors("PASSWORD", "WEB_AUTHN")),
        ({}, first_factors("EMAIL_OTP"), first_factors("PASSWORD")),
        (
            EMAIL_ALONE,
            {"email_configuration": {}, **first_factors("PASSWORD", "SMS_OTP")},
            {**SENDER, **first_factors("PASSWORD")},
        ),
    ],
)
def test_the_task_that_comes_first(rules: dict[str, Any], changes: dict[str, Any], first: dict[str, Any]) -> None:
    prepare, bring = tasks(pool("OFF", mfa_prerequisites={**READY, **changes}), **rules)
    assert [list(task)[1] for task in (prepare, bring)] == MODULES
    assert prepare[MODULES[0]] == {"region": "us-east-1", "user_pool_id": ID, **first}
    assert bring[MODULES[1]]["mfa_configuration"] == "ON"


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        (pool("OFF", mfa_prerequisites=READY), EMAIL_ALONE),
        (pool("OFF"), EMAIL_ALONE),  # nobody has described it
        (pool("OFF", mfa_prerequisites="LITE"), EMAIL_ALONE),
        (pool("OFF", mfa_prerequisites={**READY, "user_pool_tier": "LITE"}), {}),  # the app needs nothing
        (pool("OFF", mfa_prerequisites={**READY, **first_factors("EMAIL_OTP")}), {"mfa_configuration": "OPTIONAL"}),
    ],
)
def test_what_needs_nothing_first(entry: dict[str, Any], rules: dict[str, Any]) -> None:
    (bring,) = tasks(entry, **rules)
    assert list(bring)[1] == MODULES[1]


@pytest.mark.parametrize("value", [7, "x", ["x"], [7], [{}], [{"name": 7}], [["x"]], {"x": 1}, None], ids=repr)
@pytest.mark.parametrize(
    "path", ["user_pool_tier", "account_recovery_setting", "policies", "email_configuration", "deep"]
)
def test_what_nobody_would_describe_so(path: str, value: Any) -> None:
    changes = {path: value}
    if path == "deep":
        changes = {
            "account_recovery_setting": {"recovery_mechanisms": value},
            "policies": {"sign_in_policy": {"allowed_first_auth_factors": value}},
        }
    assert tasks(pool("OFF", mfa_prerequisites={**READY, **changes}), **EMAIL_ALONE)


def test_a_finding_and_its_pool_have_the_same_tasks() -> None:
    model = run([pool("OFF", mfa_prerequisites={**READY, "user_pool_tier": "LITE"})], **EMAIL_ALONE)
    (failed,) = (found for found in model["findings"] if found["status"] == "fail")
    assert failed["remediation"] == model["pools"][0]["remediation"]
    assert set(model["pools"][0]["remediation_options"]) == {"mfa_configuration", "email_mfa_configuration"}
