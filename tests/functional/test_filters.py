# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters as Ansible calls them; the integration target migration uses them in playbooks, on old and new cores."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import CLI_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import CONFIG_SPEC

from tests.support.modules import Modules

COMMAND = (
    "aws cognito-idp set-user-pool-mfa-config --user-pool-id us-east-1_EXAMPLE01 --mfa-configuration ON "
    "--email-mfa-configuration 'Message=\"Hello, {####}\",Subject=Code' --region us-east-1"
)
MESSAGE = "Hello {{ name }}, {####}"


def filter_of(name: str) -> Any:
    plugin = import_module(f"ansible_collections.latchkey.cognito.plugins.filter.{name}")
    filters = plugin.FilterModule().filters()
    assert list(filters) == [name] == [yaml.safe_load(plugin.DOCUMENTATION)["name"]]
    return filters[name]


def test_a_written_task_is_the_options() -> None:
    options = filter_of("from_aws_cli")(COMMAND)
    options["email_mfa_configuration"]["message"] = MESSAGE  # as a configuration that was read may have it
    text = filter_of("to_task")(options)
    assert f'!unsafe "{MESSAGE}"' in text
    written = yaml.safe_load(text.replace("!unsafe ", ""))[0]["latchkey.cognito.user_pool_mfa_config"]
    assert written == options


def test_a_template_in_a_command_is_an_error() -> None:
    with pytest.raises(AnsibleFilterError, match="is a placeholder"):
        filter_of("from_aws_cli")(COMMAND.replace("Hello", "Hello {{ name }}"))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("from_aws_cli", "aws nonsense"),
        ("from_aws_cli", {"EmailMfaConfiguration": {"Message": "lost"}}),
        ("to_aws_cli", {"mfa_configuration": "ON"}),
        ("from_terraform", {"nonsense": 1}),
        ("from_cloudformation", {"Nonsense": 1}),
        ("to_task", "nonsense"),
    ],
)
def test_an_error_names_the_filter(name: str, given: Any) -> None:
    with pytest.raises(AnsibleFilterError, match=f"latchkey.cognito.{name}: .+: .+"):
        filter_of(name)(given)


@pytest.mark.parametrize("name", ["from_aws_cli", "to_aws_cli", "from_terraform", "from_cloudformation", "to_task"])
def test_keywords_are_documented_with_their_defaults(name: str) -> None:
    plugin = import_module(f"ansible_collections.latchkey.cognito.plugins.filter.{name}")
    documented = yaml.safe_load(plugin.DOCUMENTATION)["options"]
    _given, *keywords = inspect.signature(filter_of(name)).parameters.values()
    assert {keyword.name: keyword.default for keyword in keywords} == {
        option: entry["default"] for option, entry in documented.items() if option != "_input"
    }


def test_keywords_reach_the_filters() -> None:
    passkeys = {"WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com"}}
    assert filter_of("from_aws_cli")(passkeys, merge=True) == {
        "web_authn_configuration": {"relying_party_id": "auth.example.com"}
    }
    sender = {"sns_caller_arn": "arn:aws:iam::123456789012:role/sms", "external_id": "x"}
    state = {"mfa_configuration": "ON", "sms_configuration": [sender]}
    assert "sms_mfa_configuration" in filter_of("from_terraform")(state)
    assert filter_of("from_terraform")(state, sms_factor=False) == {"mfa_configuration": "ON"}


def test_what_the_modules_return_becomes_a_document(emulator: Any, pool: str, cognito: Any) -> None:
    modules = Modules(emulator.endpoint)
    modules.config(
        pool,
        **filter_of("from_aws_cli")({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}),
    )
    read = modules.info(user_pool_ids=[pool])["user_pools"][0]["mfa_config"]
    document = json.loads(json.dumps(filter_of("to_aws_cli")({"user_pool_id": pool, **read})))
    cognito.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="OFF")
    cognito.set_user_pool_mfa_config(**document)
    assert modules.info(user_pool_ids=[pool])["user_pools"][0]["mfa_config"] == read


def test_every_counterpart_is_an_option_of_the_module() -> None:
    options = {**CONFIG_SPEC["argument_spec"], **aws_argument_spec()}
    named = {row.option.partition(".")[0] for row in CLI_OPTIONS.values() if row.option}
    assert named == {"region", "profile", "endpoint_url", "aws_ca_bundle", "validate_certs", "aws_config"}
    assert named <= set(options)
