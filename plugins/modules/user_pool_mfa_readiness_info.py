#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: user_pool_mfa_readiness_info
version_added: 0.1.0
short_description: Find out who can sign in once the MFA of an Amazon Cognito user pool changes
description:
  - Reads the users of a user pool and determines, for its current or proposed settings, how many of them sign in as before,
    are asked for a second factor, have to set one up, or cannot sign in until an administrator helps them, and why.
  - The decision follows AWS's documentation, as recorded in the ledger of sign-in behaviour. Where the documentation is not
    clear, a user counts as V(unknown), never as ready.
  - By default, users are only listed, which costs nothing. The result then depends on their addresses, and assumes that they
    have no authenticator. With O(read_factors), it also takes into account the factors that Cognito lists for each user.
  - The module keeps counts, not users, and stays within the quotas of Cognito. Neither addresses nor telephone numbers appear
    in results, messages or logs.
attributes:
  check_mode:
    support: full
    details:
      - The module only reads, and does the same in check mode. AWS bills O(read_factors=admin_get_user) there, too.
  diff_mode:
    support: N/A
    details:
      - The module only reads.
  idempotent:
    support: full
options:
  user_pool_id:
    description:
      - The ID of the user pool.
      - Exactly one of O(user_pool_id) and O(user_pool_name) is required.
    type: str
  user_pool_name:
    description:
      - The name of the user pool. It must be unique in the region.
    type: str
  proposed:
    description:
      - The settings to evaluate. Anything left out is taken from the live pool.
      - By default, the live pool is evaluated with the mode V(ON). An empty dictionary evaluates the pool as it is.
      - A proposal that Cognito would refuse is an error that names the rule.
    type: dict
    suboptions:
      mfa_configuration:
        description:
          - The MFA mode.
        type: str
        choices: ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]
      factors:
        description:
          - The complete list of factors that the pool would enable.
        type: list
        elements: str
        choices: [SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP]
      account_recovery_setting:
        description:
          - How users would recover their account. A user's only address cannot be used both for recovery and for codes.
        type: dict
        suboptions:
          recovery_mechanisms:
            description:
              - The mechanisms.
            type: list
            elements: dict
            required: true
            suboptions:
              name:
                description:
                  - The mechanism. V(admin_only) cannot be combined with another one.
                type: str
                required: true
                choices: [verified_email, verified_phone_number, admin_only]
              priority:
                description:
                  - The priority of the mechanism. V(1) is the primary one.
                type: int
                required: true
                choices: [1, 2]
  read_factors:
    description:
      - How to read users' factors.
      - V(none) lists the users and reads no factors. The result shows what happens to users who have no authenticator and
        prefer no factor, which is the worst case.
      - V(auth_factors) calls AdminGetUserAuthFactors for each user, which requires botocore 1.43.56.
      - V(admin_get_user) calls AdminGetUser. AWS counts and bills each user looked up this way as active in that month.
      - Only users whose factors can make a difference are looked up.
      - Cognito does not list every authenticator, so a user without a listed one counts as V(unknown) where it matters.
    type: str
    choices: [none, auth_factors, admin_get_user]
    default: none
  sample:
    description:
      - The number of users, chosen at random from all, whose factors are read. By default, the factors of all users are read.
      - All users are listed in any case. At most V(100000).
    type: int
  seed:
    description:
      - A number that makes O(sample) choose the same users the next time, as long as the pool has the same users.
    type: int
  max_users:
    description:
      - The number of users after which to stop. If the pool has more, the result is incomplete, and the users read are not a
        random sample.
    type: int
  examples:
    description:
      - How many users to name for each reason. At most V(1000).
    type: int
    default: 0
  identify_by:
    description:
      - How to identify users in O(examples).
      - A user name that may contain an address or a telephone number is replaced by the user's C(sub).
    type: str
    choices: [sub, username]
    default: sub
notes:
  - Requires the IAM actions C(cognito-idp:GetUserPoolMfaConfig), C(cognito-idp:DescribeUserPool) and
    C(cognito-idp:ListUsers); for O(user_pool_name), C(cognito-idp:ListUserPools); and for O(read_factors),
    C(cognito-idp:AdminGetUserAuthFactors) or C(cognito-idp:AdminGetUser).
  - At most 30 requests a second list users, 60 per request, and the factors of at most 120 users a second are read. These are
    the default quotas of an account and region, which your applications share.
  - If users or their factors cannot be read, the module returns what is known, with the error and a warning. The task fails
    only if an option is invalid or the pool's own settings cannot be read.
seealso:
  - module: latchkey.cognito.user_pool_mfa_config
  - name: Adding MFA to a user pool
    description: How Cognito decides what happens when a user signs in.
    link: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
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
- name: Who would be locked out if MFA were required?
  latchkey.cognito.user_pool_mfa_readiness_info:
    user_pool_name: customers
    proposed:
      mfa_configuration: "ON"
      factors: [SOFTWARE_TOKEN_MFA]
  register: asked

- name: Show the reasons
  ansible.builtin.debug:
    msg: "{{ asked.readiness.reasons }}"

- name: Take the factors that Cognito lists into account, and name three users for each reason
  latchkey.cognito.user_pool_mfa_readiness_info:
    user_pool_id: us-east-1_EXAMPLE01
    proposed:
      mfa_configuration: "ON"
      factors: [SOFTWARE_TOKEN_MFA]
    read_factors: auth_factors
    examples: 3

- name: Estimate it for a large pool
  latchkey.cognito.user_pool_mfa_readiness_info:
    user_pool_id: us-east-1_EXAMPLE01
    proposed:
      mfa_configuration: "ON"
      factors: [SOFTWARE_TOKEN_MFA]
    read_factors: auth_factors
    sample: 1000
"""

RETURN = r"""
readiness:
  description: What happens to the users of the pool when they sign in.
  returned: success
  type: dict
  contains:
    user_pool_id:
      description: The ID of the user pool.
      returned: always
      type: str
      sample: us-east-1_EXAMPLE01
    user_pool_name:
      description: The name of the user pool.
      returned: always
      type: str
      sample: customers
    live:
      description: The current settings, and what happens to the same users with them.
      returned: always
      type: dict
      contains:
        mfa_configuration:
          description: The MFA mode.
          returned: always
          type: str
          sample: "OFF"
        factors:
          description: The enabled factors.
          returned: always
          type: list
          elements: str
          sample: []
        account_recovery:
          description: The recovery mechanisms, the primary one first; null if the pool has no such setting.
          returned: always
          type: list
          elements: str
          sample: [verified_email]
        outcomes:
          description: The number of users by outcome.
          returned: always
          type: dict
          sample: {"signed_in": 3}
    proposed:
      description: The settings that were evaluated, including live ones where nothing was proposed.
      returned: always
      type: dict
      contains:
        mfa_configuration:
          description: The MFA mode.
          returned: always
          type: str
          sample: "ON"
        factors:
          description: The enabled factors.
          returned: always
          type: list
          elements: str
          sample: [SOFTWARE_TOKEN_MFA]
        account_recovery:
          description: The recovery mechanisms, the primary one first; null if the pool has no such setting.
          returned: always
          type: list
          elements: str
          sample: [verified_email]
    basis:
      description: V(attributes) if the users were only listed, V(factors) if their factors were read as well.
      returned: always
      type: str
      sample: attributes
    users:
      description: How many users exist, and how many were read.
      returned: always
      type: dict
      contains:
        estimated:
          description: The estimate from DescribeUserPool.
          returned: always
          type: int
          sample: 3
        read:
          description: The number of users from ListUsers, without those deleted in the meantime.
          returned: always
          type: int
          sample: 3
        sampled:
          description: The number of users judged with their factors; V(0) if RV(readiness.basis) is V(attributes).
          returned: always
          type: int
          sample: 0
        complete:
          description: Whether the list was read to its end.
          returned: always
          type: bool
          sample: true
    outcomes:
      description:
        - The number of users by outcome, with every outcome present. With O(sample), only users in the sample are counted.
        - V(signed_in), without a second factor; V(challenged), asked for one; V(selects), asked to choose one of several;
          V(set_up), sent to set one up; V(locked_out), until an administrator helps; V(not_asked), because another identity
          provider signs them in; V(cannot_sign_in_anyway), because they are disabled; V(unknown), because it cannot be known
          or something could not be read.
      returned: always
      type: dict
      sample:
        {"locked_out": 1, "unknown": 0, "set_up": 1, "selects": 0, "challenged": 1, "signed_in": 0, "not_asked": 0,
         "cannot_sign_in_anyway": 0}
    share:
      description:
        - For each outcome, its share of the users read, from V(0) to V(1), as C(estimate), with C(low) and C(high), the
          bounds of the 95% confidence interval if only a sample was judged. Null if no user was judged.
      returned: always
      type: dict
      sample: {"locked_out": {"estimate": 0.012, "low": 0.0069, "high": 0.0208}}
    reasons:
      description: The reasons for the outcomes, those that need attention first.
      returned: always
      type: list
      elements: dict
      contains:
        rule:
          description: The numbers of the rules in the ledger of sign-in behaviour.
          returned: always
          type: str
          sample: D5
        outcome:
          description: The outcome.
          returned: always
          type: str
          sample: locked_out
        count:
          description: The number of users.
          returned: always
          type: int
          sample: 1
        problem:
          description: What happens and why, in a sentence. If no factors were read, it states its condition.
          returned: always
          type: str
          sample: >-
            The user's only address, email, is the primary recovery mechanism: Cognito answers with an error. This applies if the
            user has no authenticator and prefers no factor.
        hint:
          description: What would help, or an empty string if nothing needs to.
          returned: always
          type: str
          sample: Add phone_number to the user, or register an authenticator for the user, or change the pool's account recovery.
        examples:
          description: Some of these users, according to O(examples) and O(identify_by).
          returned: always
          type: list
          elements: str
          sample: []
    ready:
      description:
        - Whether all users were read and judged, and none of them is V(locked_out) or V(unknown). A sample never makes this
          true, unless it includes all users.
      returned: always
      type: bool
      sample: false
    error:
      description: Why the list of users could not be read to its end, or null.
      returned: always
      type: str
      sample: null
    factors_error:
      description: The first error while reading factors, or null.
      returned: always
      type: str
      sample: null
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import run
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import read_readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import READINESS_SPEC


def main() -> None:
    run(AnsibleAWSModule(**READINESS_SPEC), read_readiness)


if __name__ == "__main__":
    main()
