# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as a user runs it, on the newest and, where it can matter, the oldest supported ansible-core."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import portable

from tests.emulator.server import Emulator
from tests.functional.test_playbooks import code_blocks
from tests.functional.test_playbooks import Unsafe
from tests.support import commands
from tests.support import inventories
from tests.support.inventories import OTHER
from tests.support.inventories import role
from tests.support.pools import OPEN_POOL

Run = Callable[..., commands.Done]
TOTP: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}


@pytest.fixture(params=[commands.NEWEST, commands.OLDEST])
def run(emulator: Emulator, tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    """Run a command of ansible-core's in a project folder of its own."""
    return partial(commands.run, request.param, emulator.endpoint, tmp_path)


def listed(done: commands.Done) -> dict[str, Any]:
    """What ansible-inventory --list printed, with nothing beside it."""
    assert (done.returncode, done.stderr) == (0, ""), done.stderr

    def plain(found: dict[str, Any]) -> Any:
        return found.get("__ansible_unsafe", found)

    result: dict[str, Any] = json.loads(done.stdout, object_hook=plain)
    return result


@pytest.mark.parametrize("run", [commands.NEWEST, commands.OLDEST, commands.MINIMUM], indirect=True)
def test_list_and_graph(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(1, prefix="mine", mfa={"MfaConfiguration": "ON", **TOTP})
    emulator.pools(1, prefix="theirs", account=OTHER, template={"UserPoolTags": {"stage": "prod"}})
    path = inventories.write(
        tmp_path,
        accounts=[{}, {"name": "other", "assume_role_arn": role(OTHER)}],
        hostnames=["user_pool_name"],
        keyed_groups=[{"key": "cognito_tags", "prefix": "tag"}],
    )
    found = listed(run("ansible-inventory", "-i", path.name, "--list"))
    assert found["mfa_on"]["hosts"] == found["factor_software_token_mfa"]["hosts"] == ["mine-00000"]
    assert found["mfa_off"]["hosts"] == found["tag_stage_prod"]["hosts"] == ["theirs-00000"]
    host = found["_meta"]["hostvars"]["theirs-00000"]
    assert (host["account_id"], host["account_name"], host["status"]) == (OTHER, "other", "known")
    assert host["user_pool_tier"] == "ESSENTIALS"  # which the oldest botocore does not know
    graph = run("ansible-inventory", "-i", path.name, "--graph").stdout
    assert "  |--@mfa_on:\n  |  |--mine-00000\n" in graph
    assert "  |--@mfa_unknown:\n" in graph


def test_as_yaml_every_host_is_whole(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(3, mfa={"MfaConfiguration": "ON", **TOTP})
    shown = run("ansible-inventory", "-i", inventories.write(tmp_path).name, "--list", "--yaml").stdout
    references = re.findall(r"^ *(\w+): \*", shown, re.MULTILINE)
    assert set(references) <= {"cognito_user_pools_read_errors"}  # a variable of the group all


@pytest.mark.parametrize("run", [commands.NEWEST], indirect=True)
def test_a_cache_hit(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(2, mfa={"MfaConfiguration": "ON", **TOTP}, template={"UserPoolTags": {"stage": "{{ 1 }}"}})
    path = inventories.write(
        tmp_path,
        cache=True,
        cache_plugin="ansible.builtin.jsonfile",
        cache_connection="cache",
        keyed_groups=[{"key": "region"}],
    )
    first = listed(run("ansible-inventory", "-i", path.name, "--list"))
    emulator.clear()
    assert listed(run("ansible-inventory", "-i", path.name, "--list")) == first
    assert emulator.journal() == emulator.other_calls() == []
    assert len(first["mfa_on"]["hosts"]) == len(first["_us_east_1"]["hosts"]) == 2


def test_extra_vars(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(1)
    path = inventories.write(tmp_path, use_extra_vars=True, compose={"label": "who ~ user_pool_name"})
    done = run("ansible-inventory", "-i", path.name, "--list", "-e", "who=audit-")
    assert [host["label"] for host in listed(done)["_meta"]["hostvars"].values()] == ["audit-pool-00000"]


def test_vaulted_secrets_of_accounts(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(1)
    (tmp_path / "password").write_text("password", encoding="utf-8")
    environment = {"ANSIBLE_VAULT_PASSWORD_FILE": "password"}
    names = ("access_key", "secret_key", "session_token")
    vaulted = [
        run("ansible-vault", "encrypt_string", "--name", name, "a-secret", **environment).stdout for name in names
    ]
    account = "".join(vaulted).replace("\n", "\n    ")
    (tmp_path / "my.user_pools.yml").write_text(
        f"plugin: latchkey.cognito.user_pools\nregions: [us-east-1]\naccounts:\n  - name: mine\n    {account}\n",
        encoding="utf-8",
    )
    found = listed(run("ansible-inventory", "-i", "my.user_pools.yml", "--list", **environment))
    assert [host["account_name"] for host in found["_meta"]["hostvars"].values()] == ["mine"]
    assert {call["access_key_id"] for call in emulator.journal()} == {"a-secret"}


def test_a_failure_says_what_and_where(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    fault = {"error": "AccessDeniedException", "message": "not you"}
    emulator.fault({"operation": "ListUserPools", "region": "eu-central-1", "fault": fault})
    path = inventories.write(tmp_path)
    done = run("ansible-inventory", "-i", path.name, "--graph", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true")
    assert done.returncode != 0
    message = " ".join(done.stderr.split())
    assert "123456789012 eu-central-1: Failed to list the user pools: AccessDeniedException: not you" in message
    assert "Traceback" not in done.stderr


HOSTILE = "{{ lookup('pipe', 'touch taken') }} {% raw %} {# no #} {####}"

PLAYBOOK = """\
- hosts: cognito_user_pools
  gather_facts: false
  tasks:
    - ansible.builtin.set_fact:
        name_fact: "{{ user_pool_name }}"
        tag_fact: "{{ cognito_tags }}"
    - ansible.builtin.assert:
        that:
          - user_pool_name == hostile
          - name_fact == hostile
          - tag_fact.keys() | list == [hostile]
          - cognito_tags.values() | list == [hostile]
          - mfa_config.email_mfa_configuration.subject == hostile
          - label == hostile
          - inventory_hostname == hostile
          - groups['cognito_user_pools'] == [hostile]
    - ansible.builtin.debug:
        msg: "{{ inventory_hostname }} {{ hostvars[inventory_hostname].label }} {{ ansible_play_hosts }}"
"""


def test_text_of_aws_is_never_a_template(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    """As a name of a pool, of a host, of a group, in tags and in the configuration; and then from the cache."""
    created = emulator.client().create_user_pool(PoolName=HOSTILE, UserPoolTags={HOSTILE: HOSTILE}, **OPEN_POOL)
    emulator.client().set_user_pool_mfa_config(
        UserPoolId=created["UserPool"]["Id"],
        MfaConfiguration="OPTIONAL",
        EmailMfaConfiguration={"Message": "{####}", "Subject": HOSTILE},
    )
    path = inventories.write(
        tmp_path,
        hostnames=["user_pool_name"],
        compose={"label": "user_pool_name"},
        keyed_groups=[{"key": "cognito_tags", "prefix": "tag"}, {"key": "user_pool_name", "prefix": "name"}],
        groups={"named": "user_pool_name == 'x'"},
        cache=True,
        cache_plugin="ansible.builtin.jsonfile",
        cache_connection="cache",
    )
    (tmp_path / "play.yml").write_text(PLAYBOOK, encoding="utf-8")
    (tmp_path / "vars.yml").write_text(yaml.safe_dump({"hostile": Unsafe(HOSTILE)}), encoding="utf-8")
    for _again in range(2):
        emulator.clear()
        done = run("ansible-playbook", "-i", path.name, "play.yml", "-e", "@vars.yml")
        assert done.returncode == 0, done.stdout + done.stderr
    assert emulator.journal() == []
    assert not (tmp_path / "taken").exists()


# Without a brace, and a template nevertheless where ansible-core takes untrusted text for one.
DELIMITED = "#jinja2:variable_start_string:'[[',variable_end_string:']]'\n[[ lookup('pipe', 'touch taken') ]]"


def test_text_of_aws_does_not_choose_delimiters(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(
        1,
        mfa={"MfaConfiguration": "ON", "EmailMfaConfiguration": {"Message": "{####}", "Subject": DELIMITED}},
        template=OPEN_POOL,
    )
    subject = "mfa_config.email_mfa_configuration.subject"
    path = inventories.write(tmp_path, compose={"label": subject})
    done = run(
        "ansible", "all", "-i", path.name, "-m", "ansible.builtin.debug", "-a", f"msg={{{{ {subject} ~ label }}}}"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("touch taken") == 2
    assert not (tmp_path / "taken").exists()


@pytest.mark.parametrize("run", [commands.NEWEST], indirect=True)
def test_a_play_over_the_inventory(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    """Tasks for these hosts run in Ansible's own process: nothing else is needed there."""
    emulator.pools(2, mfa={"MfaConfiguration": "OPTIONAL", **TOTP})
    emulator.pools(1, prefix="off")
    playbook = next(block for block in code_blocks("docs/fleet.md", "yaml") if "hosts: mfa_optional" in block)
    roles = {"mfa_enforce_role_arn": "'arn:aws:iam::' ~ account_id ~ ':role/cognito-mfa-enforce'"}
    inventories.write(tmp_path, "user_pools.yml", regions=["us-east-1"], compose=roles)
    (tmp_path / "play.yml").write_text(playbook, encoding="utf-8")
    done = run("ansible-playbook", "-i", "user_pools.yml", "play.yml", "-vvv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("user_pool_mfa_config ran in process") == 2
    found = listed(run("ansible-inventory", "-i", "user_pools.yml", "--list"))
    assert len(found["mfa_on"]["hosts"]) == 2
    assert len(found["mfa_off"]["hosts"]) == 1


@pytest.mark.parametrize("run", [commands.NEWEST], indirect=True)
def test_tasks_run_as_ordinary_modules_too(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    emulator.pools(1)
    path = inventories.write(tmp_path)
    task = {
        "latchkey.cognito.user_pool_mfa_config_info": {"region": "{{ region }}", "user_pool_id": "{{ user_pool_id }}"}
    }
    play = [{"hosts": "mfa_off", "gather_facts": False, "vars": {"latchkey_in_process": False}, "tasks": [task]}]
    (tmp_path / "play.yml").write_text(yaml.safe_dump(play), encoding="utf-8")
    done = run("ansible-playbook", "-i", path.name, "play.yml", "-vvv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "latchkey_in_process turns it off" in done.stdout
    assert "ok=1 " in done.stdout


RESERVED = [
    "__ansible_type",
    "__ansible_unsafe",
    "__ansible_vault",
    "_ansible_no_log",
    "__ansible_later",
    "half \ud83d",
]
STRANGE_NAME = "half \udc00 {{ 1 }}"
RESERVED_PLAY = """\
- hosts: cognito_user_pools
  gather_facts: false
  tasks:
    - latchkey.cognito.user_pool_mfa_config_info:
        user_pool_name: "{{ user_pool_name }}"
        region: "{{ region }}"
      register: in_process
    - latchkey.cognito.user_pool_mfa_config_info:
        user_pool_name: "{{ user_pool_name }}"
        region: "{{ region }}"
      vars:
        latchkey_in_process: false
      register: ordinary
    - ansible.builtin.assert:
        that:
          - in_process.user_pools == ordinary.user_pools
          - in_process.user_pools[0].mfa_config == mfa_config
          - in_process.user_pools[0].user_pool_name == user_pool_name
- ansible.builtin.import_playbook: latchkey.cognito.audit
  vars:
    mfa_audit_fail_severity: never
    mfa_audit_formats: [json, csv, junit, sarif, html]
"""
RESERVED_ENFORCED = "- ansible.builtin.import_playbook: latchkey.cognito.enforce\n"
POLICY = {
    "mfa_configuration": "OPTIONAL",
    "exceptions": [
        {
            "tags": {"__ansible_type": "excepted"},
            "reason": "it is one",
            "expires": "2999-01-01",
            "checks": ["mode", "factors"],
        }
    ],
}


def test_what_ansible_reserves_and_no_utf_8_are_data(
    run: partial[commands.Done], emulator: Emulator, tmp_path: Path
) -> None:
    """Through the inventory and its list fed back, arguments, results, audit, reports and enforce."""
    tags = dict.fromkeys(RESERVED, "{{ 1 }}")
    (open_pool,) = emulator.pools(1, name=STRANGE_NAME, template={"UserPoolTags": tags})
    (unknown,) = emulator.pools(1, name="unknown", mfa={"MfaConfiguration": "ON", **TOTP})
    members = {key: {key: "{{ 1 }}"} for key in RESERVED}
    emulator.live(user_pool_id=unknown, members={**members, "NewConfiguration": members})
    emulator.pools(1, name="excepted", template={"UserPoolTags": {**tags, "__ansible_type": "excepted"}})
    path = inventories.write(tmp_path, hostnames=["user_pool_name"], keyed_groups=[{"key": "cognito_tags"}])
    first = run("ansible-inventory", "-i", path.name, "--list")
    assert set(listed(first)["cognito_user_pools"]["hosts"]) == {portable(STRANGE_NAME), "unknown", "excepted"}
    (tmp_path / "list.json").write_text(first.stdout, encoding="utf-8")
    script = tmp_path / "again.sh"
    script.write_text("#!/bin/sh\ncat list.json\n", encoding="utf-8")
    script.chmod(0o755)
    assert run("ansible-inventory", "-i", script.name, "--list").stdout == first.stdout
    enforce = run.args[0] == commands.NEWEST  # one module judges in both playbooks
    (tmp_path / "play.yml").write_text(RESERVED_PLAY + RESERVED_ENFORCED * enforce, encoding="utf-8")
    (tmp_path / "policy.yml").write_text(yaml.safe_dump(POLICY), encoding="utf-8")
    done = run("ansible-playbook", "-i", script.name, "play.yml", "-e", "mfa_policy_file=policy.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    found = {pool["user_pool_name"]: pool for pool in json.loads((tmp_path / "mfa-audit.json").read_bytes())["pools"]}
    assert set(found[portable(STRANGE_NAME)]["cognito_tags"]) == set(portable(tags))
    mode = emulator.client().get_user_pool_mfa_config(UserPoolId=open_pool)["MfaConfiguration"]
    assert mode == ("OPTIONAL" if enforce else "OFF")
