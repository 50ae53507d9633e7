# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From runs to figures: medians, the cost of one more pool, ratios within a round, and the targets.  Pure.

A run is a dictionary: ``round``, the fields of a case, ``wall`` and ``cpu`` in seconds, ``memory`` in megabytes (the peak of the
largest process), ``emulator_cpu``, which is not in ``cpu``, ``calls`` by operation, and ``throttled``, how many calls the quota
refused.  A session is a dictionary, too: its ``part``, when and where that was measured, and its ``runs``.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any
from typing import NamedTuple

from tools.bench import cases
from tools.bench.cases import BOTO3
from tools.bench.cases import CHANGED
from tools.bench.cases import CLI
from tools.bench.cases import DEBUG
from tools.bench.cases import HOSTS
from tools.bench.cases import IN_PROCESS
from tools.bench.cases import LOOP
from tools.bench.cases import ORDINARY
from tools.bench.cases import REGION
from tools.bench.cases import STATES
from tools.bench.cases import UNCHANGED

Run = dict[str, Any]
Session = dict[str, Any]
ByRound = dict[int, float]

Ratio = Callable[["Runs", str, str], ByRound]
"""Of runs, a state and a measure."""

LARGE, MANY, FLEET = 200, 1000, 10_000  # pools that the targets speak of
AT_ONCE = 16  # accounts and regions, as a target has it

ENFORCERS = {
    cases.ENFORCE: "playbook `enforce`",
    cases.TASK: "`mfa_enforce` in process",
    cases.ORDINARY_TASK: "`mfa_enforce` as an ordinary module",
}


class Runs:
    """The runs of a benchmark.

    :ivar all: every one.
    :ivar rounds: how many rounds there were.
    """

    def __init__(self, runs: list[Run]) -> None:
        self.all = runs
        self.rounds = max((run["round"] for run in runs), default=0)

    def whole(self, contestant: str, form: str, state: str, pools: int, measure: str) -> ByRound:
        """What whole runs took, by round."""
        form, state = done_as(contestant, form, state)
        return {
            run["round"]: run[measure]
            for run in self.all
            if (run["contestant"], run["form"], run["state"], run["pools"]) == (contestant, form, state, pools)
        }

    def sizes(self, contestant: str, form: str, state: str) -> list[int]:
        """For how many pools it ran in every round."""
        form, state = done_as(contestant, form, state)
        runs = [run for run in self.all if (run["contestant"], run["form"], run["state"]) == (contestant, form, state)]
        rounds = {run["round"] for run in runs}
        sizes = sorted({run["pools"] for run in runs})
        return [size for size in sizes if len([run for run in runs if run["pools"] == size]) == len(rounds)]

    def one_more(self, contestant: str, form: str, state: str, measure: str) -> ByRound:
        """The cost of one more pool, by round: the difference between the largest and the smallest run.

        So what every run needs once, such as starting Ansible, is not in it.
        """
        sizes = self.sizes(contestant, form, state)
        if len(sizes) < 2:
            return {}
        small, large = (self.whole(contestant, form, state, size, measure) for size in (sizes[0], sizes[-1]))
        return {number: (large[number] - small[number]) / (sizes[-1] - sizes[0]) for number in large}


def runs_of(sessions: list[Session]) -> Runs:
    """The runs of all sessions: nobody is in two of them with the same form."""
    return Runs([run for session in sessions for run in session["runs"]])


def done_as(contestant: str, form: str, state: str) -> tuple[str, str]:
    """Where it is the same run: debug knows no states, boto3 no forms and no check mode."""
    if contestant == DEBUG:
        return form, UNCHANGED
    if contestant == BOTO3:
        return LOOP, CHANGED if state == CHANGED else UNCHANGED
    return form, state


def combined(function: Callable[..., float], *values: ByRound) -> ByRound:
    """A function of values of the same round, for the rounds that have them all."""
    common = set.intersection(*(set(value) for value in values))
    return {number: function(*(value[number] for value in values)) for number in sorted(common)}


def middle(values: ByRound) -> float | None:
    """The median of the rounds, if there are any."""
    return median(values.values()) if values else None


class Target(NamedTuple):
    """A ratio, or another number, that has to be reached.

    :ivar what: what is compared, or measured and in which unit.
    :ivar limit: what it may be at most, or has to be at least.
    :ivar at_least: which of the two.
    :ivar reached: the median of the rounds' ratios, by the clock where it is about time.
    :ivar cpu: the same in seconds of CPU.
    """

    what: str
    limit: float
    at_least: bool
    reached: float | None
    cpu: float | None = None

    @property
    def verdict(self) -> str:
        """Whether it is reached."""
        if self.reached is None:
            return "not measured"
        return "met" if (self.reached >= self.limit if self.at_least else self.reached <= self.limit) else "**missed**"


def quota_allows(pools: int, rate: int = cases.READ_RATE) -> float:
    """Seconds in which that many pools of a region can be read (R76): the first ones at once, then so many a second."""
    return (pools - rate) / rate


def allowed(contestant: str, form: str, pools: int) -> float:
    """The least seconds of a run over many pools: what the quotas allow, or so many accounts and regions at a time."""
    there = cases.places(form, pools)
    most = max(place.pools for place in there)
    if form == cases.ORGANIZATION:
        accounts = len({place.account for place in there})
        reads = 2 * sum(place.pools > 0 for place in there) if contestant != cases.LISTING else 0
        return (accounts + len(there) + reads) / AT_ONCE * cases.LATENCY / 1000
    if contestant in cases.ENFORCERS:  # looking, and then writing
        return quota_allows(most, cases.DESCRIBE_RATE) + quota_allows(most, cases.WRITE_RATE)
    return quota_allows(most, cases.READ_RATE if form == REGION else cases.DESCRIBE_RATE)


def targets(runs: Runs) -> list[Target]:
    """Every target, and whether it is met."""
    at_most, at_least = False, True
    hosts = f"{LARGE} hosts, {{}}, to `debug` on {LARGE} hosts + {LARGE} boto3 calls"
    asked: list[tuple[str, float, bool, tuple[str, ...], Ratio]] = [
        ("loop item, {}, to `debug` item + boto3 call", 1.25, at_most, STATES, _item_to_floor),
        ("ordinary module to loop item, {}", 35, at_least, STATES, _slower(ORDINARY)),
        ("`aws` task to loop item, {}", 60, at_least, STATES[:2], _slower(CLI)),
        (hosts, 1.4, at_most, STATES, _hosts_to_floor),
    ]
    found = [
        Target(what.format(state), limit, least, *(middle(ratio(runs, state, measure)) for measure in ("wall", "cpu")))
        for what, limit, least, states, ratio in asked
        for state in states
    ]
    few, many = (runs.whole(IN_PROCESS, LOOP, UNCHANGED, pools, "memory") for pools in (LARGE, MANY))
    memory = combined(lambda large, larger: larger / large, few, many)
    return [
        *found,
        Target(f"memory of a loop over {MANY:,} pools to one over {LARGE}", 1.2, at_most, middle(memory)),
        *_fleet_targets(runs),
    ]


def _fleet_targets(runs: Runs) -> list[Target]:
    """Those of runs over many pools, to what the quotas allow."""
    asked: list[tuple[str, tuple[str, str, str, int], float]] = [
        ("`user_pool_mfa_config_info`", (IN_PROCESS, REGION, UNCHANGED, MANY), 1.2),
        ("inventory", (cases.INVENTORY, cases.FLEET, UNCHANGED, FLEET), 1.15),
        ("audit", (cases.AUDIT, cases.FLEET, UNCHANGED, FLEET), 1.15),
        *((name, (who, cases.TWO_REGIONS, CHANGED, MANY), 1.3) for who, name in ENFORCERS.items()),
        (ENFORCERS[cases.TASK], (cases.TASK, cases.FLEET, CHANGED, FLEET), 1.5),
    ]
    found = [
        Target(f"{name} over {run[-1]:,} pools to what the quotas allow", limit, False, middle(_to_allowed(runs, *run)))
        for name, run, limit in asked
    ]
    for who, name in ENFORCERS.items():
        cpu = runs.whole(who, cases.TWO_REGIONS, CHANGED, MANY, "cpu")
        each = combined(lambda seconds: seconds / MANY * 1000, cpu)
        found.append(Target(f"{name} over {MANY:,} pools, milliseconds of CPU a pool", 20, False, middle(each)))
    peak = middle(runs.whole(cases.AUDIT, cases.FLEET, UNCHANGED, FLEET, "memory"))
    return [
        *found,
        Target(f"audit over {FLEET:,} pools, MB at the peak", 250, False, peak),
        Target(
            f"sign-in and listing of an organization to what {AT_ONCE} at once allow", 1.5, False, middle(listing(runs))
        ),
    ]


def _to_allowed(runs: Runs, contestant: str, form: str, state: str, pools: int) -> ByRound:
    wall = runs.whole(contestant, form, state, pools, "wall")
    return combined(lambda seconds: seconds / allowed(contestant, form, pools), wall)


def listing(runs: Runs) -> ByRound:
    """Sign-in and listing of an organization, without starting Ansible, which the run over one region shows."""
    sizes = {form: runs.sizes(cases.LISTING, form, UNCHANGED) for form in (cases.PLACE, cases.ORGANIZATION)}
    if not all(sizes.values()):
        return {}
    start, whole = (runs.whole(cases.LISTING, form, UNCHANGED, size[-1], "wall") for form, size in sizes.items())
    least = allowed(cases.LISTING, cases.ORGANIZATION, sizes[cases.ORGANIZATION][-1])
    return combined(lambda before, seconds: (seconds - before) / least, start, whole)


def _item_to_floor(runs: Runs, state: str, measure: str) -> ByRound:
    items = [runs.one_more(contestant, LOOP, state, measure) for contestant in (IN_PROCESS, DEBUG, BOTO3)]
    return combined(lambda item, debug, call: item / (debug + call), *items)


def _slower(contestant: str) -> Ratio:
    def ratio(runs: Runs, state: str, measure: str) -> ByRound:
        items = [runs.one_more(who, LOOP, state, measure) for who in (contestant, IN_PROCESS)]
        return combined(lambda slow, fast: slow / fast, *items)

    return ratio


def _hosts_to_floor(runs: Runs, state: str, measure: str) -> ByRound:
    hosts, debug = (runs.whole(who, HOSTS, state, LARGE, measure) for who in (IN_PROCESS, DEBUG))
    call = runs.one_more(BOTO3, LOOP, state, measure)
    return combined(lambda here, floor, call: here / (floor + LARGE * call), hosts, debug, call)
