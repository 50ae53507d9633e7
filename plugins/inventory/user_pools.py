# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: user_pools
version_added: 0.2.0
short_description: Amazon Cognito user pools as hosts, with their multi-factor authentication
description:
  - Adds every Amazon Cognito user pool in some or all regions of one or several accounts as a host, grouped by its
    multi-factor authentication (MFA).
  - The name of the inventory file must end in C(user_pools.yml) or C(user_pools.yaml), as in C(prod.user_pools.yml) or
    C(cognito_user_pools.yml).
  - Accounts and regions are read concurrently, each as fast as the service's quotas allow. Reads that take longer than ten
    seconds report their progress.
  - A user pool, region or account that cannot be read is never treated as one without MFA or without user pools. The
    inventory fails, or reports it; see O(fail_on_unknown) and O(strict_permissions).
  - Every host has the variables C(user_pool_id), C(user_pool_name), C(user_pool_arn), C(region), C(account_id),
    C(account_name), C(user_pool_tier), C(cognito_tags), C(mfa_prerequisites), C(mfa_config), C(factors), C(status) and C(error).
  - C(mfa_config) is the MFA configuration under the option names of M(latchkey.cognito.user_pool_mfa_config), and C(factors)
    is the list of enabled factors. Both are null if C(status) is V(unknown); C(error) then gives the reason.
  - A user pool with a mode that this release does not know is also V(unknown), with a warning, but does not make the
    inventory fail.
  - C(account_name) is O(accounts[].name). C(account_id) and C(user_pool_arn) are null if the account could not be determined.
    C(user_pool_tier), C(cognito_tags) and C(mfa_prerequisites) are null if they were not read.
  - Tasks for these hosts run on the controller, because C(ansible_connection) is V(local) and C(ansible_python_interpreter)
    is C(ansible_playbook_python). These two variables never have a prefix or suffix.
  - All hosts are in the group C(cognito_user_pools). Each is in one of C(mfa_on), C(mfa_optional), C(mfa_off) and
    C(mfa_unknown), and in those of C(factor_sms_mfa), C(factor_software_token_mfa) and C(factor_email_otp) that apply. These
    groups always exist, even if empty.
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [latchkey.cognito.user_pools]
  regions:
    description:
      - The regions to read.
      - By default, all regions are read that are enabled in the account and in which botocore knows Amazon Cognito. This
        requires the IAM action C(ec2:DescribeRegions). Without that permission, every region in which botocore knows Amazon
        Cognito is tried.
    type: list
    elements: str
    default: []
  accounts:
    description:
      - The accounts to read. Each is a dictionary of the values that differ from this plugin's options of the same name.
      - By default, one account is read, the one that this plugin's options give access to.
      - An account's role is assumed before its regions are looked up.
      - An account and region that is named more than once is read only once, with its first entry.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: The name of the account in messages and in C(account_name).
        type: str
      profile:
        description: The profile to use instead of O(profile) and of keys.
        type: str
        aliases: [aws_profile]
      access_key:
        description: The access key ID to use instead of O(access_key) and O(profile).
        type: str
        aliases: [aws_access_key_id, aws_access_key]
      secret_key:
        description: The secret access key to use.
        type: str
        aliases: [aws_secret_access_key, aws_secret_key]
      session_token:
        description: The session token to use.
        type: str
        aliases: [aws_session_token]
      assume_role_arn:
        description: The role to assume instead of O(assume_role_arn). An empty string means none.
        type: str
        aliases: [iam_role_arn]
      region:
        description: The region to sign in to instead of O(region).
        type: str
        aliases: [aws_region]
      regions:
        description: The regions to read instead of O(regions).
        type: list
        elements: str
      endpoint_url:
        description: The URL to connect to instead of O(endpoint_url).
        type: str
        aliases: [aws_endpoint_url]
  describe:
    description:
      - Whether to also read the tags and the feature plan of the user pools, for C(cognito_tags) and C(user_pool_tier).
      - This takes a second call for each user pool, with a lower quota than the first. Without it, large regions take three
        quarters of the time.
    type: bool
    default: true
  strict_permissions:
    description:
      - Whether to fail if permission is missing to assume a role or to list the user pools of a region.
      - If V(false), the account or region is skipped with a warning.
    type: bool
    default: true
  fail_on_unknown:
    description:
      - Whether to fail if a user pool, a region or an account cannot be read.
      - If V(false), user pools that cannot be read become hosts of the group C(mfa_unknown), and regions and accounts that
        cannot be read are skipped with a warning.
      - What is skipped is also listed in the variable C(cognito_user_pools_read_errors) of the group C(all), as messages. The
        playbook C(latchkey.cognito.audit) fails for it.
      - Incomplete results are not cached, unless only O(strict_permissions=false) made them incomplete.
    type: bool
    default: true
  filters:
    description:
      - One filter, added to O(include_filters).
    type: dict
    default: {}
  include_filters:
    description:
      - Only user pools that match at least one of these filters become hosts.
      - A filter is a dictionary of criteria, all of which must match. The criteria are C(user_pool_id) and C(user_pool_name),
        a shell pattern or a list of them; C(cognito_tags), a dictionary of tags with a shell pattern or a list of them for
        each; C(mfa_configuration), a list of modes; and C(factors), a list of factors of which at least one must be enabled.
      - Patterns are case-sensitive. V(ON) and V(OFF) must be quoted.
      - If the match depends on something that could not be read, the user pool is included.
      - Without O(cache), user pools that do not match by ID or name are not even read.
    type: list
    elements: dict
    default: []
  exclude_filters:
    description:
      - User pools that match any of these filters do not become hosts, whatever O(include_filters) says.
      - The filters have the form of O(include_filters). If the match depends on something that could not be read, the user
        pool is not excluded.
    type: list
    elements: dict
    default: []
  hostnames:
    description:
      - How to name the hosts, in order of preference. The first name that is not empty is used.
      - Each is a Jinja2 expression over the host's variables, such as C(user_pool_name), or a dictionary. An expression that
        fails counts as empty, unless O(strict=true).
      - Names of user pools are not unique. User pools that would share a name are all named by ID instead. So are user pools
        without a name, and those whose name is V(localhost) or belongs to another host or group, also one that O(keyed_groups) makes.
      - If an inventory that is read later has a host with the same name, the two become one host, whose tasks run on the
        controller. Give the file of this plugin last, or add a prefix to the names.
    type: list
    elements: raw
    default: [user_pool_id]
    suboptions:
      name:
        description: The expression for the name.
        type: str
        required: true
      prefix:
        description: The expression for a prefix. If it is empty, the name has no prefix.
        type: str
      separator:
        description: The text between prefix and name.
        type: str
        default: "_"
  hostvars_prefix:
    description: The prefix for the names of the host variables.
    type: str
  hostvars_suffix:
    description: The suffix for the names of the host variables.
    type: str
  validate_certs:
    description: Whether to validate TLS certificates. The default is that of botocore.
    type: bool
  aws_ca_bundle:
    description: The path to the certificate authorities to trust instead of those in botocore's configuration.
    type: path
  aws_config:
    description: Settings for botocore's C(Config), such as timeouts, proxies and retries.
    type: dict
notes:
  - Requires the IAM actions C(cognito-idp:ListUserPools), C(cognito-idp:GetUserPoolMfaConfig) and, unless O(describe=false),
    C(cognito-idp:DescribeUserPool); without O(regions), also C(ec2:DescribeRegions); and for roles, C(sts:AssumeRole).
  - These credentials are for the inventory only. Tasks need their own credentials. With several accounts, give each a profile
    and select it by C(account_name), for example in C(profile) of C(module_defaults).
  - The account is known from the role or from C(cognito-idp:DescribeUserPool). Where neither is used, and to tell several
    accounts without roles apart, C(sts:GetCallerIdentity) is called, which needs no permission. If that fails, C(account_id)
    and C(user_pool_arn) are null, with a warning.
  - If O(endpoint_url) is set, it is used for AWS STS and Amazon EC2 as well.
  - By default, ansible-core warns when an inventory fails, and continues without it. To stop instead, set
    C(any_unparsed_is_failed=true) in the section C([inventory]) of C(ansible.cfg), or
    C(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED=true).
  - The cache contains the responses from AWS. Hosts, variables, groups and filters are evaluated in each run. The cache key
    covers accounts, roles, regions and whatever else leads to other user pools, and the account of the credentials or else
    their access key.
  - A run makes one C(cognito-idp:ListUserPools) call for every 60 user pools of a region, and one
    C(cognito-idp:GetUserPoolMfaConfig) and one C(cognito-idp:DescribeUserPool) call for each user pool.
seealso:
  - module: latchkey.cognito.user_pool_mfa_config
  - module: latchkey.cognito.user_pool_mfa_config_info
extends_documentation_fragment:
  - inventory_cache
  - constructed
  - amazon.aws.boto3
  - amazon.aws.common.plugins
  - amazon.aws.region.plugins
  - amazon.aws.assume_role.plugins
author:
  - Latchkey contributors (@latchkey)
"""

EXAMPLES = r"""
# customers.user_pools.yml: the user pools of two regions, with credentials from the environment.
# Try it with: ansible-inventory -i customers.user_pools.yml --graph
plugin: latchkey.cognito.user_pools
regions:
  - eu-central-1
  - us-east-1

---

# Every region of three accounts. The credentials of the profile "audit" may assume the role in each of them.
plugin: latchkey.cognito.user_pools
profile: audit
accounts:
  - name: prod
    assume_role_arn: arn:aws:iam::111122223333:role/cognito-audit
  - name: test
    assume_role_arn: arn:aws:iam::222233334444:role/cognito-audit
    regions:
      - eu-central-1
  - name: legacy
    profile: legacy-readonly
# Accounts and regions in which this is not allowed are left out with a warning.
strict_permissions: false

---

# Production user pools that do not require MFA, apart from two that are known.
plugin: latchkey.cognito.user_pools
regions:
  - eu-central-1
include_filters:
  - user_pool_name: prod-*
    mfa_configuration: ["OFF", OPTIONAL]
  - cognito_tags:
      stage: prod
    mfa_configuration: ["OFF", OPTIONAL]
exclude_filters:
  - user_pool_id:
      - eu-central-1_EXAMPLE01
      - eu-central-1_EXAMPLE02

---

# Hosts named after their user pools, with groups and variables of their own.
plugin: latchkey.cognito.user_pools
regions:
  - eu-central-1
hostnames:
  - name: user_pool_name
    prefix: cognito_tags.stage
    separator: "-"
  - user_pool_name
keyed_groups:
  # Groups such as region_eu_central_1
  - key: region
    prefix: region
  # Groups such as tag_stage_prod, one for each tag
  - key: cognito_tags
    prefix: tag
groups:
  sms_alone: factors == ['SMS_MFA']
  passkeys: "'web_authn_configuration' in mfa_config"
compose:
  stage: cognito_tags.stage | default('unknown')

---

# What was read is kept for a quarter of an hour. Unreadable user pools become hosts of the group mfa_unknown.
plugin: latchkey.cognito.user_pools
fail_on_unknown: false
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.ansible/cache/user_pools
cache_timeout: 900
"""

import hashlib
import json
from typing import Any
from typing import List
from typing import Mapping
from typing import Optional
from typing import Set

from ansible.constants import LOCALHOST
from ansible.errors import AnsibleError
from ansible.errors import AnsibleParserError
from ansible_collections.amazon.aws.plugins.plugin_utils.inventory import AWSInventoryBase
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import Entry
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import portable
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import visible
from ansible_collections.latchkey.cognito.plugins.plugin_utils._clients import Clients
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import hosts
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory import reader
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import Raw
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import ReadError

CACHE_FORMAT = 1  # of what is cached: to be raised whenever that changes
MAX_LISTED = 5  # of what a message lists


class InventoryModule(AWSInventoryBase):
    """User pools as hosts."""

    NAME = "latchkey.cognito.user_pools"
    INVENTORY_FILE_SUFFIXES = ("user_pools.yml", "user_pools.yaml")

    def __init__(self) -> None:
        super().__init__()
        self._accounts: List[Params] = []
        self._clients = Clients()
        self._origins: Optional[List[Optional[List[str]]]] = None
        self._ungrouped: List[str] = []
        self._parent_group: Optional[str] = None

    def verify_file(self, path: str) -> bool:
        """Whether the file is one of this plugin, by its name."""
        fits = bool(super().verify_file(path))
        if not fits:
            self.debug(
                f"{path} is not a file of {self.NAME}: it has to end in {' or '.join(self.INVENTORY_FILE_SUFFIXES)}"
            )
        return fits

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the hosts of an inventory file."""
        super().parse(inventory, loader, path, cache=cache)
        self._accounts, self._clients, self._origins = self._account_options(), Clients(), None
        self._ungrouped = []
        filters, hostnames = self._filters(), self._hostnames()
        pools = self._cached(path, cache)
        if pools is None:
            pools = self._read(path, filters)
        found = [(pool, fact) for pool, fact in zip(pools, map(hosts.facts, pools)) if filters.admit(fact)]
        self._fail_or_warn("User pools", [fact["error"] for pool, fact in found if pool["error"]], "fail_on_unknown")
        self._warn_of_the_unfamiliar([fact for pool, fact in found if not pool["error"]])
        self._add([fact for _pool, fact in found], hostnames)

    def _warn_of_the_unfamiliar(self, pools: List[Entry]) -> None:
        """Warn of what was read, and is nevertheless not known."""
        errors = [pool["error"] for pool in pools if pool["error"]]
        if errors:
            self.warn(f"These user pools are in the group mfa_unknown: {_sentences(errors)}")
        ownerless = [pool["user_pool_id"] for pool in pools if not pool["account_id"]]
        if ownerless:
            self.warn(
                "account_id and user_pool_arn are null: neither AWS STS nor a description gives the account of these user pools: "
                f"{_enumerated(', ', ownerless)}"
            )

    def get_cache_key(self, path: str) -> str:
        """ansible-core's key, which tells files apart, and what else leads to other user pools."""
        accounts = [{**account, "secret_key": None, "session_token": None} for account in self._accounts]
        if self._origins is None:
            self._origins = [reader.origin(self._clients, account) for account in self._accounts]
        what = json.dumps([CACHE_FORMAT, self.get_option("describe"), accounts, self._origins], sort_keys=True)
        return f"{super().get_cache_key(path)}_{hashlib.sha256(what.encode()).hexdigest()[:16]}"

    def update_cache_if_changed(self) -> None:
        """Write the cache.  Where that fails, as on a full disk, what was read is there nevertheless."""
        if not self.get_option("cache"):
            return
        try:
            super().update_cache_if_changed()
        except Exception as error:  # cache plugins raise anything
            self.warn(f"The cache cannot be written: {error}")

    def _read_config_data(self, path: str) -> Any:
        """Read the file.  An option that does not exist is an error: a misspelt filter would filter nothing."""
        config = super()._read_config_data(path)
        known = {
            name for option, about in self.option_definitions.items() for name in (option, *about.get("aliases", []))
        }
        unknown = sorted(str(name) for name in config if name not in known)
        if unknown:
            self.fail_aws(f"{self.NAME} has no option {', '.join(unknown)}")
        return config

    def _set_frozen_credentials(self) -> None:
        """Roles are assumed by account, and only when something has to be read."""

    def _account_options(self) -> List[Params]:
        """The options that lead to each account."""
        options = self.get_options()
        common = {name: options.get(name) for name in hosts.CONNECTION}
        given = [hosts.validated("accounts", account, hosts.ACCOUNT_SPEC) for account in self.get_option("accounts")]
        return [hosts.account_options(common, self._templated(account)) for account in given or [{}]]

    def _templated(self, account: Params) -> Params:
        """An account, with the templates that amazon.aws allows in options of the same name."""
        options = self.TemplatedOptions(self.templar, account)
        return {name: options.get(name) for name in account}

    def _filters(self) -> hosts.Filters:
        given = {name: self.get_option(name) for name in ("include_filters", "exclude_filters")}
        if self.get_option("filters"):
            given["include_filters"] = [self.get_option("filters"), *given["include_filters"]]
        filters = hosts.Filters(*([hosts.validated_filter(name, each) for each in given[name]] for name in given))
        if not self.get_option("describe") and any(
            "cognito_tags" in each for each in filters.include + filters.exclude
        ):
            self.fail_aws("describe is false, so no tags are read, but a filter uses cognito_tags. Remove one of them")
        return filters

    def _hostnames(self) -> List[Params]:
        given = [each if isinstance(each, dict) else {"name": each} for each in self.get_option("hostnames")]
        hostnames = [hosts.validated("hostnames", each, hosts.HOSTNAME_SPEC) for each in given]
        for expression in (each[part] for each in hostnames for part in ("name", "prefix") if part in each):
            hosts.refuse_tag_form(expression)
        return hostnames

    def _cached(self, path: str, cache: bool) -> Optional[List[Raw]]:
        """What an earlier run read of the user pools, or None."""
        try:
            packed = self.get_cached_result(path, cache)[1]
        except Exception as error:  # cache plugins raise anything when they cannot read what is there
            self.warn(f"The cache of {path} cannot be read, and is rebuilt: {error}")
            return None
        cached = hosts.unpack(packed)
        if cached is None:
            return None
        self._handle_read_errors(cached[1])
        return cached[0]

    def _read(self, path: str, filters: hosts.Filters) -> List[Raw]:
        """Read the user pools, and keep what was read if it is complete."""
        describe = self.get_option("describe")
        accounts, read_errors = reader.sign_in(self._clients, self._accounts, identify=not describe)
        places, unlisted = reader.find_places(self._clients, accounts)
        self._handle_read_errors(read_errors + unlisted)  # before what takes long
        caching = self.get_option("cache")
        pools = reader.read_pools(
            places,
            lambda pool_id, name: caching or filters.admit({"user_pool_id": pool_id, "user_pool_name": name}),
            describe,
            reader.PlacesProgress(lambda line: self.display.display(line, stderr=True)),
        )
        if all(gap.denied for gap in read_errors + unlisted) and not any(pool["error"] for pool in pools):
            self.update_cached_result(path, False, hosts.pack(pools, read_errors + unlisted))
        return pools

    def _handle_read_errors(self, read_errors: List[ReadError]) -> None:
        errors: List[str] = []
        for denied, option in ((True, "strict_permissions"), (False, "fail_on_unknown")):
            errors = [f"{gap.where}: {gap.error}" for gap in read_errors if gap.denied is denied]
            self._fail_or_warn("Accounts or regions", errors, option)
        # Even if there are none: AWX keeps a variable of an earlier synchronization that is not set again.
        others = self.inventory.groups["all"].vars.get(hosts.READ_ERRORS, [])
        self.inventory.set_variable("all", hosts.READ_ERRORS, [*others, *map(hosts.untrusted, portable(errors))])

    def _fail_or_warn(self, what: str, errors: List[str], option: str) -> None:
        """Fail for what could not be read, or warn of it, as an option says."""
        if errors:
            message = f"{what} could not be read ({len(errors)}): {_sentences(errors)}"
            if self.get_option(option):
                self.fail_aws(f"{message}. {option}=false continues without what is missing")
            self.warn(message)

    def _add(self, pools: List[Entry], hostnames: List[Params]) -> None:
        """Add a host for each user pool, its variables and groups."""
        for group in hosts.GROUPS:
            self.inventory.add_group(group)
        variables = {pool["user_pool_id"]: self._variables(pool) for pool in pools}
        preferred = {pool_id: self._name(pool_id, variables[pool_id], hostnames) for pool_id in variables}
        taken = self._taken(preferred)
        names = hosts.unique(preferred, taken)
        shared = sorted({name for pool_id, name in preferred.items() if names[pool_id] != name} - taken)
        others = set(self.inventory.hosts)
        self._add_hosts(pools, names, variables)
        added = {pool_id: name for pool_id, name in names.items() if name not in others}
        taken |= self._rename(added, pools, variables)
        if taken:
            self.warn(
                "These are names of other hosts or of groups; user pools that would have them are named by their IDs: "
                f"{_enumerated(', ', sorted(taken))}"
            )
        if shared:
            self.warn(
                f"Several user pools would have one host name and are named by their IDs: {_enumerated(', ', shared)}"
            )

        if self._ungrouped:
            self.warn(f"Groups of keyed_groups are left out: {_sentences(self._ungrouped)}")

    def _add_hosts(self, pools: List[Entry], names: Mapping[str, str], variables: Mapping[str, Params]) -> None:
        """Add the user pools that have a name, with what the options make of each."""
        for pool in (pool for pool in pools if pool["user_pool_id"] in names):
            self._add_host(names[pool["user_pool_id"]], variables[pool["user_pool_id"]], hosts.groups_of(pool))
        # When all are hosts, a group of the same name does not take a host's place; before there are keyed groups, nor its variables.
        for construct in (self._construct, self._add_to_keyed_groups):
            for pool_id, name in names.items():
                construct(name, variables[pool_id])

    def _rename(self, names: Mapping[str, str], pools: List[Entry], variables: Mapping[str, Params]) -> Set[str]:
        """Name user pools by their IDs whose names keyed groups have, too: which groups those are is known only now.

        :arg names: the hosts that may be renamed.
        :returns: the names that they had.
        """
        clashing = {key: name for key, name in names.items() if name != key and name in self.inventory.groups}
        for name in clashing.values():
            self.inventory.remove_host(self.inventory.hosts[name])
        self._add_hosts(pools, {pool_id: pool_id for pool_id in clashing}, variables)
        return set(clashing.values())

    def _taken(self, preferred: Mapping[str, str]) -> Set[str]:
        """The preferred names that another host or a group has, whose variables and groups a user pool would share."""
        names = {*self.inventory.groups, *self.get_option("groups"), *self.inventory.hosts, *LOCALHOST}
        # A user pool that two inventory files have is one host.
        known = {host.name: host.vars.values() for host in self.inventory.groups[hosts.ALL_POOLS].get_hosts()}
        return {name for pool_id, name in preferred.items() if name in names and pool_id not in known.get(name, ())}

    def _variables(self, pool: Entry) -> Params:
        prefix, suffix = self.get_option("hostvars_prefix") or "", self.get_option("hostvars_suffix") or ""
        return {f"{prefix}{name}{suffix}": hosts.untrusted(value) for name, value in pool.items()}

    def _name(self, pool_id: str, variables: Params, hostnames: List[Params]) -> str:
        """The name that is preferred for a host, or else the user pool's ID."""
        for each in hostnames:
            name, prefix = (self._text(each.get(part), variables, pool_id) for part in ("name", "prefix"))
            if name:
                whole = f"{prefix}{each['separator']}{name}" if prefix else name
                return self._sanitize_group_name(whole) if ":" in whole else whole
        return pool_id

    def _text(self, expression: Optional[str], variables: Params, pool_id: str) -> str:
        """The text that an expression makes, or an empty one."""
        if not expression:
            return ""
        try:
            value = self._value(expression, variables)
        except Exception as error:  # an expression may raise anything
            if self.get_option("strict"):
                raise AnsibleError(f"Could not name the host of {pool_id} by {expression!r}: {error}") from error
            return ""
        return value if isinstance(value, str) else ""

    def _value(self, expression: str, variables: Params) -> Any:
        """What an expression makes.  The name of a variable alone needs no template, which takes longer than all else here."""
        if expression in variables and not self.get_option("use_extra_vars"):
            return variables[expression]
        return self._compose(expression, variables)

    def _add_host(self, name: str, variables: Params, groups: List[str]) -> None:
        host = self.inventory.add_host(hosts.untrusted(name))
        for group in groups:
            self.inventory.add_child(group, host)
        # Not by the inventory's own method, which copies values: of ten thousand user pools, 80 MB in two seconds.
        itself = self.inventory.hosts[host]
        for variable, value in {**variables, **hosts.RUN_HERE}.items():
            itself.set_variable(variable, value)

    def _construct(self, host: str, variables: Params) -> None:
        """Add the variables and groups that the options make."""
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)

    def _add_to_keyed_groups(self, host: str, variables: Params) -> None:
        """Add the host to the groups of its values, as far as these can be groups: what has a tag names one, and anyone may tag."""
        strict = self.get_option("strict")
        for keyed in self.get_option("keyed_groups"):
            self._parent_group = keyed.get("parent_group") if isinstance(keyed, dict) else None
            try:
                self._add_host_to_keyed_groups([keyed], variables, host, strict=strict)
            except AnsibleParserError:
                raise  # the option itself is wrong
            except Exception as error:  # such as a group that would be its own parent
                problem = f"the host {host} has values that can be no group: {error}"
                if strict:
                    raise AnsibleError(f"keyed_groups: {problem}") from error
                self._ungrouped.append(problem)
        self._parent_group = None

    def _sanitize_group_name(self, name: str) -> str:
        """The name of a group as ansible-core makes it; a group above all would end the inventory when all is read."""
        safe = str(super()._sanitize_group_name(str(name)))
        if safe == "all" and self._parent_group not in (None, "all"):
            raise AnsibleError("all is the group of every host, and has no parent")
        return safe


def _sentences(texts: List[str]) -> str:
    """What went wrong, for a message in which it goes on."""
    return _enumerated("; ", [text.rstrip(".") for text in texts])


def _enumerated(separator: str, texts: List[str]) -> str:
    """A list for a message, cut short if it is long."""
    rest = [f"and {len(texts) - MAX_LISTED} more"] if len(texts) > MAX_LISTED else []
    return separator.join([*map(visible, texts[:MAX_LISTED]), *rest])
