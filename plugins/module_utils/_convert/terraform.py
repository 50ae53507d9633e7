# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Terraform's ``aws_cognito_user_pool`` into module options.

Its MFA attributes have the names of our options, but the members of the SMS factor stand at the top, since the pool shares
them (R8), and every block is a list of one.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from typing import Any
from typing import Dict
from typing import Mapping

from .._mfa.options import MFA_OPTIONS
from .._mfa.options import Option
from .._mfa.options import USER_POOL_ID
from .common import declared
from .common import FACTOR_OPTIONS
from .common import known
from .common import mapping
from .common import Options
from .common import options_of_members
from .common import refuse_endless
from .common import Untranslatable
from .terraform_documents import first_unknown
from .terraform_documents import pool_in

_SMS = "sms_mfa_configuration"
_SHARED = MFA_OPTIONS[_SMS].suboptions

ATTRIBUTES: Dict[str, Option] = {
    "id": USER_POOL_ID,
    **{name: option for name, option in MFA_OPTIONS.items() if name != _SMS},
    **_SHARED,
}
"""The attributes that are read, each with the option that it is."""

OTHERS = (
    "account_recovery_setting",
    "admin_create_user_config",
    "alias_attributes",
    "arn",
    "auto_verified_attributes",
    "creation_date",
    "custom_domain",
    "deletion_protection",
    "device_configuration",
    "domain",
    "email_configuration",
    "email_verification_message",
    "email_verification_subject",
    "endpoint",
    "estimated_number_of_users",
    "lambda_config",
    "last_modified_date",
    "name",
    "password_policy",
    "region",
    "schema",
    "sign_in_policy",
    "sms_verification_message",
    "tags",
    "tags_all",
    "user_attribute_update_settings",
    "user_pool_add_ons",
    "user_pool_tier",
    "username_attributes",
    "username_configuration",
    "verification_message_template",
)
"""The attributes that have nothing to do with MFA."""

_FACTORS = (*_SHARED, *FACTOR_OPTIONS)
_YET = "it is missing, because Terraform only knows it after apply"
_APPLY = "Apply the plan, and take the resource from the state"
_EXPRESSION = re.compile(r"[$%]\{(?!#)")


def from_terraform(given: Any, sms_factor: bool = True) -> Options:
    """The options of a task that leaves such a pool as it is.

    :arg given: the resource as ``terraform show -json`` has it, its attributes alone, or a state or plan with one pool.
    :arg sms_factor: whether SMS settings make SMS a factor, as Terraform itself has it.
    :raises Untranslatable: for an attribute that is not known, or a value that Terraform does not know yet.
    """
    pool = pool_in(mapping(given, "The resource", whole=False))
    attributes = mapping(pool.attributes, pool.place or "The resource")
    refuse_endless(pool.unknown, "after_unknown")
    known(attributes, (*ATTRIBUTES, *OTHERS))
    _refuse_unknown(attributes, pool.unknown)
    found = {
        name: _plain(name, value, ATTRIBUTES[name])
        for name, value in _needed(attributes).items()
        if name in ATTRIBUTES and value
    }
    options = options_of_members(found, ATTRIBUTES, lambda name: name)
    sms = {name: options.pop(name) for name in _SHARED if name in options}
    if sms_factor and "sms_configuration" in sms:
        options[_SMS] = sms
    if options.get("mfa_configuration", "OFF") != "OFF" and _SMS in options:
        _refuse_unknown_role(attributes["sms_configuration"])
    settings = {"user_pool_id" if name == "id" else name: value for name, value in options.items()}
    return declared(settings, evaluated=True)


def _refuse_unknown_role(blocks: Any) -> None:
    """Refuse SMS settings without a role: the values of a plan leave out what Terraform finds out when it applies it.

    An empty role is one that this release of the provider does not know.
    """
    sender = _only(blocks)
    end_user_messaging = _only(sender.get("eums_sms"))
    block, member = ("eums_sms", "caller_arn") if end_user_messaging else ("", "sns_caller_arn")
    if (end_user_messaging or sender).get(member) is None:
        name = ".".join(part for part in ("sms_configuration", block, member) if part)
        raise Untranslatable(name, None, _YET, _APPLY)


def _only(blocks: Any) -> Mapping[str, Any]:
    """The block of a list of one; empty for none."""
    block = (blocks or [{}])[0] if isinstance(blocks, list) else blocks
    return block or {}


def _refuse_unknown(attributes: Mapping[str, Any], unknown: Any) -> None:
    """Refuse a plan that has yet to find out an MFA attribute; the ID of a pool that it creates is left out."""
    off = attributes.get("mfa_configuration") == "OFF"
    needed = [name for name in ATTRIBUTES if name != "id" and not (off and name in _FACTORS)]
    listed = unknown if isinstance(unknown, Mapping) else {}
    name = first_unknown({name: listed[name] for name in needed if name in listed})
    if name:
        raise Untranslatable(name, None, _YET, _APPLY)


def _needed(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """The attributes without the expressions of factors that the mode OFF drops."""
    if attributes.get("mfa_configuration") != "OFF":
        return attributes
    return {name: value for name, value in attributes.items() if name not in _FACTORS or not _holds_expression(value)}


def _holds_expression(value: Any) -> bool:
    if isinstance(value, (list, Mapping)):
        return any(_holds_expression(inner) for inner in (value.values() if isinstance(value, Mapping) else value))
    return isinstance(value, str) and bool(_EXPRESSION.search(value))


def _plain(name: str, value: Any, option: Option) -> Any:
    """A value without what Terraform puts for an attribute that is not set: null, and an empty text."""
    if option.suboptions:
        return _block(name, value, option)
    if isinstance(value, str) and _EXPRESSION.search(value):
        problem = "this is an expression, whose value only Terraform knows"
        raise Untranslatable(name, value, problem, "Take the resource from the state, with terraform show -json")
    return value


def _block(name: str, value: Any, option: Option) -> Any:
    blocks = value if isinstance(value, list) else [value]
    if len(blocks) > 1:
        raise Untranslatable(name, None, "there is more than one block", "Keep one")
    members = {} if blocks[0] is None else blocks[0]
    if not isinstance(members, Mapping):
        return members
    return {
        member: _plain(f"{name}.{member}", inner, option.suboptions.get(member, option))
        for member, inner in members.items()
        if inner not in (None, "", [])
    }
