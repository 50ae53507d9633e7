# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan: the live configuration and what a task wants, in; the one request and the predicted outcome, out.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Dict
from typing import List
from typing import Optional

from ansible.module_utils.common.dict_transformations import dict_merge

from .config import Config
from .config import enabled_factors
from .config import FACTORS
from .config import get
from .config import is_enabled
from .config import leaves
from .config import mode
from .config import MODE_MEMBER
from .config import MULTI_FACTOR
from .config import normal
from .config import option_name
from .config import PASSKEYS
from .config import SMS
from .config import SMS_SENDER
from .config import to_api
from .config import without_disabled_factors
from .config import without_empty

SNS_MEMBERS = ("SnsCallerArn", "ExternalId", "SnsRegion")
EUMS = "EumsSms"
PASSKEY_MEMBERS = ("RelyingPartyId", "UserVerification", "FactorConfiguration")


@dataclass(frozen=True)
class Wanted:
    """What a task asks for.

    :ivar options: the settings that the task names, in option names, nothing unset in it.
    :ivar purge_factors: whether factors that the task does not name are removed.
    :ivar allow_downgrade: whether it may take away from the users' security.
    """

    options: Dict[str, Any]
    purge_factors: bool = False
    allow_downgrade: bool = True

    @property
    def settings(self) -> Config:
        """The named settings in the API's names."""
        return to_api(self.options)


@dataclass(frozen=True)
class Plan:
    """One step from a live configuration to what is wanted.

    :ivar wanted: what the task asks for.
    :ivar before: the live configuration in normal form.
    :ivar after: the configuration in normal form that the request leads to.
    :ivar request: every member to send, apart from the user pool's ID (R1, R16).
    """

    wanted: Wanted
    before: Config
    after: Config
    request: Config

    @property
    def changed(self) -> bool:
        """Whether the request would change anything."""
        return self.before != self.after


def make_plan(live: Config, wanted: Wanted, sms: Optional[Config] = None) -> Plan:
    """Lay what is wanted over what is live (R16).

    :arg live: what Get returned.
    :arg sms: the pool's stored SMS settings as an SMS block, where :func:`needs_stored_sms` asked for them.
    """
    request = without_disabled_factors(without_empty(dict_merge(_kept(live, wanted, sms), wanted.settings)))
    request[MODE_MEMBER] = mode(request)  # always sent: an absent mode is OFF (R2)
    return Plan(wanted=wanted, before=normal(live), after=normal(request), request=request)


def needs_stored_sms(live: Config, wanted: Wanted) -> bool:
    """Whether a task switches SMS on for a pool whose Get says nothing of SMS.

    Such a pool may have stored SMS settings that only DescribeUserPool shows (R8, R27), and the write replaces them.
    """
    return SMS in wanted.settings and SMS not in live


def _kept(live: Config, wanted: Wanted, sms: Optional[Config]) -> Config:
    """The live members that the wanted ones are laid over."""
    named = wanted.settings
    drops_unnamed = wanted.purge_factors or mode(live) == "OFF"  # U1: a factor block means nothing in OFF
    kept = {
        member: value
        for member, value in live.items()
        if member in named or not (drops_unnamed and member in FACTORS.values())
    }
    if SMS in named:
        stored = dict_merge(sms or {}, kept.get(SMS, {}))
        kept[SMS] = {
            **stored,
            SMS_SENDER: _kept_sender(stored.get(SMS_SENDER, {}), get(named, (SMS, SMS_SENDER)) or {}),
        }
    return kept


def _kept_sender(live: Config, named: Config) -> Config:
    """The live SMS sender without the alternative that the task turns away from: SNS and EUMS exclude each other (R17)."""
    if named.get(EUMS):
        return {member: value for member, value in live.items() if member not in SNS_MEMBERS}
    if named.get("SnsCallerArn"):
        return {member: value for member, value in live.items() if member != EUMS}
    return live


def named_factors(wanted: Wanted) -> List[str]:
    """The blocks of the factors that the task switches on."""
    settings = wanted.settings
    return [block for block in FACTORS.values() if block in settings and is_enabled(block, settings[block])]


def not_applied(plan: Plan, answer: Config) -> List[str]:
    """What the service did not do although it was asked to: option names and factors (R45 to R50, U2, U3, U10).

    :arg answer: the service's answer in normal form.
    """
    kept = [name for name in enabled_factors(answer) if name not in enabled_factors(plan.after)]
    named = [
        path
        for path, _value in leaves(plan.wanted.settings)
        if path[0] not in FACTORS.values() or path[0] in plan.after
    ]
    return kept + [option_name(path) for path in named if get(plan.after, path) != get(answer, path)]


def security_downgrades(before: Config, after: Config) -> List[str]:
    """What a step takes away from the users' security, a sentence each, for the person who approves it.

    :arg before: the configuration in normal form.
    :arg after: the configuration after the step, in normal form.
    """
    was, is_now = mode(before), mode(after)
    gone = [name for name in enabled_factors(before) if name not in enabled_factors(after)]
    domain, verification, strength = (
        (get(before, (PASSKEYS, name)), get(after, (PASSKEYS, name))) for name in PASSKEY_MEMBERS
    )
    sentences = (
        (is_now == "OFF" != was, f"MFA goes from {was} to OFF: the first factor alone is enough to sign in"),
        (
            (was, is_now) == ("ON", "OPTIONAL"),
            "MFA goes from ON to OPTIONAL: users may sign in without a second factor",
        ),
        (
            is_now != "OFF" and bool(gone),
            f"Factors are removed: {', '.join(gone)}. Users who have no other one must set one up",
        ),
        (
            PASSKEYS in before and domain[0] != domain[1],
            "The relying party ID changes: registered passkeys stop working (R70)",
        ),
        (verification == ("required", "preferred"), "Passkeys no longer require user verification"),
        (strength == (MULTI_FACTOR, "SINGLE_FACTOR"), "Passkeys no longer satisfy MFA by themselves"),
    )
    return [f"This lowers security. {sentence}." for applies, sentence in sentences if applies]
