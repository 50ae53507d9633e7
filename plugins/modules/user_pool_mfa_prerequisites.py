#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: user_pool_mfa_prerequisites
version_added: 0.2.0
short_description: Set the Amazon Cognito user pool settings that multi-factor authentication depends on
description:
  - Sets the five settings that multi-factor authentication (MFA) depends on, which are the feature plan, the email sender,
    account recovery, automatically verified attributes and the allowed first factors. Nothing else of the user pool changes.
  - The AWS call behind it, C(UpdateUserPool), resets some of the settings that a request leaves out, such as Lambda triggers,
    self sign-up and threat protection. This module reads the user pool, merges the task's options into it, sends back
    everything that a write could reset, and compares the user pool afterwards.
  - It writes only if something changes, and only once, right after reading the user pool a second time. If anything changed
    between the two reads, it starts over.
  - It refuses to write to a user pool that has a setting unknown to the installed botocore or to this collection.
  - Refusals that were measured on AWS are predicted, in check mode and before any write. For those only reported or
    documented, check mode warns.
attributes:
  check_mode:
    support: full
    details:
      - Check mode shows the exact request. What only the service knows, such as whether an Amazon SES identity is verified,
        only shows in a real run.
  diff_mode:
    support: full
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
      - Looking it up lists all user pools of the region; O(user_pool_id) is faster.
    type: str
  user_pool_tier:
    description:
      - The feature plan. The email factor and passkeys require V(ESSENTIALS) or V(PLUS).
      - A lower plan than the user pool's current one is refused unless O(allow_downgrade=true).
    type: str
    choices: [LITE, ESSENTIALS, PLUS]
  email_configuration:
    description:
      - How the user pool sends email. Members that the task does not name stay as they are.
      - An empty string removes a text.
    type: dict
    suboptions:
      email_sending_account:
        description:
          - V(COGNITO_DEFAULT) sends from Cognito's own account; V(DEVELOPER) sends from your own Amazon SES identity, which
            the email factor requires.
        type: str
        choices: [COGNITO_DEFAULT, DEVELOPER]
      source_arn:
        description:
          - The ARN of the verified Amazon SES identity.
        type: str
      reply_to_email_address:
        description:
          - The address that users reply to.
        type: str
      from:
        description:
          - The sender that users see, an address of the identity, optionally preceded by a name.
        type: str
      configuration_set:
        description:
          - The configuration set of Amazon SES.
        type: str
  account_recovery_setting:
    description:
      - How users who have forgotten their password recover their account.
    type: dict
    suboptions:
      recovery_mechanisms:
        description:
          - The mechanisms, one or two. The list replaces the current one; its order does not matter.
          - The email factor requires more than V(verified_email) alone.
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
              - V(1) is preferred over V(2).
            type: int
            required: true
            choices: [1, 2]
  auto_verified_attributes:
    description:
      - The attributes that Cognito verifies automatically. The list replaces the current one; its order does not matter.
      - An empty list verifies none.
    type: list
    elements: str
    choices: [email, phone_number]
  policies:
    description:
      - Policies of the user pool. The password policy stays as it is.
    type: dict
    suboptions:
      sign_in_policy:
        description:
          - The policy for sign-in with a choice of first factors.
        type: dict
        suboptions:
          allowed_first_auth_factors:
            description:
              - The first factors, which must include V(PASSWORD). The list replaces the current one; its order does not
                matter.
              - While MFA is V(ON), V(EMAIL_OTP) and V(SMS_OTP) are refused, and V(WEB_AUTHN) requires passkeys that count as
                MFA.
            type: list
            elements: str
            choices: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]
  allow_downgrade:
    description:
      - Whether O(user_pool_tier) may be lower than the user pool's current feature plan.
    type: bool
    default: false
  allow_managed:
    description:
      - Whether to change a user pool that is managed by an AWS CloudFormation stack, as its tag
        C(aws:cloudformation:stack-name) indicates.
      - The stack's next update may undo the change.
    type: bool
    default: false
notes:
  - Do not use this module for user pools that CloudFormation, Terraform or another tool manages; set these settings there.
    Before the first run, save the user pool's description, such as the output of C(aws cognito-idp describe-user-pool).
  - Cognito offers neither locks nor versions. If someone else writes in the fraction of a second between the second read and
    the write, their change is lost.
  - The measurements behind this module do not include Amazon SES identities, AWS End User Messaging, customer managed keys,
    names of authentication context classes, replicas, and threat protection with V(PLUS). The comparison afterwards covers
    them.
  - If anything else has changed after the write, the module fails and returns the user pool before and after, the request,
    and a request that would restore the user pool. It restores nothing automatically.
  - Requests are retried after throttling, internal errors and concurrent modifications, each time from a new read, for 5
    attempts in total by default; C(retries) in O(aws_config) changes that. After a refusal, the module never tries a smaller
    request.
  - Requires botocore 1.43.51 or newer.
  - Requires the IAM actions C(cognito-idp:DescribeUserPool), C(cognito-idp:GetUserPoolMfaConfig) and
    C(cognito-idp:UpdateUserPool); for O(user_pool_name), C(cognito-idp:ListUserPools); for a user pool that sends SMS,
    C(iam:PassRole) on its role; and for the first Amazon SES identity, C(iam:CreateServiceLinkedRole).
seealso:
  - module: latchkey.cognito.user_pool_mfa_config
  - name: UpdateUserPool
    description: The API call that this module makes safe.
    link: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
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
- name: Give the user pool what the email factor needs
  latchkey.cognito.user_pool_mfa_prerequisites:
    user_pool_id: us-east-1_EXAMPLE01
    user_pool_tier: ESSENTIALS
    email_configuration:
      email_sending_account: DEVELOPER
      source_arn: arn:aws:ses:us-east-1:123456789012:identity/example.com
      from: Example <no-reply@example.com>
    account_recovery_setting:
      recovery_mechanisms:
        - name: verified_phone_number
          priority: 1
        - name: verified_email
          priority: 2

- name: Allow the password alone as a first factor, so that MFA can be ON
  latchkey.cognito.user_pool_mfa_prerequisites:
    user_pool_name: customers
    policies:
      sign_in_policy:
        allowed_first_auth_factors: [PASSWORD]

- name: Let users start with a passkey, after passkeys count for MFA
  latchkey.cognito.user_pool_mfa_prerequisites:
    user_pool_id: us-east-1_EXAMPLE01
    policies:
      sign_in_policy:
        allowed_first_auth_factors: [PASSWORD, WEB_AUTHN]
"""

RETURN = r"""
user_pool_id:
  description: The ID of the user pool.
  returned: success
  type: str
  sample: us-east-1_EXAMPLE01
user_pool_name:
  description: The name of the user pool.
  returned: when O(user_pool_name) is set
  type: str
  sample: customers
user_pool:
  description:
    - The five settings after the run, under the names of this module's options; in check mode, what the change would lead to.
    - Settings without a value are absent.
  returned: success
  type: dict
  sample:
    user_pool_tier: ESSENTIALS
    email_configuration:
      email_sending_account: COGNITO_DEFAULT
    auto_verified_attributes: [email]
    policies:
      sign_in_policy:
        allowed_first_auth_factors: [PASSWORD]
request:
  description: The UpdateUserPool request that was sent or would be sent, with the names of the API.
  returned: when something changes
  type: dict
  sample:
    UserPoolId: us-east-1_EXAMPLE01
    AutoVerifiedAttributes: [email]
    LambdaConfig: {}
predicted:
  description: Indicates that RV(user_pool) and RV(diff) are predictions.
  returned: in check mode
  type: bool
  sample: true
diff:
  description: The five settings before and after, in the form of RV(user_pool).
  returned: success
  type: dict
  sample:
    before:
      user_pool_tier: LITE
    before_header: MFA prerequisites of user pool us-east-1_EXAMPLE01
    after:
      user_pool_tier: ESSENTIALS
    after_header: MFA prerequisites of user pool us-east-1_EXAMPLE01
before:
  description: The user pool before the write, C(user_pool) from DescribeUserPool and C(mfa_config) from GetUserPoolMfaConfig.
  returned: when the user pool is not as intended after a write
  type: dict
after:
  description: The user pool after the write, in the form of RV(before).
  returned: when the user pool is not as intended after a write
  type: dict
restore:
  description: The UpdateUserPool request that would restore what it can. It is not sent.
  returned: when the user pool is not as intended after a write
  type: dict
error:
  description: The original error from the service or the connection.
  returned: when a call failed
  type: dict
  contains:
    code:
      description: The name of the exception.
      returned: always
      type: str
      sample: FeatureUnavailableInTierException
    message:
      description: The text of the exception.
      returned: always
      type: str
      sample: The following features need to be disabled for the LITE pricing tier configured
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import run
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.module import ensure_prerequisites
from ansible_collections.latchkey.cognito.plugins.module_utils._user_pool.module import PREREQUISITES_SPEC


def main() -> None:
    run(AnsibleAWSModule(**PREREQUISITES_SPEC), ensure_prerequisites)


if __name__ == "__main__":
    main()
