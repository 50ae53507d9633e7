# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CreateUserPool arguments that several tests share."""

from __future__ import annotations

from typing import Any

# Sends email through an identity of its own.
SES: dict[str, Any] = {
    "EmailConfiguration": {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    }
}


def recovery(*names: str) -> dict[str, Any]:
    """Account recovery by these mechanisms, the first one preferred."""
    mechanisms = [{"Name": name, "Priority": rank} for rank, name in enumerate(names, 1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}}


# A pool on which no pool-dependent rule applies.
OPEN_POOL: dict[str, Any] = {**SES, **recovery("verified_email", "verified_phone_number")}
