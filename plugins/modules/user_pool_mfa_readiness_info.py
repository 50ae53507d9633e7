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
short_description: Tell who can sign in once the MFA of an Amazon Cognito user pool changes
description:
  - Reads the users of a user pool and tells, for its own or for proposed settings, how many of them sign in as before, are
    asked for a second factor, have to set one up, or cannot sign in until somebody helps them, and why.
  - The decision is that of AWS's documentation, as the ledger of sign-in behaviour records it. Where it leaves something open,
    a user is counted as V(unknown), never as ready.
  - By default users are only listed, which costs nothing. Their addresses decide what they meet unless they have an
    authenticator; with O(read_factors), the factors that Cognito lists for a user are taken into account as well.
  - Users are counted, not held, and the quotas of Cognito are kept to. Neither addresses nor telephone numbers are in the
    result, in messages or in logs.
attributes:
  check_mode:
    support: full
    details:
      - The module only reads, and reads the same in check mode. With O(read_factors=admin_get_user), that is billed, too.
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
      - One of O(user_pool_id) and O(user_pool_name) is required.
    type: str
  user_pool_name:
    description:
      - The name of the user pool, which has to be the only one of that name in the region.
    type: str
  proposed:
    description:
      - The settings to ask about. What is left out is that of the live pool.
      - Without this option, the live pool with the mode V(ON) is asked about. An empty dictionary asks about the pool as it is.
      - What Cognito would refuse is an error that names its rule.
    type: dict
    suboptions:
      mfa_configuration:
        description:
          - The MFA mode.
        type: str
        choices: ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]
      factors:
        description:
          - The factors that the pool would enable, and no others.
        type: list
        elements: str
        choices: [SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP]
      account_recovery_setting:
        description:
          - How users would recover their account. A user's only address cannot serve for recovery and for codes.
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
                  - The mechanism. V(admin_only) excludes the others.
                type: str
                required: true
                choices: [verified_email, verified_phone_number, admin_only]
              priority:
                description:
                  - Its rank, V(1) for the primary one.
                type: int
                required: true
  read_factors:
    description:
      - How the factors of users are read.
      - V(none) lists the users and reads no factors. The result tells what users meet who have no authenticator and prefer no
        factor, which is the worst case.
      - V(auth_factors) asks for each user with AdminGetUserAuthFactors, which needs botocore 1.43.56.
      - V(admin_get_user) asks with AdminGetUser. AWS counts every user that is asked for as active in that month, and bills it.
      - Only users whose factors can make a difference are asked for.
      - Cognito does not list every authenticator, so that a user without a listed one counts as V(unknown) where it matters.
    type: str
    choices: [none, auth_factors, admin_get_user]
    default: none
  sample:
    description:
      - For how many users, chosen at random from all, factors are read. By default for all.
      - All users are listed nevertheless. At most V(100000).
    type: int
  seed:
    description:
      - A number that makes the choice of O(sample) the same the next time, as long as the pool has the same users.
    type: int
  max_users:
    description:
      - After how many users to stop. If the pool has more, the result is not complete, and these users are not a random sample.
    type: int
  examples:
    description:
      - How many users of each reason to name. At most V(1000).
    type: int
    default: 0
  identify_by:
    description:
      - What to name users by in O(examples).
      - A user name that may hold an address or a telephone number is replaced by the user's C(sub).
    type: str
    choices: [sub, username]
    default: sub
notes:
  - Needs the IAM actions C(cognito-idp:GetUserPoolMfaConfig), C(cognito-idp:DescribeUserPool) and C(cognito-idp:ListUsers), for
    O(user_pool_name) C(cognito-idp:ListUserPools), and for O(read_factors) C(cognito-idp:AdminGetUserAuthFactors) or
    C(cognito-idp:AdminGetUser).
  - Users are listed at 30 requests a second at most, 60 users each, and factors are read at 120 users a second at most. These
    are the default quotas of an account and region, which your applications share.
  - Where the users or their factors cannot be read, what is known is returned, with the error and a warning. Only what is
    wrong with the options, or the pool's own settings, fails the task.
seealso:
  - module: latchkey.cognito.user_pool_mfa_config
  - name: Adding MFA to a user pool
    description: How Cognito decides what a user meets.
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
- name: Who would be stopped if MFA were required?
  latchkey.cognito.user_pool_mfa_readiness_info:
    user_pool_name: customers
    proposed:
      mfa_configuration: "ON"
      factors: [SOFTWARE_TOKEN_MFA]
  register: asked

- name: Show the reasons
  ansible.builtin.debug:
    msg: "{{ asked.readiness.reasons }}"

- name: Take the factors that Cognito lists into account, and name three users of each reason
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
  description: What the users of the pool meet.
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
      description: The settings of today, and what the same users meet with them.
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
      description: The settings that were asked about, with what is live where nothing was proposed.
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
      description: How many users there are, and how many were read.
      returned: always
      type: dict
      contains:
        estimated:
          description: The number that DescribeUserPool estimates.
          returned: always
          type: int
          sample: 3
        read:
          description: The number that ListUsers listed, without those that were deleted meanwhile.
          returned: always
          type: int
          sample: 3
        sampled:
          description: The number that was judged with factors; V(0) where RV(readiness.basis) is V(attributes).
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
        - The number of users by outcome, all outcomes in it. With O(sample), of those in the sample.
        - V(signed_in) without a second factor; V(challenged) for one; V(selects) one of several; V(set_up), sent to set one up;
          V(locked_out) until somebody helps; V(not_asked), since another identity provider signs them in;
          V(cannot_sign_in_anyway), since they are disabled; V(unknown), since nobody can know or something could not be read.
      returned: always
      type: dict
      sample:
        {"locked_out": 1, "unknown": 0, "set_up": 1, "selects": 0, "challenged": 1, "signed_in": 0, "not_asked": 0,
         "cannot_sign_in_anyway": 0}
    share:
      description:
        - For each outcome, its share of the users that were read, from V(0) to V(1), as C(estimate), with C(low) and C(high), the
          bounds of the 95 % interval where only a sample was judged. Null where nobody was.
      returned: always
      type: dict
      sample: {"locked_out": {"estimate": 0.012, "low": 0.0069, "high": 0.0208}}
    reasons:
      description: Why users meet what they meet, what needs attention first.
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
          description: How many users that is.
          returned: always
          type: int
          sample: 1
        problem:
          description: What happens and why, a sentence; without factors read, with its condition.
          returned: always
          type: str
          sample: >-
            The user's only address, email, is the primary recovery mechanism: Cognito answers with an error. That is if the user
            has no authenticator, and prefers no factor.
        hint:
          description: What would help; empty if nothing has to.
          returned: always
          type: str
          sample: Add phone_number to the user, or register an authenticator for the user, or change the pool's account recovery.
        examples:
          description: Some of these users, as O(examples) and O(identify_by) ask for.
          returned: always
          type: list
          elements: str
          sample: []
    ready:
      description:
        - Whether all users were read and judged, and none of them is V(locked_out) or V(unknown). A sample proves nothing of the
          sort, unless it holds all users.
      returned: always
      type: bool
      sample: false
    error:
      description: Why the list of users was not read to its end, or null.
      returned: always
      type: str
      sample: null
    factors_error:
      description: The first thing that went wrong when factors were read, or null.
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
