# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting users without holding them: a tally by facts, a random sample, shares with their intervals, and reasons.

A pool has tens of millions of users and few combinations of facts: what is kept does not grow with the users.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from math import sqrt
from typing import Any
from typing import Callable
from typing import Dict
from typing import Generic
from typing import List
from typing import Tuple
from typing import TypeVar

from .decision import decide
from .decision import Decision
from .decision import depends_on_factors
from .decision import OUTCOMES
from .decision import PoolSettings
from .decision import UserFacts

Z_95 = 1.959964  # the quantile of the normal distribution for an interval of 95 %

Item = TypeVar("Item")
Report = Dict[str, Any]


class Tally:
    """How many users have the same facts, and the names of some of them.

    :ivar counts: the number of users by facts.
    """

    def __init__(self, examples: int = 0) -> None:
        """
        :arg examples: how many users of the same facts are named.
        """
        self.counts: Dict[UserFacts, int] = {}
        self.names: Dict[UserFacts, List[str]] = {}
        self._examples = examples

    @property
    def total(self) -> int:
        """How many users were counted."""
        return sum(self.counts.values())

    def add(self, user: UserFacts, name: str = "") -> None:
        """Count a user.

        :arg name: what the user is called, where users are named.
        """
        self.counts[user] = self.counts.get(user, 0) + 1
        names = self.names.setdefault(user, [])
        if len(names) < self._examples:
            names.append(name)

    def remove(self, user: UserFacts, name: str = "") -> None:
        """Count a user no longer, who is gone."""
        self.counts[user] -= 1
        if name in self.names[user]:
            self.names[user].remove(name)

    def outcomes(self, pool: PoolSettings) -> Dict[str, int]:
        """The number of users by outcome, all outcomes in it."""
        found = dict.fromkeys(OUTCOMES, 0)
        for user, count in self.counts.items():
            found[decide(pool, user).outcome] += count
        return found

    def reasons(self, pool: PoolSettings, factors_were_read: bool) -> List[Report]:
        """Why users meet what they meet: users of one decision are one reason, what needs attention first.

        :arg factors_were_read: whether the facts hold factors; if not, a decision that depends on them says its condition.
        """
        merged: Dict[Decision, Report] = {}
        for user, count in ((user, count) for user, count in self.counts.items() if count):
            decision = decide(pool, user)
            if not factors_were_read and depends_on_factors(pool, user):
                decision = _conditional(decision)
            reason = merged.setdefault(decision, {"count": 0, "examples": []})
            reason["count"] += count
            reason["examples"] = (reason["examples"] + self.names.get(user, []))[: self._examples]
        reasons = [
            {
                "rule": decision.rule,
                "outcome": decision.outcome,
                "problem": decision.problem,
                "hint": decision.hint,
                **reason,
            }
            for decision, reason in merged.items()
        ]
        return sorted(
            reasons, key=lambda reason: (OUTCOMES.index(reason["outcome"]), -reason["count"], reason["problem"])
        )


class Sample(Generic[Item]):
    """A simple random sample of a stream of unknown length: each item has the same chance (algorithm R)."""

    def __init__(self, size: int, below: Callable[[int], int]) -> None:
        """
        :arg size: how many items to keep.
        :arg below: gives a random number from 0 to less than its argument.
        """
        self.items: List[Item] = []
        self._size, self._below, self._seen = size, below, 0

    def add(self, item: Item) -> None:
        """Offer an item."""
        self._seen += 1
        if len(self.items) < self._size:
            self.items.append(item)
            return
        place = self._below(self._seen)
        if place < self._size:
            self.items[place] = item


def shares(outcomes: Dict[str, int], population: int) -> Dict[str, Report]:
    """The share of each outcome, with the interval in which that of the whole population lies.

    :arg outcomes: counts of those who were judged.
    :arg population: how many there are; if all of them were judged, the intervals are points.
    """
    judged = sum(outcomes.values())
    return {name: _share(count, judged, population) for name, count in outcomes.items()}


def _share(count: int, judged: int, population: int) -> Report:
    if not judged:
        return {"estimate": None, "low": None, "high": None}
    low, high = interval(count, judged, population)
    return {"estimate": round(count / judged, 6), "low": round(low, 6), "high": round(high, 6)}


def interval(count: int, judged: int, population: int) -> Tuple[float, float]:
    """Wilson's 95 % interval for a share, with the correction for a population that is not infinite."""
    share = count / judged
    if judged >= population:
        return share, share
    size = judged * (population - 1) / (population - judged)
    middle = (share + Z_95**2 / (2 * size)) / (1 + Z_95**2 / size)
    half = Z_95 * sqrt(share * (1 - share) / size + Z_95**2 / (4 * size**2)) / (1 + Z_95**2 / size)
    return max(0.0, middle - half), min(1.0, middle + half)


def _conditional(decision: Decision) -> Decision:
    """A decision without factors read, with its condition."""
    return decision._replace(
        problem=f"{decision.problem} This applies to users without an authenticator or a preferred factor."
    )
