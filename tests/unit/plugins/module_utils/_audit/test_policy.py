# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy: what it may say, and what it means."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy_shapes
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CHECKS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS

EXAMPLE = Path(__file__).parents[5] / "docs" / "policy.example.yml"
EXCEPTION = {"user_pool_id": "us-east-1_EXAMPLE01", "reason": "Moves in March", "expires": "2027-03-31"}


def with_exception(**changes: Any) -> dict[str, Any]:
    entry = {name: value for name, value in {**EXCEPTION, **changes}.items() if value != "left out"}
    return {"exceptions": [entry]}


def test_an_empty_policy_is_a_strict_one() -> None:
    parsed = policy.parse({})
    assert parsed.mode == "ON"
    assert parsed.usable_factors == tuple(FACTORS)
    assert parsed.allow_sms_only is False
    assert parsed.user_verification is None
    assert parsed.factor_configuration is None
    assert parsed.severities == {name: check.severity for name, check in CHECKS.items()}
    assert parsed.exceptions == ()
    assert parsed.source == {
        "title": "MFA policy",
        "mfa_configuration": "ON",
        "allowed_factors": list(FACTORS),
        "forbidden_factors": [],
        "allow_sms_only": False,
        "allow_sms_settings": False,
        "web_authn_configuration": {},
        "severities": dict(parsed.severities),
        "exceptions": [],
    }


def test_everything_that_a_policy_can_say() -> None:
    parsed = policy.parse(
        {
            "title": "Ours",
            "mfa_configuration": "optional",
            "allowed_factors": ["EMAIL_OTP", "SMS_MFA"],
            "forbidden_factors": ["SOFTWARE_TOKEN_MFA"],
            "allow_sms_only": True,
            "allow_sms_settings": True,
            "web_authn_configuration": {"user_verification": "required", "factor_configuration": "SINGLE_FACTOR"},
            "severities": {"mode": "critical"},
            "exceptions": [{**EXCEPTION, "user_pool_name": "staff", "tags": {"stage": "test"}, "checks": ["mode"]}],
        }
    )
    assert parsed.mode == "OPTIONAL"
    assert parsed.usable_factors == ("SMS_MFA", "EMAIL_OTP")
    assert parsed.allow_sms_only is True
    assert parsed.allow_sms_settings is True
    assert parsed.user_verification == "required"
    assert parsed.factor_configuration == "SINGLE_FACTOR"
    assert parsed.severities["mode"] == "critical"
    assert parsed.severities["factors"] == "medium"
    (exemption,) = parsed.exceptions
    assert policy.plain(exemption) == {
        "user_pool_id": "us-east-1_EXAMPLE01",
        "user_pool_name": "staff",
        "tags": {"stage": "test"},
        "checks": ["mode"],
        "reason": "Moves in March",
        "expires": "2027-03-31",
    }
    assert policy.parse(parsed.source) == parsed


@pytest.mark.parametrize("allowed", list(permutations(FACTORS)))
def test_a_factor_can_be_forbidden_where_all_are_allowed_in_any_order(allowed: tuple[str, ...]) -> None:
    parsed = policy.parse({"allowed_factors": list(allowed), "forbidden_factors": ["SMS_MFA"]})
    assert parsed.usable_factors == ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")


@pytest.mark.parametrize("mode", [True, "ON", "on"])
def test_an_unquoted_mode(mode: Any) -> None:
    assert policy.parse({"mfa_configuration": mode}).mode == "ON"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (None, "is empty"),
        ([], "is list"),
        ("mode", "is str"),
        ("{'expires': datetime.date(2027, 12, 31)}", 'is str. Quote its days, as in "2027-12-31"'),
        ({"mfa_mode": "ON"}, "unknown key mfa_mode (known are: allow_sms_only, "),
        ({"web_authn_configuration": {"relying": 1}}, "unknown key web_authn_configuration.relying (known are: "),
        (with_exception(until="x"), "unknown key exceptions.until (known are: "),
        ({"severities": {"mood": "low"}}, "unknown key severities.mood"),
        ({"severities": {"mode": "dire"}}, "value of mode must be one of: info, low, medium, high, critical, got: dire"),
        ({"mfa_configuration": "OFF"}, "value of mfa_configuration must be one of: ON, OPTIONAL"),
        ({"mfa_configuration": False}, "value of mfa_configuration must be one of"),
        ({"mfa_configuration": None}, "The policy: mfa_configuration has no value. Give it one, or leave it out"),
        ({"exceptions": [None]}, "The policy: exceptions 1 has no value"),
        (with_exception(user_pool_id=None, tags={"a": "b"}), "The policy: exceptions 1: user_pool_id has no value"),
        ({"allowed_factors": ["TOTP"]}, "value of allowed_factors must be one or more of"),
        ({"allowed_factors": []}, "allows no factor"),
        ({"allowed_factors": ["SMS_MFA", "EMAIL_OTP"], "forbidden_factors": ["SMS_MFA"]}, "allows and forbids SMS_MFA"),
        ({"forbidden_factors": list(FACTORS)}, "allows no factor"),
        ({"allowed_factors": ["SMS_MFA"]}, "set allow_sms_only to true"),
        (with_exception(reason="left out"), "missing required arguments: reason"),
        (with_exception(reason="  "), "Exception 1 of the policy has no reason"),
        (with_exception(expires="left out"), "missing required arguments: expires"),
        (with_exception(user_pool_id="left out"), "one of the following is required: user_pool_id, user_pool_name, tags"),
        (with_exception(user_pool_id=""), "has an empty user_pool_id, which would match every pool"),
        (with_exception(tags={}), "has an empty tags"),
        (with_exception(tags={"stage": 7}), "tag stage is 7, which is not text. Quote it"),
        (with_exception(tags={True: "x"}), "tag True is x"),
        (with_exception(checks=[]), "names no checks"),
        (with_exception(checks=["readable"]), "value of checks must be one or more of"),
        (with_exception(checks=["exception_expired"]), "value of checks must be one or more of"),
        (with_exception(expires="2027-02-30"), "expires on '2027-02-30', which is not a date"),
        (with_exception(expires="31.03.2027"), "a date has the form YYYY-MM-DD"),
        (with_exception(expires="20270331"), "a date has the form YYYY-MM-DD"),
        (with_exception(expires=datetime(2027, 3, 31)), "a date has the form YYYY-MM-DD"),
        (with_exception(expires=20270331), "a date has the form YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_what_a_policy_cannot_say(raw: Any, problem: str) -> None:
    with pytest.raises(policy_shapes.PolicyError) as error:
        policy.parse(raw)
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("mode", "The policy has to be a dictionary, and is str"),
        (
            {"mfa_mode": "ON", "severities": {"mode": "dire"}},
            "The policy is not valid: value of mode must be one of: info, low, medium, high, critical, got: dire found in "
            "severities; unknown key mfa_mode (known are: allow_sms_only, allow_sms_settings, allowed_factors, exceptions, "
            "forbidden_factors, mfa_configuration, severities, title, web_authn_configuration)",
        ),
        (
            {"severities": {"a. Supported parameters include: b": "low"}},
            "The policy is not valid: unknown key severities.a. Supported parameters include: b (known are: "
            "exception_expired, factors, mode, passkey_factor_configuration, passkey_user_verification, readable, sms_only, sms_settings)",
        ),
        (
            {"allowed_factors": ["SMS_MFA", "EMAIL_OTP"], "forbidden_factors": ["SMS_MFA", "EMAIL_OTP"]},
            "The policy both allows and forbids EMAIL_OTP, SMS_MFA",
        ),
        ({"allowed_factors": []}, "The policy allows no factor; the modes ON and OPTIONAL need one"),
        (
            {"allowed_factors": ["SMS_MFA"]},
            "The policy allows no factor but SMS, and does not allow SMS only; set allow_sms_only to true",
        ),
        (with_exception(tags={"a": 7}), "Exception 1 of the policy: tag a is 7, which is not text. Quote it"),
        (
            with_exception(expires="31.03.2027"),
            "Exception 1 of the policy expires on '31.03.2027', which is not a date: a date has the form YYYY-MM-DD",
        ),
    ],
)
def test_the_whole_message(raw: Any, message: str) -> None:
    with pytest.raises(policy_shapes.PolicyError) as error:
        policy.parse(raw)
    assert str(error.value) == message


def test_the_number_of_the_wrong_exception() -> None:
    with pytest.raises(policy_shapes.PolicyError, match="Exception 2 of the policy has no reason"):
        policy.parse({"exceptions": [EXCEPTION, {**EXCEPTION, "reason": ""}]})


def test_an_exception_lasts_until_its_last_day_is_over() -> None:
    (exemption,) = policy.parse(with_exception(expires=date(2027, 3, 31))).exceptions
    assert exemption.expires == date(2027, 3, 31)
    assert not exemption.expired(date(2027, 3, 31))
    assert exemption.expired(date(2027, 4, 1))
    assert exemption.checks == tuple(name for name, check in CHECKS.items() if check.excusable)


@pytest.mark.parametrize(
    ("selectors", "pool", "covered"),
    [
        ({"user_pool_id": "us-east-1_A"}, {"user_pool_id": "us-east-1_A"}, True),
        ({"user_pool_id": "us-east-1_A"}, {"user_pool_id": "us-east-1_AB"}, False),
        ({"user_pool_name": "staff"}, {"user_pool_id": "us-east-1_A", "user_pool_name": "staff"}, True),
        ({"user_pool_name": "staff"}, {"user_pool_id": "us-east-1_A", "user_pool_name": "staffing"}, False),
        ({"user_pool_name": "staff"}, {"user_pool_id": "us-east-1_A", "user_pool_name": None}, False),
        ({"tags": {"a": "b"}}, {"user_pool_id": "us-east-1_A", "cognito_tags": {"a": "b", "c": "d"}}, True),
        ({"tags": {"a": "b", "c": "e"}}, {"user_pool_id": "us-east-1_A", "cognito_tags": {"a": "b", "c": "d"}}, False),
        ({"tags": {"a": "None"}}, {"user_pool_id": "us-east-1_A", "cognito_tags": {}}, False),
        ({"tags": {"a": "b"}}, {"user_pool_id": "us-east-1_A", "cognito_tags": None}, False),
        (
            {"user_pool_id": "us-east-1_A", "tags": {"a": "b"}},
            {"user_pool_id": "us-east-1_A", "cognito_tags": {"a": "c"}},
            False,
        ),
    ],
)
def test_which_pools_an_exception_covers(selectors: dict[str, Any], pool: dict[str, Any], covered: bool) -> None:
    (exemption,) = policy.parse(with_exception(**{"user_pool_id": "left out", **selectors})).exceptions
    assert exemption.covers(pool) is covered


def test_the_example_of_the_documentation() -> None:
    parsed = policy.parse(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    assert len(parsed.exceptions) == 2
    assert policy.parse(parsed.source) == parsed
    assert set(policy.SPEC) == set(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
