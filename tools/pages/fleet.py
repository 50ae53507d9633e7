# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/fleet.md from the playbooks' own specification of their variables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from . import insert

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fleet.md"
SPECS: dict[str, Any] = yaml.safe_load((ROOT / "playbooks" / "vars" / "variables.yml").read_text(encoding="utf-8"))

COMMON = SPECS["_mfa_common_variables"]
AUDIT = SPECS["_mfa_audit_variables"]
READINESS = {**SPECS["_mfa_readiness_variables"], **SPECS["_mfa_readiness_host_variables"]}
ENFORCE = {**SPECS["_mfa_enforce_variables"], **SPECS["_mfa_enforce_host_variables"]}


def table(variables: dict[str, Any]) -> str:
    """A row for each variable."""
    rows = ["| Variable | Values | Default | What it is |", "|---|---|---|---|"]
    rows += [
        f"| `{name}` | {_values(spec)} | {_default(spec)} | {_marked(spec['description'])} |"
        for name, spec in variables.items()
    ]
    return "\n".join(rows)


def _values(spec: dict[str, Any]) -> str:
    kind = {"str": "text", "path": "path", "dict": "dictionary", "bool": "`true`, `false`", "int": "number"}
    kind["raw"] = "number or percentage, or a list of them"
    choices = ", ".join(f"`{choice}`" for choice in spec.get("choices", []))
    if spec["type"] == "list":
        return f"list of {choices or 'texts'}"
    return choices or kind[spec["type"]]


def _default(spec: dict[str, Any]) -> str:
    default = spec.get("default")
    if default in (None, "", []):
        return "none"
    words = default if isinstance(default, list) else [str(default).lower() if isinstance(default, bool) else default]
    return ", ".join(f"`{word}`" for word in words)


def _marked(text: str) -> str:
    """Ansible's marks as those of Markdown."""
    return re.sub(r"[CM]\((.+?)\)", r"`\1`", text)


def page(text: str) -> str:
    """The page with its tables."""
    specs = {"common": COMMON, "audit": _without(COMMON, AUDIT), "enforce": _without(COMMON, ENFORCE)}
    specs["readiness"] = _without(COMMON, READINESS)
    for name, variables in specs.items():
        text = insert(text, name, table(variables))
    return text


def _without(some: dict[str, Any], all_of_them: dict[str, Any]) -> dict[str, Any]:
    return {name: spec for name, spec in all_of_them.items() if name not in some}
