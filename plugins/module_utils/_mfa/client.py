# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place with I/O: Cognito's calls, what their failures mean, and waiting.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterator
from typing import List
from typing import Optional
from typing import Tuple

try:
    import botocore
    import botocore.exceptions as aws
except ImportError:
    pass  # AnsibleAWSModule says so

from ansible_collections.amazon.aws.plugins.module_utils.retries import AWSRetry

from .answers import INCOMPLETE
from .answers import parse_answer
from .answers import refuse_twins
from .config import Config
from .config import MEMBERS
from .config import MODE_MEMBER

SERVICE = "cognito-idp"

# What amazon.aws does not retry by itself: R61, and a throttling error that any AWS front end may send.
EXTRA_RETRIES = ["ConcurrentModificationException", "ThrottlingException"]

ROLE_ERRORS = ("InvalidSmsRoleTrustRelationshipException", "InvalidSmsRoleAccessPolicyException")
ACCESS_ERRORS = ("AccessDeniedException", "NotAuthorizedException", "UnauthorizedOperation", "AccessDenied")

_TRUST = "The connection's trust is set by aws_ca_bundle, validate_certs and the host of endpoint_url"
_MISSING_ACTION = re.compile(r" to perform: ([\w-]+:\w+)")

READ_ATTEMPTS = 5
TIMEOUTS: Dict[str, Any] = {
    "connect_timeout": 10,
    "read_timeout": 30,
}  # seconds; botocore's minute each lets a dead network hold a run up
READ_SETTINGS: Dict[str, Any] = {**TIMEOUTS, "retries": {"mode": "standard", "total_max_attempts": READ_ATTEMPTS}}
LIST_PAGE = 60  # the most that ListUserPools returns at once (R77)
MAX_PAGES = 500  # three times as many as the user pools that AWS allows: page tokens might be new for ever

Connect = Callable[[Dict[str, Any], Dict[str, Any]], Any]
"""Makes a client from settings of botocore's Config: ``defaults`` under the user's aws_config, ``fixed`` over it."""


class Failure(Exception):
    """A call that failed.

    :ivar code: the exception class that the service or botocore named.
    :ivar text: the service's own text.
    :ivar again: whether the same call may succeed later.
    :ivar uncertain: whether the call may have taken effect nevertheless.
    """

    def __init__(self, message: str, code: str, text: str, again: bool = False, uncertain: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.text = text
        self.again = again
        self.uncertain = uncertain

    def adding(self, sentence: str) -> Failure:
        """This failure, final, with one more sentence."""
        return Failure(f"{str(self).rstrip('.')}. {sentence}", self.code, self.text)

    @property
    def role(self) -> bool:
        """Whether Cognito could not use the role that sends SMS."""
        return self.code in ROLE_ERRORS

    @property
    def denied(self) -> bool:
        """Whether a permission is missing, as Cognito and other services say it."""
        return self.code in ACCESS_ERRORS


class UserPools:
    """Cognito's user pools, by one client that reads and one that writes.

    A read may be repeated at will, so botocore does that.  A write replaces everything (R1): repeating it without
    reading again would undo what somebody else wrote in between, so the writing client never repeats one.
    """

    def __init__(self, connect: Connect, **reading: Any) -> None:
        """
        :arg connect: makes a client.
        :arg reading: botocore's defaults for the reading client, in place of ours.
        """
        self._connect = connect
        self._reader = _listening(connect({**READ_SETTINGS, **reading}, {}))
        self._writer: Any = None

    @property
    def attempts(self) -> int:
        """How often a call is tried, as botocore resolved it."""
        return int(self._reader.meta.config.retries.get("total_max_attempts", READ_ATTEMPTS))

    @property
    def botocore(self) -> str:
        """The version of botocore that is installed."""
        return str(botocore.__version__)

    @property
    def model(self) -> Config:
        """The tree of members that the installed botocore can send (R72)."""
        return _members(self._reader.meta.service_model.operation_model("SetUserPoolMfaConfig").input_shape)

    @property
    def writer(self) -> Any:
        """The client that writes, made when it is first needed."""
        if self._writer is None:
            self._writer = _listening(self._connect(TIMEOUTS, {"retries": {"total_max_attempts": 1}}))
        return self._writer

    def list(self) -> List[Tuple[str, str]]:
        """ID and name of every user pool of the region (R77)."""
        with translate_errors("list the user pools", f"{SERVICE}:ListUserPools"):
            pages = self._reader.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": LIST_PAGE})
            found: Dict[str, str] = {}  # each once, even if it is listed twice
            for number, page in enumerate(pages):
                if number == MAX_PAGES:
                    raise ValueError(f"the list does not end after {MAX_PAGES} pages")
                found.update((_member(pool, "Id"), _member(pool, "Name")) for pool in _member(page, "UserPools"))
        return list(found.items())

    def read(self, user_pool_id: str) -> Config:
        """The configuration as Cognito sent it, members that botocore does not know included."""
        with translate_errors(
            f"read the MFA configuration of user pool {user_pool_id}", f"{SERVICE}:GetUserPoolMfaConfig"
        ):
            config = _whole(self._reader.get_user_pool_mfa_config(UserPoolId=user_pool_id))
        return config

    def describe(self, user_pool_id: str) -> Config:
        """The user pool as DescribeUserPool returns it."""
        with translate_errors(f"describe user pool {user_pool_id}", f"{SERVICE}:DescribeUserPool"):
            pool: Config = _member(self._reader.describe_user_pool(UserPoolId=user_pool_id), "UserPool")
        return pool

    def write(self, user_pool_id: str, request: Config) -> Config:
        """Replace the whole configuration (R1), once, and return the service's answer (R19)."""
        with translate_errors(
            f"set the MFA configuration of user pool {user_pool_id}", f"{SERVICE}:SetUserPoolMfaConfig"
        ):
            config = _whole(self.writer.set_user_pool_mfa_config(UserPoolId=user_pool_id, **request))
        return config


def _listening(client: Any) -> Any:
    """The client, with whole answers: botocore drops the members that its model does not know (R72)."""
    event = f"after-call.{client.meta.service_model.service_id.hyphenize()}"
    client.meta.events.register(event, _keep_unknown, unique_id=__name__)  # once, however often a client is used
    return client


def _keep_unknown(http_response: Any, parsed: Dict[str, Any], model: Any, **_context: Any) -> None:
    """The answer as it came."""
    if http_response.status_code < 300:
        parsed.update(parse_answer(http_response.content, model.output_shape))


def _whole(answer: Config) -> Config:
    """The configuration in an answer.  Every answer names the mode (R20): one without is cut short, not empty."""
    config = {member: value for member, value in answer.items() if member != "ResponseMetadata"}
    _member(config, MODE_MEMBER)
    refuse_twins(config, MEMBERS)
    return config


def _member(answer: Config, name: str) -> Any:
    """A member without which an answer is cut short."""
    if answer.get(name) in (None, ""):
        raise ValueError(INCOMPLETE)
    return answer[name]


def _members(shape: Any) -> Config:
    return {name: _members(member) for name, member in getattr(shape, "members", {}).items()}


@contextmanager
def translate_errors(what: str, action: str) -> Iterator[None]:
    """Turn what goes wrong in a call into a :class:`Failure` that says what it means.

    :arg what: what the call is for, as in ``list the user pools``.
    :arg action: the IAM action that it needs.
    """
    try:
        yield
    except aws.ClientError as error:
        raise _refused(error, what, action) from error
    except (aws.EndpointConnectionError, aws.ConnectTimeoutError, aws.ProxyConnectionError) as error:
        raise _unanswered(error, what, again=True) from error
    except aws.HTTPClientError as error:
        raise _unanswered(error, what, again=True, uncertain=not _while_connecting(error)) from error
    except aws.SSLError as error:
        raise _unanswered(error, what, uncertain=not _while_connecting(error)) from error
    except aws.BotoCoreError as error:
        raise _unanswered(error, what) from error
    except (
        Exception
    ) as error:  # botocore raises anything for an answer of another shape, or where credentials come from
        raise _unanswered(error, what, again=True, uncertain=True) from error


def _refused(error: Any, what: str, action: str) -> Failure:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    described = error.response.get("Error") or {}  # what is not of AWS may answer without one
    code, text = str(described.get("Code") or f"HTTP status {status}"), str(described.get("Message") or "")
    missing = _MISSING_ACTION.search(text)  # a write with an SMS block also needs iam:PassRole (R65)
    hint = f". This needs the IAM action {missing[1] if missing else action}" if code in ACCESS_ERRORS else ""
    crashed = status >= 500
    again = crashed or AWSRetry.found(code, EXTRA_RETRIES)
    return Failure(f"Failed to {what}: {code}: {text}{hint}", code, text, again, uncertain=crashed)


def _while_connecting(error: Optional[BaseException]) -> bool:
    """Whether a call failed before its request was sent: connecting ends with TLS, and no exception tells the two apart.

    urllib3 and http.client connect in a function of that name.
    """
    while error is not None and not isinstance(error, Failure):  # which is what was handled before
        if any(frame.f_code.co_name == "connect" for frame, _line in walk_tb(error.__traceback__)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _unanswered(error: Exception, what: str, again: bool = False, uncertain: bool = False) -> Failure:
    kind = type(error).__name__
    if isinstance(error, (aws.BotoCoreError, ValueError)) and not isinstance(error, UnicodeError):
        problem = str(error)
    elif isinstance(error, OSError):  # of what provides credentials, such as a program that does not exist
        problem = f"{kind}: {error}"
    else:
        problem = "the answer is not one that AWS gives"  # botocore's parser broke at it
    hint = f". {_TRUST}" if isinstance(error, aws.SSLError) else ""
    return Failure(f"Failed to {what}: {problem}{hint}", kind, problem, again, uncertain)
