# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault matrix: every fault at every call that the module makes, in check mode and for real, over real HTTP.

The task is the one that makes every kind of call: it names the pool (ListUserPools), reads it (Get), needs its stored SMS
settings (Describe), and writes (Set).  A task without SMS makes the other kind of Describe, the one for check mode's
prediction.  Each cell asserts the result, the calls, and what the pool has afterwards, both ways of running, and that they
are equal.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from typing import Any
from typing import ClassVar

import pytest
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.modules import SECRET_KEY
from tests.support.modules import SESSION_TOKEN

LIST, GET, DESCRIBE, SET = "ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool", "SetUserPoolMfaConfig"
READ_RATE = [LIST, GET, DESCRIBE]
READ_AGAIN = [GET, DESCRIBE]  # before every further write
ATTEMPTS = 5

SENDER = {"sns_caller_arn": "arn:aws:iam::123456789012:role/cognito-sms", "external_id": "id-1"}
TASK: dict[str, Any] = {
    "user_pool_name": "matrix",
    "mfa_configuration": "ON",
    "software_token_mfa_configuration": {"enabled": True},
    "sms_mfa_configuration": {"sms_configuration": SENDER},
}
WANTED = {name: value for name, value in TASK.items() if name != "user_pool_name"}
WITHOUT_SMS = {name: value for name, value in WANTED.items() if name != "sms_mfa_configuration"}
OFF = {"mfa_configuration": "OFF"}
PASSKEYS = {"RelyingPartyId": "other.example", "FactorConfiguration": "SINGLE_FACTOR", "UserVerification": "preferred"}

THROTTLED = {"error": "TooManyRequestsException", "message": "Rate exceeded"}
BUSY = {"error": "ConcurrentModificationException", "message": "busy"}
CRASHED = {"error": "InternalErrorException", "message": "Something broke", "status": 500}
EXPIRED = {"error": "ExpiredTokenException", "message": "The security token included in the request is expired"}
DENIED = {"error": "AccessDeniedException", "message": "User x is not authorized to perform this"}
NOT_AUTHORIZED = {"error": "NotAuthorizedException", "message": "User x is not authorized to perform this"}
REFUSED = {"connection": "refused"}
PROXY_PAGE = {"http": 200}  # of something in between, in the place of an answer
NOWHERE = "http://127.0.0.1:9"
# Long enough that only what is meant to be slow is slow, on a busy machine too.
BRIEF = {"read_timeout": 1.5}
SLOW = 4
PASSING = (
    REFUSED,
    THROTTLED,
    CRASHED,
    {"http": 500},
    {"http": 503},
    {"drop": "before"},
    {"drop": "after"},
    {"delay": SLOW},
)
INCOMPLETE = ({"truncate": 0}, {"truncate": 15}, PROXY_PAGE)


def name_of(fault: Any) -> str:
    """A fault as part of a test's name."""
    return "-".join(f"{name}-{value}" for name, value in fault.items() if name != "message")


def budget(fault: Any, attempts: int = ATTEMPTS) -> Any:
    """aws_config for a task that meets the fault."""
    return {**BRIEF, "retries": {"total_max_attempts": attempts}} if "delay" in fault else None


class Cell:
    """One pool, and what runs of one way do to it.

    :ivar calls: the requests of the last run, those included that found nobody listening.
    """

    def __init__(
        self, emulator: Any, cognito: Any, make_pool: Any, monkeypatch: pytest.MonkeyPatch, runner: str
    ) -> None:
        self.emulator = emulator
        self.cognito = cognito
        self.pool = make_pool(PoolName="matrix")
        self.modules = Modules(emulator.endpoint, runner)
        self.record: list[Any] = []
        self._refusals: dict[str, float] = {}
        self._made: list[str] = []
        self._sent: list[str] = []
        self._answer = b""
        cognito.meta.events.register(f"after-call.cognito-identity-provider.{GET}", self._note_answer)
        send = URLLib3Session.send
        monkeypatch.setattr(URLLib3Session, "send", lambda session, request: send(session, self._directed(request)))

    def _directed(self, request: Any) -> Any:
        """A request on its way, or astray if its connection is to be refused."""
        call = request.headers["X-Amz-Target"].decode().rpartition(".")[2]
        self._made.append(call)
        if self._refusals.get(call, 0) > 0:
            self._refusals[call] -= 1
            request.url = NOWHERE
        if request.url.startswith(self.emulator.endpoint):
            self._sent.append(call)
        return request

    def _note_answer(self, http_response: Any, **_more: Any) -> None:
        self._answer = http_response.content

    def strike(self, call: str, fault: Any, times: int | None = 1, **rule: Any) -> None:
        if fault == REFUSED:
            self._refusals[call] = times or math.inf
        else:
            self.emulator.fault({"operation": call, "fault": fault, "times": times, **rule})

    def run(self, check: bool, **options: Any) -> dict[str, Any]:
        self.emulator.clear()
        self._made, self._sent = [], []
        random.seed(1)  # as many pauses either way
        result = self.modules.config(check=check, **{**TASK, **options})
        self.calls = [*self._made]
        assert [call["operation"] for call in self.emulator.journal()] == self._sent
        assert self.modules.elsewhere == 0
        self.emulator.heal()
        self._refusals.clear()
        self.record += [result, self.modules.invocation, self.calls]
        text = json.dumps([result, self.modules.invocation])
        assert SECRET_KEY not in text
        assert SESSION_TOKEN not in text
        assert "Signature=" not in text
        assert "Traceback" not in text
        return result

    def live(self) -> Any:
        """What an independent client reads, members that no service model knows included."""
        self.cognito.get_user_pool_mfa_config(UserPoolId=self.pool)
        return json.loads(self._answer)

    def untouched(self) -> bool:
        return bool(self.live() == {"MfaConfiguration": "OFF"})

    def gone(self) -> bool:
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            self.live()
        return True


@pytest.fixture(params=RUNNERS)
def cell(
    emulator: Any,
    cognito: Any,
    make_pool: Any,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    compared: Any,
) -> Iterator[Cell]:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    made = Cell(emulator, cognito, make_pool, monkeypatch, request.param)
    yield made
    record = json.dumps(made.record).replace(made.pool, "the pool").replace(emulator.endpoint, "the endpoint")
    compared(request.node.name, request.param, record)


def succeeded(cell: Cell, result: dict[str, Any], check: bool, wanted: Any = WANTED) -> None:
    """The run did, or in check mode predicted, just what it does without a fault."""
    assert result.get("failed", False) is False, result
    assert result["changed"] is True
    assert result["mfa_config"] == wanted
    assert (result["diff"]["before"], result["diff"]["after"]) == (OFF, wanted)
    assert result["warnings"] == []
    assert cell.untouched() is check


def failed(cell: Cell, result: dict[str, Any]) -> str:
    """The message of a run that failed and changed nothing."""
    assert result["failed"] is True
    assert result.get("changed", False) is False
    assert "mfa_config" not in result
    assert cell.untouched()
    return str(result["msg"])


def twice(call: str, check: bool) -> list[str]:
    """The calls of a run that had to make one call twice."""
    calls = READ_RATE + ([] if check else [SET])
    where = calls.index(call)
    return calls[: where + 1] + calls[where:]


BOTH_MODES = pytest.mark.parametrize("check", [True, False])
EVERY_READ = pytest.mark.parametrize("call", READ_RATE)


def faults(*chosen: Any) -> Any:
    return pytest.mark.parametrize("fault", chosen, ids=name_of)


@BOTH_MODES
def test_without_a_fault(cell: Cell, check: bool) -> None:
    succeeded(cell, cell.run(check), check)
    assert cell.calls == READ_RATE + ([] if check else [SET])


@BOTH_MODES
@EVERY_READ
@faults(*PASSING)
def test_a_read_fails_once(cell: Cell, call: str, fault: Any, check: bool) -> None:
    cell.strike(call, fault)
    succeeded(cell, cell.run(check, aws_config=budget(fault)), check)
    assert cell.calls == twice(call, check)


@BOTH_MODES
@EVERY_READ
@faults(*PASSING)
def test_a_read_fails_for_ever(cell: Cell, call: str, fault: Any, check: bool) -> None:
    cell.strike(call, fault, times=None)
    attempts = 2 if "delay" in fault else ATTEMPTS
    result = cell.run(check, aws_config=budget(fault, attempts))
    assert failed(cell, result).startswith("Failed to ")
    assert cell.calls == READ_RATE[: READ_RATE.index(call)] + [call] * attempts


@BOTH_MODES
@EVERY_READ
@faults(*INCOMPLETE)
def test_a_read_is_cut_short(cell: Cell, call: str, fault: Any, check: bool) -> None:
    """Such an answer is never taken for a pool without MFA, or a region without pools."""
    cell.strike(call, fault, times=None)
    assert failed(cell, cell.run(check)).endswith("the answer is incomplete")
    assert cell.calls == READ_RATE[: READ_RATE.index(call) + 1]


@BOTH_MODES
@EVERY_READ
@faults(EXPIRED, DENIED, NOT_AUTHORIZED)
def test_a_read_is_not_allowed(cell: Cell, call: str, fault: Any, check: bool) -> None:
    cell.strike(call, fault, times=None)
    message = failed(cell, cell.run(check))
    assert f"{fault['error']}: {fault['message']}" in message
    assert (f"This needs the IAM action cognito-idp:{call}" in message) is (fault is not EXPIRED)
    assert cell.calls == READ_RATE[: READ_RATE.index(call) + 1]


@faults(*PASSING)
def test_the_description_for_the_prediction_fails_once(cell: Cell, fault: Any) -> None:
    cell.strike(DESCRIBE, fault)
    result = cell.run(check=True, sms_mfa_configuration=None, aws_config=budget(fault))
    succeeded(cell, result, check=True, wanted=WITHOUT_SMS)
    assert cell.calls == twice(DESCRIBE, check=True)


@faults(*PASSING)
def test_the_description_for_the_prediction_fails_for_ever(cell: Cell, fault: Any) -> None:
    """Not for lack of permission: the prediction is not to be had, and so is no result."""
    cell.strike(DESCRIBE, fault, times=None)
    attempts = 2 if "delay" in fault else ATTEMPTS
    result = cell.run(check=True, sms_mfa_configuration=None, aws_config=budget(fault, attempts))
    assert failed(cell, result).startswith("Failed to describe user pool")
    assert cell.calls == [LIST, GET] + [DESCRIBE] * attempts


@faults(EXPIRED, *INCOMPLETE)
def test_there_is_no_description_for_the_prediction(cell: Cell, fault: Any) -> None:
    cell.strike(DESCRIBE, fault, times=None)
    message = failed(cell, cell.run(check=True, sms_mfa_configuration=None))
    assert ("expired" if fault is EXPIRED else "the answer is incomplete") in message
    assert cell.calls == READ_RATE


@faults(DENIED, NOT_AUTHORIZED)
def test_the_description_for_the_prediction_is_not_allowed(cell: Cell, fault: Any) -> None:
    """Then check mode says what it could not verify."""
    cell.strike(DESCRIBE, fault, times=None)
    result = cell.run(check=True, sms_mfa_configuration=None)
    assert (result["changed"], result["mfa_config"]) == (True, WITHOUT_SMS)
    (warning,) = result["warnings"]
    assert warning.startswith("Check mode could not verify that none of these applies: ")
    assert "(E3)" in warning
    assert "(E4)" in warning
    assert warning.endswith("This needs the IAM action cognito-idp:DescribeUserPool")
    assert cell.calls == READ_RATE
    assert cell.untouched()


@faults(
    REFUSED,
    THROTTLED,
    BUSY,
    CRASHED,
    {"http": 500},
    {"http": 503},
    PROXY_PAGE,
    {"drop": "before"},
    {"delay": SLOW},
)
def test_the_write_fails_once(cell: Cell, fault: Any) -> None:
    """Before the next write everything is read and merged again."""
    cell.strike(SET, fault)
    succeeded(cell, cell.run(check=False, aws_config=budget(fault)), check=False)
    assert cell.calls == [*READ_RATE, SET, *READ_AGAIN, SET]


@faults({"drop": "after"}, {"truncate": 0}, {"truncate": 15}, {"delay": SLOW, "apply": "before"})
def test_the_answer_of_the_write_is_lost(cell: Cell, fault: Any) -> None:
    """Settled by reading: the write took effect, and is not repeated."""
    cell.strike(SET, fault, times=None)
    succeeded(cell, cell.run(check=False, aws_config=budget(fault)), check=False)
    assert cell.calls == [*READ_RATE, SET, GET]


@faults(
    REFUSED,
    THROTTLED,
    BUSY,
    CRASHED,
    {"http": 500},
    {"http": 503},
    PROXY_PAGE,
    {"drop": "before"},
    {"delay": SLOW, "drop": "before"},
)
def test_the_write_fails_for_ever(cell: Cell, fault: Any) -> None:
    cell.strike(SET, fault, times=None)
    attempts = 2 if "delay" in fault else ATTEMPTS
    message = failed(cell, cell.run(check=False, aws_config=budget(fault, attempts)))
    settled = fault not in (REFUSED, THROTTLED, BUSY)  # what did not reach the pool needs no second look
    assert message.startswith("Failed to set the MFA configuration of user pool ")
    assert message.endswith("Reading again shows that it was not applied") is settled
    assert cell.calls == [*READ_RATE, SET] + [*READ_AGAIN, SET] * (attempts - 1) + (READ_AGAIN if settled else [])


class TestAKeptFactor:
    """U2: the write takes effect, its answer is lost, and what is read then is not what was asked for."""

    options: ClassVar = {"sms_mfa_configuration": None, "purge_factors": True}

    @pytest.fixture(autouse=True)
    def with_sms(self, cell: Cell) -> None:
        cell.modules.config(cell.pool, **{**WANTED, "mfa_configuration": "OPTIONAL"})
        cell.emulator.switch(U2="kept")

    def test_one_answer_is_lost(self, cell: Cell) -> None:
        """The second write changes nothing any more, but the run did."""
        cell.strike(SET, {"drop": "after"})
        result = cell.run(check=False, **self.options)
        assert result["changed"] is True
        assert result["diff"]["before"] == {**WANTED, "mfa_configuration": "OPTIONAL"}
        assert result["diff"]["after"] == result["mfa_config"] == WANTED
        (warning,) = result["warnings"]
        assert "still shows the user pool's SMS settings" in warning
        assert cell.calls == [LIST, GET, SET, GET, SET]
        assert cell.live()["MfaConfiguration"] == "ON"

    def test_one_answer_is_lost_and_the_service_adds_what_it_had_stored(self, cell: Cell) -> None:
        """The read that settles it shows nothing more to do, and not what check mode predicted."""
        cell.modules.config(cell.pool, mfa_configuration="OFF")
        predicted = cell.run(check=True, sms_mfa_configuration=None)
        assert predicted["mfa_config"] == WITHOUT_SMS
        cell.strike(SET, {"drop": "after"})
        result = cell.run(check=False, sms_mfa_configuration=None)
        assert result["mfa_config"] == WANTED
        (warning,) = result["warnings"]
        assert "still shows the user pool's SMS settings" in warning
        assert cell.calls == [LIST, GET, SET, GET]

    def test_one_answer_is_lost_and_the_next_write_is_throttled(self, cell: Cell) -> None:
        cell.strike(SET, {"drop": "after"})
        cell.strike(SET, THROTTLED)
        result = cell.run(check=False, **self.options)
        assert result["diff"]["before"]["mfa_configuration"] == "OPTIONAL"
        assert cell.calls == [LIST, GET, SET, GET, SET, GET, SET]

    def test_every_answer_is_lost(self, cell: Cell) -> None:
        cell.strike(SET, {"drop": "after"}, times=None)
        result = cell.run(check=False, **self.options)
        assert result["failed"]
        assert result["msg"].endswith("Reading again shows that it was not applied in full")
        assert cell.calls == [LIST] + [GET, SET] * ATTEMPTS + [GET]
        assert cell.live()["MfaConfiguration"] == "ON"


@faults(EXPIRED, DENIED, NOT_AUTHORIZED)
def test_the_write_is_not_allowed(cell: Cell, fault: Any) -> None:
    cell.strike(SET, fault, times=None)
    message = failed(cell, cell.run(check=False))
    assert f"{fault['error']}: {fault['message']}" in message
    assert (f"This needs the IAM action cognito-idp:{SET}" in message) is (fault is not EXPIRED)
    assert cell.calls == [*READ_RATE, SET]


@pytest.mark.parametrize(("call", "check"), [(GET, True), (GET, False), (SET, False)])
def test_another_writer_changes_another_block(cell: Cell, call: str, check: bool) -> None:
    """That block survives, whether the other write comes right before the read or refuses ours."""
    other = {"UserPoolId": cell.pool, "MfaConfiguration": "OFF", "WebAuthnConfiguration": PASSKEYS}
    cell.strike(call, {**(BUSY if call == SET else {}), "then": other})
    result = cell.run(check)
    assert result["changed"] is True
    assert result["mfa_config"].keys() == {*WANTED, "web_authn_configuration"}
    assert result["diff"]["before"].keys() == {"mfa_configuration", "web_authn_configuration"}
    assert result["warnings"] == []
    assert cell.live()["WebAuthnConfiguration"] == PASSKEYS
    assert cell.live()["MfaConfiguration"] == ("OFF" if check else "ON")
    assert cell.calls == READ_RATE + ([] if check else [SET]) + ([*READ_AGAIN, SET] if call == SET else [])


def test_another_writer_changes_something_before_every_try(cell: Cell) -> None:
    """Each further write is laid over what the other one left last."""
    for number in range(ATTEMPTS - 1):
        passkeys = {**PASSKEYS, "RelyingPartyId": f"other-{number}.example"}
        other = {"UserPoolId": cell.pool, "MfaConfiguration": "OFF", "WebAuthnConfiguration": passkeys}
        cell.strike(SET, {**BUSY, "then": other})
    result = cell.run(check=False)
    assert result["changed"] is True
    assert cell.live()["WebAuthnConfiguration"]["RelyingPartyId"] == f"other-{ATTEMPTS - 2}.example"
    assert cell.live()["MfaConfiguration"] == "ON"
    assert cell.calls == [*READ_RATE, SET] + [*READ_AGAIN, SET] * (ATTEMPTS - 1)


def test_another_writer_does_our_work(cell: Cell) -> None:
    """Then this run changed nothing, and says so."""
    sender = {"SnsCallerArn": SENDER["sns_caller_arn"], "ExternalId": SENDER["external_id"]}
    same = {
        "UserPoolId": cell.pool,
        "MfaConfiguration": "ON",
        "SoftwareTokenMfaConfiguration": {"Enabled": True},
        "SmsMfaConfiguration": {"SmsConfiguration": sender},
    }
    cell.strike(SET, {**BUSY, "then": same}, times=None)
    result = cell.run(check=False)
    assert result["changed"] is False
    assert result["mfa_config"] == WANTED
    assert cell.calls == [*READ_RATE, SET, GET]
    del same["UserPoolId"]
    assert cell.live() == same


DELETIONS = [(call, check) for call in READ_RATE for check in (True, False)] + [(SET, False)]


@pytest.mark.parametrize(("call", "check"), DELETIONS)
def test_the_pool_is_deleted_in_between(cell: Cell, call: str, check: bool) -> None:
    cell.strike(call, {"then": {"delete": cell.pool}})
    result = cell.run(check)
    assert result["failed"]
    if call == LIST:
        assert "none of the 0 user pools of this account and region has this name" in result["msg"]
    else:
        assert result["msg"].endswith("(E21).")
        assert result["error"]["code"] == "ResourceNotFoundException"
    assert cell.calls == [*READ_RATE, SET][: [*READ_RATE, SET].index(call) + 1]
    assert cell.gone()


def test_the_pool_is_deleted_before_the_prediction(cell: Cell) -> None:
    cell.strike(DESCRIBE, {"then": {"delete": cell.pool}})
    result = cell.run(check=True, sms_mfa_configuration=None)
    assert result["msg"].endswith("(E21).")
    assert cell.calls == READ_RATE
    assert cell.gone()


def test_the_pool_is_deleted_between_two_tries(cell: Cell) -> None:
    cell.strike(SET, {**BUSY, "then": {"delete": cell.pool}})
    result = cell.run(check=False)
    assert result["msg"].endswith("(E21).")
    assert cell.calls == [*READ_RATE, SET, GET]
    assert cell.gone()


def test_the_pool_is_deleted_while_a_lost_answer_is_settled(cell: Cell) -> None:
    cell.strike(SET, {"drop": "after"})
    cell.strike(GET, {"then": {"delete": cell.pool}}, skip=1)
    result = cell.run(check=False)
    assert result["failed"]
    assert "Whether it was applied is not known" in result["msg"]
    assert result["msg"].endswith("(E21).")
    assert cell.calls == [*READ_RATE, SET, GET]
    assert cell.gone()


UNKNOWN_SETTINGS = pytest.mark.parametrize(
    "members",
    [{"PushMfaConfiguration": {"Level": 3}}, {"WebAuthnConfiguration": {**PASSKEYS, "Attestation": 1}}],
    ids=["block", "member"],
)


@BOTH_MODES
@UNKNOWN_SETTINGS
def test_an_unknown_setting_is_live(cell: Cell, members: Any, check: bool) -> None:
    """Refused, named, and nothing erased."""
    cell.emulator.live(cell.pool, members)
    result = cell.run(check)
    assert result["failed"]
    assert result["msg"].startswith(next(iter(members)))
    assert "botocore" in result["msg"]
    assert result["msg"].endswith("(R72).")
    assert cell.calls == READ_RATE
    assert cell.live() == {"MfaConfiguration": "OFF", **members}


@UNKNOWN_SETTINGS
def test_an_unknown_setting_appears_between_two_tries(cell: Cell, members: Any) -> None:
    cell.strike(SET, {**BUSY, "then": {"UserPoolId": cell.pool, "MfaConfiguration": "OFF", **members}})
    result = cell.run(check=False)
    assert result["failed"]
    assert result["msg"].startswith(next(iter(members)))
    assert result["msg"].endswith("(R72).")
    assert cell.calls == [*READ_RATE, SET, *READ_AGAIN]
    assert cell.live() == {"MfaConfiguration": "OFF", **members}


@pytest.mark.parametrize(
    ("error", "rule"),
    [("InvalidSmsRoleTrustRelationshipException", "E9"), ("InvalidSmsRoleAccessPolicyException", "E10")],
)
@pytest.mark.parametrize("healed", [True, False])
def test_role_propagation(cell: Cell, monkeypatch: pytest.MonkeyPatch, healed: bool, error: str, rule: str) -> None:
    """Tried until wait_timeout is over, by a clock that only pauses move."""
    now = [1000.0]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    fault = {"error": error, "message": "Role ..."}
    cell.strike(SET, fault, times=6 if healed else None, member="SmsMfaConfiguration")
    result = cell.run(check=False, wait_timeout=120)
    if healed:
        succeeded(cell, result, check=False)
        assert len(pauses) == 6
    else:
        assert failed(cell, result).endswith(f"({rule}).")
        assert 120 <= sum(pauses) < 130
    assert cell.calls == [*READ_RATE, SET] + [*READ_AGAIN, SET] * len(pauses)
    assert max(pauses) <= 10


def test_a_role_that_is_not_ours_to_wait_for(cell: Cell) -> None:
    """Waiting is for a role that this run writes."""
    cell.strike(SET, {"error": "InvalidSmsRoleTrustRelationshipException", "message": "Role ..."}, times=None)
    message = failed(cell, cell.run(check=False, sms_mfa_configuration=None))
    assert message.endswith("(E9).")
    assert cell.calls == [LIST, GET, SET]


@BOTH_MODES
def test_nothing_listens(cell: Cell, check: bool) -> None:
    message = failed(cell, cell.run(check, endpoint_url=NOWHERE))
    assert "Could not connect to the endpoint URL" in message
    assert cell.calls == [LIST] * ATTEMPTS


@BOTH_MODES
def test_no_credentials(cell: Cell, check: bool) -> None:
    message = failed(cell, cell.run(check, access_key="", secret_key="", session_token=""))
    assert "Unable to locate credentials" in message
    assert cell.calls == []


def test_a_refused_write_and_then_no_answer_to_the_read(cell: Cell) -> None:
    """The write did not take effect, so the failure to read is all there is to say."""
    cell.strike(SET, BUSY)
    cell.strike(GET, {"drop": "before"}, times=None, skip=1)
    message = failed(cell, cell.run(check=False))
    assert message.startswith("Failed to read the MFA configuration")
    assert cell.calls == [*READ_RATE, SET] + [GET] * ATTEMPTS
