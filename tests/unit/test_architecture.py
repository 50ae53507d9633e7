# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packages are as the picture shows them, nothing imports from above, and the pure modules are pure."""

from __future__ import annotations

import ast

import pytest

from tools.pages import architecture

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
# Of amazon.aws, what is pure.
PURE_OF_OTHERS = ("ansible_collections.amazon.aws.plugins.module_utils.transformation",)
PURE = [module for module in architecture.modules() if architecture.is_pure(module)]
WINGS = {"_audit", "_convert", "_enforce", "_report", "_sign_in", "_user_pool"}  # beside the core, _mfa
MAY_IMPORT = {
    "_enforce": {"_audit", "_report", "_sign_in"},
    "_report": {"_audit", "_sign_in"},
}  # a wing imports the core and what is named here


def test_the_picture_is_drawn_from_the_code() -> None:
    text = architecture.PAGE.read_text(encoding="utf-8")
    assert architecture.page(text) == text, "run make pages"
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.svg(), "run make pages"


def test_an_arrow_that_follows_from_others_is_not_drawn() -> None:
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")]
    assert architecture.essential(pairs) == [("a", "b"), ("b", "c"), ("d", "c")]


def test_every_package_is_explained() -> None:
    text = architecture.PAGE.read_text(encoding="utf-8")
    for package in architecture.contents():
        assert f"\n| `{package}` | " in text.partition("<!-- end packages -->")[2], package


def test_packages_that_need_each_other_are_found() -> None:
    with pytest.raises(LookupError, match="a, b, a import from each other"):
        architecture.layer("a", [("a", "b"), ("b", "a")])


def test_no_module_imports_from_above() -> None:
    pairs = architecture.arrows()
    assert all(architecture.layer(module, pairs) >= 0 for module in architecture.modules())


def test_a_wing_imports_only_what_it_may() -> None:
    pairs = architecture.between_packages(architecture.arrows())
    packages = [package for package in architecture.contents() if package.startswith("module_utils/")]
    assert {package.rpartition("/")[2] for package in packages} == {"_mfa", *WINGS}
    for tail, head in pairs:
        if tail.startswith("module_utils/"):
            wing, other = tail.rpartition("/")[2], head.rpartition("/")[2]
            assert other in {"_mfa", *MAY_IMPORT.get(wing, ())}, f"{wing} imports from {other}"


def test_every_module_that_may_do_io_exists() -> None:
    assert set(architecture.IMPURE) <= set(architecture.modules())


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_imports_nothing_impure(module: str) -> None:
    known = architecture.modules()
    for name in architecture.imports(module):
        if name in known:
            assert architecture.is_pure(name), name
        elif name not in PURE_OF_OTHERS:
            assert not any(name == bad or name.startswith(f"{bad}.") for bad in IMPURE), name


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_opens_nothing(module: str) -> None:
    tree = ast.parse((architecture.PLUGINS / f"{module}.py").read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    named |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not named & {"open", "print", "input", "FileIO"}


def test_what_the_modules_do_knows_neither_ansible_module_nor_boto3() -> None:
    for module in ("module_utils/_mfa/ensure", "module_utils/_mfa/gather"):
        for name in architecture.imports(module):
            assert not name.startswith(("ansible.module_utils.basic", "ansible_collections.amazon", "boto")), name
