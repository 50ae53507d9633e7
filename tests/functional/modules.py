# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the collection's modules in this process, with their real arguments, clients and HTTP."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from typing import Any
from unittest.mock import patch

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.latchkey.cognito.plugins.module_utils import _door
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config_info

ACCESS_KEY = "AKIAEXAMPLEEXAMPLE00"
SECRET_KEY = "emulator-secret-key-0123456789"
SESSION_TOKEN = "emulator-session-token-0123456789"


def connection(endpoint: str) -> dict[str, Any]:
    """The options that reach the emulator."""
    return {
        "endpoint_url": endpoint,
        "region": "us-east-1",
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": SESSION_TOKEN,
    }


class Modules:
    """The modules, bound to one endpoint."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def config(self, user_pool_id: str | None = None, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_config."""
        named = {"user_pool_id": user_pool_id} if user_pool_id else {}
        return self._run(user_pool_mfa_config, {**named, **options}, check)

    def info(self, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_config_info."""
        return self._run(user_pool_mfa_config_info, options, check)

    def _run(self, module: Any, options: dict[str, Any], check: bool) -> dict[str, Any]:
        arguments = {**connection(self.endpoint), **options, "_ansible_check_mode": check}
        given = {name: value for name, value in arguments.items() if value is not None}
        output = io.StringIO()
        warn = patch.object(_door, "warn")  # ansible-core collects warnings for the life of a process
        with patch_module_args(given), redirect_stdout(output), warn as warnings, pytest.raises(SystemExit):
            module.main()
        result: dict[str, Any] = json.loads(output.getvalue())
        result.pop("invocation", None)
        return {**result, "warnings": [call.args[0] for call in warnings.call_args_list]}
