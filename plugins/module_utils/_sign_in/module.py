# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the survey: parameters in, readiness out, for the ordinary module and in process.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from typing import Any
from typing import Callable
from typing import Dict
from typing import List
from typing import Optional

from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters

from .._mfa.client import Connect
from .._mfa.client import Failure
from .._mfa.client import UserPools
from .._mfa.config import Config
from .._mfa.config import FACTORS
from .._mfa.ensure import explained
from .._mfa.gather import READING
from .._mfa.module import named_pool
from .._mfa.module import Params
from .._mfa.module import refuse_named_id
from .._mfa.module import show_nothing
from .._mfa.options import ACCOUNT_RECOVERY
from .._mfa.options import MODE_CHOICES
from .._mfa.progress import Progress
from .._mfa.refusal import Refusal
from .counting import shares
from .decision import PoolSettings
from .proposal import DEFAULT
from .proposal import make_proposal
from .proposal import Proposal
from .survey import Survey
from .survey import Wish
from .users import ACTIONS
from .users import ADMIN_GET_USER
from .users import AUTH_FACTORS
from .users import Users

NEEDED_BOTOCORE = "1.43.56"  # the first that has AdminGetUserAuthFactors (L3)
NO_FACTORS = "none"
READ_FACTORS: Dict[str, Any] = dict(
    type="str", default=NO_FACTORS, choices=[NO_FACTORS, AUTH_FACTORS, ADMIN_GET_USER]
)  # an option of every module that surveys users
MAX_EXAMPLES, MAX_SAMPLE = 1000, 100_000  # what is held of users is bounded

READINESS_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        user_pool_id=dict(type="str"),
        user_pool_name=dict(type="str"),
        proposed=dict(
            type="dict",
            options=dict(
                mfa_configuration=dict(type="str", choices=list(MODE_CHOICES)),
                factors=dict(type="list", elements="str", choices=list(FACTORS)),
                account_recovery_setting=ACCOUNT_RECOVERY,
            ),
        ),
        read_factors=READ_FACTORS,
        sample=dict(type="int"),
        seed=dict(type="int"),
        max_users=dict(type="int"),
        examples=dict(type="int", default=0),
        identify_by=dict(type="str", default="sub", choices=["sub", "username"]),
    ),
    mutually_exclusive=[("user_pool_id", "user_pool_name")],
    required_one_of=[("user_pool_id", "user_pool_name")],
    supports_check_mode=True,
)


def read_readiness(
    params: Params, connect: Connect, _check_mode: bool, show: Callable[[str], None] = show_nothing
) -> Params:
    """The work of user_pool_mfa_readiness_info.

    :arg show: shows a line of progress.
    """
    wish = _wish(params)
    refuse_named_id(params)
    users, pools = Users(connect), UserPools(connect, **READING)
    refuse_old_botocore(users, pools.botocore, wish.read_factors)
    pool_id = named_pool(params, pools)
    try:
        config, description = pools.read(pool_id), pools.describe(pool_id)
    except Failure as failure:
        raise explained(failure) from failure
    proposed = DEFAULT if params["proposed"] is None else scrub_none_parameters(params["proposed"])
    proposal = make_proposal(config, description, proposed)
    survey = Survey(users, pool_id, (proposal.proposed, proposal.live), wish, Progress(show))
    readiness = run_survey(survey, description, proposal)
    return {
        "changed": False,
        "readiness": readiness,
        "warnings": [*proposal.warnings, *_warnings(readiness, wish)],
    }


def run_survey(survey: Survey, description: Config, proposal: Proposal) -> Dict[str, Any]:
    """The readiness of a user pool, as the module returns it.  What cannot be read is an error in it.

    :arg description: what DescribeUserPool returned.
    :arg proposal: that whose settings the survey asks about.
    """
    pool_name, estimated = description.get("Name"), description.get("EstimatedNumberOfUsers")
    survey.run(f"{survey.user_pool_id} ({pool_name})", estimated)
    return {
        "user_pool_id": survey.user_pool_id,
        "user_pool_name": pool_name,
        **_readiness(survey, proposal, estimated),
    }


def refuse_old_botocore(users: Users, botocore: str, read_factors: Optional[str]) -> None:
    """Refuse a way to read factors that the installed botocore does not know."""
    if read_factors and not users.can_read(read_factors):
        problem = f"botocore {botocore} does not know {ACTIONS[read_factors]}"
        hint = f"Install botocore {NEEDED_BOTOCORE} or newer, or set read_factors to none"
        raise Refusal("read_factors", read_factors, problem, hint, "L3")


def reading_method(params: Params) -> Optional[str]:
    """How to read factors, or None for not at all."""
    return None if params["read_factors"] == NO_FACTORS else params["read_factors"]


def _wish(params: Params) -> Wish:
    """How to read.

    :raises Refusal: if a number cannot be.
    """
    for option, least, most in (("sample", 1, MAX_SAMPLE), ("max_users", 1, None), ("examples", 0, MAX_EXAMPLES)):
        value = params[option]
        if value is not None and (value < least or (most is not None and value > most)):
            upto = f" and at most {most}" if most else ""
            raise Refusal(option, value, f"this has to be at least {least}{upto}", "Correct the number")
    read_factors = reading_method(params)
    if params["sample"] is not None and not read_factors:
        problem = "factors are not read, so there is nothing to sample"
        raise Refusal("sample", params["sample"], problem, "Set read_factors, or leave sample out")
    named = ("sample", "seed", "max_users", "examples", "identify_by")
    return Wish(read_factors, **{option: params[option] for option in named})


def _readiness(survey: Survey, proposal: Proposal, estimated: Any) -> Dict[str, Any]:
    """What was found."""
    by_factors = survey.wish.read_factors is not None and (survey.answered > 0 or survey.factors_error is None)
    tally = survey.judged if by_factors else survey.listed
    outcomes = tally.outcomes(proposal.proposed)
    read = survey.listed.total
    stopped = outcomes["locked_out"] + outcomes["unknown"]
    return {
        "live": {**_settings(proposal.live), "outcomes": tally.outcomes(proposal.live)},
        "proposed": _settings(proposal.proposed),
        "basis": "factors" if by_factors else "attributes",
        "users": {
            "estimated": estimated,
            "read": read,
            "sampled": survey.judged.total if by_factors else 0,
            "complete": survey.complete,
        },
        "outcomes": outcomes,
        "share": shares(outcomes, read),
        "reasons": tally.reasons(proposal.proposed, by_factors),
        "ready": survey.complete and tally.total == read and not stopped,
        "error": str(survey.error) if survey.error else None,
        "factors_error": str(survey.factors_error) if survey.factors_error else None,
    }


def _settings(pool: PoolSettings) -> Dict[str, Any]:
    recovery = pool.recovery
    return {
        "mfa_configuration": pool.mode,
        "factors": [name for name in FACTORS if name in pool.factors],
        "account_recovery": None if recovery is None else list(recovery),
    }


def _warnings(readiness: Dict[str, Any], wish: Wish) -> List[str]:
    users = readiness["users"]
    warnings = []
    if wish.read_factors == ADMIN_GET_USER and readiness["basis"] == "factors":
        warnings.append(
            "AWS counts and bills each user that AdminGetUser is called for as active in that month (L2). "
            "read_factors=auth_factors is not documented to do so."
        )
    if readiness["error"]:
        warnings.append(f"Not all users were read, so this is not a verdict: {readiness['error']}")
    if readiness["factors_error"]:
        warnings.append(f"Not all factors were read: {readiness['factors_error']}")
    if not users["complete"] and not readiness["error"]:
        warnings.append(f"max_users stopped the reading after {users['read']} users, and there are more.")
    return warnings
