# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that talks to Cognito: it keeps to the quotas, waits where it is throttled, and tells refusals from trouble."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from typing import Any

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.exceptions import ClientError
from botocore.exceptions import HTTPClientError

from .catalogue import Block

COGNITO = "cognito-idp"
BUSY = {"ConcurrentModificationException", "LimitExceededException", "ThrottlingException", "TooManyRequestsException"}
DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "NotAuthorizedException",
    "UnrecognizedClientException",
}
SIGN_INS = {"AdminInitiateAuth"}
"""Operations that refuse a user, not the caller, with the same class as a lack of permission."""
WAITS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
UNREACHABLE_AT_MOST = 3
"""How many requests in a row may get no answer, until nothing is sent any more."""


class Refused(Exception):
    """The service refused a request."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message


class Trouble(Exception):
    """An answer that says nothing of the service's behaviour: none, throttled, denied."""

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(f"{operation}: {reason}")
        self.operation = operation


@dataclass
class Pace:
    """Time.

    :ivar interval: seconds from one request of an operation to the next, so that an account's quotas are kept (R76).
    """

    interval: float = 0
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Service:
    """Cognito in one account and region.

    :ivar client: boto3's.
    :ivar unchecked: the same without botocore's check of parameters.
    :ivar log: every request with its answer, since it was emptied last.
    """

    client: Any
    unchecked: Any
    pace: Pace = field(default_factory=Pace)
    log: list[Block] = field(default_factory=list)
    _last: dict[str, float] = field(default_factory=dict)
    _troubled: set[str] = field(default_factory=set)
    _unreachable: int = 0

    def call(self, operation: str, request: Block, unchecked: bool = False, texts: tuple[str, ...] = ()) -> Block:
        """Send a request.

        :arg texts: of refusals that would else be taken for a lack of permission.
        :raises Refused: if the service refuses it.
        :raises Trouble: if there is no answer that says anything.
        """
        if self._unreachable >= UNREACHABLE_AT_MOST:
            raise Trouble(operation, "not sent, since the endpoint does not answer any more")
        waits = () if operation in self._troubled else WAITS
        for wait in (*waits, None):
            try:
                answer = self._once(operation, request, unchecked, texts)
            except _Again as trouble:
                if wait is None:
                    self._troubled.add(operation)
                    self._unreachable += trouble.unreachable
                    raise Trouble(operation, str(trouble)) from trouble
                self.pace.sleep(wait)
            else:
                self._troubled.discard(operation)
                return answer
        raise AssertionError

    def revive(self) -> None:
        """Try again what did not work, for cleaning up."""
        self._unreachable = 0
        self._troubled.clear()

    def _once(self, operation: str, request: Block, unchecked: bool, texts: tuple[str, ...]) -> Block:
        since = self.pace.now() - self._last.get(operation, float("-inf"))
        if since < self.pace.interval:
            self.pace.sleep(self.pace.interval - since)
        self._last[operation] = self.pace.now()
        call = getattr(self.unchecked if unchecked else self.client, xform_name(operation))
        try:
            answer = _plain(call(**request))
        except ClientError as error:
            refused = _refused(error, operation, texts)
            self._unreachable = 0
            self.log.append({"operation": operation, "request": request, "error": [refused.error, refused.message]})
            raise refused from error
        except HTTPClientError as error:
            raise _Again(f"no answer ({type(error).__name__})", unreachable=1) from error
        except BotoCoreError as error:  # credentials, parameters, an answer that cannot be read
            raise Trouble(operation, f"{type(error).__name__}: {error}") from error
        self._unreachable = 0
        self.log.append({"operation": operation, "request": request, "answer": answer})
        return answer


class _Again(Exception):
    """Something that may pass by itself."""

    def __init__(self, reason: str, unreachable: int = 0) -> None:
        super().__init__(reason)
        self.unreachable = unreachable


def _check_whole(response_dict: dict[str, Any], **_more: Any) -> None:
    """botocore takes an answer that was cut short for an empty one; :raises _Again: for such an answer."""
    if response_dict["status_code"] == 200:
        try:
            json.loads(response_dict["body"] or b"{}")
        except ValueError as error:
            raise _Again("an answer that cannot be read") from error


def _refused(error: ClientError, operation: str, texts: tuple[str, ...]) -> Refused:
    """A refusal; :raises _Again, Trouble: what is none."""
    details = error.response.get("Error", {})
    code, message = str(details.get("Code", "")), str(details.get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if any(text in message for text in texts) or (operation in SIGN_INS and code == "NotAuthorizedException"):
        return Refused(code, message)
    if code in BUSY:
        raise _Again(f"throttled ({code}: {message})")
    if code in DENIED:
        raise Trouble(operation, f"denied ({code}: {message})")
    if status >= 500 or code == "InternalErrorException":
        raise _Again(f"failed with status {status} ({code}: {message})")
    return Refused(code, message)


def _plain(answer: dict[str, Any]) -> Block:
    """An answer as JSON."""
    plain: Block = json.loads(
        json.dumps({name: value for name, value in answer.items() if name != "ResponseMetadata"}, default=str)
    )
    return plain


@dataclass(frozen=True)
class Target:
    """Where requests go.

    :ivar endpoint: an address, or none for AWS.
    :ivar profile: of the AWS configuration, or none for the usual credentials; never used for an endpoint.
    """

    endpoint: str = ""
    region: str = "us-east-1"
    profile: str = ""

    def client(self, service: str, **config: Any) -> Any:
        """A boto3 client that never retries by itself."""
        session = (
            boto3.Session("evidence", "of-no-account", region_name=self.region)
            if self.endpoint and not self.profile
            else boto3.Session(profile_name=self.profile or None, region_name=self.region)
        )
        settings = Config(
            retries={"total_max_attempts": 1},
            connect_timeout=5,
            read_timeout=20,
            user_agent_extra="latchkey-evidence",
            **config,
        )
        return session.client(service, endpoint_url=self.endpoint or None, config=settings)

    def service(self, pace: Pace) -> Service:
        """Cognito there."""
        clients = self.client(COGNITO), self.client(COGNITO, parameter_validation=False)
        for client in clients:
            client.meta.events.register("before-parse.cognito-identity-provider", _check_whole)
        return Service(*clients, pace)

    def account(self) -> str:
        """Whose credentials they are; :raises Trouble: if that cannot be found out."""
        try:
            return str(self.client("sts").get_caller_identity()["Account"])
        except (BotoCoreError, ClientError) as error:
            raise Trouble("GetCallerIdentity", str(error)) from error
