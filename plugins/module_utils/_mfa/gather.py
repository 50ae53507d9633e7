# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several user pools: the one of a name, the configurations of many, and which of them pass filters.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from .client import Failure
from .client import UserPools
from .concurrency import paced
from .concurrency import WORKERS
from .config import Config
from .config import enabled_factors
from .config import normal
from .config import to_options
from .ensure import explained
from .limits import refuse_user_pool_id
from .refusal import Refusal
from .retries import DESCRIBE_RATE
from .retries import READ_RATE
from .text import original_key
from .text import portable

NOT_FOUND = "ResourceNotFoundException"
READING: Dict[str, Any] = {
    "retries": {"mode": "adaptive", "total_max_attempts": 10},
    "max_pool_connections": WORKERS,
}  # botocore's settings for many reads: when the service throttles, it slows down by itself

Entry = Dict[str, Any]
"""A user pool and what is known of it."""


def pool_id_of(listed: List[Tuple[str, str]], user_pool_name: str) -> str:
    """The ID of the one user pool with a name (R77).

    :arg listed: ID and name of every user pool of the region.
    :raises Refusal: if there is none, or more than one.
    """
    ids = [pool_id for pool_id, name in listed if portable(name) == portable(user_pool_name)]
    if len(ids) == 1:
        return ids[0]
    if ids:
        problem, hint = f"{len(ids)} user pools have this name: {', '.join(sorted(ids))}", "Name one by its ID"
    else:
        similar = get_close_matches(user_pool_name, [name for _id, name in listed])
        candidates = ", ".join(f"{pool_id} ({name})" for pool_id, name in listed if name in similar) or "none"
        problem = (
            f"none of the {len(listed)} user pools of this account and region has this name; similar ones: {candidates}"
        )
        hint = "Check the name, the region and the credentials"
    raise Refusal("user_pool_name", user_pool_name, problem, hint, "R77")


def gather(
    pools: UserPools, user_pool_ids: List[str], user_pool_names: List[str], filters: Mapping[str, Any]
) -> List[Entry]:
    """The MFA configurations of some or all user pools of the region, read concurrently.

    :arg user_pool_ids: the pools to read.
    :arg user_pool_names: the names of user pools to read; with neither, every pool of the region is read.
    :arg filters: ``user_pool_name``, a shell pattern, ``mfa_configuration`` and ``factors``, lists of values.
    :returns: a dictionary for each pool.  One that could not be read has the ``status`` unknown and passes the filters
        on what is not known of it.
    :raises Refusal: if a named pool does not exist.
    :raises Failure: if the pools cannot be listed.
    """
    for user_pool_id in user_pool_ids:
        refuse_user_pool_id(user_pool_id)
    every = not (user_pool_ids or user_pool_names)
    listed = pools.list() if every or user_pool_names else []
    targets: Dict[str, Optional[str]] = dict.fromkeys(user_pool_ids)
    targets.update(listed if every else [(pool_id_of(listed, name), name) for name in user_pool_names])
    criteria = _criteria(filters)
    chosen = [
        (pool_id, name)
        for pool_id, name in targets.items()
        if matches({"user_pool_id": pool_id, "user_pool_name": name}, criteria) is not False
    ]
    rate = DESCRIBE_RATE if user_pool_ids else READ_RATE  # what has no name yet is described
    found = paced(lambda target: _look(pools, *target, not every), chosen, rate)
    return [pool for pool in found if matches(pool, criteria) is not False]


def entry(user_pool_id: str, user_pool_name: Optional[str], config: Optional[Config], error: Optional[str]) -> Entry:
    """A user pool's entry.  One whose configuration could not be read is unknown, never a pool without MFA."""
    known: Entry = {"status": "unknown", "mfa_config": None, "factors": None}
    if config is not None:
        known = {"status": "known", "mfa_config": to_options(normal(config)), "factors": enabled_factors(config)}
    return {"user_pool_id": user_pool_id, "user_pool_name": user_pool_name, **known, "error": error}


def matches(pool: Mapping[str, Any], criteria: Mapping[str, Any]) -> Optional[bool]:
    """Whether a user pool meets every criterion, or None if that depends on what is not known of it.

    :arg pool: an entry, or as much of one as is known.
    :arg criteria: for ``user_pool_id`` and ``user_pool_name``, lists of shell patterns; for ``cognito_tags``, lists of shell
        patterns by key; for ``mfa_configuration`` and ``factors``, lists of values of which one has to be there.
    """
    verdicts = [_CRITERIA[name](pool, wanted) for name, wanted in criteria.items()]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _criteria(filters: Mapping[str, Any]) -> Dict[str, Any]:
    """The criteria of a task's filters.  An empty pattern, or list of modes, restricts nothing."""
    pattern = filters.get("user_pool_name")
    criteria = {
        "user_pool_name": [pattern] if pattern else None,
        "mfa_configuration": filters.get("mfa_configuration") or None,
        "factors": filters.get("factors"),
    }
    return {name: wanted for name, wanted in criteria.items() if wanted is not None}


def _is_like(text: Optional[str], patterns: Iterable[str]) -> Optional[bool]:
    return None if text is None else any(fnmatchcase(portable(text), pattern) for pattern in patterns)


def _is_tagged(pool: Mapping[str, Any], wanted: Mapping[str, List[str]]) -> Optional[bool]:
    tags = pool.get("cognito_tags")
    if tags is None:
        return None
    named = {original_key(key): value for key, value in tags.items()}
    return all(_is_like(named.get(original_key(key)), patterns) or False for key, patterns in wanted.items())


def _has_mode(pool: Mapping[str, Any], modes: Iterable[str]) -> Optional[bool]:
    config = pool.get("mfa_config")
    return None if config is None else config["mfa_configuration"] in [mode.upper() for mode in modes]


def _has_factor(pool: Mapping[str, Any], names: Iterable[str]) -> Optional[bool]:
    enabled = pool.get("factors")
    return None if enabled is None else bool(set(enabled) & set(names))


_CRITERIA: Dict[str, Callable[[Mapping[str, Any], Any], Optional[bool]]] = {
    "user_pool_id": lambda pool, patterns: _is_like(pool.get("user_pool_id"), patterns),
    "user_pool_name": lambda pool, patterns: _is_like(pool.get("user_pool_name"), patterns),
    "cognito_tags": _is_tagged,
    "mfa_configuration": _has_mode,
    "factors": _has_factor,
}


def _look(pools: UserPools, user_pool_id: str, name: Optional[str], must_exist: bool) -> Entry:
    try:
        config = pools.read(user_pool_id)
    except Failure as failure:
        if must_exist and failure.code == NOT_FOUND:
            raise explained(failure) from failure
        return entry(user_pool_id, name, None, str(failure))
    return entry(user_pool_id, name or _name(pools, user_pool_id), config, None)


def _name(pools: UserPools, user_pool_id: str) -> Optional[str]:
    try:
        return str(pools.describe(user_pool_id)["Name"])
    except Failure:
        return None  # the name is a courtesy; the configuration is known without it
