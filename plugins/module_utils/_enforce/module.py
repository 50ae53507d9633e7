# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and enforcement: the parameters of mfa_enforce in, its result out.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Mapping
from typing import Sequence

from .._audit.entries import AuditError
from .._audit.evaluate import evaluate
from .._audit.policy import parse
from .._audit.policy_shapes import PolicyError
from .._mfa.client import Connect
from .._mfa.gather import READING
from .._mfa.module import Params
from .._mfa.module import show_nothing
from .._report.files import FileError
from .._report.module import read_policy
from .._report.module import today
from .._sign_in.module import READ_FACTORS
from .._sign_in.module import reading_method
from .connections import Connections
from .enforce import Enforcement
from .enforce import Say
from .enforce import Settings
from .outcome import figures
from .outcome import lines
from .outcome import RunState
from .outcome import sentence
from .outcome import status
from .plan import check_accounts
from .plan import check_batches
from .plan import check_percentage
from .plan import identities
from .plan import make_steps
from .readiness import NEVER
from .readiness import Requirement
from .readiness import REQUIREMENTS

ENFORCE_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        pools=dict(type="list", elements="dict", required=True),
        policy=dict(type="dict"),
        policy_file=dict(type="path"),
        allow_downgrade=dict(type="bool", default=False),
        batches=dict(type="list", elements="raw", default=[20]),
        max_fail_percentage=dict(type="int", default=0),
        role_arn=dict(type="str"),
        accounts=dict(
            type="list",
            elements="dict",
            default=[],
            options=dict(
                account_id=dict(type="str", required=True), role_arn=dict(type="str"), profile=dict(type="str")
            ),
        ),
        require_readiness=dict(type="str", default=NEVER, choices=[NEVER, *REQUIREMENTS]),
        read_factors=READ_FACTORS,
        wait_timeout=dict(type="int", default=120),
    ),
    mutually_exclusive=[("policy", "policy_file")],
    required_one_of=[("policy", "policy_file")],
    supports_check_mode=True,
    no_log=True,  # keeps a thousand user pools out of the machine's log, and hides nothing of the result
)


def enforce_policy(params: Params, _connect: Connect, check_mode: bool, say: Say = show_nothing) -> Params:
    """The work of mfa_enforce.

    :arg say: shows how far a long run is.
    """
    check_batches(params["batches"])
    check_percentage(params["max_fail_percentage"])
    check_accounts(params["pools"], params["accounts"])
    writers = identities(params["pools"], params["accounts"], params["role_arn"])
    try:
        model = evaluate(params["pools"], parse(read_policy(params)), today(), "")
    except (AuditError, FileError, PolicyError) as error:
        return {"failed": True, "msg": str(error)}
    steps = make_steps(model["pools"], writers)
    opened = Connections(params, READING).open(step.place for step in steps)
    settings = Settings(params["allow_downgrade"], params["wait_timeout"], check_mode)
    run = Enforcement(steps, opened, settings, say)
    run.look()
    goes_on = status(figures(model["pools"], run.state), run.state) not in ("empty", "stopped")
    if goes_on and params["require_readiness"] != NEVER:
        run.leave_out(Requirement(params["require_readiness"], reading_method(params)))
    if goes_on and not check_mode:
        run.write(params["batches"], params["max_fail_percentage"])
    return _result(model, run.state, _labels(params["pools"]))


def _labels(pools: Sequence[Mapping[str, Any]]) -> Dict[str, str]:
    """What each user pool is called: its host, if it is one."""
    return {pool["user_pool_id"]: pool.get("inventory_hostname") or pool["user_pool_id"] for pool in pools}


def _result(model: Mapping[str, Any], state: RunState, labels: Mapping[str, str]) -> Params:
    counts = figures(model["pools"], state)
    ending = status(counts, state)
    pools = lines(model["pools"], state, labels)
    failed = {} if ending in ("planned", "enforced") else {"failed": True}
    return {
        **failed,
        "changed": any(pool["changed"] for pool in pools),
        "msg": sentence(ending, counts, state, labels),
        "status": ending,
        "summary": counts,
        "pools": pools,
        "diff": [pool["diff"] for pool in pools if pool["diff"]],
        "warnings": [
            *(f"{labels[pool_id]}: {reason}" for pool_id, reason in state.left_out.items()),
            *(f"{pool['name']}: {warning}" for pool in pools for warning in pool["warnings"]),
        ],
    }
