# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tasks that an audit of the inventory recommends, run as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.filter.pools_of_hosts import pools_of_hosts
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.evaluate import evaluate
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy import parse as parse_policy

from tests.emulator.server import Emulator
from tests.support import inventories
from tests.support.modules import Modules
from tests.support.pools import recovery
from tests.support.pools import SES

EMAIL_ALONE = {"allowed_factors": ["EMAIL_OTP"]}
IDENTITY = SES["EmailConfiguration"]["SourceArn"]
BOTH = recovery("verified_phone_number", "verified_email")


def first_factors(*names: str) -> dict[str, Any]:
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(names)}}}


@pytest.fixture
def reported(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_aws_settings: None) -> Any:
    """The tasks that an audit of the inventory recommends for a user pool: module names and options."""
    for name, value in inventories.environment(emulator.endpoint).items():
        monkeypatch.setenv(name, value)

    def audit(pool: str, policy: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        inventory = inventories.parse(inventories.write(tmp_path))
        entries = pools_of_hosts([pool], {pool: inventories.variables(inventory, pool)})
        (audited,) = evaluate(entries, parse_policy(policy), date(2026, 11, 28), "")["pools"]
        tasks = yaml.safe_load(audited["remediation"].replace("{{ ses_identity_arn }}", IDENTITY))
        return [item for task in tasks for item in task.items() if item[0] != "name"]

    return audit


@pytest.mark.parametrize(
    ("settings", "policy", "needed"),
    [
        pytest.param({**SES, **BOTH}, EMAIL_ALONE, set(), id="nothing-missing"),
        pytest.param({**SES, **recovery("admin_only")}, EMAIL_ALONE, set(), id="recovery-by-administrator"),
        pytest.param(
            {**SES, **recovery("verified_email")}, EMAIL_ALONE, {"account_recovery_setting"}, id="recovery-by-email"
        ),
        pytest.param(BOTH, EMAIL_ALONE, {"email_configuration"}, id="no-sender"),
        pytest.param({}, EMAIL_ALONE, {"email_configuration", "account_recovery_setting"}, id="nothing-set"),
        pytest.param({**SES, **BOTH, "UserPoolTier": "LITE"}, EMAIL_ALONE, {"user_pool_tier"}, id="lite"),
        pytest.param(first_factors("PASSWORD", "EMAIL_OTP"), {}, {"policies"}, id="code-as-first-factor"),
        pytest.param(first_factors("PASSWORD"), {}, set(), id="password-alone"),
    ],
)
def test_the_tasks_run_as_they_are_and_set_nothing_that_the_pool_has(
    reported: Any, emulator: Emulator, settings: dict[str, Any], policy: dict[str, Any], needed: set[str]
) -> None:
    (pool,) = emulator.pools(1, template=settings)
    modules = Modules(emulator.endpoint)
    *first, (_name, last) = reported(pool, policy)
    checked = modules.config(check=True, **last)
    assert bool(checked.get("failed") or checked["warnings"]) is bool(needed)
    assert {option for _name, options in first for option in options} - {"region", "user_pool_id"} == needed
    for _name, options in first:
        assert modules.prerequisites(**options)["changed"] is True
    assert modules.config(**last)["changed"] is True
    described = emulator.client().describe_user_pool(UserPoolId=pool)["UserPool"]
    if "EmailConfiguration" in settings:
        assert described["EmailConfiguration"] == settings["EmailConfiguration"]
