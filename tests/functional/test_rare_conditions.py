# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs at once on one user pool, answers that inflate without end, and credentials that expire in the middle of a run."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import UserPools
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import normal
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import ensure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import Outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted

from tests.support.modules import Modules
from tests.support.modules import RUNNERS

TOTP = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
MANY = 300_000_000  # zeros, a third of a megabyte on the wire


def test_two_runs_at_once_say_what_the_service_answered_each(emulator: Any, cognito: Any, pool: str) -> None:
    """There is no lock in Cognito: the later write wins, and neither run is wrong about its own."""
    start = threading.Barrier(2)
    tasks = [TOTP, {**TOTP, "mfa_configuration": "OPTIONAL"}]

    def run(options: dict[str, Any]) -> Outcome:
        pools = UserPools(lambda _defaults, _fixed: emulator.client())
        start.wait()
        return ensure(pools, pool, Wanted(options))

    with ThreadPoolExecutor(2) as runs:
        outcomes = list(runs.map(run, tasks))
    live = cognito.get_user_pool_mfa_config(UserPoolId=pool)
    del live["ResponseMetadata"]
    assert normal(live) in [outcome.after for outcome in outcomes]
    assert [outcome.after["MfaConfiguration"] for outcome in outcomes] == ["ON", "OPTIONAL"]


@pytest.fixture(scope="module")
def inflating() -> Iterator[str]:
    """The address of a server whose answers are small on the wire only."""
    body = gzip.compress(bytes(MANY))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_compressed_answer_is_not_inflated(inflating: str, runner: str) -> None:
    before = time.monotonic()
    result = Modules(inflating, runner).config("us-east-1_EXAMPLE01", **TOTP)
    assert result["failed"] is True
    assert "the answer is not one that AWS gives" in result["msg"]
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("runner", RUNNERS)
def test_credentials_that_expire_between_reading_and_writing(
    emulator: Any, cognito: Any, pool: str, runner: str
) -> None:
    expired = {"error": "ExpiredTokenException", "message": "The security token included in the request is expired"}
    emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": expired, "times": None})
    result = Modules(emulator.endpoint, runner).config(pool, **TOTP)
    assert result["failed"] is True
    assert result["error"]["code"] == "ExpiredTokenException"
    assert result["msg"].startswith(f"Failed to set the MFA configuration of user pool {pool}: ExpiredTokenException")
    assert [call["operation"] for call in emulator.journal()].count("SetUserPoolMfaConfig") == 1
    emulator.heal()
    assert cognito.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == "OFF"
