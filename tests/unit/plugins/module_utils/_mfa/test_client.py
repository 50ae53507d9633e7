# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client, as far as it needs no HTTP."""

from __future__ import annotations

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import client


def test_an_answer_without_a_mode_is_no_configuration() -> None:
    """R20: every answer has it, so one without it was cut short."""
    with pytest.raises(ValueError, match="incomplete"):
        client._whole({"ResponseMetadata": {}})
    assert client._whole({"MfaConfiguration": "OFF", "ResponseMetadata": {}}) == {"MfaConfiguration": "OFF"}


def test_an_empty_mode_is_no_configuration() -> None:
    with pytest.raises(ValueError, match="incomplete"):
        client._whole({"MfaConfiguration": ""})


def test_a_sentence_is_added_after_one_full_stop() -> None:
    failure = client.Failure("It failed.", "Code", "text", again=True, uncertain=True).adding("Nothing happened")
    assert str(failure) == "It failed. Nothing happened"
    assert (failure.code, failure.text, failure.again, failure.uncertain) == ("Code", "text", False, False)
