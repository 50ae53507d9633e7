# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of the steps: the figures, the status, and a line for each user pool.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple

from .plan import Step

MAX_REASONS = 5
STALE = "its MFA configuration is not the one that the inventory has; read the inventory again"
EMPTY_HINT = (
    "There are no user pools to enforce the policy on. If the inventory could not be read, a warning above says why."
)
UNKNOWN_HINT = "There are user pools that could not be read. Leave them out, as by --limit '!mfa_unknown', or see why."


class Taken(NamedTuple):
    """A step that was looked at or taken.

    :ivar msg: why it failed, or what came of it.
    """

    changed: bool
    failed: bool
    msg: str
    warnings: Tuple[str, ...] = ()
    diff: Optional[Dict[str, Any]] = None


def failure(msg: str) -> Taken:
    """A step that failed, and changed nothing that is known."""
    return Taken(False, True, msg)


class RunState(NamedTuple):
    """How far the work is.

    :ivar looked: the step of each user pool as check mode had it, by ID.
    :ivar written: what came of each write, by ID.
    :ivar left_out: why a step is not to be taken, by ID.
    :ivar checking: whether the whole is a run in check mode.
    """

    steps: Sequence[Step]
    looked: Mapping[str, Taken]
    written: Mapping[str, Taken]
    left_out: Mapping[str, str]
    checking: bool

    @property
    def allowed(self) -> List[Step]:
        """The steps that are to be taken."""
        return [step for step in self.steps if step.user_pool_id not in self.left_out]

    @property
    def refused(self) -> List[str]:
        """The user pools whose step would fail."""
        return [pool_id for pool_id, taken in self.looked.items() if taken.failed]


def figures(pools: Sequence[Mapping[str, Any]], state: RunState) -> Dict[str, int]:
    """The counts of a run, as docs/fleet.md has them.

    :arg pools: the user pools of the audit's model.
    """
    done = state.looked if state.checking else state.written
    good = [taken for pool_id, taken in done.items() if not taken.failed and pool_id not in state.left_out]
    changed = sum(taken.changed for taken in good)
    failed = sum(taken.failed for taken in state.written.values())
    refused = len(state.refused)
    return {
        "pools": len(pools),
        "pools_unknown": sum(pool["mfa_config"] is None for pool in pools),
        "planned": len(state.steps),
        "changed": changed,
        "unchanged": len(good) - changed,
        "refused": refused,
        "failed": failed,
        "left_out": len(state.left_out),
        "remaining": len(state.allowed) - len(good) - failed - refused,
    }


def status(counts: Mapping[str, int], state: RunState) -> str:
    """``empty``, ``planned`` (check mode), ``stopped`` (before any write), ``failed`` or ``enforced``."""
    if counts["pools"] == 0:
        return "empty"
    if counts["pools_unknown"] or counts["refused"]:
        return "stopped"
    if state.checking:
        return "planned"
    return "failed" if counts["failed"] or counts["remaining"] else "enforced"


def sentence(ending: str, counts: Mapping[str, int], state: RunState, labels: Mapping[str, str]) -> str:
    """The run in words, with the first reasons why it did not end well.

    :arg labels: what each user pool is called, by ID.
    """
    would_be = "would be changed" if state.checking else "changed"
    parts = [
        f"The status is {ending}. User pools: {counts['pools']} ({counts['pools_unknown']} unknown). "
        f"To be changed: {counts['planned']} ({counts['changed']} {would_be}, {counts['unchanged']} unchanged, "
        f"{counts['refused']} refused, {counts['failed']} failed, {counts['left_out']} left out, {counts['remaining']} remaining)."
    ]
    if ending == "empty":
        parts.append(EMPTY_HINT)
    if counts["pools_unknown"]:
        parts.append(UNKNOWN_HINT)
    done = {**state.looked, **state.written}
    bad = {pool_id: taken.msg for pool_id, taken in done.items() if taken.failed}
    told = {**bad, **state.left_out}
    reasons = [f"{labels[pool_id]}: {told[pool_id]}" for pool_id in labels if pool_id in told]  # whoever was first
    return " ".join([*parts, *reasons[:MAX_REASONS], *(["..."] if len(reasons) > MAX_REASONS else [])])


def lines(pools: Sequence[Mapping[str, Any]], state: RunState, labels: Mapping[str, str]) -> List[Dict[str, Any]]:
    """What came of each user pool: whether it ``changed`` or ``failed``, why, with its warnings and its difference.

    :arg pools: the user pools of the audit's model.
    """
    planned = {step.user_pool_id for step in state.steps}
    return [_line(pool, state, pool["user_pool_id"] in planned, labels) for pool in pools]


def _line(pool: Mapping[str, Any], state: RunState, planned: bool, labels: Mapping[str, str]) -> Dict[str, Any]:
    pool_id = pool["user_pool_id"]
    taken = state.written.get(pool_id) or _looked(state, pool_id)
    if pool_id in state.left_out:
        taken = Taken(False, False, state.left_out[pool_id])
    if taken is None:
        taken = _not_taken(pool, planned)
    return {
        "name": labels[pool_id],
        "user_pool_id": pool_id,
        "account_id": pool["account_id"],
        "region": pool["region"],
        "changed": taken.changed,
        "failed": taken.failed,
        "msg": taken.msg,
        "warnings": list(taken.warnings),
        "diff": taken.diff,
    }


def _looked(state: RunState, pool_id: str) -> Optional[Taken]:
    """What looking showed; in a real run, what would change has not changed."""
    taken = state.looked.get(pool_id)
    if taken is None or taken.failed or state.checking:
        return taken
    return taken._replace(changed=False, msg="Not started", diff=None)


def _not_taken(pool: Mapping[str, Any], planned: bool) -> Taken:
    if pool["mfa_config"] is None:
        return failure(f"It could not be read: {pool['error']}")
    return Taken(False, False, "Not started" if planned else "Already complies with the policy")
