# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate of reads."""

from __future__ import annotations

import time

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import retries


class Clock:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


@pytest.mark.parametrize("rate", [retries.READ_RATE, retries.DESCRIBE_RATE])
def test_the_rate_is_that_of_the_quota(monkeypatch: pytest.MonkeyPatch, rate: int) -> None:
    """R76: so many a second, and after a pause at most those of half a second at once."""
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    limiter = retries.RateLimiter(rate)
    for _round in range(2):
        begin, turns = clock.now, []
        for _request in range(10 * rate):
            limiter.wait()
            turns.append(clock.now - begin)
        assert sum(turn == 0 for turn in turns) == rate // 2 + 1
        assert turns[-1] == pytest.approx(10 - 0.5 - 1 / rate)
        clock.now += 60
