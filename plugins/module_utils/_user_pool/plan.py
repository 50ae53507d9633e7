# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: a user pool as it is and what a task wants, in; the one request, and what has to be there afterwards, out.

The numbers are those of docs/update-user-pool.md.  This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Dict
from typing import List
from typing import Mapping

from ansible.module_utils.common.dict_transformations import dict_merge

from .._mfa.config import Config
from .._mfa.config import get
from .._mfa.config import to_api
from .._mfa.config import to_options
from .._mfa.config import without_empty
from .members import carried
from .members import FIRST_FACTORS
from .members import LEVELS
from .members import named_levels
from .members import POLICIES
from .members import RECOVERY
from .members import SENDER
from .members import SIGN_IN
from .members import TARGETS
from .members import TIER
from .members import VERIFIED
from .members import VOLATILE

TIERS = ("LITE", "ESSENTIALS", "PLUS")
MECHANISMS = "RecoveryMechanisms"
DEFAULT_SENDER = "COGNITO_DEFAULT"


@dataclass(frozen=True)
class Wanted:
    """What a task asks for.

    :ivar options: the settings that the task names, in option names, nothing unset in it.
    :ivar allow_downgrade: whether it may lower the feature plan.
    :ivar allow_managed: whether it may change a user pool that a CloudFormation stack manages.
    """

    options: Dict[str, Any]
    allow_downgrade: bool = False
    allow_managed: bool = False


@dataclass(frozen=True)
class Seen:
    """A user pool as it was seen.

    :ivar pool: what DescribeUserPool returned, raw.
    :ivar mfa: what GetUserPoolMfaConfig returned, raw.
    """

    pool: Config
    mfa: Config


@dataclass(frozen=True)
class Plan:
    """One step from a user pool as it is to what is wanted.

    :ivar wanted: what the task asks for.
    :ivar seen: the user pool as it is.
    :ivar before: the targets as they are, in normal form.
    :ivar after: the targets in normal form that the request leads to.
    :ivar request: every member to send, without the user pool's ID.
    """

    wanted: Wanted
    seen: Seen
    before: Config
    after: Config
    request: Config

    @property
    def changed(self) -> bool:
        """Whether the request would change anything (S1)."""
        return self.before != self.after


def make_plan(seen: Seen, wanted: Wanted) -> Plan:
    """Lay what is wanted over what is carried (S4)."""
    named = to_api(wanted.options)
    before = targets(seen.pool)
    after = targets({**seen.pool, **_laid_over(seen.pool, named)})
    request = {**carried(seen.pool, seen.mfa), **_laid_over(carried(seen.pool, seen.mfa), named)}
    return Plan(wanted, seen, before, after, request)


def _laid_over(pool: Config, named: Config) -> Config:
    """The named targets: blocks of named members are merged, lists are replaced whole (P25)."""
    merged = {member: pool.get(member) or {} for member in (SENDER, POLICIES) if member in named}
    result: Config = without_empty(dict_merge(merged, named))
    return result


def targets(pool: Mapping[str, Any]) -> Config:
    """The five settings in normal form: what means the same is equal, and what is not set is absent."""
    first_factors = get(pool, FIRST_FACTORS)
    mechanisms = get(pool, (RECOVERY, MECHANISMS))
    ranked = sorted(
        mechanisms or [], key=lambda mechanism: (str(mechanism.get("Priority")), str(mechanism.get("Name")))
    )
    found = {
        TIER: pool.get(TIER),
        SENDER: {"EmailSendingAccount": DEFAULT_SENDER, **(pool.get(SENDER) or {})},
        RECOVERY: {MECHANISMS: ranked} if ranked else None,
        VERIFIED: sorted(pool.get(VERIFIED) or [], key=str),
        POLICIES: {SIGN_IN: {FIRST_FACTORS[-1]: sorted(first_factors, key=str)}} if first_factors else None,
    }
    return {member: value for member, value in found.items() if value is not None}


def described(config: Config) -> Dict[str, Any]:
    """The five settings in the names of the module's options."""
    return to_options(config)


def moved(first: Mapping[str, Any], second: Mapping[str, Any]) -> List[str]:
    """The members that differ between two descriptions made without a write in between (S5)."""
    return _different(first, second, {"EstimatedNumberOfUsers"})


def differences(plan: Plan, after: Seen) -> List[str]:
    """What is not as it has to be after the write: targets that were not reached, and anything else that changed (S7)."""
    before = plan.seen
    ignored = set(VOLATILE) | set(TARGETS)
    if before.pool.get(SENDER) != after.pool.get(SENDER):
        ignored.add("EmailConfigurationFailure")  # it tells of the sender
    missed = _different(plan.after, targets(after.pool), set())
    others = _different(_comparable(before.pool), _comparable(after.pool), ignored)
    policies = [
        f"{POLICIES}.{name}"
        for name in _different(before.pool.get(POLICIES) or {}, after.pool.get(POLICIES) or {}, {SIGN_IN})
    ]
    return missed + others + policies + [f"GetUserPoolMfaConfig: {name}" for name in _different(before.mfa, after.mfa)]


def _comparable(pool: Config) -> Config:
    """A description in which what means the same is equal: levels with names of Cognito's own (P21)."""
    return {**pool, LEVELS: named_levels(pool)}


def _different(first: Mapping[str, Any], second: Mapping[str, Any], ignored: Any = frozenset()) -> List[str]:
    """The members that differ; one that is empty counts as absent."""
    names = sorted((set(first) | set(second)) - set(ignored))
    return [name for name in names if (first.get(name) or None) != (second.get(name) or None)]


def is_lowered(plan: Plan) -> bool:
    """Whether the feature plan goes down (S8)."""
    was, is_now = plan.before.get(TIER), plan.after.get(TIER)
    return was in TIERS and is_now in TIERS and TIERS.index(str(is_now)) < TIERS.index(str(was))


def restoring(seen: Seen) -> Config:
    """The request that would bring back what a description shows, the feature plan included."""
    tier = seen.pool.get(TIER)
    return {**carried(seen.pool, seen.mfa), **({TIER: tier} if tier else {})}
