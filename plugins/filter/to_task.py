# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: to_task
author:
  - Latchkey contributors (@latchkey)
version_added: 0.2.0
short_description: Convert module options to a task
description:
  - Converts options of M(latchkey.cognito.user_pool_mfa_config) to the YAML of a task that runs as it is.
  - Texts that Jinja would take for templates are marked as C(!unsafe).
options:
  _input:
    description:
      - The options, as a dictionary or JSON.
    type: raw
    required: true
seealso:
  - plugin: latchkey.cognito.from_aws_cli
    plugin_type: filter
  - plugin: latchkey.cognito.from_cloudformation
    plugin_type: filter
  - plugin: latchkey.cognito.from_terraform
    plugin_type: filter
  - module: latchkey.cognito.user_pool_mfa_config
"""

EXAMPLES = r"""
---
- name: Show the task that a document of the AWS CLI becomes
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'mfa.json') | latchkey.cognito.from_aws_cli | latchkey.cognito.to_task }}"
"""

RETURN = r"""
---
_value:
  description:
    - The task.
  type: str
  sample: |
    - name: Set the MFA configuration
      latchkey.cognito.user_pool_mfa_config:
        mfa_configuration: OPTIONAL
"""

from typing import Any
from typing import Callable
from typing import Dict

from ansible_collections.latchkey.cognito.plugins.module_utils._audit.task_yaml import task
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import mapping
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import written
from ansible_collections.latchkey.cognito.plugins.plugin_utils._filters import as_filter


def to_task(options: Any) -> str:
    """The task that sets these options."""
    text: str = task("Set the MFA configuration", written(mapping(options, "The options")))
    return text


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"to_task": as_filter("to_task", to_task)}
