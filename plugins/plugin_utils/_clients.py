# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore's clients for plugins, whose errors are Ansible's.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any

try:
    from botocore.exceptions import BotoCoreError
    from botocore.exceptions import NoCredentialsError
except ImportError:
    pass  # amazon.aws says so

from ansible.errors import AnsibleError
from ansible_collections.amazon.aws.plugins.plugin_utils.base import AWSPluginBase
from ansible_collections.amazon.aws.plugins.plugin_utils.botocore import get_aws_connection_info
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import Failure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import ClientFactory
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal


class Options(AWSPluginBase):
    """What amazon.aws reads a plugin's connection options from."""

    def __init__(self, params: Params) -> None:
        self._params = params

    def get_options(self) -> Params:
        return self._params

    def _do_fail(self, message: str) -> None:
        raise AnsibleError(message)


class Clients(ClientFactory):
    """Makes clients for several threads."""

    def make(self, service: str, params: Params, defaults: Params, fixed: Params, session: Any = None) -> Any:
        """A client for connection options.

        :raises AnsibleError: if the options make no client.
        """
        try:
            return super().make(service, params, defaults, fixed, session)
        except (Refusal, ValueError) as error:
            raise AnsibleError(str(error)) from error

    def owner(self, params: Params) -> str:
        """Whose the credentials of connection options are: the account that they name, or the ID of their access key.

        Only their provider is asked, such as a program or AWS STS for the role of a profile.

        :raises Failure: if there are none, or they cannot be had; what provides them may fail in any way.
        """
        try:
            _region, _url, options = get_aws_connection_info(Options({**params, "aws_config": None}))
            if options["aws_access_key_id"]:
                return str(options["aws_access_key_id"])
            # botocore assumes the role of a profile in the region of the session's last client.
            self.make("sts", {**params, "aws_config": None}, {}, {})
            with self._lock:
                credentials = self._session(options.get("profile_name")).get_credentials()
            if credentials is None:
                raise NoCredentialsError
            frozen = credentials.get_frozen_credentials()
            return str(getattr(frozen, "account_id", None) or frozen.access_key)
        except AnsibleError:
            raise
        except Exception as error:
            problem = str(error) if isinstance(error, BotoCoreError) else f"{type(error).__name__}: {error}"
            raise Failure(f"Failed to get credentials: {problem}", type(error).__name__, str(error)) from error
