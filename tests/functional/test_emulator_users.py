# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The users of the emulator over HTTP: listing, reading, authenticators, signing in; what decides is in tests/unit/emulator."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import server
from tests.emulator import users
from tests.emulator.users import Population
from tests.support.pools import OPEN_POOL

TOTP_ONLY: Any = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
ON: Any = {"MfaConfiguration": "ON", **TOTP_ONLY, "EmailMfaConfiguration": {}}
PASSWORD = "Chosen-123"


class People:
    """One pool and its users."""

    def __init__(self, cognito: Any, pool_id: str) -> None:
        self.cognito = cognito
        self.pool = pool_id
        self.client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="app")["UserPoolClient"][
            "ClientId"
        ]

    def create(self, username: str, **attributes: str) -> None:
        """A user with a password, to whom nothing was sent."""
        named = [{"Name": name, "Value": value} for name, value in attributes.items()]
        self.cognito.admin_create_user(
            UserPoolId=self.pool, Username=username, UserAttributes=named, MessageAction="SUPPRESS"
        )
        self.cognito.admin_set_user_password(UserPoolId=self.pool, Username=username, Password=PASSWORD, Permanent=True)

    def sign_in(self, username: str, password: str = PASSWORD) -> Any:
        return self.cognito.admin_initiate_auth(
            UserPoolId=self.pool,
            ClientId=self.client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )

    def answer(self, challenge: Any, **responses: str) -> Any:
        return self.cognito.admin_respond_to_auth_challenge(
            UserPoolId=self.pool,
            ClientId=self.client,
            ChallengeName=challenge["ChallengeName"],
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": "me", **responses},
        )

    def set_mfa(self, **request: Any) -> None:
        self.cognito.set_user_pool_mfa_config(UserPoolId=self.pool, **request)

    def register(self, **by: str) -> str:
        """Register an authenticator by an access token or a session; returns its secret."""
        secret: str = self.cognito.associate_software_token(**by)["SecretCode"]
        done = self.cognito.verify_software_token(UserCode=users.code(secret, time.time()), **by)
        assert done["Status"] == "SUCCESS"
        return secret

    def get(self, username: str) -> Any:
        return self.cognito.admin_get_user(UserPoolId=self.pool, Username=username)


@pytest.fixture
def people(cognito: Any, make_pool: Any) -> People:
    return People(cognito, make_pool(**OPEN_POOL))


def test_an_authenticator_is_asked_for_and_not_listed(people: People) -> None:
    """D2, L4: until a preference is set."""
    people.create("me")
    people.set_mfa(MfaConfiguration="OPTIONAL", **TOTP_ONLY)
    secret = people.register(AccessToken=people.sign_in("me")["AuthenticationResult"]["AccessToken"])
    challenge = people.sign_in("me")
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert "UserMFASettingList" not in people.get("me")
    with pytest.raises(people.cognito.exceptions.CodeMismatchException):
        people.answer(challenge, SOFTWARE_TOKEN_MFA_CODE="000000x")
    assert "AuthenticationResult" in people.answer(challenge, SOFTWARE_TOKEN_MFA_CODE=users.code(secret, time.time()))
    people.cognito.admin_set_user_mfa_preference(
        UserPoolId=people.pool, Username="me", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    got = people.get("me")
    assert (got["UserMFASettingList"], got["PreferredMfaSetting"]) == (["SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA")


def test_a_preference_needs_what_it_prefers(people: People) -> None:
    """L6."""
    people.create("me")
    for settings in ({"SoftwareTokenMfaSettings": {"Enabled": True}}, {"SMSMfaSettings": {"Enabled": True}}):
        with pytest.raises(people.cognito.exceptions.InvalidParameterException):
            people.cognito.admin_set_user_mfa_preference(UserPoolId=people.pool, Username="me", **settings)


def test_a_set_up(people: People) -> None:
    """D7."""
    people.create("me")
    people.set_mfa(**ON)
    challenge = people.sign_in("me")
    assert challenge["ChallengeName"] == "MFA_SETUP"
    assert json.loads(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ["SOFTWARE_TOKEN_MFA"]  # recovery by email
    with pytest.raises(people.cognito.exceptions.NotAuthorizedException):
        people.answer(challenge)
    with pytest.raises(people.cognito.exceptions.EnableSoftwareTokenMFAException):
        people.cognito.verify_software_token(Session=challenge["Session"], UserCode="000000")
    people.register(Session=challenge["Session"])
    assert "AuthenticationResult" in people.answer(challenge)
    assert people.sign_in("me")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_a_locked_out_user_gets_an_error(people: People) -> None:
    """D5: the only address is also the primary recovery mechanism."""
    people.create("me", email="me@example.com")
    people.set_mfa(**ON)
    with pytest.raises(ClientError):
        people.sign_in("me")


def test_a_selection_and_a_code_that_was_sent(people: People, cognito: Any) -> None:
    """D4, D11."""
    recovery = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    people.create("me", email="me@example.com")
    people.set_mfa(MfaConfiguration="OPTIONAL", **TOTP_ONLY)
    people.register(AccessToken=people.sign_in("me")["AuthenticationResult"]["AccessToken"])
    people.set_mfa(**ON)
    cognito.update_user_pool(UserPoolId=people.pool, AccountRecoverySetting=recovery)
    challenge = people.sign_in("me")
    assert json.loads(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    sent = people.answer(challenge, ANSWER="EMAIL_OTP")
    assert "AuthenticationResult" in people.answer(sent, EMAIL_OTP_CODE="123456")
    attributes = {each["Name"]: each["Value"] for each in people.get("me")["UserAttributes"]}
    assert attributes["email_verified"] == "true"


def test_a_new_password(people: People) -> None:
    people.cognito.admin_create_user(UserPoolId=people.pool, Username="me", TemporaryPassword="Given-123")
    challenge = people.sign_in("me", "Given-123")
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert "AuthenticationResult" in people.answer(challenge, NEW_PASSWORD=PASSWORD)
    assert "AuthenticationResult" in people.sign_in("me")


def test_no_authenticator_where_the_pool_has_none(people: People) -> None:
    people.create("me")
    token = people.sign_in("me")["AuthenticationResult"]["AccessToken"]
    with pytest.raises(people.cognito.exceptions.SoftwareTokenMFANotFoundException):
        people.cognito.associate_software_token(AccessToken=token)


@pytest.mark.parametrize(
    ("username", "password", "error"),
    [("me", "wrong", "NotAuthorizedException"), ("nobody", PASSWORD, "UserNotFoundException")],
)
def test_who_may_not_sign_in(people: People, username: str, password: str, error: str) -> None:
    people.create("me")
    with pytest.raises(ClientError) as caught:
        people.sign_in(username, password)
    assert caught.value.response["Error"]["Code"] == error


def test_users_as_a_test_wants_them(people: People, emulator: Any) -> None:
    emulator.users(
        people.pool,
        users=[
            {"username": "federated", "status": "EXTERNAL_PROVIDER"},
            {"username": "gone", "enabled": False},
            {"username": "app", "attributes": {"email": "a@b.example"}, "authenticator": True, "passkeys": True},
        ],
    )
    people.set_mfa(**ON)
    assert "AuthenticationResult" in people.sign_in("federated", "any")  # D9: stands for the provider's sign-in
    with pytest.raises(people.cognito.exceptions.NotAuthorizedException, match="disabled"):
        people.sign_in("gone", users.PASSWORD)
    assert people.sign_in("app", users.PASSWORD)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    factors = people.cognito.admin_get_user_auth_factors(UserPoolId=people.pool, Username="app")
    assert factors["ConfiguredUserAuthFactors"] == ["PASSWORD", "WEB_AUTHN"]
    emulator.switch(L5="shown")
    factors = people.cognito.admin_get_user_auth_factors(UserPoolId=people.pool, Username="app")
    assert factors["ConfiguredUserAuthFactors"] == ["PASSWORD", "WEB_AUTHN", "SOFTWARE_TOKEN"]


class TestListing:
    def test_pages_of_a_population_and_of_other_users(self, people: People, emulator: Any) -> None:
        for number in range(3):
            people.create(f"created-{number}")
        emulator.users(people.pool, count=130, seed="s")
        described = people.cognito.describe_user_pool(UserPoolId=people.pool)["UserPool"]
        assert described["EstimatedNumberOfUsers"] == 133
        pages = list(people.cognito.get_paginator("list_users").paginate(UserPoolId=people.pool))
        assert [len(page["Users"]) for page in pages] == [60, 60, 13]
        names = [user["Username"] for page in pages for user in page["Users"]]
        assert names[:130] == [Population(130, "s").username(number) for number in range(130)]
        assert names[130:] == ["created-0", "created-1", "created-2"]

    @pytest.mark.parametrize("limit", [1, 7, 60])
    def test_limit(self, people: People, emulator: Any, limit: int) -> None:
        emulator.users(people.pool, count=20)
        first = people.cognito.list_users(UserPoolId=people.pool, Limit=limit)
        assert len(first["Users"]) == min(limit, 20)
        assert ("PaginationToken" in first) == (limit < 20)

    @pytest.mark.parametrize("arguments", [{"Limit": 61}, {"PaginationToken": "bm9uZQ=="}, {"PaginationToken": "x"}])
    def test_bad_pages(self, people: People, arguments: Any) -> None:
        with pytest.raises(people.cognito.exceptions.InvalidParameterException):
            people.cognito.list_users(UserPoolId=people.pool, **arguments)

    @pytest.mark.parametrize("gone", [0, 1, 2])
    def test_a_user_deleted_between_pages_hides_no_other(self, people: People, gone: int) -> None:
        for number in range(4):
            people.create(f"user{number}")
        first = people.cognito.list_users(UserPoolId=people.pool, Limit=2)
        people.cognito.admin_delete_user(UserPoolId=people.pool, Username=f"user{gone}")
        token = first["PaginationToken"]
        second = people.cognito.list_users(UserPoolId=people.pool, Limit=2, PaginationToken=token)
        expected = [f"user{number}" for number in (2, 3) if number != gone]
        assert [user["Username"] for user in second["Users"]] == expected

    def test_a_user_who_lacks_an_attribute_spoils_the_page(self, people: People) -> None:
        """L1."""
        people.create("one", email="one@example.com")
        (listed,) = people.cognito.list_users(UserPoolId=people.pool, AttributesToGet=["email"])["Users"]
        assert listed["Attributes"] == [{"Name": "email", "Value": "one@example.com"}]
        people.create("two")
        with pytest.raises(people.cognito.exceptions.InvalidParameterException):
            people.cognito.list_users(UserPoolId=people.pool, AttributesToGet=["email"])

    def test_a_filter(self, people: People) -> None:
        people.create("one", email="one@example.com")
        people.create("two", email="two@example.com")
        (found,) = people.cognito.list_users(UserPoolId=people.pool, Filter='email = "two@example.com"')["Users"]
        assert found["Username"] == "two"

    def test_a_pool_that_does_not_exist(self, cognito: Any) -> None:
        with pytest.raises(cognito.exceptions.ResourceNotFoundException):
            cognito.list_users(UserPoolId="us-east-1_none")

    def test_quota(self, people: People, emulator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """L7: 30 pages a second, by a clock of our own."""
        now = [0.0]
        monkeypatch.setattr(server, "time", SimpleNamespace(monotonic=lambda: now[0]))
        emulator.switch(quotas="on")

        def accepted(calls: int) -> int:
            count = 0
            for _call in range(calls):
                with suppress(people.cognito.exceptions.TooManyRequestsException):
                    people.cognito.list_users(UserPoolId=people.pool)
                    count += 1
            return count

        assert accepted(33) == 30
        now[0] += 0.2
        assert accepted(10) == 6


class TestPopulation:
    def test_its_users_sign_in_and_cannot_be_changed(self, people: People, emulator: Any) -> None:
        emulator.users(people.pool, count=1_000_000, seed="s")
        last = Population.username(999_998)
        user = Population(1_000_000, "s").user(999_998)
        assert (user.enabled, user.status) == (True, "CONFIRMED")
        assert "AuthenticationResult" in people.sign_in(last, users.PASSWORD)
        assert people.get(last)["UserAttributes"][0] == {"Name": "sub", "Value": user.attributes["sub"]}
        with pytest.raises(people.cognito.exceptions.InvalidParameterException, match="cannot be changed"):
            people.cognito.admin_set_user_mfa_preference(UserPoolId=people.pool, Username=last)
        with pytest.raises(people.cognito.exceptions.UserNotFoundException):
            people.get(Population.username(1_000_000))

    def test_a_page_in_the_middle_of_a_million(self, people: People, emulator: Any) -> None:
        """No page takes longer for what is before it."""
        emulator.users(people.pool, count=1_000_000)
        token = people.cognito.list_users(UserPoolId=people.pool, Limit=60)["PaginationToken"]
        assert len(people.cognito.list_users(UserPoolId=people.pool, PaginationToken=token)["Users"]) == 60
