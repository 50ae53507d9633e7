# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits and shapes of options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import limits
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import options
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa import refusal

from tests.support.reimport import reimported

ROOT = Path(__file__).parents[5]
ARN = "arn:aws:iam::123456789012:role/sms"


class TestLimits:
    def refusal(self, *path: str, value: Any) -> str | None:
        named: Any = value
        for name in reversed(path):
            named = {name: named}
        try:
            limits.refuse_options(named, reimported(options).MFA_OPTIONS)
        except refusal.Refusal as refused:
            return str(refused)
        return None

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("sms_mfa_configuration.sms_authentication_message", "{####}"),
            ("sms_mfa_configuration.sms_authentication_message", "{####}" + "x" * 134),
            ("sms_mfa_configuration.sms_authentication_message", ""),
            ("email_mfa_configuration.message", "{####}"),
            ("email_mfa_configuration.message", "{####}" + "x" * 19994),
            ("email_mfa_configuration.message", "Zażółć 🔑 {####}\nyes"),
            ("email_mfa_configuration.subject", "x"),
            ("email_mfa_configuration.subject", "x" * 140),
            ("web_authn_configuration.relying_party_id", "a"),
            ("web_authn_configuration.relying_party_id", "123456789"),
            ("web_authn_configuration.relying_party_id", "a" * 127),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", ARN),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws-cn:iam::123456789012:role/a/b@c"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "us-east-1"),
            ("sms_mfa_configuration.sms_configuration.external_id", "x" * 131072),
            ("sms_mfa_configuration.sms_configuration.eums_sms.caller_arn", ARN),
            ("software_token_mfa_configuration.enabled", True),
            ("mfa_configuration", "optional"),
        ],
    )
    def test_kept(self, path: str, value: Any) -> None:
        assert self.refusal(*path.split("."), value=value) is None

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            ("sms_mfa_configuration.sms_authentication_message", "Your code is ", "lacks {####}"),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "{####}" + "x" * 135,
                "6 to 140 characters, this has 141",
            ),
            ("sms_mfa_configuration.sms_authentication_message", "a\n{####}", "has to match"),
            ("email_mfa_configuration.message", "Your code is ", "lacks {####}"),
            ("email_mfa_configuration.message", "{####}" + "x" * 19995, "6 to 20000 characters, this has 20001"),
            ("email_mfa_configuration.message", "{####}\x00", "U+0000"),
            ("email_mfa_configuration.message", "{####}\u202e", "U+202E"),
            ("email_mfa_configuration.subject", "x" * 141, "1 to 140 characters, this has 141"),
            ("email_mfa_configuration.subject", "a\x1b", "U+001B"),
            ("web_authn_configuration.relying_party_id", "https://example.com", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com:443", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com/path", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com?query", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "example.com ", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "${var.rp}", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "auth.${var.domain}", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "{{ domain }}", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "%RP_ID%", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "$RP", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "<domain>", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "*.example.com", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "auth..example.com", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", ".example.com", "not a bare domain"),
            ("web_authn_configuration.relying_party_id", "a" * 128, "1 to 127 characters, this has 128"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws:iam::1:r", "20 to 2048 characters"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "x" * 30, "has to match arn:"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", ARN + "é", "has to match arn:"),
            ("sms_mfa_configuration.sms_configuration.sns_caller_arn", "arn:aws:iam::1:" + "r" * 2034, "this has 2049"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "us-1", "5 to 32 characters, this has 4"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "u" * 33, "5 to 32 characters, this has 33"),
            ("sms_mfa_configuration.sms_configuration.sns_region", "REGION", "this is not the name of a region"),
            (
                "sms_mfa_configuration.sms_configuration.eums_sms.region",
                "us-east-1b",
                "Write us-east-1, if that is meant",
            ),
            ("sms_mfa_configuration.sms_configuration.external_id", "x" * 131073, "this has 131073"),
            ("sms_mfa_configuration.sms_configuration.eums_sms.region", "x", "5 to 32 characters"),
        ],
    )
    def test_broken(self, path: str, value: str, problem: str) -> None:
        message = self.refusal(*path.split("."), value=value)
        assert message is not None
        assert message.startswith(f"{path} is ")
        assert problem in message
        assert len(message) < 500

    def test_the_missing_placeholder_explains_the_jinja_trap(self) -> None:
        message = self.refusal("email_mfa_configuration", "message", value="Your code is ")
        assert message == (
            "email_mfa_configuration.message is 'Your code is ': the text lacks {####}, the placeholder for the code. "
            "Jinja takes {#...#} for a comment and removes it before any module runs: mark the text as !unsafe, "
            'as in message: !unsafe "Your code is {####}" (R74, E14).'
        )

    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (
                "web_authn_configuration.relying_party_id",
                "a:1",
                "web_authn_configuration.relying_party_id is 'a:1': the relying party ID is not a bare domain. Name the "
                "domain alone, without scheme, port or path, as in auth.example.com (E15).",
            ),
            (
                "sms_mfa_configuration.sms_configuration.eums_sms.region",
                "x",
                "sms_mfa_configuration.sms_configuration.eums_sms.region is 'x': the region that sends through AWS End "
                "User Messaging has 5 to 32 characters, this has 1. Change its length (R74, E14).",
            ),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "a\n{####}",
                "sms_mfa_configuration.sms_authentication_message is 'a\\n{####}': the text of the SMS has to match "
                ".*\\{####\\}.*. Correct the value (R74, E14).",
            ),
            (
                "email_mfa_configuration.subject",
                "\x1b",
                "email_mfa_configuration.subject is '\\x1b': the subject of the email cannot contain the character U+001B. "
                "Use letters, marks, numbers, punctuation, symbols and ASCII white space only (R74, E14).",
            ),
            (
                "sms_mfa_configuration.sms_authentication_message",
                "Your code",
                "sms_mfa_configuration.sms_authentication_message is 'Your code': the text lacks {####}, the placeholder "
                "for the code. Jinja takes {#...#} for a comment and removes it before any module runs: mark the text as !unsafe, "
                'as in sms_authentication_message: !unsafe "Your code is {####}" (R74, E14).',
            ),
        ],
    )
    def test_the_whole_message(self, path: str, value: str, message: str) -> None:
        assert self.refusal(*path.split("."), value=value) == message

    def test_the_hint_names_an_option_that_stands_in_no_block(self) -> None:
        table = {"text": options.Option("the text", placeholder=True)}
        with pytest.raises(refusal.Refusal, match='mark the text as !unsafe, as in text: !unsafe "Your code'):
            limits.refuse_options({"text": "Your code is "}, table)

    def test_only_texts_for_people_have_to_be_printable(self) -> None:
        sender = {"sms_configuration": {"external_id": "\x01"}}
        limits.refuse_options({"sms_mfa_configuration": sender}, options.MFA_OPTIONS)

    @pytest.mark.parametrize("good", [None, "", "us-east-1", "us-iso-west-1", "eusc-de-east-1", "mx-central-1"])
    def test_region(self, good: str | None) -> None:
        limits.refuse_region("region", good)

    @pytest.mark.parametrize(
        ("bad", "hint"),
        [
            ("local", "Name one, such as eu-central-1 or us-gov-west-1"),
            ("us-east-1\n", "Write us-east-1, if that is meant"),
            ("EU_CENTRAL_1", "Write eu-central-1, if that is meant"),
            ("eu-central-1, us-east-1", "Write eu-central-1, if that is meant"),
            ("us-east-123", "Name one, such as eu-central-1 or us-gov-west-1"),
        ],
    )
    def test_bad_region(self, bad: str, hint: str) -> None:
        with pytest.raises(refusal.Refusal) as caught:
            limits.refuse_region("region", bad)
        assert str(caught.value) == f"region is {bad!r}: this is not the name of a region. {hint}."

    def test_the_playbook_knows_regions_by_the_same_form(self) -> None:
        tasks = (ROOT / "playbooks/tasks/read_regions.yml").read_text(encoding="utf-8")
        assert f"reject('match', '{limits.REGION}$')" in tasks

    @pytest.mark.parametrize("good", ["us-east-1_a", "us-gov-west-1_0aZ", "x" * 53 + "_a"])
    def test_user_pool_id(self, good: str) -> None:
        limits.refuse_user_pool_id(good)

    @pytest.mark.parametrize("bad", ["", "us-east-1", "us-east-1_a/b", "us-east-1_", "x" * 54 + "_a", "us east_1"])
    def test_bad_user_pool_id(self, bad: str) -> None:
        with pytest.raises(refusal.Refusal, match=f"^user_pool_id is '{bad}': .*R74"):
            limits.refuse_user_pool_id(bad)

    @pytest.mark.parametrize(
        "bad", ["", " ", "\t\n", "None", "customers", "us-east-1_EX AMPLE", "us-east-1_a\nb_c", "a_\u0663"]
    )
    def test_what_holds_no_id_is_told_what_one_is(self, bad: str) -> None:
        with pytest.raises(refusal.Refusal) as caught:
            limits.refuse_user_pool_id(bad)
        assert str(caught.value).startswith(f"user_pool_id is {bad!r}: the ID of a user pool has ")
        hint = "Give an ID such as us-east-1_EXAMPLE01, or name the user pool by user_pool_name (R74)."
        assert str(caught.value).endswith(hint)

    @pytest.mark.parametrize(
        "good", ["localhost", "123456789", "a-b.example.com", "b\u00fccher.example", "xn--bcher-kva.example"]
    )
    def test_relying_party_id(self, good: str) -> None:
        limits.refuse_options({"web_authn_configuration": {"relying_party_id": good}}, options.MFA_OPTIONS)

    @pytest.mark.parametrize(
        ("given", "kind"),
        [
            ("arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_EXAMPLE01", "an ARN"),
            ("arn:aws-us-gov:cognito-idp:us-gov-west-1:123456789012:userpool/us-gov-west-1_EXAMPLE01", "an ARN"),
            ("arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_EXAMPLE01/client/x", "an ARN"),
            ("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE01", "more than an ID"),
            (" us-east-1_EXAMPLE01\n", "more than an ID"),
        ],
    )
    def test_an_id_within_something_else_is_shown(self, given: str, kind: str) -> None:
        pool_id = "us-gov-west-1_EXAMPLE01" if "gov" in given else "us-east-1_EXAMPLE01"
        with pytest.raises(refusal.Refusal) as caught:
            limits.refuse_user_pool_id(given)
        with pytest.raises(refusal.Refusal, match="; the ID is "):  # as the filters look at it
            limits.refuse_options({"user_pool_id": given}, {"user_pool_id": options.USER_POOL_ID})
        assert f": this is {kind}; the ID is {pool_id}. Name the ID alone (R74)." in str(caught.value)

    def test_another_arn_has_no_id_to_show(self) -> None:
        with pytest.raises(refusal.Refusal, match=r"has to match|has 1 to 55 characters"):
            limits.refuse_user_pool_id("arn:aws:iam::123456789012:role/admin")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"software_token_mfa_configuration": True},
            "software_token_mfa_configuration is True: this has to be a dictionary. Name its members: enabled (R73).",
        ),
        (
            {"web_authn_configuration": ["x"]},
            "web_authn_configuration is ['x']: this has to be a dictionary. Name its members: relying_party_id, "
            "user_verification, factor_configuration (R73).",
        ),
        (
            {"sms_mfa_configuration": {"sms_configuration": {"eums_sms": ["x"]}}},
            "sms_mfa_configuration.sms_configuration.eums_sms is ['x']: this has to be a dictionary.",
        ),
        (
            {"software_token_mfa_configuration": ""},
            "software_token_mfa_configuration is '': this has to be a dictionary. Name its members: enabled (R73).",
        ),
        (
            {"software_token_mfa_configuration": "enabled=true or false"},
            "software_token_mfa_configuration is 'enabled=true or false': this has to be a dictionary.",
        ),
        (
            {"sms_mfa_configuration": "{'sms_configuration': 1}"},
            "sms_mfa_configuration.sms_configuration is 1: this has to be a dictionary.",
        ),
        ({"software_token_mfa_configuration": None, "mfa_configuration": True}, None),
        (
            {"software_token_mfa_configuration": "enabled=true", "sms_mfa_configuration": {"sms_configuration": {}}},
            None,
        ),
        ({}, None),
    ],
)
def test_a_block_is_a_dictionary_or_the_text_of_one(arguments: dict[str, Any], message: str | None) -> None:
    spec = options.argument_spec(options.MFA_OPTIONS)
    if message is None:
        limits.refuse_shapes(arguments, spec)
        return
    with pytest.raises(refusal.Refusal) as caught:
        limits.refuse_shapes(arguments, spec)
    assert str(caught.value).startswith(message)
