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
short_description: Apply an MFA policy to many Amazon Cognito user pools
description:
  - Plans the steps that M(latchkey.cognito.mfa_report) would recommend, checks each in check mode, and writes only if every
    step would succeed and every user pool is still as O(pools) describes it. It writes in batches, and stops after a batch in
    which too many steps failed.
  - User pools are read and written concurrently, in all accounts and regions, as fast as the service's quotas allow.
  - Each write works as in M(latchkey.cognito.user_pool_mfa_config), with the same merging, retries and handling of lost
    answers.
  - If a user pool could not be read, nothing is written. Only the credentials that are named are ever used to write.
  - The task fails unless its RV(status) is V(planned) or V(enforced).
attributes:
  check_mode:
    support: full
    details:
      - Check mode ends once every step has been checked.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  pools:
    description:
      - The user pools, in the form that M(latchkey.cognito.mfa_report) accepts.
      - Each may also have C(role_arn), the role to assume for it; C(profile), the profile to use or to assume the role with;
        and C(inventory_hostname), the name to use for it in messages.
    type: list
    elements: dict
    required: true
  policy:
    description:
      - The policy, in the form that M(latchkey.cognito.mfa_report) accepts.
    type: dict
  policy_file:
    description:
      - The path to a YAML file with the policy.
    type: path
  allow_downgrade:
    description:
      - Whether to allow steps that lower users' security, such as dropping a factor.
      - If V(false), a user pool that needs such a step is refused, and nothing is written.
    type: bool
    default: false
  batches:
    description:
      - How many user pools to write at a time, as numbers or as percentages of those that need a step.
      - The last entry applies to all further batches, so V([1, 10%]) begins with a single user pool.
    type: list
    elements: raw
    default: [20]
  max_fail_percentage:
    description:
      - The percentage of a batch that may fail. If more fails, no further batch is started.
    type: int
    default: 0
  require_readiness:
    description:
      - Whether to leave out user pools whose mode would change to V(ON) before their users are ready for it. Before anything
        is written, and in check mode, the users of these pools are read as in
        M(latchkey.cognito.user_pool_mfa_readiness_info).
      - V(locked_out) leaves out a user pool if any user would be locked out; V(unknown) also does so if that is not known for
        a user. Both leave it out if not all of its users could be read.
      - A user pool that is left out does not fail the task. It is counted in RV(summary.left_out), and a warning gives the
        reason.
      - Requires the IAM action C(cognito-idp:ListUsers). At most 1,800 users a second are read in each account and region,
        which is the default quota.
    type: str
    choices: [never, locked_out, unknown]
    default: never
  read_factors:
    description:
      - How to read users' factors for O(require_readiness), as in M(latchkey.cognito.user_pool_mfa_readiness_info). With
        V(none), users are assumed to have no authenticator.
    type: str
    choices: [none, auth_factors, admin_get_user]
    default: none
  role_arn:
    description:
      - The role to assume for user pools that name no role themselves and whose account has none in O(accounts).
      - Roles are assumed again before their credentials expire.
    type: str
  accounts:
    description:
      - The role or profile to use in each account.
    type: list
    elements: dict
    default: []
    suboptions:
      account_id:
        description:
          - The account ID.
        type: str
        required: true
      role_arn:
        description:
          - The role to assume for the account's user pools.
        type: str
      profile:
        description:
          - The profile to use for the account's user pools, or to assume the role with.
        type: str
  wait_timeout:
    description:
      - How many seconds to wait until a new IAM role can send SMS (R62).
    type: int
    default: 120
notes:
  - O(region) is not used, because each user pool has its own region.
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

- name: Check what would change if all of them offered MFA
  latchkey.cognito.mfa_enforce:
    pools: "{{ read.user_pools }}"
    policy:
      mfa_configuration: OPTIONAL
  check_mode: true

- name: Enforce the policy, first on one user pool, then on ten percent of them at a time
  latchkey.cognito.mfa_enforce:
    pools: "{{ read.user_pools }}"
    policy:
      mfa_configuration: OPTIONAL
    batches: [1, 10%]
    max_fail_percentage: 5

- name: Read them again, because their configuration has changed
  latchkey.cognito.user_pool_mfa_config_info:
    region: us-east-1
  register: read

- name: Check which of them could require MFA without locking users out
  latchkey.cognito.mfa_enforce:
    pools: "{{ read.user_pools }}"
    policy:
      mfa_configuration: "ON"
    require_readiness: locked_out
  check_mode: true
"""

RETURN = r"""
status:
  description:
    - V(planned) in check mode; V(enforced) if every step succeeded; V(stopped) if it stopped before writing anything;
      V(failed) if a step failed or was not started; V(empty) if there are no user pools.
  returned: when the steps were planned
  type: str
  sample: enforced
summary:
  description: Counts of user pools.
  returned: when the steps were planned
  type: dict
  contains:
    pools:
      description: All user pools.
      returned: always
      type: int
      sample: 5
    pools_unknown:
      description: User pools that could not be read.
      returned: always
      type: int
      sample: 0
    planned:
      description: User pools that need a step.
      returned: always
      type: int
      sample: 3
    changed:
      description: User pools that were changed or, in check mode, would be changed.
      returned: always
      type: int
      sample: 3
    unchanged:
      description: User pools whose step succeeded without changing anything.
      returned: always
      type: int
      sample: 0
    refused:
      description: User pools whose step would fail.
      returned: always
      type: int
      sample: 0
    failed:
      description: User pools whose step failed.
      returned: always
      type: int
      sample: 0
    left_out:
      description: User pools that were left out because of O(require_readiness).
      returned: always
      type: int
      sample: 0
    remaining:
      description: User pools whose step was not started.
      returned: always
      type: int
      sample: 0
pools:
  description: The result for each user pool.
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
      description: The ID of its account, or null.
      returned: always
      type: str
      sample: "123456789012"
    region:
      description: Its region.
      returned: always
      type: str
      sample: us-east-1
    changed:
      description: Whether it was changed or, in check mode, would be changed.
      returned: always
      type: bool
      sample: true
    failed:
      description: Whether its step failed or would fail, or the user pool could not be read.
      returned: always
      type: bool
      sample: false
    msg:
      description: The result, or why it failed.
      returned: always
      type: str
      sample: Changed
    warnings:
      description: The warnings from its step.
      returned: always
      type: list
      elements: str
      sample: []
    diff:
      description: The difference that its step made or would make, as M(latchkey.cognito.user_pool_mfa_config) returns it, or
        null.
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
