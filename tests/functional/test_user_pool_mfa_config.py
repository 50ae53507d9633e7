# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""user_pool_mfa_config, over real HTTP: results, calls, errors, retries."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.rules import RULES

from tests.support.modules import Modules
from tests.support.modules import RUNNERS
from tests.support.pools import OPEN_POOL
from tests.support.pools import SES
from tests.support.wordings import WORDINGS

TOTP = {"software_token_mfa_configuration": {"enabled": True}}
ON = {"mfa_configuration": "ON", **TOTP}
ARN = "arn:aws:iam::123456789012:role/cognito-sms"
SMS = {
    "sms_authentication_message": "Your code is {####}",
    "sms_configuration": {"sns_caller_arn": ARN, "external_id": "id-1", "sns_region": "us-east-1"},
}
PASSKEYS = {
    "relying_party_id": "auth.example.com",
    "user_verification": "required",
    "factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
}
SMS_FIRST = {
    "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "SMS_OTP"]}},
    "SmsConfiguration": {"SnsCallerArn": ARN, "ExternalId": "id-1", "SnsRegion": "us-east-1"},
}
GET, SET, DESCRIBE, LIST = "GetUserPoolMfaConfig", "SetUserPoolMfaConfig", "DescribeUserPool", "ListUserPools"


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.fixture
def calls(emulator: Any) -> Callable[[], list[str]]:
    """The operations since the last look, in order."""

    def look() -> list[str]:
        operations = [call["operation"] for call in emulator.journal()]
        emulator.clear()
        return operations

    return look


@pytest.fixture
def live(cognito: Any) -> Callable[[str], dict[str, Any]]:
    def get(pool_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = cognito.get_user_pool_mfa_config(UserPoolId=pool_id)
        answer.pop("ResponseMetadata")
        return answer

    return get


class TestResults:
    def test_change_check_and_no_change(self, modules: Modules, pool: str, calls: Any, live: Any) -> None:
        checked = modules.config(pool, check=True, **ON)
        assert calls() == [GET, DESCRIBE]  # ON can meet E3 and E4, which depend on the pool
        assert live(pool) == {"MfaConfiguration": "OFF"}
        calls()

        done = modules.config(pool, **ON)
        assert calls() == [GET, SET]
        assert live(pool) == {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
        calls()

        header = f"MFA configuration of user pool {pool}"
        assert done == {
            "changed": True,
            "user_pool_id": pool,
            "mfa_config": ON,
            "diff": {
                "before": {"mfa_configuration": "OFF"},
                "after": ON,
                "before_header": header,
                "after_header": header,
            },
            "warnings": [],
        }
        assert checked == {**done, "predicted": True}

        again = modules.config(pool, **ON)
        assert calls() == [GET]
        assert again == {**done, "changed": False, "diff": {**done["diff"], "before": ON}}

    def test_check_mode_without_an_open_question_reads_once(self, modules: Modules, pool: str, calls: Any) -> None:
        modules.config(pool, check=True, mfa_configuration="OPTIONAL", **TOTP)
        assert calls() == [GET]
        modules.config(pool, check=True)
        assert calls() == [GET]

    def test_check_mode_without_a_change_reads_once(self, modules: Modules, pool: str, calls: Any) -> None:
        """ON has open questions, but nobody asks them of a pool that stays as it is."""
        modules.config(pool, **ON)
        calls()
        assert modules.config(pool, check=True, **ON)["changed"] is False
        assert calls() == [GET]

    def test_everything_at_once(self, modules: Modules, pool: str, live: Any) -> None:
        wanted = {
            "mfa_configuration": "OPTIONAL",
            "sms_mfa_configuration": SMS,
            **TOTP,
            "email_mfa_configuration": {"message": "Code {####}", "subject": "s"},
            "web_authn_configuration": PASSKEYS,
        }
        assert modules.config(pool, **wanted)["mfa_config"] == wanted
        assert live(pool)["SmsMfaConfiguration"]["SmsConfiguration"] == {
            "SnsCallerArn": ARN,
            "ExternalId": "id-1",
            "SnsRegion": "us-east-1",
        }
        assert not modules.config(pool, **wanted)["changed"]
        off = modules.config(pool, mfa_configuration="OFF")
        assert off["mfa_config"] == {"mfa_configuration": "OFF", "web_authn_configuration": PASSKEYS}

    def test_eums(self, modules: Modules, pool: str) -> None:
        eums = {"caller_arn": ARN, "external_id": "x", "origination_identity": "p", "region": "us-east-1"}
        sms = {"sms_configuration": {"eums_sms": eums}}
        wanted = {"mfa_configuration": "OPTIONAL", "sms_mfa_configuration": sms}
        assert modules.config(pool, **wanted)["mfa_config"] == wanted
        switched = modules.config(pool, sms_mfa_configuration={"sms_configuration": {"sns_caller_arn": ARN}})
        assert switched["mfa_config"]["sms_mfa_configuration"]["sms_configuration"] == {"sns_caller_arn": ARN}

    def test_stored_sms_settings_survive_off_and_on(self, modules: Modules, pool: str, calls: Any) -> None:
        """R8: what Get does not show in OFF is taken from the pool's description."""
        modules.config(pool, mfa_configuration="OPTIONAL", sms_mfa_configuration=SMS, **TOTP)
        modules.config(pool, mfa_configuration="OFF")
        calls()
        back = modules.config(pool, mfa_configuration="ON", sms_mfa_configuration={})
        assert calls() == [GET, DESCRIBE, SET]
        assert back["mfa_config"] == {"mfa_configuration": "ON", "sms_mfa_configuration": SMS}

    @pytest.mark.parametrize("mode", [True, "ON", "on"])
    def test_an_unquoted_on(self, modules: Modules, pool: str, mode: Any) -> None:
        """YAML makes a boolean of an unquoted ON."""
        assert modules.config(pool, mfa_configuration=mode, **TOTP)["mfa_config"]["mfa_configuration"] == "ON"
        assert modules.config(pool, mfa_configuration=False)["mfa_config"] == {"mfa_configuration": "OFF"}


class TestNames:
    def test_by_name(self, modules: Modules, make_pool: Any, calls: Any) -> None:
        pool_id = make_pool(PoolName="customers")
        make_pool(PoolName="customers-old")
        calls()
        result = modules.config(user_pool_name="customers", **ON)
        assert calls() == [LIST, GET, SET]
        assert (result["user_pool_id"], result["user_pool_name"]) == (pool_id, "customers")

    def test_no_match_lists_similar_ones(self, modules: Modules, make_pool: Any) -> None:
        pool_id = make_pool(PoolName="customers")
        message = modules.config(user_pool_name="custommers", **ON)["msg"]
        assert f"{pool_id} (customers)" in message
        assert message.startswith("user_pool_name is 'custommers': none of the 1 user pools")

    def test_several_matches_list_their_ids(self, modules: Modules, make_pool: Any) -> None:
        ids = sorted([make_pool(PoolName="twins"), make_pool(PoolName="twins")])
        assert f"2 user pools have this name: {', '.join(ids)}" in modules.config(user_pool_name="twins", **ON)["msg"]

    def test_every_page_is_read(self, modules: Modules, make_pool: Any, calls: Any) -> None:
        for number in range(61):
            make_pool(PoolName=f"pool-{number}")
        calls()
        assert modules.config(user_pool_name="pool-60")["changed"] is False
        assert calls() == [LIST, LIST, GET]

    @pytest.mark.parametrize("options", [{}, {"user_pool_name": "x", "user_pool_id": "us-east-1_x"}])
    def test_exactly_one_is_needed(self, modules: Modules, options: dict[str, Any]) -> None:
        result = modules.config(**options, **ON)
        assert result["failed"]
        assert "user_pool_id" in result["msg"]

    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            ({"user_pool_id": ""}, "user_pool_id is '': the ID of a user pool has 1 to 55 characters, this has 0."),
            ({"user_pool_name": ""}, "user_pool_name is '': none of the 1 user pools of this account and region"),
        ],
    )
    def test_an_empty_one_names_none(self, modules: Modules, pool: str, options: dict[str, Any], problem: str) -> None:
        """As a variable that was never filled leaves it."""
        assert modules.config(**options, **ON)["msg"].startswith(problem)

    @pytest.mark.parametrize(
        "given", ["", " \n", "arn:aws:cognito-idp:us-east-1:1:userpool/us-east-1_a", "us-east-1_a\n"]
    )
    def test_what_is_no_id_is_the_same_error_everywhere(self, modules: Modules, calls: Any, given: str) -> None:
        results = [
            modules.config(given, **ON),
            modules.prerequisites(given, user_pool_tier="PLUS"),
            modules.readiness(given),
            modules.info(user_pool_ids=["us-east-1_EXAMPLE01", given]),
            modules.info(user_pool_id=given),
        ]
        assert {result["msg"] for result in results} == {results[0]["msg"]}
        assert results[0]["msg"].startswith(f"user_pool_id is {given!r}: ")
        assert results[0]["msg"].endswith("(R74).")
        assert calls() == []


class TestRefusals:
    @pytest.mark.parametrize("check", [True, False])
    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            ({"mfa_configuration": "OFF", **TOTP}, "(E1)"),
            ({"mfa_configuration": "ON"}, "(E2)"),
            ({"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": False}}, "(R34)"),
            ({"mfa_configuration": "ON", "sms_mfa_configuration": {}}, "(E8)"),
            (
                {
                    "mfa_configuration": "ON",
                    "sms_mfa_configuration": {
                        "sms_configuration": {"sns_caller_arn": ARN, "eums_sms": {"caller_arn": ARN}}
                    },
                },
                "(E22)",
            ),
            ({"email_mfa_configuration": {"message": "Your code is "}}, '!unsafe "Your code is {####}" (R74, E14)'),
            ({"web_authn_configuration": {"relying_party_id": "https://example.com"}}, "(E15)"),
            ({"web_authn_configuration": {"relying_party_id": "example.com "}}, "(E15)"),
            (
                {"email_mfa_configuration": {"massage": "x", "subject": {}}},
                "email_mfa_configuration: unsupported parameters: massage. Supported parameters include: message, subject. "
                "Correct the block (R73).",
            ),
            ({"user_pool_id": "nonsense"}, "user_pool_id is 'nonsense'"),
            ({"mfa_configuration": "SOMETIMES"}, "value of mfa_configuration must be one of"),
        ],
    )
    def test_before_any_write(
        self, modules: Modules, pool: str, calls: Any, live: Any, check: bool, options: dict[str, Any], problem: str
    ) -> None:
        result = modules.config(check=check, **{"user_pool_id": pool, **options})
        assert result["failed"]
        assert problem in result["msg"]
        assert "exception" not in result
        assert SET not in calls()
        assert live(pool) == {"MfaConfiguration": "OFF"}

    @pytest.mark.parametrize(
        ("create", "options", "rule"),
        [
            ({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}}, ON, "E3"),
            (SMS_FIRST, ON, "E3"),
            ({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}, ON, "E4"),
            ({}, {"mfa_configuration": "ON", "email_mfa_configuration": {}}, "E5"),
            ({"UserPoolTier": "LITE"}, {"web_authn_configuration": PASSKEYS}, "E7"),
            ({**OPEN_POOL, "UserPoolTier": "LITE"}, {"mfa_configuration": "ON", "email_mfa_configuration": {}}, "E7"),
        ],
    )
    def test_what_depends_on_the_pool_reads_the_same_in_check_mode(
        self,
        modules: Modules,
        make_pool: Any,
        calls: Any,
        live: Any,
        create: dict[str, Any],
        options: dict[str, Any],
        rule: str,
    ) -> None:
        pool_id = make_pool(**create)
        calls()
        checked = modules.config(pool_id, check=True, **options)
        assert calls() == [GET, DESCRIBE]
        done = modules.config(pool_id, **options)
        assert calls() == [GET, SET]
        assert checked["failed"]
        assert checked["msg"].endswith(f"({rule}).")
        assert done["msg"].endswith(f". {checked['msg']}")
        assert done["error"]["code"] in ("InvalidParameterException", "FeatureUnavailableInTierException")
        assert live(pool_id) == {"MfaConfiguration": "OFF"}

    @pytest.mark.parametrize(
        ("create", "options", "rule"),
        [
            (SES, {"mfa_configuration": "ON", "email_mfa_configuration": {}}, "E6"),
            (
                {
                    "SmsConfiguration": {"SnsCallerArn": ARN, "ExternalId": "id-1"},
                    "AutoVerifiedAttributes": ["phone_number"],
                },
                {"mfa_configuration": "OFF"},
                "E16",
            ),
        ],
    )
    def test_what_was_only_reported_warns_in_check_mode_and_reads_the_same(
        self,
        modules: Modules,
        make_pool: Any,
        emulator: Any,
        live: Any,
        create: dict[str, Any],
        options: dict[str, Any],
        rule: str,
    ) -> None:
        pool_id = make_pool(**create)
        modules.config(pool_id, mfa_configuration="OPTIONAL", **TOTP)
        before = live(pool_id)
        emulator.switch(U7="refused")
        checked = modules.config(pool_id, check=True, **options)
        assert checked["changed"]
        *security_downgrades, warning = checked["warnings"]
        assert all(other.startswith("This lowers security. ") for other in security_downgrades)
        assert warning.startswith("Cognito may refuse this. ")
        assert warning.endswith(f"({rule}).")
        done = modules.config(pool_id, **options)
        assert done["failed"]
        assert done["msg"].endswith(warning.removeprefix("Cognito may refuse this."))
        assert live(pool_id) == before

    def test_what_was_only_reported_is_never_refused_by_the_module(
        self, modules: Modules, make_pool: Any, emulator: Any
    ) -> None:
        """U7: a service that accepts it is obeyed."""
        sender = {"SnsCallerArn": ARN, "ExternalId": "id-1"}
        pool_id = make_pool(SmsConfiguration=sender, AutoVerifiedAttributes=["phone_number"])
        modules.config(pool_id, mfa_configuration="OPTIONAL", **TOTP)
        emulator.switch(U7="accepted")
        checked = modules.config(pool_id, check=True, mfa_configuration="OFF")
        done = modules.config(pool_id, mfa_configuration="OFF")
        assert done["changed"]
        assert done["mfa_config"] == checked["mfa_config"] == {"mfa_configuration": "OFF"}

    @pytest.mark.parametrize(("rule", "error", "text"), WORDINGS)
    def test_every_refusal_of_the_service_reads_as_the_table_has_it(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, live: Any, rule: str, error: str, text: str
    ) -> None:
        """Both wordings of E2 among them."""
        emulator.fault({"operation": SET, "fault": {"error": error, "message": text}})
        result = modules.config(pool, **ON)
        (row,) = (row for row in RULES if row.id == rule)
        assert result["error"] == {"code": error, "message": text}
        assert f"{error}: {text.rstrip('.')}. {row.option}" in result["msg"]
        named = "; the task names software_token_mfa_configuration" if rule == "E1" else ""
        assert result["msg"].endswith(f": {row.problem}{named}. {row.hint} ({rule}).")
        assert calls() == [GET, SET]
        assert live(pool) == {"MfaConfiguration": "OFF"}

    def test_a_live_value_that_the_service_no_longer_knows(self, modules: Modules, pool: str, emulator: Any) -> None:
        """E13 blames no option for the value of another one."""
        emulator.live(pool, {"WebAuthnConfiguration": {"UserVerification": "discouraged"}})
        message = modules.config(pool, **ON)["msg"]
        assert "'webAuthnConfiguration.userVerification'" in message
        assert "mfa_configuration, web_authn_configuration: a value is not one that Cognito knows" in message

    def test_unknown_pool(self, modules: Modules) -> None:
        result = modules.config("us-east-1_doesnotexist", **ON)
        assert "(E21)" in result["msg"]
        assert result["error"]["code"] == "ResourceNotFoundException"

    def test_check_mode_without_permission_to_describe(self, modules: Modules, pool: str, emulator: Any) -> None:
        emulator.fault({"operation": DESCRIBE, "fault": {"error": "AccessDeniedException", "message": "no"}})
        result = modules.config(pool, check=True, **ON)
        assert result["changed"]
        assert "could not verify" in result["warnings"][0]
        assert "(E3)" in result["warnings"][0]
        assert "cognito-idp:DescribeUserPool" in result["warnings"][0]


class TestLowering:
    """What takes away from security is a warning, or refused if the task says so."""

    STEPS = pytest.mark.parametrize(
        ("options", "problem"),
        [
            ({"mfa_configuration": "OFF"}, "MFA goes from ON to OFF"),
            ({"mfa_configuration": "OPTIONAL"}, "MFA goes from ON to OPTIONAL"),
            ({"purge_factors": True, **TOTP}, "Factors are removed: EMAIL_OTP"),
            ({"web_authn_configuration": {"relying_party_id": "other.example.com"}}, "The relying party ID changes"),
            ({"web_authn_configuration": {"user_verification": "preferred"}}, "no longer require user verification"),
            ({"web_authn_configuration": {"factor_configuration": "SINGLE_FACTOR"}}, "no longer satisfy MFA"),
        ],
    )

    @STEPS
    @pytest.mark.parametrize("check", [True, False])
    def test_it_is_refused(
        self, modules: Modules, pool: str, calls: Any, live: Any, check: bool, options: dict[str, Any], problem: str
    ) -> None:
        modules.config(pool, **ON, email_mfa_configuration={}, web_authn_configuration=PASSKEYS)
        before = live(pool)
        calls()
        result = modules.config(pool, check=check, allow_downgrade=False, **options)
        assert result["failed"]
        assert result["msg"].startswith("allow_downgrade is False: This lowers security. ")
        assert problem in result["msg"]
        assert result["msg"].endswith(". Set it to true if that is meant.")
        assert "error" not in result
        assert calls() == [GET]
        assert live(pool) == before

    @STEPS
    def test_or_else_it_is_a_warning(self, modules: Modules, pool: str, options: dict[str, Any], problem: str) -> None:
        modules.config(pool, **ON, email_mfa_configuration={}, web_authn_configuration=PASSKEYS)
        result = modules.config(pool, **options)
        assert result["changed"]
        assert problem in result["warnings"][0]

    def test_what_raises_security_is_not_refused(self, modules: Modules, pool: str) -> None:
        assert modules.config(pool, allow_downgrade=False, **{**ON, "mfa_configuration": "OPTIONAL"})["changed"]
        assert modules.config(pool, allow_downgrade=False, **ON, web_authn_configuration=PASSKEYS)["changed"]
        assert modules.config(pool, allow_downgrade=False, **ON)["changed"] is False

    def test_another_writer_makes_it_one(
        self, modules: Modules, pool: str, emulator: Any, live: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was no lowering at the first try is one at the second, since somebody raised the mode in between."""
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        modules.config(pool, **{**ON, "mfa_configuration": "OPTIONAL"})
        raised = {"UserPoolId": pool, "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
        busy = {"error": "ConcurrentModificationException", "message": "busy", "then": raised}
        emulator.fault({"operation": SET, "times": 1, "fault": busy})
        options = {"mfa_configuration": "OPTIONAL", "email_mfa_configuration": {}, "allow_downgrade": False}
        assert "MFA goes from ON to OPTIONAL" in modules.config(pool, **options)["msg"]
        assert live(pool)["MfaConfiguration"] == "ON"

    @pytest.mark.usefixtures("no_pauses")
    @pytest.mark.parametrize(
        "fault", [{"error": "ConcurrentModificationException", "message": "busy"}, {"http": 503}, {"drop": "before"}]
    )
    def test_another_writer_makes_it_one_that_is_warned_of(
        self, modules: Modules, pool: str, emulator: Any, fault: dict[str, Any]
    ) -> None:
        """Also if the answer was lost, so that what is there may be our own doing."""
        raised = {"UserPoolId": pool, "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
        emulator.fault({"operation": SET, "times": 1, "fault": {**fault, "then": raised}})
        result = modules.config(pool, **{**ON, "mfa_configuration": "OPTIONAL"})
        assert result["mfa_config"]["mfa_configuration"] == "OPTIONAL"
        (warning,) = result["warnings"]
        assert "MFA goes from ON to OPTIONAL" in warning


class TestKept:
    """U2, U3: the service may keep a factor that it was asked to drop."""

    @pytest.mark.parametrize(
        ("switch", "words", "block"),
        [
            ("U2", "SMS settings", {"sms_mfa_configuration": SMS}),
            ("U3", "did not follow it in: EMAIL_OTP", {"email_mfa_configuration": {}}),
        ],
    )
    def test_kept_factor(
        self, modules: Modules, pool: str, emulator: Any, switch: str, words: str, block: dict[str, Any]
    ) -> None:
        emulator.switch(**{switch: "kept"})
        before = modules.config(pool, **ON, **block)["mfa_config"]
        for _run in range(2):
            result = modules.config(pool, purge_factors=True, **ON)
            assert result["changed"] is False
            assert len(result["warnings"]) == 1
            assert words in result["warnings"][0]
            assert result["mfa_config"] == result["diff"]["before"] == result["diff"]["after"] == before

    def test_a_factor_is_kept_while_something_else_changes(self, modules: Modules, pool: str, emulator: Any) -> None:
        emulator.switch(U2="kept")
        modules.config(pool, **ON, sms_mfa_configuration=SMS)
        result = modules.config(pool, purge_factors=True, **{**ON, "mfa_configuration": "OPTIONAL"})
        assert result["changed"] is True
        assert result["mfa_config"] == {**ON, "mfa_configuration": "OPTIONAL", "sms_mfa_configuration": SMS}
        security_downgrades, kept = result["warnings"]
        assert security_downgrades.startswith("This lowers security. MFA goes from ON to OPTIONAL")
        assert "still shows the user pool's SMS settings" in kept

    @pytest.mark.parametrize("shown", ["stays", "goes"])
    def test_sms_settings_that_may_stay(self, modules: Modules, pool: str, emulator: Any, shown: str) -> None:
        """R82: whatever Get shows, a run says no more than that, and a second run changes nothing."""
        emulator.switch(R82=shown)
        modules.config(pool, **ON, sms_mfa_configuration=SMS)
        runs = [modules.config(pool, purge_factors=True, **ON) for _run in range(3)]
        assert [result["changed"] for result in runs] == [shown == "goes", False, False]
        for result in runs:
            assert ("sms_mfa_configuration" in result["mfa_config"]) is (shown == "stays")
            if shown == "stays":
                (warning,) = result["warnings"]
                assert "it can send SMS; Cognito does not tell whether SMS is still a factor" in warning
        (found,) = modules.info(user_pool_ids=[pool])["user_pools"]
        assert found["factors"] == (["SMS_MFA"] if shown == "stays" else []) + ["SOFTWARE_TOKEN_MFA"]
        assert not modules.config(pool, **ON)["changed"]

    @pytest.mark.parametrize("shown", ["absent", "present"])
    def test_a_bare_passkey_block(self, modules: Modules, pool: str, emulator: Any, shown: str) -> None:
        """R83: Get may show SINGLE_FACTOR alone where nobody sent passkey settings."""
        emulator.switch(R83=shown)
        changes = [modules.config(pool, **ON)["changed"] for _run in range(2)]
        passkeys = {"user_verification": "preferred", "factor_configuration": "SINGLE_FACTOR"}
        changes.append(modules.config(pool, web_authn_configuration=passkeys)["changed"])
        changes.append(modules.config(pool, mfa_configuration="OFF")["changed"])
        changes.append(modules.config(pool, mfa_configuration="OFF")["changed"])
        assert changes == [True, False, shown == "absent", True, False]

    @pytest.mark.parametrize("switch", ["U2", "U3"])
    def test_dropped_factor(self, modules: Modules, pool: str, emulator: Any, switch: str) -> None:
        emulator.switch(**{switch: "dropped"})
        modules.config(pool, **ON, sms_mfa_configuration=SMS, email_mfa_configuration={})
        result = modules.config(pool, purge_factors=True, **ON)
        assert result["changed"]
        assert result["mfa_config"] == ON
        assert [
            warning.startswith("This lowers security. Factors are removed: SMS_MFA, EMAIL_OTP")
            for warning in result["warnings"]
        ] == [True]


class TestLoweredSecurity:
    """The person who approves a run reads in check mode just what the run itself warns of."""

    @pytest.mark.parametrize(
        ("before", "options", "problem"),
        [
            (ON, {"mfa_configuration": "OFF"}, ["MFA goes from ON to OFF"]),
            ({**ON, "mfa_configuration": "OPTIONAL"}, {"mfa_configuration": "OFF"}, ["MFA goes from OPTIONAL to OFF"]),
            (ON, {"mfa_configuration": "OPTIONAL"}, ["MFA goes from ON to OPTIONAL"]),
            ({**ON, "sms_mfa_configuration": SMS}, {**ON, "purge_factors": True}, ["Factors are removed: SMS_MFA"]),
            (
                {**ON, "email_mfa_configuration": {}},
                {"software_token_mfa_configuration": {"enabled": False}},
                ["Factors are removed: SOFTWARE_TOKEN_MFA"],
            ),
            (
                {"web_authn_configuration": PASSKEYS},
                {"web_authn_configuration": {"relying_party_id": "other.example"}},
                ["The relying party ID changes: registered passkeys stop working (R70)"],
            ),
            (
                {"web_authn_configuration": PASSKEYS},
                {"web_authn_configuration": {"user_verification": "preferred"}},
                ["Passkeys no longer require user verification"],
            ),
            (
                {"web_authn_configuration": PASSKEYS},
                {"web_authn_configuration": {"factor_configuration": "SINGLE_FACTOR"}},
                ["Passkeys no longer satisfy MFA by themselves"],
            ),
            (
                {**ON, "email_mfa_configuration": {}, "web_authn_configuration": PASSKEYS},
                {
                    "mfa_configuration": "OPTIONAL",
                    "email_mfa_configuration": {},
                    "purge_factors": True,
                    "web_authn_configuration": {"relying_party_id": "", "user_verification": "preferred"},
                },
                [
                    "MFA goes from ON to OPTIONAL",
                    "Factors are removed: SOFTWARE_TOKEN_MFA",
                    "The relying party ID changes",
                    "Passkeys no longer require user verification",
                ],
            ),
            ({}, {**ON, "web_authn_configuration": PASSKEYS}, []),
            ({**ON, "mfa_configuration": "OPTIONAL"}, ON, []),
        ],
    )
    def test_the_warnings(
        self, modules: Modules, pool: str, before: dict[str, Any], options: dict[str, Any], problem: list[str]
    ) -> None:
        modules.config(pool, **before)
        checked = modules.config(pool, check=True, **options)
        done = modules.config(pool, **options)
        assert checked["changed"] is done["changed"] is True
        assert checked["warnings"] == done["warnings"]
        assert len(done["warnings"]) == len(problem)
        for warning, beginning in zip(done["warnings"], problem, strict=True):
            assert warning.startswith(f"This lowers security. {beginning}")
        assert modules.config(pool, **options)["warnings"] == []


class TestGuard:
    """R72: what the installed botocore does not know is reported, and never erased."""

    def test_an_unknown_live_member_blocks_writing(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, live: Any
    ) -> None:
        emulator.live(pool, {"PushMfaConfiguration": {"Level": 3}})
        result = modules.config(pool, **ON)
        assert result["msg"].startswith("PushMfaConfiguration: the user pool has this setting, botocore ")
        assert result["msg"].endswith("any write would erase it. Install a newer botocore (R72).")
        assert calls()[-1] == GET
        unchanged = modules.config(pool, mfa_configuration="OFF")
        assert unchanged["mfa_config"] == {"mfa_configuration": "OFF", "push_mfa_configuration": {"level": 3}}

    def test_null_is_absent(self, modules: Modules, pool: str, emulator: Any, live: Any) -> None:
        """An email factor that is null is none, and a null member cannot be sent back."""
        passkeys = {"RelyingPartyId": None, "UserVerification": "required"}
        emulator.live(pool, {"EmailMfaConfiguration": None, "WebAuthnConfiguration": passkeys})
        assert "(E2)" in modules.config(pool, mfa_configuration="OPTIONAL")["msg"]
        assert modules.config(pool, **ON)["changed"]
        assert "EmailMfaConfiguration" not in live(pool)
        assert live(pool)["WebAuthnConfiguration"]["UserVerification"] == "required"

    def test_an_older_botocore(
        self, modules: Modules, pool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Passkeys with a factor configuration need botocore 1.42.90; email needs 1.35.18."""
        assert modules.config(pool, web_authn_configuration=PASSKEYS)["changed"]
        older_model(tmp_path, "WebAuthnConfigurationType", "FactorConfiguration")
        older_model(tmp_path, "SetUserPoolMfaConfigRequest", "EmailMfaConfiguration")
        monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
        blocked = modules.config(pool, **ON)
        assert "WebAuthnConfiguration.FactorConfiguration: " in blocked["msg"]
        assert "Install botocore 1.42.90 or newer (R72)." in blocked["msg"]
        option = modules.config(pool, **ON, email_mfa_configuration={})
        assert option["msg"].startswith(f"email_mfa_configuration: botocore {botocore.__version__} does not know it. ")
        assert "Install botocore 1.35.18 or newer" in option["msg"]
        same = modules.config(pool, mfa_configuration="OFF")
        assert same["mfa_config"]["web_authn_configuration"] == PASSKEYS

    def test_an_older_botocore_and_stored_settings(
        self, modules: Modules, pool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What only the pool's description shows would be lost as well."""
        eums = {"sms_configuration": {"eums_sms": {"caller_arn": ARN}}}
        modules.config(pool, mfa_configuration="ON", sms_mfa_configuration=eums)
        modules.config(pool, mfa_configuration="OFF")
        older_model(tmp_path, "SmsConfigurationType", "EumsSms")
        monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
        result = modules.config(pool, mfa_configuration="ON", sms_mfa_configuration={})
        assert result["msg"].startswith("SmsMfaConfiguration.SmsConfiguration.EumsSms: the user pool has this setting")
        assert "Install botocore 1.43.51 or newer" in result["msg"]


def older_model(data_path: Path, shape: str, member: str) -> None:
    """Put a copy of botocore's service model without one member where botocore looks first."""
    folder = Path(botocore.__file__).parent / "data" / "cognito-idp" / "2016-04-18"
    target = data_path / "cognito-idp" / "2016-04-18"
    model = target / "service-2.json"
    if not target.exists():
        shutil.copytree(folder, target)
        packed = target / "service-2.json.gz"
        if packed.exists():
            model.write_bytes(gzip.decompress(packed.read_bytes()))
            packed.unlink()
    content = json.loads(model.read_text(encoding="utf-8"))
    del content["shapes"][shape]["members"][member]
    model.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses take no time, and are noted."""
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    return pauses


@pytest.mark.usefixtures("no_pauses")
class TestRetries:
    def fault(self, emulator: Any, what: dict[str, Any], times: int | None = 1, **rule: Any) -> None:
        emulator.fault({"operation": SET, "times": times, "fault": what, **rule})

    @pytest.mark.parametrize("error", ["TooManyRequestsException", "ThrottlingException"])
    def test_throttled_once(self, modules: Modules, pool: str, emulator: Any, calls: Any, error: str) -> None:
        self.fault(emulator, {"error": error, "message": "slow down"})
        assert modules.config(pool, **ON)["changed"]
        assert calls() == [GET, SET, GET, SET]

    def test_throttled_for_ever(self, modules: Modules, pool: str, emulator: Any, calls: Any, live: Any) -> None:
        self.fault(emulator, {"error": "TooManyRequestsException", "message": "slow down"}, times=None)
        result = modules.config(pool, **ON)
        assert result["failed"]
        assert result["error"] == {"code": "TooManyRequestsException", "message": "slow down"}
        assert calls() == [GET, SET] * 5
        assert live(pool) == {"MfaConfiguration": "OFF"}

    def test_retries_of_aws_config_count(self, modules: Modules, pool: str, emulator: Any, calls: Any) -> None:
        self.fault(emulator, {"error": "TooManyRequestsException", "message": "slow down"}, times=None)
        modules.config(pool, aws_config={"retries": {"total_max_attempts": 2}}, **ON)
        assert calls() == [GET, SET] * 2

    @pytest.mark.parametrize(
        "fault",
        [
            {"error": "InternalErrorException", "message": "oops", "status": 500},
            {"http": 503},
            {"drop": "before"},
        ],
    )
    def test_crashed_before_it_applied(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, live: Any, fault: dict[str, Any]
    ) -> None:
        self.fault(emulator, fault)
        result = modules.config(pool, **ON)
        assert result["changed"]
        assert calls() == [GET, SET, GET, SET]
        assert live(pool)["MfaConfiguration"] == "ON"

    @pytest.mark.parametrize("fault", [{"drop": "after"}, {"truncate": 20}])
    def test_a_lost_answer_is_settled_by_reading(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, fault: dict[str, Any]
    ) -> None:
        self.fault(emulator, fault, times=None)
        result = modules.config(pool, **ON)
        assert result["changed"]
        assert result["mfa_config"] == ON
        assert result["diff"]["before"] == {"mfa_configuration": "OFF"}
        assert calls() == [GET, SET, GET]

    def test_lost_before_for_ever_says_that_nothing_was_applied(
        self, modules: Modules, pool: str, emulator: Any, live: Any
    ) -> None:
        self.fault(emulator, {"drop": "before"}, times=None)
        result = modules.config(pool, **ON)
        assert "Reading again shows that it was not applied" in result["msg"]
        assert live(pool) == {"MfaConfiguration": "OFF"}

    def test_lost_and_unreadable_says_that_it_is_not_known(self, modules: Modules, pool: str, emulator: Any) -> None:
        self.fault(emulator, {"drop": "after"}, times=None)
        emulator.fault({"operation": GET, "skip": 1, "fault": {"drop": "before"}})
        result = modules.config(pool, **ON)
        assert "Whether it was applied is not known: Failed to read" in result["msg"]

    def test_another_writer_in_between_is_merged(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, live: Any
    ) -> None:
        """R61: the write replaces everything, so it is planned again from what the other writer left."""
        other = {
            "UserPoolId": pool,
            "MfaConfiguration": "OFF",
            "WebAuthnConfiguration": {"RelyingPartyId": "other.example"},
        }
        self.fault(emulator, {"error": "ConcurrentModificationException", "message": "busy", "then": other})
        result = modules.config(pool, **ON)
        assert calls() == [GET, SET, GET, SET]
        assert live(pool)["WebAuthnConfiguration"]["RelyingPartyId"] == "other.example"
        assert "web_authn_configuration" in result["diff"]["before"]

    @pytest.mark.parametrize(
        "error", ["InvalidSmsRoleTrustRelationshipException", "InvalidSmsRoleAccessPolicyException"]
    )
    def test_a_new_role_heals_within_wait_timeout(
        self, modules: Modules, pool: str, emulator: Any, calls: Any, error: str
    ) -> None:
        self.fault(emulator, {"error": error, "message": "Role ..."}, times=7, member="SmsMfaConfiguration")
        assert modules.config(pool, mfa_configuration="ON", sms_mfa_configuration=SMS)["changed"]
        assert calls().count(SET) == 8

    def test_a_wrong_role_ends_with_wait_timeout(self, modules: Modules, pool: str, emulator: Any, calls: Any) -> None:
        error = "InvalidSmsRoleTrustRelationshipException"
        self.fault(emulator, {"error": error, "message": "Role ..."}, times=None)
        result = modules.config(pool, mfa_configuration="ON", sms_mfa_configuration=SMS, wait_timeout=0)
        assert "(E9)" in result["msg"]
        assert calls().count(SET) == 1

    def test_reads_are_tried_again_by_botocore(self, modules: Modules, pool: str, emulator: Any, calls: Any) -> None:
        emulator.fault({"operation": GET, "times": 2, "fault": {"error": "TooManyRequestsException", "message": "x"}})
        assert modules.config(pool, **ON)["changed"]
        assert calls() == [GET, GET, GET, SET]


class TestBadConnections:
    """One clear error without a traceback, whatever is wrong."""

    def message(self, modules: Modules, **options: Any) -> str:
        result = modules.config("us-east-1_x", **{**ON, **options})
        assert result["failed"]
        assert "Traceback" not in json.dumps(result)
        return str(result["msg"])

    def test_no_credentials(self, modules: Modules) -> None:
        assert "Unable to locate credentials" in self.message(modules, access_key="", secret_key="", session_token="")

    def test_no_region(self, modules: Modules) -> None:
        assert "requires a region" in self.message(modules, region="")

    @pytest.mark.parametrize("region", ["REGION", "[region]", "@{r}", "us-east-1a", "%AWS_REGION%", "EU_WEST_1"])
    def test_what_is_no_region(self, modules: Modules, region: str, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = f"region is {region!r}: this is not the name of a region. "
        assert self.message(modules, region=region).startswith(expected)
        for tried in (modules.info, modules.readiness, modules.prerequisites):
            assert tried(user_pool_id="us-east-1_x", region=region)["msg"].startswith(expected)
        monkeypatch.setenv("AWS_REGION", region)  # wherever it comes from
        assert self.message(modules, region=None).startswith(expected)
        assert modules.elsewhere == 0

    @pytest.mark.usefixtures("no_pauses")
    def test_wrong_endpoint(self, modules: Modules) -> None:
        assert "Could not connect to the endpoint URL" in self.message(modules, endpoint_url="http://127.0.0.1:9")
        assert "not-a-url" in self.message(modules, endpoint_url="not-a-url")

    @pytest.mark.usefixtures("no_pauses")
    def test_ca_bundle(self, modules: Modules, tmp_path: Path) -> None:
        secure = modules.endpoint.replace("http:", "https:")
        missing = tmp_path / "missing.pem"
        assert str(missing) in self.message(modules, endpoint_url=secure, aws_ca_bundle=str(missing))
        nonsense = tmp_path / "nonsense.pem"
        nonsense.write_text("no certificate")
        assert str(nonsense) in self.message(modules, endpoint_url=secure, aws_ca_bundle=str(nonsense))

    def test_profile_and_keys(self, modules: Modules) -> None:
        assert "profile" in self.message(modules, profile="nobody")
        assert "nobody" in self.message(modules, profile="nobody", access_key="", secret_key="", session_token="")

    @pytest.mark.parametrize("wrong", [{"no_such_thing": 1}, {"retries": {"mode": "never"}}, {"retries": 3}])
    def test_aws_config(self, modules: Modules, wrong: dict[str, Any]) -> None:
        assert self.message(modules, aws_config=wrong).startswith("aws_config is not a botocore configuration: ")

    @pytest.mark.parametrize(
        ("message", "action"),
        [
            ("not authorized", "cognito-idp:SetUserPoolMfaConfig"),
            ("User: x is not authorized to perform: iam:PassRole on resource: y because no policy", "iam:PassRole"),
        ],
    )
    def test_access_denied_names_the_action(
        self, modules: Modules, pool: str, emulator: Any, message: str, action: str
    ) -> None:
        emulator.fault({"operation": SET, "fault": {"error": "AccessDeniedException", "message": message}})
        result = modules.config(pool, **ON)
        assert result["msg"].endswith(f". This needs the IAM action {action}")

    def test_environment_is_read_as_amazon_aws_reads_it(
        self, modules: Modules, pool: str, emulator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in {"AWS_URL": emulator.endpoint, "AWS_REGION": "us-east-1"}.items():
            monkeypatch.setenv(name, value)
        unset = {"endpoint_url": None, "region": None}
        assert modules.config(pool, **ON, **unset)["changed"]
