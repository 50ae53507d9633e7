# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other tools put in the place of values, at every position, and what a task may hold."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import from_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli import to_aws_cli
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.cloudformation import from_cloudformation
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import resolved
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import written
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.terraform import from_terraform
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal

COMMAND = "aws cognito-idp set-user-pool-mfa-config"
ARN = "arn:aws:iam::123456789012:role/sms"
PLACEHOLDERS = (
    *("${var.rp}", "%{ if x }", "${AWS::StackName}", "{{resolve:ssm:x}}", "${self:custom.app}", "$NAME", "$(cat x)"),
    *("%NAME%", "$env:NAME", "{{ name }}", "{% if x %}", "{# x #}", "<% x %>", "#{Token}", "{{#each x}}"),
)
POSITIONS = (
    ("user_pool_id",),
    ("email_mfa_configuration", "message"),
    ("email_mfa_configuration", "subject"),
    ("web_authn_configuration", "relying_party_id"),
    ("sms_mfa_configuration", "sms_authentication_message"),
    ("sms_mfa_configuration", "sms_configuration", "sns_caller_arn"),
    ("sms_mfa_configuration", "sms_configuration", "external_id"),
)


def _at(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    for name in reversed(path):
        value = {name: value}
    return dict(value)


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_is_an_error_at_every_position(placeholder: str) -> None:
    for path in POSITIONS:
        for value in (placeholder, f"auth.{placeholder}", f"a {placeholder} b"):
            with pytest.raises(Untranslatable, match="is a placeholder") as caught:
                resolved(_at(path, value))
            assert str(caught.value).startswith(".".join(path))


@pytest.mark.parametrize("text", ["{####}", "{##Click##}", "5% off, $5", "<b>{####}</b>", "US$ 5", "100%", "${####}"])
def test_real_texts_are_kept(text: str) -> None:
    for path in POSITIONS:
        if path[-1] in ("message", "subject", "sms_authentication_message"):
            assert resolved(_at(path, text)) == _at(path, text)


@pytest.mark.parametrize("text", ["Save $NAME", "{{ name }} {####}", "100 %NAME%", "<% x %>", "$(x)"])
def test_a_text_of_the_state_is_what_the_pool_has(text: str) -> None:
    state = {"mfa_configuration": "ON", "email_mfa_configuration": [{"subject": text}]}
    assert from_terraform(state)["email_mfa_configuration"] == {"subject": text}


@pytest.mark.parametrize("text", ["Save ${var.name}", "%{ if x }a%{ endif }", "{{resolve:ssm:x}}"])
def test_a_text_of_the_state_is_no_expression(text: str) -> None:
    with pytest.raises(Untranslatable, match=r"email_mfa_configuration\.subject is"):
        from_terraform({"mfa_configuration": "ON", "email_mfa_configuration": [{"subject": text}]})


def test_a_role_that_the_provider_does_not_know_is_kept() -> None:
    sender = {"external_id": "", "sns_caller_arn": "", "sns_region": ""}
    options = from_terraform({"mfa_configuration": "ON", "sms_configuration": [sender]})
    assert options["sms_mfa_configuration"] == {"sms_configuration": {}}


OPTIONS_PLACEHOLDERS = (
    "%V%",
    "<v>",
    "{{ v }}",
    "@{v}",
    "[v]",
    "!V!",
    "${v}",
    "$V",
    "{v}",
    "a[v]",
    "a!V!b",
    "$(v)",
    "`v`",
)


@pytest.mark.parametrize("option", ["--region", "--profile", "--endpoint-url", "--ca-bundle"])
def test_an_option_of_the_command_has_no_placeholder(option: str) -> None:
    for value in OPTIONS_PLACEHOLDERS:
        with pytest.raises(Untranslatable) as caught:
            from_aws_cli([*COMMAND.split(), option, value])
        assert str(caught.value).startswith(f"{option} is {value!r}: ")


@pytest.mark.parametrize(
    ("region", "hint"),
    [
        *(
            (name, "Name one, such as eu-central-1 or us-gov-west-1.")
            for name in ("REGION", "region", "aws-global", "us-east")
        ),
        *(
            (name, "Write us-east-1, if that is meant.")
            for name in ("us-east-1a", "US-EAST-1", "us_east_1", "us-east-1 ")
        ),
        ("us-west-2-lax-1a", "Write us-west-2, if that is meant."),
        ("${AWS_REGION:-eu-west-3}", "Write eu-west-3, if that is meant."),
    ],
)
def test_a_region_has_the_form_of_a_region(region: str, hint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_aws_cli([*COMMAND.split(), "--region", region])
    assert str(caught.value) == f"--region is {region!r}: this is not the name of a region. {hint}"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(
            ("region", name)
            for name in ("us-gov-west-1", "cn-northwest-1", "us-isob-east-1", "eusc-de-east-1", "xx-new2-north-12")
        ),
        *(("profile", name) for name in ("default", "Admin-123456789012", "a.b@c/d:e+f", "my profile", "über")),
        *(
            ("endpoint_url", url)
            for url in ("http://127.0.0.1:5000", "https://[::1]:8443/", "https://vpce-1.example/a/b")
        ),
        *(("aws_ca_bundle", path) for path in ("/etc/ssl/ca.pem", "~/ca bundle.pem", "C:/ca.pem")),
    ],
)
def test_options_that_can_be_meant_are_kept(option: str, value: str) -> None:
    flag = {"aws_ca_bundle": "--ca-bundle"}.get(option, f"--{option.replace('_', '-')}")
    assert from_aws_cli([*COMMAND.split(), flag, value])[option] == value


@pytest.mark.parametrize(
    "url", ["localhost:5000", "ENDPOINT", "https://", "ftp://x", "https://a b", "https://x:port", "//x"]
)
def test_an_endpoint_is_a_url(url: str) -> None:
    with pytest.raises(Untranslatable, match=r"--endpoint-url is '.*': this is not a URL"):
        from_aws_cli([*COMMAND.split(), "--endpoint-url", url])


@pytest.mark.parametrize("region", ["REGION", "[region]", "us-east-1a", "@{r}"])
def test_a_region_within_settings_has_that_form_too(region: str) -> None:
    sender = {"sns_caller_arn": ARN, "sns_region": region}
    with pytest.raises((Refusal, Untranslatable), match=r"sns_region is '"):
        from_terraform({"mfa_configuration": "ON", "sms_configuration": [sender]})
    api = {"SnsCallerArn": ARN, "SnsRegion": region}
    with pytest.raises((Refusal, Untranslatable), match=r"sns_region is '"):
        from_cloudformation({"MfaConfiguration": "ON", "SmsConfiguration": api})
    with pytest.raises((Refusal, Untranslatable), match=r"sns_region is '"):
        from_aws_cli({"SmsMfaConfiguration": {"SmsConfiguration": api}})


def test_a_number_of_any_length_is_no_traceback() -> None:
    with pytest.raises(Untranslatable, match="--cli-read-timeout"):
        from_aws_cli(["aws", "cognito-idp", "set-user-pool-mfa-config", "--cli-read-timeout", "9" * 5000])


def test_json_of_any_depth_is_no_traceback() -> None:
    with pytest.raises(Untranslatable, match="The resource"):
        from_terraform('{"a":' * 100_000 + "1" + "}" * 100_000)


def _laughs(levels: int) -> Any:
    """What the aliases of a few lines of YAML make."""
    value: Any = {"a": 1}
    for _level in range(levels):
        value = {"a": value, "b": value, "c": value}
    return value


DEEP: dict[str, Any] = {}
for _level in range(10_000):
    DEEP = {"a": DEEP}


@pytest.mark.parametrize("endless", [DEEP, {"a": [[DEEP]]}, _laughs(30), _laughs(12), {"mfa_configuration": DEEP}])
def test_data_of_any_depth_and_size_is_no_traceback(endless: dict[str, Any]) -> None:
    for given in (endless, {"type": "aws_cognito_user_pool", "values": endless}, {"sms_configuration": [endless]}):
        with pytest.raises(Untranslatable):
            from_terraform(given)
    change = {"after": {"mfa_configuration": "ON"}, "after_unknown": {"sms_configuration": endless}}
    with pytest.raises(Untranslatable, match=r"^after_unknown: this "):
        from_terraform({"type": "aws_cognito_user_pool", "change": change})
    for given in (endless, {"SmsConfiguration": endless}, {"Resources": {"a": {"Type": "x", "Properties": endless}}}):
        with pytest.raises(Untranslatable):
            from_cloudformation(given)
    for given in (endless, {"SmsMfaConfiguration": endless}, [*COMMAND.split(), endless]):
        with pytest.raises(Untranslatable):
            from_aws_cli(given)
    with pytest.raises(Untranslatable, match=r"^The options: this "):
        to_aws_cli(endless)


@pytest.mark.parametrize("depth", [21, 5000])
def test_shorthand_of_any_depth_is_no_traceback(depth: int) -> None:
    with pytest.raises(Untranslatable, match="this is nested too deep") as caught:
        from_aws_cli([*COMMAND.split(), "--sms-mfa-configuration", "a=" + "{a=" * depth])
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "given",
    [
        [*COMMAND.split(), "--" + "x" * 100_000],
        [*COMMAND.split(), "x" * 100_000],
        [*COMMAND.split(), "--email-mfa-configuration", "x" * 100_000],
        [*COMMAND.split(), 10**5000],
        [*COMMAND.split(), None],
        {"x" * 100_000: 1},
        {"MfaConfiguration": 10**5000},
        {"MfaConfiguration": "x" * 100_000},
    ],
    ids=lambda given: str(type(given).__name__),
)
def test_a_message_is_short(given: Any) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_aws_cli(given)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("sender", [{"external_id": "new"}, {}, {"eums_sms": [{"region": "us-east-1"}]}])
def test_a_role_that_a_plan_does_not_know_is_an_error(sender: dict[str, Any]) -> None:
    with pytest.raises(Untranslatable, match="caller_arn: it is missing, because Terraform"):
        from_terraform({"mfa_configuration": "ON", "sms_configuration": [sender]})


def test_a_data_source_is_named() -> None:
    with pytest.raises(Untranslatable, match="mode is 'data': this is a data source"):
        from_terraform({"mode": "data", "type": "aws_cognito_user_pool", "values": {"user_pool_id": "x"}})


@pytest.mark.parametrize(
    "options",
    [
        {"a:\n- ansible.builtin.command: id\n  x": 1},
        {"a\r": 1},
        {"!unsafe a": 1},
        {"{{ x }}": 1},
        {"{% x %}": 1},
        {"on": 1},
        {5: 1},
        {None: 1},
        {"a": {"b\n": 1}},
        {"a": ["{{ x }}"]},
        {"a": 10**5000},
        {"a": float("nan")},
        DEEP,
    ],
    ids=lambda options: str(next(iter(options)))[:12].encode("unicode_escape").decode(),
)
def test_a_task_holds_options_only(options: dict[Any, Any]) -> None:
    with pytest.raises(Untranslatable):
        written(options)


def test_options_are_written_as_they_are() -> None:
    options = {"user_pool_id": "x", "aws_config": {"read_timeout": 5}, "message": "{{ x }}", "profile": None, "o": {}}
    assert written(options) == options
    assert resolved({"sns_caller_arn": ARN}) == {"sns_caller_arn": ARN}


@pytest.mark.parametrize("end", [">/dev/null", "2>&1", "| jq .", "; echo done"])
def test_what_stands_behind_the_command_is_left_out(end: str) -> None:
    with pytest.raises(Untranslatable, match="Remove what follows the command"):
        from_aws_cli(f"aws cognito-idp set-user-pool-mfa-config --mfa-configuration OFF {end}")


def test_line_ends_of_windows() -> None:
    command = "aws cognito-idp set-user-pool-mfa-config {end}--mfa-configuration OFF"
    assert from_aws_cli(command.format(end="\\\r\n"))["mfa_configuration"] == "OFF"
    with pytest.raises(Untranslatable, match="put a backslash at the end of each line"):
        from_aws_cli(command.format(end="`\r\n"))


@pytest.mark.parametrize("role", [{"Fn::GetAtt": ["Role", "Arn"]}, {"Ref": "Role"}])
def test_what_is_dropped_needs_no_value(role: dict[str, Any]) -> None:
    properties = {"MfaConfiguration": "ON", "EnabledMfas": ["SOFTWARE_TOKEN_MFA"]}
    with_sms = {**properties, "SmsConfiguration": {"SnsCallerArn": role}}
    assert from_cloudformation(with_sms) == from_cloudformation(properties)


def test_a_mode_is_shown_as_given() -> None:
    with pytest.raises(Untranslatable, match="mfa_configuration is 'Enforced'"):
        from_terraform({"mfa_configuration": "Enforced"})


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (f"{COMMAND} \\ \n --mfa-configuration OFF", "a blank follows the backslash at the end of line 1. Remove the"),
        (f"{COMMAND} \\\n --mfa-configuration OFF \\\t\n", "a blank follows the backslash at the end of line 2"),
        (f"{COMMAND} \\\u00a0\r\n --mfa-configuration OFF", "a blank follows the backslash"),
        (f"{COMMAND}\u00a0--mfa-configuration OFF", "the character U+00A0 (NO-BREAK SPACE) is invisible"),
        (f"{COMMAND} --mfa-configuration\u2003OFF", "U+2003 (EM SPACE)"),
        (f"{COMMAND} --mfa-configuration OFF\u200b", "U+200B (ZERO WIDTH SPACE)"),
        (f"\ufeff{COMMAND} --mfa-configuration OFF", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        (f"{COMMAND} --mfa-configuration OFF\0", "U+0000 (a control character)"),
        (f"{COMMAND} --region 'us-east-1\u00a0'", "--region is 'us-east-1\\xa0': the character U+00A0"),
        ([*COMMAND.split(), "--user-pool-id", "us-east-1_EXAMPLE01\0"], "user_pool_id is 'us-east-1_EXAMPLE01\\x00'"),
        ([*COMMAND.split(), "--mfa-configuration\u00a0OFF"], "U+00A0 (NO-BREAK SPACE)"),
        (
            ["aws", "cognito-idp\u00a0set-user-pool-mfa-config"],
            "'cognito-idp\\xa0set-user-pool-mfa-config': this is not",
        ),
        (f"{COMMAND} ^\r\n --mfa-configuration OFF", "or put a backslash at the end of each line"),
        (f"{COMMAND} --mfa-configuration OFF # later", "Remove what follows the command"),
        (f"$ {COMMAND} --mfa-configuration OFF", "Leave out the prompt $"),
        (f"{COMMAND} --region ''", "--region is '': this is empty. Put a value in, or leave the option out."),
        (f"{COMMAND} --user-pool-id ''", "UserPoolId is '': this is empty, as the AWS CLI's skeleton leaves it. Put a"),
        ({"UserPoolId": ""}, "UserPoolId is '': this is empty"),
        ('{"MfaConfiguration": ""}', "MfaConfiguration is '': this is empty"),
        (
            {"EmailMfaConfiguration": {"Subject": "", "Message": ""}},
            "EmailMfaConfiguration.Subject is '': this is empty",
        ),
        ({"SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": ""}}}, "SmsConfiguration.SnsCallerArn is ''"),
    ],
)
def test_what_cannot_be_seen_or_is_empty_is_shown(command: Any, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        from_aws_cli(command)
    assert complaint in str(caught.value)


def test_a_quoted_text_may_hold_what_a_shell_acts_on_and_an_external_id_may_be_empty() -> None:
    options = from_aws_cli(f"{COMMAND} --email-mfa-configuration 'Message=\"Code #1 > {{####}}\"'")
    assert options["email_mfa_configuration"]["message"] == "Code #1 > {####}"
    sender = {"SnsCallerArn": ARN, "ExternalId": ""}
    options = from_aws_cli({"SmsMfaConfiguration": {"SmsConfiguration": sender}})
    assert options["sms_mfa_configuration"]["sms_configuration"]["external_id"] == ""


@pytest.mark.parametrize(
    "options", [{"email_mfa_configuration": {"body": "x"}}, {"web_authn_configuration": {"x": {}}}]
)
def test_a_block_of_a_task_has_its_members_only(options: dict[str, Any]) -> None:
    with pytest.raises(Untranslatable, match="this name is not known here"):
        written(options)
