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

from .._mfa.config import SMS_FACTOR
from .entries import MODE_OPTION
from .model import State
from .policy import Policy
from .policy import USER_VERIFICATIONS

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


def _mode(pool: State, policy: Policy) -> Judgement:
    mode, accepted = pool["mfa_config"][MODE_OPTION], accepted_modes(policy)
    return _judged(mode in accepted, f"The mode is {mode}", accepted, mode)


def has_sms_settings(pool: State) -> bool:
    """Whether a pool can send SMS and has another factor: then nothing tells whether SMS is a factor, too (R82).

    Without another one SMS has to be a factor, since ON and OPTIONAL need one (R33).
    """
    return SMS_FACTOR in pool["factors"] and len(pool["factors"]) > 1


def _factors(pool: State, policy: Policy) -> Judgement:
    """SMS is judged here where the pool is known to have that factor, or the policy allows it anyway."""
    mode, usable = pool["mfa_config"][MODE_OPTION], list(policy.usable_factors)
    left_over = [SMS_FACTOR] if has_sms_settings(pool) and SMS_FACTOR not in usable else []
    enabled = [factor for factor in pool["factors"] if factor not in left_over]
    surplus = [factor for factor in enabled if factor not in usable]
    if surplus:
        message = f"The policy does not allow {', '.join(surplus)}"
    elif mode != "OFF" and not enabled:
        message = f"The mode is {mode}, and there is no factor"
    else:
        message = f"Configured: {', '.join(enabled) or 'none'}"
    return _judged(not surplus and (mode == "OFF" or bool(enabled)), message, usable, enabled)


def _sms_only(pool: State, policy: Policy) -> Judgement:
    alone = pool["factors"] == [SMS_FACTOR]
    message = "SMS is the only factor" if alone else "SMS is not the only factor"
    return _judged(not alone or policy.allow_sms_only, message, policy.allow_sms_only, alone)


def _sms_settings(pool: State, policy: Policy) -> Judgement:
    """Cognito keeps a pool's SMS settings, and shows them as a factor's, whether or not SMS is one (R45, R49, R82)."""
    left, allowed = has_sms_settings(pool), policy.allow_sms_settings
    if not left:
        return Judgement("pass", "No SMS settings are left beside other factors", allowed, left)
    known = "The pool can send SMS; Cognito does not tell whether SMS is still a factor (R82)"
    if allowed:
        return Judgement("pass", f"{known}. The policy accepts that", allowed, left)
    hint = "They may stay even if SMS is removed (R49); then accept them with allow_sms_settings or an exception"
    return Judgement("unknown", f"{known}. {hint}", allowed, left)


def _user_verification(pool: State, policy: Policy) -> Judgement:
    wanted = str(policy.user_verification)
    accepted = list(USER_VERIFICATIONS[: USER_VERIFICATIONS.index(wanted) + 1])
    return _passkeys(pool, "user_verification", accepted)


def _factor_configuration(pool: State, policy: Policy) -> Judgement:
    return _passkeys(pool, "factor_configuration", [str(policy.factor_configuration)])


def _passkeys(pool: State, member: str, accepted: List[str]) -> Judgement:
    """A pool without passkey settings has none that could be wrong."""
    actual = (pool["mfa_config"].get(PASSKEYS) or {}).get(member)
    if PASSKEYS not in pool["mfa_config"]:
        return _judged(True, "The pool has no passkey settings", accepted, None)
    return _judged(actual in accepted, f"{member} of passkeys is {actual}", accepted, actual)


_CHECKERS: Dict[str, Callable[[State, Policy], Judgement]] = {
    "mode": _mode,
    "factors": _factors,
    "sms_only": _sms_only,
    "sms_settings": _sms_settings,
    "passkey_user_verification": _user_verification,
    "passkey_factor_configuration": _factor_configuration,
}


def checks_of(policy: Policy) -> List[str]:
    """The checks that a policy asks for."""
    unasked = {
        "sms_settings": SMS_FACTOR in policy.usable_factors,
        "passkey_user_verification": policy.user_verification is None,
        "passkey_factor_configuration": policy.factor_configuration is None,
    }
    return [name for name in _CHECKERS if not unasked.get(name)]


def judge(check: str, pool: State, policy: Policy) -> Judgement:
    """What a check finds in a pool whose configuration is known."""
    return _CHECKERS[check](pool, policy)
