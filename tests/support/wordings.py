# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Cognito words its refusals: the texts of section 11 of docs/service-behaviour.md."""

from __future__ import annotations

INVALID = "InvalidParameterException"

WORDINGS: list[tuple[str, str, str]] = [
    ("E1", INVALID, "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."),
    ("E2", INVALID, "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled."),
    (
        "E2",
        INVALID,
        "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    ),
    (
        "E3",
        INVALID,
        "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    ),
    (
        "E4",
        INVALID,
        "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed "
        "first auth factor",
    ),
    (
        "E5",
        INVALID,
        "Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of "
        "COGNITO_DEFAULT. Update the value of EmailSendingAccount.",
    ),
    (
        "E6",
        INVALID,
        "Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only "
        "verified_email in RecoveryMechanisms.",
    ),
    (
        "E7",
        "FeatureUnavailableInTierException",
        "The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In",
    ),
    ("E8", INVALID, "Invalid SMS MFA configuration given, external id and a valid caller arn are required"),
    ("E9", "InvalidSmsRoleTrustRelationshipException", "Role does not have a trust relationship allowing ..."),
    ("E10", "InvalidSmsRoleAccessPolicyException", "Role does not have permission to publish with SNS"),
    ("E11", INVALID, "Cross-account pass role is not allowed."),
    ("E12", INVALID, "Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1"),
    ("E13", INVALID, "1 validation error detected: ... Member must satisfy enum value set: [OFF, ON]"),
    ("E14", INVALID, "1 validation error detected: ... Member must satisfy regular expression pattern: .*"),
    ("E14", INVALID, "1 validation error detected: ... Member must have length less than or equal to 140"),
    ("E15", INVALID, "RelyingPartyId contains invalid characters"),
    ("E16", INVALID, "SMS configuration is required when phone_number is selected for auto verification"),
    ("E21", "ResourceNotFoundException", "User pool us-east-1_x does not exist."),
    ("E24", "OperationNotEnabledException", "anything"),
]
"""Number, exception class and text of each."""
