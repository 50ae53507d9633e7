# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue's runner, against the emulator with every switch, against others, and against endpoints in trouble."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.emulator import behaviour
from tests.emulator import server
from tests.emulator import user_pool
from tests.emulator.behaviour import SWITCHES
from tests.emulator.server import ACCOUNT
from tests.emulator.server import Emulator
from tests.evidence import __main__ as command
from tests.evidence import report
from tests.evidence import runner
from tests.evidence.catalogue import Catalogue
from tests.evidence.catalogue import load
from tests.evidence.service import Pace
from tests.evidence.service import Service

NOT_HERE = {entry.id for entry in load().entries if "aws" in entry.needs}
ROOT = Path(__file__).parents[2]

# Switches that no entry decides.
NO_ANSWER = {"quotas"}

# Every value that is not the default stands in one of these; those that decide the same answer stand in different ones.
SETTINGS = [
    {},
    {
        "U1": "present",
        "U3": "kept",
        "U4": "kept",
        "U5": "refused",
        "E2": "E2b",
        "R84": "accepted",
        "P12": "refused",
        "D10": "signed in",
    },
    {"U2": "kept", "U6": "accepted", "R80": "filled", "P14": "refused", "R83": "present", "L5": "shown"},
    {
        "R82": "stays",
        "U7": "refused",
        "U12": "stored",
        "R26": "absent",
        "P16": "request",
        "P27": "accepted",
        "X5": "none",
    },
    {"P9": "everything reset"},
    {"P9": "everything kept"},
]


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


Ran = tuple[int, dict[str, dict[str, Any]], dict[str, Any]]


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Callable[..., Ran]:
    """Run against the emulator, which has no user pool afterwards: exit status, results by ID, and evidence.json."""

    def go(*arguments: str, endpoint: str = emulator.endpoint, clock: Clock | None = None) -> Ran:
        clock = clock or Clock()
        out = tmp_path / "out"
        status = command.main(["--endpoint", endpoint, "--out", str(out), *arguments], Pace(0, clock.now, clock.sleep))
        evidence = json.loads((out / "evidence.json").read_text(encoding="utf-8"))
        assert pools_of(emulator) == []
        return status, {result["id"]: result for result in evidence["results"]}, evidence

    return go


def pools_of(emulator: Emulator) -> list[str]:
    pages = emulator.client().get_paginator("list_user_pools").paginate(MaxResults=60)
    return [pool["Name"] for page in pages for pool in page["UserPools"]]


def those(results: dict[str, dict[str, Any]], verdict: str) -> set[str]:
    return {name for name, result in results.items() if result["verdict"] == verdict}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A catalogue of some entries, for what does not depend on all."""
    chosen = {"V1", "V2", "V4", "V6", "V12-ON", "V45", "V23", "V40-ON", "V43", "P9-DeletionProtection", "E16", "D4"}
    catalogue = replace(load(), entries=tuple(entry for entry in load().entries if entry.id in chosen))
    monkeypatch.setattr(command, "load", lambda: catalogue)
    return catalogue


def test_every_setting_of_every_switch_stands_in_one_of_these() -> None:
    chosen = {(name, value) for setting in SETTINGS for name, value in setting.items()}
    assert chosen == {
        (name, value) for name, values in SWITCHES.items() if name not in NO_ANSWER for value in values[1:]
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: " ".join(setting) or "defaults")
def test_the_local_cognito_agrees(run: Callable[..., Ran], emulator: Emulator, setting: dict[str, str]) -> None:
    emulator.switch(**setting)
    status, results, evidence = run()
    assert {name: results[name]["why"] for name in those(results, "differs")} == {}
    assert those(results, "not_tried") == NOT_HERE
    assert status == 0
    assert set(results) == {entry.id for entry in load().entries}
    settled: dict[str, set[str]] = {}
    for result in results.values():
        for name, value in result["settles"].items():
            settled.setdefault(name, set()).add(value)
    for name, value in setting.items():
        assert settled[name] == {value}, name
    assert evidence["summary"]["settled"] == len(those(results, "settled"))
    created = [call for call in emulator.journal() if call["operation"] == "CreateUserPool" and call["applied"]]
    assert 10 < len(created) <= 20


def test_quotas_are_waited_for(
    run: Callable[..., Ran], emulator: Emulator, few: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(server, "time", SimpleNamespace(monotonic=clock.now))
    emulator.switch(quotas="on")
    status, results, _evidence = run(clock=clock)
    assert (status, those(results, "not_tried")) == (0, set())
    refused = [call for call in emulator.journal() if call["error"] == "TooManyRequestsException"]
    assert refused


def test_the_pace_keeps_to_the_quotas(run: Callable[..., Ran], few: Catalogue) -> None:
    clock = Clock()
    times: dict[str, list[float]] = {}
    pace = Pace(command.SECONDS_BETWEEN, clock.now, clock.sleep)
    service = command.Target("http://127.0.0.1:9", "us-east-1").service(pace)
    service.client = SimpleNamespace(
        list_user_pools=lambda **_request: times.setdefault("List", []).append(clock.now()) or {}
    )
    for _request in range(20):
        service.call("ListUserPools", {"MaxResults": 1})
    assert all(later - earlier >= 0.2 for earlier, later in zip(times["List"], times["List"][1:], strict=False))


# -- proof that it can fail ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Plain moto, in a process of its own, since the emulator replaces its operations in this one."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [Path(sys.executable).with_name("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def test_plain_moto_differs(run: Callable[..., Ran], moto: str) -> None:
    status, results, _evidence = run(endpoint=moto)
    assert status == 1
    assert len(those(results, "differs")) >= 15
    assert those(results, "differs") >= {"V4", "V6", "V7", "V12-ON"}
    client = command.Target(moto).client("cognito-idp")
    assert client.list_user_pools(MaxResults=1)["UserPools"] == []


def _accepts_any_passkeys_at_on(pool: behaviour.Pool, mode: str, _request: Any) -> None:
    if mode == "ON":
        behaviour.check_one_time_passwords(pool.first_factors)


def _merging(monkeypatch: pytest.MonkeyPatch) -> None:
    """R2: a left-out mode is kept."""
    original = behaviour.set_mfa
    monkeypatch.setattr(
        behaviour,
        "set_mfa",
        lambda pool, request, switches: original(pool, {"MfaConfiguration": pool.mode, **request}, switches),
    )


def _without_default_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """R13: a left-out factor setting of passkeys is not SINGLE_FACTOR."""
    original = behaviour._stored_passkeys

    def stored(pool: Any, request: Any, switches: Any) -> Any:
        block = original(pool, request, switches)
        if block and "FactorConfiguration" not in request.get(behaviour.PASSKEYS, {}):
            del block["FactorConfiguration"]
        return block

    monkeypatch.setattr(behaviour, "_stored_passkeys", stored)


BROKEN: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "E4": lambda patch: patch.setattr(behaviour, "_check_first_factors", _accepts_any_passkeys_at_on),
    "E17": lambda patch: patch.setattr(user_pool, "_check_mode", lambda *_arguments: None),
    "R2": _merging,
    "R13": _without_default_factor,
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_differs_where_it_is_cited(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    BROKEN[rule](monkeypatch)
    status, results, _evidence = run()
    assert status == 1
    assert those(results, "differs") == {entry.id for entry in load().entries if rule in entry.rules}


# -- endpoints in trouble ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        (
            {"error": "AccessDeniedException", "message": "not authorized to perform: cognito-idp:UpdateUserPool"},
            "denied",
        ),
        ({"error": "NotAuthorizedException", "message": "no"}, "denied"),
        ({"error": "TooManyRequestsException", "message": "Rate exceeded"}, "throttled"),
        ({"http": 503}, "503"),
        ({"truncate": 3}, "UpdateUserPool"),
    ],
    ids=["denied", "not authorized", "throttled", "failing", "cut short"],
)
def test_an_action_that_does_not_work(
    run: Callable[..., Ran], emulator: Emulator, few: Catalogue, fault: dict[str, Any], word: str
) -> None:
    emulator.fault({"operation": "DescribeUserPool" if "truncate" in fault else "UpdateUserPool", "fault": fault})
    status, results, _evidence = run()
    assert status == 0
    tried = those(results, "agrees") | those(results, "settled")
    assert {"V1", "V4", "V45", "E16"} <= tried
    assert those(results, "not_tried") >= {"V40-ON", "V43", "P9-DeletionProtection"}
    assert all("UserPool: " in results[name]["why"] for name in those(results, "not_tried"))
    if "truncate" not in fault:
        assert all(
            results[name]["why"].startswith("UpdateUserPool") and word in results[name]["why"]
            for name in those(results, "not_tried")
        )


def test_an_endpoint_that_dies_half_way(run: Callable[..., Ran], emulator: Emulator, few: Catalogue) -> None:
    """It comes back while what was made is deleted."""
    emulator.fault({"operation": "DeleteUserPool", "times": 2, "fault": {"drop": "before"}})
    for operation in ("SetUserPoolMfaConfig", "GetUserPoolMfaConfig", "UpdateUserPool", "CreateUserPool"):
        emulator.fault({"operation": operation, "skip": 6, "fault": {"drop": "before"}})
    status, results, _evidence = run()
    assert status == 0
    assert those(results, "agrees")
    assert all(
        "no answer" in results[name]["why"] or "does not answer" in results[name]["why"]
        for name in those(results, "not_tried")
    )
    assert len(those(results, "not_tried")) > 3


def test_an_endpoint_that_is_not_there(run: Callable[..., Ran], few: Catalogue) -> None:
    status, results, _evidence = run(endpoint="http://127.0.0.1:9")
    assert (status, those(results, "not_tried")) == (2, set(results))


def test_a_pool_of_which_the_id_did_not_come_is_deleted(
    run: Callable[..., Ran], emulator: Emulator, few: Catalogue
) -> None:
    emulator.fault({"operation": "CreateUserPool", "fault": {"drop": "after"}})
    status, results, _evidence = run()
    assert (status, those(results, "not_tried")) == (2, set(results))
    assert any(call["operation"] == "DeleteUserPool" and call["applied"] for call in emulator.journal())


def test_another_account(emulator: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = command.main(
        ["--endpoint", emulator.endpoint, "--account", "210987654321", "--out", str(tmp_path / "out")]
    )
    assert status == 2
    assert f"account {ACCOUNT}, not of 210987654321; nothing was done" in capsys.readouterr().err
    assert emulator.journal() == []
    assert not (tmp_path / "out").exists()


def test_whoever_names_an_account_sends_no_messages_unasked(
    emulator: Emulator, capsys: pytest.CaptureFixture[str]
) -> None:
    """By an endpoint of their own, too, such as one in their network."""
    asked = ["--endpoint", emulator.endpoint, "--account", ACCOUNT, "--plan"]
    assert command.main(asked) == 0
    plain = capsys.readouterr().out
    assert command.main([*asked, "--send-messages"]) == 0
    with_messages = capsys.readouterr().out
    assert f"AWS account {ACCOUNT}" in plain
    assert plain != with_messages
    assert emulator.journal() == []


def test_an_account_that_cannot_be_found_out(emulator: Emulator, tmp_path: Path) -> None:
    emulator.fault({"operation": "GetCallerIdentity", "fault": {"error": "ExpiredToken", "message": "expired"}})
    assert command.main(["--endpoint", emulator.endpoint, "--account", ACCOUNT, "--out", str(tmp_path / "out")]) == 2
    assert emulator.journal() == []


@pytest.mark.parametrize(
    "arguments", [[], ["--account", "12"], ["--endpoint", "https://cognito-idp.us-east-1.amazonaws.com"]], ids=str
)
def test_a_command_line_that_is_not_enough(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize("at", [2, 9, 30])
def test_an_interrupted_run_deletes_what_it_made(
    run: Callable[..., Ran], few: Catalogue, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    calls = count(1)
    original = Service._once

    def once(service: Service, *arguments: Any) -> Any:
        answer = original(service, *arguments)
        if next(calls) == at:  # after the request took effect: of a user pool, not even the ID is known
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(Service, "_once", once)
    status, results, _evidence = run()
    assert status == 2
    assert "the run ended before" in {result["why"] for result in results.values()}


def test_a_killed_run_is_told_to_end(emulator: Emulator, tmp_path: Path) -> None:
    """SIGTERM, as a pipeline sends it."""
    emulator.latency(20)
    arguments = [sys.executable, "-m", "tests.evidence", "--endpoint", emulator.endpoint, "--out", str(tmp_path)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while not pools_of(emulator):
            time.sleep(0.1)
        process.terminate()
    assert process.returncode == 2
    assert pools_of(emulator) == []


def test_sweep(emulator: Emulator, make_pool: Callable[..., str]) -> None:
    tag = {"UserPoolTags": {"latchkey-evidence": "x"}}
    make_pool(PoolName="latchkey-evidence-x-1", **tag)
    make_pool(PoolName="latchkey-evidence-x-2", DeletionProtection="ACTIVE", **tag)
    make_pool(PoolName="customers", **tag)
    make_pool(PoolName="latchkey-evidence-without-tag")
    assert command.main(["--endpoint", emulator.endpoint, "--sweep"]) == 0
    assert sorted(pools_of(emulator)) == ["customers", "latchkey-evidence-without-tag"]


def test_a_sweep_that_may_not_delete(emulator: Emulator, make_pool: Callable[..., str]) -> None:
    make_pool(PoolName="latchkey-evidence-x-1", UserPoolTags={"latchkey-evidence": "x"})
    emulator.fault({"operation": "DeleteUserPool", "fault": {"error": "AccessDeniedException", "message": "no"}})
    assert command.main(["--endpoint", emulator.endpoint, "--sweep"]) == 2


def test_a_pool_that_cannot_be_deleted_is_named(
    emulator: Emulator, few: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emulator.fault({"operation": "DeleteUserPool", "fault": {"error": "AccessDeniedException", "message": "no"}})
    clock = Clock()
    status = command.main(["--endpoint", emulator.endpoint, "--out", str(tmp_path)], Pace(0, clock.now, clock.sleep))
    assert status == 2
    assert "could not be deleted: us-east-1_" in capsys.readouterr().out


# -- what is written -----------------------------------------------------------------------------------------------------


def test_what_is_written(
    run: Callable[..., Ran], emulator: Emulator, few: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emulator.switch(U5="refused")
    _status, results, evidence = run()
    assert set(evidence) == {"schema_version", "target", "summary", "results"}
    assert evidence["schema_version"] == 1
    assert set(evidence["target"]) == {"endpoint", "account", "region", "botocore", "date"}
    assert evidence["summary"] == {"agrees": len(results) - 1, "differs": 0, "settled": 1, "not_tried": 0}
    keys = {"id", "rules", "title", "verdict", "expected", "observed", "why", "settles"}
    assert all(set(result) == keys for result in evidence["results"])
    settled = results["V45"]
    assert settled["settles"] == {"U5": "refused"}
    assert settled["why"].startswith("U5=refused: ")
    calls = settled["observed"]["calls"]
    assert [call["operation"] for call in calls][-2:] == ["SetUserPoolMfaConfig", "GetUserPoolMfaConfig"]
    page = (tmp_path / "out" / "evidence.md").read_text(encoding="utf-8")
    assert "| V45 |" in page
    assert "`U5=refused`" in page
    assert page.index("## What differs") < page.index("## What was assumed") < page.index("## Counts")
    printed = capsys.readouterr().out
    assert report.LOCAL in page and report.LOCAL in printed
    assert "Sends no message" in printed
    assert "cognito-idp:CreateUserPool, cognito-idp:CreateUserPoolClient, " in printed
    assert printed.index("Costs: ") < printed.index("pool 'plain': ")


def test_nothing_written_names_accounts_or_arns(run: Callable[..., Ran]) -> None:
    _status, _results, evidence = run()
    text = json.dumps(evidence["results"])
    assert ACCOUNT not in text
    assert "arn:aws" not in text


def test_nothing_written_is_a_credential(run: Callable[..., Ran], few: Catalogue) -> None:
    """Of users: passwords, tokens, sessions, secrets of authenticators and their codes."""
    _status, results, _evidence = run()
    calls = {call["operation"]: call for call in results["D4"]["observed"]["calls"]}
    assert calls["AdminCreateUser"]["request"]["TemporaryPassword"] == "<hidden>"
    assert calls["AdminSetUserPassword"]["request"]["Password"] == "<hidden>"
    assert calls["AdminInitiateAuth"]["request"]["AuthParameters"]["PASSWORD"] == "<hidden>"
    assert calls["AdminInitiateAuth"]["answer"]["Session"] == "<hidden>"
    assert calls["AssociateSoftwareToken"]["request"]["AccessToken"] == "<hidden>"
    assert calls["AssociateSoftwareToken"]["answer"]["SecretCode"] == "<hidden>"
    assert calls["VerifySoftwareToken"]["request"]["UserCode"] == "<hidden>"


def test_the_plan_alone_does_nothing(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--endpoint", emulator.endpoint, "--plan"]) == 0
    assert "Creates user pools named latchkey-evidence-" in capsys.readouterr().out
    assert emulator.journal() == []


def test_ten_minutes_are_enough(run: Callable[..., Ran], few: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """When they are over, nothing more is tried."""
    monkeypatch.setattr(runner, "SECONDS_AT_MOST", 0)
    status, results, _evidence = run()
    assert status == 2
    assert {result["why"] for result in results.values()} == {"the ten minutes of a run are over"}
