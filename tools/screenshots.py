# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Take the pictures of docs/audit.md: user pools in the emulator, a real audit of them, its report in Chromium."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
from PIL import Image

from tests.emulator.server import Emulator
from tools.browser import launched
from tools.browser import look

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "docs" / "images"
ACCOUNTS = ("123456789012", "210987654321")
REGIONS = ("eu-central-1", "us-east-1")
NAMES = ("customers", "partners", "staff", "support", "kiosk", "press", "drivers", "billing", "labs", "wholesale")

TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
PASSKEYS = {"RelyingPartyId": "auth.example.com", "UserVerification": "preferred"}
SETTINGS: tuple[dict[str, Any], ...] = (
    {"MfaConfiguration": "ON", **TOTP},
    {"MfaConfiguration": "ON", **TOTP, "WebAuthnConfiguration": {**PASSKEYS, "UserVerification": "required"}},
    {"MfaConfiguration": "OPTIONAL", **TOTP},
    {"MfaConfiguration": "ON", **TOTP, "SmsMfaConfiguration": {}},
    {"MfaConfiguration": "ON", **TOTP},
    {"MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": {}, "WebAuthnConfiguration": PASSKEYS},
    {"MfaConfiguration": "OFF"},
)  # fmt: skip


def days(number: int) -> str:
    """A day from today on."""
    return (date.today() + timedelta(number)).isoformat()


POLICY = {
    "title": "Security baseline 2026",
    "severities": {"mode": "critical"},
    "web_authn_configuration": {"user_verification": "required"},
    "exceptions": [
        {
            "user_pool_name": "kiosk-test",
            "reason": "Kiosks learn to ask for a second factor with release 5 (APP-1234).",
            "expires": days(37),
        },
        {
            "user_pool_name": "labs-test",
            "checks": ["mode"],
            "reason": "The lab moves to the staff pool (OPS-88).",
            "expires": days(-12),
        },
    ],
}


def credentials(emulator: Emulator, account: str) -> dict[str, str]:
    """Those of a role of an account."""
    role = f"arn:aws:iam::{account}:role/audit"
    answer = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="audit")["Credentials"]
    return {name: answer[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}


def make_pools(emulator: Emulator, account: dict[str, Any], region: str, first: int) -> None:
    """Ten user pools, and one of all that cannot be read."""
    keys = account["credentials"]
    client = boto3.client(
        "cognito-idp",
        region_name=region,
        endpoint_url=emulator.endpoint,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    stage = "prod" if account["id"] == ACCOUNTS[0] else "test"
    for number, name in enumerate(NAMES, first):
        pool = client.create_user_pool(PoolName=f"{name}-{stage}")["UserPool"]["Id"]
        settings = SETTINGS[number % len(SETTINGS)]
        if "SmsMfaConfiguration" in settings:
            sender = {"SnsCallerArn": f"arn:aws:iam::{account['id']}:role/cognito-sms", "ExternalId": "cognito"}
            settings = {**settings, "SmsMfaConfiguration": {"SmsConfiguration": sender}}
        client.set_user_pool_mfa_config(UserPoolId=pool, **settings)
        if number == 17:
            fault = {"error": "AccessDeniedException", "message": "The role audit may not read this user pool"}
            emulator.fault({"operation": "GetUserPoolMfaConfig", "user_pool_id": pool, "fault": fault})


def audit(emulator: Emulator, report: Path) -> None:
    """Run the playbook, in check mode as audits are."""
    accounts = [{"id": account, "credentials": credentials(emulator, account)} for account in ACCOUNTS]
    for number, (account, region) in enumerate((account, region) for account in accounts for region in REGIONS):
        make_pools(emulator, account, region, number * len(NAMES))
    variables = {"accounts": accounts, "regions": REGIONS, "policy": POLICY, "report": str(report)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    subprocess.run(
        [
            Path(sys.executable).with_name("ansible-playbook"), HERE / "screenshots.yml", "--check",
            "-e", json.dumps({**variables, "ansible_python_interpreter": sys.executable}),
        ],
        env={**environment, "AWS_URL": emulator.endpoint, "AWS_EC2_METADATA_DISABLED": "true"},
        check=True,
    )  # fmt: skip


OPEN = "document.querySelectorAll('details')[{}].open = true;"
POOLS = "document.getElementById('pools').scrollIntoView({behavior: 'instant'});"
SHOTS: dict[str, tuple[tuple[int, int], str, str]] = {
    "report-light": ((1280, 1000), "light", ""),
    "report-dark": ((1280, 1000), "dark", ""),
    "report-pools": ((1280, 1000), "light", OPEN.format(1) + POOLS),
    "report-pools-dark": ((1280, 1000), "dark", OPEN.format(1) + POOLS),
    "report-phone": ((390, 844), "light", POOLS),
}
"""Size, colour scheme and what to do before, by name."""


def shoot(report: Path) -> None:
    """Take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with launched() as driver:
        for name, (size, scheme, script) in SHOTS.items():
            look(driver, size, scheme=scheme, scale=1.5)
            driver.get(report.as_uri())
            driver.execute_script(script)
            picture = IMAGES / f"{name}.png"
            # A third of the size, and nobody sees that it has 96 colours.
            Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB").quantize(96).save(
                picture, optimize=True
            )
            print(f"{picture.relative_to(HERE.parent)}: {picture.stat().st_size // 1000} kB", flush=True)


def main() -> None:
    """From pools to pictures."""
    with tempfile.TemporaryDirectory() as folder, Emulator() as emulator:
        report = Path(folder) / "mfa.html"
        audit(emulator, report)
        shoot(report)


if __name__ == "__main__":
    main()
