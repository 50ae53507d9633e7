# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policy of an audit: its schema, which is an argument spec, and what it means.

Where a policy speaks of a setting it uses the name of the module's option.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._mfa.config import FACTORS
from .._mfa.config import SMS_FACTOR
from .._mfa.options import MFA_OPTIONS
from .._mfa.text import original_key
from .._mfa.text import portable
from .checks import CHECKS
from .checks import SEVERITIES
from .model import PlainExemption
from .policy_shapes import MAX_SHOWN
from .policy_shapes import PolicyError
from .policy_shapes import refuse_shapes

POLICY_MODES: Tuple[str, ...] = ("ON", "OPTIONAL")
"""The modes that a policy can require, the stricter one first."""

USER_VERIFICATIONS: Tuple[str, ...] = ("required", "preferred")
"""The user verification of passkeys that a policy can require, the stricter one first."""

_EXCUSABLE = [name for name, check in CHECKS.items() if check.excusable]
_FACTOR_CONFIGURATIONS = list(
    MFA_OPTIONS["web_authn_configuration"].suboptions["factor_configuration"].choices,
)

SPEC: Dict[str, Dict[str, Any]] = {
    "title": {"type": "str", "default": "MFA policy"},
    # Unquoted ON reaches the policy as a boolean, as with the modules' own option.
    "mfa_configuration": {
        "type": "str",
        "choices": [*POLICY_MODES, *(mode.lower() for mode in POLICY_MODES)],
        "default": "ON",
    },
    "allowed_factors": {"type": "list", "elements": "str", "choices": list(FACTORS), "default": list(FACTORS)},
    "forbidden_factors": {"type": "list", "elements": "str", "choices": list(FACTORS), "default": []},
    "allow_sms_only": {"type": "bool", "default": False},
    "allow_sms_settings": {"type": "bool", "default": False},
    "web_authn_configuration": {
        "type": "dict",
        "options": {
            "user_verification": {"type": "str", "choices": list(USER_VERIFICATIONS)},
            "factor_configuration": {"type": "str", "choices": _FACTOR_CONFIGURATIONS},
        },
    },
    "severities": {
        "type": "dict",
        "options": {name: {"type": "str", "choices": list(SEVERITIES)} for name in CHECKS},
    },
    "exceptions": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "user_pool_id": {"type": "str"},
            "user_pool_name": {"type": "str"},
            "tags": {"type": "dict"},
            "checks": {"type": "list", "elements": "str", "choices": _EXCUSABLE, "default": _EXCUSABLE},
            "reason": {"type": "str", "required": True},
            "expires": {"type": "raw", "required": True},
        },
        "required_one_of": [("user_pool_id", "user_pool_name", "tags")],
    },
}


@dataclass(frozen=True)
class Exemption:
    """Pools that need not pass some checks for some time: an exception of the policy.

    :ivar user_pool_id: the pool's ID, or None for any.
    :ivar user_pool_name: the pool's whole name, or None for any.
    :ivar tags: tags that the pool has, all of them.
    :ivar checks: names of the checks.
    :ivar expires: the last day.
    """

    user_pool_id: Optional[str]
    user_pool_name: Optional[str]
    tags: Mapping[str, str]
    checks: Tuple[str, ...]
    reason: str
    expires: date

    def expired(self, today: date) -> bool:
        """Whether the last day is over."""
        return today > self.expires

    def covers(self, pool: Mapping[str, Any]) -> bool:
        """Whether a pool is meant.  All that the exception names has to match; what is not known of a pool does not."""
        tags = {original_key(key): portable(value) for key, value in (pool.get("cognito_tags") or {}).items()}
        wanted = {original_key(key): portable(value) for key, value in self.tags.items()}
        return (
            self.user_pool_id in (None, pool["user_pool_id"])
            and portable(self.user_pool_name) in (None, portable(pool.get("user_pool_name")))
            and wanted.items() <= tags.items()
        )


@dataclass(frozen=True)
class Policy:
    """What an audit asks of every pool.

    :ivar mode: the minimum mode.
    :ivar usable_factors: the factors that are allowed and not forbidden.
    :ivar allow_sms_settings: whether SMS settings may stay beside other factors where SMS is not allowed (R82).
    :ivar user_verification: what passkeys have to ask for at least, or None.
    :ivar factor_configuration: what passkeys have to count as, or None.
    :ivar severities: the severity of each check.
    :ivar source: the policy as a plain dictionary, defaults filled in.
    """

    mode: str
    usable_factors: Tuple[str, ...]
    allow_sms_only: bool
    allow_sms_settings: bool
    user_verification: Optional[str]
    factor_configuration: Optional[str]
    severities: Mapping[str, str]
    exceptions: Tuple[Exemption, ...]
    source: Mapping[str, Any]


def parse(raw: Any) -> Policy:
    """A policy from what its YAML says.

    :raises PolicyError: if it is not a dictionary, has unknown keys or values, or contradicts itself.
    """
    if not isinstance(raw, Mapping):
        # ansible-core 2.17 hands on a variable that holds a date as one text.
        hint = '. Quote its days, as in "2027-12-31"' if isinstance(raw, str) and "datetime.date(" in raw else ""
        kind = "empty" if raw is None else type(raw).__name__
        raise PolicyError(f"The policy has to be a dictionary, and is {kind}{hint}")
    refuse_shapes(raw, SPEC)
    result = ArgumentSpecValidator(SPEC).validate(dict(raw))
    if result.error_messages:
        raise PolicyError(f"The policy is not valid: {'; '.join(map(_worded, result.error_messages))}")
    values = dict(result.validated_parameters)
    values["mfa_configuration"] = values["mfa_configuration"].upper()
    exceptions = tuple(_exemption(number, entry) for number, entry in enumerate(values["exceptions"], 1))
    values["exceptions"] = [{name: value for name, value in plain(entry).items() if value} for entry in exceptions]
    severities = values["severities"] or {}
    values["severities"] = {name: severities.get(name) or check.severity for name, check in CHECKS.items()}
    passkeys = values["web_authn_configuration"] or {}
    values["web_authn_configuration"] = {name: value for name, value in passkeys.items() if value}
    usable = _usable_factors(values["allowed_factors"], values["forbidden_factors"], values["allow_sms_only"])
    return Policy(
        mode=values["mfa_configuration"],
        usable_factors=usable,
        allow_sms_only=values["allow_sms_only"],
        allow_sms_settings=values["allow_sms_settings"],
        user_verification=passkeys.get("user_verification"),
        factor_configuration=passkeys.get("factor_configuration"),
        severities=values["severities"],
        exceptions=exceptions,
        source=values,
    )


def plain(exemption: Exemption) -> PlainExemption:
    """An exception as a plain dictionary."""
    return {
        "user_pool_id": exemption.user_pool_id,
        "user_pool_name": exemption.user_pool_name,
        "tags": dict(exemption.tags),
        "checks": list(exemption.checks),
        "reason": exemption.reason,
        "expires": exemption.expires.isoformat(),
    }


def _worded(message: str) -> str:
    """The validator names an unknown key, and what is known, but not that the key is unknown."""
    unknown, separator, known = message.rpartition(". Supported parameters include: ")
    return f"unknown key {unknown} (known are: {known.rstrip('.')})" if separator else message


def _usable_factors(allowed: List[str], forbidden: List[str], allow_sms_only: bool) -> Tuple[str, ...]:
    both = sorted(set(allowed) & set(forbidden))
    if both and set(allowed) != set(FACTORS):
        raise PolicyError(f"The policy both allows and forbids {', '.join(both)}")
    usable = tuple(factor for factor in FACTORS if factor in allowed and factor not in forbidden)
    if not usable:
        raise PolicyError("The policy allows no factor; the modes ON and OPTIONAL need one")
    if usable == (SMS_FACTOR,) and not allow_sms_only:
        raise PolicyError(
            "The policy allows no factor but SMS, and does not allow SMS only; set allow_sms_only to true"
        )
    return usable


def _exemption(number: int, entry: Mapping[str, Any]) -> Exemption:
    """One exception.

    :arg number: its place in the list, from 1, for messages.
    """
    reason = entry["reason"].strip()
    if not reason:
        raise PolicyError(f"Exception {number} of the policy has no reason")
    selectors = {name: entry[name] for name in ("user_pool_id", "user_pool_name", "tags") if entry[name] is not None}
    if not all(selectors.values()):
        empty = next(name for name, value in selectors.items() if not value)
        raise PolicyError(f"Exception {number} of the policy has an empty {empty}, which would match every pool")
    if not entry["checks"]:
        raise PolicyError(f"Exception {number} of the policy names no checks; leave checks out to mean all")
    return Exemption(
        user_pool_id=entry["user_pool_id"],
        user_pool_name=entry["user_pool_name"],
        tags=_tags(number, entry["tags"] or {}),
        checks=tuple(entry["checks"]),
        reason=reason,
        expires=_day(number, entry["expires"]),
    )


def _tags(number: int, tags: Mapping[Any, Any]) -> Dict[str, str]:
    """Tags are texts.  YAML makes 7 of 007 and a boolean of yes, and then no pool would match."""
    for key, value in tags.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise PolicyError(f"Exception {number} of the policy: tag {key} is {value}, which is not text. Quote it")
    return dict(tags)


def _day(number: int, value: Any) -> date:
    """The day that YAML gave as a date, or as text in the form YYYY-MM-DD."""
    text = str(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError("a date has the form YYYY-MM-DD")
        return date.fromisoformat(text)
    except ValueError as error:
        raise PolicyError(
            f"Exception {number} of the policy expires on {text[:MAX_SHOWN]!r}, which is not a date: {error}"
        ) from error
