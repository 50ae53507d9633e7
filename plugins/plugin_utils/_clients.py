# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore's clients for plugins, whose errors are Ansible's.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleError
from ansible_collections.amazon.aws.plugins.plugin_utils.base import AWSPluginBase
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import ClientFactory
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params


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
        except ValueError as error:
            raise AnsibleError(str(error)) from error
