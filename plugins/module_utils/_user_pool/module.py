# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the core of user_pool_mfa_prerequisites: parameters in, results out.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict

from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters

from .._mfa.client import Connect
from .._mfa.config import Config
from .._mfa.limits import refuse_options
from .._mfa.module import diff_of
from .._mfa.module import named_pool
from .._mfa.module import Params
from .._mfa.module import refuse_named_id
from .._mfa.options import ACCOUNT_RECOVERY
from .._mfa.options import argument_spec
from .client import UpdatableUserPools
from .ensure import ensure
from .ensure import Outcome
from .options import LIMITED
from .plan import described
from .plan import restoring
from .plan import targets
from .plan import TIERS
from .plan import Wanted

SETTINGS = (
    "user_pool_tier",
    "email_configuration",
    "account_recovery_setting",
    "auto_verified_attributes",
    "policies",
)

PREREQUISITES_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        user_pool_id=dict(type="str"),
        user_pool_name=dict(type="str"),
        user_pool_tier=dict(type="str", choices=list(TIERS)),
        **argument_spec(LIMITED),
        account_recovery_setting=ACCOUNT_RECOVERY,
        auto_verified_attributes=dict(type="list", elements="str", choices=["email", "phone_number"]),
        policies=dict(
            type="dict",
            options=dict(
                sign_in_policy=dict(
                    type="dict",
                    options=dict(
                        allowed_first_auth_factors=dict(
                            type="list",
                            elements="str",
                            choices=["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"],
                        ),
                    ),
                ),
            ),
        ),
        allow_downgrade=dict(type="bool", default=False),
        allow_managed=dict(type="bool", default=False),
    ),
    mutually_exclusive=[("user_pool_id", "user_pool_name")],
    required_one_of=[("user_pool_id", "user_pool_name")],
    supports_check_mode=True,
)


def ensure_prerequisites(params: Params, connect: Connect, check_mode: bool) -> Params:
    """The work of user_pool_mfa_prerequisites."""
    options = scrub_none_parameters({name: params[name] for name in SETTINGS})
    refuse_options({name: options[name] for name in LIMITED if name in options}, LIMITED)
    wanted = Wanted(options, params["allow_downgrade"], params["allow_managed"])
    refuse_named_id(params)
    pools = UpdatableUserPools(connect)
    pool_id = named_pool(params, pools)
    outcome = ensure(pools, pool_id, wanted, check_mode)
    return _result(pool_id, params["user_pool_name"], outcome, check_mode)


def _result(pool_id: str, name: Any, outcome: Outcome, check_mode: bool) -> Params:
    plan = outcome.plan
    before = described(plan.before)
    after = described(plan.after if check_mode else targets(outcome.after.pool))
    result: Params = {
        "changed": plan.changed,
        "user_pool_id": pool_id,
        **({} if name is None else {"user_pool_name": name}),
        "user_pool": after,
        **({"request": _request(pool_id, plan.request)} if plan.changed else {}),
        **({"predicted": True} if check_mode else {}),
        "diff": diff_of(f"MFA prerequisites of user pool {pool_id}", before, after),
        "warnings": outcome.warnings,
    }
    return {**result, **(_failure(pool_id, outcome) if outcome.wrong else {})}


def _failure(pool_id: str, outcome: Outcome) -> Params:
    """What a write that did not do what it had to leaves for the operator (S7)."""
    seen = outcome.plan.seen
    return {
        "failed": True,
        "msg": (
            f"User pool {pool_id} was updated, but afterwards this is not as expected: {', '.join(outcome.wrong)}. "
            "Nothing was restored. Compare before and after; restore is the UpdateUserPool request that would restore "
            "what it can (S7)."
        ),
        "before": {"user_pool": seen.pool, "mfa_config": seen.mfa},
        "after": {"user_pool": outcome.after.pool, "mfa_config": outcome.after.mfa},
        "restore": _request(pool_id, restoring(seen)),
    }


def _request(pool_id: str, members: Config) -> Config:
    return {"UserPoolId": pool_id, **members}
