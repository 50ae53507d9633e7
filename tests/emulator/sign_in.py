# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user meets at sign-in, after the right user name and password: the rules D of docs/sign-in-behaviour.md.

Written from the ledger alone, apart from the collection's own prediction, so that the two can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import behaviour
from .behaviour import Pool
from .behaviour import Rejected
from .behaviour import Switches
from .users import ADDRESS
from .users import EMAIL
from .users import FEDERATED
from .users import SMS
from .users import TOTP
from .users import User

MECHANISMS = {"verified_email": "email", "verified_phone_number": "phone_number"}


@dataclass(frozen=True)
class Answer:
    """What AdminInitiateAuth answers.

    :ivar rule: the rule that decides.
    :ivar challenge: the ChallengeName, or nothing for tokens.
    :ivar choices: what the user can choose from, under ``SELECT_MFA_TYPE`` and ``MFA_SETUP``.
    """

    rule: str
    challenge: str = ""
    choices: tuple[str, ...] = ()


def answer(pool: Pool, user: User, switches: Switches) -> Answer:
    """What the user meets.

    :raises Rejected: if Cognito answers an error; those of D5 to D7 have no recorded class and text (X4).
    """
    if not user.enabled:
        raise Rejected("User is disabled.", "NotAuthorizedException")  # D15
    if user.status == FEDERATED:
        return Answer("D9")
    met = _step_before(user) or _second_factor(pool, user, switches)
    if pool.state == "recovering" and met.challenge in ("MFA_SETUP", TOTP):
        raise Rejected(f"{met.challenge} is not possible while the pool is recovering", "OperationNotEnabledException")
    return met


def _step_before(user: User) -> Answer | None:
    """D15: what users meet who are not confirmed."""
    if user.status == "UNCONFIRMED":
        raise Rejected("User is not confirmed.", "UserNotConfirmedException")
    if user.status == "RESET_REQUIRED":
        raise Rejected("Password reset required for the user", "PasswordResetRequiredException")
    return Answer("D15", "NEW_PASSWORD_REQUIRED") if user.status == "FORCE_CHANGE_PASSWORD" else None


def _second_factor(pool: Pool, user: User, switches: Switches) -> Answer:
    """D1 to D4, D10."""
    if pool.mode == "OFF":
        return Answer("D1")
    enabled = factors(pool)
    preferred = user.preferred if user.preferred in enabled and _has(user, user.preferred) else ""
    authenticator = user.authenticator and TOTP in enabled
    if pool.mode == "OPTIONAL":
        return Answer("D2", preferred or (TOTP if authenticator else ""))
    if user.is_new and switches["D10"] == "signed in":
        return Answer("D10")
    if preferred:
        return Answer("D3", preferred)
    recovery = primary_recovery(pool, switches)
    if not authenticator:
        return _without_authenticator(user, enabled, recovery)
    others = [factor for factor in (SMS, EMAIL) if factor in enabled and _has(user, factor)]
    usable = [factor for factor in others if ADDRESS[factor] != recovery]
    return Answer("D4", "SELECT_MFA_TYPE", (TOTP, *usable)) if usable else Answer("D4", TOTP)


def _without_authenticator(user: User, enabled: list[str], recovery: str) -> Answer:
    """D5 to D7."""
    has = [factor for factor in (SMS, EMAIL) if _has(user, factor)]
    if not has:
        choices = tuple(factor for factor in enabled if ADDRESS.get(factor) != recovery)
        return _choice("D7", choices)
    usable = [factor for factor in has if ADDRESS[factor] != recovery]
    if len(has) == 1 and not usable:
        raise _locked_out("D5")
    rule = "D5" if len(has) == 1 else "D6"
    possible = [factor for factor in usable if factor in enabled]
    if len(possible) > 1:
        return Answer(rule, "SELECT_MFA_TYPE", tuple(possible))
    if possible:
        return Answer(rule, possible[0])
    return _choice(rule, (TOTP,) if TOTP in enabled else ())


def _choice(rule: str, choices: tuple[str, ...]) -> Answer:
    """A factor has to be set up."""
    if not choices:
        raise _locked_out(rule)
    return Answer(rule, "MFA_SETUP", choices)


def _locked_out(rule: str) -> Rejected:
    """The error that ends a sign-in for good."""
    return Rejected(f"The user has no factor that this user pool can ask for ({rule})")


def factors(pool: Pool) -> list[str]:
    """The factors that the pool enables."""
    token = pool.mfa.get(behaviour.TOTP) or {}
    return [
        factor
        for factor, enabled in ((SMS, pool.sms), (TOTP, token.get("Enabled")), (EMAIL, behaviour.EMAIL in pool.mfa))
        if enabled
    ]


def primary_recovery(pool: Pool, switches: Switches) -> str:
    """The attribute by which users recover their accounts first, or nothing; X5 without an AccountRecoverySetting."""
    if not pool.recovery:
        return "phone_number" if switches["X5"] == "phone" else ""
    return MECHANISMS.get(pool.recovery[0], "")


def _has(user: User, factor: str) -> bool:
    """Whether the user can be asked for a factor; an address need not be verified (D11)."""
    return bool(user.attributes.get(ADDRESS[factor])) if factor in ADDRESS else user.authenticator
