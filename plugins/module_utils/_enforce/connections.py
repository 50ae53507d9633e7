# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works where: the user pools of each place, by its own credentials and within its quotas.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Iterable
from typing import Optional
from typing import Tuple

from .._mfa.client import Failure
from .._mfa.client import READ_SETTINGS
from .._mfa.client import SERVICE
from .._mfa.client import translate_errors
from .._mfa.client import UserPools
from .._mfa.clients import ClientFactory
from .._mfa.clients import KEYS
from .._mfa.clients import role_session
from .._mfa.concurrency import concurrently
from .._mfa.config import Config
from .._mfa.module import Params
from .._mfa.retries import DESCRIBE_RATE
from .._mfa.retries import RateLimiter
from .._mfa.retries import READ_RATE
from .._mfa.retries import WRITE_RATE
from .._sign_in.users import Users
from .plan import Place

MAX_PLACES = 16  # opened at a time
ROLE_SESSION = "latchkey_cognito"


class Quotas:
    """What an account allows in a region, shared by all that work there (R76)."""

    def __init__(self) -> None:
        self.read = RateLimiter(READ_RATE)
        self.describe = RateLimiter(DESCRIBE_RATE)
        self.write = RateLimiter(WRITE_RATE)


class PacedUserPools(UserPools):
    """User pools that are asked no faster than the quotas allow.

    :ivar quotas: those that others who work there share.
    """

    def __init__(self, connect: Any, quotas: Quotas, **reading: Any) -> None:
        super().__init__(connect, **reading)
        self.quotas = quotas
        self._users: Optional[Users] = None

    @property
    def users(self) -> Users:
        """Their users, by a client that is made when it is first needed."""
        if self._users is None:
            self._users = Users(self._connect)
        return self._users

    def read(self, user_pool_id: str) -> Config:
        self.quotas.read.wait()
        return super().read(user_pool_id)

    def describe(self, user_pool_id: str) -> Config:
        self.quotas.describe.wait()
        return super().describe(user_pool_id)

    def write(self, user_pool_id: str, request: Config) -> Config:
        self.quotas.write.wait()
        return super().write(user_pool_id, request)


class Connections:
    """Opens places."""

    def __init__(self, params: Params, reading: Params) -> None:
        """
        :arg params: the connection options of the task.
        :arg reading: botocore's settings for many reads.
        """
        self._params = params
        self._reading = reading
        self._clients = ClientFactory()

    def open(self, places: Iterable[Place]) -> Dict[Place, PacedUserPools | Failure]:
        """The user pools of each place, or why nobody can work there."""
        distinct = list(dict.fromkeys(places))
        roles = {(place.role_arn, place.profile): place for place in reversed(distinct)}
        sessions = dict(zip(roles, concurrently(self._sign_in, list(roles.values()), MAX_PLACES)))
        quotas: Dict[Tuple[Optional[str], str], Quotas] = {}
        opened: Dict[Place, PacedUserPools | Failure] = {}
        for place in distinct:
            session = sessions[place.role_arn, place.profile]
            whose = place.account_id or place.role_arn or place.profile
            shared = quotas.setdefault((whose, place.region), Quotas())
            opened[place] = session if isinstance(session, Failure) else self._user_pools(place, session, shared)
        return opened

    def _sign_in(self, place: Place) -> Any:
        """The session of a place's role, None without one, or why it cannot be assumed."""
        if place.role_arn is None:
            return None
        try:
            with translate_errors(f"assume the role {place.role_arn}", "sts:AssumeRole"):
                sts = self._clients.make("sts", self._connection(place), READ_SETTINGS, {})
                session = role_session(sts, place.role_arn, ROLE_SESSION)
                session.get_component("credential_provider").load_credentials().get_frozen_credentials()
        except Failure as failure:
            return failure
        return session

    def _connection(self, place: Place) -> Params:
        whose = {"profile": place.profile, **dict.fromkeys(KEYS)} if place.profile else {}
        return {**self._params, **whose, "region": place.region}

    def _user_pools(self, place: Place, session: Any, quotas: Quotas) -> PacedUserPools | Failure:
        connection = self._connection(place)
        if session is not None:
            connection = {**connection, "profile": None, **dict.fromkeys(KEYS)}

        def connect(defaults: Params, fixed: Params) -> Any:
            return self._clients.make(SERVICE, connection, defaults, fixed, session)

        try:
            with translate_errors(f"make a client for {place.region}", f"{SERVICE}:GetUserPoolMfaConfig"):
                return PacedUserPools(connect, quotas, **self._reading)
        except Failure as failure:
            return failure
