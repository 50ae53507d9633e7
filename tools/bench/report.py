# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as tables, for the terminal and for docs/performance.md.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import MAX_PLACES

from tools.bench import cases
from tools.bench.cases import BOTO3
from tools.bench.cases import CLI
from tools.bench.cases import CONTESTANTS
from tools.bench.cases import DEBUG
from tools.bench.cases import HOSTS
from tools.bench.cases import IN_PROCESS
from tools.bench.cases import LOOP
from tools.bench.cases import ORDINARY
from tools.bench.cases import REGION
from tools.bench.cases import STATES
from tools.bench.cases import UNCHANGED
from tools.bench.figures import done_as
from tools.bench.figures import middle
from tools.bench.figures import quota_allows
from tools.bench.figures import Runs
from tools.bench.figures import Target
from tools.bench.figures import targets

LABELS = {
    CLI: "`aws` in a `command` task",
    ORDINARY: "ordinary module",
    IN_PROCESS: "in process",
    BOTO3: "bare boto3 loop",
    DEBUG: "`debug`, Ansible's floor",
}
FORMS = {LOOP: "one task that loops", HOSTS: f"a host for each pool, {cases.FORKS} forks"}
NONE = "–"
BEGIN, END = "<!-- made by make bench -->\n", "<!-- end of what make bench made -->\n"


def report(results: dict[str, Any]) -> str:
    """Every table, as Markdown."""
    runs = Runs(results["runs"])
    return "\n".join(
        [
            _session(results, runs.rounds),
            _heading("Targets", "Ratios within one round, the median of the rounds; the seconds by the clock count."),
            _targets(targets(runs)),
            _heading(
                "One more pool",
                "Milliseconds by the clock, and of CPU: the difference between the largest and the smallest run that every "
                "round has, by pool, so that starting Ansible is not in it.",
            ),
            _one_more(runs),
            _heading(
                "Whole runs",
                "Seconds by the clock, and of CPU, starting Ansible included. In brackets: how many runs, where there were "
                "fewer.",
            ),
            _whole(runs),
            _heading(
                "Memory",
                "Peak of the largest process in megabytes, nothing to change, and kilobytes for one more pool: Ansible keeps "
                "the result of every item and of every host.",
            ),
            _memory(runs),
            _heading("API calls", "For each pool, counted by the emulator."),
            _calls(runs),
            _heading(
                "A whole region",
                f"`user_pool_mfa_config_info` beside the AWS CLI in a shell loop, with {cases.LATENCY} ms of network and the "
                "service's quotas enforced (R76).",
            ),
            _region(runs),
            _heading(
                "A fleet",
                f"User pools of {len(cases.ACCOUNTS)} accounts in {len(cases.REGIONS)} regions each, with {cases.LATENCY} ms of "
                "network and the service's quotas enforced; the emulator runs on the same cores. The inventory reads and "
                "describes every pool; the audit does so, too, judges them, and writes two reports.",
            ),
            _fleet(runs),
        ]
    )


def insert(page: str, tables: str) -> str:
    """The page with the tables in place of those that it has."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _session(results: dict[str, Any], rounds: int) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    return (
        f"Measured on {results['date']} on {results['cores']} cores in {results['minutes']:.0f} minutes (load before: "
        f"{results['load']:.1f}); {versions}. Medians of {rounds} rounds, in each of which everything ran once, one after "
        "the other. The slow ones ran for fewer pools, and what was not measured is not shown."
    )


def _heading(title: str, text: str) -> str:
    return f"\n### {title}\n\n{text}\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).rstrip("\n")


def number(value: float | None, unit: float = 1) -> str:
    """A number with three digits that count."""
    if value is None:
        return NONE
    value /= unit
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _targets(found: list[Target]) -> str:
    rows = [
        (
            target.what,
            f"{'at least' if target.at_least else 'at most'} {target.limit:g}",
            number(target.reached),
            number(target.cpu),
            target.verdict,
        )
        for target in found
    ]
    return table(("Target", "Ratio", "Reached", "Of CPU", ""), rows)


def _one_more(runs: Runs) -> str:
    rows = []
    for form, how in FORMS.items():
        for contestant in CONTESTANTS:
            sizes = runs.sizes(contestant, form, UNCHANGED)
            if len(sizes) > 1 and (contestant, form) != (BOTO3, HOSTS):
                costs = [_pair(runs, contestant, form, state, sizes) for state in STATES]
                rows.append((how, LABELS[contestant], f"{sizes[0]} and {sizes[-1]:,}", *costs))
    return table(("", "", "From runs with", *STATES), rows)


def _pair(runs: Runs, contestant: str, form: str, state: str, sizes: list[int]) -> str:
    wall, cpu = (middle(runs.one_more(contestant, form, state, measure)) for measure in ("wall", "cpu"))
    if wall is None:
        return NONE
    own = runs.sizes(contestant, form, state)
    others = f" ({own[0]} and {own[-1]:,})" if own != sizes else ""
    return f"{number(wall, 1e-3)} / {number(cpu, 1e-3)}{others}"


def _whole(runs: Runs) -> str:
    sizes = sorted({run["pools"] for run in runs.all if run["form"] in FORMS})
    rows = []
    for form, how in FORMS.items():
        for state in STATES:
            for pools in sizes:
                cells = [_cell(runs, contestant, form, state, pools) for contestant in CONTESTANTS]
                if cells[CONTESTANTS.index(IN_PROCESS)] != NONE:
                    rows.append((f"{how}, {state}", f"{pools:,}", *cells))
    return table(("", "Pools", *LABELS.values()), rows)


def _cell(runs: Runs, contestant: str, form: str, state: str, pools: int) -> str:
    if contestant == BOTO3 and form == HOSTS:
        return NONE
    wall, cpu = (runs.whole(contestant, form, state, pools, measure) for measure in ("wall", "cpu"))
    fewer = f" ({len(wall)})" if len(wall) < runs.rounds else ""
    return f"{number(middle(wall))} / {number(middle(cpu))}{fewer}" if wall else NONE


def _memory(runs: Runs) -> str:
    sizes = sorted({run["pools"] for run in runs.all if run["form"] in FORMS})
    rows = []
    for form, how in FORMS.items():
        for contestant in CONTESTANTS:
            peaks = [middle(runs.whole(contestant, form, UNCHANGED, pools, "memory")) for pools in sizes]
            if any(peaks) and (contestant, form) != (BOTO3, HOSTS):
                more = middle(runs.one_more(contestant, form, UNCHANGED, "memory"))
                rows.append((how, LABELS[contestant], *map(number, peaks), number(more, 1 / 1024)))
    return table(("", "", *(f"{size:,} pools" for size in sizes), "kB, one more"), rows)


def _calls(runs: Runs) -> str:
    made = {(run["contestant"], run["state"]): _by_pool(run) for run in runs.all if run["form"] in FORMS}
    rows = [
        (LABELS[who], *(made.get((who, done_as(who, LOOP, state)[1]), NONE) for state in STATES)) for who in CONTESTANTS
    ]
    return table(("", *STATES), rows)


def _by_pool(run: dict[str, Any]) -> str:
    return ", ".join(f"{calls / run['pools']:g} {operation[:3]}" for operation, calls in run["calls"].items()) or "none"


def _fleet(runs: Runs) -> str:
    what = {cases.INVENTORY: "`ansible-inventory --list`", cases.AUDIT: "`ansible-playbook latchkey.cognito.audit`"}
    rows = []
    for run in (run for run in runs.all if run["form"] in (cases.FLEET, cases.ORGANIZATION)):
        allowed = _allowed(run)
        measures = (number(run[measure]) for measure in ("wall", "cpu", "memory"))
        rows.append(
            (
                what[run["contestant"]],
                f"{run['pools']:,}",
                *measures,
                number(allowed) if allowed > 0 else NONE,
                ", ".join(f"{count:,} {operation}" for operation, count in run["calls"].items()),
                number(run["throttled"]),
            )
        )
    head = ("", "Pools", "Seconds", "Seconds of CPU", "Peak MB", "The quota allows", "Calls", "Also throttled")
    return table(head, rows)


def _allowed(run: dict[str, Any]) -> float:
    """The least seconds: what the quota allows for a fleet, or so many accounts and regions at a time for an organization."""
    there = cases.places(run["form"], run["pools"])
    if run["form"] == cases.FLEET:
        return quota_allows(max(place.pools for place in there), cases.DESCRIBE_RATE)
    accounts = len({place.account for place in there})
    return (accounts + len(there)) / MAX_PLACES * cases.LATENCY / 1000


def _region(runs: Runs) -> str:
    rows = []
    for contestant, what in ((CLI, "`aws` in a shell loop"), (IN_PROCESS, "`user_pool_mfa_config_info`")):
        for pools in runs.sizes(contestant, REGION, UNCHANGED):
            wall, cpu, memory, throttled = (
                middle(runs.whole(contestant, REGION, UNCHANGED, pools, measure))
                for measure in ("wall", "cpu", "memory", "throttled")
            )
            first = next(run for run in runs.all if (run["contestant"], run["form"]) == (contestant, REGION))
            calls = ", ".join(f"{count:,} {operation}" for operation, count in first["calls"].items())
            each = number(wall / pools * 1000) if wall else NONE
            rows.append((what, f"{pools:,}", number(wall), each, number(cpu), number(memory), calls, number(throttled)))
    head = ("", "Pools", "Seconds", "ms a pool", "Seconds of CPU", "Peak MB", "Calls", "Also throttled")
    return table(head, rows)
