# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Between Ansible and the core: parameters in, results out, for the ordinary module and in process.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterator
from typing import Optional
from typing import Tuple

try:
    import botocore.session
    from botocore.config import Config as ClientConfig
    from botocore.exceptions import BotoCoreError
    from botocore.exceptions import NoRegionError
except ImportError:
    pass  # AnsibleAWSModule says so

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.warnings import warn
from ansible.module_utils.errors import UnsupportedError
from ansible_collections.amazon.aws.plugins.module_utils.botocore import boto3_inventory_conn
from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters

from .client import Connect
from .client import Failure
from .client import SERVICE
from .client import UserPools
from .config import FACTORS
from .config import to_options
from .ensure import ensure
from .gather import gather
from .gather import pool_id_of
from .gather import READING
from .limits import refuse_region
from .limits import refuse_user_pool_id
from .options import argument_spec
from .options import MFA_OPTIONS
from .options import MODE_CHOICES
from .options import open_blocks
from .plan import Wanted
from .refusal import Refusal
from .text import portable
from .transport import bounded

Params = Dict[str, Any]
Work = Callable[[Params, Connect, bool], Params]
"""What a module does: its parameters, a way to make clients, and check mode in; its result out."""


CONFIG_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        argument_spec(MFA_OPTIONS),
        user_pool_id=dict(type="str"),
        user_pool_name=dict(type="str"),
        purge_factors=dict(type="bool", default=False),
        allow_downgrade=dict(type="bool", default=True),
        wait_timeout=dict(type="int", default=120),
    ),
    mutually_exclusive=[("user_pool_id", "user_pool_name")],
    required_one_of=[("user_pool_id", "user_pool_name")],
    supports_check_mode=True,
)

INFO_SPEC: Dict[str, Any] = dict(
    argument_spec=dict(
        user_pool_ids=dict(type="list", elements="str", default=[], aliases=["user_pool_id"]),
        user_pool_names=dict(type="list", elements="str", default=[], aliases=["user_pool_name"]),
        filters=dict(
            type="dict",
            options=dict(
                user_pool_name=dict(type="str"),
                mfa_configuration=dict(type="list", elements="str", choices=list(MODE_CHOICES)),
                factors=dict(type="list", elements="str", choices=list(FACTORS)),
            ),
        ),
        fail_on_unknown=dict(type="bool", default=True),
    ),
    supports_check_mode=True,
)


def run(module: AnsibleAWSModule, work: Work) -> None:
    """Do a module's work and leave with its result, or with one clear error."""
    result = attempt(work, module.params, _connect(module), module.check_mode)
    for warning in result.pop("warnings", []):
        warn(warning)  # AnsibleAWSModule.warn makes newer releases of ansible-core complain of a deprecation
    if "failed" in result:
        module.fail_json(**result)
    module.exit_json(**result)


def attempt(work: Work, params: Params, connect: Connect, check_mode: bool) -> Params:
    """The result of a module's work.  What went wrong is a result too: ``failed``, with one clear ``msg``."""
    return dict(portable(_attempt(work, params, connect, check_mode)))


def _attempt(work: Work, params: Params, connect: Connect, check_mode: bool) -> Params:
    try:
        return work(params, connect, check_mode)
    except Refusal as refusal:
        return {"failed": True, "msg": str(refusal)}
    except Failure as failure:
        error = {"code": failure.code, "message": failure.text}
        bundle = params["aws_ca_bundle"] if failure.code == "SSLError" else None
        named = f" (aws_ca_bundle is {bundle!r})" if bundle else ""
        return {"failed": True, "msg": f"{failure}{named}", "error": error}


def connection_info(module: Any) -> Tuple[Optional[str], Optional[str], Params]:
    """Region, endpoint and further arguments of a client, as amazon.aws reads them of a module.

    :raises Refusal: if the region cannot be one, wherever it comes from.
    """
    region, endpoint_url, options = get_aws_connection_info(module)
    refuse_region("region", region)
    return region, endpoint_url, options


def client_config(params: Params, defaults: Params, fixed: Params) -> ClientConfig:
    """Settings of botocore: the user's aws_config over our ``defaults``, and ``fixed`` over both.

    :raises ValueError: if aws_config is not a botocore configuration.
    """
    try:
        users = ClientConfig(**deepcopy(params["aws_config"] or {}))  # botocore writes into what it is given
    except (AttributeError, TypeError, ValueError, BotoCoreError) as error:
        raise ValueError(f"aws_config is not a botocore configuration: {error}") from error
    return ClientConfig(**defaults).merge(users).merge(ClientConfig(**fixed))


def ensure_mfa_config(params: Params, connect: Connect, check_mode: bool) -> Params:
    """The work of user_pool_mfa_config."""
    options = scrub_none_parameters({name: params[name] for name in MFA_OPTIONS})
    for block, spec in open_blocks().items():
        if block in options:
            options[block] = _validated_block(block, options[block], spec)
    wanted = Wanted(options, params["purge_factors"], params["allow_downgrade"])
    refuse_named_id(params)
    pools = UserPools(connect)
    pool_id, name = named_pool(params, pools), params["user_pool_name"]
    outcome = ensure(pools, pool_id, wanted, params["wait_timeout"], check_mode)
    before, after = to_options(outcome.before), to_options(outcome.after)
    return {
        "changed": before != after,
        "user_pool_id": pool_id,
        **({} if name is None else {"user_pool_name": name}),
        "mfa_config": after,
        **({"predicted": True} if check_mode else {}),
        "diff": mfa_diff(pool_id, before, after),
        "warnings": outcome.warnings,
    }


def refuse_named_id(params: Params) -> None:
    """Refuse the ID of a user pool that cannot be one, before any call, where a task names the pool by its ID.

    :raises Refusal: for an empty one, and null, too, which ansible-core takes for one that is named.
    """
    if params["user_pool_name"] is None:
        refuse_user_pool_id(params["user_pool_id"] or "")


def named_pool(params: Params, pools: UserPools) -> str:
    """The ID of the user pool that a task names by ``user_pool_id`` or ``user_pool_name``.

    :raises Refusal: if no user pool, or more than one, has the name.
    """
    name = params["user_pool_name"]
    return str(params["user_pool_id"] if name is None else pool_id_of(pools.list(), name))


def mfa_diff(user_pool_id: str, before: Params, after: Params) -> Params:
    """The difference between two MFA configurations, as ansible-core shows it."""
    return diff_of(f"MFA configuration of user pool {user_pool_id}", before, after)


def diff_of(header: str, before: Params, after: Params) -> Params:
    """A difference, as ansible-core shows it."""
    return {"before": before, "after": after, "before_header": header, "after_header": header}


def show_nothing(_line: str) -> None:
    """Where nobody could see how far the work is: an ordinary module has no screen."""


def _validated_block(block: str, members: Params, spec: Dict[str, Any]) -> Params:
    """A block whose members the module's argument spec leaves open, checked as ansible-core checks the others."""
    result = ArgumentSpecValidator(spec).validate(members)
    if result.error_messages:
        problem = [
            f"unsupported parameters: {error.msg}" if isinstance(error, UnsupportedError) else error.msg
            for error in result.errors.errors
        ]
        raise Refusal(block, None, "; ".join(problem).rstrip("."), "Correct the block", "R73")
    return dict(scrub_none_parameters(result.validated_parameters))


def gather_mfa_configs(params: Params, connect: Connect, _check_mode: bool) -> Params:
    """The work of user_pool_mfa_config_info."""
    pools = UserPools(connect, **READING)
    found = gather(
        pools, params["user_pool_ids"], params["user_pool_names"], scrub_none_parameters(params["filters"] or {})
    )
    unknown = [pool for pool in found if pool["status"] == "unknown"]
    result: Params = {"changed": False, "user_pools": found}
    if unknown and params["fail_on_unknown"]:
        result.update(
            failed=True, msg=f"{len(unknown)} of {len(found)} user pools could not be read: {unknown[0]['error']}"
        )
    return result


def _connect(module: AnsibleAWSModule) -> Connect:
    """How an ordinary module makes a client: as amazon.aws does, but with one clear error for whatever goes wrong."""

    def connect(defaults: Params, fixed: Params) -> Any:
        try:
            config = client_config(module.params, defaults, fixed)
        except ValueError as error:
            module.fail_json(msg=str(error))
        try:
            region, endpoint, options = connection_info(module)
            options["aws_config"] = config
            return bounded(boto3_inventory_conn("client", SERVICE, region, endpoint, **options))
        except Refusal:
            raise  # for attempt
        except NoRegionError:
            where = "configuration, environment variables or module parameters"
            module.fail_json(msg=f"The module requires a region and none was found in {where}")
        except Exception as error:  # what provides settings and credentials may raise anything
            module.fail_json(msg=f"Couldn't connect to AWS: {explained_settings(error, module.params['profile'])}")

    return connect


def explained_settings(error: Exception, profile: Optional[str]) -> str:
    """Why botocore made no client, and which of its settings it could not read.

    :arg profile: the profile that was used, or None.
    """
    if not isinstance(error, (BotoCoreError, ValueError)):
        return f"{type(error).__name__}: {error}"
    broken = list(_unreadable_settings(profile)) if isinstance(error, ValueError) else []
    return f"{error}. Correct {' and '.join(broken)}" if broken else str(error)


def _unreadable_settings(profile: Optional[str]) -> Iterator[str]:
    """The settings whose values botocore cannot read, by their names in the environment and in its configuration file."""
    session = botocore.session.Session(profile=profile)
    for setting, (key, variables, _default, _convert) in session.session_var_map.items():
        try:
            session.get_config_variable(setting)
        except ValueError:
            yield f"{variables}, or {key} in the configuration file"
