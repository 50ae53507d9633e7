# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore's clients for plugins, whose errors are Ansible's, and clients that many accounts share.

To make a client takes botocore longer than a request, and a client keeps its connections to itself.  So accounts share one
for each region, and whoever calls it says whose credentials sign the call.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextlib import suppress
from contextvars import ContextVar
from typing import Any
from typing import Dict
from typing import Iterator
from typing import Optional
from typing import Tuple

try:
    from botocore.credentials import Credentials
    from botocore.exceptions import BotoCoreError
    from botocore.exceptions import NoCredentialsError
    from botocore.exceptions import PartialCredentialsError
except ImportError:
    Credentials = object  # amazon.aws says so

from ansible.errors import AnsibleError
from ansible_collections.amazon.aws.plugins.plugin_utils.base import AWSPluginBase
from ansible_collections.amazon.aws.plugins.plugin_utils.botocore import get_aws_connection_info
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import Failure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import ClientFactory
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import given_session
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import KEYS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal

SETTINGS: Tuple[str, ...] = ("region", "endpoint_url", "validate_certs", "aws_ca_bundle", "aws_config")
"""The connection options that say how requests are made."""
WHOSE = frozenset(
    (
        "aws_access_key_id",
        "aws_account_id",
        "aws_secret_access_key",
        "aws_security_token",
        "aws_session_token",
        "credential_process",
        "credential_source",
        "duration_seconds",
        "external_id",
        "login_session",
        "mfa_serial",
        "region",
        "role_arn",
        "role_session_name",
        "source_profile",
        "sso_account_id",
        "sso_region",
        "sso_registration_scopes",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
        "web_identity_token_file",
    )
)
"""The settings of a profile that do not: they say whose credentials it leads to, or are options here."""


class Options(AWSPluginBase):
    """What amazon.aws reads a plugin's connection options from."""

    def __init__(self, params: Params) -> None:
        self._params = params

    def get_options(self) -> Params:
        return self._params

    def _do_fail(self, message: str) -> None:
        raise AnsibleError(message)


class _Signer(Credentials):
    """The credentials that :meth:`Clients.signing` chose in the thread that calls; where it did not, there are none."""

    chosen: ContextVar[Any] = ContextVar("credentials")

    def __init__(self) -> None:
        super().__init__("", "")

    def get_frozen_credentials(self) -> Any:
        """What botocore signs a request with; it asks before each."""
        return self.chosen.get().get_frozen_credentials()


class Clients(ClientFactory):
    """Makes clients for several threads."""

    def __init__(self) -> None:
        super().__init__()
        self._shared: Dict[str, Any] = {}
        self._signed_sessions: Dict[Optional[str], Any] = {}
        self._credentials: Dict[Optional[str], Any] = {}

    def make(self, service: str, params: Params, defaults: Params, fixed: Params, session: Any = None) -> Any:
        """A client for connection options.

        :raises AnsibleError: if the options make no client.
        """
        try:
            return super().make(service, params, defaults, fixed, session)
        except (Refusal, ValueError) as error:
            raise AnsibleError(str(error)) from error

    def shared(self, service: str, params: Params, defaults: Params, fixed: Params) -> Any:
        """The one client of everybody whose connection options differ in nothing but whose credentials they lead to.

        It is to be called within :meth:`signing`.

        :raises AnsibleError: if the options make no client.
        """
        with self._lock:
            settings = [
                service,
                {name: params[name] for name in SETTINGS},
                defaults,
                fixed,
                self._manner(params["profile"]),
            ]
            key = json.dumps(settings, sort_keys=True, default=repr)
            if key not in self._shared:
                anonymous = {**params, **dict.fromkeys(KEYS)}
                self._shared[key] = self.make(service, anonymous, defaults, fixed, self._signed(params["profile"]))
            return self._shared[key]

    @contextmanager
    def signing(self, params: Params) -> Iterator[None]:
        """Calls of shared clients, in this thread and block, are signed with the credentials of connection options."""
        token = _Signer.chosen.set(self.credentials(params))
        try:
            yield
        finally:
            _Signer.chosen.reset(token)

    @contextmanager
    def borrow(self, service: str, params: Params, defaults: Params) -> Iterator[Any]:
        """A shared client, whose calls are signed with the credentials of connection options."""
        with self.signing(params):
            yield self.shared(service, params, defaults, {})

    def credentials(self, params: Params) -> Any:
        """The credentials that connection options lead to, or None.  Those of a profile are looked for once.

        :raises AnsibleError: if the options contradict each other; what provides credentials may raise anything.
        """
        _region, _url, options = get_aws_connection_info(Options({**params, "aws_config": None}))
        keys = options["aws_access_key_id"], options["aws_secret_access_key"]
        if any(keys):
            if not all(keys):
                raise PartialCredentialsError(provider="explicit", cred_var=KEYS[keys.index(None)])
            return Credentials(*keys, options["aws_session_token"])
        profile = options.get("profile_name")
        with self._lock:
            if profile not in self._credentials:
                # botocore assumes the role of a profile in the region of the session's last client.
                super().make("sts", {**params, "aws_config": None}, {}, {})
                self._credentials[profile] = self._session(profile).get_credentials()
            return self._credentials[profile]

    def region(self, profile: Optional[str]) -> Optional[str]:
        """The region that the environment or a profile names, if any."""
        with self._lock, suppress(BotoCoreError):
            return self._session(profile).get_config_variable("region") or None
        return None

    def owner(self, params: Params) -> str:
        """Whose the credentials of connection options are: the account that they name, or the ID of their access key.

        Only their provider is asked, such as a program or AWS STS for the role of a profile.

        :raises Failure: if there are none, or they cannot be had; what provides them may fail in any way.
        """
        try:
            credentials = self.credentials(params)
            if credentials is None:
                raise NoCredentialsError
            frozen = credentials.get_frozen_credentials()
            return str(getattr(frozen, "account_id", None) or frozen.access_key)
        except AnsibleError:
            raise
        except Exception as error:
            problem = str(error) if isinstance(error, BotoCoreError) else f"{type(error).__name__}: {error}"
            raise Failure(f"Failed to get credentials: {problem}", type(error).__name__, str(error)) from error

    def _signed(self, profile: Optional[str]) -> Any:
        """The session of shared clients with the settings of a profile."""
        if profile not in self._signed_sessions:
            self._signed_sessions[profile] = given_session(profile, _Signer())
        return self._signed_sessions[profile]

    def _manner(self, profile: Optional[str]) -> Params:
        """What a profile says of how requests are made."""
        return {name: value for name, value in self._session(profile).get_scoped_config().items() if name not in WHOSE}
