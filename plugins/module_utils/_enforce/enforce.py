# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of mfa_enforce: look at every step, and only if all would succeed, take them in batches.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import time
from typing import Any
from typing import Callable
from typing import Dict
from typing import Mapping
from typing import NamedTuple
from typing import Sequence
from typing import Union

from .._mfa.client import Failure
from .._mfa.client import UserPools
from .._mfa.concurrency import concurrently
from .._mfa.concurrency import WORKERS
from .._mfa.config import to_options
from .._mfa.ensure import ensure
from .._mfa.module import mfa_diff
from .._mfa.plan import Wanted
from .._mfa.refusal import Refusal
from .outcome import failure
from .outcome import Progress
from .outcome import STALE
from .outcome import Taken
from .plan import batches
from .plan import Place
from .plan import Step
from .plan import too_many

PAUSE = 10  # seconds between two lines on how far the work is
MAX_WORKERS = 64  # enough for the quotas of a dozen places, and no more than a processor can serve

Opened = Mapping[Place, Union[UserPools, Failure]]
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
        self._spoke = time.monotonic()
        self._workers = min(WORKERS * max(1, len(opened)), MAX_WORKERS)
        self._looked: Dict[str, Taken] = {}
        self._written: Dict[str, Taken] = {}
        self.progress = Progress(steps, self._looked, self._written, settings.checking)

    def look(self) -> None:
        """See in check mode what each step would do."""
        self._take(self.progress.steps, True, self._looked)

    def write(self, sizes: Sequence[Any], max_fail_percentage: int) -> None:
        """Take the steps, batch by batch, until too many of a batch fail.

        An interruption lets the writes that have begun come to their end, and says what was done.
        """
        try:
            for batch in batches(self.progress.steps, sizes):
                self._take(batch, False, self._written)
                failed = sum(self._written[step.user_pool_id].failed for step in batch)
                self._report_progress()
                if too_many(failed, len(batch), max_fail_percentage):
                    break
        except BaseException:
            changed = [pool_id for pool_id, taken in self._written.items() if taken.changed]
            left = len(self.progress.steps) - len(self._written)
            self._say(f"Interrupted: changed {', '.join(changed) or 'no user pool'}; {left} user pools not begun")
            raise

    def _report_progress(self) -> None:
        if time.monotonic() - self._spoke >= PAUSE:
            self._spoke = time.monotonic()
            self._say(f"{len(self._written)} of {len(self.progress.steps)} user pools brought to the policy")

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
        diff = mfa_diff(step.user_pool_id, before, after)
        changed = before != after
        tense = ("Would be changed" if checking else "Changed") if changed else "Unchanged"
        return Taken(changed, False, tense, tuple(outcome.warnings), diff if changed else None)
