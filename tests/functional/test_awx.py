# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project for AWX: its jobs run by ansible-runner, as AWX runs them, and its definitions read as AWX reads them."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import count
from pathlib import Path
from typing import Any

import jinja2
import jsonschema
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from tests.emulator.server import Emulator
from tests.functional.test_audit_playbook import ON
from tests.functional.test_audit_playbook import OPTIONAL
from tests.functional.test_audit_playbook import TOKEN
from tests.support import commands
from tests.support.audits import HOSTILE
from tests.support.modules import ACCESS_KEY
from tests.support.modules import SECRET_KEY
from tests.support.pools import recovery

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "examples" / "awx"
ACCOUNTS = PRODUCTION, STAGING = "111122223333", "222233334444"
HUB = "999988887777"


class Loader(yaml.SafeLoader):
    """Reads a playbook."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def tasks(module: str | None = None) -> list[dict[str, Any]]:
    """What the playbook that sets AWX up gives to a module, or to all."""
    text = (PROJECT / "controller" / "configure.yml").read_text(encoding="utf-8")
    (play,) = yaml.load(text, Loader)
    named = [(name, task[name]) for task in play["tasks"] for name in task if name.startswith("awx.awx.")]
    return [options for name, options in named if module in (None, name.removeprefix("awx.awx."))]


def surveys() -> dict[str, dict[str, Any]]:
    """The surveys of the job templates, by what they ask about."""
    asking = (options for options in tasks("job_template") if "survey_spec" in options)
    return {options["playbook"].removesuffix(".yml"): options["survey_spec"] for options in asking}


def questions(about: str = "enforce") -> list[dict[str, Any]]:
    """The questions of a survey."""
    found: list[dict[str, Any]] = surveys()[about]["spec"]
    return found


class Awx:
    """Jobs of the project, each with a private data folder of its own."""

    def __init__(self, endpoint: str, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()
        self.environment = commands.environment(
            endpoint, AWS_ENDPOINT_URL_STS=endpoint, AWS_REGION="us-east-1", **self._credential()
        )
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            del self.environment[name]

    def _credential(self) -> dict[str, str]:
        """What AWX makes of the credential for a job: a file and the environment."""
        inputs = {
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
            "role_arn": f"arn:aws:iam::{HUB}:role/hub",
            "external_id": "",
        }
        path = self.folder / "credential"
        injectors = tasks("credential_type")[0]["injectors"]
        templates = jinja2.Environment()
        path.write_text(templates.from_string(injectors["file"]["template"]).render(inputs), encoding="utf-8")
        tower = {"filename": str(path)}
        return {
            name: templates.from_string(value).render(inputs, tower=tower) for name, value in injectors["env"].items()
        }

    def sync_inventory(self) -> dict[str, Any]:
        """What an inventory source brings in from the project."""
        done = subprocess.run(
            [
                *(commands.ENVIRONMENTS / commands.NEWEST / "bin" / "ansible-inventory", "--list", "--export"),
                *("-i", "inventories/cognito.user_pools.yml"),
            ],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        inventory: dict[str, Any] = json.loads(done.stdout)
        return inventory

    def run(self, playbook: str, inventory: dict[str, Any], *options: str, **variables: Any) -> Job:
        """A job: its playbook, inventory, extra variables (such as a survey's answers) and options."""
        private = self.folder / f"job{next(self.numbers)}"
        shutil.copytree(PROJECT, private / "project")
        for name in ("inventory", "env"):
            (private / name).mkdir()
        hosts = private / "inventory" / "hosts"
        hosts.write_text(f"#!/usr/bin/env python3\nprint({json.dumps(inventory)!r})\n", encoding="utf-8")
        hosts.chmod(0o700)
        (private / "env" / "extravars").write_text(json.dumps(variables), encoding="utf-8")
        if options:
            (private / "env" / "cmdline").write_text(" ".join(options), encoding="utf-8")
        runner = commands.ENVIRONMENTS / commands.NEWEST / "bin" / "ansible-runner"
        path = f"{runner.parent}:{self.environment['PATH']}"
        subprocess.run(
            [runner, "run", private, "-p", playbook, "--ident", "1"],
            env={**self.environment, "PATH": path},
            capture_output=True,
            check=False,
        )
        return Job(private)


class Job:
    """A job that has ended."""

    def __init__(self, private: Path) -> None:
        self.private = private
        artifacts = private / "artifacts" / "1"
        self.status = (artifacts / "status").read_text(encoding="utf-8")
        self.output = (artifacts / "stdout").read_text(encoding="utf-8")
        events = [json.loads(path.read_text(encoding="utf-8")) for path in (artifacts / "job_events").glob("*.json")]
        (end,) = (event for event in events if event["event"] == "playbook_on_stats")
        self.artifacts: dict[str, Any] = end["event_data"]["artifact_data"]
        self.changed = sorted(end["event_data"]["changed"])

    def figures(self) -> dict[str, int]:
        """The numbers in its artifacts."""
        return {name: value for name, value in self.artifacts.items() if isinstance(value, int)}


def limited(inventory: dict[str, Any], number: int, slices: int) -> dict[str, Any]:
    """The inventory of one of several slices, as AWX makes it: every so-manieth host by name, and all groups."""
    mine = set(sorted(inventory["_meta"]["hostvars"])[number::slices])
    hostvars = {host: found for host, found in inventory["_meta"]["hostvars"].items() if host in mine}
    groups = {
        name: {**group, "hosts": [host for host in group.get("hosts", []) if host in mine]}
        for name, group in inventory.items()
        if name != "_meta"
    }
    return {**groups, "_meta": {"hostvars": hostvars}}


@pytest.fixture
def awx(emulator: Emulator, tmp_path: Path) -> Awx:
    return Awx(emulator.endpoint, tmp_path)


def test_sync_audit_enforce_and_audit_again(awx: Awx, emulator: Emulator) -> None:
    """Whole and in two slices; the slices' figures add up to those of the whole."""
    emulator.pools(1, account=PRODUCTION, mfa=ON)
    emulator.pools(2, account=PRODUCTION, mfa=OPTIONAL, template={"UserPoolTags": {HOSTILE["jinja"]: HOSTILE["jinja"]}})
    emulator.pools(2, account=STAGING, region="eu-central-1")
    emulator.pools(1, account=STAGING, prefix="sandbox", template={"UserPoolTags": {"stage": "sandbox"}})
    inventory = awx.sync_inventory()
    assert len(inventory["_meta"]["hostvars"]) == 6
    slices = [limited(inventory, number, 2) for number in (0, 1)]
    emulator.clear()

    audit = awx.run("audit.yml", inventory, "--check")
    assert (audit.status, audit.artifacts["mfa_audit_result_status"]) == ("failed", "fail")
    assert audit.artifacts["mfa_audit_result_pools_excepted"] == 1
    assert audit.artifacts["mfa_audit_result_reports"][0] == str(audit.private / "project" / "mfa-audit.html")
    model = json.loads((audit.private / "project" / "mfa-audit.json").read_text(encoding="utf-8"))
    tags = [pool["cognito_tags"] for pool in model["pools"] if pool["mfa_config"]["mfa_configuration"] == "OPTIONAL"]
    assert (
        tags == [{HOSTILE["jinja"]: HOSTILE["jinja"]}] * 2
    )  # which AWX has kept as they were, and no job has templated
    parts = [awx.run("audit.yml", part, "--check").figures() for part in slices]
    assert {name: parts[0][name] + parts[1][name] for name in parts[0]} == audit.figures()
    assert emulator.journal() == emulator.other_calls() == []  # the inventory holds all that an audit needs

    answers = {question["variable"]: question["default"] for question in questions()}
    checked = awx.run("enforce.yml", inventory, "--check", "--diff", **answers)
    assert (checked.status, checked.artifacts["mfa_enforce_result_status"]) == ("successful", "planned")
    would_change = set(checked.changed) - {"localhost"}
    assert len(would_change) == 4
    jobs = [awx.run("enforce.yml", part, **answers) for part in slices]
    assert [(job.status, job.artifacts["mfa_enforce_result_status"]) for job in jobs] == [
        ("successful", "enforced")
    ] * 2
    assert {*jobs[0].changed, *jobs[1].changed} - {"localhost"} == would_change
    done, planned = (
        [job.artifacts[f"mfa_enforce_result_{figure}"] for job in (*jobs, checked)] for figure in ("changed", "planned")
    )
    assert done[0] + done[1] == done[2] == planned[2] == 4
    writes = [call for call in emulator.journal() if call["operation"] == "SetUserPoolMfaConfig"]
    assert sorted(call["account"] for call in writes) == [PRODUCTION, PRODUCTION, STAGING, STAGING]
    outputs = [job.output for job in (audit, checked, *jobs)]
    assert not [text for text in outputs if SECRET_KEY in text or TOKEN in text]

    again = awx.run("audit.yml", awx.sync_inventory(), "--check")
    assert (again.status, again.artifacts["mfa_audit_result_status"]) == ("successful", "pass")


SURVEY = {
    # What AWX asks of a survey, and what it does not check before the survey is launched.
    "type": "object",
    "required": ["name", "description", "spec"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "description": {"type": "string"},
        "spec": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["question_name", "question_description", "variable", "type", "required"],
                "additionalProperties": False,
                "properties": {
                    "question_name": {"type": "string", "minLength": 1},
                    "question_description": {"type": "string"},
                    "variable": {"type": "string", "pattern": "^[a-z_][a-z0-9_]*$"},
                    "type": {"enum": ["text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"]},
                    "required": {"type": "boolean"},
                    "choices": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
                    "min": {"type": "integer"},
                    "max": {"type": "integer"},
                    "default": {"type": ["string", "number"]},
                },
                "allOf": [
                    {
                        "if": {"properties": {"type": {"enum": ["multiplechoice", "multiselect"]}}},
                        "then": {"required": ["choices"]},
                        "else": {"not": {"required": ["choices"]}},
                    },
                    {
                        "if": {"properties": {"type": {"const": "integer"}}},
                        "then": {"properties": {"default": {"type": "integer"}}, "required": ["min", "max"]},
                        "else": {"properties": {"default": {"type": "string"}}},
                    },
                ],
            },
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("about", ["enforce", "readiness"])
def test_the_survey_is_one_that_awx_takes(about: str) -> None:
    jsonschema.Draft202012Validator(SURVEY).validate(surveys()[about])
    assert len({question["variable"] for question in questions(about)}) == len(questions(about))
    for question in questions(about):
        assert question["default"] in question.get("choices", [question["default"]])
        assert question.get("min", 0) <= question.get("max", 0)


@pytest.mark.parametrize("about", ["enforce", "readiness"])
def test_every_answer_of_the_survey_is_one_that_the_playbook_takes(about: str) -> None:
    variables = yaml.safe_load((ROOT / "playbooks" / "vars" / "variables.yml").read_text(encoding="utf-8"))
    spec = variables[f"_mfa_{about}_variables"]
    validator = ArgumentSpecValidator(spec)
    for question in questions(about):
        name = question["variable"]
        answers = question.get("choices") or [question["min"], question["default"], question["max"]]
        for answer in answers:
            assert not validator.validate({name: answer}).error_messages
        assert str(question["default"]) == str(spec[name]["default"]).lower()


def test_readiness_as_awx_runs_it(awx: Awx, emulator: Emulator) -> None:
    """By the credential's role, with the survey's answers; the artifacts have the figures, and nothing has an address."""
    (pool_id,) = emulator.pools(1, account=PRODUCTION, region="eu-central-1", template=recovery("verified_email"))
    emulator.users(pool_id, account=PRODUCTION, region="eu-central-1", count=70)
    inventory = awx.sync_inventory()
    answers = {question["variable"]: question["default"] for question in questions("readiness")}
    job = awx.run("readiness.yml", inventory, **answers)
    assert job.status == "failed"
    figures = job.figures()
    assert figures["mfa_readiness_result_users"] == 70 and figures["mfa_readiness_result_users_locked_out"] > 0
    assert "@example.com" not in job.output and "+1555" not in job.output


def test_what_is_set_up_fits_together() -> None:
    """Names lead to what a task before made, and paths to files of the project."""
    kinds = {
        **{"project": "project", "source_project": "project", "inventory": "inventory", "credential": "credential"},
        **{"credential_type": "credential_type", "execution_environment": "execution_environment"},
        **{"default_environment": "execution_environment", "unified_job_template": "job_template"},
        **{"credentials": "credential", "notification_templates_error": "notification_template"},
    }
    made = {kind: [options["name"] for options in tasks(kind)] for kind in kinds.values()}
    for options in tasks():
        for option, kind in kinds.items():
            named = options.get(option, [])
            assert set(named if isinstance(named, list) else [named]) <= set(made[kind])
        for option in ("playbook", "source_path"):
            assert option not in options or (PROJECT / options[option]).is_file()
    audit, _readiness, enforce = tasks("job_template")
    assert audit["job_type"] == "check"
    assert enforce["job_slice_count"] > 1


def test_the_execution_environment_is_one_that_ansible_builder_makes(tmp_path: Path) -> None:
    builder = commands.ENVIRONMENTS / commands.NEWEST / "bin" / "ansible-builder"
    definition = PROJECT / "execution-environment.yml"
    created = [builder, "create", "-f", definition, "-c", tmp_path / "context", "--output-filename", "Containerfile"]
    subprocess.run(created, check=True, capture_output=True)
    containerfile = (tmp_path / "context" / "Containerfile").read_text(encoding="utf-8")
    assert "ansible-galaxy collection install" in containerfile
    assert (tmp_path / "context" / "_build" / "requirements.yml").read_text(encoding="utf-8") == (
        PROJECT / "collections" / "requirements.yml"
    ).read_text(encoding="utf-8")
    done = subprocess.run(
        [builder, "introspect", commands.ENVIRONMENTS / "venv-collections"], check=True, capture_output=True, text=True
    )
    needed = yaml.safe_load(done.stdout)
    own = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert [line.split()[0] for line in needed["python"] if line.endswith("collection latchkey.cognito")] == own
    assert not [line for line in needed["system"] if "latchkey" in line]
