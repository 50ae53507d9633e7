# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entries of docs/refusals.md, from the rules table."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import INVALID_PARAMETER
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import Rule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import RULES
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.refusals import Row
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.refusals import ROWS

from . import insert

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "refusals.md"

# The guides that say more about a refusal.
GUIDES = {
    "E3": "[Roll MFA out](rollout.md#3-check-what-cognito-would-refuse)",
    "E4": "[Passkeys](passkeys.md#allow-them-at-sign-in)",
    "E5": "[Email as a factor](email.md#what-it-requires)",
    "E6": "[Email as a factor](email.md#what-it-requires)",
    "E7": "[Email as a factor](email.md#what-it-requires), [Passkeys](passkeys.md#what-you-need)",
    "E15": "[Passkeys](passkeys.md#what-you-need)",
    "E23": "[Passkeys](passkeys.md#what-you-need)",
}


def shows(rule: Rule) -> str:
    """When a rule's refusal reaches the user."""
    times = []
    if rule.refuses or rule.id in ("E13", "E14", "E15"):
        times.append("before any write")
    if rule.applies_to_pool:
        times.append("in check mode, " + ("an error" if rule.confidence == "MEASURED" else "a warning"))
    if rule.recognisable:
        times.append("by the service")
    return "; ".join(times) or "by the service, in its own words"


def ordered() -> list[Rule]:
    """The rules by their numbers."""
    return sorted(RULES, key=lambda rule: (rule.id[0], int(rule.id[1:])))


def entry(rule: Rule) -> str:
    """What somebody finds who looks a refusal up."""
    words = " or ".join(f"`{fragment}`" for fragment in rule.fragments)
    answer = f"Cognito answers `{rule.error}`{f' with the words {words}' if words else ''}"
    guide = f" More: {GUIDES[rule.id]}." if rule.id in GUIDES else ""
    return (
        f"\n## {rule.id}\n\n> `{rule.option}`: {rule.problem}. {rule.hint} ({rule.id}).\n\n"
        f"When: {shows(rule)}. {answer if rule.recognisable else 'What Cognito answers is not recorded'} "
        f"({rule.confidence}).{guide}\n"
    )


def prerequisite(row: Row) -> str:
    """What somebody finds who looks a refusal of user_pool_mfa_prerequisites up."""
    times = ["before any call writes, whatever the user pool"] if row.refuses else []
    if row.applies:
        times.append("before any write, an error" if row.confidence == "MEASURED" else "in check mode, a warning")
    words = " or ".join(f"`{fragment}`" for fragment in row.fragments)
    if words or row.error != INVALID_PARAMETER:
        times.append(f"by the service, which answers `{row.error}`{f' with the words {words}' if words else ''}")
    return (
        f"\n> `{row.option}`: {row.problem}. {row.hint} ({row.id}).\n\nWhen: {'; '.join(times)} ({row.confidence}).\n"
    )


def page(text: str) -> str:
    """The page with an entry for each rule of either module."""
    made = insert(text, "rules", "".join(map(entry, ordered())))
    return insert(made, "prerequisites", "".join(map(prerequisite, ROWS)))
