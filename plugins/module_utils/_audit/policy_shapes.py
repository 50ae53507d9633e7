# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be a policy by its shape alone: numbers where dictionaries belong, keys that are not text, values that hold themselves.

A module's argument spec takes much for something else: a number for a text, ``a=b`` for a dictionary, 1 for true.  A policy is
not an option that somebody types; what is not what it should be is a mistake in it.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from itertools import chain
from typing import Any
from typing import Dict
from typing import Iterable
from typing import List
from typing import Mapping
from typing import Tuple

from .._mfa.limits import is_long_integer

MAX_SHOWN = 60
"""How many characters of a value a message shows."""

MAX_DEPTH = 20
"""How deep the values of a policy may be nested; the deepest of its keys is at four."""

_SHAPES: Dict[str, Tuple[Tuple[type, ...], str]] = {
    "dict": ((dict,), "a dictionary"),
    "list": ((list,), "a list"),
    "str": ((str,), "text"),
    "bool": ((bool, str), "true or false"),
    "raw": ((object,), "anything"),
}
"""What a value of each type of the argument spec has to be, where Ansible itself would take more."""


class PolicyError(ValueError):
    """A policy that cannot be used, with every reason why."""


def refuse_shapes(raw: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    """Refuse a dictionary that has not the shape of an argument spec.

    :raises PolicyError: for the first value that is not of its type, has no value, or is nested too deep.
    """
    _refuse_depth(raw)
    _refuse_nulls(raw)
    _refuse_wrong_types(raw, spec)


def _refuse_depth(raw: Any) -> None:
    """Refuse what is nested deeper than any policy, such as a value that holds itself, before anything descends into it."""
    level: List[Any] = [raw]
    for _depth in range(MAX_DEPTH + 1):
        level = list({id(member): member for value in level for member in _members(value)}.values())
        if any(map(is_long_integer, level)):
            raise PolicyError("The policy holds a number that is too long. Quote it, or leave it out")
        if not level:
            return
    raise PolicyError(f"The policy is nested more than {MAX_DEPTH} levels deep, which no policy needs")


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return chain(value, value.values())
    return value if isinstance(value, (list, tuple)) else ()


def _refuse_nulls(value: Any, above: str = "The policy") -> None:
    """Refuse a key without a value, which a validator takes for one that is left out."""
    if value is None:
        raise PolicyError(f"{above} has no value. Give it one, or leave it out")
    if isinstance(value, Mapping):
        for name, member in value.items():
            _refuse_nulls(member, f"{above}: {name}")
    elif isinstance(value, list):
        for number, member in enumerate(value, 1):
            _refuse_nulls(member, f"{above} {number}")


def _refuse_wrong_types(values: Mapping[str, Any], spec: Mapping[str, Any], above: str = "The policy") -> None:
    """Refuse numbers, texts and lists in each other's place, from which Ansible would make what nobody meant.

    A key that is not known is left to the validator, and so is a text with choices, since an unquoted ``ON`` is a boolean.
    """
    for name in values:
        if not isinstance(name, str):
            raise PolicyError(f"{above} has the key {name!r}, which is not text. Quote it")
    for name, argument in spec.items():
        if name in values and not (argument["type"] == "str" and "choices" in argument):
            where = f"{above}: {name}"
            _refuse_shape(values[name], argument["type"], where)
            for place, entry in _entries(values[name], argument, where):
                _refuse_wrong_types(entry, argument["options"], place)


def _refuse_shape(value: Any, kind: str, where: str) -> None:
    shapes, description = _SHAPES[kind]
    if not isinstance(value, shapes):
        hint = "Correct it, or leave it out" if kind != "str" or isinstance(value, (dict, list)) else "Quote it"
        raise PolicyError(f"{where} is {repr(value)[:MAX_SHOWN]}, which is not {description}. {hint}")


def _entries(value: Any, argument: Mapping[str, Any], where: str) -> Iterable[Tuple[str, Mapping[str, Any]]]:
    """The dictionaries of known members at a key, each with its place for messages."""
    if "options" not in argument:
        return
    if argument["type"] == "dict":
        yield where, value
        return
    for number, entry in enumerate(value, 1):
        _refuse_shape(entry, argument["elements"], f"{where} {number}")
        yield f"{where} {number}", entry
