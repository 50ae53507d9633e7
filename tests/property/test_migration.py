# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the filters promise, for any call and any live pool, over real HTTP."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import to_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import ensure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.ensure import Outcome
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MFA_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.plan import Wanted
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st

from tests.property import strategies
from tests.property.test_histories import SWITCHES
from tests.property.test_invariants import STRICTER
from tests.property.world import World
from tests.support.pools import OPEN_POOL


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    """A request that the AWS CLI sends, accepted or not; the disabled and the empty forms of a block included."""
    request = dict(draw(strategies.live_requests()))
    if draw(st.booleans()):
        totp = draw(st.sampled_from([{"Enabled": False}, {}]))
        request.setdefault("SoftwareTokenMfaConfiguration", totp)
    if draw(st.integers(0, 4)) == 0:
        request.pop("MfaConfiguration")
    return without_templates(request)


def without_templates(request: dict[str, Any]) -> dict[str, Any]:
    """The request without what the filters take for a template that somebody has yet to fill in."""
    filled: dict[str, Any] = json.loads(json.dumps(request).replace("{{ jinja }}", "jinja"))
    return filled


def without_sender(request: dict[str, Any]) -> dict[str, Any]:
    """The request, whose SMS block relies on the pool's stored sender (U12)."""
    block = request.get("SmsMfaConfiguration", {})
    bare = {name: value for name, value in block.items() if name != "SmsConfiguration"}
    return {**request, "SmsMfaConfiguration": bare} if block else request


def task(options: dict[str, Any]) -> Wanted:
    """The task of the options that a filter returns, but for the user pool's ID."""
    settings = {name: value for name, value in options.items() if name in MFA_OPTIONS}
    return Wanted(settings, options.get("purge_factors", False))


def apply(world: World, pool_id: str, wanted: Wanted, check_mode: bool = False) -> Outcome | Refusal:
    try:
        return ensure(world.pools, pool_id, wanted, check_mode=check_mode)
    except Refusal as refusal:
        return refusal


def call(world: World, pool_id: str, request: dict[str, Any]) -> bool:
    """Whether the service accepts a call."""
    try:
        world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **request)
    except world.cognito.exceptions.ClientError:
        return False
    return True


@given(
    earlier=strategies.live_requests(),
    live=strategies.live_requests(),
    request=calls(),
    stored=st.booleans(),
    switches=SWITCHES,
)
def test_a_task_does_what_the_call_does(
    world: World,
    earlier: dict[str, Any],
    live: dict[str, Any],
    request: dict[str, Any],
    stored: bool,
    switches: dict[str, str],
) -> None:
    """Whatever is live and was before, and whichever way the service goes where that is not known.

    Passkeys apart: a call that leaves them out may reset them, and the module keeps them (R12, U4); a call that leaves
    UserVerification out is documented to mean preferred (R15), so the task says so.
    """
    if stored:
        request, switches = without_sender(request), {**switches, "U12": "stored"}
    by_call = world.pool(OPEN_POOL, earlier, switches)
    by_task = world.cognito.create_user_pool(PoolName="twin", **OPEN_POOL)["UserPool"]["Id"]
    world.cognito.set_user_pool_mfa_config(UserPoolId=by_task, **earlier)
    for pool_id in (by_call, by_task):
        world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **live)
    before = world.get(by_task)
    assert world.get(by_call) == before

    accepted = call(world, by_call, request)
    done = apply(world, by_task, task(from_aws_cli(request)))
    if isinstance(done, Refusal):
        assert not accepted or done.rule in STRICTER or (stored and done.rule == "E8"), done
        return
    if not accepted:  # a disabled TOTP beside OFF means nothing here, and is refused there
        assert request.get("MfaConfiguration", "OFF") == "OFF"
        return
    expected = world.get(by_call)
    if "WebAuthnConfiguration" in request:
        expected["WebAuthnConfiguration"]["UserVerification"] = request["WebAuthnConfiguration"].get(
            "UserVerification", "preferred"
        )
    elif "WebAuthnConfiguration" in before:
        expected["WebAuthnConfiguration"] = before["WebAuthnConfiguration"]
    assert config.normal(world.get(by_task)) == config.normal(expected) == done.after


@given(request=calls())
def test_there_and_back_again(request: dict[str, Any]) -> None:
    """Options that came from a document give a document, and that one gives these options."""
    options = from_aws_cli({"UserPoolId": "us-east-1_EXAMPLE01", **request})
    try:
        document = to_aws_cli(options)
    except Refusal:  # a call that the service refuses for every pool, or one of our stricter rules
        return
    again = from_aws_cli(json.dumps(document))
    if options["mfa_configuration"] == "OFF":
        options.pop("software_token_mfa_configuration", None)  # disabled, and refused there by its presence
    assert again == options
    assert to_aws_cli(again) == document


@given(live=strategies.live_requests())
def test_a_document_of_what_a_pool_has_restores_it(world: World, live: dict[str, Any]) -> None:
    pool_id = world.pool(OPEN_POOL, live)
    before = world.get(pool_id)
    document = to_aws_cli(config.to_options(config.normal(before)))
    world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, MfaConfiguration="OFF")
    world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **document)
    assert config.normal(world.get(pool_id)) == config.normal(before)


# -- adopting -----------------------------------------------------------------------------------------------------------


def terraform_state(world: World, pool_id: str) -> dict[str, Any]:
    """The attributes that Terraform's provider keeps of a pool: SMS from DescribeUserPool, the rest from Get."""
    pool, mfa = world.cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"], world.get(pool_id)
    sender, email = pool.get("SmsConfiguration"), mfa.get("EmailMfaConfiguration")
    totp, passkeys = mfa.get("SoftwareTokenMfaConfiguration"), mfa.get("WebAuthnConfiguration")
    return {
        "id": pool_id,
        "name": pool["Name"],
        "mfa_configuration": mfa["MfaConfiguration"],
        "sms_authentication_message": pool.get("SmsAuthenticationMessage", ""),
        "sms_configuration": [members(sender, "external_id", "sns_caller_arn", "sns_region")] if sender else [],
        "software_token_mfa_configuration": [{"enabled": totp["Enabled"]}] if totp else [],
        "email_mfa_configuration": [members(email, "message", "subject")] if email is not None else [],
        "web_authn_configuration": [members(passkeys, "relying_party_id", "user_verification")] if passkeys else [],
    }


def members(block: dict[str, Any], *names: str) -> dict[str, Any]:
    """A block as Terraform has it: the members that it knows, empty where they are not set."""
    options = config.to_options(block)
    return {name: options.get(name, "") for name in names}


def cloudformation_properties(world: World, pool_id: str) -> dict[str, Any]:
    """The properties of a template that describes a pool."""
    pool, mfa = world.cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"], world.get(pool_id)
    email, passkeys = mfa.get("EmailMfaConfiguration", {}), mfa.get("WebAuthnConfiguration", {})
    properties = {
        "UserPoolId": pool_id,
        "UserPoolName": pool["Name"],
        "MfaConfiguration": mfa["MfaConfiguration"],
        "EnabledMfas": config.enabled_factors(mfa),
        "SmsConfiguration": pool.get("SmsConfiguration"),
        "SmsAuthenticationMessage": pool.get("SmsAuthenticationMessage"),
        "EmailAuthenticationMessage": email.get("Message"),
        "EmailAuthenticationSubject": email.get("Subject"),
        "WebAuthnRelyingPartyID": passkeys.get("RelyingPartyId"),
        "WebAuthnUserVerification": passkeys.get("UserVerification"),
        "WebAuthnFactorConfiguration": passkeys.get("FactorConfiguration"),
    }
    return {name: value for name, value in properties.items() if value is not None}


@given(earlier=strategies.live_requests(), live=strategies.live_requests(), switches=SWITCHES)
def test_adopting_a_pool_changes_nothing(
    world: World, earlier: dict[str, Any], live: dict[str, Any], switches: dict[str, str]
) -> None:
    pool_id = world.pool(OPEN_POOL, without_templates(earlier), switches)
    world.cognito.set_user_pool_mfa_config(UserPoolId=pool_id, **without_templates(live))
    sms = "SMS_MFA" in config.enabled_factors(world.get(pool_id))
    for options in (
        from_terraform(terraform_state(world, pool_id), sms_factor=sms),
        from_cloudformation(cloudformation_properties(world, pool_id)),
    ):
        assert options["user_pool_id"] == pool_id
        predicted = apply(world, pool_id, task(options), check_mode=True)
        assert isinstance(predicted, Outcome)
        assert predicted.before == predicted.after


@given(live=strategies.live_requests())
def test_adopting_a_pool_that_terraform_made_changes_nothing(world: World, live: dict[str, Any]) -> None:
    """Terraform makes SMS a factor whenever SMS settings are there; the filter has it so unless told otherwise."""
    pool_id = world.pool(OPEN_POOL, live)
    predicted = apply(world, pool_id, task(from_terraform(terraform_state(world, pool_id))), check_mode=True)
    assert isinstance(predicted, Outcome)
    assert predicted.before == predicted.after
