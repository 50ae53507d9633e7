# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The in-process runner: a module's work done in Ansible's worker process, where that is equivalent.

An ordinary module starts a Python process and imports boto3 for every host and every item of a loop.  Here the same
arguments go through the same validation and the same core, and come out as the same result.  Whatever might differ, or
goes wrong before the first request, is left to the ordinary module.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import warnings
from contextlib import contextmanager
from contextlib import suppress
from functools import lru_cache
from typing import Any
from typing import ClassVar
from typing import Dict
from typing import Iterator
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

with suppress(ImportError):  # the ordinary module says so
    import botocore.session

from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.json import AnsibleJSONEncoder
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action.normal import ActionModule as OrdinaryModule
from ansible.utils.display import Display
from ansible_collections.amazon.aws.plugins.module_utils.botocore import check_sdk_version_supported
from ansible_collections.amazon.aws.plugins.module_utils.exceptions import AnsibleBotocoreError
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import Connect
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import SERVICE
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import LOADER
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import make_client
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import make_session
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.limits import refuse_shapes
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import attempt
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import client_config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal

SWITCH = "latchkey_in_process"
"""The variable that turns the in-process runner off; the environment variable has the same name in capitals."""

UNANSWERED: List[str] = []
"""Where a write went that nobody has answered yet.  A worker does one task at a time."""

display = Display()


class FallBack(Exception):
    """Why the ordinary module must run."""


class InProcessAction(OrdinaryModule):
    """The action of a module that needs nothing but the controller's Python and the network.

    :cvar spec: what the module hands to AnsibleAWSModule.
    :cvar work: what the module does.
    """

    spec: ClassVar[Mapping[str, Any]]
    work: ClassVar[staticmethod[[Params, Connect, bool], Params]]

    def run(self, tmp: Optional[str] = None, task_vars: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
        """Run in process, or run the ordinary module and say why with -vvv."""
        variables = task_vars or {}
        try:
            refuse_shapes(self._task.args, self.spec["argument_spec"])
            result = self._run_here(variables)
        except Refusal as refusal:
            return {"failed": True, "msg": str(refusal)}
        except FallBack as why:
            display.vvv(
                f"{self._task.action} runs as an ordinary module: {why}", host=variables.get("inventory_hostname")
            )
            return dict(super().run(tmp, task_vars))
        display.vvv(f"{self._task.action} ran in process", host=variables.get("inventory_hostname"))
        return result

    def _run_here(self, variables: Mapping[str, Any]) -> Dict[str, Any]:
        for why in self._fallback_reasons(variables):
            raise FallBack(why)
        params = self._validated()
        with _as_a_process_of_its_own(self._loader.get_basedir()):
            result = self._attempt(params)
        return self._returned(result, params, variables)

    def _attempt(self, params: Params) -> Params:
        """The result; a user who interrupts a write, by a task's timeout or by Ctrl-C, is told that it may have been applied."""
        UNANSWERED.clear()
        try:
            return attempt(type(self).work, params, _connect(params), self._task.check_mode)
        except BaseException:
            if UNANSWERED:
                pool = params.get("user_pool_id") or params.get("user_pool_name")
                display.warning(
                    f"The task was interrupted while it set the MFA configuration of user pool {pool}. Whether that was applied "
                    "is not known: run the task again, which reads first"
                )
            raise

    def _fallback_reasons(self, variables: Mapping[str, Any]) -> Iterator[str]:
        """What makes a difference between running here and running as an ordinary module."""
        yield from _fallback_reasons_of_the_process()
        yield from self._fallback_reasons_of_the_task()
        if not self._switched_on(variables):
            yield f"{SWITCH} turns it off"
        interpreter = self._interpreter(variables)
        if not _is_this_python(interpreter):
            yield f"the interpreter is {interpreter or 'still to be discovered'}, not Ansible's own {sys.executable}"

    def _switched_on(self, variables: Mapping[str, Any]) -> bool:
        switch = variables.get(SWITCH, os.environ.get(SWITCH.upper(), "true"))
        return bool(boolean(self._templar.template(switch), strict=False))

    def _fallback_reasons_of_the_task(self) -> Iterator[str]:
        if self._connection.transport != "local":
            yield f"the connection is {self._connection.transport}, not local"
        elif self._connection.become and self._becomes_another_user():
            yield "the task becomes another user"
        if self._task.async_val:
            yield "the task is asynchronous"
        if any(self._task.environment or []):
            yield "the task has an environment"

    def _becomes_another_user(self) -> bool:
        """What ansible-core itself asks before it wraps a command."""
        return bool(C.BECOME_ALLOW_SAME_USER or self.get_become_option("become_user") != self._connection.default_user)

    def _interpreter(self, variables: Mapping[str, Any]) -> str:
        """The Python of an ordinary module, found as ansible-core finds it; empty if it has yet to be discovered."""
        if self._task.delegate_to:
            variables = variables.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        configured = C.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        interpreter = str(self._templar.template(configured)).strip()
        if not interpreter or interpreter.startswith("auto"):
            interpreter = str(variables.get("ansible_facts", {}).get("discovered_interpreter_python", ""))
        return interpreter

    def _validated(self) -> Params:
        """The task's arguments, as they reach an ordinary module, through the module's own argument spec."""
        try:
            arguments = json.loads(json.dumps(self._task.args, cls=AnsibleJSONEncoder, vault_to_text=True))
        except (AnsibleError, TypeError, ValueError) as error:
            raise FallBack(f"its arguments are not JSON: {error}") from error
        checks = {name: value for name, value in self.spec.items() if name not in ("supports_check_mode", "no_log")}
        checks["argument_spec"] = argument_spec = {**aws_argument_spec(), **self.spec["argument_spec"]}
        twice = [name for name, argument in argument_spec.items() if _times_named(name, argument, arguments) > 1]
        if twice:
            raise FallBack(f"it warns of options named twice: {', '.join(twice)}")
        result = ArgumentSpecValidator(**checks).validate(arguments)
        if result.error_messages:
            raise FallBack("it refuses the arguments")
        params: Params = result.validated_parameters
        if params["debug_botocore_endpoint_logs"]:
            raise FallBack("it keeps the log that debug_botocore_endpoint_logs asks for")
        return params

    def _returned(self, result: Params, params: Params, variables: Mapping[str, Any]) -> Dict[str, Any]:
        """A result as an ordinary module prints it, and as it is read back: without secrets, without Python's types."""
        if not hasattr(C, "INJECT_INVOCATION") or C.config.get_config_value("INJECT_INVOCATION", variables=variables):
            result = {**result, "invocation": {"module_args": params}}
        if not result.get("warnings"):
            result.pop("warnings", None)
        plain = {name: value for name, value in result.items() if value is None or isinstance(value, bool)}
        secrets = [params[name] for name, argument in aws_argument_spec().items() if argument.get("no_log")]
        shown = remove_values(result, {str(secret) for secret in secrets if secret})
        returned: Dict[str, Any] = json.loads(json.dumps({**shown, **plain}))
        return returned


def _fallback_reasons_of_the_process() -> Iterator[str]:
    if C.DEFAULT_KEEP_REMOTE_FILES or C.DEFAULT_DEBUG:
        yield "ANSIBLE_KEEP_REMOTE_FILES or ANSIBLE_DEBUG wants the module's files"
    if getattr(C, "DISPLAY_TRACEBACK", ["never"]) != ["never"]:
        yield "ANSIBLE_DISPLAY_TRACEBACK wants the module's tracebacks"
    if sys.platform == "darwin":
        yield "the network libraries of macOS are not safe in Ansible's worker processes"
    if not _sdk_is_supported():
        yield "amazon.aws does not support the boto3 or botocore that is installed"


@lru_cache(maxsize=None)
def _sdk_is_supported() -> bool:
    complaints: List[str] = []
    try:
        check_sdk_version_supported(warn=complaints.append)
    except AnsibleBotocoreError as error:
        complaints.append(str(error))
    return not complaints


@lru_cache(maxsize=None)
def _is_this_python(interpreter: str) -> bool:
    """Whether running it runs this Python, with the same libraries: another name in the same folder will do."""
    path = shutil.which(interpreter)
    return path is not None and all(
        os.path.samefile(there, here)
        for there, here in ((path, sys.executable), (os.path.dirname(path), os.path.dirname(sys.executable)))
    )


def _times_named(name: str, argument: Mapping[str, Any], arguments: Mapping[str, Any]) -> int:
    return sum(given in arguments for given in (name, *argument.get("aliases", [])))


@contextmanager
def _as_a_process_of_its_own(folder: str) -> Iterator[None]:
    """Do as an ordinary module does on the local connection: start in the playbook's folder, and print nothing."""
    try:
        before = os.open(".", os.O_RDONLY)  # a folder that has been removed can be returned to, too
        os.chdir(folder)
    except OSError as error:
        raise FallBack(f"a working folder is missing: {error}") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.fchdir(before)
        os.close(before)


def _connect(params: Params) -> Connect:
    """How the in-process runner makes a client: from the same options, as the ordinary module would, or not at all."""
    connection = {name: params[name] for name in aws_argument_spec()}

    def connect(defaults: Params, fixed: Params) -> Any:
        settings = json.dumps([connection, defaults, fixed], sort_keys=True)
        try:
            return _client(settings, _state_of_files(), os.getpid())
        except Refusal:
            raise
        except Exception as error:  # what provides settings and credentials may raise anything
            raise FallBack(f"it says why no client can be made: {error}") from error

    return connect


@lru_cache(maxsize=8)
def _client(settings: str, state: Tuple[Any, ...], process: int) -> Any:
    """A client, kept for the further items of a loop as long as nothing that made it has changed.

    :arg settings: the connection options, and settings of botocore's Config under and over the user's, as JSON.
    """
    params, defaults, fixed = json.loads(settings)
    client = make_client(SERVICE, params, lambda profile: _session(profile, state, process), defaults, fixed)
    # botocore gives each client a budget of retries: one that has begun to spend it must not be kept.
    event = f"needs-retry.{client.meta.service_model.service_id.hyphenize()}"
    client.meta.events.register(event, _forget_after_a_retry)
    write = f"{client.meta.service_model.service_id.hyphenize()}.SetUserPoolMfaConfig"
    client.meta.events.register(f"before-send.{write}", _note_sent)
    client.meta.events.register(f"after-call.{write}", _note_answered)
    client.meta.events.register(f"after-call-error.{write}", _note_failed)
    return client


@lru_cache(maxsize=8)
def _session(profile: Optional[str], _state: Tuple[Any, ...], _process: int) -> Any:
    """The session behind the clients of a profile."""
    if PREPARED:
        gc.freeze()  # what was inherited stays shared with Ansible's main process: collecting would copy its memory
    return make_session(profile, PREPARED.pop() if PREPARED else None)


def _forget_after_a_retry(attempts: int, **_context: Any) -> None:
    if attempts > 1:
        _client.cache_clear()


def _note_sent(request: Any, **_context: Any) -> None:
    UNANSWERED.append(request.url)


def _note_answered(**_context: Any) -> None:
    UNANSWERED.clear()


def _note_failed(exception: BaseException, **_context: Any) -> None:
    if isinstance(exception, Exception):  # others interrupt
        UNANSWERED.clear()


def _state_of_files() -> Tuple[Any, ...]:
    """What tells that somebody renewed the credentials in botocore's files."""
    return tuple(
        _state_of(os.path.expanduser(os.environ.get(variable, default)))
        for variable, default in (
            ("AWS_CONFIG_FILE", "~/.aws/config"),
            ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        )
    )


def _state_of(path: str) -> Optional[Tuple[int, int, int]]:
    try:
        state = os.stat(path)
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _prepared() -> List[Any]:
    """A session that has read nothing yet, once the data, code and patterns that a client takes are there in every worker.

    This is for speed only: whatever is wrong, such as a setting that botocore cannot read, is for the worker to complain of.
    """
    with suppress(Exception):
        session = botocore.session.get_session()
        session.register_component("data_loader", LOADER)
        settings = client_config({"aws_config": {"defaults_mode": "legacy"}}, {}, {})  # "auto" would ask the network
        session.create_client(
            SERVICE, region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none", config=settings
        )
    with suppress(Exception):
        return [botocore.session.get_session()]
    return []


# Ansible loads an action plugin before it forks its workers.  They inherit botocore's data for Cognito, and a session
# that has read nothing yet.  Clients, with their sockets and locks, are made in the worker.
PREPARED = _prepared()
