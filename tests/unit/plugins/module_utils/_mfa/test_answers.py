# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers are kept whole, and are refused where they have another shape than the service model's."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import answers

MODEL = botocore.session.get_session().get_service_model("cognito-idp")
GET = MODEL.operation_model("GetUserPoolMfaConfig").output_shape
DESCRIBE = MODEL.operation_model("DescribeUserPool").output_shape


def parse(answer: Any, shape: Any = GET) -> dict[str, Any]:
    return answers.parse_answer(json.dumps(answer).encode(), shape)


def test_unknown_members_are_kept_and_nulls_are_absent() -> None:
    answer = {
        "MfaConfiguration": "ADAPTIVE",
        "New": {"A": [1, {"B": None}]},
        "EmailMfaConfiguration": None,
        "ResponseMetadata": 1,
    }
    assert parse(answer) == {"MfaConfiguration": "ADAPTIVE", "New": {"A": [1, {}]}}


def test_keys_of_a_map_may_differ_by_case() -> None:
    tags = {"UserPool": {"UserPoolTags": {"env": "a", "Env": "b"}}}
    assert parse(tags, DESCRIBE) == tags


@pytest.mark.parametrize("body", [b"", b'{"a', b"<html>", b"\xff", b"1" * 5000, b"[" * 5000])
def test_what_is_no_json_is_incomplete(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"^the answer is incomplete$"):
        answers.parse_answer(body, GET)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ([], "it is not of the type structure"),
        (None, "it is not of the type structure"),
        ("OFF", "it is not of the type structure"),
        ({"MfaConfiguration": False}, "MfaConfiguration is not of the type string"),
        ({"SmsMfaConfiguration": []}, "SmsMfaConfiguration is not of the type structure"),
        (
            {"SmsMfaConfiguration": {"SmsConfiguration": {"ExternalId": 1}}},
            "SmsMfaConfiguration.SmsConfiguration.ExternalId is not",
        ),
        (
            {"SoftwareTokenMfaConfiguration": {"Enabled": 1}},
            "SoftwareTokenMfaConfiguration.Enabled is not of the type boolean",
        ),
        ({"New": float("nan")}, "New is not a number"),
        ({"New": [[1e400]]}, "New is not a number"),
    ],
)
def test_another_shape_is_refused(answer: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=r"^the answer cannot be used: ") as refused:
        parse(answer)
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    "pool",
    [
        {"UserPoolTags": {"env": 1}},
        {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": [["PASSWORD"]]}}},
        {"AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": True, "Name": "admin_only"}]}},
        {"AutoVerifiedAttributes": "email"},
        {"EstimatedNumberOfUsers": 1.5},
    ],
)
def test_another_shape_is_refused_in_a_description(pool: Any) -> None:
    with pytest.raises(ValueError, match="is not of the type"):
        parse({"UserPool": pool}, DESCRIBE)


@pytest.mark.parametrize(("depth", "fits"), [(30, True), (40, False), (900, False)])
def test_an_answer_is_not_nested_deeper_than_what_carries_it_can_bear(depth: int, fits: bool) -> None:
    body = b'{"New": ' + b"[" * depth + b"]" * depth + b"}"
    if fits:
        assert answers.parse_answer(body, GET)
        return
    with pytest.raises(ValueError, match="nested deeper than 32 levels"):
        answers.parse_answer(body, GET)


@pytest.mark.parametrize(
    "config",
    [
        {"MfaConfiguration": "ON", "mfaConfiguration": "OFF"},
        {"MfaConfiguration": "ON", "New": {"Enabled": True, "enabled": False}},
        {"mfa_configuration": "OFF", "MfaConfiguration": "ON"},
        {"MfaConfiguration": "ON", "New": [{"mode": 2, "Mode": 1}]},
        {"MfaConfiguration": "ON", "New": [[{"Deep": {"mode": 2, "Mode": 1}}]]},
        {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {}, "\u017foftwareTokenMfaConfiguration": 5},
    ],
)
def test_no_member_hides_another(config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="more than once, in different case"):
        answers.refuse_twins(config)


@pytest.mark.parametrize("stranger", ["\u017foftwareTokenMfaConfiguration", "smsMfaConfiguration", "mfaConfiguration"])
def test_no_member_takes_the_place_of_one_that_is_absent(stranger: str) -> None:
    """A task that names its option would set another member."""
    known = ["MfaConfiguration", "SmsMfaConfiguration", "SoftwareTokenMfaConfiguration"]
    with pytest.raises(ValueError, match=stranger):
        answers.refuse_twins({stranger: 5}, known)
    answers.refuse_twins({"MfaConfiguration": "ON", "SmsMfaConfiguration": {}, "NewMFAThing": 5}, known)


def test_members_of_different_names_are_no_twins() -> None:
    answers.refuse_twins({"MfaConfiguration": "ON", "Mfa": {"MfaConfiguration": "OFF"}})
