# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""user_pool_mfa_prerequisites over HTTP, both ways of running: the safeguards S1 to S9, refusals and faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.pools import OPEN_POOL
from tests.support.pools import recovery
from tests.support.pools import SES

ROLE = "arn:aws:iam::123456789012:role/cognito-sms"
IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
STACK = {"aws:cloudformation:stack-name": "customers"}
FRAGILE: dict[str, Any] = {
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:us-east-1:123456789012:function:trigger"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
    "UserPoolTier": "PLUS",
    "AutoVerifiedAttributes": ["email"],
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "id"},
    "SmsAuthenticationMessage": "Go {####}",
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK"},
    "DeletionProtection": "ACTIVE",
    "UserPoolTags": {"team": "identity"},
}
DOCS = Path(__file__).parents[2] / "docs"
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
READINGS = ("as measured", "everything reset", "everything kept")


def factors(*names: str) -> dict[str, Any]:
    return {"policies": {"sign_in_policy": {"allowed_first_auth_factors": list(names)}}}


def mechanisms(*names: str) -> dict[str, Any]:
    ranked = [{"name": name, "priority": rank} for rank, name in enumerate(names, 1)]
    return {"account_recovery_setting": {"recovery_mechanisms": ranked}}


def sender(**members: str) -> dict[str, Any]:
    return {"email_configuration": {"email_sending_account": "DEVELOPER", "source_arn": IDENTITY, **members}}


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.fixture
def described(cognito: Any) -> Callable[[str], dict[str, Any]]:
    """A pool without what every write changes."""

    def describe(pool_id: str) -> dict[str, Any]:
        pool: dict[str, Any] = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        return {name: value for name, value in pool.items() if name != "LastModifiedDate"}

    return describe


def operations(emulator: Any) -> list[str]:
    return [call["operation"] for call in emulator.journal()]


@pytest.mark.parametrize("reading", READINGS)
def test_nothing_changes_but_what_is_named(
    modules: Modules, make_pool: Any, emulator: Any, described: Any, reading: str
) -> None:
    pool_id = make_pool(**FRAGILE)
    emulator.switch(P9=reading)
    before = described(pool_id)
    emulator.clear()
    result = modules.prerequisites(pool_id, **factors("WEB_AUTHN", "PASSWORD"), **sender(), user_pool_tier="PLUS")
    assert result["changed"], result
    assert operations(emulator) == [
        "DescribeUserPool",
        "GetUserPoolMfaConfig",
        "DescribeUserPool",
        "UpdateUserPool",
        "DescribeUserPool",
        "GetUserPoolMfaConfig",
    ]
    after = described(pool_id)
    assert set(after["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]) == {"PASSWORD", "WEB_AUTHN"}
    assert after["EmailConfiguration"] == {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY}
    for pool in (before, after):
        del pool["Policies"]["SignInPolicy"], pool["EmailConfiguration"]
    assert after == before
    again = modules.prerequisites(pool_id, **factors("PASSWORD", "WEB_AUTHN"), **sender(), user_pool_tier="PLUS")
    assert not again["changed"]
    assert "request" not in again


def refused(modules: Modules, emulator: Any, pool_id: str, rule: str, **options: Any) -> str:
    """What the module says, the same in check mode; nothing is sent."""
    emulator.clear()
    results = [modules.prerequisites(pool_id, check=check, **options) for check in (True, False)]
    assert "UpdateUserPool" not in operations(emulator)
    assert results[0].get("failed"), results[0]
    assert results[0]["msg"] == results[1]["msg"]
    assert f"({rule})" in results[0]["msg"], results[0]["msg"]
    return str(results[0]["msg"])


def test_refusals_from_the_request_and_the_description(
    modules: Modules, make_pool: Any, cognito: Any, emulator: Any
) -> None:
    plain, lite = make_pool(), make_pool(UserPoolTier="LITE")
    plus = make_pool(**FRAGILE, UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]})
    on = make_pool(**OPEN_POOL)
    cognito.set_user_pool_mfa_config(UserPoolId=on, MfaConfiguration="ON", **TOTP)
    twice = {"account_recovery_setting": {"recovery_mechanisms": []}}
    same = [{"name": "verified_email", "priority": 1}, {"name": "verified_phone_number", "priority": 1}]
    names = [{"name": "verified_email", "priority": 1}, {"name": "verified_email", "priority": 2}]
    cases: list[tuple[str, str, dict[str, Any]]] = [
        ("P5", plain, twice),
        ("P25", plain, {"account_recovery_setting": {"recovery_mechanisms": same}}),
        ("P25", plain, {"account_recovery_setting": {"recovery_mechanisms": names}}),
        ("F8", plain, mechanisms("admin_only", "verified_email")),
        ("F8", plain, mechanisms("verified_phone_number", "admin_only")),
        ("F9", plain, factors("WEB_AUTHN")),
        ("F9", plain, factors()),
        ("F10", plain, {"email_configuration": {"email_sending_account": "DEVELOPER"}}),
        ("F10", on, {"email_configuration": {"source_arn": ""}}),
        ("F11", plain, sender(source_arn=IDENTITY.replace("us-east-1", "eu-central-1"))),
        ("F11", plain, sender(source_arn=IDENTITY.replace("us-east-1", "ap-south-1"))),
        ("F14", plain, sender(**{"from": "Example"})),
        ("F14", plain, sender(**{"from": "no reply @ example.com"})),
        ("R74, E14", plain, sender(source_arn="example.com")),
        ("R74, E14", plain, sender(configuration_set="my set")),
        ("R84", plain, factors("PASSWORD", "SMS_OTP")),
        ("E3", on, factors("PASSWORD", "EMAIL_OTP")),
        ("E18", on, factors("PASSWORD", "WEB_AUTHN")),
        ("F7", lite, factors("PASSWORD", "WEB_AUTHN")),
        ("F7", plus, {"user_pool_tier": "ESSENTIALS", "allow_downgrade": True}),
        ("S8", plain, {"user_pool_tier": "LITE"}),
        ("S8", plus, {"user_pool_tier": "LITE"}),
        ("F3", plus, {"auto_verified_attributes": []}),
        ("F3", plus, {"auto_verified_attributes": ["phone_number"]}),
    ]
    for rule, pool_id, options in cases:
        refused(modules, emulator, pool_id, rule, **options)


def test_a_pool_of_a_stack_needs_the_users_word(modules: Modules, make_pool: Any, emulator: Any) -> None:
    """P23, P31; the stack's tags stay, which no request can carry."""
    (pool_id,) = emulator.pools(1, template={"UserPoolTags": {**STACK, "team": "identity"}})
    message = refused(modules, emulator, pool_id, "P31", **sender())
    assert "the CloudFormation stack 'customers' manages this user pool" in message
    assert not modules.prerequisites(pool_id, user_pool_tier="ESSENTIALS")["changed"]
    result = modules.prerequisites(pool_id, allow_managed=True, **sender())
    assert result["changed"], result
    assert "UserPoolTags" not in result["request"]


@pytest.mark.parametrize("member", ["Unknown", "LambdaConfig", "SchemaAttributes", "AcrConfiguration"])
def test_s2_what_botocore_does_not_know_is_not_risked(
    modules: Modules, make_pool: Any, emulator: Any, member: str
) -> None:
    """At the top, in a block, in a list, in a map."""
    unknown: dict[str, tuple[Any, str]] = {
        "Unknown": ({"Level": 1}, "UserPool.Unknown"),
        "LambdaConfig": ({"PostQuantum": "arn"}, "UserPool.LambdaConfig.PostQuantum"),
        "SchemaAttributes": ([{"Name": "sub", "Fresh": True}], "UserPool.SchemaAttributes.Fresh"),
        "AcrConfiguration": ({"Level1": {"AcrValue": "x", "Fresh": 1}}, "UserPool.AcrConfiguration.Level1.Fresh"),
    }
    pool_id = make_pool()
    emulator.live(pool_id, described={member: unknown[member][0]})
    message = refused(modules, emulator, pool_id, "S2", **sender())
    assert unknown[member][1] in message
    assert "newer botocore" in message


def test_s5_whatever_moves_starts_it_over(modules: Modules, make_pool: Any, emulator: Any, described: Any) -> None:
    pool_id = make_pool(**FRAGILE)
    other = {"update": {"UserPoolId": pool_id, "AutoVerifiedAttributes": ["email", "phone_number"]}}
    emulator.fault({"operation": "DescribeUserPool", "skip": 1, "times": 1, "fault": {"then": other}})
    result = modules.prerequisites(pool_id, **mechanisms("verified_email", "verified_phone_number"))
    assert result["changed"], result
    assert described(pool_id)["AutoVerifiedAttributes"] == ["email", "phone_number"]
    assert operations(emulator).count("UpdateUserPool") == 1


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


@pytest.mark.usefixtures("no_pauses")
def test_s6_a_refused_request_is_never_followed_by_a_smaller_one(
    modules: Modules, make_pool: Any, emulator: Any, described: Any
) -> None:
    """F12, F13, F16, P23, P30, denied: one clear error, one request; ConcurrentModification and the like: the whole again."""
    pool_id = make_pool(**FRAGILE)
    before = described(pool_id)
    final = [
        ("InvalidEmailRoleAccessPolicyException", "Cognito is not allowed to use your email identity", "(F12)"),
        ("InvalidParameterException", "from Amazon SES: Email address is not verified. The following", "(F13)"),
        ("TierChangeNotAllowedException", "the operation isn't permitted", "(F16)"),
        ("UserPoolTaggingException", "aws: prefixed tag key names are not allowed", "(P23)"),
        ("UserImportInProgressException", "busy", "(P30)"),
        ("OperationNotEnabledException", "replica", "(E24)"),
        ("InvalidSmsRoleTrustRelationshipException", "Role does not have a trust relationship", "(E9)"),
        ("AccessDeniedException", "User is not authorized to perform: iam:PassRole on resource", "iam:PassRole"),
        ("NotAuthorizedException", "no", "cognito-idp:UpdateUserPool"),
        ("InvalidParameterException", "something new", "something new"),
    ]
    for code, message, says in final:
        emulator.clear()
        emulator.fault({"operation": "UpdateUserPool", "fault": {"error": code, "message": message}})
        result = modules.prerequisites(pool_id, **sender())
        emulator.heal()
        assert result["failed"]
        assert says in result["msg"], result["msg"]
        assert operations(emulator).count("UpdateUserPool") == 1, code
    assert described(pool_id) == before
    for code in ("ConcurrentModificationException", "TooManyRequestsException", "InternalErrorException"):
        emulator.clear()
        fault = {"error": code, "message": "again", "status": 500 if code.startswith("Internal") else 400}
        emulator.fault({"operation": "UpdateUserPool", "times": 2, "fault": fault})
        sent = modules.prerequisites(pool_id, **sender(**{"from": f"{code}@example.com"}))
        assert sent["changed"], sent
        requests = [call["request"] for call in emulator.journal() if call["operation"] == "UpdateUserPool"]
        assert len(requests) == 3
        assert requests[0] == requests[2]


def test_each_call_that_is_denied_names_its_action(modules: Modules, make_pool: Any, emulator: Any) -> None:
    pool_id = make_pool(PoolName="denied")
    denied = {"error": "AccessDeniedException", "message": "no"}
    for operation in ("DescribeUserPool", "GetUserPoolMfaConfig", "ListUserPools"):
        emulator.fault({"operation": operation, "fault": denied})
        named = {"user_pool_name": "denied"} if operation == "ListUserPools" else {"user_pool_id": pool_id}
        assert f"cognito-idp:{operation}" in modules.prerequisites(**named, **sender())["msg"]
        emulator.heal()
    assert "UpdateUserPool" not in operations(emulator)


@pytest.mark.usefixtures("no_pauses")
def test_a_lost_answer_is_settled_by_looking(modules: Modules, make_pool: Any, emulator: Any, described: Any) -> None:
    pool_id = make_pool(**FRAGILE)
    emulator.fault({"operation": "UpdateUserPool", "times": 1, "fault": {"drop": "after"}})
    result = modules.prerequisites(pool_id, **sender())
    assert result["changed"], result
    assert described(pool_id)["LambdaConfig"] == FRAGILE["LambdaConfig"]
    emulator.fault({"operation": "UpdateUserPool", "times": 1, "fault": {"drop": "before"}})
    lost = modules.prerequisites(pool_id, **sender(**{"from": "us@example.com"}))
    assert "Reading again shows that it was not applied" in lost["msg"]


@pytest.mark.usefixtures("no_pauses")
def test_s5_a_pool_that_never_rests_is_left_alone(modules: Modules, make_pool: Any, emulator: Any) -> None:
    pool_id = make_pool()
    emulator.fault(
        {"operation": "DescribeUserPool", "fault": {"then": {"update": {"UserPoolId": pool_id, "PoolName": "n"}}}}
    )
    result = modules.prerequisites(pool_id, **sender())
    assert "is being changed by somebody else, nothing was sent: LastModifiedDate" in result["msg"]


def test_s7_whatever_else_has_changed_is_an_error_with_everything_to_restore_it(
    modules: Modules, make_pool: Any, emulator: Any, described: Any, cognito: Any
) -> None:
    """The first case: a member that this run could not send back; the second: another writer at the same moment."""
    (managed,) = emulator.pools(1, template={"UserPoolTags": {"aws:x": "y"}})
    emulator.switch(P9="everything reset")
    lost = modules.prerequisites(managed, **sender())
    emulator.switch(P9="as measured")
    assert lost["failed"]
    assert lost["changed"]
    assert "not as expected: UserPoolTags. Nothing was restored" in lost["msg"]
    assert lost["before"]["user_pool"]["UserPoolTags"] == {"aws:x": "y"}
    pool_id = make_pool(**FRAGILE)
    before = described(pool_id)
    other = {"update": {"UserPoolId": pool_id, "UserPoolTags": {"by": "another"}}}
    emulator.fault({"operation": "DescribeUserPool", "skip": 2, "times": 1, "fault": {"then": other}})
    result = modules.prerequisites(pool_id, **sender())
    assert result["failed"]
    for name in ("LambdaConfig", "UserPoolAddOns", "UserPoolTags", "AdminCreateUserConfig"):
        assert name in result["msg"]
        assert result["after"]["user_pool"].get(name) != result["before"]["user_pool"][name]
    cognito.update_user_pool(**result["restore"])
    assert described(pool_id) == before


def test_s7_a_pool_that_cannot_be_read_afterwards_is_an_error(modules: Modules, make_pool: Any, emulator: Any) -> None:
    pool_id = make_pool()
    emulator.fault({"operation": "GetUserPoolMfaConfig", "skip": 1, "fault": {"error": "AccessDenied", "message": "x"}})
    result = modules.prerequisites(pool_id, **sender())
    assert "the current state could not be read" in result["msg"]
    assert result["request"]["EmailConfiguration"]["SourceArn"] == IDENTITY


def cures() -> dict[str, dict[str, Any]]:
    """The tasks of docs/troubleshooting.md that cure a refusal, by its number."""
    page = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    return {
        number: yaml.safe_load(task) for number, task in re.findall(r"^\| (E\d+) \| `(user_pool.*)` \|$", page, re.M)
    }


EMAIL_MFA = {"mfa_configuration": "ON", "email_mfa_configuration": {}}
APP = {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}}
RECOVERY = recovery("verified_email", "verified_phone_number")
# By the number of the refusal: the user pool, and the task that is refused.
LOOPS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "E7": ({"UserPoolTier": "LITE", **OPEN_POOL}, "config", EMAIL_MFA),
    "E5": (RECOVERY, "config", EMAIL_MFA),
    "E6": (SES, "config", EMAIL_MFA),
    "E3": (
        {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}, **OPEN_POOL},
        "config",
        APP,
    ),
    "E18": (OPEN_POOL, "prerequisites", factors("PASSWORD", "WEB_AUTHN")),
}


@pytest.mark.parametrize("number", LOOPS)
def test_the_task_of_the_page_cures_the_refusal(
    modules: Modules, make_pool: Any, cognito: Any, described: Any, number: str
) -> None:
    """In the order of R54: what was refused succeeds afterwards, and nothing else of the pool has changed."""
    settings, module, options = LOOPS[number]
    pool_id = make_pool(**settings, LambdaConfig=FRAGILE["LambdaConfig"])
    if number == "E18":
        cognito.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration="ON", **TOTP)
    before = described(pool_id)
    run = getattr(modules, module)
    refusal = run(pool_id, **options)
    assert f"({number})" in refusal["msg"]
    ((name, task),) = cures()[number].items()
    assert f"latchkey.cognito.{name}" in refusal["msg"]
    cured = getattr(modules, name.removeprefix("user_pool_mfa_"))(pool_id, **task)
    assert cured["changed"], cured
    assert run(pool_id, **options)["changed"]
    assert not run(pool_id, **options)["changed"]
    assert described(pool_id)["LambdaConfig"] == before["LambdaConfig"]


def test_e16_is_cured_as_well(modules: Modules, make_pool: Any) -> None:
    """Check mode only warns of it."""
    phone = {"AutoVerifiedAttributes": ["phone_number"], "SmsConfiguration": FRAGILE["SmsConfiguration"]}
    pool_id = make_pool(**OPEN_POOL, **phone)
    assert modules.config(pool_id, **APP)["changed"]
    off = modules.config(pool_id, check=True, mfa_configuration="OFF")
    assert "(E16)" in "".join(off["warnings"])
    ((_name, task),) = cures()["E16"].items()
    assert modules.prerequisites(pool_id, **task)["changed"]
    assert "(E16)" not in "".join(modules.config(pool_id, check=True, mfa_configuration="OFF")["warnings"])


def test_from_a_fresh_pool_to_email_by_the_page_alone(play: Any, make_pool: Any, cognito: Any, described: Any) -> None:
    pool_id = make_pool(PoolName="newsletter", **{name: FRAGILE[name] for name in ("LambdaConfig", "UserPoolTags")})
    before = described(pool_id)
    page = (DOCS / "email.md").read_text(encoding="utf-8")
    tasks = re.findall(r"```yaml\n(.*?)```", page.partition("## From a new pool")[2], re.S)[0]
    playbook = "- hosts: all\n  gather_facts: false\n  tasks:\n" + re.sub("^", "    ", tasks, flags=re.M)
    status, output = play(playbook)
    assert (status, "changed=2" in output) == (0, True), output
    assert "changed=0" in play(playbook)[1]
    config = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
    assert config["MfaConfiguration"] == "ON"
    assert "EmailMfaConfiguration" in config
    after = described(pool_id)
    assert after["EmailConfiguration"]["SourceArn"] == IDENTITY
    assert after["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "verified_phone_number", "Priority": 1}]
    for pool in (before, after):
        for name in ("EmailConfiguration", "AccountRecoverySetting", "MfaConfiguration"):
            pool.pop(name, None)
    assert after == before
