# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports: the canonical model of an audit in, a text out.

What comes from AWS is hostile until it is quoted: names and errors are escaped as each format wants it.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterator
from typing import List
from xml.etree import ElementTree

from .._audit.model import Excuse
from .._audit.model import Finding
from .._audit.model import Model
from .._audit.summary import outcome
from .._mfa.text import visible
from .html import to_html

HOMEPAGE = "https://github.com/latchkey/latchkey.cognito"
TOOL = "latchkey.cognito.mfa_report"

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVELS: Dict[str, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}
# GitHub's name for a score like CVSS's, by which it sorts.
SECURITY_SEVERITIES: Dict[str, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0", "info": "0.5"}

# A spreadsheet takes a cell that begins with one of these for a formula; the last four are the wide forms of the first.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A reader that splits at something else than commas begins a cell inside of ours, and one that knows no quotes at each line.
# Blanks and quotes before the sign do not protect: readers strip them.
_BEGINS_FORMULA = re.compile("(^|\r\n|[,;|\t\r\n])(?=[\\s\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def to_json(model: Model) -> str:
    """The model itself, as ``json.dumps`` writes it, but with no more of ten thousand user pools in memory than the text."""
    return "".join(_pieces(model))


def _pieces(model: Model) -> Iterator[str]:
    for number, (name, value) in enumerate(model.items()):
        yield f'{"," if number else "{"}\n  "{name}": '
        if isinstance(value, list) and value:
            for place, item in enumerate(value):
                yield f"{',' if place else '['}\n    {_indented(item, 4)}"
            yield "\n  ]"
        else:
            yield _indented(value, 2)
    yield "\n}\n"


def _indented(value: Any, depth: int) -> str:
    """A value as JSON, whose lines begin that deep; no text of JSON has line ends of its own."""
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n" + " " * depth)


def to_csv(model: Model) -> str:
    """One row for each finding."""
    text = io.StringIO()
    rows = csv.writer(text)
    columns: Dict[str, Callable[[Finding], Any]] = {
        "status": outcome,
        "severity": lambda finding: finding["severity"],
        "check": lambda finding: finding["check"],
        "title": lambda finding: model["checks"][finding["check"]]["title"],
        "account_id": lambda finding: finding["pool"]["account_id"],
        "region": lambda finding: finding["pool"]["region"],
        "user_pool_id": lambda finding: finding["pool"]["user_pool_id"],
        "user_pool_name": lambda finding: finding["pool"]["user_pool_name"],
        "message": lambda finding: finding["message"],
        "expected": lambda finding: _listed(finding["evidence"]["expected"]),
        "actual": lambda finding: _listed(finding["evidence"]["actual"]),
        "exception_reason": lambda finding: finding["exception"] and finding["exception"]["reason"],
        "exception_expires": lambda finding: finding["exception"] and finding["exception"]["expires"],
        "controls": lambda finding: _listed([_control(model, name) for name in finding["controls"]]),
        "generated": lambda _finding: model["generated"],
    }
    rows.writerow(columns)
    rows.writerows([_cell(value(finding)) for value in columns.values()] for finding in model["findings"])
    return text.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else visible(str(value))
    text = _BEGINS_FORMULA.sub(r"\1'", text)
    return f"'{text}" if text.startswith(FORMULA) else text


def _listed(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _control(model: Model, name: str) -> str:
    return f"{model['controls'][name]['framework']} {model['controls'][name]['id']}"


def to_junit(model: Model) -> str:
    """One suite for each check and one case for each finding.

    Unknown is an error, excepted is skipped.  A report without pools has one case, an error, so that no one takes it for a
    success.
    """
    suites = ElementTree.Element("testsuites", name=visible(model["title"]))
    by_check: Dict[str, List[Finding]] = {name: [] for name in model["checks"]}
    for finding in model["findings"]:
        by_check[finding["check"]].append(finding)
    for name, findings in by_check.items():
        if findings:
            suite = _suite(suites, model, model["checks"][name]["title"], list(map(outcome, findings)))
            for finding in findings:
                _case(suite, finding)
    if not model["pools"]:
        suite = _suite(suites, model, "There are user pools", ["unknown"])
        case = ElementTree.SubElement(suite, "testcase", classname=TOOL, name="User pools were given")
        ElementTree.SubElement(case, "error", type="empty", message="There are no user pools in this report")
    for element in suites.iter():
        element.tail = "\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}'


def _suite(suites: ElementTree.Element, model: Model, title: str, outcomes: List[str]) -> ElementTree.Element:
    return ElementTree.SubElement(
        suites,
        "testsuite",
        name=title,
        timestamp=f"{model['generated']}T00:00:00",
        tests=str(len(outcomes)),
        failures=str(outcomes.count("fail")),
        errors=str(outcomes.count("unknown")),
        skipped=str(outcomes.count("excepted")),
    )


def _about(finding: Finding) -> str:
    """What a finding is about: a user pool, by its ID, or else the ``policy``, or one of the ``read_errors``."""
    return str(finding["id"].split(":")[1])


def _case(suite: ElementTree.Element, finding: Finding) -> None:
    pool = finding["pool"]
    place = ".".join(filter(None, [pool["account_id"], pool["region"]]))
    name = " ".join(filter(None, [pool["user_pool_name"], pool["user_pool_id"]])) or _about(finding)
    case = ElementTree.SubElement(suite, "testcase", classname=visible(place or _about(finding)), name=visible(name))
    kind = {"fail": "failure", "unknown": "error", "excepted": "skipped"}.get(outcome(finding))
    if kind:
        message, excuse = finding["message"], finding["exception"]
        if excuse:
            message += f". Excepted until {excuse['expires']}: {excuse['reason']}"
        element = ElementTree.SubElement(case, kind, message=visible(message))
        if kind != "skipped":
            element.set("type", finding["severity"])
        element.text = visible(finding["remediation"] or "") or None


def to_sarif(model: Model) -> str:
    """SARIF 2.1.0: what failed, is unknown (``open`` in SARIF's words) or is excepted (``suppressed``); no passes."""
    rules = list(model["checks"])
    run = {
        "tool": {"driver": {"name": TOOL, "informationUri": HOMEPAGE, "rules": [_rule(model, name) for name in rules]}},
        "results": [
            _result(model, finding, rules.index(finding["check"]))
            for finding in model["findings"]
            if outcome(finding) != "pass"
        ],
        "properties": {"title": model["title"], "generated": model["generated"], "status": model["status"]},
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(model: Model, name: str) -> Dict[str, Any]:
    check = model["checks"][name]
    return {
        "id": name,
        "shortDescription": {"text": check["title"]},
        "helpUri": f"{HOMEPAGE}/blob/main/docs/audit.md#checks",
        "defaultConfiguration": {"level": SARIF_LEVELS[check["severity"]]},
        "properties": {
            "tags": ["security", "authentication"],
            "security-severity": SECURITY_SEVERITIES[check["severity"]],
        },
    }


def _result(model: Model, finding: Finding, index: int) -> Dict[str, Any]:
    failed = finding["status"] == "fail"
    excuse, pool = finding["exception"], finding["pool"]
    return {
        "ruleId": finding["check"],
        "ruleIndex": index,
        "kind": "fail" if failed else "open",
        "level": SARIF_LEVELS[finding["severity"]] if failed else "none",
        "message": {"text": _sarif_text(finding["message"])},
        "locations": [_location(finding)],
        "partialFingerprints": {"findingId/v1": finding["id"]},
        "properties": {
            **{name: value for name, value in pool.items() if value},
            "severity": finding["severity"],
            "evidence": finding["evidence"],
            "controls": [_control(model, name) for name in finding["controls"]],
            **({"remediation": finding["remediation"]} if finding["remediation"] else {}),
        },
        "suppressions": [_suppression(excuse)] if excuse else [],
    }


def _location(finding: Finding) -> Dict[str, Any]:
    """Where a finding is.  GitHub takes no file that has a result without a place."""
    place, pool_name = _about(finding), finding["pool"]["user_pool_name"]
    name = {"name": pool_name} if pool_name else {}
    return {
        "physicalLocation": {"artifactLocation": {"uri": f"cognito/{place}"}},
        "logicalLocations": [{**name, "fullyQualifiedName": place, "kind": "resource"}],
    }


def _sarif_text(text: str) -> str:
    """A message is a template to SARIF, with ``{0}`` for arguments and ``[text](address)`` for links (3.11.5, 3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _suppression(excuse: Excuse) -> Dict[str, str]:
    justification = f"{excuse['reason']} (until {excuse['expires']})"
    return {"kind": "external", "status": "accepted", "justification": justification}


RENDERERS: Dict[str, Callable[[Model], str]] = {
    "json": to_json,
    "csv": to_csv,
    "junit": to_junit,
    "sarif": to_sarif,
    "html": to_html,
}
"""How each format is made."""

ENDINGS: Dict[str, str] = {**{name: name for name in RENDERERS}, "junit": "junit.xml"}
"""How the name of a file of each format ends."""
