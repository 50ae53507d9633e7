# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Environment variables and settings that botocore reads, set to nonsense: one clear error or a right result, both ways of running.

The ordinary module decides what the outcome is; in process it is the same, or the ordinary module runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.support.modules import IN_PROCESS
from tests.support.modules import Modules
from tests.support.modules import ORDINARY

POOL = {"mfa_configuration": "OFF"}
NONSENSE = ("abc", "-1", "\u00e9 [::")
VARIABLES = sorted(
    {
        variable
        for _setting, variables, _default, _convert in botocore.session.Session().session_var_map.values()
        for variable in ([variables] if isinstance(variables, str) else variables or [])
    }
    - {"AWS_CSM_ENABLED"}  # it makes botocore send to another port
)
SETTINGS = {
    "no section": "region = x\n",
    "no section's end": "[default\n",
    "no text": "\x00\x01",
    "no number": "[default]\nmax_attempts = many\n",
    "no mode": "[default]\nretry_mode = sometimes\n",
    "no timeout": "[default]\nmetadata_service_timeout = soon\n",
    "no program": "[default]\ncredential_process = /no/such/program --x\n",
    "no quote": "[default]\ncredential_process = echo 'x\n",
    "no JSON": "[default]\ncredential_process = echo hello\n",
    "no object": "[default]\ncredential_process = echo []\n",
    "no version": "[default]\ncredential_process = echo '{}'\n",
    "no keys": "[default]\ncredential_process = echo '{\"Version\": 1}'\n",
    "no success": "[default]\ncredential_process = false\n",
    "no source": "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = missing\n",
    "itself": "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = default\n",
    "no token": "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nweb_identity_token_file = /no/such/file\n",
    "no provider": "[default]\nrole_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Nowhere\n",
    "no login": "[default]\nsso_session = missing\nsso_account_id = 1\nsso_role_name = x\n",
    "no URL": "[default]\nservices = s\n[services s]\ncognito_identity_provider =\n  endpoint_url = nowhere\n",
}
WITHOUT_KEYS = {"access_key": "", "secret_key": "", "session_token": ""}


def outcome(emulator: Any, pool: str, runner: str, **options: Any) -> dict[str, Any]:
    """The result of a task that names the endpoint, without what the two ways may differ in: nothing."""
    return Modules(emulator.endpoint, runner).config(pool, **POOL, **options)


def is_clear(result: dict[str, Any]) -> bool:
    if not result.get("failed"):
        return bool(result["mfa_config"] == POOL)
    return bool(result["msg"].strip()) and "Traceback" not in str(result) and "exception" not in result


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_of_botocore(emulator: Any, pool: str, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for value in NONSENSE:
        monkeypatch.setenv(variable, value)
        results = [outcome(emulator, pool, runner) for runner in (ORDINARY, IN_PROCESS)]
        assert results[0] == results[1], (variable, value)
        assert is_clear(results[0]), (variable, value, results[0])


@pytest.mark.parametrize("name", SETTINGS)
def test_every_kind_of_setting(
    emulator: Any, pool: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "config"
    file.write_text(SETTINGS[name], encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    results = [outcome(emulator, pool, runner, **WITHOUT_KEYS) for runner in (ORDINARY, IN_PROCESS)]
    assert results[0] == results[1]
    assert is_clear(results[0]), results[0]
    assert results[0]["failed"] is True  # for want of credentials, if of nothing else


@pytest.mark.parametrize("runner", [ORDINARY, IN_PROCESS])
def test_the_message_names_the_setting(emulator: Any, pool: str, monkeypatch: pytest.MonkeyPatch, runner: str) -> None:
    monkeypatch.setenv("AWS_METADATA_SERVICE_TIMEOUT", "soon")
    message = outcome(emulator, pool, runner, **WITHOUT_KEYS)["msg"]
    assert message.startswith("Couldn't connect to AWS: ")
    assert message.endswith(
        "Correct AWS_METADATA_SERVICE_TIMEOUT, or metadata_service_timeout in the configuration file"
    )


def test_a_number_of_attempts_that_is_none_does_not_matter(
    emulator: Any, pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D2: the modules say themselves how often they try."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "abc")
    assert outcome(emulator, pool, IN_PROCESS)["changed"] is False


def test_the_message_names_the_program_of_the_credentials(
    emulator: Any, pool: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config"
    file.write_text(SETTINGS["no program"], encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    message = outcome(emulator, pool, ORDINARY, **WITHOUT_KEYS)["msg"]
    assert message.startswith("Couldn't connect to AWS: FileNotFoundError: ")
    assert "/no/such/program" in message
