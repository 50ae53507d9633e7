# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook enforce, by its full name: what it writes, what it refuses to write, and what it says of that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulator.server import Emulator
from tests.functional.test_audit_playbook import DENIED
from tests.functional.test_audit_playbook import message
from tests.functional.test_audit_playbook import ON
from tests.functional.test_audit_playbook import TOKEN
from tests.functional.test_audit_playbook import TOTP
from tests.functional.test_audit_playbook import variables
from tests.support import commands
from tests.support import inventories
from tests.support.inventories import MAIN
from tests.support.inventories import OTHER
from tests.support.inventories import role
from tests.support.pools import recovery

GET, SET = "GetUserPoolMfaConfig", "SetUserPoolMfaConfig"

Enforce = Callable[..., commands.Done]


@pytest.fixture(params=[commands.NEWEST])
def enforce(emulator: Emulator, tmp_path: Path, request: pytest.FixtureRequest) -> Enforce:
    """Enforce a policy in a project folder of its own."""
    return commands.playbook(request.param, emulator.endpoint, tmp_path, "enforce")


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    """Two regions of the main account; what cannot be read is a host."""
    return inventories.write(tmp_path, fail_on_unknown=False).name


@pytest.fixture
def modes(emulator: Emulator) -> Callable[[list[str]], list[str]]:
    """The modes that user pools of us-east-1 have now."""

    def look(pools: list[str]) -> list[str]:
        client = emulator.client()
        return [client.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] for pool in pools]

    return look


def sms(account: str = MAIN) -> Any:
    """The SMS factor, which needs a role of the user pool's account."""
    sender = {"SnsCallerArn": f"arn:aws:iam::{account}:role/sms", "ExternalId": "id"}
    return {"SmsMfaConfiguration": {"SmsConfiguration": sender}}


def figures(done: commands.Done) -> dict[str, Any]:
    """What it published, with short names and without what is 0."""
    found = commands.stats(done).items()
    return {name.removeprefix("mfa_enforce_result_"): value for name, value in found if value}


def writes(emulator: Emulator) -> list[tuple[str, str]]:
    """The user pools that were written, in order, each with the account that did."""
    journal = [call for call in emulator.journal() if call["operation"] == SET]
    emulator.clear()
    return [(call["user_pool_id"], call["account"]) for call in journal]


@pytest.mark.parametrize("enforce", [commands.NEWEST, commands.OLDEST], indirect=True)
def test_from_plan_to_policy(enforce: Enforce, emulator: Emulator, tmp_path: Path) -> None:
    """Two accounts by their roles; check mode shows everything and writes nothing, and a second run has nothing to do."""
    emulator.pools(1, mfa=ON)
    off = emulator.pools(2, template={"UserPoolTags": {"{{ 1 / 0 }}": "{% raw %}"}})
    excepted = emulator.pools(1, prefix="sandbox")
    theirs = emulator.pools(1, account=OTHER, mfa={"MfaConfiguration": "ON", **sms(OTHER)})
    path = inventories.write(tmp_path, accounts=[{}, {"name": "other", "assume_role_arn": role(OTHER)}])
    exception = {"user_pool_id": excepted[0], "reason": "Holds no data", "expires": "2999-12-31"}
    (tmp_path / "policy.yml").write_text(yaml.safe_dump({"exceptions": [exception]}), encoding="utf-8")
    (tmp_path / "group_vars").mkdir()
    (tmp_path / "group_vars" / "all.yml").write_text(
        "mfa_policy_file: policy.yml\nmfa_enforce_role_arn: arn:aws:iam::{{ account_id }}:role/cognito-mfa\n",
        encoding="utf-8",
    )
    emulator.clear()
    checked = enforce("-i", path.name, "--check")
    assert checked.returncode == 0, message(checked)
    assert writes(emulator) == []
    assert checked.stdout.count("--- before: MFA configuration of user pool") == 3
    assert figures(checked) == {"status": "planned", "pools": 5, "planned": 3, "changed": 3}
    assert "3 would be changed" in message(checked)

    done = enforce("-i", path.name, "-vvv", "-e", "mfa_enforce_serial=2")
    assert done.returncode == 0, message(done)
    assert figures(done) == {"status": "enforced", "pools": 5, "planned": 3, "changed": 3}
    assert set(writes(emulator)) == {(off[0], MAIN), (off[1], MAIN), (theirs[0], OTHER)}
    assert done.stdout.count("mfa_enforce ran in process") == 1
    assert TOKEN not in done.stdout + done.stderr
    recap = done.stdout.rpartition("PLAY RECAP")[2]
    assert recap.count("changed=1 ") == 3 + 1  # the user pools, and localhost
    assert recap.count("ok=1 ") == 5

    again = enforce("-i", path.name)
    assert (again.returncode, figures(again)) == (0, {"status": "enforced", "pools": 5})
    assert writes(emulator) == []
    assert again.stdout.rpartition("PLAY RECAP")[2].count("changed=0 ") == 5 + 1


@pytest.mark.parametrize("enforce", [commands.NEWEST, commands.OLDEST], indirect=True)
def test_hosts_whose_names_are_no_patterns(enforce: Enforce, emulator: Emulator, tmp_path: Path) -> None:
    """Spaces and commas divide patterns of hosts, and Cognito allows them in names."""
    names = ("customers, new", "my pool", " x", "@staff", "!a[1]", "{{ 1 / 0 }} {% raw %}", "all")
    for name in names:
        emulator.client().create_user_pool(PoolName=name)
    emulator.pools(1, mfa=ON, prefix="customers")
    path = inventories.write(tmp_path, hostnames=["user_pool_name"])
    done = enforce("-i", path.name)
    assert done.returncode == 0, message(done)
    count = len(names)
    assert figures(done) == {"status": "enforced", "pools": count + 1, "planned": count, "changed": count}


def test_security_is_lowered_if_told(enforce: Enforce, emulator: Emulator, inventory: str) -> None:
    (off,) = emulator.pools(1, prefix="off")
    (both,) = emulator.pools(1, prefix="both", mfa={"MfaConfiguration": "ON", **TOTP, **sms()})
    policy = {"forbidden_factors": ["SMS_MFA"]}
    emulator.clear()
    allowed = enforce("-i", inventory, "-e", variables(mfa_policy=policy, mfa_enforce_allow_downgrade="true"))
    assert figures(allowed) == {"status": "enforced", "pools": 2, "planned": 2, "changed": 2}
    assert {pool for pool, _account in writes(emulator)} == {off, both}


def test_failures_up_to_a_share_do_not_end_it(enforce: Enforce, emulator: Emulator, inventory: str, modes: Any) -> None:
    """And without a share, one failure ends it after its batch, as the module's tests have it."""
    pools = emulator.pools(4)
    emulator.fault({"operation": SET, "user_pool_id": sorted(pools)[0], "fault": DENIED})
    done = enforce("-i", inventory, "-e", "mfa_enforce_serial=2 mfa_enforce_max_fail_percentage=50")
    assert done.returncode == 2
    assert figures(done) == {"status": "failed", "pools": 4, "planned": 4, "changed": 3, "failed": 1}
    assert sorted(modes(pools)) == ["OFF", "ON", "ON", "ON"]


def test_a_user_pool_whose_users_would_be_locked_out_is_left_out(
    enforce: Enforce, emulator: Emulator, inventory: str, modes: Any
) -> None:
    off: Any = {"prefix": "off", "template": recovery("verified_email")}
    pools = emulator.pools(2, **off)
    emulator.users(pools[0], users=[{"username": "ann", "attributes": {"email": "ann.private@example.com"}}])
    done = enforce("-i", inventory, "-e", "mfa_enforce_require_readiness=locked_out")
    assert done.returncode == 0
    assert figures(done) == {"status": "enforced", "pools": 2, "planned": 2, "changed": 1, "left_out": 1}
    assert modes(pools) == ["OFF", "ON"]
    assert "Left out, since users would be locked out: 1 of 1." in done.stdout
    assert "ann.private" not in done.stdout + done.stderr


def test_what_was_not_so_when_the_inventory_was_read(enforce: Enforce, emulator: Emulator, inventory: str) -> None:
    """Somebody else changes it while the inventory is read."""
    first, _second = emulator.pools(2)
    other = {"then": {"MfaConfiguration": "OPTIONAL", **TOTP, "UserPoolId": first}}
    emulator.clear()
    emulator.fault({"operation": GET, "user_pool_id": first, "skip": 1, "times": 1, "fault": other})
    done = enforce("-i", inventory)
    assert done.returncode == 2
    assert figures(done) == {"status": "stopped", "pools": 2, "planned": 2, "refused": 1, "remaining": 1}
    problem = "its MFA configuration is not the one that the inventory has; read the inventory again"
    assert f"{first}: {problem}" in message(done)
    assert writes(emulator) == []


def test_what_the_inventory_could_not_read(enforce: Enforce, emulator: Emulator, inventory: str) -> None:
    """It stops the whole, unless it is left out."""
    _off, secret = emulator.pools(2)
    emulator.fault({"operation": GET, "user_pool_id": secret, "fault": DENIED})
    emulator.clear()
    done = enforce("-i", inventory)
    assert done.returncode == 2
    assert figures(done) == {"status": "stopped", "pools": 2, "pools_unknown": 1, "planned": 1, "remaining": 1}
    assert "There are user pools that could not be read. Leave them out, as by --limit '!mfa_unknown'" in message(done)
    assert writes(emulator) == []
    done = enforce("-i", inventory, "--limit", "!mfa_unknown")
    assert (done.returncode, figures(done)) == (0, {"status": "enforced", "pools": 1, "planned": 1, "changed": 1})


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"mfa_enforce_allow_lowring": True}, "There is no variable mfa_enforce_allow_lowring."),
        ({"mfa_enforce_max_fail_percentage": "few"}, "mfa_enforce_max_fail_percentage"),
        ({"mfa_policy": {"mode": "ON"}}, "The policy is not valid: unknown key mode"),
        (
            {"mfa_enforce_serial": [1, "few"]},
            "batches is 'few': it is neither a number of user pools nor a percentage. Write 20 or 10%.",
        ),
    ],
)
def test_one_clear_error(
    enforce: Enforce, emulator: Emulator, inventory: str, given: dict[str, Any], problem: str
) -> None:
    emulator.pools(1)
    emulator.clear()
    done = enforce("-i", inventory, "-e", variables(**given))
    assert done.returncode == 2
    assert problem in message(done)
    assert "Traceback" not in message(done)
    assert writes(emulator) == []


@pytest.mark.parametrize("imported", [False, True])
def test_a_role_that_cannot_be_assumed(
    enforce: Any, emulator: Emulator, inventory: str, tmp_path: Path, imported: bool
) -> None:
    """Wherever the role is named, nothing is ever written with other credentials instead."""
    emulator.pools(1)
    emulator.fault({"operation": "AssumeRole", "fault": DENIED})
    emulator.clear()
    arguments = ["-e", f"mfa_enforce_role_arn={role(OTHER)}"]
    if imported:
        play = {"import_playbook": "latchkey.cognito.enforce", "vars": {"mfa_enforce_role_arn": role(OTHER)}}
        (tmp_path / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
        *command, _playbook = enforce.args
        enforce = partial(enforce.func, *command, "play.yml", **enforce.keywords)
        arguments = []
    done = enforce("-i", inventory, *arguments)
    assert done.returncode == 2
    assert figures(done) == {"status": "stopped", "pools": 1, "planned": 1, "refused": 1}
    assert f"Failed to assume the role {role(OTHER)}: AccessDeniedException: not you" in message(done)
    assert writes(emulator) == []


def test_the_role_of_the_play_is_for_hosts_that_name_none(enforce: Any, emulator: Emulator, tmp_path: Path) -> None:
    first, _second = emulator.pools(2)
    own = f"'{role(MAIN)}' if user_pool_id == '{first}' else none_of_its_own"  # which leaves the variable out
    path = inventories.write(tmp_path, compose={"mfa_enforce_role_arn": own}, strict=False)
    play = {"import_playbook": "latchkey.cognito.enforce", "vars": {"mfa_enforce_role_arn": role(OTHER)}}
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    emulator.fault({"operation": "AssumeRole", "fault": DENIED})
    *command, _playbook = enforce.args
    done = enforce.func(*command, "play.yml", "-i", path.name, **enforce.keywords)
    assert figures(done) == {"status": "stopped", "pools": 2, "planned": 2, "refused": 2}
    for account in (MAIN, OTHER):
        assert f"Failed to assume the role {role(account)}: " in message(done)
    assert writes(emulator) == []


def test_no_pools_are_no_success(enforce: Enforce) -> None:
    done = enforce()
    assert (done.returncode, figures(done)) == (2, {"status": "empty"})
    done = enforce("-i", "localhost,", "--limit", "mfa_off")
    assert done.returncode == 1
