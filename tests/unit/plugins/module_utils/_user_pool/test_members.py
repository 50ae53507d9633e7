# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closed table of UpdateUserPool's members: complete, and what is sent of each (S2, S3, S4)."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool import members

WHOLE = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": 7,
}
SOFTWARE = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}


def test_s3_the_table_has_every_member_of_the_service_model_and_no_other() -> None:
    model = botocore.session.get_session().get_service_model("cognito-idp")
    assert set(members.MEMBERS) == set(model.operation_model("UpdateUserPool").input_shape.members)


def test_s3_a_member_that_the_table_lacks_is_named() -> None:
    assert members.unclassified(members.MEMBERS) == []
    assert members.unclassified({"PoolName": None, "Zebra": None, "Ant": None}) == ["Ant", "Zebra"]


@pytest.mark.parametrize(
    ("pool", "mfa", "sent"),
    [
        ({}, {}, {}),
        ({"UserPoolTier": "PLUS", "DcrConfiguration": {"EnableStatus": "Enabled"}, "Name": "n"}, {}, {}),
        ({"LambdaConfig": {}, "AutoVerifiedAttributes": []}, {}, {}),
        ({"LambdaConfig": {"PreSignUp": "arn"}}, {}, {"LambdaConfig": {"PreSignUp": "arn"}}),
        ({"MfaConfiguration": "ON"}, SOFTWARE, {"MfaConfiguration": "ON"}),
        ({"MfaConfiguration": "ON"}, {"MfaConfiguration": "ON", "WebAuthnConfiguration": {}}, {}),
        ({"MfaConfiguration": "OFF"}, SOFTWARE, {}),
        ({"UserPoolTags": {"a": "b"}}, {}, {"UserPoolTags": {"a": "b"}}),
        ({"UserPoolTags": {"a": "b", "AWS:x": "y"}}, {}, {}),
        ({"AcrConfiguration": {"Level1": {"AcrValue": "urn:cognito:loa:1"}}}, {}, {}),
        (
            {"AcrConfiguration": {"Level1": {"AcrValue": "urn:cognito:loa:1"}, "Level2": {"AcrValue": "mine"}}},
            {},
            {"AcrConfiguration": {"Level2": {"AcrValue": "mine"}}},
        ),
        ({"Policies": {"PasswordPolicy": WHOLE}}, {}, {"Policies": {"PasswordPolicy": WHOLE}}),
        (
            {"Policies": {"PasswordPolicy": {"MinimumLength": 8}, "SignInPolicy": {"AllowedFirstAuthFactors": ["P"]}}},
            {},
            {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["P"]}}},
        ),
    ],
)
def test_s4_what_is_sent(pool: dict[str, Any], mfa: dict[str, Any], sent: dict[str, Any]) -> None:
    assert members.carried(pool, mfa) == sent


@pytest.mark.parametrize(("policy", "days"), [(WHOLE, []), ({"MinimumLength": 8}, ["UnusedAccountValidityDays"])])
def test_p12_a_number_of_days_that_only_mirrors_is_not_sent(policy: dict[str, Any], days: list[str]) -> None:
    invitation = {"AllowAdminCreateUserOnly": True, "UnusedAccountValidityDays": 7}
    sent = members.carried({"AdminCreateUserConfig": invitation, "Policies": {"PasswordPolicy": policy}}, {})
    assert list(sent["AdminCreateUserConfig"]) == ["AllowAdminCreateUserOnly", *days]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"A": {"B": 1}, "L": [{"C": 1}], "M": {"any": {"D": 1}}}, []),
        ({"X": 1}, [("X",)]),
        ({"A": {"B": 1, "X": None}}, [("A", "X")]),
        ({"L": [{"C": 1}, {"X": 1}]}, [("L", "X")]),
        ({"M": {"any": {"X": 1}}}, [("M", "any", "X")]),
        ({"A": [], "L": {}, "M": "text"}, [("A",), ("L",), ("M",)]),
        ([], [()]),
    ],
)
def test_s2_unmodelled_members_anywhere(value: Any, found: list[tuple[str, ...]]) -> None:
    model = {"A": {"B": None}, "L": [{"C": None}], "M": ({"D": None},)}
    assert list(members.unmodelled(value, model)) == found
