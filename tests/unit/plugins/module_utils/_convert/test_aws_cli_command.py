# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the AWS CLI, beside the AWS CLI itself."""

from __future__ import annotations

import shlex
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import awscli
import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import ARGUMENTS
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import CLI_OPTIONS
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import COMMAND
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_command import read_command
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.common import Untranslatable
from awscli.clidriver import create_clidriver

AWS = "aws cognito-idp set-user-pool-mfa-config"
POOL = "us-east-1_EXAMPLE01"


class Stopped(Exception):
    """The AWS CLI was about to send the request."""


@lru_cache(maxsize=1)
def aws_cli() -> Any:
    return create_clidriver()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "none")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # The AWS CLI sets it when it is imported, perhaps during a test that takes it back at its end.
    monkeypatch.setenv("AWS_DATA_PATH", str(Path(awscli.__file__).with_name("data")))


def request(words: list[str]) -> Any:
    """What the AWS CLI itself would send for a command."""
    sent: list[Any] = []

    def keep(params: Any, **_context: Any) -> None:
        sent.append(params)
        raise Stopped

    driver = create_clidriver()
    driver.session.register("provide-client-params.cognito-identity-provider.SetUserPoolMfaConfig", keep)
    driver.main(words[1:])
    return sent[0]


def test_every_global_option_of_the_aws_cli_has_a_row() -> None:
    installed = aws_cli()._get_argument_table()
    assert set(installed) <= set(CLI_OPTIONS)
    for name, argument in installed.items():
        row = CLI_OPTIONS[name]
        takes_no_value = argument._action in ("store_true", "store_false", "version")
        assert row.switch == takes_no_value, name
        assert row.version in (None, 1), name


def test_every_option_of_the_command_has_a_row() -> None:
    commands = aws_cli()._get_command_table()[COMMAND[0]]._get_command_table()
    installed = commands[COMMAND[1]].arg_table
    known = {**ARGUMENTS, **CLI_OPTIONS}
    assert set(installed) <= set(known)
    assert {name for name in installed if name in ARGUMENTS} == set(ARGUMENTS)


def test_every_other_row_is_of_version_2() -> None:
    driver = aws_cli()
    arguments = driver._get_command_table()[COMMAND[0]]._get_command_table()[COMMAND[1]].arg_table
    others = set(CLI_OPTIONS) - set(driver._get_argument_table()) - set(arguments)
    assert others == {name for name, row in CLI_OPTIONS.items() if row.version == 2}


COMMANDS = [
    f"{AWS} --user-pool-id {POOL}",
    f"{AWS} --user-pool-id={POOL} --mfa-configuration ON --software-token-mfa-configuration Enabled=true",
    f"{AWS} --user-pool-id {POOL} --mfa-configuration OFF --mfa-configuration OPTIONAL "
    "--software-token-mfa-configuration Enabled=True",
    f"{AWS} --user-pool-id {POOL} --software-token-mfa-configuration '{{\"Enabled\": false}}'",
    f"{AWS} --user-pool-id {POOL} --software-token-mfa-configuration Enabled=false",
    f"{AWS} --user-pool-id {POOL} --mfa-configuration ON --email-mfa-configuration "
    "'Message=\"Hello, your code is {####}\",Subject=Your code'",
    f"{AWS} --user-pool-id {POOL} --mfa-configuration ON --email-mfa-configuration "
    '\'{"Message": "It\'"\'"\'s {####}", "Subject": "Code"}\'',
    f"{AWS} --user-pool-id {POOL} --mfa-configuration ON --sms-mfa-configuration "
    "SmsAuthenticationMessage='\"{####}, dear\"',SmsConfiguration='{SnsCallerArn=arn:aws:iam::123456789012:role/sms,"
    "ExternalId=a=b}'",
    f"{AWS} --user-pool-id {POOL} --sms-mfa-configuration "
    "'SmsConfiguration={EumsSms={CallerArn=arn:aws:iam::123456789012:role/sms,Region=us-east-1}}'",
    f"{AWS} --web-authn-configuration RelyingPartyId=auth.example.com,UserVerification=required --user-pool-id {POOL}",
    f'{AWS} --cli-input-json \'{{"UserPoolId": "{POOL}", "MfaConfiguration": "ON"}}\' --mfa-configuration OFF',
    f'{AWS} --mfa-configuration OPTIONAL --cli-input-json \'{{"UserPoolId": "{POOL}", "MfaConfiguration": "ON"}}\'',
    f"{AWS} \\\n  --user-pool-id {POOL} \\\n  --mfa-configuration OFF",
    f"aws --region eu-west-1 --output json cognito-idp set-user-pool-mfa-config --user-pool-id {POOL} --no-paginate",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_here_what_it_says_there(command: str) -> None:
    sent = request(shlex.split(command.replace("\\\n", " ")))
    assert read_command(command)[0] == sent
    assert read_command(shlex.split(command.replace("\\\n", " ")))[0] == sent


def test_the_program_may_be_left_out_or_have_a_path() -> None:
    options = f"--user-pool-id {POOL} --mfa-configuration OFF"
    expected = ({"UserPoolId": POOL, "MfaConfiguration": "OFF"}, {})
    for start in ("", "/usr/local/bin/aws ", AWS + " ", "cognito-idp set-user-pool-mfa-config "):
        assert read_command(start + options) == expected


def test_global_options_become_connection_options() -> None:
    _members, connection = read_command(
        f"{AWS} --region us-east-1 --profile prod --endpoint-url http://localhost:1 --ca-bundle /ca.pem --no-verify-ssl "
        "--cli-connect-timeout 5 --cli-read-timeout=60 --output table --query MfaConfiguration --color off --no-cli-pager "
        "--debug --cli-error-format json --no-cli-auto-prompt --cli-binary-format base64 --v2-debug"
    )
    assert connection == {
        "region": "us-east-1",
        "profile": "prod",
        "endpoint_url": "http://localhost:1",
        "aws_ca_bundle": "/ca.pem",
        "validate_certs": False,
        "aws_config": {"connect_timeout": 5, "read_timeout": 60},
    }


@pytest.mark.parametrize("name", [name for name, row in CLI_OPTIONS.items() if row.refused])
def test_an_option_without_a_counterpart_says_why(name: str) -> None:
    with pytest.raises(Untranslatable, match="has no counterpart in a task") as caught:
        read_command(f"{AWS} --{name}")
    assert CLI_OPTIONS[name].explanation in str(caught.value)


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (f'{AWS} --user-pool-id "$POOL"', "a shell would interpret '$'"),
        (f"{AWS} --user-pool-id $(cat pool)", "a shell would interpret '$'"),
        (f'{AWS} --user-pool-id "`cat pool`"', "a shell would interpret '`'"),
        (f'{AWS} --profile "a\\$b"', "a shell would interpret '$'"),
        (f"{AWS} --user-pool-id {POOL} | jq .", "a shell would interpret '|'"),
        (f"{AWS} --user-pool-id {POOL} && echo", "a shell would interpret '&'"),
        (f"{AWS} --user-pool-id {POOL} > out.json", "a shell would interpret '>'"),
        (f"{AWS} --user-pool-id '{POOL}", "a quote is not closed"),
        (f"{AWS} --user-pool-id", "--user-pool-id: its value is missing"),
        (f"{AWS} --user-pool-id --region x", "--user-pool-id: its value is missing"),
        (f"{AWS} --mfa-config ON", "Perhaps --mfa-configuration or"),
        (f"{AWS} --xyzzy=1", "--xyzzy: this name is not known here. Correct the name"),
        ("aws cognito-idp get-user-pool-mfa-config", "this is not the command cognito-idp set-user-pool-mfa-config"),
        ("", "The command: this is not the command cognito-idp set-user-pool-mfa-config"),
        ("aws", "The command: this is not the command"),
        (f"AWS_PROFILE=x {AWS}", "AWS_PROFILE=x aws cognito-idp set-user-pool-mfa-config: this is not the command"),
        (f"{AWS} --cli-input-json file://mfa.json", "--cli-input-json is 'file://mfa.json': a filter reads no files"),
        (f"{AWS} --email-mfa-configuration file://mfa.json", "a filter reads no files"),
        (f"{AWS} --email-mfa-configuration https://example.com/mail", "fetches nothing"),
        (f"{AWS} --cli-input-json '[1]'", "--cli-input-json is '[1]': this is not a dictionary"),
        (f"{AWS} --email-mfa-configuration '{{1}}'", "--email-mfa-configuration is '{1}': this is not JSON"),
        (f"{AWS} --email-mfa-configuration Message", "neither JSON nor shorthand"),
        (f"{AWS} --cli-read-timeout 0", "--cli-read-timeout is '0': this is not a number of seconds above 0"),
        (f"{AWS} --cli-read-timeout x", "--cli-read-timeout is 'x'"),
    ],
)
def test_what_cannot_be_read_is_said(command: str, complaint: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        read_command(command)
    assert complaint in str(caught.value)


def test_a_shell_leaves_quoted_things_alone() -> None:
    command = (
        f"{AWS} --user-pool-id {POOL} --email-mfa-configuration 'Subject=\"$5 & more\"' --query 'a|b' --profile a\\$b"
    )
    members, connection = read_command(command)
    assert members["EmailMfaConfiguration"] == {"Subject": "$5 & more"}
    assert connection["profile"] == "a$b"
    assert read_command(f'{AWS} --profile "it\'s (five)"')[1] == {"profile": "it's (five)"}


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ('"two \\\nwords"', "two words"),
        ("one\\\nword", "oneword"),
        ("\"it's \\\nfive: it's late\"", "it's five: it's late"),
        ("'in single \\\nquotes'", "in single \\\nquotes"),
        ('"a backslash \\\\\nbefore a line"', "a backslash \\\nbefore a line"),
    ],
)
def test_of_a_line_continuation_a_shell_leaves_nothing(written: str, word: str) -> None:
    shell = subprocess.run(["bash", "-c", f"printf %s {written}"], capture_output=True, text=True, check=True)
    assert shell.stdout == word
    assert read_command(f"{AWS} --profile {written}")[1] == {"profile": word}


def test_shorthand_keeps_what_it_does_not_know() -> None:
    """So that the member is refused by its name later on."""
    assert read_command(f"{AWS} --software-token-mfa-configuration New={{A=b}},Enabled=false")[0] == {
        "SoftwareTokenMfaConfiguration": {"New": {"A": "b"}, "Enabled": False}
    }
    assert read_command(f"{AWS} --software-token-mfa-configuration Enabled=maybe")[0] == {
        "SoftwareTokenMfaConfiguration": {"Enabled": "maybe"}
    }
