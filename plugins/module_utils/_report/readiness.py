# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The readiness of several user pools as one model, and that as JSON and as a page.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from typing import Callable
from typing import Dict
from typing import Mapping
from typing import Sequence

from .._mfa.text import portable
from .._sign_in.decision import OUTCOMES
from .html import content_security_policy
from .html import markup
from .html import page_environment
from .html_style import STYLE
from .readiness_page import PAGE
from .readiness_page import READINESS_STYLE

Record = Mapping[str, Any]

SCHEMA_VERSION = "1.0"
STATUSES = ("locked_out", "unknown", "set_up", "ready")
"""Of a user pool, and of all of them: the worst that its users meet."""

EMPTY = "empty"
FAIL_ON = ("locked_out", "unknown", "set_up", "never")
"""From which status on a report fails: each includes those before it."""
BOUNDS = ("estimate", "low", "high")
IDENTITY = ("user_pool_id", "user_pool_name", "account_id", "region")


class ReadinessError(Exception):
    """Pools that are none."""


def summarise(results: Sequence[Any], read_errors: Sequence[str], title: str, today: date) -> Dict[str, Any]:
    """The model: every pool, the worst first, and figures over all of them.

    :arg results: of user_pool_mfa_readiness_info in a loop over user pools, as ``register`` keeps them.
    :arg read_errors: what could not be read and is not a user pool.
    :raises ReadinessError: if one is something else.
    """
    pools = sorted((_pool(result) for result in results), key=lambda pool: STATUSES.index(pool["status"]))
    known = [pool["readiness"] for pool in pools if pool["readiness"]]
    counts = {name: sum(pool["status"] == name for pool in pools) for name in STATUSES}
    statuses = [*(pool["status"] for pool in pools), *(["unknown"] if read_errors else [])]
    model = {
        "schema_version": SCHEMA_VERSION,
        "generated": today.isoformat(),
        "title": title,
        "status": min(statuses, key=STATUSES.index) if statuses else EMPTY,
        "summary": {
            "pools": {"total": len(pools), **counts},
            "users": {name: sum(one["users"][name] or 0 for one in known) for name in ("estimated", "read", "sampled")},
            "outcomes": {name: sum(one["outcomes"][name] for one in known) for name in OUTCOMES},
        },
        "pools": pools,
        "read_errors": list(read_errors),
    }
    portable_model: Dict[str, Any] = portable(model)
    return portable_model


def _pool(result: Any) -> Dict[str, Any]:
    """A user pool's entry of the model."""
    try:
        readiness, item = result.get("readiness"), result.get("item") or {}
        known = {**item, **{name: value for name, value in (readiness or {}).items() if value is not None}}
        return {
            **{name: known.get(name) for name in IDENTITY},
            "status": _status(readiness) if readiness else "unknown",
            "readiness": _content(readiness) if readiness else None,
            "error": None if readiness else str(result.get("msg") or "there is no result"),
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReadinessError(
            "pools has an entry that is not a result of user_pool_mfa_readiness_info in a loop over user pools"
        ) from error


def _status(readiness: Mapping[str, Any]) -> str:
    """The worst that the users of a pool meet; without everybody judged, nobody knows."""
    if readiness["outcomes"]["locked_out"]:
        return "locked_out"
    if not readiness["ready"]:
        return "unknown"
    return "set_up" if readiness["outcomes"]["set_up"] else "ready"


def _content(readiness: Mapping[str, Any]) -> Dict[str, Any]:
    """What of a result is in the model, of the types that it has there."""
    reasons = [
        {
            **{name: str(reason[name]) for name in ("rule", "outcome", "problem", "hint")},
            "count": int(reason["count"]),
            "examples": [str(example) for example in reason["examples"]],
        }
        for reason in readiness["reasons"]
    ]
    users = readiness["users"]
    return {
        "live": {**_settings(readiness["live"]), "outcomes": _counts(readiness["live"]["outcomes"])},
        "proposed": _settings(readiness["proposed"]),
        "basis": str(readiness["basis"]),
        "users": {
            **{name: users[name] for name in ("estimated", "read", "sampled")},
            "complete": bool(users["complete"]),
        },
        "outcomes": _counts(readiness["outcomes"]),
        "share": {name: {bound: readiness["share"][name][bound] for bound in BOUNDS} for name in OUTCOMES},
        "reasons": reasons,
        "ready": bool(readiness["ready"]),
        "error": readiness["error"],
        "factors_error": readiness["factors_error"],
    }


def _settings(settings: Mapping[str, Any]) -> Dict[str, Any]:
    return {name: settings[name] for name in ("mfa_configuration", "factors", "account_recovery")}


def _counts(outcomes: Mapping[str, Any]) -> Dict[str, int]:
    return {name: int(outcomes[name]) for name in OUTCOMES}


def to_json(model: Record) -> str:
    """The model as it is."""
    return json.dumps(model, indent=2, ensure_ascii=False, sort_keys=False) + "\n"


def to_html(model: Record) -> str:
    """The page."""
    style = STYLE + READINESS_STYLE
    environment = page_environment()
    environment.filters.update(percent=percent, sampled=is_sampled, interval=interval)
    page: str = environment.from_string(PAGE).render(
        model=model,
        verdict=verdict(model),
        outcomes=OUTCOMES,
        statuses=STATUSES,
        style=markup(style),
        csp=content_security_policy(style),
    )
    return page


RENDERERS: Dict[str, Callable[[Record], str]] = {"html": to_html, "json": to_json}


def verdict(model: Record) -> str:
    """The whole in a sentence."""
    found, pools = model["summary"]["outcomes"], model["summary"]["pools"]
    total = sum(found.values())
    if model["status"] == EMPTY:
        return "No user pool was evaluated"
    if found["locked_out"]:
        return f"{_users(found['locked_out'], total)} would be locked out"
    if pools["unknown"] or model["read_errors"]:
        return (
            "Some user pools could not be evaluated"
            if not found["unknown"]
            else f"The outcome is unknown for {_users(found['unknown'], total)}"
        )
    if found["set_up"]:
        return f"{_users(found['set_up'], total)} would have to set a factor up, and nobody would be locked out"
    return "Nobody would be locked out"


def _users(number: int, total: int) -> str:
    return f"{number:,} of {total:,} user{'' if total == 1 else 's'}"


def percent(share: Any) -> str:
    """A share for people."""
    if share is None:
        return "not known"
    value = 100 * share
    return "under 0.1 %" if 0 < value < 0.1 else f"{value:.1f} %"


def is_sampled(readiness: Record) -> bool:
    """Whether only some of the users that were read were judged."""
    judged = sum(readiness["outcomes"].values())
    return bool(judged < readiness["users"]["read"])


def interval(share: Record) -> str:
    """A share with its interval, where only a sample was judged."""
    if share["low"] is None or share["low"] == share["high"]:
        return percent(share["estimate"])
    return f"{percent(share['estimate'])} ({percent(share['low'])} to {percent(share['high'])})"


def figures(model: Record) -> Dict[str, Any]:
    """The summary in one level, for programs that read a single number."""
    summary = model["summary"]
    return {
        "status": model["status"],
        "pools": summary["pools"]["total"],
        **{f"pools_{name}": summary["pools"][name] for name in STATUSES},
        "users": summary["users"]["read"],
        **{f"users_{name}": summary["outcomes"][name] for name in OUTCOMES},
    }


def is_failing(model: Record, fail_on: str) -> bool:
    """Whether the status is one that is to fail; a report about nobody does not pass."""
    if fail_on == "never":
        return False
    return bool(model["status"] == EMPTY or model["status"] in STATUSES[: STATUSES.index(fail_on) + 1])


def outcome(model: Record, paths: Sequence[str]) -> str:
    """The whole in some sentences, with the pools of which nothing is known."""
    pools = model["summary"]["pools"]
    counts = ", ".join(f"{pools[name]} {name}" for name in STATUSES)
    not_read = [f"{pool['user_pool_id']}: {pool['error']}" for pool in model["pools"] if pool["error"]]
    left_out = [f"Left out by the inventory: {message}" for message in model["read_errors"]]
    sentences = [
        f"The status is {model['status']}: {verdict(model)}.",
        f"User pools: {pools['total']} ({counts}).",
        f"Reports: {', '.join(paths) or 'none'}.",
        *not_read,
        *left_out,
    ]
    return " ".join(sentences)
