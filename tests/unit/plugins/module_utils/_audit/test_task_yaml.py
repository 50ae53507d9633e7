# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task as YAML: whatever it holds, it reads back as it was written."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import task_yaml as tasks
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=30)


@given(st.dictionaries(st.sampled_from(["subject", "message", "relying_party_id"]), TEXTS | st.booleans(), min_size=1))
def test_a_task_reads_back_as_it_was_written(members: dict[str, Any]) -> None:
    text = tasks.task("A task", {"a": members, "b": {}})
    loader = yaml.SafeLoader
    unsafe = {"!unsafe": lambda reader, node: reader.construct_scalar(node)}
    read = yaml.load(text, type("Loader", (loader,), {"yaml_constructors": {**loader.yaml_constructors, **unsafe}}))
    assert read == [{"name": "A task", "latchkey.cognito.user_pool_mfa_config": {"a": members, "b": {}}}]
    marked = [
        isinstance(value, str) and any(mark in value for mark in ("{{", "{%", "{#")) for value in members.values()
    ]
    assert text.count(": !unsafe ") >= sum(marked)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ON", '"ON"'),
        ("off", '"off"'),
        ("Yes", '"Yes"'),
        ("n", '"n"'),
        ("true", '"true"'),
        ("null", '"null"'),
        ("no-body", "no-body"),
        ("required", "required"),
        ("us-east-1_Ab9", "us-east-1_Ab9"),
        ("a.example", "a.example"),
        ("9lives", '"9lives"'),
        ("a b", '"a b"'),
        ("a\n", '"a\\n"'),
        ("żółć", '"żółć"'),
        ("", '""'),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        ({}, "{}"),
        ("{{ 1 }}", '!unsafe "{{ 1 }}"'),
        ("a {% b %}", '!unsafe "a {% b %}"'),
        ("{####}", '!unsafe "{####}"'),
        ("{ # }", '"{ # }"'),
        ("a\n{{ 1 }}", '!unsafe "a\\n{{ 1 }}"'),
        ("#jinja2:variable_start_string:'[['\n[[ 1 ]]", "!unsafe \"#jinja2:variable_start_string:'[['\\n[[ 1 ]]\""),
        ("# a comment", '"# a comment"'),
    ],
)
def test_a_value(value: Any, text: str) -> None:
    head = "- name: A task\n  latchkey.cognito.user_pool_mfa_config:\n"
    assert tasks.task("A task", {"a": value}) == f"{head}    a: {text}\n"
    assert tasks.task("A task", {"a": {"b": value}}) == f"{head}    a:\n      b: {text}\n"
