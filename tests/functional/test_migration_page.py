# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide for those who come from elsewhere: its tables, its playbooks, and every pair of call and task."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any
from typing import NamedTuple

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli

from tests.support.modules import ACCESS_KEY
from tests.support.modules import Modules
from tests.support.modules import SECRET_KEY
from tests.support.pools import OPEN_POOL
from tools.pages import migration

TEXT = migration.PAGE.read_text(encoding="utf-8")
PLACE = "us-east-1_EXAMPLE01"
HEAD = "- hosts: localhost\n  gather_facts: false\n  tasks:\n"


class Recipe(NamedTuple):
    """A call and a task that do the same to a pool that has ``before``."""

    title: str
    before: dict[str, Any]
    call: str
    task: str


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a text in a language, without the indent of the list that they stand in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _indent, block in found]


def recipes() -> list[Recipe]:
    _before, cookbook = TEXT.split("\n### Cookbook\n")
    cookbook, _after = cookbook.split("\n## From Terraform\n")
    return [
        Recipe(
            part.partition("\n")[0],
            json.loads(blocks(part, "json")[0]),
            blocks(part, "console")[0].removeprefix("$ "),
            blocks(part, "yaml")[0],
        )
        for part in cookbook.split("\n#### ")[1:]
    ]


RECIPES = recipes()


def test_the_tables_are_made_from_those_of_the_filters() -> None:
    assert migration.page(TEXT) == TEXT, "run make pages"
    assert TEXT.count("| `--") > 40


def test_the_cookbook_is_whole() -> None:
    assert len(RECIPES) == TEXT.count("\n#### ") == TEXT.count("```console") >= 12


def get(cognito: Any, pool_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
    answer.pop("ResponseMetadata")
    return answer


def shell(command: str, endpoint: str) -> None:
    """Run a call as it stands on the page."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }
    subprocess.run(["bash", "-c", command], env=environment, check=True, capture_output=True)


def test_every_task_does_what_its_call_does(make_pool: Any, cognito: Any, emulator: Any, play: Any) -> None:
    """The call on one pool, the task on its twin, the translated call on a third one."""
    made = [(recipe, *(make_pool(**OPEN_POOL) for _pool in range(3))) for recipe in RECIPES]
    for recipe, *pools in made:
        for pool_id in pools:
            cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **recipe.before)
    for recipe, by_call, _by_task, by_translation in made:
        shell(recipe.call.replace(PLACE, by_call), emulator.endpoint)
        options = from_aws_cli(recipe.call.replace(PLACE, by_translation))
        assert Modules(emulator.endpoint).config(**options)["changed"], recipe.title
    tasks = "".join(recipe.task.replace(PLACE, by_task) for recipe, _by_call, by_task, _by_translation in made)
    playbook = HEAD + textwrap.indent(tasks, "    ")
    code, output = play(playbook)
    assert code == 0, output
    assert f"changed={len(made)} " in output
    for recipe, by_call, *others in made:
        done = get(cognito, by_call)
        assert done != recipe.before, recipe.title
        assert [get(cognito, other) for other in others] == [done, done], recipe.title
    assert "changed=0 " in play(playbook)[1]


def playbooks() -> dict[str, str]:
    return {
        yaml.safe_load(block.replace("!unsafe", ""))[0]["name"]: block
        for block in blocks(TEXT, "yaml")
        if "hosts:" in block
    }


def test_the_first_playbook_writes_what_is_shown(play: Any, tmp_path: Path) -> None:
    code, output = play(playbooks()["Translate a command of the AWS CLI"])
    assert code == 0, output
    assert (tmp_path / "mfa.yml").read_text(encoding="utf-8") == blocks(TEXT, "yaml")[1]


STATE = {
    "values": {
        "root_module": {
            "resources": [
                {"address": "aws_iam_role.sms", "type": "aws_iam_role", "mode": "managed", "values": {"id": "sms"}},
                {
                    "address": "aws_cognito_user_pool.customers",
                    "type": "aws_cognito_user_pool",
                    "mode": "managed",
                    "name": "customers",
                    "values": {
                        "id": PLACE,
                        "mfa_configuration": "ON",
                        "software_token_mfa_configuration": [{"enabled": True}],
                        "email_mfa_configuration": [{"message": "Your code is {####}", "subject": ""}],
                    },
                },
            ]
        }
    }
}
TEMPLATE = {
    "Resources": {
        "UserPool": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {
                "MfaConfiguration": "ON",
                "EnabledMfas": ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
                "EmailAuthenticationMessage": "Your code is {####}",
            },
        }
    }
}
LIVE = {
    "MfaConfiguration": "ON",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {"Message": "Your code is {####}"},
}


@pytest.mark.parametrize(
    ("name", "source", "content", "written"),
    [
        ("Write the tasks that adopt the user pools of a Terraform state", "state.json", STATE, f"{PLACE}.yml"),
        ("Write the task that adopts the user pool of a template", "template.json", TEMPLATE, "mfa.yml"),
    ],
)
def test_an_adopted_pool_is_unchanged(
    play: Any, cognito: Any, tmp_path: Path, name: str, source: str, content: dict[str, Any], written: str
) -> None:
    pool_id = cognito.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **LIVE)
    (tmp_path / source).write_text(json.dumps(content).replace(PLACE, pool_id), encoding="utf-8")
    code, output = play(playbooks()[name].replace(PLACE, pool_id))
    assert code == 0, output
    task = (tmp_path / written.replace(PLACE, pool_id)).read_text(encoding="utf-8")
    assert pool_id in task
    code, output = play(HEAD + textwrap.indent(task, "    "), "--check", "--diff")
    assert code == 0, output
    assert re.search(r"ok=1 +changed=0 ", output)


IN_YAML = """\
AWSTemplateFormatVersion: 2010-09-09
Resources:
  UserPool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: !Sub ${AWS::StackName}-customers
      LambdaConfig: !If [Prod, {PreSignUp: !GetAtt Function.Arn}, !Ref AWS::NoValue]
      MfaConfiguration: ON
      EnabledMfas: [SOFTWARE_TOKEN_MFA, EMAIL_OTP]
      EmailAuthenticationMessage: "Your code is {####}"
"""
DESCRIPTION = {"Identifier": PLACE, "Properties": json.dumps(TEMPLATE["Resources"]["UserPool"]["Properties"])}
FORMS = {
    "body in JSON": json.dumps(TEMPLATE),
    "answer with a body in JSON": json.dumps({"TemplateBody": TEMPLATE, "StagesAvailable": ["Original"]}),
    "body in YAML": IN_YAML,
    "body in YAML as a text of JSON": json.dumps(IN_YAML),
    "answer with a body in YAML": json.dumps({"TemplateBody": IN_YAML}),
    "resource of Cloud Control API": json.dumps(
        {"TypeName": "AWS::Cognito::UserPool", "ResourceDescription": DESCRIPTION}
    ),
}


def test_the_recipe_for_templates_takes_every_form(play: Any, tmp_path: Path) -> None:
    recipe = playbooks()["Write the task that adopts the user pool of a template"]
    plays = []
    for number, text in enumerate(FORMS.values()):
        (tmp_path / f"template-{number}").write_text(text, encoding="utf-8")
        plays.append(recipe.replace("template.json", f"template-{number}").replace("mfa.yml", f"mfa-{number}.yml"))
    code, output = play("".join(plays))
    assert code == 0, output
    written = {form: (tmp_path / f"mfa-{number}.yml").read_text("utf-8") for number, form in enumerate(FORMS)}
    assert set(written.values()) == {written["body in JSON"]}
    assert f"user_pool_id: {PLACE}" in written["body in JSON"]
