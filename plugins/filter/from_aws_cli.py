# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: from_aws_cli
author:
  - Latchkey contributors (@latchkey)
version_added: 0.2.0
short_description: Convert an AWS CLI call to module options
description:
  - Converts an C(aws cognito-idp set-user-pool-mfa-config) call to the options of a task of
    M(latchkey.cognito.user_pool_mfa_config) that does the same.
  - The call replaces the whole configuration, and turns MFA off when the mode is left out; the module merges. So the options
    spell out what happens to everything that the call leaves out, including the texts of the blocks that it names, and
    contain O(ignore:purge_factors=true).
  - The only difference is for calls without C(WebAuthnConfiguration). Such a call may reset the passkey settings, and always
    makes passkeys count as a single factor; the module never removes passkey settings.
options:
  _input:
    description:
      - The document for C(--cli-input-json), as a dictionary or JSON.
      - Or the command, as a string or a list of words. Structures in it may use JSON or shorthand syntax.
      - The command is parsed, not run. Values that begin with C(file://), and anything that a shell would interpret, are
        errors.
    type: raw
    required: true
  merge:
    description:
      - Whether to set only what the call names, and to leave everything else as it is. This is often what the call was meant
        to do.
    type: bool
    default: false
notes:
  - Mark a text with C({####}) as C(!unsafe) in a playbook, because Jinja takes C({#) for the start of a comment.
  - Global options such as C(--region) become the module's options; those that only affect output are dropped. The
    collection's migration guide lists all of them.
seealso:
  - plugin: latchkey.cognito.to_aws_cli
    plugin_type: filter
  - plugin: latchkey.cognito.to_task
    plugin_type: filter
  - module: latchkey.cognito.user_pool_mfa_config
"""

EXAMPLES = r"""
---
- name: Set what a document of the AWS CLI says
  vars:
    options: "{{ lookup('ansible.builtin.file', 'mfa.json') | latchkey.cognito.from_aws_cli }}"
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: "{{ options.user_pool_id }}"
    mfa_configuration: "{{ options.mfa_configuration }}"
    software_token_mfa_configuration: "{{ options.software_token_mfa_configuration | default(omit) }}"
    email_mfa_configuration: "{{ options.email_mfa_configuration | default(omit) }}"
    purge_factors: "{{ options.purge_factors }}"

- name: Show the task that a command becomes
  vars:
    command: >-
      aws cognito-idp set-user-pool-mfa-config --user-pool-id us-east-1_EXAMPLE01 --mfa-configuration ON
      --software-token-mfa-configuration Enabled=true
  ansible.builtin.debug:
    msg: "{{ command | latchkey.cognito.from_aws_cli | latchkey.cognito.to_task }}"

- name: Show the task that sets the passkeys' domain and leaves the rest alone
  vars:
    command: >-
      aws cognito-idp set-user-pool-mfa-config --user-pool-id us-east-1_EXAMPLE01
      --web-authn-configuration RelyingPartyId=auth.example.com
  ansible.builtin.debug:
    msg: "{{ command | latchkey.cognito.from_aws_cli(merge=true) | latchkey.cognito.to_task }}"
"""

RETURN = r"""
---
_value:
  description:
    - The options.
  type: dict
  sample:
    mfa_configuration: "ON"
    purge_factors: true
    software_token_mfa_configuration:
      enabled: true
    user_pool_id: us-east-1_EXAMPLE01
"""

from typing import Any
from typing import Callable
from typing import Dict

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.plugin_utils._filters import as_filter


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"from_aws_cli": as_filter("from_aws_cli", from_aws_cli)}
