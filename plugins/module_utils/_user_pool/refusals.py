# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What refuses a change of what a pool's MFA depends on, row by row: foreseen from the description, or recognised in an answer.

The numbers are those of docs/update-user-pool.md and docs/service-behaviour.md.  This module is private to
latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from typing import Callable
from typing import Iterator
from typing import List
from typing import Optional
from typing import Set
from typing import Tuple

from .._mfa.config import Config
from .._mfa.config import EMAIL
from .._mfa.config import get
from .._mfa.config import MODE_MEMBER
from .._mfa.config import MULTI_FACTOR
from .._mfa.config import PASSKEYS
from .._mfa.config import SMS
from .._mfa.config import SMS_SENDER
from .._mfa.config import to_options
from .._mfa.refusal import Refusal
from .._mfa.rules import INVALID_PARAMETER
from .members import FIRST_FACTORS
from .members import LEVELS
from .members import RECOVERY
from .members import SENDER
from .members import STACK_TAG
from .members import TAGS
from .members import TIER
from .members import VERIFIED
from .plan import is_lowered
from .plan import MECHANISMS
from .plan import Plan
from .plan import Wanted

FIRST_FACTORS_OPTION = "policies.sign_in_policy.allowed_first_auth_factors"
RECOVERY_OPTION = "account_recovery_setting.recovery_mechanisms"

# F11: the regions whose identities pools of each of them were seen to use.
SES_REGIONS = ("eu-west-1", "us-east-1", "us-west-2")


@dataclass(frozen=True)
class Row:
    """One refusal.

    :ivar id: the number in the ledger.
    :ivar confidence: MEASURED, REPORTED, DOCUMENTED or UNKNOWN, as there.
    :ivar option: the option concerned.
    :ivar problem: what is wrong, to follow the option's name.
    :ivar hint: what to do about it, a sentence.
    :ivar error: the exception class with which the service refuses.
    :ivar fragments: stable parts of its wordings, any of which identifies the row; without one the class does.
    :ivar refuses: whether the options are refused, whatever the user pool.
    :ivar applies: whether the service would refuse the plan.
    """

    id: str
    confidence: str
    option: str
    problem: str
    hint: str
    error: str = INVALID_PARAMETER
    fragments: Tuple[str, ...] = ()
    refuses: Optional[Callable[[Wanted], bool]] = None
    applies: Optional[Callable[[Plan], bool]] = None

    def refusal(self, plan: Plan) -> Refusal:
        """This row as an exception, with the option's value."""
        path = tuple(self.option.split("."))
        named = get(plan.wanted.options, path)
        value = get(to_options(plan.after), path) if named is None else named
        return Refusal(self.option, value, self.problem, self.hint, self.id)


def _names(plan: Plan, member: str) -> bool:
    """Whether the task names a target, given in the API's name."""
    return next(iter(to_options({member: None}))) in plan.wanted.options


def _ways(plan: Plan) -> List[Any]:
    """The names of the recovery mechanisms afterwards."""
    return [mechanism.get("Name") for mechanism in get(plan.after, (RECOVERY, MECHANISMS)) or []]


def _named_mechanisms(wanted: Wanted) -> Optional[List[Config]]:
    named: Optional[List[Config]] = get(wanted.options, tuple(RECOVERY_OPTION.split(".")))
    return named


def _no_mechanism(wanted: Wanted) -> bool:
    return _named_mechanisms(wanted) == []


def _twice(wanted: Wanted) -> bool:
    named = _named_mechanisms(wanted) or []
    return any(len({item[key] for item in named}) < len(named) for key in ("name", "priority"))


def _admin_beside_others(wanted: Wanted) -> bool:
    named = [item["name"] for item in _named_mechanisms(wanted) or []]
    return "admin_only" in named and len(named) > 1


def _no_password(wanted: Wanted) -> bool:
    named = get(wanted.options, tuple(FIRST_FACTORS_OPTION.split(".")))
    return named is not None and "PASSWORD" not in named


def _first_factors(plan: Plan) -> Set[str]:
    return set(get(plan.after, FIRST_FACTORS) or ["PASSWORD"])


def _sender(plan: Plan) -> Config:
    return plan.after.get(SENDER) or {}


def _own_sender(plan: Plan) -> bool:
    return _names(plan, SENDER) and _sender(plan).get("EmailSendingAccount") == "DEVELOPER"


def _is_on(plan: Plan) -> bool:
    return plan.seen.pool.get(MODE_MEMBER) == "ON"


def _has_email_factor(plan: Plan) -> bool:
    return EMAIL in plan.seen.mfa and plan.seen.pool.get(MODE_MEMBER) != "OFF"


def _region_of(arn: Any) -> str:
    """The region in an ARN, or nothing."""
    return ([*str(arn).split(":"), "", "", "", ""])[3]


def _foreign_identity(plan: Plan) -> bool:
    region = _region_of(_sender(plan).get("SourceArn"))
    return (
        _own_sender(plan)
        and bool(_sender(plan).get("SourceArn"))
        and region not in (*SES_REGIONS, _region_of(plan.seen.pool.get("Arn")))
    )


def _measured_region(plan: Plan) -> bool:
    return _region_of(plan.seen.pool.get("Arn")) in SES_REGIONS


def _beyond_verified(plan: Plan) -> bool:
    settings = plan.seen.pool.get("UserAttributeUpdateSettings") or {}
    return not set(settings.get("AttributesRequireVerificationBeforeUpdate") or []) <= set(plan.after[VERIFIED])


def _paid_features(plan: Plan) -> bool:
    """Features of the pool, or of the task, that the feature plan afterwards does not have."""
    pool, tier = plan.seen.pool, plan.after.get(TIER)
    if not (_names(plan, TIER) or _names(plan, "Policies")):
        return False  # P24: what an old pool was allowed to keep
    triggers = get(pool, ("LambdaConfig", "PreTokenGenerationConfig", "LambdaVersion")) or "V1_0"
    protected = (get(pool, ("UserPoolAddOns", "AdvancedSecurityMode")) or "OFF") != "OFF"
    lite = (triggers != "V1_0", _first_factors(plan) != {"PASSWORD"}, _has_email_factor(plan))
    return (_names(plan, TIER) and tier != "PLUS" and protected) or (tier == "LITE" and any(lite))


def _documented_features(plan: Plan) -> bool:
    pool = plan.seen.pool
    registers = get(pool, ("DcrConfiguration", "EnableStatus")) == "Enabled"
    return _names(plan, TIER) and plan.after.get(TIER) == "LITE" and (registers or bool(plan.request.get(LEVELS)))


def _both_links(plan: Plan) -> bool:
    template = plan.seen.pool.get("VerificationMessageTemplate") or {}
    return {"EmailMessage", "EmailMessageByLink"} <= set(template)


ROWS: Tuple[Row, ...] = (
    Row(
        "P5",
        "MEASURED",
        RECOVERY_OPTION,
        "the list is empty, and Cognito wants one or two mechanisms",
        "Name verified_email, verified_phone_number or both, or admin_only alone",
        refuses=_no_mechanism,
    ),
    Row(
        "P25",
        "DOCUMENTED",
        RECOVERY_OPTION,
        "two mechanisms have the same name or the same priority",
        "Name each mechanism once, one with priority 1 and the other with priority 2",
        refuses=_twice,
    ),
    Row(
        "F8",
        "MEASURED",
        RECOVERY_OPTION,
        "admin_only cannot be combined with another mechanism",
        "Name admin_only alone, or leave it out",
        fragments=("cannot use admin_only setting with any other recovery mechanisms",),
        refuses=_admin_beside_others,
    ),
    Row(
        "F9",
        "MEASURED",
        FIRST_FACTORS_OPTION,
        "PASSWORD is missing from the first factors",
        "Add PASSWORD to the list",
        fragments=("PASSWORD should be configured as one of the allowed first auth factors",),
        refuses=_no_password,
    ),
    Row(
        "E3",
        "MEASURED",
        FIRST_FACTORS_OPTION,
        "EMAIL_OTP and SMS_OTP are refused as first factors while MFA is ON",
        "Leave them out, or first set mfa_configuration to OPTIONAL with latchkey.cognito.user_pool_mfa_config (R54)",
        fragments=("Only PASSWORD and WEB_AUTHN",),
        applies=lambda plan: _is_on(plan) and bool({"EMAIL_OTP", "SMS_OTP"} & _first_factors(plan)),
    ),
    Row(
        "E18",
        "MEASURED",
        FIRST_FACTORS_OPTION,
        "WEB_AUTHN is refused as a first factor while MFA is ON and passkeys do not count for MFA",
        f"First set web_authn_configuration.factor_configuration to {MULTI_FACTOR} with latchkey.cognito.user_pool_mfa_config (R54)",
        fragments=("WEB_AUTHN cannot be used as an auth factor when MFA is enabled",),
        applies=lambda plan: (
            _is_on(plan)
            and "WEB_AUTHN" in _first_factors(plan)
            and get(plan.seen.mfa, (PASSKEYS, "FactorConfiguration")) != MULTI_FACTOR
        ),
    ),
    Row(
        "R84",
        "MEASURED",
        FIRST_FACTORS_OPTION,
        "SMS_OTP is refused as a first factor of a pool without settings for sending SMS",
        "Leave SMS_OTP out, or first configure SMS with latchkey.cognito.user_pool_mfa_config",
        fragments=("SMS_OTP can not be configured as AuthFactor",),
        applies=lambda plan: "SMS_OTP" in _first_factors(plan) and not plan.seen.pool.get(SMS_SENDER),
    ),
    Row(
        "F10",
        "MEASURED",
        "email_configuration.source_arn",
        "the sending account DEVELOPER needs the ARN of an Amazon SES identity",
        "Name source_arn",
        fragments=("Source ARN is required",),
        applies=lambda plan: _own_sender(plan) and not _sender(plan).get("SourceArn"),
    ),
    Row(
        "F11",
        "MEASURED",
        "email_configuration.source_arn",
        "the Amazon SES identity is in a region from which this user pool cannot send",
        f"Use an identity in the user pool's own region or in one of {', '.join(SES_REGIONS)}",
        fragments=("SourceArn must be in one of the following SES regions",),
        applies=lambda plan: _foreign_identity(plan) and _measured_region(plan),
    ),
    Row(
        "F11",
        "REPORTED",
        "email_configuration.source_arn",
        "the Amazon SES identity may be in a region from which this user pool cannot send; the regions were recorded for others only",
        "Use an identity in the user pool's own region",
        applies=lambda plan: _foreign_identity(plan) and not _measured_region(plan),
    ),
    Row(
        "F12",
        "MEASURED",
        "email_configuration.source_arn",
        "Cognito may not use the Amazon SES identity",
        "Use an identity of the user pool's own account, or allow cognito-idp.amazonaws.com in the identity's policy",
        error="InvalidEmailRoleAccessPolicyException",
    ),
    Row(
        "F12",
        "MEASURED",
        "email_configuration.source_arn",
        "Cognito may not use the Amazon SES identity",
        "Use an identity of the user pool's own account, or allow cognito-idp.amazonaws.com in the identity's policy",
        fragments=("not allowed to use your email identity",),
    ),
    Row(
        "F13",
        "REPORTED",
        "email_configuration.source_arn",
        "the Amazon SES identity is not verified",
        "Verify the identity in Amazon SES first",
        fragments=("Email address is not verified",),
    ),
    Row(
        "F14",
        "MEASURED",
        "email_configuration.from",
        "the sender is not an email address, nor a name and an address in angle brackets",
        "Name an address of the identity, as in Example <no-reply@example.com>",
        fragments=("From email address is invalid",),
        applies=lambda plan: _own_sender(plan) and not re.search(r"\S@\S", str(_sender(plan).get("From", "a@b"))),
    ),
    Row(
        "F15",
        "UNKNOWN",
        "email_configuration.email_sending_account",
        "email is a factor of this pool, and needs a sender of its own",
        "Keep DEVELOPER, or first remove the email factor with latchkey.cognito.user_pool_mfa_config",
        applies=lambda plan: _has_email_factor(plan) and _names(plan, SENDER) and not _own_sender(plan),
    ),
    Row(
        "F15",
        "UNKNOWN",
        RECOVERY_OPTION,
        "email is a factor of this pool, and needs an account recovery that does not work by email alone",
        "Keep a second mechanism, or first remove the email factor with latchkey.cognito.user_pool_mfa_config",
        applies=lambda plan: _has_email_factor(plan) and _names(plan, RECOVERY) and _ways(plan) == ["verified_email"],
    ),
    Row(
        "E20",
        "REPORTED",
        RECOVERY_OPTION,
        "verified_phone_number is the only mechanism, and SMS is a factor of this pool",
        "Add verified_email",
        fragments=("cannot use verified_phone_number as a recovery mechanism",),
        applies=lambda plan: (
            _names(plan, RECOVERY) and _ways(plan) == ["verified_phone_number"] and SMS in plan.seen.mfa
        ),
    ),
    Row(
        "F3",
        "MEASURED",
        "auto_verified_attributes",
        "an attribute is missing that the user pool keeps unchanged until its new value is verified (AttributesRequireVerificationBeforeUpdate)",
        "Keep the attribute, or first take it out of that setting, which this module does not change",
        fragments=("AttributesRequireVerificationBeforeUpdate must exist",),
        applies=_beyond_verified,
    ),
    Row(
        "F4",
        "UNKNOWN",
        "auto_verified_attributes",
        "phone_number is to be verified, and the user pool has no settings for sending SMS; creating such a pool is refused",
        "Leave phone_number out, or first configure SMS with latchkey.cognito.user_pool_mfa_config",
        fragments=("phone_number is selected for auto verification",),
        applies=lambda plan: "phone_number" in plan.after[VERIFIED] and not plan.seen.pool.get(SMS_SENDER),
    ),
    Row(
        "F7",
        "MEASURED",
        "user_pool_tier",
        "features of the user pool, or of this task, are not part of this feature plan",
        "Choose a higher plan, or first turn the features off: threat protection needs PLUS; passkeys and codes as first factors, "
        "the email factor and pre token generation above V1_0 need ESSENTIALS",
        error="FeatureUnavailableInTierException",
        applies=_paid_features,
    ),
    Row(
        "P24",
        "DOCUMENTED",
        "user_pool_tier",
        "custom names of authentication context classes, or dynamic client registration, may have to be off in LITE",
        "First turn them off",
        applies=_documented_features,
    ),
    Row(
        "F16",
        "DOCUMENTED",
        "user_pool_tier",
        "Cognito does not permit this change of the feature plan",
        "The service's message says why",
        error="TierChangeNotAllowedException",
    ),
    Row(
        "P14",
        "UNKNOWN",
        "user_pool_id",
        "the user pool's verification template has both EmailMessage and EmailMessageByLink, which Cognito may refuse to take back",
        "If it does, remove the one that DefaultEmailOption does not use",
        applies=_both_links,
    ),
    Row(
        "P30",
        "DOCUMENTED",
        "user_pool_id",
        "users are being imported into the user pool",
        "Run the task when the import has ended",
        error="UserImportInProgressException",
    ),
    Row(
        "P23",
        "UNKNOWN",
        "user_pool_id",
        "Cognito does not take the user pool's tags back",
        "The service's message says which",
        error="UserPoolTaggingException",
    ),
)


def refuse_wanted(plan: Plan) -> None:
    """Refuse what no user pool can have, whatever is there.

    :raises Refusal: for the first row that applies.
    """
    for row in ROWS:
        if row.refuses and row.refuses(plan.wanted):
            raise row.refusal(plan)


def refuse(plan: Plan) -> None:
    """Refuse what needs the user's word, and what was measured to be refused.

    :raises Refusal: for the first row that applies; nothing is sent.
    """
    stack = get(plan.seen.pool, (TAGS, STACK_TAG))
    if stack is not None and not plan.wanted.allow_managed:
        problem = (
            f"the CloudFormation stack {stack!r} manages this user pool, and would undo the change or be undone by it"
        )
        raise Refusal(
            "allow_managed", False, problem, "Change the stack's template, or set allow_managed to true", "P31"
        )
    if is_lowered(plan) and not plan.wanted.allow_downgrade:
        problem = f"the feature plan would go from {plan.before[TIER]} to {plan.after[TIER]}"
        raise Refusal("allow_downgrade", False, problem, "Set it to true if that is meant", "S8")
    for row in _applicable(plan):
        if row.confidence == "MEASURED":
            raise row.refusal(plan)


def doubts(plan: Plan) -> List[str]:
    """Warnings of what Cognito may refuse."""
    return [
        f"Cognito may refuse this. {row.refusal(plan)}" for row in _applicable(plan) if row.confidence != "MEASURED"
    ]


def _applicable(plan: Plan) -> Iterator[Row]:
    return (row for row in ROWS if row.applies and row.applies(plan))


def recognised(error: str, message: str) -> Optional[Row]:
    """The row behind the service's refusal, or None.

    :arg error: the exception class.
    :arg message: the service's text.
    """
    for row in ROWS:
        by_class = row.error != INVALID_PARAMETER
        if row.error == error and (by_class or any(part in message for part in row.fragments)):
            return row
    return None
