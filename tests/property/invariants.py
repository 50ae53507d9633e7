# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task did not name stays as it was, and nothing is refused without need."""

from __future__ import annotations

from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import Path
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import SNS_MEMBERS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted

# Rules that refuse what the service, as far as is known, accepts, each with its reason.
STRICTER = {
    "R34": "the service is reported to accept TOTP disabled as the only factor, which locks every user out (U5)",
    "E22": "the reference excludes SNS beside EUMS, but only for the two caller ARNs; a lone SnsRegion would be dropped",
}
# The same where a request has just one factor, whatever else it has.
STRICTER_ALONE = {
    "E1": {config.SMS: "whether OFF takes an SMS block is not known, so it is never sent (U6)"},
    "E2": {
        config.TOTP: "another client may have left TOTP disabled as the only factor; it is not written back (R34)",
        config.SMS: "Get may show the SMS settings of a pool in OFF; they are not switched on unasked (U1)",
    },
}


def is_stricter(rule: str, request: dict[str, Any]) -> bool:
    """Whether a refusal is one of those.

    :arg request: what somebody would send who thinks no further.
    """
    factors = [block for block in config.FACTORS.values() if block in request]
    return rule in STRICTER or (len(factors) == 1 and factors[0] in STRICTER_ALONE.get(rule, {}))


def touched(before: dict[str, Any], after: dict[str, Any], wanted: Wanted) -> list[Path]:
    """The settings that a task changed without naming them.

    :arg before: the configuration before, in normal form.
    :arg after: the configuration after the run.
    """
    named = {path for path, _value in config.leaves(wanted.settings)}
    return [
        path
        for path, value in config.leaves(before)
        if config.get(after, path) != value and path not in named and not _may_go(path, value, after, wanted)
    ]


def _may_go(path: Path, value: Any, after: dict[str, Any], wanted: Wanted) -> bool:
    """Whether the task's words cover the loss of a setting: OFF and purging drop factors, one SMS sender the other."""
    block = path[0]
    if block in config.FACTORS.values() and (
        config.mode(after) == "OFF" or (wanted.purge_factors and block not in wanted.settings)
    ):
        return True
    sender = config.get(wanted.settings, ("SmsMfaConfiguration", "SmsConfiguration")) or {}
    if path[:2] == ("SmsMfaConfiguration", "SmsConfiguration") and len(path) > 2:
        return (bool(sender.get("EumsSms")) and path[2] in SNS_MEMBERS) or (
            bool(sender.get("SnsCallerArn")) and path[2] == "EumsSms"
        )
    return value == {} and block in wanted.settings
