# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: pools_of_hosts
version_added: 0.2.0
short_description: Build a list of user pools from the variables of their hosts
description:
  - Builds the list of user pools that M(latchkey.cognito.mfa_report) accepts from hosts of the inventory
    P(latchkey.cognito.user_pools#inventory).
  - It reads the variables of each host only once, which makes it fast for thousands of hosts.
positional: _input, hostvars
options:
  _input:
    description: The names of the hosts.
    type: list
    elements: str
    required: true
  hostvars:
    description: The variable C(hostvars).
    type: dict
    required: true
  prefix:
    description: The C(hostvars_prefix) of the inventory.
    type: str
    default: ""
  suffix:
    description: The C(hostvars_suffix) of the inventory.
    type: str
    default: ""
  as_json:
    description:
      - Whether to return the list as JSON, without values that are null or that M(latchkey.cognito.mfa_report) does not use.
        This takes less memory for thousands of hosts.
    type: bool
    default: false
seealso:
  - plugin: latchkey.cognito.user_pools
    plugin_type: inventory
  - module: latchkey.cognito.mfa_report
author:
  - Latchkey contributors (@latchkey)
"""

EXAMPLES = r"""
- name: Evaluate the user pools of the inventory
  latchkey.cognito.mfa_report:
    pools: "{{ groups.cognito_user_pools | latchkey.cognito.pools_of_hosts(hostvars) }}"
    policy_file: policy.yml
"""

RETURN = r"""
_value:
  description:
    - The user pools, in the order of the hosts. Each is a dictionary of the host variables from
      P(latchkey.cognito.user_pools#inventory), and C(inventory_hostname).
    - C(role_arn) and C(profile) come from the host variables C(mfa_enforce_role_arn) and C(mfa_enforce_profile).
    - Variables that a host does not have are null.
  type: list
  elements: dict
"""

from typing import Any
from typing import Callable
from typing import Dict
from typing import List
from typing import Mapping
from typing import Tuple

from ansible.errors import AnsibleFilterError
from ansible.plugins.filter.core import to_json

VARIABLES: Tuple[str, ...] = (
    *("user_pool_id", "user_pool_name", "user_pool_arn", "region", "account_id", "account_name"),
    *("user_pool_tier", "cognito_tags", "status", "mfa_config", "factors", "error", "mfa_prerequisites"),
)
WRITERS: Mapping[str, str] = {"role_arn": "mfa_enforce_role_arn", "profile": "mfa_enforce_profile"}
"""Who may write a user pool, by the variable that says so, which no prefix or suffix changes."""


def pools_of_hosts(
    hosts: List[str],
    hostvars: Mapping[str, Mapping[str, Any]],
    prefix: str = "",
    suffix: str = "",
    as_json: bool = False,
) -> str | List[Dict[str, Any]]:
    """User pools from the variables of their hosts.

    :arg as_json: whether to return JSON, of one host after another, without what is null.
    :raises AnsibleFilterError: if a host is not a user pool.
    """
    names = {**{name: f"{prefix}{name}{suffix}" for name in VARIABLES}, **WRITERS}
    pools = (_pool(host, hostvars[host], names) for host in hosts)
    return f"[{','.join(map(_compact, pools))}]" if as_json else list(pools)


NOT_JUDGED: Tuple[str, ...] = ("inventory_hostname", "account_name", "role_arn", "profile")
"""What mfa_report has no use for."""


def _compact(pool: Mapping[str, Any]) -> str:
    known = {name: value for name, value in pool.items() if value is not None and name not in NOT_JUDGED}
    return str(to_json(known, separators=(",", ":")))


def _pool(host: str, variables: Mapping[str, Any], names: Mapping[str, str]) -> Dict[str, Any]:
    identifier = names["user_pool_id"]
    if identifier not in variables:
        raise AnsibleFilterError(
            f"The host {host} has no variable {identifier}, so it is not a user pool. "
            "If the inventory has a hostvars_prefix or hostvars_suffix, name it here, too"
        )
    found = {name: variables.get(variable) for name, variable in names.items()}
    return {"inventory_hostname": host, **found}


class FilterModule:
    """The filter."""

    def filters(self) -> Dict[str, Callable[..., Any]]:
        return {"pools_of_hosts": pools_of_hosts}
