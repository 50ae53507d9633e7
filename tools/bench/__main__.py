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
from tools.bench.chart import chart
from tools.bench.figures import Runs
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
    remote.reset()
    spread = case.form in (cases.FLEET, cases.ORGANIZATION)
    ids = [] if spread else remote.pools(case.pools, mfa=case.start)
    for place in cases.places(case.form, case.pools) if spread else []:
        if place.pools:
            remote.pools(place.pools, account=place.account, region=place.region, mfa=case.start)
    if case.form == cases.REGION or spread:
        remote.latency(cases.LATENCY)
        remote.switch(quotas="on")
    with TemporaryDirectory() as folder:
        command = cases.command(case, ids, Path(folder))
        done = subprocess.run(
            [*SMALL_PYTHON, *command],
            cwd=folder,
            env=environment(remote.endpoint),
            capture_output=True,
            text=True,
            check=True,
        )
    used = json.loads(done.stdout)
    journal = remote.journal()
    calls = dict(Counter(call["operation"] for call in journal if not call["fault"]))
    if used.pop("code") or calls != case.calls:
        raise RuntimeError(f"{case} made the calls {calls} and printed:\n{done.stderr[-5000:]}")
    settings = {name: getattr(case, name) for name in ("contestant", "form", "state", "pools")}
    return {**settings, **used, "calls": calls, "throttled": sum(call["fault"] is not None for call in journal)}


def session(plan: list[Case], rounds: int) -> dict[str, Any]:
    """Every case once in each round, and where that was."""
    where = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
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
        f"{run['pools']:5} pools: {run['wall']:8.2f} s, {run['cpu']:7.2f} s of CPU, {run['memory']:4.0f} MB",
        flush=True,
    )


def write(results: dict[str, Any], folder: Path) -> None:
    """The numbers, the chart and the page."""
    head = {name: value for name, value in results.items() if name != "runs"}
    lines = ",\n".join(json.dumps(run) for run in results["runs"])  # a run a line
    text = f'{json.dumps(head, indent=1).removesuffix("}").rstrip()},\n "runs": [\n{lines}\n]}}\n'
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "benchmark.json").write_text(text, encoding="utf-8")
    (folder / "images" / "benchmark.svg").write_text(chart(Runs(results["runs"])), encoding="utf-8")
    page = (DOCS / "performance.md").read_text(encoding="utf-8")
    (folder / "performance.md").write_text(insert(page, report(results)), encoding="utf-8")


def main() -> int:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few small runs, to see that it works")
    parser.add_argument("--redraw", action="store_true", help="measure nothing: tables and chart from benchmark.json")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--into", type=Path, default=DOCS, help="the folder to write to")
    options = parser.parse_args()
    if options.redraw:
        results = json.loads((options.into / "benchmark.json").read_text(encoding="utf-8"))
    else:
        plan = list(cases.quick() if options.quick else cases.full())
        results = session(plan, 1 if options.quick else options.rounds)
    write(results, options.into)
    print(report(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
