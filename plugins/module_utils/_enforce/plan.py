# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done to which user pool, in which order, and whose quotas it uses.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import re
from itertools import chain
from itertools import repeat
from itertools import zip_longest
from typing import Any
from typing import Dict
from typing import Iterator
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Sequence

from .._mfa.refusal import Refusal

_ACCOUNT_ID = re.compile(r"[0-9]{12}", re.ASCII)
_SIZE = re.compile(r"[1-9][0-9]{0,8}%?", re.ASCII)


class Place(NamedTuple):
    """A region of an account, and who works there.

    :ivar account_id: None if it is not known.
    :ivar role_arn: the role to assume; None: the credentials of the task.
    :ivar profile: the profile to use, or to assume the role with; None: that of the task.
    """

    account_id: Optional[str]
    region: str
    role_arn: Optional[str]
    profile: Optional[str]


class Step(NamedTuple):
    """What one user pool needs.

    :ivar options: options of user_pool_mfa_config.
    :ivar mfa_config: the configuration for which they were planned.
    """

    user_pool_id: str
    place: Place
    options: Dict[str, Any]
    mfa_config: Dict[str, Any]


def identities(
    pools: Sequence[Any], accounts: Sequence[Mapping[str, Any]], role_arn: Optional[str]
) -> Dict[str, Dict[str, Optional[str]]]:
    """Who may write each user pool, by its ID: ``role_arn`` and ``profile``.

    What a user pool names itself comes first, then what its account names, then the task.

    :arg accounts: ``account_id`` with ``role_arn``, ``profile``.
    :raises Refusal: if an account is named twice.
    """
    by_account = {account["account_id"]: account for account in accounts}
    if len(by_account) < len(accounts):
        raise Refusal("accounts", None, "an account is named twice", "Name each account once", None)
    found: Dict[str, Dict[str, Optional[str]]] = {}
    for pool in (pool for pool in pools if isinstance(pool, Mapping)):
        account = by_account.get(str(pool.get("account_id")), {})
        found[str(pool.get("user_pool_id"))] = {
            "role_arn": _text(pool.get("role_arn")) or account.get("role_arn") or role_arn or None,
            "profile": _text(pool.get("profile")) or account.get("profile") or None,
        }
    return found


def check_accounts(pools: Sequence[Any], accounts: Sequence[Mapping[str, Any]]) -> None:
    """Refuse IDs that no account has, where accounts decide who writes: a pool without its account would be written by another.

    :raises Refusal: for the first one.
    """
    of_pools = [pool.get("account_id") for pool in pools if isinstance(pool, Mapping) and accounts]
    named = [("accounts.account_id", account["account_id"]) for account in accounts]
    for option, account_id in [*named, *(("pools.account_id", each) for each in of_pools if each is not None)]:
        if not _ACCOUNT_ID.fullmatch(str(account_id)):
            hint = 'Quote its twelve digits, as in "012345678901": YAML makes a number of them, without the first zero'
            raise Refusal(option, str(account_id), "this is not the ID of an account", hint, None)


def _text(value: Any) -> Optional[str]:
    return str(value) if value else None


def make_steps(pools: Sequence[Mapping[str, Any]], writers: Mapping[str, Mapping[str, Optional[str]]]) -> List[Step]:
    """A step for each user pool that needs one, in turn from all places, so that a batch uses the quotas of many.

    :arg pools: the user pools of the audit's model.
    :arg writers: what :func:`identities` returns.
    """
    places: Dict[Place, List[Step]] = {}
    for pool in pools:
        if pool["remediation_options"]:
            place = Place(pool["account_id"], pool["region"], **writers[pool["user_pool_id"]])
            step = Step(pool["user_pool_id"], place, pool["remediation_options"], pool["mfa_config"])
            places.setdefault(place, []).append(step)
    return [step for row in zip_longest(*places.values()) for step in row if step is not None]


def check_batches(sizes: Sequence[Any]) -> None:
    """Refuse what is not a batch size.

    :raises Refusal: for the first one.
    """
    if not sizes:
        raise Refusal("batches", sizes, "no size is named", "Write 20 or 10%, or leave the option out", None)
    for size in sizes:
        if isinstance(size, bool) or not _SIZE.fullmatch(str(size)):
            named = "null" if size is None else size
            raise Refusal(
                "batches", named, "it is neither a number of user pools nor a percentage", "Write 20 or 10%", None
            )


def check_percentage(max_fail_percentage: int) -> None:
    """Refuse what is not a percentage: below 0, every batch would be the last.

    :raises Refusal: if it is none.
    """
    if not 0 <= max_fail_percentage <= 100:
        raise Refusal("max_fail_percentage", max_fail_percentage, "this is not a percentage", "Write 0 to 100", None)


def batches(steps: Sequence[Step], sizes: Sequence[Any]) -> Iterator[Sequence[Step]]:
    """The steps in batches, the last size being that of all further ones, as a play's ``serial`` has it.

    :arg sizes: numbers, or percentages of all steps.
    """
    start = 0
    for size in chain(sizes, repeat(sizes[-1])):
        if start >= len(steps):
            return
        number, percent, _rest = str(size).partition("%")
        end = start + (max(1, int(number) * len(steps) // 100) if percent else int(number))
        yield steps[start:end]
        start = end


def too_many(failed: int, taken: int, max_fail_percentage: int) -> bool:
    """Whether so much of a batch failed that no further one is begun."""
    return failed * 100 > taken * max_fail_percentage
