# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP: moto's application between a journal, faults and a control interface at ``/_emulator/``."""

from __future__ import annotations

import io
import json
import socket
import struct
import sys
import threading
import time
import traceback
import urllib.request
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4
from xml.sax.saxutils import escape

import boto3
from botocore.config import Config
from moto.core.exceptions import JsonRESTError
from moto.iam.models import get_account_id_from
from moto.moto_server.werkzeug_app import create_backend_app
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.datastructures import Headers
from werkzeug.serving import make_server

from . import behaviour
from . import overlay
from . import user_pool
from .behaviour import Block

ACCOUNT = "123456789012"
ACCESS_KEY = "AKIAEXAMPLEEXAMPLE00"
PREFIX = "/_emulator/"
COGNITO = "cognito-idp"
JSON = "application/x-amz-json-1.1"
TARGET = "AWSCognitoIdentityProviderService."

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

# R76: requests a second for an account and region.
QUOTAS = {
    "GetUserPoolMfaConfig": ("UserPoolResourceRead", 20),
    "SetUserPoolMfaConfig": ("UserPoolResourceUpdate", 15),
    "DescribeUserPool": ("UserPoolRead", 15),
    "ListUserPools": ("UserPoolRead", 15),
    "UpdateUserPool": ("UserPoolUpdate", 15),
    "ListUsers": ("UserList", 30),
    "AdminGetUser": ("UserRead", 120),
    "AdminGetUserAuthFactors": ("UserRead", 120),  # L7: its category is not known
}


@dataclass
class Call:
    """One request to Cognito, as the journal lists it, or to another service of AWS."""

    seq: int
    operation: str
    region: str
    account: str
    access_key_id: str
    user_pool_id: str | None
    request: Block
    status: int | None = None
    error: str | None = None
    fault: str | None = None
    applied: bool = False


@dataclass
class Rule:
    """A fault and when it strikes.

    :ivar operation: the API operation, or ``*``.
    :ivar fault: what happens; see the README.
    :ivar user_pool_id: only for this pool.
    :ivar region: only in this region.
    :ivar account: only in this account.
    :ivar member: only for requests with this member.
    :ivar skip: how many matching requests go through first.
    :ivar times: how many it strikes, or None for all.
    """

    operation: str
    fault: Block
    user_pool_id: str | None = None
    region: str | None = None
    account: str | None = None
    member: str | None = None
    skip: int = 0
    times: int | None = None

    def strikes(self, call: Call) -> bool:
        """Whether this request is struck; counts it."""
        if not (
            self.operation in ("*", call.operation)
            and self.user_pool_id in (None, call.user_pool_id)
            and self.region in (None, call.region)
            and self.account in (None, call.account)
            and (self.member is None or self.member in call.request)
        ):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is None:
            return True
        if not self.times:
            return False
        self.times -= 1
        return True


@dataclass
class Bucket:
    """Tokens of one quota."""

    rate: int
    tokens: float
    filled: float

    def take(self) -> bool:
        """Whether a request may pass."""
        now = time.monotonic()
        self.tokens = min(self.rate, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Application:
    """The WSGI application."""

    def __init__(self, latency: float = 0) -> None:
        self.overlay = overlay.Overlay()
        overlay.install()
        behaviour.model()
        self.latency = self.usual_latency = latency
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.lock = threading.RLock()
        self.calls: list[Call] = []
        self.other_calls: list[Call] = []
        self.rules: list[Rule] = []
        self.buckets: dict[tuple[str, str, str], Bucket] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PREFIX):
            return self._control(environ, start_response)
        if self.latency:
            _wait(self.latency)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        operation, request = _asked(environ, body)
        if not operation:
            answer: Iterable[bytes] = self.moto(environ, start_response)
            return answer
        environ["emulator.request"] = request
        return self._serve(environ, start_response, self._note(environ, operation, request))

    # -- requests to AWS -----------------------------------------------------------------------------------------------

    def _serve(self, environ: Environ, start_response: StartResponse, call: Call) -> Iterable[bytes]:
        fault = self._struck(call)
        if "delay" in fault and fault.get("apply") != "before":
            _wait(fault["delay"])
        if "then" in fault:
            self._other_writer(call, fault["then"])
        if fault.get("drop") == "before":
            raise self._dropped(environ)
        status, headers, answer = self._answer(environ, call, fault)
        if "delay" in fault and fault.get("apply") == "before":
            _wait(fault["delay"])
        if fault.get("drop") == "after":
            raise self._dropped(environ)
        if "truncate" in fault:
            start_response(status, headers)
            return [answer[: fault["truncate"]]]
        start_response(status, headers)
        return [answer]

    def _note(self, environ: Environ, operation: str, request: Block) -> Call:
        scope = _scope(environ)
        account = get_account_id_from(scope[0])
        with self.lock:
            calls = self.calls if _service(environ) == COGNITO else self.other_calls
            call = Call(
                seq=len(calls) + 1,
                operation=operation,
                region=scope[2] if len(scope) > 2 else "",
                account=account,
                access_key_id=scope[0],
                user_pool_id=request.get("UserPoolId"),
                request=behaviour.without_secrets(operation, request),
            )
            calls.append(call)
        return call

    def _struck(self, call: Call) -> Block:
        """The fault that strikes a call, if any; the first rule that matches wins."""
        with self.lock:
            fault = next((rule.fault for rule in self.rules if rule.strikes(call)), {})
            if not fault and self.overlay.switches["quotas"] == "on":
                fault = self._over_quota(call)
        call.fault = next(iter(fault), None)
        return fault

    def _over_quota(self, call: Call) -> Block:
        quota = QUOTAS.get(call.operation)
        if quota is None:
            return {}
        name, rate = quota
        bucket = self.buckets.setdefault((call.account, call.region, name), Bucket(rate, rate, time.monotonic()))
        return {} if bucket.take() else {"error": "TooManyRequestsException", "message": "Rate exceeded"}

    def _answer(self, environ: Environ, call: Call, fault: Block) -> tuple[str, list[tuple[str, str]], bytes]:
        """The answer, of a fault or of moto."""
        if "error" in fault:
            call.status, call.error = fault.get("status", 400), fault["error"]
            kind, answer = _error(_service(environ), fault["error"], fault.get("message", ""))
            return f"{call.status} Error", _headers(answer, kind), answer
        if "http" in fault:
            call.status = fault["http"]
            answer = b"<html><body>Something went wrong</body></html>"
            return f"{call.status} Error", _headers(answer, "text/html"), answer
        if "answer" in fault:
            call.status = 200
            answer = json.dumps(fault["answer"]).replace("{new}", uuid4().hex).encode()
            return "200 OK", _headers(answer), answer
        if _service(environ) == COGNITO and self.overlay.is_of_users(call.operation):
            return self._answer_of_users(call, environ["emulator.request"])
        collected: list[Any] = []
        self.overlay.serve()
        answer = b"".join(self.moto(environ, lambda *arguments: collected.append(arguments)))
        status, headers = collected[0][0], collected[0][1]
        call.status = int(status.split()[0])
        call.applied = call.status < 300
        if not call.applied and _service(environ) == COGNITO:
            call.error = json.loads(answer or b"{}").get("__type")
        return status, headers, answer

    def _answer_of_users(self, call: Call, request: Block) -> tuple[str, list[tuple[str, str]], bytes]:
        """The answer of an operation that moto does not see."""
        try:
            backend = overlay.backend_of(call.account, call.region)
            body, call.status, call.applied = self.overlay.answer(backend, call.operation, request), 200, True
        except behaviour.Rejected as error:
            call.status, call.error = 400, error.code
            body = {"__type": error.code, "message": error.message}
        except JsonRESTError as error:
            call.status, call.error = 400, error.error_type
            body = {"__type": error.error_type, "message": error.message}
        answer = json.dumps(body).encode()
        return f"{call.status} {'OK' if call.applied else 'Error'}", _headers(answer), answer

    def _other_writer(self, call: Call, request: Block) -> None:
        """What somebody else does at this moment: Set, or under ``update`` UpdateUserPool, or ``delete`` a pool."""
        backend = overlay.backend_of(call.account, call.region)
        if "update" in request:
            self.overlay.update(backend, request["update"])
        elif "delete" in request:
            backend.delete_user_pool(request["delete"])
        else:
            self.overlay.set(backend, request)

    @staticmethod
    def _dropped(environ: Environ) -> ConnectionError:
        """Reset the connection when it is closed, which the server does for this exception."""
        environ["werkzeug.socket"].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return ConnectionResetError("dropped on purpose")

    # -- the control interface -----------------------------------------------------------------------------------------

    def _control(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"][len(PREFIX) :], environ["REQUEST_METHOD"]
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        handler = getattr(self, f"_{method.lower()}_{path}", None)
        try:
            if handler is None:
                raise ValueError(f"{method} {path} is not known")
            status, result = "200 OK", handler(json.loads(raw or b"{}"))
        except (ValueError, TypeError, KeyError, JsonRESTError) as error:
            status, result = "400 Bad Request", {"error": str(error)}
        answer = json.dumps(result).encode()
        start_response(status, _headers(answer, "application/json"))
        return [answer]

    def _get_journal(self, _body: Block) -> Any:
        with self.lock:
            return [dict(vars(call)) for call in self.calls]

    def _get_others(self, _body: Block) -> Any:
        with self.lock:
            return [dict(vars(call)) for call in self.other_calls]

    def _get_cpu(self, _body: Block) -> Any:
        return time.process_time()

    def _delete_journal(self, _body: Block) -> Any:
        with self.lock:
            self.calls.clear()
            self.other_calls.clear()
        return {}

    def _get_faults(self, _body: Block) -> Any:
        with self.lock:
            return [dict(vars(rule)) for rule in self.rules]

    def _post_faults(self, body: Block) -> Any:
        rule = Rule(**body)
        with self.lock:
            self.rules.append(rule)
        return vars(rule)

    def _delete_faults(self, _body: Block) -> Any:
        with self.lock:
            self.rules.clear()
        return {}

    def _get_switches(self, _body: Block) -> Any:
        return dict(self.overlay.switches.values)

    def _put_switches(self, body: Block) -> Any:
        self.overlay.switches = self.overlay.switches.with_(**body)
        return self._get_switches({})

    def _put_latency(self, body: Block) -> Any:
        self.latency = float(body["ms"]) / 1000
        return body

    def _put_live(self, body: Block) -> Any:
        backend = overlay.backend_of(body.get("account", ACCOUNT), body.get("region", "us-east-1"))
        described, state = body.get("described", {}), body.get("state", "")
        if state and state not in user_pool.STATES:
            raise ValueError(f"state={state}: {tuple(user_pool.STATES)}")
        self.overlay.merge_live(backend, body["user_pool_id"], body.get("members", {}), described, state)
        return {}

    def _post_users(self, body: Block) -> Any:
        backend = overlay.backend_of(body.get("account", ACCOUNT), body.get("region", "us-east-1"))
        users = body.get("users", [])
        self.overlay.populate(backend, body["user_pool_id"], body.get("count", 0), str(body.get("seed", "")), users)
        return {}

    def _post_pools(self, body: Block) -> Any:
        backend = overlay.backend_of(body.get("account", ACCOUNT), body.get("region", "us-east-1"))
        prefix = body.get("prefix", "pool")
        names = (
            [body["name"]] if "name" in body else [f"{prefix}-{number:05}" for number in range(body.get("count", 1))]
        )
        ids = []
        for name in names:
            pool = self.overlay.create(backend, name, dict(body.get("template", {})), body.get("id"))
            if body.get("mfa"):
                self.overlay.set(backend, {"UserPoolId": pool.id, **body["mfa"]})
            if body.get("described") or body.get("state"):
                self._put_live({**body, "user_pool_id": pool.id, "members": {}})
            ids.append(pool.id)
        return ids

    def _post_reset(self, _body: Block) -> Any:
        with self.lock:
            self.calls.clear()
            self.other_calls.clear()
            self.rules.clear()
            self.buckets.clear()
            self.overlay.switches = behaviour.Switches()
            self.latency = self.usual_latency
            overlay.reset()
        return {}


def _wait(seconds: float) -> None:
    """Wait, even where a test has taken time.sleep away from its own process."""
    threading.Event().wait(seconds)


def _scope(environ: Environ) -> list[str]:
    """Access key ID, date, region and service that a request is signed for."""
    signature: str = environ.get("HTTP_AUTHORIZATION", "")
    return signature.partition("Credential=")[2].partition(",")[0].split("/")


def _service(environ: Environ) -> str:
    """The service that is asked."""
    return COGNITO if environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET) else [*_scope(environ), *[""] * 4][3]


def _asked(environ: Environ, body: bytes) -> tuple[str, Block]:
    """Operation and parameters of a request, if it is one to AWS: Cognito takes JSON, STS and EC2 take a form."""
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target.startswith(TARGET):
        return target[len(TARGET) :], json.loads(body or b"{}")
    form = dict(parse_qsl(body.decode(errors="replace")))
    return form.pop("Action", ""), form


def _error(service: str, code: str, message: str) -> tuple[str, bytes]:
    """Content type and body of an error, as the service sends it."""
    if service == COGNITO:
        return JSON, json.dumps({"__type": code, "message": message}).encode()
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    form = "<Response><Errors>{}</Errors></Response>" if service == "ec2" else "<ErrorResponse>{}</ErrorResponse>"
    return "text/xml", form.format(error).encode()


def _headers(answer: bytes, kind: str = JSON) -> list[tuple[str, str]]:
    return [("Content-Type", kind), ("Content-Length", str(len(answer))), ("x-amzn-RequestId", "emulator")]


class Handler(MotoRequestHandler):
    """Keeps connections open, as AWS does: werkzeug's own closes each after one answer, which costs both sides as much again.

    It logs nothing, and is not traced: coverage is of the plugins, and tracing the emulator takes as long as its work.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or an answer's body waits until its head is acknowledged

    def setup(self) -> None:
        """Begin with a connection, in a thread of its own."""
        sys.settrace(None)
        super().setup()

    def run_wsgi(self) -> None:
        """Answer one request."""
        try:
            status, given, answer = self._answer()
            headers = Headers(given)
            headers.setdefault("Content-Length", str(len(answer)))
            if int(headers["Content-Length"]) > len(answer):  # it is truncated on purpose
                self.close_connection = True
            code, _space, text = status.partition(" ")
            self.send_response(int(code), text)
            for header in headers:
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(answer)
        except ConnectionError as error:
            self.connection_dropped(error)

    def _answer(self) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status, headers and body of the application, or of an error in it."""
        given: list[Any] = []
        try:
            answer = b"".join(self.server.app(self.make_environ(), lambda *arguments: given.append(arguments)))
        except ConnectionError:
            raise
        except Exception:
            text = traceback.format_exc().encode()
            return "500 Internal Server Error", _headers(text, "text/plain"), text
        return given[-1][0], given[-1][1], answer

    def log(self, *_arguments: Any, **_more: Any) -> None:
        """Be silent."""

    def connection_dropped(self, *_arguments: Any, **_more: Any) -> None:
        """Close a connection that was dropped on purpose or by the client."""
        self.close_connection = True


@lru_cache(maxsize=1)
def _session() -> boto3.Session:
    """The session of all clients, since a session takes as long as three of them."""
    return boto3.Session(ACCESS_KEY, "emulator-secret-key", region_name="us-east-1")


class Remote:
    """The control interface of an emulator.

    :ivar endpoint: its address, for ``endpoint_url``.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}{PREFIX}{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.loads(answer.read())

    def journal(self) -> list[dict[str, Any]]:
        """Cognito's calls since the last :meth:`clear`, in order."""
        calls: list[dict[str, Any]] = self._call("GET", "journal")
        return calls

    def other_calls(self) -> list[dict[str, Any]]:
        """The calls to STS and EC2."""
        calls: list[dict[str, Any]] = self._call("GET", "others")
        return calls

    def cpu(self) -> float:
        """Seconds of processor time that its process has used."""
        return float(self._call("GET", "cpu"))

    def clear(self) -> None:
        """Empty the journal."""
        self._call("DELETE", "journal")

    def fault(self, rule: Block) -> None:
        """Add a fault: the fields of :class:`Rule`."""
        self._call("POST", "faults", rule)

    def heal(self) -> None:
        """Remove every fault."""
        self._call("DELETE", "faults")

    def switch(self, **switches: str) -> None:
        """Select answers to unknowns."""
        self._call("PUT", "switches", switches)

    def latency(self, milliseconds: float) -> None:
        """How much longer every answer takes, until the next :meth:`reset`."""
        self._call("PUT", "latency", {"ms": milliseconds})

    def live(self, user_pool_id: str, members: Block | None = None, **more: Any) -> None:
        """Give a pool members that no service model knows, or none can set; more: region, account, described, state."""
        self._call("PUT", "live", {"user_pool_id": user_pool_id, "members": members or {}, **more})

    def pools(self, count: int = 1, **options: Any) -> list[str]:
        """Make many pools at once, or one by its name; options: account, region, prefix, name, id, template,
        mfa, described, state."""
        ids: list[str] = self._call("POST", "pools", {"count": count, **options})
        return ids

    def users(self, user_pool_id: str, **options: Any) -> None:
        """Give a pool users; options: account, region, count and seed of a population, users as a list."""
        self._call("POST", "users", {"user_pool_id": user_pool_id, **options})

    def reset(self) -> None:
        """Remove pools, journal, faults and switches; the latency is what it was in the beginning."""
        self._call("POST", "reset", {})

    def client(self, service: str = COGNITO, region: str = "us-east-1") -> Any:
        """A boto3 client of its own, which never retries."""
        return _session().client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )


class Emulator(Remote):
    """An emulator in a thread of this process."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, latency: float = 0) -> None:
        self._server = make_server(host, port, Application(latency), threaded=True, request_handler=Handler)
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        super().__init__(f"http://{host}:{self._server.server_address[1]}")

    def __enter__(self) -> Emulator:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
