# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference of the playbooks, which antsibull-docs does not document: what each says of itself, and its variables.

Nothing here does I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

HEAD = """\
# Playbooks

Run them by their names, as in `ansible-playbook latchkey.cognito.audit -i user_pools.yml`. A variable that does not exist is an
error.
"""

_MARKUP = re.compile(r"\b[A-Z]\((.*?)\)")  # Ansible's semantic markup


def page(playbooks: Mapping[str, str], variables: Mapping[str, Any]) -> str:
    """The page.

    :arg playbooks: the text of each by its name.
    :arg variables: playbooks/vars/variables.yml.
    """
    return HEAD + "".join(part for name, text in playbooks.items() for part in _playbook(name, text, variables))


def _playbook(name: str, text: str, variables: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## `latchkey.cognito.{name}`\n\n{_says(text)}\n\n"
    yield "| Variable | Type | Default | Meaning |\n|---|---|---|---|\n"
    for variable, about in (
        variables[f"_mfa_{name}_variables"] | variables.get(f"_mfa_{name}_host_variables", {})
    ).items():
        yield f"| `{variable}` | {_type(about)} | {_default(about)} | {_meaning(about)} |\n"


def _says(text: str) -> str:
    """The comment behind a playbook's licence header."""
    comment = text.split("\n\n")[1]
    return _MARKUP.sub(r"`\1`", " ".join(line.removeprefix("# ") for line in comment.splitlines()))


def _type(about: Mapping[str, Any]) -> str:
    elements = f" of {about['elements']}" if "elements" in about else ""
    return f"{about['type']}{elements}"


def _default(about: Mapping[str, Any]) -> str:
    default = about.get("default", "")
    text = ", ".join(map(str, default)) if isinstance(default, list) else str(default)
    return f"`{text.lower() if isinstance(default, bool) else text}`" if text else ""


def _meaning(about: Mapping[str, Any]) -> str:
    choices = f" One of {', '.join(f'`{choice}`' for choice in about['choices'])}." if "choices" in about else ""
    return _MARKUP.sub(r"`\1`", about["description"]) + choices
