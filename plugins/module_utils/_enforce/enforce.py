# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of mfa_enforce: look at every step, and only if all would succeed, take them in batches.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Callable
from typing import Dict
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Tuple
from typing import Union

from .._mfa.client import Failure
from .._mfa.concurrency import concurrently
from .._mfa.concurrency import WORKERS
from .._mfa.config import to_options
from .._mfa.ensure import ensure
from .._mfa.ensure import Outcome
from .._mfa.module import mfa_diff
from .._mfa.plan import Wanted
from .._mfa.progress import Progress
from .._mfa.refusal import Refusal
from .._sign_in.facts import pool_settings
from .._sign_in.module import refuse_old_botocore
from .._sign_in.module import run_survey
from .._sign_in.proposal import Proposal
from .._sign_in.survey import Survey
from .._sign_in.survey import Wish
from .connections import MAX_PLACES
from .connections import PacedUserPools
from .connections import Quotas
from .outcome import failure
from .outcome import RunState
from .outcome import STALE
from .outcome import Taken
from .plan import batches
from .plan import Place
from .plan import Step
from .plan import too_many
from .readiness import NOT_KNOWN
from .readiness import Requirement
from .readiness import rises_to_on
from .readiness import why_left_out

MAX_WORKERS = 64  # enough for the quotas of a dozen places, and no more than a processor can serve

Opened = Mapping[Place, Union[PacedUserPools, Failure]]
Say = Callable[[str], None]


class Settings(NamedTuple):
    """How a run works.

    :ivar allow_downgrade: whether a step may take away from the users' security.
    :ivar wait_timeout: seconds to wait for a role that sends SMS (R62).
    :ivar checking: whether the run ends after looking.
    """

    allow_downgrade: bool
    wait_timeout: int
    checking: bool


class Enforcement:
    """A run over some steps."""

    def __init__(self, steps: Sequence[Step], opened: Opened, settings: Settings, say: Say) -> None:
        """
        :arg opened: the user pools of each place.
        :arg say: shows how far the work is.
        """
        self._opened = opened
        self._settings = settings
        self._say = say
        self._workers = min(WORKERS * max(1, len(opened)), MAX_WORKERS)
        self._looked: Dict[str, Taken] = {}
        self._written: Dict[str, Taken] = {}
        self._left_out: Dict[str, str] = {}
        self._rising: Dict[str, Outcome] = {}
        self.state = RunState(steps, self._looked, self._written, self._left_out, settings.checking)

    def look(self) -> None:
        """See in check mode what each step would do."""
        self._take(self.state.steps, True, self._looked)

    def leave_out(self, required: Requirement) -> None:
        """Leave out the steps that would require MFA of users who are not ready for it.

        The user pools of an account and region are surveyed one after the other, since they share the quotas of their users.

        :raises Refusal: if the installed botocore cannot read factors in the way that is required.
        """
        shared: Dict[Quotas, List[Tuple[PacedUserPools, Step]]] = {}
        for step in self.state.steps:
            pools = self._opened[step.place]
            if step.user_pool_id in self._rising and isinstance(pools, PacedUserPools):
                refuse_old_botocore(pools.users, pools.botocore, required.read_factors)
                shared.setdefault(pools.quotas, []).append((pools, step))

        def survey(row: Sequence[Tuple[PacedUserPools, Step]]) -> None:
            for pools, step in row:
                reason = self._why_left_out(pools, step.user_pool_id, required)
                if reason:
                    self._left_out[step.user_pool_id] = reason

        concurrently(survey, list(shared.values()), MAX_PLACES)

    def _why_left_out(self, pools: PacedUserPools, user_pool_id: str, required: Requirement) -> Optional[str]:
        step = self._rising[user_pool_id]
        try:
            description = pools.describe(user_pool_id)
        except Failure as failed:
            return f"{NOT_KNOWN}: {failed}"
        live, proposed = pool_settings(step.before, description), pool_settings(step.after, description)
        wish = Wish(read_factors=required.read_factors)
        survey = Survey(pools.users, user_pool_id, (proposed, live), wish, Progress(self._say))
        return why_left_out(run_survey(survey, description, Proposal(live, proposed, [])), required.worst)

    def write(self, sizes: Sequence[Any], max_fail_percentage: int) -> None:
        """Take the steps, batch by batch, until too many of a batch fail.

        An interruption lets the writes that have begun come to their end, and says what was done.
        """
        progress = Progress(self._say)
        progress.begin("enforce", "user pools written", len(self.state.allowed))
        try:
            for batch in batches(self.state.allowed, sizes):
                self._take(batch, False, self._written)
                failed = sum(self._written[step.user_pool_id].failed for step in batch)
                progress.step(len(batch))
                if too_many(failed, len(batch), max_fail_percentage):
                    break
        except BaseException:
            changed = [pool_id for pool_id, taken in self._written.items() if taken.changed]
            left = len(self.state.allowed) - len(self._written)
            self._say(f"Interrupted: changed {', '.join(changed) or 'no user pool'}; {left} user pools not started")
            raise

    def _take(self, steps: Sequence[Step], checking: bool, taken: Dict[str, Taken]) -> None:
        def take(step: Step) -> None:
            taken[step.user_pool_id] = self._one(step, checking)

        concurrently(take, steps, self._workers, finish=not checking)

    def _one(self, step: Step, checking: bool) -> Taken:
        pools = self._opened[step.place]
        if isinstance(pools, Failure):
            return failure(str(pools))
        named = {name: value for name, value in step.options.items() if name != "purge_factors"}
        wanted = Wanted(named, step.options.get("purge_factors", False), self._settings.allow_downgrade)
        try:
            outcome = ensure(pools, step.user_pool_id, wanted, self._settings.wait_timeout, checking)
        except (Failure, Refusal) as error:
            return failure(str(error))
        before, after = to_options(outcome.before), to_options(outcome.after)
        if checking and before != step.mfa_config:
            return failure(STALE)
        if checking and rises_to_on(outcome.before, outcome.after):
            self._rising[step.user_pool_id] = outcome
        diff = mfa_diff(step.user_pool_id, before, after)
        changed = before != after
        tense = ("Would be changed" if checking else "Changed") if changed else "Unchanged"
        return Taken(changed, False, tense, tuple(outcome.warnings), diff if changed else None)
