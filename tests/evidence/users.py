# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The users of the sign-in entries: made without a message, with or without an authenticator.

A request has the placeholders ``<username>``, ``<password>``, ``<client-id>``, ``<access-token>`` and ``<code>``, since it is known
only during a run what they stand for.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .catalogue import Block
from .catalogue import Call
from .catalogue import User
from .values import mapped

SIGN_IN = Call(
    "AdminInitiateAuth",
    {
        "ClientId": "<client-id>",
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "<username>", "PASSWORD": "<password>"},
    },
)
CLIENT = Call(
    "CreateUserPoolClient",
    {
        "ClientName": "latchkey-evidence",
        "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    },
)
NAMED: Block = {"Username": "<username>"}
# Numbers and addresses that belong to nobody.
EMAIL, PHONE = "<username>@example.com", "+15555550100"


def calls(user: User) -> Iterator[Call]:
    """What makes such a user; the mode is OPTIONAL with an authenticator meanwhile, so that each can sign in."""
    yield CLIENT
    temporary = {"TemporaryPassword": "<password>"}
    attributes = list(_attributes(user))
    yield Call("AdminCreateUser", {**NAMED, **temporary, "MessageAction": "SUPPRESS", "UserAttributes": attributes})
    if not user.temporary:
        yield Call("AdminSetUserPassword", {**NAMED, "Password": "<password>", "Permanent": True})
    if not user.new and not user.temporary:
        yield SIGN_IN
    if user.authenticator:
        yield Call("AssociateSoftwareToken", {"AccessToken": "<access-token>"})
        yield Call("VerifySoftwareToken", {"AccessToken": "<access-token>", "UserCode": "<code>"})
    if user.preferred:
        settings = {"Enabled": True, "PreferredMfa": True}
        yield Call("AdminSetUserMFAPreference", {**NAMED, "SoftwareTokenMfaSettings": settings})
    if user.disabled:
        yield Call("AdminDisableUser", NAMED)


def _attributes(user: User) -> Iterator[Block]:
    if user.email:
        yield {"Name": "email", "Value": EMAIL}
        yield {"Name": "email_verified", "Value": "true"}
    if user.phone:
        yield {"Name": "phone_number", "Value": PHONE}
        yield {"Name": "phone_number_verified", "Value": "true"}


@dataclass
class Known:
    """What a run knows of a user.

    :ivar values: of the placeholders.
    """

    values: dict[str, str]

    @classmethod
    def of(cls, number: int, client: str = "") -> Known:
        """A new user, and the app client of the pool, if there is one."""
        password = f"Aa1!{secrets.token_urlsafe(12)}"
        return cls({"<username>": f"user-{number}", "<password>": password, "<client-id>": client})

    def fill(self, request: Any) -> Any:
        """A request with what is known."""

        def filled(text: str) -> str:
            for placeholder, value in self.values.items():
                text = text.replace(placeholder, value)
            return text

        return mapped(request, filled)

    def learn(self, answer: Block, code: Callable[[str], str]) -> None:
        """What an answer tells.

        :arg code: what an authenticator with that secret shows now.
        """
        client, result = answer.get("UserPoolClient"), answer.get("AuthenticationResult")
        if client:
            self.values["<client-id>"] = client["ClientId"]
        if result:
            self.values["<access-token>"] = result["AccessToken"]
        if "SecretCode" in answer:
            self.values["<code>"] = code(answer["SecretCode"])
