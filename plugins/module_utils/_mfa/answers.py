# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the service, checked before anybody relies on their shape.

Nothing here does I/O.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from functools import lru_cache
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterable
from typing import Iterator
from typing import Tuple

from ansible_collections.amazon.aws.plugins.module_utils.transformation import scrub_none_parameters

from .config import api_name
from .config import option_name

INCOMPLETE = "the answer is incomplete"
MAX_DEPTH = 32  # Cognito's own answers are some six levels deep

_TYPES: Dict[str, Callable[[Any], bool]] = {
    "structure": lambda value: isinstance(value, dict),
    "map": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "long": lambda value: isinstance(value, int) and not isinstance(value, bool),
}  # other types, such as timestamps, nobody looks at


def parse_answer(content: bytes, shape: Any) -> Dict[str, Any]:
    """An answer as it came, members that the service model does not know included.  A member that is null is absent.

    :arg content: the body.
    :arg shape: botocore's shape of the operation's output.
    :raises ValueError: if it is cut short, or is not of this shape.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError(INCOMPLETE) from error
    for problem in _problems(answer, 0, ()):
        raise ValueError(f"the answer cannot be used: {problem}")
    answer = scrub_none_parameters(answer) if isinstance(answer, dict) else answer
    for problem in _mismatches(answer, shape, ()):
        raise ValueError(f"the answer cannot be used: {problem}")
    answer.pop("ResponseMetadata", None)  # botocore's own
    return dict(answer)


def refuse_twins(value: Any, known: Iterable[str] = ()) -> None:
    """Refuse members that would be one option, such as ``Mode`` and ``mode``: one of them would hide the other.

    :arg value: a configuration, or what is in it.
    :arg known: members that have their names even where they are absent.
    :raises ValueError: for the first one.
    """
    if isinstance(value, list):
        for item in value:
            refuse_twins(item)
    elif isinstance(value, dict):
        names = Counter(map(_known_as, {*value, *known}))
        for member, item in value.items():
            if names[_known_as(member)] > 1:
                raise ValueError(f"the answer cannot be used: it has {member} more than once, in different case")
            refuse_twins(item)


@lru_cache(maxsize=1024)
def _known_as(name: str) -> str:
    """The member that a task sets which names the option."""
    return api_name(option_name((name,)))


def _problems(value: Any, depth: int, path: Tuple[str, ...]) -> Iterator[str]:
    """What no result could carry, wherever it is."""
    if depth > MAX_DEPTH:
        yield f"it is nested deeper than {MAX_DEPTH} levels"
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{'.'.join(path)} is not a number"
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _problems(item, depth + 1, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from _problems(item, depth + 1, path)


def _mismatches(value: Any, shape: Any, path: Tuple[str, ...]) -> Iterator[str]:
    """Members of other types than the service model has."""
    if not _TYPES.get(shape.type_name, lambda _value: True)(value):
        yield f"{'.'.join(path) or 'it'} is not of the type {shape.type_name}"
    elif shape.type_name == "structure":
        for name in [name for name in shape.members if name in value]:
            yield from _mismatches(value[name], shape.members[name], (*path, name))
    elif shape.type_name == "list":
        for item in value:
            yield from _mismatches(item, shape.member, path)
    elif shape.type_name == "map":
        for item in value.values():
            yield from _mismatches(item, shape.value, path)
