# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""mfa_enforce: what every fault at every call makes of it, both ways of running; interruption; roles and quotas."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import module as entry_point
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params

from tests.emulator.server import Emulator
from tests.functional.test_faults import CRASHED
from tests.functional.test_faults import DENIED
from tests.functional.test_faults import EXPIRED
from tests.functional.test_faults import THROTTLED
from tests.support.inventories import MAIN
from tests.support.inventories import OTHER
from tests.support.inventories import role
from tests.support.modules import connection
from tests.support.modules import IN_PROCESS
from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.modules import SECRET_KEY
from tests.support.pools import recovery

GET, DESCRIBE, SET, ASSUME = "GetUserPoolMfaConfig", "DescribeUserPool", "SetUserPoolMfaConfig", "AssumeRole"
TOTP: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
MAIL = "ann.private@example.com"
ANN = {"username": "ann", "attributes": {"email": MAIL}}
BOB = {"username": "bob", "attributes": {"email": MAIL, "phone_number": "+15550100123"}}
ON: Any = {"MfaConfiguration": "ON", **TOTP}
OFF = {"mfa_configuration": "OFF"}


@pytest.fixture(params=RUNNERS)
def modules(emulator: Emulator, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


def entries(modules: Modules, **more: Any) -> list[dict[str, Any]]:
    """What the info module says of the region's user pools, with more keys for each."""
    pools = modules.info()["user_pools"]
    return [{**pool, **more} for pool in pools]


def figures(result: dict[str, Any]) -> dict[str, Any]:
    """Status and counts, without those that are 0."""
    return {"status": result["status"], **{name: count for name, count in result["summary"].items() if count}}


def written(emulator: Emulator) -> list[str]:
    """The accounts that wrote, a call each."""
    return [call["account"] for call in emulator.journal() if call["operation"] == SET]


def test_look_write_and_look_again(modules: Modules, emulator: Emulator) -> None:
    off, on = emulator.pools(2), emulator.pools(1, mfa=ON)
    pools = entries(modules)
    emulator.clear()
    checked = modules.enforce(pools, check=True)
    assert figures(checked) == {"status": "planned", "pools": 3, "planned": 2, "changed": 2}
    assert written(emulator) == []
    done = modules.enforce(pools)
    assert figures(done) == {"status": "enforced", "pools": 3, "planned": 2, "changed": 2}
    assert (done["changed"], done.get("failed")) == (True, None)
    outcomes = {pool["user_pool_id"]: (pool["changed"], pool["failed"], pool["msg"]) for pool in done["pools"]}
    assert outcomes == {
        **dict.fromkeys(off, (True, False, "Changed")),
        on[0]: (False, False, "Already complies with the policy"),
    }
    for before, after in zip(checked["pools"], done["pools"], strict=True):
        assert before["diff"] == after["diff"]
    again = modules.enforce(entries(modules))
    assert figures(again) == {"status": "enforced", "pools": 3}
    assert again["changed"] is False
    stale = modules.enforce(pools)
    assert figures(stale) == {"status": "stopped", "pools": 3, "planned": 2, "refused": 2}
    assert len(written(emulator)) == 2


@pytest.mark.parametrize("fault", [DENIED, EXPIRED, {"truncate": 15}, {"http": 200}], ids=str)
@pytest.mark.parametrize("call", [GET, DESCRIBE])
def test_what_cannot_be_looked_at_keeps_everything_as_it_is(
    modules: Modules, emulator: Emulator, call: str, fault: Any
) -> None:
    """But for a description that is denied: then what check mode cannot verify is a warning."""
    emulator.pools(3)
    pools = entries(modules)
    first = pools[1]["user_pool_id"]
    emulator.fault({"operation": call, "user_pool_id": first, "fault": fault})
    emulator.clear()
    result = modules.enforce(pools)
    assert SECRET_KEY not in str(result)
    if (call, fault) == (DESCRIBE, DENIED):
        assert figures(result) == {"status": "enforced", "pools": 3, "planned": 3, "changed": 3}
        return
    assert figures(result) == {"status": "stopped", "pools": 3, "planned": 3, "refused": 1, "remaining": 2}
    (bad,) = (pool for pool in result["pools"] if pool["failed"])
    assert bad["user_pool_id"] == first
    assert bad["msg"].startswith("Failed to ")
    assert f"{first}: {bad['msg']}" in result["msg"]
    assert written(emulator) == []


@pytest.mark.parametrize(
    "fault", [THROTTLED, CRASHED, {"drop": "before"}, {"drop": "after"}, {"truncate": 15}], ids=str
)
@pytest.mark.parametrize("call", [GET, DESCRIBE, SET])
def test_what_passes_is_tried_again(
    modules: Modules, emulator: Emulator, call: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read that is cut short is not repeated: it stops the whole, and nothing is written."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    emulator.pools(2)
    pools = entries(modules)
    emulator.fault({"operation": call, "user_pool_id": pools[0]["user_pool_id"], "fault": fault, "times": 1})
    result = modules.enforce(pools)
    cut = "truncate" in fault and call != SET
    assert result["status"] == ("stopped" if cut else "enforced"), result["msg"]
    assert result["summary"]["changed"] == (0 if cut else 2)


@pytest.mark.parametrize("fault", [DENIED, EXPIRED, {"error": "InvalidParameterException", "message": "no"}], ids=str)
def test_a_write_that_fails_ends_it_after_its_batch(modules: Modules, emulator: Emulator, fault: Any) -> None:
    emulator.pools(5)
    pools = sorted(entries(modules), key=lambda pool: str(pool["user_pool_id"]))
    emulator.fault({"operation": SET, "user_pool_id": pools[2]["user_pool_id"], "fault": fault})
    result = modules.enforce(pools, batches=[1, 2])
    assert figures(result) == {"status": "failed", "pools": 5, "planned": 5, "changed": 2, "failed": 1, "remaining": 2}
    assert result["failed"] is True
    live = {pool["user_pool_id"]: pool["mfa_config"] for pool in entries(modules)}
    for pool in result["pools"]:
        assert (live[pool["user_pool_id"]] != OFF) is pool["changed"]
    emulator.clear()
    rest = modules.enforce(entries(modules), max_fail_percentage=50)
    assert figures(rest) == {"status": "failed", "pools": 5, "planned": 3, "changed": 2, "failed": 1}


def test_security_is_not_lowered_unless_told(modules: Modules, emulator: Emulator) -> None:
    """One refusal keeps every user pool as it is."""
    emulator.pools(1)
    sender = {"SnsCallerArn": f"arn:aws:iam::{MAIN}:role/sms", "ExternalId": "id"}
    sms = {"SmsMfaConfiguration": {"SmsConfiguration": sender}}
    (both,) = emulator.pools(1, prefix="both", mfa={**ON, **sms})
    pools = entries(modules)
    emulator.clear()
    result = modules.enforce(pools, policy={"forbidden_factors": ["SMS_MFA"]})
    assert figures(result) == {"status": "stopped", "pools": 2, "planned": 2, "refused": 1, "remaining": 1}
    assert f"{both}: allow_downgrade is False: This lowers security. Factors are removed: SMS_MFA" in result["msg"]
    assert written(emulator) == []


def test_a_refusal_of_the_service_is_predicted(modules: Modules, emulator: Emulator) -> None:
    emulator.pools(1)
    first = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}
    emulator.pools(1, template={"Policies": first})
    pools = entries(modules)
    emulator.clear()
    result = modules.enforce(pools)
    assert figures(result) == {"status": "stopped", "pools": 2, "planned": 2, "refused": 1, "remaining": 1}
    assert "(E3)." in result["msg"]
    assert written(emulator) == []


def test_each_works_by_its_own_credentials(modules: Modules, emulator: Emulator) -> None:
    mine, theirs = emulator.pools(1)[0], emulator.pools(1, account=OTHER)[0]
    config: Any = {"status": "known", "mfa_config": OFF, "factors": []}
    pools = [
        {"user_pool_id": mine, "account_id": MAIN, **config},
        {"user_pool_id": theirs, "account_id": OTHER, **config},
    ]
    accounts = [{"account_id": OTHER, "role_arn": role(OTHER)}]
    emulator.clear()
    done = modules.enforce(pools, accounts=accounts)
    assert figures(done) == {"status": "enforced", "pools": 2, "planned": 2, "changed": 2}
    assert sorted(written(emulator)) == sorted([MAIN, OTHER])


@pytest.mark.parametrize("fault", [DENIED, EXPIRED, {"http": 503}], ids=str)
def test_a_role_that_cannot_be_assumed(
    modules: Modules, emulator: Emulator, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    emulator.pools(2)
    mine, theirs = entries(modules)
    emulator.fault({"operation": ASSUME, "fault": fault})
    emulator.clear()
    result = modules.enforce([mine, {**theirs, "role_arn": role(OTHER)}])
    assert figures(result) == {"status": "stopped", "pools": 2, "planned": 2, "refused": 1, "remaining": 1}
    assert f"Failed to assume the role {role(OTHER)}" in result["msg"]
    assert written(emulator) == []


def test_a_role_is_assumed_again_before_its_credentials_expire(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """botocore renews what lasts for less than ten minutes; here every look at them is such a moment."""
    from botocore.credentials import RefreshableCredentials  # noqa: PLC0415

    modules = Modules(emulator.endpoint)
    emulator.pools(2)
    pools = entries(modules, role_arn=role(MAIN))
    monkeypatch.setattr(RefreshableCredentials, "_advisory_refresh_timeout", 10**6)
    monkeypatch.setattr(RefreshableCredentials, "_mandatory_refresh_timeout", 10**6)
    emulator.clear()
    assert modules.enforce(pools)["status"] == "enforced"
    assert len(emulator.other_calls()) > 2


def params(emulator: Emulator, pools: Any) -> Params:
    """The parameters of a task, as either way of running hands them over."""
    defaults = {name: argument.get("default") for name, argument in entry_point.ENFORCE_SPEC["argument_spec"].items()}
    rest = {"profile": None, "aws_config": None, "validate_certs": True, "aws_ca_bundle": None}
    return {**defaults, **rest, **connection(emulator.endpoint), "pools": pools, "policy": {}}


class Timeout(Exception):
    """What ends a task that takes too long."""


def test_an_interruption_lets_writes_end_and_says_what_was_done(emulator: Emulator) -> None:
    def end(_signal: int, _frame: Any) -> None:
        raise Timeout

    emulator.pools(6)
    pools = entries(Modules(emulator.endpoint, IN_PROCESS))
    emulator.fault({"operation": SET, "fault": {"delay": 0.6, "apply": "after"}})
    said: list[str] = []
    before = signal.signal(signal.SIGALRM, end)
    try:
        watch = threading.Thread(target=_signal_at_first_write, args=(emulator,))
        watch.start()
        with pytest.raises(Timeout):
            entry_point.enforce_policy({**params(emulator, pools), "batches": [2]}, None, False, said.append)
    finally:
        signal.signal(signal.SIGALRM, before)
        watch.join()
    emulator.heal()
    changed = [pool["user_pool_id"] for pool in entries(Modules(emulator.endpoint)) if pool["mfa_config"] != OFF]
    assert 1 <= len(changed) < 6
    assert said[-1].startswith("Interrupted: changed ")
    assert all(pool_id in said[-1] for pool_id in changed)
    time.sleep(0.8)
    later = [pool["user_pool_id"] for pool in entries(Modules(emulator.endpoint)) if pool["mfa_config"] != OFF]
    assert later == changed, "something was written after the interruption"


def _signal_at_first_write(emulator: Emulator) -> None:
    while not any(call["operation"] == SET for call in emulator.journal()):
        time.sleep(0.02)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


@pytest.fixture
def roll_out(emulator: Emulator) -> dict[str, str]:
    """User pools: of a user with two addresses; of one whose only address recovers, too (D5); the same where MFA is ON."""
    optional: Any = {**ON, "MfaConfiguration": "OPTIONAL"}
    ready, locked = emulator.pools(2, prefix="optional", mfa=optional, template=recovery("verified_email"))
    (on,) = emulator.pools(1, prefix="on", mfa=ON, template=recovery("verified_email"))
    for pool_id, users in ((ready, [BOB]), (locked, [ANN]), (on, [ANN])):
        emulator.users(pool_id, users=users)
    return {"ready": ready, "locked": locked, "on": on}


def test_who_would_be_locked_out_keeps_a_user_pool_from_on(
    modules: Modules, emulator: Emulator, roll_out: dict[str, str]
) -> None:
    pools = entries(modules)
    emulator.clear()
    checked = modules.enforce(pools, require_readiness="locked_out", check=True)
    assert figures(checked) == {"status": "planned", "pools": 3, "planned": 2, "changed": 1, "left_out": 1}
    assert written(emulator) == []
    surveyed = {call["user_pool_id"] for call in emulator.journal() if call["operation"] == "ListUsers"}
    assert surveyed == {roll_out["ready"], roll_out["locked"]}
    done = modules.enforce(pools, require_readiness="locked_out")
    assert figures(done) == {"status": "enforced", "pools": 3, "planned": 2, "changed": 1, "left_out": 1}
    (line,) = (pool for pool in done["pools"] if pool["user_pool_id"] == roll_out["locked"])
    assert (line["changed"], line["failed"], line["diff"]) == (False, False, None)
    assert line["msg"].startswith(
        "Left out, since users would be locked out: 1 of 1. The user's only address, email, is"
    )
    assert f"{roll_out['locked']}: {line['msg']}" in done["msg"]
    assert MAIL not in str(done)
    assert figures(modules.enforce(entries(modules)))["changed"] == 1, "by default, nobody is asked"


@pytest.mark.parametrize("fault", [DENIED, EXPIRED, {"truncate": 15}, {"http": 200}], ids=str)
@pytest.mark.parametrize("call", ["ListUsers", DESCRIBE])
def test_whose_users_cannot_be_read_is_left_out(
    modules: Modules, emulator: Emulator, roll_out: dict[str, str], call: str, fault: Any
) -> None:
    pools = entries(modules)
    emulator.fault({"operation": call, "user_pool_id": roll_out["ready"], "fault": fault})
    result = modules.enforce(pools, require_readiness="locked_out")
    if call == DESCRIBE and fault != DENIED:  # which looking needs as well
        assert figures(result)["status"] == "stopped"
        return
    assert figures(result) == {"status": "enforced", "pools": 3, "planned": 2, "left_out": 2}
    (line,) = (pool for pool in result["pools"] if pool["user_pool_id"] == roll_out["ready"])
    assert line["msg"].startswith(
        "Left out, since not all users could be read, and some might be locked out: Failed to "
    )


def test_factors_may_tell_that_nobody_is_locked_out(
    modules: Modules, emulator: Emulator, roll_out: dict[str, str]
) -> None:
    with_app = {
        "username": "bob",
        "attributes": {"email": MAIL},
        "authenticator": True,
        "settings": ["SOFTWARE_TOKEN_MFA"],
    }
    emulator.users(roll_out["ready"], users=[with_app])
    pools = entries(modules)
    by_attributes = modules.enforce(pools, require_readiness="locked_out", check=True)
    assert figures(by_attributes)["left_out"] == 2
    read = {"read_factors": "auth_factors", "require_readiness": "unknown"}
    assert figures(modules.enforce(pools, **read)) == {
        "status": "enforced",
        "pools": 3,
        "planned": 2,
        "changed": 1,
        "left_out": 1,
    }


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"batches": ["few"]}, "batches is 'few': it is neither a number of user pools nor a percentage."),
        ({"policy": {"mode": "ON"}}, "The policy is not valid: unknown key mode"),
        ({"policy": None, "policy_file": "/nowhere/policy.yml"}, "/nowhere/policy.yml"),
        ({"accounts": [{"account_id": MAIN}, {"account_id": MAIN}]}, "accounts: an account is named twice."),
        ({"batches": []}, "batches is []: no size is named. Write 20 or 10%, or leave the option out."),
        ({"batches": [20, None]}, "batches is 'null': it is neither a number of user pools nor a percentage."),
        ({"max_fail_percentage": -1}, "max_fail_percentage is -1: this is not a percentage. Write 0 to 100."),
        ({"max_fail_percentage": 101}, "max_fail_percentage is 101: this is not a percentage. Write 0 to 100."),
        # What YAML 1.1 makes of 012345670123, and of 012345678901 after a filter
        (
            {"accounts": [{"account_id": 0o12345670123}]},
            "accounts.account_id is '1402433619': this is not the ID of an",
        ),
        (
            {"accounts": [{"account_id": 12345678901}]},
            "is '12345678901': this is not the ID of an account. Quote its twelve",
        ),
        ({"accounts": [{"account_id": ""}]}, "accounts.account_id is '': this is not the ID of an account."),
        ({"accounts": [{"account_id": f"{MAIN}\n"}]}, "this is not the ID of an account."),
    ],
)
def test_one_clear_error(modules: Modules, emulator: Emulator, options: Any, problem: str) -> None:
    emulator.pools(1)
    pools = entries(modules)
    emulator.clear()
    result = modules.enforce(pools, **options)
    assert result["failed"] is True
    assert problem in result["msg"]
    assert emulator.journal() == []


def test_an_account_of_a_pool_that_is_none(modules: Modules, emulator: Emulator) -> None:
    """Else the task's own credentials would write it, in place of its account's role."""
    emulator.pools(1)
    (pool,) = entries(modules)
    for account_id in (12345678901, "1", [MAIN], {}):
        accounts = [{"account_id": OTHER, "role_arn": role(OTHER)}]
        result = modules.enforce([{**pool, "account_id": account_id}], accounts=accounts)
        assert result["msg"].startswith(f"pools.account_id is {str(account_id)!r}: this is not the ID of an account.")
    assert modules.enforce([{**pool, "account_id": 123456789012}], accounts=[{"account_id": MAIN}])["changed"]


def test_an_empty_role_is_none(modules: Modules, emulator: Emulator) -> None:
    emulator.pools(1)
    empty = {"account_id": MAIN, "role_arn": "", "profile": ""}
    assert modules.enforce(entries(modules), role_arn="", accounts=[empty])["changed"]


def test_reasons_have_the_order_of_the_pools(modules: Modules, emulator: Emulator) -> None:
    """Not that in which threads were ready."""
    emulator.pools(8)
    pools = entries(modules)
    emulator.fault(
        {
            "operation": "GetUserPoolMfaConfig",
            "fault": {"error": "InternalErrorException", "message": "x"},
            "times": None,
        }
    )
    result = modules.enforce(pools, aws_config={"retries": {"total_max_attempts": 1}})
    named = [result["msg"].find(f" {pool['user_pool_id']}: ") for pool in pools]
    assert named[:5] == sorted(named[:5])
    assert named[5:] == [-1] * 3


def test_the_quotas_are_kept(emulator: Emulator) -> None:
    """Not one refusal, where the emulator refuses what is too fast (R76)."""
    emulator.pools(40)
    pools = entries(Modules(emulator.endpoint))
    emulator.switch(quotas="on")
    emulator.clear()
    start = time.monotonic()
    assert Modules(emulator.endpoint).enforce(pools)["status"] == "enforced"
    assert time.monotonic() - start < 8  # 40 descriptions and 40 writes, at 15 a second each
    assert all(call.get("status", 200) == 200 for call in emulator.journal())
