# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure, side by side and in one session, what a user pool costs; write the numbers, the tables and the chart.

``make bench`` writes docs/benchmark.json, docs/images/benchmark.svg, and the tables of docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from demo.run import environment
from tests.emulator.server import Remote
from tools.bench import cases
from tools.bench.cases import Case
from tools.bench.cases import Pool
from tools.bench.chart import chart
from tools.bench.figures import runs_of
from tools.bench.figures import Session
from tools.bench.report import insert
from tools.bench.report import report

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MEASURED = Path(__file__).with_name("measured.py")
SMALL_PYTHON = [sys.executable, "-I", "-S", str(MEASURED)]


@contextmanager
def emulator() -> Iterator[Remote]:
    """An emulator in a process of its own."""
    command = [sys.executable, str(ROOT / "tests" / "emulator"), "--lifetime", "7200"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Remote(process.stdout.readline().strip() if process.stdout else "")
        finally:
            process.terminate()


def measure(case: Case, remote: Remote) -> dict[str, Any]:
    """Run one case on pools of its own; :raises RuntimeError: if it fails, or makes other calls than it has to."""
    pools = _prepare(case, remote)
    with TemporaryDirectory() as folder:
        command = cases.command(case, pools, Path(folder))
        before = remote.cpu()
        done = subprocess.run(
            [*SMALL_PYTHON, *command],
            cwd=folder,
            env=environment(remote.endpoint),
            capture_output=True,
            text=True,
            check=True,
        )
        emulator_cpu = round(remote.cpu() - before, 4)
    used = json.loads(done.stdout)
    journal = remote.journal()
    calls = dict(Counter(call["operation"] for call in journal if not call["fault"]))
    if used.pop("code") or calls != case.calls:
        raise RuntimeError(f"{case} made the calls {calls} and printed:\n{done.stderr[-5000:]}")
    names = ("contestant", "form", "state", "pools", *(["users"] if case.users else []))
    settings = {name: getattr(case, name) for name in names}
    throttled = sum(call["fault"] is not None for call in journal)
    return {**settings, **used, "emulator_cpu": emulator_cpu, "calls": calls, "throttled": throttled}


def _prepare(case: Case, remote: Remote) -> list[Pool]:
    """The emulator as the case needs it, and the pools that it has then."""
    remote.reset()
    pools = [
        Pool(place, user_pool_id)
        for place in cases.places(case.form, case.pools)
        if place.pools
        for user_pool_id in remote.pools(place.pools, account=place.account, region=place.region, mfa=case.start)
    ]
    for place, user_pool_id in pools if case.users else []:
        remote.users(user_pool_id, account=place.account, region=place.region, count=case.users)
    if case.form not in (cases.LOOP, cases.HOSTS):
        remote.latency(cases.LATENCY)
        remote.switch(quotas="on")
    return pools


def session(part: str, plan: list[Case], rounds: int) -> dict[str, Any]:
    """Every case of a part once in each round, and where that was."""
    where = {
        "part": part,
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "versions": {
            "Python": sys.version.split()[0],
            **{name: version(name) for name in ("ansible-core", "boto3", "awscli")},
        },
    }
    runs = []
    began = time.monotonic()
    with emulator() as remote:
        for number in range(1, rounds + 1):
            for case in plan:
                if number <= case.rounds:
                    run = {"round": number, **measure(case, remote)}
                    runs.append(run)
                    say(run, time.monotonic() - began)
    return {**where, "minutes": round((time.monotonic() - began) / 60, 1), "runs": runs}


def say(run: dict[str, Any], seconds: float) -> None:
    """One line of progress."""
    print(
        f"{seconds:6.0f} s  round {run['round']}  {run['contestant']:10} {run['form']:6} {run['state']:9} "
        f"{run['pools']:5} pools: {run['wall']:8.2f} s, {run['cpu']:7.2f} s of CPU, {run['memory']:4.0f} MB, "
        f"{run['emulator_cpu']:7.2f} s of the emulator's CPU",
        flush=True,
    )


def write(sessions: list[Session], folder: Path) -> None:
    """The numbers, the chart and the page."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.json").write_text(f"[{','.join(map(_lines, sessions))}]\n", encoding="utf-8")
    (folder / "images" / "benchmark.svg").write_text(chart(runs_of(sessions)), encoding="utf-8")
    page = (DOCS / "performance.md").read_text(encoding="utf-8")
    (folder / "performance.md").write_text(insert(page, report(sessions)), encoding="utf-8")


def _lines(measured: Session) -> str:
    """A session as JSON, with a run a line."""
    head = json.dumps({name: value for name, value in measured.items() if name != "runs"}, indent=1)
    runs = ",\n".join(map(json.dumps, measured["runs"]))
    return f'{head.removesuffix("}").rstrip()},\n "runs": [\n{runs}\n]}}\n'


def read(folder: Path) -> list[Session]:
    """The numbers that are there."""
    sessions: list[Session] = json.loads((folder / "benchmark.json").read_text(encoding="utf-8"))
    return sessions


def _ordered(sessions: dict[str, Session]) -> list[Session]:
    return [sessions[part] for part in cases.PARTS if part in sessions]


def main() -> int:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few small runs, to see that it works")
    parser.add_argument("--redraw", action="store_true", help="measure nothing: tables and chart from benchmark.json")
    parser.add_argument("--only", choices=cases.PARTS, help="measure this part, and keep the numbers of the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--into", type=Path, default=DOCS, help="the folder to write to")
    options = parser.parse_args()
    sessions = {found["part"]: found for found in (read(options.into) if options.redraw or options.only else [])}
    for part in [] if options.redraw else [options.only] if options.only else cases.PARTS:
        plan = [case for case in (cases.quick() if options.quick else cases.full()) if case.part == part]
        sessions[part] = session(part, plan, 1 if options.quick else options.rounds)
        write(_ordered(sessions), options.into)  # what fails later does not lose it
    write(_ordered(sessions), options.into)
    print(report(_ordered(sessions)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
