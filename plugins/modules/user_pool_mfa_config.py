#!/usr/bin/python
# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: user_pool_mfa_config
version_added: 0.1.0
short_description: Set the multi-factor authentication of an Amazon Cognito user pool
description:
  - Sets the mode, the factors and the passkey settings of a user pool's multi-factor authentication (MFA).
  - The AWS call behind it, C(SetUserPoolMfaConfig), replaces the whole configuration, and turns MFA off when the mode is
    left out. This module reads the configuration, lays the task's options over it, and writes everything back, and only
    if that changes anything. What a task does not name stays as it is, block by block and member by member.
  - A factor is removed only by O(software_token_mfa_configuration.enabled=false), by O(purge_factors=true) or by
    O(mfa_configuration=OFF). Passkey settings are never removed.
  - An empty string for a text means Cognito's default. An empty dictionary for a factor, as in
    C(email_mfa_configuration={}), means that factor, with what is stored of it or with defaults.
  - Refusals that depend on the rest of the user pool (its sign-in policy, email sender, account recovery or feature plan)
    are predicted in check mode. Where AWS behaviour was only reported, not measured, check mode warns instead of failing.
  - If a live setting is unknown to the installed botocore, so that a write would erase it, the module refuses to write.
attributes:
  check_mode:
    support: full
    details:
      - Check mode predicts the result from the configuration that is live, and the refusals that were measured on AWS.
        What only the service knows, such as whether a role may send SMS, shows in a real run.
  diff_mode:
    support: full
  idempotent:
    support: full
    details:
      - Where Cognito keeps a factor that it was asked to remove, each run asks again, reports RV(ignore:changed=false) and warns.
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
  mfa_configuration:
    description:
      - The mode. V(OFF) drops all factors and keeps passkey settings; V(ON) makes every user sign in with a second factor;
        V(OPTIONAL) leaves it to each user.
      - V(ON) and V(OPTIONAL) need at least one factor, and Cognito does not count passkeys.
      - Upper and lower case mean the same, and so does an unquoted V(ON) or V(OFF), which YAML reads as a boolean.
    type: str
    choices: ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]
  sms_mfa_configuration:
    description:
      - The SMS factor. Naming it switches it on.
      - A pool that has sent SMS before has stored settings; what the task does not name is taken from them.
    type: dict
    suboptions:
      sms_authentication_message:
        description:
          - The text of the SMS, 6 to 140 characters, with C({####}) in the place of the code.
          - Jinja takes C({#) for the beginning of a comment, so mark the text as C(!unsafe).
          - An empty string means Cognito's default text.
        type: str
      sms_configuration:
        description:
          - How Cognito sends SMS, by Amazon SNS or by AWS End User Messaging.
          - The user pool shares these settings with other messages that it sends by SMS.
        type: dict
        suboptions:
          sns_caller_arn:
            description:
              - The ARN of the IAM role with which Cognito publishes through Amazon SNS.
              - Naming it drops O(sms_mfa_configuration.sms_configuration.eums_sms), its alternative.
            type: str
          external_id:
            description:
              - The external ID that the role's trust policy asks for.
            type: str
          sns_region:
            description:
              - The region whose Amazon SNS sends the messages, 5 to 32 characters.
              - Most regions allow only themselves.
            type: str
          eums_sms:
            description:
              - How AWS End User Messaging sends SMS.
              - Naming it drops the settings for Amazon SNS, its alternative.
              - Needs botocore 1.43.51 or newer.
            type: dict
            suboptions:
              caller_arn:
                description:
                  - The ARN of the IAM role with which Cognito sends through AWS End User Messaging.
                type: str
              external_id:
                description:
                  - The external ID that the role's trust policy asks for.
                type: str
              origination_identity:
                description:
                  - The sender, such as a phone number or pool, in the form that the role's policy uses.
                type: str
              configuration_set_name:
                description:
                  - The configuration set.
                type: str
              in_entity_id:
                description:
                  - The entity ID that is registered in India.
                type: str
              in_template_id:
                description:
                  - The template ID that is registered in India.
                type: str
              region:
                description:
                  - The region, which has to be the user pool's own, 5 to 32 characters.
                type: str
  software_token_mfa_configuration:
    description:
      - The factor of authenticator apps, time-based one-time passwords (TOTP).
    type: dict
    suboptions:
      enabled:
        description:
          - Whether the factor is on.
        type: bool
        default: true
  email_mfa_configuration:
    description:
      - The email factor. Naming it switches it on.
      - The user pool needs a feature plan above LITE, an Amazon SES identity of your own, and an account recovery that does not
        work by email alone.
      - Needs botocore 1.35.18 or newer.
    type: dict
    suboptions:
      message:
        description:
          - The text of the email, 6 to 20000 characters, with C({####}) in the place of the code.
          - Jinja takes C({#) for the beginning of a comment, so mark the text as C(!unsafe).
          - An empty string means Cognito's default text.
        type: str
      subject:
        description:
          - The subject of the email, 1 to 140 characters.
          - An empty string means Cognito's default subject.
        type: str
  web_authn_configuration:
    description:
      - The passkey settings. They are independent of the mode, and kept in V(OFF).
      - The user pool needs a feature plan above LITE.
      - Needs botocore 1.35.68 or newer.
    type: dict
    suboptions:
      relying_party_id:
        description:
          - The domain that passkeys are registered for, 1 to 127 characters, without scheme, port or path.
          - Changing it makes the passkeys unusable that users have registered.
          - Without one, Cognito uses the user pool's own domain.
        type: str
      user_verification:
        description:
          - Whether the authenticator has to verify its user. Cognito assumes V(preferred).
        type: str
        choices: [required, preferred]
      factor_configuration:
        description:
          - Whether a passkey with user verification satisfies MFA. Cognito assumes V(SINGLE_FACTOR).
          - With the mode V(ON), a user pool that allows passkeys as a first factor needs
            V(MULTI_FACTOR_WITH_USER_VERIFICATION).
          - Needs botocore 1.42.90 or newer.
        type: str
        choices: [SINGLE_FACTOR, MULTI_FACTOR_WITH_USER_VERIFICATION]
  purge_factors:
    description:
      - Whether to remove the factors that the task does not name. Passkey settings are not a factor.
      - Cognito may go on showing the SMS settings of a user pool, which say that it can send SMS and not that SMS is a factor,
        and may keep email with an identity of its own. The module then warns, and reports no change for it.
      - Without this option, SMS settings that the user pool shows are sent along in every write, as Cognito wants them.
    type: bool
    default: false
  allow_downgrade:
    description:
      - Whether the task may take away from the users' security, by a lower mode, a factor less, weaker passkeys or another
        O(web_authn_configuration.relying_party_id).
      - If V(false), such a step is refused before anything is written, the same in check mode. If V(true), it is a warning.
    type: bool
    default: true
    version_added: 0.2.0
  wait_timeout:
    description:
      - How many seconds to go on trying when Cognito cannot use the role that sends SMS.
      - IAM takes a while to spread a new role. A role that stays unusable looks the same, until the time is over.
      - It matters only when an SMS factor is written.
    type: int
    default: 120
notes:
  - Throttling, internal errors, concurrent modifications and lost connections are tried again, 5 times in all by default;
    the C(retries) of O(aws_config) change that. Before each further write the configuration is read and merged again.
  - Unless O(aws_config) says otherwise, a connection may take 10 seconds and an answer 30. At worst, when every answer hangs,
    a run with O(user_pool_id) ends after at most 65 requests and within 50 minutes, plus O(wait_timeout); O(user_pool_name)
    adds up to 4 minutes for every 60 user pools of the region.
  - Needs the IAM actions C(cognito-idp:GetUserPoolMfaConfig) and C(cognito-idp:SetUserPoolMfaConfig), with
    O(user_pool_name) C(cognito-idp:ListUserPools), for the SMS factor C(iam:PassRole) on its role, and in check mode, or
    when the SMS factor is switched on, C(cognito-idp:DescribeUserPool).
  - Check mode does not need C(cognito-idp:DescribeUserPool), but warns of what it cannot verify without it.
seealso:
  - module: latchkey.cognito.user_pool_mfa_config_info
  - name: SetUserPoolMfaConfig
    description: The API call that this module makes safe.
    link: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
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
- name: Require a second factor, by authenticator app
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    mfa_configuration: "ON"
    software_token_mfa_configuration:
      enabled: true

- name: Let users choose, and offer SMS in addition to what is there; the text keeps its placeholder because it is unsafe
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    mfa_configuration: OPTIONAL
    sms_mfa_configuration:
      sms_authentication_message: !unsafe "Your code is {####}"
      sms_configuration:
        sns_caller_arn: arn:aws:iam::123456789012:role/cognito-sms
        external_id: 5e9bcb5a-8a0e-4f8e-9d3f-0a1f4c2d7b11

- name: Add the email factor to the user pool of this name
  latchkey.cognito.user_pool_mfa_config:
    user_pool_name: customers
    email_mfa_configuration:
      message: !unsafe "Your code is {####}. It is valid for three minutes."
      subject: Your code

- name: Allow the authenticator app only, and remove every other factor
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    mfa_configuration: "ON"
    software_token_mfa_configuration:
      enabled: true
    purge_factors: true

- name: Let passkeys with user verification satisfy MFA
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    web_authn_configuration:
      relying_party_id: auth.example.com
      user_verification: required
      factor_configuration: MULTI_FACTOR_WITH_USER_VERIFICATION

- name: Ask for a second factor, unless that takes away from what the pool asks for already
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    mfa_configuration: OPTIONAL
    software_token_mfa_configuration:
      enabled: true
    allow_downgrade: false

- name: Turn MFA off; passkey settings stay
  latchkey.cognito.user_pool_mfa_config:
    user_pool_id: us-east-1_EXAMPLE01
    mfa_configuration: "OFF"
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
mfa_config:
  description:
    - The MFA configuration after the run, under the names of this module's options.
    - After a change it is what Cognito answered, in check mode what the change would lead to.
    - Factors that are not on, and texts that are Cognito's default, are absent.
  returned: success
  type: dict
  sample:
    mfa_configuration: "ON"
    software_token_mfa_configuration:
      enabled: true
    web_authn_configuration:
      factor_configuration: MULTI_FACTOR_WITH_USER_VERIFICATION
      relying_party_id: auth.example.com
      user_verification: required
predicted:
  description: Says that RV(mfa_config) and RV(diff) are a prediction.
  returned: in check mode
  type: bool
  sample: true
diff:
  description: The MFA configuration before and after, in the form of RV(mfa_config).
  returned: success
  type: dict
  sample:
    before:
      mfa_configuration: "OFF"
    before_header: MFA configuration of user pool us-east-1_EXAMPLE01
    after:
      mfa_configuration: OPTIONAL
      software_token_mfa_configuration:
        enabled: true
    after_header: MFA configuration of user pool us-east-1_EXAMPLE01
error:
  description: The service's or botocore's own error.
  returned: when a call failed
  type: dict
  contains:
    code:
      description: The name of the exception.
      returned: always
      type: str
      sample: InvalidParameterException
    message:
      description: The text of the exception.
      returned: always
      type: str
      sample: Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled
"""

from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import CONFIG_SPEC
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import ensure_mfa_config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import run


def main() -> None:
    run(AnsibleAWSModule(**CONFIG_SPEC), ensure_mfa_config)


if __name__ == "__main__":
    main()
