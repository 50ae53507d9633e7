# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary: names, normal form, factors."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options

from tests.support.reimport import reimported

MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION"
SENDER = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x", "SnsRegion": "us-east-1"}


def test_every_option_name_converts_to_its_api_name_and_back() -> None:
    for path, _option in options.walk(options.MFA_OPTIONS):
        api = config.to_api(dict.fromkeys(path, ""))
        assert list(config.to_options(api)) == list(path)


def test_to_api_upper_cases_the_mode_and_nothing_else() -> None:
    assert config.to_api({"mfa_configuration": "on", "email_mfa_configuration": {"subject": "on"}}) == {
        "MfaConfiguration": "ON",
        "EmailMfaConfiguration": {"Subject": "on"},
    }
    assert config.to_api({}) == {}


def test_option_name() -> None:
    assert config.option_name(("SmsMfaConfiguration", "SmsConfiguration", "EumsSms", "InEntityId")) == (
        "sms_mfa_configuration.sms_configuration.eums_sms.in_entity_id"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({}, {"MfaConfiguration": "OFF"}, id="R2-no-mode-is-OFF"),
        pytest.param(
            {"MfaConfiguration": "ON", "SmsMfaConfiguration": {"SmsConfiguration": SENDER}},
            {
                "MfaConfiguration": "ON",
                "SmsMfaConfiguration": {"SmsConfiguration": SENDER},
                "SoftwareTokenMfaConfiguration": {"Enabled": False},
            },
            id="R5-disabled-TOTP-is-absent-TOTP",
        ),
        pytest.param(
            {"WebAuthnConfiguration": {"RelyingPartyId": "a.example"}},
            {
                "WebAuthnConfiguration": {
                    "RelyingPartyId": "a.example",
                    "UserVerification": "preferred",
                    "FactorConfiguration": "SINGLE_FACTOR",
                }
            },
            id="R24-R26-assumed-passkey-members",
        ),
        pytest.param(
            {"MfaConfiguration": "OFF", "SmsMfaConfiguration": {"SmsConfiguration": SENDER}},
            {"MfaConfiguration": "OFF"},
            id="U1-SMS-block-in-OFF-means-nothing",
        ),
        pytest.param(
            {"MfaConfiguration": "ON", "EmailMfaConfiguration": {"Message": "", "Subject": ""}},
            {"MfaConfiguration": "ON", "EmailMfaConfiguration": {}},
            id="R79-empty-text-is-default-text",
        ),
    ],
)
def test_what_means_the_same_has_one_normal_form(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert config.normal(one) == config.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"MfaConfiguration": "ON"}, {"MfaConfiguration": "OPTIONAL"}),
        (
            {"MfaConfiguration": "ON", "EmailMfaConfiguration": {}},
            {"MfaConfiguration": "ON"},
        ),
        (
            {"WebAuthnConfiguration": {"FactorConfiguration": MULTI}},
            {"WebAuthnConfiguration": {}},
        ),
        ({"WebAuthnConfiguration": {}}, {}),
        ({"WebAuthnConfiguration": {"UserVerification": "required"}}, {"WebAuthnConfiguration": {}}),
    ],
)
def test_what_differs_has_different_normal_forms(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert config.normal(one) != config.normal(other)


def test_what_is_assumed() -> None:
    assert reimported(config)._ASSUMED == {
        "MfaConfiguration": "OFF",
        "WebAuthnConfiguration": {"UserVerification": "preferred", "FactorConfiguration": "SINGLE_FACTOR"},
    }


def test_normal_keeps_what_it_does_not_know() -> None:
    live = {"MfaConfiguration": "OFF", "PushMfaConfiguration": {"Level": 3}}
    assert config.normal(live) == live


def test_normal_of_everything() -> None:
    live = {
        "MfaConfiguration": "ON",
        "SmsMfaConfiguration": {"SmsAuthenticationMessage": "Code {####}", "SmsConfiguration": SENDER},
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "EmailMfaConfiguration": {"Message": "Code {####}", "Subject": "s"},
        "WebAuthnConfiguration": {"RelyingPartyId": "a", "UserVerification": "required", "FactorConfiguration": MULTI},
    }
    assert config.normal(live) == live
    assert config.enabled_factors(live) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        ({}, []),
        ({"MfaConfiguration": "OFF", "EmailMfaConfiguration": {}}, []),
        ({"MfaConfiguration": "ON", "EmailMfaConfiguration": {}}, ["EMAIL_OTP"]),
        ({"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": False}}, []),
        ({"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {}}, []),
        ({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}, ["SOFTWARE_TOKEN_MFA"]),
        ({"MfaConfiguration": "ON", "WebAuthnConfiguration": {"FactorConfiguration": MULTI}}, []),
    ],
)
def test_factors(live: dict[str, Any], expected: list[str]) -> None:
    assert config.enabled_factors(live) == expected


def test_without_empty_keeps_empty_blocks_and_false() -> None:
    assert config.without_empty({"a": "", "b": {"c": "", "d": {}}, "e": False, "f": "x", "g": 0}) == {
        "b": {"d": {}},
        "e": False,
        "f": "x",
        "g": 0,
    }


def test_leaves_and_get() -> None:
    tree = {"a": {"b": 1, "c": {}}, "d": "x"}
    assert list(config.leaves(tree)) == [(("a", "b"), 1), (("a", "c"), {}), (("d",), "x")]
    assert config.get(tree, ("a", "b")) == 1
    assert config.get(tree, ("a", "x", "y")) is None
    assert config.get(tree, ("d", "e")) is None


def test_unsendable_names_members_that_the_model_lacks() -> None:
    model = {"MfaConfiguration": {}, "WebAuthnConfiguration": {"RelyingPartyId": {}}}
    live = {
        "MfaConfiguration": "ON",
        "WebAuthnConfiguration": {"RelyingPartyId": "a", "FactorConfiguration": MULTI},
        "PushMfaConfiguration": {"Level": 3},
    }
    assert list(config.unsendable(live, model)) == [
        ("WebAuthnConfiguration", "FactorConfiguration"),
        ("PushMfaConfiguration",),
    ]
    assert list(config.unsendable({"MfaConfiguration": "ON"}, model)) == []
