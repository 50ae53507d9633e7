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
short_description: Set what the multi-factor authentication of an Amazon Cognito user pool depends on
description:
  - Sets the five settings on which multi-factor authentication (MFA) depends, that is the feature plan, the sender of email,
    account recovery, automatically verified attributes and the allowed first factors. Nothing else of the user pool changes.
  - The AWS call behind it, C(UpdateUserPool), resets some of the settings that a request leaves out, such as Lambda triggers,
    self sign-up and threat protection. This module reads the user pool, lays the task's options over it, sends back
    everything that a write could reset, and compares the user pool afterwards.
  - It writes only if that changes anything, once, right after a second look at the user pool. If anything moved in between,
    it starts over.
  - It refuses to write to a user pool with a setting that the installed botocore or this collection does not know.
  - What AWS refuses is predicted where that was measured, in check mode and before any write. Where it was only reported or
    documented, check mode warns.
attributes:
  check_mode:
    support: full
    details:
      - Check mode shows the exact request. What only the service knows, such as whether an Amazon SES identity is verified,
        shows in a real run.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  user_pool_id:
    description:
      - The ID of the user pool.
      - Exactly one of O(user_pool_id) and O(user_pool_name) is needed.
    type: str
  user_pool_name:
    description:
      - The name of the user pool, which has to be the only one of that name in the region.
      - This lists all user pools of the region first; O(user_pool_id) is faster.
    type: str
  user_pool_tier:
    description:
      - The feature plan. Email as a factor and passkeys need V(ESSENTIALS) or V(PLUS).
      - A lower one than the user pool has is refused unless O(allow_downgrade=true).
    type: str
    choices: [LITE, ESSENTIALS, PLUS]
  email_configuration:
    description:
      - How the user pool sends email. Members that the task does not name stay.
      - An empty string removes a text.
    type: dict
    suboptions:
      email_sending_account:
        description:
          - V(COGNITO_DEFAULT) sends from Cognito's own account; V(DEVELOPER) sends from an Amazon SES identity of yours,
            which the email factor needs.
        type: str
        choices: [COGNITO_DEFAULT, DEVELOPER]
      source_arn:
        description:
          - The ARN of the verified Amazon SES identity.
        type: str
      reply_to_email_address:
        description:
          - The address to which users answer.
        type: str
      from:
        description:
          - The sender that users see, an address of the identity, with or without a name before it.
        type: str
      configuration_set:
        description:
          - The configuration set of Amazon SES.
        type: str
  account_recovery_setting:
    description:
      - How users who forgot their password recover their account.
    type: dict
    suboptions:
      recovery_mechanisms:
        description:
          - The mechanisms, one or two. The list replaces the one that is there; its order has no meaning.
          - The email factor needs more than V(verified_email) alone.
        type: list
        elements: dict
        required: true
        suboptions:
          name:
            description:
              - The mechanism. V(admin_only) stands alone.
            type: str
            required: true
            choices: [verified_email, verified_phone_number, admin_only]
          priority:
            description:
              - V(1) is preferred to V(2).
            type: int
            required: true
            choices: [1, 2]
  auto_verified_attributes:
    description:
      - The attributes that Cognito verifies by itself. The list replaces the one that is there; its order has no meaning.
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
          - The policy for the sign-in with a choice of first factors.
        type: dict
        suboptions:
          allowed_first_auth_factors:
            description:
              - The first factors, with V(PASSWORD) among them. The list replaces the one that is there; its order has no meaning.
              - While MFA is ON, V(EMAIL_OTP) and V(SMS_OTP) are refused, and V(WEB_AUTHN) needs passkeys that count for MFA.
            type: list
            elements: str
            choices: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]
  allow_downgrade:
    description:
      - Whether O(user_pool_tier) may be lower than the feature plan that the user pool has.
    type: bool
    default: false
  allow_managed:
    description:
      - Whether a user pool may be changed that an AWS CloudFormation stack manages, as its tag
        C(aws:cloudformation:stack-name) tells.
      - The stack may undo the change with its next update.
    type: bool
    default: false
notes:
  - Do not use it for user pools that CloudFormation, Terraform or another tool manages; set these settings there. Keep the
    description of the user pool before the first run, such as the output of C(aws cognito-idp describe-user-pool).
  - There is no lock and no version. Another writer between the second look and the write, a fraction of a second, loses what
    it wrote.
  - Its safety rests on measurements that do not include Amazon SES identities, AWS End User Messaging, customer managed keys,
    names of authentication context classes, replicas and threat protection with V(PLUS). The comparison afterwards covers them.
  - If anything else has changed after the write, the module fails and returns the user pool before and after, the request and
    the request that would restore. It restores nothing by itself.
  - Throttling, internal errors and concurrent modifications are tried again, each time from a fresh look, 5 times in all by
    default; the C(retries) of O(aws_config) change that. A request that was refused is never followed by a smaller one.
  - Needs botocore 1.43.51 or newer.
  - Needs the IAM actions C(cognito-idp:DescribeUserPool), C(cognito-idp:GetUserPoolMfaConfig) and
    C(cognito-idp:UpdateUserPool), with O(user_pool_name) C(cognito-idp:ListUserPools), for a user pool that sends SMS
    C(iam:PassRole) on its role, and for the first Amazon SES identity C(iam:CreateServiceLinkedRole).
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
    - The five settings after the run, under the names of this module's options; in check mode what the change would lead to.
    - What is not set is absent.
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
  description: The request of UpdateUserPool that was sent, or would be sent, under the names of the API.
  returned: when something changes
  type: dict
  sample:
    UserPoolId: us-east-1_EXAMPLE01
    AutoVerifiedAttributes: [email]
    LambdaConfig: {}
predicted:
  description: Says that RV(user_pool) and RV(diff) are a prediction.
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
    before_header: What MFA depends on in user pool us-east-1_EXAMPLE01
    after:
      user_pool_tier: ESSENTIALS
    after_header: What MFA depends on in user pool us-east-1_EXAMPLE01
before:
  description: The user pool before the write, C(user_pool) from DescribeUserPool and C(mfa_config) from GetUserPoolMfaConfig.
  returned: when something is not as it has to be after a write
  type: dict
after:
  description: The user pool after the write, in the form of RV(before).
  returned: when something is not as it has to be after a write
  type: dict
restore:
  description: The request of UpdateUserPool that would bring back what it can. It is not sent.
  returned: when something is not as it has to be after a write
  type: dict
error:
  description: What AWS, or the connection to it, said.
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
