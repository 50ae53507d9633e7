# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter between the inventory's hosts and the report."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.latchkey.cognito.plugins.filter import pools_of_hosts as module
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import hosts

pools_of_hosts = module.FilterModule().filters()["pools_of_hosts"]

RAW: dict[str, Any] = {
    **{"user_pool_id": "us-east-1_a", "user_pool_name": "a", "user_pool_arn": "arn", "region": "us-east-1"},
    **{"account_id": "123456789012", "account_name": None, "config": {"MfaConfiguration": "OFF"}},
    **{"description": {"UserPoolTier": "LITE"}, "error": None},
}
FACTS = hosts.facts(RAW)
NOBODY = {"role_arn": None, "profile": None}


def test_it_returns_what_the_inventory_gives() -> None:
    assert pools_of_hosts(["h"], {"h": {**FACTS, "ansible_connection": "local", "password": "secret"}}) == [
        {"inventory_hostname": "h", **FACTS, **NOBODY}
    ]


def test_as_json_it_is_what_an_audit_needs() -> None:
    hostvars = {name: {**FACTS, "region": name, "mfa_enforce_profile": "prod"} for name in "ab"}
    text = pools_of_hosts(["b", "a"], hostvars, as_json=True)
    found = json.loads(str(text))
    assert [pool["region"] for pool in found] == ["b", "a"]
    left_out = {"inventory_hostname", "account_name", "role_arn", "profile"}
    assert found[0] == {
        name: value
        for name, value in hostvars["b"].items()
        if value is not None and name not in left_out | {"mfa_enforce_profile"}
    }
    assert pools_of_hosts([], {}, as_json=True) == "[]"


def test_hosts_keep_their_order_and_their_affixes() -> None:
    hostvars = {name: {f"p_{key}_s": value for key, value in {**FACTS, "region": name}.items()} for name in "abc"}
    found = pools_of_hosts(["c", "a"], hostvars, "p_", "_s")
    assert [(pool["inventory_hostname"], pool["region"]) for pool in found] == [("c", "c"), ("a", "a")]


def test_what_a_host_does_not_have_is_null() -> None:
    (pool,) = pools_of_hosts(["h"], {"h": {"user_pool_id": "us-east-1_a"}})
    assert pool == {"inventory_hostname": "h", **dict.fromkeys(FACTS), "user_pool_id": "us-east-1_a", **NOBODY}


def test_who_may_write_has_no_affixes() -> None:
    given = {"p_user_pool_id": "us-east-1_a", "mfa_enforce_role_arn": "arn", "mfa_enforce_profile": "prod"}
    (pool,) = pools_of_hosts(["h"], {"h": given}, "p_")
    assert (pool["role_arn"], pool["profile"]) == ("arn", "prod")


def test_a_host_that_is_no_user_pool() -> None:
    with pytest.raises(AnsibleFilterError, match="The host h has no variable p_user_pool_id, so it is not a user pool"):
        pools_of_hosts(["h"], {"h": FACTS}, prefix="p_")


def test_it_documents_its_arguments() -> None:
    options = yaml.safe_load(module.DOCUMENTATION)["options"]
    assert list(options) == ["_input", "hostvars", "prefix", "suffix", "as_json"]
    assert options["prefix"]["default"] == options["suffix"]["default"] == ""
