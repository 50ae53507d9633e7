# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the catalogue: bring a pool to each entry's starting state, send its request, and judge the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any

import pyotp

from . import judge
from . import users
from .catalogue import Block
from .catalogue import Call
from .catalogue import Catalogue
from .catalogue import CREATE
from .catalogue import DESCRIBE
from .catalogue import Entry
from .catalogue import FAMILIES
from .catalogue import GET
from .catalogue import NEEDS
from .catalogue import Outcome
from .catalogue import SET
from .catalogue import STATES
from .catalogue import UPDATE
from .judge import Observation
from .plan import BY_TOKEN
from .pools import Made
from .pools import NoPool
from .pools import Pools
from .service import Refused
from .service import Service
from .service import Trouble
from .users import Known
from .values import Values

OPEN_TO_AUTHENTICATORS = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
SECONDS_AT_MOST = 600
SECONDS_TO_CLEAN_UP = 60


@dataclass
class Run:
    """One run.

    :ivar offered: what the account or endpoint has of ``NEEDS``.
    :ivar say: prints a line.
    :ivar results: as ``evidence.json`` has them, by the ID of the entry.
    """

    catalogue: Catalogue
    service: Service
    values: Values
    offered: frozenset[str]
    say: Callable[[str], object]
    results: dict[str, Block] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    interrupted: bool = False
    users: int = 0

    def __post_init__(self) -> None:
        self.pools = Pools(self.service, self.values)
        self.end = self.service.pace.now() + SECONDS_AT_MOST - SECONDS_TO_CLEAN_UP

    def go(self) -> None:
        """Try every entry, and delete all that was made, whatever happens."""
        try:
            self._try_all()
        except KeyboardInterrupt:
            self.interrupted = True
            self.say("Interrupted: deleting what was made")
        finally:
            for entry in self.catalogue.entries:
                self.results.setdefault(entry.id, self._not_tried(entry, "the run ended before"))
            self.left = self.pools.remove()

    @property
    def status(self) -> int:
        """The exit status."""
        verdicts = {result["verdict"] for result in self.results.values()}
        if self.left or self.interrupted or verdicts <= {judge.NOT_TRIED}:
            return 2
        return 1 if judge.DIFFERS in verdicts else 0

    def _try_all(self) -> None:
        for group, entries in self._groups():
            verdicts: Counter[str] = Counter()
            for entry in entries:
                self.results[entry.id] = self._tried(entry)
                verdicts[self.results[entry.id]["verdict"]] += 1
            told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in judge.VERDICTS if verdicts[verdict])
            self.say(f"{group}: {told}")

    def _groups(self) -> Iterator[tuple[str, list[Entry]]]:
        """The entries of a family that begin the same way, so that few pools are needed at a time."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.catalogue.entries:
            groups.setdefault(f"{FAMILIES[entry.family]}, pool {entry.kind.name!r}", []).append(entry)
        yield from groups.items()

    def _tried(self, entry: Entry) -> Block:
        missing = [NEEDS[need] for need in entry.needs if need not in self.offered]
        if missing:
            return self._not_tried(entry, f"needs {' and '.join(missing)}")
        if self.service.pace.now() > self.end:
            return self._not_tried(entry, "the ten minutes of a run are over")
        self.service.log.clear()
        try:
            seen = self._observed(entry)
        except (NoPool, Trouble) as reason:
            return self._not_tried(entry, str(reason))
        filled = _filled(entry, self.values)
        verdict, why, settles = judge.verdict(self.catalogue, filled, seen)
        return self._result(entry, verdict, why, dict(settles))

    def _observed(self, entry: Entry) -> Observation:
        """Do what an entry says; :raises NoPool, Trouble: if that is not possible."""
        if entry.request.operation == CREATE:
            return self._created(entry)
        if "UserPoolId" in entry.request.request:
            return self._asked(entry, {}, Known({}))
        made = self.pools.take(entry)
        pool = {"UserPoolId": made.id}
        self.service.log.clear()
        made.used = True
        known = self._user(entry, made) if entry.user else Known({})
        for call in entry.before:
            self._prepare(call, pool, known)
        seen = self._asked(entry, pool, known)
        made.used = any("answer" in call and call["operation"] not in (GET, DESCRIBE) for call in self.service.log)
        return seen

    def _asked(self, entry: Entry, pool: Block, known: Known) -> Observation:
        read = _to_be_read(entry) if pool else ()
        compared = any(outcome.refused for outcome in (*entry.expected, *entry.possible))
        before = {operation: self._read(operation, pool) for operation in read} if compared else {}
        texts = tuple(
            text
            for outcome in (*entry.expected, *entry.possible)
            if outcome.refused
            for text in outcome.refused.fragments
        )
        try:
            answer = self._send(entry.request, pool, known, texts)
        except Refused as refused:
            after = {operation: self._read(operation, pool) for operation in before}
            return Observation(error=(refused.error, refused.message), before=before, after=after)
        if entry.request.operation == UPDATE and any(outcome.refused for outcome in entry.expected):
            self.pools.spoiled(entry.kind)
        after = {operation: self._read(operation, pool) for operation in read}
        return Observation(answer=answer, before=before, after=after)

    def _created(self, entry: Entry) -> Observation:
        try:
            answer = self.pools.create(self.values.fill(entry.request.request))
        except Refused as refused:
            return Observation(error=(refused.error, refused.message))
        pool = {"UserPoolId": answer["UserPool"]["Id"]}
        after = {operation: self._read(operation, pool) for operation in (GET, DESCRIBE)}
        self.pools.forget(pool["UserPoolId"])
        return Observation(answer=answer, after=after)

    def _user(self, entry: Entry, made: Made) -> Known:
        """Make the user of an entry; the next one has another name, since users stay as long as the pool."""
        assert entry.user
        self.users += 1
        known, pool = Known.of(self.users, made.client), {"UserPoolId": made.id}
        self._prepare(Call(SET, OPEN_TO_AUTHENTICATORS), pool, known)
        for call in users.calls(entry.user):
            if call is not users.CLIENT or not made.client:
                answer = self._prepare(call, {} if call.operation in BY_TOKEN else pool, known)
                known.learn(answer, lambda secret: pyotp.TOTP(secret).now())
        made.client = known.values["<client-id>"]
        return known

    def _prepare(self, call: Call, pool: Block, known: Known) -> Block:
        try:
            return self._send(call, pool, known)
        except Refused as refused:
            raise NoPool(f"its starting state was refused: {call.operation}: {refused}") from refused

    def _send(self, call: Call, pool: Block, known: Known, texts: tuple[str, ...] = ()) -> Block:
        request = known.fill({**pool, **self.values.fill(call.request)})
        if "UserPoolTags" in request:
            request["UserPoolTags"] = self.pools.tagged(request["UserPoolTags"])
        return self.service.call(call.operation, request, call.unchecked, texts)

    def _read(self, operation: str, pool: Block) -> Block:
        try:
            answer = self.service.call(operation, pool)
        except Refused as refused:
            raise Trouble(operation, f"refused: {refused}") from refused
        described: Block = answer.get("UserPool", {}) if operation == DESCRIBE else answer
        return described

    # -- results -------------------------------------------------------------------------------------------------------

    def _not_tried(self, entry: Entry, why: str) -> Block:
        return self._result(entry, judge.NOT_TRIED, why, {})

    def _result(self, entry: Entry, verdict: str, why: str, settles: dict[str, str]) -> Block:
        outcomes = [outcome.shown() for outcome in (*entry.expected, *entry.possible)]
        expected: Any = outcomes[0] if len(outcomes) == 1 else outcomes
        observed = None if verdict == judge.NOT_TRIED else {"calls": self.service.log[:]}
        result = {
            "id": entry.id,
            "rules": list(entry.rules),
            "title": entry.title,
            "verdict": verdict,
            "expected": expected,
            "observed": observed,
            "why": why,
            "settles": settles,
        }
        hidden: Block = self.values.hide(result)
        return hidden


def _to_be_read(entry: Entry) -> tuple[str, ...]:
    """What is read of the pool, after the request and, where that may be refused, before it."""
    outcomes = (*entry.expected, *entry.possible)
    operations = []
    if entry.request.operation in (SET, UPDATE):
        operations.append(GET)
    if entry.request.operation == UPDATE or any(outcome.describe is not None for outcome in outcomes):
        operations.append(DESCRIBE)
    return tuple(operations)


def _filled(entry: Entry, values: Values) -> Entry:
    """The entry with the values of this run in what it expects."""

    def outcomes(these: Iterable[Outcome]) -> tuple[Outcome, ...]:
        return tuple(
            replace(outcome, **{name: values.fill(getattr(outcome, name)) for name in STATES}) for outcome in these
        )

    return replace(entry, expected=outcomes(entry.expected), possible=outcomes(entry.possible))
