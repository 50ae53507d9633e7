# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts arrive as they are and are never templated; secrets appear nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.functional.modules import Modules
from tests.functional.modules import SECRET_KEY
from tests.functional.modules import SESSION_TOKEN
from tests.pools import OPEN_POOL

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


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_arrives_unchanged(emulator: Any, cognito: Any, pool: str, name: str) -> None:
    text = TEXTS[name]
    email = {"message": text, "subject": text.replace("\n", " ")[:140]}
    task = {"mfa_configuration": "OPTIONAL", "email_mfa_configuration": email}
    result = Modules(emulator.endpoint).config(pool, **task)
    assert result["mfa_config"] == task
    live = cognito.get_user_pool_mfa_config(UserPoolId=pool)["EmailMfaConfiguration"]
    assert live == {"Message": email["message"], "Subject": email["subject"]}
    assert not Modules(emulator.endpoint).config(pool, **task)["changed"]
    assert Modules(emulator.endpoint).info(user_pool_ids=[pool])["user_pools"][0]["mfa_config"] == task


def test_an_error_text_of_aws_arrives_unchanged(emulator: Any, pool: str) -> None:
    fault = {"error": "InvalidParameterException", "message": STRANGE}
    emulator.fault({"operation": "SetUserPoolMfaConfig", "fault": fault})
    task = {"mfa_configuration": "ON", "software_token_mfa_configuration": {}}
    result = Modules(emulator.endpoint).config(pool, **task)
    assert result["error"] == {"code": "InvalidParameterException", "message": STRANGE}
    assert STRANGE in result["msg"]


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
    {"http": 503},
    {"drop": "before"},
    {"truncate": 10},
]


def test_secrets_appear_nowhere_however_talkative_the_run(play: Any, emulator: Any) -> None:
    """Every kind of failure at every call, with -vvvv: the collection says nothing that it must not."""
    task = {
        "latchkey.cognito.user_pool_mfa_config": {
            "user_pool_name": "customers",
            "mfa_configuration": "ON",
            "software_token_mfa_configuration": {"enabled": True},
            "aws_config": {"retries": {"total_max_attempts": 1}},
            "secret_key": SECRET_KEY,
            "access_key": "AKIAEXAMPLEEXAMPLE00",
            "session_token": SESSION_TOKEN,
        },
        "ignore_errors": True,
    }
    for call in ("ListUserPools", "GetUserPoolMfaConfig", "SetUserPoolMfaConfig"):
        for fault in FAULTS:
            emulator.fault({"operation": call, "fault": fault, "times": 1})
    playbook = yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [task] * 22}])
    code, output = play(playbook, "-vvvv", "--diff")
    assert code == 0
    assert output.count("...ignoring") == 3 * len(FAULTS) - 1, output[-3000:]  # one lost answer is settled
    written = output.split("PLAY [", 1)[1].replace(json.dumps(playbook), "")
    for secret in (SECRET_KEY, SESSION_TOKEN, "Signature=", "X-Amz-Security-Token"):
        assert secret not in written
