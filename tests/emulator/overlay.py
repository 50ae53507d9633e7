# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measured behaviour laid over moto's Cognito: four operations of its response class are replaced."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from moto.cognitoidp import models
from moto.cognitoidp.models import cognitoidp_backends
from moto.cognitoidp.models import CognitoIdpBackend
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.core.responses import EmptyResult

from . import behaviour
from .behaviour import Block
from .behaviour import Pool
from .behaviour import Rejected
from .behaviour import Switches

ANSWER_HEADERS = {"Content-Type": "application/x-amz-json-1.1"}


class Overlay:
    """Cognito's user pools as moto keeps them, with the behaviour of the real service.

    :ivar switches: the selected answers to the unknowns.
    """

    def __init__(self) -> None:
        self.switches = Switches()

    def install(self) -> None:
        """Replace moto's operations by ours."""
        _import_the_key_once()
        overlay = self

        def set_mfa(self: CognitoIdpResponse) -> Any:
            return _answer(overlay.set(self.backend, self.parameters))

        def get_mfa(self: CognitoIdpResponse) -> Any:
            return _answer(overlay.get(self.backend, self.parameters["UserPoolId"]))

        def create(self: CognitoIdpResponse) -> Any:
            settings = {member: value for member, value in self.parameters.items() if member != "PoolName"}
            pool = overlay.create(self.backend, self.parameters["PoolName"], settings)
            return ActionResult({"UserPool": pool.to_json(extended=True)})

        def update(self: CognitoIdpResponse) -> Any:
            overlay.update(self.backend, self.parameters)
            return EmptyResult()

        CognitoIdpResponse.set_user_pool_mfa_config = set_mfa
        CognitoIdpResponse.get_user_pool_mfa_config = get_mfa
        CognitoIdpResponse.create_user_pool = create
        CognitoIdpResponse.update_user_pool = update

    def set(self, backend: CognitoIdpBackend, request: Block) -> Block:
        """SetUserPoolMfaConfig; the answer has the shape of the next Get (R19)."""
        pool = _find(backend, request["UserPoolId"])
        with _Rejections():
            state = behaviour.set_mfa(_state(pool), request, self.switches)
        _keep(pool, state)
        return behaviour.get(state, self.switches)

    def get(self, backend: CognitoIdpBackend, user_pool_id: str) -> Block:
        """GetUserPoolMfaConfig."""
        return behaviour.get(_state(_find(backend, user_pool_id)), self.switches)

    def update(self, backend: CognitoIdpBackend, request: Block) -> None:
        """UpdateUserPool."""
        pool = _find(backend, request["UserPoolId"])
        with _Rejections():
            _keep(pool, behaviour.update(_state(pool), request))

    def create(self, backend: CognitoIdpBackend, name: str, settings: Block) -> CognitoIdpUserPool:
        """CreateUserPool."""
        with _Rejections():
            state = behaviour.create(Pool(backend.region_name, backend.account_id, settings, {}))
        pool = backend.create_user_pool(name, state.settings)
        _keep(pool, replace(state, settings={**pool.extended_config, **state.settings}))
        return pool

    def merge_live(self, backend: CognitoIdpBackend, user_pool_id: str, members: Block) -> None:
        """Give a pool members that no service model knows, as a future Cognito may."""
        pool = _find(backend, user_pool_id)
        state = _state(pool)
        mfa = dict(state.mfa)
        for name, value in members.items():
            mfa[name] = {**mfa.get(name, {}), **value} if isinstance(value, dict) else value
        _keep(pool, replace(state, mfa=mfa))


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
    return Pool(pool.region, pool.account_id, settings, pool.measured_mfa, sms=pool.sms_mfa_config is not None)


def _keep(pool: CognitoIdpUserPool, state: Pool) -> None:
    """Store what is there, and tell moto, whose users sign in, as much of it as it understands."""
    pool.extended_config = state.settings
    pool.mfa_config = state.mode
    pool.measured_mfa = state.mfa
    pool.token_mfa_config = state.mfa.get(behaviour.TOTP)
    pool.sms_mfa_config = state.settings["SmsConfiguration"] if state.sms else None
