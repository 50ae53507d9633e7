# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark: its arithmetic, what is made of its numbers, and that it runs."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tools.bench import __main__ as bench
from tools.bench import cases
from tools.bench.cases import Case
from tools.bench.chart import chart
from tools.bench.figures import allowed
from tools.bench.figures import middle
from tools.bench.figures import quota_allows
from tools.bench.figures import Runs
from tools.bench.figures import runs_of
from tools.bench.figures import Session
from tools.bench.figures import targets
from tools.bench.report import insert
from tools.bench.report import number
from tools.bench.report import report

START, EACH = 1.0, {"cli": 1.0, "ordinary": 0.6, "in_process": 0.01, "debug": 0.006, "boto3": 0.003}


def run(case: Case, number: int, slower: float = 1) -> dict[str, Any]:
    """A run that takes a second to start, and a fixed time for each pool, or as long as the quotas allow."""
    single = case.form in (cases.LOOP, cases.HOSTS)
    least = allowed(case.contestant, case.form, case.pools)
    took = slower * (START + case.pools * EACH[case.contestant] if single else max(START, 0.53 * least))
    return {
        "round": number,
        **{name: getattr(case, name) for name in ("contestant", "form", "state", "pools", "users")},
        "wall": took,
        "cpu": took / 10,
        "memory": 80,
        "emulator_cpu": took / 4,
        "calls": case.calls,
        "throttled": 3,
    }


def sessions(runs: list[dict[str, Any]]) -> list[Session]:
    """All of them in one."""
    return [{"part": "pools", "date": "", "cores": 2, "load": 1, "minutes": 1, "versions": {}, "runs": runs}]


@pytest.fixture
def runs() -> list[dict[str, Any]]:
    """Three rounds, each on a machine twice as slow as the one before."""
    return [run(case, number, 2**number) for number in (1, 2, 3) for case in cases.full() if number <= case.rounds]


def test_the_cost_of_one_more_pool_has_no_start_in_it(runs: list[dict[str, Any]]) -> None:
    costs = Runs(runs).one_more("in_process", "loop", "unchanged", "wall")
    assert costs == pytest.approx({1: 0.02, 2: 0.04, 3: 0.08})
    assert middle(costs) == pytest.approx(0.04)


def test_a_size_that_some_round_lacks_is_left_out(runs: list[dict[str, Any]]) -> None:
    assert Runs(runs).sizes("cli", "loop", "unchanged") == [1, 20]
    assert 200 in {run["pools"] for run in runs if run["contestant"] == "cli"}


def test_one_size_has_no_slope() -> None:
    assert Runs([run(Case("debug", "loop", "unchanged", 2), 1)]).one_more("debug", "loop", "check", "wall") == {}


def test_ratios_are_of_the_same_round(runs: list[dict[str, Any]]) -> None:
    """A machine that gets slower changes no ratio."""
    reached = {target.what: target for target in targets(Runs(runs))}
    for state in cases.STATES:
        assert reached[f"loop item, {state}, to `debug` item + boto3 call"].reached == pytest.approx(10 / 9)
        assert reached[f"ordinary module to loop item, {state}"].cpu == pytest.approx(60)
        hosts = reached[f"200 hosts, {state}, to `debug` on 200 hosts + 200 boto3 calls"]
        assert hosts.reached == pytest.approx(3 / (2.2 + 0.6))
    assert reached["`aws` task to loop item, changed"].reached == pytest.approx(100)


def test_verdicts(runs: list[dict[str, Any]]) -> None:
    """The first round, as it is and twice as slow."""
    verdicts = {target.what: target.verdict for target in targets(Runs([run for run in runs if run["round"] == 1]))}
    assert set(verdicts.values()) == {"met"}
    slower = list(targets(Runs([{**run, "wall": 2 * run["wall"]} for run in runs if run["round"] == 1])))
    assert all((target.verdict == "met") != ("quotas allow" in target.what) for target in slower)
    assert {target.verdict for target in targets(Runs([]))} == {"not measured"}


def test_what_the_quota_allows() -> None:
    assert quota_allows(1000) == 49
    assert allowed(cases.AUDIT, cases.FLEET, 12 * 165) == 10
    assert allowed(cases.TASK, cases.TWO_REGIONS, 2 * 165) == 10 + 10  # looking and writing
    assert allowed(cases.LISTING, cases.ORGANIZATION, 1360) == pytest.approx((40 + 680) * 0.03 / 16)
    assert allowed(cases.INVENTORY, cases.ORGANIZATION, 680) == pytest.approx((40 + 680 * 3) * 0.03 / 16)


def test_who_has_to_make_which_calls() -> None:
    assert Case("in_process", "loop", "changed", 7).calls == {"GetUserPoolMfaConfig": 7, "SetUserPoolMfaConfig": 7}
    assert Case("cli", "loop", "changed", 7).calls == {"SetUserPoolMfaConfig": 7}
    assert Case("ordinary", "hosts", "check", 7).calls == {"GetUserPoolMfaConfig": 7}
    assert Case("in_process", "region", "unchanged", 61).calls == {"ListUserPools": 2, "GetUserPoolMfaConfig": 61}
    writes = {"GetUserPoolMfaConfig": 14, "DescribeUserPool": 7, "SetUserPoolMfaConfig": 7}
    assert Case("mfa_enforce", "two_regions", "changed", 7).calls == writes
    assert Case("boto3", "users", "unchanged", 1, users=61).calls == {"ListUsers": 2}


def test_a_fleet_is_spread_evenly() -> None:
    places = cases.places(cases.FLEET, 25)
    assert [place.pools for place in places] == [3, *[2] * 11]
    assert len({(place.account, place.region) for place in places}) == len(places)


def test_an_organization_is_listed_everywhere() -> None:
    case = Case(cases.INVENTORY, cases.ORGANIZATION, cases.UNCHANGED, 40)
    assert len(cases.places(cases.ORGANIZATION, 40)) == 40 * 17
    assert case.calls == {cases.LIST: 680, cases.GET: 40, cases.DESCRIBE: 40}


def test_the_calls_of_a_fleet_are_those_of_its_places() -> None:
    calls = {"ListUserPools": 24, "GetUserPoolMfaConfig": 1000, "DescribeUserPool": 1000}
    assert Case("audit", "fleet", "unchanged", 1000).calls == calls


def test_a_fleet_has_a_row_for_each_job(runs: list[dict[str, Any]]) -> None:
    rows = [row for row in report(sessions(runs)).splitlines() if "the fleet | 10,000 |" in row]
    assert [row.split("|")[1].strip() for row in rows] == [
        "`ansible-inventory --list`",
        "`ansible-playbook latchkey.cognito.audit`",
        "`mfa_enforce` in process",
    ]
    assert ["| 54.6 |" in row for row in rows] == [True, True, False]
    assert ["| 109 |" in row for row in rows] == [False, False, True]


def test_the_slow_ones_are_asked_for_less() -> None:
    slow = [case for case in cases.full() if case.contestant in ("cli", "ordinary") and case.pools > 50]
    assert {(case.form, case.pools, case.rounds) for case in slow} == {("loop", 200, 1)}


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.01234, "0.0123"), (1.5, "1.5"), (99.96, "100"), (1234.5, "1,234"), (0.0, "0")]
)
def test_numbers_have_three_digits(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_the_chart_is_svg_whatever_was_measured(runs: list[dict[str, Any]]) -> None:
    bars = [element.get("class") for element in ET.fromstring(chart(Runs(runs))).iter() if element.tag.endswith("rect")]
    assert bars.count("ours") == 2
    assert bars.count("bar") == 6
    assert ET.fromstring(chart(Runs([run(case, 1) for case in cases.quick()]))) is not None


def test_the_page_keeps_what_is_around_the_tables() -> None:
    page = "before\n<!-- made by make bench -->\nold\n<!-- end of what make bench made -->\nafter\n"
    new = insert(page, "new")
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "new" in new
    assert "old" not in new
    assert insert(new, "new") == new


def test_the_documentation_is_made_from_the_numbers() -> None:
    measured = bench.read(bench.DOCS)
    page = (bench.DOCS / "performance.md").read_text(encoding="utf-8")
    assert page == insert(page, report(measured)), "run python -m tools.bench --redraw"
    drawn = (bench.DOCS / "images" / "benchmark.svg").read_text(encoding="utf-8")
    assert drawn == chart(runs_of(measured))


def test_regions_are_measured_within_the_quotas() -> None:
    with bench.emulator() as remote:
        bench.measure(Case(cases.IN_PROCESS, cases.REGION, cases.UNCHANGED, 1), remote)
        (pool,) = remote.client().list_user_pools(MaxResults=1)["UserPools"]
        client = remote.client()

        def read(_number: int) -> str:
            try:
                client.get_user_pool_mfa_config(UserPoolId=pool["Id"])
            except client.exceptions.TooManyRequestsException:
                return "refused"
            return "answered"

        with ThreadPoolExecutor(8) as workers:
            answers = Counter(workers.map(read, range(4 * cases.READ_RATE)))
    assert answers["answered"] >= cases.READ_RATE
    assert answers["refused"] > 0


def test_the_quick_benchmark(tmp_path: Path) -> None:
    """It fails by itself where somebody does not make the calls that the job needs."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--quick", "--into", tmp_path],
        cwd=bench.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    measured = runs_of(bench.read(tmp_path)).all
    assert len(measured) == len(list(cases.quick()))
    assert all(run["wall"] > 0.1 and run["cpu"] > 0.1 and run["memory"] > 10 for run in measured)
    assert any(run["emulator_cpu"] > 0 for run in measured)
    assert "### Targets" in (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert (tmp_path / "images" / "benchmark.svg").exists()
