# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A step is left out for exactly the outcomes that are not to be met, and wherever not everybody was judged."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import OUTCOMES


def survey(**more: Any) -> dict[str, Any]:
    """What a survey found: two users of each outcome that is named."""
    hint = more.pop("hint", "")
    counts = {name: more.pop(name, 0) for name in OUTCOMES}
    reasons = [
        {"outcome": name, "rule": "D5", "problem": f"Users are {name}.", "hint": hint}
        for name, count in counts.items()
        if count
    ]
    return {
        "outcomes": counts,
        "reasons": reasons,
        "users": {"read": 9},
        "error": None,
        "factors_error": None,
        **more,
    }


@pytest.mark.parametrize(("outcome", "worst"), list(product(OUTCOMES, readiness.REQUIREMENTS)))
def test_one_outcome(outcome: str, worst: str) -> None:
    reason = readiness.why_left_out(survey(**{outcome: 2}), worst)
    if outcome in ("locked_out", worst):
        assert reason == f"{readiness.STOPPED[outcome]}: 2 of 9. Users are {outcome}. (D5)."
    else:
        assert reason is None


def test_what_would_help_is_said() -> None:
    reason = str(readiness.why_left_out(survey(locked_out=1, hint="Add an address."), "locked_out"))
    assert reason.endswith("Users are locked_out. (D5). Add an address.")


@pytest.mark.parametrize("worst", readiness.REQUIREMENTS)
@pytest.mark.parametrize("error", ["error", "factors_error"])
def test_not_everybody_was_judged(worst: str, error: str) -> None:
    reason = readiness.why_left_out(survey(signed_in=1, **{error: "AccessDenied"}), worst)
    assert reason == f"{readiness.NOT_KNOWN}: AccessDenied"
    assert readiness.STOPPED["locked_out"] in str(readiness.why_left_out(survey(locked_out=1, **{error: "no"}), worst))


def test_what_rises_to_on() -> None:
    modes = ("OFF", "OPTIONAL", "ON")
    configs = {mode: {"MfaConfiguration": mode} for mode in modes}
    rising = [(a, b) for a, b in product(modes, modes) if readiness.rises_to_on(configs[a], configs[b])]
    assert rising == [("OFF", "ON"), ("OPTIONAL", "ON")]
