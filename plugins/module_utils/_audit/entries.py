# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user pools of an audit: what is known of each, in one form.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Optional

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters

from .._mfa.config import enabled_factors
from .._mfa.config import MEMBERS
from .._mfa.config import MODE_MEMBER
from .._mfa.config import normal
from .._mfa.config import to_api
from .._mfa.config import to_options
from .._mfa.limits import is_region
from .._mfa.options import argument_spec
from .._mfa.options import MFA_OPTIONS
from .._mfa.options import MODES
from .._mfa.options import open_blocks
from .._mfa.options import USER_POOL_ID
from .model import Entry
from .model import Known
from .model import Options
from .model import State

MODE_OPTION = "mfa_configuration"


_DESIRABLE: Dict[str, Dict[str, Any]] = {
    name: {**argument, "options": open_blocks()[name]} if name in open_blocks() else argument
    for name, argument in argument_spec(MFA_OPTIONS).items()
}


_ARN = r"arn:[\w-]+:cognito-idp:(?P<region>[\w-]*):(?P<account_id>\d*):userpool/.*"


class AuditError(ValueError):
    """Pools that cannot be audited."""


def read_entries(pools: Iterable[Mapping[str, Any]]) -> List[Entry]:
    """The pools in a fixed order, with everything that is known of each."""
    entries = sorted(
        map(_entry, pools), key=lambda pool: [pool["account_id"] or "", pool["region"], pool["user_pool_id"]]
    )
    times = Counter((pool["account_id"], pool["user_pool_id"]) for pool in entries)
    twice = sorted({pool_id for (_account, pool_id), count in times.items() if count > 1})
    if twice:
        raise AuditError(f"These user pools are given more than once: {', '.join(twice)}")
    return entries


def _entry(given: Any) -> Entry:
    """One pool.

    :raises AuditError: if it has no ID of a user pool, or a region that is none; they go into remediations.
    """
    if not isinstance(given, Mapping):
        raise AuditError(f"A user pool has to be a dictionary, and one is {type(given).__name__}")
    pool_id = given.get("user_pool_id")
    if not isinstance(pool_id, str) or not re.fullmatch(str(USER_POOL_ID.pattern), pool_id, re.ASCII):
        raise AuditError(f"A user pool has the user_pool_id {pool_id!r}, which is not the ID of a user pool")
    arn = re.fullmatch(_ARN, str(given.get("user_pool_arn")))
    from_arn: Mapping[str, str] = arn.groupdict() if arn else {}
    region = given.get("region") or from_arn.get("region") or pool_id.rpartition("_")[0]
    if not is_region(str(region)):
        raise AuditError(f"The user pool {pool_id} has the region {region!r}, which is not a region")
    config, tags = _config(given), given.get("cognito_tags")
    error = given.get("error") or "The entry says neither what the configuration is, nor why that is unknown"
    return {
        "user_pool_id": pool_id,
        "user_pool_name": _text(given.get("user_pool_name")),
        "user_pool_arn": _text(given.get("user_pool_arn")),
        "account_id": _text(given.get("account_id") or from_arn.get("account_id")),
        "region": str(region),
        "cognito_tags": {str(key): str(value) for key, value in tags.items()} if isinstance(tags, Mapping) else {},
        "mfa_config": config,
        "factors": None if config is None else _enabled(given.get("factors"), config),
        "error": str(error) if config is None else None,
        "diff": given.get("diff"),
        "desired": _desired(pool_id, given.get("desired")),
        "mfa_prerequisites": _plain(given.get("mfa_prerequisites")),
    }


def _desired(pool_id: str, given: Any) -> Options:
    """What an entry says that its pool should have, as far as that is MFA, and as the module itself would understand it.

    :raises AuditError: if the module would not understand it.
    """
    if not isinstance(given, Mapping):
        return {}
    named = {name: value for name, value in given.items() if name in _DESIRABLE and value is not None}
    result = ArgumentSpecValidator(_DESIRABLE).validate(named)
    if result.error_messages:
        raise AuditError(f"The user pool {pool_id} has a desired that is not valid: {'; '.join(result.error_messages)}")
    options: Options = scrub_none_parameters(result.validated_parameters)
    return {**options, MODE_OPTION: options[MODE_OPTION].upper()} if MODE_OPTION in options else options


def _config(given: Mapping[str, Any]) -> Optional[Options]:
    """The configuration of a pool in its normal form, or None if the entry does not know it."""
    config = given.get("mfa_config")
    if given.get("status") != "known" or not isinstance(config, Mapping) or config.get(MODE_OPTION) not in MODES:
        return None
    try:
        sent = to_api(config)
    except RecursionError:
        return None
    if len(sent) < len(config):  # two of its keys are one option
        return None
    blocks = [value for member, value in sent.items() if member in MEMBERS and member != MODE_MEMBER]
    return to_options(normal(sent)) if all(isinstance(block, Mapping) for block in blocks) else None


def state_of(pool: Known) -> Optional[State]:
    """The MFA of a user pool, or None if it could not be read."""
    config, enabled = pool["mfa_config"], pool["factors"]
    return None if config is None or enabled is None else {"mfa_config": config, "factors": enabled}


def normal_options(config: Mapping[str, Any]) -> Options:
    return to_options(normal(to_api(config)))


def _enabled(named: Any, config: Options) -> List[str]:
    """The factors that an entry names, or else those that its configuration has."""
    return [str(factor) for factor in named] if isinstance(named, list) else enabled_factors(to_api(config))


def _plain(given: Any) -> Optional[Options]:
    return dict(given) if isinstance(given, Mapping) else None


def _text(value: Any) -> Optional[str]:
    return str(value) if value else None
