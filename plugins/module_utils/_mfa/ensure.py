# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The core: what the modules do, in either way of running.  It knows neither AnsibleModule nor boto3.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import List
from typing import Optional
from typing import Tuple

from ansible.module_utils.compat.version import LooseVersion

from .client import Failure
from .client import UserPools
from .config import Config
from .config import leaves
from .config import normal
from .config import option_name
from .config import Path
from .config import SMS
from .config import SMS_FACTOR
from .config import SMS_SENDER
from .config import unsendable
from .limits import refuse_options
from .options import MFA_OPTIONS
from .options import needed_botocore
from .plan import make_plan
from .plan import needs_stored_sms
from .plan import not_applied
from .plan import Plan
from .plan import security_downgrades
from .plan import Wanted
from .refusal import Refusal
from .retries import RetryBudget
from .rules import applicable_rules
from .rules import pool_dependent_rules
from .rules import recognised
from .rules import refuse

SMS_STAYS = (
    "Cognito accepted the change and still shows the user pool's SMS settings. They say that it can send SMS; Cognito does not "
    "tell whether SMS is still a factor, and may offer it once it was configured (R45, R49, R82). The result shows what it reports."
)


@dataclass(frozen=True)
class Outcome:
    """What a run did or, in check mode, would do.

    :ivar before: the configuration before, in normal form.
    :ivar after: the configuration after: the service's own answer, or the prediction.
    :ivar warnings: what the user should know.
    """

    before: Config
    after: Config
    warnings: List[str] = field(default_factory=list)


def ensure(
    pools: UserPools, user_pool_id: str, wanted: Wanted, wait_timeout: int = 0, check_mode: bool = False
) -> Outcome:
    """Bring a user pool's MFA configuration to what is wanted.

    :arg wait_timeout: seconds to wait for the role that sends SMS to become usable (R62).
    :raises Refusal: if the service would refuse it; nothing was written.
    :raises Failure: if a call failed; the message says whether anything was written.
    """
    refuse_options(wanted.options, MFA_OPTIONS)
    _refuse_unsendable_options(pools, wanted)
    plan, pool = _next_plan(pools, user_pool_id, wanted)
    if not plan.changed:
        return Outcome(plan.before, plan.before)
    if check_mode:
        warnings = security_downgrades(plan.before, plan.after) + _predicted_warnings(pools, user_pool_id, plan, pool)
        return Outcome(plan.before, plan.after, warnings)
    return _apply(pools, user_pool_id, plan, RetryBudget(pools.attempts, wait_timeout))


def _next_plan(pools: UserPools, user_pool_id: str, wanted: Wanted) -> Tuple[Plan, Optional[Config]]:
    """Read what is live and plan from there; the description of the pool comes along where it was needed."""
    try:
        live = pools.read(user_pool_id)
        pool = pools.describe(user_pool_id) if needs_stored_sms(live, wanted) else None
    except Failure as failure:
        raise explained(failure) from failure
    plan = make_plan(live, wanted, _stored_sms(pool or {}))
    refuse(plan)
    _refuse_downgrade(plan)
    if plan.changed:
        _refuse_unsendable_live(pools, {**live, **plan.request})  # the request may hold stored settings as well
    return plan, pool


def _apply(pools: UserPools, user_pool_id: str, plan: Plan, budget: RetryBudget) -> Outcome:
    """Write, and plan again before each retry: a write replaces what others wrote in between (R1, R61)."""
    before, lost = plan.before, False
    while True:
        try:
            after = normal(pools.write(user_pool_id, plan.request))
            return Outcome(before, after, _warnings(before, plan, after))
        except Failure as failure:
            healing = failure.role and SMS in plan.request  # a new role heals by itself (R62)
            again = (failure.again or healing) and budget.allows(failure)
            if not again and not failure.uncertain:
                raise explained(failure, plan) from failure
            fresh = _plan_after(failure, pools, user_pool_id, plan)
            lost = lost or failure.uncertain
            if not lost:  # then what has changed meanwhile is another's doing
                before = fresh.before
            if not fresh.changed:  # a lost answer is settled by what is there now
                return Outcome(before, fresh.before, _warnings(before, plan, fresh.before) if lost else [])
            if not again:
                how_far = "" if fresh.before == before else " in full"
                raise failure.adding(f"Reading again shows that it was not applied{how_far}") from failure
            plan = fresh


def _plan_after(failure: Failure, pools: UserPools, user_pool_id: str, plan: Plan) -> Plan:
    try:
        return _next_plan(pools, user_pool_id, plan.wanted)[0]
    except Failure as unreadable:
        if not failure.uncertain:
            raise
        raise failure.adding(f"Whether it was applied is not known: {unreadable}") from unreadable


def _stored_sms(pool: Config) -> Config:
    """The SMS block in a pool's description (R8)."""
    return {member: pool[member] for member in ("SmsAuthenticationMessage", SMS_SENDER) if pool.get(member)}


def _predicted_warnings(pools: UserPools, user_pool_id: str, plan: Plan, pool: Optional[Config]) -> List[str]:
    """Check mode's word on what depends on the rest of the pool.

    :returns: warnings of refusals that are reported, not measured, or that could not be checked.
    :raises Refusal: for a refusal that was measured.
    """
    rules = pool_dependent_rules(plan)
    if not rules:
        return []
    try:
        applicable = applicable_rules(rules, pool or pools.describe(user_pool_id))
    except Failure as failure:
        if not failure.denied:
            raise explained(failure) from failure
        unverified = "; ".join(f"{rule.problem} ({rule.id})" for rule in rules)
        return [f"Check mode could not verify that none of these applies: {unverified}. {failure}"]
    for rule in applicable:
        if rule.confidence == "MEASURED":
            raise rule.refusal(plan)
    return [f"Cognito may refuse this. {rule.refusal(plan)}" for rule in applicable]


def _warnings(before: Config, plan: Plan, after: Config) -> List[str]:
    """What the run lowered, also what another had raised since an answer was lost, and what the service did not follow."""
    steps = security_downgrades(before, after) + security_downgrades(plan.before, after)
    return list(dict.fromkeys(steps)) + _not_applied_warnings(plan, after)


def _not_applied_warnings(plan: Plan, after: Config) -> List[str]:
    kept = not_applied(plan, after)
    others = [name for name in kept if name != SMS_FACTOR]
    warnings = []
    if SMS_FACTOR in kept:
        warnings.append(SMS_STAYS)
    if others:
        warnings.append(
            f"Cognito accepted the change but did not follow it in: {', '.join(others)}. The result shows what it reports. "
            "Once an email identity of its own is configured, Cognito may keep it as a factor (R45, R50)."
        )
    return warnings


def explained(failure: Failure, plan: Optional[Plan] = None) -> Failure:
    """The failure with the sentence of the rule behind it, if there is one."""
    rule = recognised(failure.code, failure.text)
    return failure.adding(str(rule.refusal(plan))) if rule else failure


def _refuse_unsendable_options(pools: UserPools, wanted: Wanted) -> None:
    """Refuse options that the installed botocore cannot send (R72)."""
    for path in unsendable(wanted.settings, pools.model):
        raise Refusal(option_name(path), None, _unknown_to(pools), _version_hint(wanted.settings, path), "R72")


def _refuse_unsendable_live(pools: UserPools, live: Config) -> None:
    """Refuse to write where something live could not be sent back, and so would be erased (R1, R72)."""
    for path in unsendable(live, pools.model):
        problem = f"the user pool has this setting, {_unknown_to(pools)}, and any write would erase it"
        raise Refusal(".".join(path), None, problem, _version_hint(live, path), "R72")


def _refuse_downgrade(plan: Plan) -> None:
    """Refuse a step that takes away from the users' security, unless the task allows it."""
    sentences = security_downgrades(plan.before, plan.after)
    if sentences and not plan.wanted.allow_downgrade:
        raise Refusal("allow_downgrade", False, " ".join(sentences).rstrip("."), "Set it to true if that is meant")


def _unknown_to(pools: UserPools) -> str:
    return f"botocore {pools.botocore} does not know it"


def _version_hint(config: Config, path: Path) -> str:
    """Which botocore knows a member and everything below it."""
    below = [leaf for leaf, _value in leaves(config) if leaf[: len(path)] == path]
    needed = [needed_botocore(tuple(option_name(leaf).split("."))) for leaf in below]
    versions = sorted((version for version in needed if version), key=LooseVersion)
    return f"Install botocore {versions[-1]} or newer" if len(versions) == len(below) else "Install a newer botocore"
