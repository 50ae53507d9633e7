#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: mfa_enforce
version_added: 0.2.0
short_description: Bring the multi-factor authentication of many Amazon Cognito user pools to a policy
description:
  - Plans what M(latchkey.cognito.mfa_report) would recommend, looks at every step in check mode, and writes only if each would
    succeed and each user pool still is what O(pools) says. Then it writes in batches, and stops after one of which too much
    failed.
  - User pools are read and written concurrently, in all accounts and regions, as fast as the service's quotas allow.
  - Each write is that of M(latchkey.cognito.user_pool_mfa_config), with its merging, retries and settling of lost answers.
  - A user pool that could not be read stops the whole. Nothing is ever written with other credentials than those that are named.
  - The task fails unless its RV(status) is V(planned) or V(enforced).
attributes:
  check_mode:
    support: full
    details:
      - Check mode ends when every step has been looked at.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  pools:
    description:
      - The user pools, as M(latchkey.cognito.mfa_report) takes them.
      - Each may also have C(role_arn), the role to assume for it, C(profile), the profile to use or to assume the role with, and
        C(inventory_hostname), what messages call it.
    type: list
    elements: dict
    required: true
  policy:
    description:
      - The policy, a dictionary, as M(latchkey.cognito.mfa_report) takes it.
    type: dict
  policy_file:
    description:
      - The path of a YAML file with the policy.
    type: path
  allow_downgrade:
    description:
      - Whether a user pool may be brought to the policy by a step that takes away from its users' security, such as dropping
        a factor. If not, such a user pool is refused, and nothing is written.
    type: bool
    default: false
  batches:
    description:
      - How many user pools to write at a time, numbers or percentages of those that need it. The last is that of all further
        batches, so that V([1, 10%]) begins with one user pool.
    type: list
    elements: raw
    default: [20]
  max_fail_percentage:
    description:
      - How much of a batch may fail before no further batch is begun.
    type: int
    default: 0
  role_arn:
    description:
      - The role to assume for user pools that neither name one themselves nor belong to one of O(accounts) that does.
      - Roles are assumed again before their credentials expire.
    type: str
  accounts:
    description:
      - Who writes in which account.
    type: list
    elements: dict
    default: []
    suboptions:
      account_id:
        description:
          - The account.
        type: str
        required: true
      role_arn:
        description:
          - The role to assume for its user pools.
        type: str
      profile:
        description:
          - The profile to use for its user pools, or to assume the role with.
        type: str
  wait_timeout:
    description:
      - How long to wait until a new IAM role can send SMS, in seconds (R62).
    type: int
    default: 120
notes:
  - O(region) is not used, since each user pool has its own.
seealso:
  - module: latchkey.cognito.mfa_report
  - module: latchkey.cognito.user_pool_mfa_config
  - plugin: latchkey.cognito.user_pools
    plugin_type: inventory
author:
  - Latchkey contributors (@latchkey)
extends_documentation_fragment:
  - latchkey.cognito.attributes
  - latchkey.cognito.attributes.action_group
  - amazon.aws.common.modules
  - amazon.aws.region.modules
  - amazon.aws.boto3
"""

EXAMPLES = r"""
- name: Read every user pool of the region
  latchkey.cognito.user_pool_mfa_config_info:
    region: us-east-1
  register: read

- name: See what offering MFA everywhere would take
  latchkey.cognito.mfa_enforce:
    pools: "{{ read.user_pools }}"
    policy:
      mfa_configuration: OPTIONAL
  check_mode: true

- name: Bring them to the policy, one user pool first, and then ten percent of them at a time
  latchkey.cognito.mfa_enforce:
    pools: "{{ read.user_pools }}"
    policy:
      mfa_configuration: OPTIONAL
    batches: [1, 10%]
    max_fail_percentage: 5
"""

RETURN = r"""
status:
  description:
    - V(planned) in check mode, V(enforced), V(stopped) before anything was written, V(failed), or V(empty) without user pools.
  returned: when the steps were planned
  type: str
  sample: enforced
summary:
  description: Counts of user pools.
  returned: when the steps were planned
  type: dict
  contains:
    pools:
      description: All of them.
      returned: always
      type: int
      sample: 5
    pools_unknown:
      description: Those that could not be read.
      returned: always
      type: int
      sample: 0
    planned:
      description: Those that need a step.
      returned: always
      type: int
      sample: 3
    changed:
      description: Those that were changed or, in check mode, would be.
      returned: always
      type: int
      sample: 3
    unchanged:
      description: Those that needed a step no longer when their turn came.
      returned: always
      type: int
      sample: 0
    refused:
      description: Those whose step would fail.
      returned: always
      type: int
      sample: 0
    failed:
      description: Those whose step failed.
      returned: always
      type: int
      sample: 0
    remaining:
      description: Those whose step was not begun.
      returned: always
      type: int
      sample: 0
pools:
  description: What came of each user pool.
  returned: when the steps were planned
  type: list
  elements: dict
  contains:
    name:
      description: Its C(inventory_hostname), or its ID.
      returned: always
      type: str
      sample: customers
    user_pool_id:
      description: Its ID.
      returned: always
      type: str
      sample: us-east-1_EXAMPLE01
    account_id:
      description: Its account, or null.
      returned: always
      type: str
      sample: "123456789012"
    region:
      description: Its region.
      returned: always
      type: str
      sample: us-east-1
    changed:
      description: Whether it was changed or, in check mode, would be.
      returned: always
      type: bool
      sample: true
    failed:
      description: Whether its step failed or would fail, or it could not be read.
      returned: always
      type: bool
      sample: false
    msg:
      description: What came of it, or why it failed.
      returned: always
      type: str
      sample: Changed
    warnings:
      description: The warnings of its step.
      returned: always
      type: list
      elements: str
      sample: []
    diff:
      description: The difference that its step made or would make, as of M(latchkey.cognito.user_pool_mfa_config), or null.
      returned: always
      type: dict
      sample: null
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.module import enforce_policy
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.module import ENFORCE_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import run


def main() -> None:
    run(AnsibleAWSModule(**ENFORCE_SPEC), enforce_policy)


if __name__ == "__main__":
    main()
