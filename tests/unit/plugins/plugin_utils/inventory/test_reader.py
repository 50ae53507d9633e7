# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a long reading is."""

from __future__ import annotations

from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import PlacesProgress


class Clock:
    """A clock that is told what time it is."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def reading(seconds: float, total: int, pause: float = 10) -> list[str]:
    """What is said when ``total`` user pools take so long each."""
    said: list[str] = []
    clock = Clock()
    progress = PlacesProgress(said.append, clock, pause)
    for _number in range(total):
        progress.step("prod us-east-1", total)
        clock.now += seconds
    return said


def test_what_is_quick_is_silent() -> None:
    assert reading(0.05, 190) == []


def test_a_line_now_and_then_and_one_at_the_end() -> None:
    assert reading(1, 25) == [
        "prod us-east-1: 11 of 25 user pools read",
        "prod us-east-1: 21 of 25 user pools read",
        "prod us-east-1: 25 of 25 user pools read",
    ]


def test_not_one_for_each_user_pool() -> None:
    assert 60 < len(reading(0.066, 10000)) < 70


def test_every_place_counts_for_itself() -> None:
    said: list[str] = []
    clock = Clock()
    progress = PlacesProgress(said.append, clock)
    for where in ("a", "b", "a"):
        progress.step(where, 100)
        clock.now += 6
    progress.step("b", 100)
    assert said == ["a: 2 of 100 user pools read", "b: 2 of 100 user pools read"]
