# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of refusals is the rules table."""

from __future__ import annotations

import re

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import RULES

from tools.pages import refusals

# Refusals of section 11 that answer CreateUserPool or UpdateUserPool only, and one that is another wording.
OTHERS = {"E2b", "E17", "E18", "E19", "E20"}


def test_the_page_is_made_from_the_table() -> None:
    text = refusals.PAGE.read_text(encoding="utf-8")
    assert refusals.page(text) == text, "run make pages"
    assert re.findall(r"^## ([ER]\d+)$", text, re.MULTILINE) == [rule.id for rule in refusals.ordered()]
    assert refusals.GUIDES.keys() <= {rule.id for rule in RULES}


def test_every_refusal_that_can_reach_set_has_a_row() -> None:
    ledger = (refusals.PAGE.parent / "service-behaviour.md").read_text(encoding="utf-8")
    rejections = set(re.findall(r"^\| (E\d+b?) \|", ledger, re.M))
    assert rejections - OTHERS == {rule.id for rule in RULES if rule.id.startswith("E")}
