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
from typing import Any
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from .checks import CHECKS
from .checks import SEVERITIES

Pool = Dict[str, Any]
Finding = Dict[str, Any]


OUTCOMES: Tuple[str, ...] = ("fail", "unknown", "excepted", "pass")
"""What a finding, and a pool, counts as, the worst first."""


def outcome(finding: Mapping[str, Any]) -> str:
    """What a finding counts as; one of :data:`OUTCOMES`."""
    return "excepted" if finding["exception"] else str(finding["status"])


def worst_outcome(findings: List[Finding]) -> str:
    return min(map(outcome, findings), key=OUTCOMES.index)


def worst_severity(findings: List[Finding]) -> Optional[str]:
    """The highest severity of what failed or is unknown."""
    found = [finding["severity"] for finding in findings if outcome(finding) in ("fail", "unknown")]
    return max(found, key=SEVERITIES.index) if found else None


def overall_status(pools: List[Pool], findings: List[Finding]) -> str:
    """The status of the whole audit.  Exceptions excuse; no pools are no success."""
    if not pools and not any(finding["status"] == "unknown" for finding in findings):
        return "empty"
    worst = worst_outcome(findings)
    return "pass" if worst == "excepted" else worst


def _counts(times: Mapping[str, int]) -> Dict[str, int]:
    return {"total": sum(times.values()), **{name: times.get(name, 0) for name in OUTCOMES}}


def summary(pools: List[Pool], findings: List[Finding]) -> Dict[str, Any]:
    """Counts of pools and findings; by account and region they are of pools, by check and severity of findings."""

    def grouped(member: str, values: Iterable[Any], counted: Iterable[Tuple[Any, str]]) -> List[Dict[str, Any]]:
        times: Dict[Any, Counter[str]] = {value: Counter() for value in values}
        for value, name in counted:
            times[value][name] += 1
        return [{member: value, **_counts(times[value])} for value in times]

    def of_pools(member: str) -> List[Dict[str, Any]]:
        values = sorted({pool[member] for pool in pools}, key=lambda value: (value is None, value))
        return grouped(member, values, ((pool[member], pool["status"]) for pool in pools))

    def of_findings(member: str, values: Iterable[str]) -> List[Dict[str, Any]]:
        return grouped(member, values, ((finding[member], outcome(finding)) for finding in findings))

    return {
        "pools": _counts(Counter(pool["status"] for pool in pools)),
        "findings": _counts(Counter(map(outcome, findings))),
        "by_account": of_pools("account_id"),
        "by_region": of_pools("region"),
        "by_check": of_findings("check", CHECKS),
        "by_severity": of_findings("severity", reversed(SEVERITIES)),
    }
