# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bare boto3 loop: state and file of user pool IDs in, the calls of the module made, nothing else done."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import boto3

state, wanted, ids = sys.argv[1], json.loads(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
client = boto3.client("cognito-idp")
for user_pool_id in ids:
    client.get_user_pool_mfa_config(UserPoolId=user_pool_id)
    if state == "changed":
        client.set_user_pool_mfa_config(UserPoolId=user_pool_id, **wanted)
