# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading what another tool calls an MFA configuration: its names in, module options out, by the option table.

Each tool has a module of its own beside this one.  What none of them knows is an error that names the member, never dropped.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import json
import re
import unicodedata
from difflib import get_close_matches
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterable
from typing import Mapping
from typing import Pattern
from typing import Tuple
from typing import TypeVar

from .._mfa.config import FACTORS
from .._mfa.config import option_name
from .._mfa.limits import is_long_integer
from .._mfa.limits import refuse_options
from .._mfa.options import MFA_OPTIONS
from .._mfa.options import MODES
from .._mfa.options import Option
from .._mfa.options import USER_POOL_ID
from .._mfa.refusal import shortened

Options = Dict[str, Any]
Path = Tuple[str, ...]
Item = TypeVar("Item")

DEEPEST = 20
"""How deep options may be nested: more than any has, and less than any recursion limit."""

DEEPEST_DOCUMENT = 50
"""How deep the settings of a user pool may be nested in other tools' documents."""

MOST_VALUES = 100_000
"""How many values they may have."""

LONGEST_MEMBER = 200
"""The most characters of a member's name in a message."""

MOST_PLACES = 10
"""How many places a message lists."""

_OPTION_NAME = re.compile(r"(?!(?:on|off|yes|no|true|false|null|y|n)$)[a-z][a-z0-9_]*", re.ASCII)

# What stands for a value that another tool puts there.  Texts may hold prices, percentages, HTML and Cognito's own {####}.
# Where another tool has put the values already, its own expressions are all that can be left in a text.
_EVALUATED = re.compile(r"[$%]\{(?!#)|\{\{resolve:")
_IN_TEXTS = re.compile(
    r"[$%#]\{(?!#)|\{\{(?!##)|\{%|\{#(?!#)|<%|\$\(\s*[A-Za-z]|(?<!\w)\$[A-Za-z_]\w*|(?<!\w)%[A-Za-z_]\w*%"
    r"|^\s*<[^<>]+>\s*$|^!(?:Ref|Sub|GetAtt|ImportValue)\b",
    re.ASCII,
)
_IN_NAMES = re.compile(r"[$%<>`{}\[\]!]")  # identifiers, ARNs and domains hold none of these
_IN_PROFILES = re.compile(r"(?<!\w)\$|[%<>`{}\[\]!]")  # nor do the names of profiles and files, as people name them
_TEXTS = ("message", "subject", "sms_authentication_message")

FACTOR_OPTIONS = tuple(option_name((block,)) for block in FACTORS.values())
TASK_OPTIONS: Dict[str, Option] = {"user_pool_id": USER_POOL_ID, **MFA_OPTIONS}
"""The options that say which pool and which MFA configuration."""


class Untranslatable(ValueError):
    """Something that has no counterpart on the other side; it names the member, the value and a fix."""

    def __init__(self, member: str, value: Any, problem: str, hint: str) -> None:
        named = member if len(member) <= LONGEST_MEMBER else f"{member[:LONGEST_MEMBER]}..."
        subject = named if value is None else f"{named} is {shortened(value)}"
        super().__init__(f"{subject}: {problem}. {hint}.")


def mapping(given: Any, what: str, whole: bool = True) -> Mapping[str, Any]:
    """A dictionary, or the JSON text of one.

    :arg what: what it is, for the error message.
    :arg whole: whether all of it will be looked at, so that it has to have an end.
    """
    value = given
    if isinstance(given, str):
        try:
            value = json.loads(given)
        except RecursionError as error:
            raise Untranslatable(what, None, "this is nested too deep", "Give a dictionary or its JSON") from error
        except ValueError as error:
            raise Untranslatable(what, given, f"this is not JSON ({error})", "Give a dictionary or its JSON") from error
    if not isinstance(value, Mapping):
        raise Untranslatable(what, given, "this is not a dictionary", "Give a dictionary or its JSON")
    if whole:
        refuse_endless(value, what)
    return value


def refuse_endless(value: Any, what: str) -> None:
    """Refuse data that nobody writes: nested deeper than Python goes, or that YAML's aliases make of a few lines.

    :raises Untranslatable: if there is no end to it.
    """
    level, seen = [value], 0
    for _depth in range(DEEPEST_DOCUMENT):
        level = [inner for each in level for inner in _inner(each)]
        seen += len(level)
        if not level:
            return
        if seen > MOST_VALUES:
            raise Untranslatable(what, None, f"this holds more than {MOST_VALUES} values", "Give a user pool alone")
    raise Untranslatable(what, None, "this is nested too deep", "Give a dictionary or its JSON")


def _inner(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()


def only(found: Iterable[Item], what: str, place: Callable[[Item], str], hint: str) -> Item:
    """The one user pool that a document holds.

    :arg what: what the document is.
    :arg place: where in it one of several is.
    :arg hint: what to do if there are several.
    :raises Untranslatable: if there is none, or more than one.
    """
    items = list(found)
    if len(items) == 1:
        return items[0]
    if not items:
        problem = f"this is {what} without a user pool"
        raise Untranslatable("The resource", None, problem, "Give one that has a user pool")
    places = ", ".join(place(item) for item in items[:MOST_PLACES])
    more = ", ..." if len(items) > MOST_PLACES else ""
    problem = f"this is {what} with {len(items)} user pools: {places}{more}"
    raise Untranslatable("The resource", None, problem, hint)


def known(given: Mapping[str, Any], names: Iterable[str], above: Path = ()) -> None:
    """Refuse members that are not among ``names``."""
    for member, value in given.items():
        if member not in names:
            raise unknown(".".join((*above, str(member))), value, str(member), names)


def unknown(member: str, value: Any, name: str, names: Iterable[str]) -> Untranslatable:
    """The error for a name that is not among ``names``, with those that look like it."""
    near = get_close_matches(name, list(names))
    hint = "Correct the name, leave it out, or use a release of latchkey.cognito that knows it"
    candidates = f"Perhaps {' or '.join(near)} is meant. " if near else ""
    return Untranslatable(member, value, "this name is not known here", f"{candidates}{hint}")


def options_of_members(
    given: Mapping[str, Any], table: Mapping[str, Option], spelled: Callable[[str], str], above: Path = ()
) -> Options:
    """Module options from members in another tool's names.

    :arg table: the options that there are.
    :arg spelled: how the tool spells an option's name.
    :raises Untranslatable: for a member that is not known, or a value of another type or none of the choices.
    """
    names = {spelled(name): name for name in table}
    known(given, names, above)
    return {
        names[member]: _value(value, table[names[member]], spelled, (*above, member)) for member, value in given.items()
    }


def _value(value: Any, option: Option, spelled: Callable[[str], str], path: Path) -> Any:
    if option.suboptions and isinstance(value, Mapping):
        return options_of_members(value, option.suboptions, spelled, path)
    given = value
    if option.choices == MODES:
        value = _mode(value)
    expected = {"dict": Mapping, "bool": bool, "str": str}[option.type]
    if not isinstance(value, expected):
        problem = f"{option.description} has to be of the type {option.type}, not of the type {_type(value)}"
        raise Untranslatable(".".join(path), shortened(value), problem, "Correct the value, or leave the member out")
    if option.choices and value not in option.choices:
        problem = f"{option.description} must be one of {', '.join(option.choices)}"
        raise Untranslatable(".".join(path), given, problem, "Correct the value")
    return value


def _type(value: Any) -> str:
    """The name of a value's type; ansible-core has types of its own that stand for Python's."""
    kinds = {Mapping: "dict", list: "list", str: "str", bool: "bool", int: "int", float: "float"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), type(value).__name__)


def _mode(value: Any) -> Any:
    """A mode as it is meant: YAML makes booleans of an unquoted ON and OFF."""
    if isinstance(value, bool):
        return "ON" if value else "OFF"
    return value.upper() if isinstance(value, str) else value


def completed(block: Options, table: Mapping[str, Option], absent: Callable[[Option], Any]) -> Options:
    """A block in the table's order, with what is not named filled in, block by block.

    :arg absent: the value of an option that is not named; None leaves it out.
    """
    result: Options = {}
    for name, option in table.items():
        if name not in block:
            if absent(option) is not None:
                result[name] = absent(option)
        elif option.suboptions:
            result[name] = completed(block[name], option.suboptions, absent)
        else:
            result[name] = block[name]
    return result


def declared(options: Options, evaluated: bool) -> Options:
    """The options for what a tool declares of a whole pool: the mode always, and no factors beside OFF (R31).

    Factors beside OFF have no effect with Terraform and CloudFormation, and the module refuses them.

    :arg evaluated: whether the tool has put the values in the place of their placeholders already.
    """
    mode = options.get("mfa_configuration", "OFF")
    kept = {name: value for name, value in options.items() if mode != "OFF" or name not in FACTOR_OPTIONS}
    return within_limits(resolved({**kept, "mfa_configuration": mode}, evaluated=evaluated))


def resolved(options: Options, above: Path = (), evaluated: bool = False) -> Options:
    """The options, if no value holds a placeholder of another tool.

    :arg evaluated: whether the values are those that a tool found out, so that a text with the name of a variable is just that.
    :raises Untranslatable: for the first that does.
    """
    for name, value in options.items():
        if isinstance(value, Mapping):
            resolved(dict(value), (*above, name), evaluated)
        elif isinstance(value, str):
            _refuse_unreal(".".join((*above, name)), value, name in _TEXTS, evaluated)
    return options


def _refuse_unreal(name: str, value: str, is_text: bool, evaluated: bool) -> None:
    """Refuse a value that nobody can mean as it stands."""
    if not is_text:
        refuse_invisible(name, value)
    in_texts = _EVALUATED if evaluated else _IN_TEXTS
    refuse_placeholder(name, value, in_texts if is_text else _IN_NAMES)


def refuse_invisible(name: str, value: str, hint: str = "Leave it out") -> None:
    """Refuse a value with a character that cannot be seen, such as a no-break space or a NUL, and say which.

    :raises Untranslatable: for the first.
    """
    found = next((character for character in value if not character.isprintable() and character != "\n"), None)
    if found is not None:
        named = f"U+{ord(found):04X} ({unicodedata.name(found, 'a control character')})"
        raise Untranslatable(name, value, f"the character {named} is invisible, and is not allowed there", hint)


def refuse_placeholder(name: str, value: str, pattern: Pattern[str] = _IN_PROFILES) -> None:
    """Refuse a value that holds a placeholder.

    :arg pattern: what no value of its kind holds.

    :raises Untranslatable: if it does.
    """
    found = pattern.search(value)
    if found:
        problem = f"{found[0]!r} is a placeholder that only its own tool can fill in"
        raise Untranslatable(name, value, problem, "Put the value itself in its place")


def written(options: Mapping[Any, Any], above: Path = ()) -> Options:
    """The options, if a task can hold them: names of options, and values that YAML reads back as they are.

    :raises Untranslatable: for the first name or value that is none.
    """
    named = {_name(name, above): value for name, value in options.items()}
    members = _members(above)
    if members:
        known(named, members, above)
    return {name: _written(value, (*above, name)) for name, value in named.items()}


def _members(path: Path) -> Mapping[str, Option]:
    """The options of a block of an MFA configuration; none for other paths, whose options are those of amazon.aws, too."""
    table: Mapping[str, Option] = TASK_OPTIONS
    for name in path:
        table = table[name].suboptions if name in table else {}
    return table if path else {}


def _name(name: Any, above: Path) -> str:
    if not isinstance(name, str) or not _OPTION_NAME.fullmatch(name):
        problem = "this is not the name of an option"
        raise Untranslatable(
            ".".join((*above, shortened(name))), None, problem, "Use the names of the module's options, in lower case"
        )
    return str(name)


def _written(value: Any, path: Path) -> Any:
    if len(path) > DEEPEST:
        raise Untranslatable(".".join(path[:3]), None, "this is nested too deep", "Give the module's options")
    if isinstance(value, Mapping):
        return written(value, path)
    if is_long_integer(value):
        raise Untranslatable(".".join(path), None, "this number is too long", "Correct the value")
    if value is not None and not isinstance(value, (str, int)):
        problem = f"this is of the type {_type(value)}, which no option has"
        raise Untranslatable(".".join(path), None, problem, "Give a text, a boolean, an integer or a dictionary")
    return value


def within_limits(options: Options) -> Options:
    """The options, in the table's order, if they keep the service's limits (R74).

    :raises Refusal: for the first limit that is broken.
    """
    refuse_options(options, TASK_OPTIONS)
    return {name: options[name] for name in TASK_OPTIONS if name in options}
