# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of docs/evidence.md from the catalogue, and beside each rule of the ledgers who measured it, from docs/evidence/*.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from typing import NamedTuple

from tests.evidence.catalogue import load
from tests.evidence.judge import AGREES
from tests.evidence.judge import DIFFERS
from tests.evidence.judge import SETTLED
from tests.evidence.plan import actions
from tests.evidence.plan import BESIDE
from tools.docsite.pages import LEDGERS

from . import insert

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "evidence.md"
FOLDER = DOCS / "evidence"
LEDGER_PAGES = tuple(DOCS / f"{name}.md" for name in LEDGERS)

_NAME = re.compile(r"(?P<who>.+)-\d{4}-\d{2}-\d{2}\.json")
_ENTRY = re.compile(r"^(?:- \*\*|\| )([A-Z]\d+[ab]?)\b")
_NOTE = re.compile(r" _Evidence: [^_]*_")
_STRONGEST_FIRST = (DIFFERS, SETTLED, AGREES)


class Contribution(NamedTuple):
    """What one run says of the rules.

    :ivar verdicts: of each rule that was tried, the strongest: one entry that differs counts more than many that agree.
    """

    who: str
    where: str
    when: str
    verdicts: dict[str, str]


def contributions(paths: Iterable[Path]) -> Iterator[Contribution]:
    """Contributed files; :raises ValueError: for one that is named or made otherwise."""
    for path in paths:
        named = _NAME.fullmatch(path.name)
        if not named:
            raise ValueError(f"{path.name} is not named NAME-YYYY-MM-DD.json")
        evidence = json.loads(path.read_text(encoding="utf-8"))
        if evidence.get("schema_version") != 1:
            raise ValueError(f"{path.name}: schema_version is {evidence.get('schema_version')!r}, not 1")
        target = evidence["target"]
        where = "elsewhere" if target.get("endpoint") else f"AWS {target['region']}"
        yield Contribution(
            _plain(named["who"]), _plain(where), _plain(target["date"][:10]), _strongest(evidence["results"])
        )


def _plain(text: str) -> str:
    """Text of others, without anything that is markup."""
    return re.sub(r"[^\w .@+-]|_", "-", text)


def _strongest(results: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for result in results:
        for rule in result["rules"]:
            found.setdefault(rule, set()).add(result["verdict"])
    return {
        rule: next(verdict for verdict in _STRONGEST_FIRST if verdict in verdicts)
        for rule, verdicts in found.items()
        if verdicts & set(_STRONGEST_FIRST)
    }


def notes(given: Iterable[Contribution]) -> dict[str, str]:
    """For each rule, what stands beside it."""
    said: dict[str, list[str]] = {}
    for run in sorted(given, key=lambda run: run.when):
        for rule, verdict in run.verdicts.items():
            said.setdefault(rule, []).append(f"{verdict} ({run.who}, {run.where}, {run.when})")
    return {rule: f" _Evidence: {'; '.join(lines)}_" for rule, lines in said.items()}


def ledger(text: str, beside: dict[str, str]) -> str:
    """A ledger with the notes beside its rules, in place of those that it had."""
    return "\n".join(_noted(line, beside) for line in text.split("\n"))


def _noted(line: str, beside: dict[str, str]) -> str:
    line = _NOTE.sub("", line)
    entry = _ENTRY.match(line)
    note = beside.get(entry[1], "") if entry else ""
    if note and line.startswith("|"):
        return f"{line.rstrip().removesuffix('|').rstrip()}{note} |"
    return line + note


def policy() -> str:
    """The IAM policy of a run with everything."""
    needed = actions(load().entries, BESIDE)
    statements = [
        {"Effect": "Allow", "Action": [name for name in needed if name.startswith("cognito-idp:")], "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": "arn:aws:iam::123456789012:role/cognito-sms",
            "Condition": {"StringEquals": {"iam:PassedToService": "cognito-idp.amazonaws.com"}},
        },
        {
            "Effect": "Allow",
            "Action": "iam:CreateServiceLinkedRole",
            "Resource": "*",
            "Condition": {"StringEquals": {"iam:AWSServiceName": "email.cognito-idp.amazonaws.com"}},
        },
    ]
    return f"```json\n{json.dumps({'Version': '2012-10-17', 'Statement': statements}, indent=2)}\n```"


def page(text: str) -> str:
    """The page with its policy."""
    return insert(text, "policy", policy())


def write_ledgers() -> None:
    """Put the notes into the ledgers."""
    beside = notes(contributions(sorted(FOLDER.glob("*.json"))))
    for path in LEDGER_PAGES:
        path.write_text(ledger(path.read_text(encoding="utf-8"), beside), encoding="utf-8")
