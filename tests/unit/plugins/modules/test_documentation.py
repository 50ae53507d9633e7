# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation, argument spec, option table, README and ledger say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy import SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import client
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS
from ansible_collections.latchkey.cognito.plugins.module_utils._report import module as report_module
from ansible_collections.latchkey.cognito.plugins.module_utils._report import readiness_module
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import HOMEPAGE
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import RENDERERS
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import module as readiness_work
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import users
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import OUTCOMES
from ansible_collections.latchkey.cognito.plugins.modules import mfa_readiness_report
from ansible_collections.latchkey.cognito.plugins.modules import mfa_report
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config_info
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_readiness_info

from tests.support.audits import pool
from tests.support.audits import run

ROOT = Path(__file__).parents[4]
DOCUMENTED = yaml.safe_load(user_pool_mfa_config.DOCUMENTATION)["options"]
OPTIONS = [pytest.param(path, option, id=".".join(path)) for path, option in options.walk(options.MFA_OPTIONS)]


def documented(path: tuple[str, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {"suboptions": DOCUMENTED}
    for name in path:
        entry = entry["suboptions"][name]
    return entry


@pytest.mark.parametrize(("path", "option"), OPTIONS)
def test_an_option_is_documented_as_it_is(path: tuple[str, ...], option: options.Option) -> None:
    entry = documented(path)
    text = " ".join(entry["description"])
    assert entry["type"] == option.type
    assert entry.get("default") == option.default
    assert tuple(entry.get("choices", ())) == (
        options.MODE_CHOICES if option.choices == options.MODES else option.choices
    )
    assert list(entry.get("suboptions", {})) == list(option.suboptions)
    if option.botocore:
        assert f"Requires botocore {option.botocore} or newer." in text
    if option.placeholder:
        assert "C({####})" in text
        assert "C(!unsafe)" in text
    if option.length and path[-1] not in ("sns_caller_arn", "caller_arn", "external_id") and option.length[1] != 131072:
        assert f"{option.length[0]} to {option.length[1]} characters" in text
    if option.assumed and path != ("mfa_configuration",):
        assert f"Cognito's default is V({option.assumed})." in text


def test_info_documents_the_same_modes_and_factors() -> None:
    filters = yaml.safe_load(user_pool_mfa_config_info.DOCUMENTATION)["options"]["filters"]["suboptions"]
    assert tuple(filters["mfa_configuration"]["choices"]) == options.MODE_CHOICES
    assert filters["factors"]["choices"] == list(FACTORS)


def assert_documented(documented: dict[str, Any], spec: dict[str, Any]) -> None:
    """The options of a module and its argument spec agree, at every depth."""
    assert list(documented) == list(spec)
    for name, argument in spec.items():
        entry = documented[name]
        for key in ("type", "elements", "required", "default", "choices"):
            assert entry.get(key) == argument.get(key), (name, key)
        assert_documented(entry.get("suboptions", {}), argument.get("options", {}))


def test_the_report_documents_its_argument_spec() -> None:
    documented = yaml.safe_load(mfa_report.DOCUMENTATION)["options"]
    assert_documented(documented, report_module.REPORT_SPEC["argument_spec"])
    formats = " ".join(documented["reports"]["suboptions"]["format"]["description"])
    assert set(re.findall(r"V\((\w+)\) (?:is|has)", formats)) == set(RENDERERS)


def test_readiness_documents_its_argument_spec() -> None:
    documented = yaml.safe_load(user_pool_mfa_readiness_info.DOCUMENTATION)
    assert_documented(documented["options"], readiness_work.READINESS_SPEC["argument_spec"])
    text = json.dumps(documented)
    for number in (readiness_work.MAX_SAMPLE, readiness_work.MAX_EXAMPLES):
        assert f"At most V({number})" in text
    assert readiness_work.NEEDED_BOTOCORE in text
    assert f"At most {users.LIST_RATE} requests a second list users, {users.PAGE} per request" in text
    assert f"the factors of at most {users.FACTORS_RATE} users a second" in text


def test_the_report_of_readiness_documents_its_argument_spec() -> None:
    documented = yaml.safe_load(mfa_readiness_report.DOCUMENTATION)
    assert_documented(documented["options"], readiness_module.READINESS_REPORT_SPEC["argument_spec"])


def test_readiness_documents_its_outcomes() -> None:
    outcomes = yaml.safe_load(user_pool_mfa_readiness_info.RETURN)["readiness"]["contains"]["outcomes"]
    assert list(outcomes["sample"]) == list(OUTCOMES)
    assert set(re.findall(r"V\((\w+)\)", " ".join(outcomes["description"]))) == set(OUTCOMES)


def test_the_report_names_every_key_of_a_policy() -> None:
    text = " ".join(yaml.safe_load(mfa_report.DOCUMENTATION)["options"]["policy"]["description"])
    assert re.findall(r"C\((\w+)\)[,a ]", text) == list(SPEC)


def test_the_report_documents_its_result() -> None:
    returned = yaml.safe_load(mfa_report.RETURN)
    model = run([pool("OFF")])
    found = model["findings"][0]
    assert list(returned["summary"]["contains"]) == list(model["summary"])
    assert list(returned["findings"]["contains"]) == list(found)
    assert list(returned["summary"]["contains"]["pools"]["sample"]) == list(model["summary"]["pools"])
    sample = {name: entry["sample"] for name, entry in returned["findings"]["contains"].items()}
    assert list(sample["pool"]) == list(found["pool"])
    assert sample["evidence"] == {"expected": ["ON"], "actual": "OPTIONAL"}
    task = run([pool("OPTIONAL", "EMAIL_OTP")])["findings"][0]["remediation"]
    assert sample["remediation"] == task
    assert list(returned["remediations"]["contains"]) == list(report_module._remediation(model["pools"][0]))


def test_the_readme_lists_the_botocore_versions() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path, option in options.walk(options.MFA_OPTIONS):
        if option.botocore:
            assert f"| {option.botocore} | `{'.'.join(path)}` |" in readme


def test_the_ledger_has_the_versions_and_limits() -> None:
    ledger = (ROOT / "docs" / "service-behaviour.md").read_text(encoding="utf-8")
    for _path, option in options.walk(options.MFA_OPTIONS):
        if option.botocore:
            assert f"**{option.botocore}**" in ledger


def test_the_documented_number_of_attempts() -> None:
    notes = " ".join(yaml.safe_load(user_pool_mfa_config.DOCUMENTATION)["notes"])
    assert f"for {client.READ_ATTEMPTS} attempts in total by default" in notes


def test_reports_lead_to_the_collections_home() -> None:
    assert yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["homepage"] == HOMEPAGE
