# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that bring a user pool to the policy, and what they change.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from ansible.module_utils.common.dict_transformations import dict_merge

from .._mfa.config import enabled_factors
from .._mfa.config import FACTORS
from .._mfa.config import SMS_FACTOR
from .._mfa.config import to_api
from .._mfa.config import to_options
from .entries import MODE_OPTION
from .entries import normal_options
from .judgements import accepted_modes
from .judgements import checks_of
from .judgements import judge
from .judgements import PASSKEYS
from .model import Drift
from .model import Entry
from .model import Excuse
from .model import Options
from .model import State
from .policy import Policy
from .prerequisites import prerequisites
from .task_yaml import task

BLOCKS: Dict[str, str] = {name: next(iter(to_options({block: {}}))) for name, block in FACTORS.items()}
"""Option name of each factor's block."""


PREFERRED_FACTORS: Tuple[str, ...] = ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP", SMS_FACTOR)
"""Which factor a remediation adds: first the one that needs nothing set up beforehand."""


def excuse(check: str, policy: Policy, valid: List[int]) -> Optional[Excuse]:
    """The exception that excuses a pool from a check; of several, the one that lasts longest.

    :arg valid: numbers of the exceptions that cover the pool and have not expired.
    """
    candidates = [(number, policy.exceptions[number - 1]) for number in valid]
    fitting = [(number, exemption) for number, exemption in candidates if check in exemption.checks]
    if not fitting:
        return None
    number, exemption = max(fitting, key=lambda candidate: (candidate[1].expires, -candidate[0]))
    return {"number": number, "reason": exemption.reason, "expires": exemption.expires.isoformat()}


def remedy(pool: State, policy: Policy, failed: List[str]) -> Options:
    """The options of user_pool_mfa_config that make a pool pass the checks that it failed, and change nothing else."""
    mode, enabled = pool["mfa_config"][MODE_OPTION], list(pool["factors"])
    options: Options = {}
    if "mode" in failed:
        options[MODE_OPTION] = mode = policy.mode
    kept = [factor for factor in enabled if _stays(factor, policy, failed)]
    wanted = list(kept)
    lonely = kept == [SMS_FACTOR] and not policy.allow_sms_only and ("sms_only" in failed or kept != enabled)
    if mode != "OFF" and (not kept or lonely):
        wanted += [factor for factor in PREFERRED_FACTORS if factor in policy.usable_factors and factor not in kept][:1]
    if set(enabled) - set(kept):
        options["purge_factors"] = True
    named = wanted if options.get("purge_factors") else [factor for factor in wanted if factor not in enabled]
    for factor in named:
        options[BLOCKS[factor]] = {"enabled": True} if factor == "SOFTWARE_TOKEN_MFA" else {}
    passkeys = {
        "user_verification": policy.user_verification if "passkey_user_verification" in failed else None,
        "factor_configuration": policy.factor_configuration if "passkey_factor_configuration" in failed else None,
    }
    if any(passkeys.values()):
        options[PASSKEYS] = {name: value for name, value in passkeys.items() if value}
    return options


def _stays(factor: str, policy: Policy, failed: List[str]) -> bool:
    """Whether a remediation leaves a factor as it is."""
    judged_by = "sms_settings" if factor == SMS_FACTOR else "factors"
    return factor in policy.usable_factors or not {judged_by, "factors"} & set(failed)


def configuration_after(config: Options, options: Options) -> Options:
    """The configuration of a pool after a task with these options.

    :arg config: the one that it has.
    """
    settings = {name: value for name, value in options.items() if name != "purge_factors"}
    dropped = [block for block in BLOCKS.values() if options.get("purge_factors") and block not in settings]
    kept = {name: value for name, value in config.items() if name not in dropped}
    return normal_options(dict_merge(kept, settings))


def remediation(pool: Entry, options: Options) -> Optional[str]:
    """The task that brings a pool to the policy, behind the one that it needs first (R54); None if there is nothing to set."""
    if not options:
        return None
    pool_id, described = pool["user_pool_id"], pool["mfa_prerequisites"]
    place = {"region": pool["region"], "user_pool_id": pool_id}
    first = prerequisites(pool["mfa_config"] or {}, options, described) if described is not None else {}
    name = f"Prepare user pool {pool_id} for the MFA that the policy asks for"
    prepared = task(name, {**place, **first}, "user_pool_mfa_prerequisites") if first else ""
    return prepared + task(f"Bring the MFA of user pool {pool_id} to the policy", {**place, **options})


def remedy_of_all(pool: State, desired: Options, policy: Policy, valid: List[int]) -> Options:
    """The options that give a pool what it should have, and make it pass what no exception excuses; the policy wins."""
    desired = _permitted(desired, policy, valid)
    if desired:
        config = configuration_after(pool["mfa_config"], desired)
        pool = {"mfa_config": config, "factors": enabled_factors(to_api(config))}
    failing = [check for check in checks_of(policy) if judge(check, pool, policy).status != "pass"]
    remaining = [check for check in failing if not excuse(check, policy, valid)]
    options: Options = dict_merge(desired, remedy(pool, policy, remaining))
    return options


def _permitted(desired: Options, policy: Policy, valid: List[int]) -> Options:
    """What a pool should have, without a mode and factors that the policy does not allow and no exception excuses."""
    kept = dict(desired)
    if desired.get(MODE_OPTION) not in accepted_modes(policy) and not excuse("mode", policy, valid):
        kept.pop(MODE_OPTION, None)
    if not excuse("factors", policy, valid):
        for factor in set(FACTORS) - set(policy.usable_factors):
            kept.pop(BLOCKS[factor], None)
    return kept


def drift(config: Options, diff: Any, options: Options) -> Optional[Drift]:
    """What differs, as before and after: as check mode predicted it, or else by the remediation; None if nothing does.

    :arg config: what the pool has.
    :arg diff: what its entry says of a run in check mode.
    """
    if isinstance(diff, Mapping) and all(isinstance(diff.get(side), Mapping) for side in ("before", "after")):
        found: Drift = {"source": "check_mode", "before": diff["before"], "after": diff["after"]}
    else:
        found = {"source": "policy", "before": config, "after": configuration_after(config, options)}
    return found if found["before"] != found["after"] else None
