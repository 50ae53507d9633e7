# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare Amazon Cognito with the ledgers: ``python -m tests.evidence``; docs/evidence.md says how."""

from __future__ import annotations

import argparse
import re
import signal
import sys
from datetime import datetime
from datetime import UTC
from pathlib import Path
from types import FrameType

import botocore
from botocore.exceptions import BotoCoreError

from . import report
from .catalogue import load
from .catalogue import NEEDS
from .plan import plan
from .pools import delete
from .pools import found
from .runner import Run
from .service import Pace
from .service import Refused
from .service import Service
from .service import Target
from .service import Trouble
from .values import Values

EMULATED_ACCOUNT = "123456789012"
SECONDS_BETWEEN = 0.25
"""From one request of an operation to the next on AWS, which allows 5 a second of a pool (R76)."""


class CannotRun(Exception):
    """Why nothing is done."""


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evidence", description="Compare Amazon Cognito with the ledgers."
    )
    parser.add_argument("--endpoint", default="", help="the address of a Cognito that is not AWS")
    parser.add_argument("--account", default="", help="the AWS account whose credentials are used; of no other")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--profile", default="", help="of the AWS configuration")
    parser.add_argument("--sms-role-arn", default="", help="an IAM role that Cognito may send SMS with")
    parser.add_argument("--ses-identity-arn", default="", help="a verified SES identity")
    parser.add_argument(
        "--send-messages", action="store_true", help="try also what sends messages, to made-up addresses"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(".cache/evidence"), help="the folder of evidence.json and evidence.md"
    )
    parser.add_argument("--plan", action="store_true", help="print what a run would do, and do nothing")
    parser.add_argument("--sweep", action="store_true", help="delete what a killed run has left, and do nothing else")
    parsed = parser.parse_args(arguments)
    if not parsed.endpoint and not parsed.account:
        parser.error("--endpoint or --account is needed")
    if parsed.account and not re.fullmatch(r"\d{12}", parsed.account):
        parser.error("--account has twelve digits")
    if parsed.endpoint and not parsed.account and ".amazonaws.com" in parsed.endpoint:
        parser.error("--account is needed for an endpoint of AWS")
    parsed.is_local = not parsed.account  # an account is one of AWS, whatever the endpoint
    return parsed


def values_of(chosen: argparse.Namespace, target: Target) -> Values:
    """The values of a run; :raises CannotRun: if the credentials are not those of the account."""
    try:
        account = target.account()
    except Trouble as trouble:
        if chosen.account:
            raise CannotRun(f"whose credentials they are cannot be found out: {trouble}") from trouble
        account = EMULATED_ACCOUNT
    if chosen.account and account != chosen.account:
        raise CannotRun(f"the credentials are those of account {account}, not of {chosen.account}; nothing was done")
    role, identity = chosen.sms_role_arn, chosen.ses_identity_arn
    if chosen.is_local:
        role = role or f"arn:aws:iam::{account}:role/latchkey-evidence"
        identity = identity or f"arn:aws:ses:{chosen.region}:{account}:identity/example.com"
    return Values(account, chosen.region, role, identity)


def offered_by(chosen: argparse.Namespace, values: Values) -> frozenset[str]:
    """What of ``NEEDS`` there is."""
    there = {
        "role": values.role,
        "identity": values.identity,
        "aws": not chosen.is_local,
        "messages": chosen.send_messages or chosen.is_local,  # where none is sent
    }
    return frozenset(need for need in NEEDS if there.get(need))


def sweep(service: Service) -> int:
    """Delete what a killed run has left."""
    try:
        pools = list(found(service))
        for pool_id in pools:
            delete(service, pool_id)
            say(f"Deleted {pool_id}")
    except (Refused, Trouble) as error:
        say(f"Not everything could be deleted: {error}")
        return 2
    say(f"{len(pools)} user pools deleted")
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None, pace: Pace | None = None) -> int:
    """Run, or sweep, or print the plan; the exit status."""
    chosen = options(arguments)
    target = Target(chosen.endpoint, chosen.region, chosen.profile)
    try:
        values = values_of(chosen, target)
        service = target.service(pace or Pace(0 if chosen.is_local else SECONDS_BETWEEN))
    except (BotoCoreError, CannotRun, ValueError) as error:
        print(f"Cannot run: {error}", file=sys.stderr)
        return 2
    if chosen.sweep:
        return sweep(service)
    offered = offered_by(chosen, values)
    where = chosen.endpoint if chosen.is_local else f"AWS account {values.account} in {chosen.region}"
    for line in plan(load(), offered, where):
        say(line)
    return 0 if chosen.plan else _run(chosen, service, values, offered)


def _run(chosen: argparse.Namespace, service: Service, values: Values, offered: frozenset[str]) -> int:
    signal.signal(signal.SIGTERM, _stop)
    run = Run(load(), service, values, offered, say)
    run.go()
    target = {
        "endpoint": chosen.endpoint if chosen.is_local else None,
        "account": None if chosen.is_local else values.account,
        "region": chosen.region,
        "botocore": botocore.__version__,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    evidence = report.document(target, [run.results[entry.id] for entry in run.catalogue.entries])
    report.write(chosen.out, evidence)
    say(
        f"{', '.join(f'{count} {verdict}' for verdict, count in evidence['summary'].items())}: {chosen.out}/evidence.md"
    )
    if chosen.is_local:
        say(report.LOCAL)
    if run.left:
        say(f"User pools that could not be deleted: {', '.join(run.left)}; --sweep deletes them")
    return run.status


if __name__ == "__main__":
    sys.exit(main())
