# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long readiness takes, and how much memory, beside a bare boto3 paginator over the same pages: ``python -m tools.bench.readiness``.

Each measurement is a process of its own.  The users are made up by the local Cognito, which keeps to the quotas (L7).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import read_readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import READINESS_SPEC
from botocore.config import Config

from tests.emulator.server import ACCESS_KEY
from tests.emulator.server import Remote

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 100_000, 1_000_000)
LATENCY = 40  # milliseconds of network
BARE, READINESS = CONTESTANTS = ("boto3", "readiness")
RETRIES: Any = {"mode": "adaptive", "total_max_attempts": 10}


def client(endpoint: str, **settings: Any) -> Any:
    """A client for the local Cognito."""
    named = {"endpoint_url": endpoint, "region_name": "us-east-1", "config": Config(**settings)}
    return boto3.client("cognito-idp", aws_access_key_id=ACCESS_KEY, aws_secret_access_key="none", **named)


def bare(endpoint: str, pool_id: str) -> int:
    """The paginator alone."""
    pages = client(endpoint, retries=RETRIES).get_paginator("list_users").paginate(UserPoolId=pool_id)
    return sum(len(page["Users"]) for page in pages)


def readiness(endpoint: str, pool_id: str) -> int:
    """The work of the module."""
    params = dict.fromkeys(READINESS_SPEC["argument_spec"])
    proposed = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"], "account_recovery_setting": None}
    params.update(user_pool_id=pool_id, proposed=proposed, read_factors="none", examples=0, identify_by="sub")
    result = read_readiness(params, lambda defaults, fixed: client(endpoint, **{**defaults, **fixed}), False)
    assert result["readiness"]["users"]["complete"]
    return int(result["readiness"]["users"]["read"])


def measure(contestant: str, endpoint: str, pool_id: str) -> None:
    """In a process of its own: users, seconds by the clock and of CPU, and peak memory in MiB, as JSON."""
    begin, cpu = time.monotonic(), time.process_time()
    users = {BARE: bare, READINESS: readiness}[contestant](endpoint, pool_id)
    seconds, cpu = time.monotonic() - begin, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"users": users, "seconds": round(seconds, 1), "cpu": round(cpu, 1), "mib": round(peak, 1)}))


def run(contestant: str, endpoint: str, pool_id: str) -> dict[str, Any]:
    """A measurement."""
    command = [sys.executable, "-m", "tools.bench.readiness", contestant, endpoint, pool_id]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Measure every size, and print a row for each."""
    server = subprocess.Popen(
        [sys.executable, "tests/emulator", "--latency-ms", str(LATENCY), "--switch", "quotas=on"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        remote = Remote(server.stdout.readline().strip())
        print("| Users | Contestant | Time | CPU | Users a second | Peak memory |\n|---|---|---|---|---|---|")
        for size in sizes:
            (pool_id,) = remote.pools(1, name=f"pool-{size}", template={})
            remote.users(pool_id, count=size)
            for contestant in CONTESTANTS:
                found = run(contestant, remote.endpoint, pool_id)
                assert found["users"] == size
                rate = size / found["seconds"]
                row = f"| {size:,} | {contestant} | {found['seconds']} s | {found['cpu']} s | {rate:,.0f} | {found['mib']} MiB |"
                print(row, flush=True)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in CONTESTANTS:
        measure(*sys.argv[1:4])
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
