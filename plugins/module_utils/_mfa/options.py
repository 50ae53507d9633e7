# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option table: every setting of a user pool's MFA configuration, once.

An option's name is the API member's name in snake_case, so the API name needs no column.  Limits are those of the
service model (R74); the botocore versions are those of the ledger's section 8.  The argument spec is derived from this
table; the documentation is tested against it.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import Dict
from typing import Iterator
from typing import Mapping
from typing import Optional
from typing import Tuple

MODES: Tuple[str, ...] = ("OFF", "ON", "OPTIONAL")

# YAML turns an unquoted ON or OFF into a boolean.  ansible-core turns it back into a choice only where the
# lower-case word is one, so both cases are choices; the value is upper-cased at once.
MODE_CHOICES: Tuple[str, ...] = MODES + tuple(mode.lower() for mode in MODES)

PLACEHOLDER = "{####}"

# ansible-test lets no argument spec have these names; see :func:`open_blocks`.
RESERVED_NAMES = ("message", "syslog_facility")

_ARN = r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:[\w+=/,.@-]*:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+){0,2}"


@dataclass(frozen=True)
class Option:
    """One setting.

    :ivar description: what the value is, for error messages.
    :ivar type: Ansible's type.
    :ivar choices: the values that the service knows.
    :ivar length: fewest and most characters (R74).
    :ivar pattern: a regular expression that the whole value has to match (R74).
    :ivar placeholder: the text has to contain ``{####}`` (R74).
    :ivar region: the value is the name of an AWS region.
    :ivar printable: only letters, marks, numbers, punctuation, symbols and white space are allowed (R74).
    :ivar botocore: first botocore whose service model has the member, where that is not older than any supported one.
    :ivar assumed: the value that the service assumes when the member is absent (R78).
    :ivar default: the value that the option takes when its block is named without it.
    :ivar suboptions: the members of a block.
    """

    description: str
    type: str = "str"
    choices: Tuple[str, ...] = ()
    length: Optional[Tuple[int, int]] = None
    pattern: Optional[str] = None
    placeholder: bool = False
    region: bool = False
    printable: bool = False
    botocore: Optional[str] = None
    assumed: Optional[str] = None
    default: Optional[bool] = None
    suboptions: Mapping[str, Option] = field(default_factory=dict)


def _arn(description: str) -> Option:
    return Option(description, length=(20, 2048), pattern=_ARN)


def _region(description: str) -> Option:
    return Option(description, length=(5, 32), region=True)


def _string(description: str) -> Option:
    return Option(description, length=(0, 131072))


MFA_OPTIONS: Dict[str, Option] = {
    "mfa_configuration": Option("the MFA mode", choices=MODES, assumed="OFF"),
    "sms_mfa_configuration": Option(
        "the SMS factor",
        type="dict",
        suboptions={
            "sms_authentication_message": Option(
                "the text of the SMS", length=(6, 140), pattern=r".*\{####\}.*", placeholder=True
            ),
            "sms_configuration": Option(
                "how Cognito sends SMS",
                type="dict",
                suboptions={
                    "sns_caller_arn": _arn("the IAM role that publishes through Amazon SNS"),
                    "external_id": _string("the external ID in the role's trust policy"),
                    "sns_region": _region("the region that sends through Amazon SNS"),
                    "eums_sms": Option(
                        "how AWS End User Messaging sends SMS",
                        type="dict",
                        botocore="1.43.51",
                        suboptions={
                            "caller_arn": _arn("the IAM role that sends through AWS End User Messaging"),
                            "external_id": _string("the external ID in the role's trust policy"),
                            "origination_identity": _string("the sender"),
                            "configuration_set_name": _string("the configuration set"),
                            "in_entity_id": _string("the entity ID registered in India"),
                            "in_template_id": _string("the template ID registered in India"),
                            "region": _region("the region that sends through AWS End User Messaging"),
                        },
                    ),
                },
            ),
        },
    ),
    "software_token_mfa_configuration": Option(
        "the authenticator app (TOTP) factor",
        type="dict",
        suboptions={"enabled": Option("whether the factor is on", type="bool", default=True)},
    ),
    "email_mfa_configuration": Option(
        "the email factor",
        type="dict",
        botocore="1.35.18",
        suboptions={
            "message": Option("the text of the email", length=(6, 20000), placeholder=True, printable=True),
            "subject": Option("the subject of the email", length=(1, 140), printable=True),
        },
    ),
    "web_authn_configuration": Option(
        "the passkey settings",
        type="dict",
        botocore="1.35.68",
        suboptions={
            "relying_party_id": Option("the relying party's domain", length=(1, 127)),
            "user_verification": Option(
                "whether the authenticator verifies the user", choices=("required", "preferred"), assumed="preferred"
            ),
            "factor_configuration": Option(
                "whether a verified passkey satisfies MFA",
                choices=("SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"),
                botocore="1.42.90",
                assumed="SINGLE_FACTOR",
            ),
        },
    ),
}

USER_POOL_ID = Option("the ID of a user pool", length=(1, 55), pattern=r"[\w-]+_[0-9a-zA-Z]+")


def walk(options: Mapping[str, Option], above: Tuple[str, ...] = ()) -> Iterator[Tuple[Tuple[str, ...], Option]]:
    """Every option of a table with its path of names, blocks before their members."""
    for name, option in options.items():
        path = (*above, name)
        yield path, option
        yield from walk(option.suboptions, path)


def needed_botocore(path: Tuple[str, ...]) -> Optional[str]:
    """The first botocore that models the option at ``path``, from the deepest entry that names one; None when all do."""
    version, options = None, MFA_OPTIONS
    for name in path:
        if name not in options:
            return None
        version, options = options[name].botocore or version, dict(options[name].suboptions)
    return version


ACCOUNT_RECOVERY: Dict[str, Any] = dict(
    type="dict",
    options=dict(
        recovery_mechanisms=dict(
            type="list",
            elements="dict",
            required=True,
            options=dict(
                name=dict(type="str", required=True, choices=["verified_email", "verified_phone_number", "admin_only"]),
                priority=dict(type="int", required=True, choices=[1, 2]),
            ),
        ),
    ),
)
"""The argument of a user pool's account recovery, which decides on factors, too (E6, E20)."""


def argument_spec(options: Mapping[str, Option]) -> Dict[str, Any]:
    """The argument spec of a table."""
    return {name: _argument(name, option) for name, option in options.items()}


def open_blocks() -> Dict[str, Dict[str, Any]]:
    """The blocks that the argument spec leaves open, each with the argument spec of its members."""
    return {name: argument_spec(option.suboptions) for name, option in MFA_OPTIONS.items() if _is_open(option)}


def _is_open(option: Option) -> bool:
    return any(name in RESERVED_NAMES for name in option.suboptions)


def _argument(name: str, option: Option) -> Dict[str, Any]:
    argument: Dict[str, Any] = {"type": option.type}
    if option.choices:
        argument["choices"] = list(MODE_CHOICES if option.choices == MODES else option.choices)
    if option.default is not None:
        argument["default"] = option.default
    if option.suboptions and not _is_open(option):
        argument["options"] = argument_spec(option.suboptions)
    if "token" in name:
        argument["no_log"] = False  # the word is in the name; the value is not a secret
    return argument
