# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Any answer of any JSON type and shape, to any call, by both ways of making a client, over real HTTP: one clear error or a
right result, never a traceback, and a Set that was answered so is settled by reading again."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from itertools import islice
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import module as entry_point
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import ClientFactory
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _in_process

from tests.support.modules import connection

LIST, GET, DESCRIBE, SET = "ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool", "SetUserPoolMfaConfig"
POOL = "us-east-1_EXAMPLE01"
SENDER = {"SnsCallerArn": "arn:aws:iam::123456789012:role/cognito-sms", "ExternalId": "id-1"}
OFF = {"MfaConfiguration": "OFF"}
WANTED = {
    "MfaConfiguration": "ON",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "SmsMfaConfiguration": {"SmsConfiguration": SENDER},
}
RIGHT: dict[str, Any] = {
    LIST: {"UserPools": [{"Id": POOL, "Name": "customers"}]},
    GET: {**OFF, "WebAuthnConfiguration": {"RelyingPartyId": "example.com", "UserVerification": "preferred"}},
    DESCRIBE: {
        "UserPool": {
            "Id": POOL,
            "Name": "customers",
            "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "admin_only"}]},
            "AutoVerifiedAttributes": ["email"],
            "SmsConfiguration": SENDER,
            "UserPoolTags": {"env": "prod"},
            "CreationDate": 1.5,
        }
    },
    SET: WANTED,
}
CONFIG_TASK: dict[str, Any] = {"user_pool_name": "customers", **config.to_options(WANTED)}
DEEP = 2000  # levels, more than Python's own limit
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, float("nan"), float("inf"), 10**400, "", "ON", "x" * 1000, "\ud83d", "\x00", "{{ 7 }}", "{####}",
    [], [[]], [None], [1, "a", {}], {}, {"": {}}, {"a": None}, {"__type": 1}, {"Error": 5}, {"ResponseMetadata": []},
    {"__ansible_unsafe": "x"}, {"MfaConfiguration": "ON", "mfaConfiguration": "OFF"}, {"Enabled": "yes"}, {"Id": 1},
)  # fmt: skip
SHAPES, PARTS = 2400, 4


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of an answer, the whole first."""
    yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, key))


def changed(answer: Any, path: tuple[Any, ...], value: Any) -> Any:
    """An answer with another value at a place, or without the place."""
    if not path:
        return {} if value is changed else value
    made = deepcopy(answer)
    target = made
    for key in path[:-1]:
        target = target[key]
    if value is changed:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return made


def fixed() -> Iterator[tuple[str, int, bytes]]:
    """Every strange value, and what is no JSON, in the place of every answer."""
    for call in RIGHT:
        for value in STRANGE:
            yield from ((call, status, json.dumps(value).encode()) for status in (200, 400, 500))
        for body in (
            b"",
            b"\xff",
            b"1" * 5000,
            b"[" * DEEP + b"]" * DEEP,
            b'{"a":' * DEEP + b"1" + b"}" * DEEP,
            b"<html>",
        ):
            yield call, 200, body


def bodies(part: int, parts: int) -> Iterator[tuple[str, int, bytes]]:
    """Calls with what is answered to them: status and body; without end."""
    chance = random.Random(part)
    yield from list(fixed())[part::parts]
    while True:
        call = chance.choice(list(RIGHT))
        answer = RIGHT[call]
        for _change in range(chance.choice((1, 1, 2))):
            path = chance.choice(list(places(answer)))
            more = (*path, chance.choice(("Unknown", "NextToken", ""))) if chance.random() < 0.3 else path
            value = chance.choice((*STRANGE, changed)) if more == path else chance.choice(STRANGE)
            try:
                answer = changed(answer, more, value)
            except (TypeError, KeyError, IndexError):
                continue  # there is no such place in a value that is not a dictionary
        yield call, chance.choice((200, 200, 200, 200, 400)), json.dumps(answer).encode()


class Service:
    """A service that answers one call as it is told, and the others as Cognito does.

    :ivar calls: what was asked.
    """

    def __init__(self) -> None:
        service = self
        self.odd: tuple[str, int, bytes] | None = None
        self.calls: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                call = self.headers["X-Amz-Target"].rpartition(".")[2]
                self.rfile.read(int(self.headers["Content-Length"]))
                service.calls.append(call)
                odd = service.odd if service.odd and service.odd[0] == call else None
                status, body = odd[1:] if odd else (200, json.dumps(RIGHT[call]).encode())
                head = f"HTTP/1.1 {status} x\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {len(body)}\r\n\r\n"
                self.wfile.write(head.encode() + body)

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def run(service: Service) -> Any:
    """Run a module's work with clients that live on; its result."""
    params = {
        **connection(service.endpoint),
        "profile": None,
        "validate_certs": True,
        "aws_ca_bundle": None,
        "aws_config": None,
    }
    factory = ClientFactory()
    quick = {"retries": {"total_max_attempts": 1}}

    @cache
    def client(settings: str) -> Any:
        defaults, _fixed = json.loads(settings)
        return factory.make("cognito-idp", params, defaults, quick)

    def connect(*settings: Any) -> Any:
        return client(json.dumps(settings))

    def run_work(work: Any, spec: Any, check: bool, **task: Any) -> dict[str, Any]:
        checked = _in_process.ArgumentSpecValidator(spec["argument_spec"]).validate(task)
        assert not checked.error_messages
        result = entry_point.attempt(work, {**params, **checked.validated_parameters}, connect, check)
        json.dumps(result, allow_nan=False)  # what any ansible-core can carry
        return result

    return run_work


def is_clear(message: str) -> bool:
    return "Traceback" not in message and "object has no attribute" not in message and message != ""


def judge_config(service: Service, result: dict[str, Any]) -> None:
    """A clear error, or what the task asked for, or what the service says has come of it."""
    assert service.odd is not None
    call, status, _body = service.odd
    if result.get("failed"):
        assert is_clear(result["msg"])
    else:
        assert result["mfa_config"]["mfa_configuration"] == "ON" or (call, status) == (SET, 200)
    if call == SET and SET in service.calls and status != 400 and json.dumps(result).count("answer"):
        assert service.calls[-2:] == [GET, DESCRIBE], "it was not settled by reading"
        assert "Reading again shows that it was not applied" in result["msg"]


def judge_info(result: dict[str, Any]) -> None:
    """A clear error, or the mode that the service says."""
    assert not result.get("failed") or is_clear(result["msg"])
    for pool in result.get("user_pools", []):
        assert pool["mfa_config"]["mfa_configuration"] if pool["status"] == "known" else is_clear(pool["error"])


@pytest.mark.parametrize("part", range(PARTS))
def test_any_answer_is_a_clear_error_or_a_right_result(service: Service, run: Any, part: int) -> None:
    for number, odd in enumerate(islice(bodies(part, PARTS), SHAPES // PARTS)):
        service.odd, service.calls = odd, []
        try:
            if odd[0] in (LIST, GET) and number % 2:
                judge_info(run(entry_point.gather_mfa_configs, entry_point.INFO_SPEC, False))
            else:
                check = odd[0] != SET and number % 3 == 0
                judge_config(service, run(entry_point.ensure_mfa_config, entry_point.CONFIG_SPEC, check, **CONFIG_TASK))
        except BaseException as error:
            raise AssertionError(f"answered {odd}") from error
