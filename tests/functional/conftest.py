# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for each process of the tests, and a clean world for each test."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.server import Emulator
from tests.support.environments import inherited
from tests.support.modules import ACCESS_KEY
from tests.support.modules import SECRET_KEY
from tests.support.modules import SESSION_TOKEN
from tests.support.pools import OPEN_POOL

ANSIBLE = Path(sys.executable).with_name("ansible-playbook")


@pytest.fixture(scope="session")
def running() -> Iterator[Emulator]:
    """The emulator."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture(autouse=True)
def no_aws_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the caller's AWS settings reaches a test."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))


@pytest.fixture
def emulator(running: Emulator) -> Emulator:
    """The emulator, without pools, faults and history."""
    running.reset()
    return running


@pytest.fixture
def cognito(emulator: Emulator) -> Any:
    """An independent client."""
    return emulator.client()


@pytest.fixture
def make_pool(cognito: Any) -> Callable[..., str]:
    """Make a user pool: CreateUserPool's arguments in, its ID out."""
    numbers = count()

    def make(**settings: Any) -> str:
        pool: dict[str, Any] = cognito.create_user_pool(**{"PoolName": f"pool-{next(numbers)}", **settings})
        return str(pool["UserPool"]["Id"])

    return make


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], None]:
    """Compare what a test recorded by one way of running with what it recorded by the other, whichever came second.

    The two may run in different processes of pytest-xdist, so that the records are files.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "runners"
    folder.mkdir(exist_ok=True)

    def compare(test: str, runner: str, record: str) -> None:
        name = hashlib.sha256(test.replace(runner, "").encode()).hexdigest()
        (folder / f"{name}.{runner}").write_text(record, encoding="utf-8")
        for other in folder.glob(f"{name}.*"):
            assert json.loads(other.read_text(encoding="utf-8")) == json.loads(record)

    return compare


@pytest.fixture
def play(emulator: Any, tmp_path: Path, make_pool: Callable[..., str]) -> Callable[..., tuple[int, str]]:
    """Run a playbook in a project folder of its own."""
    pool_id = make_pool(PoolName="customers", **OPEN_POOL)

    def run(playbook: str, *arguments: str, **files: str) -> tuple[int, str]:
        for name, content in {"play": playbook, **files}.items():
            path = tmp_path / f"{name.replace('__', '/')}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        (tmp_path / "hosts").write_text("localhost ansible_connection=local\n", encoding="utf-8")
        environment = {
            **inherited(),
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_SESSION_TOKEN": SESSION_TOKEN,
            "AWS_URL": emulator.endpoint,
            "AWS_REGION": "us-east-1",
        }
        variables = json.dumps(
            {"pool": pool_id, "endpoint": emulator.endpoint, "ansible_python_interpreter": sys.executable}
        )
        done = subprocess.run(
            [ANSIBLE, "-i", "hosts", "-e", variables, "play.yml", *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


@pytest.fixture
def pool(make_pool: Callable[..., str], emulator: Emulator) -> str:
    """A user pool on which no pool-dependent rule applies."""
    pool_id = make_pool(**OPEN_POOL)
    emulator.clear()
    return pool_id
