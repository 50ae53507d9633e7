# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes of an audit: what is known of user pools, what was found, and the model from which every report is made.

:class:`Model` and what it holds are docs/mfa-report.schema.json, which a test compares with these types.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import List
from typing import Optional
from typing import TypedDict

Options = Dict[str, Any]
"""Options of user_pool_mfa_config, nothing unset in them."""


class Known(TypedDict):
    """What is known of a user pool; ``mfa_config`` and ``factors`` are None, and ``error`` says why, if it could not be read."""

    user_pool_id: str
    user_pool_name: Optional[str]
    user_pool_arn: Optional[str]
    account_id: Optional[str]
    region: str
    cognito_tags: Dict[str, str]
    mfa_config: Optional[Options]
    factors: Optional[List[str]]
    error: Optional[str]


class Entry(Known):
    """A user pool to be judged, and what its entry says beside that.

    ``diff`` is a difference of check mode, ``desired`` what the pool should have, and ``mfa_prerequisites`` what it has of the
    settings that MFA depends on, or None if nobody described it.
    """

    diff: Any
    desired: Options
    mfa_prerequisites: Optional[Options]


class State(TypedDict):
    """The MFA of a user pool that could be read."""

    mfa_config: Options
    factors: List[str]


class Drift(TypedDict):
    """What would change, and who says so: ``check_mode`` or ``policy``."""

    source: str
    before: Options
    after: Options


class Pool(Known):
    """A user pool that was judged."""

    status: str
    severity: Optional[str]
    drift: Optional[Drift]
    remediation: Optional[str]
    remediation_options: Optional[Options]


class Subject(TypedDict):
    """The user pool that a finding is about; all None if it is about something else."""

    user_pool_id: Optional[str]
    user_pool_name: Optional[str]
    account_id: Optional[str]
    region: Optional[str]


class Evidence(TypedDict):
    """What the policy accepts, and what there is."""

    expected: Any
    actual: Any


class Excuse(TypedDict):
    """The exception of the policy that excuses a finding, and its last day."""

    number: int
    reason: str
    expires: str


class Finding(TypedDict):
    """What one check found in one user pool."""

    id: str
    check: str
    status: str
    severity: str
    pool: Subject
    message: str
    evidence: Evidence
    remediation: Optional[str]
    controls: List[str]
    exception: Optional[Excuse]


Counts = TypedDict("Counts", {"total": int, "fail": int, "unknown": int, "excepted": int, "pass": int})
"""How many there are, in all and of each outcome."""

# pylint takes a TypedDict in functional form, which "pass" needs, for no class.
# pylint: disable=inherit-non-class


class AccountCounts(Counts):
    """User pools of an account."""

    account_id: Optional[str]


class RegionCounts(Counts):
    """User pools of a region."""

    region: str


class CheckCounts(Counts):
    """Findings of a check."""

    check: str


class SeverityCounts(Counts):
    """Findings of a severity."""

    severity: str


class Summary(TypedDict):
    """Counts of an audit."""

    pools: Counts
    findings: Counts
    by_account: List[AccountCounts]
    by_region: List[RegionCounts]
    by_check: List[CheckCounts]
    by_severity: List[SeverityCounts]


class PlainExemption(TypedDict):
    """An exception as the policy has it."""

    user_pool_id: Optional[str]
    user_pool_name: Optional[str]
    tags: Dict[str, str]
    checks: List[str]
    reason: str
    expires: str


class UsedExemption(PlainExemption):
    """An exception, and what it did."""

    number: int
    state: str
    pools: List[str]
    excused: int


class NamedCheck(TypedDict):
    """What a check is called, and how bad its findings are."""

    title: str
    severity: str


class NamedControl(TypedDict):
    """What others ask for; see :class:`checks.Control`."""

    framework: str
    id: str
    requirement: str
    optional: Optional[str]
    source: str


class Model(TypedDict):
    """The whole audit."""

    schema_version: str
    title: str
    generated: str
    status: str
    policy: Dict[str, Any]
    summary: Summary
    pools: List[Pool]
    findings: List[Finding]
    exceptions: List[UsedExemption]
    checks: Dict[str, NamedCheck]
    controls: Dict[str, NamedControl]
