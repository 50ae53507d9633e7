# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator for each process of the tests, and a clean world for each test."""

from __future__ import annotations

import os
from collections.abc import Callable
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.server import Emulator


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
