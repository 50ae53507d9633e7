# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a long reading."""

from __future__ import annotations

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import progress


def test_a_line_every_ten_seconds() -> None:
    now, lines = [100.0], list[str]()
    told = progress.Progress(lines.append, lambda: now[0])
    told.begin("a pool", "users read", 1000)
    for _second in range(25):
        now[0] += 1
        told.step(10)
    assert lines == [
        "a pool: 100 of about 1,000 users read, about 90 s left",
        "a pool: 200 of about 1,000 users read, about 80 s left",
    ]
    told.begin("a pool", "sampled users read", None)
    now[0] += 10
    told.step()
    assert lines[2:] == ["a pool: 1 sampled users read"]


@pytest.mark.parametrize(
    ("done", "total", "text"),
    [
        (5, None, "5 x"),
        (5, 0, "5 x"),
        (11, 10, "11 x"),
        (10, 10, "10 of about 10 x, about 0 s left"),
        (0, 5, "0 of about 5 x, about 0 s left"),
    ],
)
def test_a_line(done: int, total: int | None, text: str) -> None:
    assert progress.line(done, total, 60, "x") == text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (89, "89 s"), (600, "10 min"), (7200, "2.0 h")])
def test_durations(seconds: float, text: str) -> None:
    assert progress.duration(seconds) == text
