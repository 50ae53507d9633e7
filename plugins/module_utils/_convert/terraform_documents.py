# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the documents of Terraform have a user pool: state files, plans, the output of ``terraform show -json``, parts of them.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Callable
from typing import Iterator
from typing import Mapping
from typing import Optional
from typing import Tuple

from .common import mapping
from .common import only
from .common import Untranslatable

RESOURCE = "aws_cognito_user_pool"


@dataclass(frozen=True)
class Found:
    """A user pool in a document.

    :ivar place: where it is, as a path.
    :ivar attributes: its attributes.
    :ivar unknown: which of them Terraform has yet to find out, as ``after_unknown`` has it.
    """

    place: str
    attributes: Any
    unknown: Any = None


def pool_in(document: Mapping[str, Any]) -> Found:
    """The one user pool that a document holds, or that it is.

    :raises Untranslatable: if it holds none or several, or is another resource.
    """
    if "type" in document:
        _refuse_other(document)
    what, pools = next((what, pools) for members, what, pools in _SHAPES if document.keys() >= set(members))
    return only(pools(document), what, lambda pool: pool.place, "Give one of them")


def _refuse_other(resource: Mapping[str, Any]) -> None:
    kind = resource["type"]
    if kind != RESOURCE:
        raise Untranslatable("type", kind, f"this is not an {RESOURCE}", f"Select the resources of the type {RESOURCE}")
    if resource.get("mode") == "data":
        problem = "this is a data source, which Terraform only reads"
        raise Untranslatable("mode", "data", problem, "Select the resources whose mode is managed")


def _of_modules(values: Any, above: str) -> Iterator[Found]:
    modules = [(f"{above}root_module", _dictionary(values).get("root_module"))]
    for place, module in modules:  # which grows, so that no depth of modules is too deep
        for path, resource in _listed(_dictionary(module).get("resources"), f"{place}.resources"):
            if _is_pool(resource):
                yield Found(path, resource.get("values"))
        modules += _listed(_dictionary(module).get("child_modules"), f"{place}.child_modules")


def _of_state(resources: Any) -> Iterator[Found]:
    for place, resource in _listed(resources, "resources"):
        if _is_pool(resource):
            yield from _of_instances(resource, f"{place}.")


def _of_instances(resource: Mapping[str, Any], above: str) -> Iterator[Found]:
    for place, instance in _listed(resource.get("instances"), f"{above}instances"):
        yield Found(place, instance.get("attributes"))


def _of_changes(changes: Any) -> Iterator[Found]:
    for place, entry in _listed(changes, "resource_changes"):
        if _is_pool(entry):
            yield from _of_change(entry, f"{place}.")


def _of_change(entry: Mapping[str, Any], above: str) -> Iterator[Found]:
    """What becomes of a pool; nothing of one that the plan removes."""
    change = mapping(entry.get("change"), f"{above}change", whole=False)
    if change.get("after") is not None:
        yield Found(f"{above}change.after", change["after"], change.get("after_unknown"))


def _is_pool(resource: Mapping[str, Any]) -> bool:
    return resource.get("type") == RESOURCE and resource.get("mode") != "data"


def _listed(value: Any, place: str) -> Iterator[Tuple[str, Mapping[str, Any]]]:
    """The dictionaries of a list, each with its place."""
    for index, item in enumerate(value if isinstance(value, list) else []):
        if isinstance(item, Mapping):
            yield f"{place}[{index}]", item


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


_Pools = Callable[[Mapping[str, Any]], Iterator[Found]]

_SHAPES: Tuple[Tuple[Tuple[str, ...], str, _Pools], ...] = (
    (("resource_changes",), "a plan of Terraform", lambda plan: _of_changes(plan["resource_changes"])),
    (("planned_values",), "a plan of Terraform", lambda plan: _of_modules(plan["planned_values"], "planned_values.")),
    (("root_module",), "the values of a state of Terraform", lambda values: _of_modules(values, "")),
    (
        ("format_version",),
        "the output of terraform show -json",
        lambda shown: _of_modules(shown.get("values"), "values."),
    ),
    (("terraform_version",), "a state file of Terraform", lambda state: _of_state(state.get("resources"))),
    (("version", "resources"), "a state file of Terraform", lambda state: _of_state(state["resources"])),
    (("type", "instances"), "a resource of a state file", lambda resource: _of_instances(resource, "")),
    (("type", "change"), "a change of a plan", lambda entry: _of_change(entry, "")),
    (("type",), "a resource", lambda resource: iter([Found("values", resource.get("values"))])),
    (("values",), "the output of terraform show -json", lambda shown: _of_modules(shown["values"], "values.")),
    (("resources",), "a module of a state", lambda module: _of_modules({"root_module": module}, "")),
    (("child_modules",), "a module of a state", lambda module: _of_modules({"root_module": module}, "")),
    (
        ("attributes",),
        "an instance of a resource",
        lambda instance: iter([Found("attributes", instance["attributes"])]),
    ),
    ((), "the attributes of a resource", lambda attributes: iter([Found("", attributes)])),
)
"""What tells a document by its members, what it is, and the user pools in it; the first that fits."""


def first_unknown(unknown: Any, above: str = "") -> Optional[str]:
    """The dotted name of the first attribute that Terraform has yet to find out.

    :arg unknown: what ``after_unknown`` says: true for what is not known, nested as the attributes are.
    """
    if unknown is True:
        return above
    inner = ((above, item) for item in unknown) if isinstance(unknown, list) else _named(unknown, above)
    return next((found for found in (first_unknown(item, name) for name, item in inner) if found), None)


def _named(unknown: Any, above: str) -> Iterator[Tuple[str, Any]]:
    return ((f"{above}.{name}" if above else str(name), item) for name, item in _dictionary(unknown).items())
