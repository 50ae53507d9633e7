# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS that fails, for a read, a write and the inventory: one clear error, and what is said of the write is so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError

from tests.support import inventories
from tests.support.modules import ACCESS_KEY
from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.modules import SECRET_KEY
from tests.support.tls import CLOSED
from tests.support.tls import GARBLED
from tests.support.tls import make_certificate
from tests.support.tls import PLAIN
from tests.support.tls import RESET
from tests.support.tls import TlsServer

ON: dict[str, Any] = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
ONCE = {"retries": {"total_max_attempts": 1}}
TRUST = "The connection's trust is set by aws_ca_bundle, validate_certs and the host of endpoint_url"
FAILURES = {
    "unknown": "certificate verify failed: self-signed certificate",
    "elsewhere": "hostname '127.0.0.1' doesn't match 'cognito-idp.us-east-1.amazonaws.com'",
    "expired": "certificate verify failed: certificate has expired",
    PLAIN: "wrong version number",
    CLOSED: "EOF occurred in violation of protocol",
}


class World:
    """Certificates, of which all but one are trusted."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self.endpoint = endpoint
        self.certificates = {
            "good": make_certificate(folder / "good"),
            "elsewhere": make_certificate(folder / "elsewhere", host="cognito-idp.us-east-1.amazonaws.com"),
            "expired": make_certificate(folder / "expired", days=-1),
        }
        self.bundle = folder / "bundle.pem"
        self.bundle.write_bytes(b"".join(path.read_bytes() for path in self.certificates.values()))
        self.certificates["unknown"] = make_certificate(folder / "unknown")

    @contextmanager
    def server(self, *connections: str) -> Iterator[str]:
        """The endpoint of a server with such connections."""
        with TlsServer(self.endpoint, [self.certificates.get(each, each) for each in connections]) as server:
            yield server.endpoint

    @property
    def trust(self) -> dict[str, Any]:
        return {"aws_ca_bundle": str(self.bundle), "validate_certs": True, "aws_config": ONCE}


@pytest.fixture
def world(tmp_path: Path, emulator: Any) -> World:
    return World(tmp_path, emulator.endpoint)


@pytest.fixture(params=RUNNERS)
def runner(request: Any) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


def operations(emulator: Any) -> list[str]:
    return [call["operation"] for call in emulator.journal()]


def _named(world: World) -> str:
    """The end of a message: what the trust depends on, and the certificates that were named."""
    return f"{TRUST} (aws_ca_bundle is {world.trust['aws_ca_bundle']!r})"


def is_clear(result: dict[str, Any]) -> bool:
    return bool(result["failed"]) and "Traceback" not in str(result) and "exception" not in result


def test_a_certificate_that_is_trusted(world: World, runner: str, pool: str) -> None:
    with world.server("good") as endpoint:
        assert Modules(endpoint, runner).config(pool, **ON, **world.trust)["changed"] is True


@pytest.mark.parametrize("failure", FAILURES)
def test_a_read(world: World, runner: str, pool: str, emulator: Any, failure: str) -> None:
    with world.server(failure) as endpoint:
        modules = Modules(endpoint, runner)
        results = [
            modules.config(pool, **ON, **world.trust),
            modules.info(user_pool_id=pool, **world.trust),
            modules.info(**world.trust),
            modules.prerequisites(pool, user_pool_tier="PLUS", **world.trust),
            modules.readiness(pool, **world.trust),
        ]
    assert all(is_clear(result) for result in results)
    assert all(FAILURES[failure] in result["msg"] and TRUST in result["msg"] for result in results)
    assert results[0]["msg"].endswith(_named(world))
    assert operations(emulator) == []


@pytest.mark.parametrize("failure", FAILURES)
def test_a_write(world: World, runner: str, pool: str, emulator: Any, failure: str) -> None:
    """Nothing was sent, so that nothing is uncertain."""
    with world.server("good", failure) as endpoint:
        result = Modules(endpoint, runner).config(pool, **ON, **world.trust)
    assert is_clear(result)
    assert result["msg"].startswith("Failed to set the MFA configuration of user pool ")
    assert FAILURES[failure] in result["msg"]
    assert result["msg"].endswith(_named(world))
    assert operations(emulator) == ["GetUserPoolMfaConfig"]


def test_a_reset_in_the_handshake_of_a_write(world: World, runner: str, pool: str, emulator: Any) -> None:
    with world.server("good", RESET) as endpoint:
        result = Modules(endpoint, runner).config(pool, **ON, **world.trust)
    assert is_clear(result)
    assert "Connection was closed before we received a valid response" in result["msg"]
    assert "not known" not in result["msg"]
    assert operations(emulator) == ["GetUserPoolMfaConfig"]


def test_a_write_whose_answer_is_garbled_is_settled_by_reading(
    world: World, runner: str, pool: str, emulator: Any
) -> None:
    with world.server("good", GARBLED, "good") as endpoint:
        result = Modules(endpoint, runner).config(pool, **ON, **world.trust)
    assert result["changed"] is True
    assert operations(emulator) == ["GetUserPoolMfaConfig", "SetUserPoolMfaConfig", "GetUserPoolMfaConfig"]


def test_a_garbled_answer_and_nobody_to_ask(world: World, runner: str, pool: str, emulator: Any) -> None:
    emulator.fault({"operation": "GetUserPoolMfaConfig", "skip": 1, "fault": {"http": 503}, "times": None})
    with world.server("good", GARBLED, "good") as endpoint:
        result = Modules(endpoint, runner).config(pool, **ON, **world.trust)
    assert is_clear(result)
    assert "Whether it was applied is not known: Failed to read" in result["msg"]


@pytest.mark.parametrize("failure", ["unknown", PLAIN, "expired"])
def test_mfa_enforce(world: World, runner: str, pool: str, emulator: Any, failure: str) -> None:
    entries = Modules(emulator.endpoint).info()["user_pools"]
    emulator.clear()
    with world.server(failure) as endpoint:
        result = Modules(endpoint, runner).enforce(entries, **world.trust)
    assert is_clear(result)
    assert (result["status"], result["changed"]) == ("stopped", False)
    assert FAILURES[failure] in result["msg"]
    assert TRUST in result["msg"]
    assert operations(emulator).count("SetUserPoolMfaConfig") == 0
    assert result["pools"][0]["user_pool_id"] == pool


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("options", [{}, {"assume_role_arn": inventories.role(inventories.OTHER)}, {"describe": False}])
def test_the_inventory(world: World, tmp_path: Path, failure: str, options: dict[str, Any]) -> None:
    keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "regions": ["us-east-1"]}
    with world.server(failure) as endpoint:
        path = inventories.write(tmp_path, endpoint_url=endpoint, **world.trust, **keys, **options)
        with pytest.raises(AnsibleError) as caught:
            inventories.parse(path)
    assert FAILURES[failure] in str(caught.value)
    assert TRUST in str(caught.value)
