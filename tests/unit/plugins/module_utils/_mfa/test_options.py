# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option table."""

from __future__ import annotations

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options

from tests.support.reimport import reimported


def test_walk_names_every_option_blocks_first() -> None:
    paths = [".".join(path) for path, _option in options.walk(options.MFA_OPTIONS)]
    assert paths == [
        "mfa_configuration",
        "sms_mfa_configuration",
        "sms_mfa_configuration.sms_authentication_message",
        "sms_mfa_configuration.sms_configuration",
        "sms_mfa_configuration.sms_configuration.sns_caller_arn",
        "sms_mfa_configuration.sms_configuration.external_id",
        "sms_mfa_configuration.sms_configuration.sns_region",
        "sms_mfa_configuration.sms_configuration.eums_sms",
        "sms_mfa_configuration.sms_configuration.eums_sms.caller_arn",
        "sms_mfa_configuration.sms_configuration.eums_sms.external_id",
        "sms_mfa_configuration.sms_configuration.eums_sms.origination_identity",
        "sms_mfa_configuration.sms_configuration.eums_sms.configuration_set_name",
        "sms_mfa_configuration.sms_configuration.eums_sms.in_entity_id",
        "sms_mfa_configuration.sms_configuration.eums_sms.in_template_id",
        "sms_mfa_configuration.sms_configuration.eums_sms.region",
        "software_token_mfa_configuration",
        "software_token_mfa_configuration.enabled",
        "email_mfa_configuration",
        "email_mfa_configuration.message",
        "email_mfa_configuration.subject",
        "web_authn_configuration",
        "web_authn_configuration.relying_party_id",
        "web_authn_configuration.user_verification",
        "web_authn_configuration.factor_configuration",
    ]


def test_what_the_values_are() -> None:
    """Every message names a value by its description."""
    made = [(path[-1], option) for path, option in options.walk(reimported(options).MFA_OPTIONS)]
    assert all(option.description for _name, option in made)
    assert {(name, option.length, option.pattern is not None) for name, option in made if name.endswith("_arn")} == {
        ("sns_caller_arn", (20, 2048), True),
        ("caller_arn", (20, 2048), True),
    }
    assert {option.length for name, option in made if name.endswith("region")} == {(5, 32)}
    assert {option.length for name, option in made if name.endswith(("id", "identity", "name"))} == {
        (0, 131072),
        (1, 127),
    }


def test_argument_spec() -> None:
    spec = options.argument_spec(options.MFA_OPTIONS)
    assert spec["mfa_configuration"] == {"type": "str", "choices": ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]}
    assert spec["software_token_mfa_configuration"] == {
        "type": "dict",
        "no_log": False,
        "options": {"enabled": {"type": "bool", "default": True}},
    }
    assert spec["web_authn_configuration"]["options"] == {
        "relying_party_id": {"type": "str"},
        "user_verification": {"type": "str", "choices": ["required", "preferred"]},
        "factor_configuration": {"type": "str", "choices": ["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]},
    }
    sender = spec["sms_mfa_configuration"]["options"]["sms_configuration"]["options"]
    assert sender["eums_sms"]["options"]["caller_arn"] == {"type": "str"}


def test_only_blocks_with_a_reserved_name_are_left_open() -> None:
    assert options.open_blocks() == {
        "email_mfa_configuration": {"message": {"type": "str"}, "subject": {"type": "str"}}
    }
    spec = options.argument_spec(options.MFA_OPTIONS)
    assert [name for name, argument in spec.items() if argument["type"] == "dict" and "options" not in argument] == [
        "email_mfa_configuration"
    ]


@pytest.mark.parametrize(
    ("path", "version"),
    [
        # section 8 of docs/service-behaviour.md
        (("mfa_configuration",), None),
        (("sms_mfa_configuration", "sms_configuration", "sns_caller_arn"), None),
        (("sms_mfa_configuration", "sms_configuration", "eums_sms"), "1.43.51"),
        (("sms_mfa_configuration", "sms_configuration", "eums_sms", "caller_arn"), "1.43.51"),
        (("email_mfa_configuration", "message"), "1.35.18"),
        (("web_authn_configuration",), "1.35.68"),
        (("web_authn_configuration", "user_verification"), "1.35.68"),
        (("web_authn_configuration", "factor_configuration"), "1.42.90"),
        (("push_mfa_configuration",), None),
        (("web_authn_configuration", "new_member"), None),
    ],
)
def test_needed_botocore(path: tuple[str, ...], version: str | None) -> None:
    assert options.needed_botocore(path) == version
