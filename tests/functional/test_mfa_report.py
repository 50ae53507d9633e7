# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""mfa_report as Ansible runs it: a real AnsibleModule, real files."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._report import module as runner
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import RENDERERS
from ansible_collections.latchkey.cognito.plugins.modules import mfa_readiness_report as readiness_report_module
from ansible_collections.latchkey.cognito.plugins.modules import mfa_report as report_module

from tests.support.audits import pool
from tests.support.audits import SCHEMA
from tests.support.audits import TODAY
from tests.support.audits import unreadable
from tests.support.modules import Modules
from tests.support.modules import report
from tests.support.modules import run_module

POOLS = [pool("OPTIONAL", "SMS_MFA", pool_id="us-east-1_a"), pool("ON", "EMAIL_OTP", pool_id="us-east-1_b")]


REAL_TODAY = runner.today


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "today", lambda: TODAY)


@pytest.fixture
def reports(tmp_path: Path) -> list[dict[str, str]]:
    """One report of each format."""
    return [{"format": name, "path": str(tmp_path / f"mfa.{name}")} for name in RENDERERS]


def test_the_result() -> None:
    result = report([*POOLS, unreadable("us-east-1_c")], policy={})
    assert (result["changed"], result["status"], result["reports"]) == (False, "fail", [])
    assert result["summary"]["pools"] == {"total": 3, "fail": 1, "unknown": 1, "excepted": 0, "pass": 1}
    assert [(found["check"], found["status"]) for found in result["findings"]] == [
        ("mode", "fail"),
        ("sms_only", "fail"),
        ("readable", "unknown"),
    ]


def test_what_could_not_be_listed_is_no_success() -> None:
    result = report([POOLS[1]], policy={"allow_sms_only": True}, read_errors=["eu-west-1: no"])
    assert (result["status"], result["summary"]["pools"]["unknown"]) == ("unknown", 0)
    assert [found["message"] for found in result["findings"]] == ["Not read: eu-west-1: no"]


def test_remediations_are_options_of_the_module() -> None:
    excused = {"user_pool_id": "us-east-1_d", "checks": ["mode"], "reason": "r", "expires": "2026-11-24"}
    pools = [*POOLS, unreadable("us-east-1_c"), pool("OFF", pool_id="us-east-1_d", account_id="123456789012")]
    assert report(pools, policy={"exceptions": [excused]})["remediations"] == [
        {
            "user_pool_id": "us-east-1_a",
            "account_id": None,
            "region": "us-east-1",
            "mfa_config": POOLS[0]["mfa_config"],
            "options": {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}},
        }
    ]


def test_user_pools_as_json_and_reports_by_name(tmp_path: Path) -> None:
    """As the playbook gives them."""
    named = {"formats": ["csv", "junit"], "reports_folder": str(tmp_path), "reports_name": "ours"}
    result = report(json.dumps(POOLS), policy={}, return_findings=False, **named)
    assert [Path(entry["path"]).name for entry in result["reports"]] == ["ours.csv", "ours.junit.xml"]
    assert result["figures"]["reports"] == [entry["path"] for entry in result["reports"]]
    assert all(Path(path).is_file() for path in result["figures"]["reports"])
    assert not {"findings", "remediations"} & set(result)
    assert (result["failing"], result["figures"]["high"]) == (True, 1)
    assert result["summary"] == report(POOLS, policy={})["summary"]


@pytest.mark.parametrize("check", [True, False])
def test_files_are_written_in_check_mode_too_and_once_a_day(reports: list[dict[str, str]], check: bool) -> None:
    result = report(POOLS, policy={}, reports=reports, title="Ours", check=check)
    assert result["changed"] is True
    assert result["reports"] == [{**entry, "changed": True} for entry in reports]
    model = json.loads(Path(reports[0]["path"]).read_text(encoding="utf-8"))
    SCHEMA.validate(model)
    assert (model["title"], model["generated"], model["status"]) == ("Ours", "2026-11-24", "fail")
    assert model["summary"] == result["summary"]
    before = {entry["path"]: os.stat(entry["path"]).st_mtime_ns for entry in reports}
    again = report(POOLS[::-1], policy={}, reports=reports, title="Ours", check=check)
    assert again["changed"] is False
    assert again["reports"] == [{**entry, "changed": False} for entry in reports]
    assert {entry["path"]: os.stat(entry["path"]).st_mtime_ns for entry in reports} == before


def test_only_what_differs_is_written(reports: list[dict[str, str]]) -> None:
    report(POOLS, policy={}, reports=reports)
    Path(reports[1]["path"]).unlink()
    result = report(POOLS, policy={}, reports=reports)
    assert [entry["format"] for entry in result["reports"] if entry["changed"]] == [reports[1]["format"]]


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_permissions_are_those_of_any_new_file_or_those_of_the_old_one(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "mfa.csv"
    before = os.umask(umask)
    try:
        report(POOLS, policy={}, reports=[{"format": "csv", "path": str(path)}])
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
        path.chmod(0o640)
        report(POOLS[:1], policy={}, reports=[{"format": "csv", "path": str(path)}])
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    finally:
        os.umask(before)


def test_zero_pools_are_empty_and_never_a_pass(reports: list[dict[str, str]]) -> None:
    result = report([], policy={}, reports=reports)
    assert result["status"] == "empty"
    assert result["summary"]["pools"]["pass"] == 0
    assert 'errors="1"' in Path(reports[2]["path"]).read_text(encoding="utf-8")


def test_unknown_pools_are_unknown() -> None:
    result = report([unreadable("us-east-1_c"), POOLS[1]], policy={})
    assert result["status"] == "unknown"
    assert [found["pool"]["user_pool_id"] for found in result["findings"]] == ["us-east-1_c"]


def test_a_policy_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "policy.yml"
    path.write_text(
        "mfa_configuration: OPTIONAL\n"
        "allow_sms_only: true\n"
        "exceptions: [{user_pool_id: us-east-1_b, reason: r, expires: 2026-11-24}]\n",
        encoding="utf-8",
    )
    assert report(POOLS, policy_file=str(path))["status"] == "pass"


def test_an_expired_exception_fails() -> None:
    rules = {"exceptions": [{"user_pool_id": "us-east-1_b", "reason": "Once", "expires": "2026-11-23"}]}
    result = report(POOLS[1:], policy=rules)
    assert result["status"] == "fail"
    assert result["findings"][0]["message"].startswith("Exception 1 of the policy expired on 2026-11-23")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "one of the following is required: policy, policy_file"),
        ({"policy": {}, "policy_file": "x"}, "mutually exclusive: policy|policy_file"),
        ({"policy": {"mfa_mode": "ON"}}, "The policy is not valid: unknown key mfa_mode (known are: "),
        ({"policy": {"exceptions": [{"user_pool_id": "x", "reason": "r", "expires": "soon"}]}}, "'soon', which is not a date"),
        ({"policy_file": "/none/policy.yml"}, "/none/policy.yml cannot be read: No such file or directory"),
        ({"policy": {}, "pools": [{}]}, "which is not the ID of a user pool"),
        ({"policy": {}, "pools": [POOLS[0], POOLS[0]]}, "given more than once: us-east-1_a"),
        ({"policy": {}, "reports": [{"format": "pdf", "path": "x"}]}, "must be one of: json, csv, junit, sarif, html"),
        ({"policy": {}, "reports": [{"format": "csv", "path": "/none/x"}]}, "/none/x cannot be written: No such file"),
        ({"policy": {}, "reports": [{"format": "csv", "path": "/proc"}]}, "/proc cannot be written: it is not a regular file"),
        ({"policy": {}, "reports": [{"format": "csv", "path": ""}]}, "'' cannot be the path of a report: it is empty."),
        ({"policy": {}, "reports": [{"format": "csv", "path": "new/"}]}, "'new/' cannot be the path of a report: it names"),
        ({"policy": {}, "reports": [{"format": "csv", "path": "a\0b"}]}, "it contains the character NUL, which no path can"),
        ({"policy": {}, "formats": ["csv"], "reports_folder": "/none"}, "reports_folder is /none, which is not a folder."),
        ({"policy": {}, "formats": ["csv"], "reports_folder": "a\0b"}, "a\\u0000b, which is not a folder."),
        ({"policy": {}, "formats": ["csv"], "reports_name": "a/b"}, "reports_name is 'a/b', which names a folder, too."),
        ({"policy": {}, "pools": "us-east-1_a"}, "pools is text, and not the JSON of a list: "),
        ({"policy": {}, "pools": "[" * 100_000}, "pools is text, and not the JSON of a list: "),
        ({"policy": {}, "pools": '{"user_pools": []}'}, "pools has to be a list of dictionaries, and is dict"),
        ({"policy": {}, "pools": 7}, "pools has to be a list of dictionaries, and is int"),
        ({"policy": {}, "pools": ["us-east-1_a"]}, "A user pool has to be a dictionary, and one is str"),
        ({"policy_file": ""}, "'' cannot be read: No such file or directory"),
        ({"policy_file": "a\0b"}, "a\\u0000b cannot be read: embedded null byte"),
        (
            {"policy": {}, "reports": [{"format": name, "path": "/tmp/x"} for name in ("csv", "json")]},
            "/tmp/x is named twice",
        ),
    ],
)  # fmt: skip
def test_one_clear_error(options: dict[str, Any], problem: str) -> None:
    result = report(**{"pools": POOLS, **options})
    assert result["failed"]
    assert problem in result["msg"]
    assert "exception" not in result


@pytest.mark.parametrize("module", [report_module, readiness_report_module])
def test_a_name_that_no_file_can_have(module: Any, tmp_path: Path) -> None:
    """It is refused before anything is written, and in check mode, too."""
    specific = {"policy": {}, "pools": POOLS} if module is report_module else {"pools": []}
    for name in ("", ".", "..", "a/b", "/a", "a/", "../a", "a\0b", "a\nb", "a\rb", "\u202ea", "\x1b[2J"):
        for check in (True, False):
            options = {**specific, "formats": ["json"], "reports_folder": str(tmp_path), "reports_name": name}
            result = run_module(module, options, check)
            assert result["failed"]
            assert result["msg"].startswith(f"reports_name is {name!r}, which ")
            assert "exception" not in result
            assert list(tmp_path.iterdir()) == []
    missing = run_module(module, {**specific, "formats": ["json"], "reports_folder": str(tmp_path / "no")}, False)
    assert missing["msg"] == f"reports_folder is {tmp_path}/no, which is not a folder. Create it first."


@pytest.mark.parametrize("name", ["mfa", "a b", "x.y", "\u00fc", "-"])
def test_a_name_that_a_file_can_have(name: str, tmp_path: Path) -> None:
    named = {"formats": ["json"], "reports_folder": str(tmp_path), "reports_name": name}
    assert report(POOLS, policy={}, **named)["reports"][0]["path"] == f"{tmp_path}/{name}.json"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "policy.yml is not YAML: "),
        ("", "is empty"),
        ("- a", "is list"),
        (
            "title: a\ntitle: b",
            "policy.yml has a mistake in line 2: the key title occurs twice. Remove one of them",
        ),
        ("web_authn_configuration: 7", "The policy: web_authn_configuration is 7, which is not a dictionary."),
        ("web_authn_configuration: user_verification=required", "which is not a dictionary."),
        (
            "exceptions: [{user_pool_name: 007, reason: r, expires: 2999-12-31}]",
            "user_pool_name is 7, which is not text",
        ),
        ("severities: &s {mode: *s}", "the alias *s refers to a value that contains it"),
        ("[" * 900, "nested more than 20 levels deep"),
    ],
)
def test_a_file_that_is_no_policy(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "policy.yml"
    path.write_text(text, encoding="utf-8")
    assert problem in report(POOLS, policy_file=str(path))["msg"]


def test_an_unwritable_folder_leaves_all_reports_as_they_were(reports: list[dict[str, str]]) -> None:
    result = report(POOLS, policy={}, reports=[*reports, {"format": "csv", "path": "/proc/mfa.csv"}])
    assert "/proc/mfa.csv cannot be written" in result["msg"]
    assert not [entry for entry in reports if Path(entry["path"]).exists()]


@pytest.mark.parametrize(
    ("missing", "options", "problem"),
    [
        ("JINJA2_ERROR", {"policy": {}, "reports": [{"format": "html", "path": "/tmp/x"}]}, "Jinja2"),
        ("HAS_YAML", {"policy_file": "policy.yml"}, "PyYAML"),
    ],
)
def test_a_library_that_is_missing_is_named(missing: str, options: dict[str, Any], problem: str) -> None:
    with patch.object(runner, missing, "Traceback" if missing == "JINJA2_ERROR" else False):
        result = report(POOLS, **options)
    assert f"Failed to import the required Python library ({problem})" in result["msg"]


def test_a_library_that_is_not_needed_may_be_missing() -> None:
    with patch.multiple(runner, JINJA2_ERROR="Traceback", HAS_YAML=False):
        assert report(POOLS, policy={})["status"] == "fail"


def test_the_day_is_the_day_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "mfa.json"
    before = date.today()
    with patch.object(runner, "today", REAL_TODAY):
        report(POOLS, policy={}, reports=[{"format": "json", "path": str(path)}])
    assert str(before) <= json.loads(path.read_text(encoding="utf-8"))["generated"] <= str(date.today())


def test_pools_from_the_info_module(
    emulator: Any, cognito: Any, make_pool: Callable[..., str], reports: list[dict[str, str]]
) -> None:
    """From HTTP to files: one pool passes, one fails, one cannot be read."""
    ids = {name: make_pool(PoolName=name) for name in ("on", "off", "secret")}
    cognito.set_user_pool_mfa_config(
        UserPoolId=ids["on"], MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    fault = {"error": "AccessDeniedException", "message": "not you"}
    emulator.fault({"operation": "GetUserPoolMfaConfig", "user_pool_id": ids["secret"], "fault": fault})
    modules = Modules(emulator.endpoint)
    pools = modules.info(fail_on_unknown=False)["user_pools"]
    predicted = modules.config(
        ids["off"], check=True, mfa_configuration="ON", software_token_mfa_configuration={"enabled": True}
    )
    for entry in pools:
        if entry["user_pool_id"] == ids["off"]:
            entry["diff"] = predicted["diff"]
    result = report(pools, policy={}, reports=reports, check=True)
    assert result["status"] == "fail"
    model = json.loads(Path(reports[0]["path"]).read_text(encoding="utf-8"))
    statuses = {entry["user_pool_name"]: entry["status"] for entry in model["pools"]}
    assert statuses == {"on": "pass", "off": "fail", "secret": "unknown"}
    (drifted,) = (entry for entry in model["pools"] if entry["drift"])
    assert drifted["drift"] == {
        "source": "check_mode",
        "before": predicted["diff"]["before"],
        "after": predicted["diff"]["after"],
    }
    (task,) = yaml.safe_load(drifted["remediation"])
    arguments = task["latchkey.cognito.user_pool_mfa_config"]
    assert modules.config(**arguments)["changed"] is True
    assert report(modules.info(user_pool_ids=[ids["on"], ids["off"]])["user_pools"], policy={})["status"] == "pass"


@pytest.mark.parametrize(
    ("switches", "after"),
    [
        ({}, "pass"),
        ({"R82": "stays"}, "unknown"),
        ({"U2": "kept"}, "unknown"),
        ({"R82": "stays", "U2": "kept"}, "unknown"),
    ],
    ids=str,
)
def test_sms_that_the_policy_does_not_allow_has_an_end(
    emulator: Any, cognito: Any, make_pool: Callable[..., str], switches: dict[str, str], after: str
) -> None:
    """Whatever Cognito answers: the task removes SMS, or what stays is reported as what it is and can be accepted."""
    sender = {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "id"}
    pool_id = make_pool()
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id,
        MfaConfiguration="ON",
        SoftwareTokenMfaConfiguration={"Enabled": True},
        SmsMfaConfiguration={"SmsConfiguration": sender},
    )
    emulator.switch(**switches)
    modules, rules = Modules(emulator.endpoint), {"forbidden_factors": ["SMS_MFA"]}
    first = report(modules.info()["user_pools"], policy=rules)
    assert (first["status"], [found["check"] for found in first["findings"]]) == ("unknown", ["sms_settings"])
    (task,) = yaml.safe_load(first["findings"][0]["remediation"])
    modules.config(**task["latchkey.cognito.user_pool_mfa_config"])
    again = modules.config(**task["latchkey.cognito.user_pool_mfa_config"])
    assert again["changed"] is False
    pools = modules.info()["user_pools"]
    assert report(pools, policy=rules)["status"] == after
    assert report(pools, policy={**rules, "allow_sms_settings": True})["status"] == "pass"


PLAYBOOK = """\
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/latchkey.cognito.aws:
      region: us-east-1
  tasks:
    - latchkey.cognito.user_pool_mfa_config_info:
      register: mfa
    - latchkey.cognito.mfa_report:
        pools: "{{ mfa.user_pools }}"
        policy:
          mfa_configuration: ON
        reports:
          - format: html
            path: mfa.html
      register: audit
    - ansible.builtin.assert:
        that:
          - audit is changed
          - audit.status == 'fail'
          - audit.findings[0].remediation is string
"""


def test_in_a_playbook(play: Any, tmp_path: Path) -> None:
    """As an ordinary module in check mode, beside module defaults that it must not get."""
    code, output = play(PLAYBOOK, "--check", "-e", f"ansible_python_interpreter={sys.executable}")
    assert code == 0, output
    assert (tmp_path / "mfa.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
