# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts arrive as they are and are never templated; secrets appear nowhere."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
import yaml

from tests.support.modules import ACCESS_KEY
from tests.support.modules import IN_PROCESS
from tests.support.modules import Modules
from tests.support.modules import ORDINARY
from tests.support.modules import RUNNERS
from tests.support.modules import SECRET_KEY
from tests.support.modules import SESSION_TOKEN
from tests.support.pools import OPEN_POOL

JINJA = "{{ 7 * 7 }} {% raw %} {# no #} {{ lookup('env', 'AWS_SECRET_ACCESS_KEY') }} {####}"
TEXTS = {
    "jinja": JINJA,
    "non-ascii": "Zażółć gęślą jaźń 漢字 🔑 {####}",
    "white-space": "a\tb\nc\r\nd {####}",
    "quotes": "'\"\\ `$(id)` <script>alert(1)</script> {####}",
    "long": "{####}" + "長" * 19994,
    "yaml": "- !unsafe: {####} # & * ? |",
}
# What the service model forbids in texts, and what AWS may still send in an error or a name.
STRANGE = "\u202eevil\u2066 \x07 {{ 7 * 7 }} \x1b[31m"


@pytest.fixture(params=RUNNERS)
def modules(emulator: Any, request: pytest.FixtureRequest) -> Modules:
    return Modules(emulator.endpoint, request.param)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_arrives_unchanged(modules: Modules, cognito: Any, pool: str, name: str) -> None:
    text = TEXTS[name]
    email = {"message": text, "subject": text.replace("\n", " ")[:140]}
    task = {"mfa_configuration": "OPTIONAL", "email_mfa_configuration": email}
    checked = modules.config(pool, check=True, **task)
    result = modules.config(pool, **task)
    assert result["mfa_config"] == checked["mfa_config"] == task
    live = cognito.get_user_pool_mfa_config(UserPoolId=pool)["EmailMfaConfiguration"]
    assert live == {"Message": email["message"], "Subject": email["subject"]}
    assert not modules.config(pool, **task)["changed"]
    assert modules.info(user_pool_ids=[pool])["user_pools"][0]["mfa_config"] == task


def test_what_nobody_can_see_arrives_unchanged(modules: Modules, cognito: Any, pool: str) -> None:
    """Cognito lets the text of an SMS have controls and changes of direction."""
    sender = {"sns_caller_arn": "arn:aws:iam::123456789012:role/sms", "external_id": STRANGE}
    sms = {"sms_authentication_message": f"{STRANGE} {{####}}", "sms_configuration": sender}
    task = {"mfa_configuration": "OPTIONAL", "sms_mfa_configuration": sms}
    assert modules.config(pool, **task)["mfa_config"] == task
    live = cognito.get_user_pool_mfa_config(UserPoolId=pool)["SmsMfaConfiguration"]
    assert live["SmsAuthenticationMessage"] == sms["sms_authentication_message"]
    assert live["SmsConfiguration"]["ExternalId"] == STRANGE
    assert not modules.config(pool, **task)["changed"]


@pytest.mark.parametrize("text", [STRANGE, "長" * 20_000], ids=["strange", "long"])
def test_an_error_text_of_aws_arrives_unchanged(modules: Modules, emulator: Any, pool: str, text: str) -> None:
    fault = {"error": "InvalidParameterException", "message": text}
    emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": fault})
    task = {"mfa_configuration": "ON", "software_token_mfa_configuration": {}}
    result = modules.config(pool, **task)
    assert result["error"] == {"code": "InvalidParameterException", "message": text}
    assert text in result["msg"]


PLAYBOOK = """\
- hosts: localhost
  gather_facts: false
  tasks:
    - latchkey.cognito.user_pool_mfa_config_info:
      register: mfa
    - ansible.builtin.set_fact:
        text: "{{ mfa.user_pools[0].mfa_config.email_mfa_configuration.message }}"
        name: "{{ mfa.user_pools[0].user_pool_name }}"
    - latchkey.cognito.user_pool_mfa_config:
        user_pool_name: "{{ name }}"
        email_mfa_configuration:
          message: "{{ text }}"
          subject: "{{ text }}"
      register: set
    - ansible.builtin.assert:
        that:
          - set is changed
          - set.mfa_config.email_mfa_configuration.subject == expected
          - set.diff.before.email_mfa_configuration.message == expected
          - name == expected_name
"""


def test_text_of_aws_is_never_templated(play: Any, emulator: Any, cognito: Any) -> None:
    """From Cognito through a result and a fact back to Cognito."""
    pool = cognito.list_user_pools(MaxResults=1)["UserPools"][0]
    cognito.delete_user_pool(UserPoolId=pool["Id"])
    made = cognito.create_user_pool(PoolName=STRANGE, **OPEN_POOL)["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=made, MfaConfiguration="ON", EmailMfaConfiguration={"Message": JINJA, "Subject": "s"}
    )

    class Unsafe(str):
        pass

    yaml.SafeDumper.add_representer(Unsafe, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text)))
    expected = yaml.safe_dump({"expected": Unsafe(JINJA), "expected_name": Unsafe(STRANGE)}, allow_unicode=True)
    code, output = play(PLAYBOOK, "-e", "@expected.yml", expected=expected)
    assert code == 0, output
    assert cognito.get_user_pool_mfa_config(UserPoolId=made)["EmailMfaConfiguration"]["Subject"] == JINJA


FAULTS = [
    {"error": "TooManyRequestsException", "message": "slow down"},
    {"error": "AccessDeniedException", "message": "not you"},
    {"error": "ExpiredTokenException", "message": "expired"},
    {"error": "InternalErrorException", "message": "oops", "status": 500},
    {"error": "ConcurrentModificationException", "message": "busy"},
    {"error": "InvalidSmsRoleAccessPolicyException", "message": "Role ..."},
    {"error": "InvalidParameterException", "message": "Only PASSWORD and WEB_AUTHN ..."},
    {"http": 503},
    {"drop": "before"},
    {"drop": "after"},
    {"truncate": 10},
    {"delay": 2},
]
SETTLED = ({"drop": "after"}, {"truncate": 10})  # a write that took effect is no failure
CALLS = ("ListUserPools", "GetUserPoolMfaConfig", "DescribeUserPool", "SetUserPoolMfaConfig")
SECRETS = (SECRET_KEY, SESSION_TOKEN, "Signature=", "X-Amz-Security-Token", "AWS4-HMAC-SHA256")


@pytest.mark.parametrize(
    ("runner", "calls", "faults", "arguments"),
    [
        (IN_PROCESS, CALLS, FAULTS, ()),
        (IN_PROCESS, CALLS[:3], FAULTS, ("--check",)),
        # A process for each task, and the messages are made in one place: one call and one fault of each kind have to do.
        (ORDINARY, CALLS[3:], [FAULTS[1], *FAULTS[-4:]], ()),
    ],
    ids=["in process", "in check mode", "ordinary"],
)
def test_secrets_appear_nowhere_however_talkative_the_run(
    play: Any, emulator: Any, runner: str, calls: tuple[str, ...], faults: list[Any], arguments: tuple[str, ...]
) -> None:
    """Every kind of failure at every call, with -vvvv: the collection says nothing that it must not.

    No call is made twice, so that each fault has a task of its own.
    """
    struck = [(call, fault) for call in calls for fault in faults]
    for call, fault in struck:
        emulator.fault({"operation": call, "fault": fault, "times": 1})
    task = {
        "user_pool_name": "customers",
        "software_token_mfa_configuration": {"enabled": True},
        "sms_mfa_configuration": {"sms_configuration": {"sns_caller_arn": "arn:aws:iam::123456789012:role/sms"}},
        "aws_config": {"retries": {"total_max_attempts": 1}, "read_timeout": 1},
        "wait_timeout": 0,
        "access_key": ACCESS_KEY,
        "secret_key": SECRET_KEY,
        "session_token": SESSION_TOKEN,
    }
    tasks = [
        {"latchkey.cognito.user_pool_mfa_config": {**task, "mfa_configuration": mode}, "ignore_errors": True}
        for mode, _struck in zip(cycle(("ON", "OPTIONAL")), struck, strict=False)  # there is always something to write
    ]
    variables = {"latchkey_in_process": runner == IN_PROCESS}
    playbook = yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": tasks}])
    code, output = play(playbook, "-vvvv", "--diff", *arguments)
    assert code == 0
    settled = sum(call == CALLS[3] and fault in SETTLED for call, fault in struck)
    assert output.count("...ignoring") == len(struck) - settled, output[-3000:]
    written = output.split("PLAY [", 1)[1]
    assert ("ran in process" in written) is (runner == IN_PROCESS)
    for secret in SECRETS:
        assert secret not in written
