# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""user_pool_mfa_config_info, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.modules import Modules
from tests.support.modules import RUNNERS

GET = "GetUserPoolMfaConfig"


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.fixture
def three(make_pool: Callable[..., str], cognito: Any) -> dict[str, str]:
    """Three pools by name: off, on and optional."""
    ids = {name: make_pool(PoolName=name) for name in ("prod-off", "prod-on", "test-optional")}
    for name, mode in (("prod-on", "ON"), ("test-optional", "OPTIONAL")):
        cognito.set_user_pool_mfa_config(
            UserPoolId=ids[name], MfaConfiguration=mode, SoftwareTokenMfaConfiguration={"Enabled": True}
        )
    return ids


def names(result: dict[str, Any]) -> list[str]:
    return sorted(pool["user_pool_name"] for pool in result["user_pools"])


@pytest.mark.parametrize("check", [True, False])
def test_one_pool_by_id(modules: Modules, three: dict[str, str], check: bool) -> None:
    result = modules.info(check=check, user_pool_id=three["prod-on"])
    assert result["changed"] is False
    assert result["user_pools"] == [
        {
            "user_pool_id": three["prod-on"],
            "user_pool_name": "prod-on",
            "status": "known",
            "mfa_config": {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}},
            "factors": ["SOFTWARE_TOKEN_MFA"],
            "error": None,
        }
    ]


def test_by_names_and_ids_without_repetition(modules: Modules, three: dict[str, str]) -> None:
    result = modules.info(user_pool_ids=[three["prod-on"]], user_pool_names=["prod-off", "prod-on"])
    assert names(result) == ["prod-off", "prod-on"]


def test_the_whole_region(modules: Modules, three: dict[str, str], emulator: Any) -> None:
    emulator.clear()
    assert names(modules.info()) == sorted(three)
    assert [call["operation"] for call in emulator.journal()].count(GET) == 3


def test_an_empty_region(modules: Modules) -> None:
    assert modules.info()["user_pools"] == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"mfa_configuration": ["OFF"]}, ["prod-off"]),
        ({"mfa_configuration": ["off", "OPTIONAL"]}, ["prod-off", "test-optional"]),
        ({"factors": ["SOFTWARE_TOKEN_MFA", "SMS_MFA"]}, ["prod-on", "test-optional"]),
        ({"factors": ["SMS_MFA"]}, []),
        ({"factors": []}, []),
        ({"user_pool_name": "prod-*"}, ["prod-off", "prod-on"]),
        ({"user_pool_name": "prod-*", "mfa_configuration": ["ON"]}, ["prod-on"]),
        ({"user_pool_name": "nothing"}, []),
        ({}, ["prod-off", "prod-on", "test-optional"]),
    ],
)
def test_filters(modules: Modules, three: dict[str, str], filters: dict[str, Any], expected: list[str]) -> None:
    assert names(modules.info(filters=filters)) == expected


def test_filters_apply_to_named_pools(modules: Modules, three: dict[str, str]) -> None:
    assert modules.info(user_pool_ids=[three["prod-on"]], filters={"user_pool_name": "test-*"})["user_pools"] == []


@pytest.mark.parametrize("options", [{"user_pool_ids": ["us-east-1_none"]}, {"user_pool_names": ["none"]}])
def test_a_named_pool_that_does_not_exist(modules: Modules, three: dict[str, str], options: dict[str, Any]) -> None:
    result = modules.info(fail_on_unknown=False, **options)
    assert result["failed"]
    assert "none" in result["msg"]


@pytest.mark.parametrize("wrong", ["x", ""])
def test_a_wrong_id(modules: Modules, wrong: str) -> None:
    assert f"user_pool_id is {wrong!r}" in modules.info(user_pool_ids=[wrong], fail_on_unknown=False)["msg"]


@pytest.mark.parametrize("fail", [True, False])
def test_a_pool_that_cannot_be_read_is_unknown(
    modules: Modules, three: dict[str, str], emulator: Any, fail: bool
) -> None:
    emulator.fault(
        {
            "operation": GET,
            "user_pool_id": three["prod-on"],
            "fault": {"error": "AccessDeniedException", "message": "not you"},
        }
    )
    result = modules.info(fail_on_unknown=fail, filters={"mfa_configuration": ["OFF"]})
    assert names(result) == ["prod-off", "prod-on"]
    unknown = next(pool for pool in result["user_pools"] if pool["user_pool_name"] == "prod-on")
    assert unknown["status"] == "unknown"
    assert unknown["mfa_config"] is None
    assert unknown["factors"] is None
    assert "cognito-idp:GetUserPoolMfaConfig" in unknown["error"]
    assert result.get("failed", False) is fail
    if fail:
        assert result["msg"].startswith("1 of 2 user pools could not be read: ")


def test_a_pool_deleted_after_it_was_listed_is_unknown(modules: Modules, three: dict[str, str], emulator: Any) -> None:
    emulator.fault({"operation": GET, "times": 1, "fault": {"error": "ResourceNotFoundException", "message": "gone"}})
    result = modules.info()
    assert [pool["status"] for pool in result["user_pools"]].count("unknown") == 1


def test_a_name_that_cannot_be_read_is_null(modules: Modules, three: dict[str, str], emulator: Any) -> None:
    emulator.fault({"operation": "DescribeUserPool", "fault": {"error": "AccessDeniedException", "message": "no"}})
    result = modules.info(user_pool_ids=[three["prod-on"]])
    assert result["user_pools"][0]["user_pool_name"] is None
    assert result["user_pools"][0]["status"] == "known"


@pytest.mark.parametrize("by_id", [False, True])
def test_a_region_is_read_no_faster_than_the_quota_allows(modules: Modules, emulator: Any, by_id: bool) -> None:
    """Nothing is refused, although several reads are under way (R76); who names IDs has the names described, too."""
    ids = emulator.pools(40)
    emulator.switch(quotas="on")
    emulator.latency(100)
    assert len(modules.info(user_pool_ids=ids if by_id else [])["user_pools"]) == 40
    assert not [call for call in emulator.journal() if call["fault"]]


def test_a_throttled_region_is_read_to_the_end(
    modules: Modules, three: dict[str, str], emulator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    emulator.fault({"operation": GET, "times": 4, "fault": {"error": "TooManyRequestsException", "message": "slow"}})
    assert names(modules.info()) == sorted(three)


def test_listing_refused(modules: Modules, emulator: Any) -> None:
    emulator.fault({"operation": "ListUserPools", "fault": {"error": "AccessDeniedException", "message": "no"}})
    assert "cognito-idp:ListUserPools" in modules.info()["msg"]
