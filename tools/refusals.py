# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write docs/refusals.md, and the entries of refusals in docs/troubleshooting.md, from the rules table."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import Rule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import RULES

from tools.tables import filled

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "refusals.md"
MESSAGES = DOCS / "troubleshooting.md"

# The guides that say more about a refusal.
GUIDES = {
    "E3": "[Roll MFA out](rollout.md#3-foresee-what-cognito-refuses)",
    "E4": "[Passkeys](passkeys.md#allow-them-at-sign-in)",
    "E5": "[Email as a factor](email.md#what-comes-first)",
    "E6": "[Email as a factor](email.md#what-comes-first)",
    "E7": "[Email as a factor](email.md#what-comes-first), [Passkeys](passkeys.md#what-you-need)",
    "E15": "[Passkeys](passkeys.md#what-you-need)",
    "E23": "[Passkeys](passkeys.md#what-you-need)",
}

HEAD = """\
# What Cognito refuses, and what the module says

Made by `make refusals` from the rules table that the module itself uses; the numbers and confidences are those of
[service-behaviour.md](service-behaviour.md).

When a refusal shows: **before any write** it is judged from the request, alike in check mode and in a real run. **In check
mode** it is foretold from the pool's description, as an error if it was measured on AWS, as a warning if it was reported
only. **By the service** it is recognised in a real run, and explained in the same words. Limits of single values (E13 to E15)
are refused before any call, each naming its own option. A number leads to its entry among the
[error messages](troubleshooting.md#what-cognito-refuses), with the way out and Cognito's own words.

| Number | Confidence | Option | What is wrong | When it shows |
|---|---|---|---|---|
"""


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


def page() -> str:
    """The whole page of refusals."""
    rows = [
        f"| [{rule.id}](troubleshooting.md#{rule.id.lower()}) | {rule.confidence} | `{rule.option}` | {rule.problem} | {shows(rule)} |\n"
        for rule in ordered()
    ]
    return HEAD + "".join(rows)


def entry(rule: Rule) -> str:
    """What somebody finds who looks a message up."""
    words = " or ".join(f"`{fragment}`" for fragment in rule.fragments)
    answer = f"Cognito answers `{rule.error}`{f' with the words {words}' if words else ''}"
    guide = f" More: {GUIDES[rule.id]}." if rule.id in GUIDES else ""
    return (
        f"\n### {rule.id}\n\n> `{rule.option}`: {rule.problem}. {rule.hint} ({rule.id}).\n\n"
        f"When: {shows(rule)}. {answer if rule.recognisable else 'What Cognito answers is not recorded'} "
        f"({rule.confidence}).{guide}\n"
    )


def messages(text: str) -> str:
    """The page of error messages with the entries of the rules."""
    return filled(text, "refusals", {"rules": "".join(map(entry, ordered()))})


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    MESSAGES.write_text(messages(MESSAGES.read_text(encoding="utf-8")), encoding="utf-8")
