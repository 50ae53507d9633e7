# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Show the collection at work on a local Cognito, and fail if any of it does not happen.

Every step is an ordinary ansible-playbook run; after each one the AWS CLI says independently what the pool has.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EMULATOR = HERE.parent / "tests" / "emulator"
BIN = Path(sys.executable).parent

SENDER = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com"}
RECOVERY = {
    "RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}, {"Name": "verified_phone_number", "Priority": 2}]
}
PASSKEYS = {
    "RelyingPartyId": "auth.example.com",
    "UserVerification": "required",
    "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
}


def environment(endpoint: str) -> dict[str, str]:
    """Ours, without any AWS setting of the caller, and with those of the emulator."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **inherited,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLEEXAMPLE00",
        "AWS_SECRET_ACCESS_KEY": "a-key-that-only-the-emulator-takes",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",  # the AWS CLI
        "AWS_URL": endpoint,  # amazon.aws and this collection
        "AWS_ENDPOINT_URL": endpoint,  # the AWS CLI
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_FORCE_COLOR": "1" if sys.stdout.isatty() else "0",
    }


class Demo:
    """The steps, on one emulator."""

    def __init__(self, endpoint: str) -> None:
        self.environment = environment(endpoint)
        self.failures: list[str] = []
        self.pool_id = ""

    def aws(self, *arguments: str) -> Any:
        """What the AWS CLI answers to a cognito-idp command."""
        command = [str(BIN / "aws"), "cognito-idp", *arguments]
        done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)

    def make_pool(self) -> None:
        """A user pool that could send email by itself."""
        pool = self.aws(
            "create-user-pool", "--pool-name", "customers",
            "--email-configuration", json.dumps(SENDER), "--account-recovery-setting", json.dumps(RECOVERY),
        )  # fmt: skip
        self.pool_id = pool["UserPool"]["Id"]

    def live(self) -> dict[str, Any]:
        """The pool's MFA configuration."""
        answer: dict[str, Any] = self.aws("get-user-pool-mfa-config", "--user-pool-id", self.pool_id)
        return answer

    def play(self, title: str, *arguments: str) -> tuple[int, str]:
        """Run a playbook, show it, and return how many tasks changed (-1: it failed) and what it printed."""
        print(f"\n=== {title}\n$ ansible-playbook {shlex.join(['demo/' + arguments[0], *arguments[1:]])}", flush=True)
        command = [str(BIN / "ansible-playbook"), str(HERE / arguments[0]), *arguments[1:]]
        done = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        print(done.stdout, flush=True)
        recap = re.search(r"changed=(\d+)", done.stdout)
        return (int(recap.group(1)) if recap and done.returncode == 0 else -1), done.stdout

    def expect(self, what: str, happened: bool) -> None:
        """Say whether something happened, and remember if it did not."""
        print(f"{'ok  ' if happened else 'FAIL'}  {what}", flush=True)
        if not happened:
            self.failures.append(what)

    def run(self) -> None:
        """Every step."""
        changed, _text = self.play("First run: the pool is changed", "1-set.yml", "--diff")
        before = self.live()
        self.expect("the first run changed the pool", changed == 1)
        self.expect("the AWS CLI reads OPTIONAL, TOTP and passkeys", before.get("WebAuthnConfiguration") == PASSKEYS)

        changed, _text = self.play("Second run: nothing to do", "1-set.yml")
        self.expect("the second run changed nothing", changed == 0)

        changed, text = self.play("Check mode: what would change", "2-require.yml", "--check", "--diff")
        self.expect("check mode predicts a change", changed == 1)
        self.expect("the diff shows the new mode", bool(re.search(r'^\+.*"mfa_configuration": "ON"', text, re.M)))
        self.expect("check mode changed nothing", self.live() == before)

        changed, _text = self.play("The same for real: what the task does not name stays", "2-require.yml")
        after = self.live()
        self.expect("the run did what check mode predicted", changed == 1 and after["MfaConfiguration"] == "ON")
        self.expect("TOTP and passkeys are untouched", {**after, **before} == {**after, "MfaConfiguration": "OPTIONAL"})
        self.expect("the text kept its placeholder", "{####}" in after["EmailMfaConfiguration"]["Message"])

        changed, text = self.play("A combination that Cognito refuses", "3-refused.yml")
        self.expect("the run failed with one clear error", changed == -1 and "(E1)" in text and "Traceback" not in text)
        self.expect("the pool is as it was", self.live() == after)

        changed, _text = self.play("MFA off: passkeys stay", "4-off.yml", "--diff")
        off = self.live()
        self.expect(
            "OFF dropped the factors and kept passkeys",
            off == {"MfaConfiguration": "OFF", "WebAuthnConfiguration": PASSKEYS},
        )


def main() -> int:
    """Start the emulator, run the steps, stop it."""
    with subprocess.Popen(
        [sys.executable, str(EMULATOR), "--lifetime", "600"], stdout=subprocess.PIPE, text=True
    ) as emulator:
        try:
            endpoint = emulator.stdout.readline().strip() if emulator.stdout else ""
            if not endpoint.startswith("http"):
                print("FAIL  the emulator did not start")
                return 1
            print(f"A local Cognito listens on {endpoint}.", flush=True)
            demo = Demo(endpoint)
            demo.make_pool()
            demo.run()
        finally:
            emulator.terminate()
    print(f"\n{'Everything happened as shown.' if not demo.failures else 'FAILED: ' + '; '.join(demo.failures)}")
    return 1 if demo.failures else 0


if __name__ == "__main__":
    sys.exit(main())
