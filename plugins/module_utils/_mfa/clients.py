# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""botocore's clients, from the options that amazon.aws's modules and plugins share.

amazon.aws makes a session, and reads botocore's data, for every client.  Here a session serves many clients, and the data
are read once.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import threading
from typing import Any
from typing import Callable
from typing import Dict
from typing import NoReturn
from typing import Optional
from typing import Tuple

try:
    import botocore.credentials
    import botocore.loaders
    import botocore.session
except ImportError:
    pass  # amazon.aws says so

from ansible.module_utils.ansible_release import __version__ as ansible_version
from ansible_collections.amazon.aws.plugins.module_utils.botocore import HAS_BOTO3
from ansible_collections.amazon.aws.plugins.module_utils.common import get_collection_info

from .module import client_config
from .module import connection_info
from .module import Params
from .transport import bounded

KEYS: Tuple[str, ...] = ("access_key", "secret_key", "session_token")
"""The connection options that are credentials."""

LOADER: Any = botocore.loaders.create_loader() if HAS_BOTO3 else None


class ConnectionOptions:
    """What amazon.aws reads connection options from: a module as far as it looks at one."""

    def __init__(self, params: Params) -> None:
        self.params = params

    def fail_json(self, msg: str, **_details: Any) -> NoReturn:
        raise ValueError(msg)


def make_session(profile: Optional[str], session: Any = None) -> Any:
    """A session for a profile, which shares botocore's data with the others.

    :arg session: one that has read nothing yet, to be made up.
    """
    session = session or botocore.session.get_session()
    if profile:
        session.set_config_variable("profile", profile)
    if not session.get_config_variable("data_path"):
        session.register_component("data_loader", LOADER)
    return session


def make_client(
    service: str, params: Params, session_of: Callable[[Optional[str]], Any], defaults: Params, fixed: Params
) -> Any:
    """A client.

    :arg params: the connection options.
    :arg session_of: the session of a profile.
    :arg defaults: settings of botocore's Config under the user's aws_config; ``fixed``, over it.
    :raises Refusal: if the region cannot be one.
    :raises ValueError: if the options make no client.
    """
    config = client_config(params, {"user_agent": user_agent(), **defaults}, fixed)
    region, endpoint_url, options = connection_info(ConnectionOptions(params))
    options.pop("aws_config", None)
    session = session_of(options.pop("profile_name", None))
    return bounded(
        session.create_client(service, region_name=region, endpoint_url=endpoint_url, config=config, **options)
    )


def user_agent() -> str:
    """The user agent of amazon.aws's modules: what CloudTrail shows and policies may ask for."""
    info = get_collection_info()
    agent = [f"APN/1.0 Ansible/{ansible_version}", *([info["name"]] if info["name"] else [])]
    return "/".join([" ".join(agent), *([info["version"]] if info["name"] and info["version"] else [])])


def role_session(sts: Any, role_arn: str, name: str) -> Any:
    """A session with the credentials of a role, which is assumed at the first request, and again before they expire.

    :arg sts: the client that assumes it.
    :arg name: the name of the role's session, which CloudTrail shows.
    """

    def assume() -> Dict[str, str]:
        given = sts.assume_role(RoleArn=role_arn, RoleSessionName=name)["Credentials"]
        return {
            "access_key": given["AccessKeyId"],
            "secret_key": given["SecretAccessKey"],
            "token": given["SessionToken"],
            "expiry_time": given["Expiration"].isoformat(),
        }

    return given_session(None, botocore.credentials.DeferredRefreshableCredentials(assume, "assume-role"))


def given_session(profile: Optional[str], credentials: Any) -> Any:
    """A session with the settings of a profile, and credentials that are there already."""
    session = make_session(profile)
    session.register_component("credential_provider", _Given(credentials))
    return session


class _Given:
    """botocore's credential provider of a session whose credentials are there already."""

    def __init__(self, credentials: Any) -> None:
        self._credentials = credentials

    def load_credentials(self) -> Any:
        return self._credentials


class ClientFactory:
    """Makes clients for several threads, with one session for each profile."""

    def __init__(self) -> None:
        self._sessions: Dict[Optional[str], Any] = {}
        self._regions: Dict[Tuple[str, Optional[str]], Dict[str, str]] = {}
        self._lock = threading.RLock()  # threads may share clients, but not the making of them

    def make(self, service: str, params: Params, defaults: Params, fixed: Params, session: Any = None) -> Any:
        """A client for connection options, with settings of botocore's Config under and over the user's.

        :arg session: of a role; by default that of the profile that the options name.
        :raises ValueError: if the options make no client.
        """
        with self._lock:
            session_of = self._session if session is None else lambda _profile: session
            return make_client(service, params, session_of, defaults, fixed)

    def regions(self, service: str, params: Params) -> Dict[str, str]:
        """The regions in which the installed botocore knows a service, each with its partition."""
        profile = params["profile"]
        with self._lock:
            if (service, profile) not in self._regions:
                session = self._session(profile)
                self._regions[service, profile] = {
                    region: partition
                    for partition in session.get_available_partitions()
                    for region in session.get_available_regions(service, partition)
                }
            return self._regions[service, profile]

    def _session(self, profile: Optional[str]) -> Any:
        if profile not in self._sessions:
            self._sessions[profile] = make_session(profile)
        return self._sessions[profile]
