# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on a stream."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.workers import Workers


def test_results_come_in_order_and_no_more_than_a_window_waits() -> None:
    with Workers(lambda item: item * 2, 2) as workers:
        found, most = [], 0
        for item in range(100):
            found += list(workers.submit(item))
            most = max(most, item + 1 - len(found))
        found += list(workers.drain())
    assert found == [(item, item * 2) for item in range(100)] and most < 6


def test_an_error_is_raised_where_the_result_is_taken() -> None:
    def work(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="1"), Workers(work, 1) as workers:
        list(workers.submit(1))
        list(workers.drain())


def test_it_does_not_wait_for_what_is_not_answered() -> None:
    never, begun = threading.Event(), threading.Event()

    def work(_item: int) -> bool:
        begun.set()
        return never.wait(30)

    with pytest.raises(KeyboardInterrupt), Workers(work, 1) as workers:
        list(workers.submit(1))
        begun.wait(10)
        raise KeyboardInterrupt
    never.set()
