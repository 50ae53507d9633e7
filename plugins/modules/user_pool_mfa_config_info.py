#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: user_pool_mfa_config_info
version_added: 0.1.0
short_description: Read the multi-factor authentication of Amazon Cognito user pools
description:
  - Returns the multi-factor authentication (MFA) configuration of one, several or all user pools of a region.
  - User pools are read concurrently, as fast as the service's quotas allow.
  - A user pool that cannot be read is returned as unknown with its error, never as one without MFA, and fails the task
    unless O(fail_on_unknown=false).
attributes:
  check_mode:
    support: full
    details:
      - The module only reads.
  diff_mode:
    support: N/A
    details:
      - The module only reads.
  idempotent:
    support: full
options:
  user_pool_ids:
    description:
      - The IDs of user pools.
      - Without O(user_pool_ids) and O(user_pool_names), every user pool of the region is read.
    type: list
    elements: str
    default: []
    aliases: [user_pool_id]
  user_pool_names:
    description:
      - The names of user pools. Each must be unique in the region.
    type: list
    elements: str
    default: []
    aliases: [user_pool_name]
  filters:
    description:
      - Return only user pools that match. User pools that could not be read are always returned, unless their name is
        filtered out.
    type: dict
    suboptions:
      user_pool_name:
        description:
          - A shell pattern for the name, such as V(prod-*). It is case-sensitive.
        type: str
      mfa_configuration:
        description:
          - The modes to return. Here V(ON) and V(OFF) must be quoted.
        type: list
        elements: str
        choices: ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]
      factors:
        description:
          - The factors of which at least one must be enabled. An empty list matches no user pool.
        type: list
        elements: str
        choices: [SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP]
  fail_on_unknown:
    description:
      - Whether the task fails if a user pool cannot be read. The result is returned in either case.
      - A user pool that is named but does not exist always fails the task.
    type: bool
    default: true
notes:
  - Requires the IAM action C(cognito-idp:GetUserPoolMfaConfig); for names and for whole regions,
    C(cognito-idp:ListUserPools); and to return the names of user pools given by ID, C(cognito-idp:DescribeUserPool). Without
    the last one, these names are null.
seealso:
  - module: latchkey.cognito.user_pool_mfa_config
  - name: GetUserPoolMfaConfig
    description: The API call behind this module.
    link: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html
extends_documentation_fragment:
  - latchkey.cognito.attributes
  - latchkey.cognito.attributes.action_group
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
author:
  - Latchkey contributors (@latchkey)
"""

EXAMPLES = r"""
- name: Read one user pool
  latchkey.cognito.user_pool_mfa_config_info:
    user_pool_ids: us-east-1_EXAMPLE01
  register: mfa

- name: Show its mode
  ansible.builtin.debug:
    msg: "{{ mfa.user_pools[0].mfa_config.mfa_configuration }}"

- name: Read two user pools by name
  latchkey.cognito.user_pool_mfa_config_info:
    user_pool_names:
      - customers
      - staff

- name: List the user pools of the region that do not require MFA
  latchkey.cognito.user_pool_mfa_config_info:
    region: eu-central-1
    filters:
      mfa_configuration: ["OFF", "OPTIONAL"]
"""

RETURN = r"""
user_pools:
  description:
    - The user pools, in the order in which they were named or listed.
    - The list is empty if no user pool exists or matches O(filters).
  returned: always, unless nothing could be read
  type: list
  elements: dict
  contains:
    user_pool_id:
      description: The ID of the user pool.
      returned: always
      type: str
      sample: us-east-1_EXAMPLE01
    user_pool_name:
      description: The name of the user pool, or null if it is not known.
      returned: always
      type: str
      sample: customers
    status:
      description: V(known), or V(unknown) if the configuration could not be read.
      returned: always
      type: str
      sample: known
    mfa_config:
      description:
        - The MFA configuration under the option names of M(latchkey.cognito.user_pool_mfa_config), or null if it is unknown.
        - Disabled factors and texts left at Cognito's default are absent.
      returned: always
      type: dict
      sample:
        mfa_configuration: OPTIONAL
        software_token_mfa_configuration:
          enabled: true
    factors:
      description:
        - The enabled factors, from V(SMS_MFA), V(SOFTWARE_TOKEN_MFA) and V(EMAIL_OTP), or null if unknown.
        - V(SMS_MFA) beside another factor only means that the user pool can send SMS. Cognito does not tell whether SMS is
          then a factor.
      returned: always
      type: list
      elements: str
      sample: [SOFTWARE_TOKEN_MFA]
    error:
      description: Why the configuration is unknown, or null.
      returned: always
      type: str
      sample: null
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import gather_mfa_configs
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import INFO_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import run


def main() -> None:
    run(AnsibleAWSModule(**INFO_SPEC), gather_mfa_configs)


if __name__ == "__main__":
    main()
