# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a user pool passes a check.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Callable
from typing import Dict
from typing import List
from typing import NamedTuple

from .entries import MODE
from .policy import Policy
from .policy import SMS_FACTOR
from .policy import USER_VERIFICATIONS

Pool = Dict[str, Any]


PASSKEYS = "web_authn_configuration"


class Judgement(NamedTuple):
    """What one check found in one pool.

    :ivar status: pass, fail or unknown.
    """

    status: str
    message: str
    expected: Any
    actual: Any


def _judged(passed: bool, message: str, expected: Any, actual: Any) -> Judgement:
    return Judgement("pass" if passed else "fail", message, expected, actual)


def accepted_modes(policy: Policy) -> List[str]:
    return ["ON"] if policy.mode == "ON" else ["ON", "OPTIONAL"]


def _mode(pool: Pool, policy: Policy) -> Judgement:
    mode, accepted = pool["mfa_config"][MODE], accepted_modes(policy)
    return _judged(mode in accepted, f"The mode is {mode}", accepted, mode)


def _factors(pool: Pool, policy: Policy) -> Judgement:
    enabled, mode = pool["factors"], pool["mfa_config"][MODE]
    usable = list(policy.usable_factors)
    surplus = [factor for factor in enabled if factor not in usable]
    if surplus:
        message = f"The policy does not allow {', '.join(surplus)}"
    elif mode != "OFF" and not enabled:
        message = f"The mode is {mode}, and there is no factor"
    else:
        message = f"Enabled: {', '.join(enabled) or 'none'}"
    return _judged(not surplus and (mode == "OFF" or bool(enabled)), message, usable, enabled)


def _sms_only(pool: Pool, policy: Policy) -> Judgement:
    alone = pool["factors"] == [SMS_FACTOR]
    message = "SMS is the only factor" if alone else "SMS is not the only factor"
    return _judged(not alone or policy.allow_sms_only, message, policy.allow_sms_only, alone)


def _user_verification(pool: Pool, policy: Policy) -> Judgement:
    wanted = str(policy.user_verification)
    accepted = list(USER_VERIFICATIONS[: USER_VERIFICATIONS.index(wanted) + 1])
    return _passkeys(pool, "user_verification", accepted)


def _factor_configuration(pool: Pool, policy: Policy) -> Judgement:
    return _passkeys(pool, "factor_configuration", [str(policy.factor_configuration)])


def _passkeys(pool: Pool, member: str, accepted: List[str]) -> Judgement:
    """A pool without passkey settings has none that could be wrong."""
    actual = (pool["mfa_config"].get(PASSKEYS) or {}).get(member)
    if PASSKEYS not in pool["mfa_config"]:
        return _judged(True, "The pool has no passkey settings", accepted, None)
    return _judged(actual in accepted, f"{member} of passkeys is {actual}", accepted, actual)


_CHECKERS: Dict[str, Callable[[Pool, Policy], Judgement]] = {
    "mode": _mode,
    "factors": _factors,
    "sms_only": _sms_only,
    "passkey_user_verification": _user_verification,
    "passkey_factor_configuration": _factor_configuration,
}


def checks_of(policy: Policy) -> List[str]:
    """The checks that a policy asks for."""
    unasked = {
        "passkey_user_verification": policy.user_verification is None,
        "passkey_factor_configuration": policy.factor_configuration is None,
    }
    return [name for name in _CHECKERS if not unasked.get(name)]


def judge(check: str, pool: Pool, policy: Policy) -> Judgement:
    """What a check finds in a pool whose configuration is known."""
    return _CHECKERS[check](pool, policy)
