# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No run hangs: the longest one that is possible, by a clock that only timeouts and pauses move."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import LIST_PAGE
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session

from tests.support.modules import Modules
from tests.support.modules import RUNNERS

SET = "SetUserPoolMfaConfig"
ANSWERS: dict[str, Any] = {
    "GetUserPoolMfaConfig": {"MfaConfiguration": "OFF"},
    "DescribeUserPool": {"UserPool": {}},
    "ListUserPools": {"UserPools": [{"Id": "us-east-1_x", "Name": "customers"}]},
}
NOT_YET = {"__type": "InvalidSmsRoleTrustRelationshipException", "message": "Role ..."}
TASK = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
SMS = {"sms_mfa_configuration": {"sms_configuration": {"sns_caller_arn": "arn:aws:iam::123456789012:role/cognito-sms"}}}
WAIT_TIMEOUT = 120  # the default

STATED = re.compile(
    r"ends within (?P<requests>\d+) requests and (?P<minutes>\d+) minutes, plus O\(wait_timeout\); "
    r"O\(user_pool_name\) adds up to (?P<page>\d+) minutes for every (?P<pools>\d+) user pools in the region"
)


class Raw(io.BytesIO):
    """As much of a response as botocore reads."""

    def stream(self) -> Any:
        yield self.read()


class SlowNetwork:
    """Every request runs into its timeouts; a read gets its answer at the last try, a write never.

    :arg role: for how many seconds from the first write on the network is fast, and Cognito cannot use the role.
    """

    def __init__(self, role: float) -> None:
        self.now = 0.0
        self.requests = 0
        self.role = role
        self.first_write: float | None = None
        self.tries = count(1)

    def send(self, session: Any, request: Any) -> AWSResponse:
        self.requests += 1
        operation = request.headers["X-Amz-Target"].decode().split(".")[1]
        if operation == SET and self.first_write is None:
            self.first_write = self.now
        if self.first_write is not None and self.now < self.first_write + self.role:
            return self.answer(request, *((400, NOT_YET) if operation == SET else (200, ANSWERS[operation])))
        self.now += session._timeout.connect_timeout + session._timeout.read_timeout
        if operation in ANSWERS and next(self.tries) == 5:
            self.tries = count(1)
            return self.answer(request, 200, ANSWERS[operation])
        raise ReadTimeoutError(endpoint_url=request.url)

    def answer(self, request: Any, status: int, content: Any) -> AWSResponse:
        return AWSResponse(request.url, status, {}, Raw(json.dumps(content).encode()))

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def stated() -> dict[str, int]:
    """The bounds in the documentation."""
    found = STATED.search(" ".join(yaml.safe_load(user_pool_mfa_config.DOCUMENTATION)["notes"]))
    assert found
    return {name: int(number) for name, number in found.groupdict().items()}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., SlowNetwork]:
    """Run a task that fails in the end; what it took."""

    def take_time(runner: str, role: float = 0, **task: Any) -> SlowNetwork:
        network = SlowNetwork(role)

        def send(session: Any, request: Any) -> AWSResponse:
            return network.send(session, request)

        monkeypatch.setattr(URLLib3Session, "send", send)
        monkeypatch.setattr("time.sleep", network.sleep)
        monkeypatch.setattr("time.monotonic", lambda: network.now)
        monkeypatch.setattr("random.uniform", lambda _least, most: most)
        result = Modules("http://127.0.0.1:9", runner).config(**{**TASK, **task})
        assert result["failed"], result
        assert "timeout" in result["msg"]
        return network

    return take_time


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(("block", "requests"), [({}, 35), (SMS, 65)], ids=["without SMS", "with SMS"])
def test_the_longest_run_is_as_documented(
    run: Any, stated: dict[str, int], runner: str, block: dict[str, Any], requests: int
) -> None:
    network = run(runner, user_pool_id="us-east-1_x", **block)
    assert requests - 2 <= network.requests <= requests  # botocore's own quota of retries may end it a little earlier
    assert network.requests <= stated["requests"]
    assert network.now <= stated["minutes"] * 60


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_longest_wait_for_a_role_is_as_documented(run: Any, stated: dict[str, int], runner: str) -> None:
    """The network fails as soon as there is no time left to wait for the role."""
    network = run(runner, role=WAIT_TIMEOUT, user_pool_id="us-east-1_x", **SMS)
    assert network.now > run(runner, user_pool_id="us-east-1_x", **SMS).now + WAIT_TIMEOUT  # the longest of all
    assert network.now <= WAIT_TIMEOUT + 60 * stated["minutes"]


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_longest_search_for_a_name_is_as_documented(run: Any, stated: dict[str, int], runner: str) -> None:
    by_id, by_name = run(runner, user_pool_id="us-east-1_x"), run(runner, user_pool_name="customers")
    assert by_name.requests == by_id.requests + 5
    assert by_name.now <= by_id.now + stated["page"] * 60
    assert stated["pools"] == LIST_PAGE
