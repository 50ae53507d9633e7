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
short_description: Turn a user pool of a CloudFormation template into module options
description:
  - Turns a resource C(AWS::Cognito::UserPool) into the options of a task of M(latchkey.cognito.user_pool_mfa_config) that
    leaves the user pool as it is.
  - Properties that have nothing to do with MFA are passed over. A property that is not known is an error.
  - With the mode V(ignore:OFF), factors are left out. So are the settings of a factor that C(EnabledMfas) does not list.
options:
  _input:
    description:
      - The resource of a template, or its properties alone, a dictionary or its JSON.
      - Or what holds one user pool. That is a whole template, a dictionary or the text of its JSON or YAML, whose short functions
        such as C(!Sub) are read; what C(aws cloudformation get-template) prints, with a template of either kind; or what
        C(aws cloudcontrol get-resource) prints.
      - Intrinsic functions in the properties of MFA are errors; put the value of the deployed user pool in their place.
    type: raw
    required: true
  logical_id:
    description:
      - The logical ID of the resource that is meant, for a template with several user pools.
    type: str
    default: ""
notes:
  - Without C(EnabledMfas), SMS is a factor if C(SmsConfiguration) is there, as it is for Cognito when it creates the user pool.
  - A template does not know the ID of its user pool. Unless the properties hold C(UserPoolId), add O(ignore:user_pool_id).
  - The options do not hold O(ignore:purge_factors), so that a factor that the template does not know stays.
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
