# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run puts in place of the catalogue's placeholders, and takes out of what it writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HIDDEN = "<hidden>"
SECRETS = frozenset(
    (
        "AccessToken",
        "ClientSecret",
        "IdToken",
        "PASSWORD",
        "Password",
        "RefreshToken",
        "SecretCode",
        "SecretHash",
        "Session",
        "TemporaryPassword",
        "UserCode",
    )
)
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[^\s:\"']*:[^\s:\"']*:[^\s\"']+")
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


@dataclass(frozen=True)
class Values:
    """Of one run.

    :ivar role: ARN of the IAM role that Cognito sends SMS with, or none.
    :ivar identity: ARN of the SES identity that Cognito sends email with, or none.
    """

    account: str
    region: str
    role: str = ""
    identity: str = ""

    def placeholders(self) -> dict[str, str]:
        """Each with its value."""
        return {
            "<sms-role>": self.role,
            "<ses-identity>": self.identity,
            "<other-account>": "999999999999",
            "<account>": self.account,
            "<other-region>": "us-west-2" if self.region == "sa-east-1" else "sa-east-1",
            "<region>": self.region,
        }

    def fill(self, value: Any) -> Any:
        """A request with values in place of placeholders."""

        def filled(text: str) -> str:
            for placeholder, known in self.placeholders().items():
                text = text.replace(placeholder, known)
            return text

        return mapped(value, filled)

    def hide(self, value: Any) -> Any:
        """A request or an answer without credentials, account numbers and ARNs."""
        known = {arn: name for name, arn in self.placeholders().items() if arn.startswith("arn:")}

        def hidden(text: str) -> str:
            for arn, name in known.items():
                text = text.replace(arn, name)
            text = _ARN.sub(_without_account, text)
            return _ACCOUNT.sub("<account>", text)

        return mapped(_without_secrets(value), hidden)


def _without_account(found: re.Match[str]) -> str:
    """Of an ARN only its service, since what it names is nobody's business."""
    return f"<{found[0].split(':')[2]}-arn>"


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: HIDDEN if name in SECRETS else _without_secrets(member) for name, member in value.items()}
    return [_without_secrets(member) for member in value] if isinstance(value, list) else value


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """A value with every text in it changed."""
    if isinstance(value, dict):
        return {name: mapped(member, change) for name, member in value.items()}
    if isinstance(value, list):
        return [mapped(member, change) for member in value]
    return change(value) if isinstance(value, str) else value
