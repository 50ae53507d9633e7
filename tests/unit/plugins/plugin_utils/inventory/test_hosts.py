# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the inventory's options and its hosts, without I/O."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.latchkey.cognito.plugins.inventory.user_pools import DOCUMENTATION
from ansible_collections.latchkey.cognito.plugins.inventory.user_pools import EXAMPLES
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MODES
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import hosts
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import ReadError

POOL: dict[str, Any] = {
    "user_pool_id": "us-east-1_a",
    "user_pool_name": "customers",
    "user_pool_arn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
    "region": "us-east-1",
    "account_id": "123456789012",
    "account_name": None,
    "config": {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}},
    "description": {"UserPoolTier": "LITE", "UserPoolTags": {"stage": "prod"}},
    "error": None,
}
HOSTILE: Any = {"a": ["{{ 1 }}", "x", 1, None], "{% b %}": {"c": True}}
OPTIONS: dict[str, Any] = yaml.safe_load(DOCUMENTATION)["options"]


class TestAccounts:
    """An account's options over the common ones."""

    COMMON = dict.fromkeys(hosts.CONNECTION) | {"access_key": "a", "secret_key": "s", "session_token": "t"}

    def test_nothing_of_its_own(self) -> None:
        assert hosts.account_options(self.COMMON, {}) == {"name": None, **self.COMMON}

    def test_its_profile_takes_the_place_of_common_keys(self) -> None:
        found = hosts.account_options(self.COMMON, {"profile": "p"})
        assert [found[name] for name in ("profile", "access_key", "secret_key", "session_token")] == [
            "p",
            None,
            None,
            None,
        ]

    def test_its_keys_take_the_place_of_a_common_profile_and_token(self) -> None:
        found = hosts.account_options({**self.COMMON, "profile": "p"}, {"access_key": "b", "secret_key": "c"})
        keys = [found[name] for name in ("profile", "access_key", "secret_key", "session_token")]
        assert keys == [None, "b", "c", None]

    def test_a_common_role_can_be_refused(self) -> None:
        assert (
            hosts.account_options({**self.COMMON, "assume_role_arn": "x"}, {"assume_role_arn": ""})["assume_role_arn"]
            == ""
        )


class TestChecked:
    """Dictionaries in options are checked as modules' options are."""

    def test_aliases_and_defaults(self) -> None:
        assert hosts.validated("accounts", {"iam_role_arn": "x"}, hosts.ACCOUNT_SPEC)["assume_role_arn"] == "x"
        assert hosts.validated("hostnames", {"name": "x"}, hosts.HOSTNAME_SPEC) == {"name": "x", "separator": "_"}

    def test_what_is_wrong(self) -> None:
        with pytest.raises(AnsibleError, match="accounts has an entry that is wrong: regio"):
            hosts.validated("accounts", {"regio": "x"}, hosts.ACCOUNT_SPEC)
        with pytest.raises(AnsibleError, match="accounts has 'x', which is not a dictionary"):
            hosts.validated("accounts", "x", hosts.ACCOUNT_SPEC)

    def test_a_secret_is_not_shown(self) -> None:
        with pytest.raises(AnsibleError) as caught:
            hosts.validated("accounts", {"secret_key": "s3cret", "name": ["x"], "nam": 1}, hosts.ACCOUNT_SPEC)
        assert "s3cret" not in str(caught.value)

    def test_tags_are_lists_of_patterns(self) -> None:
        given = {"cognito_tags": {"a": "x*", "b": ["y", 1]}, "user_pool_name": "z"}
        expected = {"cognito_tags": {"a": ["x*"], "b": ["y", "1"]}, "user_pool_name": ["z"]}
        assert hosts.validated_filter("filters", given) == expected


class TestFacts:
    """A user pool's entry."""

    def test_all_of_it(self) -> None:
        assert hosts.facts(POOL) == {
            **{name: POOL[name] for name in POOL if name not in ("config", "description")},
            "status": "known",
            "mfa_config": {"mfa_configuration": "ON", "software_token_mfa_configuration": {"enabled": True}},
            "factors": ["SOFTWARE_TOKEN_MFA"],
            "user_pool_tier": "LITE",
            "cognito_tags": {"stage": "prod"},
            "mfa_prerequisites": {"user_pool_tier": "LITE"},
        }

    def test_what_mfa_depends_on(self) -> None:
        """In the names of the options that set it."""
        description = {
            "UserPoolTier": "PLUS",
            "UserPoolTags": {"stage": "prod"},
            "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER"},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
        }
        assert hosts.facts({**POOL, "description": description})["mfa_prerequisites"] == {
            "user_pool_tier": "PLUS",
            "email_configuration": {"email_sending_account": "DEVELOPER"},
            "account_recovery_setting": {"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]},
            "policies": {"sign_in_policy": {"allowed_first_auth_factors": ["PASSWORD"]}},
        }

    def test_without_a_description(self) -> None:
        found = hosts.facts({**POOL, "description": None})
        assert (found["user_pool_tier"], found["cognito_tags"], found["status"]) == (None, None, "known")
        assert found["mfa_prerequisites"] is None

    def test_without_tags(self) -> None:
        found = hosts.facts({**POOL, "description": {}})
        assert (found["user_pool_tier"], found["cognito_tags"]) == (None, {})

    def test_unknown(self) -> None:
        found = hosts.facts({**POOL, "config": None, "description": None, "error": "no"})
        assert (found["status"], found["mfa_config"], found["factors"], found["error"]) == ("unknown", None, None, "no")
        assert hosts.groups_of(found) == ["cognito_user_pools", "mfa_unknown"]

    @pytest.mark.parametrize("mode", MODES)
    def test_every_group_is_always_there(self, mode: str) -> None:
        config = {"MfaConfiguration": mode, **{block: {"Enabled": True} for block in FACTORS.values()}}
        groups = hosts.groups_of(hosts.facts({**POOL, "config": config}))
        assert set(groups) <= set(hosts.GROUPS)
        assert f"mfa_{mode.lower()}" in groups
        assert len(groups) == (2 if mode == "OFF" else 5)


class TestFilters:
    """What is not known of a user pool neither includes nor excludes it for certain."""

    @pytest.mark.parametrize(
        ("include", "exclude", "passes"),
        [
            ([], [], True),
            ([{"user_pool_name": ["x"]}], [], False),
            ([{"user_pool_name": ["cust*"], "mfa_configuration": ["off"]}], [], False),
            ([{"user_pool_name": ["x"]}, {"factors": ["SOFTWARE_TOKEN_MFA"]}], [], True),
            ([{"cognito_tags": {"owner": ["*"]}}], [], False),
            ([{}], [], True),
            ([], [{}], False),
            ([], [{"mfa_configuration": ["on"]}], False),
            ([], [{"mfa_configuration": ["on"], "factors": ["SMS_MFA"]}], True),
            ([{"user_pool_id": ["*"]}], [{"cognito_tags": {"stage": ["prod"]}}], False),
        ],
    )
    def test_known(self, include: list[Any], exclude: list[Any], passes: bool) -> None:
        assert hosts.Filters(include, exclude).admit(hosts.facts(POOL)) is passes

    @pytest.mark.parametrize(
        "criteria", [{"mfa_configuration": ["ON"]}, {"factors": []}, {"cognito_tags": {"stage": ["prod"]}}]
    )
    def test_unknown(self, criteria: Any) -> None:
        listed = {"user_pool_id": "us-east-1_a", "user_pool_name": "customers"}
        assert hosts.Filters([criteria], [criteria]).admit(listed)
        assert not hosts.Filters([{**criteria, "user_pool_name": ["x"]}], []).admit(listed)
        assert not hosts.Filters([], [criteria, {"user_pool_name": ["cust*"]}]).admit(listed)


class TestNames:
    """Host names are unique, whatever is preferred."""

    @pytest.mark.parametrize(
        ("preferred", "expected"),
        [
            ({"a_1": "x", "a_2": "y"}, ["x", "y"]),
            ({"a_1": "x", "a_2": "x", "a_3": "y"}, ["a_1", "a_2", "y"]),
            ({"a_1": "a_1", "a_2": "a_2"}, ["a_1", "a_2"]),
            ({"a_1": "a_2", "a_2": "x"}, ["a_1", "x"]),  # a user pool that is named as another's ID
            ({"a_1": "a_2", "a_2": "a_2"}, ["a_1", "a_2"]),
            ({"a_1": "a_2", "a_2": "x", "a_3": "x"}, ["a_1", "a_2", "a_3"]),
            ({"a_1": "a_2", "a_2": "a_1"}, ["a_1", "a_2"]),
        ],
    )
    def test_unique(self, preferred: dict[str, str], expected: list[str]) -> None:
        assert list(hosts.unique(preferred).values()) == expected


class TestCache:
    """What is cached comes back as it was."""

    def test_both_ways(self) -> None:
        gaps = [ReadError("x", "y", True)]
        assert hosts.unpack(hosts.pack([POOL], gaps)) == ([POOL], gaps)
        assert hosts.unpack(hosts.pack([], [])) == ([], [])


class TestTrust:
    """Text of AWS is never a template, on any ansible-core."""

    def test_ansible_core_trusts_nothing_by_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hosts, "wrap_var", lambda text: ("wrapped", text))
        assert hosts.untrusted(HOSTILE) == HOSTILE

    def test_a_host_shares_no_dictionary_and_no_list(self) -> None:
        own = hosts.untrusted(HOSTILE)
        own["a"].append("more")
        own["{% b %}"]["more"] = True
        assert hosts.untrusted(HOSTILE) != own

    def test_an_older_one_has_to_be_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wrapped: list[str] = []
        monkeypatch.setattr(hosts, "trust_as_template", None)
        monkeypatch.setattr(hosts, "wrap_var", lambda text: wrapped.append(text) or wrap_var(text))
        assert hosts.untrusted(HOSTILE) == HOSTILE
        assert sorted(wrapped) == ["{% b %}", "{{ 1 }}"]
        assert hosts._trusted("x") == "x"

    def test_a_line_that_chooses_delimiters_makes_a_template_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hosts, "trust_as_template", None)
        monkeypatch.setattr(hosts, "wrap_var", lambda text: ("wrapped", text))
        text = "#jinja2:variable_start_string:'[[',variable_end_string:']]'\n[[ lookup('pipe', 'id') ]]"
        assert hosts.untrusted({"a": [text, "plain"]}) == {"a": [("wrapped", text), "plain"]}


class TestDocumentation:
    """The documentation says what the code does."""

    @pytest.mark.parametrize(("option", "spec"), [("accounts", hosts.ACCOUNT_SPEC), ("hostnames", hosts.HOSTNAME_SPEC)])
    def test_dictionaries(self, option: str, spec: dict[str, Any]) -> None:
        documented = OPTIONS[option]["suboptions"]
        assert documented.keys() == spec.keys()
        for name, argument in spec.items():
            about = {key: value for key, value in documented[name].items() if key != "description"}
            assert about == {key: value for key, value in argument.items() if key != "no_log"}

    def test_criteria(self) -> None:
        text = " ".join(OPTIONS["include_filters"]["description"])
        for criterion in hosts.FILTER_SPEC:
            assert f"C({criterion})" in text

    def test_variables_and_groups(self) -> None:
        text = " ".join(yaml.safe_load(DOCUMENTATION)["description"])
        for name in (*hosts.facts(POOL), *hosts.RUN_HERE, *hosts.GROUPS):
            assert f"C({name})" in text

    def test_examples_have_options_that_exist(self) -> None:
        constructed = {"keyed_groups", "groups", "compose", "profile"}
        for example in yaml.safe_load_all(EXAMPLES):
            cache = {name for name in example if name.startswith("cache")}
            assert set(example) - constructed - cache <= set(OPTIONS)

    def test_the_page_names_the_groups(self) -> None:
        page = (Path(__file__).parents[5] / "docs" / "fleet.md").read_text(encoding="utf-8")
        for group in hosts.GROUPS:
            assert f"`{group}`" in page


@pytest.mark.parametrize("expression", ["tag:Name", " tag:Name", "tag:Name,tag:b", "tag:Name=x"])
def test_the_form_of_another_inventory_is_refused(expression: str) -> None:
    with pytest.raises(AnsibleError, match=r"Write cognito_tags\.Name$"):
        hosts.refuse_tag_form(expression)
