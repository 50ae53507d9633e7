# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary of a configuration: API names, option names, normal form, factors, what a service model can carry.

A *configuration* is a plain dictionary in the API's names and nesting, as GetUserPoolMfaConfig returns it (R19 to
R23a), without ``ResponseMetadata``.  Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Iterator
from typing import List
from typing import Mapping
from typing import Tuple

from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict
from ansible.module_utils.common.dict_transformations import dict_merge
from ansible.module_utils.common.dict_transformations import snake_dict_to_camel_dict

from .options import MFA_OPTIONS
from .options import Option

Config = Dict[str, Any]
Path = Tuple[str, ...]

MODE_MEMBER = "MfaConfiguration"
SMS = "SmsMfaConfiguration"
SMS_SENDER = "SmsConfiguration"
TOTP = "SoftwareTokenMfaConfiguration"
EMAIL = "EmailMfaConfiguration"
PASSKEYS = "WebAuthnConfiguration"
MULTI_FACTOR = "MULTI_FACTOR_WITH_USER_VERIFICATION"

SMS_FACTOR = "SMS_MFA"

# The factors by the names that AWS gives them where it lists them (EnabledMfas of AWS::Cognito::UserPool).
# Passkeys are not a factor: they never satisfy the mode by themselves (R33).
FACTORS: Dict[str, str] = {SMS_FACTOR: SMS, "SOFTWARE_TOKEN_MFA": TOTP, "EMAIL_OTP": EMAIL}


def to_api(options: Mapping[str, Any]) -> Config:
    """Module options, without those that are not set, as a configuration."""
    config: Config = snake_dict_to_camel_dict(dict(options), capitalize_first=True)
    if MODE_MEMBER in config:
        config[MODE_MEMBER] = config[MODE_MEMBER].upper()
    return config


def to_options(config: Config) -> Dict[str, Any]:
    """A configuration in the names of the module's options."""
    options: Dict[str, Any] = camel_dict_to_snake_dict(config)
    return options


def option_name(path: Path) -> str:
    """The dotted option name of a member, as in ``web_authn_configuration.relying_party_id``."""
    return ".".join(next(iter(camel_dict_to_snake_dict({member: None}))) for member in path)


def api_name(name: str) -> str:
    """The API's name of an option."""
    return str(next(iter(snake_dict_to_camel_dict({name: None}, capitalize_first=True))))


MEMBERS: Tuple[str, ...] = tuple(map(api_name, MFA_OPTIONS))
"""The members that tasks can set, of a configuration: the mode and the blocks."""


def _assumed(options: Mapping[str, Option]) -> Dict[str, Any]:
    assumed: Dict[str, Any] = {}
    for name, option in options.items():
        value = option.assumed or _assumed(option.suboptions)
        if value:
            assumed[name] = value
    return assumed


_ASSUMED: Config = to_api(_assumed(MFA_OPTIONS))


def mode(config: Config) -> str:
    """The MFA mode; a mode that is left out is OFF (R2, R78)."""
    return str(config.get(MODE_MEMBER, _ASSUMED[MODE_MEMBER]))


def is_enabled(block: str, value: Mapping[str, Any]) -> bool:
    """Whether a factor's block switches the factor on: the presence of SMS and email, the flag of TOTP (R5, R10)."""
    return block != TOTP or bool(value.get("Enabled"))


def without_empty(config: Config) -> Config:
    """The configuration without empty texts; ``""`` is how a task asks for Cognito's default.  Blocks stay, even empty."""
    return {
        member: without_empty(value) if isinstance(value, dict) else value
        for member, value in config.items()
        if value != ""
    }


def without_disabled_factors(config: Config) -> Config:
    """The configuration without factor blocks that mean nothing: all of them in OFF (R22, U1), and a disabled TOTP (R5)."""
    off = mode(config) == "OFF"
    return {
        member: value
        for member, value in config.items()
        if member not in FACTORS.values() or (not off and is_enabled(member, value))
    }


def normal(config: Config) -> Config:
    """The normal form: what means the same is equal, whatever the service spelled out or left out (R5, R24, R26, R79)."""
    kept = without_disabled_factors(without_empty(config))
    defaults = {name: value for name, value in _ASSUMED.items() if name == MODE_MEMBER or name in kept}
    result: Config = dict_merge(defaults, kept)
    return result


def enabled_factors(config: Config) -> List[str]:
    """The names of the enabled factors, none while the mode is OFF (R22).

    SMS beside another factor says no more than that the pool can send SMS: Cognito shows its settings either way (R82).
    """
    enabled = without_disabled_factors(config)
    return [name for name, block in FACTORS.items() if block in enabled]


def leaves(config: Mapping[str, Any], above: Path = ()) -> Iterator[Tuple[Path, Any]]:
    """Every value with its path; an empty block counts as a value."""
    for member, value in config.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*above, member))
        else:
            yield (*above, member), value


def get(config: Mapping[str, Any], path: Path) -> Any:
    """The value at a path, or None."""
    value: Any = config
    for member in path:
        value = value.get(member) if isinstance(value, dict) else None
    return value


def unsendable(config: Mapping[str, Any], model: Mapping[str, Any], above: Path = ()) -> Iterator[Path]:
    """The members that ``model``, the tree of members of a service model, does not know and so could not send (R72)."""
    for member, value in config.items():
        path = (*above, member)
        if member not in model:
            yield path
        elif isinstance(value, dict):
            yield from unsendable(value, model[member], path)
