# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit comes to: its figures, whether it fails, and why."""

from __future__ import annotations

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.checks import SEVERITIES

from tests.support.audits import pool
from tests.support.audits import run
from tests.support.audits import unreadable

POOLS = [
    pool("OPTIONAL", "SMS_MFA", pool_id="us-east-1_a"),
    pool("OFF", pool_id="us-east-1_b"),
    unreadable("us-east-1_c"),
    pool("ON", "EMAIL_OTP", pool_id="us-east-1_d"),
]
EXCUSED = {"exceptions": [{"user_pool_id": "us-east-1_b", "reason": "r", "expires": "2027-01-01"}]}


def test_the_figures() -> None:
    found = outcome.figures(run(POOLS, **EXCUSED), ["/a", "/b"])
    assert found == {
        "status": "fail",
        "pools": 4,
        "pools_fail": 1,
        "pools_unknown": 1,
        "pools_excepted": 1,
        "pools_pass": 1,
        "critical": 0,
        "high": 2,  # one fails, one is unknown, one is excepted
        "medium": 1,
        "low": 0,
        "info": 0,
        "reports": ["/a", "/b"],
    }


@pytest.mark.parametrize("worst", SEVERITIES)
@pytest.mark.parametrize("fail_severity", outcome.FAIL_SEVERITIES)
def test_findings_fail_from_a_severity_on(worst: str, fail_severity: str) -> None:
    found = outcome.figures(run(POOLS[1:2], severities={"mode": worst}), [])
    fails = fail_severity != "never" and SEVERITIES.index(worst) >= SEVERITIES.index(fail_severity)
    assert outcome.failing(found, fail_severity, []) is fails
    counted = f"Findings of severity {fail_severity} or higher: 1. " if fails else ""
    assert outcome.sentence(found, fail_severity, []) == (
        f"The audit's status is fail. {counted}User pools: 1 (1 fail, 0 unknown, 0 excepted, 0 pass). Reports: none."
    )


@pytest.mark.parametrize("fail_severity", outcome.FAIL_SEVERITIES)
def test_what_could_not_be_listed_fails_whatever_the_severity(fail_severity: str) -> None:
    left_out = ["eu-west-1: no", "eu-west-2: no"]
    found = outcome.figures(run(POOLS[3:], read_errors=left_out, severities={"readable": "info"}), ["/a"])
    assert outcome.failing(found, fail_severity, left_out) is (fail_severity != "never")
    end = "Reports: /a. Left out by the inventory: eu-west-1: no. Left out by the inventory: eu-west-2: no."
    assert outcome.sentence(found, fail_severity, left_out).endswith(end)
