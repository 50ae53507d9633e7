# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A template of CloudFormation as data: JSON, YAML with short functions such as ``!Sub``, or either as a text of JSON.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

import json
from typing import Any
from typing import Dict
from typing import Mapping

from ansible.module_utils.common.yaml import HAS_YAML
from ansible.module_utils.common.yaml import SafeLoader

from .common import Untranslatable

if HAS_YAML:
    import yaml

DEEPEST = 100
"""How deep a template may be nested: more than any is, and less than any recursion limit."""

_HINT = "Give a template, one of its resources, or what get-template or get-resource of the AWS CLI print"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_BARE = ("Ref", "Condition")


def template(given: Any, what: str) -> Mapping[str, Any]:
    """A template, or another dictionary, from data or its text.

    :arg what: what it is, for the error message.
    :raises Untranslatable: for what is neither.
    """
    value = _parsed(given, what) if isinstance(given, str) else given
    if isinstance(value, str) and isinstance(given, str):
        value = _parsed(value, what)  # the AWS CLI prints a template in YAML as a text of JSON
    if not isinstance(value, Mapping):
        raise Untranslatable(what, given, "this is not a dictionary", _HINT)
    return value


def _parsed(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise Untranslatable(what, None, "this is nested too deep", _HINT) from error
    except ValueError as not_json:
        try:
            return _from_yaml(text)
        except (yaml.YAMLError, ValueError) as error:
            problem = f"this is neither JSON ({not_json}) nor YAML ({' '.join(str(error).split())})"
            raise Untranslatable(what, text, problem, _HINT) from error


def _from_yaml(text: str) -> Any:
    plain = str.encode(text, "utf-8", "surrogatepass")  # of no subclass, which libyaml does not take
    _check(plain)
    loader: Any = SafeLoader(plain)
    try:
        node = loader.get_single_node()
        return None if node is None else _value(loader, node)
    finally:
        loader.dispose()


def _check(plain: bytes) -> None:
    """Look at the events, which no depth and no alias can blow up, before anything is built from them.

    :raises ValueError: for what no template has.
    """
    depth = 0
    for event in yaml.parse(plain, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise ValueError(f"the alias *{event.anchor} is used, but CloudFormation has no aliases")
        if depth > DEEPEST:
            raise ValueError(f"it is nested more than {DEEPEST} levels deep")


def _value(loader: Any, node: Any) -> Any:
    """A node as data; a short function as the full one."""
    if not node.tag.startswith("!"):
        return _untagged(loader, node)
    name = node.tag[1:]
    return {name if name in _BARE else f"Fn::{name}": _untagged(loader, node)}


def _untagged(loader: Any, node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _members(loader, node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item) for item in node.value]
    if node.tag.startswith("!") or node.tag == _TIMESTAMP:
        return node.value
    return loader.construct_object(node)


def _members(loader: Any, node: Any) -> Dict[str, Any]:
    members: Dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError(f"line {line} has a key that is not text")
        if key.value in members:
            raise ValueError(f"line {line} has the key {key.value} a second time")
        members[key.value] = _value(loader, value)
    return members
