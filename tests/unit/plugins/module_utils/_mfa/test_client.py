# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The I/O room, as far as it needs no HTTP."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import client as api


def test_an_answer_without_a_mode_is_no_configuration() -> None:
    """R20: every answer has it, so one without it was cut short."""
    with pytest.raises(ValueError, match="incomplete"):
        api._whole({"ResponseMetadata": {}})
    assert api._whole({"MfaConfiguration": "OFF", "ResponseMetadata": {}}) == {"MfaConfiguration": "OFF"}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"a'])
def test_an_answer_that_is_no_object_is_incomplete(body: bytes) -> None:
    with pytest.raises(ValueError, match="incomplete"):
        api._keep_unknown(SimpleNamespace(status_code=200, content=body), {})


def test_a_sentence_is_added_after_one_full_stop() -> None:
    failure = api.Failure("It failed.", "Code", "text", again=True, uncertain=True).adding("Nothing happened")
    assert str(failure) == "It failed. Nothing happened"
    assert (failure.code, failure.text, failure.again, failure.uncertain) == ("Code", "text", False, False)


class Clock:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.now += seconds


@pytest.mark.parametrize("rate", [api.READ_RATE, api.DESCRIBE_RATE])
def test_a_pace_is_that_of_the_quota(monkeypatch: pytest.MonkeyPatch, rate: int) -> None:
    """R76: so many a second, and after a pause at most those of half a second at once."""
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    limiter = api.RateLimiter(rate)
    for _round in range(2):
        begin, turns = clock.now, []
        for _request in range(10 * rate):
            limiter.wait()
            turns.append(clock.now - begin)
        assert sum(turn == 0 for turn in turns) == rate // 2 + 1
        assert turns[-1] == pytest.approx(10 - 0.5 - 1 / rate)
        clock.now += 60
