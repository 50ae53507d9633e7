# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules table: every refusal that can meet a SetUserPoolMfaConfig request, once.

A row is used in up to three ways, and a user reads the same sentence in all of them.

- ``refuses`` judges the request alone, before any write, the same in check mode and in a real run.
- ``applies_to_request`` and ``applies_to_pool`` predict in check mode what depends on the rest of the pool: the first tells
  from the request whether the pool has to be described, the second judges that description.  MEASURED rows fail, others warn.
- ``error`` and ``fragments`` recognise the service's refusal in a real run.  Texts change (E2), so a row matches on the
  exception class and a stable fragment.

The numbers are those of docs/service-behaviour.md.  This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Callable
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from ansible.module_utils.common.dict_transformations import dict_merge

from .config import EMAIL
from .config import FACTORS
from .config import get
from .config import mode
from .config import MULTI_FACTOR
from .config import option_name
from .config import PASSKEYS
from .config import SMS
from .config import SMS_SENDER
from .config import to_options
from .config import TOTP
from .plan import EUMS
from .plan import named_factors
from .plan import Plan
from .plan import SNS_MEMBERS
from .refusal import Refusal

Pool = Mapping[str, Any]
"""DescribeUserPool's ``UserPool``."""

INVALID_PARAMETER = "InvalidParameterException"
PREREQUISITES = "latchkey.cognito.user_pool_mfa_prerequisites"
"""The module that sets what these refusals depend on, apart from the MFA configuration itself."""


@dataclass(frozen=True)
class Rule:
    """One row.

    :ivar id: the number in docs/service-behaviour.md.
    :ivar confidence: MEASURED, REPORTED, DOCUMENTED or UNKNOWN, as there.
    :ivar option: the option concerned.
    :ivar problem: what is wrong, to follow the option's name.
    :ivar hint: what to do about it, a sentence.
    :ivar error: the exception class with which the service refuses.
    :ivar fragments: stable parts of the service's wordings, any of which identifies the row; without one the class does.
    :ivar refuses: whether the plan is refused, from the request alone.
    :ivar names: the options of a plan that are concerned, too.
    :ivar applies_to_request: whether the request can meet this row, depending on the pool.
    :ivar applies_to_pool: whether the service would refuse the plan for this pool.
    """

    id: str
    confidence: str
    option: str
    problem: str
    hint: str
    error: str = INVALID_PARAMETER
    fragments: Tuple[str, ...] = ()
    refuses: Optional[Callable[[Plan], bool]] = None
    applies_to_request: Optional[Callable[[Plan], bool]] = None
    applies_to_pool: Optional[Callable[[Pool], bool]] = None
    names: Optional[Callable[[Plan], List[str]]] = None

    @property
    def recognisable(self) -> bool:
        """Whether the service's answer tells this row from others: by a class of its own, or by a known wording."""
        return self.error != INVALID_PARAMETER or bool(self.fragments)

    def refusal(self, plan: Optional[Plan] = None) -> Refusal:
        """This row as an exception, with the option's value where there is a plan."""
        options = dict_merge(to_options(plan.after), plan.wanted.options) if plan else {}
        value = get(options, tuple(self.option.split(".")))
        named = self.names(plan) if plan and self.names else []
        problem = f"{self.problem}; the task names {' and '.join(named)}" if named else self.problem
        return Refusal(self.option, value, problem, self.hint, self.id)


def _off_with_factor(plan: Plan) -> bool:
    return mode(plan.after) == "OFF" and bool(named_factors(plan.wanted))


def _factor_options(plan: Plan) -> List[str]:
    return [option_name((block,)) for block in named_factors(plan.wanted)]


def _no_factor(plan: Plan) -> bool:
    """A task that leaves a pool in this state as it is does not break the rule (V45)."""
    return plan.changed and mode(plan.after) != "OFF" and not any(block in plan.after for block in FACTORS.values())


def _only_disabled_totp(plan: Plan) -> bool:
    return _no_factor(plan) and get(plan.wanted.settings, (TOTP, "Enabled")) is False


def _sms_without_caller(plan: Plan) -> bool:
    sender = get(plan.after, (SMS, SMS_SENDER)) or {}
    return plan.changed and SMS in plan.after and not (sender.get("SnsCallerArn") or get(sender, (EUMS, "CallerArn")))


def _sns_and_eums(plan: Plan) -> bool:
    sender = get(plan.after, (SMS, SMS_SENDER)) or {}
    return plan.changed and EUMS in sender and any(member in sender for member in SNS_MEMBERS)


def _on(plan: Plan) -> bool:
    return mode(plan.after) == "ON"


def _single_factor(plan: Plan) -> bool:
    """R36 judges the request: a block without the member, or no block, is SINGLE_FACTOR."""
    return _on(plan) and get(plan.after, (PASSKEYS, "FactorConfiguration")) != MULTI_FACTOR


def _email(plan: Plan) -> bool:
    return EMAIL in plan.after


def _paid_feature(plan: Plan) -> bool:
    return EMAIL in plan.after or PASSKEYS in plan.after


def _off_without_sms(plan: Plan) -> bool:
    return mode(plan.after) == "OFF"


def _first_factors(pool: Pool) -> List[str]:
    return get(pool, ("Policies", "SignInPolicy", "AllowedFirstAuthFactors")) or []


def _signs_in_by_code(pool: Pool) -> bool:
    return bool({"EMAIL_OTP", "SMS_OTP"} & set(_first_factors(pool)))


def _signs_in_by_passkey(pool: Pool) -> bool:
    return "WEB_AUTHN" in _first_factors(pool)


def _sends_email_by_default(pool: Pool) -> bool:
    """The default account is what a pool has that says nothing."""
    return get(pool, ("EmailConfiguration", "EmailSendingAccount")) in (None, "COGNITO_DEFAULT")


def _is_lite(pool: Pool) -> bool:
    return pool.get("UserPoolTier") == "LITE"


def _verifies_phones(pool: Pool) -> bool:
    return "phone_number" in (pool.get("AutoVerifiedAttributes") or [])


def _recovers_by_email_only(pool: Pool) -> bool:
    mechanisms = get(pool, ("AccountRecoverySetting", "RecoveryMechanisms")) or []
    return {mechanism.get("Name") for mechanism in mechanisms} <= {"verified_email"}


RULES: Tuple[Rule, ...] = (
    Rule(
        id="E8",
        confidence="MEASURED",
        option="sms_mfa_configuration.sms_configuration",
        problem="the SMS factor has no caller, the IAM role with which Cognito sends SMS",
        hint="Name sns_caller_arn and external_id, or eums_sms with its caller_arn; the pool has none stored",
        fragments=("external id and a valid caller arn are required",),
        refuses=_sms_without_caller,
    ),
    Rule(
        id="E22",
        confidence="DOCUMENTED",
        option="sms_mfa_configuration.sms_configuration",
        problem="Amazon SNS (sns_caller_arn, external_id, sns_region) and AWS End User Messaging (eums_sms) exclude each other",
        hint="Name the settings of one of them; naming the caller of the other one switches the pool over",
        refuses=_sns_and_eums,
    ),
    Rule(
        id="E1",
        confidence="MEASURED",
        option="mfa_configuration",
        problem="the mode is OFF, and Cognito accepts no factor beside OFF",
        hint='Set mfa_configuration to "ON" or "OPTIONAL", or leave the factors out',
        fragments=("can't turn off MFA and configure an MFA together",),
        refuses=_off_with_factor,
        names=_factor_options,
    ),
    Rule(
        id="R34",
        confidence="MEASURED",
        option="software_token_mfa_configuration.enabled",
        problem="the only factor would be switched off, and the modes ON and OPTIONAL need one; with ON, no user could sign in any more",
        hint='Name another factor, or set mfa_configuration to "OFF"',
        refuses=_only_disabled_totp,
    ),
    Rule(
        id="E2",
        confidence="MEASURED",
        option="mfa_configuration",
        problem="the modes ON and OPTIONAL need at least one of the SMS, authenticator app and email factors; passkeys do not count",
        hint="Name sms_mfa_configuration, software_token_mfa_configuration or email_mfa_configuration",
        fragments=("must be enabled", "can't disable all MFAs"),
        refuses=_no_factor,
    ),
    Rule(
        id="E3",
        confidence="MEASURED",
        option="mfa_configuration",
        problem="the mode ON is refused while the pool's sign-in policy allows EMAIL_OTP or SMS_OTP as a first factor",
        hint='Use "OPTIONAL", or first set policies.sign_in_policy.allowed_first_auth_factors: [PASSWORD] '
        f"with {PREREQUISITES} (R54)",
        fragments=("Only PASSWORD and WEB_AUTHN",),
        applies_to_request=_on,
        applies_to_pool=_signs_in_by_code,
    ),
    Rule(
        id="E4",
        confidence="MEASURED",
        option="web_authn_configuration.factor_configuration",
        problem="the mode ON is refused with SINGLE_FACTOR passkeys while the pool's sign-in policy allows WEB_AUTHN as a first factor",
        hint=f"Set factor_configuration to {MULTI_FACTOR} in the same task, and before WEB_AUTHN is added (R54)",
        fragments=("Cannot set WebAuthn factor configuration to SINGLE_FACTOR",),
        applies_to_request=_single_factor,
        applies_to_pool=_signs_in_by_passkey,
    ),
    Rule(
        id="E5",
        confidence="MEASURED",
        option="email_mfa_configuration",
        problem="the email factor is refused while the pool sends email through COGNITO_DEFAULT",
        hint=f"First set email_configuration to DEVELOPER with an Amazon SES identity, with {PREREQUISITES} (R54)",
        fragments=("EmailSendingAccount",),
        applies_to_request=_email,
        applies_to_pool=_sends_email_by_default,
    ),
    Rule(
        id="E6",
        confidence="REPORTED",
        option="email_mfa_configuration",
        problem="the email factor is refused while account recovery is not set or works by verified_email alone",
        hint=f"First give account_recovery_setting a second mechanism, or admin_only, with {PREREQUISITES} (R54)",
        fragments=("AccountRecoverySetting",),
        applies_to_request=_email,
        applies_to_pool=_recovers_by_email_only,
    ),
    Rule(
        id="E7",
        confidence="MEASURED",
        option="email_mfa_configuration, web_authn_configuration",
        problem="the email factor and passkeys need a feature plan above LITE",
        hint=f"First set user_pool_tier to ESSENTIALS or PLUS with {PREREQUISITES}, or leave these blocks out",
        error="FeatureUnavailableInTierException",
        applies_to_request=_paid_feature,
        applies_to_pool=_is_lite,
    ),
    Rule(
        id="E16",
        confidence="REPORTED",
        option="mfa_configuration",
        problem="the mode OFF may be refused while the pool verifies phone_number automatically, since that needs SMS",
        hint=f"First remove phone_number from auto_verified_attributes with {PREREQUISITES}",
        fragments=("phone_number is selected for auto verification",),
        applies_to_request=_off_without_sms,
        applies_to_pool=_verifies_phones,
    ),
    Rule(
        id="E9",
        confidence="MEASURED",
        option="sms_mfa_configuration.sms_configuration",
        problem="Cognito cannot assume the role that sends SMS: its trust policy, its external ID, a deleted role, or a new role not yet propagated by IAM",
        hint="Let cognito-idp.amazonaws.com assume the role with exactly this external_id; raise wait_timeout for a new role",
        error="InvalidSmsRoleTrustRelationshipException",
    ),
    Rule(
        id="E10",
        confidence="REPORTED",
        option="sms_mfa_configuration.sms_configuration",
        problem="the role that sends SMS may not publish, or is so new that IAM has not propagated its policy yet",
        hint="Allow sns:Publish (or sms-voice:SendTextMessage for eums_sms) in the role's policy; raise wait_timeout for a new role",
        error="InvalidSmsRoleAccessPolicyException",
    ),
    Rule(
        id="E11",
        confidence="MEASURED",
        option="sms_mfa_configuration.sms_configuration.sns_caller_arn",
        problem="the role belongs to another account than the user pool",
        hint="Use a role of the user pool's own account",
        fragments=("Cross-account pass role is not allowed",),
    ),
    Rule(
        id="E12",
        confidence="MEASURED",
        option="sms_mfa_configuration.sms_configuration.sns_region",
        problem="Amazon SNS in this region cannot send for the user pool's region",
        hint="Use the region that the service's message names, or leave sns_region out",
        fragments=("Invalid snsRegion",),
    ),
    Rule(
        id="E13",
        confidence="MEASURED",
        option="mfa_configuration, web_authn_configuration",
        problem="a value is not one that Cognito knows",
        hint="The service's message names the member; use one of the documented choices",
        fragments=("Member must satisfy enum value set",),
    ),
    Rule(
        id="E14",
        confidence="MEASURED",
        option="sms_mfa_configuration, email_mfa_configuration, web_authn_configuration",
        problem="a value is too short, too long or not of the form that Cognito wants",
        hint="The service's message names the member and the constraint; texts need the placeholder {####}",
        fragments=("Member must satisfy regular expression pattern", "Member must have length"),
    ),
    Rule(
        id="E15",
        confidence="MEASURED",
        option="web_authn_configuration.relying_party_id",
        problem="the relying party ID is not a bare domain",
        hint="Name the domain alone, without scheme, port or path, as in auth.example.com",
        fragments=("RelyingPartyId contains invalid characters",),
    ),
    Rule(
        id="E23",
        confidence="DOCUMENTED",
        option="web_authn_configuration.relying_party_id",
        problem="the relying party ID is a public suffix, such as co.uk, which Cognito refuses; its wording is not recorded",
        hint="Name a domain of your own",
    ),
    Rule(
        id="E21",
        confidence="MEASURED",
        option="user_pool_id",
        problem="there is no such user pool in this account and region",
        hint="Check the ID, the region and the credentials",
        error="ResourceNotFoundException",
    ),
    Rule(
        id="E24",
        confidence="DOCUMENTED",
        option="region",
        problem="this region holds a secondary replica of the user pool, which cannot be written",
        hint="Run the task in the user pool's primary region",
        error="OperationNotEnabledException",
    ),
)

BARE_DOMAIN = next(rule for rule in RULES if rule.id == "E15")


def refuse(plan: Plan) -> None:
    """Refuse a plan that the service refuses for every pool.

    :raises Refusal: for the first row that applies.
    """
    for rule in RULES:
        if rule.refuses and rule.refuses(plan):
            raise rule.refusal(plan)


def pool_dependent_rules(plan: Plan) -> List[Rule]:
    """The rows that the pool's description decides for this plan."""
    return [rule for rule in RULES if rule.applies_to_request and rule.applies_to_request(plan)]


def applicable_rules(rules: List[Rule], pool: Pool) -> List[Rule]:
    """Those of the rules that the service would refuse for this pool."""
    return [rule for rule in rules if rule.applies_to_pool and rule.applies_to_pool(pool)]


def recognised(error: str, message: str) -> Optional[Rule]:
    """The row behind the service's refusal, or None.

    :arg error: the exception class.
    :arg message: the service's text.
    """
    for rule in RULES:
        if rule.error == error and (error != INVALID_PARAMETER or any(part in message for part in rule.fragments)):
            return rule
    return None
