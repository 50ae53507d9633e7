# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells how far long work is.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import time
from typing import Callable
from typing import Optional

PAUSE = 10.0  # seconds before the first line, and between two


class Progress:
    """A line once in a while: how many are done, of how many, and how long it still takes."""

    def __init__(self, show: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        """
        :arg show: shows a line.
        """
        self._show, self._clock = show, clock
        self._label, self._what = "", ""
        self._total: Optional[int] = None
        self._begin = self._due = 0.0
        self._done = 0

    def begin(self, label: str, what: str, total: Optional[int]) -> None:
        """Something begins.

        :arg label: what the line begins with, such as the user pool.
        :arg what: what is done, as in ``users read``.
        :arg total: how many there are, as far as that is known.
        """
        self._label, self._what, self._total, self._done = label, what, total, 0
        self._begin = self._clock()
        self._due = self._begin + PAUSE

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self._done += count
        now = self._clock()
        if now >= self._due:
            self._due = now + PAUSE
            self._show(f"{self._label}: {line(self._done, self._total, now - self._begin, self._what)}")


def line(done: int, total: Optional[int], seconds: float, what: str) -> str:
    """How far it is, in words."""
    if not total or done > total:
        return f"{done:,} {what}"
    left = (total - done) * seconds / done if done else 0.0
    return f"{done:,} of about {total:,} {what}, about {duration(left)} left"


def duration(seconds: float) -> str:
    """A duration that nobody has to count in seconds."""
    if seconds < 120:
        return f"{round(seconds)} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
