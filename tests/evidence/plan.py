# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run would do: its user pools, what they cost, and the permissions that it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator

from . import users
from .catalogue import Call
from .catalogue import Catalogue
from .catalogue import DELETE
from .catalogue import DESCRIBE
from .catalogue import Entry
from .catalogue import GET
from .catalogue import LIST
from .catalogue import NEEDS
from .catalogue import SET
from .catalogue import UPDATE
from .pools import AT_MOST
from .pools import PREFIX
from .pools import TAG

# What the runner itself calls, whatever the entries ask.
OWN = (DELETE, DESCRIBE, GET, LIST, SET, UPDATE)
# What AWS demands beside the operations: tags in CreateUserPool, a role in SmsConfiguration (R65), the first SES identity (P18).
BY_TOKEN = {"AssociateSoftwareToken", "VerifySoftwareToken"}
"""Operations of a user who is signed in, which need no permission of AWS."""
BESIDE = {"": ["cognito-idp:TagResource"], "role": ["iam:PassRole"], "identity": ["iam:CreateServiceLinkedRole"]}


def users_of(entry: Entry) -> Iterable[Call]:
    """The requests that make the user of an entry."""
    return users.calls(entry.user) if entry.user else ()


def actions(entries: Iterable[Entry], offered: Iterable[str]) -> list[str]:
    """The IAM actions that these entries need."""
    operations = {call.operation for entry in entries for call in (*entry.calls(), *users_of(entry))} | set(OWN)
    beside = [action for need in ("", *offered) for action in BESIDE.get(need, [])]
    return sorted({f"cognito-idp:{operation}" for operation in operations - BY_TOKEN} | set(beside))


def plan(catalogue: Catalogue, offered: frozenset[str], where: str) -> Iterator[str]:
    """The plan, line by line."""
    entries = [entry for entry in catalogue.entries if offered.issuperset(entry.needs)]
    kinds = dict.fromkeys(entry.kind.name for entry in entries)
    yield f"Requests to {where}: {len(entries)} of the catalogue's {len(catalogue.entries)} entries"
    yield f"Creates user pools named {PREFIX}... with the tag {TAG}, {AT_MOST} at most, and deletes them at the end:"
    yield f"  {', '.join(kinds)}"
    people = sum(entry.user is not None for entry in entries)
    yield f"Creates an app client in some of them, and {people} users with made-up addresses, who are deleted with the pools"
    yield f"Costs: user pools are free; the users count as {people} monthly active users, which is far below the free tier"
    yield "Sends messages to made-up addresses" if {"aws", "messages"} <= offered else "Sends no message"
    yield f"IAM actions: {', '.join(actions(entries, offered))}"
    yield "Skipped because these are missing:"
    missing = Counter(need for entry in catalogue.entries for need in entry.needs if need not in offered)
    for need, count in missing.items():
        yield f"  {NEEDS[need]} ({count} entries)"
    if not missing:
        yield "  nothing"
