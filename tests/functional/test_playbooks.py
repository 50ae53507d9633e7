# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Playbooks as a user writes them, run by ansible-playbook as a user runs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXT = "Your code is {####}"

HEAD = """\
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/latchkey.cognito.aws:
      endpoint_url: "{{ endpoint }}"
      region: us-east-1
  tasks:
    - latchkey.cognito.user_pool_mfa_config:
        user_pool_id: "{{ pool }}"
        mfa_configuration: OPTIONAL
        email_mfa_configuration:
          message: %s
"""


class Unsafe(str):
    """A string that YAML writes with !unsafe."""


yaml.SafeDumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))


@pytest.fixture
def message(cognito: Any) -> Callable[[], str]:
    """The email text that the only pool has."""

    def get() -> str:
        pool_id = cognito.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
        answer = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
        return str(answer["EmailMfaConfiguration"]["Message"])

    return get


def unsafe(name: str) -> str:
    """A variables file."""
    return yaml.safe_dump({name: Unsafe(TEXT)})


def test_placeholder_from_group_vars(play: Any, message: Any) -> None:
    code, output = play(HEAD % '"{{ text }}"', group_vars__all=unsafe("text"))
    assert code == 0, output
    assert message() == TEXT


def test_placeholder_from_an_extra_vars_file(play: Any, message: Any) -> None:
    code, output = play(HEAD % '"{{ text }}"', "-e", "@extra.yml", extra=unsafe("text"))
    assert code == 0, output
    assert message() == TEXT


def test_placeholder_from_a_task(play: Any, message: Any) -> None:
    code, output = play(HEAD % f'!unsafe "{TEXT}"')
    assert code == 0, output
    assert message() == TEXT


@pytest.mark.parametrize("where", ["task", "group_vars"])
def test_placeholder_lost_to_jinja(play: Any, where: str) -> None:
    files = {"group_vars__all": yaml.safe_dump({"text": TEXT})}
    code, output = play(HEAD % (f'"{TEXT}"' if where == "task" else '"{{ text }}"'), **files)
    assert code == 2
    assert "lacks {####}" in output
    assert "!unsafe" in output
    assert "Traceback" not in output


def code_blocks(page: str, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.S | re.M)


def test_the_readmes_first_playbook(play: Any) -> None:
    playbook = next(block for block in code_blocks("README.md", "yaml") if block.startswith("---"))
    code, output = play(playbook, "--check", "--diff")
    assert code == 0, output
    assert '+    "mfa_configuration": "OPTIONAL"' in output
    assert re.search(r"changed=1 ", output)
    assert re.search(r"changed=1 ", play(playbook)[1])
    assert re.search(r"changed=0 ", play(playbook)[1])


FIRST_TASK = """\
    - latchkey.cognito.user_pool_mfa_config:
        user_pool_name: customers
        mfa_configuration: ON
        software_token_mfa_configuration: {}
"""


def test_the_readmes_tasks(play: Any) -> None:
    tasks = "".join(block for block in code_blocks("README.md", "yaml") if not block.startswith("---"))
    indented = "".join(f"    {line}\n" if line else "\n" for line in tasks.splitlines())
    head = "- hosts: localhost\n  gather_facts: false\n  tasks:\n"
    code, output = play(head + FIRST_TASK + indented)
    assert code == 0, output
    assert "changed=2 " in output
