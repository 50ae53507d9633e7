# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms are as the picture shows them, and the pure ones are pure."""

from __future__ import annotations

import ast

import pytest

from tools import architecture

# What does I/O, reads a clock, or knows how a module runs.
IMPURE = (
    "ansible.errors",
    "ansible.module_utils.basic",
    "ansible.plugins",
    "ansible.utils",
    "ansible_collections.amazon",
    "boto3",
    "botocore",
    "os",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "time",
    "urllib",
)
PURE = [module for module in architecture.modules() if architecture.ROOMS[architecture.room_of(module)].pure]


def test_the_picture_is_drawn_from_the_code() -> None:
    text = architecture.PAGE.read_text(encoding="utf-8")
    assert architecture.page(text) == text, "run make architecture"
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.svg(), "run make architecture"


def test_an_arrow_that_follows_from_others_is_not_drawn() -> None:
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")]
    assert architecture.essential(pairs) == [("a", "b"), ("b", "c"), ("d", "c")]


def test_every_room_is_explained() -> None:
    text = architecture.PAGE.read_text(encoding="utf-8")
    for room in architecture.ROOMS.values():
        assert f"\n| {room.name} | " in text


def test_rooms_that_need_each_other_are_told() -> None:
    with pytest.raises(LookupError, match="a, b, a import from each other"):
        architecture.layer("a", [("a", "b"), ("b", "a")])


def test_a_module_without_a_room_is_told() -> None:
    with pytest.raises(LookupError, match="is in no room"):
        architecture.room_of("module_utils/_attic")


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_imports_nothing_impure(module: str) -> None:
    known = architecture.modules()
    for name in architecture.imports(module):
        if name in known:
            assert architecture.ROOMS[architecture.room_of(name)].pure, name
        else:
            assert not any(name == bad or name.startswith(f"{bad}.") for bad in IMPURE), name


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_opens_nothing(module: str) -> None:
    tree = ast.parse((architecture.PLUGINS / f"{module}.py").read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not named & {"open", "print", "input", "FileIO"}


def test_the_core_knows_neither_ansible_module_nor_boto3() -> None:
    for name in architecture.imports("module_utils/_core"):
        assert not name.startswith(("ansible.module_utils.basic", "ansible_collections.amazon", "boto")), name


def test_most_of_the_logic_is_pure() -> None:
    assert len(PURE) >= 12
