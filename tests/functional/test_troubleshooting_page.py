# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever searches docs/troubleshooting.md for a message finds it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.messages import OTHER_SENTENCES
from tests.support.messages import sentences
from tests.support.modules import Modules
from tools.pages import refusals

POOL = "us-east-1_EXAMPLE01"
PAGE = (refusals.DOCS / "troubleshooting.md").read_text(encoding="utf-8")
# What becomes of each option of the AWS CLI, and the refusals.
TABLES = "".join((refusals.DOCS / name).read_text(encoding="utf-8") for name in ("migration.md", "refusals.md"))


def plain(text: str) -> str:
    """A text without Markdown's marks, in one line."""
    return " ".join(text.replace("`", "").replace("\\|", "|").split())


def test_every_sentence_of_the_plugins_is_on_the_page() -> None:
    known = plain(PAGE + TABLES)
    found = list(sentences())
    assert len(found) > 200
    assert [(file, text) for file, text in found if plain(text).strip(" .,:;(") not in known] == []


def test_every_other_sentence_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (refusals.DOCS.parent / "plugins").rglob("*.py"))
    assert [text for text in OTHER_SENTENCES if text not in source] == []


NOBODY = "http://127.0.0.1:1"
ONCE = {"retries": {"total_max_attempts": 1}}
NO_KEYS = {"access_key": None, "secret_key": None, "session_token": None}


@pytest.mark.parametrize(
    "options",
    [
        {"user_pool_id": POOL, "region": None},
        {"user_pool_id": POOL, "region": "us east"},
        {"user_pool_id": POOL, **NO_KEYS},
        {"user_pool_id": POOL, **NO_KEYS, "profile": "none"},
        {"user_pool_id": POOL, "secret_key": None, "session_token": None},
        {"user_pool_id": POOL, "profile": "none"},
        {"user_pool_id": POOL, "aws_config": {"none": 1}},
        {"user_pool_id": POOL, "aws_config": ONCE},
        {"user_pool_id": POOL, "endpoint_url": "127.0.0.1:1"},
        {"user_pool_id": POOL, "aws_config": {**ONCE, "proxies": {"http": "http://127.0.0.1:2"}}},
        {"user_pool_id": POOL, "user_pool_name": "customers"},
        {"purge_factors": True},
        {"user_pool_id": POOL, "mfa": True},
        {"user_pool_id": POOL, "mfa_configuration": "MAYBE"},
        {"user_pool_id": POOL, "email_mfa_configuration": {"text": "Code"}},
        {"user_pool_id": POOL, "email_mfa_configuration": {"subject": "\u200b"}},
        {"user_pool_id": POOL, "email_mfa_configuration": {"message": "Your code is "}},
        {"user_pool_id": POOL, "sms_mfa_configuration": {"sms_authentication_message": "{####}" * 30}},
        {"user_pool_id": "customers"},
    ],
    ids=repr,
)
def test_what_ansible_botocore_and_amazon_aws_say_is_on_the_page(options: dict[str, Any]) -> None:
    result = Modules(NOBODY).config(**options)
    assert result["failed"]
    assert is_on_the_page(result["msg"])


def test_what_ansible_says_of_an_unquoted_mode_in_a_filter_is_on_the_page() -> None:
    assert is_on_the_page(Modules(NOBODY).info(filters={"mfa_configuration": True})["msg"])


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        ("GetUserPoolMfaConfig", {"error": name, "message": "no"})
        for name in (
            "AccessDeniedException",
            "UnrecognizedClientException",
            "ExpiredTokenException",
            "InternalErrorException",
        )
    ]
    + [("GetUserPoolMfaConfig", {"http": 503})]
    + [("SetUserPoolMfaConfig", {"drop": "before"}), ("SetUserPoolMfaConfig", {"truncate": 5})],
    ids=repr,
)
def test_what_a_failed_call_says_is_on_the_page(pool: str, emulator: Any, operation: str, fault: Any) -> None:
    emulator.fault({"operation": operation, "fault": fault})
    if operation == "SetUserPoolMfaConfig":
        emulator.fault({"operation": "GetUserPoolMfaConfig", "skip": 1, "fault": {"http": 503}})
    options = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}, "aws_config": ONCE}
    result = Modules(emulator.endpoint).config(pool, **options)
    assert result["failed"]
    assert is_on_the_page(result["msg"])


def is_on_the_page(message: str) -> bool:
    """Whether a message is among the page's headings, where an ellipsis stands for anything."""
    headings = [heading.split("…") for heading in re.findall(r"^### `(.+)`$", PAGE, re.MULTILINE)]
    return any(
        re.search(".*".join(re.escape(part.strip()) for part in parts), message, re.DOTALL) for parts in headings
    )


def test_what_is_not_on_the_page_is_not_found() -> None:
    assert not is_on_the_page("Failed to read the MFA configuration of user pool a: the moon is full")
