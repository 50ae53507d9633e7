# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The survey: a pool's users, streamed, each into facts and a count.

Of a user, facts stay, for the time of a request the user name, and what ``examples`` asks for.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any
from typing import Dict
from typing import Iterator
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple

from .._mfa.client import Failure
from .._mfa.progress import Progress
from .counting import Sample
from .counting import Tally
from .decision import depends_on_factors
from .decision import PoolSettings
from .decision import UserFacts
from .facts import identity
from .facts import user_facts
from .facts import with_factors
from .users import PAGE
from .users import Users
from .users import WORKERS
from .workers import Workers

MAX_FAILURES = 20  # so many users in a row whose factors cannot be read end the asking
GONE = "UserNotFoundException"


@dataclass(frozen=True)
class Wish:
    """How to read.

    :ivar read_factors: the way to read factors, or None.
    :ivar sample: for how many users factors are read; None for all.
    :ivar seed: makes the sample the same again.
    :ivar max_users: after how many users to stop.
    :ivar examples: how many users of each reason to name.
    :ivar identify_by: by ``sub`` or ``username``.
    """

    read_factors: Optional[str] = None
    sample: Optional[int] = None
    seed: Optional[int] = None
    max_users: Optional[int] = None
    examples: int = 0
    identify_by: str = "sub"


class Asked(NamedTuple):
    """A user whose factors are to be read, for as long as that takes."""

    username: str
    facts: UserFacts
    name: str


class Survey:
    """Reads a pool's users, and holds what was counted.

    :ivar wish: how to read.
    :ivar listed: users by their attributes.
    :ivar judged: users by attributes and factors; those of the sample, if there is one.
    :ivar answered: how many users' factors were read.
    :ivar complete: whether the list was read to its end.
    :ivar error: why it was not, if something failed.
    :ivar factors_error: the first thing that went wrong with factors.
    """

    def __init__(
        self, users: Users, user_pool_id: str, settings: Sequence[PoolSettings], wish: Wish, progress: Progress
    ) -> None:
        """
        :arg settings: those that are asked about: factors are read where they decide by any of them.
        """
        self._users, self.user_pool_id, self._settings, self.wish = users, user_pool_id, settings, wish
        self._progress = progress
        self.listed, self.judged = Tally(wish.examples), Tally(wish.examples)
        self.answered = 0
        self.complete = False
        self.error: Optional[Failure] = None
        self.factors_error: Optional[Failure] = None
        self._failures = 0
        self._worth: Dict[UserFacts, bool] = {}

    def run(self, label: str, estimated: Optional[int]) -> None:
        """Read.  What fails is kept as an error, with what was read until then.

        :arg label: the user pool, for the progress.
        :arg estimated: how many users it has.
        """
        limit = self.wish.max_users
        self._progress.begin(label, "users read", min(limit, estimated or limit) if limit else estimated)
        if self.wish.read_factors is None:
            for _user in self._list():
                pass
        elif self.wish.sample is None:
            self._judge(self._list())
        else:
            sample: Sample[Asked] = Sample(self.wish.sample, random.Random(self.wish.seed).randrange)
            for asked in self._list():
                sample.add(asked)
            self._progress.begin(label, "sampled users read", len(sample.items))
            self._judge(iter(sample.items), counts=True)

    def _list(self) -> Iterator[Asked]:
        """Every user, counted by attributes, up to the most that are wanted."""
        left = self.wish.max_users
        try:
            for page in self._users.pages(self.user_pool_id, min(PAGE, left or PAGE)):
                if left == 0 and page:
                    return
                for user in page if left is None else page[:left]:
                    yield self._noted(user)
                self._progress.step(len(page))
                if left is not None:
                    if len(page) > left:
                        return
                    left -= len(page)
            self.complete = True
        except Failure as failure:
            self.error = failure

    def _noted(self, user: Dict[str, Any]) -> Asked:
        facts = user_facts(user)
        name = identity(user, self.wish.identify_by) if self.wish.examples else ""
        self.listed.add(facts, name)
        return Asked(str(user.get("Username")), facts, name)

    def _judge(self, users: Iterator[Asked], counts: bool = False) -> None:
        """Read the factors of the users on whom they decide.

        :arg counts: whether each of them is a step of the progress.
        """
        with Workers(self._ask, WORKERS) as workers:
            for asked in users:
                if counts:
                    self._progress.step()
                if not self._is_worth_asking(asked.facts):
                    self.judged.add(asked.facts, asked.name)
                    continue
                for done in workers.submit(asked):
                    self._take(*done)
            for done in workers.drain():
                self._take(*done)

    def _is_worth_asking(self, facts: UserFacts) -> bool:
        if facts not in self._worth:
            self._worth[facts] = any(depends_on_factors(pool, facts) for pool in self._settings)
        return self._worth[facts]

    def _ask(self, asked: Asked) -> Tuple[Optional[UserFacts], Optional[Failure]]:
        """In a thread: facts with factors, or why there are none."""
        if self._asks_no_more:
            return None, None
        try:
            answer = self._users.factors(self.user_pool_id, asked.username, str(self.wish.read_factors))
        except Failure as failure:
            return None, failure
        return with_factors(asked.facts, answer), None

    @property
    def _asks_no_more(self) -> bool:
        """Whether a permission is missing, or nothing is answered any more."""
        return self._failures >= MAX_FAILURES or (self.factors_error is not None and self.factors_error.denied)

    def _take(self, asked: Asked, answer: Tuple[Optional[UserFacts], Optional[Failure]]) -> None:
        facts, failure = answer
        if facts is not None:
            self._failures = 0
            self.answered += 1
            self.judged.add(facts, asked.name)
            return
        if failure is not None and failure.code == GONE:  # deleted since the page was read
            self.listed.remove(asked.facts, asked.name)
            return
        if failure is not None:
            self._failures += 1
            self.factors_error = self.factors_error or failure
        self.judged.add(asked.facts._replace(unread=True), asked.name)
