# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit: every check, every status, and that nothing passes by accident."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import checks as controls
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import entries
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import summary
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS
from hypothesis import given
from hypothesis import strategies as st

from tests.support.audits import BLOCKS
from tests.support.audits import ID
from tests.support.audits import PASSKEYS
from tests.support.audits import pool
from tests.support.audits import run
from tests.support.audits import unreadable


def finding(model: dict[str, Any], check: str) -> dict[str, Any]:
    (found,) = (entry for entry in model["findings"] if entry["check"] == check)
    return dict(found)


def options(remediation: str) -> dict[str, Any]:
    """The options of a remediation, as a YAML parser reads them, without where it runs."""
    (task,) = yaml.safe_load(remediation)
    assert list(task) == ["name", "latchkey.cognito.user_pool_mfa_config"]
    named = dict(task["latchkey.cognito.user_pool_mfa_config"])
    assert (named.pop("region"), named.pop("user_pool_id")) == ("us-east-1", ID)
    return named


def test_a_pool_that_passes() -> None:
    model = run([pool("ON", "SOFTWARE_TOKEN_MFA")])
    assert model["schema_version"] == "1.0"
    assert (model["status"], model["title"], model["generated"]) == ("pass", "An audit", "2026-11-24")
    assert [(entry["check"], entry["status"]) for entry in model["findings"]] == [
        ("mode", "pass"),
        ("factors", "pass"),
        ("sms_only", "pass"),
    ]
    assert all(entry["remediation"] is None for entry in model["findings"])
    (reported,) = model["pools"]
    assert reported["status"] == "pass"
    assert reported["drift"] is reported["remediation"] is reported["severity"] is reported["error"] is None
    assert reported["remediation_options"] is None
    assert model["policy"] == policy.parse({}).source


def test_no_pools_are_no_success() -> None:
    model = run([], exceptions=[{"user_pool_id": ID, "reason": "r", "expires": "2026-01-01"}])
    assert model["status"] == "empty"
    assert model["summary"]["pools"] == {"total": 0, "fail": 0, "unknown": 0, "excepted": 0, "pass": 0}
    assert finding(model, "exception_expired")["id"] == "exception_expired:policy:1"


@pytest.mark.parametrize(
    ("required", "mode", "status"),
    [
        ("ON", "ON", "pass"),
        ("ON", "OPTIONAL", "fail"),
        ("ON", "OFF", "fail"),
        ("OPTIONAL", "ON", "pass"),
        ("OPTIONAL", "OPTIONAL", "pass"),
        ("OPTIONAL", "OFF", "fail"),
    ],
)
def test_mode(required: str, mode: str, status: str) -> None:
    model = run([pool(mode, *([] if mode == "OFF" else ["EMAIL_OTP"]))], mfa_configuration=required)
    found = finding(model, "mode")
    assert found["status"] == model["status"] == status
    assert found["message"] == f"The mode is {mode}"
    assert found["evidence"] == {"expected": ["ON"] if required == "ON" else ["ON", "OPTIONAL"], "actual": mode}
    assert found["severity"] == "high"
    assert "prowler" in found["controls"]
    if status == "pass":
        assert found["remediation"] is None
    else:
        added = {"software_token_mfa_configuration": {"enabled": True}} if mode == "OFF" else {}
        assert options(found["remediation"]) == {"mfa_configuration": required, **added}


@pytest.mark.parametrize(
    ("usable", "added"),
    [
        (["EMAIL_OTP", "SMS_MFA"], {"email_mfa_configuration": {}}),
        (["SMS_MFA"], {"sms_mfa_configuration": {}}),
    ],
)
def test_the_factor_that_a_remediation_adds_is_allowed(usable: list[str], added: dict[str, Any]) -> None:
    model = run([pool("OFF")], allowed_factors=usable, allow_sms_only=True)
    assert options(finding(model, "mode")["remediation"]) == {"mfa_configuration": "ON", **added}


@pytest.mark.parametrize(
    ("rules", "enabled", "message", "remedy"),
    [
        ({}, ["SMS_MFA", "EMAIL_OTP"], "Configured: SMS_MFA, EMAIL_OTP", None),
        (
            {"forbidden_factors": ["SMS_MFA"]},
            ["SMS_MFA"],
            "The policy does not allow SMS_MFA",
            {"purge_factors": True, "software_token_mfa_configuration": {"enabled": True}},
        ),
        ({"forbidden_factors": ["SMS_MFA"]}, ["SMS_MFA", "EMAIL_OTP"], "Configured: EMAIL_OTP", None),
        (  # without the forbidden one, SMS would be alone
            {"forbidden_factors": ["EMAIL_OTP"]},
            ["SMS_MFA", "EMAIL_OTP"],
            "The policy does not allow EMAIL_OTP",
            {
                "purge_factors": True,
                "sms_mfa_configuration": {},
                "software_token_mfa_configuration": {"enabled": True},
            },
        ),
        (
            {"allowed_factors": ["EMAIL_OTP"]},
            ["SMS_MFA", "SOFTWARE_TOKEN_MFA"],
            "The policy does not allow SOFTWARE_TOKEN_MFA",
            {"purge_factors": True, "email_mfa_configuration": {}},
        ),
        (
            {},
            [],
            "The mode is ON, and there is no factor",
            {"software_token_mfa_configuration": {"enabled": True}},
        ),
    ],
)
def test_factors(rules: dict[str, Any], enabled: list[str], message: str, remedy: Any) -> None:
    found = finding(run([pool("ON", *enabled)], **rules), "factors")
    assert found["message"] == message
    assert found["status"] == ("fail" if remedy else "pass")
    allowed = rules.get("allowed_factors", list(FACTORS))
    expected = [factor for factor in allowed if factor not in rules.get("forbidden_factors", [])]
    known = enabled if "SMS_MFA" in expected or len(enabled) == 1 else [name for name in enabled if name != "SMS_MFA"]
    assert found["evidence"] == {"expected": expected, "actual": known}
    assert (options(found["remediation"]) if found["remediation"] else None) == remedy


def test_no_factors_are_no_mistake_while_mfa_is_off() -> None:
    model = run([pool("OFF")])
    assert finding(model, "factors")["status"] == "pass"
    assert finding(model, "factors")["message"] == "Configured: none"
    assert model["status"] == "fail"


def test_a_factor_that_nobody_knows_is_not_allowed() -> None:
    model = run([{**pool("ON", "EMAIL_OTP"), "factors": ["EMAIL_OTP", "PUSH"]}])
    assert finding(model, "factors")["message"] == "The policy does not allow PUSH"


def test_factors_are_read_from_the_configuration_if_they_are_not_named() -> None:
    entry = pool("ON", "SMS_MFA")
    del entry["factors"]
    assert finding(run([entry]), "sms_only")["status"] == "fail"


@pytest.mark.parametrize(
    ("enabled", "allowed", "status"),
    [
        (["SMS_MFA"], False, "fail"),
        (["SMS_MFA"], True, "pass"),
        (["SMS_MFA", "EMAIL_OTP"], False, "pass"),
        (["EMAIL_OTP"], False, "pass"),
    ],
)
def test_sms_only(enabled: list[str], allowed: bool, status: str) -> None:
    found = finding(run([pool("OPTIONAL", *enabled)], allow_sms_only=allowed), "sms_only")
    assert found["status"] == status
    assert found["evidence"] == {"expected": allowed, "actual": enabled == ["SMS_MFA"]}
    assert found["message"] == f"SMS is {'' if enabled == ['SMS_MFA'] else 'not '}the only factor"
    if status == "fail":
        assert options(found["remediation"]) == {"software_token_mfa_configuration": {"enabled": True}}


WITHOUT_SMS = {"forbidden_factors": ["SMS_MFA"]}
LEFT = "The pool can send SMS; Cognito does not tell whether SMS is still a factor (R82). "


@pytest.mark.parametrize(
    ("enabled", "rules", "status", "message"),
    [
        (["SMS_MFA", "EMAIL_OTP"], {}, "unknown", f"{LEFT}They may stay even if SMS is removed (R49)"),
        (["SOFTWARE_TOKEN_MFA", "SMS_MFA"], {}, "unknown", f"{LEFT}They may stay even if SMS is removed (R49)"),
        (["SMS_MFA", "EMAIL_OTP"], {"allow_sms_settings": True}, "pass", f"{LEFT}The policy accepts that"),
        (["SMS_MFA"], {}, "pass", "No SMS settings are left beside other factors"),  # it is the factor: see factors
        (["EMAIL_OTP"], {}, "pass", "No SMS settings are left beside other factors"),
    ],
)
def test_sms_settings(enabled: list[str], rules: dict[str, Any], status: str, message: str) -> None:
    """They say that the pool can send SMS, not that SMS is a factor: neither a pass nor a fail (R82)."""
    model = run([pool("ON", *enabled)], **WITHOUT_SMS, **rules)
    found = finding(model, "sms_settings")
    assert (found["status"], found["severity"]) == (status, "info")
    assert found["message"].startswith(message)
    left = len(enabled) > 1
    assert found["evidence"] == {"expected": bool(rules), "actual": left}
    assert finding(model, "factors")["status"] == ("fail" if enabled == ["SMS_MFA"] else "pass")
    if status == "unknown":
        kept = next(name for name in enabled if name != "SMS_MFA")
        purged = {"purge_factors": True, **{BLOCKS[kept][0]: {"enabled": True} if kept == "SOFTWARE_TOKEN_MFA" else {}}}
        assert options(found["remediation"]) == options(model["pools"][0]["remediation"]) == purged
        assert model["status"] == model["pools"][0]["status"] == "unknown"


def test_sms_settings_are_not_judged_where_sms_is_allowed() -> None:
    model = run([pool("ON", "SMS_MFA", "EMAIL_OTP")])
    assert not [entry for entry in model["findings"] if entry["check"] == "sms_settings"]


def test_sms_settings_that_stay_can_be_excepted() -> None:
    """An exception excuses from what Cognito does not tell, and still not from what nobody could read."""
    rules = {"exceptions": [{"user_pool_id": ID, "checks": ["sms_settings"], "reason": "r", "expires": "2027-01-01"}]}
    model = run([pool("ON", "SMS_MFA", "EMAIL_OTP")], **WITHOUT_SMS, **rules)
    assert finding(model, "sms_settings")["exception"]
    assert (model["status"], model["pools"][0]["status"]) == ("pass", "excepted")
    assert model["pools"][0]["remediation"] is None


def test_another_factor_is_removed_and_sms_with_it() -> None:
    rules: dict[str, Any] = {"allowed_factors": ["SOFTWARE_TOKEN_MFA"], "allow_sms_settings": True}
    model = run([pool("ON", "SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")], **rules)
    assert finding(model, "factors")["message"] == "The policy does not allow EMAIL_OTP"
    purged = {"purge_factors": True, "software_token_mfa_configuration": {"enabled": True}}
    assert options(model["pools"][0]["remediation"]) == purged


@pytest.mark.parametrize(
    ("wanted", "actual", "status"),
    [
        ("required", "required", "pass"),
        ("required", "preferred", "fail"),
        ("preferred", "preferred", "pass"),
        ("preferred", "required", "pass"),
    ],
)
def test_passkey_user_verification(wanted: str, actual: str, status: str) -> None:
    entry = pool("ON", "EMAIL_OTP", passkeys={**PASSKEYS, "user_verification": actual})
    found = finding(run([entry], web_authn_configuration={"user_verification": wanted}), "passkey_user_verification")
    assert found["status"] == status
    assert found["message"] == f"user_verification of passkeys is {actual}"
    if status == "fail":
        assert options(found["remediation"]) == {"web_authn_configuration": {"user_verification": "required"}}


@pytest.mark.parametrize("wanted", ["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"])
def test_passkey_factor_configuration(wanted: str) -> None:
    rules = {"web_authn_configuration": {"factor_configuration": wanted}}
    found = finding(run([pool("ON", "EMAIL_OTP", passkeys=PASSKEYS)], **rules), "passkey_factor_configuration")
    assert found["evidence"] == {"expected": [wanted], "actual": "SINGLE_FACTOR"}
    if wanted == "SINGLE_FACTOR":
        assert found["status"] == "pass"
    else:
        assert options(found["remediation"]) == {"web_authn_configuration": {"factor_configuration": wanted}}


def test_passkeys_that_a_policy_does_not_speak_of_are_not_checked() -> None:
    model = run([pool("ON", "EMAIL_OTP", passkeys=PASSKEYS)])
    assert not [entry for entry in model["findings"] if entry["check"].startswith("passkey")]
    model = run([pool("ON", "EMAIL_OTP")], web_authn_configuration={"user_verification": "required"})
    found = finding(model, "passkey_user_verification")
    assert (found["status"], found["message"]) == ("pass", "The pool has no passkey settings")
    assert found["evidence"] == {"expected": ["required"], "actual": None}


def test_only_what_is_wrong_with_passkeys_is_mended() -> None:
    wanted = {"user_verification": "required", "factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}
    for right, wrong in permutations(wanted):
        entry = pool("ON", "EMAIL_OTP", passkeys={**PASSKEYS, right: wanted[right]})
        model = run([entry], web_authn_configuration=wanted)
        assert model["summary"]["findings"]["fail"] == 1
        assert options(model["pools"][0]["remediation"]) == {"web_authn_configuration": {wrong: wanted[wrong]}}


def test_passkey_defaults_are_filled_in() -> None:
    rules = {"web_authn_configuration": {"user_verification": "required"}}
    model = run([pool("ON", "EMAIL_OTP", passkeys={"relying_party_id": "a.example"})], **rules)
    assert finding(model, "passkey_user_verification")["evidence"]["actual"] == "preferred"


@pytest.mark.parametrize(
    "entry",
    [
        unreadable(),
        {"user_pool_id": ID},
        {**pool("ON", "EMAIL_OTP"), "status": "unknown"},
        {**pool("ON", "EMAIL_OTP"), "status": "unheard of"},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": None},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": "ON"},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": {}},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": {"mfa_configuration": "STRICT"}},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": {"mfa_configuration": "ON", "web_authn_configuration": "on"}},
        {**pool("ON", "EMAIL_OTP"), "mfa_config": {"mfa_configuration": "ON", "software_token_MFA_configuration": 5}},
        {
            **pool("ON", "EMAIL_OTP"),
            "mfa_config": {"mfa_configuration": "ON", "\u017foftware_token_mfa_configuration": 5},
        },
        {**pool("ON", "EMAIL_OTP"), "mfa_config": {"mfa_configuration": "ON", "mfa_Configuration": "OFF"}},
    ],
)
def test_what_is_not_known_is_unknown(entry: dict[str, Any]) -> None:
    model = run([entry], exceptions=[{"user_pool_id": ID, "reason": "r", "expires": "2027-01-01"}])
    (found,) = model["findings"]
    assert (found["check"], found["status"], found["severity"]) == ("readable", "unknown", "high")
    assert found["exception"] is found["remediation"] is None
    assert found["evidence"] == {"expected": "known", "actual": "unknown"}
    assert found["message"].startswith("The configuration could not be read: ")
    (reported,) = model["pools"]
    assert model["status"] == reported["status"] == "unknown"
    assert reported["error"]
    assert reported["mfa_config"] is reported["factors"] is reported["drift"] is reported["remediation"] is None
    assert model["summary"]["pools"]["pass"] == 0


def test_the_error_of_an_unknown_pool_is_told() -> None:
    assert finding(run([unreadable()]), "readable")["message"].endswith(": AccessDeniedException: no")
    assert finding(run([{"user_pool_id": ID}]), "readable")["message"] == (
        "The configuration could not be read: The entry says neither what the configuration is, nor why that is unknown"
    )


@pytest.mark.parametrize("future", [["x"], "x", 7, None, {"x": 1}])
def test_a_setting_that_nobody_knows_yet_leaves_the_others_known(future: Any) -> None:
    known = pool("ON", "EMAIL_OTP")
    known["mfa_config"] = {**known["mfa_config"], "future_setting": future}
    assert run([known])["status"] == "pass"


def test_failed_outweighs_unknown_and_unknown_outweighs_passed() -> None:
    good, bad = pool("ON", "EMAIL_OTP", pool_id="us-east-1_good"), pool("OFF", pool_id="us-east-1_bad")
    assert run([good, unreadable()])["status"] == "unknown"
    assert run([good, unreadable(), bad])["status"] == "fail"
    assert run([good])["status"] == "pass"


def test_what_could_not_be_listed_is_unknown() -> None:
    model = run([pool("ON", "EMAIL_OTP")], read_errors=["eu-west-1: no", "eu-west-2: no"])
    assert model["status"] == "unknown"
    assert model["summary"]["pools"] == {"total": 1, "fail": 0, "unknown": 0, "excepted": 0, "pass": 1}
    found = [entry for entry in model["findings"] if entry["status"] == "unknown"]
    assert [(entry["id"], entry["check"], entry["severity"], entry["message"]) for entry in found] == [
        ("readable:read-error-1", "readable", "high", "Not read: eu-west-1: no"),
        ("readable:read-error-2", "readable", "high", "Not read: eu-west-2: no"),
    ]
    assert found[0]["evidence"] == {"expected": "known", "actual": "unknown"}
    assert set(found[0]["pool"].values()) == {None}
    assert run([], read_errors=["eu-west-1: no"])["status"] == "unknown"


def test_an_exception_excuses_and_stays_visible() -> None:
    rules = {"exceptions": [{"user_pool_id": ID, "checks": ["mode"], "reason": "Soon", "expires": "2026-11-24"}]}
    model = run([pool("OFF")], **rules)
    found = finding(model, "mode")
    assert found["status"] == "fail"
    assert found["exception"] == {"number": 1, "reason": "Soon", "expires": "2026-11-24"}
    assert found["remediation"]
    assert model["status"] == "pass"
    (reported,) = model["pools"]
    assert (reported["status"], reported["severity"], reported["remediation"]) == ("excepted", None, None)
    assert model["summary"]["findings"] == {"total": 3, "fail": 0, "unknown": 0, "excepted": 1, "pass": 2}
    (exemption,) = model["exceptions"]
    assert (exemption["state"], exemption["pools"], exemption["excused"]) == ("active", [ID], 1)


def test_an_exception_excuses_from_its_checks_only() -> None:
    rules = {"exceptions": [{"user_pool_id": ID, "checks": ["sms_only"], "reason": "r", "expires": "2027-01-01"}]}
    model = run([pool("OPTIONAL", "SMS_MFA")], **rules)
    assert finding(model, "sms_only")["exception"]
    assert finding(model, "mode")["exception"] is None
    assert model["status"] == model["pools"][0]["status"] == "fail"
    assert options(model["pools"][0]["remediation"]) == {"mfa_configuration": "ON"}


def test_the_exception_that_lasts_longest_is_named_and_of_equal_ones_the_first() -> None:
    entries = [{"user_pool_id": ID, "reason": "r", "expires": f"2027-01-0{day}"} for day in (1, 3, 3, 2)]
    model = run([pool("OFF")], exceptions=entries)
    assert finding(model, "mode")["exception"]["number"] == 2


def test_an_expired_exception_excuses_nothing_and_is_reported() -> None:
    rules = {
        "exceptions": [
            {"user_pool_id": ID, "reason": "Once", "expires": "2026-11-23"},
            {"user_pool_name": "gone", "reason": "Still", "expires": "2027-11-23"},
        ]
    }
    model = run([pool("OFF"), pool("ON", "EMAIL_OTP", pool_id="us-east-1_other")], **rules)
    assert [entry["exception"] for entry in model["findings"]] == [None] * len(model["findings"])
    found = finding(model, "exception_expired")
    assert (found["status"], found["severity"], found["id"]) == ("fail", "low", f"exception_expired:{ID}:1")
    assert found["message"] == "Exception 1 of the policy expired on 2026-11-23; it excuses nothing: Once"
    assert found["evidence"] == {"expected": "not expired", "actual": "2026-11-23"}
    assert model["exceptions"][0]["state"] == "expired"


def test_an_expired_exception_fails_a_pool_that_no_longer_needs_it_and_an_unknown_one() -> None:
    rules = {"exceptions": [{"user_pool_id": ID, "reason": "Once", "expires": "2026-11-23"}]}
    assert run([pool("ON", "EMAIL_OTP")], **rules)["pools"][0]["status"] == "fail"
    assert run([unreadable()], **rules)["pools"][0]["status"] == "fail"


def test_an_expired_exception_without_a_pool_is_a_finding_of_the_policy() -> None:
    rules = {"exceptions": [{"user_pool_name": "gone", "reason": "Once", "expires": "2026-11-23"}]}
    model = run([pool("ON", "EMAIL_OTP")], **rules)
    found = finding(model, "exception_expired")
    assert found["id"] == "exception_expired:policy:1"
    assert set(found["pool"].values()) == {None}
    assert (model["status"], model["pools"][0]["status"]) == ("fail", "pass")


def test_severities_of_the_policy() -> None:
    model = run([pool("OPTIONAL", "SMS_MFA")], severities={"mode": "critical", "sms_only": "info"})
    assert finding(model, "mode")["severity"] == "critical"
    assert finding(model, "sms_only")["severity"] == "info"
    assert model["pools"][0]["severity"] == "critical"
    assert model["checks"]["mode"]["severity"] == "critical"


def test_the_remediation_of_a_pool_is_one_task_for_everything() -> None:
    rules = {
        "forbidden_factors": ["SMS_MFA"],
        "web_authn_configuration": {"factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION"},
    }
    model = run([pool("OPTIONAL", "SMS_MFA", passkeys=PASSKEYS)], **rules)
    (reported,) = model["pools"]
    assert options(reported["remediation"]) == {
        "mfa_configuration": "ON",
        "purge_factors": True,
        "software_token_mfa_configuration": {"enabled": True},
        "web_authn_configuration": {"factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION"},
    }
    assert reported["remediation_options"] == options(reported["remediation"])
    assert reported["drift"]["source"] == "policy"
    assert reported["drift"]["before"]["mfa_configuration"] == "OPTIONAL"
    assert reported["drift"]["after"] == {
        "mfa_configuration": "ON",
        "software_token_mfa_configuration": {"enabled": True},
        "web_authn_configuration": {**PASSKEYS, "factor_configuration": "MULTI_FACTOR_WITH_USER_VERIFICATION"},
    }


def test_the_text_of_a_remediation() -> None:
    assert finding(run([pool("OPTIONAL", "EMAIL_OTP")]), "mode")["remediation"] == (
        "- name: Bring the MFA of user pool us-east-1_EXAMPLE01 to the policy\n"
        "  latchkey.cognito.user_pool_mfa_config:\n"
        "    region: us-east-1\n"
        "    user_pool_id: us-east-1_EXAMPLE01\n"
        '    mfa_configuration: "ON"\n'
    )


def test_drift_that_check_mode_foretold() -> None:
    diff = {"before": {"mfa_configuration": "OFF"}, "after": {"mfa_configuration": "ON"}, "before_header": "x"}
    model = run([pool("ON", "EMAIL_OTP", diff=diff)])
    assert model["pools"][0]["drift"] == {
        "source": "check_mode",
        "before": {"mfa_configuration": "OFF"},
        "after": {"mfa_configuration": "ON"},
    }
    same = {"before": {"mfa_configuration": "ON"}, "after": {"mfa_configuration": "ON"}}
    assert run([pool("OFF", diff=same)])["pools"][0]["drift"] is None


def test_drift_from_what_is_desired() -> None:
    desired = {"mfa_configuration": "ON", "email_mfa_configuration": {"message": "{####} is it"}, "state": "x"}
    model = run([pool("ON", "EMAIL_OTP", desired=desired)])
    (reported,) = model["pools"]
    assert reported["status"] == "pass"
    assert reported["drift"]["after"]["email_mfa_configuration"] == {"message": "{####} is it", "subject": "Code"}
    assert '    email_mfa_configuration:\n      message: !unsafe "{####} is it"\n' in reported["remediation"]
    assert "state" not in reported["remediation"]


@pytest.mark.parametrize(
    ("desired", "understood"),
    [
        ({"mfa_configuration": True}, {"mfa_configuration": "ON"}),
        ({"mfa_configuration": "optional", "email_mfa_configuration": None}, {"mfa_configuration": "OPTIONAL"}),
        ({"software_token_mfa_configuration": {}}, {"software_token_mfa_configuration": {"enabled": True}}),
        (
            {"sms_mfa_configuration": {"sms_authentication_message": None, "sms_configuration": {"external_id": "x"}}},
            {"sms_mfa_configuration": {"sms_configuration": {"external_id": "x"}}},
        ),
    ],
)
def test_what_is_desired_is_understood_as_the_module_would(desired: Any, understood: dict[str, Any]) -> None:
    (reported,) = run([pool("ON", "EMAIL_OTP", desired=desired)], mfa_configuration="OPTIONAL")["pools"]
    assert options(reported["remediation"]) == reported["remediation_options"] == understood


EMAIL_ON = {"email_mfa_configuration": {}}
ONLY_EMAIL = {"allowed_factors": ["EMAIL_OTP"]}


@pytest.mark.parametrize(
    ("live", "desired", "rules", "wanted"),
    [
        # What is desired would break the policy.
        (("ON", "EMAIL_OTP"), {"mfa_configuration": "OFF"}, {}, None),
        (("ON", "EMAIL_OTP"), {"mfa_configuration": "OPTIONAL"}, {}, None),
        (("ON", "EMAIL_OTP"), {"software_token_mfa_configuration": {}}, ONLY_EMAIL, None),
        (
            ("ON", "SOFTWARE_TOKEN_MFA"),
            {"software_token_mfa_configuration": {"enabled": False}},
            {},
            {"software_token_mfa_configuration": {"enabled": True}},
        ),
        # What is desired fixes what failed, in its own way.
        (("OFF",), {"mfa_configuration": "ON", **EMAIL_ON}, {}, {"mfa_configuration": "ON", **EMAIL_ON}),
    ],
)
def test_what_is_desired_does_not_lead_away_from_the_policy(
    live: tuple[str, ...], desired: Any, rules: dict[str, Any], wanted: Any
) -> None:
    (reported,) = run([pool(*live, desired=desired)], **rules)["pools"]
    assert reported["remediation_options"] == wanted
    config = reported["drift"]["after"] if reported["drift"] else reported["mfa_config"]
    after = {"user_pool_id": reported["user_pool_id"], "status": "known", "mfa_config": config}
    assert run([after], **rules)["status"] == "pass"


@pytest.mark.parametrize(
    ("check", "desired"),
    [("mode", {"mfa_configuration": "OFF"}), ("factors", {"software_token_mfa_configuration": {"enabled": True}})],
)
def test_what_is_desired_counts_where_an_exception_excuses(check: str, desired: Any) -> None:
    excused = {"user_pool_id": ID, "checks": [check], "reason": "r", "expires": "2026-11-24"}
    rules = {**ONLY_EMAIL, "exceptions": [excused]}
    (reported,) = run([pool("ON", "EMAIL_OTP", desired=desired)], **rules)["pools"]
    assert reported["remediation_options"] == desired


@pytest.mark.parametrize(
    ("pools", "problem"),
    [
        (["us-east-1_EXAMPLE01"], "has to be a dictionary, and one is str"),
        ([{}], "has the user_pool_id None, which is not the ID"),
        ([{"user_pool_id": "{{ evil }}"}], "has the user_pool_id '{{ evil }}'"),
        ([{"user_pool_id": "us-east-1_A\n"}], "which is not the ID"),
        ([{"user_pool_id": "ü_A", "region": "us-east-1"}], "has the user_pool_id 'ü_A', which is not the ID"),
        ([{"user_pool_id": "x_A"}], "has the region 'x', which is not a region"),
        ([{"user_pool_id": "us-east-1_x_A"}], "has the region 'us-east-1_x', which is not a region"),
        ([pool(region="us-east-1\nx")], "has the region 'us-east-1\\nx'"),
        (
            [pool(desired={"mfa_configuration": "MAYBE"})],
            "us-east-1_EXAMPLE01 has a desired that is not valid: value of mfa_configuration must be one of",
        ),
        ([pool(desired={"email_mfa_configuration": {"body": "x"}})], "not valid: email_mfa_configuration.body"),
        (
            [pool(desired={"mfa_configuration": "NO", "web_authn_configuration": {"user_verification": "no"}})],
            ", got: NO; value of user_verification must be one of: ",
        ),
        ([pool(), pool("OFF")], "given more than once: us-east-1_EXAMPLE01"),
        ([pool(pool_id=f"us-east-1_{name}") for name in "ABCAB"], "more than once: us-east-1_A, us-east-1_B"),
    ],
)
def test_pools_that_cannot_be_audited(pools: list[Any], problem: str) -> None:
    with pytest.raises(entries.AuditError) as error:
        run(pools)
    assert problem in str(error.value)


def test_account_and_region_come_from_the_arn_and_the_id() -> None:
    arn = "arn:aws-cn:cognito-idp:cn-north-1:123456789012:userpool/cn-north-1_A"
    model = run(
        [
            pool(pool_id="cn-north-1_A", user_pool_arn=arn),
            pool(pool_id="eu-west-1_A", user_pool_arn="nonsense", account_id="210987654321", region="eu-west-1"),
            pool(pool_id="us-gov-west-1_A"),
            pool(pool_id="replica_A", user_pool_arn=arn),
        ]
    )
    places = [(entry["account_id"], entry["region"]) for entry in model["pools"]]
    assert places == [
        (None, "us-gov-west-1"),
        ("123456789012", "cn-north-1"),
        ("123456789012", "cn-north-1"),
        ("210987654321", "eu-west-1"),
    ]
    assert [entry["user_pool_arn"] for entry in model["pools"]] == [None, arn, arn, "nonsense"]


def test_the_summary() -> None:
    model = run(
        [
            pool("ON", "EMAIL_OTP", pool_id="us-east-1_a", account_id="111111111111"),
            pool("OFF", pool_id="us-east-1_b", account_id="111111111111"),
            unreadable("eu-west-1_c", account_id="222222222222"),
            pool("OPTIONAL", "SMS_MFA", pool_id="eu-west-1_d"),
        ],
        exceptions=[{"user_pool_id": "eu-west-1_d", "reason": "r", "expires": "2027-01-01"}],
    )
    summary = model["summary"]
    assert summary["pools"] == {"total": 4, "fail": 1, "unknown": 1, "excepted": 1, "pass": 1}
    assert summary["findings"] == {"total": 10, "fail": 1, "unknown": 1, "excepted": 2, "pass": 6}
    assert [(row["account_id"], row["total"], row["fail"], row["unknown"]) for row in summary["by_account"]] == [
        ("111111111111", 2, 1, 0),
        ("222222222222", 1, 0, 1),
        (None, 1, 0, 0),
    ]
    assert [(row["region"], row["total"]) for row in summary["by_region"]] == [("eu-west-1", 2), ("us-east-1", 2)]
    assert [(row["severity"], row["fail"]) for row in summary["by_severity"]] == [
        ("critical", 0),
        ("high", 1),
        ("medium", 0),
        ("low", 0),
        ("info", 0),
    ]
    assert [row["check"] for row in summary["by_check"]] == list(controls.CHECKS)


def test_the_order_of_the_pools_does_not_matter() -> None:
    pools = [pool("OFF", pool_id=f"us-east-1_{name}", account_id=account) for name, account in ("a1", "b2", "c1", "d3")]
    assert run(pools) == run(pools[::-1])


FACTOR_SETS = st.lists(st.sampled_from(list(FACTORS)), unique=True)


@st.composite
def pools_and_rules(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Pools as user_pool_mfa_config_info gives them, and policies that can be parsed."""
    pools = []
    for number in range(draw(st.integers(0, 4))):
        pool_id = f"us-east-1_{number}"
        mode = draw(st.sampled_from(["OFF", "ON", "OPTIONAL"]))
        passkeys = draw(st.none() | st.just(PASSKEYS))
        known = pool(mode, *(draw(FACTOR_SETS) if mode != "OFF" else []), pool_id=pool_id, passkeys=passkeys)
        pools.append(draw(st.sampled_from([known, known, unreadable(pool_id)])))
    rules = {
        "mfa_configuration": draw(st.sampled_from(["ON", "OPTIONAL"])),
        "forbidden_factors": draw(FACTOR_SETS.filter(lambda forbidden: len(forbidden) < 2)),
        "allow_sms_only": draw(st.booleans()),
        "web_authn_configuration": draw(
            st.sampled_from([{}, {"user_verification": "required", "factor_configuration": "SINGLE_FACTOR"}])
        ),
        "exceptions": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "user_pool_id": st.sampled_from(["us-east-1_0", "us-east-1_1", "us-east-1_9"]),
                        "reason": st.just("r"),
                        "expires": st.sampled_from(["2026-11-23", "2026-11-24"]),
                    }
                ),
                max_size=2,
            )
        ),
    }
    return pools, rules


@given(pools_and_rules())
def test_nothing_passes_by_accident(case: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    pools, rules = case
    model = run(pools, **rules)
    statuses = {entry["user_pool_id"]: entry["status"] for entry in model["pools"]}
    assert len(statuses) == len(pools)
    for entry in pools:
        if entry["status"] == "unknown":
            assert statuses[entry["user_pool_id"]] in ("unknown", "fail")
    expired = any(entry["expires"] < "2026-11-24" for entry in rules["exceptions"])
    if model["status"] == "pass":
        assert pools
        assert not expired
        assert set(statuses.values()) <= {"pass", "excepted"}
    for counts in (model["summary"]["pools"], model["summary"]["findings"]):
        assert counts["total"] == sum(counts[name] for name in summary.OUTCOMES)
    assert len({entry["id"] for entry in model["findings"]}) == len(model["findings"])


DESIRED = st.fixed_dictionaries(
    {},
    optional={
        "mfa_configuration": st.sampled_from(["OFF", "OPTIONAL", "ON"]),
        "software_token_mfa_configuration": st.sampled_from([{}, {"enabled": False}]),
        "email_mfa_configuration": st.just({"subject": "Code"}),
        "sms_mfa_configuration": st.just({}),
        "web_authn_configuration": st.fixed_dictionaries(
            {},
            optional={
                "user_verification": st.sampled_from(["required", "preferred"]),
                "factor_configuration": st.sampled_from(["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
            },
        ),
    },
)


@given(pools_and_rules(), DESIRED)
def test_a_remediation_makes_its_pool_pass(
    case: tuple[list[dict[str, Any]], dict[str, Any]], desired: dict[str, Any]
) -> None:
    pools, rules = case
    rules["exceptions"] = []
    before = run([{**entry, "desired": desired} for entry in pools], **rules)
    after = []
    for entry in before["pools"]:
        config = entry["drift"]["after"] if entry["drift"] else entry["mfa_config"]
        if config:
            after.append({"user_pool_id": entry["user_pool_id"], "status": "known", "mfa_config": config})
    assert run(after, **rules)["status"] == ("pass" if after else "empty")
