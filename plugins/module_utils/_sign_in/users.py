# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cognito's users: listed page after page, their factors asked for, at the pace of the quotas (L7).

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Iterator
from typing import List

from .._mfa.answers import INCOMPLETE
from .._mfa.client import Connect
from .._mfa.client import Failure
from .._mfa.client import READ_SETTINGS
from .._mfa.client import SERVICE
from .._mfa.client import translate_errors
from .._mfa.gather import READING
from .._mfa.retries import RateLimiter
from .facts import without_personal_data

PAGE = 60  # the most that ListUsers returns at once (L1)
LIST_RATE, FACTORS_RATE = 30, 120  # requests a second for an account and region (L7)
WORKERS = 16  # enough for FACTORS_RATE where an answer takes an eighth of a second
AUTH_FACTORS, ADMIN_GET_USER = "auth_factors", "admin_get_user"
METHODS: Dict[str, str] = {AUTH_FACTORS: "admin_get_user_auth_factors", ADMIN_GET_USER: "admin_get_user"}
ACTIONS: Dict[str, str] = {AUTH_FACTORS: "AdminGetUserAuthFactors", ADMIN_GET_USER: "AdminGetUser"}
"""The ways to read a user's factors (L2, L3)."""


class EvenLimiter(RateLimiter):
    """A rate that no second exceeds: nothing is saved up in a pause."""

    BURST = 0.0


class Users:
    """The users of user pools.

    Answers hold addresses and numbers: they go to :mod:`.facts` at once, and nowhere else.
    """

    def __init__(self, connect: Connect) -> None:
        """
        :arg connect: makes a client.
        """
        self._client = connect({**READ_SETTINGS, **READING, "max_pool_connections": WORKERS}, {})
        self._list_limiter, self._factors_limiter = EvenLimiter(LIST_RATE), EvenLimiter(FACTORS_RATE)

    def can_read(self, read_factors: str) -> bool:
        """Whether the installed botocore knows the call behind a way to read factors."""
        return hasattr(self._client, METHODS[read_factors])

    def pages(self, user_pool_id: str, page_size: int = PAGE) -> Iterator[List[Dict[str, Any]]]:
        """The users, page after page, none of which is held.

        :raises Failure: if a page cannot be read; those before it were yielded.
        """
        pages = iter(
            self._client.get_paginator("list_users").paginate(
                UserPoolId=user_pool_id, PaginationConfig={"PageSize": page_size}
            )
        )
        while True:
            self._list_limiter.wait()
            try:
                with translate_errors(f"list the users of user pool {user_pool_id}", f"{SERVICE}:ListUsers"):
                    page = next(pages, None)
                    if page is not None and "Users" not in page:
                        raise ValueError(INCOMPLETE)
            except Failure as failure:
                raise _impersonal(failure) from None  # whose context would hold the answer
            if page is None:
                return
            yield page["Users"]

    def factors(self, user_pool_id: str, username: str, read_factors: str) -> Dict[str, Any]:
        """What Cognito says of a user's factors.

        :raises Failure: if it does not say; its message does not name the user.
        """
        self._factors_limiter.wait()
        call = getattr(self._client, METHODS[read_factors])
        try:
            with translate_errors("read a user's factors", f"{SERVICE}:{ACTIONS[read_factors]}"):
                answer: Dict[str, Any] = call(UserPoolId=user_pool_id, Username=username)
                if "Username" not in answer:
                    raise ValueError(INCOMPLETE)
        except Failure as failure:
            raise _impersonal(failure, username) from None
        return answer


def _impersonal(failure: Failure, username: str = "") -> Failure:
    """A failure without what may tell who a user is."""

    def cleaned(text: str) -> str:
        return without_personal_data(text.replace(username, "(user)") if username else text)

    return Failure(cleaned(str(failure)), failure.code, cleaned(failure.text), failure.again, failure.uncertain)
