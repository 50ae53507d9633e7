# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of readiness that several tests share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.decision import OUTCOMES

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "mfa-readiness.schema.json").read_text(encoding="utf-8"))
)
SETTINGS = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"], "account_recovery": ["verified_email"]}


def result(name: str = "customers", text: str = "Some text.", **outcomes: int) -> dict[str, Any]:
    """A result of user_pool_mfa_readiness_info, as a loop registers it.

    :arg text: in the place of whatever is a text.
    :arg outcomes: users by outcome.
    """
    counts = {**dict.fromkeys(OUTCOMES, 0), **outcomes}
    total = sum(counts.values())
    point = {"estimate": 0.5, "low": 0.25, "high": 0.75}
    reasons = [
        {"rule": "D5", "outcome": outcome, "problem": text, "hint": text, "count": count, "examples": [text]}
        for outcome, count in outcomes.items()
    ]
    return {
        "item": {"user_pool_id": f"us-east-1_{name}", "region": "us-east-1", "account_id": "123456789012"},
        "readiness": {
            "user_pool_id": f"us-east-1_{name}",
            "user_pool_name": name,
            "live": {**SETTINGS, "mfa_configuration": "OFF", "factors": [], "outcomes": {**counts, "signed_in": total}},
            "proposed": SETTINGS,
            "basis": "attributes",
            "users": {"estimated": total, "read": total, "sampled": 0, "complete": True},
            "outcomes": counts,
            "share": dict.fromkeys(OUTCOMES, point),
            "reasons": reasons,
            "ready": not counts["locked_out"] + counts["unknown"],
            "error": None,
            "factors_error": None,
        },
    }


def failed(name: str = "broken", text: str = "It cannot be.") -> dict[str, Any]:
    """A result that failed."""
    return {"item": {"user_pool_id": f"us-east-1_{name}", "user_pool_name": text}, "failed": True, "msg": text}
