# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on a stream with a bounded number of threads: results in order, nothing held but a window, an end at once.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import wait
from queue import SimpleQueue
from typing import Any
from typing import Callable
from typing import Deque
from typing import Generic
from typing import Iterator
from typing import Optional
from typing import Tuple
from typing import TypeVar

from .._mfa.concurrency import POLL

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers(Generic[Item, Result]):
    """Threads that end with the process: an interruption or a task's timeout does not wait for an answer that may not come."""

    def __init__(self, work: Callable[[Item], Result], number: int) -> None:
        """
        :arg work: done with each item; what it raises is raised where the result is taken.
        :arg number: of threads; three times as many items wait at most.
        """
        self._work, self._window = work, 3 * number
        self._queue: SimpleQueue[Optional[Tuple[Item, Future[Result]]]] = SimpleQueue()
        self._pending: Deque[Tuple[Item, Future[Result]]] = deque()
        self._number, self._stopped = number, threading.Event()

    def __enter__(self) -> Workers[Item, Result]:
        for _number in range(self._number):
            threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._stopped.set()
        for _number in range(self._number):
            self._queue.put(None)

    def submit(self, item: Item) -> Iterator[Tuple[Item, Result]]:
        """Take an item in; yields what is finished by then, as far as the window is full."""
        future: Future[Result] = Future()
        self._pending.append((item, future))
        self._queue.put((item, future))
        while len(self._pending) >= self._window:
            yield self._next()

    def drain(self) -> Iterator[Tuple[Item, Result]]:
        """The rest."""
        while self._pending:
            yield self._next()

    def _next(self) -> Tuple[Item, Result]:
        item, future = self._pending.popleft()
        while not future.done():
            wait([future], timeout=POLL)
        return item, future.result()

    def _run(self) -> None:
        while True:
            task = self._queue.get()
            if task is None or self._stopped.is_set():
                return
            item, future = task
            try:
                future.set_result(self._work(item))
            except BaseException as error:  # for the caller that takes the result
                future.set_exception(error)
