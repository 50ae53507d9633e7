# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proposal laid over what is live, refused where Cognito would refuse it.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import NamedTuple

from .._mfa.config import Config
from .._mfa.config import FACTORS
from .._mfa.config import MULTI_FACTOR
from .._mfa.config import normal
from .._mfa.config import option_name
from .._mfa.config import SMS_SENDER
from .._mfa.config import TOTP
from .._mfa.plan import make_plan
from .._mfa.plan import Plan
from .._mfa.plan import Wanted
from .._mfa.refusal import Refusal
from .._mfa.rules import applicable_rules
from .._mfa.rules import pool_dependent_rules
from .._mfa.rules import PREREQUISITES
from .._mfa.rules import Rule
from .._mfa.rules import RULES
from .decision import PoolSettings
from .decision import SMS_MFA
from .facts import pool_settings

DEFAULT: Mapping[str, Any] = {"mfa_configuration": "ON"}
"""What is proposed unless the task says otherwise: the live pool with the mode ON."""

RECOVERY_OPTION = "proposed.account_recovery_setting.recovery_mechanisms"
ADMIN_ONLY, PHONE = "admin_only", "verified_phone_number"
_PHONE_AND_SMS = (
    "recovery by phone alone excludes the SMS factor",
    "Add verified_email, or leave SMS_MFA out",
    "E20",
)
_CONFIG_MODULE = "latchkey.cognito.user_pool_mfa_config"
HINTS: Mapping[str, str] = {
    "E2": "Name SMS_MFA, SOFTWARE_TOKEN_MFA or EMAIL_OTP in proposed.factors",
    "E4": f'Use "OPTIONAL", or first set factor_configuration to {MULTI_FACTOR} with {_CONFIG_MODULE}',
    "E7": f"First set user_pool_tier to ESSENTIALS or PLUS with {PREREQUISITES}, or leave EMAIL_OTP out of proposed.factors",
    "E8": f"Leave SMS_MFA out of proposed.factors, or first set sms_mfa_configuration with {_CONFIG_MODULE}",
}
"""What to do about rows whose own hints name options that a proposal does not have, by their numbers."""


class Proposal(NamedTuple):
    """A pool as it is, and as it would be.

    :ivar live: the settings of today.
    :ivar proposed: the settings that are asked about.
    :ivar warnings: refusals that are reported, not measured.
    """

    live: PoolSettings
    proposed: PoolSettings
    warnings: List[str]


def make_proposal(config: Config, description: Config, proposed: Mapping[str, Any]) -> Proposal:
    """Lay what is proposed over a live pool; what it does not name stays.

    :arg config: what GetUserPoolMfaConfig returned.
    :arg description: what DescribeUserPool returned.
    :arg proposed: options of the module, nothing unset in them.
    :raises Refusal: if Cognito would refuse it.
    """
    described = dict(description)
    if "account_recovery_setting" in proposed:
        described["AccountRecoverySetting"] = _recovery_setting(proposed["account_recovery_setting"])
    plan = make_plan(config, _wanted(proposed), _stored_sms(description))
    refusals = [(rule, _refusal(rule, proposed)) for rule in _broken_rules(plan, described)]
    for rule, refusal in refusals:
        if rule.refuses or rule.confidence == "MEASURED":
            raise refusal
    reported = [refusal for _rule, refusal in refusals]
    settings = pool_settings(plan.after, described)
    if "account_recovery_setting" in proposed and settings.recovery == (PHONE,) and SMS_MFA in settings.factors:
        reported.append(Refusal(RECOVERY_OPTION, [PHONE], *_PHONE_AND_SMS))
    warnings = [f"Cognito may refuse what is proposed. {refusal}" for refusal in reported]
    return Proposal(pool_settings(normal(config), description), settings, warnings)


def _wanted(proposed: Mapping[str, Any]) -> Wanted:
    """The task that would bring the proposal about: factors that are not named are removed."""
    options: Dict[str, Any] = {}
    if "mfa_configuration" in proposed:
        options["mfa_configuration"] = proposed["mfa_configuration"]
    for factor in proposed.get("factors") or []:
        block = FACTORS[factor]
        options[option_name((block,))] = {"enabled": True} if block == TOTP else {}
    return Wanted(options, purge_factors="factors" in proposed)


def _stored_sms(description: Config) -> Config:
    """The SMS block in a pool's description (R8)."""
    return {
        member: description[member] for member in ("SmsAuthenticationMessage", SMS_SENDER) if description.get(member)
    }


def _recovery_setting(setting: Mapping[str, Any]) -> Config:
    """The proposed account recovery in the API's names.

    :raises Refusal: if it is none that Cognito takes.
    """
    mechanisms = setting["recovery_mechanisms"]
    names, priorities = ([mechanism[member] for mechanism in mechanisms] for member in ("name", "priority"))
    if ADMIN_ONLY in names and len(names) > 1:
        raise Refusal(
            RECOVERY_OPTION, names, "admin_only excludes every other mechanism", "Name it alone, or leave it out", "F8"
        )
    if not names or sorted(priorities) != list(range(1, len(names) + 1)) or len(set(names)) < len(names):
        problem = "account recovery has one or two different mechanisms, of the priorities 1 and 2"
        raise Refusal(RECOVERY_OPTION, mechanisms, problem, "Name the primary one with the priority 1", "P25")
    return {"RecoveryMechanisms": [{"Name": name, "Priority": rank} for name, rank in zip(names, priorities)]}


def _broken_rules(plan: Plan, description: Config) -> List[Rule]:
    """The rows of the rules table that the proposal breaks; what is live already is refused by none."""
    if not plan.changed and not plan.wanted.options:
        return []
    broken = [rule for rule in RULES if rule.refuses and rule.refuses(plan)]
    return broken or (applicable_rules(pool_dependent_rules(plan), description) if plan.changed else [])


def _refusal(rule: Rule, proposed: Mapping[str, Any]) -> Refusal:
    """A row in the names of this module's options."""
    option = "factors" if "factors" in proposed and rule.option != "mfa_configuration" else "mfa_configuration"
    hint = HINTS.get(rule.id, rule.hint)
    return Refusal(f"proposed.{option}", proposed.get(option), rule.problem, hint, rule.id)
