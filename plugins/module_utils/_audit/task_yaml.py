# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of this collection as YAML that runs as it stands.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import json
import re
from typing import Any
from typing import Iterator
from typing import Mapping

from .._mfa.text import visible

# What makes a template of a text: Jinja's delimiters, or a first line that chooses others.
_TEMPLATE = re.compile("#jinja2:|.*?({{|{%|{#)", re.DOTALL)

# What YAML reads as a text without quotes, as ansible-lint prefers: a word that is not a boolean, number or null.
_PLAIN = re.compile(r"(?!(?:on|off|yes|no|true|false|null|y|n)$)[A-Za-z][\w.-]*", re.IGNORECASE | re.ASCII)


class Template(str):
    """A template that the task is to have; any other text that looks like one is kept as it is."""


def task(name: str, options: Mapping[str, Any], module: str = "user_pool_mfa_config") -> str:
    """A task.

    :arg name: its name, which holds nothing that a template could be made of.
    :arg options: option names and values; texts, booleans, numbers and dictionaries.
    """
    lines = [f"- name: {name}", f"  latchkey.cognito.{module}:", *_members(options, 4)]
    return "\n".join(lines) + "\n"


def _members(options: Mapping[str, Any], indent: int) -> Iterator[str]:
    for name, value in options.items():
        if isinstance(value, Mapping) and value:
            yield f"{' ' * indent}{name}:"
            yield from _members(value, indent + 2)
        else:
            yield f"{' ' * indent}{name}: {_scalar(value)}"


def _scalar(value: Any) -> str:
    """A value in YAML; JSON's quoting is YAML's.  What Jinja would take for its own is marked as unsafe."""
    text = str(value) if _is_plain(value) else visible(json.dumps(value, ensure_ascii=False))
    if isinstance(value, Template):
        return text
    return f"!unsafe {text}" if isinstance(value, str) and _TEMPLATE.match(value) else text


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and bool(_PLAIN.fullmatch(value))
