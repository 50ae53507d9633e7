# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measured behaviour laid over moto's Cognito: some operations of its response class are replaced."""

from __future__ import annotations

import base64
import json
import os
import threading
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from moto import backends
from moto.cognitoidp import models
from moto.cognitoidp.models import cognitoidp_backends
from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import EmptyResult
from moto.core.utils import utcnow

from . import behaviour
from . import directory
from . import user_pool
from .behaviour import Block
from .behaviour import Pool
from .behaviour import Rejected
from .behaviour import Switches
from .directory import Directory
from .users import Population

ANSWER_HEADERS = {"Content-Type": "application/x-amz-json-1.1"}


class Overlay:
    """Cognito's user pools as moto keeps them, with the behaviour of the real service.

    :ivar switches: the selected answers to the unknowns.
    :cvar lock: held while a pool is read and written again (R18): requests are served in threads, and moto keeps the
        pools of a process once.
    """

    lock = threading.RLock()

    def __init__(self) -> None:
        self.switches = Switches()

    def serve(self) -> None:
        """Answer moto's requests of this thread from now on: a process may have several emulators."""
        _serving.set(self)

    def set(self, backend: CognitoIdpBackend, request: Block) -> Block:
        """SetUserPoolMfaConfig; the answer has the shape of the next Get (R19)."""
        _check("SetUserPoolMfaConfig", request)
        with self.lock, _Rejections():
            pool = _find(backend, request["UserPoolId"])
            state = _state(pool)
            if state.state != "importing":
                user_pool.check_state(state)
            state = behaviour.set_mfa(state, request, self.switches)
            _keep(pool, state)
        return behaviour.get(state, self.switches)

    def get(self, backend: CognitoIdpBackend, user_pool_id: str) -> Block:
        """GetUserPoolMfaConfig."""
        return behaviour.get(_state(_find(backend, user_pool_id)), self.switches)

    def update(self, backend: CognitoIdpBackend, request: Block) -> None:
        """UpdateUserPool."""
        with self.lock, _Rejections():
            pool = _find(backend, request["UserPoolId"])
            _keep(pool, user_pool.update(_state(pool), request, self.switches))
            pool.name = request.get("PoolName", pool.name)
            pool.last_modified_date = max(utcnow(), pool.last_modified_date + timedelta(milliseconds=1))

    def create(
        self, backend: CognitoIdpBackend, name: str, settings: Block, user_pool_id: str | None = None
    ) -> CognitoIdpUserPool:
        """CreateUserPool; with an ID of our choice if there is one."""
        with _Rejections():
            state = user_pool.create(Pool(backend.region_name, backend.account_id, settings, {}))
        pool = backend.create_user_pool(name, dict(state.settings))
        if user_pool_id:
            del backend.user_pools[pool.id]
            pool.id, pool.arn = user_pool_id, pool.arn.replace(pool.id, user_pool_id)
            backend.user_pools[pool.id] = pool
        state.settings.pop("Schema", None)  # moto keeps it, and describes it
        _keep(pool, state)
        return pool

    def merge_live(
        self, backend: CognitoIdpBackend, user_pool_id: str, members: Block, described: Block, state: str
    ) -> None:
        """Give a pool members that no service model knows, as a future Cognito may, or that no request can give it.

        :arg members: of GetUserPoolMfaConfig.
        :arg described: of DescribeUserPool; ``None`` removes one.
        :arg state: one of ``user_pool.STATES``, or nothing if it stays.
        """
        with self.lock:
            pool = _find(backend, user_pool_id)
            merged = behaviour.merge_live(_state(pool), members)
            settings = behaviour.without_none(behaviour.merged(merged.settings, described))
            _keep(pool, replace(merged, settings=settings, state=state or merged.state))

    def is_of_users(self, operation: str) -> bool:
        """Whether :meth:`answer` has an operation; moto has the others."""
        return operation in directory.OPERATIONS or operation in directory.TOKEN_OPERATIONS

    def answer(self, backend: CognitoIdpBackend, operation: str, request: Block) -> Block:
        """An operation of users."""
        behaviour.validate(operation, request)
        with self.lock:
            if operation in directory.OPERATIONS:
                return directory.OPERATIONS[operation](self._directory(backend, request["UserPoolId"]), request)
            everywhere = [each for regions in list(cognitoidp_backends.values()) for each in list(regions.values())]
            where, pool_id, username = directory.owner(everywhere, request)
            users = self._directory(where, pool_id)
            answer = (
                users.associate_software_token(username)
                if operation == "AssociateSoftwareToken"
                else users.verify_software_token(username, request["UserCode"])
            )
        return {**answer, "Session": request["Session"]} if "Session" in request else answer

    def _directory(self, backend: CognitoIdpBackend, user_pool_id: str) -> Directory:
        pool = _find(backend, user_pool_id)
        return Directory(backend, pool, _state(pool), self.switches)

    def populate(
        self, backend: CognitoIdpBackend, user_pool_id: str, count: int, seed: str, users: list[Block]
    ) -> None:
        """Give a pool a population, if its count is not 0, and users as a test wants them."""
        with self.lock:
            pool = _find(backend, user_pool_id)
            if count:
                pool.measured_population = Population(count, seed)
            for user in users:
                directory.add(pool, user)


_serving: ContextVar[Overlay] = ContextVar("_serving")


def install() -> None:
    """Replace moto's operations by ours, and have no user pools in a misspelt region, in place of moto's status 500."""
    os.environ["MOTO_ALLOW_NONEXISTENT_REGION"] = "true"
    _import_the_key_once()
    _list_the_modules_once()
    CognitoIdpResponse.set_user_pool_mfa_config = _set_mfa
    CognitoIdpResponse.get_user_pool_mfa_config = _get_mfa
    CognitoIdpResponse.describe_user_pool = _describe
    CognitoIdpResponse.list_user_pools = _list_pools
    CognitoIdpResponse.create_user_pool = _create
    CognitoIdpResponse.update_user_pool = _update


def _set_mfa(self: CognitoIdpResponse) -> Any:
    return _answer(_serving.get().set(self.backend, self.parameters))


def _get_mfa(self: CognitoIdpResponse) -> Any:
    _check("GetUserPoolMfaConfig", self.parameters)
    return _answer(_serving.get().get(self.backend, self.parameters["UserPoolId"]))


def _describe(self: CognitoIdpResponse) -> Any:
    _check("DescribeUserPool", self.parameters)
    return _answer({"UserPool": _described(_find(self.backend, self.parameters["UserPoolId"]))})


def _list_pools(self: CognitoIdpResponse) -> Any:
    _check("ListUserPools", self.parameters)
    return _answer(_page(self.backend, self.parameters))


def _create(self: CognitoIdpResponse) -> Any:
    _check("CreateUserPool", self.parameters)
    with _Rejections():
        user_pool.check_tags(self.parameters)
    settings = {member: value for member, value in self.parameters.items() if member != "PoolName"}
    pool = _serving.get().create(self.backend, self.parameters["PoolName"], settings)
    return _answer({"UserPool": _described(pool)})


def _update(self: CognitoIdpResponse) -> Any:
    _check("UpdateUserPool", self.parameters)
    with _Rejections():
        user_pool.check_tags(self.parameters)
    _serving.get().update(self.backend, self.parameters)
    return EmptyResult()


class _Rejections:
    """Rejections become moto's errors."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, Rejected):
            raise JsonRESTError(error.code, error.message) from error


def _import_the_key_once() -> None:
    """Every pool of moto's has the same key, and importing it takes a tenth of a second."""
    rsa_key = models.jwk.RSAKey
    if isinstance(models.jwk, SimpleNamespace):
        return
    imported = lru_cache(maxsize=1)(lambda text: rsa_key.import_key(json.loads(text)))
    models.jwk = SimpleNamespace(RSAKey=SimpleNamespace(import_key=lambda key: imported(json.dumps(key))))


def _list_the_modules_once() -> None:
    """moto reads the folders of its own package for every request."""
    names = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: names


def _check(operation: str, request: Block) -> None:
    """Refuse what the service model does not allow (E13, E14), before anything is looked up.

    A pool's name is let in as it is: no rule is about names, and clients have to stand any text that they read.
    """
    with _Rejections():
        behaviour.validate(operation, {**request, "PoolName": "any"} if "PoolName" in request else request)


def _page(backend: CognitoIdpBackend, request: Block) -> Block:
    """A page of ListUserPools (R77), in the time of a page: the token has the place and the ID of the next pool."""
    ids = list(backend.user_pools)
    start = _place(ids, request["NextToken"]) if request.get("NextToken") else 0
    end = start + request["MaxResults"]
    page: Block = {"UserPools": [_listed(backend.user_pools[pool_id]) for pool_id in ids[start:end]]}
    if end < len(ids):
        page["NextToken"] = base64.b64encode(f"{end} {ids[end]}".encode()).decode()
    return page


def _place(ids: list[str], token: str) -> int:
    """Where a page starts, also when pools before it were deleted since."""
    try:
        place, _space, pool_id = base64.b64decode(token, validate=True).decode().partition(" ")
        start = max(0, int(place))
    except ValueError as error:
        raise JsonRESTError("InvalidParameterException", "Invalid pagination token.") from error  # text not recorded
    if start < len(ids) and ids[start] == pool_id:
        return start
    return ids.index(pool_id) if pool_id in ids else start


def _described(pool: CognitoIdpUserPool) -> Block:
    """What DescribeUserPool says of a pool: every member that was ever set."""
    own = {
        "Id": pool.id,
        "Arn": pool.arn,
        "Name": pool.name,
        "CreationDate": behaviour.seconds(pool.creation_date),
        "LastModifiedDate": behaviour.seconds(pool.last_modified_date),
        "EstimatedNumberOfUsers": directory.count(pool),
        "SchemaAttributes": [behaviour.without_none(each.to_json()) for each in pool.schema_attributes.values()],
    }
    domain = {"Domain": pool.domain.domain} if pool.domain else {}
    return {**own, **domain, **user_pool.describe(pool.extended_config), "MfaConfiguration": pool.mfa_config}


def _listed(pool: CognitoIdpUserPool) -> Block:
    """What ListUserPools says of a pool."""
    return {
        "Id": pool.id,
        "Name": pool.name,
        "Status": pool.status,
        "LambdaConfig": pool.extended_config.get("LambdaConfig") or {},
        "CreationDate": behaviour.seconds(pool.creation_date),
        "LastModifiedDate": behaviour.seconds(pool.last_modified_date),
    }


def backend_of(account: str, region: str) -> CognitoIdpBackend:
    """moto's user pools of an account and region."""
    return cognitoidp_backends[account][region]


def reset() -> None:
    """Delete every user pool."""
    cognitoidp_backends.reset()


def _answer(body: Block) -> Any:
    """JSON as it is: moto would drop members that the service model does not know."""
    return 200, dict(ANSWER_HEADERS), json.dumps(body)


def _find(backend: CognitoIdpBackend, user_pool_id: str) -> CognitoIdpUserPool:
    return backend.describe_user_pool(user_pool_id)  # raises ResourceNotFoundException: E21


def _state(pool: CognitoIdpUserPool) -> Pool:
    settings = {**pool.extended_config, "MfaConfiguration": pool.mfa_config}
    sms = pool.sms_mfa_config is not None
    return Pool(pool.region, pool.account_id, settings, pool.measured_mfa, sms, pool.measured_state)


def _keep(pool: CognitoIdpUserPool, state: Pool) -> None:
    """Store what is there, and tell moto, whose users sign in, as much of it as it understands."""
    pool.extended_config = state.settings
    pool.mfa_config = state.mode
    pool.measured_mfa = state.mfa
    pool.measured_state = state.state
    pool.token_mfa_config = state.mfa.get(behaviour.TOTP)
    pool.sms_mfa_config = state.settings.get("SmsConfiguration", {}) if state.sms else None
