# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault matrix: every fault at every call that the module makes, in check mode and for real, over real HTTP.

The task is the one that makes every kind of call: it names the pool (ListUserPools), reads it (Get), needs its stored SMS
settings (Describe), and writes (Set).  Each cell asserts the result, the calls, and what the pool has afterwards, through
both doors, and that these are equal.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.modules import DOORS
from tests.functional.modules import Modules
from tests.functional.modules import SECRET_KEY
from tests.functional.modules import SESSION_TOKEN

LIST, GET, DESCRIBE, SET = "ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool", "SetUserPoolMfaConfig"
READS = [LIST, GET, DESCRIBE]
ATTEMPTS = 5

SENDER = {"sns_caller_arn": "arn:aws:iam::123456789012:role/cognito-sms", "external_id": "id-1"}
TASK: dict[str, Any] = {
    "user_pool_name": "matrix",
    "mfa_configuration": "ON",
    "software_token_mfa_configuration": {"enabled": True},
    "sms_mfa_configuration": {"sms_configuration": SENDER},
}
WANTED = {name: value for name, value in TASK.items() if name != "user_pool_name"}
OFF = {"mfa_configuration": "OFF"}
PASSKEYS = {"RelyingPartyId": "other.example", "FactorConfiguration": "SINGLE_FACTOR", "UserVerification": "preferred"}

THROTTLED = {"error": "TooManyRequestsException", "message": "Rate exceeded"}
CRASHED = {"error": "InternalErrorException", "message": "Something broke", "status": 500}
EXPIRED = {"error": "ExpiredTokenException", "message": "The security token included in the request is expired"}
DENIED = {"error": "AccessDeniedException", "message": "User x is not authorized to perform this"}
# Long enough that only what is meant to be slow is slow, on a busy machine too.
BRIEF = {"read_timeout": 1.5}
SLOW = 4


class Cell:
    """One pool, and what runs through one door do to it."""

    def __init__(self, emulator: Any, cognito: Any, make_pool: Any, door: str) -> None:
        self.emulator = emulator
        self.cognito = cognito
        self.pool = make_pool(PoolName="matrix")
        self.modules = Modules(emulator.endpoint, door)
        self.record: list[Any] = []

    def strike(self, call: str, fault: Any, times: int | None = 1, **rule: Any) -> None:
        self.emulator.fault({"operation": call, "fault": fault, "times": times, **rule})

    def run(self, check: bool, **options: Any) -> dict[str, Any]:
        self.emulator.clear()
        random.seed(1)  # as many pauses through both doors
        result = self.modules.config(check=check, **{**TASK, **options})
        self.calls = [call["operation"] for call in self.emulator.journal()]
        assert self.modules.elsewhere == 0
        self.emulator.heal()
        self.record += [result, self.modules.invocation, self.calls]
        text = json.dumps([result, self.modules.invocation])
        assert SECRET_KEY not in text
        assert SESSION_TOKEN not in text
        assert "Signature=" not in text
        assert "Traceback" not in text
        return result

    def live(self) -> Any:
        answer = self.cognito.get_user_pool_mfa_config(UserPoolId=self.pool)
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    def untouched(self) -> bool:
        return bool(self.live() == {"MfaConfiguration": "OFF"})


@pytest.fixture(params=DOORS)
def cell(
    emulator: Any,
    cognito: Any,
    make_pool: Any,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    compared: Any,
) -> Iterator[Cell]:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    made = Cell(emulator, cognito, make_pool, request.param)
    yield made
    record = json.dumps(made.record).replace(made.pool, "the pool").replace(emulator.endpoint, "the endpoint")
    compared(request.node.name, request.param, record)


def succeeded(cell: Cell, result: dict[str, Any], check: bool) -> None:
    """The run did, or in check mode foretold, just what it does without a fault."""
    assert result.get("failed", False) is False, result
    assert result["changed"] is True
    assert result["mfa_config"] == WANTED
    assert (result["diff"]["before"], result["diff"]["after"]) == (OFF, WANTED)
    assert cell.untouched() is check


def twice(call: str, check: bool) -> list[str]:
    """The calls of a run that had to make one call twice."""
    calls = [LIST, GET, DESCRIBE] + ([] if check else [SET])
    where = calls.index(call)
    return calls[: where + 1] + calls[where:]


@pytest.mark.parametrize("check", [True, False])
def test_without_a_fault(cell: Cell, check: bool) -> None:
    succeeded(cell, cell.run(check), check)
    assert cell.calls == [LIST, GET, DESCRIBE] + ([] if check else [SET])


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize(
    "fault",
    [THROTTLED, CRASHED, {"http": 500}, {"http": 503}, {"drop": "before"}, {"drop": "after"}, {"delay": SLOW}],
    ids=lambda fault: "-".join(f"{name}-{value}" for name, value in fault.items() if name != "message"),
)
def test_a_read_fails_once(cell: Cell, call: str, fault: Any, check: bool) -> None:
    cell.strike(call, fault)
    succeeded(cell, cell.run(check, aws_config=BRIEF if "delay" in fault else None), check)
    assert cell.calls == twice(call, check)


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("fault", [THROTTLED, CRASHED, {"http": 503}, {"drop": "before"}, {"delay": SLOW}])
def test_a_read_fails_for_ever(cell: Cell, call: str, fault: Any, check: bool) -> None:
    cell.strike(call, fault, times=None)
    attempts = 2 if "delay" in fault else ATTEMPTS
    result = cell.run(check, aws_config={**BRIEF, "retries": {"total_max_attempts": 2}} if "delay" in fault else None)
    assert result["failed"]
    assert result["msg"].startswith("Failed to ")
    assert cell.calls == READS[: READS.index(call)] + [call] * attempts
    assert cell.untouched()


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("call", READS)
def test_a_read_is_cut_short(cell: Cell, call: str, check: bool) -> None:
    """Such an answer is never taken for a pool without MFA, or a region without pools."""
    cell.strike(call, {"truncate": 15}, times=None)
    result = cell.run(check)
    assert result["failed"]
    assert result["msg"].endswith("the answer is incomplete")
    assert cell.calls == READS[: READS.index(call) + 1]
    assert cell.untouched()


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize(("fault", "hint"), [(EXPIRED, "expired"), (DENIED, "cognito-idp:")])
def test_a_read_is_not_allowed(cell: Cell, call: str, fault: Any, hint: str, check: bool) -> None:
    cell.strike(call, fault, times=None)
    result = cell.run(check)
    assert result["failed"]
    assert hint in result["msg"]
    assert fault is EXPIRED or f"This needs the IAM action cognito-idp:{call}" in result["msg"]
    assert cell.calls == READS[: READS.index(call) + 1]
    assert cell.untouched()


@pytest.mark.parametrize(
    "fault",
    [
        THROTTLED,
        CRASHED,
        {"http": 500},
        {"http": 503},
        {"drop": "before"},
        {"error": "ConcurrentModificationException", "message": "busy"},
        {"delay": SLOW},
    ],
    ids=lambda fault: "-".join(f"{name}-{value}" for name, value in fault.items() if name != "message"),
)
def test_the_write_fails_once(cell: Cell, fault: Any) -> None:
    """Before the next write everything is read and merged anew."""
    cell.strike(SET, fault)
    succeeded(cell, cell.run(check=False, aws_config=BRIEF if "delay" in fault else None), check=False)
    assert cell.calls == [LIST, GET, DESCRIBE, SET, GET, DESCRIBE, SET]


@pytest.mark.parametrize("fault", [{"drop": "after"}, {"truncate": 15}, {"delay": SLOW, "apply": "before"}])
def test_the_answer_of_the_write_is_lost(cell: Cell, fault: Any) -> None:
    """Settled by reading: the write took effect, and is not repeated."""
    cell.strike(SET, fault, times=None)
    succeeded(cell, cell.run(check=False, aws_config=BRIEF if "delay" in fault else None), check=False)
    assert cell.calls == [LIST, GET, DESCRIBE, SET, GET]


@pytest.mark.parametrize("fault", [THROTTLED, CRASHED, {"http": 503}, {"drop": "before"}])
def test_the_write_fails_for_ever(cell: Cell, fault: Any) -> None:
    cell.strike(SET, fault, times=None)
    result = cell.run(check=False)
    assert result["failed"]
    assert cell.calls.count(SET) == ATTEMPTS
    settled = fault is not THROTTLED  # a refusal needs no second look
    assert result["msg"].endswith("Reading again shows that it was not applied") is settled
    assert cell.untouched()


@pytest.mark.parametrize(("fault", "hint"), [(EXPIRED, "expired"), (DENIED, f"IAM action cognito-idp:{SET}")])
def test_the_write_is_not_allowed(cell: Cell, fault: Any, hint: str) -> None:
    cell.strike(SET, fault, times=None)
    result = cell.run(check=False)
    assert hint in result["msg"]
    assert cell.calls == [LIST, GET, DESCRIBE, SET]
    assert cell.untouched()


@pytest.mark.parametrize("call", [GET, SET])
def test_another_writer_changes_another_block(cell: Cell, call: str) -> None:
    """That block survives, whether the other write comes right before the read or refuses ours."""
    other = {"UserPoolId": cell.pool, "MfaConfiguration": "OFF", "WebAuthnConfiguration": PASSKEYS}
    error = {"error": "ConcurrentModificationException", "message": "busy"} if call == SET else {}
    cell.strike(call, {**error, "then": other})
    result = cell.run(check=False)
    assert result["mfa_config"].keys() == {*WANTED, "web_authn_configuration"}
    assert cell.live()["WebAuthnConfiguration"] == PASSKEYS
    assert cell.live()["MfaConfiguration"] == "ON"
    assert result["diff"]["before"].keys() == {"mfa_configuration", "web_authn_configuration"}


def test_another_writer_does_our_work(cell: Cell) -> None:
    """Then this run changed nothing, and says so."""
    sender = {"SnsCallerArn": SENDER["sns_caller_arn"], "ExternalId": SENDER["external_id"]}
    same = {
        "UserPoolId": cell.pool,
        "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "SmsMfaConfiguration": {"SmsConfiguration": sender},
    }
    cell.strike(SET, {"error": "ConcurrentModificationException", "message": "busy", "then": same}, times=None)
    result = cell.run(check=False)
    assert result["changed"] is False
    assert result["mfa_config"] == WANTED
    assert cell.calls == [LIST, GET, DESCRIBE, SET, GET]


@pytest.mark.parametrize(
    ("call", "check"), [(GET, True), (GET, False), (DESCRIBE, True), (DESCRIBE, False), (SET, False)]
)
def test_the_pool_is_deleted_in_between(cell: Cell, call: str, check: bool) -> None:
    cell.strike(call, {"then": {"delete": cell.pool}})
    result = cell.run(check)
    assert "(E21)" in result["msg"] or "does not exist" in result["msg"]
    assert result["error"]["code"] == "ResourceNotFoundException"
    assert cell.calls[-1] == call


def test_the_pool_is_deleted_while_a_lost_answer_is_settled(cell: Cell) -> None:
    cell.strike(SET, {"drop": "after"})
    cell.strike(GET, {"then": {"delete": cell.pool}}, skip=1)
    result = cell.run(check=False)
    assert "Whether it was applied is not known" in result["msg"]


@pytest.mark.parametrize(
    "members", [{"PushMfaConfiguration": {"Level": 3}}, {"WebAuthnConfiguration": {"Attestation": 1}}]
)
def test_an_unknown_setting_appears(cell: Cell, members: Any) -> None:
    """Refused, named, and nothing erased, even if it appears between two tries."""
    cell.emulator.live(cell.pool, members)
    result = cell.run(check=True)
    assert result["msg"].startswith(next(iter(members)))
    assert cell.run(check=False)["msg"] == result["msg"]
    assert cell.calls == [LIST, GET, DESCRIBE]


@pytest.mark.parametrize("healed", [True, False])
def test_role_propagation(cell: Cell, monkeypatch: pytest.MonkeyPatch, healed: bool) -> None:
    """Tried until wait_timeout is over, by a clock that only pauses move."""
    now = [1000.0]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    error = {
        "error": "InvalidSmsRoleAccessPolicyException",
        "message": "Role does not have permission to publish with SNS",
    }
    cell.strike(SET, error, times=6 if healed else None, member="SmsMfaConfiguration")
    result = cell.run(check=False, wait_timeout=120)
    if healed:
        succeeded(cell, result, check=False)
        assert cell.calls.count(SET) == 7
    else:
        assert result["msg"].endswith("(E10).")
        assert cell.untouched()
        assert 120 <= sum(pauses) < 130
        assert cell.calls.count(SET) == len(pauses) + 1
    assert max(pauses) <= 10


def test_a_role_that_is_not_ours_to_wait_for(cell: Cell) -> None:
    """Waiting is for a role that this run writes."""
    cell.strike(SET, {"error": "InvalidSmsRoleTrustRelationshipException", "message": "Role ..."}, times=None)
    result = cell.run(check=False, sms_mfa_configuration=None)
    assert "(E9)" in result["msg"]
    assert cell.calls.count(SET) == 1


@pytest.mark.parametrize("check", [True, False])
def test_nothing_listens(cell: Cell, check: bool) -> None:
    result = cell.run(check, endpoint_url="http://127.0.0.1:9")
    assert "Could not connect to the endpoint URL" in result["msg"]
    assert cell.calls == []


@pytest.mark.parametrize("check", [True, False])
def test_no_credentials(cell: Cell, check: bool) -> None:
    result = cell.run(check, access_key="", secret_key="", session_token="")
    assert "Unable to locate credentials" in result["msg"]
    assert cell.calls == []


def test_a_refused_write_and_then_no_answer_to_the_read(cell: Cell) -> None:
    """The write did not take effect, so the failure to read is all there is to say."""
    cell.strike(SET, {"error": "ConcurrentModificationException", "message": "busy"})
    cell.strike(GET, {"drop": "before"}, times=None, skip=1)
    result = cell.run(check=False)
    assert result["msg"].startswith("Failed to read the MFA configuration")
    assert cell.untouched()


def test_the_pool_cannot_be_described_for_the_prediction(cell: Cell) -> None:
    """Not for lack of permission, which would be a warning: the prediction is not to be had, and so is no result."""
    cell.strike(DESCRIBE, THROTTLED, times=None)
    result = cell.run(check=True, sms_mfa_configuration=None)
    assert result["msg"].startswith("Failed to describe user pool")
    assert cell.untouched()
