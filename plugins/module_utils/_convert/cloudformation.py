# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CloudFormation's ``AWS::Cognito::UserPool`` into module options.

Its properties are flat, and a list says which factors are on.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Tuple

from .._mfa.config import api_name
from .._mfa.config import FACTORS
from .._mfa.config import option_name
from .._mfa.config import TOTP
from .._mfa.options import Option
from .cloudformation_documents import pool_in
from .common import declared
from .common import known
from .common import mapping
from .common import Options
from .common import options_of_members
from .common import Path
from .common import TASK_OPTIONS
from .common import Untranslatable
from .template_yaml import template

ENABLED = "EnabledMfas"
NO_VALUE = {"Ref": "AWS::NoValue"}
"""What leaves a property out."""

PROPERTIES: Dict[str, Path] = {
    "UserPoolId": ("user_pool_id",),
    "MfaConfiguration": ("mfa_configuration",),
    "SmsAuthenticationMessage": ("sms_mfa_configuration", "sms_authentication_message"),
    "SmsConfiguration": ("sms_mfa_configuration", "sms_configuration"),
    "EmailAuthenticationMessage": ("email_mfa_configuration", "message"),
    "EmailAuthenticationSubject": ("email_mfa_configuration", "subject"),
    "WebAuthnRelyingPartyID": ("web_authn_configuration", "relying_party_id"),
    "WebAuthnUserVerification": ("web_authn_configuration", "user_verification"),
    "WebAuthnFactorConfiguration": ("web_authn_configuration", "factor_configuration"),
}
"""The properties that are read in addition to the list of factors, each with the option that it is."""

OTHERS = (
    "AccountRecoverySetting",
    "AdminCreateUserConfig",
    "AliasAttributes",
    "Arn",
    "AutoVerifiedAttributes",
    "DeletionProtection",
    "DeviceConfiguration",
    "EmailConfiguration",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "IssuerConfiguration",
    "KeyConfiguration",
    "LambdaConfig",
    "Policies",
    "ProviderName",
    "ProviderURL",
    "Schema",
    "SmsVerificationMessage",
    "UserAttributeUpdateSettings",
    "UserPoolAddOns",
    "UserPoolName",
    "UserPoolTags",
    "UserPoolTier",
    "UsernameAttributes",
    "UsernameConfiguration",
    "VerificationMessageTemplate",
)
"""The properties that have nothing to do with MFA."""


def from_cloudformation(given: Any, logical_id: str = "") -> Options:
    """The options of a task that leaves such a pool as it is.

    :arg given: the resource of a template, its properties alone, or what holds one: a template, or an answer of AWS.
    :arg logical_id: which user pool of a template is meant; it may be left out if there is one.
    :raises Untranslatable: for a property that is not known, or one that only CloudFormation can resolve.
    """
    pool = pool_in(template(given, "The resource"), logical_id)
    properties = _without_no_value(mapping(pool.properties, pool.place or "The resource"))
    _refuse_functions({name: value for name, value in properties.items() if name.startswith("Fn::")}, ())
    known(properties, (*PROPERTIES, ENABLED, *OTHERS))
    named = _needed({name: value for name, value in properties.items() if name not in OTHERS})
    _refuse_functions(named, ())
    enabled = _enabled(named)
    table = {name: _option(path) for name, path in PROPERTIES.items()}
    values = options_of_members({name: value for name, value in named.items() if name != ENABLED}, table, _spelled)
    options: Options = {}
    for name, value in values.items():
        _put(options, PROPERTIES[name], value)
    for factor, block in FACTORS.items():
        _switch(options, option_name((block,)), block, factor in enabled)
    return declared(options, evaluated=pool.evaluated)


def _without_no_value(properties: Mapping[Any, Any]) -> Dict[str, Any]:
    return {str(name): value for name, value in properties.items() if value != NO_VALUE}


def _needed(named: Dict[str, Any]) -> Dict[str, Any]:
    """The properties without the functions of those that are dropped: they need no value."""
    mode = named.get("MfaConfiguration")
    if mode is False or mode == "OFF":
        dropped = (ENABLED, *_settings(FACTORS))
    else:
        _refuse_functions({ENABLED: named.get(ENABLED)}, ())
        enabled = _enabled(named)
        dropped = _settings(factor for factor in FACTORS if factor not in enabled)
    return {name: value for name, value in named.items() if name not in dropped or not _holds_functions(value)}


def _settings(factors: Iterable[str]) -> Tuple[str, ...]:
    """The properties that are settings of these factors."""
    blocks = [option_name((FACTORS[factor],)) for factor in factors]
    return tuple(name for name, path in PROPERTIES.items() if path[0] in blocks)


def _refuse_functions(value: Any, path: Path) -> None:
    """Refuse intrinsic functions: what they give only CloudFormation knows."""
    if isinstance(value, Mapping):
        for member, inner in value.items():
            if member in ("Ref", "Condition") or str(member).startswith("Fn::"):
                problem = f"only CloudFormation knows what {member} gives here"
                raise Untranslatable(
                    ".".join(path), dict(value), problem, "Put the value of the deployed pool in its place"
                )
            _refuse_functions(inner, (*path, str(member)))
    elif isinstance(value, list):
        for inner in value:
            _refuse_functions(inner, path)


def _enabled(named: Mapping[str, Any]) -> List[str]:
    """The factors that are on; without the list, what CreateUserPool makes of SMS settings (R46)."""
    listed = named.get(ENABLED, ["SMS_MFA"] if "SmsConfiguration" in named else [])
    if not isinstance(listed, list):
        raise Untranslatable(ENABLED, listed, "this is not a list", f"List some of {', '.join(FACTORS)}")
    for factor in listed:
        if factor not in list(FACTORS):  # which takes what has no hash, too
            problem = f"this factor is not known here; known are {', '.join(FACTORS)}"
            raise Untranslatable(ENABLED, factor, problem, "Leave it out, or use a release that knows it")
    return listed


def _holds_functions(value: Any) -> bool:
    try:
        _refuse_functions(value, ())
    except Untranslatable:
        return True
    return False


def _spelled(name: str) -> str:
    """Blocks have the API's members; the properties themselves keep their names."""
    return name if name in PROPERTIES else api_name(name)


def _option(path: Path) -> Option:
    option = TASK_OPTIONS[path[0]]
    return option.suboptions[path[1]] if len(path) > 1 else option


def _put(options: Options, path: Path, value: Any) -> None:
    if len(path) > 1:
        options.setdefault(path[0], {})[path[1]] = value
    else:
        options[path[0]] = value


def _switch(options: Options, name: str, block: str, enabled: bool) -> None:
    """Settings of a factor that is not on are none of an MFA configuration; a factor that is on needs no settings."""
    if not enabled:
        options.pop(name, None)
    elif block == TOTP:
        options[name] = {"enabled": True}
    else:
        options.setdefault(name, {})
