# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be set of a user pool first, so that Cognito does not refuse the MFA configuration that a remediation asks for.

The refusals are those of the rules table; here is what lets each of them pass, in the order of R54.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Callable
from typing import Dict
from typing import List
from typing import Tuple

from ansible.module_utils.common.dict_transformations import dict_merge

from .._mfa.config import get
from .._mfa.config import to_api
from .._mfa.plan import make_plan
from .._mfa.plan import Wanted
from .._mfa.rules import RULES
from .model import Options
from .task_yaml import Template

FIRST_FACTORS = ("policies", "sign_in_policy", "allowed_first_auth_factors")
MECHANISMS = ("account_recovery_setting", "recovery_mechanisms")

Description = Dict[str, Any]
"""What DescribeUserPool says of the settings that MFA depends on, in the API's names."""

CODES = ("EMAIL_OTP", "SMS_OTP")
SENDER = Template("{{ ses_identity_arn }}")
"""Only its owner knows the identity that sends a user pool's email: a variable, without which the task fails."""


def _without_codes(pool: Description) -> Options:
    """R35: with the mode ON, codes are refused as first factors."""
    allowed: List[str] = get(pool, ("Policies", "SignInPolicy", "AllowedFirstAuthFactors")) or []
    kept = [factor for factor in allowed if factor not in CODES]
    return {"policies": {"sign_in_policy": {"allowed_first_auth_factors": kept or ["PASSWORD"]}}}


def _own_sender(_pool: Description) -> Options:
    """R37: codes by email need an identity of Amazon SES."""
    return {"email_configuration": {"email_sending_account": "DEVELOPER", "source_arn": SENDER}}


def _recovery_by_phone(pool: Description) -> Options:
    """R38: email must not be the only way to recover an account; what there is stays first.

    Without a setting, both addresses recover, the phone first (R81), and it stays so.
    """
    mechanisms = get(pool, ("AccountRecoverySetting", "RecoveryMechanisms")) or []
    added = ["verified_phone_number"] if mechanisms else ["verified_phone_number", "verified_email"]
    names = [*[mechanism["Name"] for mechanism in mechanisms], *added]
    numbered = [{"name": name, "priority": number} for number, name in enumerate(names, 1)]
    return {"account_recovery_setting": {"recovery_mechanisms": numbered}}


def _paid_tier(_pool: Description) -> Options:
    """R39: LITE has neither email MFA nor passkeys."""
    return {"user_pool_tier": "ESSENTIALS"}


_FIXES: Dict[str, Callable[[Description], Options]] = {
    "E7": _paid_tier,
    "E5": _own_sender,
    "E6": _recovery_by_phone,
    "E3": _without_codes,
}
"""What lets a refusal pass, by its number."""


def prerequisites(config: Options, options: Options, described: Options) -> Options:
    """The options of user_pool_mfa_prerequisites without which Cognito would refuse a remediation; empty if it would not.

    :arg config: the MFA configuration that the user pool has.
    :arg options: the remediation.
    :arg described: the settings that MFA depends on, in the names of that module's options.
    """
    settings = {name: value for name, value in options.items() if name != "purge_factors"}
    plan = make_plan(to_api(config), Wanted(settings, purge_factors=bool(options.get("purge_factors"))))
    pool, rules = _description(described), {rule.id: rule for rule in RULES}
    found: Options = {}
    for number, fix in _FIXES.items():
        request, applies = rules[number].applies_to_request, rules[number].applies_to_pool
        if request and applies and request(plan) and applies(pool):
            found = dict_merge(found, fix(pool))
    return found


def _description(described: Options) -> Description:
    """The settings as DescribeUserPool has them; what is not as it should be is not there."""
    mechanisms = [each.get("name") for each in _listed(described, MECHANISMS) if isinstance(each, dict)]
    factors = _listed(described, FIRST_FACTORS)
    return {
        "UserPoolTier": described.get("user_pool_tier"),
        "EmailConfiguration": {"EmailSendingAccount": get(described, ("email_configuration", "email_sending_account"))},
        "AccountRecoverySetting": {
            "RecoveryMechanisms": [{"Name": name} for name in mechanisms if isinstance(name, str)]
        },
        "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": [name for name in factors if isinstance(name, str)]}},
    }


def _listed(described: Options, path: Tuple[str, ...]) -> List[Any]:
    value = get(described, path)
    return value if isinstance(value, list) else []
