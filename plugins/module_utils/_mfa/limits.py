# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits and shapes: what an option's value may be, whatever the user pool (R73, R74).

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from typing import Dict
from typing import Iterator
from typing import List
from typing import Mapping
from typing import Optional
from typing import Tuple

from ansible.module_utils.common.validation import check_type_dict
from ansible.module_utils.common.validation import check_type_list

from .options import Option
from .options import PLACEHOLDER
from .options import USER_POOL_ID
from .refusal import Refusal
from .rules import BARE_DOMAIN

UNSAFE_HINT = (
    "Jinja takes {#...#} for a comment and removes it before any module runs: "
    'mark the text as !unsafe, as in %s: !unsafe "Your code is {####}"'
)

REGION = r"[a-z]{2,}(-[a-z][a-z0-9]*)+-[0-9]{1,2}"
"""What the names of AWS's regions look like, those of its other partitions and those to come included."""

LONGEST_INTEGER = 64
"""The bits of the longest integer that anybody means; Python refuses to write one of thousands of digits."""

NO_REGION = "this is not the name of a region"

_REGION_WITHIN = re.compile(rf"(?<![a-z0-9]){REGION}(?![0-9])")  # in an availability zone, in capitals, in a sentence
_ID_HINT = "Give an ID such as us-east-1_EXAMPLE01, or name the user pool by user_pool_name"
_DOMAIN = re.compile(
    r"[\w-]+(\.[\w-]+)*"
)  # in any script; neither scheme, port and path nor another tool's placeholder
_ID_WITHIN = re.compile(
    r"(?:^|/)\s*([\w-]+_[0-9a-zA-Z]+)\s*(?=/|$)", re.ASCII
)  # in an ARN, or the URL that issues tokens


def refuse_options(options: Mapping[str, Any], table: Mapping[str, Option]) -> None:
    """Refuse what breaks a limit, whatever the pool (R74, E13, E14, E15).

    :arg options: the settings that the task names, in option names.
    :arg table: the options that they are.
    :raises Refusal: for the first one.
    """
    for refusal in broken_limits(options, table):
        raise refusal


def refuse_user_pool_id(user_pool_id: str) -> None:
    """Refuse what cannot be the ID of a user pool; an empty one, too, which no default replaces (R74).

    :raises Refusal: for the first limit that it breaks.
    """
    for refusal in _broken_id("user_pool_id", user_pool_id):
        raise refusal


def refuse_region(name: str, region: Optional[str]) -> None:
    """Refuse what cannot be the name of a region, such as another tool's placeholder.

    :arg name: the option's name, for the message.
    :arg region: the region; none is for botocore to refuse.
    :raises Refusal: if it is something else.
    """
    if region and not is_region(region):
        raise Refusal(name, region, NO_REGION, region_hint(region))


def is_region(value: str) -> bool:
    """Whether a text can be the name of a region."""
    return bool(re.fullmatch(REGION, value))


def is_long_integer(value: Any) -> bool:
    """Whether a value is an integer that is too long to be meant."""
    return isinstance(value, int) and value.bit_length() > LONGEST_INTEGER


def region_hint(value: str) -> str:
    """What to name in place of something that cannot be a region."""
    within = _REGION_WITHIN.search(value.lower().replace("_", "-"))
    return f"Write {within[0]}, if that is meant" if within else "Name one, such as eu-central-1 or us-gov-west-1"


def refuse_shapes(arguments: Mapping[str, Any], spec: Mapping[str, Any], above: Tuple[str, ...] = ()) -> None:
    """Refuse a block that is neither a dictionary nor the text of one (R73).

    ansible-core's own validator breaks at what is not text, and does not name the option of a text, such as an empty one.

    :arg arguments: a task's arguments, not validated yet.
    :arg spec: their argument spec.
    :raises Refusal: for the first one.
    """
    for name, members in ((name, argument["options"]) for name, argument in spec.items() if "options" in argument):
        value, path = arguments.get(name), (*above, name)
        if value is None:
            continue
        for element in _elements(value) if spec[name]["type"] == "list" else [value]:
            refuse_shapes(_block(element, members, path), members, path)


def _elements(value: Any) -> List[Any]:
    """The elements of a list; what is none is for ansible-core to refuse."""
    try:
        return list(check_type_list(value))
    except TypeError:
        return []


def _block(value: Any, members: Mapping[str, Any], path: Tuple[str, ...]) -> Dict[str, Any]:
    """A block as ansible-core reads it.

    :raises Refusal: if it is neither a dictionary nor the text of one.
    """
    try:
        return dict(check_type_dict(value))
    except (TypeError, ValueError) as error:
        hint = f"Name its members: {', '.join(members)}"
        raise Refusal(".".join(path), value, "this has to be a dictionary", hint, "R73") from error


def broken_limits(
    options: Mapping[str, Any], table: Mapping[str, Option], above: Tuple[str, ...] = ()
) -> Iterator[Refusal]:
    """The limits of the option table that values break; ``""`` asks for the default and breaks none."""
    for name, value in options.items():
        path = (*above, name)
        if isinstance(value, dict):
            yield from broken_limits(value, table[name].suboptions, path)
        elif isinstance(value, str) and value:
            yield from _broken_limit(".".join(path), value, table[name])


def _broken_limit(name: str, value: str, option: Option) -> Iterator[Refusal]:
    """What is wrong with one value, the most telling first."""
    return _broken_id(name, value) if option == USER_POOL_ID else _broken_form(name, value, option)


def _broken_form(name: str, value: str, option: Option) -> Iterator[Refusal]:
    if option.placeholder and PLACEHOLDER not in value:
        problem = f"the text lacks {PLACEHOLDER}, the placeholder for the code"
        yield Refusal(name, value, problem, UNSAFE_HINT % name.rpartition(".")[2], "R74, E14")
    if name == BARE_DOMAIN.option and not _DOMAIN.fullmatch(value):
        yield Refusal(name, value, BARE_DOMAIN.problem, BARE_DOMAIN.hint, BARE_DOMAIN.id)
    if option.length and not option.length[0] <= len(value) <= option.length[1]:
        problem = f"{option.description} has {option.length[0]} to {option.length[1]} characters, this has {len(value)}"
        yield Refusal(name, value, problem, "Change its length", "R74, E14")
    if option.region and not is_region(value):
        yield Refusal(name, value, NO_REGION, region_hint(value), "R74, E12")
    if option.pattern and not re.fullmatch(option.pattern, value, re.ASCII):
        problem = f"{option.description} has to match {option.pattern}"
        yield Refusal(name, value, problem, "Correct the value", "R74, E14")
    strange = next((char for char in value if not _is_printable(char)), None) if option.printable else None
    if strange is not None:
        problem = f"{option.description} cannot contain the character U+{ord(strange):04X}"
        hint = "Use letters, marks, numbers, punctuation, symbols and ASCII white space only"
        yield Refusal(name, value, problem, hint, "R74, E14")


def _broken_id(name: str, value: str) -> Iterator[Refusal]:
    """What is wrong with the ID of a user pool, and which one is in it."""
    within = _ID_WITHIN.search(value)
    for refusal in _broken_form(name, value, USER_POOL_ID):
        if within:
            kind = "this is an ARN" if value.strip().startswith("arn:") else "this is more than an ID"
            yield Refusal(name, value, f"{kind}; the ID is {within[1]}", "Name the ID alone", "R74")
        yield Refusal(name, value, refusal.problem, _ID_HINT, "R74")


def _is_printable(char: str) -> bool:
    r"""Whether the model's pattern [\p{L}\p{M}\p{S}\p{N}\p{P}\s] has the character."""
    return unicodedata.category(char)[0] in "LMSNP" or char in " \t\n\r\f\v"
