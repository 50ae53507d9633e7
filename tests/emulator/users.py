# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The users of a user pool as plain data, and populations that are made up as they are asked for.

The rules (D) and facts (L) are those of docs/sign-in-behaviour.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import uuid
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from .behaviour import Block
from .behaviour import Pool
from .behaviour import Switches

SMS, TOTP, EMAIL = "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"
# Where the code of a factor goes.
ADDRESS = {SMS: "phone_number", EMAIL: "email"}
FEDERATED = "EXTERNAL_PROVIDER"
PASSWORD = "Generated-1"
"""That of every user of a population."""
BEGINNING = 1_700_000_000
"""When the first user of a population was made, in seconds since 1970."""
STEP = 30
"""For how many seconds a code of an authenticator is valid (RFC 6238)."""


@dataclass(frozen=True)
class User:
    """A user, as far as signing in is concerned.

    :ivar attributes: by name, ``sub`` among them.
    :ivar status: the UserStatus.
    :ivar authenticator: whether an authenticator is registered, listed or not (L4).
    :ivar settings: the factors that are enabled for the user: UserMFASettingList.
    :ivar preferred: the one of them that is preferred, or nothing.
    :ivar passkeys: whether a passkey is registered.
    :ivar is_new: whether the user has never signed in (D10).
    """

    username: str
    attributes: dict[str, str] = field(default_factory=dict)
    status: str = "CONFIRMED"
    enabled: bool = True
    authenticator: bool = False
    settings: tuple[str, ...] = ()
    preferred: str = ""
    passkeys: bool = False
    is_new: bool = False
    created: float = BEGINNING


# -- populations -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Population:
    """Users that are made up from a seed and their number, whenever somebody asks; none of them is held.

    There are users for every rule: with each set of attributes, with and without an authenticator, listed or not,
    preferences, passkeys, every status, disabled ones.
    """

    count: int
    seed: str = ""

    def user(self, number: int) -> User:
        """The user of a number, from 0 on."""
        drawn = hashlib.blake2b(f"{self.seed}:{number}".encode(), digest_size=32).digest()
        attributes = {"sub": str(uuid.UUID(bytes=drawn[16:], version=4)), **_addresses(number, drawn[0])}
        authenticator = drawn[1] < 96
        settings = tuple(
            factor
            for factor, share, can in (
                (SMS, drawn[2] < 40, "phone_number" in attributes),
                (TOTP, drawn[3] < 176, authenticator),
                (EMAIL, drawn[4] < 40, "email" in attributes),
            )
            if share and can
        )
        return User(
            username=self.username(number),
            attributes=attributes,
            status=_status(drawn[5]),
            enabled=drawn[6] >= 10,
            authenticator=authenticator,
            settings=settings,
            preferred=settings[drawn[7] % len(settings)] if settings and drawn[8] < 160 else "",
            passkeys=drawn[9] < 16,
            created=BEGINNING + number,
        )

    def find(self, username: str) -> User | None:
        """The user of a name."""
        digits = username.removeprefix("user-")
        number = int(digits) if digits.isascii() and digits.isdecimal() else self.count
        return self.user(number) if number < self.count and username == self.username(number) else None

    @staticmethod
    def username(number: int) -> str:
        """The name of the user of a number."""
        return f"user-{number:08}"


def _addresses(number: int, drawn: int) -> dict[str, str]:
    """Email address, telephone number, both or neither, verified or not."""
    verified = "true" if drawn % 2 else "false"
    attributes: dict[str, str] = {}
    if drawn < 100 or drawn >= 156:
        attributes.update(email=f"user{number}@example.com", email_verified=verified)
    if 70 <= drawn < 226:
        attributes.update(phone_number=f"+1555{number:08}", phone_number_verified=verified)
    return attributes if drawn % 16 else {}


def _status(drawn: int) -> str:
    """A UserStatus; most are confirmed."""
    others = ("FORCE_CHANGE_PASSWORD", "UNCONFIRMED", "RESET_REQUIRED", FEDERATED)
    return others[drawn % 4] if drawn < 32 else "CONFIRMED"


# -- answers -----------------------------------------------------------------------------------------------------------


def listed(user: User) -> Block:
    """As ListUsers shows a user: no factors (L1)."""
    attributes = [{"Name": name, "Value": value} for name, value in user.attributes.items()]
    return {
        "Username": user.username,
        "Attributes": attributes,
        "UserCreateDate": user.created,
        "UserLastModifiedDate": user.created,
        "Enabled": user.enabled,
        "UserStatus": user.status,
    }


def described(user: User) -> Block:
    """As AdminGetUser shows a user (L2, L4)."""
    shown = listed(user)
    shown["UserAttributes"] = shown.pop("Attributes")
    return {**shown, **_factors(user)}


def auth_factors(pool: Pool, user: User, switches: Switches) -> Block:
    """As AdminGetUserAuthFactors shows a user (L3, L5)."""
    configured = [] if user.status == FEDERATED else ["PASSWORD"]
    configured += [
        factor
        for factor, address in (("EMAIL_OTP", "email"), ("SMS_OTP", "phone_number"))
        if factor in pool.first_factors and user.attributes.get(address)
    ]
    if user.passkeys:
        configured.append("WEB_AUTHN")
    if user.authenticator and switches["L5"] == "shown":
        configured.append("SOFTWARE_TOKEN")
    return {"Username": user.username, **_factors(user), "ConfiguredUserAuthFactors": configured}


def _factors(user: User) -> Block:
    """The factors that are enabled; none is not shown."""
    shown: dict[str, Any] = {}
    if user.preferred:
        shown["PreferredMfaSetting"] = user.preferred
    if user.settings:
        shown["UserMFASettingList"] = list(user.settings)
    return shown


# -- authenticators ----------------------------------------------------------------------------------------------------


def code(secret: str, at: float) -> str:
    """What an authenticator shows at a time (RFC 6238).

    :arg secret: in base 32, as AssociateSoftwareToken gives it.
    :arg at: seconds since 1970.
    """
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at // STEP)), "sha1")
    offset = digest[-1] & 0xF
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06}"


def is_code(secret: str, shown: str, at: float) -> bool:
    """Whether an authenticator shows that code at that time, or a step before or after."""
    return shown in {code(secret, at + drift) for drift in (-STEP, 0, STEP)}
