# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The core of user_pool_mfa_prerequisites: look, refuse, look again, write once, and compare (S1 to S8).

The numbers are those of docs/update-user-pool.md.  This module is private to latchkey.cognito.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import List
from typing import Optional

from ansible.module_utils.compat.version import LooseVersion

from .._mfa.client import Failure
from .._mfa.ensure import explained
from .._mfa.refusal import Refusal
from .._mfa.retries import RetryBudget
from .client import UpdatableUserPools
from .members import unclassified
from .members import unmodelled
from .plan import differences
from .plan import make_plan
from .plan import moved
from .plan import Plan
from .plan import Seen
from .plan import Wanted
from .refusals import doubts
from .refusals import recognised
from .refusals import refuse
from .refusals import refuse_wanted

NEEDED_BOTOCORE = "1.43.51"  # the first that has EumsSms, whose lack looks like no SMS at all (P17, S2)
MOVED = "Moved"
RETRIED = (
    "ConcurrentModificationException",
    "TooManyRequestsException",
    "InternalErrorException",
    "ThrottlingException",
    MOVED,
)


@dataclass(frozen=True)
class Outcome:
    """What a run did or, in check mode, would do.

    :ivar plan: the step.
    :ivar after: the user pool afterwards; in check mode, and if nothing changed, as it is.
    :ivar wrong: what is not as it has to be after a write (S7).
    :ivar warnings: what the user should know.
    """

    plan: Plan
    after: Seen
    wrong: List[str] = field(default_factory=list)
    warnings: List[str] = field(default_factory=list)


def ensure(pools: UpdatableUserPools, user_pool_id: str, wanted: Wanted, check_mode: bool = False) -> Outcome:
    """Bring what a user pool's MFA depends on to what is wanted, and change nothing else.

    :raises Refusal: if the service would refuse it, or if it cannot be done safely; nothing was written.
    :raises Failure: if a call failed; the message says whether anything was written.
    """
    _refuse_botocore(pools)
    plan = _next_plan(pools, user_pool_id, wanted)
    if check_mode or not plan.changed:
        return Outcome(plan, plan.seen, warnings=doubts(plan) if plan.changed else [])
    return _apply(pools, user_pool_id, plan, RetryBudget(pools.attempts, 0))


def _next_plan(pools: UpdatableUserPools, user_pool_id: str, wanted: Wanted) -> Plan:
    """Look and plan from there."""
    try:
        seen = pools.look(user_pool_id)
    except Failure as failure:
        raise explained(failure) from failure
    plan = make_plan(seen, wanted)
    refuse_wanted(plan)
    if plan.changed:
        _refuse_unmodelled(pools, plan)
        refuse(plan)
    return plan


def _apply(pools: UpdatableUserPools, user_pool_id: str, plan: Plan, budget: RetryBudget) -> Outcome:
    """Write once, right after a second look; whatever moved or was in the way, start over from a fresh look (S5, S6)."""
    lost: Optional[Plan] = None
    while True:
        failure = _moved(pools, user_pool_id, plan) or _write(pools, user_pool_id, plan)
        if failure is None:
            return _compared(pools, user_pool_id, plan)
        again = failure.code in RETRIED and budget.allows(failure)
        if not again and not failure.uncertain:
            raise _explained(failure, plan) from failure
        lost = plan if failure.uncertain else lost
        fresh = _plan_after(failure, pools, user_pool_id, plan)
        if not fresh.changed:  # a lost answer is settled by what is there now; otherwise another writer was faster
            return _outcome(lost, fresh.seen) if lost else Outcome(fresh, fresh.seen)
        if not again:
            raise failure.adding("Reading again shows that it was not applied") from failure
        plan = fresh


def _moved(pools: UpdatableUserPools, user_pool_id: str, plan: Plan) -> Optional[Failure]:
    """Describe again: the request is right only for the user pool that it was made from (S5)."""
    try:
        members = moved(plan.seen.pool, pools.describe(user_pool_id))
    except Failure as failure:
        raise explained(failure) from failure
    if not members:
        return None
    text = f"User pool {user_pool_id} is being changed by somebody else, nothing was sent: {', '.join(members)}"
    return Failure(text, MOVED, text)


def _write(pools: UpdatableUserPools, user_pool_id: str, plan: Plan) -> Optional[Failure]:
    """Write the whole request, once (S6)."""
    try:
        pools.update(user_pool_id, plan.request)
    except Failure as failure:
        return failure
    return None


def _plan_after(failure: Failure, pools: UpdatableUserPools, user_pool_id: str, plan: Plan) -> Plan:
    try:
        return _next_plan(pools, user_pool_id, plan.wanted)
    except Failure as unreadable:
        if not failure.uncertain:
            raise
        raise failure.adding(f"Whether it was applied is not known: {unreadable}") from unreadable


def _compared(pools: UpdatableUserPools, user_pool_id: str, plan: Plan) -> Outcome:
    """Look at the user pool after the write, and compare (S7)."""
    try:
        return _outcome(plan, pools.look(user_pool_id))
    except Failure as failure:
        return Outcome(plan, plan.seen, [f"the current state could not be read ({failure})"])


def _outcome(plan: Plan, after: Seen) -> Outcome:
    return Outcome(plan, after, differences(plan, after))


def _explained(failure: Failure, plan: Plan) -> Failure:
    """The failure with the sentence of the row behind it, of this module or of user_pool_mfa_config."""
    row = recognised(failure.code, failure.text)
    return failure.adding(str(row.refusal(plan))) if row else explained(failure)


def _refuse_botocore(pools: UpdatableUserPools) -> None:
    """Refuse a botocore that cannot tell enough, or that has a member that this collection does not know (S2, S3)."""
    if LooseVersion(pools.botocore) < LooseVersion(NEEDED_BOTOCORE):
        problem = f"botocore {pools.botocore} does not know all settings of a user pool"
        raise Refusal("botocore", None, problem, f"Install botocore {NEEDED_BOTOCORE} or newer", "S2")
    unknown = unclassified(pools.models[0])
    if unknown:
        problem = f"UpdateUserPool of botocore {pools.botocore} has members that this collection does not know: "
        hint = "Install a newer latchkey.cognito, or an older botocore"
        raise Refusal("botocore", None, problem + ", ".join(unknown), hint, "S3")


def _refuse_unmodelled(pools: UpdatableUserPools, plan: Plan) -> None:
    """Refuse to write where the user pool has something that cannot be sent back, and so could be lost (S2, P7)."""
    request, description = pools.models
    paths = [*unmodelled(plan.seen.pool, description), *unmodelled(plan.request, request)]
    if paths:
        names = ", ".join(sorted({".".join(("UserPool", *path)) for path in paths}))
        problem = (
            f"the user pool has settings that botocore {pools.botocore} does not know, and a write might erase them: "
        )
        raise Refusal("user_pool_id", None, problem + names, "Install a newer botocore", "S2")
