# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers without end: bounded memory, bounded time, and one clear error; a write is settled by reading."""

from __future__ import annotations

import http.client
import threading
import time
import tracemalloc
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from ansible.errors import AnsibleError
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import transport
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.concurrency import WORKERS
from botocore.awsrequest import AWSHTTPConnection

from tests.support import inventories
from tests.support.modules import ACCESS_KEY
from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.modules import SECRET_KEY

ON: dict[str, Any] = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
PROPOSED = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"]}
PIECE = b"{" + b" " * 65535
GET, SET, DESCRIBE = "GetUserPoolMfaConfig", "SetUserPoolMfaConfig", "DescribeUserPool"


def chunked(handler: Any) -> None:
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + PIECE + b"\r\n")


def one_chunk(handler: Any) -> None:
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"FFFFFFFFFF\r\n")
    while True:
        handler.wfile.write(PIECE)


def ten_gigabytes(handler: Any) -> None:
    handler.send_header("Content-Length", str(10 << 30))
    handler.end_headers()
    while True:
        handler.wfile.write(PIECE)


def until_it_is_closed(handler: Any) -> None:
    handler.close_connection = True
    handler.end_headers()
    while True:
        handler.wfile.write(PIECE)


def drops(handler: Any) -> None:
    handler.send_header("Content-Length", str(1 << 16))
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        threading.Event().wait(0.05)


ENDLESS = (chunked, one_chunk, ten_gigabytes, until_it_is_closed)
Proxy = Callable[..., Any]


@pytest.fixture
def endless(emulator: Any) -> Proxy:
    """A server before the emulator that passes requests on, and answers one operation without an end."""

    @contextmanager
    def make(way: Callable[[Any], None], operation: str) -> Iterator[str]:
        address = urlsplit(emulator.endpoint).netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                upstream = http.client.HTTPConnection(address)
                upstream.request("POST", self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                if self.headers.get("X-Amz-Target", operation).endswith(operation):
                    with suppress(OSError):
                        way(self)
                    self.close_connection = True
                    return
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: Any) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()

    return make


@contextmanager
def bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 8 * transport.MAX_BYTES
    finally:
        tracemalloc.stop()


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_BYTES", 2 << 20)
    monkeypatch.setattr(transport, "MAX_SECONDS", 1)


@pytest.mark.parametrize("way", ENDLESS)
@pytest.mark.parametrize("runner", RUNNERS)
def test_a_read(endless: Proxy, runner: str, pool: str, way: Any) -> None:
    with endless(way, GET) as endpoint, bounded_memory():
        result = Modules(endpoint, runner).config(pool, **ON)
    assert result["failed"] is True
    expected = f"Failed to read the MFA configuration of user pool {pool}: the answer does not end after 2 MiB"
    assert result["msg"] == expected


@pytest.mark.parametrize("way", [ten_gigabytes, one_chunk])
@pytest.mark.parametrize("runner", RUNNERS)
def test_a_write_is_settled_by_reading(endless: Proxy, runner: str, pool: str, emulator: Any, way: Any) -> None:
    with endless(way, SET) as endpoint, bounded_memory():
        result = Modules(endpoint, runner).config(pool, **ON)
    assert result["changed"] is True
    assert [call["operation"] for call in emulator.journal()] == [GET, SET, GET]


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_other_modules(endless: Proxy, runner: str, pool: str) -> None:
    with endless(chunked, DESCRIBE) as endpoint:
        modules = Modules(endpoint, runner)
        results = [modules.prerequisites(pool, user_pool_tier="PLUS"), modules.readiness(pool)]
    with endless(chunked, "ListUserPools") as endpoint:
        results.append(Modules(endpoint, runner).info())
    with endless(chunked, "ListUsers") as endpoint:
        results.append(Modules(endpoint, runner).readiness(pool, proposed=PROPOSED))
    assert all(result["failed"] for result in results[:3])
    assert all("the answer does not end after 2 MiB" in str(result) for result in results)  # the last is of some users


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_answer_that_comes_byte_by_byte(endless: Proxy, runner: str, pool: str) -> None:
    with endless(drops, GET) as endpoint:
        before = time.monotonic()
        result = Modules(endpoint, runner).config(pool, **ON)
    assert time.monotonic() - before < 5
    assert result["msg"].endswith("the answer does not end after 1 seconds")


@pytest.mark.parametrize("way", [chunked, ten_gigabytes])
@pytest.mark.parametrize("options", [{}, {"assume_role_arn": inventories.role(inventories.OTHER)}])
def test_the_inventory(endless: Proxy, tmp_path: Any, way: Any, options: dict[str, Any]) -> None:
    """Whether it is Cognito or AWS STS that answers so."""
    keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    with endless(way, "ListUserPools") as endpoint:
        path = inventories.write(tmp_path, endpoint_url=endpoint, **{"regions": ["us-east-1"], **keys, **options})
        with pytest.raises(AnsibleError, match="the answer does not end after 2 MiB"):
            inventories.parse(path)


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_connection_is_used_again(
    emulator: Any, runner: str, make_pool: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that was read to its end leaves the connection for the next request."""
    opened: list[Any] = []
    connect = AWSHTTPConnection.connect

    def counting(connection: Any) -> None:
        opened.append(connection)
        connect(connection)

    pools = [make_pool() for _number in range(30)]
    monkeypatch.setattr(AWSHTTPConnection, "connect", counting)
    found = Modules(emulator.endpoint, runner).info(user_pool_ids=pools)["user_pools"]
    assert len(found) == len(pools)
    assert 0 < len(opened) <= WORKERS
