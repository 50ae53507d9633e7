# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often and how fast Cognito is asked: the retries of a write, and the rate of reads.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import threading
import time
from typing import Iterator

from ansible_collections.amazon.aws.plugins.module_utils.cloud import BackoffIterator

from .client import Failure

READ_RATE, DESCRIBE_RATE, WRITE_RATE = 20, 15, 15  # requests a second in an account and region (R76)


class RetryBudget:
    """How often and how long a write is tried."""

    def __init__(self, attempts: int, wait_timeout: int) -> None:
        """
        :arg attempts: how many failures of the connection or the service end it.
        :arg wait_timeout: seconds for which the role that sends SMS may be unusable (R62).
        """
        self._left = attempts
        self._deadline = time.monotonic() + wait_timeout
        self._pauses: Iterator[float] = iter(BackoffIterator(delay=1, backoff=2, max_delay=10, jitter=True))

    def allows(self, failure: Failure) -> bool:
        """Whether to try again after this failure; if so, after a pause."""
        if failure.role:
            allowed = time.monotonic() < self._deadline
        else:
            self._left -= 1
            allowed = self._left > 0
        if allowed:
            time.sleep(next(self._pauses))
        return allowed


class RateLimiter:
    """Holds threads back that ask more often than the service answers: to be refused costs both sides more than to wait.

    Other clients of the same quota may still make the service refuse; then botocore slows down.
    """

    BURST = 0.5  # seconds whose requests may be made at once, after a pause

    def __init__(self, rate: float) -> None:
        """
        :arg rate: requests a second.
        """
        self._rate = rate
        self._lock = threading.Lock()
        self._due = 0.0

    def wait(self) -> None:
        """Wait for the next request's turn."""
        with self._lock:
            now = time.monotonic()
            turn = max(self._due, now - self.BURST)
            self._due = turn + 1 / self._rate
        time.sleep(max(0.0, turn - now))
