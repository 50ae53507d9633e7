# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user pools of a run: made when they are needed, used again as long as they can be brought back, and deleted in the end."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field

from .catalogue import Block
from .catalogue import CREATE
from .catalogue import DELETE
from .catalogue import DESCRIBE
from .catalogue import Entry
from .catalogue import GET
from .catalogue import Kind
from .catalogue import LIST
from .catalogue import SET
from .catalogue import UPDATE
from .service import Refused
from .service import Service
from .service import Trouble
from .values import Values

PREFIX = "latchkey-evidence-"
TAG = "latchkey-evidence"
AT_MOST = 20
ATTEMPTS = 5
"""How often a pool is tried to be deleted."""


class NoPool(Exception):
    """There is no user pool in the starting state of an entry, and why."""


@dataclass
class Made:
    """A user pool of this run.

    :ivar original: what GetUserPoolMfaConfig said when it was new.
    :ivar used: whether something may have been written to it since then.
    :ivar client: its app client, if there is one.
    """

    id: str
    original: Block
    used: bool = False
    client: str = ""


@dataclass
class Pools:
    """All that this run makes.

    :ivar run: what the names of its pools have in common.
    :ivar lost: whether a pool may exist of which the ID is not known, since the answer to its creation did not come.
    """

    service: Service
    values: Values
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    count: int = 0
    lost: bool = False
    alive: dict[str, None] = field(default_factory=dict)
    by_kind: dict[str, Made] = field(default_factory=dict)

    def take(self, entry: Entry) -> Made:
        """A pool in the state that an entry begins with; :raises NoPool: if there is none."""
        made = self.by_kind.get(entry.kind.name)
        if made and made.used and not self._brought_back(made, entry):
            del self.by_kind[entry.kind.name]
            with suppress(Trouble, Refused):
                self._delete(made.id)
            made = None
        if made is None:
            made = self.by_kind[entry.kind.name] = self._make(entry.kind)
        return made

    def create(self, request: Block) -> Block:
        """CreateUserPool, whatever comes of it; :raises NoPool: if there are as many as a run may have."""
        if self.count >= AT_MOST:
            raise NoPool(f"a run makes {AT_MOST} user pools at most")
        self.count += 1
        named = {
            **request,
            "PoolName": f"{PREFIX}{self.run}-{self.count}",
            "UserPoolTags": self.tagged(request.get("UserPoolTags", {})),
        }
        self.lost = True
        try:
            answer = self.service.call(CREATE, named)
        except Refused:
            self.count -= 1
            self.lost = False
            raise
        self.lost = False
        self.alive[answer["UserPool"]["Id"]] = None
        return answer

    def tagged(self, tags: Block) -> Block:
        """Tags with that of this run, so that a sweep finds the pool."""
        return {**tags, TAG: self.run}

    def spoiled(self, kind: Kind) -> None:
        """Use the pool of a kind no more: what was to be refused has changed settings that nothing brings back."""
        del self.by_kind[kind.name]

    def remove(self) -> list[str]:
        """Delete everything; the pools that are still there."""
        self.service.revive()
        if self.lost:
            with suppress(Trouble, Refused):
                self.alive.update(dict.fromkeys(found(self.service, f"{PREFIX}{self.run}-")))
        for _attempt in range(ATTEMPTS):
            for pool_id in list(self.alive):
                with suppress(Trouble, Refused):
                    self._delete(pool_id)
            if not self.alive:
                break
            self.service.pace.sleep(1)
        return list(self.alive)

    def _make(self, kind: Kind) -> Made:
        try:
            pool_id = self.create(self.values.fill(kind.request))["UserPool"]["Id"]
        except Refused as refused:
            raise NoPool(f"a user pool of the kind {kind.name!r} was refused: {refused}") from refused
        return Made(pool_id, self.service.call(GET, {"UserPoolId": pool_id}))

    def _brought_back(self, made: Made, entry: Entry) -> bool:
        """Whether a used pool is again as it was created, apart from what the entry does not depend on."""
        try:
            self.service.call(SET, {"UserPoolId": made.id, "MfaConfiguration": "OFF"})
            live = self.service.call(GET, {"UserPoolId": made.id})
        except Refused:
            return False
        made.used = False
        return _without(live, entry.leftovers) == _without(made.original, entry.leftovers)

    def _delete(self, pool_id: str) -> None:
        delete(self.service, pool_id)
        self.alive.pop(pool_id, None)

    def forget(self, pool_id: str) -> None:
        """Delete a pool that an entry made."""
        with suppress(Trouble, Refused):
            self._delete(pool_id)


def _without(configuration: Block, members: frozenset[str]) -> Block:
    return {name: value for name, value in configuration.items() if name not in members}


def delete(service: Service, pool_id: str) -> None:
    """Delete a pool, protected or not; :raises Refused, Trouble: if it is still there."""
    try:
        service.call(DELETE, {"UserPoolId": pool_id})
    except Refused as refused:
        if refused.error == "ResourceNotFoundException":
            return
        service.call(UPDATE, {"UserPoolId": pool_id, "DeletionProtection": "INACTIVE"})
        service.call(DELETE, {"UserPoolId": pool_id})


def found(service: Service, prefix: str = PREFIX) -> Iterator[str]:
    """The user pools whose names begin so and that have the tag of these runs."""
    request: Block = {"MaxResults": 60}
    ids: list[str] = []
    while True:
        page = service.call(LIST, request)
        ids += [pool["Id"] for pool in page["UserPools"] if str(pool.get("Name", "")).startswith(prefix)]
        if not page.get("NextToken"):
            break
        request = {"MaxResults": 60, "NextToken": page["NextToken"]}
    for pool_id in ids:
        described = service.call(DESCRIBE, {"UserPoolId": pool_id})["UserPool"]
        if TAG in (described.get("UserPoolTags") or {}):
            yield pool_id
