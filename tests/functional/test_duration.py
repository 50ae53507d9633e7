# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No run hangs: the longest one that is possible, by a clock that only timeouts and pauses move."""

from __future__ import annotations

import io
import re
from itertools import count
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session

from tests.functional.modules import Modules

ANSWERS = {"GetUserPoolMfaConfig": b'{"MfaConfiguration": "OFF"}', "DescribeUserPool": b'{"UserPool": {}}'}
SENDER = {"sns_caller_arn": "arn:aws:iam::123456789012:role/cognito-sms"}


class Raw(io.BytesIO):
    """As much of a response as botocore reads."""

    def stream(self) -> Any:
        yield self.read()


class DeadNetwork:
    """Every request runs into its timeouts; a read gets its answer at the last try, a write never."""

    def __init__(self) -> None:
        self.now = 0.0
        self.requests = 0
        self.tries = count(1)

    def send(self, session: Any, request: Any) -> AWSResponse:
        self.requests += 1
        self.now += session._timeout.connect_timeout + session._timeout.read_timeout
        operation = request.headers["X-Amz-Target"].decode().split(".")[1]
        if operation in ANSWERS and next(self.tries) == 5:
            self.tries = count(1)
            return AWSResponse(request.url, 200, {}, Raw(ANSWERS[operation]))
        raise ReadTimeoutError(endpoint_url=request.url)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    ("block", "requests"), [({}, 35), ({"sms_mfa_configuration": {"sms_configuration": SENDER}}, 65)]
)
def test_the_longest_run_is_as_documented(
    monkeypatch: pytest.MonkeyPatch, block: dict[str, Any], requests: int
) -> None:
    network = DeadNetwork()

    def send(session: Any, request: Any) -> AWSResponse:
        return network.send(session, request)

    monkeypatch.setattr(URLLib3Session, "send", send)
    monkeypatch.setattr("time.sleep", network.sleep)
    monkeypatch.setattr("time.monotonic", lambda: network.now)
    task = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}, **block}
    result = Modules("http://127.0.0.1:9").config("us-east-1_x", **task)
    assert result["failed"], result
    assert "timeout" in result["msg"]
    assert requests - 2 <= network.requests <= requests  # botocore's own quota of retries may end it a little earlier
    notes = " ".join(yaml.safe_load(user_pool_mfa_config.DOCUMENTATION)["notes"])
    stated = re.search(r"ends after at most (\d+) requests and within (\d+) minutes", notes)
    assert stated
    assert network.requests <= int(stated.group(1))
    assert network.now <= int(stated.group(2)) * 60
