# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of ``aws cognito-idp set-user-pool-mfa-config``: its options, and what became of each.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Any
from typing import Callable
from typing import Dict
from typing import Iterator
from typing import List
from typing import Match
from typing import Optional
from typing import Sequence
from typing import Tuple

from .._mfa.config import api_name
from .._mfa.limits import is_long_integer
from .._mfa.limits import is_region
from .._mfa.limits import NO_REGION
from .._mfa.limits import region_hint
from .._mfa.options import Option
from .._mfa.refusal import shortened
from .aws_cli_shorthand import parse
from .aws_cli_shorthand import ShorthandError
from .common import mapping
from .common import refuse_invisible
from .common import refuse_placeholder
from .common import TASK_OPTIONS
from .common import unknown
from .common import Untranslatable

COMMAND = ("cognito-idp", "set-user-pool-mfa-config")


@dataclass(frozen=True)
class Counterpart:
    """What an option of the AWS CLI, other than the members of the request, is here.

    :ivar explanation: the counterpart, or why there is none, a sentence without its full stop.
    :ivar option: the dotted name of the module's option.
    :ivar value: the option's value, where the AWS CLI's option is a switch.
    :ivar switch: whether the AWS CLI's option takes no value.
    :ivar number: whether its value is a number.
    :ivar refused: whether a command that has it cannot become a task.
    :ivar version: the only version of the AWS CLI that has it, where not both have it.
    """

    explanation: str
    option: Optional[str] = None
    value: Optional[bool] = None
    switch: bool = False
    number: bool = False
    refused: bool = False
    version: Optional[int] = None


_OUTPUT = "It only formats the command's output; a task registers its result as data"
_TIMEOUT = "0, which means no timeout, has no counterpart"
_PROMPT = "It prompts for input, and a task never does"

CLI_OPTIONS: Dict[str, Counterpart] = {
    "cli-input-json": Counterpart(
        "The filter reads the document, with or without the command; its members become options"
    ),
    "cli-input-yaml": Counterpart(
        "Give the document itself to the filter, as in `document | from_yaml | latchkey.cognito.from_aws_cli`",
        refused=True,
        version=2,
    ),
    "generate-cli-skeleton": Counterpart(
        "It makes no call. `ansible-doc -s latchkey.cognito.user_pool_mfa_config` prints a task to fill in; check mode "
        "shows what a task would do",
        refused=True,
    ),
    "region": Counterpart("The same", option="region"),
    "profile": Counterpart("The same", option="profile"),
    "endpoint-url": Counterpart("The same", option="endpoint_url"),
    "ca-bundle": Counterpart("The same", option="aws_ca_bundle"),
    "no-verify-ssl": Counterpart("The same", option="validate_certs", value=False, switch=True),
    "cli-connect-timeout": Counterpart(_TIMEOUT, option="aws_config.connect_timeout", number=True),
    "cli-read-timeout": Counterpart(_TIMEOUT, option="aws_config.read_timeout", number=True),
    "no-sign-request": Counterpart(
        "This call needs IAM credentials, so an unsigned request is always refused", switch=True, refused=True
    ),
    "output": Counterpart(_OUTPUT),
    "query": Counterpart(f"{_OUTPUT}, for Jinja or `community.general.json_query` to select from"),
    "color": Counterpart(_OUTPUT),
    "no-paginate": Counterpart("The call has no pages", switch=True),
    "no-cli-pager": Counterpart(_OUTPUT, switch=True, version=2),
    "cli-error-format": Counterpart(
        "A failed task has one `msg`, and the service's original error under `error`", version=2
    ),
    "cli-binary-format": Counterpart("The call has no binary members", version=2),
    "cli-auto-prompt": Counterpart(_PROMPT, switch=True, refused=True, version=2),
    "no-cli-auto-prompt": Counterpart(_PROMPT, switch=True, version=2),
    "debug": Counterpart(
        "Use `ansible-playbook -vvv`; `debug_botocore_endpoint_logs: true` lists the API calls in the result",
        switch=True,
    ),
    "v2-debug": Counterpart("It only concerns the AWS CLI itself", switch=True, version=1),
    "version": Counterpart(
        "It makes no call. `ansible-galaxy collection list latchkey.cognito` shows the version",
        switch=True,
        refused=True,
    ),
}

ARGUMENTS: Dict[str, str] = {name.replace("_", "-"): name for name in TASK_OPTIONS}
"""The arguments that are members of the request, each with its option's name."""

# What a shell acts on: in double quotes variables and commands, without quotes operators as well, and nothing in single
# quotes or behind a backslash.  Python's shlex takes a backslash in double quotes for itself, so it saves nothing there.
_WORDS = re.compile(r"""'[^']*'|\\.|"(?P<double>(?:\\.|[^"\\])*)"|(?P<bare>[^'"\\]+)""", re.DOTALL)
_EXPANDED = re.compile(r"[$`]")
_OPERATOR = re.compile(r"[$`|&;<>()]|(?<=\s)#|\^(?=[ \t]*\n)")
_BLANK_BEHIND_BACKSLASH = re.compile(r"\\[ \t\u00a0]+\n")
_URL = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?(/[a-z0-9._~/-]*)?", re.ASCII | re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read_command(command: Any) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """What a command line says.

    :arg command: its text, as a shell would be given it, or the list of its words.
    :returns: the request's members in the API's names, and the module's connection options.
    :raises Untranslatable: for anything that is not such a command, or has no counterpart.
    """
    words = _split(command) if isinstance(command, str) else [_word(word) for word in command]
    members: Dict[str, Any] = {}
    connection: Dict[str, Any] = {}
    for name, value in _options(_without_program(words)):
        if name in ARGUMENTS:
            members[api_name(ARGUMENTS[name])] = _member(name, value, TASK_OPTIONS[ARGUMENTS[name]])
        elif name == "cli-input-json":
            members = {**_document(value), **members}
        else:
            _connect(connection, name, value, CLI_OPTIONS[name])
    return members, connection


def _word(word: Any) -> str:
    """A word of the list, which may be a number."""
    if not isinstance(word, (str, int)) or is_long_integer(word):
        raise Untranslatable("The command", None, "a word of it is not text", "Give its text, or the list of its words")
    return str(word)


def _split(text: str) -> List[str]:
    lines = text.replace("\r\n", "\n")
    _refuse_blank_behind_backslash(lines)
    joined = _WORDS.sub(_continued, lines)
    for found in _WORDS.finditer(joined):
        unquoted = re.sub(r"[\t\n]", " ", found["bare"] or "")
        refuse_invisible("The command", unquoted, "Put a plain space in its place, or leave it out")
        acted_on = _EXPANDED.search(found["double"] or "") or _OPERATOR.search(found["bare"] or "")
        if acted_on:
            problem = f"a shell would interpret {acted_on[0]!r}, but no shell runs here"
            raise Untranslatable("The command", text, problem, _cure(joined, found, acted_on[0]))
    try:
        return shlex.split(joined)
    except ValueError as error:
        raise Untranslatable("The command", text, f"a quote is not closed ({error})", "Close it") from error


def _refuse_blank_behind_backslash(lines: str) -> None:
    found = _BLANK_BEHIND_BACKSLASH.search(lines)
    if found:
        problem = f"a blank follows the backslash at the end of line {lines.count(chr(10), 0, found.start()) + 1}"
        raise Untranslatable("The command", None, problem, "Remove the blank, so that the line continues")


def _cure(text: str, found: Match[str], operator: str) -> str:
    """What to do about something that a shell would act on."""
    if text.lstrip().startswith("$ "):
        return "Leave out the prompt $"
    if operator == "^" or (operator == "`" and re.search(r"`[ \t]*\n", text)):
        return "Write the command on one line, or put a backslash at the end of each line"
    if operator in "|&;<>()#" and found["bare"]:
        return "Remove what follows the command, or put the value in single quotes"
    return "Replace it with its value, or put it in single quotes"


def _continued(found: Match[str]) -> str:
    """A piece of the command without line continuations, of which a shell leaves nothing; single quotes have none."""
    if found[0].startswith("'"):
        return found[0]
    return _ESCAPED.sub(lambda escaped: "" if escaped[1] == "\n" else escaped[0], found[0])


def _without_program(words: Sequence[str]) -> List[str]:
    return list(words[1:] if words and words[0].rpartition("/")[2] == "aws" else words)


def _options(words: List[str]) -> Iterator[Tuple[str, str]]:
    """Every option with its value, after the check that the rest is this command.  The last of several counts."""
    options: Dict[str, str] = {}
    rest = []
    left = iter(words)
    for word in left:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            _refuse(name)
            options[name] = value if equals else _value_of(name, left)
        else:
            rest.append(word)
    if tuple(rest) not in (COMMAND, ()) or not words:
        problem = f"this is not the command {' '.join(COMMAND)}"
        hint = "Give that command alone, with values in quotes"
        given = " ".join(rest)
        raise Untranslatable((given if given.isprintable() else shortened(given)) or "The command", None, problem, hint)
    return iter(options.items())


def _value_of(name: str, left: Iterator[str]) -> str:
    if name in CLI_OPTIONS and CLI_OPTIONS[name].switch:
        return ""
    value = next(left, "--")
    if value.startswith("--"):
        raise Untranslatable(f"--{name}", None, "its value is missing", "Put it after the option")
    return value


def _refuse(name: str) -> None:
    """Refuse an option that is not known, or that no task can have."""
    refuse_invisible(f"--{name}", name, "Put a plain space in its place, or leave it out")
    flags = [f"--{known}" for known in (*ARGUMENTS, *CLI_OPTIONS)]
    if f"--{name}" not in flags:
        raise unknown(f"--{name}", None, f"--{name}", flags)
    if name in CLI_OPTIONS and CLI_OPTIONS[name].refused:
        raise Untranslatable(f"--{name}", None, "it has no counterpart in a task", CLI_OPTIONS[name].explanation)


def _member(name: str, value: str, option: Option) -> Any:
    """An argument's value as the AWS CLI reads it: JSON where it looks like it, else shorthand; or a text."""
    if re.match(r"(fileb?|https?)://", value):
        problem = "a filter reads no files, and fetches nothing"
        hint = "Put the content in its place, or give the filter the document with the lookup ansible.builtin.file"
        raise Untranslatable(f"--{name}", value, problem, hint)
    if not option.suboptions:
        return value
    if value.strip().startswith(("{", "[")):
        return mapping(value, f"--{name}")
    try:
        return _typed(parse(value), option)
    except ShorthandError as error:
        problem = f"this is neither JSON nor shorthand: {error}"
        raise Untranslatable(f"--{name}", value, problem, "Give the value as JSON, in single quotes") from error


def _typed(members: Dict[str, Any], option: Option) -> Dict[str, Any]:
    """Shorthand's texts as what they stand for: true and false where a switch is expected."""
    below = {api_name(name): member for name, member in option.suboptions.items()}
    for name, value in members.items():
        if name not in below:
            continue
        if isinstance(value, dict):
            members[name] = _typed(value, below[name])
        elif below[name].type == "bool":
            members[name] = {"true": True, "false": False}.get(value.lower(), value)
    return members


def _document(value: str) -> Dict[str, Any]:
    text = _member("cli-input-json", value, TASK_OPTIONS["user_pool_id"])
    return dict(mapping(text, "--cli-input-json"))


def _connect(connection: Dict[str, Any], name: str, value: str, counterpart: Counterpart) -> None:
    if counterpart.option is None:
        return
    if not value and not counterpart.switch:
        raise Untranslatable(f"--{name}", value, "this is empty", "Put a value in, or leave the option out")
    flag = f"--{name}"
    refuse_invisible(flag, value)
    _REFUSALS.get(name, refuse_placeholder)(flag, value)
    set_to = counterpart.value if counterpart.switch else _number(name, value) if counterpart.number else value
    block, _dot, option = counterpart.option.rpartition(".")
    (connection.setdefault(block, {}) if block else connection)[option] = set_to


def _refuse_other_than_region(flag: str, value: str) -> None:
    if not is_region(value):
        raise Untranslatable(flag, value, NO_REGION, region_hint(value))


def _refuse_other_than_url(flag: str, value: str) -> None:
    if not _URL.fullmatch(value):
        hint = "Name scheme and host, such as https://cognito-idp.eu-central-1.amazonaws.com"
        raise Untranslatable(flag, value, "this is not a URL", hint)


_REFUSALS: Dict[str, Callable[[str, str], None]] = {
    "region": _refuse_other_than_region,
    "endpoint-url": _refuse_other_than_url,
}
"""What refuses the value of an option whose values have a form; others only hold no placeholder."""


def _number(name: str, value: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", value):
        raise Untranslatable(
            f"--{name}", value, "this is not a number of seconds above 0", CLI_OPTIONS[name].explanation
        )
    return int(value)
