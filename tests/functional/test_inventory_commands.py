# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as a user runs it, on the newest and the oldest supported ansible-core."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulator.server import Emulator
from tests.functional.test_playbooks import readme_blocks
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


@pytest.mark.parametrize("cached", [False, True])
def test_text_of_aws_is_never_a_template(run: Run, emulator: Emulator, tmp_path: Path, cached: bool) -> None:
    """As a name of a pool, of a host, of a group, in tags and in the configuration; through a cache as well."""
    created = emulator.client().create_user_pool(PoolName=HOSTILE, UserPoolTags={HOSTILE: HOSTILE}, **OPEN_POOL)
    emulator.client().set_user_pool_mfa_config(
        UserPoolId=created["UserPool"]["Id"],
        MfaConfiguration="OPTIONAL",
        EmailMfaConfiguration={"Message": "{####}", "Subject": HOSTILE},
    )
    cache = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": "cache"} if cached else {}
    path = inventories.write(
        tmp_path,
        hostnames=["user_pool_name"],
        compose={"label": "user_pool_name"},
        keyed_groups=[{"key": "cognito_tags", "prefix": "tag"}, {"key": "user_pool_name", "prefix": "name"}],
        groups={"named": "user_pool_name == 'x'"},
        **cache,
    )
    (tmp_path / "play.yml").write_text(PLAYBOOK, encoding="utf-8")
    (tmp_path / "vars.yml").write_text(yaml.safe_dump({"hostile": Unsafe(HOSTILE)}), encoding="utf-8")
    for _again in range(2 if cached else 1):
        done = run("ansible-playbook", "-i", path.name, "play.yml", "-e", "@vars.yml")
        assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "taken").exists()


def test_the_readmes_inventory_and_play(run: Run, emulator: Emulator, tmp_path: Path) -> None:
    """Tasks for these hosts run in Ansible's own process: nothing else is needed there."""
    emulator.pools(2, mfa={"MfaConfiguration": "OPTIONAL", **TOTP})
    emulator.pools(1, prefix="off")
    inventory, playbook = (
        next(block for block in readme_blocks("yaml") if word in block)
        for word in ("plugin: latchkey.cognito.user_pools", "hosts: mfa_optional")
    )
    (tmp_path / "user_pools.yml").write_text(inventory, encoding="utf-8")
    (tmp_path / "play.yml").write_text(playbook, encoding="utf-8")
    done = run("ansible-playbook", "-i", "user_pools.yml", "play.yml", "-vvv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("user_pool_mfa_config ran in process") == 2
    found = listed(run("ansible-inventory", "-i", "user_pools.yml", "--list"))
    assert len(found["mfa_on"]["hosts"]) == 2
    assert len(found["mfa_off"]["hosts"]) == 1


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
