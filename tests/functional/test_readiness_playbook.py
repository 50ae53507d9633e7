# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook readiness, by its full name, from an inventory or from regions to a page, figures and an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.emulator.server import Emulator
from tests.support import commands
from tests.support import inventories
from tests.support.inventories import OTHER
from tests.support.inventories import role
from tests.support.pools import recovery
from tests.support.pools import SES
from tests.support.readiness import SCHEMA

APP = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"]}
MAIL = "ann.private@example.com"


def run(version: str, emulator: Emulator, folder: Path, *arguments: str, **variables: Any) -> commands.Done:
    given = json.dumps({"mfa_readiness_proposed": APP, **variables})
    return commands.playbook(version, emulator.endpoint, folder, "readiness")(*arguments, "-e", given)


def message(done: commands.Done) -> str:
    return " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def customers(make_pool: Any, cognito: Any) -> str:
    """A pool with a user who would be locked out, and one who would not."""
    pool_id: str = make_pool(PoolName="customers", **SES, **recovery("verified_email"))
    for name, attributes in (("ann", [{"Name": "email", "Value": MAIL}]), ("ben", [])):
        cognito.admin_create_user(
            UserPoolId=pool_id, Username=name, UserAttributes=attributes, MessageAction="SUPPRESS"
        )
    return pool_id


@pytest.mark.parametrize("version", [commands.NEWEST, commands.OLDEST])
def test_regions(version: str, emulator: Emulator, customers: str, tmp_path: Path) -> None:
    emulator.pools(1, region="eu-central-1")
    arguments = ("-vvv", "-e", "mfa_readiness_regions=us-east-1,eu-central-1 mfa_readiness_examples=1")
    done = run(version, emulator, tmp_path, *arguments)
    assert done.returncode == 2 and "The status is locked_out: 1 of 2 users would be locked out." in message(done)
    figures = commands.stats(done)
    assert (figures["mfa_readiness_result_pools"], figures["mfa_readiness_result_users_set_up"]) == (2, 1)
    assert figures["mfa_readiness_result_reports"] == [
        str(tmp_path / f"mfa-readiness.{end}") for end in ("html", "json")
    ]
    model = json.loads((tmp_path / "mfa-readiness.json").read_text(encoding="utf-8"))
    SCHEMA.validate(model)
    assert (model["pools"][0]["user_pool_id"], model["pools"][0]["region"]) == (customers, "us-east-1")
    written = message(done) + json.dumps(model) + (tmp_path / "mfa-readiness.html").read_text(encoding="utf-8")
    assert "private" not in written.replace("private to", "")


def test_an_inventory_with_roles(emulator: Emulator, customers: str, tmp_path: Path) -> None:
    """Each pool by the role of its account; what cannot be read is unknown, and --check is the same."""
    (there,) = emulator.pools(1, region="eu-central-1", account=OTHER)
    accounts = [{"name": "main"}, {"name": "other", "assume_role_arn": role(OTHER)}]
    inventory = inventories.write(tmp_path, accounts=accounts).name
    emulator.fault(
        {"operation": "ListUsers", "account": OTHER, "fault": {"error": "AccessDeniedException", "message": "no"}}
    )
    arn = "arn:aws:iam::{{ account_id }}:role/readiness"
    options = {"mfa_readiness_role_arn": arn, "mfa_readiness_formats": ["json"], "mfa_readiness_fail_on": "never"}
    done = run(commands.NEWEST, emulator, tmp_path, "-i", inventory, "--check", **options)
    assert done.returncode == 0, message(done)
    model = json.loads((tmp_path / "mfa-readiness.json").read_text(encoding="utf-8"))
    assert [(pool["user_pool_id"], pool["status"]) for pool in model["pools"]] == [
        (customers, "locked_out"),
        (there, "unknown"),
    ]
    assert "cognito-idp:ListUsers" in model["pools"][1]["readiness"]["error"]
    assert not (tmp_path / "mfa-readiness.html").exists()


def test_no_pools_and_misspelt_variables(emulator: Emulator, tmp_path: Path) -> None:
    done = run(commands.NEWEST, emulator, tmp_path, mfa_readiness_regions=["us-east-1"])
    assert done.returncode == 2 and "The status is empty: No user pool was evaluated." in message(done)
    done = run(commands.NEWEST, emulator, tmp_path, mfa_readiness_fail_at="never")
    assert done.returncode == 2 and "There is no variable mfa_readiness_fail_at" in message(done)
