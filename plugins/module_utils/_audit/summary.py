# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Outcomes, and counts of them.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple
from typing import TypeVar

from .checks import CHECKS
from .checks import SEVERITIES
from .model import Counts
from .model import Finding
from .model import Pool
from .model import Summary

Value = TypeVar("Value")

OUTCOMES: Tuple[str, ...] = ("fail", "unknown", "excepted", "pass")
"""What a finding, and a pool, counts as, the worst first."""


def outcome(finding: Finding) -> str:
    """What a finding counts as; one of :data:`OUTCOMES`."""
    return "excepted" if finding["exception"] else str(finding["status"])


def worst_outcome(findings: List[Finding]) -> str:
    return min(map(outcome, findings), key=OUTCOMES.index)


def worst_severity(findings: List[Finding]) -> Optional[str]:
    """The highest severity of what failed or is unknown."""
    found = [finding["severity"] for finding in findings if outcome(finding) in ("fail", "unknown")]
    return max(found, key=SEVERITIES.index) if found else None


def overall_status(pools: List[Pool], findings: List[Finding]) -> str:
    """The status of the whole audit.  Exceptions excuse findings; an audit of no pools does not pass."""
    if not pools and not any(finding["status"] == "unknown" for finding in findings):
        return "empty"
    worst = worst_outcome(findings)
    return "pass" if worst == "excepted" else worst


def _counts(times: Mapping[str, int]) -> Counts:
    return {
        "total": sum(times.values()),
        "fail": times.get("fail", 0),
        "unknown": times.get("unknown", 0),
        "excepted": times.get("excepted", 0),
        "pass": times.get("pass", 0),
    }


def _grouped(values: Iterable[Value], counted: Iterable[Tuple[Value, str]]) -> List[Tuple[Value, Counts]]:
    """How often each outcome occurs with each value."""
    times: Dict[Value, Counter[str]] = {value: Counter() for value in values}
    for value, name in counted:
        times[value][name] += 1
    return [(value, _counts(found)) for value, found in times.items()]


def summary(pools: List[Pool], findings: List[Finding]) -> Summary:
    """Counts of pools and findings; by account and region they are of pools, by check and severity of findings."""
    accounts = sorted({pool["account_id"] for pool in pools}, key=lambda account: (account is None, account))
    regions = sorted({pool["region"] for pool in pools})
    by_account = _grouped(accounts, ((pool["account_id"], pool["status"]) for pool in pools))
    by_region = _grouped(regions, ((pool["region"], pool["status"]) for pool in pools))
    by_check = _grouped(CHECKS, ((finding["check"], outcome(finding)) for finding in findings))
    by_severity = _grouped(reversed(SEVERITIES), ((finding["severity"], outcome(finding)) for finding in findings))
    return {
        "pools": _counts(Counter(pool["status"] for pool in pools)),
        "findings": _counts(Counter(map(outcome, findings))),
        "by_account": [{"account_id": account, **counts} for account, counts in by_account],
        "by_region": [{"region": region, **counts} for region, counts in by_region],
        "by_check": [{"check": check, **counts} for check, counts in by_check],
        "by_severity": [{"severity": severity, **counts} for severity, counts in by_severity],
    }
