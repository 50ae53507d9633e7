# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user meets at sign-in, decided from the pool's settings and facts about the user (D1 to D16).

The decision is for a user who gave a correct user name and password.  It is a total function: every combination has one
outcome, ``unknown`` where the documentation leaves it open (X2, X3, X5).  The numbers are those of docs/sign-in-behaviour.md.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from itertools import product
from typing import Any
from typing import Dict
from typing import FrozenSet
from typing import Iterable
from typing import Iterator
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence
from typing import Set
from typing import Tuple

from .._mfa.config import FACTORS
from .._mfa.options import MODES

SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP = FACTORS
ADDRESSES: Dict[str, str] = {EMAIL_OTP: "email", SMS_MFA: "phone_number"}
"""The attribute to which a factor sends its codes."""

RECOVERY: Dict[str, str] = {"verified_email": "email", "verified_phone_number": "phone_number"}
"""The attribute that a recovery mechanism uses; ``admin_only`` uses none."""

SHOWN: Dict[str, str] = {SMS_MFA: "SMS", SOFTWARE_TOKEN_MFA: "the authenticator app", EMAIL_OTP: "email"}

OUTCOMES = (
    "locked_out",
    "unknown",
    "set_up",
    "selects",
    "challenged",
    "signed_in",
    "not_asked",
    "cannot_sign_in_anyway",
)
"""Every outcome, what needs somebody's attention first."""
LOCKED_OUT, UNKNOWN, SET_UP, SELECTS, CHALLENGED, SIGNED_IN, NOT_ASKED, CANNOT_SIGN_IN = OUTCOMES

AUTHENTICATOR_KNOWN, AUTHENTICATOR_UNKNOWN, AUTHENTICATOR_NONE = AUTHENTICATORS = ("known", "unknown", "none")
"""Whether an authenticator is registered: it is listed; none is listed, which does not tell (L4); there is none."""

FEDERATED = "EXTERNAL_PROVIDER"
CONFIRMED = "CONFIRMED"
FIRST_STEPS: Dict[str, str] = {
    "UNCONFIRMED": "to confirm the account",
    "FORCE_CHANGE_PASSWORD": "to set a new password",
    "RESET_REQUIRED": "to reset the password",
}
"""What a user of a status has to do before anything else (D15)."""
NEW = ("UNCONFIRMED", "FORCE_CHANGE_PASSWORD")
OTHER_STATUS = "OTHER"
STATUSES = (CONFIRMED, FEDERATED, *FIRST_STEPS, OTHER_STATUS)
OTHER_FACTOR = "OTHER"


class PoolSettings(NamedTuple):
    """What of a user pool decides.

    :ivar mode: OFF, OPTIONAL or ON.
    :ivar factors: the factors that the pool enables.
    :ivar recovery: the recovery mechanisms, the primary one first; None if the pool has no AccountRecoverySetting.
    :ivar tier: the feature plan.
    :ivar passkeys_satisfy_mfa: whether a passkey of a user for whom that is enabled satisfies MFA (D14).
    :ivar restoring: whether a point-in-time recovery of the pool is under way (D16).
    """

    mode: str
    factors: FrozenSet[str]
    recovery: Optional[Tuple[str, ...]]
    tier: Optional[str] = None
    passkeys_satisfy_mfa: bool = False
    restoring: bool = False


class UserFacts(NamedTuple):
    """What of a user decides, and nothing that tells who it is.

    :ivar email: whether the user has an address.
    :ivar phone_number: whether the user has a number.
    :ivar status: the UserStatus, ``OTHER`` if it is not one of :data:`STATUSES`.
    :ivar enabled: whether the user is enabled.
    :ivar authenticator: one of :data:`AUTHENTICATORS`.
    :ivar preferred: the preferred factor, ``OTHER`` if it is not one of :data:`FACTORS`, or None.
    :ivar passkey: whether a passkey is registered; None if that is not shown.
    :ivar unread: whether the user's factors were asked for and could not be read.
    """

    email: bool
    phone_number: bool
    status: str = CONFIRMED
    enabled: bool = True
    authenticator: str = AUTHENTICATOR_NONE
    preferred: Optional[str] = None
    passkey: Optional[bool] = False
    unread: bool = False

    @property
    def addresses(self) -> List[str]:
        """The attributes that the user has, of those to which codes can be sent."""
        return [name for name in ADDRESSES.values() if getattr(self, name)]


class Decision(NamedTuple):
    """What a user meets.

    :ivar outcome: one of :data:`OUTCOMES`.
    :ivar rule: the numbers of the rules behind it.
    :ivar problem: what happens and why, a sentence.
    :ivar hint: what would help, a sentence, or empty.
    :ivar factors: the factors that are asked for, to choose from, or that can be set up.
    """

    outcome: str
    rule: str
    problem: str
    hint: str = ""
    factors: Tuple[str, ...] = ()


class _Question(NamedTuple):
    """What nobody can know of a user or a pool.

    :ivar answers: the possible ones, each as what it changes of the pool and of the user.
    """

    rule: str
    problem: str
    hint: str
    answers: Sequence[Tuple[Dict[str, Any], Dict[str, Any]]]


_HIDDEN_AUTHENTICATOR = _Question(
    "X2",
    "No authenticator is listed, but there may be one: an authenticator registered at sign-in is not listed (L4).",
    "Ask these users, or read by attributes alone for the worst case.",
    [({}, {"authenticator": one}) for one in (AUTHENTICATOR_NONE, AUTHENTICATOR_KNOWN)],
)
_HIDDEN_PASSKEY = _Question(
    "X3",
    "Passkeys may satisfy MFA, and AdminGetUser does not show whether the user has one.",
    "Set read_factors to auth_factors.",
    [({}, {"passkey": one}) for one in (False, True)],
)
_LEGACY_RECOVERY = _Question(
    "X5",
    "The pool has no AccountRecoverySetting, and what then counts as primary recovery is not known (R81).",
    "Set account_recovery_setting with user_pool_mfa_prerequisites, or name proposed.account_recovery_setting.",
    [({"recovery": names}, {}) for names in (("verified_phone_number",), ("verified_email",), ())],
)
_UNREAD = _Question(
    "L3",
    "The user's factors could not be read.",
    "See the error, and run this again.",
    [
        ({}, {"authenticator": authenticator, "preferred": preferred, "passkey": passkey})
        for authenticator, preferred, passkey in product(
            (AUTHENTICATOR_NONE, AUTHENTICATOR_KNOWN), (None, *FACTORS), (False, True)
        )
    ],
)


def depends_on_factors(pool: PoolSettings, user: UserFacts) -> bool:
    """Whether the user's factors can change the outcome, so that they are worth asking for."""
    return _UNREAD.rule in decide(pool, user._replace(unread=True)).rule.split(", ")


def decide(pool: PoolSettings, user: UserFacts) -> Decision:
    """What a user of the pool meets after a correct password."""
    if not user.enabled:
        return Decision(
            CANNOT_SIGN_IN,
            "D15",
            "The user is disabled and cannot sign in whatever the mode.",
            "Nothing, unless the user is to be enabled again.",
        )
    if user.status == FEDERATED:
        return Decision(
            NOT_ASKED,
            "D9",
            "The user signs in with another identity provider, and is never asked for the pool's MFA.",
            "Require MFA there.",
        )
    if user.status not in STATUSES or user.status == OTHER_STATUS:
        return Decision(
            UNKNOWN,
            "D15",
            "The user has a status for which nothing is documented.",
            "Look the user up in the console.",
        )
    return _after_first_step(user.status, _settled(pool, user))


def _after_first_step(status: str, decision: Decision) -> Decision:
    """A decision of somebody who meets another step first (D15)."""
    if status not in FIRST_STEPS:
        return decision
    new = " The very first sign-in may pass without a second factor (D10, contested)." if status in NEW else ""
    problem = f"{decision.problem} Before that, the user has {FIRST_STEPS[status]}.{new if decision.factors else ''}"
    return decision._replace(rule=f"D15, {decision.rule}", problem=problem)


def _settled(pool: PoolSettings, user: UserFacts) -> Decision:
    """The decision if it does not depend on what nobody can know, otherwise ``unknown`` with the questions' numbers."""
    questions = list(_questions(pool, user))
    decisions: Dict[Tuple[int, ...], Decision] = {}
    for answers in product(*(range(len(question.answers)) for question in questions)):
        possible_pool, possible_user = pool, user
        for question, number in zip(questions, answers):
            for_pool, for_user = question.answers[number]
            possible_pool, possible_user = possible_pool._replace(**for_pool), possible_user._replace(**for_user)
        decisions[answers] = _decide(possible_pool, possible_user)
    if len({decision.outcome for decision in decisions.values()}) == 1:
        return _merged(list(decisions.values()))
    deciding = [question for axis, question in enumerate(questions) if _decides(axis, decisions)]
    return Decision(
        UNKNOWN,
        ", ".join(question.rule for question in deciding),
        f"{' '.join(question.problem for question in deciding)} Possible outcomes: {'; '.join(_arms(decisions.values()))}.",
        " ".join(question.hint for question in deciding),
    )


def _decides(axis: int, decisions: Mapping[Tuple[int, ...], Decision]) -> bool:
    """Whether the answer to one question alone changes the outcome, given some answers to the others."""
    outcomes: Dict[Tuple[int, ...], Set[str]] = {}
    for answers, decision in decisions.items():
        outcomes.setdefault(answers[:axis] + answers[axis + 1 :], set()).add(decision.outcome)
    return any(len(found) > 1 for found in outcomes.values())


def _merged(decisions: Sequence[Decision]) -> Decision:
    """Decisions of one outcome as one: what each of them says, once."""
    first = decisions[0]
    rules = dict.fromkeys(number for decision in decisions for number in decision.rule.split(", "))
    return Decision(
        first.outcome,
        ", ".join(rules),
        " Or: ".join(dict.fromkeys(decision.problem for decision in decisions)),
        " ".join(dict.fromkeys(decision.hint for decision in decisions if decision.hint)),
        tuple(dict.fromkeys(factor for decision in decisions for factor in decision.factors)),
    )


def _arms(decisions: Iterable[Decision]) -> List[str]:
    """The possible outcomes with their rules, each once, the worst first."""
    found = sorted({(OUTCOMES.index(decision.outcome), decision.rule) for decision in decisions})
    return [f"{OUTCOMES[index]} ({rule})" for index, rule in found]


def _questions(pool: PoolSettings, user: UserFacts) -> Iterator[_Question]:
    """What is not known of the pool and the user."""
    if pool.recovery is None:
        yield _LEGACY_RECOVERY
    if user.unread:
        yield _UNREAD
        return
    if user.authenticator == AUTHENTICATOR_UNKNOWN:
        yield _HIDDEN_AUTHENTICATOR
    if user.passkey is None:
        yield _HIDDEN_PASSKEY


def _decide(pool: PoolSettings, user: UserFacts) -> Decision:
    """The decision where recovery and authenticator are known."""
    if pool.mode == "OFF":
        return Decision(SIGNED_IN, "D1", "The mode is OFF: nobody is asked for a second factor.")
    if pool.mode not in MODES:
        return Decision(
            UNKNOWN,
            "D1",
            "The pool has a mode of which no sign-in is documented.",
            "Look for a newer release of this collection.",
        )
    if user.preferred == OTHER_FACTOR:
        return Decision(
            UNKNOWN,
            "X3",
            "The preferred factor is one of which no sign-in is documented.",
            "Sign in as such a user, or look for a newer release of this collection.",
        )
    return _while_restoring(pool, _decide_optional(pool, user) if pool.mode == "OPTIONAL" else _decide_on(pool, user))


def _while_restoring(pool: PoolSettings, decision: Decision) -> Decision:
    """During a point-in-time recovery, sign-ins that need a set-up or an authenticator's code fail (D16)."""
    needs_it = decision.outcome == SET_UP or (
        decision.outcome == CHALLENGED and decision.factors == (SOFTWARE_TOKEN_MFA,)
    )
    if not (pool.restoring and needs_it):
        return decision
    return Decision(
        LOCKED_OUT,
        f"D16, {decision.rule}",
        "A point-in-time recovery of the pool is under way, during which set-ups and authenticator codes fail.",
        "Wait until it is over before the mode goes ON.",
    )


def _decide_optional(pool: PoolSettings, user: UserFacts) -> Decision:
    if _prefers_usable(pool, user):
        return _asked("D2", str(user.preferred), "prefers it. Coming from OFF, this is new at once (D13)")
    if _has_usable_authenticator(pool, user):
        return _asked(
            "D2", SOFTWARE_TOKEN_MFA, "has a registered authenticator. Coming from OFF, this is new at once (D13)"
        )
    adaptive = ", unless adaptive authentication demands a factor (R55)" if pool.tier == "PLUS" else ""
    return Decision(
        SIGNED_IN,
        "D2",
        f"The mode is OPTIONAL, and the user has no factor: signed in without one{adaptive}.",
        "Let the app offer a set-up.",
    )


def _decide_on(pool: PoolSettings, user: UserFacts) -> Decision:
    if _prefers_usable(pool, user):
        return _asked("D3", str(user.preferred), "prefers it")
    if pool.passkeys_satisfy_mfa and user.passkey:
        return Decision(
            UNKNOWN,
            "X3, D14",
            "The user has a passkey, and whether it counts as MFA for this user is not shown.",
            "Another factor that the user prefers is asked for in any case.",
        )
    if _has_usable_authenticator(pool, user):
        return _decide_with_authenticator(pool, user)
    decisions = (_decide_without_address, _decide_with_one_address, _decide_with_both_addresses)
    return decisions[len(user.addresses)](pool, user)


def _decide_with_authenticator(pool: PoolSettings, user: UserFacts) -> Decision:
    """D4: the authenticator, or a choice between it and the addresses that do not serve recovery."""
    sendable = _sendable(pool, user)
    if not sendable:
        return _asked("D4", SOFTWARE_TOKEN_MFA, "has a registered authenticator")
    return _chooses("D4", (SOFTWARE_TOKEN_MFA, *sendable))


def _decide_with_one_address(pool: PoolSettings, user: UserFacts) -> Decision:
    """D5: the only address is for recovery, or for the codes, or for neither."""
    (address,) = user.addresses
    if address == _primary_recovery(pool):
        other = "phone_number" if address == "email" else "email"
        return Decision(
            LOCKED_OUT,
            "D5",
            f"The user's only address, {address}, is the primary recovery mechanism: Cognito answers with an error.",
            f"Add {other} to the user, or register an authenticator for the user, or change the pool's account recovery.",
        )
    sendable = _sendable(pool, user)
    if not sendable:
        return _without_sendable_factor(pool, "D5", f"the factor of {address}, the user's only address, is not enabled")
    decision = _asked("D5", sendable[0], f"has {address} and nothing else")
    hint = "The code goes to it although it may be unverified (D11). The user can no longer reset the password alone (D12)."
    return decision._replace(hint=hint)


def _decide_with_both_addresses(pool: PoolSettings, user: UserFacts) -> Decision:
    """D6: the addresses that do not serve recovery."""
    sendable = _sendable(pool, user)
    if len(sendable) > 1:
        return _chooses("D6", sendable)
    if sendable:
        return _asked("D6", sendable[0], f"has {ADDRESSES[sendable[0]]}, which does not serve recovery")
    why = "neither address can receive codes, because its factor is disabled or it is used for recovery"
    return _without_sendable_factor(pool, "D6, X1", f"{why} (implied)")


def _without_sendable_factor(pool: PoolSettings, rule: str, why: str) -> Decision:
    """The last two arms of D5: an authenticator to set up, or nothing."""
    if SOFTWARE_TOKEN_MFA in pool.factors:
        return _sets_up(rule, (SOFTWARE_TOKEN_MFA,), why)
    return Decision(
        LOCKED_OUT,
        rule,
        f"Cognito answers with an error: {why}, and the authenticator app is not enabled.",
        "Enable the authenticator app, or that factor, or add an address of which the factor is enabled.",
    )


def _decide_without_address(pool: PoolSettings, _user: UserFacts) -> Decision:
    """D7: a set-up of what the pool enables and what does not serve recovery; SMS cannot be set up there."""
    recovery = _primary_recovery(pool)
    choices = tuple(name for name in FACTORS if name in pool.factors and ADDRESSES.get(name, "") != recovery)
    answerable = tuple(name for name in choices if name != SMS_MFA)
    if answerable:
        return _sets_up("D7", answerable, "the user has neither email nor phone_number")
    if choices:
        return Decision(
            LOCKED_OUT,
            "D7",
            "The user has neither email nor phone_number, and the only set-up on offer, SMS, needs a phone number first.",
            "Add phone_number to the user, or enable the authenticator app or email.",
        )
    return Decision(
        LOCKED_OUT,
        "D7, X1",
        "The user has neither email nor phone_number, and no factor is left to set up (implied).",
        "Add an address to the user, or enable the authenticator app.",
    )


def _asked(rule: str, factor: str, why: str) -> Decision:
    return Decision(CHALLENGED, rule, f"Asked for the code of {SHOWN[factor]} at once: the user {why}.", "", (factor,))


def _chooses(rule: str, factors: Tuple[str, ...]) -> Decision:
    return Decision(
        SELECTS,
        rule,
        f"Asked to choose between {_listed(factors)} (SELECT_MFA_TYPE), and then for the code.",
        "The app has to handle SELECT_MFA_TYPE; managed login does (D8).",
        factors,
    )


def _sets_up(rule: str, factors: Tuple[str, ...], why: str) -> Decision:
    return Decision(
        SET_UP,
        rule,
        f"Sent to set up {_listed(factors)} (MFA_SETUP): {why}.",
        "The app has to handle MFA_SETUP; managed login does (D8). Anyone who holds the password sets the factor up: ask users beforehand.",
        factors,
    )


def _prefers_usable(pool: PoolSettings, user: UserFacts) -> bool:
    """Whether the user prefers a factor that the pool enables and that can reach the user (D3)."""
    if user.preferred not in pool.factors:
        return False
    address = ADDRESSES.get(user.preferred)
    return address is None or address in user.addresses


def _has_usable_authenticator(pool: PoolSettings, user: UserFacts) -> bool:
    return user.authenticator == AUTHENTICATOR_KNOWN and SOFTWARE_TOKEN_MFA in pool.factors


def _sendable(pool: PoolSettings, user: UserFacts) -> Tuple[str, ...]:
    """The factors that the pool enables, for which the user has an address that is not the primary one for recovery."""
    recovery = _primary_recovery(pool)
    return tuple(
        factor
        for factor, address in ADDRESSES.items()
        if factor in pool.factors and address in user.addresses and address != recovery
    )


def _primary_recovery(pool: PoolSettings) -> Optional[str]:
    """The attribute of the primary recovery mechanism, or None."""
    return RECOVERY.get(pool.recovery[0]) if pool.recovery else None


def _listed(factors: Sequence[str]) -> str:
    names = [SHOWN[factor] for factor in factors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
