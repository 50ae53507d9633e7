# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection installed where nobody may write, with a home and a folder for temporary files that are read-only, too.

Modes do not stop root, so that what is there afterwards is compared, too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.functional.conftest import ANSIBLE
from tests.support import inventories
from tests.support.environments import inherited
from tests.support.modules import connection

ROOT = Path(__file__).parents[2]
PLAYBOOK = """
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/latchkey.cognito.aws: "{{ emulator }}"
  tasks:
    - name: Write by the ordinary module
      latchkey.cognito.user_pool_mfa_config: {user_pool_id: "{{ pool }}", mfa_configuration: "OFF"}
      vars: {latchkey_in_process: false}
    - name: Write in process
      latchkey.cognito.user_pool_mfa_config:
        user_pool_id: "{{ pool }}"
        mfa_configuration: "ON"
        software_token_mfa_configuration: {enabled: true}
    - latchkey.cognito.user_pool_mfa_prerequisites: {user_pool_id: "{{ pool }}", user_pool_tier: PLUS}
    - latchkey.cognito.user_pool_mfa_readiness_info: {user_pool_id: "{{ pool }}"}
    - latchkey.cognito.user_pool_mfa_config_info: {user_pool_id: "{{ pool }}"}
      register: read
    - latchkey.cognito.mfa_enforce: {pools: "{{ read.user_pools }}", policy: {}}
- import_playbook: latchkey.cognito.audit
"""


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the collection, and what it needs."""
    collections = tmp_path / "collections" / "ansible_collections"
    copy = collections / "latchkey" / "cognito"
    for name in ("plugins", "playbooks", "meta"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "galaxy.yml", copy)
    needed = Path(os.environ["ANSIBLE_COLLECTIONS_PATH"]) / "ansible_collections" / "amazon"
    (collections / "amazon").symlink_to(needed)
    return copy


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path leaves room for that of a socket, which has 107 characters at most."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_nothing_is_written_but_what_is_asked_for(
    tmp_path: Path, temporary: Path, emulator: Any, pool: str, installed: Path
) -> None:
    read_only = [installed, temporary, *(tmp_path / name for name in ("home", "project"))]
    playbook, writable = tmp_path / "project" / "play.yml", tmp_path / "writable"
    for folder in (*read_only[2:], writable):
        folder.mkdir()
    playbook.write_text(PLAYBOOK, encoding="utf-8")
    inventory = inventories.write(playbook.parent, endpoint_url=emulator.endpoint, regions=["us-east-1"])
    before = [tree(folder) for folder in read_only]
    for folder in read_only:
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)
    audit = {"mfa_policy": {}, "mfa_audit_reports_folder": str(writable), "mfa_audit_fail_severity": "never"}
    variables = {"pool": pool, "emulator": connection(emulator.endpoint), **audit}
    done = subprocess.run(
        [ANSIBLE, "-i", inventory, "-e", json.dumps(variables), playbook],
        cwd=playbook.parent,
        env={
            **inherited(),
            **inventories.environment(emulator.endpoint),
            "ANSIBLE_COLLECTIONS_PATH": str(tmp_path / "collections"),
            **dict.fromkeys(("ANSIBLE_HOME", "ANSIBLE_LOCAL_TEMP", "ANSIBLE_REMOTE_TEMP"), str(tmp_path / "ansible")),
            "HOME": str(tmp_path / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",  # root could
            "TMPDIR": str(temporary),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    for folder in read_only:
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [tree(folder) for folder in read_only] == before
    assert tree(writable) == ["mfa-audit.html", "mfa-audit.json"]
