# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-ins at the local Cognito, in the words of the collection's outcomes."""

from __future__ import annotations

from dataclasses import replace

from tests.emulator import sign_in
from tests.emulator.behaviour import Pool
from tests.emulator.behaviour import Rejected
from tests.emulator.behaviour import Switches
from tests.emulator.users import User


def outcome_of(challenge: str, choices: tuple[str, ...] = ()) -> str:
    """The outcome that a challenge is; a set-up that offers SMS alone is one that nobody can answer (D7)."""
    if challenge == "MFA_SETUP":
        return "set_up" if set(choices) - {"SMS_MFA"} else "locked_out"
    return {"": "signed_in", "SELECT_MFA_TYPE": "selects"}.get(challenge, "challenged")


def sign_in_as(pool: Pool, user: User, switches: Switches) -> str:
    """What the local Cognito does with a user who has taken the step that comes before (D15)."""
    if user.enabled and user.status != "EXTERNAL_PROVIDER":
        user = replace(user, status="CONFIRMED", is_new=False)
    try:
        met = sign_in.answer(pool, user, switches)
    except Rejected:
        return "locked_out" if user.enabled else "cannot_sign_in_anyway"
    return "not_asked" if met.rule == "D9" else outcome_of(met.challenge, met.choices)
