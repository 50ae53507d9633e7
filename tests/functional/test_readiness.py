# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness over real HTTP, both ways of running: counts, privacy, faults."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import progress
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in import module as readiness_work
from ansible_collections.latchkey.cognito.plugins.module_utils._sign_in.users import Users
from botocore.exceptions import ClientError

from tests.emulator.users import PASSWORD
from tests.emulator.users import Population
from tests.functional.test_interruption import interrupted
from tests.support.audits import HOSTILE
from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.pools import recovery
from tests.support.pools import SES
from tests.support.sign_ins import outcome_of

APP = {"mfa_configuration": "ON", "factors": ["SOFTWARE_TOKEN_MFA"]}
MAIL = "ann.private@example.com"
PHONE = "+15550100123"
DENIED = {"error": "AccessDeniedException", "message": "User: arn:aws:iam::123456789012:user/x is not authorized"}
ONCE = {"retries": {"total_max_attempts": 1}}


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.fixture
def customers(make_pool: Callable[..., str]) -> str:
    """A pool whose users recover by email."""
    return make_pool(PoolName="customers", **SES, **recovery("verified_email"))


def add(cognito: Any, pool_id: str, username: str, permanent: bool = True, **attributes: str) -> None:
    """A user, who is sent nothing."""
    named = [{"Name": name, "Value": value} for name, value in attributes.items()]
    cognito.admin_create_user(UserPoolId=pool_id, Username=username, UserAttributes=named, MessageAction="SUPPRESS")
    if permanent:
        cognito.admin_set_user_password(UserPoolId=pool_id, Username=username, Password="Passw0rd!", Permanent=True)


def counted(result: dict[str, Any]) -> dict[str, int]:
    """The outcomes that occur."""
    return {name: count for name, count in result["readiness"]["outcomes"].items() if count}


def test_a_pool_without_users(modules: Modules, customers: str) -> None:
    found = modules.readiness(customers, proposed=APP)["readiness"]
    assert found["ready"] and found["reasons"] == [] and not any(found["outcomes"].values())
    assert found["users"] == {"estimated": 0, "read": 0, "sampled": 0, "complete": True}
    assert found["share"]["locked_out"] == {"estimate": None, "low": None, "high": None}


def test_counts_by_attributes(modules: Modules, cognito: Any, emulator: Any, customers: str) -> None:
    add(cognito, customers, "nobody")
    add(cognito, customers, "mail", email=MAIL)
    add(cognito, customers, "both", email=MAIL, phone_number=PHONE)
    add(cognito, customers, "new", permanent=False, email=MAIL)
    add(cognito, customers, "gone", email=MAIL)
    cognito.admin_disable_user(UserPoolId=customers, Username="gone")
    emulator.clear()
    result = modules.readiness(user_pool_name="customers", proposed=APP, examples=5, identify_by="username", check=True)
    assert counted(result) == {"locked_out": 2, "set_up": 2, "cannot_sign_in_anyway": 1}
    found = result["readiness"]
    named = {(reason["rule"], *reason["examples"]) for reason in found["reasons"]}
    assert named == {("D5", "mail"), ("D15, D5", "new"), ("D7", "nobody"), ("D6, X1", "both"), ("D15", "gone")}
    assert (found["basis"], found["ready"]) == ("attributes", False)
    assert found["live"]["outcomes"]["signed_in"] == 4
    assert result["changed"] is False and modules.elsewhere == 0
    calls = [call["operation"] for call in emulator.journal()]
    assert calls == ["ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool", "ListUsers"]


def test_by_default_the_live_pool_with_the_mode_on_is_asked_about(
    modules: Modules, cognito: Any, customers: str
) -> None:
    totp = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    cognito.set_user_pool_mfa_config(UserPoolId=customers, MfaConfiguration="OPTIONAL", **totp)
    add(cognito, customers, "nobody")
    found = modules.readiness(customers)["readiness"]
    assert found["proposed"] == {
        "mfa_configuration": "ON",
        "factors": ["SOFTWARE_TOKEN_MFA"],
        "account_recovery": ["verified_email"],
    }
    assert found["outcomes"]["set_up"] == 1 and found["ready"]
    found = modules.readiness(customers, proposed={})["readiness"]
    assert found["proposed"]["mfa_configuration"] == "OPTIONAL" and found["outcomes"]["signed_in"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "proposed.mfa_configuration is 'ON': the modes ON and OPTIONAL need at least one"),
        ({"proposed": {"mfa_configuration": "ON", "factors": ["SMS_MFA"]}}, "proposed.factors is ['SMS_MFA']: "),
        ({"proposed": APP, "sample": 5}, "sample is 5: factors are not read"),
        ({"proposed": APP, "sample": 0, "read_factors": "admin_get_user"}, "sample is 0: this has to be at least 1"),
        ({"proposed": APP, "max_users": -1}, "max_users is -1: this has to be at least 1."),
        ({"proposed": APP, "examples": 1001}, "examples is 1001: this has to be at least 0 and at most 1000."),
    ],
)
def test_bad_input(modules: Modules, cognito: Any, customers: str, emulator: Any, options: Any, message: str) -> None:
    emulator.clear()
    result = modules.readiness(customers, **options)
    assert result["msg"].startswith(message)
    assert not [call for call in emulator.journal() if call["operation"] == "ListUsers"]


def test_a_pool_that_does_not_exist(modules: Modules) -> None:
    result = modules.readiness("us-east-1_NOTHERE00", proposed=APP)
    assert result["failed"] and "(E21)" in result["msg"]


def test_a_botocore_that_is_too_old_is_named(modules: Modules, customers: str, emulator: Any) -> None:
    emulator.clear()
    with patch.object(Users, "can_read", return_value=False):
        result = modules.readiness(customers, proposed=APP, read_factors="auth_factors")
    assert "does not know AdminGetUserAuthFactors. Install botocore 1.43.56 or newer" in result["msg"]
    assert emulator.journal() == []


def test_max_users(modules: Modules, cognito: Any, customers: str) -> None:
    for number in range(3):
        add(cognito, customers, f"user-{number}", permanent=False)
    for limit, complete in ((2, False), (3, True), (4, True)):
        result = modules.readiness(customers, proposed=APP, max_users=limit)
        assert result["readiness"]["users"]["read"] == min(limit, 3)
        assert result["readiness"]["users"]["complete"] is complete is not result["warnings"]
        assert result["readiness"]["ready"] is complete


def test_a_list_that_fails_half_way_is_no_verdict(
    modules: Modules, cognito: Any, customers: str, emulator: Any
) -> None:
    emulator.users(customers, count=100)
    token = {"error": "InvalidParameterException", "message": "Invalid pagination token."}
    for fault in (DENIED, token, {"truncate": 60}, {"http": 503}):
        emulator.fault({"operation": "ListUsers", "fault": fault, "skip": 1})
        result = modules.readiness(customers, proposed=APP, aws_config=ONCE)
        found = result["readiness"]
        assert (found["users"]["read"], found["users"]["complete"], found["ready"]) == (60, False, False)
        assert found["error"].startswith(f"Failed to list the users of user pool {customers}: ")
        assert result["warnings"] == [f"Not all users were read, so this is not a verdict: {found['error']}"]
        assert sum(found["outcomes"].values()) == 60
        emulator.heal()


def test_no_permission_to_list(modules: Modules, customers: str, emulator: Any) -> None:
    emulator.fault({"operation": "ListUsers", "fault": DENIED})
    found = modules.readiness(customers, proposed=APP)["readiness"]
    assert (found["users"]["read"], found["users"]["complete"], found["ready"]) == (0, False, False)
    assert "This needs the IAM action cognito-idp:ListUsers" in found["error"]
    assert found["live"]["mfa_configuration"] == "OFF"


def test_no_permission_for_factors(modules: Modules, cognito: Any, customers: str, emulator: Any) -> None:
    """Then what attributes tell is shown."""
    emulator.users(
        customers, users=[{"username": f"user-{number}", "attributes": {"email": MAIL}} for number in range(40)]
    )
    emulator.clear()
    emulator.fault({"operation": "AdminGetUser", "fault": DENIED})
    result = modules.readiness(customers, proposed=APP, read_factors="admin_get_user")
    found = result["readiness"]
    assert (found["basis"], found["outcomes"]["locked_out"], found["users"]["sampled"]) == ("attributes", 40, 0)
    assert "This needs the IAM action cognito-idp:AdminGetUser" in found["factors_error"]
    assert [call["operation"] for call in emulator.journal()].count("AdminGetUser") < 40
    assert not [warning for warning in result["warnings"] if "bills" in warning]


def test_factors_of_which_some_cannot_be_read(modules: Modules, cognito: Any, customers: str, emulator: Any) -> None:
    for number in range(4):
        add(cognito, customers, f"user-{number}", email=MAIL)
    cognito.admin_disable_user(UserPoolId=customers, Username="user-3")
    fault = {"error": "InternalErrorException", "message": f"no luck with user-1, {MAIL} {PHONE}", "status": 500}
    emulator.fault({"operation": "AdminGetUser", "fault": fault, "times": 1})
    result = modules.readiness(customers, proposed=APP, read_factors="admin_get_user", aws_config=ONCE)
    found = result["readiness"]
    assert [(reason["rule"], reason["count"]) for reason in found["reasons"]] == [("X2", 2), ("L3", 1), ("D15", 1)]
    assert found["basis"] == "factors" and not found["ready"]
    assert MAIL not in json.dumps(result) and PHONE not in json.dumps(result)


def test_a_user_deleted_between_the_pages(modules: Modules, cognito: Any, customers: str, emulator: Any) -> None:
    for number in range(2):
        add(cognito, customers, f"user-{number}")
    gone = {"error": "UserNotFoundException", "message": "User does not exist."}
    emulator.fault({"operation": "AdminGetUser", "fault": gone, "times": 1})
    found = modules.readiness(customers, proposed=APP, read_factors="admin_get_user")["readiness"]
    assert (found["users"]["read"], found["users"]["sampled"], sum(found["outcomes"].values())) == (1, 1, 1)
    assert found["factors_error"] is None


def test_factors_are_asked_only_of_whom_they_decide(
    modules: Modules, cognito: Any, customers: str, emulator: Any
) -> None:
    add(cognito, customers, "ann", email=MAIL)
    add(cognito, customers, "ben", email=MAIL)
    cognito.admin_disable_user(UserPoolId=customers, Username="ben")
    emulator.clear()
    result = modules.readiness(customers, proposed=APP, read_factors="admin_get_user")
    asked = [call for call in emulator.journal() if call["operation"] == "AdminGetUser"]
    assert len(asked) == 1 and result["readiness"]["users"]["sampled"] == 2
    assert "AWS counts and bills each user" in result["warnings"][0]
    emulator.clear()
    found = modules.readiness(customers, proposed={"mfa_configuration": "OFF"}, read_factors="admin_get_user")
    assert found["readiness"]["ready"] and not [
        call for call in emulator.journal() if call["operation"] == "AdminGetUser"
    ]


@pytest.mark.parametrize(
    ("mode", "factors", "recovers"),
    [
        ("ON", ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], ("verified_email", "verified_phone_number")),
        ("ON", ["SOFTWARE_TOKEN_MFA"], ("admin_only",)),
        ("OPTIONAL", ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"], ("verified_phone_number", "verified_email")),
    ],
)
def test_what_is_counted_is_what_happens(
    emulator: Any, cognito: Any, make_pool: Callable[..., str], mode: str, factors: list[str], recovers: Any
) -> None:
    """Every user signs in, and the counts are exact: by factors, and by attributes for those without any."""
    pool_id = make_pool(PoolName="customers", **SES, **recovery(*recovers))
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id, ClientName="app", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    emulator.switch(L5="shown")
    emulator.users(pool_id, count=150, seed="counted")
    proposed = {"mfa_configuration": mode, "factors": factors}
    modules = Modules(emulator.endpoint, "in_process")
    options = {"examples": 1000, "proposed": proposed}
    before = {
        way: modules.readiness(pool_id, read_factors=way, **options)["readiness"] for way in ("none", "auth_factors")
    }
    blocks: dict[str, Any] = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
    if "EMAIL_OTP" in factors:
        blocks["EmailMfaConfiguration"] = {}
    cognito.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration=mode, **blocks)
    predicted = {
        way: {name: (reason["outcome"], reason["rule"]) for reason in found["reasons"] for name in reason["examples"]}
        for way, found in before.items()
    }
    assert {way: len(names) for way, names in predicted.items()} == {"none": 150, "auth_factors": 150}
    assert all(sum(found["outcomes"].values()) == 150 for found in before.values())
    compared = 0
    for number in range(150):
        user = Population(150, "counted").user(number)
        outcome, rule = predicted["auth_factors"][user.attributes["sub"]]
        if user.status in ("CONFIRMED", "EXTERNAL_PROVIDER") and outcome != "unknown":
            met = signed_in(cognito, pool_id, client, user.username)
            assert ("signed_in" if outcome == "not_asked" else outcome) == met, (user, rule)
            compared += 1
            if not (user.authenticator or user.preferred) and user.enabled:
                assert predicted["none"][user.attributes["sub"]][0] == outcome
    assert compared > 40


def signed_in(cognito: Any, pool_id: str, client: str, username: str) -> str:
    """What a user meets, as an outcome."""
    try:
        answer = cognito.admin_initiate_auth(
            UserPoolId=pool_id,
            ClientId=client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
        )
    except ClientError as error:
        return "cannot_sign_in_anyway" if "disabled" in str(error) else "locked_out"
    choices = json.loads(answer.get("ChallengeParameters", {}).get("MFAS_CAN_SETUP", "[]"))
    return outcome_of(answer.get("ChallengeName", ""), tuple(choices))


def test_a_sample(modules: Modules, cognito: Any, customers: str) -> None:
    for number in range(12):
        add(cognito, customers, f"user-{number}", **({"email": MAIL} if number % 2 else {}))
    options = {"proposed": APP, "read_factors": "admin_get_user", "seed": 7, "examples": 12, "identify_by": "username"}
    found = modules.readiness(customers, sample=5, **options)["readiness"]
    assert (found["users"]["read"], found["users"]["sampled"], found["ready"]) == (12, 5, False)
    assert sum(found["outcomes"].values()) == 5
    share = found["share"]["unknown"]
    assert share["low"] < share["estimate"] == 1.0 == share["high"]
    again = modules.readiness(customers, sample=5, **options)["readiness"]
    assert again == found
    everybody = modules.readiness(customers, sample=100, **options)["readiness"]
    assert everybody["users"]["sampled"] == 12 and everybody["share"]["unknown"]["low"] == 1.0


def test_hostile_attributes(emulator: Any, cognito: Any, customers: str) -> None:
    """Texts of users are not even looked at, and user names are shown as text."""
    texts = [text for text in HOSTILE.values() if len(text) < 100 and "\x00" not in text and "\ud83d" not in text]
    for text in texts:
        username = "".join(char for char in text if char.isprintable() and not char.isspace())
        add(cognito, customers, username, permanent=False, name=text, email=f"{username}@example.com")
    options = {"proposed": APP, "examples": 20, "identify_by": "username"}
    result = Modules(emulator.endpoint).readiness(customers, **options)
    (reason,) = result["readiness"]["reasons"]
    assert reason["count"] == len(reason["examples"]) == len(texts)
    assert "@example.com" not in json.dumps(result)


def test_a_user_pool_that_shows_nobody(emulator: Any, cognito: Any, customers: str, capfd: Any) -> None:
    """Neither the result nor anything else that is printed has an address or a number, whatever goes wrong."""
    for number in range(3):
        add(
            cognito, customers, f"private{number}@example.com", email=f"private{number}@example.com", phone_number=PHONE
        )
    printed = ""
    faults = [
        {"operation": "ListUsers", "fault": {"truncate": 700}},
        {
            "operation": "ListUsers",
            "fault": {"error": "InternalErrorException", "message": f"{MAIL} {PHONE}", "status": 500},
        },
        {"operation": "AdminGetUser", "fault": {"truncate": 200}},
        {
            "operation": "AdminGetUser",
            "fault": {"error": "NotAuthorizedException", "message": f"private1@example.com {PHONE}"},
        },
    ]
    options = {"read_factors": "admin_get_user", "examples": 3, "identify_by": "username", "aws_config": ONCE}
    for number, fault in enumerate(faults):
        emulator.fault(fault)
        modules = Modules(emulator.endpoint, RUNNERS[number % 2])
        printed += json.dumps(modules.readiness(customers, proposed=APP, **options))
        emulator.heal()
    printed += "".join(capfd.readouterr())
    assert not [text for text in ("private", "example.com", PHONE) if text in printed]


def test_the_progress_of_a_long_reading(emulator: Any, cognito: Any, customers: str) -> None:
    add(cognito, customers, "ann", permanent=False)
    lines: list[str] = []
    shown = patch.object(readiness_work, "Progress", lambda _show: progress.Progress(lines.append))
    with patch.object(progress, "PAUSE", 0), shown:
        Modules(emulator.endpoint).readiness(customers, proposed=APP)
    assert lines == [f"{customers} (customers): 1 of about 1 users read, about 0 s left"]


@pytest.mark.parametrize(
    ("operation", "read_factors"), [("ListUsers", "none"), ("AdminGetUserAuthFactors", "auth_factors")]
)
def test_an_interruption_ends_it_at_once(emulator: Any, customers: str, operation: str, read_factors: str) -> None:
    """While a page is listed, and while threads read factors that nobody answers."""
    emulator.users(customers, count=200)
    emulator.fault({"operation": operation, "fault": {"delay": 4}, "times": None})
    with interrupted(1.5):
        Modules(emulator.endpoint, "in_process").readiness(customers, proposed=APP, read_factors=read_factors)


def test_list_users_keeps_to_its_quota(emulator: Any, customers: str) -> None:
    """Not even in the first second more requests are made than the quota allows."""
    emulator.users(customers, count=60 * 45)
    begin = time.monotonic()
    found = Modules(emulator.endpoint, "in_process").readiness(customers, proposed=APP)["readiness"]
    assert found["users"]["read"] == 2700 and time.monotonic() - begin >= 44 / 30
