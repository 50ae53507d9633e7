# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: from_terraform
author:
  - Latchkey contributors (@latchkey)
version_added: 0.2.0
short_description: Convert a user pool from Terraform's state to module options
description:
  - Converts an C(aws_cognito_user_pool) resource to the options of a task of M(latchkey.cognito.user_pool_mfa_config) that
    leaves the user pool as it is.
  - Attributes unrelated to MFA are ignored. An unknown attribute is an error.
  - With the mode V(OFF), factors are left out, as Terraform does.
options:
  _input:
    description:
      - The resource from C(terraform show -json), a state file or the changes of a plan, or only its attributes, as a
        dictionary or JSON.
      - Or a whole state file, plan or output of C(terraform show -json), with exactly one user pool.
      - An expression whose value Terraform does not know yet is an error.
    type: raw
    required: true
  sms_factor:
    description:
      - Whether C(sms_configuration) makes SMS a factor while the mode is not V(OFF), as it does in Terraform.
      - Set it to V(false) for a user pool that sends SMS only to verify telephone numbers. The state does not show the
        difference.
    type: bool
    default: true
notes:
  - The options do not contain O(ignore:purge_factors), so factors that this release of the Terraform provider does not know
    are kept.
seealso:
  - plugin: latchkey.cognito.to_task
    plugin_type: filter
  - module: latchkey.cognito.user_pool_mfa_config
"""

EXAMPLES = r"""
---
# terraform show -json > state.json
- name: Show the tasks that adopt the user pools of a Terraform state
  vars:
    state: "{{ lookup('ansible.builtin.file', 'state.json') | from_json }}"
  ansible.builtin.debug:
    msg: "{{ item | latchkey.cognito.from_terraform | latchkey.cognito.to_task }}"
  loop: >-
    {{ state['values'].root_module.resources | selectattr('mode', 'eq', 'managed')
       | selectattr('type', 'eq', 'aws_cognito_user_pool') }}
  loop_control:
    label: "{{ item.address }}"
"""

RETURN = r"""
---
_value:
  description:
    - The options.
  type: dict
  sample:
    mfa_configuration: "ON"
    software_token_mfa_configuration:
      enabled: true
    user_pool_id: us-east-1_EXAMPLE01
"""

from typing import Any
from typing import Callable
from typing import Dict

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform
from ansible_collections.latchkey.cognito.plugins.plugin_utils._filters import as_filter


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"from_terraform": as_filter("from_terraform", from_terraform)}
