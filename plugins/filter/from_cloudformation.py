# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: from_cloudformation
author:
  - Latchkey contributors (@latchkey)
version_added: 0.2.0
short_description: Convert a user pool from a CloudFormation template to module options
description:
  - Converts an C(AWS::Cognito::UserPool) resource to the options of a task of M(latchkey.cognito.user_pool_mfa_config) that
    leaves the user pool as it is.
  - Properties unrelated to MFA are ignored. An unknown property is an error.
  - With the mode V(OFF), factors are left out. So are the settings of factors that C(EnabledMfas) does not list.
options:
  _input:
    description:
      - The resource from a template, or only its properties, as a dictionary or JSON.
      - Or a document with one user pool. That is a whole template, as a dictionary, JSON or YAML (short function forms such
        as C(!Sub) are understood); the output of C(aws cloudformation get-template), with a template in JSON or YAML; or the
        output of C(aws cloudcontrol get-resource).
      - Intrinsic functions in the MFA properties are errors; replace them with the values of the deployed user pool.
    type: raw
    required: true
  logical_id:
    description:
      - The logical ID of the resource to convert, for a template with several user pools.
    type: str
    default: ""
notes:
  - Without C(EnabledMfas), SMS is a factor if C(SmsConfiguration) is present, as in Cognito when it creates the user pool.
  - A template does not contain the ID of its user pool. Unless the properties include C(UserPoolId), add
    O(ignore:user_pool_id).
  - The options do not contain O(ignore:purge_factors), so factors that the template does not know are kept.
seealso:
  - plugin: latchkey.cognito.to_task
    plugin_type: filter
  - module: latchkey.cognito.user_pool_mfa_config
"""

EXAMPLES = r"""
---
# aws cloudformation get-template --stack-name app --template-stage Processed > template.json
- name: Show the task that adopts the user pool of a template
  vars:
    template: "{{ lookup('ansible.builtin.file', 'template.json') }}"
    options: "{{ template | latchkey.cognito.from_cloudformation(logical_id='UserPool') }}"
  ansible.builtin.debug:
    msg: "{{ {'user_pool_id': 'us-east-1_EXAMPLE01'} | combine(options) | latchkey.cognito.to_task }}"
"""

RETURN = r"""
---
_value:
  description:
    - The options.
  type: dict
  sample:
    mfa_configuration: OPTIONAL
    software_token_mfa_configuration:
      enabled: true
"""

from typing import Any
from typing import Callable
from typing import Dict

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.plugin_utils._filters import as_filter


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"from_cloudformation": as_filter("from_cloudformation", from_cloudformation)}
