# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What CreateUserPool and UpdateUserPool do to the settings of a user pool, as pure functions over plain data.

The facts (P) and refusals (F) are those of docs/update-user-pool.md, the rules (R) and rejections (E) those of
docs/service-behaviour.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .behaviour import Block
from .behaviour import check_one_time_passwords
from .behaviour import check_phone_verification
from .behaviour import check_sender
from .behaviour import EMAIL
from .behaviour import FACTORS
from .behaviour import INVALID_RECOVERY_FOR_EMAIL
from .behaviour import MULTI
from .behaviour import PASSWORDLESS
from .behaviour import Pool
from .behaviour import Rejected
from .behaviour import Switches
from .behaviour import unavailable_in_tier

# P2: what DescribeUserPool has and no request changes.
READ_ONLY = frozenset(
    (
        "AliasAttributes",
        "Arn",
        "CreationDate",
        "CustomDomain",
        "Domain",
        "EmailConfigurationFailure",
        "EstimatedNumberOfUsers",
        "Id",
        "LastModifiedDate",
        "Name",
        "SchemaAttributes",
        "SmsConfigurationFailure",
        "Status",
        "UsernameAttributes",
        "UsernameConfiguration",
    )
)
# What a pool has of which nobody said anything else.
DEFAULTS: Block = {
    "DeletionProtection": "INACTIVE",
    "LambdaConfig": {},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": []},
    "MfaConfiguration": "OFF",
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "UserPoolTags": {},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False},
    "UserPoolTier": "ESSENTIALS",
}
POLICIES: Block = {
    "PasswordPolicy": {
        "MinimumLength": 8,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "TemporaryPasswordValidityDays": 7,
    },
    "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
}
# What a password policy becomes of which only a part is sent.
PARTIAL_PASSWORD_POLICY: Block = {
    "MinimumLength": 8,
    "RequireUppercase": False,
    "RequireLowercase": False,
    "RequireNumbers": False,
    "RequireSymbols": False,
    "TemporaryPasswordValidityDays": 7,
}
# Section 2: what goes to its default when UpdateUserPool leaves it out, as it was measured.
RESET = frozenset(
    (
        "LambdaConfig",
        "UserPoolAddOns",
        "AdminCreateUserConfig",
        "AutoVerifiedAttributes",
        "VerificationMessageTemplate",
        "SmsAuthenticationMessage",
        "DeviceConfiguration",
        "SmsVerificationMessage",
        "EmailVerificationMessage",
        "EmailVerificationSubject",
    )
)
# What is documented to stay whatever else is reset (P9, P22), and the name, which has no default (P3).
ALWAYS_KEPT = READ_ONLY | {"UserPoolTier", "DcrConfiguration"}
# P13: the older members, each with that of the template that it mirrors.
MIRRORS = {
    "SmsVerificationMessage": "SmsMessage",
    "EmailVerificationMessage": "EmailMessage",
    "EmailVerificationSubject": "EmailSubject",
}
TEMPLATE = "VerificationMessageTemplate"
# F11: the regions from which any pool may send email, beside its own.
SES_REGIONS = {"eu-west-1", "us-east-1", "us-west-2"}
# P30, R63, R86: what a pool that is not usable for now answers to UpdateUserPool, and all but the import to Set (R64).
STATES = {
    "normal": "",
    "importing": "UserImportInProgressException",
    "replica": "OperationNotEnabledException",
    "recovering": "OperationNotEnabledException",
}
THREATS, TOKENS, CODES, EMAILS, ACRS, REGISTRATION = (
    "Threat Protection",
    "Token Customization with Pre-Token Generation Lambda V2_0",
    "Passwordless Sign-In",
    "Email MFA",  # the names of this and the following are not recorded
    "Custom ACR Names",
    "Dynamic Client Registration",
)


def create(pool: Pool) -> Pool:
    """CreateUserPool: defaults and rejections (F4 to F11, F14, E7, E11, E12, E16, E19, E20)."""
    settings = _completed({**DEFAULTS, **pool.settings}, pool.settings)
    settings["Policies"] = _policies(POLICIES, pool.settings.get("Policies") or {})
    created = replace(pool, settings=settings, mfa={}, sms=settings["MfaConfiguration"] != "OFF")
    _check(created, pool.settings)
    _check_tier(created, set())
    check_sms_first_factor(created)
    if not settings.get("SmsConfiguration"):
        check_phone_verification(settings)
        if created.mode != "OFF":
            raise Rejected(
                "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
            )
    return created


def update(pool: Pool, request: Block, switches: Switches) -> Pool:
    """UpdateUserPool: keeps some of what is left out and resets the rest (section 2; R56, R57).

    :raises Rejected: F1 to F11, F14, F15, E3, E7, E17, E18, E20, or what the pool's state forbids; nothing is applied.
    """
    check_state(pool)
    named = {name: value for name, value in request.items() if name not in ("UserPoolId", "PoolName")}
    settings = _completed({**_carried(pool.settings, named, switches["P9"]), **named}, named)
    policies = POLICIES if switches["P9"] == "everything reset" else pool.settings.get("Policies") or {}
    settings["Policies"] = _policies(policies, named.get("Policies") or {})
    updated = replace(pool, settings=settings, sms=pool.sms and bool(settings.get("SmsConfiguration")))
    _check_mirrors(pool, named, switches)
    _check_mode(pool, named)
    _check(updated, named)
    _check_tier(updated, set() if "UserPoolTier" in named else set(_beyond_tier(pool)))
    _check_sms(pool, updated, named, switches)
    _check_email_factor(updated, switches)
    _check_first_factors(updated)
    if updated.mode == "OFF":
        mfa = {name: value for name, value in pool.mfa.items() if name not in FACTORS}
        return replace(updated, mfa=mfa, sms=False)
    return updated


def describe(settings: Block) -> Block:
    """The settings as DescribeUserPool shows them: P12 of those of new accounts."""
    shown = dict(settings)
    shown.pop("Schema", None)
    days = (shown.get("Policies") or {}).get("PasswordPolicy", {}).get("TemporaryPasswordValidityDays")
    invitation = dict(shown.get("AdminCreateUserConfig") or {})
    invitation["UnusedAccountValidityDays"] = invitation.get("UnusedAccountValidityDays", 7) if days is None else days
    return {**shown, "AdminCreateUserConfig": invitation}


def check_state(pool: Pool) -> None:
    """Whether the pool can be updated; the texts are not recorded."""
    if STATES[pool.state]:
        raise Rejected(f"The user pool cannot be written to while it is {pool.state}", STATES[pool.state])


def check_tags(request: Block) -> None:
    """What a client may not write (P23: expected, not recorded)."""
    if any(tag.lower().startswith("aws:") for tag in request.get("UserPoolTags") or {}):
        raise Rejected("aws: prefixed tag key names are not allowed for external use.", "UserPoolTaggingException")


# -- what becomes of the settings --------------------------------------------------------------------------------------


def _carried(settings: Block, named: Block, reading: str) -> Block:
    """What stays of the settings when only some are named, by one reading of P9."""
    if reading == "everything kept":
        return _without_mirrors(settings, named)
    carried = {}
    for name, value in settings.items():
        if name in ALWAYS_KEPT or (reading == "as measured" and name not in RESET):
            carried[name] = value
        elif name in DEFAULTS:
            carried[name] = DEFAULTS[name]
    return carried


def _without_mirrors(settings: Block, named: Block) -> Block:
    """The settings without the other place of each verification text that is named (P13)."""
    kept, template = dict(settings), dict(settings.get(TEMPLATE) or {})
    for old, new in MIRRORS.items():
        if TEMPLATE in named:
            kept.pop(old, None)
        elif old in named:
            template.pop(new, None)
    return {**kept, TEMPLATE: template} if template else kept


def _completed(settings: Block, named: Block) -> Block:
    """The settings with what Cognito fills in of those that are named, and without those that mean nothing."""
    settings = dict(settings)
    for name in ("AutoVerifiedAttributes", "AccountRecoverySetting"):  # an empty recovery is the legacy one
        if name in named and not named[name]:
            settings.pop(name, None)
    for name in ("EmailConfiguration", "AdminCreateUserConfig"):
        if name in named:
            settings[name] = {**DEFAULTS[name], **named[name]}
    if "DcrConfiguration" in named:  # P22
        settings["DcrConfiguration"] = {"EnableStatus": "Enabled", **named["DcrConfiguration"]}
    _mirror(settings)
    return settings


def _mirror(settings: Block) -> None:
    """P13: the template wins, and is read back in both."""
    if not any(settings.get(name) for name in (TEMPLATE, *MIRRORS)):
        return
    template = {**DEFAULTS[TEMPLATE], **(settings.get(TEMPLATE) or {})}
    for old, new in MIRRORS.items():
        if new not in template and settings.get(old):
            template[new] = settings[old]
        settings.pop(old, None)
        if new in template:
            settings[old] = template[new]
    settings[TEMPLATE] = template


def _policies(live: Block, named: Block) -> Block:
    """The policies: what is not sent stays (R84), what is sent replaces, and a partial password policy is filled in."""
    policies = {**live, **{name: policy for name, policy in named.items() if policy}}
    if named.get("PasswordPolicy"):
        policies["PasswordPolicy"] = {**PARTIAL_PASSWORD_POLICY, **named["PasswordPolicy"]}
    return policies


# -- refusals ----------------------------------------------------------------------------------------------------------


def _check_mirrors(pool: Pool, named: Block, switches: Switches) -> None:
    """F1, P14."""
    days = (pool.settings.get("Policies") or {}).get("PasswordPolicy", {}).get("TemporaryPasswordValidityDays")
    sent_back = "UnusedAccountValidityDays" in (named.get("AdminCreateUserConfig") or {})
    if sent_back and days is not None and ("Policies" in named or switches["P12"] == "refused"):
        raise Rejected(
            "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"
        )
    both = {"EmailMessage", "EmailMessageByLink"} <= (named.get(TEMPLATE) or {}).keys()
    if both and switches["P14"] == "refused":
        raise Rejected("EmailMessage and EmailMessageByLink cannot be used together")  # text not recorded


def _check_mode(pool: Pool, named: Block) -> None:
    """E17."""
    if named.get("MfaConfiguration", "OFF") != "OFF" and not (pool.sms or pool.mfa.keys() & set(FACTORS)):
        raise Rejected("Cannot turn MFA functionality ON, once the user pool has been created.")


def _check(pool: Pool, named: Block) -> None:
    """What both operations refuse."""
    _check_lambdas(pool.settings.get("LambdaConfig") or {})
    _check_recovery(pool)
    _check_email(pool, named)
    _check_verification(pool.settings)
    if "PASSWORD" not in pool.first_factors:
        raise Rejected("PASSWORD should be configured as one of the allowed first auth factors.")  # F9
    if "SmsConfiguration" in named or pool.settings.get("SmsConfiguration"):  # R60
        check_sender(pool.region, pool.account, pool.settings["SmsConfiguration"])


def _check_lambdas(triggers: Block) -> None:
    """F5, F6."""
    config = triggers.get("PreTokenGenerationConfig") or {}
    if config and triggers.get("PreTokenGeneration", config["LambdaArn"]) != config["LambdaArn"]:
        raise Rejected(
            "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's"
        )
    if ("CustomSMSSender" in triggers or "CustomEmailSender" in triggers) and "KMSKeyID" not in triggers:
        raise Rejected("KMSKeyId parameter is required when Custom SMS/Email Lambda trigger is used.")


def _check_recovery(pool: Pool) -> None:
    """F8, E20."""
    invalid = "Invalid account recovery setting parameter. Account Recovery Setting cannot use "
    names = pool.recovery
    if "admin_only" in names and len(names) > 1:
        raise Rejected(f"{invalid}admin_only setting with any other recovery mechanisms.")
    if names == ["verified_phone_number"] and pool.sms:
        raise Rejected(f"{invalid}verified_phone_number as a recovery mechanism when SMS MFA is configured.")


def _check_email(pool: Pool, named: Block) -> None:
    """F10, F11, F12, F14: the identity is looked at when it is sent (P18)."""
    if "EmailConfiguration" not in named or pool.sender != "DEVELOPER":
        return
    email = pool.settings["EmailConfiguration"]
    if not email.get("SourceArn"):
        raise Rejected("Source ARN is required to use DEVELOPER email sending owner")
    identity = re.fullmatch(r"arn:[\w-]+:ses:([\w-]+):(\d{12}):identity/.+", email["SourceArn"])
    regions = SES_REGIONS | {pool.region}
    if not identity or identity[1] not in regions:
        listed = ", ".join(sorted(regions))
        raise Rejected(
            "Invalid EmailConfiguration.SourceArn. Provided SourceArn must be in one of the following SES regions: "
            f"{listed}."
        )
    if identity[2] != pool.account:
        raise Rejected("Cognito is not allowed to use your email identity", "InvalidEmailRoleAccessPolicyException")
    if "From" in email and "@" not in email["From"]:
        raise Rejected("Provided From email address is invalid")


def _check_verification(settings: Block) -> None:
    """F3."""
    updates = (settings.get("UserAttributeUpdateSettings") or {}).get("AttributesRequireVerificationBeforeUpdate") or []
    if not set(updates) <= set(settings.get("AutoVerifiedAttributes") or []):
        raise Rejected(
            "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes"
        )


def _check_tier(pool: Pool, tolerated: set[str]) -> None:
    """F7, E7: features above the tier, but for those that the pool had before (P24)."""
    features = [feature for feature in _beyond_tier(pool) if feature not in tolerated]
    if features:
        raise unavailable_in_tier(str(pool.settings["UserPoolTier"]), ", ".join(features))


def _beyond_tier(pool: Pool) -> Iterator[str]:
    """The features that the pool's tier does not have."""
    settings, tier = pool.settings, pool.settings.get("UserPoolTier")
    if tier != "PLUS" and (settings.get("UserPoolAddOns") or {}).get("AdvancedSecurityMode", "OFF") != "OFF":
        yield THREATS
    if tier != "LITE":
        return
    tokens = (settings.get("LambdaConfig") or {}).get("PreTokenGenerationConfig") or {}
    if tokens.get("LambdaVersion", "V1_0") != "V1_0":
        yield TOKENS
    if pool.first_factors & PASSWORDLESS:
        yield CODES
    if EMAIL in pool.mfa and pool.mode != "OFF":
        yield EMAILS
    levels = (settings.get("AcrConfiguration") or {}).values()
    if any(not level["AcrValue"].startswith("urn:cognito:loa:") for level in levels):  # P21
        yield ACRS
    if (settings.get("DcrConfiguration") or {}).get("EnableStatus") == "Enabled":
        yield REGISTRATION


def _check_sms(pool: Pool, updated: Pool, named: Block, switches: Switches) -> None:
    """F4, which is E16, and R84."""
    seen = named if switches["P16"] == "request" else updated.settings
    if not seen.get("SmsConfiguration"):
        check_phone_verification(updated.settings)
    if switches["R84"] == "refused" and updated.first_factors != pool.first_factors:
        check_sms_first_factor(updated)


def check_sms_first_factor(pool: Pool) -> None:
    """R84."""
    if "SMS_OTP" in pool.first_factors and not pool.settings.get("SmsConfiguration"):
        raise Rejected("SMS_OTP can not be configured as AuthFactor as user pool is missing valid SMS configuration")


def _check_email_factor(pool: Pool, switches: Switches) -> None:
    """F15: email is a factor, and the sender or the recovery goes below what it needs (P27); the text is not recorded."""
    if EMAIL not in pool.mfa or pool.mode == "OFF" or switches["P27"] == "accepted":
        return
    if pool.sender == "COGNITO_DEFAULT":
        raise Rejected("Cannot set EmailSendingAccount to COGNITO_DEFAULT when email MFA is configured")
    if set(pool.recovery) <= {"verified_email"}:
        raise Rejected(INVALID_RECOVERY_FOR_EMAIL)


def _check_first_factors(pool: Pool) -> None:
    """E3, E18 (R59)."""
    if pool.mode != "ON":
        return
    check_one_time_passwords(pool.first_factors)
    if "WEB_AUTHN" in pool.first_factors and pool.passkey_factor != MULTI:
        raise Rejected("WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA")
