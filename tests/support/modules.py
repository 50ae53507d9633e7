# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the collection's modules in this process, either way of running, with their real arguments, clients and HTTP."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any
from unittest.mock import patch

import pytest
from ansible.module_utils import basic
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.action.normal import ActionModule as OrdinaryModule
from ansible.plugins.loader import connection_loader
from ansible.template import Templar
from ansible_collections.latchkey.cognito.plugins.action import mfa_enforce as enforce_action
from ansible_collections.latchkey.cognito.plugins.action import user_pool_mfa_config as config_action
from ansible_collections.latchkey.cognito.plugins.action import user_pool_mfa_config_info as info_action
from ansible_collections.latchkey.cognito.plugins.action import user_pool_mfa_prerequisites as prerequisites_action
from ansible_collections.latchkey.cognito.plugins.action import user_pool_mfa_readiness_info as readiness_action
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import module as entry_point
from ansible_collections.latchkey.cognito.plugins.modules import mfa_enforce as enforce_module
from ansible_collections.latchkey.cognito.plugins.modules import mfa_report as report_module
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config as config_module
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_config_info as info_module
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_prerequisites as prerequisites_module
from ansible_collections.latchkey.cognito.plugins.modules import user_pool_mfa_readiness_info as readiness_module
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _in_process

ACCESS_KEY = "AKIAEXAMPLEEXAMPLE00"
SECRET_KEY = "emulator-secret-key-0123456789"
SESSION_TOKEN = "emulator-session-token-0123456789"

ORDINARY, IN_PROCESS = RUNNERS = ("ordinary", "in_process")


def connection(endpoint: str) -> dict[str, Any]:
    """The options that reach the emulator."""
    return {
        "endpoint_url": endpoint,
        "region": "us-east-1",
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": SESSION_TOKEN,
    }


def make_action(action: Any, arguments: dict[str, Any], variables: dict[str, Any], **task: Any) -> Any:
    """An action plugin as ansible-core's worker makes it, for a task on the local connection."""
    made = Task()
    made.action = f"latchkey.cognito.{action.__name__.rpartition('.')[2]}"
    made.args = arguments
    for name, value in {"check_mode": False, "diff": False, **task}.items():
        setattr(made, name, value)
    context, loader = PlayContext(), DataLoader()
    local = connection_loader.get("local", context, os.devnull)
    return action.ActionModule(made, local, context, loader, Templar(loader=loader, variables=variables), None)


class Modules:
    """The modules, bound to one endpoint and one way of running."""

    def __init__(self, endpoint: str, runner: str = ORDINARY) -> None:
        self.endpoint = endpoint
        self.runner = runner
        self.elsewhere = 0
        """How often the in-process runner left a task to the ordinary module."""

    def config(self, user_pool_id: str | None = None, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_config."""
        named = {} if user_pool_id is None else {"user_pool_id": user_pool_id}
        return self._run(config_module, config_action, {**named, **options}, check)

    def info(self, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_config_info."""
        return self._run(info_module, info_action, options, check)

    def enforce(self, pools: Any, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of mfa_enforce, by the default policy unless the options name one."""
        return self._run(enforce_module, enforce_action, {"pools": pools, "policy": {}, **options}, check)

    def prerequisites(self, user_pool_id: str | None = None, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_prerequisites."""
        named = {} if user_pool_id is None else {"user_pool_id": user_pool_id}
        return self._run(prerequisites_module, prerequisites_action, {**named, **options}, check)

    def readiness(self, user_pool_id: str | None = None, *, check: bool = False, **options: Any) -> dict[str, Any]:
        """The result of user_pool_mfa_readiness_info."""
        named = {} if user_pool_id is None else {"user_pool_id": user_pool_id}
        return self._run(readiness_module, readiness_action, {**named, **options}, check)

    def _run(self, module: Any, action: Any, options: dict[str, Any], check: bool) -> dict[str, Any]:
        arguments = {**connection(self.endpoint), **options}
        given = {name: value for name, value in arguments.items() if value is not None}

        def ordinary() -> dict[str, Any]:
            return run_module(module, given, check)

        def ordinary_instead(*_arguments: Any) -> dict[str, Any]:
            self.elsewhere += 1
            return ordinary()

        result = ordinary() if self.runner == ORDINARY else run_action(action, given, check, ordinary_instead)
        self.invocation = result.pop("invocation")
        return {"warnings": [], **result}


def report(pools: Any, *, check: bool = False, **options: Any) -> dict[str, Any]:
    """The result of mfa_report, which runs one way and has no connection."""
    result = run_module(report_module, {"pools": pools, **options}, check)
    del result["invocation"]
    return result


def run_module(module: Any, arguments: dict[str, Any], check: bool) -> dict[str, Any]:
    """What an ordinary module prints."""
    internal = {"_ansible_check_mode": check, "_ansible_inject_invocation": True}
    given = json.dumps({"ANSIBLE_MODULE_ARGS": {**arguments, **internal}}).encode()
    output = io.StringIO()
    # ansible-core keeps the arguments and the warnings of a module for the life of a process.
    fresh = patch.multiple(basic, _ANSIBLE_ARGS=given, _PARSED_MODULE_ARGS=None, create=True)
    profile = patch.multiple(basic, _ANSIBLE_PROFILE="legacy", create=True)
    warn = patch.object(entry_point, "warn")
    with fresh, profile, redirect_stdout(output), warn as warnings, pytest.raises(SystemExit):
        module.main()
    result: dict[str, Any] = json.loads(output.getvalue())
    warned = [call.args[0] for call in warnings.call_args_list]
    return {**result, **({"warnings": warned} if warned else {})}


def run_action(action: Any, arguments: dict[str, Any], check: bool, ordinary: Callable[..., Any]) -> dict[str, Any]:
    """What the action plugin returns, with something to run in place of the ordinary module."""
    variables = {"ansible_python_interpreter": sys.executable, "ansible_inject_invocation": True}
    made = make_action(action, arguments, variables, check_mode=check)
    _in_process._client.cache_clear()  # every task starts in a worker of its own
    _in_process._session.cache_clear()
    with patch.object(OrdinaryModule, "run", ordinary):
        result: dict[str, Any] = made.run(None, variables)
    return result
