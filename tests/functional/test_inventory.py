# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin, over real HTTP, in this process."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.inventory.data import InventoryData
from ansible.utils.display import Display
from ansible_collections.latchkey.cognito.plugins.inventory import user_pools
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.evaluate import evaluate
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy import parse as parse_policy
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import client
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _clients
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import hosts
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import reader
from botocore.session import Session

from tests.emulator.server import Emulator
from tests.support import inventories
from tests.support.inventories import MAIN
from tests.support.inventories import members
from tests.support.inventories import OTHER
from tests.support.inventories import parse
from tests.support.inventories import role
from tests.support.inventories import variables
from tests.support.pools import recovery
from tests.support.pools import SES

LIST, GET, DESCRIBE = "ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool"
IDENTITY = "GetCallerIdentity"
TOTP: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
SMS: Any = {
    "SmsMfaConfiguration": {
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/cognito-sms", "ExternalId": "id-1"}
    }
}
DENIED = {"error": "AccessDeniedException", "message": "not you"}
EXAMPLES = list(yaml.safe_load_all(user_pools.EXAMPLES))
GROUPS = {
    *("all", "ungrouped", "cognito_user_pools", "mfa_on", "mfa_optional", "mfa_off", "mfa_unknown"),
    *("factor_sms_mfa", "factor_software_token_mfa", "factor_email_otp"),
}


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, emulator: Emulator, no_aws_settings: None) -> None:
    """The environment of a user."""
    for name, value in inventories.environment(emulator.endpoint).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was warned of, apart from what amazon.aws uses that ansible-core deprecates."""
    lines: list[str] = []

    def warn(_self: Display, text: str, *_more: Any, **_options: Any) -> None:
        if not text.startswith("Deprecation warnings can be disabled"):
            lines.append(text)

    monkeypatch.setattr(Display, "warning", warn)
    return lines


@lru_cache
def client_of(emulator: Emulator, region: str) -> Any:
    """A client, made once: that takes longer than a test."""
    return emulator.client(region=region)


def make(emulator: Emulator, name: str, mode: str = "OFF", region: str = "us-east-1", **settings: Any) -> str:
    """A user pool; settings are factors for Set, and ``tags``."""
    client = client_of(emulator, region)
    tags = settings.pop("tags", {})
    made: str = client.create_user_pool(PoolName=name, UserPoolTags=tags)["UserPool"]["Id"]
    if mode != "OFF":
        client.set_user_pool_mfa_config(UserPoolId=made, MfaConfiguration=mode, **settings)
    return made


@pytest.fixture
def three(emulator: Emulator) -> dict[str, str]:
    """Three user pools in two regions, by name."""
    ids = {
        "prod-on": make(emulator, "prod-on", "ON", **TOTP, tags={"stage": "prod", "owner": "ann"}),
        "prod-off": make(emulator, "prod-off", tags={"stage": "prod"}),
        "test": make(emulator, "test", "OPTIONAL", "eu-central-1", **TOTP, **SMS),
    }
    emulator.clear()
    return ids


def profile_of(emulator: Emulator, account: str) -> str:
    """A profile that leads to an account, by the account's ID."""
    given = emulator.client("sts").assume_role(RoleArn=role(account), RoleSessionName="test")["Credentials"]
    return (
        f"[{account}]\naws_access_key_id={given['AccessKeyId']}\naws_secret_access_key={given['SecretAccessKey']}\n"
        f"aws_session_token={given['SessionToken']}\n"
    )


def calls(emulator: Emulator) -> dict[str, int]:
    """How often each operation was called."""
    operations = [call["operation"] for call in [*emulator.journal(), *emulator.other_calls()]]
    return {operation: operations.count(operation) for operation in sorted(set(operations))}


def names(ids: dict[str, str], found: list[str]) -> list[str]:
    """The names behind IDs."""
    by_id = {pool_id: name for name, pool_id in ids.items()}
    return sorted(by_id[pool_id] for pool_id in found)


def left_out_of(inventory: InventoryData) -> list[str]:
    """What the playbook audit is told that the inventory left out."""
    found: list[str] = inventory.groups["all"].vars["cognito_user_pools_read_errors"]
    return found


class TestHosts:
    """What becomes of user pools."""

    def test_groups(self, three: dict[str, str], tmp_path: Path) -> None:
        inventory = parse(inventories.write(tmp_path))
        assert set(inventory.groups) == GROUPS
        assert {group: names(three, found) for group, found in members(inventory).items()} == {
            "cognito_user_pools": ["prod-off", "prod-on", "test"],
            "mfa_on": ["prod-on"],
            "mfa_off": ["prod-off"],
            "mfa_optional": ["test"],
            "factor_software_token_mfa": ["prod-on", "test"],
            "factor_sms_mfa": ["test"],
        }

    def test_what_mfa_depends_on(self, emulator: Emulator, tmp_path: Path) -> None:
        """And nothing else, of which an organization has ten thousand."""
        first = {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}
        policies = {"Policies": {"PasswordPolicy": {"MinimumLength": 12}, "SignInPolicy": first}}
        (pool,) = emulator.pools(1, template={**SES, **recovery("verified_email"), **policies})
        assert variables(parse(inventories.write(tmp_path)), pool)["mfa_prerequisites"] == {
            "user_pool_tier": "ESSENTIALS",
            "email_configuration": {"email_sending_account": "DEVELOPER"},
            "account_recovery_setting": {"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]},
            "policies": {"sign_in_policy": {"allowed_first_auth_factors": ["PASSWORD", "WEB_AUTHN"]}},
        }

    def test_variables(self, three: dict[str, str], tmp_path: Path) -> None:
        pool = three["prod-on"]
        assert variables(parse(inventories.write(tmp_path)), pool) == {
            "user_pool_id": pool,
            "user_pool_name": "prod-on",
            "user_pool_arn": f"arn:aws:cognito-idp:us-east-1:{MAIN}:userpool/{pool}",
            "region": "us-east-1",
            "account_id": MAIN,
            "account_name": None,
            "user_pool_tier": "ESSENTIALS",
            "mfa_prerequisites": {
                "user_pool_tier": "ESSENTIALS",
                "email_configuration": {"email_sending_account": "COGNITO_DEFAULT"},
                "policies": {"sign_in_policy": {"allowed_first_auth_factors": ["PASSWORD"]}},
            },
            "cognito_tags": {"stage": "prod", "owner": "ann"},
            "mfa_config": {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}},
            "factors": ["SOFTWARE_TOKEN_MFA"],
            "status": "known",
            "error": None,
            "ansible_connection": "local",
            "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        }

    def test_the_arn_is_the_services_own(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        described = emulator.client().describe_user_pool(UserPoolId=three["prod-on"])["UserPool"]
        found = variables(parse(inventories.write(tmp_path)), three["prod-on"])
        assert found["user_pool_arn"] == described["Arn"]

    def test_their_variables_can_be_audited(self, three: dict[str, str], tmp_path: Path) -> None:
        inventory = parse(inventories.write(tmp_path))
        policy = parse_policy({"mfa_configuration": "ON"})
        model = evaluate([variables(inventory, host) for host in inventory.hosts], policy, date(2026, 11, 1), "t")
        assert {pool["user_pool_id"]: pool["status"] for pool in model["pools"]} == {
            three["prod-on"]: "pass",
            three["prod-off"]: "fail",
            three["test"]: "fail",
        }

    def test_calls(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        parse(inventories.write(tmp_path))
        assert calls(emulator) == {LIST: 2, GET: 3, DESCRIBE: 3}

    def test_without_descriptions(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        inventory = parse(inventories.write(tmp_path, describe=False))
        assert calls(emulator) == {IDENTITY: 1, LIST: 2, GET: 3}
        found = variables(inventory, three["prod-on"])
        assert (found["cognito_tags"], found["user_pool_tier"]) == (None, None)
        assert found["user_pool_arn"].endswith(f":userpool/{three['prod-on']}")

    def test_no_user_pools(self, tmp_path: Path) -> None:
        inventory = parse(inventories.write(tmp_path))
        assert set(inventory.groups) == GROUPS
        assert not inventory.hosts

    def test_prefix_and_suffix(self, three: dict[str, str], tmp_path: Path) -> None:
        options = {"hostvars_prefix": "aws_", "hostvars_suffix": "_x", "hostnames": ["aws_user_pool_name_x"]}
        found = variables(parse(inventories.write(tmp_path, **options)), "prod-on")
        assert found["aws_region_x"] == "us-east-1"
        assert "region" not in found
        assert found["ansible_connection"] == "local"

    def test_construction(self, three: dict[str, str], tmp_path: Path) -> None:
        options = {
            "hostnames": ["user_pool_name"],
            "compose": {"stage": "cognito_tags.stage | default('none')"},
            "groups": {"totp_alone": "factors == ['SOFTWARE_TOKEN_MFA']"},
            "keyed_groups": [{"key": "region", "prefix": "region"}, {"key": "cognito_tags", "prefix": "tag"}],
        }
        inventory = parse(inventories.write(tmp_path, **options))
        assert variables(inventory, "prod-on")["stage"] == "prod"
        assert variables(inventory, "test")["stage"] == "none"
        found = {name: hosts for name, hosts in members(inventory).items() if name not in GROUPS}
        assert {name: sorted(hosts) for name, hosts in found.items()} == {
            "totp_alone": ["prod-on"],
            "region_us_east_1": ["prod-off", "prod-on"],
            "region_eu_central_1": ["test"],
            "tag_stage_prod": ["prod-off", "prod-on"],
            "tag_owner_ann": ["prod-on"],
        }

    def test_strict_construction(self, three: dict[str, str], tmp_path: Path) -> None:
        with pytest.raises(AnsibleError, match="Could not set stage"):
            parse(inventories.write(tmp_path, strict=True, compose={"stage": "cognito_tags.stage"}))

    def test_100_user_pools_of_a_region(self, emulator: Emulator, tmp_path: Path) -> None:
        emulator.pools(100)
        assert len(parse(inventories.write(tmp_path)).hosts) == 100


class TestNames:
    """How hosts are named."""

    @pytest.mark.parametrize(
        ("hostnames", "expected"),
        [
            (["user_pool_name"], ["prod-off", "prod-on", "test"]),
            (["cognito_tags.owner", "user_pool_name"], ["ann", "prod-off", "test"]),
            (["region ~ '/' ~ user_pool_name"], ["eu-central-1/test", "us-east-1/prod-off", "us-east-1/prod-on"]),
            ([{"name": "user_pool_name", "prefix": "cognito_tags.stage"}], ["prod_prod-off", "prod_prod-on", "test"]),
            (
                [{"name": "user_pool_name", "prefix": "region", "separator": "."}],
                ["eu-central-1.test", "us-east-1.prod-off", "us-east-1.prod-on"],
            ),
            (["user_pool_name ~ ':x'"], ["prod_off_x", "prod_on_x", "test_x"]),
            (["user_pool_name | upper"], ["PROD-OFF", "PROD-ON", "TEST"]),
        ],
    )
    def test_expressions(
        self, three: dict[str, str], tmp_path: Path, hostnames: list[Any], expected: list[str]
    ) -> None:
        assert sorted(parse(inventories.write(tmp_path, hostnames=hostnames)).hosts) == expected

    @pytest.mark.parametrize("hostnames", [[], ["''"], ["no_such_variable"], ["factors"], ["this is no expression"]])
    def test_without_a_name_it_is_the_id(self, three: dict[str, str], tmp_path: Path, hostnames: list[str]) -> None:
        assert set(parse(inventories.write(tmp_path, hostnames=hostnames)).hosts) == set(three.values())

    def test_strict(self, three: dict[str, str], tmp_path: Path) -> None:
        with pytest.raises(AnsibleError, match=r"Could not name the host of .* by 'no_such_variable'"):
            parse(inventories.write(tmp_path, hostnames=["no_such_variable"], strict=True))

    def test_a_name_that_several_have(self, emulator: Emulator, tmp_path: Path, warned: list[str]) -> None:
        ids = {make(emulator, "same"), make(emulator, "same", region="eu-central-1")}
        make(emulator, "other")
        assert set(parse(inventories.write(tmp_path, hostnames=["user_pool_name"])).hosts) == {*ids, "other"}
        assert warned == ["Several user pools would have one host name and are named by their IDs: same"]

    def test_a_name_that_a_user_pool_of_another_file_has(
        self, emulator: Emulator, tmp_path: Path, warned: list[str]
    ) -> None:
        """One host for both would hide one of them."""
        make(emulator, "same")
        theirs = make(emulator, "same", "ON", region="eu-central-1", **TOTP)
        inventory, options = InventoryData(), {"hostnames": ["user_pool_name"]}
        for name, region in (("a", "us-east-1"), ("b", "eu-central-1"), ("again", "us-east-1")):
            parse(
                inventories.write(tmp_path, f"{name}.user_pools.yml", regions=[region], **options), inventory=inventory
            )
        assert members(inventory)["cognito_user_pools"] == ["same", theirs]
        assert (members(inventory)["mfa_off"], members(inventory)["mfa_on"]) == (["same"], [theirs])
        (warning,) = warned
        assert warning.startswith("These are names of other hosts or of groups; ")
        assert warning.endswith(" are named by their IDs: same")

    def test_a_name_of_a_keyed_group_gives_it_no_variables(self, emulator: Emulator, tmp_path: Path) -> None:
        for name in ("aa", "kind_x", "zz"):
            emulator.pools(1, name=name)
        keyed = [{"key": "'x'", "prefix": "kind"}]
        options: Any = {"regions": ["us-east-1"], "hostnames": ["user_pool_name"], "keyed_groups": keyed}
        inventory = parse(inventories.write(tmp_path, compose={"label": "user_pool_name"}, **options))
        assert "label" not in inventory.groups["kind_x"].vars
        assert {host.vars["label"] for host in inventory.hosts.values()} == {"aa", "kind_x", "zz"}
        assert not set(inventory.hosts) & set(inventory.groups)

    @pytest.mark.parametrize(
        "keyed",
        [
            {"key": "cognito_tags.stage", "separator": ""},
            {"key": "cognito_tags", "separator": "", "parent_group": "prod"},
            {"key": "['prod', user_pool_name]", "separator": "", "default_value": "none"},
            {"key": "inventory_hostname", "separator": "", "parent_group": "stages"},
            {"key": "cognito_tags.nothing | default('')", "separator": "", "default_value": "prod"},
        ],
    )
    def test_a_name_that_a_keyed_group_has(
        self, emulator: Emulator, tmp_path: Path, warned: list[str], keyed: dict[str, Any]
    ) -> None:
        """Which is known only when the groups are made."""
        names = ("prod", "stageprod", "other")
        ids = {make(emulator, name, tags={"stage": "prod"}) for name in names}
        options: Any = {"regions": ["us-east-1"], "hostnames": ["user_pool_name"], "keyed_groups": [keyed]}
        inventory = parse(inventories.write(tmp_path, groups={"mine": "true"}, compose={"c": "1 + 1"}, **options))
        assert not set(inventory.hosts) & set(inventory.groups)
        assert {host.vars["user_pool_id"] for host in inventory.hosts.values()} == ids
        assert all(host.vars["c"] == 2 for host in inventory.hosts.values())
        groups = members(inventory)
        assert len(groups["mine"]) == len(groups["mfa_off"]) == len(groups["cognito_user_pools"]) == len(names)
        (warning,) = warned
        clashing = sorted(set(names) - set(inventory.hosts))
        assert warning.endswith(f"are named by their IDs: {', '.join(clashing)}")
        assert "prod" in clashing

    @pytest.mark.parametrize(
        ("keyed", "tags", "error"),
        [
            ({"key": "cognito_tags.a", "parent_group": "{{ cognito_tags.b }}"}, {"a": "x", "b": "x"}, "to itself"),
            ({"key": "cognito_tags.a", "parent_group": "{{ cognito_tags.b }}"}, {"a": "all", "b": "x"}, "no parent"),
            ({"key": "[cognito_tags.a]", "parent_group": "x"}, {"a": "x", "b": "y"}, "itself"),
            ({"key": "cognito_tags.values()"}, {"a": "x", "b": ""}, "group name"),
        ],
    )
    def test_values_that_can_be_no_group(
        self, emulator: Emulator, tmp_path: Path, warned: list[str], keyed: Any, tags: Any, error: str
    ) -> None:
        """Whoever may tag one user pool does not end the inventory of all."""
        names = [make(emulator, "one", tags=tags), make(emulator, "two", tags={"a": "y", "b": "z"})]
        later = {"key": "user_pool_name", "prefix": "named"}
        options: Any = {"regions": ["us-east-1"], "keyed_groups": [{"separator": "", **keyed}, later]}
        inventory = parse(inventories.write(tmp_path, **options))
        inventory.reconcile_inventory()
        groups = members(inventory)
        assert sorted(inventory.hosts) == sorted(names)
        assert (groups["named_one"], groups["named_two"], groups["y"]) == ([names[0]], [names[1]], [names[1]])
        (warning,) = warned
        assert warning.startswith(
            f"Groups of keyed_groups are left out: the host {names[0]} has values that can be no group: "
        )
        assert error in warning
        with pytest.raises(AnsibleError, match=rf"keyed_groups: the host {names[0]} has .*{error}"):
            parse(inventories.write(tmp_path, strict=True, **options))

    @pytest.mark.parametrize(
        ("options", "error"),
        [
            *(
                ({"regions": value}, "An element of regions is ")
                for value in ([None], [5], [{"a": 1}], ["us-east-1", None])
            ),
            *(({"assume_role_arn": value}, "assume_role_arn is ") for value in (5, True, ["x"], {"a": 1}, 1.5)),
            ({"filters": {1: 2}}, "A key of include_filters is 1"),
            ({"exclude_filters": [{None: 2}]}, "A key of exclude_filters is None"),
        ],
    )
    def test_what_is_not_text(self, tmp_path: Path, emulator: Emulator, options: dict[str, Any], error: str) -> None:
        with pytest.raises(AnsibleError, match=f"{error}.*which is not text. Quote it, or leave it out"):
            parse(inventories.write(tmp_path, **options))
        assert calls(emulator) == {}

    def test_numbers_as_names_of_tags_and_groups(self, tmp_path: Path, emulator: Emulator) -> None:
        tagged = make(emulator, "tagged", tags={"5": "7"})
        make(emulator, "other")
        options: Any = {"filters": {"cognito_tags": {5: 7}}, "groups": {5: "true"}, "regions": ["us-east-1"]}
        assert list(parse(inventories.write(tmp_path, **options)).hosts) == [tagged]

    def test_a_host_of_two_files_is_not_renamed(self, emulator: Emulator, tmp_path: Path) -> None:
        """What the first file made of it would be lost."""
        make(emulator, "prod")
        options: Any = {"regions": ["us-east-1"], "hostnames": ["user_pool_name"]}
        inventory = InventoryData()
        for keyed in ([], [{"key": "'prod'", "separator": ""}]):
            parse(inventories.write(tmp_path, keyed_groups=keyed, **options), inventory=inventory)
        assert list(inventory.hosts) == ["prod"]

    def test_a_name_that_a_group_has(self, emulator: Emulator, tmp_path: Path, warned: list[str]) -> None:
        """The group would become part of others, and the user pool no host at all."""
        ids = {make(emulator, name) for name in ("all", "mfa_on", "mine")}
        made_on_the_way = {
            "groups": {"mine": "false"},
            "keyed_groups": [{"key": "region", "separator": "", "parent_group": "all"}],
        }
        keyed = make(emulator, "us_east_1")
        inventory = parse(inventories.write(tmp_path, hostnames=["user_pool_name"], **made_on_the_way))
        assert set(members(inventory)["mfa_off"]) == {*ids, keyed}
        assert "mfa_on" not in members(inventory)
        assert warned[0].endswith(": all, mfa_on, mine, us_east_1")

    def test_a_name_that_any_host_has(self, emulator: Emulator, tmp_path: Path, warned: list[str]) -> None:
        """Or else that host's tasks would run on the controller."""
        ids = {make(emulator, name) for name in ("web01", "localhost", "127.0.0.1", "beside", "in a group")}
        free = make(emulator, "free")
        inventory = InventoryData()
        inventory.add_host("web01")
        inventory.set_variable("web01", "user_pool_id", next(iter(ids)))
        inventory.add_group("web")
        for name in ("beside", "in a group"):
            inventory.add_host(name, "web")
        parse(inventories.write(tmp_path, hostnames=["user_pool_name"]), inventory=inventory)
        assert {host.name for host in inventory.groups["cognito_user_pools"].get_hosts()} == {*ids, "free"}
        assert all("ansible_connection" not in inventory.hosts[name].vars for name in ("web01", "beside", "in a group"))
        assert inventory.hosts["free"].vars["user_pool_id"] == free
        assert warned == [
            "These are names of other hosts or of groups; user pools that would have them are named by their IDs: "
            "127.0.0.1, beside, in a group, localhost, web01"
        ]

    @pytest.mark.parametrize("strict", [False, True])
    @pytest.mark.parametrize(
        ("hostname", "shown"),
        [
            ("tag:Name", "Write cognito_tags.Name"),
            ("tag:my-tag", r"Write cognito_tags\['my-tag'\]"),
            ("tag:Name=web,Name=db", "Write cognito_tags.Name"),
            ({"name": "user_pool_name", "prefix": "tag:stage"}, "Write cognito_tags.stage"),
        ],
    )
    def test_the_form_of_aws_ec2(
        self, emulator: Emulator, tmp_path: Path, hostname: Any, shown: str, strict: bool
    ) -> None:
        with pytest.raises(AnsibleError, match=f"this form belongs to amazon.aws.aws_ec2, and .*{shown}"):
            parse(inventories.write(tmp_path, hostnames=["user_pool_name", hostname], strict=strict))
        assert calls(emulator) == {}

    @pytest.mark.parametrize("hostnames", [[{"prefix": "region"}], [{"name": "region", "nam": "x"}]])
    def test_a_wrong_entry(self, tmp_path: Path, hostnames: list[Any]) -> None:
        with pytest.raises(AnsibleError, match="hostnames has an entry that is wrong"):
            parse(inventories.write(tmp_path, hostnames=hostnames))


class TestFilters:
    """Which user pools become hosts."""

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, ["prod-off", "prod-on", "test"]),
            ({"include_filters": [{"user_pool_name": "prod-*"}]}, ["prod-off", "prod-on"]),
            ({"filters": {"user_pool_name": "prod-*"}}, ["prod-off", "prod-on"]),
            (
                {"filters": {"user_pool_name": "test"}, "include_filters": [{"user_pool_name": "prod-on"}]},
                ["prod-on", "test"],
            ),
            ({"include_filters": [{"user_pool_name": "Prod-*"}]}, []),
            ({"include_filters": [{"user_pool_id": ["eu-central-1_*", "x"]}]}, ["test"]),
            ({"include_filters": [{"cognito_tags": {"stage": "p*"}}]}, ["prod-off", "prod-on"]),
            ({"include_filters": [{"cognito_tags": {"stage": "prod", "owner": ["bob", "ann"]}}]}, ["prod-on"]),
            ({"include_filters": [{"mfa_configuration": ["OFF", "optional"]}]}, ["prod-off", "test"]),
            ({"include_filters": [{"mfa_configuration": "ON"}, {"factors": "SMS_MFA"}]}, ["prod-on", "test"]),
            ({"include_filters": [{"user_pool_name": "prod-*", "factors": ["SOFTWARE_TOKEN_MFA"]}]}, ["prod-on"]),
            ({"exclude_filters": [{"user_pool_name": "prod-*"}]}, ["test"]),
            (
                {"exclude_filters": [{"cognito_tags": {"owner": "*"}}, {"mfa_configuration": ["OPTIONAL"]}]},
                ["prod-off"],
            ),
            (
                {"include_filters": [{"user_pool_name": "prod-*"}], "exclude_filters": [{"mfa_configuration": ["ON"]}]},
                ["prod-off"],
            ),
        ],
        ids=str,
    )
    def test_filters(self, three: dict[str, str], tmp_path: Path, filters: Any, expected: list[str]) -> None:
        assert names(three, list(parse(inventories.write(tmp_path, **filters)).hosts)) == expected

    def test_what_its_name_excludes_is_not_even_read(
        self, three: dict[str, str], tmp_path: Path, emulator: Emulator
    ) -> None:
        parse(inventories.write(tmp_path, include_filters=[{"user_pool_name": "prod-on", "factors": ["SMS_MFA"]}]))
        assert calls(emulator) == {LIST: 2, GET: 1, DESCRIBE: 1}

    def test_an_excluded_user_pool_need_not_be_readable(
        self, three: dict[str, str], tmp_path: Path, emulator: Emulator
    ) -> None:
        emulator.fault({"operation": GET, "user_pool_id": three["prod-on"], "fault": DENIED})
        inventory = parse(inventories.write(tmp_path, exclude_filters=[{"user_pool_name": "prod-on"}]))
        assert names(three, list(inventory.hosts)) == ["prod-off", "test"]

    @pytest.mark.parametrize(
        ("filters", "error"),
        [
            (
                {"include_filters": [{"user_pool_nam": "x"}]},
                "include_filters has an entry that is wrong: user_pool_nam",
            ),
            ({"exclude_filters": [{"mfa_configuration": ["MAYBE"]}]}, "exclude_filters has .* MAYBE"),
            ({"exclude_filters": [{"factors": ["PASSKEY"]}]}, "PASSKEY"),
            ({"include_filters": ["x"]}, "include_filters has 'x', which is not a dictionary"),
            (
                {"include_filters": [{"cognito_tags": {"a": "b"}}], "describe": False},
                "describe is false, so no tags",
            ),
        ],
    )
    def test_wrong_filters(self, tmp_path: Path, filters: Any, error: str, emulator: Emulator) -> None:
        with pytest.raises(AnsibleError, match=error):
            parse(inventories.write(tmp_path, **filters))
        assert calls(emulator) == {}


class TestAccounts:
    """Several accounts in one source."""

    @pytest.fixture
    def theirs(self, emulator: Emulator) -> str:
        """A user pool of another account."""
        (pool,) = emulator.pools(1, account=OTHER, region="eu-central-1", prefix="theirs")
        return pool

    def test_two_roles(self, three: dict[str, str], theirs: str, emulator: Emulator, tmp_path: Path) -> None:
        accounts = [{"name": "main"}, {"name": "other", "assume_role_arn": role(OTHER), "regions": ["eu-central-1"]}]
        inventory = parse(inventories.write(tmp_path, accounts=accounts))
        assert set(inventory.hosts) == {*three.values(), theirs}
        found = variables(inventory, theirs)
        assert (found["account_id"], found["account_name"], found["region"]) == (OTHER, "other", "eu-central-1")
        assert found["user_pool_arn"].split(":")[4] == OTHER
        assert variables(inventory, three["test"])["account_id"] == MAIN
        assert calls(emulator) == {"AssumeRole": 1, IDENTITY: 1, LIST: 3, GET: 4, DESCRIBE: 4}

    def test_the_role_of_all(self, theirs: str, tmp_path: Path, emulator: Emulator) -> None:
        inventory = parse(inventories.write(tmp_path, iam_role_arn=role(OTHER)))
        assert list(inventory.hosts) == [theirs]
        assert calls(emulator)["AssumeRole"] == 1

    def test_the_role_is_assumed_before_its_regions_are_found(
        self, theirs: str, tmp_path: Path, emulator: Emulator
    ) -> None:
        assert list(parse(inventories.write(tmp_path, regions=[], assume_role_arn=role(OTHER))).hosts) == [theirs]
        (found,) = [call for call in emulator.other_calls() if call["operation"] == "DescribeRegions"]
        assert found["account"] == OTHER

    def test_an_account_named_twice_is_read_once(
        self, three: dict[str, str], tmp_path: Path, emulator: Emulator
    ) -> None:
        accounts = [{"name": "first"}, {"name": "second"}, {"name": "third", "assume_role_arn": role(MAIN)}]
        inventory = parse(inventories.write(tmp_path, accounts=accounts))
        assert {variables(inventory, host)["account_name"] for host in inventory.hosts} == {"first"}
        assert calls(emulator)[LIST] == 2

    def test_profiles_and_keys(
        self, three: dict[str, str], theirs: str, tmp_path: Path, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An account's profile takes the place of keys in the environment, its keys that of a profile."""
        sts = emulator.client("sts")
        given = sts.assume_role(RoleArn=role(OTHER), RoleSessionName="test")["Credentials"]
        keys = {"access_key": "AccessKeyId", "secret_key": "SecretAccessKey", "session_token": "SessionToken"}
        (tmp_path / "credentials").write_text(
            f"[theirs]\naws_access_key_id={given['AccessKeyId']}\naws_secret_access_key={given['SecretAccessKey']}\n"
            f"aws_session_token={given['SessionToken']}\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
        by_profile = inventories.write(tmp_path, accounts=[{}, {"profile": "theirs"}])
        assert set(parse(by_profile).hosts) == {*three.values(), theirs}
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_PROFILE", "theirs")
        own = {option: given[member] for option, member in keys.items()}
        by_keys = inventories.write(tmp_path, accounts=[own, {"access_key": "AKIAEXAMPLEEXAMPLE00", "secret_key": "x"}])
        assert set(parse(by_keys).hosts) == {*three.values(), theirs}

    def test_templates(self, theirs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AUDIT_ROLE", role(OTHER))
        accounts = [{"name": "other", "assume_role_arn": "{{ lookup('env', 'AUDIT_ROLE') }}"}]
        assert list(parse(inventories.write(tmp_path, accounts=accounts)).hosts) == [theirs]

    @pytest.mark.parametrize("template", ["{{ ['us-east-1'] + ['eu-central-1'] }}", "{{ query('env', 'REGION') }}"])
    def test_a_template_of_all_regions(
        self, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
    ) -> None:
        monkeypatch.setenv("REGION", "eu-central-1")
        made = make(emulator, "here", region="eu-central-1")
        for options in ({"regions": [template]}, {"accounts": [{"regions": [template]}]}):
            assert list(parse(inventories.write(tmp_path, **options)).hosts) == [made]

    @pytest.mark.parametrize(
        ("account", "error"),
        [
            ({"role": "x"}, "accounts has an entry that is wrong: role"),
            ({"profile": "missing"}, "missing: Failed to read the configuration: .*profile .missing. could not"),
            (
                {"regions": ["us-est-1"]},
                "regions has 'us-est-1', which botocore .* does not know; similar ones: us-west-1, us-east-1",
            ),
            ({"regions": ["moon"]}, "similar ones: none"),
            ({"region": "REGION"}, "region is 'REGION': this is not the name of a region. Name one, such as"),
            ({"region": "us-east-1a"}, "region is 'us-east-1a': this is not the name of a region. Write us-east-1, if"),
            ({"endpoint_url": "x"}, "Invalid endpoint: x"),
            (
                {"endpoint_url": "http://127.0.0.1:9"},
                r"\(2\): us-east-1: Failed to list the user pools: Could not connect",
            ),
        ],
    )
    def test_wrong_accounts(self, tmp_path: Path, account: Any, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        with pytest.raises(AnsibleError, match=error):
            parse(inventories.write(tmp_path, accounts=[account]))

    def test_credentials_that_cannot_be_had_are_one_read_error(
        self, three: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warned: list[str]
    ) -> None:
        """However they fail, the other accounts are read."""
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        failing = {
            "no_program": "credential_process = /no/such/program --x",
            "no_executable": f"credential_process = {tmp_path}",
            "no_json": "credential_process = echo hello",
            "no_keys": "credential_process = echo {}",
            "no_version": "credential_process = echo '{\"Version\": 9}'",
            "no_quote": "credential_process = echo 'x",
            "no_success": "credential_process = false",
            "no_token": "web_identity_token_file = /no/such/token\nrole_arn = arn:aws:iam::123456789012:role/x",
            "no_source": "source_profile = nobody\nrole_arn = arn:aws:iam::123456789012:role/x",
            "no_start": "source_profile = no_start\nrole_arn = arn:aws:iam::123456789012:role/x",
            "no_session": "sso_session = nobody\nsso_account_id = 123456789012\nsso_role_name = x",
            "no_half": "aws_access_key_id = x",
        }
        keys = f"aws_access_key_id = {inventories.ACCESS_KEY}\naws_secret_access_key = x"
        profiles = {**{f"profile {name}": text for name, text in failing.items()}, "profile works": keys}
        config = "".join(f"[{name}]\n{text}\n" for name, text in profiles.items())
        (tmp_path / "config").write_text(config, encoding="utf-8")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        accounts = [{"profile": name} for name in [*failing, "works", "no_profile"]]
        inventory = parse(inventories.write(tmp_path, accounts=accounts, fail_on_unknown=False))
        assert set(inventory.hosts) == set(three.values())
        found = left_out_of(inventory)
        assert [text.split(":")[0] for text in found] == [*failing, "no_profile"]
        assert "no_program: Failed to get credentials: FileNotFoundError: [Errno 2] No such file" in found[0]
        assert len(warned) == 1
        for profile in (*failing, "no_profile"):
            with pytest.raises(
                AnsibleError, match=rf"could not be read \(1\): {profile}: Failed to .*continues without"
            ):
                parse(inventories.write(tmp_path, profile=profile))

    def test_forty_accounts_of_which_some_fail_in_different_ways(
        self, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warned: list[str]
    ) -> None:
        ids = [f"{number:012}" for number in range(40)]
        pools = {account: emulator.pools(1, account=account)[0] for account in ids}
        slow = {"error": "InternalErrorException", "message": "oops", "status": 500}
        emulator.fault({"operation": LIST, "account": ids[3], "fault": DENIED})
        emulator.fault({"operation": LIST, "account": ids[5], "fault": slow})
        emulator.fault({"operation": GET, "account": ids[7], "fault": {"truncate": 10}})
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        accounts = [{"assume_role_arn": role(account)} for account in ids]
        accounts[9] = {"profile": "missing"}
        lenient = {"fail_on_unknown": False, "strict_permissions": False, "describe": False}
        inventory = parse(inventories.write(tmp_path, accounts=accounts, regions=["us-east-1"], **lenient))
        assert set(inventory.hosts) == {pools[account] for account in ids if account not in (ids[3], ids[5], ids[9])}
        assert members(inventory)["mfa_unknown"] == [pools[ids[7]]]
        assert [text.split(":")[0] for text in left_out_of(inventory)] == ["missing", f"{ids[5]} us-east-1"]
        assert [text.split(" could not")[0] for text in warned] == ["Accounts or regions"] * 2 + ["User pools"]
        assert calls(emulator)["AssumeRole"] == 39
        assert IDENTITY not in calls(emulator)

    @pytest.mark.parametrize("by", ["assume_role_arn", "profile"])
    def test_accounts_share_clients(
        self, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str
    ) -> None:
        """To make one takes longer than a request.  A place with many user pools has one that slows down by itself."""
        ids = [f"{number:012}" for number in range(6)]
        regions = ["us-east-1", "eu-central-1", "ap-south-1", "us-gov-west-1"]
        where = [(account, region) for account in ids for region in regions]
        pools = {emulator.pools(1, account=account, region=region)[0]: (account, region) for account, region in where}
        (tmp_path / "credentials").write_text("".join(map(partial(profile_of, emulator), ids)), encoding="utf-8")
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
        accounts = [{by: role(account) if by == "assume_role_arn" else account} for account in ids]
        path = inventories.write(tmp_path, accounts=accounts, regions=regions)
        made: list[str] = []
        create = Session.create_client

        def spy(self: Any, service: str, *given: Any, **more: Any) -> Any:
            made.append(service)
            return create(self, service, *given, **more)

        monkeypatch.setattr(Session, "create_client", spy)
        inventory = parse(path)
        found = {pool_id: variables(inventory, pool_id) for pool_id in inventory.hosts}
        assert {pool_id: (pool["account_id"], pool["region"]) for pool_id, pool in found.items()} == pools
        assert made.count(client.SERVICE) == len(regions)
        assert made.count("sts") == 1 + len(ids) * (
            by == "profile"
        )  # botocore may need one to load a profile's credentials
        emulator.pools(reader.FEW, account=ids[0])
        made.clear()
        assert len(parse(path).hosts) == len(pools) + reader.FEW
        assert made.count(client.SERVICE) == len(regions) + 1

    def test_no_credentials(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        with pytest.raises(AnsibleError, match="Unable to locate credentials"):
            parse(inventories.write(tmp_path))


class TestConnection:
    """What amazon.aws's plugins lack: options of the connection that its modules have."""

    @pytest.mark.parametrize(
        ("options", "verify"),
        [
            ({}, None),
            ({"validate_certs": False}, False),
            ({"aws_ca_bundle": "/x"}, "/x"),
            ({"validate_certs": False, "aws_ca_bundle": "/x"}, False),
        ],
    )
    def test_certificates(self, tmp_path: Path, options: Any, verify: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []
        create = Session.create_client

        def spy(self: Any, *given: Any, **more: Any) -> Any:
            seen.append(more["verify"])
            return create(self, *given, **more)

        monkeypatch.setattr(Session, "create_client", spy)
        parse(inventories.write(tmp_path, **options))
        assert set(seen) == {verify}

    def test_settings_of_botocore(self, three: dict[str, str], tmp_path: Path, emulator: Emulator) -> None:
        fault = {"error": "InternalErrorException", "message": "oops", "status": 500}
        emulator.fault({"operation": GET, "times": 1, "fault": fault})
        once = {"retries": {"total_max_attempts": 1}}
        with pytest.raises(AnsibleError, match=r"User pools could not be read \(1\): .*InternalErrorException"):
            parse(inventories.write(tmp_path, aws_config=once))

    def test_wrong_settings_of_botocore(self, tmp_path: Path) -> None:
        with pytest.raises(AnsibleError, match="aws_config is not a botocore configuration"):
            parse(inventories.write(tmp_path, aws_config={"no_such_setting": 1}))


class TestOwner:
    """AWS STS is asked only where its answer is needed."""

    NO_STS = (
        {"http": 404},
        {"error": "UnknownOperationException", "message": "no."},
        {"answer": []},
        {"drop": "before"},
    )

    def test_a_description_says_it(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        """If one of an account's can be read, it does for all."""
        emulator.fault({"operation": DESCRIBE, "user_pool_id": three["prod-on"], "fault": DENIED})
        inventory = parse(inventories.write(tmp_path, fail_on_unknown=False))
        for pool_id in three.values():
            found = variables(inventory, pool_id)
            assert (found["account_id"], found["user_pool_arn"].split(":")[4]) == (MAIN, MAIN)
        assert emulator.other_calls() == []

    @pytest.mark.parametrize("fault", NO_STS, ids=repr)
    def test_without_sts(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        warned: list[str],
        fault: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        emulator.fault({"operation": IDENTITY, "fault": fault})
        inventory = parse(inventories.write(tmp_path, describe=False))
        assert set(inventory.hosts) == set(three.values())
        found = variables(inventory, three["test"])
        assert (found["account_id"], found["user_pool_arn"], found["status"]) == (None, None, "known")
        (warning,) = warned
        assert "neither AWS STS nor a description gives the account" in warning
        warned.clear()
        twice = parse(inventories.write(tmp_path, accounts=[{"name": "first"}, {"name": "second"}]))
        assert {variables(twice, host)["account_name"] for host in twice.hosts} == {"first"}
        assert {variables(twice, host)["account_id"] for host in twice.hosts} == {MAIN}
        assert warned == []

    def test_credentials_that_sts_refuses(self, emulator: Emulator, tmp_path: Path) -> None:
        fault = {
            "error": "ExpiredToken",
            "message": "The security token included in the request is expired.",
            "status": 403,
        }
        emulator.fault({"operation": IDENTITY, "fault": fault})
        with pytest.raises(AnsibleError, match=r"whose account it is: ExpiredToken: .* is expired\. fail_on_unknown"):
            parse(inventories.write(tmp_path, describe=False))


class TestService:
    """The service may say what it never said."""

    @pytest.mark.parametrize("mode", ["ADAPTIVE", "on", "{{ 1 }}"])
    def test_an_unknown_mode(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str], mode: str
    ) -> None:
        """That user pool is unknown, and all others are there."""
        answer = {"MfaConfiguration": mode, "AdaptiveConfiguration": {"Risk": "HIGH"}}
        emulator.fault({"operation": GET, "user_pool_id": three["prod-on"], "fault": {"answer": answer}})
        inventory = parse(inventories.write(tmp_path))
        assert members(inventory)["mfa_unknown"] == [three["prod-on"]]
        assert set(inventory.hosts) == set(three.values())
        found = variables(inventory, three["prod-on"])
        assert (found["status"], found["mfa_config"], found["factors"]) == ("unknown", None, None)
        assert found["error"].startswith(f"mfa_configuration of user pool {three['prod-on']} is {mode!r}: ")
        (warning,) = warned
        assert warning.startswith("These user pools are in the group mfa_unknown: mfa_configuration of")

    def test_a_user_pool_that_is_listed_twice(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str]
    ) -> None:
        """It is one."""
        twice = [{"Id": three["prod-on"], "Name": "prod-on"}, {"Id": three["prod-off"], "Name": "prod-off"}] * 2
        emulator.fault({"operation": LIST, "region": "us-east-1", "fault": {"answer": {"UserPools": twice}}})
        inventory = parse(inventories.write(tmp_path, hostnames=["user_pool_name"]))
        assert set(inventory.hosts) == set(three)
        assert calls(emulator)[GET] == 3
        assert warned == []

    def test_page_tokens_that_are_new_for_ever(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        warned: list[str],
    ) -> None:
        monkeypatch.setattr(client, "MAX_PAGES", 20)
        for found in ([], [{"Id": "us-east-1_{new}", "Name": "x"}]):
            emulator.heal()
            answer = {"UserPools": found, "NextToken": "{new}"}
            emulator.fault({"operation": LIST, "region": "us-east-1", "fault": {"answer": answer}})
            inventory = parse(inventories.write(tmp_path, fail_on_unknown=False))
            assert list(inventory.hosts) == [three["test"]]
            assert left_out_of(inventory)[0].endswith(
                "Failed to list the user pools: the list does not end after 20 pages"
            )


class TestRegions:
    """Where no regions are named."""

    def test_all_that_are_enabled(self, three: dict[str, str], tmp_path: Path, warned: list[str]) -> None:
        assert set(parse(inventories.write(tmp_path, regions=[])).hosts) == set(three.values())
        assert warned == []

    def test_without_permission_to_ask(
        self, three: dict[str, str], tmp_path: Path, emulator: Emulator, warned: list[str]
    ) -> None:
        fault = {"error": "UnauthorizedOperation", "message": "not you", "status": 403}
        emulator.fault({"operation": "DescribeRegions", "fault": fault})
        assert set(parse(inventories.write(tmp_path, regions=[])).hosts) == set(three.values())
        (warning,) = warned
        assert "This needs the IAM action ec2:DescribeRegions. All regions in which botocore knows" in warning

    @pytest.mark.parametrize("fault", [{"answer": []}, {"http": 404}], ids=repr)
    def test_where_nobody_knows_regions(
        self, three: dict[str, str], tmp_path: Path, emulator: Emulator, warned: list[str], fault: Any
    ) -> None:
        """Something else may answer at endpoint_url."""
        emulator.fault({"operation": "DescribeRegions", "fault": fault})
        once = {"retries": {"total_max_attempts": 1}}
        assert set(parse(inventories.write(tmp_path, regions=[], aws_config=once)).hosts) == set(three.values())
        (warning,) = warned
        assert warning.startswith("Failed to find out which regions are enabled: ")

    def test_what_botocore_does_not_know_is_named(
        self, three: dict[str, str], tmp_path: Path, warned: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        regions = _clients.Clients.regions

        def older(self: Any, service: str, params: Any) -> dict[str, str]:
            found = regions(self, service, params)
            return {name: partition for name, partition in found.items() if name != "eu-central-1"}

        monkeypatch.setattr(_clients.Clients, "regions", older)
        assert names(three, list(parse(inventories.write(tmp_path, regions=[])).hosts)) == ["prod-off", "prod-on"]
        (warning,) = warned
        assert "does not know whether Amazon Cognito is offered in eu-central-1: what is there is not read" in warning

    def test_the_home_region(self, tmp_path: Path, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where to sign in: the option, the profile's region, the first that is read, or any."""
        for options in ({"region": "sa-east-1"}, {"accounts": [{"region": "sa-east-1"}]}, {"regions": ["sa-east-1"]}):
            emulator.clear()
            parse(inventories.write(tmp_path, describe=False, **options))
            assert {call["region"] for call in emulator.other_calls()} == {"sa-east-1"}
        monkeypatch.setenv("AWS_DEFAULT_REGION", "ca-central-1")
        emulator.clear()
        parse(inventories.write(tmp_path, describe=False))
        assert {call["region"] for call in emulator.other_calls()} == {"ca-central-1"}


class TestGaps:
    """What cannot be read is reported, and never taken for something else."""

    def test_listing_denied(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        emulator.fault({"operation": LIST, "region": "us-east-1", "fault": DENIED})
        with pytest.raises(AnsibleError) as caught:
            parse(inventories.write(tmp_path))
        assert "Accounts or regions could not be read (1): " + f"{MAIN} us-east-1: Failed to list" in str(caught.value)
        assert "IAM action cognito-idp:ListUserPools. strict_permissions=false continues" in str(caught.value)
        assert GET not in calls(emulator)

    def test_an_account_is_called_by_its_name(self, emulator: Emulator, tmp_path: Path) -> None:
        emulator.fault({"operation": LIST, "account": OTHER, "fault": DENIED})
        accounts = [{"name": "main"}, {"name": "other", "assume_role_arn": role(OTHER)}]
        with pytest.raises(
            AnsibleError, match=rf"\(2\): other \({OTHER}\) us-east-1: .*; other \({OTHER}\) eu-central-1: "
        ):
            parse(inventories.write(tmp_path, accounts=accounts))

    @pytest.mark.parametrize("code", ["AccessDeniedException", "NotAuthorizedException"])
    def test_listing_denied_and_not_strict(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str], code: str
    ) -> None:
        emulator.fault({"operation": LIST, "region": "us-east-1", "fault": {"error": code, "message": "no"}})
        inventory = parse(inventories.write(tmp_path, strict_permissions=False))
        assert names(three, list(inventory.hosts)) == ["test"]
        (warning,) = warned
        assert "Accounts or regions could not be read (1): " + f"{MAIN} us-east-1: " in warning

    def test_a_role_denied(self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str]) -> None:
        fault = {"error": "AccessDenied", "message": "no trust", "status": 403}
        emulator.fault({"operation": "AssumeRole", "fault": fault})
        accounts = [{}, {"name": "other", "assume_role_arn": role(OTHER)}]
        with pytest.raises(AnsibleError) as caught:
            parse(inventories.write(tmp_path, accounts=accounts))
        message = f"other: Failed to assume the role {role(OTHER)}: AccessDenied: no trust. This needs the IAM action"
        assert message in str(caught.value)
        inventory = parse(inventories.write(tmp_path, accounts=accounts, strict_permissions=False))
        assert set(inventory.hosts) == set(three.values())
        assert message in warned[0]
        assert left_out_of(inventory) == []

    def test_a_region_that_fails(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str]
    ) -> None:
        fault = {"error": "UnrecognizedClientException", "message": "The security token is invalid"}
        emulator.fault({"operation": LIST, "region": "eu-central-1", "fault": fault})
        with pytest.raises(AnsibleError, match=r"UnrecognizedClientException.*fail_on_unknown=false continues without"):
            parse(inventories.write(tmp_path, strict_permissions=False))
        inventory = parse(inventories.write(tmp_path, fail_on_unknown=False))
        assert names(three, list(inventory.hosts)) == ["prod-off", "prod-on"]
        assert "eu-central-1" in warned[0]
        (left_out,) = left_out_of(inventory)
        assert left_out in warned[0]
        more = inventories.write(tmp_path, regions=["us-east-1"])
        assert left_out_of(parse(more, inventory=inventory)) == [left_out]
        assert left_out_of(parse(more)) == []

    def test_many_gaps_are_told_in_brief(self, emulator: Emulator, tmp_path: Path) -> None:
        emulator.pools(7)
        emulator.fault({"operation": GET, "fault": DENIED})
        with pytest.raises(AnsibleError, match=r"User pools could not be read \(7\): ") as caught:
            parse(inventories.write(tmp_path))
        assert str(caught.value).count("Failed to read") == 5
        assert "; and 2 more. fail_on_unknown=false" in str(caught.value)

    def test_a_user_pool_that_cannot_be_read(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str]
    ) -> None:
        emulator.fault({"operation": GET, "user_pool_id": three["prod-on"], "fault": DENIED})
        with pytest.raises(
            AnsibleError, match=rf"User pools could not be read \(1\): .*{three['prod-on']}.*GetUserPoolMfaConfig"
        ):
            parse(inventories.write(tmp_path))
        inventory = parse(inventories.write(tmp_path, fail_on_unknown=False))
        assert members(inventory)["mfa_unknown"] == [three["prod-on"]]
        assert members(inventory)["mfa_off"] == [three["prod-off"]]
        assert "User pools could not be read (1)" in warned[0]
        found = variables(inventory, three["prod-on"])
        assert [found[name] for name in ("status", "mfa_config", "factors", "cognito_tags")] == ["unknown", *[None] * 3]
        assert found["user_pool_name"] == "prod-on"
        assert "not you" in found["error"]

    def test_filters_let_the_unknown_through(self, three: dict[str, str], emulator: Emulator, tmp_path: Path) -> None:
        emulator.fault({"operation": GET, "user_pool_id": three["prod-on"], "fault": DENIED})
        for filters in (
            {"include_filters": [{"mfa_configuration": ["OFF"], "cognito_tags": {"stage": "prod"}}]},
            {"exclude_filters": [{"mfa_configuration": ["ON"]}, {"factors": ["SMS_MFA"]}]},
        ):
            inventory = parse(inventories.write(tmp_path, fail_on_unknown=False, **filters))
            assert names(three, list(inventory.hosts)) == ["prod-off", "prod-on"]

    def test_a_description_that_cannot_be_read(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, warned: list[str]
    ) -> None:
        emulator.fault({"operation": DESCRIBE, "fault": DENIED})
        with pytest.raises(AnsibleError, match=r"User pools could not be read \(3\): .*cognito-idp:DescribeUserPool"):
            parse(inventories.write(tmp_path))
        inventory = parse(inventories.write(tmp_path, fail_on_unknown=False))
        assert members(inventory)["mfa_on"] == [three["prod-on"]]
        found = variables(inventory, three["prod-on"])
        assert (found["status"], found["cognito_tags"]) == ("known", None)
        assert "DescribeUserPool" in found["error"]

    def test_it_asks_no_faster_than_the_quota_allows(self, emulator: Emulator, tmp_path: Path) -> None:
        """In each region for itself (R76)."""
        for region in ("us-east-1", "eu-central-1"):
            emulator.pools(25, region=region)
        emulator.switch(quotas="on")
        assert len(parse(inventories.write(tmp_path)).hosts) == 50
        assert not [call for call in emulator.journal() if call["fault"]]

    def test_throttling_only_slows_it_down(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        for operation in (LIST, GET, DESCRIBE):
            fault = {"error": "TooManyRequestsException", "message": "slow down"}
            emulator.fault({"operation": operation, "times": 1, "fault": fault})
        assert set(parse(inventories.write(tmp_path)).hosts) == set(three.values())


class TestCache:
    """What AWS said is kept, and nothing else."""

    @pytest.fixture
    def options(self, tmp_path: Path) -> dict[str, Any]:
        folder = tmp_path / "cache"
        return {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(folder)}

    def test_a_hit_asks_nobody_and_has_the_same_hosts_and_groups(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any]
    ) -> None:
        path = inventories.write(
            tmp_path,
            assume_role_arn=role(MAIN),
            keyed_groups=[{"key": "cognito_tags", "prefix": "tag"}],
            groups={"totp": "'SOFTWARE_TOKEN_MFA' in factors"},
            compose={"stage": "cognito_tags.stage"},
            **options,
        )
        first = parse(path)
        assert calls(emulator)[GET] == 3
        emulator.clear()
        second = parse(path)
        assert calls(emulator) == {}
        assert members(second) == members(first)
        assert len(members(first)) > len(GROUPS) - 4
        assert all(variables(second, host) == variables(first, host) for host in first.hosts)

    def test_filters_names_and_groups_may_change_without_reading_again(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any]
    ) -> None:
        first = parse(inventories.write(tmp_path, **options, include_filters=[{"user_pool_name": "prod-*"}]))
        assert names(three, list(first.hosts)) == ["prod-off", "prod-on"]
        emulator.clear()
        changed = {"exclude_filters": [{"mfa_configuration": ["OFF"]}], "hostnames": ["user_pool_name"]}
        second = parse(inventories.write(tmp_path, **options, **changed, keyed_groups=[{"key": "region"}]))
        assert calls(emulator) == {}
        assert members(second)["mfa_on"] == ["prod-on"]
        assert members(second)["_eu_central_1"] == ["test"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"regions": ["us-east-1"]},
            {"assume_role_arn": role(OTHER)},
            {"accounts": [{"assume_role_arn": role(OTHER)}]},
            {"describe": False},
            {"access_key": "AKIAEXAMPLEEXAMPLE01", "secret_key": "x"},
        ],
        ids=str,
    )
    def test_what_leads_to_other_user_pools_is_read_again(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any], changed: Any
    ) -> None:
        parse(inventories.write(tmp_path, **options))
        emulator.clear()
        parse(inventories.write(tmp_path, **{**options, **changed}))
        assert calls(emulator)[LIST]
        emulator.clear()
        parse(inventories.write(tmp_path, **options))
        assert calls(emulator) == {}

    def test_credentials_of_another_account_are_read_again(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        options: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Whatever names the credentials, and where no option does."""
        (theirs,) = emulator.pools(1, account=OTHER)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        given = emulator.client("sts").assume_role(RoleArn=role(OTHER), RoleSessionName="test")["Credentials"]
        keys = {
            MAIN: f"aws_access_key_id={inventories.ACCESS_KEY}\naws_secret_access_key=x\n",
            OTHER: f"aws_access_key_id={given['AccessKeyId']}\naws_secret_access_key={given['SecretAccessKey']}\n"
            f"aws_session_token={given['SessionToken']}\n",
        }
        expected = {MAIN: set(three.values()), OTHER: {theirs}}
        path = inventories.write(tmp_path, **options)
        for account in (MAIN, OTHER, MAIN, OTHER):
            (tmp_path / "credentials").write_text(f"[default]\n{keys[account]}", encoding="utf-8")
            assert set(parse(path).hosts) == expected[account]
        emulator.clear()
        assert set(parse(path).hosts) == expected[OTHER]
        assert calls(emulator) == {}
        for account in (MAIN, OTHER):  # a program, whose keys are new each time, and which names the account
            (tmp_path / "credentials").unlink(missing_ok=True)
            said = {"Version": 1, "AccessKeyId": "ASIA$RANDOM", "SecretAccessKey": "x", "AccountId": account}
            command = f"bash -c 'echo {json.dumps(json.dumps(said))}'"
            (tmp_path / "config").write_text(f"[default]\ncredential_process={command}\n", encoding="utf-8")
            emulator.clear()
            parse(path)
            assert calls(emulator)[LIST] == 2
            emulator.clear()
            parse(path)
            assert calls(emulator) == {}

    def test_what_leads_elsewhere_without_an_option_tells_the_cache_apart(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        options = {"name": None, **dict.fromkeys(hosts.CONNECTION)}
        monkeypatch.delenv("AWS_URL")
        found = []
        for name, value in (
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:2"),
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE07"),
        ):
            monkeypatch.setenv(name, value)
            found.append(reader.origin(_clients.Clients(), options))
        assert len({tuple(origin or ()) for origin in found}) == len(found)
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        assert reader.origin(_clients.Clients(), options) is None

    def test_another_format_is_read_again(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        options: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        path = inventories.write(tmp_path, **options)
        parse(path)
        monkeypatch.setattr(user_pools, "CACHE_FORMAT", 0)
        emulator.clear()
        parse(path)
        assert calls(emulator)[GET] == 3

    @pytest.mark.parametrize("content", ["{", '"text"', "[]", "null", '{"aws_ec2": []}'])
    def test_a_damaged_cache_is_read_anew_and_mended(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        options: dict[str, Any],
        content: str,
        warned: list[str],
    ) -> None:
        path = inventories.write(tmp_path, **options)
        parse(path)
        (cached,) = (tmp_path / "cache").iterdir()
        cached.write_text(content, encoding="utf-8")
        emulator.clear()
        assert set(parse(path).hosts) == set(three.values())
        assert calls(emulator)[GET] == 3
        told = any(f"The cache of {path} cannot be read, and is rebuilt: " in warning for warning in warned)
        assert told or content.startswith('{"')  # which is a miss
        emulator.clear()
        assert set(parse(path).hosts) == set(three.values())
        assert calls(emulator) == {}

    @pytest.mark.parametrize(
        "content",
        ["", "[[], []", "[[{}], []]", "[[], [[1]]]", "[1, 2]", "null", '[[{"config": 1}], []]', {"aws_ec2": []}],
    )
    def test_anything_else_in_the_cache_is_read_anew_and_replaced(
        self,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        options: dict[str, Any],
        content: Any,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        path = inventories.write(tmp_path, **options)
        with monkeypatch.context() as other:
            other.setattr(hosts, "pack", lambda *_arguments: content)
            parse(path)
        emulator.clear()
        assert set(parse(path).hosts) == set(three.values())
        assert calls(emulator)[GET] == 3
        emulator.clear()
        assert set(parse(path).hosts) == set(three.values())
        assert calls(emulator) == {}

    def test_a_cache_that_cannot_be_written_costs_nothing_but_a_warning(
        self, three: dict[str, str], tmp_path: Path, options: dict[str, Any], warned: list[str]
    ) -> None:
        folder = tmp_path / "cache"

        class Vanishing(InventoryData):
            """Its cache folder vanishes while it is made."""

            def add_host(self, *arguments: Any) -> Any:
                if folder.is_dir():
                    folder.rmdir()
                    folder.write_text("", encoding="utf-8")
                return super().add_host(*arguments)

        inventory = parse(inventories.write(tmp_path, **options), inventory=Vanishing())
        assert set(inventory.hosts) == set(three.values())
        (warning,) = warned
        assert warning.startswith("The cache cannot be written: ")

    def test_flushing(self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any]) -> None:
        path = inventories.write(tmp_path, **options)
        parse(path)
        emulator.client().delete_user_pool(UserPoolId=three["prod-on"])
        assert len(parse(path).hosts) == 3
        assert len(parse(path, cache=False).hosts) == 2
        assert len(parse(path).hosts) == 2

    def test_what_is_unknown_is_asked_again(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any], warned: list[str]
    ) -> None:
        path = inventories.write(tmp_path, fail_on_unknown=False, **options)
        emulator.fault({"operation": GET, "user_pool_id": three["test"], "fault": DENIED})
        assert members(parse(path))["mfa_unknown"] == [three["test"]]
        emulator.heal()
        assert members(parse(path))["mfa_optional"] == [three["test"]]

    def test_what_is_denied_is_not_asked_again_but_told_again(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, options: dict[str, Any], warned: list[str]
    ) -> None:
        emulator.fault({"operation": LIST, "region": "us-east-1", "fault": DENIED})
        path = inventories.write(tmp_path, strict_permissions=False, **options)
        parse(path)
        emulator.clear()
        assert list(parse(path).hosts) == [three["test"]]
        assert calls(emulator) == {}
        assert len(warned) == 2
        assert warned[0] == warned[1]
        with pytest.raises(AnsibleError, match="strict_permissions=false continues"):
            parse(inventories.write(tmp_path, **options))

    def test_a_cache_revives_nothing_in_tags(self, emulator: Emulator, tmp_path: Path, options: dict[str, Any]) -> None:
        pool = make(emulator, "x", tags={"__ansible_unsafe": "{{ 1 }}"})
        vault = make(emulator, "y", tags={"__ansible_vault": "x"})
        path = inventories.write(tmp_path, **options)
        for inventory in (parse(path), parse(path)):
            assert variables(inventory, pool)["cognito_tags"] == {r"\u005f_ansible_unsafe": "{{ 1 }}"}
            assert variables(inventory, vault)["cognito_tags"] == {r"\u005f_ansible_vault": "x"}

    @pytest.mark.parametrize("key", ["__ansible_type", r"\u005f_ansible_type"])
    def test_a_filter_names_a_reserved_tag_as_aws_or_as_the_inventory_does(
        self, emulator: Emulator, tmp_path: Path, key: str
    ) -> None:
        pool = make(emulator, "x", tags={"__ansible_type": "yes"})
        make(emulator, "y", tags={"__ansible_type": "no", "ansible_type": "yes"})
        path = inventories.write(tmp_path, include_filters=[{"cognito_tags": {key: "y*"}}])
        assert list(parse(path).hosts) == [pool]

    def test_no_secret_is_kept(self, three: dict[str, str], tmp_path: Path, options: dict[str, Any]) -> None:
        parse(inventories.write(tmp_path, **options))
        (cached,) = (tmp_path / "cache").iterdir()
        for secret in (inventories.SECRET_KEY, inventories.ACCESS_KEY):
            assert secret not in cached.name + cached.read_text(encoding="utf-8")


class TestFile:
    """The inventory file itself."""

    @pytest.mark.parametrize(
        ("name", "fits"),
        [
            ("user_pools.yml", True),
            ("prod.user_pools.yaml", True),
            ("cognito_user_pools.yml", True),
            ("user_pools.json", False),
            ("hosts.yml", False),
        ],
    )
    def test_its_name(self, tmp_path: Path, name: str, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        said: list[str] = []
        monkeypatch.setattr(Display, "debug", lambda _self, text, *_more, **_options: said.append(text))
        path = inventories.write(tmp_path, name)
        assert inventories.inventory_loader.get(inventories.PLUGIN).verify_file(str(path)) is fits
        assert any("it has to end in user_pools.yml or user_pools.yaml" in text for text in said) is not fits

    @pytest.mark.parametrize(("example", "hosts"), list(zip(EXAMPLES, [3, 4, 0, 1, 3], strict=True)))
    def test_examples(
        self,
        example: dict[str, Any],
        hosts: int,
        three: dict[str, str],
        emulator: Emulator,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        warned: list[str],
    ) -> None:
        emulator.pools(1, account=OTHER, region="sa-east-1")
        monkeypatch.setenv("HOME", str(tmp_path))
        if "profile" in example:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                monkeypatch.delenv(name)
            key = f"aws_access_key_id={inventories.ACCESS_KEY}\naws_secret_access_key=x\n"
            (tmp_path / "credentials").write_text(f"[audit]\n{key}[legacy-readonly]\n{key}", encoding="utf-8")
            monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
        inventory = parse(inventories.write(tmp_path, **{"regions": [], **example}))
        assert warned == []
        assert len(inventory.hosts) == hosts

    def test_an_option_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(AnsibleError, match="user_pools has no option exlude_filters, region_s"):
            parse(inventories.write(tmp_path, exlude_filters=[], region_s="x"))

    def test_a_file_of_another_plugin(self, tmp_path: Path) -> None:
        with pytest.raises(AnsibleError, match="Incorrect plugin name"):
            parse(inventories.write(tmp_path, plugin="amazon.aws.aws_ec2"))


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C does what it does in a terminal, in the processes of pytest-xdist as well."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class TestSpeed:
    """Accounts, regions and user pools are read side by side."""

    def test_concurrency(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with Emulator(latency=0.3) as slow:
            slow.reset()
            for account in (MAIN, OTHER):
                for region in inventories.REGIONS:
                    slow.pools(8, account=account, region=region)
            monkeypatch.setenv("AWS_URL", slow.endpoint)
            began = time.monotonic()
            inventory = parse(inventories.write(tmp_path, accounts=[{}, {"assume_role_arn": role(OTHER)}]))
            took = time.monotonic() - began
            assert len(inventory.hosts) == 32
            assert sum(calls(slow).values()) == 2 + 4 + 64
        assert took < 70 * 0.3 / 3, took

    def test_progress(
        self, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        emulator.pools(3)
        monkeypatch.setattr(reader.PlacesProgress.__init__, "__kwdefaults__", None)
        monkeypatch.setattr(reader.PlacesProgress.__init__, "__defaults__", (time.monotonic, 0))
        parse(inventories.write(tmp_path))
        captured = capsys.readouterr()
        assert captured.out == ""
        said = [line for line in captured.err.splitlines() if "read" in line]
        assert said == [f"us-east-1: {done} of 3 user pools read" for done in (1, 2, 3)]

    def test_a_quick_reading_is_silent(
        self, three: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parse(inventories.write(tmp_path))
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "user pools read" not in captured.err

    @pytest.mark.parametrize("operation", ["AssumeRole", "DescribeRegions", LIST, GET])
    def test_an_interruption_ends_it_at_once(
        self, three: dict[str, str], emulator: Emulator, tmp_path: Path, interruptible: None, operation: str
    ) -> None:
        """Whatever is under way, in every account and region, and nobody answers."""
        emulator.fault({"operation": operation, "fault": {"delay": 8}})
        accounts = [{"assume_role_arn": role(account)} for account in (MAIN, OTHER)]
        regions = [] if operation == "DescribeRegions" else inventories.REGIONS
        path = inventories.write(tmp_path, accounts=accounts, regions=regions)
        struck: list[float] = []

        def interrupt() -> None:
            struck.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

        timer = threading.Timer(1.5, interrupt)
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            parse(path)
        assert time.monotonic() - struck[0] < 1

    def test_whoever_interrupts_it_need_not_wait(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interruptible: None
    ) -> None:
        steps: list[int] = []

        def interrupt(*_arguments: Any) -> None:
            steps.append(1)
            if len(steps) == 10:
                os.kill(os.getpid(), signal.SIGINT)

        monkeypatch.setattr(reader.PlacesProgress, "step", interrupt)
        with Emulator(latency=0.2) as slow:
            slow.pools(200)
            monkeypatch.setenv("AWS_URL", slow.endpoint)
            with pytest.raises(KeyboardInterrupt):
                parse(inventories.write(tmp_path))
            assert calls(slow)[GET] < 100
