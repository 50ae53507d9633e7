# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever comes into a filter: one task and no template come out, and no placeholder goes through."""

from __future__ import annotations

from typing import Any

import yaml
from ansible_collections.latchkey.cognito.plugins.filter.to_task import to_task
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from hypothesis import given
from hypothesis import strategies as st

MODULE = "latchkey.cognito.user_pool_mfa_config"
REFUSALS = (Untranslatable, Refusal)

# -- what is written is one task ----------------------------------------------------------------------------------------

ATTACKS = (
    *("a:\n- ansible.builtin.command: id\n  x", "\n- hosts: all", "x # y", "!unsafe x", "&a x", "*a", "<<", "|", ">-"),
    *("{{ 7 * 7 }}", "{% raw %}", "{# x #}", "\u2028", "\x85", "\0", "\ud800", "---", "...", "'", '"', "\\", "on", "~"),
)
names = st.one_of(
    st.sampled_from(["user_pool_id", "mfa_configuration", "email_mfa_configuration", "message", "profile"]),
    st.sampled_from(ATTACKS),
    st.text(max_size=8),
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=4), st.text(), st.sampled_from(ATTACKS)
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.one_of(names, scalars), inner, max_size=3)),
    max_leaves=6,
)


class Unsafe(str):
    """A text that is marked as no template."""


class Loader(yaml.SafeLoader):
    """Reads tasks as Ansible does."""


Loader.add_constructor("!unsafe", lambda _loader, node: Unsafe(node.value))


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for inner in pair for text in texts(inner)]
    return [value] if isinstance(value, str) else []


@given(options=st.one_of(values, st.dictionaries(names, values, max_size=4)))
def test_what_is_written_is_one_task_of_this_module(options: Any) -> None:
    try:
        text = to_task(options)
    except REFUSALS:
        return
    (task,) = yaml.load(text, Loader)
    assert set(task) == {"name", MODULE}
    assert (task[MODULE] or {}) == options or isinstance(options, str)
    for found in texts(task):
        assert isinstance(found, Unsafe) or not any(mark in found for mark in ("{{", "{%", "{#"))


# -- no placeholder goes through ----------------------------------------------------------------------------------------

ARN = "arn:aws:iam::123456789012:role/sms"
MESSAGE = "Your code is {####}"
CALL: dict[str, Any] = {
    "UserPoolId": "us-east-1_EXAMPLE01",
    "MfaConfiguration": "ON",
    "SmsMfaConfiguration": {
        "SmsAuthenticationMessage": MESSAGE,
        "SmsConfiguration": {"SnsCallerArn": ARN, "ExternalId": "id", "SnsRegion": "us-east-1"},
    },
    "EmailMfaConfiguration": {"Message": MESSAGE, "Subject": "Code"},
    "WebAuthnConfiguration": {"RelyingPartyId": "auth.example.com", "UserVerification": "required"},
}
PROPERTIES: dict[str, Any] = {
    "MfaConfiguration": "ON",
    "EnabledMfas": ["SMS_MFA", "EMAIL_OTP"],
    "SmsAuthenticationMessage": MESSAGE,
    "SmsConfiguration": CALL["SmsMfaConfiguration"]["SmsConfiguration"],
    "EmailAuthenticationMessage": MESSAGE,
    "EmailAuthenticationSubject": "Code",
    "WebAuthnRelyingPartyID": "auth.example.com",
    "WebAuthnUserVerification": "required",
}
ATTRIBUTES: dict[str, Any] = {
    "id": "us-east-1_EXAMPLE01",
    "mfa_configuration": "ON",
    "sms_authentication_message": MESSAGE,
    "sms_configuration": [{"sns_caller_arn": ARN, "external_id": "id", "sns_region": "us-east-1"}],
    "email_mfa_configuration": [{"message": MESSAGE, "subject": "Code"}],
    "web_authn_configuration": [{"relying_party_id": "auth.example.com", "user_verification": "required"}],
}
SOURCES = [(from_aws_cli, CALL), (from_cloudformation, PROPERTIES), (from_terraform, ATTRIBUTES)]
PLACEHOLDERS = (
    *(
        "${var.x}",
        "${AWS::StackName}",
        "${self:custom.x}",
        "%{ if x }",
        "{{resolve:ssm:/x}}",
        "${X:-y}",
        "${{ env.X }}",
    ),
    *("{{ x }}", "{% x %}", "<%= x %>", "#{X}", "$(terraform output x)", "$X", "$env:X", "%X%"),
)
IN_STATE = PLACEHOLDERS[:7]
REAL = ("$5", "50% off", "US$ 5", "<b>x</b>", "{##Click##}", "5 > 3 & 2 < 4", "#1", "100 %", "a%b", "50%{####}", "(x)")


def places(document: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all texts."""
    if isinstance(document, str):
        return [above]
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    return [place for key, inner in pairs for place in places(inner, (*above, key))]


def replaced(document: Any, place: tuple[Any, ...], change: Any) -> Any:
    """The document with the text at a place changed."""
    if not place:
        return change(document)
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[place[0]] = replaced(copy[place[0]], place[1:], change)
    return copy


def is_text(place: tuple[Any, ...]) -> bool:
    return str(place[-1]).lower().endswith(("message", "subject"))


@given(data=st.data(), form=st.sampled_from(["{}", "a.{}", "{} b", "a {} b"]))
def test_no_placeholder_goes_through(data: st.DataObject, form: str) -> None:
    translate, document = data.draw(st.sampled_from(SOURCES))
    place = data.draw(st.sampled_from(places(document)))
    known = IN_STATE if translate is from_terraform and is_text(place) else PLACEHOLDERS
    value = form.format(data.draw(st.sampled_from(known)))
    try:
        options = translate(replaced(document, place, lambda text: f"{value} {text}" if is_text(place) else value))
    except REFUSALS:
        return
    raise AssertionError(f"{place}: {options}")


@given(data=st.data(), real=st.sampled_from(REAL))
def test_real_texts_stay_as_they_are(data: st.DataObject, real: str) -> None:
    translate, document = data.draw(st.sampled_from(SOURCES))
    place = data.draw(st.sampled_from([place for place in places(document) if is_text(place)]))
    changed = replaced(document, place, lambda text: f"{text} {real}")
    assert f"{real}'" in repr(translate(changed))
