# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One emulator and one world for each process of the property tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.emulator.server import Emulator
from tests.property.world import World


def pytest_itemcollected(item: pytest.Item) -> None:
    """Measure no coverage: it takes as long as the tests, and those of other folders reach every line."""
    item.add_marker("no_cover")


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """A world of user pools."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        with Emulator() as emulator:
            yield World(emulator)


@pytest.fixture(scope="module", autouse=True)
def no_pauses() -> Iterator[None]:
    """Nobody waits here; the tests of other folders, which may run in this process, do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.sleep", lambda _seconds: None)
        yield
