# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run playbooks both ways, in process and as ordinary modules, and compare every result, key by key.

python -m tests.parity BIN COLLECTIONS STRATEGY ...: the bin folder and the collections of an environment with ansible-core,
and the strategies by which the playbook is run in process.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.emulator.server import Emulator
from tests.support.environments import inherited

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECRET_KEY = "a-secret-key-0123456789"
# What differs from run to run.
CHANGING = [
    (re.compile(r"[a-z]{2}-[a-z]+-\d_[0-9a-zA-Z]{9,}"), "POOL"),
    (re.compile(r"127\.0\.0\.1:\d+"), "ENDPOINT"),
    (re.compile(r"\bj\d+\.\d+\b"), "JOB"),
    (re.compile(r"_payload_\w{8}/"), "_payload/"),
    (re.compile(r"/ansible\.\w{8}/"), "/TEMPORARY/"),
]
TARGETS, PLAYBOOK = "tests/integration/targets.yml", "tests/parity/playbook.yml"
LEAST_IN_PROCESS = {TARGETS: 60, PLAYBOOK: 45}


def run(binaries: Path, collections: Path, playbook: str, strategy: str, in_process: bool) -> tuple[list[Any], str]:
    """One playbook, run one way: its results in a fixed order, and its output."""
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        emulator.reset()
        record, password = Path(folder) / "record", Path(folder) / "password"
        password.write_text("password", encoding="utf-8")
        environment = {
            **inherited(),
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "ANSIBLE_COLLECTIONS_PATH": str(collections),
            "ANSIBLE_ROLES_PATH": str(ROOT / "tests/integration/targets"),
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback"),
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            "ANSIBLE_STRATEGY": strategy,
            "ANSIBLE_VAULT_PASSWORD_FILE": str(password),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "RECORD_FILE": str(record),
        }
        vaulted = subprocess.run(
            [binaries / "ansible-vault", "encrypt_string", "--name", "vaulted_secret_key", SECRET_KEY],
            env=environment, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip
        (Path(folder) / "vars.yml").write_text(vaulted, encoding="utf-8")
        other = Path(folder) / "python"  # the same libraries, by a name that is not this Python's
        other.write_text(f'#!/bin/sh\nexec {binaries}/python "$@"\n', encoding="utf-8")
        other.chmod(0o755)
        variables = {
            "cognito_endpoint": emulator.endpoint,
            "latchkey_in_process": in_process,
            "other_python": str(other),
            "ansible_inject_invocation": True,
        }
        command: list[str | Path] = [binaries / "ansible-playbook", "-vvv", "-i", HERE / "hosts.yml", ROOT / playbook]
        done = subprocess.run(
            [*command, "-e", f"@{folder}/vars.yml", "-e", json.dumps(variables)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        text = record.read_text(encoding="utf-8").replace(folder, "FOLDER") if record.exists() else ""
    if done.returncode or SECRET_KEY in text:
        sys.exit(f"{done.stdout}\n{playbook} failed, or a secret is in its results")
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    results = [json.loads(line) for line in text.splitlines()]
    return sorted(results, key=lambda entry: entry["host"]), done.stdout


def main() -> int:
    """Compare: what a module answers does not depend on the strategy, so that each playbook runs once as ordinary modules."""
    binaries, collections = (Path(argument).absolute() for argument in sys.argv[1:3])
    different = 0
    for playbook, strategies in ((TARGETS, ["linear"]), (PLAYBOOK, sys.argv[3:])):
        ordinary, ordinary_output = run(binaries, collections, playbook, "linear", in_process=False)
        if "ran in process" in ordinary_output:
            sys.exit(f"{playbook}: latchkey_in_process did not turn it off")
        for strategy in strategies:
            here, here_output = run(binaries, collections, playbook, strategy, in_process=True)
            ran_here = here_output.count("ran in process")
            pairs = [(one, other) for one, other in zip(here, ordinary, strict=False) if one != other]
            for one, other in pairs:
                print(f"In process: {json.dumps(one, indent=1)}\nOrdinary: {json.dumps(other, indent=1)}")
            wrong = len(pairs) + abs(len(here) - len(ordinary)) + (ran_here < LEAST_IN_PROCESS[playbook])
            print(
                f"{playbook}, {strategy}: {len(here)} results, {ran_here} in process, {wrong} differences", flush=True
            )
            different += wrong
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
