# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write docs/refusals.md from the rules table."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.latchkey.cognito.plugins.module_utils._rules import Rule
from ansible_collections.latchkey.cognito.plugins.module_utils._rules import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "refusals.md"

HEAD = """\
# What Cognito refuses, and what the module says

Made by `make refusals` from the rules table that the module itself uses; the numbers and confidences are those of
[service-behaviour.md](service-behaviour.md).

When a refusal shows: **before any write** it is judged from the request, alike in check mode and in a real run. **In check
mode** it is foretold from the pool's description, as an error if it was measured on AWS, as a warning if it was reported
only. **By the service** it is recognised in a real run, and explained in the same words. Limits of single values (E13 to E15)
are refused before any call, each naming its own option.

| Number | Confidence | Option | What is wrong | The way out | When it shows |
|---|---|---|---|---|---|
"""


def shows(rule: Rule) -> str:
    """When a rule's refusal reaches the user."""
    times = []
    if rule.refuses or rule.id in ("E13", "E14", "E15"):
        times.append("before any write")
    if rule.predicts:
        times.append("in check mode, " + ("an error" if rule.confidence == "MEASURED" else "a warning"))
    if rule.recognisable:
        times.append("by the service")
    return "; ".join(times) or "by the service, in its own words"


def page() -> str:
    """The whole page."""
    rows = [
        f"| {rule.id} | {rule.confidence} | `{rule.option}` | {rule.says} | {rule.way_out} | {shows(rule)} |\n"
        for rule in sorted(RULES, key=lambda rule: (rule.id[0], int(rule.id[1:])))
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
