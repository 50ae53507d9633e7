# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: to_aws_cli
author:
  - Latchkey contributors (@latchkey)
version_added: 0.2.0
short_description: Convert module options to a document for the AWS CLI
description:
  - Converts options of M(latchkey.cognito.user_pool_mfa_config) to the document for C(aws cognito-idp
    set-user-pool-mfa-config --cli-input-json).
  - The call replaces the whole configuration, so the options must be complete, as are those that the modules and
    P(latchkey.cognito.from_aws_cli#filter) return. A task that relies on merging cannot be converted.
  - Options that Cognito refuses for every user pool are an error.
options:
  _input:
    description:
      - The options, or a configuration that the modules return, as a dictionary or JSON.
      - C(mfa_configuration) is required, because the AWS CLI takes a missing mode for C(OFF).
    type: raw
    required: true
seealso:
  - plugin: latchkey.cognito.from_aws_cli
    plugin_type: filter
  - module: latchkey.cognito.user_pool_mfa_config
"""

EXAMPLES = r"""
---
- name: Read a user pool
  latchkey.cognito.user_pool_mfa_config_info:
    user_pool_ids:
      - us-east-1_EXAMPLE01
  register: mfa

- name: Keep a document that restores its MFA configuration
  ansible.builtin.copy:
    content: "{{ mfa.user_pools[0].mfa_config | latchkey.cognito.to_aws_cli | to_nice_json }}"
    dest: mfa.json
    mode: "0600"
"""

RETURN = r"""
---
_value:
  description:
    - The document.
  type: dict
  sample:
    MfaConfiguration: "ON"
    SoftwareTokenMfaConfiguration:
      Enabled: true
"""

from typing import Any
from typing import Callable
from typing import Dict

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import to_aws_cli
from ansible_collections.latchkey.cognito.plugins.plugin_utils._filters import as_filter


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"to_aws_cli": as_filter("to_aws_cli", to_aws_cli)}
