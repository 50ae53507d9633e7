# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a server: start and stop, faults, journal, listing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.exceptions import ConnectionClosedError
from botocore.exceptions import ReadTimeoutError

from tests.emulator import server
from tests.emulator.server import Emulator
from tests.emulator.server import Remote

ROOT = Path(__file__).parents[2]
GET, SET = "GetUserPoolMfaConfig", "SetUserPoolMfaConfig"
TOTP_ON: Any = {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}


@pytest.mark.parametrize("command", [["tests/emulator"], ["-m", "tests.emulator"]])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_on_a_free_port_and_stops_cleanly(command: list[str], number: int, tmp_path: Path) -> None:
    port_file = tmp_path / "endpoint"
    arguments = [sys.executable, *command, "--port-file", str(port_file), "--switch", "U2=kept", "--lifetime", "60"]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        endpoint = process.stdout.readline().strip()
        assert port_file.read_text(encoding="utf-8") == endpoint
        remote = Remote(endpoint)
        remote.client().list_user_pools(MaxResults=1)
        assert [call["operation"] for call in remote.journal()] == ["ListUserPools"]
        process.send_signal(number)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "", "")


def test_it_starts_with_user_pools() -> None:
    command = [
        sys.executable,
        "tests/emulator",
        "--lifetime",
        "60",
        "--pool",
        "customers",
        "--pool",
        "staff=us-east-1_EXAMPLE02",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        client = Remote(process.stdout.readline().strip()).client()
        pools = {pool["Name"]: pool["Id"] for pool in client.list_user_pools(MaxResults=10)["UserPools"]}
        staff = client.describe_user_pool(UserPoolId="us-east-1_EXAMPLE02")["UserPool"]
        process.terminate()
    assert list(pools) == ["customers", "staff"]
    assert pools["staff"] == staff["Id"] == staff["Arn"].rpartition("/")[2] == "us-east-1_EXAMPLE02"


def test_a_wrong_switch_on_the_command_line() -> None:
    command = [sys.executable, "tests/emulator", "--switch", "U2=maybe"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "U2=maybe: ('dropped', 'kept')" in done.stderr


def test_latency() -> None:
    with Emulator(latency=0.2) as slow:
        cognito = slow.client()
        began = time.monotonic()
        cognito.list_user_pools(MaxResults=1)
        assert time.monotonic() - began >= 0.2


def test_latency_until_a_reset(emulator: Any, cognito: Any) -> None:
    def seconds() -> float:
        began = time.monotonic()
        cognito.list_user_pools(MaxResults=1)
        return time.monotonic() - began

    emulator.latency(1000)
    assert seconds() >= 1
    emulator.reset()
    assert min(seconds() for _try in range(3)) < 1


def test_emulators_of_one_process_have_switches_of_their_own(cognito: Any, make_pool: Any, emulator: Any) -> None:
    """They share moto's pools, and nothing else."""
    pool = make_pool()
    emulator.switch(U5="refused")
    idle: Any = {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": False}}
    with Emulator() as second:
        assert second.client().set_user_pool_mfa_config(UserPoolId=pool, **idle)["MfaConfiguration"] == "ON"
        with pytest.raises(ClientError, match="must be enabled"):
            cognito.set_user_pool_mfa_config(UserPoolId=pool, **idle)
        assert [call["error"] for call in second.journal()] == [None]


def test_it_ends_with_its_lifetime() -> None:
    done = subprocess.run(
        [sys.executable, "tests/emulator", "--lifetime", "0.1"], cwd=ROOT, check=True, capture_output=True
    )
    assert done.stdout.startswith(b"http://127.0.0.1:")


def test_a_wrong_switch_is_refused(emulator: Any) -> None:
    for wrong in ({"U2": "maybe"}, {"Unknown": "kept"}):
        with pytest.raises(OSError, match="400"):
            emulator.switch(**wrong)


class TestFaults:
    @pytest.fixture
    def pool(self, make_pool: Any, emulator: Any) -> str:
        pool_id: str = make_pool()
        emulator.clear()
        return pool_id

    def test_an_error_a_number_of_times(self, cognito: Any, emulator: Any, pool: str) -> None:
        fault = {"error": "TooManyRequestsException", "message": "Rate exceeded"}
        emulator.fault({"operation": GET, "skip": 1, "times": 2, "fault": fault})
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)
        for _time in range(2):
            with pytest.raises(cognito.exceptions.TooManyRequestsException, match="Rate exceeded"):
                cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert [call["error"] for call in emulator.journal()] == [None, *["TooManyRequestsException"] * 2, None]

    def test_an_error_for_ever_until_healed(self, cognito: Any, emulator: Any, pool: str) -> None:
        emulator.fault({"operation": "*", "fault": {"error": "InternalErrorException", "status": 500}})
        for _time in range(3):
            with pytest.raises(cognito.exceptions.InternalErrorException) as caught:
                cognito.describe_user_pool(UserPoolId=pool)
            assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
        emulator.heal()
        assert cognito.describe_user_pool(UserPoolId=pool)

    def test_only_where_it_is_meant(self, cognito: Any, emulator: Any, pool: str, make_pool: Any) -> None:
        other = make_pool()
        error = {"error": "AccessDeniedException", "message": "no"}
        emulator.fault({"operation": GET, "user_pool_id": other, "fault": error})
        emulator.fault({"operation": SET, "member": "SmsMfaConfiguration", "fault": error})
        emulator.fault({"operation": "ListUserPools", "region": "eu-west-1", "fault": error})
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
        assert cognito.list_user_pools(MaxResults=1)
        for call in (
            lambda: cognito.get_user_pool_mfa_config(UserPoolId=other),
            lambda: cognito.set_user_pool_mfa_config(UserPoolId=pool, SmsMfaConfiguration={}),
            lambda: emulator.client(region="eu-west-1").list_user_pools(MaxResults=1),
        ):
            with pytest.raises(ClientError, match="AccessDenied"):
                call()

    @pytest.mark.parametrize("status", [500, 503])
    def test_a_bare_status(self, cognito: Any, emulator: Any, pool: str, status: int) -> None:
        emulator.fault({"operation": GET, "times": 1, "fault": {"http": status}})
        with pytest.raises(ClientError) as caught:
            cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status

    @pytest.mark.parametrize(("when", "mode"), [("before", "OFF"), ("after", "ON")])
    def test_a_dropped_connection(self, cognito: Any, emulator: Any, pool: str, when: str, mode: str) -> None:
        emulator.fault({"operation": SET, "times": 1, "fault": {"drop": when}})
        with pytest.raises(ConnectionClosedError):
            cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == mode
        assert [call["applied"] for call in emulator.journal()] == [when == "after", True]

    def test_an_answer_cut_short(self, cognito: Any, emulator: Any, pool: str) -> None:
        """botocore does not notice: the answer it returns has no member."""
        emulator.fault({"operation": SET, "times": 1, "fault": {"truncate": 12}})
        assert cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON).keys() == {"ResponseMetadata"}
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == "ON"

    @pytest.mark.parametrize(("apply", "mode"), [("before", "ON"), ("after", "OFF")])
    def test_a_slow_answer(self, emulator: Any, cognito: Any, pool: str, apply: str, mode: str) -> None:
        impatient = boto3.Session("a", "b", region_name="us-east-1").client(
            "cognito-idp",
            endpoint_url=emulator.endpoint,
            config=Config(read_timeout=1, retries={"total_max_attempts": 1}),
        )
        emulator.fault({"operation": SET, "times": 1, "fault": {"delay": 3, "apply": apply}})
        with pytest.raises(ReadTimeoutError):
            impatient.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
        assert cognito.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == mode

    def test_another_writer(self, cognito: Any, emulator: Any, pool: str) -> None:
        other = {"UserPoolId": pool, "WebAuthnConfiguration": {"RelyingPartyId": "other.example"}}
        fault = {"error": "ConcurrentModificationException", "message": "busy", "then": other}
        emulator.fault({"operation": SET, "times": 1, "fault": fault})
        with pytest.raises(cognito.exceptions.ConcurrentModificationException):
            cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
        live = cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert live["WebAuthnConfiguration"]["RelyingPartyId"] == "other.example"

    def test_another_writer_of_the_pool(self, cognito: Any, emulator: Any, pool: str) -> None:
        request = {"update": {"UserPoolId": pool, "DeletionProtection": "ACTIVE"}}
        emulator.fault({"operation": GET, "times": 1, "fault": {"then": request}})
        cognito.get_user_pool_mfa_config(UserPoolId=pool)
        assert cognito.describe_user_pool(UserPoolId=pool)["UserPool"]["DeletionProtection"] == "ACTIVE"


def test_the_journal_says_who_asked_what(emulator: Any, make_pool: Any, cognito: Any) -> None:
    pool = make_pool()
    emulator.clear()
    with pytest.raises(ClientError):
        cognito.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="ON")
    assert emulator.journal() == [
        {
            "seq": 1,
            "operation": SET,
            "region": "us-east-1",
            "account": "123456789012",
            "access_key_id": "AKIAEXAMPLEEXAMPLE00",
            "user_pool_id": pool,
            "request": {"UserPoolId": pool, "MfaConfiguration": "ON"},
            "status": 400,
            "error": "InvalidParameterException",
            "fault": None,
            "applied": False,
        }
    ]


def test_pages_of_130_pools(emulator: Any, cognito: Any) -> None:
    ids = emulator.pools(130, template={"UserPoolTier": "PLUS"}, mfa=TOTP_ON)
    pages = list(cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 60}))
    assert [len(page["UserPools"]) for page in pages] == [60, 60, 10]
    assert sorted(pool["Id"] for page in pages for pool in page["UserPools"]) == sorted(ids)
    assert cognito.get_user_pool_mfa_config(UserPoolId=ids[-1])["MfaConfiguration"] == "ON"


@pytest.mark.parametrize("size", [61, 1000])
def test_a_page_has_60_pools_at_most(cognito: Any, size: int) -> None:
    """R77."""
    with pytest.raises(cognito.exceptions.InvalidParameterException, match=r"'maxResults' .* less than or equal to 60"):
        cognito.list_user_pools(MaxResults=size)


@pytest.mark.parametrize("token", ["bogus", "bm9uZQ=="])
def test_a_token_that_nobody_gave(cognito: Any, token: str) -> None:
    with pytest.raises(cognito.exceptions.InvalidParameterException):
        cognito.list_user_pools(MaxResults=1, NextToken=token)


@pytest.mark.parametrize("gone", [0, 2, 3])
def test_a_pool_deleted_between_pages_hides_no_other(emulator: Any, cognito: Any, gone: int) -> None:
    ids = emulator.pools(6)
    first = cognito.list_user_pools(MaxResults=3)
    cognito.delete_user_pool(UserPoolId=ids[gone])
    second = cognito.list_user_pools(MaxResults=3, NextToken=first["NextToken"])
    assert [pool["Id"] for pool in first["UserPools"]] == ids[:3]
    assert [pool["Id"] for pool in second["UserPools"]] == [pool_id for pool_id in ids[3:] if pool_id != ids[gone]]


def test_listing_says_what_describing_says(cognito: Any, make_pool: Any) -> None:
    described = cognito.describe_user_pool(UserPoolId=make_pool(PoolName="customers"))["UserPool"]
    (listed,) = cognito.list_user_pools(MaxResults=60)["UserPools"]
    assert listed["Name"] == "customers"
    for member in listed.keys() - {"LambdaConfig"}:
        assert listed[member] == described[member]


@pytest.fixture
def other_account(emulator: Any) -> Any:
    """A client under a role of another account."""
    role = "arn:aws:iam::222233334444:role/audit"
    given = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="audit")["Credentials"]
    session = boto3.Session(
        given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], region_name="us-east-1"
    )
    return session.client(
        "cognito-idp", endpoint_url=emulator.endpoint, config=Config(retries={"total_max_attempts": 1}, proxies={})
    )


class TestAccounts:
    """A role of another account sees that account's pools."""

    def test_pools(self, emulator: Any, cognito: Any, make_pool: Any, other_account: Any) -> None:
        mine = make_pool()
        theirs = other_account.create_user_pool(PoolName="theirs")["UserPool"]
        assert theirs["Arn"].split(":")[4] == "222233334444"
        assert [pool["Id"] for pool in other_account.list_user_pools(MaxResults=60)["UserPools"]] == [theirs["Id"]]
        with pytest.raises(other_account.exceptions.ResourceNotFoundException):
            other_account.get_user_pool_mfa_config(UserPoolId=mine)
        assert [call["account"] for call in emulator.journal()] == ["123456789012", *["222233334444"] * 3]

    @pytest.mark.parametrize(
        ("service", "operation", "arguments"),
        [
            ("sts", "AssumeRole", {"RoleArn": "arn:aws:iam::222233334444:role/audit", "RoleSessionName": "audit"}),
            ("ec2", "DescribeRegions", {}),
        ],
    )
    def test_faults_strike_other_services(
        self, emulator: Any, service: str, operation: str, arguments: dict[str, str]
    ) -> None:
        client = emulator.client(service)
        call = getattr(client, xform_name(operation))
        fault = {"error": "AccessDenied", "message": "<not you>", "status": 403}
        emulator.fault({"operation": operation, "account": "123456789012", "times": 1, "fault": fault})
        with pytest.raises(ClientError) as caught:
            call(**arguments)
        assert caught.value.response["Error"]["Code"] == "AccessDenied"
        assert caught.value.response["Error"]["Message"] == "<not you>"
        call(**arguments)
        assert [(call["operation"], call["error"]) for call in emulator.other_calls()] == [
            (operation, "AccessDenied"),
            (operation, None),
        ]
        assert emulator.journal() == []
        emulator.clear()
        assert emulator.other_calls() == []

    def test_a_fault_of_one_account_spares_the_others(self, emulator: Any, cognito: Any, other_account: Any) -> None:
        fault = {"error": "AccessDeniedException"}
        emulator.fault({"operation": "ListUserPools", "account": "222233334444", "fault": fault})
        cognito.list_user_pools(MaxResults=1)
        with pytest.raises(ClientError):
            other_account.list_user_pools(MaxResults=1)

    def test_bulk_creation_and_live(self, emulator: Any, other_account: Any) -> None:
        (pool,) = emulator.pools(1, account="222233334444", mfa=TOTP_ON)
        emulator.live(pool, {"WebAuthnConfiguration": {"RelyingPartyId": "a.example"}}, account="222233334444")
        live = other_account.get_user_pool_mfa_config(UserPoolId=pool)
        assert live["WebAuthnConfiguration"] == {"RelyingPartyId": "a.example"}
        assert live["MfaConfiguration"] == "ON"

    def test_another_writer_is_of_the_same_account(self, emulator: Any, other_account: Any) -> None:
        (pool,) = emulator.pools(1, account="222233334444")
        emulator.fault({"operation": GET, "times": 1, "fault": {"then": {"UserPoolId": pool, **TOTP_ON}}})
        assert other_account.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == "ON"

    def test_quotas_are_of_the_account(self, emulator: Any, cognito: Any, make_pool: Any) -> None:
        """R76: another key of the same account does not get round them."""
        pool = make_pool()
        emulator.switch(quotas="on")
        second_key = boto3.Session("AKIAEXAMPLEEXAMPLE01", "b", region_name="us-east-1").client(
            "cognito-idp", endpoint_url=emulator.endpoint, config=Config(retries={"total_max_attempts": 1}, proxies={})
        )
        for client in (cognito, second_key):
            client.get_user_pool_mfa_config(UserPoolId=pool)
        assert list(emulator._server.app.buckets) == [("123456789012", "us-east-1", "UserPoolResourceRead")]


def test_the_journal_has_no_secrets(emulator: Any, cognito: Any, make_pool: Any) -> None:
    pool = make_pool()
    cognito.admin_create_user(UserPoolId=pool, Username="me", TemporaryPassword="Secret-1234")
    cognito.admin_set_user_password(UserPoolId=pool, Username="me", Password="Secret-5678")
    requests = [call["request"] for call in emulator.journal()][1:]
    assert [request["UserPoolId"] for request in requests] == [pool, pool]
    assert "Secret" not in str(requests)


def test_a_fault_that_is_used_up_has_no_times_left(emulator: Any, cognito: Any) -> None:
    emulator.fault({"operation": "*", "times": 1, "fault": {"http": 500}})
    for _time in range(3):
        with suppress(ClientError):
            cognito.list_user_pools(MaxResults=1)
    assert [rule["times"] for rule in emulator._call("GET", "faults")] == [0]


def test_a_role_that_takes_time_to_be_known(emulator: Any, cognito: Any, make_pool: Any) -> None:
    """E9 and E10 until IAM has propagated (R62), only where an SMS block is written."""
    pool = make_pool()
    error = {"error": "InvalidSmsRoleTrustRelationshipException", "message": "Role does not have a trust relationship"}
    emulator.fault({"operation": SET, "member": "SmsMfaConfiguration", "times": 2, "fault": error})
    assert cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
    role = "arn:aws:iam::123456789012:role/cognito-sms"
    sms = {"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": role, "ExternalId": "id"}}}
    for _time in range(2):
        with pytest.raises(cognito.exceptions.InvalidSmsRoleTrustRelationshipException):
            cognito.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="ON", **sms)
    assert cognito.set_user_pool_mfa_config(UserPoolId=pool, MfaConfiguration="ON", **sms)


def test_regions_have_their_own_pools(emulator: Any, make_pool: Any) -> None:
    make_pool()
    assert emulator.client(region="eu-west-1").list_user_pools(MaxResults=60)["UserPools"] == []
    assert emulator.client(region="eu-wset-1").list_user_pools(MaxResults=60)["UserPools"] == []


def test_unknown_members_live_until_a_set_leaves_them_out(emulator: Any, make_pool: Any, cognito: Any) -> None:
    pool = make_pool()
    emulator.live(pool, {"PushMfaConfiguration": {"Level": 3}})
    raw: list[bytes] = []
    cognito.meta.events.register(
        "before-parse.cognito-identity-provider.GetUserPoolMfaConfig",
        lambda response_dict, **_rest: raw.append(response_dict["body"]),
    )
    cognito.get_user_pool_mfa_config(UserPoolId=pool)
    cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON)
    cognito.get_user_pool_mfa_config(UserPoolId=pool)
    assert [b"PushMfaConfiguration" in body for body in raw] == [True, False]


def test_unknown_members_deep_inside_live_beside_the_known_ones(emulator: Any, make_pool: Any, cognito: Any) -> None:
    pool = make_pool()
    role = "arn:aws:iam::123456789012:role/cognito-sms"
    sms = {"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": role, "ExternalId": "id"}}}
    cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON, **sms)
    emulator.live(pool, {"SmsMfaConfiguration": {"Carrier": 1, "SmsConfiguration": {"Channel": {"Name": "x"}}}})
    emulator.live(pool, {"SoftwareTokenMfaConfiguration": {"Digits": 8}})
    raw: list[Any] = []
    cognito.meta.events.register(
        "before-parse.cognito-identity-provider.GetUserPoolMfaConfig",
        lambda response_dict, **_rest: raw.append(json.loads(response_dict["body"])),
    )
    known = cognito.get_user_pool_mfa_config(UserPoolId=pool)
    assert known["SmsMfaConfiguration"] == sms["SmsMfaConfiguration"]
    assert raw[0]["SmsMfaConfiguration"] == {
        "Carrier": 1,
        "SmsConfiguration": {"SnsCallerArn": role, "ExternalId": "id", "Channel": {"Name": "x"}},
    }
    assert raw[0]["SoftwareTokenMfaConfiguration"] == {"Enabled": True, "Digits": 8}
    cognito.set_user_pool_mfa_config(UserPoolId=pool, **TOTP_ON, **sms)
    cognito.get_user_pool_mfa_config(UserPoolId=pool)
    assert raw[1] == {**TOTP_ON, **sms}


def test_quotas(emulator: Any, make_pool: Any, cognito: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """R76: 20 reads a second, by a clock of our own."""
    now = [0.0]
    monkeypatch.setattr(server, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pool = make_pool()
    emulator.switch(quotas="on")

    def accepted(calls: int) -> int:
        count = 0
        for _call in range(calls):
            with suppress(cognito.exceptions.TooManyRequestsException):
                cognito.get_user_pool_mfa_config(UserPoolId=pool)
                count += 1
        return count

    assert accepted(25) == 20
    now[0] += 0.5
    assert accepted(25) == 10
    emulator.switch(quotas="off")
    assert accepted(25) == 25
