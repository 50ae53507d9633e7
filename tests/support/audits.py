# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User pools and audits that several tests share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import evaluate
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "mfa-report.schema.json").read_text(encoding="utf-8"))
)
TODAY = date(2026, 11, 24)
ID = "us-east-1_EXAMPLE01"
TOTP, EMAIL, SMS = {"enabled": True}, {"subject": "Code"}, {"sms_configuration": {"sns_caller_arn": "arn"}}
BLOCKS = {
    "SOFTWARE_TOKEN_MFA": ("software_token_mfa_configuration", TOTP),
    "EMAIL_OTP": ("email_mfa_configuration", EMAIL),
    "SMS_MFA": ("sms_mfa_configuration", SMS),
}
PASSKEYS = {"relying_party_id": "a.example", "user_verification": "preferred", "factor_configuration": "SINGLE_FACTOR"}


# Texts that some reader might take for more than a text.
HOSTILE = {
    "jinja": "{{ 7 * 7 }} {% raw %} {# no #}",
    "html": "<img src=x onerror=alert(1)> <b id=evil> &lt;i&gt;",
    "script": "</script><script>document.title = 'evil'</script>",
    "style": "</style><style>* { display: none }</style>",
    "attribute": '" onmouseover="alert(1)" \' >',
    "xml": "]]> <!-- --> <?evil?> <!DOCTYPE evil>",
    "formula": '=HYPERLINK("http://evil.example")',
    "wide formula": "\uff1d1+1",
    "markdown": "[click](https://evil.example) {0} `evil`",
    "controls": "\x00\x07\x1b[31m\x7f\x85",
    "bidi": "\u202egnp.exe\u2066 \u200b \ufeff",
    "lines": "a\r\nb\tc\u2028d",
    "half a character": "half \ud83d of one",
    "long": "長" * 20_000,
}


def pool(mode: str = "ON", *factors: str, pool_id: str = ID, passkeys: Any = None, **more: Any) -> dict[str, Any]:
    config: dict[str, Any] = {"mfa_configuration": mode, **dict(BLOCKS[factor] for factor in factors)}
    if passkeys is not None:
        config["web_authn_configuration"] = passkeys
    return {
        "user_pool_id": pool_id,
        "user_pool_name": "customers",
        "status": "known",
        "mfa_config": config,
        "factors": list(factors),
        "error": None,
        **more,
    }


def unreadable(pool_id: str = ID, **more: Any) -> dict[str, Any]:
    known = {"status": "unknown", "mfa_config": None, "factors": None, "error": "AccessDeniedException: no"}
    return {"user_pool_id": pool_id, "user_pool_name": None, **known, **more}


def run(pools: list[Any], read_errors: Sequence[str] = (), **rules: Any) -> dict[str, Any]:
    model = evaluate.evaluate(pools, policy.parse(rules), TODAY, "An audit", read_errors)
    SCHEMA.validate(model)
    return model


def hostile(text: str) -> dict[str, Any]:
    """An audit with a text in every place where one can come in from elsewhere, and every status."""
    named = {"user_pool_name": text, "user_pool_arn": text, "account_id": text, "cognito_tags": {text: text}}
    settings = {"email_mfa_configuration": {"message": text, "subject": text}}
    rules = {
        "title": text,
        "exceptions": [
            {"user_pool_id": "us-east-1_excepted", "reason": f"r{text}", "expires": "2027-01-01"},
            {"user_pool_name": text, "tags": {text: text}, "reason": f"r{text}", "expires": "2026-01-01"},
        ],
    }
    pools = [
        pool("OFF", pool_id="us-east-1_failed", desired=settings, **named),
        pool("OFF", pool_id="us-east-1_excepted"),
        pool("ON", "EMAIL_OTP", pool_id="us-east-1_passed", diff={"before": settings, "after": {text: text}}),
        {**pool("ON", pool_id="us-east-1_factor"), "factors": [text]},
        unreadable("us-east-1_unknown", **{**named, "error": text}),
    ]
    return evaluate.evaluate(pools, policy.parse(rules), TODAY, text, [text])
