# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer says about an entry, as pure functions over plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from .catalogue import ABSENT
from .catalogue import Block
from .catalogue import Catalogue
from .catalogue import DESCRIBE
from .catalogue import Entry
from .catalogue import Outcome
from .catalogue import SET

AGREES, DIFFERS, SETTLED, NOT_TRIED = VERDICTS = ("agrees", "differs", "settled", "not_tried")
MOVING = ("EstimatedNumberOfUsers", "LastModifiedDate")
"""Members of DescribeUserPool that change by themselves."""


@dataclass(frozen=True)
class Observation:
    """What the service did.

    :ivar answer: of the request, if it was accepted.
    :ivar error: exception class and message, if it was refused.
    :ivar before: GetUserPoolMfaConfig and DescribeUserPool before the request, by operation, as far as they were read.
    :ivar after: the same after it.
    """

    answer: Block | None = None
    error: tuple[str, str] | None = None
    before: dict[str, Block] = field(default_factory=dict)
    after: dict[str, Block] = field(default_factory=dict)


def verdict(catalogue: Catalogue, entry: Entry, seen: Observation) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Verdict, reason, and the switches that are decided."""
    problems = [next(_problems(catalogue, entry, outcome, seen), "") for outcome in (*entry.expected, *entry.possible)]
    for outcome, problem in zip((*entry.expected, *entry.possible), problems, strict=True):
        if problem:
            continue
        if outcome in entry.expected:
            return AGREES, "", ()
        decided = " ".join(f"{name}={value}" for name, value in outcome.settles)
        return SETTLED, f"{decided}: {outcome.means}" if decided else outcome.means, outcome.settles
    return DIFFERS, problems[0] if entry.expected else f"none of the possible answers: {'; '.join(problems)}", ()


def _problems(catalogue: Catalogue, entry: Entry, outcome: Outcome, seen: Observation) -> Iterator[str]:
    """Where an observation is not this outcome."""
    if outcome.refused:
        yield from _refusal_problems(outcome, seen)
        return
    if seen.error:
        yield f"refused: {seen.error[0]}: {seen.error[1]}"
        return
    answer, get = seen.answer or {}, seen.after.get("GetUserPoolMfaConfig", {})
    if outcome.answer is not None:
        yield from unequal(outcome.answer, without_open(catalogue, outcome.answer, answer), "answer")
    yield from missing(outcome.has or {}, answer, "answer")
    if entry.request.operation == SET and answer != get:
        yield from unequal(answer, get, "GetUserPoolMfaConfig after the answer")
    if outcome.get is not None:
        yield from unequal(outcome.get, without_open(catalogue, outcome.get, get), "GetUserPoolMfaConfig")
    yield from missing(outcome.get_has or {}, get, "GetUserPoolMfaConfig")
    yield from missing(outcome.describe or {}, seen.after.get(DESCRIBE, {}), DESCRIBE)


def _refusal_problems(outcome: Outcome, seen: Observation) -> Iterator[str]:
    refusal = outcome.refused
    assert refusal
    if not seen.error:
        yield f"accepted, where {refusal.name} was expected"
        return
    error, message = seen.error
    if refusal.error and error != refusal.error:
        yield f"{error} in place of {refusal.error} ({refusal.name}): {message}"
    if refusal.fragments and not any(fragment in message for fragment in refusal.fragments):
        yield f"another text than that of {refusal.name}: {message}"
    for operation, before in seen.before.items():
        yield from unequal(_still(before), _still(seen.after.get(operation, {})), f"{operation} after the refusal")


def _still(description: Block) -> Block:
    return {name: value for name, value in description.items() if name not in MOVING}


def without_open(catalogue: Catalogue, expected: Block, observed: Block) -> Block:
    """An answer without what the ledgers leave open, where the expectation does not name it."""
    for path, value in catalogue.open_members:
        observed = _without(observed, expected, path, value)
    return observed


def _without(observed: Block, expected: Any, path: tuple[str, ...], value: Any) -> Block:
    name, *rest = path
    if name not in observed:
        return observed
    if rest:
        below = (expected.get(name) if isinstance(expected, dict) else None) or {}
        return {**observed, name: _without(observed[name], below, tuple(rest), value)}
    named = isinstance(expected, dict) and name in expected
    if named or (value is not None and observed[name] != value):
        return observed
    return {other: member for other, member in observed.items() if other != name}


def unequal(expected: Any, observed: Any, path: str) -> Iterator[str]:
    """Where two values differ."""
    if isinstance(expected, dict) and isinstance(observed, dict):
        for name in sorted(expected.keys() | observed.keys()):
            if name not in observed:
                yield f"{path} lacks {name}"
            elif name not in expected:
                yield f"{path} has {name}: {observed[name]!r}"
            else:
                yield from unequal(expected[name], observed[name], f"{path}.{name}")
    elif expected != observed:
        yield f"{path} is {observed!r}, not {expected!r}"


def missing(expected: Any, observed: Any, path: str) -> Iterator[str]:
    """Where a value has not what is expected of it; other members do not matter."""
    if not isinstance(expected, dict):
        yield from unequal(expected, observed, path)
        return
    for name, value in expected.items():
        there = isinstance(observed, dict) and name in observed
        if value == ABSENT:
            if there and observed[name] not in (None, [], {}):
                yield f"{path} has {name}: {observed[name]!r}"
        elif not there:
            yield f"{path} lacks {name}"
        else:
            yield from missing(value, observed[name], f"{path}.{name}")
