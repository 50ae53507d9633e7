# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts share clients, as long as nothing but credentials tells them apart, and every call is signed for its own account."""

from __future__ import annotations

import re
import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import Failure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import UserPools
from ansible_collections.latchkey.cognito.plugins.plugin_utils._clients import Clients
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import hosts
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import SharedUserPools
from botocore.awsrequest import AWSResponse
from urllib3 import HTTPResponse

SERVICE = "cognito-idp"
SIGNED = re.compile(r"Credential=(?P<key>\w+)/\d{8}/(?P<region>[\w-]+)/(?P<service>[\w-]+)/")
CONFIG = """
[profile one]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = keys
[profile two]
sso_session = company
sso_account_id = 222233334444
sso_role_name = audit
region = eu-west-3
[profile keys]
aws_access_key_id = OFPROFILE
aws_secret_access_key = x
[profile authorities]
ca_bundle = /authorities
aws_access_key_id = OFPROFILE
aws_secret_access_key = x
[profile elsewhere]
endpoint_url = http://localhost:1
[profile fips]
use_fips_endpoint = true
[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = eu-west-1
"""


@pytest.fixture(autouse=True)
def configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Profiles, and nothing of the caller's AWS settings."""
    for name in ("AWS_PROFILE", "AWS_DATA_PATH", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    (tmp_path / "config").write_text(CONFIG, encoding="utf-8")


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The access keys that requests were signed with, each answered with an account's one user pool: its access key."""
    keys: list[str] = []
    together = threading.Barrier(2, timeout=0.05)

    def answer(_self: Any, request: Any) -> AWSResponse:
        key = SIGNED.search(str(request.headers["Authorization"]))["key"]  # type: ignore[index]
        keys.append(key)
        try:
            together.wait()  # so that several are under way at a time
        except threading.BrokenBarrierError:
            together.reset()
        content = f'{{"UserPools": [{{"Id": "{key}", "Name": "x"}}], "MfaConfiguration": "OFF"}}'.encode()
        return AWSResponse(request.url, 200, {}, HTTPResponse(BytesIO(content), preload_content=False))

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", answer)
    return keys


def options(**given: Any) -> dict[str, Any]:
    """Connection options."""
    return {**dict.fromkeys(hosts.CONNECTION), "region": "us-east-1", **given}


def keys(name: str) -> dict[str, Any]:
    """Connection options with keys."""
    return options(access_key=name, secret_key="x", session_token="y")


def shared(clients: Clients, given: dict[str, Any], service: str = SERVICE, **defaults: Any) -> Any:
    """A shared client."""
    return clients.shared(service, given, defaults, {})


@pytest.mark.parametrize(
    "given",
    [
        {"access_key": "A", "secret_key": "x"},
        {"access_key": "B", "secret_key": "y", "session_token": "z"},
        {"profile": "keys"},
        {"profile": "one"},
        {"profile": "two"},
        {"profile": "", "assume_role_arn": "arn:aws:iam::111122223333:role/audit", "regions": ["us-east-1"]},
    ],
    ids=str,
)
def test_whose_credentials_they_are_makes_no_other_client(given: dict[str, Any]) -> None:
    clients = Clients()
    assert shared(clients, options(**given)) is shared(clients, options())


@pytest.mark.parametrize(
    "given",
    [
        {"region": "eu-west-1"},
        {"endpoint_url": "http://localhost:1"},
        {"validate_certs": False},
        {"validate_certs": True, "aws_ca_bundle": "/authorities"},
        {"aws_config": {"use_fips_endpoint": True}},
        {"aws_config": {"retries": {"total_max_attempts": 1}}},
        {"profile": "authorities"},
        {"profile": "elsewhere"},
        {"profile": "fips"},
    ],
    ids=str,
)
def test_how_requests_are_made_does(given: dict[str, Any]) -> None:
    clients = Clients()
    assert shared(clients, options(**given)) is not shared(clients, options())
    assert shared(clients, options(**given)) is shared(clients, options(**given))


def test_other_settings_and_services_do() -> None:
    clients = Clients()
    made = [shared(clients, options()), shared(clients, options(), "sts"), shared(clients, options(), read_timeout=9)]
    assert len({id(client) for client in made}) == 3


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"region": "eu-west-1"}, "https://cognito-idp.eu-west-1.amazonaws.com"),
        ({"region": "cn-north-1"}, "https://cognito-idp.cn-north-1.amazonaws.com.cn"),
        (
            {"region": "us-gov-west-1", "aws_config": {"use_fips_endpoint": True}},
            "https://cognito-idp-fips.us-gov-west-1.amazonaws.com",
        ),
        ({"profile": "fips"}, "https://cognito-idp-fips.us-east-1.amazonaws.com"),
        ({"profile": "elsewhere"}, "http://localhost:1"),
    ],
    ids=str,
)
def test_requests_go_where_those_of_other_clients_go(given: dict[str, Any], url: str) -> None:
    clients = Clients()
    shared(clients, options())
    found, another = shared(clients, options(**given)), clients.make(SERVICE, options(**given), {}, {})
    assert found.meta.endpoint_url == another.meta.endpoint_url == url
    assert found.meta.region_name == another.meta.region_name


def test_every_call_is_signed_for_its_own_account(signed: list[str]) -> None:
    clients = Clients()
    names = [f"KEY{number}" for number in range(12)]
    found: dict[str, Any] = {}

    def ask(name: str) -> None:
        pools = SharedUserPools(clients, keys(name))
        found[name] = [pools.list() for _time in range(3)]
        pools.read(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [[(name, "x")]] * 3 for name in names}
    assert sorted(signed) == sorted(names * 4)


def test_credentials_of_a_profile_and_of_keys_take_turns(signed: list[str]) -> None:
    clients = Clients()
    for given in (
        options(profile="keys"),
        keys("A"),
        options(profile="keys"),
        options(profile="", **{"access_key": "B", "secret_key": "x"}),
    ):
        SharedUserPools(clients, given).list()
    assert signed == ["OFPROFILE", "A", "OFPROFILE", "B"]


def test_without_credentials_nothing_is_sent(signed: list[str]) -> None:
    """A call outside of a block is signed with nobody's, not with those of the block before."""
    clients = Clients()
    with clients.borrow("sts", keys("A"), {}) as sts:
        pass
    with pytest.raises(LookupError):
        sts.get_caller_identity()
    with pytest.raises(Failure):
        UserPools(lambda defaults, fixed: clients.shared(SERVICE, keys("A"), defaults, fixed)).list()
    assert signed == []


def test_a_block_in_a_block(signed: list[str]) -> None:
    clients = Clients()
    with clients.borrow(SERVICE, keys("A"), {}) as outer:
        with clients.borrow(SERVICE, keys("B"), {}) as inner:
            inner.list_user_pools(MaxResults=1)
        outer.list_user_pools(MaxResults=1)
    assert (signed, inner) == (["B", "A"], outer)


@pytest.mark.parametrize(
    ("given", "missing"), [({"access_key": "A"}, "secret_key"), ({"secret_key": "x"}, "access_key")], ids=str
)
def test_half_of_the_keys(given: dict[str, Any], missing: str) -> None:
    with pytest.raises(
        Failure, match=f"Failed to get credentials: Partial credentials found in explicit, missing: {missing}"
    ):
        Clients().owner(options(**given))


def test_options_that_make_no_client() -> None:
    with pytest.raises(AnsibleError, match="aws_config is not a botocore configuration"):
        shared(Clients(), options(aws_config={"no_such_setting": 1}))


@pytest.mark.parametrize(("profile", "region"), [("two", "eu-west-3"), ("keys", None), ("nobody", None), (None, None)])
def test_the_region_of_a_profile(profile: str | None, region: str | None) -> None:
    assert Clients().region(profile) == region
