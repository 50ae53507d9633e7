# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closed table of UpdateUserPool's members: what a write sends of each, so that nothing else of the pool changes (S3, S4).

The numbers are those of docs/update-user-pool.md.  This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Callable
from typing import Dict
from typing import FrozenSet
from typing import Iterator
from typing import List
from typing import Mapping

from .._mfa.config import Config
from .._mfa.config import FACTORS
from .._mfa.config import MODE_MEMBER
from .._mfa.config import Path
from .._mfa.config import SMS_SENDER

TIER = "UserPoolTier"
SENDER = "EmailConfiguration"
RECOVERY = "AccountRecoverySetting"
VERIFIED = "AutoVerifiedAttributes"
POLICIES = "Policies"
FIRST_FACTORS: Path = (POLICIES, "SignInPolicy", "AllowedFirstAuthFactors")
TARGETS = (TIER, SENDER, RECOVERY, VERIFIED, POLICIES)

INVITATION = "AdminCreateUserConfig"
PASSWORDS = "PasswordPolicy"
SIGN_IN = "SignInPolicy"
TEMPORARY_DAYS, UNUSED_DAYS = "TemporaryPasswordValidityDays", "UnusedAccountValidityDays"
TAGS = "UserPoolTags"
LEVELS = "AcrConfiguration"
SYSTEM_TAG = "aws:"
STACK_TAG = "aws:cloudformation:stack-name"

# What Cognito fills in of a password policy that is sent without it (section 2).
_FILLED_IN = {
    "MinimumLength",
    "RequireUppercase",
    "RequireLowercase",
    "RequireNumbers",
    "RequireSymbols",
    TEMPORARY_DAYS,
}

# What changes without anybody's doing, or with any write (S7).
VOLATILE: FrozenSet[str] = frozenset(("LastModifiedDate", "EstimatedNumberOfUsers"))

Carry = Callable[[Config, Config], Any]
"""A description and an answer of GetUserPoolMfaConfig in; the value to send out, or nothing that counts as true."""


def _as_it_is(member: str) -> Carry:
    return lambda pool, _mfa: pool.get(member)


def _nothing(_pool: Config, _mfa: Config) -> None:
    """What stays when it is left out, under every reading of P9, or names the pool."""


def _policies(pool: Config, _mfa: Config) -> Config:
    """A password policy of which Cognito would fill something in is left out, which keeps it as measured."""
    policies = pool.get(POLICIES) or {}
    whole = set(policies.get(PASSWORDS) or {}) >= _FILLED_IN
    return {name: policy for name, policy in policies.items() if policy and (name != PASSWORDS or whole)}


def _invitation(pool: Config, _mfa: Config) -> Config:
    """P12: one of the two numbers of days only mirrors the other one, and is refused then (F1)."""
    days = ((pool.get(POLICIES) or {}).get(PASSWORDS) or {}).get(TEMPORARY_DAYS)
    invitation = pool.get(INVITATION) or {}
    return {name: value for name, value in invitation.items() if name != UNUSED_DAYS or days is None}


def _mode(pool: Config, mfa: Config) -> Any:
    """P19: OFF is never sent, and the other modes only with a factor that Get shows."""
    return pool.get(MODE_MEMBER) if pool.get(MODE_MEMBER) != "OFF" and set(mfa) & set(FACTORS.values()) else None


def _tags(pool: Config, _mfa: Config) -> Any:
    """P23: tags of AWS's own cannot be sent, and the others alone might replace them."""
    tags = pool.get(TAGS) or {}
    return None if any(tag.lower().startswith(SYSTEM_TAG) for tag in tags) else tags


def named_levels(pool: Mapping[str, Any]) -> Config:
    """P21: the levels whose names are not Cognito's own, which Describe fills in."""
    levels = pool.get(LEVELS) or {}
    return {
        level: value
        for level, value in levels.items()
        if value != {"AcrValue": f"urn:cognito:loa:{str(level).rpartition('Level')[2]}"}
    }


MEMBERS: Dict[str, Carry] = {
    # targets: carried unless the task names them; the tier is documented to stay (P24)
    TIER: _nothing,
    SENDER: _as_it_is(SENDER),
    RECOVERY: _as_it_is(RECOVERY),
    VERIFIED: _as_it_is(VERIFIED),
    POLICIES: _policies,
    # carried
    LEVELS: lambda pool, _mfa: named_levels(pool),
    INVITATION: _invitation,
    "DeletionProtection": _as_it_is("DeletionProtection"),
    "DeviceConfiguration": _as_it_is("DeviceConfiguration"),
    "EmailVerificationMessage": _as_it_is("EmailVerificationMessage"),
    "EmailVerificationSubject": _as_it_is("EmailVerificationSubject"),
    "IssuerConfiguration": _as_it_is("IssuerConfiguration"),
    "KeyConfiguration": _as_it_is("KeyConfiguration"),
    "LambdaConfig": _as_it_is("LambdaConfig"),
    MODE_MEMBER: _mode,
    "SmsAuthenticationMessage": _as_it_is("SmsAuthenticationMessage"),
    SMS_SENDER: _as_it_is(SMS_SENDER),
    "SmsVerificationMessage": _as_it_is("SmsVerificationMessage"),
    "UserAttributeUpdateSettings": _as_it_is("UserAttributeUpdateSettings"),
    "UserPoolAddOns": _as_it_is("UserPoolAddOns"),
    TAGS: _tags,
    "VerificationMessageTemplate": _as_it_is("VerificationMessageTemplate"),
    # left out
    "DcrConfiguration": _nothing,  # P22
    "PoolName": _nothing,  # P3
    "UserPoolId": _nothing,
}


def carried(pool: Config, mfa: Config) -> Config:
    """The members that a write sends so that they stay, whatever it does to those that are left out (P9).

    :arg pool: what DescribeUserPool returned.
    :arg mfa: what GetUserPoolMfaConfig returned.
    """
    values = {member: carry(pool, mfa) for member, carry in MEMBERS.items()}
    return {member: value for member, value in values.items() if value}


def unclassified(members: Mapping[str, Any]) -> List[str]:
    """The members of a service model's UpdateUserPool that the table does not have (S3)."""
    return sorted(set(members) - set(MEMBERS))


def unmodelled(value: Any, model: Any, above: Path = ()) -> Iterator[Path]:
    """The members of an answer, at any depth, that a service model does not have, or has as something else (P7).

    :arg model: a dict of members for a structure, a list or (for a map) a tuple of one element, None for a value.
    """
    if model is None:
        return
    if isinstance(model, list) and isinstance(value, list):
        for inner in value:
            yield from unmodelled(inner, model[0], above)
    elif isinstance(model, list) or not isinstance(value, dict):
        yield above
    else:
        for name, inner in value.items():
            path = (*above, str(name))
            if isinstance(model, tuple):
                yield from unmodelled(inner, model[0], path)
            elif name in model:
                yield from unmodelled(inner, model[name], path)
            else:
                yield path
