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
short_description: Turn a call of the AWS CLI into module options
description:
  - Turns a call of C(aws cognito-idp set-user-pool-mfa-config) into the options of a task of
    M(latchkey.cognito.user_pool_mfa_config) that does the same.
  - The call replaces the whole configuration, and turns MFA off when the mode is left out. The module merges. So the options
    say explicitly what becomes of everything that the call leaves out, down to the texts of the blocks that it names, and
    hold O(ignore:purge_factors=true).
  - The one difference is a call without C(WebAuthnConfiguration). It may reset the passkey settings, and always makes them
    count as a single factor; the module never removes them.
options:
  _input:
    description:
      - The document of C(--cli-input-json), a dictionary or its JSON.
      - Or the command, its text or the list of its words. Structures in it may be JSON or shorthand syntax.
      - The command is read, not run. Values that begin with C(file://), and whatever a shell would act on, are errors.
    type: raw
    required: true
  merge:
    description:
      - Name only what the call names, so that everything else stays as it is. This is often what the call was meant to do.
    type: bool
    default: false
notes:
  - A text with C({####}) has to be marked as C(!unsafe) where it stands in a playbook. Jinja takes C({#) for a comment.
  - Global options such as C(--region) become the module's options; those that only shape the output are left out. The
    collection's migration guide has the table of all of them.
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
