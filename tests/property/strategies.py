# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hypothesis strategies: any live configuration, any task."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.support.pools import recovery
from tests.support.pools import SES

ARN = "arn:aws:iam::123456789012:role/cognito-sms"
MODES = ("OFF", "ON", "OPTIONAL")
MODE_CHOICES = (*MODES, "off", "on", "optional")
FIRST_FACTORS = ("EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")

message = st.sampled_from(["Your code is {####}", "{####}", "Zażółć {####} 🔑", "{{ jinja }} {####}"])
subject = st.sampled_from(["Your code", "x", "Код"])
region = st.just("us-east-1")
external_id = st.sampled_from(["id-1", "id-2"])
caller = st.sampled_from([ARN, ARN + "-other"])


def some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A dictionary with some of the members."""
    return st.fixed_dictionaries({}, optional=members)


def _sns(names: tuple[str, str, str], **rest: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    arn, ident, where = names
    return st.fixed_dictionaries({arn: caller}, optional={ident: external_id, where: region, **rest})


# -- live configurations, as another client would set them ------------------------------------------------------------

live_totp = st.sampled_from([{"Enabled": True}, {"Enabled": True}, {"Enabled": False}])
IDLE = {"SoftwareTokenMfaConfiguration": {"Enabled": False}}
live_email = some(Message=message, Subject=subject)
live_sender = st.one_of(
    _sns(("SnsCallerArn", "ExternalId", "SnsRegion")),
    st.fixed_dictionaries(
        {"EumsSms": st.fixed_dictionaries({"CallerArn": caller}, optional={"OriginationIdentity": external_id})}
    ),
)
live_sms = st.fixed_dictionaries({"SmsConfiguration": live_sender}, optional={"SmsAuthenticationMessage": message})
live_passkeys = some(
    RelyingPartyId=st.sampled_from(["auth.example.com", "example.org"]),
    UserVerification=st.sampled_from(["required", "preferred"]),
    FactorConfiguration=st.sampled_from(["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
)
live_factors = some(
    SmsMfaConfiguration=live_sms, SoftwareTokenMfaConfiguration=live_totp, EmailMfaConfiguration=live_email
)


@st.composite
def live_requests(draw: st.DrawFn) -> dict[str, Any]:
    """A SetUserPoolMfaConfig request that Cognito accepts for a pool without restrictions, and that locks nobody out."""
    factors = draw(live_factors.filter(lambda factors: factors != IDLE))
    mode = draw(st.sampled_from(MODES)) if factors else "OFF"
    request = {"MfaConfiguration": mode, **(factors if mode != "OFF" else {})}
    if draw(st.booleans()):
        request["WebAuthnConfiguration"] = draw(live_passkeys)
    return request


# What Cognito is reported to accept as well (V45, U5).
lockouts = st.fixed_dictionaries(
    {"MfaConfiguration": st.sampled_from(["ON", "OPTIONAL"]), **{name: st.just(value) for name, value in IDLE.items()}},
    optional={"WebAuthnConfiguration": live_passkeys},
)


@st.composite
def pools(draw: st.DrawFn) -> dict[str, Any]:
    """CreateUserPool arguments: the settings on which Cognito's pool-dependent refusals turn."""
    create: dict[str, Any] = {}
    first = draw(st.lists(st.sampled_from(FIRST_FACTORS), unique=True)) if draw(st.booleans()) else []
    if first:
        create["Policies"] = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", *first]}}
    if draw(st.sampled_from([True, True, True, False])):
        create.update(SES)
    mechanisms = draw(
        st.sampled_from([("verified_email", "verified_phone_number"), ("admin_only",), ("verified_email",), ()])
    )
    if mechanisms:
        create.update(recovery(*mechanisms))
    if draw(st.sampled_from([True, False, False])):
        create["AutoVerifiedAttributes"] = ["phone_number"]
    create["UserPoolTier"] = draw(st.sampled_from(["ESSENTIALS", "ESSENTIALS", "PLUS", "LITE"]))
    return create


# -- tasks ------------------------------------------------------------------------------------------------------------

text = st.one_of(message, st.just(""))
sns_options = some(
    sns_caller_arn=caller, external_id=st.one_of(external_id, st.just("")), sns_region=st.one_of(region, st.just(""))
)
eums_options = st.fixed_dictionaries(
    {
        "eums_sms": some(
            caller_arn=caller,
            external_id=external_id,
            origination_identity=external_id,
            configuration_set_name=external_id,
            in_entity_id=external_id,
            in_template_id=external_id,
            region=region,
        )
    }
)
mixed_options = st.builds(lambda sns, eums: {**sns, **eums}, sns_options, eums_options)
sms_options = some(
    sms_authentication_message=text, sms_configuration=st.one_of(sns_options, eums_options, mixed_options)
)
blocks = {
    "sms_mfa_configuration": sms_options,
    "software_token_mfa_configuration": st.fixed_dictionaries({"enabled": st.booleans()}),
    "email_mfa_configuration": some(message=text, subject=st.one_of(subject, st.just(""))),
    "web_authn_configuration": some(
        relying_party_id=st.sampled_from(["auth.example.com", "other.example", ""]),
        user_verification=st.sampled_from(["required", "preferred"]),
        factor_configuration=st.sampled_from(["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
    ),
}
# Any task; more often one that is not refused at first sight, or there would be little to see.
options = st.one_of(
    some(mfa_configuration=st.sampled_from(MODE_CHOICES), **blocks),
    st.fixed_dictionaries(
        {"mfa_configuration": st.sampled_from(["ON", "OPTIONAL"])},
        optional={
            **blocks,
            "software_token_mfa_configuration": st.just({"enabled": True}),
            "sms_mfa_configuration": some(
                sms_authentication_message=text,
                sms_configuration=st.builds(lambda arn: {"sns_caller_arn": arn}, caller),
            ),
        },
    ),
    some(mfa_configuration=st.just("OFF"), web_authn_configuration=blocks["web_authn_configuration"]),
)

# A value for one limited option, on both sides of each limit of R74.
near_limits: st.SearchStrategy[tuple[str, str]] = st.one_of(
    st.tuples(
        st.just("sms_mfa_configuration.sms_authentication_message"),
        st.one_of(
            st.sampled_from([133, 134, 135, 0]).map(lambda length: "{####}" + "x" * length),
            st.sampled_from(["x" * 5, "Your code is ", "{###}", "ab{####}cd", "a\n{####}"]),
        ),
    ),
    st.tuples(
        st.just("email_mfa_configuration.message"),
        st.one_of(
            st.sampled_from([19993, 19994, 19995]).map(lambda length: "{####}" + "x" * length),
            st.characters(codec="utf-8").map(lambda char: f"{char}{{####}}{char}"),
            st.just("no place"),
        ),
    ),
    st.tuples(
        st.just("email_mfa_configuration.subject"),
        st.one_of(st.characters(codec="utf-8"), st.sampled_from([139, 140, 141]).map(lambda length: "s" * length)),
    ),
    st.tuples(
        st.just("web_authn_configuration.relying_party_id"),
        st.sampled_from(
            ["a", "a" * 127, "a" * 128, "example.com", "https://example.com", "example.com:443", "example.com/x"]
        ),
    ),
    st.tuples(
        st.just("sms_mfa_configuration.sms_configuration.sns_caller_arn"),
        st.sampled_from([ARN, "arn:aws:iam::1:role", "x" * 40, ARN + "é", "arn:aws:iam::1:" + "r" * 2034]),
    ),
    st.tuples(
        st.just("sms_mfa_configuration.sms_configuration.sns_region"), st.sampled_from(["us-1", "us-east-1", "u" * 33])
    ),
    st.tuples(
        st.just("sms_mfa_configuration.sms_configuration.external_id"),
        st.sampled_from([1, 131072, 131073]).map(lambda length: "x" * length),
    ),
)
