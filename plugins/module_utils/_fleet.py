# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several user pools: the one of a name, and the configurations of many.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from ._api import Failure
from ._api import UserPools
from ._config import factors
from ._config import normal
from ._config import to_options
from ._core import explained
from ._options import USER_POOL_ID
from ._rules import Refusal
from ._rules import refuse_options

NOT_FOUND = "ResourceNotFoundException"
WORKERS = 8  # more would only wait: a region answers 20 reads a second (R76)


def find(listed: List[Tuple[str, str]], user_pool_name: str) -> str:
    """The ID of the one user pool with a name (R77).

    :arg listed: ID and name of every user pool of the region.
    :raises Refusal: if there is none, or more than one.
    """
    ids = [pool_id for pool_id, name in listed if name == user_pool_name]
    if len(ids) == 1:
        return ids[0]
    if ids:
        says, way_out = f"{len(ids)} user pools have this name: {', '.join(sorted(ids))}", "Name one by its ID"
    else:
        similar = get_close_matches(user_pool_name, [name for _id, name in listed])
        candidates = ", ".join(f"{pool_id} ({name})" for pool_id, name in listed if name in similar) or "none"
        says = (
            f"none of the {len(listed)} user pools of this account and region has this name; similar ones: {candidates}"
        )
        way_out = "Check the name, the region and the credentials"
    raise Refusal("user_pool_name", user_pool_name, says, way_out, "R77")


def gather(
    pools: UserPools, user_pool_ids: List[str], user_pool_names: List[str], filters: Mapping[str, Any]
) -> List[Dict[str, Any]]:
    """The MFA configurations of some or all user pools of the region, read concurrently.

    :arg user_pool_ids: the pools to read.
    :arg user_pool_names: likewise; with neither, every pool of the region is read.
    :arg filters: C(user_pool_name), a shell pattern, C(mfa_configuration) and C(factors), lists of values.
    :returns: a dictionary for each pool.  One that could not be read has the C(status) unknown and passes the filters
        on what is not known of it.
    :raises Refusal: if a named pool does not exist.
    :raises Failure: if the pools cannot be listed.
    """
    for user_pool_id in user_pool_ids:
        refuse_options({"user_pool_id": user_pool_id}, {"user_pool_id": USER_POOL_ID})
    every = not (user_pool_ids or user_pool_names)
    listed = pools.list() if every or user_pool_names else []
    targets: Dict[str, Optional[str]] = dict.fromkeys(user_pool_ids)
    targets.update(listed if every else [(find(listed, name), name) for name in user_pool_names])
    pattern = filters.get("user_pool_name") or "*"
    chosen = [(pool_id, name) for pool_id, name in targets.items() if name is None or fnmatchcase(name, pattern)]
    with ThreadPoolExecutor(WORKERS) as workers:
        found = list(workers.map(lambda target: _look(pools, target[0], target[1], not every), chosen))
    return [pool for pool in found if _passes(pool, filters)]


def _look(pools: UserPools, user_pool_id: str, name: Optional[str], must_exist: bool) -> Dict[str, Any]:
    """One pool's entry.  What cannot be read is unknown: it is never taken for a pool without MFA."""
    try:
        config = pools.read(user_pool_id)
    except Failure as failure:
        if must_exist and failure.code == NOT_FOUND:
            raise explained(failure) from failure
        known: Dict[str, Any] = {"status": "unknown", "mfa_config": None, "factors": None, "error": str(failure)}
    else:
        name = name or _name(pools, user_pool_id)
        known = {"status": "known", "mfa_config": to_options(normal(config)), "factors": factors(config), "error": None}
    return {"user_pool_id": user_pool_id, "user_pool_name": name, **known}


def _name(pools: UserPools, user_pool_id: str) -> Optional[str]:
    try:
        return str(pools.describe(user_pool_id)["Name"])
    except Failure:
        return None  # the name is a courtesy; the configuration is known without it


def _passes(pool: Mapping[str, Any], filters: Mapping[str, Any]) -> bool:
    if pool["user_pool_name"] and not fnmatchcase(pool["user_pool_name"], filters.get("user_pool_name") or "*"):
        return False
    if pool["status"] == "unknown":
        return True
    modes = [mode.upper() for mode in filters.get("mfa_configuration") or [pool["mfa_config"]["mfa_configuration"]]]
    wanted_factors = filters.get("factors")
    return pool["mfa_config"]["mfa_configuration"] in modes and (
        wanted_factors is None or bool(set(wanted_factors) & set(pool["factors"]))
    )
