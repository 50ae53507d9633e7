# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS in front of the emulator, which fails as it is told, connection by connection.

Certificates are made by cryptography, which ansible-core needs itself.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

ADDRESS = "127.0.0.1"
PLAIN, CLOSED, RESET, GARBLED = "plain HTTP", "closed in the handshake", "reset in the handshake", "garbled answer"
"""What a connection does in place of TLS with a certificate; the last one does what it is asked, and answers nonsense."""


def make_certificate(path: Path, host: str = ADDRESS, days: int = 1) -> Path:
    """A certificate that signs itself, and its key, in one file.

    :arg host: a host name or an address.
    :arg days: how long it is valid from now on; negative: it has expired.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, path.name)])
    end = datetime.now(UTC) + timedelta(days=days)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), end - timedelta(days=9), end)
        .add_extension(x509.SubjectAlternativeName([_general_name(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


class TlsServer:
    """A server that passes on to an endpoint what it gets by TLS."""

    def __init__(self, endpoint: str, connections: Sequence[Path | str]) -> None:
        """
        :arg connections: what each connection does, the last also what further ones do: a certificate's file, or a failure.
        """
        address = urlsplit(endpoint)
        self._target = (address.hostname, address.port)
        self._connections = connections
        self._count = 0
        self._socket = socket.create_server((ADDRESS, 0))
        self.endpoint = f"https://{ADDRESS}:{self._socket.getsockname()[1]}"

    def __enter__(self) -> TlsServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                connection, _address = self._socket.accept()
                what = self._connections[min(self._count, len(self._connections) - 1)]
                self._count += 1
                threading.Thread(target=self._serve, args=(connection, what), daemon=True).start()

    def _serve(self, connection: socket.socket, what: Path | str) -> None:
        with suppress(OSError), connection:  # the client goes when it does not trust the certificate
            if isinstance(what, Path):
                self._pass_on(_secured(connection, what))
            elif what == PLAIN:
                connection.recv(1 << 16)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            elif what == CLOSED:
                connection.recv(1 << 16)
                connection.shutdown(socket.SHUT_RDWR)
            elif what == RESET:
                connection.recv(1)  # what is left unread makes a reset of the end
            else:
                self._garble(connection)

    def _pass_on(self, client: ssl.SSLSocket) -> None:
        with client, socket.create_connection(self._target) as server:
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            _copy(client, server)

    def _garble(self, connection: socket.socket) -> None:
        """Do what the request asks, and answer what is not TLS."""
        certificate = next(what for what in self._connections if isinstance(what, Path))
        with _secured(connection, certificate) as client, socket.create_connection(self._target) as server:
            threading.Thread(target=_copy, args=(client, server), daemon=True).start()
            server.recv(1 << 16)
            os.write(client.fileno(), b"nonsense" * 8)


def _secured(connection: socket.socket, certificate: Path) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(connection, server_side=True)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
