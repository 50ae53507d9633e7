# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the playbooks names every variable and every figure, as they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import SEVERITIES
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import RENDERERS

from tools.pages import fleet as fleet_page

TEXT = fleet_page.PAGE.read_text(encoding="utf-8")
FOLDER = fleet_page.ROOT / "playbooks"
SOURCES = {
    name: "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / f"{name}.yml", *FOLDER.glob("tasks/*.yml")))
    for name in ("audit", "enforce")
}
SOURCES["common"] = (FOLDER / "vars" / "variables.yml").read_text(encoding="utf-8").partition("_mfa_pools_of_hosts")[2]
SPECS = {**fleet_page.AUDIT, **fleet_page.ENFORCE}


def used(pattern: str) -> set[str]:
    """The names that occur in the playbooks, but not as a part of others."""
    return {name for text in SOURCES.values() for name in re.findall(rf"(?<![\w'])({pattern})\b(?!_)", text)}


def test_the_tables_are_made_from_the_playbooks() -> None:
    assert fleet_page.page(TEXT) == TEXT, "run make pages"


def test_every_variable_that_is_used_is_documented() -> None:
    names = used(r"mfa_(?:policy|hostvars|audit|enforce)(?:_[a-z]+)*")
    assert {name for name in names if "_result" not in name} == set(SPECS)


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.get("default") not in (None, [])])
def test_a_default_is_the_one_that_is_documented(name: str) -> None:
    defaults = {
        yaml.safe_load(value) if "[" not in value else value
        for text in SOURCES.values()
        for value in re.findall(rf"\b{name} \| default\((.*?)\)", text)
    }
    default: Any = SPECS[name]["default"]
    assert {str(value) for value in defaults} == {str(default)}


def test_every_figure_is_documented() -> None:
    figures = {name for text in SOURCES.values() for name in re.findall(r"'(mfa_\w+_result_\w+)':", text)}
    documented = set(re.findall(r"`(mfa_\w+_result_\w+)`", TEXT.split("## Figures")[1].split("## Exit codes")[0]))
    assert figures == documented


def test_formats_and_severities_are_those_of_the_report() -> None:
    assert fleet_page.AUDIT["mfa_audit_formats"]["choices"] == list(RENDERERS)
    assert fleet_page.AUDIT["mfa_audit_fail_severity"]["choices"] == [*SEVERITIES, "never"]
    (play,) = yaml.safe_load((FOLDER / "audit.yml").read_text(encoding="utf-8"))
    assert list(play["vars"]["_mfa_endings"]) == list(RENDERERS)
    ranks = play["tasks"][0]["block"][-1]["vars"]["_mfa_ranks"]
    assert list(ranks) == ["never", *reversed(SEVERITIES)]
