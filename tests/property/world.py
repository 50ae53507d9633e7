# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the property tests play with: user pools in the emulator, and the collection's own view of them."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from itertools import count
from typing import Any

import boto3
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.dict_transformations import dict_merge
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import module as entry_point
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import UserPools
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import CONFIG_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted
from botocore.config import Config

from tests.emulator.server import Emulator
from tests.property.strategies import ARN
from tests.support.pools import OPEN_POOL


class World:
    """User pools in one emulator.

    :ivar cognito: an independent client.
    :ivar pools: the collection's.
    """

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.session = boto3.Session("AKIAEXAMPLEEXAMPLE00", "secret", region_name="us-east-1")
        self.cognito = self._client({}, {"retries": {"total_max_attempts": 1}})
        self.pools = UserPools(self._client)
        self._names = count()
        self._module_client = lru_cache(maxsize=None)(lambda settings: self._client(*json.loads(settings)))
        self._validator = ArgumentSpecValidator(
            {**aws_argument_spec(), **CONFIG_SPEC["argument_spec"]},
            mutually_exclusive=CONFIG_SPEC["mutually_exclusive"],
            required_one_of=CONFIG_SPEC["required_one_of"],
        )

    def _client(self, defaults: dict[str, Any], fixed: dict[str, Any]) -> Any:
        config = Config(**{**defaults, **fixed})
        return self.session.client("cognito-idp", endpoint_url=self.emulator.endpoint, config=config)

    def connect(self, *settings: Any) -> Any:
        """A client of the collection's, kept for the next run."""
        return self._module_client(json.dumps(settings))

    def run(self, user_pool_id: str, wanted: Wanted, check_mode: bool = False) -> dict[str, Any]:
        """The result of user_pool_mfa_config for a task, by what both ways of running have in common."""
        task = {"user_pool_id": user_pool_id, "purge_factors": wanted.purge_factors, **wanted.options}
        checked = self._validator.validate(task)
        assert not checked.error_messages, checked.error_messages

        return entry_point.attempt(
            entry_point.ensure_mfa_config, checked.validated_parameters, self.connect, check_mode
        )

    def pool(self, create: dict[str, Any], live: dict[str, Any], switches: dict[str, str] | None = None) -> str:
        """The ID of a new user pool with a live configuration, whatever its sign-in policy would refuse."""
        self.emulator.reset()
        self.emulator.switch(**(switches or {}))
        name = f"pool-{next(self._names)}"
        pool_id: str = self.cognito.create_user_pool(PoolName=name, **OPEN_POOL)["UserPool"]["Id"]
        self.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **live)
        if create is not OPEN_POOL:
            self.restrict(pool_id, create)
        return pool_id

    def restrict(self, pool_id: str, create: dict[str, Any]) -> None:
        """Give the pool other settings, as far as Cognito lets its MFA configuration have them."""
        with suppress(self.cognito.exceptions.ClientError):  # a first factor that ON or LITE excludes (R39, R59)
            self.cognito.update_user_pool(UserPoolId=pool_id, **create)

    def get(self, pool_id: str) -> dict[str, Any]:
        """The configuration that an independent client reads."""
        answer: dict[str, Any] = self.cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
        answer.pop("ResponseMetadata")
        return answer

    def overlay(self, live: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
        """The request of somebody who lays a task's settings over the live ones and thinks no further."""
        request: dict[str, Any] = dict_merge(live, wanted.settings)
        if wanted.purge_factors:
            factors = {"SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration"}
            request = {name: value for name, value in request.items() if name not in factors - set(wanted.settings)}
        return request

    def option(self, path: str, value: str) -> dict[str, Any]:
        """A task that sets one option and is fine otherwise."""
        named: Any = value
        for name in reversed(path.split(".")):
            named = {name: named}
        task: dict[str, Any] = dict_merge(
            {"sms_mfa_configuration": {"sms_configuration": {"sns_caller_arn": ARN}}} if "sms" in path else {}, named
        )
        return {"mfa_configuration": "OPTIONAL", "software_token_mfa_configuration": {"enabled": True}, **task}
