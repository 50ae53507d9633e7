# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The in-process runner: when it is used, why it is not, and what it keeps between the items of a loop."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.plugins.action.normal import ActionModule as OrdinaryModule
from ansible_collections.amazon.aws.plugins.module_utils.exceptions import AnsibleBotocoreError
from ansible_collections.latchkey.cognito.plugins.action import user_pool_mfa_config as action
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import clients
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _clients
from ansible_collections.latchkey.cognito.plugins.plugin_utils import _in_process

from tests.support.modules import connection
from tests.support.modules import make_action

HERE = {"ansible_python_interpreter": sys.executable}
ANOTHER_PYTHON = "/usr/bin/another-python3"


@pytest.fixture(autouse=True)
def new_worker() -> None:
    """As a worker starts: without clients."""
    _in_process._client.cache_clear()
    _in_process._session.cache_clear()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What -vvv says."""
    lines: list[str] = []
    monkeypatch.setattr(_in_process.display, "vvv", lambda text, **_where: lines.append(text))
    return lines


@pytest.fixture
def run(
    emulator: Any, pool: str, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[dict[str, Any], str]]:
    """Run a task; its result and what -vvv said of it."""
    monkeypatch.setattr(OrdinaryModule, "run", lambda *_: {"ordinary": True})

    def run_task(
        arguments: dict[str, Any] | None = None,
        variables: dict[str, Any] | None = None,
        change: Callable[[Any], None] = lambda made: None,
        **task: Any,
    ) -> tuple[dict[str, Any], str]:
        given = {**connection(emulator.endpoint), "user_pool_id": pool, **(arguments or {})}
        seen = {**HERE, **(variables or {})}
        made = make_action(action, given, seen, **task)
        change(made)
        return made.run(None, seen), said[-1]

    return run_task


def test_it_says_that_it_ran_here(run: Any) -> None:
    result, word = run()
    assert result["changed"] is False
    assert word.endswith("user_pool_mfa_config ran in process")


def other_connection(made: Any) -> None:
    made._connection = SimpleNamespace(transport="ssh", become=None)


def become(user: str) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made._connection.become = SimpleNamespace(get_option=lambda name, playcontext=None: user)

    return change


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"change": other_connection}, "the connection is ssh, not local"),
        ({"change": become("somebody")}, "the task becomes another user"),
        ({"async_val": 10}, "the task is asynchronous"),
        ({"environment": [{"AWS_PROFILE": "x"}]}, "the task has an environment"),
        ({"variables": {"ansible_python_interpreter": ANOTHER_PYTHON}}, f"the interpreter is {ANOTHER_PYTHON}, not"),
        ({"variables": {"ansible_python_interpreter": "auto"}}, "the interpreter is still to be discovered"),
        (
            {"variables": {"ansible_python_interpreter": "auto_silent"}, "delegate_to": "elsewhere"},
            "the interpreter is still to be discovered",
        ),
        ({"variables": {"latchkey_in_process": False}}, "latchkey_in_process turns it off"),
        ({"variables": {"latchkey_in_process": "no"}}, "latchkey_in_process turns it off"),
        ({"arguments": {"mfa_configuration": "SOMETIMES"}}, "it refuses the arguments"),
        ({"arguments": {"no_such_option": 1}}, "it refuses the arguments"),
        ({"arguments": {"mfa_configuration": object()}}, "its arguments are not JSON"),
        ({"arguments": {"aws_region": "us-east-1"}}, "it warns of options named twice: region"),
        ({"arguments": {"debug_botocore_endpoint_logs": True}}, "debug_botocore_endpoint_logs"),
        ({"arguments": {"profile": "missing", "access_key": "", "secret_key": "", "session_token": ""}}, "(missing)"),
        ({"arguments": {"profile": "with-keys"}}, "both a profile and access tokens"),
        ({"arguments": {"aws_config": {"no_such_setting": 1}}}, "no_such_setting"),
        ({"arguments": {"session_token": "", "secret_key": ""}}, "Partial credentials"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_why_the_ordinary_module_runs(run: Any, given: dict[str, Any], reason: str, emulator: Any) -> None:
    emulator.clear()
    result, word = run(**given)
    assert result == {"ordinary": True}
    assert "runs as an ordinary module: " in word
    assert reason in word
    assert emulator.journal() == []


@pytest.mark.parametrize(
    ("where", "name", "value", "reason"),
    [
        (C, "DEFAULT_KEEP_REMOTE_FILES", True, "ANSIBLE_KEEP_REMOTE_FILES"),
        (C, "DEFAULT_DEBUG", True, "ANSIBLE_DEBUG"),
        (C, "DISPLAY_TRACEBACK", ["error"], "ANSIBLE_DISPLAY_TRACEBACK"),
        (sys, "platform", "darwin", "macOS"),
    ],
)
def test_what_of_the_process_makes_the_ordinary_module_run(
    run: Any, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, value: Any, reason: str
) -> None:
    monkeypatch.setattr(where, name, value, raising=False)
    result, word = run()
    assert result == {"ordinary": True}
    assert reason in word


def test_the_environment_turns_it_off_and_a_variable_on_again(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATCHKEY_IN_PROCESS", "false")
    assert "turns it off" in run()[1]
    assert run(variables={"latchkey_in_process": True})[1].endswith("ran in process")


@pytest.mark.parametrize("missing", [True, False])
def test_an_unsupported_sdk(run: Any, monkeypatch: pytest.MonkeyPatch, missing: bool) -> None:
    def check(warn: Callable[[str], None]) -> None:
        if missing:
            raise AnsibleBotocoreError(message="no boto3")
        warn("botocore is too old")

    monkeypatch.setattr(_in_process, "check_sdk_version_supported", check)
    _in_process._sdk_is_supported.cache_clear()
    try:
        assert "does not support the boto3 or botocore" in run()[1]
    finally:
        _in_process._sdk_is_supported.cache_clear()


@pytest.mark.parametrize("switched_on", [True, False])
def test_a_block_that_is_no_dictionary_is_refused_wherever_the_task_would_run(
    run: Any, said: list[str], emulator: Any, switched_on: bool
) -> None:
    """ansible-core's validator would break at it."""
    emulator.clear()
    said.append("nothing")
    result, _word = run({"software_token_mfa_configuration": True}, {"latchkey_in_process": switched_on})
    assert result["failed"] is True
    assert result["msg"].startswith("software_token_mfa_configuration is True: this has to be a dictionary.")
    assert emulator.journal() == []


def test_becoming_the_same_user_is_no_change(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def same(made: Any) -> None:
        become(made._connection.default_user)(made)

    assert run(change=same)[1].endswith("ran in process")
    monkeypatch.setattr(C, "BECOME_ALLOW_SAME_USER", True)
    assert "becomes another user" in run(change=same)[1]


def test_a_discovered_interpreter_counts(run: Any) -> None:
    facts = {"discovered_interpreter_python": sys.executable}
    variables = {"ansible_python_interpreter": "auto", "ansible_facts": facts}
    assert run(variables=variables)[1].endswith("ran in process")


def test_the_interpreter_of_the_delegate_counts(run: Any) -> None:
    variables = {"ansible_python_interpreter": ANOTHER_PYTHON, "ansible_delegated_vars": {"here": HERE}}
    assert run(variables=variables, delegate_to="here")[1].endswith("ran in process")


def test_another_name_of_this_python(run: Any, tmp_path: Path) -> None:
    here = Path(sys.executable)
    other = next(path for path in here.parent.iterdir() if path != here and path.exists() and path.samefile(here))
    assert run(variables={"ansible_python_interpreter": str(other)})[1].endswith("ran in process")
    elsewhere = tmp_path / "python"
    elsewhere.symlink_to(here)
    assert "the interpreter is" in run(variables={"ansible_python_interpreter": str(elsewhere)})[1]


def test_the_items_of_a_loop_share_a_client(run: Any) -> None:
    for _item in range(5):
        run()
    assert _in_process._client.cache_info().misses == 1
    run({"region": "eu-west-1"})
    run({"aws_config": {"read_timeout": 7}})
    assert _in_process._client.cache_info().misses == 3
    for number in range(20):
        run({"access_key": f"AKIA{number}"})
    assert _in_process._client.cache_info().currsize == 8


def test_a_long_loop_keeps_memory_flat(run: Any, emulator: Any, said: list[str]) -> None:
    """An item leaves nothing behind but its result, which Ansible keeps."""

    def after(items: int) -> int:
        for _item in range(items):
            run()
        emulator.clear()  # which runs in this process
        said.clear()
        gc.collect()
        sys._clear_type_cache()  # up to 4,096 names of attributes, which other tests may have driven out
        return tracemalloc.get_traced_memory()[0]

    logging.disable()  # pytest keeps every record, and another test may have made botocore talk
    coverage = threading.gettrace()
    threading.settrace(None)  # which never forgets a thread, and the emulator has one for each request
    tracemalloc.start()
    try:
        before = after(50)
        grown = after(200) - before
    finally:
        tracemalloc.stop()
        threading.settrace(coverage)
        logging.disable(logging.NOTSET)
    assert grown < 200 * 100  # bytes, far below what any item needs while it runs


def test_a_client_that_had_to_retry_is_not_kept(run: Any, emulator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand throttled items must not use up one client's budget of retries."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    run()
    emulator.fault({"operation": "GetUserPoolMfaConfig", "fault": {"error": "TooManyRequestsException"}, "times": 1})
    run()
    run()
    assert _in_process._client.cache_info().misses == 1  # of the emptied cache


def test_renewed_credentials_are_read(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    by_profile = {"profile": "p", "access_key": "", "secret_key": "", "session_token": ""}
    made = []
    for key in ("AKIAFIRST", "AKIAFIRST", "AKIASECONDONE"):
        if not credentials.exists() or key not in credentials.read_text(encoding="utf-8"):
            credentials.write_text(f"[p]\naws_access_key_id = {key}\naws_secret_access_key = s\n", encoding="utf-8")
        run(by_profile)
        made.append(_in_process._client.cache_info().misses)
    assert made == [1, 1, 2]


def test_what_crosses_a_fork(run: Any) -> None:
    """A worker inherits data and an unused session, and makes its clients itself."""
    run()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        before = _in_process._client.cache_info().misses
        run()
        os.write(write, b"own" if _in_process._client.cache_info().misses == before + 1 else b"inherited")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"own"


def test_it_starts_in_the_playbooks_folder_and_returns(run: Any, tmp_path: Path) -> None:
    """As an ordinary module does on the local connection, so that a relative path means the same."""
    before = Path.cwd()

    def elsewhere(made: Any) -> None:
        made._loader.set_basedir(str(tmp_path))

    (tmp_path / "config").write_text("[profile p]\nca_bundle = x.pem\n", encoding="utf-8")
    seen: list[Path] = []
    run(change=elsewhere)
    made = make_action(action, {}, HERE)
    elsewhere(made)
    with _in_process._as_a_process_of_its_own(made._loader.get_basedir()):
        seen.append(Path.cwd())
    assert seen == [tmp_path]
    assert Path.cwd() == before


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_PROFILE", "missing"),
        ("AWS_MAX_ATTEMPTS", "abc"),
        ("AWS_RETRY_MODE", "sometimes"),
        ("AWS_DEFAULTS_MODE", "wrong"),
        ("AWS_CONFIG_FILE", "/dev/null/x"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "many"),
        ("AWS_SDK_UA_APP_ID", "\u00e9" * 80),
        ("BOTOCORE_EXPERIMENTAL__PLUGINS", "x=no_such_module"),
        ("BOTO_CONFIG", "/dev/null/x"),
    ],
)
def test_a_broken_configuration_does_not_hinder_loading(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert len(_in_process._prepared()) == 1


def test_the_ordinary_module_runs_where_the_playbooks_folder_is_gone(run: Any, tmp_path: Path) -> None:
    def gone(made: Any) -> None:
        made._loader.set_basedir(str(tmp_path / "gone"))

    result, word = run(change=gone)
    assert result == {"ordinary": True}
    assert "a working folder is missing" in word


def test_a_removed_working_folder_is_returned_to(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ordinary module starts in the playbook's folder, so that it does not miss the one of the play (D14)."""
    folder = tmp_path / "working"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def elsewhere(made: Any) -> None:
        folder.rmdir()
        made._loader.set_basedir(str(tmp_path))

    result, word = run(change=elsewhere)
    assert result["changed"] is False
    assert word.endswith("ran in process")


def test_it_introduces_itself_as_the_ordinary_module_does(
    run: Any, emulator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "get_collection_info", lambda: {"name": "amazon.aws", "version": "9.9.9"})
    assert clients.user_agent().startswith("APN/1.0 Ansible/")
    assert clients.user_agent().endswith(" amazon.aws/9.9.9")
    monkeypatch.setattr(clients, "get_collection_info", lambda: {"name": None, "version": None})
    assert clients.user_agent().count(" ") == 1


def test_the_connections_errors_are_ansibles() -> None:
    with pytest.raises(AnsibleError, match="why"):
        _clients.Options({}).fail_aws("why")
