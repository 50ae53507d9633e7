# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook audit, by its full name, from an inventory or from regions to reports, published figures and an exit code."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.emulator.server import Emulator
from tests.functional.test_playbooks import code_blocks
from tests.support import commands
from tests.support import inventories
from tests.support.audits import SCHEMA
from tests.support.inventories import MAIN
from tests.support.inventories import OTHER
from tests.support.inventories import role
from tests.support.modules import SECRET_KEY
from tools.pages import fleet as fleet_page

Audit = Callable[..., commands.Done]
TOTP: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
ON: Any = {"MfaConfiguration": "ON", **TOTP}
OPTIONAL: Any = {"MfaConfiguration": "OPTIONAL", **TOTP}
READING = {"ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool"}
TOKEN = "FQoGZXIvYXdz"  # with which every session token of the emulator begins
DENIED = {"error": "AccessDeniedException", "message": "not you"}


@pytest.fixture(params=[commands.NEWEST])
def audit(emulator: Emulator, tmp_path: Path, request: pytest.FixtureRequest) -> Audit:
    """Audit in a project folder of its own."""
    return commands.playbook(request.param, emulator.endpoint, tmp_path, "audit")


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    """Two accounts with two regions each."""
    accounts = [{"name": "main"}, {"name": "other", "assume_role_arn": role(OTHER)}]
    return inventories.write(tmp_path, accounts=accounts).name


def variables(**given: Any) -> str:
    return json.dumps(given)


def message(done: commands.Done) -> str:
    """Everything that a user reads, in one line."""
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("audit", [commands.NEWEST, commands.OLDEST], indirect=True)
def test_the_same_with_and_without_check(audit: Audit, emulator: Emulator, inventory: str, tmp_path: Path) -> None:
    """Files, figures and exit code; and AWS is only read."""
    emulator.pools(2, mfa=ON)
    emulator.pools(1, region="eu-central-1", mfa=OPTIONAL)
    emulator.pools(1, region="eu-central-1", account=OTHER, template={"UserPoolTags": {"stage": "sandbox"}})
    exception = {"tags": {"stage": "sandbox"}, "reason": "Holds no data", "expires": "2999-12-31"}
    (tmp_path / "policy.yml").write_text(yaml.safe_dump({"exceptions": [exception]}), encoding="utf-8")
    runs = []
    for folder, options in (("check", ["--check"]), ("real", [])):
        (tmp_path / folder).mkdir()
        emulator.clear()
        done = audit(
            *("-i", inventory, *options, "-e", f"mfa_audit_reports_folder={folder}"),
            *("-e", "mfa_policy_file=policy.yml mfa_audit_formats=json,csv,junit,sarif,html"),
        )
        assert {call["operation"] for call in emulator.journal()} == READING
        assert {call["operation"] for call in emulator.other_calls()} == {"GetCallerIdentity", "AssumeRole"}
        assert "The audit's status is fail. Findings of severity info or higher: 1. User pools: 4 (1 fail, " in message(
            done
        )
        day = json.loads((tmp_path / folder / "mfa-audit.json").read_text(encoding="utf-8"))["generated"]
        files = {
            path.name: path.read_text(encoding="utf-8").replace(day, "2026-11-24")  # midnight may be between the runs
            for path in (tmp_path / folder).iterdir()
        }
        figures = commands.stats(done)
        assert figures.pop("mfa_audit_result_reports") == [
            str(tmp_path / folder / f"mfa-audit.{ending}") for ending in ("json", "csv", "junit.xml", "sarif", "html")
        ]
        runs.append((done.returncode, figures, files))
    assert runs[0] == runs[1]
    code, figures, files = runs[0]
    assert code == 2
    assert figures == {
        "mfa_audit_result_status": "fail",
        "mfa_audit_result_pools": 4,
        "mfa_audit_result_pools_fail": 1,
        "mfa_audit_result_pools_unknown": 0,
        "mfa_audit_result_pools_excepted": 1,
        "mfa_audit_result_pools_pass": 2,
        **{f"mfa_audit_result_{severity}": 0 for severity in ("critical", "medium", "low", "info")},
        "mfa_audit_result_high": 1,
    }
    model = json.loads(files["mfa-audit.json"])
    SCHEMA.validate(model)
    assert [entry["account_id"] for entry in model["pools"]] == [OTHER, MAIN, MAIN, MAIN]


def test_reports_are_published_before_it_fails(
    audit: Audit, emulator: Emulator, inventory: str, tmp_path: Path
) -> None:
    emulator.pools(1)
    (tmp_path / "publish.yml").write_text(
        "- ansible.builtin.copy:\n    content: '{{ [mfa_audit_result_status, mfa_audit_result_reports] }}'\n"
        "    dest: '{{ folder }}/published'\n    mode: '0600'\n",
        encoding="utf-8",
    )
    given = variables(mfa_audit_publish_tasks="publish.yml", folder=str(tmp_path), mfa_audit_formats=["json"])
    done = audit("-i", inventory, "-e", given)
    assert done.returncode == 2
    assert json.loads((tmp_path / "published").read_text(encoding="utf-8")) == [
        "fail",
        [str(tmp_path / "mfa-audit.json")],
    ]


def test_what_cannot_be_read_fails_at_its_severity(audit: Audit, emulator: Emulator, tmp_path: Path) -> None:
    """And what is less severe than asked for does not."""
    pool_id = emulator.pools(1, mfa=ON)[0]
    emulator.fault({"operation": "GetUserPoolMfaConfig", "user_pool_id": pool_id, "fault": DENIED})
    path = inventories.write(tmp_path, fail_on_unknown=False)
    done = audit("-i", path.name)
    assert done.returncode == 2
    figures = commands.stats(done)
    assert (figures["mfa_audit_result_status"], figures["mfa_audit_result_pools_unknown"]) == ("unknown", 1)
    assert figures["mfa_audit_result_high"] == 1
    done = audit("-i", path.name, "-e", "mfa_audit_fail_severity=critical")
    assert (done.returncode, commands.stats(done)) == (0, figures)
    assert "The audit's status is unknown. User pools: 1 (0 fail, 1 unknown" in message(done)


@pytest.fixture
def left_out(emulator: Emulator, tmp_path: Path) -> str:
    """An inventory of two regions, one of which cannot be read."""
    emulator.pools(1, mfa=ON)
    wrong = {"error": "UnrecognizedClientException", "message": "{{ 1 / 0 }}"}
    emulator.fault({"operation": "ListUserPools", "region": "eu-central-1", "fault": wrong})
    return inventories.write(tmp_path, fail_on_unknown=False).name


@pytest.mark.parametrize("audit", [commands.NEWEST, commands.OLDEST], indirect=True)
def test_a_region_that_the_inventory_left_out_is_no_success(audit: Audit, left_out: str) -> None:
    """Not even with a limit, which may be of that region, nor if findings as severe as that are let pass."""
    done = audit("-i", left_out, "--limit", "mfa_on", "-e", "mfa_audit_fail_severity=critical")
    assert done.returncode == 2, message(done)
    figures = commands.stats(done)
    assert (figures["mfa_audit_result_status"], figures["mfa_audit_result_pools_pass"]) == ("unknown", 1)
    problem = f"{MAIN} eu-central-1: Failed to list the user pools: UnrecognizedClientException: {{{{ 1"
    assert f"Left out by the inventory: {problem}" in message(done)


def test_only_the_regions_that_are_asked_for_count(audit: Audit, left_out: str, tmp_path: Path) -> None:
    """And a region that was left out is unknown, even if nothing else is there; only "never" lets that pass."""
    assert audit("-i", left_out, "-e", "mfa_audit_regions=us-east-1,us-east-1").returncode == 0
    report = json.loads((tmp_path / "mfa-audit.json").read_text(encoding="utf-8"))
    assert report["status"] == "pass"  # of the regions that were asked for
    path = inventories.write(tmp_path, fail_on_unknown=False, regions=["eu-central-1"])
    given = "mfa_audit_fail_on_empty=false mfa_audit_fail_severity="
    assert audit("-i", path.name, "-e", f"{given}critical").returncode == 2
    assert audit("-i", path.name, "-e", f"{given}never").returncode == 0
    report = json.loads((tmp_path / "mfa-audit.json").read_text(encoding="utf-8"))
    assert report["status"] == "unknown"
    assert [(found["check"], found["status"]) for found in report["findings"]] == [("readable", "unknown")]
    assert "eu-central-1: Failed" in report["findings"][0]["message"]


def test_no_pools_are_no_success(audit: Audit) -> None:
    done = audit("-e", "mfa_audit_fail_severity=never")
    assert done.returncode == 2
    assert "The audit's status is empty" in message(done)
    assert commands.stats(done)["mfa_audit_result_status"] == "empty"
    assert audit("-e", "mfa_audit_fail_on_empty=false").returncode == 0


def test_an_inventory_that_cannot_be_read_is_no_success(audit: Audit, emulator: Emulator, inventory: str) -> None:
    """ansible-core warns of it and goes on."""
    emulator.fault({"operation": "AssumeRole", "fault": DENIED})
    done = audit("-i", inventory)
    assert done.returncode == 2
    assert f"Failed to assume the role {role(OTHER)}: AccessDeniedException: not you" in message(done)
    assert "If the inventory could not be read, a warning above says why" in message(done)


def test_limits(audit: Audit, emulator: Emulator, tmp_path: Path) -> None:
    """--limit keeps localhost out, on which the audit runs otherwise; and strategies other than linear run nothing once."""
    emulator.pools(2, mfa=ON)
    emulator.pools(3)
    path = inventories.write(tmp_path, hostvars_prefix="aws_", hostvars_suffix="_now")
    affixes = ("-e", "mfa_hostvars_prefix=aws_ mfa_hostvars_suffix=_now mfa_audit_formats=json")
    done = audit("-i", path.name, "--limit", "mfa_on", *affixes, ANSIBLE_STRATEGY="free")
    assert done.returncode == 0, message(done)
    assert commands.stats(done)["mfa_audit_result_pools"] == 2
    done = audit("-i", path.name, "--limit", "mfa_on")
    assert "has no variable user_pool_id, so it is not a user pool" in message(done)
    for limit, given in (("mfa_optional", path.name), ("mfa_on", "localhost,")):
        done = audit("-i", given, "--limit", limit)
        assert done.returncode not in (0, 2), message(done)
        assert "limit leave" in message(done)


@pytest.mark.parametrize("audit", [commands.NEWEST, commands.OLDEST], indirect=True)
def test_regions(audit: Any, emulator: Emulator, tmp_path: Path) -> None:
    """The README's first audit, and in an account that a role leads to; no secret is shown."""
    emulator.pools(1, account=OTHER, mfa=ON)
    emulator.pools(2, account=OTHER, region="eu-central-1", mfa=ON)
    emulator.pools(1)
    (command,) = (block for block in code_blocks("README.md", "console") if "mfa_audit_regions" in block)
    program, playbook, *arguments = shlex.split(command)
    assert (program, playbook) == audit.args[3:]
    done = audit(*arguments, "-e", f"mfa_audit_role_arn={role(OTHER)}", "-vvv")
    assert done.returncode == 0, message(done)
    assert commands.stats(done)["mfa_audit_result_pools"] == 3
    assert {call["operation"] for call in emulator.journal()} == READING - {"DescribeUserPool"}
    assert {call["account"] for call in emulator.journal()} == {OTHER}
    assert [call["operation"] for call in emulator.other_calls()] == ["AssumeRole"]
    for secret in (SECRET_KEY, TOKEN, "sts_creds"):
        assert secret not in done.stdout + done.stderr


def test_a_region_that_cannot_be_read(audit: Audit, emulator: Emulator) -> None:
    emulator.pools(1, mfa=ON)
    emulator.fault({"operation": "ListUserPools", "region": "eu-central-1", "fault": DENIED})
    done = audit("-e", "mfa_audit_regions=us-east-1,eu-central-1")
    assert done.returncode == 2
    assert "Failed to list the user pools: AccessDeniedException: not you" in message(done)
    assert commands.stats(done) == {}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"mfa_audit_fail_severity": "hihg"}, "value of mfa_audit_fail_severity must be one of: info, low, medium, high, critical, never, got: hihg"),
        ({"mfa_audit_formats": ["pdf"]}, "value of mfa_audit_formats must be one or more of: json, csv, junit, sarif, html."),
        ({"mfa_audit_failat": "low"}, "There is no variable mfa_audit_failat. Known are: mfa_policy, "),
        ({"mfa_policy": {}, "mfa_policy_file": "x"}, "Both mfa_policy and mfa_policy_file are set. Leave one of them out."),
        ({"mfa_policy_file": "none.yml"}, "none.yml cannot be read: No such file or directory"),
        ({"mfa_audit_reports_folder": "none"}, "/none, which is not a folder. Create it first."),
        ({"mfa_audit_regions": ["frankfurt"]}, "mfa_audit_regions has frankfurt, which cannot be a region."),
        ({"mfa_audit_regions": "eu-central-1", "mfa_audit_role_arn": role(OTHER)}, f"The role {role(OTHER)} cannot be assumed: "),
    ],
)  # fmt: skip
def test_one_clear_error(audit: Audit, emulator: Emulator, given: dict[str, Any], problem: str) -> None:
    emulator.fault({"operation": "AssumeRole", "fault": DENIED})
    done = audit("-e", variables(**given))
    assert done.returncode == 2
    assert problem in message(done)
    assert "Traceback" not in message(done)
    assert commands.stats(done) == {}
    assert emulator.journal() == []


def test_an_exception_that_has_expired_is_a_finding(audit: Audit, emulator: Emulator, inventory: str) -> None:
    (pool_id,) = emulator.pools(1, mfa=ON)
    exception = {"user_pool_id": pool_id, "reason": "Once", "expires": "2026-01-01"}
    done = audit("-i", inventory, "-e", variables(mfa_policy={"exceptions": [exception]}))
    assert done.returncode == 2
    assert commands.stats(done)["mfa_audit_result_low"] == 1


def test_the_pages_own_playbook(emulator: Emulator, inventory: str, tmp_path: Path) -> None:
    """What docs/fleet.md offers to those who write their own."""
    emulator.pools(2, mfa=OPTIONAL)
    text = fleet_page.PAGE.read_text(encoding="utf-8")
    (playbook,) = (block for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.S | re.M) if "without-sms" in block)
    (tmp_path / "own.yml").write_text(playbook, encoding="utf-8")
    done = commands.run(commands.NEWEST, emulator.endpoint, tmp_path, "ansible-playbook", "-i", inventory, "own.yml")
    assert done.returncode == 0, message(done)
    assert (tmp_path / "without-sms.csv").read_text(encoding="utf-8").count("\npass,") == 6
