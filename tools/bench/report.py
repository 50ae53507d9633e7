# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as tables, for the terminal and for docs/performance.md.  Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
from tools.bench.figures import allowed
from tools.bench.figures import done_as
from tools.bench.figures import ENFORCERS
from tools.bench.figures import listing
from tools.bench.figures import middle
from tools.bench.figures import Runs
from tools.bench.figures import runs_of
from tools.bench.figures import Session
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
READERS = {
    cases.INVENTORY: "`ansible-inventory --list`",
    cases.AUDIT: "`ansible-playbook latchkey.cognito.audit`",
    cases.LISTING: "signing in and listing",
}
WRITERS = {cases.ENFORCE_BEFORE: "playbook `enforce`, before", **ENFORCERS}
PLACES = {
    cases.TWO_REGIONS: "two regions",
    cases.FLEET: "the fleet",
    cases.PLACE: "one region",
    cases.ORGANIZATION: "the organization",
}
NONE = "–"
BEGIN, END = "<!-- made by make bench -->\n", "<!-- end of what make bench made -->\n"


def report(sessions: list[Session]) -> str:
    """Every table, as Markdown."""
    runs = runs_of(sessions)
    return "\n".join(
        [
            _sessions(sessions),
            _heading(
                "Targets",
                "Ratios are computed within one round; the median of the rounds is shown. Elapsed time decides, unless the target names CPU or MB.",
            ),
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
                "Many regions",
                f"With {cases.LATENCY} ms of network latency and the quotas enforced. The emulator runs on the same two cores; its CPU "
                f"is shown separately. The fleet is {len(cases.ACCOUNTS)} accounts with {len(cases.REGIONS)} regions each; the "
                f"organization is {len(cases.ORGANIZATION_ACCOUNTS)} accounts with {len(cases.ORGANIZATION_REGIONS)} regions each and "
                "few pools per region. The inventory reads and describes every pool. The audit does the same, evaluates the pools and "
                "writes two reports. For signing in and listing alone, a filter excludes every pool; its ratio does not contain the "
                "start of Ansible, which is the run for one region.",
            ),
            _many(runs, READERS),
            _heading(
                "Enforcing a policy",
                "Every pool needs a change, and the inventory is static. The seconds allowed are those in which the quotas let each pool "
                "be read and described, and then be written. The playbook also reports the result of each host with a `debug` task, "
                'which costs what the tables above say. "Before" is the last version without `mfa_enforce`.',
            ),
            _many(runs, WRITERS),
            _heading(
                "Readiness of users",
                "Compared with a bare boto3 paginator over the same pages. ListUsers returns pages of 60 users, one after the other, and "
                "at most 30 a second (L7). The emulator generates the users.",
            ),
            _readiness(runs),
        ]
    )


def insert(page: str, tables: str) -> str:
    """The page with the tables in place of those that it has."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _sessions(sessions: list[Session]) -> str:
    rows = [
        (
            session["part"],
            session["date"],
            str(session["cores"]),
            number(session["load"]),
            number(session["minutes"]),
            ", ".join(f"{name} {version}" for name, version in session["versions"].items()),
        )
        for session in sessions
    ]
    explained = (
        "\n\nThe figures are medians of up to three rounds. In each round everything ran once, one after the other. Slow contestants "
        "ran with fewer pools, or once. What was not measured is not shown."
    )
    return table(("Part", "Measured on", "Cores", "Load before", "Minutes", "Versions"), rows) + explained


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
    return table(("Target", "Limit", "Reached", "Of CPU", ""), rows)


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


def _many(runs: Runs, labels: dict[str, str]) -> str:
    """Runs over several regions, beside what is allowed."""
    shown = dict.fromkeys((run["contestant"], run["form"], run["state"], run["pools"]) for run in runs.all)
    rows = []
    for case in (case for case in shown if case[0] in labels):
        contestant, form, _state, pools = case
        whole = {name: runs.whole(*case, name) for name in ("wall", "cpu", "memory", "emulator_cpu", "throttled")}
        least = allowed(contestant, form, pools)
        wall = middle(whole["wall"]) or 0
        ratio = middle(listing(runs)) if contestant == cases.LISTING else wall / least if least > 0 else None
        rows.append(
            (
                labels[contestant],
                PLACES[form],
                f"{pools:,}",
                number(wall),
                *((NONE, NONE) if form == cases.PLACE or least <= 0 else (number(least), number(ratio))),
                number(middle(whole["cpu"])),
                number(middle(whole["cpu"]), pools / 1000),
                number(middle(whole["memory"])),
                number(middle(whole["emulator_cpu"])),
                number(middle(whole["throttled"])),
            )
        )
    head = ("", "Where", "Pools", "Seconds", "Allowed", "Ratio", "Seconds of CPU", "ms of CPU a pool", "Peak MB")
    return table((*head, "Emulator's CPU", "Also throttled"), rows)


def _readiness(runs: Runs) -> str:
    names = {BOTO3: "bare paginator", cases.READINESS: "readiness"}
    rows = [
        (
            f"{run['users']:,}",
            names[run["contestant"]],
            *(number(run[measure]) for measure in ("wall", "cpu")),
            number(run["users"] / run["wall"]),
            *(number(run[measure]) for measure in ("memory", "emulator_cpu")),
        )
        for run in runs.all
        if run["form"] == cases.USERS
    ]
    return table(("Users", "", "Seconds", "Seconds of CPU", "Users a second", "Peak MB", "Emulator's CPU"), rows)


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
