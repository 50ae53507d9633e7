# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of the playbooks names every variable and every figure, as they are."""

from __future__ import annotations

import re

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import SEVERITIES
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.module import ENFORCE_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import RENDERERS
from ansible_collections.latchkey.cognito.plugins.module_utils._report.module import REPORT_SPEC

from tests.support.modules import report as report_module
from tools.pages import fleet as fleet_page

TEXT = fleet_page.PAGE.read_text(encoding="utf-8")
FOLDER = fleet_page.ROOT / "playbooks"
SOURCES = {
    name: "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / f"{name}.yml", *FOLDER.glob("tasks/*.yml")))
    for name in ("audit", "enforce")
}
SOURCES["common"] = (FOLDER / "vars" / "variables.yml").read_text(encoding="utf-8").partition("\n_mfa_hosts:")[2]
OPTIONS = {**REPORT_SPEC["argument_spec"], **ENFORCE_SPEC["argument_spec"]}
SPECS = {**fleet_page.AUDIT, **fleet_page.ENFORCE}


def used(pattern: str) -> set[str]:
    """The names that occur in the playbooks, but not as a part of others."""
    return {name for text in SOURCES.values() for name in re.findall(rf"(?<![\w'])({pattern})\b(?!_)", text)}


def test_the_tables_are_made_from_the_playbooks() -> None:
    assert fleet_page.page(TEXT) == TEXT, "run make pages"


def test_every_variable_that_is_used_is_documented() -> None:
    names = used(r"mfa_(?:policy|hostvars|audit|enforce)(?:_[a-z]+)*") - {"mfa_enforce"}  # the module
    assert {name for name in names if "_result" not in name} == set(SPECS)


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.get("default") not in (None, [])])
def test_a_default_is_the_one_that_is_documented(name: str) -> None:
    """Where the playbook omits the option, the module's."""
    values = {value for text in SOURCES.values() for value in re.findall(rf"\b{name} \| default\((.*?)\)", text)}
    option = name.removeprefix("mfa_audit_").removeprefix("mfa_enforce_")
    defaults = {
        str(OPTIONS[option]["default"] if value == "omit" else value if "[" in value else yaml.safe_load(value))
        for value in values
    }
    assert defaults == {str(SPECS[name]["default"])}


def test_every_figure_is_documented() -> None:
    report = report_module([{"user_pool_id": "us-east-1_a"}], policy={})
    figures = {f"mfa_audit_result_{name}" for name in report["figures"]}
    nothing = outcome.RunState([], {}, {}, {}, False)
    figures |= {f"mfa_enforce_result_{name}" for name in ("status", *outcome.figures([], nothing))}
    documented = set(re.findall(r"`(mfa_\w+_result_\w+)`", TEXT.split("## Figures")[1].split("## Exit codes")[0]))
    assert {name for name in documented if "readiness" not in name} == figures


def test_formats_and_severities_are_those_of_the_report() -> None:
    assert fleet_page.AUDIT["mfa_audit_formats"]["choices"] == list(RENDERERS)
    assert fleet_page.AUDIT["mfa_audit_fail_severity"]["choices"] == [*SEVERITIES, "never"]
