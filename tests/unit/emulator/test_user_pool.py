# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the emulator makes of UpdateUserPool: kept, reset and echoed members, refusals, under three readings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.emulator import behaviour
from tests.emulator import user_pool
from tests.emulator.behaviour import EMAIL
from tests.emulator.behaviour import PASSKEYS
from tests.emulator.behaviour import Pool
from tests.emulator.behaviour import Rejected
from tests.emulator.behaviour import Switches
from tests.emulator.behaviour import TOTP

TRIGGER = "arn:aws:lambda:us-east-1:123456789012:function:trigger"
OTHER_TRIGGER = f"{TRIGGER}-2"
ROLE = "arn:aws:iam::123456789012:role/cognito-sms"
IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION"
BOTH = [{"Name": "verified_phone_number", "Priority": 2}, {"Name": "verified_email", "Priority": 1}]
READINGS = behaviour.SWITCHES["P9"]

# A pool that has every member that a request can set, none with its default.
FULL: dict[str, Any] = {
    "AccountRecoverySetting": {"RecoveryMechanisms": BOTH},
    "AcrConfiguration": {"level-1": {"AcrValue": "urn:example:one"}},
    "AdminCreateUserConfig": {
        "AllowAdminCreateUserOnly": True,
        "InviteMessageTemplate": {"SMSMessage": "{username} {####}", "EmailSubject": "Welcome"},
    },
    "AutoVerifiedAttributes": ["email", "phone_number"],
    "DcrConfiguration": {"EnableStatus": "Enabled", "OpenDcrEnabled": True},
    "DeletionProtection": "ACTIVE",
    "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True},
    "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY, "From": "us@example.com"},
    "EmailVerificationMessage": "Mail {####}",
    "EmailVerificationSubject": "Mail",
    "IssuerConfiguration": {"Type": "UPDATED"},
    "KeyConfiguration": {"KeyType": "CUSTOMER_MANAGED_KEY"},
    "LambdaConfig": {"PreSignUp": TRIGGER, "CustomSMSSender": {"LambdaVersion": "V1_0"}, "KMSKeyID": "key"},
    "MfaConfiguration": "OFF",
    "Policies": {"PasswordPolicy": {"MinimumLength": 20}, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
    "SmsAuthenticationMessage": "Go {####}",
    "SmsConfiguration": {"SnsCallerArn": ROLE, "ExternalId": "id"},
    "SmsVerificationMessage": "Text {####}",
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
    "UserPoolTags": {"stage": "prod"},
    "UserPoolTier": "PLUS",
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_LINK", "EmailMessageByLink": "{##here##}"},
}
CHANGEABLE = sorted(set(FULL) - {"Policies"})


def pool(region: str = "us-east-1", **settings: Any) -> Pool:
    return user_pool.create(Pool(region, "123456789012", settings, {}))


def full() -> Pool:
    return pool(**FULL)


def switches(**chosen: str) -> Switches:
    return Switches().with_(**chosen)


def updated(start: Pool, request: dict[str, Any], **chosen: str) -> Pool:
    return user_pool.update(start, request, switches(**chosen))


def described(state: Pool) -> dict[str, Any]:
    return user_pool.describe(state.settings)


def carried(state: Pool) -> dict[str, Any]:
    """A request with the members that are reset when they are left out, exactly as described."""
    return {name: value for name, value in described(state).items() if name in user_pool.RESET}


def refusal(start: Pool, request: dict[str, Any], **chosen: str) -> Rejected:
    with pytest.raises(Rejected) as caught:
        updated(start, request, **chosen)
    return caught.value


def first(*factors: str) -> dict[str, Any]:
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(factors)}}}


def test_the_pool_has_every_member_of_the_model() -> None:
    members = behaviour.model().operation_model("UpdateUserPool").input_shape.members
    assert set(FULL) >= set(members) - {"UserPoolId", "PoolName"}
    answer = behaviour.model().operation_model("DescribeUserPool").output_shape.members["UserPool"].members
    assert set(answer) - set(members) <= user_pool.READ_ONLY


class TestLeftOut:
    """Section 2 of the ledger."""

    @pytest.mark.parametrize("member", sorted(user_pool.RESET))
    def test_as_measured_some_members_are_reset(self, member: str) -> None:
        start = full()
        request = carried(start)
        if member != "AutoVerifiedAttributes":  # it travels with another one (F3)
            request.pop(member)
        for other in {**user_pool.MIRRORS, user_pool.TEMPLATE: ""}:
            if member in user_pool.MIRRORS or member == user_pool.TEMPLATE:  # they mirror each other (P13)
                request.pop(other, None)
        if member == "AutoVerifiedAttributes":
            request = {**request, member: [], "UserAttributeUpdateSettings": {}}
        after = described(updated(start, request))
        was = described(start)
        assert after.get(member) != was[member]
        moved = {name for name in was if after.get(name) != was[name]}
        travels = {*user_pool.MIRRORS, user_pool.TEMPLATE, "UserAttributeUpdateSettings"}
        assert moved - travels <= {member}

    def test_as_measured_the_others_are_kept(self) -> None:
        start = full()
        after = described(updated(start, {"UserAttributeUpdateSettings": {}}))
        was = described(start)
        assert {name for name in FULL if after.get(name) == was[name]} == (
            set(FULL) - user_pool.RESET - {"UserAttributeUpdateSettings"}
        )
        assert after["LambdaConfig"] == {}
        assert after["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7}
        assert after["VerificationMessageTemplate"] == {"DefaultEmailOption": "CONFIRM_WITH_CODE"}

    def test_everything_kept(self) -> None:
        start = full()
        assert described(updated(start, {}, P9="everything kept")) == described(start)

    def test_everything_reset(self) -> None:
        after = described(updated(full(), {"UserPoolTier": "PLUS"}, P9="everything reset"))
        bare = described(pool(UserPoolTier="PLUS"))
        assert after == {**bare, "DcrConfiguration": FULL["DcrConfiguration"]}  # documented to stay (P22)

    @pytest.mark.parametrize("reading", READINGS)
    def test_what_is_read_only_stays(self, reading: str) -> None:
        start = replace(pool(), settings={**pool().settings, "Domain": "login", "UsernameAttributes": ["email"]})
        after = updated(start, {}, P9=reading).settings
        assert (after["Domain"], after["UsernameAttributes"]) == ("login", ["email"])

    def test_a_block_is_replaced_whole(self) -> None:
        after = updated(full(), {**carried(full()), "LambdaConfig": {"PostConfirmation": OTHER_TRIGGER}})
        assert after.settings["LambdaConfig"] == {"PostConfirmation": OTHER_TRIGGER}

    @pytest.mark.parametrize("reading", READINGS)
    def test_mfa(self, reading: str) -> None:
        """R56, and what the documentation says of any member (P9)."""
        start = behaviour.set_mfa(pool(), {"MfaConfiguration": "ON", TOTP: {"Enabled": True}}, Switches())
        left_out = updated(start, {}, P9=reading)
        assert (left_out.mode, TOTP in left_out.mfa) == (
            ("OFF", False) if reading == "everything reset" else ("ON", True)
        )
        assert updated(start, {"MfaConfiguration": "ON"}, P9=reading).mfa == start.mfa


class TestEcho:
    """P10: Describe echoed back leaves the pool byte for byte."""

    @pytest.mark.parametrize("chosen", [{"P9": reading} for reading in READINGS])
    @pytest.mark.parametrize("start", [full(), pool(), pool(AutoVerifiedAttributes=["email"])])
    def test_everything(self, start: Pool, chosen: dict[str, str]) -> None:
        echo = {name: value for name, value in described(start).items() if name not in user_pool.READ_ONLY}
        del echo["AdminCreateUserConfig"]["UnusedAccountValidityDays"]  # F1
        after = updated(start, echo, **chosen)
        assert described(after) == described(start)
        assert (after.mfa, after.sms) == (start.mfa, start.sms)

    def test_what_is_reset(self) -> None:
        start = full()
        assert described(updated(start, {**carried(start), "DeletionProtection": "INACTIVE"})) == {
            **described(start),
            "DeletionProtection": "INACTIVE",
        }

    @pytest.mark.parametrize("member", CHANGEABLE)
    def test_one_member_beside_all(self, member: str) -> None:
        """Each member on its own, as described, changes nothing but what is reset."""
        start = full()
        request = {**carried(start), member: described(start)[member]}
        assert described(updated(start, request)) == described(start)

    @pytest.mark.parametrize("reading", READINGS)
    @pytest.mark.parametrize("gone", sorted(user_pool.DEFAULTS.keys() - {"MfaConfiguration", "AdminCreateUserConfig"}))
    def test_a_pool_that_lacks_a_member(self, gone: str, reading: str) -> None:
        """One that is older than the member: it does not come by itself."""
        start = pool()
        start = replace(start, settings={name: value for name, value in start.settings.items() if name != gone})
        assert described(updated(start, {}, P9=reading)) == described(start)

    @pytest.mark.parametrize("reading", READINGS)
    def test_a_pool_that_has_empty_members(self, reading: str) -> None:
        empty = {"AutoVerifiedAttributes": [], "AccountRecoverySetting": {}, "UserPoolTags": {}, "LambdaConfig": {}}
        start = replace(pool(), settings={**pool().settings, **empty})
        after = described(updated(start, {}, P9=reading))
        assert {name: after.get(name, value) for name, value in empty.items()} == empty


class TestMembers:
    def test_p12_the_days_mirror_the_password_policy(self) -> None:
        start = pool(Policies={"PasswordPolicy": {"TemporaryPasswordValidityDays": 3}})
        assert described(start)["AdminCreateUserConfig"]["UnusedAccountValidityDays"] == 3
        echo = {"AdminCreateUserConfig": described(start)["AdminCreateUserConfig"]}
        assert described(updated(start, echo)) == described(start)
        policies = {"Policies": {"PasswordPolicy": start.settings["Policies"]["PasswordPolicy"]}}
        assert "instead of UnusedAccountValidityDays" in refusal(start, {**echo, **policies}).message  # F1
        assert "instead of UnusedAccountValidityDays" in refusal(start, echo, P12="refused").message

    def test_p12_of_an_old_pool(self) -> None:
        start = pool(AdminCreateUserConfig={"UnusedAccountValidityDays": 30})
        del start.settings["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"]
        echo = {"AdminCreateUserConfig": described(start)["AdminCreateUserConfig"]}
        assert echo["AdminCreateUserConfig"]["UnusedAccountValidityDays"] == 30
        assert described(updated(start, echo, P12="refused")) == described(start)

    @pytest.mark.parametrize("reading", READINGS)
    @pytest.mark.parametrize(("old", "new"), user_pool.MIRRORS.items())
    def test_p13_texts_mirror_the_template(self, old: str, new: str, reading: str) -> None:
        template = user_pool.TEMPLATE
        start = pool(**{old: "old {####}"})
        assert start.settings[template][new] == "old {####}"
        by_template = updated(start, {template: {new: "new {####}"}}, P9=reading).settings
        assert (by_template[old], by_template[template][new]) == ("new {####}", "new {####}")
        by_text = updated(start, {old: "new {####}"}, P9=reading).settings
        assert (by_text[old], by_text[template][new]) == ("new {####}", "new {####}")
        conflict = updated(start, {old: "a {####}", template: {new: "b {####}"}}, P9=reading).settings
        assert (conflict[old], conflict[template][new]) == ("b {####}", "b {####}")

    def test_p14(self) -> None:
        both = {user_pool.TEMPLATE: {"EmailMessage": "{####}..", "EmailMessageByLink": "{##here##}"}}
        assert updated(pool(), both).settings[user_pool.TEMPLATE]["EmailMessageByLink"] == "{##here##}"
        assert "cannot be used together" in refusal(pool(), both, P14="refused").message

    def test_p26_each_policy_keeps_the_other(self) -> None:
        start = pool(Policies={"PasswordPolicy": {"MinimumLength": 20}})
        password = start.settings["Policies"]["PasswordPolicy"]
        assert password == {**user_pool.PARTIAL_PASSWORD_POLICY, "MinimumLength": 20}
        passkeys = updated(start, first("PASSWORD", "WEB_AUTHN"))
        assert passkeys.settings["Policies"] == {
            **first("PASSWORD", "WEB_AUTHN")["Policies"],
            "PasswordPolicy": password,
        }
        longer = updated(passkeys, {"Policies": {"PasswordPolicy": {"MinimumLength": 30}}})
        assert longer.first_factors == {"PASSWORD", "WEB_AUTHN"}

    def test_p22_what_is_left_out_of_the_registration_turns_it_on(self) -> None:
        start = pool(DcrConfiguration={"EnableStatus": "Disabled"})
        assert updated(start, {"DcrConfiguration": {}}).settings["DcrConfiguration"] == {"EnableStatus": "Enabled"}

    def test_an_empty_recovery_is_the_legacy_one(self) -> None:
        start = pool(AccountRecoverySetting={"RecoveryMechanisms": BOTH})
        assert start.recovery == ["verified_email", "verified_phone_number"]
        after = updated(start, {"AccountRecoverySetting": {}})
        assert after.recovery == []
        assert "AccountRecoverySetting" not in described(after)


TAGS: dict[str, Any] = {"UserPoolTags": {"aws:cloudformation:stack-name": "x"}}


@pytest.mark.parametrize(
    ("start", "request_", "text"),
    [
        pytest.param(
            {"AutoVerifiedAttributes": ["email"]},
            {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}},
            "must exist in AutoVerifiedAttributes",
            id="F3-left-out",
        ),
        pytest.param(
            {},
            {
                "AutoVerifiedAttributes": ["email"],
                "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["phone_number"]},
            },
            "must exist in AutoVerifiedAttributes",
            id="F3-another",
        ),
        pytest.param({}, {"AutoVerifiedAttributes": ["phone_number"]}, "SMS configuration is required", id="F4"),
        pytest.param(
            {},
            {
                "LambdaConfig": {
                    "PreTokenGeneration": TRIGGER,
                    "PreTokenGenerationConfig": {"LambdaVersion": "V1_0", "LambdaArn": OTHER_TRIGGER},
                }
            },
            "different Lambda function ARN's",
            id="F5",
        ),
        pytest.param(
            {},
            {"LambdaConfig": {"CustomEmailSender": {"LambdaArn": TRIGGER}}},
            "KMSKeyId parameter is required",
            id="F6",
        ),
        pytest.param(
            {}, {"UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}}, "ESSENTIALS pricing tier", id="F7-essentials"
        ),
        pytest.param(
            {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}},
            {"UserPoolTier": "LITE"},
            "LITE pricing tier configured: Passwordless Sign-In",
            id="F7-lite",
        ),
        pytest.param(
            {},
            {
                "UserPoolTier": "LITE",
                "LambdaConfig": {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": TRIGGER}},
            },
            "Token Customization with Pre-Token Generation Lambda V2_0",
            id="F7-tokens",
        ),
        pytest.param(
            {},
            {
                "AccountRecoverySetting": {
                    "RecoveryMechanisms": [
                        {"Name": "admin_only", "Priority": 1},
                        {"Name": "verified_email", "Priority": 2},
                    ]
                }
            },
            "cannot use admin_only setting with any other",
            id="F8",
        ),
        pytest.param({}, first("WEB_AUTHN"), "PASSWORD should be configured", id="F9"),
        pytest.param(
            {}, {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"}}, "Source ARN is required", id="F10"
        ),
        pytest.param(
            {},
            {
                "EmailConfiguration": {
                    "EmailSendingAccount": "DEVELOPER",
                    "SourceArn": IDENTITY.replace("us-east-1", "eu-central-1"),
                }
            },
            "must be in one of the following SES regions: eu-west-1, us-east-1, us-west-2.",
            id="F11",
        ),
        pytest.param(
            {},
            {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY.replace("1234", "9999")}},
            "not allowed to use your email identity",
            id="F12",
        ),
        pytest.param(
            {},
            {"EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY, "From": "us"}},
            "Provided From email address is invalid",
            id="F14",
        ),
        pytest.param({}, {"MfaConfiguration": "ON"}, "Cannot turn MFA functionality ON", id="E17"),
        pytest.param({}, {"SmsConfiguration": {}}, "external id and a valid caller arn", id="P17"),
    ],
)
def test_refused(start: dict[str, Any], request_: dict[str, Any], text: str) -> None:
    before = pool(**start)
    was = described(before)
    assert text in refusal(before, request_).message
    assert described(before) == was


def test_the_classes_of_refusals() -> None:
    assert refusal(pool(), {"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}}).code == (
        "FeatureUnavailableInTierException"
    )
    sender = {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY.replace("1234", "9999")}
    assert refusal(pool(), {"EmailConfiguration": sender}).code == "InvalidEmailRoleAccessPolicyException"
    with pytest.raises(Rejected) as caught:
        user_pool.check_tags(TAGS)
    assert caught.value.code == "UserPoolTaggingException"


def test_an_identity_in_the_pools_own_region() -> None:
    sender = {"EmailSendingAccount": "DEVELOPER", "SourceArn": IDENTITY.replace("us-east-1", "eu-central-1")}
    assert updated(pool("eu-central-1"), {"EmailConfiguration": sender}).sender == "DEVELOPER"


def test_p24_what_an_old_pool_has_beyond_its_tier_may_be_sent_back() -> None:
    start = replace(pool(), settings={**pool().settings, "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}})
    assert described(updated(start, carried(start))) == described(start)
    assert "Threat Protection" in refusal(start, {**carried(start), "UserPoolTier": "ESSENTIALS"}).message


def test_p16_the_sender_of_a_verified_phone_number() -> None:
    start = pool(AutoVerifiedAttributes=["phone_number"], SmsConfiguration=FULL["SmsConfiguration"])
    request = {"AutoVerifiedAttributes": ["phone_number"]}
    assert described(updated(start, request)) == described(start)
    assert "SMS configuration is required" in refusal(start, request, P16="request").message
    whole = {**request, "SmsConfiguration": FULL["SmsConfiguration"]}
    assert described(updated(start, whole, P16="request")) == described(start)


class TestMfaOn:
    """What depends on the factors: E3, E18, E20, F15."""

    @pytest.fixture
    def on(self) -> Pool:
        start = pool(
            EmailConfiguration=FULL["EmailConfiguration"], AccountRecoverySetting=FULL["AccountRecoverySetting"]
        )
        request = {"MfaConfiguration": "ON", TOTP: {"Enabled": True}, EMAIL: {}}
        return behaviour.set_mfa(start, request, Switches())

    @pytest.mark.parametrize(
        ("request_", "text"),
        [
            (first("PASSWORD", "EMAIL_OTP"), "Only PASSWORD and WEB_AUTHN"),
            (first("PASSWORD", "WEB_AUTHN"), "WEB_AUTHN cannot be used as an auth factor when MFA is enabled"),
            ({"EmailConfiguration": {}}, "COGNITO_DEFAULT"),
            ({"AccountRecoverySetting": {"RecoveryMechanisms": [BOTH[1]]}}, "only verified_email"),
            ({"AccountRecoverySetting": {}}, "is not set"),
            ({"UserPoolTier": "LITE"}, "LITE pricing tier configured: Email MFA"),
        ],
        ids=["E3", "E18", "F15-sender", "F15-recovery", "F15-legacy", "F7"],
    )
    def test_refused(self, on: Pool, request_: dict[str, Any], text: str) -> None:
        assert text in refusal(on, request_).message

    def test_f15_is_not_known(self, on: Pool) -> None:
        assert updated(on, {"EmailConfiguration": {}}, P27="accepted").sender == "COGNITO_DEFAULT"

    def test_e18_with_passkeys_that_count(self, on: Pool) -> None:
        ready = replace(on, mfa={**on.mfa, PASSKEYS: {"FactorConfiguration": MULTI}})
        assert updated(ready, first("PASSWORD", "WEB_AUTHN")).first_factors == {"PASSWORD", "WEB_AUTHN"}

    def test_e20(self) -> None:
        by_phone = {"AccountRecoverySetting": {"RecoveryMechanisms": [BOTH[0]]}}
        start = pool(MfaConfiguration="ON", SmsConfiguration=FULL["SmsConfiguration"])
        assert "when SMS MFA is configured" in refusal(start, by_phone).message
        with pytest.raises(Rejected, match="when SMS MFA is configured"):
            pool(MfaConfiguration="ON", SmsConfiguration=FULL["SmsConfiguration"], **by_phone)
        assert pool(SmsConfiguration=FULL["SmsConfiguration"], **by_phone).recovery == ["verified_phone_number"]


@pytest.mark.parametrize(("state", "code"), [item for item in user_pool.STATES.items() if item[1]])
def test_states(state: str, code: str) -> None:
    assert refusal(replace(pool(), state=state), {}).code == code
