# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-core's commands as a user runs them, of one of the environments that the set-up makes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.support import inventories
from tests.support.environments import inherited

ENVIRONMENTS = Path(sys.executable).parents[2]
NEWEST, OLDEST, MINIMUM = "venv", "oldest", "minimum"

Done = subprocess.CompletedProcess[str]


def environment(endpoint: str, **settings: str) -> dict[str, str]:
    """The variables of a command that reaches the emulator, without what the caller has set of AWS and Ansible."""
    # Some releases of amazon.aws use what newer ansible-cores deprecate.
    quiet = {"ANSIBLE_DEPRECATION_WARNINGS": "false"}
    return {**inherited(), **quiet, **inventories.environment(endpoint), **settings}


def run(version: str, endpoint: str, folder: Path, name: str, *arguments: str, **settings: str) -> Done:
    """Run a command in a folder.

    :arg version: of which environment.
    :arg settings: environment variables.
    """
    command = ENVIRONMENTS / version / "bin" / name
    assert command.exists()
    return subprocess.run(
        [command, *arguments],
        cwd=folder,
        env=environment(endpoint, **settings),
        capture_output=True,
        text=True,
        check=False,
    )


def playbook(version: str, endpoint: str, folder: Path, name: str) -> Callable[..., Done]:
    """Runs one of the collection's playbooks in a folder, and has it print what it publishes."""
    name = f"latchkey.cognito.{name}"
    return partial(run, version, endpoint, folder, "ansible-playbook", name, ANSIBLE_SHOW_CUSTOM_STATS="1")


def stats(done: Done) -> dict[str, Any]:
    """What a playbook published by set_stats."""
    _before, _mark, after = done.stdout.partition("\tRUN: ")
    found: dict[str, Any] = json.loads(after) if after else {}
    return found
