# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the users of a user pool are ready for the mode ON, or why its step is left out.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Mapping
from typing import NamedTuple
from typing import Optional

from .._mfa.config import Config
from .._mfa.config import mode
from .._sign_in.decision import LOCKED_OUT
from .._sign_in.decision import UNKNOWN

NEVER = "never"
REQUIREMENTS = (LOCKED_OUT, UNKNOWN)
"""The outcomes that no user may meet; each includes those before it."""

NOT_KNOWN = "Left out, since not all users could be read, and some might be locked out"
STOPPED = {
    LOCKED_OUT: "Left out, since users would be locked out",
    UNKNOWN: "Left out, since it is not known whether users would be locked out",
}


class Requirement(NamedTuple):
    """What is asked of the users before MFA is required of them.

    :ivar worst: the outcome that no user may meet, one of :data:`REQUIREMENTS`.
    :ivar read_factors: how their factors are read, or None.
    """

    worst: str
    read_factors: Optional[str]


def rises_to_on(before: Config, after: Config) -> bool:
    """Whether a step requires MFA of users of whom it is not required today."""
    return mode(after) == "ON" != mode(before)


def why_left_out(readiness: Mapping[str, Any], worst: str) -> Optional[str]:
    """Why a step is not to be taken, or None if the users are ready for it.

    :arg readiness: as user_pool_mfa_readiness_info returns it.
    :arg worst: the outcome that no user may meet.
    """
    for outcome in REQUIREMENTS[: REQUIREMENTS.index(worst) + 1]:
        reason = next((reason for reason in readiness["reasons"] if reason["outcome"] == outcome), None)
        if reason:
            count = f"{readiness['outcomes'][outcome]} of {readiness['users']['read']}"
            return f"{STOPPED[outcome]}: {count}. {reason['problem']} ({reason['rule']}). {reason['hint']}".rstrip()
    error = readiness["error"] or readiness["factors_error"]
    return f"{NOT_KNOWN}: {error}" if error else None
