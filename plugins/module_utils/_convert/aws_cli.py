# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of ``aws cognito-idp set-user-pool-mfa-config`` into module options, and back.

The call replaces the whole configuration (R1), the module merges.  So options that do what a call does say of everything
that the call leaves out what becomes of it: the mode is OFF (R2), factors go, texts are Cognito's default again.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from typing import Any
from typing import Dict
from typing import Mapping

from .._mfa.config import api_name
from .._mfa.config import mode
from .._mfa.config import without_disabled_factors
from .._mfa.config import without_empty
from .._mfa.options import MFA_OPTIONS
from .._mfa.options import Option
from .._mfa.plan import make_plan
from .._mfa.plan import Wanted
from .._mfa.refusal import shortened
from .._mfa.rules import refuse
from .aws_cli_command import CLI_OPTIONS
from .aws_cli_command import read_command
from .common import completed
from .common import mapping
from .common import Options
from .common import options_of_members
from .common import Path
from .common import resolved
from .common import TASK_OPTIONS
from .common import Untranslatable
from .common import within_limits

PURGE = "purge_factors"


def from_aws_cli(given: Any, merge: bool = False) -> Options:
    """The options of a task that does what a call does.

    :arg given: the ``--cli-input-json`` document, a dictionary or its JSON; or the command, its text or the list of its words.
    :arg merge: name only what the call names, so that everything else stays, instead of what the call makes of it.
    :raises Untranslatable: for anything that is not such a call, or has no counterpart.
    :raises Refusal: for a value that breaks a limit of the service.
    """
    members, connection = _call(given)
    _refuse_empty(members)
    named = within_limits(resolved(options_of_members(members, TASK_OPTIONS, api_name)))
    settings = completed(_settings(named), MFA_OPTIONS, _switch_left_out if merge else _left_out)
    return {**_pool(named), **settings, **({} if merge else {PURGE: True}), **connection}


def _refuse_empty(members: Mapping[str, Any], above: Path = ()) -> None:
    """Refuse texts that the AWS CLI's skeleton leaves to be filled in; the API takes none of them but an external ID."""
    for name, value in members.items():
        path = (*above, str(name))
        if isinstance(value, Mapping):
            _refuse_empty(value, path)
        elif value == "" and name != api_name("external_id"):
            problem = "this is empty, as the AWS CLI's skeleton leaves it"
            raise Untranslatable(".".join(path), value, problem, "Put a value in, or leave the member out")


def _pool(options: Options) -> Options:
    return {name: value for name, value in options.items() if name == "user_pool_id"}


def _settings(options: Options) -> Options:
    return {name: value for name, value in options.items() if name in MFA_OPTIONS}


def _call(given: Any) -> Any:
    if isinstance(given, Mapping) or (isinstance(given, str) and given.lstrip().startswith("{")):
        return mapping(given, "The document"), {}
    if isinstance(given, (str, list, tuple)):
        return read_command(given)
    raise Untranslatable("The call", shortened(given), "this is neither a document nor a command", "Give one of them")


def _left_out(option: Option) -> Any:
    """What the service makes of a member that is left out, in option values (R2, R9, R13, R15); blocks stay left out."""
    if option.suboptions:
        return None
    return option.assumed or (False if option.type == "bool" else "")


def _switch_left_out(option: Option) -> Any:
    """What a switch is that is left out of a block that is there: off for the service, but on for the module."""
    return False if option.type == "bool" else None


def to_aws_cli(given: Any) -> Dict[str, Any]:
    """The ``--cli-input-json`` document that makes a user pool's configuration what the options say, and nothing else.

    :arg given: the module's options, or a configuration that the modules return.
    :raises Untranslatable: for an option that the document cannot express.
    :raises Refusal: for what the service would refuse whatever the pool.
    """
    options = dict(mapping(given, "The options"))
    _refuse_merging(options)
    named = within_limits(options_of_members(options, TASK_OPTIONS, lambda name: name))
    wanted = Wanted(completed(_settings(named), MFA_OPTIONS, lambda option: option.default))
    refuse(make_plan({}, wanted))
    document = without_empty(wanted.settings)
    if mode(document) == "OFF":
        document = without_disabled_factors(
            document
        )  # a disabled TOTP means nothing, but its presence is refused (R31)
    return {**{api_name(name): value for name, value in _pool(named).items()}, **document}


def _refuse_merging(options: Options) -> None:
    """Refuse what only a task that merges can say, and take out what the document says anyway."""
    if options.pop(PURGE, True) is not True:
        problem = "the AWS CLI always removes the factors that the document does not name"
        raise Untranslatable(PURGE, False, problem, "Name all factors of the pool and set purge_factors: true")
    if "mfa_configuration" not in options:
        problem = "it is missing, and the AWS CLI takes that for OFF (R2)"
        hint = "Name the mode and all factors, as latchkey.cognito.user_pool_mfa_config_info returns them"
        raise Untranslatable("mfa_configuration", None, problem, hint)
    if "user_pool_name" in options:
        raise Untranslatable(
            "user_pool_name", options["user_pool_name"], "the AWS CLI knows user pools by ID alone", "Use user_pool_id"
        )
    for name, counterpart in CLI_OPTIONS.items():
        option = (counterpart.option or "").partition(".")[0]
        if option in options:
            problem = f"the document has no place for it; the AWS CLI's option is --{name}"
            raise Untranslatable(option, None, problem, "Leave it out, and put that option on the command line")
