# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that end: botocore alone would read as much as a server sends, for as long as it does, into memory.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import time
from typing import Any
from typing import Iterator

try:
    import urllib3.exceptions as http
    from botocore.awsrequest import AWSResponse
    from botocore.exceptions import ConnectionClosedError
    from botocore.exceptions import HTTPClientError
    from botocore.exceptions import ReadTimeoutError
    from botocore.exceptions import SSLError
except ImportError:
    pass  # amazon.aws says so

MAX_BYTES = 16 << 20  # the longest answer, a page of users with every attribute, is shorter
MAX_SECONDS = 60  # from the headers of an answer to its end
_CHUNK = 1 << 16


def bounded(client: Any) -> Any:
    """The client, which ends an answer that does not end by itself."""
    endpoint = client._endpoint  # there is no other way to what sends
    if not isinstance(endpoint.http_session, _BoundedSession):
        endpoint.http_session = _BoundedSession(endpoint.http_session)
    return client


class _BoundedSession:
    """What sends botocore's requests."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def send(self, request: Any) -> Any:
        """The answer to a request, read to its end.

        :raises ValueError: if it does not end; the request is not sent again.
        """
        request.stream_output = True  # leaves the reading to us
        response = self._session.send(request)
        return AWSResponse(response.url, response.status_code, response.headers, _Read(_body(request, response.raw)))

    def close(self) -> None:
        self._session.close()


class _Read:
    """A body that has been read."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_options: Any) -> Iterator[bytes]:
        yield self._content


def _body(request: Any, raw: Any) -> bytes:
    """The body of an answer; what fails is the exception that botocore raises for it, so that it is tried again as usual."""
    try:
        return b"".join(_limited(raw))
    except http.SSLError as error:
        raise SSLError(endpoint_url=request.url, error=error) from error
    except http.ReadTimeoutError as error:
        raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
    except http.ProtocolError as error:
        raise ConnectionClosedError(endpoint_url=request.url, request=request, error=error) from error
    except http.HTTPError as error:
        raise HTTPClientError(error=error) from error


def _limited(raw: Any) -> Iterator[bytes]:
    """The pieces of a body as they come.

    :raises ValueError: for what is too long, or takes too long.
    """
    length, end = 0, time.monotonic() + MAX_SECONDS
    # Older releases of urllib3 have no read1, and wait for a whole piece.
    pieces = iter(lambda: raw.read1(_CHUNK), b"") if hasattr(raw, "read1") else raw.stream(_CHUNK)
    for piece in pieces:
        length += len(piece)
        if length > MAX_BYTES or time.monotonic() > end:
            raw.close()
            limit = f"{MAX_BYTES >> 20} MiB" if length > MAX_BYTES else f"{MAX_SECONDS} seconds"
            raise ValueError(f"the answer does not end after {limit}")
        yield piece
