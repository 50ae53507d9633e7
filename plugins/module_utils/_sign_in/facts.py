# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cognito says of pools and users, into the settings and facts that decide.  Here addresses and numbers are left behind.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from typing import Any
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from .._mfa.config import Config
from .._mfa.config import enabled_factors
from .._mfa.config import FACTORS
from .._mfa.config import get
from .._mfa.config import mode
from .._mfa.config import MULTI_FACTOR
from .._mfa.config import PASSKEYS
from .._mfa.text import visible
from .decision import AUTHENTICATOR_KNOWN
from .decision import AUTHENTICATOR_UNKNOWN
from .decision import OTHER_FACTOR
from .decision import OTHER_STATUS
from .decision import PoolSettings
from .decision import SOFTWARE_TOKEN_MFA
from .decision import STATUSES
from .decision import UserFacts

Answer = Mapping[str, Any]

NO_NAME = "(not shown: it may hold an address or a number)"
MAX_NAME = 128  # characters of a user name (model)

_ADDRESS = re.compile(r"[^\s@<>,;:\"'()]+@[^\s@<>,;:\"'()]+")
_NUMBER = re.compile(r"\+\d(?:[\s().-]*\d){5,}")  # as Cognito has them, with a plus
_DIGITS = re.compile(r"\d(?:[\s().-]*\d){6,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def pool_settings(config: Config, description: Answer) -> PoolSettings:
    """The settings of a pool.

    :arg config: its MFA configuration, live or proposed, in normal form.
    :arg description: what DescribeUserPool returned, with what is proposed laid over it.
    """
    return PoolSettings(
        mode=mode(config),
        factors=frozenset(enabled_factors(config)),
        recovery=recovery_names(description.get("AccountRecoverySetting")),
        tier=description.get("UserPoolTier"),
        passkeys_satisfy_mfa=get(config, (PASSKEYS, "FactorConfiguration")) == MULTI_FACTOR,
    )


def recovery_names(setting: Optional[Answer]) -> Optional[Tuple[str, ...]]:
    """The names of the recovery mechanisms, the primary one first; None without any setting (R81)."""
    mechanisms = (setting or {}).get("RecoveryMechanisms")
    if not mechanisms:
        return None
    ranked = sorted(mechanisms, key=lambda mechanism: mechanism.get("Priority") or 0)
    return tuple(str(mechanism.get("Name")) for mechanism in ranked)


def user_facts(user: Answer) -> UserFacts:
    """The facts in a user that ListUsers returned (L1): without an authenticator, since it lists no factors."""
    named = {attribute.get("Name") for attribute in user.get("Attributes") or [] if attribute.get("Value")}
    status = user.get("UserStatus")
    return UserFacts(
        email="email" in named,
        phone_number="phone_number" in named,
        status=status if status in STATUSES else OTHER_STATUS,
        enabled=user.get("Enabled") is not False,
    )


def with_factors(user: UserFacts, answer: Answer) -> UserFacts:
    """The facts with what AdminGetUserAuthFactors or AdminGetUser returned (L2, L3).

    That no authenticator is listed does not tell that there is none (L4).
    """
    listed, configured = answer.get("UserMFASettingList") or [], answer.get("ConfiguredUserAuthFactors")
    preferred = answer.get("PreferredMfaSetting") or None
    known = SOFTWARE_TOKEN_MFA in (*listed, preferred) or "SOFTWARE_TOKEN" in (configured or [])
    return user._replace(
        authenticator=AUTHENTICATOR_KNOWN if known else AUTHENTICATOR_UNKNOWN,
        preferred=preferred if preferred is None or preferred in FACTORS else OTHER_FACTOR,
        passkey=None if configured is None else "WEB_AUTHN" in configured,
    )


def identity(user: Answer, identify_by: str) -> str:
    """What a user is called in a result: ``sub`` or ``username``, never one that holds an address or a number.

    Where the user name does, the sub is taken.
    """
    values = [attribute.get("Value") for attribute in user.get("Attributes") or [] if attribute.get("Name") == "sub"]
    candidates: List[Any] = [user.get("Username"), *values] if identify_by == "username" else values
    return next((visible(name[:MAX_NAME]) for name in candidates if name and _is_harmless(name)), NO_NAME)


def without_personal_data(text: str) -> str:
    """An error's text, with addresses and numbers of users taken out."""
    return _NUMBER.sub("(number)", _ADDRESS.sub("(address)", text))


def _is_harmless(name: str) -> bool:
    """Whether a name is neither an address nor a telephone number; a UUID is never taken for a number."""
    if "@" in name:
        return False
    return bool(_UUID.fullmatch(name)) or not _DIGITS.search(name)
