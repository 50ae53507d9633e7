# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work of readiness over one user pool, or a bare boto3 paginator over the same pages: who does it, and the pool's ID."""

from __future__ import annotations

import sys
from typing import Any

import boto3
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import read_readiness
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.module import READINESS_SPEC
from botocore.config import Config

RETRIES: Any = {"mode": "adaptive", "total_max_attempts": 10}


def client(**settings: Any) -> Any:
    """A client with the environment's connection."""
    return boto3.client("cognito-idp", config=Config(**settings))


def paginate(pool_id: str) -> None:
    """The paginator alone."""
    for _page in client(retries=RETRIES).get_paginator("list_users").paginate(UserPoolId=pool_id):
        pass


def readiness(pool_id: str) -> None:
    """The work of the module."""
    params = dict.fromkeys(READINESS_SPEC["argument_spec"])
    proposed = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"], "account_recovery_setting": None}
    params.update(user_pool_id=pool_id, proposed=proposed, read_factors="none", examples=0, identify_by="sub")
    result = read_readiness(params, lambda defaults, fixed: client(**{**defaults, **fixed}), False)
    assert result["readiness"]["users"]["complete"]


contestant, user_pool_id = sys.argv[1:]
{"boto3": paginate, "readiness": readiness}[contestant](user_pool_id)
