# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work on many items, by several threads, which an interruption or a task timeout ends at once.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import threading
from typing import Callable
from typing import Dict
from typing import Generic
from typing import Iterator
from typing import List
from typing import Optional
from typing import Sequence
from typing import Tuple
from typing import TypeVar

from .retries import RateLimiter

Item = TypeVar("Item")
Result = TypeVar("Result")

WORKERS = 8  # enough for the quotas (R76) even where an answer takes a quarter of a second
POLL = 0.2  # seconds after which a caller that waits looks for signals, which may come to any thread


def concurrently(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int = WORKERS, finish: bool = False
) -> List[Result]:
    """What the work makes of each item, in their order.

    The caller only waits, so that a signal, such as that of Ctrl-C or of a task's timeout, reaches it.  Its threads do not
    keep the process alive: one may be in a call that nobody answers.

    :arg finish: whether an interruption waits for what has begun, because it writes.
    :raises BaseException: what interrupted it, or the first exception that the work raised.  No further item is begun then.
    """
    crew = _Crew(work, items)
    threads = [threading.Thread(target=crew.work, daemon=True) for _number in range(min(workers, len(items)))]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=POLL)
    except BaseException:
        crew.stopped.set()
        if finish:
            for thread in threads:
                thread.join()
        raise
    if crew.error is not None:
        raise crew.error
    return [crew.results[number] for number in range(len(items))]


def paced(
    work: Callable[[Item], Result], items: Sequence[Item], rate: float, stopped: Optional[threading.Event] = None
) -> List[Result]:
    """What the work makes of each item, concurrently, and no faster than a quota allows.

    :arg rate: items a second.
    :arg stopped: when it is set, no further item is begun: for who is interrupted in another thread.
    """
    limiter = RateLimiter(rate)
    ended = stopped or threading.Event()

    def at_its_turn(item: Item) -> Result:
        limiter.wait()
        if ended.is_set():
            raise KeyboardInterrupt
        return work(item)

    return concurrently(at_its_turn, items)


class _Crew(Generic[Item, Result]):
    """What the threads share."""

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item]) -> None:
        self._work = work
        self._items: Iterator[Tuple[int, Item]] = iter(enumerate(items))
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        self.results: Dict[int, Result] = {}
        self.error: Optional[BaseException] = None

    def work(self) -> None:
        while not self.stopped.is_set():
            with self._lock:
                upcoming = next(self._items, None)
            if upcoming is None:
                return
            number, item = upcoming
            try:
                self.results[number] = self._work(item)
            except BaseException as error:
                self.error = self.error or error
                self.stopped.set()
