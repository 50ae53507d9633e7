# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Task timeouts and interruptions: they end a task that waits for an answer within a second, whatever it waits for."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _in_process

from tests.support.modules import IN_PROCESS
from tests.support.modules import Modules

TOTP = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}


class TaskTimeout(BaseException):
    """As ansible-core's."""


@contextmanager
def interrupted(seconds: float) -> Iterator[None]:
    """Interrupt the main thread after some seconds, by the signal of task timeouts; it has to end within a second."""

    def interrupt(_signal: int, _frame: Any) -> None:
        raise TaskTimeout

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    start = time.monotonic()
    try:
        with pytest.raises(TaskTimeout):
            yield
        assert time.monotonic() - start < seconds + 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(_in_process.display, "warning", lines.append)
    return lines


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    "task",
    [
        lambda modules: modules.info(),
        lambda modules: modules.info(user_pool_ids=["us-east-1_EXAMPLE01", "us-east-1_EXAMPLE02"]),
        lambda modules: modules.config("us-east-1_EXAMPLE01", **TOTP),
        lambda modules: modules.config(user_pool_name="customers", check=True, **TOTP),
    ],
    ids=["list", "read many", "read one", "find"],
)
def test_a_timeout_while_reading(silent: str, warned: list[str], task: Callable[[Modules], Any]) -> None:
    with interrupted(0.7):
        task(Modules(silent, IN_PROCESS))
    assert warned == []


def test_a_timeout_while_pausing_between_reads(emulator: Any, pool: str, warned: list[str]) -> None:
    emulator.fault({"operation": "GetUserPoolMfaConfig", "fault": {"http": 503}, "times": None})
    with interrupted(0.3):
        Modules(emulator.endpoint, IN_PROCESS).config(pool, aws_config={"retries": {"total_max_attempts": 20}}, **TOTP)
    assert warned == []


@pytest.mark.parametrize("applied", [True, False])
def test_a_timeout_while_writing_says_what_is_not_known_and_the_next_run_settles_it(
    emulator: Any, cognito: Any, pool: str, warned: list[str], applied: bool
) -> None:
    modules = Modules(emulator.endpoint, IN_PROCESS)
    fault = {"delay": 3, "apply": "before"} if applied else {"delay": 3, "drop": "before"}
    emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": fault, "times": 1})
    with interrupted(1.0):
        modules.config(pool, **TOTP)
    assert warned == [
        f"The task was interrupted while it set the MFA configuration of user pool {pool}. Whether that was applied is not "
        "known: run the task again, which reads first"
    ]
    emulator.heal()
    assert modules.config(pool, **TOTP)["changed"] is not applied
    assert cognito.get_user_pool_mfa_config(UserPoolId=pool)["MfaConfiguration"] == "ON"


def test_an_interruption_after_a_failed_write_says_nothing_of_it(emulator: Any, pool: str, warned: list[str]) -> None:
    """While it pauses before the next try, nothing is on its way."""
    throttled = {"error": "TooManyRequestsException", "message": "Rate exceeded"}
    emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": throttled, "times": None})
    with interrupted(0.8):
        Modules(emulator.endpoint, IN_PROCESS).config(pool, aws_config={"retries": {"total_max_attempts": 50}}, **TOTP)
    assert warned == []


def test_a_timeout_of_a_task_ends_it(silent: str, play: Any) -> None:
    """As ansible-core does it, in a worker."""
    playbook = f"""
- hosts: localhost
  gather_facts: false
  tasks:
    - name: Read many
      latchkey.cognito.user_pool_mfa_config_info:
        user_pool_ids: [us-east-1_EXAMPLE01, us-east-1_EXAMPLE02]
        endpoint_url: {silent}
      timeout: 2
      ignore_errors: true
      register: read
    - name: Set one
      latchkey.cognito.user_pool_mfa_config:
        user_pool_id: us-east-1_EXAMPLE01
        mfa_configuration: "OFF"
        endpoint_url: {silent}
      timeout: 2
      ignore_errors: true
      register: written
    - ansible.builtin.assert:
        that: [read is failed, written is failed, read.timedout.period == 2, written.timedout.period == 2]
"""
    start = time.monotonic()
    status, output = play(playbook)
    assert status == 0, output
    assert time.monotonic() - start < 30
