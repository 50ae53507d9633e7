# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The conformance vectors of docs/service-behaviour.md, section 12, against the emulator, through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.support.pools import recovery
from tests.support.pools import SES

TOTP: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
IDLE: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": False}}
ARN = "arn:aws:iam::123456789012:role/cognito-sms"
SENDER: Any = {"SnsCallerArn": ARN, "ExternalId": "id", "SnsRegion": "us-east-1"}
SMS: Any = {"SmsMfaConfiguration": {"SmsConfiguration": SENDER}}
EMAIL: Any = {"EmailMfaConfiguration": {"Message": "Your code is {####}", "Subject": "Code"}}
PLAIN_EMAIL: Any = {"EmailMfaConfiguration": {}}
SINGLE: Any = {"FactorConfiguration": "SINGLE_FACTOR"}
MULTI: Any = {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}
OFF: Any = {"MfaConfiguration": "OFF"}
ON: Any = {"MfaConfiguration": "ON"}
OPTIONAL: Any = {"MfaConfiguration": "OPTIONAL"}
BOTH_RECOVERIES = recovery("verified_email", "verified_phone_number")


def first(*factors: str) -> Any:
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", *factors]}}}


def passkeys(domain: str | None = None, **members: str) -> Any:
    return {"WebAuthnConfiguration": {**({"RelyingPartyId": domain} if domain else {}), **members}}


E1 = "can't turn off MFA and configure an MFA together"
E2 = "must be enabled"
E3 = "Only PASSWORD and WEB_AUTHN"
E4 = "Cannot set WebAuthn factor configuration to SINGLE_FACTOR"
E5 = "EmailSendingAccount of COGNITO_DEFAULT"
E6 = "AccountRecoverySetting is not set or contains only verified_email"
E8 = "external id and a valid caller arn are required"
E13 = "Member must satisfy enum value set"
E15 = "RelyingPartyId contains invalid characters"
E17 = "Cannot turn MFA functionality ON"
E18 = "WEB_AUTHN cannot be used as an auth factor"


class Service:
    """One pool."""

    def __init__(self, cognito: Any, make_pool: Callable[..., str]) -> None:
        self.cognito = cognito
        self.make_pool = make_pool
        self.pool = ""

    def start(self, pool: Any, *before: Any) -> Any:
        """A new pool that some Set requests were sent to; returns what Get then says."""
        self.pool = self.make_pool(**pool)
        for request in before:
            self.set(request)
        return self.get()

    def set(self, request: Any) -> Any:
        return _plain(self.cognito.set_user_pool_mfa_config(UserPoolId=self.pool, **request))

    def get(self) -> Any:
        return _plain(self.cognito.get_user_pool_mfa_config(UserPoolId=self.pool))

    def update(self, **request: Any) -> None:
        self.cognito.update_user_pool(UserPoolId=self.pool, **request)

    def describe(self) -> Any:
        return self.cognito.describe_user_pool(UserPoolId=self.pool)["UserPool"]


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


@pytest.fixture
def service(cognito: Any, make_pool: Callable[..., str]) -> Service:
    return Service(cognito, make_pool)


ACCEPTED = [
    # number, pool, Set requests before, request, answer and state after
    ("V2", {}, [], {**OPTIONAL, **TOTP}, {**OPTIONAL, **TOTP}),
    ("V3", {}, [], {**ON, **TOTP}, {**ON, **TOTP}),
    ("V4", {}, [{**ON, **TOTP}], {}, OFF),
    ("V10", {}, [{**ON, **TOTP}], OFF, OFF),
    ("V11", {}, [{**ON, **TOTP}, OFF], {**ON, **TOTP}, {**ON, **TOTP}),
    (
        "V14",
        {},
        [],
        {**OFF, **passkeys("auth.example.com", UserVerification="required")},
        {**OFF, **passkeys("auth.example.com", UserVerification="required", **SINGLE)},
    ),
    (
        "V15-ON",
        {},
        [],
        {**ON, **TOTP, **passkeys("a.example", UserVerification="preferred")},
        {**ON, **TOTP, **passkeys("a.example", UserVerification="preferred", **SINGLE)},
    ),
    (
        "V15-OPTIONAL",
        {},
        [],
        {**OPTIONAL, **TOTP, **passkeys("a.example", UserVerification="preferred")},
        {**OPTIONAL, **TOTP, **passkeys("a.example", UserVerification="preferred", **SINGLE)},
    ),
    (
        "V18",
        {},
        [{**OFF, **passkeys("a.example", UserVerification="required", **MULTI)}],
        {**OFF, **passkeys("a.example", UserVerification="required")},
        {**OFF, **passkeys("a.example", UserVerification="required", **SINGLE)},
    ),
    (
        "V21",
        first("WEB_AUTHN"),
        [],
        {**ON, **TOTP, **passkeys(UserVerification="required", **MULTI)},
        {**ON, **TOTP, **passkeys(UserVerification="required", **MULTI)},
    ),
    (
        "V22-SINGLE",
        first("WEB_AUTHN"),
        [],
        {**OPTIONAL, **TOTP, **passkeys(UserVerification="preferred", **SINGLE)},
        {**OPTIONAL, **TOTP, **passkeys(UserVerification="preferred", **SINGLE)},
    ),
    ("V22-none", first("WEB_AUTHN"), [], {**OPTIONAL, **TOTP}, {**OPTIONAL, **TOTP}),
    ("V24", first("EMAIL_OTP"), [], {**OPTIONAL, **TOTP}, {**OPTIONAL, **TOTP}),
    ("V28", {**SES, **BOTH_RECOVERIES}, [], {**ON, **PLAIN_EMAIL}, {**ON, **PLAIN_EMAIL}),
    ("V29", {**SES, **BOTH_RECOVERIES}, [{**ON, **PLAIN_EMAIL}], {**ON, **EMAIL}, {**ON, **EMAIL}),
    ("V30", {}, [], {**ON, **SMS, **IDLE}, {**ON, **SMS, **IDLE}),
    ("V31", {}, [{**ON, **SMS, **IDLE}], {**ON, **SMS, **TOTP}, {**ON, **SMS, **TOTP}),
    ("V33", {}, [{**ON, **TOTP}], {**ON, **SMS}, {**ON, **SMS}),
    ("V34", {}, [{**ON, **SMS}], {**ON, **SMS, **TOTP}, {**ON, **SMS, **TOTP}),
]


@pytest.mark.parametrize(
    ("pool", "before", "request_", "after"), [case[1:] for case in ACCEPTED], ids=[str(case[0]) for case in ACCEPTED]
)
def test_accepted(service: Service, pool: Any, before: list[Any], request_: Any, after: Any) -> None:
    service.start(pool, *before)
    assert service.set(request_) == after
    assert service.get() == after
    assert service.describe()["MfaConfiguration"] == after["MfaConfiguration"]  # R28


REFUSED = [
    # number, pool, Set requests before, request, part of the message
    ("V5-enabled", {}, [{**ON, **TOTP}], TOTP, E1),
    ("V5-disabled", {}, [{**ON, **TOTP}], IDLE, E1),
    ("V6", {}, [], {**OFF, **TOTP}, E1),
    ("V7", {}, [{**OPTIONAL, **TOTP}], {**OFF, **IDLE}, E1),
    ("V8", {}, [], {**OFF, **EMAIL}, E1),
    ("V9", {**SES, **BOTH_RECOVERIES}, [{**ON, **EMAIL}], {**OFF, **PLAIN_EMAIL}, E1),
    ("V12-ON", {}, [], ON, E2),
    ("V12-OPTIONAL", {}, [], OPTIONAL, E2),
    ("V13", {}, [], {**OPTIONAL, **passkeys("a.example", UserVerification="required")}, E2),
    ("V19", first("WEB_AUTHN"), [], {**ON, **TOTP}, E4),
    ("V19-live-MULTI", first("WEB_AUTHN"), [{**ON, **TOTP, **passkeys(**MULTI)}], {**ON, **TOTP}, E4),
    ("V20-preferred", first("WEB_AUTHN"), [], {**ON, **TOTP, **passkeys(UserVerification="preferred")}, E4),
    ("V20-required", first("WEB_AUTHN"), [], {**ON, **TOTP, **passkeys(UserVerification="required")}, E4),
    ("V20-SINGLE", first("WEB_AUTHN"), [], {**ON, **TOTP, **passkeys(**SINGLE)}, E4),
    ("V23", first("EMAIL_OTP"), [], {**ON, **TOTP}, E3),
    ("V25-ON", {**first("SMS_OTP"), "SmsConfiguration": SENDER}, [], {**ON, **TOTP}, E3),
    ("V26", {}, [], {**OPTIONAL, **EMAIL}, E5),
    ("V27-unset", SES, [], {**ON, **EMAIL}, E6),
    ("V27-email-only", {**SES, **recovery("verified_email")}, [], {**OPTIONAL, **EMAIL}, E6),
    (
        "V35-OFF",
        {},
        [],
        {**OFF, "SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": ARN[:20]}}},
        "regular expression",
    ),
    ("V35-no-role", {}, [], {**OFF, "SmsMfaConfiguration": {"SmsConfiguration": {"ExternalId": "x"}}}, E8),
    (
        "V35-OPTIONAL",
        {},
        [],
        {**OPTIONAL, "SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:user/x"}}},
        E8,
    ),
    ("V36", {}, [], {"MfaConfiguration": "SOMETIMES"}, E13),
    ("V38", {}, [], passkeys("https://example.com/path"), E15),
]


@pytest.mark.parametrize(
    ("pool", "before", "request_", "message"), [case[1:] for case in REFUSED], ids=[str(case[0]) for case in REFUSED]
)
def test_refused(service: Service, pool: Any, before: list[Any], request_: Any, message: str) -> None:
    was = service.start(pool, *before)
    with pytest.raises(ClientError) as caught:
        service.set(request_)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterException"
    assert message in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert service.get() == was  # R18


def test_v1(service: Service) -> None:
    assert service.start({}) == OFF


@pytest.mark.parametrize("mode", [OFF, {**ON, **TOTP}], ids=["V16", "V17"])
def test_v16_and_v17(service: Service, mode: Any) -> None:
    service.start({})
    answer = service.set({**mode, **passkeys(**MULTI)})
    assert answer["WebAuthnConfiguration"]["FactorConfiguration"] == MULTI["FactorConfiguration"]


def test_v25_optional(service: Service) -> None:
    service.start({**first("SMS_OTP"), "SmsConfiguration": SENDER})
    assert service.set({**OPTIONAL, **TOTP})["MfaConfiguration"] == "OPTIONAL"


@pytest.mark.parametrize("shown", ["absent", "present"])
def test_v32(service: Service, emulator: Any, shown: str) -> None:
    emulator.switch(U1=shown)
    service.start({}, {**ON, **SMS, **TOTP})
    after = service.set(OFF)
    assert after["MfaConfiguration"] == "OFF"
    assert "SoftwareTokenMfaConfiguration" not in after
    assert service.describe()["SmsConfiguration"] == SENDER
    assert ("SmsMfaConfiguration" in service.get()) is (shown == "present")  # R27


@pytest.mark.parametrize("call", ["get_user_pool_mfa_config", "set_user_pool_mfa_config", "describe_user_pool"])
def test_v37(cognito: Any, call: str) -> None:
    with pytest.raises(cognito.exceptions.ResourceNotFoundException) as caught:
        getattr(cognito, call)(UserPoolId="us-east-1_none")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize(
    "state",
    [
        OFF,
        {**ON, **TOTP},
        {**OPTIONAL, **TOTP, **passkeys("a.example", UserVerification="required", **MULTI)},
        {**OFF, **passkeys("a.example", UserVerification="preferred", **SINGLE)},
    ],
)
def test_v39(service: Service, state: Any) -> None:
    earlier = service.start({}, state)
    service.set({**ON, **TOTP, **passkeys("other.example")})
    assert service.set(earlier) == earlier
    assert service.get() == earlier


@pytest.mark.parametrize("state", [OFF, {**OPTIONAL, **TOTP, **passkeys("a.example", **MULTI)}, {**ON, **TOTP}])
def test_v40(service: Service, state: Any) -> None:
    earlier = service.start({}, state)
    service.update(DeletionProtection="ACTIVE")
    assert service.get() == earlier


def refused_update(service: Service, message: str, **request: Any) -> None:
    was, described = service.get(), service.describe()
    with pytest.raises(ClientError) as caught:
        service.update(**request)
    assert message in caught.value.response["Error"]["Message"]
    assert service.get() == was
    assert service.describe()["Policies"] == described["Policies"]


def test_v41(service: Service) -> None:
    service.start({})
    refused_update(service, E17, MfaConfiguration="ON")


def test_v42(service: Service) -> None:
    service.start({}, {**OPTIONAL, **TOTP})
    service.update(MfaConfiguration="ON")
    assert service.get() == {**ON, **TOTP}


def test_v43(service: Service) -> None:
    service.start({}, {**ON, **TOTP})
    refused_update(service, E3, **first("EMAIL_OTP"))


def test_v44(service: Service) -> None:
    service.start({}, {**ON, **TOTP})
    refused_update(service, E18, **first("WEB_AUTHN"))


@pytest.mark.parametrize("answer", ["accepted", "refused"])
def test_v45(service: Service, emulator: Any, answer: str) -> None:
    """Floci saw it accepted, an emulator of others refuses it: U5."""
    emulator.switch(U5=answer)
    service.start({})
    if answer == "accepted":
        assert service.set({**ON, **IDLE})["MfaConfiguration"] == "ON"
    else:
        with pytest.raises(ClientError, match=E2):
            service.set({**ON, **IDLE})


class TestBesides:
    """Rules without a vector."""

    def test_r8_the_pool_shares_the_sms_settings(self, service: Service) -> None:
        service.start(
            {}, {**ON, "SmsMfaConfiguration": {**SMS["SmsMfaConfiguration"], "SmsAuthenticationMessage": "Go {####}"}}
        )
        described = service.describe()
        assert described["SmsConfiguration"] == SENDER
        assert described["SmsAuthenticationMessage"] == "Go {####}"

    def test_r56_an_explicit_off_turns_mfa_off_and_keeps_passkeys(self, service: Service) -> None:
        service.start({}, {**ON, **TOTP, **passkeys("a.example", **MULTI)})
        service.update(MfaConfiguration="OFF")
        assert service.get().keys() == {"MfaConfiguration", "WebAuthnConfiguration"}

    def test_r57_update_resets_the_sms_text_and_keeps_the_rest(self, service: Service) -> None:
        text = {**SMS["SmsMfaConfiguration"], "SmsAuthenticationMessage": "Go {####}"}
        service.start({"AutoVerifiedAttributes": ["email"], **SES}, {**ON, "SmsMfaConfiguration": text})
        service.update(DeletionProtection="ACTIVE")
        described = service.describe()
        assert "SmsAuthenticationMessage" not in described
        assert "AutoVerifiedAttributes" not in described
        assert described["EmailConfiguration"]["EmailSendingAccount"] == "DEVELOPER"
        assert service.get() == {**ON, **SMS}

    @pytest.mark.parametrize("request_", [{**OPTIONAL, **TOTP, **EMAIL}, {**OFF, **passkeys("a.example")}])
    def test_e7_lite(self, service: Service, request_: Any) -> None:
        service.start({"UserPoolTier": "LITE", **SES, **BOTH_RECOVERIES})
        with pytest.raises(
            service.cognito.exceptions.FeatureUnavailableInTierException, match="need to be disabled for the"
        ):
            service.set(request_)
        assert service.set({**ON, **TOTP}) == {**ON, **TOTP}

    def test_e7_lite_without_password(self, make_pool: Any, cognito: Any) -> None:
        with pytest.raises(cognito.exceptions.FeatureUnavailableInTierException):
            make_pool(UserPoolTier="LITE", **first("WEB_AUTHN"))

    def test_e11_another_account(self, service: Service) -> None:
        service.start({})
        with pytest.raises(ClientError, match="Cross-account pass role"):
            sender = {**SENDER, "SnsCallerArn": ARN.replace("123456789012", "999999999999")}
            service.set({**ON, "SmsMfaConfiguration": {"SmsConfiguration": sender}})

    def test_e12_another_region(self, service: Service) -> None:
        service.start({})
        with pytest.raises(ClientError, match="Allowed SNS region for us-east-1 is us-east-1"):
            service.set({**ON, "SmsMfaConfiguration": {"SmsConfiguration": {**SENDER, "SnsRegion": "eu-west-1"}}})

    @pytest.mark.parametrize(
        "sender", [{**SENDER, "EumsSms": {"CallerArn": ARN}}, {"EumsSms": {"CallerArn": ARN, "Region": "eu-west-1"}}]
    )
    def test_e22(self, service: Service, sender: Any) -> None:
        service.start({})
        with pytest.raises(ClientError, match="EumsSms"):
            service.set({**ON, "SmsMfaConfiguration": {"SmsConfiguration": sender}})

    @pytest.mark.parametrize("text", ["Your code is ", "{####}" + "x" * 135])
    def test_e14_texts(self, service: Service, text: str) -> None:
        service.start({})
        block = {**SMS["SmsMfaConfiguration"], "SmsAuthenticationMessage": text}
        with pytest.raises(
            ClientError, match=r"1 validation error detected: .* at 'smsMfaConfiguration.smsAuthenticationMessage'"
        ):
            service.set({**ON, "SmsMfaConfiguration": block})

    @pytest.mark.parametrize(
        ("request_", "path"),
        [
            ({"SmsAuthenticationMessage": "no placeholder"}, "smsAuthenticationMessage"),
            ({"MfaConfiguration": "SOMETIMES"}, "mfaConfiguration"),
            (first("NOSE"), "policies.signInPolicy.allowedFirstAuthFactors.2.member"),
            (recovery("verified_nose"), "accountRecoverySetting.recoveryMechanisms.1.member.name"),
        ],
    )
    def test_e13_and_e14_of_the_pool(self, service: Service, make_pool: Any, request_: Any, path: str) -> None:
        with pytest.raises(ClientError, match=f"1 validation error detected: Value .* at '{path}'"):
            make_pool(**request_)
        service.start({})
        refused_update(service, f"at '{path}' failed to satisfy constraint: Member must satisfy", **request_)

    @pytest.mark.parametrize("call", ["get_user_pool_mfa_config", "set_user_pool_mfa_config", "describe_user_pool"])
    @pytest.mark.parametrize("wrong", ["nonsense", "us-east-1_" + "x" * 46])
    def test_r74_a_pool_id_that_is_none(self, cognito: Any, call: str, wrong: str) -> None:
        with pytest.raises(cognito.exceptions.InvalidParameterException, match="at 'userPoolId' failed to satisfy"):
            getattr(cognito, call)(UserPoolId=wrong)

    def test_the_model_is_asked_before_the_pool_is_looked_for(self, cognito: Any) -> None:
        with pytest.raises(cognito.exceptions.InvalidParameterException, match=E13):
            cognito.set_user_pool_mfa_config(UserPoolId="us-east-1_none", MfaConfiguration="SOMETIMES")

    def test_several_breaches_are_counted(self, service: Service) -> None:
        service.start({})
        with pytest.raises(ClientError, match=r"2 validation errors detected: .*; Value"):
            service.set({"MfaConfiguration": "SOMETIMES", **passkeys(UserVerification="maybe")})

    def test_e16(self, make_pool: Any, service: Service, emulator: Any) -> None:
        phone = {"AutoVerifiedAttributes": ["phone_number"]}
        with pytest.raises(ClientError, match="phone_number is selected for auto verification"):
            make_pool(**phone)
        service.start({**phone, "SmsConfiguration": SENDER}, {**ON, **TOTP})
        assert service.set(OFF)["MfaConfiguration"] == "OFF"
        emulator.switch(U7="refused")
        with pytest.raises(ClientError, match="phone_number is selected for auto verification"):
            service.set(OFF)

    def test_e19(self, make_pool: Any) -> None:
        with pytest.raises(ClientError, match="required when MFA is required/optional"):
            make_pool(MfaConfiguration="ON")
        make_pool(MfaConfiguration="ON", SmsConfiguration=SENDER)

    def test_e8_comes_before_e1_and_e1_before_e5(self, service: Service) -> None:
        service.start({})
        with pytest.raises(ClientError, match=E8):
            service.set({**OFF, "SmsMfaConfiguration": {}})
        with pytest.raises(ClientError, match=E1):
            service.set({**OFF, **EMAIL})


class TestUnknowns:
    """Each switch, both ways."""

    @pytest.mark.parametrize(("switch", "factor"), [("U2", SMS), ("U3", EMAIL)])
    def test_u2_and_u3(self, service: Service, emulator: Any, switch: str, factor: Any) -> None:
        service.start({**SES, **BOTH_RECOVERIES}, {**ON, **TOTP, **factor})
        assert service.set({**ON, **TOTP}) == {**ON, **TOTP}
        emulator.switch(**{switch: "kept"})
        service.set({**ON, **TOTP, **factor})
        assert service.set({**ON, **TOTP}) == {**ON, **TOTP, **factor}
        assert service.get() == {**ON, **TOTP, **factor}

    def test_u4(self, service: Service, emulator: Any) -> None:
        full = passkeys("a.example", UserVerification="required", **MULTI)
        service.start({}, full)
        assert service.set(passkeys(**MULTI)) == {**OFF, **passkeys(UserVerification="preferred", **MULTI)}
        assert service.set(OFF) == OFF
        service.set(full)
        emulator.switch(U4="kept")
        assert service.set(passkeys(**MULTI)) == {**OFF, **full}
        assert service.set(OFF) == {**OFF, **passkeys("a.example", UserVerification="required", **SINGLE)}  # R12

    def test_u6(self, service: Service, emulator: Any) -> None:
        service.start({})
        with pytest.raises(ClientError, match=E1):
            service.set({**OFF, **SMS})
        emulator.switch(U6="accepted")
        assert service.set({**OFF, **SMS})["MfaConfiguration"] == "OFF"

    def test_u12(self, service: Service, emulator: Any) -> None:
        service.start({}, {**ON, **SMS})
        with pytest.raises(ClientError, match=E8):
            service.set({**ON, "SmsMfaConfiguration": {}})
        emulator.switch(U12="stored")
        assert service.set({**ON, "SmsMfaConfiguration": {}}) == {**ON, **SMS}

    def test_e2_wording(self, service: Service, emulator: Any) -> None:
        service.start({})
        emulator.switch(E2="E2b")
        with pytest.raises(ClientError, match="can't disable all MFAs"):
            service.set(ON)

    def test_r26_and_r80(self, service: Service, emulator: Any) -> None:
        service.start({})
        sender = {"SnsCallerArn": ARN}
        emulator.switch(R26="absent", R80="filled")
        answer = service.set({**ON, "SmsMfaConfiguration": {"SmsConfiguration": sender}, **passkeys("a.example")})
        assert answer["WebAuthnConfiguration"] == {"RelyingPartyId": "a.example", **SINGLE}
        assert answer["SmsMfaConfiguration"]["SmsConfiguration"] == {**sender, "SnsRegion": "us-east-1"}

    @pytest.mark.parametrize("mode", [ON, OPTIONAL])
    def test_r82(self, service: Service, emulator: Any, mode: Any) -> None:
        """A pool goes from SMS and TOTP to TOTP alone."""
        service.start({}, {**ON, **SMS, **TOTP})
        assert service.set({**mode, **TOTP}) == service.get() == {**mode, **TOTP}
        emulator.switch(R82="stays")
        assert service.get() == {**mode, **TOTP, **SMS}
        assert service.set({**mode, **TOTP}) == {**mode, **TOTP, **SMS}
        with pytest.raises(ClientError, match=E2):  # it is shown, and is no factor (R6)
            service.set(mode)
        assert service.set(OFF) == OFF  # U1 is another switch
        emulator.switch(R82="goes", U1="present")
        assert service.get() == {**OFF, **SMS}
        assert service.set({**mode, **TOTP}) == {**mode, **TOTP}

    def test_r82_without_sms(self, service: Service, emulator: Any) -> None:
        emulator.switch(R82="stays", U1="present")
        assert service.start({}, {**ON, **TOTP}) == {**ON, **TOTP}

    def test_r83(self, service: Service, emulator: Any) -> None:
        emulator.switch(R83="present")
        assert service.start({}) == OFF
        assert service.set({**OPTIONAL, **TOTP}) == service.get() == {**OPTIONAL, **TOTP, **passkeys(**SINGLE)}
        full = passkeys("a.example", UserVerification="required", **MULTI)
        assert service.set({**OPTIONAL, **TOTP, **full}) == {**OPTIONAL, **TOTP, **full}
        assert service.start({"UserPoolTier": "LITE"}, {**ON, **TOTP}) == {**ON, **TOTP}

    def test_r84(self, service: Service, emulator: Any, make_pool: Any) -> None:
        missing = "missing valid SMS configuration"
        with pytest.raises(ClientError, match=missing):
            make_pool(**first("SMS_OTP"))
        service.start({})
        refused_update(service, missing, **first("SMS_OTP"))
        emulator.switch(R84="accepted")
        service.update(**first("SMS_OTP"))
        service.update(Policies={"SignInPolicy": {}})
        assert service.describe()["Policies"]["SignInPolicy"] == first("SMS_OTP")["Policies"]["SignInPolicy"]

    def test_r84_an_empty_list(self, service: Service, emulator: Any) -> None:
        service.start({})
        unchecked = boto3.Session("a", "b", region_name="us-east-1").client(
            "cognito-idp", endpoint_url=emulator.endpoint, config=Config(parameter_validation=False)
        )
        with pytest.raises(ClientError, match="Member must have length greater than or equal to 1"):
            unchecked.update_user_pool(
                UserPoolId=service.pool, Policies={"SignInPolicy": {"AllowedFirstAuthFactors": []}}
            )
