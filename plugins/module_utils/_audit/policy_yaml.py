# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy's YAML as plain data.

YAML readers take the last of two equal keys, build objects from tags and follow an alias of itself for ever.  A policy that
holds one of these does not say what its author thinks, so that each of them is an error with its line.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import List
from typing import Optional
from typing import Set

from ansible.module_utils.common.yaml import HAS_YAML
from ansible.module_utils.common.yaml import SafeLoader

from .policy_shapes import MAX_DEPTH
from .policy_shapes import MAX_SHOWN
from .policy_shapes import PolicyError

if HAS_YAML:
    import yaml

MAX_VALUES = 100_000
"""How many values a policy holds at most, aliases resolved."""


@dataclass
class _Block:
    """A mapping or sequence that is being read.

    :ivar anchor: the name by which aliases mean it, if it has one.
    :ivar is_mapping: whether its children are keys and values in turn.
    :ivar keys: the keys so far.
    :ivar children: how many children there were.
    """

    anchor: Optional[str]
    is_mapping: bool
    keys: Set[str] = field(default_factory=set)
    children: int = 0

    @property
    def expects_key(self) -> bool:
        return self.is_mapping and self.children % 2 == 0


def load(text: str) -> Any:
    """What a policy's YAML says.

    :raises PolicyError: with what is wrong, to follow the file's name, if it is not YAML or holds what no policy needs:
        duplicate keys, tags, aliases of itself, deep nesting.
    """
    try:
        _check_structure(text)
        loader: Any = SafeLoader(text)
        try:
            node = loader.get_single_node()
            return None if node is None else _Plain(loader).value(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise PolicyError(f"is not YAML: {error}") from error


def _check_structure(text: str) -> None:
    """Look at the events, which no depth and no alias can blow up, before anything is built from them."""
    blocks: List[_Block] = []
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.NodeEvent):
            _check_node(event, blocks)
            if blocks:
                blocks[-1].children += 1
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            blocks.append(_Block(event.anchor, isinstance(event, yaml.MappingStartEvent)))
            if len(blocks) > MAX_DEPTH:
                raise _error(event, f"this is nested more than {MAX_DEPTH} levels deep, which no policy needs")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            blocks.pop()


def _check_node(event: Any, blocks: List[_Block]) -> None:
    if getattr(event, "tag", None):
        raise _error(event, f"a policy cannot have YAML tags, and this is {event.tag}. Leave it out, and quote texts")
    if isinstance(event, yaml.AliasEvent) and event.anchor in [block.anchor for block in blocks]:
        raise _error(event, f"the alias *{event.anchor} refers to a value that contains it. Write the value out")
    if blocks and blocks[-1].expects_key:
        _check_key(event, blocks[-1].keys)


def _check_key(event: Any, keys: Set[str]) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise _error(event, "a key has to be text, and this one is not. Write it out")
    if event.value in keys:
        raise _error(event, f"the key {event.value} occurs twice. Remove one of them")
    keys.add(event.value)


def _error(event: Any, problem: str) -> PolicyError:
    return PolicyError(f"has a mistake in line {event.start_mark.line + 1}: {problem}")


class _Plain:
    """Builds plain data from nodes whose structure was checked."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader
        self._values = 0

    def value(self, node: Any) -> Any:
        """A node as a dictionary, list or scalar.

        :raises PolicyError: if there are too many values, or one looks like a number or day and is not.
        """
        self._values += 1
        if self._values > MAX_VALUES:
            raise PolicyError(f"holds more than {MAX_VALUES} values. Write out what its aliases stand for")
        if isinstance(node, yaml.MappingNode):
            self._loader.flatten_mapping(node)  # the merge key <<
            return {self.value(key): self.value(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        try:
            return self._loader.construct_object(node)
        except (ValueError, OverflowError) as error:
            raise _error(node, f"{node.value[:MAX_SHOWN]} has no value: {error}. Quote texts") from error
