# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/audit.md from the checks and controls that the module itself uses."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CHECKS
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CONTROLS

from . import insert

PAGE = Path(__file__).resolve().parents[2] / "docs" / "audit.md"


def checks() -> str:
    """The checks, their severities and their controls."""
    rows = ["| Check | Requirement | Severity | Exceptions | Controls |", "|---|---|---|---|---|"]
    for name, check in CHECKS.items():
        controls = "; ".join(f"{CONTROLS[key].framework} {CONTROLS[key].id}" for key in check.controls) or "none"
        excusable = "possible" if check.excusable else "not possible"
        rows.append(f"| `{name}` | {check.title} | {check.severity} | {excusable} | {controls} |")
    return "\n".join(rows)


def controls() -> str:
    """The controls, what they say of the mode OPTIONAL, and where."""
    rows = ["| Framework | Control | What it asks for | A pool in OPTIONAL |", "|---|---|---|---|"]
    for control in CONTROLS.values():
        optional = control.optional or "does not matter"
        rows.append(f"| {control.framework} | [{control.id}]({control.source}) | {control.requirement} | {optional} |")
    return "\n".join(rows)


def page(text: str) -> str:
    """The page with its tables."""
    return insert(insert(text, "checks", checks()), "controls", controls())
