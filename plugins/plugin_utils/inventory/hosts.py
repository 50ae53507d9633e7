# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the options of the inventory and its hosts, without I/O: accounts, filters, variables, names and groups.

This plugin utility is private to latchkey.cognito.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from typing import Any
from typing import Container
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import NamedTuple
from typing import Optional
from typing import Tuple

import ansible.template
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.collections import is_sequence
from ansible.module_utils.common.dict_transformations import camel_dict_to_snake_dict
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.clients import KEYS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.config import FACTORS
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import Entry
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import entry
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.gather import matches
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.module import Params
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MODE_CHOICES
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.options import MODES
from ansible_collections.latchkey.cognito.plugins.module_utils._mfa.text import portable
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import Raw
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import ReadError
from ansible_collections.latchkey.cognito.plugins.plugin_utils.inventory.reader import TAGS

# From ansible-core 2.19 on, text is a template only if it is trusted; before, it is one unless it is wrapped.
trust_as_template: Any = getattr(ansible.template, "trust_as_template", None)

# Without one of these a text is not a template: a line that begins with "#jinja2:" makes anything a delimiter.
_TEMPLATE_SIGNS = re.compile("[{#]")

ALL_POOLS = "cognito_user_pools"
GROUPS: Tuple[str, ...] = (
    ALL_POOLS,
    *(f"mfa_{mode.lower()}" for mode in MODES),
    "mfa_unknown",
    *(f"factor_{factor.lower()}" for factor in FACTORS),
)
"""The groups that are always there."""

READ_ERRORS = "cognito_user_pools_read_errors"
"""The variable of the group all that says what fail_on_unknown=false left out: a list, empty if nothing."""

TEXTS: Tuple[str, ...] = ("profile", *KEYS, "assume_role_arn", "region", "endpoint_url")
CONNECTION: Tuple[str, ...] = (
    "profile",
    *KEYS,
    "assume_role_arn",
    "region",
    "regions",
    "endpoint_url",
    "validate_certs",
    "aws_ca_bundle",
    "aws_config",
)
"""The options that lead to an account's user pools."""

ACCOUNT_SPEC: Dict[str, Any] = {
    "name": {"type": "str"},
    "profile": {"type": "str", "aliases": ["aws_profile"]},
    "access_key": {"type": "str", "aliases": ["aws_access_key_id", "aws_access_key"]},
    "secret_key": {"type": "str", "aliases": ["aws_secret_access_key", "aws_secret_key"], "no_log": True},
    "session_token": {"type": "str", "aliases": ["aws_session_token"], "no_log": True},
    "assume_role_arn": {"type": "str", "aliases": ["iam_role_arn"]},
    "region": {"type": "str", "aliases": ["aws_region"]},
    "regions": {"type": "list", "elements": "str"},
    "endpoint_url": {"type": "str", "aliases": ["aws_endpoint_url"]},
}

FILTER_SPEC: Dict[str, Any] = {
    "user_pool_id": {"type": "list", "elements": "str"},
    "user_pool_name": {"type": "list", "elements": "str"},
    "cognito_tags": {"type": "dict"},
    "mfa_configuration": {"type": "list", "elements": "str", "choices": list(MODE_CHOICES)},
    "factors": {"type": "list", "elements": "str", "choices": list(FACTORS)},
}

HOSTNAME_SPEC: Dict[str, Any] = {
    "name": {"type": "str", "required": True},
    "prefix": {"type": "str"},
    "separator": {"type": "str", "default": "_"},
}


class Filters(NamedTuple):
    """The filters of the inventory; see :func:`matches`."""

    include: List[Params]
    exclude: List[Params]

    def admit(self, pool: Mapping[str, Any]) -> bool:
        """Whether a user pool becomes a host.  It does if that depends on what is not known of it."""
        included = not self.include or any(matches(pool, criteria) is not False for criteria in self.include)
        return included and not any(matches(pool, criteria) for criteria in self.exclude)


def validated(option: str, given: Any, spec: Mapping[str, Any]) -> Params:
    """A dictionary that an option has, checked and converted as modules' options are, without what is not set.

    :raises AnsibleError: if it does not fit the argument spec.
    """
    if not isinstance(given, dict):
        raise AnsibleError(f"{option} has {given!r}, which is not a dictionary")
    _refuse_other_than_text(f"A key of {option}", given)
    # Before ansible-core 2.19, vaulted text is not yet a str.
    plain = {name: str(value) if hasattr(value, "vault") else value for name, value in given.items()}
    result = ArgumentSpecValidator(spec).validate(plain)
    if result.error_messages:
        raise AnsibleError(f"{option} has an entry that is wrong: {'; '.join(result.error_messages)}")
    return dict(scrub_none_parameters(result.validated_parameters))


def validated_filter(option: str, given: Any) -> Params:
    """A filter, as criteria for :func:`matches`."""
    criteria = validated(option, given, FILTER_SPEC)
    if "cognito_tags" in criteria:
        criteria["cognito_tags"] = {
            str(key): [str(pattern) for pattern in (patterns if isinstance(patterns, list) else [patterns])]
            for key, patterns in criteria["cognito_tags"].items()
        }
    return criteria


def account_options(common: Params, account: Params) -> Params:
    """The options that lead to an account: its own over the common ones.

    Its own profile takes the place of common keys, its own keys that of a common profile: botocore takes one of them.
    """
    replaced: Tuple[str, ...] = ()
    if account.get("profile"):
        replaced = KEYS
    elif account.get("access_key"):
        replaced = ("profile", "session_token")
    options = {"name": None, **common, **dict.fromkeys(replaced), **account}
    if options["regions"]:  # ansible-core puts the list that a template makes into a list of one
        options["regions"] = [one for each in options["regions"] for one in (each if is_sequence(each) else [each])]
    for name in TEXTS:
        _refuse_other_than_text(name, [options[name]] if options[name] else [])
    _refuse_other_than_text("An element of regions", options["regions"] or [])
    if options["validate_certs"] is None and options["aws_ca_bundle"]:
        options["validate_certs"] = True  # or else amazon.aws takes no notice of the authorities
    return options


def _refuse_other_than_text(name: str, values: Iterable[Any]) -> None:
    """Refuse what YAML made something else of than text.

    :raises AnsibleError: for the first value.
    """
    for value in values:
        if not isinstance(value, str):
            raise AnsibleError(f"{name} is {value!r}, which is not text. Quote it, or leave it out")


def pack(pools: List[Raw], read_errors: List[ReadError]) -> str:
    """What was read, for the cache: one text, in which no cache finds types of Ansible's to revive."""
    return json.dumps([pools, read_errors])


def unpack(packed: Any) -> Optional[Tuple[List[Raw], List[ReadError]]]:
    """What :func:`pack` packed, or None if this is something else."""
    try:
        pools, read_errors = json.loads(packed)
        gaps = [ReadError(*gap) for gap in read_errors]
        return (pools, gaps) if all(facts(pool) for pool in pools) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def facts(pool: Raw) -> Entry:
    """The entry of a user pool: the variables of its host."""
    description = pool["description"]
    described: Entry = {"user_pool_tier": None, "cognito_tags": None}
    prerequisites = None
    if description is not None:
        described = {"user_pool_tier": description.get("UserPoolTier"), "cognito_tags": description.get(TAGS) or {}}
        depends = {name: value for name, value in description.items() if name != TAGS}
        prerequisites = _prerequisites(json.dumps(depends, sort_keys=True))
    where = {name: pool[name] for name in ("user_pool_arn", "region", "account_id", "account_name")}
    known = entry(pool["user_pool_id"], pool["user_pool_name"], *_understood(pool))
    return {**portable({**known, **where, **described}), "mfa_prerequisites": prerequisites}


@lru_cache(maxsize=1024)
def _prerequisites(described: str) -> Params:
    """What decides whether Cognito accepts a factor or mode, in the names of the options of user_pool_mfa_prerequisites.

    It is converted once for all user pools that have the same: an organization has ten thousand of a few kinds.
    """
    return dict(portable(camel_dict_to_snake_dict(json.loads(described))))


def _understood(pool: Raw) -> Tuple[Optional[Params], Optional[str]]:
    """The configuration of a user pool, or None and why: Cognito may have modes that this release does not know."""
    config, error = pool["config"], pool["error"]
    if config is None or config["MfaConfiguration"] in MODES:
        return config, error
    mode = config["MfaConfiguration"]
    return None, (
        f"mfa_configuration of user pool {pool['user_pool_id']} is {mode!r}: this release of latchkey.cognito does not know "
        "this mode. Install a newer one (R20)"
    )


def groups_of(pool: Entry) -> List[str]:
    """Which of :data:`GROUPS` a user pool belongs to."""
    if pool["status"] == "unknown":
        return [ALL_POOLS, "mfa_unknown"]
    mode = pool["mfa_config"]["mfa_configuration"].lower()
    return [ALL_POOLS, f"mfa_{mode}", *(f"factor_{factor.lower()}" for factor in pool["factors"])]


def refuse_tag_form(expression: str) -> None:
    """Refuse the form in which amazon.aws.aws_ec2 names tags, which as an expression would be empty for every user pool.

    :raises AnsibleError: if the expression begins with ``tag:``.
    """
    if expression.lstrip().startswith("tag:"):
        first = expression.partition(":")[2].split(",", maxsplit=1)[0].split("=", maxsplit=1)[0]
        shown = f"cognito_tags.{first}" if first.isidentifier() else f"cognito_tags[{first!r}]"
        raise AnsibleError(
            f"hostnames has {expression!r}: this form belongs to amazon.aws.aws_ec2, and names of hosts are expressions here. "
            f"Write {shown}"
        )


def unique(preferred: Mapping[str, str], taken: Container[str] = ()) -> Dict[str, str]:
    """A host name for each ID of a user pool: the preferred one, or the ID if another host might have it (R77).

    :arg taken: names that are in use already, of groups and other hosts.
    """
    times = Counter(name for pool_id, name in preferred.items() if name != pool_id)
    return {
        pool_id: pool_id if times[name] > 1 or (name != pool_id and name in preferred) or name in taken else name
        for pool_id, name in preferred.items()
    }


def untrusted(value: Any) -> Any:
    """A value of AWS for one host: its text is never taken for a template, and its dictionaries and lists are the host's own.

    Of those that hosts share, ``ansible-inventory --list --yaml`` would show all but the first as a reference.
    """
    if isinstance(value, dict):
        return {untrusted(key): untrusted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [untrusted(item) for item in value]
    # Every string could be wrapped, but ansible-inventory would show all of them as {"__ansible_unsafe": ...}.
    wrap = trust_as_template is None and isinstance(value, str) and _TEMPLATE_SIGNS.search(value)
    return wrap_var(value) if wrap else value


def _trusted(text: str) -> Any:
    """Text of ours, which may be a template."""
    return text if trust_as_template is None else trust_as_template(text)


RUN_HERE: Params = {
    "ansible_connection": _trusted("local"),
    "ansible_python_interpreter": _trusted("{{ ansible_playbook_python }}"),
}
"""The variables that make tasks for a user pool run on the controller, by the Python that has boto3 there."""
