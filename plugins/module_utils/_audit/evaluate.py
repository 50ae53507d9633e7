# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: pools and a policy in, one canonical model out, from which every report is made.

The model's schema is docs/mfa-report.schema.json.  What could not be read is unknown, never passed and never failed.

This module is private to latchkey.cognito.  Nothing here does I/O or looks at a clock.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Optional
from typing import Sequence

from .checks import CHECKS
from .checks import Control
from .checks import CONTROLS
from .entries import read_entries
from .entries import state_of
from .judgements import checks_of
from .judgements import judge
from .judgements import Judgement
from .model import Entry
from .model import Finding
from .model import Model
from .model import NamedControl
from .model import Pool
from .model import Subject
from .model import UsedExemption
from .policy import Exemption
from .policy import plain
from .policy import Policy
from .remediation import drift
from .remediation import excuse
from .remediation import remediation
from .remediation import remedy
from .remediation import remedy_of_all
from .summary import overall_status
from .summary import summary
from .summary import worst_outcome
from .summary import worst_severity

SCHEMA_VERSION = "1.0"


def evaluate(
    pools: Iterable[Mapping[str, Any]], policy: Policy, today: date, title: str, read_errors: Sequence[str] = ()
) -> Model:
    """The canonical model of an audit.

    :arg pools: entries of user_pool_mfa_config_info, each with optional ``region``, ``account_id``, ``user_pool_arn``,
        ``cognito_tags``, and ``diff`` or ``desired``.
    :arg today: the day for which exceptions are judged, and the report's date.
    :arg read_errors: what hides user pools that nobody could list, such as a region, a message each.
    :raises AuditError: if an entry is not a user pool, or a pool occurs twice.
    """
    entries = read_entries(pools)
    reported: List[Pool] = []
    findings: List[Finding] = []
    covered: Dict[int, List[str]] = {number: [] for number, _exemption in enumerate(policy.exceptions, 1)}
    for pool in entries:
        covering = [number for number, exemption in enumerate(policy.exceptions, 1) if exemption.covers(pool)]
        for number in covering:
            covered[number].append(pool["user_pool_id"])
        valid = [number for number in covering if not policy.exceptions[number - 1].expired(today)]
        found = _findings(pool, policy, covering, valid)
        findings += found
        reported.append(_reported(pool, policy, found, valid))
    findings += [
        _expired(_subject(None), policy, number)
        for number, exemption in enumerate(policy.exceptions, 1)
        if exemption.expired(today) and not covered[number]
    ]
    findings += [_read_error(policy, number, message) for number, message in enumerate(read_errors, 1)]
    excused = Counter(finding["exception"]["number"] for finding in findings if finding["exception"])
    return {
        "schema_version": SCHEMA_VERSION,
        "title": title,
        "generated": today.isoformat(),
        "status": overall_status(reported, findings),
        "policy": dict(policy.source),
        "summary": summary(reported, findings),
        "pools": reported,
        "findings": findings,
        "exceptions": [
            _used(exemption, number, today, covered[number], excused[number])
            for number, exemption in enumerate(policy.exceptions, 1)
        ],
        "checks": {name: {"title": check.title, "severity": policy.severities[name]} for name, check in CHECKS.items()},
        "controls": {name: _named(control) for name, control in CONTROLS.items()},
    }


def _findings(pool: Entry, policy: Policy, covering: List[int], valid: List[int]) -> List[Finding]:
    """All findings of one pool.

    :arg covering: numbers of the exceptions that cover it.
    :arg valid: those that have not expired.
    """
    subject = _subject(pool)  # one for all of them: of ten thousand user pools that is megabytes
    expired = [_expired(subject, policy, number) for number in covering if number not in valid]
    state = state_of(pool)
    if state is None:
        verdict = Judgement("unknown", f"The configuration could not be read: {pool['error']}", "known", "unknown")
        return [_finding("readable", subject, policy, verdict), *expired]
    found = []
    for check in checks_of(policy):
        verdict = judge(check, state, policy)
        finding = _finding(check, subject, policy, verdict)
        if verdict.status != "pass":
            finding["exception"] = excuse(check, policy, valid)
            finding["remediation"] = remediation(pool, remedy(state, policy, [check]))
        found.append(finding)
    return found + expired


def _subject(pool: Optional[Entry]) -> Subject:
    """The user pool that a finding is about, or none."""
    return {
        "user_pool_id": pool["user_pool_id"] if pool else None,
        "user_pool_name": pool["user_pool_name"] if pool else None,
        "account_id": pool["account_id"] if pool else None,
        "region": pool["region"] if pool else None,
    }


def _finding(check: str, subject: Subject, policy: Policy, verdict: Judgement, place: str = "") -> Finding:
    """One finding.

    :arg place: what it is about, if not a user pool.
    """
    return {
        "id": f"{check}:{subject['user_pool_id'] or place}",
        "check": check,
        "status": verdict.status,
        "severity": policy.severities[check],
        "pool": subject,
        "message": verdict.message,
        "evidence": {"expected": verdict.expected, "actual": verdict.actual},
        "remediation": None,
        "controls": list(CHECKS[check].controls),
        "exception": None,
    }


def _expired(subject: Subject, policy: Policy, number: int) -> Finding:
    """An exception that has expired is itself a finding, of each pool that it covers, or else of the policy."""
    exemption = policy.exceptions[number - 1]
    day = exemption.expires.isoformat()
    message = f"Exception {number} of the policy expired on {day}; it excuses nothing: {exemption.reason}"
    verdict = Judgement("fail", message, "not expired", day)
    finding = _finding("exception_expired", subject, policy, verdict, place="policy")
    finding["id"] += f":{number}"
    return finding


def _read_error(policy: Policy, number: int, message: str) -> Finding:
    """What could not be listed may hold pools without MFA: a finding, like a pool that could not be read."""
    verdict = Judgement("unknown", f"Not read: {message}", "known", "unknown")
    return _finding("readable", _subject(None), policy, verdict, place=f"read-error-{number}")


def _reported(pool: Entry, policy: Policy, findings: List[Finding], valid: List[int]) -> Pool:
    """A pool as the model has it: what is known of it, its outcome, and what a remediation of everything would change.

    :arg valid: numbers of the exceptions that cover it and have not expired.
    """
    state = state_of(pool)
    options = remedy_of_all(state, pool["desired"], policy, valid) if state else {}
    return {
        "user_pool_id": pool["user_pool_id"],
        "user_pool_name": pool["user_pool_name"],
        "user_pool_arn": pool["user_pool_arn"],
        "account_id": pool["account_id"],
        "region": pool["region"],
        "cognito_tags": pool["cognito_tags"],
        "mfa_config": pool["mfa_config"],
        "factors": pool["factors"],
        "error": pool["error"],
        "status": worst_outcome(findings),
        "severity": worst_severity(findings),
        "drift": drift(state["mfa_config"], pool["diff"], options) if state else None,
        "remediation": remediation(pool, options),
        "remediation_options": options or None,
    }


def _used(exemption: Exemption, number: int, today: date, pools: List[str], excused: int) -> UsedExemption:
    """An exception, and what it did."""
    return {
        "number": number,
        **plain(exemption),
        "state": "expired" if exemption.expired(today) else "active",
        "pools": pools,
        "excused": excused,
    }


def _named(control: Control) -> NamedControl:
    return {
        "framework": control.framework,
        "id": control.id,
        "requirement": control.requirement,
        "optional": control.optional,
        "source": control.source,
    }
