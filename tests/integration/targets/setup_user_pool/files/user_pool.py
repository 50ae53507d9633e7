# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Create a user pool from the request in standard input and print its ID, or delete the one of that ID."""

from __future__ import annotations

import json
import os
import sys

import boto3


def main():
    """Do what the first argument says; credentials and region come from the environment."""
    client = boto3.client("cognito-idp", endpoint_url=os.environ.get("COGNITO_ENDPOINT") or None)
    if sys.argv[1] == "delete":
        client.delete_user_pool(UserPoolId=sys.argv[2])
        return
    request = json.load(sys.stdin)
    request.setdefault("UserPoolTags", {})["latchkey-integration"] = "true"
    print(client.create_user_pool(**request)["UserPool"]["Id"])


if __name__ == "__main__":
    main()
