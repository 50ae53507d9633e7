# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures add up, the status follows from them, and every user pool has its line."""

from __future__ import annotations

from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils._enforce import outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.plan import Place
from ansible_collections.latchkey.cognito.plugins.module_utils._enforce.plan import Step
from hypothesis import given
from hypothesis import strategies as st

PLACE = Place("1", "us-east-1", None, None)
CHANGED, UNCHANGED = outcome.Taken(True, False, "Changed", (), {"before": 1}), outcome.Taken(False, False, "Unchanged")
FAILED = outcome.failure("why")
OUTCOMES = st.sampled_from([CHANGED, UNCHANGED, FAILED])


def pools(count: int, unknown: int = 0) -> list[dict[str, Any]]:
    named = [{"user_pool_id": f"p{number}", "account_id": "1", "region": "us-east-1"} for number in range(count)]
    return [
        {**pool, "mfa_config": None if number < unknown else {}, "error": "no"} for number, pool in enumerate(named)
    ]


def progress(looked: list[Any], written: list[Any], checking: bool = False, left_out: Any = ()) -> Any:
    """A run over the user pools p0, p1, ..., of which those that are not left out are written in their order."""
    ids = [f"p{number}" for number in range(len(looked))]
    steps = [Step(pool_id, PLACE, {}, {}) for pool_id in ids]
    reasons = {f"p{number}": "Left out" for number in left_out}
    allowed = [pool_id for pool_id in ids if pool_id not in reasons]
    return outcome.RunState(
        steps, dict(zip(ids, looked, strict=True)), dict(zip(allowed, written, strict=False)), reasons, checking
    )


@given(st.lists(OUTCOMES, max_size=5), st.data(), st.booleans())
def test_the_figures_add_up(looked: Any, data: Any, checking: bool) -> None:
    stopped = checking or FAILED in looked
    left_out = (
        set() if FAILED in looked else data.draw(st.sets(st.integers(0, 4)).map(set(range(len(looked))).intersection))
    )
    written = [] if stopped else data.draw(st.lists(OUTCOMES, max_size=len(looked) - len(left_out)))
    run = progress(looked, written, checking, left_out)
    counts = outcome.figures(pools(5), run)
    assert counts["planned"] == len(looked)
    parts = ("changed", "unchanged", "refused", "failed", "left_out", "remaining")
    assert sum(counts[name] for name in parts) == len(looked)
    assert min(counts.values()) >= 0
    state = outcome.status(counts, run)
    if FAILED in looked:
        assert state == "stopped"
    elif checking:
        assert state == "planned"
    else:
        assert (state == "enforced") is (len(written) == len(looked) - len(left_out) and FAILED not in written)
    found = outcome.lines(pools(5), run, {f"p{number}": f"host{number}" for number in range(5)})
    assert sum(line["changed"] for line in found) == counts["changed"]
    assert sum(line["failed"] for line in found) == counts["refused"] + counts["failed"]
    assert sum(line["msg"] == "Left out" for line in found) == counts["left_out"] == len(left_out)


def test_without_user_pools_nothing_is_enforced() -> None:
    run = progress([], [])
    counts = outcome.figures([], run)
    assert outcome.status(counts, run) == "empty"
    assert outcome.EMPTY_HINT in outcome.sentence("empty", counts, run, {})


def test_what_could_not_be_read_stops_it_and_has_its_line() -> None:
    run = progress([], [])
    counts = outcome.figures(pools(2, unknown=1), run)
    assert outcome.status(counts, run) == "stopped"
    assert "--limit '!mfa_unknown'" in outcome.sentence("stopped", counts, run, {})
    unknown, known = outcome.lines(pools(2, unknown=1), run, {"p0": "a", "p1": "b"})
    assert (unknown["failed"], unknown["msg"]) == (True, "It could not be read: no")
    assert (known["failed"], known["msg"]) == (False, "Already complies with the policy")


def test_what_was_only_looked_at_has_not_changed() -> None:
    line, other = outcome.lines(pools(2), progress([CHANGED, CHANGED], [FAILED]), {"p0": "a", "p1": "b"})
    assert (line["changed"], line["failed"], line["msg"]) == (False, True, "why")
    assert (other["changed"], other["msg"], other["diff"]) == (False, "Not started", None)


def test_the_first_reasons_are_told() -> None:
    run = progress([FAILED] * 7, [])
    counts = outcome.figures(pools(7), run)
    text = outcome.sentence("stopped", counts, run, {f"p{number}": f"host{number}" for number in range(7)})
    assert text.startswith(
        "The status is stopped. User pools: 7 (0 unknown). To be changed: 7 (0 changed, 0 unchanged, 7 refused,"
    )
    assert text.endswith("host4: why ...")
