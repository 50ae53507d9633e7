# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operations of users that are not moto's own: list, read, factors, authenticators, sign-in.

moto makes, changes and deletes users.  What it has no place for hangs on its objects.  A pool may have a population, whose
users exist only while somebody asks for them; they can be read and sign in, and not be changed.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
import uuid
from collections.abc import Callable
from collections.abc import Iterable

from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.models import CognitoIdpUser
from moto.cognitoidp.models import CognitoIdpUserPool

from . import behaviour
from . import sign_in
from . import users
from .behaviour import Block
from .behaviour import Pool
from .behaviour import Rejected
from .behaviour import Switches
from .users import Population
from .users import User

PAGE = 60
SENT_CODE = "123456"
"""The code of every message that was not sent."""
PASSWORD_FLOWS = ("ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH")
SETTINGS = {
    "SMSMfaSettings": users.SMS,
    "SoftwareTokenMfaSettings": users.TOTP,
    "EmailMfaSettings": users.EMAIL,
}


class Directory:
    """The users of one pool.

    :arg pool: moto's pool.
    :arg state: the pool as this emulator sees it.
    """

    def __init__(self, backend: CognitoIdpBackend, pool: CognitoIdpUserPool, state: Pool, switches: Switches) -> None:
        self.backend = backend
        self.pool = pool
        self.state = state
        self.switches = switches

    # -- reading -------------------------------------------------------------------------------------------------------

    def list_users(self, request: Block) -> Block:
        """A page (L1): the population first, then the others; the token has the place and the name of the next user."""
        start = self._place(request.get("PaginationToken"))
        end = start + (request.get("Limit") or PAGE)
        count = population(self.pool).count
        made = [population(self.pool).user(number) for number in range(start, min(end, count))]
        created = self._matching(request.get("Filter", ""))
        page = made + [facts(user) for user in created[max(0, start - count) : max(0, end - count)]]
        answer: Block = {"Users": [_chosen(users.listed(user), request.get("AttributesToGet")) for user in page]}
        if end < count + len(created):
            name = "" if end < count else created[end - count].username
            answer["PaginationToken"] = base64.b64encode(json.dumps([end, name]).encode()).decode()
        return answer

    def _matching(self, filter_: str) -> list[CognitoIdpUser]:
        """The users outside of the population, as far as they match moto's kinds of filters."""
        if not filter_:
            return list(self.pool.users.values())
        if population(self.pool).count:
            raise Rejected("Populations cannot be filtered")
        matching, _token = self.backend.list_users(self.pool.id, filter_, limit=None, pagination_token=None)
        return list(matching)

    def _place(self, token: str | None) -> int:
        """Where a page starts, also when users before it were deleted since."""
        if token is None:
            return 0
        try:
            place, name = json.loads(base64.b64decode(token, validate=True))
            start = max(0, int(place))
        except (ValueError, TypeError) as error:
            raise Rejected("Invalid pagination token.") from error  # text not recorded
        names = list(self.pool.users)
        return population(self.pool).count + names.index(name) if name in names else start

    def admin_get_user(self, request: Block) -> Block:
        """L2."""
        return users.described(self._user(request))

    def admin_get_user_auth_factors(self, request: Block) -> Block:
        """L3."""
        return users.auth_factors(self.state, self._user(request), self.switches)

    def _user(self, request: Block) -> User:
        found = population(self.pool).find(request["Username"])
        return found or facts(self._created(request["Username"]))

    def _created(self, username: str) -> CognitoIdpUser:
        """moto's user."""
        if population(self.pool).find(username):
            raise Rejected("Users of a population cannot be changed")
        user = self.pool._get_user(username)
        if user is None:
            raise Rejected("User does not exist.", "UserNotFoundException")
        return user

    # -- writing -------------------------------------------------------------------------------------------------------

    def admin_set_user_mfa_preference(self, request: Block) -> Block:
        """Which factors are enabled and preferred; TOTP needs a registered authenticator (L6)."""
        user = self._created(request["Username"])
        has = facts(user)
        settings, preferred = set(has.settings), has.preferred
        for member, factor in SETTINGS.items():
            chosen = request.get(member)
            if chosen is None:
                continue
            if chosen.get("Enabled"):
                _check_can_enable(has, factor)
                settings.add(factor)
            else:
                settings.discard(factor)
            if chosen.get("PreferredMfa") and chosen.get("Enabled"):
                preferred = factor
            elif preferred == factor:
                preferred = ""
        user.measured_settings = tuple(factor for factor in SETTINGS.values() if factor in settings)
        user.measured_preferred = preferred
        return {}

    # -- signing in ----------------------------------------------------------------------------------------------------

    def admin_initiate_auth(self, request: Block) -> Block:
        """A sign-in with user name and password."""
        client = self._client(request)
        if request["AuthFlow"] not in PASSWORD_FLOWS:
            return dict(
                self.backend.admin_initiate_auth(
                    self.pool.id, client, request["AuthFlow"], request.get("AuthParameters") or {}
                )
            )
        parameters = request.get("AuthParameters") or {}
        username = parameters.get("USERNAME", "")
        user = self._user({"Username": username})
        known = users.PASSWORD if population(self.pool).find(username) else self.pool._get_user(username).password
        if user.status != users.FEDERATED and parameters.get("PASSWORD") != known:
            raise Rejected("Incorrect username or password.", "NotAuthorizedException")
        return self._go_on(user, client)

    def _client(self, request: Block) -> str:
        if request["ClientId"] not in self.pool.clients:
            name = request["ClientId"]
            raise Rejected(f"User pool client {name} does not exist.", "ResourceNotFoundException")
        return str(request["ClientId"])

    def _go_on(self, user: User, client: str) -> Block:
        met = sign_in.answer(self.state, user, self.switches)
        return self._challenge(user, met.challenge, met.choices) if met.challenge else self._tokens(user, client)

    def _challenge(self, user: User, name: str, choices: tuple[str, ...] = ()) -> Block:
        parameters = {"USER_ID_FOR_SRP": user.username}
        member = {"SELECT_MFA_TYPE": "MFAS_CAN_CHOOSE", "MFA_SETUP": "MFAS_CAN_SETUP"}.get(name)
        if member:
            parameters[member] = json.dumps(choices)
        if name in users.ADDRESS:
            parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] = "SMS" if name == users.SMS else "EMAIL"
        session = f"session-{uuid.uuid4()}"
        sessions(self.backend)[session] = (self.pool.id, user.username, name)
        return {"ChallengeName": name, "ChallengeParameters": parameters, "Session": session}

    def _tokens(self, user: User, client: str) -> Block:
        if population(self.pool).find(user.username):
            result = {"AccessToken": f"{user.username}-{uuid.uuid4()}", "ExpiresIn": 3600, "TokenType": "Bearer"}
            return {"ChallengeParameters": {}, "AuthenticationResult": result}
        created = self.pool._get_user(user.username)
        created.measured_is_new = False
        answer = self.backend._log_user_in(self.pool, self.pool.clients[client], created.username)
        return {"ChallengeParameters": {}, **answer}

    def admin_respond_to_auth_challenge(self, request: Block) -> Block:
        """The answer to a challenge: tokens, or the next challenge."""
        client = self._client(request)
        responses = request.get("ChallengeResponses") or {}
        pool_id, username, name = sessions(self.backend).get(request.get("Session", ""), ("", "", ""))
        if (pool_id, name) != (self.pool.id, request["ChallengeName"]):
            raise Rejected("Invalid session for the user.", "NotAuthorizedException")
        user = self._user({"Username": username})
        if name == "SELECT_MFA_TYPE":
            if responses.get("ANSWER") not in SETTINGS.values():
                raise Rejected("Invalid answer")  # text not recorded
            return self._challenge(user, responses["ANSWER"])
        if name == "NEW_PASSWORD_REQUIRED":
            self.backend.admin_set_user_password(self.pool.id, username, responses.get("NEW_PASSWORD", ""), True)
            return self._go_on(self._user({"Username": username}), client)
        if name == "MFA_SETUP":
            _check_is_set_up(user)
        elif name == users.TOTP:
            _check_code(self._created(username), responses.get("SOFTWARE_TOKEN_MFA_CODE", ""))
        else:
            self._check_sent(username, name, responses.get(f"{name}_CODE", ""))
        return self._tokens(user, client)

    def _check_sent(self, username: str, factor: str, sent: str) -> None:
        """The code of a message; the address counts as verified afterwards (D11)."""
        if sent != SENT_CODE:
            raise Rejected("Invalid code or auth state for the user.", "CodeMismatchException")
        if not population(self.pool).find(username):
            verified = {"Name": f"{users.ADDRESS[factor]}_verified", "Value": "true"}
            self.pool._get_user(username).update_attributes([verified])

    # -- authenticators ------------------------------------------------------------------------------------------------

    def associate_software_token(self, username: str) -> Block:
        """A new secret for an authenticator; the earlier one holds until a code of this one was shown."""
        if users.TOTP not in sign_in.factors(self.state):
            raise Rejected(
                "Software Token MFA has not been enabled by the userPool", "SoftwareTokenMFANotFoundException"
            )
        user = self._created(username)
        user.measured_offer = base64.b32encode(secrets.token_bytes(20)).decode()
        return {"SecretCode": user.measured_offer}

    def verify_software_token(self, username: str, shown: str) -> Block:
        """Registers the authenticator that shows a code of the last secret."""
        user = self._created(username)
        offer = getattr(user, "measured_offer", "")
        if not offer or not users.is_code(offer, shown, time.time()):
            raise Rejected("Code mismatch", "EnableSoftwareTokenMFAException")
        user.measured_secret = offer
        return {"Status": "SUCCESS"}


OPERATIONS: dict[str, Callable[[Directory, Block], Block]] = {
    "ListUsers": Directory.list_users,
    "AdminGetUser": Directory.admin_get_user,
    "AdminGetUserAuthFactors": Directory.admin_get_user_auth_factors,
    "AdminSetUserMFAPreference": Directory.admin_set_user_mfa_preference,
    "AdminInitiateAuth": Directory.admin_initiate_auth,
    "AdminRespondToAuthChallenge": Directory.admin_respond_to_auth_challenge,
}
TOKEN_OPERATIONS = ("AssociateSoftwareToken", "VerifySoftwareToken")


def population(pool: CognitoIdpUserPool) -> Population:
    """The population of a pool, which may be of nobody."""
    found: Population = getattr(pool, "measured_population", Population(0))
    return found


def count(pool: CognitoIdpUserPool) -> int:
    """How many users a pool has (L8)."""
    return population(pool).count + len(pool.users)


def sessions(backend: CognitoIdpBackend) -> dict[str, tuple[str, str, str]]:
    """The challenges that were not answered yet: pool, user name and name of each."""
    if not hasattr(backend, "measured_sessions"):
        backend.measured_sessions = {}
    found: dict[str, tuple[str, str, str]] = backend.measured_sessions
    return found


def owner(backends: Iterable[CognitoIdpBackend], request: Block) -> tuple[CognitoIdpBackend, str, str]:
    """Where a user is, the pool and the user name, by an access token or a session; such requests are not signed."""
    for backend in backends:
        pool_id, username, _name = sessions(backend).get(request.get("Session", ""), ("", "", ""))
        if pool_id:
            return backend, pool_id, username
        for pool in backend.user_pools.values():
            if request.get("AccessToken") in pool.access_tokens:
                return backend, str(pool.id), str(pool.access_tokens[request["AccessToken"]][1])
    raise Rejected("Invalid Access Token", "NotAuthorizedException")


def add(pool: CognitoIdpUserPool, user: Block) -> None:
    """A user as a test wants it: the members of :class:`User`, and a password; for those that no request can make."""
    has = {"password": users.PASSWORD, **user}
    attributes = [{"Name": name, "Value": value} for name, value in has.get("attributes", {}).items()]
    made = CognitoIdpUser(pool.id, has["username"], has["password"], has.get("status", "CONFIRMED"), attributes)
    made.enabled = has.get("enabled", True)
    made.measured_secret = base64.b32encode(secrets.token_bytes(20)).decode() if has.get("authenticator") else ""
    made.measured_settings = tuple(has.get("settings", ()))
    made.measured_preferred = has.get("preferred", "")
    made.measured_passkeys = has.get("passkeys", False)
    made.measured_is_new = has.get("is_new", False)
    pool.users[made.username] = made


def facts(user: CognitoIdpUser) -> User:
    """moto's user as plain data."""
    return User(
        username=user.username,
        attributes=dict(user.attribute_lookup),
        status=str(getattr(user.status, "value", user.status)),
        enabled=user.enabled,
        authenticator=bool(getattr(user, "measured_secret", "")),
        settings=getattr(user, "measured_settings", ()),
        preferred=getattr(user, "measured_preferred", ""),
        passkeys=getattr(user, "measured_passkeys", False),
        is_new=getattr(user, "measured_is_new", True),
        created=behaviour.seconds(user.create_date),
    )


def _chosen(listed: Block, names: list[str] | None) -> Block:
    """A listed user with some attributes; a user who lacks one spoils the page (L1)."""
    if not names:
        return listed
    attributes = {each["Name"]: each for each in listed["Attributes"]}
    if not set(names) <= attributes.keys():
        raise Rejected("One or more requested attributes do not exist.")  # text not recorded
    return {**listed, "Attributes": [attributes[name] for name in names]}


def _check_can_enable(user: User, factor: str) -> None:
    if factor == users.TOTP and not user.authenticator:
        raise Rejected("User has not verified software token mfa")
    if factor in users.ADDRESS and not user.attributes.get(users.ADDRESS[factor]):
        raise Rejected(f"User does not have delivery config set to turn on {factor}")  # text not recorded


def _check_is_set_up(user: User) -> None:
    if not user.authenticator:
        raise Rejected("User has not verified software token mfa", "NotAuthorizedException")


def _check_code(user: CognitoIdpUser, shown: str) -> None:
    if not users.is_code(user.measured_secret, shown, time.time()):
        raise Rejected("Invalid code received for user", "CodeMismatchException")
