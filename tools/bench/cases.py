# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: who does it, how the pools are given, what there is to do, and for how many pools."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from typing import NamedTuple

from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import LIST_PAGE
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import entry

from tests.emulator.server import QUOTAS
from tools.bench.before import collections_before

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent

CLI, ORDINARY, IN_PROCESS, BOTO3, DEBUG = CONTESTANTS = ("cli", "ordinary", "in_process", "boto3", "debug")
INVENTORY, AUDIT, LISTING = ("inventory", "audit", "listing")
"""The inventory; the audit, which reads it; and an inventory that reads no user pool, because a filter leaves them all out."""

ENFORCE_BEFORE, ENFORCE, TASK, ORDINARY_TASK = ENFORCERS = (
    "enforce_before",
    "enforce",
    "mfa_enforce",
    "mfa_enforce_ordinary",
)
"""The playbook before there was mfa_enforce, and today; and a play with nothing but mfa_enforce, in process and not."""

READINESS = "readiness"

PARTS = ("pools", "fleets", "enforce", "readiness")
"""Single pools, reading many, writing many, users: each can be measured by itself."""

LOOP, HOSTS, REGION, TWO_REGIONS, FLEET, PLACE, ORGANIZATION, USERS = (
    *("loop", "hosts", "region", "two_regions", "fleet"),
    *("place", "organization", "users"),
)
"""One task that loops; a host for each pool; the info module, or a shell loop, over a whole region; two regions; accounts and
regions; one account and region; many of them with few pools each; the users of one pool."""

UNCHANGED, CHANGED, CHECK = STATES = ("unchanged", "changed", "check")

GET, SET, LIST, DESCRIBE = "GetUserPoolMfaConfig", "SetUserPoolMfaConfig", "ListUserPools", "DescribeUserPool"
LIST_USERS = "ListUsers"

ACCOUNTS = ("123456789012", "210987654321", "345678901234")
REGIONS = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1")
ORGANIZATION_ACCOUNTS = tuple(f"{number:012}" for number in range(40))
ORGANIZATION_REGIONS = (
    *(*REGIONS, "us-east-2", "us-west-1", "ca-central-1", "sa-east-1", "eu-west-2", "eu-west-3", "eu-north-1"),
    *("ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
)

SPREADS = {
    TWO_REGIONS: (ACCOUNTS[:1], REGIONS[:2]),
    FLEET: (ACCOUNTS, REGIONS),
    ORGANIZATION: (ORGANIZATION_ACCOUNTS, ORGANIZATION_REGIONS),
}
"""The accounts and regions of a form; of the others, the first of each."""

FORKS = 5  # ansible-core's default
LATENCY = 30  # milliseconds of network, but for single pools
USER_PAGE = 60  # the most that ListUsers returns at once (L1)
READ_RATE, DESCRIBE_RATE, WRITE_RATE = (QUOTAS[operation][1] for operation in (GET, DESCRIBE, SET))
"""Requests a second, and as many at once after a pause."""

LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
WANTED: dict[str, Any] = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
OPTIONS = {"mfa_configuration": "OPTIONAL", "software_token_mfa_configuration": {"enabled": True}}

SHELL_LOOP = """\
ids=$(aws cognito-idp list-user-pools --max-results 60 --query 'UserPools[].Id' --output text)
for id in $ids; do aws cognito-idp get-user-pool-mfa-config --user-pool-id "$id"; done
"""

ALL = sys.maxsize


@dataclass(frozen=True)
class Case:
    """Something to measure.

    :ivar rounds: in how many rounds, at most.
    :ivar users: of each pool.
    """

    contestant: str
    form: str
    state: str
    pools: int
    rounds: int = ALL
    users: int = 0

    @property
    def part(self) -> str:
        """The part of the benchmark that it belongs to."""
        if self.form in (LOOP, HOSTS):
            return "pools"
        return "readiness" if self.form == USERS else "enforce" if self.contestant in ENFORCERS else "fleets"

    @property
    def start(self) -> dict[str, Any]:
        """The MFA configuration that the pools have before."""
        return WANTED if self.state == UNCHANGED else {}

    @property
    def calls(self) -> dict[str, int]:
        """The calls that it has to make: fewer would mean that it left something out."""
        if self.contestant == DEBUG:
            return {}
        if self.form == REGION:
            return {LIST: math.ceil(self.pools / LIST_PAGE), GET: self.pools}
        if self.form == USERS:
            looks = {GET: 1, DESCRIBE: 1} if self.contestant == READINESS else {}
            return {LIST_USERS: math.ceil(self.users / USER_PAGE), **looks}
        if self.contestant in ENFORCERS:
            return {GET: 2 * self.pools, DESCRIBE: self.pools, SET: self.pools}
        if self.contestant in (INVENTORY, AUDIT, LISTING):
            # A region without pools is listed, too.
            pages = sum(max(1, math.ceil(place.pools / LIST_PAGE)) for place in places(self.form, self.pools))
            reads = {GET: self.pools, DESCRIBE: self.pools} if self.contestant != LISTING else {}
            return {LIST: pages, **reads}
        calls = (GET,) if self.state != CHANGED else (SET,) if self.contestant == CLI else (GET, SET)
        return dict.fromkeys(calls, self.pools)


class Place(NamedTuple):
    """An account's region, and how many of the pools are there."""

    account: str
    region: str
    pools: int


class Pool(NamedTuple):
    """A user pool, and where it is."""

    place: Place
    user_pool_id: str


def places(form: str, pools: int) -> list[Place]:
    """Where the pools are, spread evenly."""
    where = list(product(*SPREADS.get(form, (ACCOUNTS[:1], REGIONS[:1]))))
    each, rest = divmod(pools, len(where))
    return [Place(account, region, each + (number < rest)) for number, (account, region) in enumerate(where)]


def full() -> Iterator[Case]:
    """Everything; the slow ones for fewer pools."""
    for pools in (1, 20, 200, 1000):
        for form in (LOOP, HOSTS):
            for state in STATES:
                yield from _side_by_side(form, state, pools)
    yield Case(IN_PROCESS, REGION, UNCHANGED, 1000, rounds=2)
    yield Case(CLI, REGION, UNCHANGED, 50, rounds=1)
    yield Case(INVENTORY, FLEET, UNCHANGED, 10_000, rounds=1)
    yield Case(AUDIT, FLEET, UNCHANGED, 10_000, rounds=1)
    yield Case(LISTING, PLACE, UNCHANGED, 2)
    yield Case(LISTING, ORGANIZATION, UNCHANGED, 1360)
    yield Case(INVENTORY, ORGANIZATION, UNCHANGED, 1360, rounds=1)
    yield Case(ENFORCE_BEFORE, TWO_REGIONS, CHANGED, 300, rounds=1)
    yield from (Case(contestant, TWO_REGIONS, CHANGED, 1000, rounds=1) for contestant in (ENFORCE, TASK, ORDINARY_TASK))
    yield Case(TASK, FLEET, CHANGED, 10_000, rounds=1)
    for users in (1_000, 20_000, 100_000):
        yield from (Case(contestant, USERS, UNCHANGED, 1, rounds=1, users=users) for contestant in (BOTO3, READINESS))


def _side_by_side(form: str, state: str, pools: int) -> Iterator[Case]:
    if pools <= 20 and (form == LOOP or state == UNCHANGED):
        yield from _slow(form, state, pools)
    elif pools == 200 and form == LOOP and state == UNCHANGED:
        yield from _slow(form, state, pools, rounds=1)
    if pools <= 200 or form == LOOP or state == UNCHANGED:
        yield Case(IN_PROCESS, form, state, pools)
    if state == UNCHANGED:
        yield Case(DEBUG, form, state, pools)  # whatever there is to do
    if form == LOOP and state != CHECK:
        yield Case(BOTO3, form, state, pools)


def _slow(form: str, state: str, pools: int, rounds: int = ALL) -> Iterator[Case]:
    if state != CHECK:  # Ansible skips commands in check mode
        yield Case(CLI, form, state, pools, rounds)
    yield Case(ORDINARY, form, state, pools, rounds)


def quick() -> Iterator[Case]:
    """Every form once, in seconds: to see that it works."""
    yield Case(IN_PROCESS, HOSTS, CHECK, 1)
    yield Case(DEBUG, LOOP, UNCHANGED, 2)
    yield Case(BOTO3, LOOP, CHANGED, 2)
    yield Case(CLI, LOOP, CHANGED, 1)
    yield Case(IN_PROCESS, REGION, UNCHANGED, READ_RATE + 5)
    yield Case(CLI, REGION, UNCHANGED, 1)
    yield from (Case(contestant, FLEET, UNCHANGED, 12) for contestant in (INVENTORY, AUDIT))
    yield Case(LISTING, PLACE, UNCHANGED, 1)
    yield Case(ENFORCE, FLEET, CHANGED, 12)
    yield from (Case(contestant, TWO_REGIONS, CHANGED, 3) for contestant in (TASK, ORDINARY_TASK))
    yield from (Case(contestant, USERS, UNCHANGED, 1, users=USER_PAGE + 1) for contestant in (BOTO3, READINESS))


def command(case: Case, pools: list[Pool], folder: Path) -> list[str]:
    """The command that does it; the files that it needs are written into a folder."""
    ids = [pool.user_pool_id for pool in pools]
    if case.contestant == CLI and case.form == REGION:
        return ["bash", "-euc", SHELL_LOOP]
    if case.form == USERS:
        return [sys.executable, str(HERE / "readiness.py"), case.contestant, *ids]
    if case.contestant in (INVENTORY, AUDIT, LISTING):
        return _fleet(case, folder)
    if case.contestant in ENFORCERS:
        return _enforcement(case, pools, folder)
    if case.contestant == BOTO3:
        (folder / "ids.json").write_text(json.dumps(ids), encoding="utf-8")
        return [sys.executable, str(HERE / "bare_boto3.py"), case.state, json.dumps(WANTED), "ids.json"]
    play = {"hosts": "all", "gather_facts": False, "tasks": [_task(case)]}
    (folder / "play.yml").write_text(json.dumps([play]), encoding="utf-8")  # JSON is YAML
    (folder / "hosts.json").write_text(json.dumps({"all": _inventory(case, ids)}), encoding="utf-8")
    mode = ["--check"] if case.state == CHECK else []
    return [str(BIN / "ansible-playbook"), "-i", "hosts.json", "-f", str(FORKS), "play.yml", *mode]


def _fleet(case: Case, folder: Path) -> list[str]:
    there = places(case.form, case.pools)
    accounts, regions = (list(dict.fromkeys(place[part] for place in there)) for part in (0, 1))
    source = {
        "plugin": "latchkey.cognito.user_pools",
        "accounts": [{"assume_role_arn": f"arn:aws:iam::{account}:role/audit"} for account in accounts],
        "regions": regions,
        **({"include_filters": [{"user_pool_id": "none"}]} if case.contestant == LISTING else {}),
    }
    (folder / "user_pools.yml").write_text(json.dumps(source), encoding="utf-8")
    if case.contestant != AUDIT:
        return [str(BIN / "ansible-inventory"), "-i", "user_pools.yml", "--list", "--output", "hosts.json"]
    return [
        str(BIN / "ansible-playbook"),
        "-i",
        "user_pools.yml",
        "latchkey.cognito.audit",
        "-e",
        "mfa_audit_fail_severity=never",
    ]


def _enforcement(case: Case, pools: list[Pool], folder: Path) -> list[str]:
    """The playbook, or the module by itself, with user pools that have been read before."""
    known = {f"pool-{number:05}": _known(case.form, pool) for number, pool in enumerate(pools)}
    inventory = {"cognito_user_pools": {"hosts": known, "vars": LOCAL}}
    (folder / "hosts.json").write_text(json.dumps(inventory), encoding="utf-8")
    (folder / "pools.json").write_text(json.dumps(list(known.values())), encoding="utf-8")
    if case.contestant in (ENFORCE, ENFORCE_BEFORE):
        old = ["env", f"ANSIBLE_COLLECTIONS_PATH={collections_before()}"] if case.contestant == ENFORCE_BEFORE else []
        return [*old, str(BIN / "ansible-playbook"), "-i", "hosts.json", "latchkey.cognito.enforce"]
    accounts = [{"account_id": account, "role_arn": role} for account, role in _writers(case.form).items()]
    task = {
        "pools": "{{ lookup('ansible.builtin.file', 'pools.json') | from_json }}",
        "policy": {},
        "accounts": accounts,
    }
    play = {"hosts": "localhost", "gather_facts": False, "tasks": [{"latchkey.cognito.mfa_enforce": task}]}
    (folder / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
    in_process = {"latchkey_in_process": case.contestant == TASK}
    return [str(BIN / "ansible-playbook"), "play.yml", "-e", json.dumps(in_process)]


def _known(form: str, pool: Pool) -> dict[str, Any]:
    """What an inventory has of a pool without MFA."""
    place, user_pool_id = pool
    role = _writers(form).get(place.account)
    return {
        **entry(user_pool_id, "pool", {"MfaConfiguration": "OFF"}, None),
        "region": place.region,
        "account_id": place.account,
        **({"mfa_enforce_role_arn": role} if role else {}),
    }


def _writers(form: str) -> dict[str, str]:
    """The roles that may write, by account: one account needs none."""
    accounts = SPREADS[form][0]
    return {account: f"arn:aws:iam::{account}:role/enforce" for account in accounts} if len(accounts) > 1 else {}


def _task(case: Case) -> dict[str, Any]:
    loop = {"loop": "{{ pools }}", "loop_control": {"loop_var": "pool"}} if case.form == LOOP else {}
    if case.form == REGION:
        return {"latchkey.cognito.user_pool_mfa_config_info": {}}
    if case.contestant == DEBUG:
        return {"ansible.builtin.debug": {"msg": "{{ pool }}"}, **loop}
    if case.contestant == CLI:
        return {"ansible.builtin.command": {"argv": ["aws", "cognito-idp", *_subcommand(case.state)]}, **loop}
    return {"latchkey.cognito.user_pool_mfa_config": {"user_pool_id": "{{ pool }}", **OPTIONS}, **loop}


def _subcommand(state: str) -> list[str]:
    """As a careful user's: it looks, or it sets; either is one call."""
    if state == UNCHANGED:
        return ["get-user-pool-mfa-config", "--user-pool-id", "{{ pool }}"]
    settings = ["--mfa-configuration", "OPTIONAL", "--software-token-mfa-configuration", "Enabled=true"]
    return ["set-user-pool-mfa-config", "--user-pool-id", "{{ pool }}", *settings]


def _inventory(case: Case, ids: list[str]) -> dict[str, Any]:
    variables = {**LOCAL, "latchkey_in_process": case.contestant == IN_PROCESS}
    if case.form == HOSTS:
        hosts: dict[str, Any] = {f"pool-{number:04}": {"pool": pool} for number, pool in enumerate(ids)}
    else:
        hosts = {"localhost": {"pools": ids}}
    return {"hosts": hosts, "vars": variables}
