# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of audits is the policy's schema, the checks and the model, and its example runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CHECKS
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import SEVERITIES
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy import SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._report.formats import RENDERERS
from ansible_collections.latchkey.cognito.plugins.module_utils._report.html import MAX_LENGTH

from tests.support.audits import SCHEMA
from tools.pages import audit as audit_page

TEXT = audit_page.PAGE.read_text(encoding="utf-8")
POLICY = TEXT.split("## The policy")[1].split("## Checks")[0]
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
    for cells in (line.strip("|").split("|") for line in POLICY.splitlines() if line.startswith("| `"))
}


def keys(spec: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a policy but the checks below severities, which all have the same values."""
    for name, argument in spec.items():
        yield above + name, argument
        if name != "severities":
            yield from keys(argument.get("options", {}), f"{above}{name}.")


def test_the_tables_are_made_from_the_checks_and_controls() -> None:
    assert audit_page.page(TEXT) == TEXT, "run make pages"


def words(default: Any) -> list[str]:
    """A default as the page has it: words in code, or none."""
    if default is None:
        return []
    if isinstance(default, list):
        return default
    return [str(default).lower() if isinstance(default, bool) else default]


@pytest.mark.parametrize(("key", "argument"), list(keys(SPEC)), ids=[key for key, _argument in keys(SPEC)])
def test_a_key_of_the_policy_is_documented_as_it_is(key: str, argument: dict[str, Any]) -> None:
    values, default, meaning = ROWS[key]
    if key == "severities":
        values = "dictionary"  # of checks, see below
    choices = argument.get("choices", ["true", "false"] if argument["type"] == "bool" else [])
    assert meaning.endswith(".")
    assert [value for value in re.findall(r"`([\w-]+)`", values) if value != "YYYY-MM-DD"] == choices
    given = argument.get("default")
    assert (default == "required") is argument.get("required", False)
    assert (default == "none") is (given == [])
    assert re.findall(r"`([^`]+)`", default) == words(given) or (default == "all of them" and given == choices)


def test_severities_are_documented() -> None:
    values = re.findall(r"`(\w+)`", ROWS["severities"][0])
    assert values == [*CHECKS, *SEVERITIES]


def test_no_key_is_documented_that_there_is_not() -> None:
    assert list(ROWS) == [key for key, _argument in keys(SPEC)]


def test_every_format_and_every_member_of_the_model_is_documented() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", TEXT.split("## Reports")[1].split("## The model")[0], re.M) == [
        "html", "json", "csv", "junit", "sarif",
    ]  # fmt: skip
    assert {"html", "json", "csv", "junit", "sarif"} == set(RENDERERS)
    members = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", TEXT.split("## The model")[1], re.M)))
    assert sorted(members) == sorted(SCHEMA.schema["properties"])
    assert f"more than {MAX_LENGTH} characters" in TEXT


def test_links_lead_somewhere() -> None:
    for target in re.findall(r'(?:\]\(|src=")([\w./-]+\.\w+)', TEXT):
        assert (audit_page.PAGE.parent / target).is_file(), target
    for name in re.findall(r'srcset="([^"]+)"', TEXT):
        assert (audit_page.PAGE.parent / name).is_file(), name


def test_the_example_runs(play: Any, tmp_path: Path) -> None:
    """In check mode, against one pool without MFA: the reports are there, and the last task fails."""
    example = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert example
    shutil.copy(audit_page.PAGE.parent / "policy.example.yml", tmp_path / "policy.yml")
    code, output = play(example[1], "--check")
    assert code == 2, output
    assert "1 user pools fail, 0 are unknown" in output
    assert (tmp_path / "mfa.html").is_file()
    assert (tmp_path / "mfa.sarif").is_file()
