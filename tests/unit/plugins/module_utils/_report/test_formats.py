# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports for programs: valid, complete, and texts are nothing but texts in them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import summary
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import CHECKS
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import SEVERITIES
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import visible
from ansible_collections.latchkey.cognito.plugins.module_utils._report import formats as reports
from hypothesis import given
from hypothesis import strategies as st

from tests.support.audits import HOSTILE
from tests.support.audits import hostile
from tests.support.audits import ID
from tests.support.audits import pool
from tests.support.audits import run
from tests.support.audits import SCHEMA
from tests.support.audits import unreadable

SARIF_SCHEMA = json.loads((Path(__file__).parents[4] / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
SARIF = jsonschema.Draft7Validator(SARIF_SCHEMA)
RULES: dict[str, Any] = {
    "severities": {"mode": "critical"},
    "exceptions": [
        {"user_pool_id": "us-east-1_b", "checks": ["mode"], "reason": "Release 5", "expires": "2027-03-31"},
        {"user_pool_id": "us-east-1_gone", "reason": "Once", "expires": "2026-01-01"},
    ],
}
POOLS = [
    pool("OPTIONAL", "SMS_MFA", pool_id="us-east-1_a", account_id="123456789012", user_pool_name="staff"),
    pool("OFF", pool_id="us-east-1_b"),
    unreadable("us-east-1_c"),
    pool("ON", "EMAIL_OTP", pool_id="us-east-1_d"),
]
HOSTILE_TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


def written(text: str) -> bytes:
    """As it is written into a file."""
    return text.encode("utf-8", "backslashreplace")


def outcomes(model: Any) -> Counter[str]:
    return Counter(map(summary.outcome, model["findings"]))


class TestJson:
    def test_it_is_the_model(self) -> None:
        model = run(POOLS, **RULES)
        assert json.loads(reports.to_json(model)) == model
        for each in (model, run([]), hostile('\u2028\n\t"')):
            assert reports.to_json(each) == json.dumps(each, indent=2, ensure_ascii=False) + "\n"

    def test_people_can_read_it(self) -> None:
        text = reports.to_json(run([pool(user_pool_name="żółć")]))
        assert text.startswith('{\n  "schema_version": "1.0",\n  "title": "An audit",\n')
        assert text.endswith("\n}\n")
        assert '"user_pool_name": "żółć"' in text

    @HOSTILE_TEXTS
    def test_texts(self, text: str) -> None:
        model = hostile(text)
        read = json.loads(written(reports.to_json(model)))
        assert read == model
        SCHEMA.validate(read)


class TestCsv:
    @staticmethod
    def read(model: Any) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(written(reports.to_csv(model)).decode(), newline="")))

    def test_one_row_for_each_finding(self) -> None:
        model = run(POOLS, **RULES)
        rows = self.read(model)
        assert len(rows) == len(model["findings"])
        row = next(row for row in rows if row["user_pool_name"] == "staff")
        assert row == {
            "status": "fail",
            "severity": "critical",
            "check": "mode",
            "title": "MFA has the required mode",
            "account_id": "123456789012",
            "region": "us-east-1",
            "user_pool_id": "us-east-1_a",
            "user_pool_name": "staff",
            "message": "The mode is OPTIONAL",
            "expected": "ON",
            "actual": "OPTIONAL",
            "exception_reason": "",
            "exception_expires": "",
            "controls": row["controls"],
            "generated": "2026-11-24",
        }
        assert row["controls"].startswith("AWS Config cognito-user-pool-mfa-enabled; AWS Security Hub CSPM Cognito.5")
        excepted = next(row for row in rows if row["status"] == "excepted")
        assert (excepted["exception_reason"], excepted["exception_expires"]) == ("Release 5", "2027-03-31")
        assert Counter(row["status"] for row in rows) == outcomes(model)

    @HOSTILE_TEXTS
    def test_texts(self, text: str) -> None:
        model = hostile(text)
        rows = self.read(model)
        assert len(rows) == len(model["findings"])
        name = next(row for row in rows if row["user_pool_id"] == "us-east-1_unknown")["user_pool_name"]
        assert name.removeprefix("'") == visible(text)

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
    def test_nothing_is_a_formula(self, sign: str) -> None:
        (row, *_others) = self.read(run([pool(user_pool_name=f"{sign}1+1")]))
        assert row["user_pool_name"] == f"'{sign}1+1"

    @given(ANY_TEXT.filter(bool))
    def test_no_text_is_a_formula(self, text: str) -> None:
        for row in self.read(hostile(text)):
            assert not any(cell.startswith(reports.FORMULA) for cell in row.values())

    @pytest.mark.parametrize(
        ("name", "cell"),
        [
            ("x;=1+1", "x;'=1+1"),
            ("x\t@SUM(A1)", "x\t'@SUM(A1)"),
            ("x|+1", "x|'+1"),
            ("x, -1", "x,' -1"),
            ("x\n=1", "x\n'=1"),
            ("x\r\n-1", "x\r\n'-1"),
            ('a,b;"=1+1', "a,b;'\"=1+1"),
            ("x;\u00a0\uff1d1", "x;'\u00a0\uff1d1"),
            (";;==", ";;'=="),
            (" =1", "' =1"),
            ("a=1; b-2", "a=1; b-2"),
        ],
    )
    def test_no_reader_finds_a_formula_inside_of_a_cell(self, name: str, cell: str) -> None:
        (row, *_others) = self.read(run([pool(user_pool_name=name)]))
        assert row["user_pool_name"] == cell

    @given(st.text(st.sampled_from("=+-@\uff1d;,|\t\r\n\"' \u00a0ax"), min_size=1, max_size=12))
    def test_no_common_reader_finds_a_formula(self, text: str) -> None:
        """Whatever it splits at, and whether or not it knows quotes."""
        written_text = reports.to_csv(run([pool(user_pool_name=text)]))
        for delimiter in ",;|\t":
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
                for row in csv.reader(io.StringIO(written_text, newline=""), delimiter=delimiter, quoting=quoting):
                    assert not [cell for cell in row if cell.strip().strip('"').strip().startswith(FORMULA_SIGNS)]


class TestJunit:
    @staticmethod
    def read(model: Any) -> ElementTree.Element:
        """The report, after a look at its structure as JUnit's readers expect it."""
        root = ElementTree.fromstring(written(reports.to_junit(model)))
        assert root.tag == "testsuites"
        for suite in root:
            assert suite.tag == "testsuite"
            assert set(suite.attrib) == {"name", "timestamp", "tests", "failures", "errors", "skipped"}
            kinds = Counter(child.tag for case in suite for child in case)
            assert set(kinds) <= {"failure", "error", "skipped"}
            assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
                str(number) for number in (len(suite), kinds["failure"], kinds["error"], kinds["skipped"])
            ]
            for case in suite:
                assert (case.tag, set(case.attrib)) == ("testcase", {"classname", "name"})
                assert len(case) <= 1
        return root

    def test_a_suite_for_each_check_and_a_case_for_each_finding(self) -> None:
        model = run(POOLS, **RULES)
        root = self.read(model)
        titles = {model["checks"][finding["check"]]["title"] for finding in model["findings"]}
        assert {suite.get("name") for suite in root} == titles
        found = Counter(child.tag for child in root.iter() if child.tag in ("failure", "error", "skipped"))
        counted = outcomes(model)
        assert found == {"failure": counted["fail"], "error": counted["unknown"], "skipped": counted["excepted"]}
        failure = next(root.iter("failure"))
        assert failure.attrib == {"message": "The mode is OPTIONAL", "type": "critical"}
        assert failure.text is not None
        assert failure.text.startswith("- name: Bring the MFA of user pool us-east-1_a to the policy\n")
        case = next(root.iter("testcase"))
        assert case.attrib == {"classname": "us-east-1", "name": "us-east-1_c"}
        skipped = next(root.iter("skipped"))
        assert skipped.attrib == {"message": "The mode is OFF. Excepted until 2027-03-31: Release 5"}
        policy_case = list(root.iter("testcase"))[-1]
        assert policy_case.attrib == {"classname": "policy", "name": "policy"}

    def test_what_could_not_be_listed_is_an_error(self) -> None:
        (case,) = self.read(run([POOLS[1]], read_errors=["eu-west-1: no"], mfa_configuration="OPTIONAL")).findall(
            ".//testcase[error]"
        )
        assert case.attrib == {"classname": "read-error-1", "name": "read-error-1"}
        assert case[0].attrib == {"message": "Not read: eu-west-1: no", "type": "high"}

    def test_a_name_says_where_a_pool_is(self) -> None:
        case = next(self.read(run(POOLS[:1])).iter("testcase"))
        assert case.attrib == {"classname": "123456789012.us-east-1", "name": "staff us-east-1_a"}

    def test_no_pools_are_an_error(self) -> None:
        (suite,) = self.read(run([]))
        assert (suite.get("name"), suite.get("errors")) == ("There are user pools", "1")
        ((case,),) = [list(suite)]
        assert case.attrib == {"classname": "latchkey.cognito.mfa_report", "name": "User pools were given"}
        (error,) = case
        assert error.attrib == {"type": "empty", "message": "There are no user pools in this report"}

    def test_only_what_can_be_mended_has_a_remediation(self) -> None:
        error = next(self.read(run(POOLS, **RULES)).iter("error"))
        assert error.attrib == {
            "type": "high",
            "message": "The configuration could not be read: AccessDeniedException: no",
        }
        assert error.text is None

    def test_every_element_ends_its_line(self) -> None:
        text = reports.to_junit(run(POOLS, **RULES))
        assert not re.search(r"(/>|</[a-z]+>)[^\n]", text)

    @HOSTILE_TEXTS
    def test_texts(self, text: str) -> None:
        model = hostile(text)
        root = self.read(model)
        assert root.get("name") == visible(text)
        error = next(root.iter("error"))
        assert error.get("message") == visible(f"The configuration could not be read: {text}")

    @given(ANY_TEXT.filter(bool))
    def test_every_text_is_xml(self, text: str) -> None:
        self.read(hostile(text))


class TestSarif:
    @staticmethod
    def read(model: Any) -> Any:
        report = json.loads(written(reports.to_sarif(model)))
        SARIF.validate(report)
        assert report["$schema"] == SARIF_SCHEMA["id"]
        (only,) = report["runs"]
        return only

    def test_everything_but_the_passes(self) -> None:
        model = run(POOLS, **RULES)
        only = self.read(model)
        assert len(only["results"]) == len(model["findings"]) - outcomes(model)["pass"]
        result = next(result for result in only["results"] if result["ruleId"] == "readable")
        assert (result["ruleId"], result["kind"], result["level"]) == ("readable", "open", "none")
        assert result["properties"] == {
            "user_pool_id": "us-east-1_c",
            "region": "us-east-1",
            "severity": "high",
            "evidence": {"expected": "known", "actual": "unknown"},
            "controls": [],
        }
        result = next(result for result in only["results"] if result["properties"].get("user_pool_name") == "staff")
        assert (result["ruleId"], result["kind"], result["level"]) == ("mode", "fail", "error")
        assert result["message"] == {"text": "The mode is OPTIONAL"}
        assert result["suppressions"] == []
        assert result["properties"]["evidence"] == {"expected": ["ON"], "actual": "OPTIONAL"}
        assert "Prowler cognito_user_pool_mfa_enabled" in result["properties"]["controls"]
        assert result["properties"]["remediation"].startswith("- name: ")
        (location,) = result["locations"]
        assert location["logicalLocations"] == [
            {"name": "staff", "fullyQualifiedName": "us-east-1_a", "kind": "resource"}
        ]
        assert location["physicalLocation"] == {"artifactLocation": {"uri": "cognito/us-east-1_a"}}
        suppressed = next(result for result in only["results"] if result["suppressions"])
        assert suppressed["suppressions"] == [
            {"kind": "external", "status": "accepted", "justification": "Release 5 (until 2027-03-31)"}
        ]
        (location,) = only["results"][-1]["locations"]  # without one, GitHub refuses the whole file
        assert location["physicalLocation"] == {"artifactLocation": {"uri": "cognito/policy"}}
        assert only["properties"] == {"title": "An audit", "generated": "2026-11-24", "status": "fail"}

    def test_the_rules_are_the_checks(self) -> None:
        only = self.read(run(POOLS, **RULES))
        rules = only["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == list(CHECKS)
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in only["results"])
        (mode,) = (rule for rule in rules if rule["id"] == "mode")
        assert mode["defaultConfiguration"] == {"level": "error"}
        assert mode["properties"] == {"tags": ["security", "authentication"], "security-severity": "9.5"}

    @pytest.mark.parametrize(
        ("severity", "level", "score"),
        [
            ("critical", "error", "9.5"),
            ("high", "error", "8.0"),
            ("medium", "warning", "5.5"),
            ("low", "note", "3.0"),
            ("info", "note", "0.5"),
        ],
    )
    def test_severities(self, severity: str, level: str, score: str) -> None:
        only = self.read(run([pool("OFF")], severities={"mode": severity}))
        (mode,) = (rule for rule in only["tool"]["driver"]["rules"] if rule["id"] == "mode")
        assert mode["defaultConfiguration"] == {"level": level}
        assert mode["properties"]["security-severity"] == score
        (result,) = only["results"]
        assert (result["level"], result["properties"]["severity"]) == (level, severity)

    def test_every_severity_has_a_level_and_a_score(self) -> None:
        assert set(reports.SARIF_LEVELS) == set(reports.SECURITY_SEVERITIES) == set(SEVERITIES)

    def test_people_can_read_it(self) -> None:
        text = reports.to_sarif(run([pool("OFF", user_pool_name="żółć")]))
        assert text.startswith('{\n  "$schema": "https://')
        assert text.endswith("\n}\n")
        assert '"name": "żółć"' in text

    def test_fingerprints_are_those_of_the_findings(self) -> None:
        model = run(POOLS, **RULES)
        prints = [result["partialFingerprints"]["findingId/v1"] for result in self.read(model)["results"]]
        assert prints == [found["id"] for found in model["findings"] if summary.outcome(found) != "pass"]
        assert len(set(prints)) == len(prints)

    @HOSTILE_TEXTS
    def test_texts(self, text: str) -> None:
        results = self.read(hostile(text))["results"]
        names = [result["properties"].get("user_pool_name") for result in results]
        assert text in names

    def test_what_could_not_be_listed_has_a_place(self) -> None:
        (result,) = self.read(run([], read_errors=["eu-west-1: no"]))["results"]
        assert (result["kind"], result["level"]) == ("open", "none")
        (location,) = result["locations"]
        assert location["physicalLocation"] == {"artifactLocation": {"uri": "cognito/read-error-1"}}
        assert location["logicalLocations"] == [{"fullyQualifiedName": "read-error-1", "kind": "resource"}]

    def test_a_message_is_no_template_and_has_no_links(self) -> None:
        (result,) = self.read(run([unreadable(error="[click](https://evil.example) {0} a[0]")]))["results"]
        assert result["message"]["text"].endswith(": [click\\](https://evil.example) {{0}} a[0]")


def test_every_format_can_be_made_without_pools() -> None:
    model = run([])
    assert set(reports.RENDERERS) == {"json", "csv", "junit", "sarif", "html"}
    for render in reports.RENDERERS.values():
        assert render(model)


def test_reports_do_not_change_the_model() -> None:
    model = run(POOLS, **RULES)
    before = json.dumps(model)
    for render in reports.RENDERERS.values():
        assert render(model) == render(model)
    assert json.dumps(model) == before


def test_a_task_shows_what_it_holds() -> None:
    model = run([pool(desired={"email_mfa_configuration": {"subject": "\u202eabc"}}, pool_id=ID)])
    assert '      subject: "\\u202eabc"\n' in model["pools"][0]["remediation"]
