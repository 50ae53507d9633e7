# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results keep their order, the first exception ends the work, and an interruption waits only for what writes."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.concurrency import concurrently


class Timeout(Exception):
    """What ansible-core raises in a task that takes too long."""


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Interrupts the main thread in a moment, by the signal of task timeouts."""

    def interrupt(_signal: int, _frame: Any) -> None:
        raise Timeout

    before = signal.signal(signal.SIGALRM, interrupt)
    yield lambda: signal.setitimer(signal.ITIMER_REAL, 0.1)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_results_in_the_order_of_the_items(count: int) -> None:
    def work(item: int) -> int:
        time.sleep(0.001 * (item % 3))
        return item * item

    assert concurrently(work, range(count)) == [item * item for item in range(count)]


def test_the_first_exception_ends_it() -> None:
    begun = []

    def work(item: int) -> None:
        begun.append(item)
        raise LookupError(item)

    with pytest.raises(LookupError):
        concurrently(work, range(1000), workers=2)
    assert len(begun) <= 3


def test_an_interruption_does_not_wait_for_an_answer(interrupted: Any) -> None:
    answer = threading.Event()
    interrupted()
    start = time.monotonic()
    with pytest.raises(Timeout):
        concurrently(lambda _item: answer.wait(20), range(100))
    assert time.monotonic() - start < 2
    answer.set()


def test_an_interruption_waits_for_what_writes_and_begins_no_more(interrupted: Any) -> None:
    begun, done = [], []

    def work(item: int) -> None:
        begun.append(item)
        time.sleep(0.4)
        done.append(item)

    interrupted()
    with pytest.raises(Timeout):
        concurrently(work, range(100), workers=3, finish=True)
    assert sorted(begun) == sorted(done) == [0, 1, 2]
