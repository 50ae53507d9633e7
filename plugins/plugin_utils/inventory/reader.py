# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every user pool of some accounts and regions: sign in, list, read.  Each step is done concurrently.

An account and region have quotas of their own (R76), so each that has many user pools has a client of its own, which slows
down by itself.  All else is asked by clients that accounts share.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

import re
import threading
import time
from difflib import get_close_matches
from functools import partial
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterable
from typing import List
from typing import NamedTuple
from typing import Optional
from typing import Set
from typing import Tuple
from typing import TypeVar

from ansible.errors import AnsibleError
from ansible.utils.display import Display
from ansible_collections.amazon.aws.plugins.module_utils.botocore import gather_sdk_versions
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import Failure
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import READ_SETTINGS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import SERVICE
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import translate_errors
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.client import UserPools
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.concurrency import concurrently
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.concurrency import paced
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.concurrency import WORKERS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import Config
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import get
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import Path
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import READING
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.limits import refuse_region
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.refusal import Refusal
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.retries import DESCRIBE_RATE
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.retries import READ_RATE
from ansible_collections.latchkey.cognito.plugins.plugin_utils._clients import Clients

MAX_PLACES = 24  # accounts and regions, each with threads of its own: enough to keep a processor busy
HOME_REGION = "us-east-1"  # asked for the account and its regions, unless the options or the profile name one
ROLE_SESSION = "latchkey_cognito_user_pools"
ROLE_ARN = re.compile(r"arn:(?P<partition>[\w-]+):iam::(?P<account_id>\d{12}):role/.+")
POOL_ARN = re.compile(rf"arn:[\w-]+:{SERVICE}:[\w-]+:(?P<account_id>\d{{12}}):userpool/.+")
ASKING: Params = {**READ_SETTINGS, "connect_timeout": 5, "retries": {"mode": "standard", "total_max_attempts": 2}}
"""botocore's settings for AWS STS where it may be that nobody answers, and that does not matter."""
NOT_SIGNED_IN = ("ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException")
FEW = READ_RATE
"""As many user pools of a place are read before its quota (R76) matters.  For more, a place has a client of its own, which
slows down by itself; a client takes botocore milliseconds of processor time and half a megabyte."""
SHARED: Params = {
    "retries": {"mode": "standard", "total_max_attempts": 10},
    "max_pool_connections": MAX_PLACES * WORKERS,
}
"""botocore's settings for clients that places share: that one place is throttled does not slow down the others."""
TAGS = "UserPoolTags"
DESCRIBED: Tuple[Path, ...] = (
    (TAGS,),
    ("UserPoolTier",),
    ("EmailConfiguration", "EmailSendingAccount"),
    ("AccountRecoverySetting", "RecoveryMechanisms"),
    ("Policies", "SignInPolicy", "AllowedFirstAuthFactors"),
)
"""What is kept of a description, of thousands of user pools: the tags, and what decides whether Cognito accepts a factor or mode."""

Raw = Dict[str, Any]
"""What was read of a user pool, as JSON can have it: ``user_pool_id``, ``user_pool_name``, ``user_pool_arn``, ``region``,
``account_id`` and ``account_name``; ``config`` and ``description``, or None; ``error``, why one is missing, or None."""

Item = TypeVar("Item")
Result = TypeVar("Result")

display = Display()


class ReadError(NamedTuple):
    """An account or region that could not be read.

    :ivar denied: whether a permission is missing.
    """

    where: str
    error: str
    denied: bool


class Account(NamedTuple):
    """An account that is signed in to.

    :ivar account_id: None as long as nobody has said it.
    :ivar connection: the connection options, with the credentials of its role.
    """

    name: Optional[str]
    account_id: Optional[str]
    partition: str
    connection: Params
    regions: List[str]

    @property
    def label(self) -> str:
        """For messages."""
        return (
            f"{self.name} ({self.account_id})" if self.name and self.account_id else self.name or self.account_id or ""
        )

    def owned(self, pools: List[Raw]) -> List[Raw]:
        """Its user pools, with its ID and their ARNs, as far as the options, AWS STS or a description say it."""
        arns = (POOL_ARN.fullmatch(str(pool["user_pool_arn"])) for pool in pools)
        account_id = self.account_id or next((arn["account_id"] for arn in arns if arn), None)
        return [{**pool, "account_id": account_id, "user_pool_arn": self._arn(pool, account_id)} for pool in pools]

    def _arn(self, pool: Raw, account_id: Optional[str]) -> Optional[str]:
        where = f"arn:{self.partition}:{SERVICE}:{pool['region']}:{account_id}"
        return f"{where}:userpool/{pool['user_pool_id']}" if account_id else None


class SharedUserPools(UserPools):
    """The user pools of an account and region, by the client that all accounts have there."""

    def __init__(self, clients: Clients, connection: Params) -> None:
        self._signing = partial(clients.signing, connection)
        super().__init__(partial(clients.shared, SERVICE, connection), **SHARED)

    def list(self) -> List[Tuple[str, str]]:
        with self._signing():
            return super().list()

    def read(self, user_pool_id: str) -> Config:
        with self._signing():
            return super().read(user_pool_id)

    def describe(self, user_pool_id: str) -> Config:
        with self._signing():
            return super().describe(user_pool_id)


class Place(NamedTuple):
    """An account's region, with ID and name of each user pool."""

    account: Account
    region: str
    pools: UserPools
    listed: List[Tuple[str, str]]

    @property
    def where(self) -> str:
        """For messages."""
        return _where(self.account, self.region)


class PlacesProgress:
    """Tells how far a long reading is, once in a while for each account and region."""

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic, pause: float = 10
    ) -> None:
        """
        :arg say: shows a line.
        :arg pause: seconds before the first line, and between two of the same place.
        """
        self._say, self._clock, self._pause = say, clock, pause
        self._lock = threading.Lock()
        self._done: Dict[str, int] = {}
        self._since: Dict[str, float] = {}
        self._spoke: Set[str] = set()

    def step(self, where: str, total: int) -> None:
        """One more of ``total`` user pools is read."""
        with self._lock:
            now = self._clock()
            done = self._done[where] = self._done.get(where, 0) + 1
            due = now - self._since.setdefault(where, now) >= self._pause
            if due or (done == total and where in self._spoke):
                self._since[where] = now
                self._spoke.add(where)
                self._say(f"{where}: {done} of {total} user pools read")


def origin(clients: Clients, options: Params) -> Optional[List[str]]:
    """What tells whose user pools the options lead to, for the cache, or None where there are no credentials.

    AWS is not asked.  A role names its account; what else there is belongs to the account of the credentials.
    """
    try:
        region = _home_region(clients, options)
        with translate_errors("make a client", ""):
            connection = {**options, "region": region}
            client = clients.shared(SERVICE, connection, READ_SETTINGS, {})
        return [client.meta.endpoint_url, region, options["assume_role_arn"] or clients.owner(connection)]
    except (AnsibleError, Failure):
        return None  # signing in says why


def sign_in(clients: Clients, accounts: List[Params], identify: bool) -> Tuple[List[Account], List[ReadError]]:
    """Accounts, and those that could not be signed in to.

    :arg accounts: connection options, each with ``name``, ``assume_role_arn`` and ``regions`` as well.
    :arg identify: whether nobody but AWS STS will say whose accounts they are.  To tell several apart, it is asked anyway.
    :raises AnsibleError: if a region does not exist, or the options contradict each other.
    """
    identify = identify or len(accounts) > 1
    return _attempts(lambda options: _sign_in(clients, options, identify), accounts, _label)


def find_places(clients: Clients, accounts: List[Account]) -> Tuple[List[Place], List[ReadError]]:
    """The accounts' regions that have user pools, each asked once however often it is named."""
    where: Dict[Tuple[Any, str], Account] = {}
    for number, account in enumerate(accounts):
        for region in account.regions:
            where.setdefault((account.account_id or number, region), account)
    lock, owners = threading.Lock(), {}

    def label(place: Tuple[Tuple[Any, str], Account]) -> str:
        """Whose region failed is worth a question, one for each account."""
        (key, region), account = place
        with lock:
            if key not in owners:
                owners[key] = account.account_id or _owner(clients, account.connection)
        return _where(account._replace(account_id=owners[key]), region)

    found, read_errors = _attempts(lambda place: _list(clients, place[1], place[0][1]), list(where.items()), label)
    return [place for place in found if place is not None], read_errors


def read_pools(
    places: List[Place], chosen: Callable[[str, str], bool], describe: bool, progress: PlacesProgress
) -> List[Raw]:
    """What Cognito says of each user pool.

    :arg chosen: whether to read the user pool of an ID and name.
    :arg describe: whether to describe it, too.
    """
    stopped = threading.Event()

    def read_place(place: Place) -> List[Raw]:
        targets = [target for target in place.listed if chosen(*target)]

        def read_pool(target: Tuple[str, str]) -> Raw:
            pool = {**_listed(place, *target), **_ask(place.pools, target[0], describe)}
            progress.step(place.where, len(targets))
            return pool

        return paced(read_pool, targets, DESCRIBE_RATE if describe else READ_RATE, stopped)

    try:
        reading = concurrently(read_place, places, MAX_PLACES)
    except BaseException:
        stopped.set()  # an interruption does not wait for the rest
        raise
    of_account: Dict[int, List[Raw]] = {}
    for place, found in zip(places, reading):
        of_account.setdefault(id(place.account), []).extend(found)
    by_id = {id(place.account): place.account for place in places}
    owned = [pool for key, pools in of_account.items() for pool in by_id[key].owned(pools)]
    # Of accounts that could not be told apart, several may be one.
    return list(
        {(pool["account_id"], pool["region"], pool["user_pool_id"]): pool for pool in reversed(owned)}.values()
    )[::-1]


def _attempts(
    work: Callable[[Item], Result], items: List[Item], where: Callable[[Item], str]
) -> Tuple[List[Result], List[ReadError]]:
    """What the work made of the items, and where it failed."""

    def attempt(item: Item) -> Result | ReadError:
        try:
            return work(item)
        except Failure as failure:
            return ReadError(where(item), str(failure), failure.denied)

    outcomes = concurrently(attempt, items, MAX_PLACES)
    read_errors = [outcome for outcome in outcomes if isinstance(outcome, ReadError)]
    return [outcome for outcome in outcomes if not isinstance(outcome, ReadError)], read_errors


def _sign_in(clients: Clients, options: Params, identify: bool) -> Account:
    """The role is assumed first, so that it is the role's regions that are found."""
    named, everywhere = options["regions"], _known_regions(clients, options)
    _refuse_unknown(named, everywhere)
    connection = {**options, "region": _home_region(clients, options)}
    clients.owner(connection)  # credentials that cannot be had are one error, not one for each region
    role = ROLE_ARN.fullmatch(options["assume_role_arn"] or "")
    if options["assume_role_arn"]:
        connection = _assumed(clients, connection)
    account_id = role["account_id"] if role else _identified(clients, connection) if identify else None
    partition = role["partition"] if role else everywhere.get(connection["region"], "aws")
    regions = named or _enabled_regions(clients, connection, partition)
    return Account(options["name"], account_id, partition, connection, regions)


def _known_regions(clients: Clients, options: Params) -> Dict[str, str]:
    with translate_errors("read the configuration", ""):
        return clients.regions("ec2", options)


def _home_region(clients: Clients, options: Params) -> str:
    """Where to sign in.

    :raises AnsibleError: if the region cannot be one, wherever it comes from.
    """
    with translate_errors("read the configuration", ""):
        region = str(
            options["region"] or clients.region(options["profile"]) or (options["regions"] or [HOME_REGION])[0]
        )
    try:
        refuse_region("region", region)
    except Refusal as refusal:
        raise AnsibleError(str(refusal)) from refusal
    return region


def _identified(clients: Clients, connection: Params) -> Optional[str]:
    """The account that AWS STS names, or None where there is no AWS STS to ask.

    :raises Failure: if AWS STS does not know the credentials.
    """
    try:
        return _asked_owner(clients, connection)
    except Failure as failure:
        if failure.code in NOT_SIGNED_IN:
            raise
        display.vvv(str(failure))
        return None


def _owner(clients: Clients, connection: Params) -> Optional[str]:
    """The account that AWS STS names, for a message about something else that fails."""
    try:
        return _asked_owner(clients, connection)
    except Failure:
        return None


def _asked_owner(clients: Clients, connection: Params) -> str:
    with translate_errors("find out whose account it is", "sts:GetCallerIdentity"):
        with clients.borrow("sts", connection, ASKING) as sts:
            account_id = str(sts.get_caller_identity()["Account"])
        if not re.fullmatch(r"\d{12}", account_id):
            raise ValueError("the answer has no account")
    return account_id


def _refuse_unknown(regions: List[str], known: Iterable[str]) -> None:
    for region in regions:
        if region not in known:
            similar = ", ".join(get_close_matches(region, known)) or "none"
            raise AnsibleError(
                f"regions has {region!r}, which botocore {_botocore()} does not know; similar ones: {similar}. "
                "Correct it, or install a newer botocore"
            )


def _assumed(clients: Clients, connection: Params) -> Params:
    """The connection options with the credentials of the role."""
    role = connection["assume_role_arn"]
    with translate_errors(f"assume the role {role}", "sts:AssumeRole"), clients.borrow(
        "sts", connection, READ_SETTINGS
    ) as sts:
        given = sts.assume_role(RoleArn=role, RoleSessionName=ROLE_SESSION)["Credentials"]
    keys = {"access_key": "AccessKeyId", "secret_key": "SecretAccessKey", "session_token": "SessionToken"}
    return {**connection, "profile": None, **{option: given[member] for option, member in keys.items()}}


def _enabled_regions(clients: Clients, connection: Params, partition: str) -> List[str]:
    """The regions that are enabled in the account and have Cognito; where only botocore can be asked, what it knows."""
    everywhere, known = clients.regions("ec2", connection), clients.regions(SERVICE, connection)
    here = [region for region, its_partition in known.items() if its_partition == partition]
    try:
        with translate_errors("find out which regions are enabled", "ec2:DescribeRegions"), clients.borrow(
            "ec2", connection, READ_SETTINGS
        ) as ec2:
            enabled = [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    except Failure as failure:
        display.warning(f"{failure}. All regions in which botocore knows Amazon Cognito are tried; regions names them")
        return here
    unsure = [name for name in enabled if name not in known and everywhere.get(name, partition) == partition]
    if unsure:
        display.warning(
            f"botocore {_botocore()} does not know whether Amazon Cognito is offered in {', '.join(unsure)}: "
            "what is there is not read. Name these regions in regions, or install a newer botocore"
        )
    return [region for region in here if region in enabled]


def _botocore() -> str:
    return str(gather_sdk_versions()["botocore_version"])


def _list(clients: Clients, account: Account, region: str) -> Optional[Place]:
    """A region of an account, or None without user pools."""
    connection = {**account.connection, "region": region}
    pools: UserPools = SharedUserPools(clients, connection)
    listed = pools.list()
    if len(listed) > FEW:
        pools = UserPools(lambda defaults, fixed: clients.make(SERVICE, connection, defaults, fixed), **READING)
    return Place(account, region, pools, listed) if listed else None


def _ask(pools: UserPools, user_pool_id: str, describe: bool) -> Raw:
    answer: Raw = {"config": None, "description": None, "error": None}
    try:
        answer["config"] = pools.read(user_pool_id)
        if describe:
            pool = pools.describe(user_pool_id)
            answer["description"] = _kept(pool)
            answer["user_pool_arn"] = pool.get("Arn")
    except Failure as failure:
        answer["error"] = str(failure)
    return answer


def _kept(pool: Config) -> Config:
    """What is kept of a description."""
    kept: Config = {}
    for path in DESCRIBED:
        value = get(pool, path)
        if value:
            for name in reversed(path):
                value = {name: value}
            kept.update(value)
    return kept


def _listed(place: Place, user_pool_id: str, user_pool_name: str) -> Raw:
    return {
        "user_pool_id": user_pool_id,
        "user_pool_name": user_pool_name,
        "user_pool_arn": None,
        "region": place.region,
        "account_id": None,
        "account_name": place.account.name,
    }


def _where(account: Account, region: str) -> str:
    return f"{account.label} {region}".lstrip()


def _label(options: Params) -> str:
    """What an account is called before its ID is known."""
    return str(options["name"] or options["assume_role_arn"] or options["profile"] or "the account")
