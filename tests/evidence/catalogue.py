# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: entries of ``catalogue/*.yml``, each a request and what the ledgers expect of it.

A request, a state and an answer are lists of blocks, which are merged: a name of ``blocks.yml``, or members as the API has them.
A list alone is a request of SetUserPoolMfaConfig; ``{OPERATION: BLOCKS}`` is one of another operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Block = dict[str, Any]

FOLDER = Path(__file__).parent / "catalogue"
FAMILIES = {
    "mfa": "SetUserPoolMfaConfig and GetUserPoolMfaConfig",
    "update": "CreateUserPool and UpdateUserPool",
    "sign_in": "Sign-in",
}
SET, GET, DESCRIBE = "SetUserPoolMfaConfig", "GetUserPoolMfaConfig", "DescribeUserPool"
CREATE, UPDATE, DELETE, LIST = "CreateUserPool", "UpdateUserPool", "DeleteUserPool", "ListUserPools"
STATES = ("answer", "has", "get", "get_has", "describe")
"""The parts of an outcome that are blocks."""
ABSENT = "<absent>"
"""In an expectation: the member must not be there."""


@dataclass(frozen=True)
class Call:
    """A request.

    :ivar request: its members, without those that the runner fills in (``UserPoolId``, ``PoolName``, ``UserPoolTags``).
    :ivar unchecked: whether botocore's own check of parameters would refuse it, and is turned off.
    """

    operation: str
    request: Block
    unchecked: bool = False


@dataclass(frozen=True)
class Refusal:
    """A refusal of the ledgers.

    :ivar error: the exception class, or none where it is not recorded.
    :ivar fragments: texts of which the message has one, or none where it is not recorded.
    """

    name: str
    error: str = ""
    fragments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a request may lead to.

    :ivar answer: the whole answer, apart from what the ledgers leave open (see :data:`Catalogue.open_members`).
    :ivar has: members of the answer.
    :ivar refused: the refusal, after which nothing has changed.
    :ivar get: what GetUserPoolMfaConfig says afterwards, like ``answer``.
    :ivar get_has: members of that.
    :ivar describe: members of DescribeUserPool afterwards.
    :ivar settles: for an unknown, switches of the emulator and the values that this outcome decides.
    :ivar means: for an unknown, what this outcome says.
    """

    answer: Block | None = None
    has: Block | None = None
    refused: Refusal | None = None
    get: Block | None = None
    get_has: Block | None = None
    describe: Block | None = None
    settles: tuple[tuple[str, str], ...] = ()
    means: str = ""

    def shown(self) -> Block:
        """As ``evidence.json`` has it."""
        shown: Block = {name: getattr(self, name) for name in STATES}
        if self.refused:
            shown["refused"] = {"error": self.refused.error, "message_has_one_of": list(self.refused.fragments)}
        shown.update(settles=dict(self.settles), means=self.means)
        return {name: value for name, value in shown.items() if value or (value == {} and name == "answer")}


@dataclass(frozen=True)
class Kind:
    """User pools that start the same way.

    :ivar request: members of CreateUserPool.
    :ivar needs: what an account must offer for such a pool; see ``NEEDS``.
    """

    name: str
    request: Block
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class User:
    """A user of a sign-in entry.

    :ivar authenticator: whether an authenticator is registered.
    :ivar preferred: whether it is also enabled and preferred.
    :ivar new: whether the user has never signed in.
    :ivar temporary: whether the password is one that an administrator chose, not the user.
    """

    email: bool = False
    phone: bool = False
    authenticator: bool = False
    preferred: bool = False
    new: bool = False
    temporary: bool = False
    disabled: bool = False


@dataclass(frozen=True)
class Entry:
    """A request and what is expected of it.

    :ivar rules: numbers of the ledgers that it speaks for.
    :ivar needs: what an account must offer; see ``NEEDS``.
    :ivar user: who signs in, or is asked about, if it is about a user; made before ``before``.
    :ivar before: requests that lead to the starting state, from a pool as it was created.
    :ivar leftovers: members of GetUserPoolMfaConfig that an earlier entry may have left in the pool, since this one does not
        depend on them.
    :ivar expected: what the ledgers expect; empty for an unknown.
    :ivar possible: what else the answer may be, each with its meaning.
    """

    id: str
    family: str
    rules: tuple[str, ...]
    title: str
    kind: Kind
    needs: tuple[str, ...]
    before: tuple[Call, ...]
    request: Call
    leftovers: frozenset[str]
    expected: tuple[Outcome, ...]
    possible: tuple[Outcome, ...]
    user: User | None = None

    def calls(self) -> Iterator[Call]:
        """Every request of the catalogue that this entry sends."""
        yield Call(CREATE, self.kind.request)
        yield from (*self.before, self.request)


@dataclass(frozen=True)
class Catalogue:
    """All entries.

    :ivar open_members: paths of an answer that the ledgers leave open where an expectation does not name them, each with the
        value that it may have, or None for any.
    """

    entries: tuple[Entry, ...]
    open_members: tuple[tuple[tuple[str, ...], Any], ...]


NEEDS = {
    "role": "an IAM role that Cognito may send SMS with: --sms-role-arn",
    "identity": "a verified SES identity: --ses-identity-arn",
    "aws": "AWS itself: no emulator checks this",
    "messages": "leave to send messages: --send-messages",
}


def merged(old: Block, new: Block) -> Block:
    """Nested members of both; the new one where both have a value."""
    both = {name for name in old.keys() & new.keys() if isinstance(old[name], dict) and isinstance(new[name], dict)}
    return {**old, **new, **{name: merged(old[name], new[name]) for name in both}}


class Reader:
    """Reads the files, and refuses what it does not know."""

    def __init__(self, shared: Block) -> None:
        self.blocks: Block = {}
        for name, value in shared["blocks"].items():
            self.blocks[name] = self.composed(value)
        self.refusals = {name: _refusal(name, row) for name, row in shared["refusals"].items()}
        self.kinds = {
            name: Kind(name, self.composed(row.get("request", [])), tuple(row.get("needs", [])))
            for name, row in shared["pools"].items()
        }
        self.open_members = tuple((tuple(row["path"]), row.get("value")) for row in shared["open"])

    def composed(self, value: Any) -> Block:
        """Blocks merged into one."""
        result: Block = {}
        for part in value if isinstance(value, list) else [value]:
            result = merged(result, self.blocks[part] if isinstance(part, str) else part)
        return result

    def call(self, value: Any) -> Call:
        """A request."""
        if isinstance(value, list):
            return Call(SET, self.composed(value))
        row = dict(value)
        unchecked = row.pop("unchecked", False)
        ((operation, request),) = row.items()
        return Call(operation, self.composed(request), unchecked)

    def outcome(self, row: Block) -> Outcome:
        """What a request may lead to."""
        row = dict(row)
        blocks: Block = {name: self.composed(row.pop(name)) for name in STATES if name in row}
        refused = self.refusals[row.pop("refused")] if "refused" in row else None
        settles = tuple(row.pop("settles", {}).items())
        return Outcome(**blocks, refused=refused, settles=settles, **row)

    def entry(self, family: str, row: Block) -> Entry:
        """An entry."""
        row = dict(row)
        kind = self.kinds[row.pop("pool", "plain")]
        expected = (self.outcome(row.pop("expect")),) if "expect" in row else ()
        possible = tuple(map(self.outcome, row.pop("possible", [])))
        request = self.call(row.pop("request"))
        return Entry(
            family=family,
            rules=_with_general_rules(row.pop("rules"), request, (*expected, *possible)),
            kind=kind,
            needs=tuple(dict.fromkeys((*kind.needs, *row.pop("needs", [])))),
            before=tuple(map(self.call, row.pop("before", []))),
            request=request,
            leftovers=frozenset(row.pop("leftovers", [])),
            expected=expected,
            possible=possible,
            user=User(**row.pop("user")) if "user" in row else None,
            **row,
        )


def _refusal(name: str, row: Block) -> Refusal:
    return Refusal(name, row.get("error", "InvalidParameterException"), tuple(row.get("has", [])))


def _with_general_rules(rules: list[str], request: Call, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Every accepted Set is read back (R19), and after every refusal the state is compared (R18)."""
    general = []
    for outcome in outcomes:
        if outcome.refused and request.operation in (SET, UPDATE):
            general.append("R18")
        elif request.operation == SET:
            general.append("R19")
    return tuple(dict.fromkeys((*rules, *general)))


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """The catalogue; :raises Exception: where a file has what it may not have."""
    reader = Reader(_yaml("blocks"))
    entries = tuple(reader.entry(family, row) for family in FAMILIES for row in _yaml(family))
    return Catalogue(entries, reader.open_members)


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
