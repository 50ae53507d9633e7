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
    left out. This module reads the configuration, merges the task's options into it, and writes the result back, but only
    if something changes. What a task does not name stays as it is, block by block and member by member.
  - A factor is removed only by O(software_token_mfa_configuration.enabled=false), by O(purge_factors=true) or by
    O(mfa_configuration=OFF). Passkey settings are never removed.
  - An empty string for a text restores Cognito's default. An empty dictionary for a factor, as in
    C(email_mfa_configuration={}), enables that factor with its stored settings or with defaults.
  - Refusals that depend on the rest of the user pool (its sign-in policy, email sender, account recovery or feature plan)
    are predicted in check mode. Where such a refusal was only reported, not measured, check mode warns instead of failing.
  - If the installed botocore does not know a live setting, so that a write would erase it, the module refuses to write.
attributes:
  check_mode:
    support: full
    details:
      - Check mode predicts the result from the live configuration, and the refusals that were measured on AWS. What only the
        service knows, such as whether a role may send SMS, only shows in a real run.
  diff_mode:
    support: full
  idempotent:
    support: full
    details:
      - If Cognito keeps a factor that it was asked to remove, each run asks again, reports RV(ignore:changed=false) and
        warns.
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
  mfa_configuration:
    description:
      - The MFA mode. V(OFF) removes all factors and keeps passkey settings; V(ON) makes every user sign in with a second
        factor; V(OPTIONAL) leaves it to each user.
      - V(ON) and V(OPTIONAL) require at least one factor. Cognito does not count passkeys as one.
      - Case does not matter. An unquoted V(ON) or V(OFF), which YAML reads as a boolean, works as well.
    type: str
    choices: ["OFF", "ON", "OPTIONAL", "off", "on", "optional"]
  sms_mfa_configuration:
    description:
      - The SMS factor. Naming it enables it.
      - Where a pool has stored SMS settings, they are used for whatever the task does not name.
    type: dict
    suboptions:
      sms_authentication_message:
        description:
          - The text of the SMS, 6 to 140 characters, with C({####}) in place of the code.
          - Mark the text as C(!unsafe), because Jinja takes C({#) for the start of a comment.
          - An empty string means Cognito's default text.
        type: str
      sms_configuration:
        description:
          - How Cognito sends SMS, through Amazon SNS or AWS End User Messaging.
          - The user pool shares these settings with other messages that it sends by SMS.
        type: dict
        suboptions:
          sns_caller_arn:
            description:
              - The ARN of the IAM role with which Cognito publishes through Amazon SNS.
              - Naming it replaces O(sms_mfa_configuration.sms_configuration.eums_sms).
            type: str
          external_id:
            description:
              - The external ID that the role's trust policy asks for.
            type: str
          sns_region:
            description:
              - The region in which Amazon SNS sends the messages, 5 to 32 characters.
              - For most user pools, only their own region is allowed.
            type: str
          eums_sms:
            description:
              - How AWS End User Messaging sends SMS.
              - Naming it replaces the settings for Amazon SNS.
              - Requires botocore 1.43.51 or newer.
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
                  - The entity ID registered in India.
                type: str
              in_template_id:
                description:
                  - The template ID registered in India.
                type: str
              region:
                description:
                  - The region, 5 to 32 characters. It must be the user pool's own region.
                type: str
  software_token_mfa_configuration:
    description:
      - The authenticator app factor, which uses time-based one-time passwords (TOTP).
    type: dict
    suboptions:
      enabled:
        description:
          - Whether the factor is enabled.
        type: bool
        default: true
  email_mfa_configuration:
    description:
      - The email factor. Naming it enables it.
      - The user pool needs a feature plan above LITE, an Amazon SES identity of your own, and a way to recover accounts other
        than by email.
      - Requires botocore 1.35.18 or newer.
    type: dict
    suboptions:
      message:
        description:
          - The text of the email, 6 to 20000 characters, with C({####}) in place of the code.
          - Mark the text as C(!unsafe), because Jinja takes C({#) for the start of a comment.
          - An empty string means Cognito's default text.
        type: str
      subject:
        description:
          - The subject of the email, 1 to 140 characters.
          - An empty string means Cognito's default subject.
        type: str
  web_authn_configuration:
    description:
      - The passkey settings. They do not depend on the mode, and V(OFF) keeps them.
      - The user pool needs a feature plan above LITE.
      - Requires botocore 1.35.68 or newer.
    type: dict
    suboptions:
      relying_party_id:
        description:
          - The domain for which passkeys are registered, 1 to 127 characters, without scheme, port or path.
          - Changing it makes all registered passkeys unusable.
          - By default, Cognito uses the user pool's own domain.
        type: str
      user_verification:
        description:
          - Whether the authenticator must verify its user. Cognito's default is V(preferred).
        type: str
        choices: [required, preferred]
      factor_configuration:
        description:
          - Whether a passkey with user verification satisfies MFA. Cognito's default is V(SINGLE_FACTOR).
          - With the mode V(ON), a user pool that allows passkeys as a first factor requires
            V(MULTI_FACTOR_WITH_USER_VERIFICATION).
          - Requires botocore 1.42.90 or newer.
        type: str
        choices: [SINGLE_FACTOR, MULTI_FACTOR_WITH_USER_VERIFICATION]
  purge_factors:
    description:
      - Whether to remove the factors that the task does not name. Passkey settings are not a factor.
      - Cognito may keep the SMS settings of a user pool, which show that it can send SMS, not that SMS is a factor. It may
        also keep email with an Amazon SES identity of your own. The module then warns. What Cognito keeps does not count as a change.
      - If V(false), every write includes the SMS settings that the user pool shows, because leaving them out
        asks Cognito to remove SMS.
    type: bool
    default: false
  allow_downgrade:
    description:
      - Whether to allow steps that lower users' security, that is a lower mode, fewer factors, weaker passkeys or a different
        O(web_authn_configuration.relying_party_id).
      - If V(false), such a step is refused before anything is written, in check mode, too. If V(true), it causes a warning.
    type: bool
    default: true
    version_added: 0.2.0
  wait_timeout:
    description:
      - How many seconds to keep trying while Cognito cannot use the role that sends SMS.
      - IAM takes a while to propagate a new role. Until the time is up, a role that will never work looks the same.
      - Only matters when the SMS factor is written.
    type: int
    default: 120
notes:
  - Requests are retried after throttling, internal errors, concurrent modifications and lost connections, for 5 attempts in
    total by default; C(retries) in O(aws_config) changes that. Before each further write, the configuration is read and
    merged again.
  - Unless O(aws_config) says otherwise, connections time out after 10 seconds and responses after 30. In the worst case, when
    no response arrives in time, a run with O(user_pool_id) ends within 65 requests and 50 minutes, plus O(wait_timeout);
    O(user_pool_name) adds up to 4 minutes for every 60 user pools in the region.
  - Requires the IAM actions C(cognito-idp:GetUserPoolMfaConfig) and C(cognito-idp:SetUserPoolMfaConfig); for
    O(user_pool_name), C(cognito-idp:ListUserPools); for the SMS factor, C(iam:PassRole) on its role; and in check mode, or
    when the SMS factor is being enabled, C(cognito-idp:DescribeUserPool).
  - Check mode works without C(cognito-idp:DescribeUserPool), but warns about what it cannot verify.
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

- name: Let users choose, and offer SMS in addition; the text keeps its placeholder because it is marked as unsafe
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

- name: Offer a second factor, unless that would lower security
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
    - After a change, this is what Cognito returned; in check mode, what the change would lead to.
    - Disabled factors and texts left at Cognito's default are absent.
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
  description: Indicates that RV(mfa_config) and RV(diff) are predictions.
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
  description: The original error from the service or from botocore.
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
