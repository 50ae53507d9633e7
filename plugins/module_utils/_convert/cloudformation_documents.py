# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the documents of CloudFormation have a user pool: templates, and answers of AWS that hold one.

This module is private to latchkey.cognito.  Nothing here does I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from typing import Callable
from typing import Iterator
from typing import Mapping
from typing import Tuple

from .common import mapping
from .common import only
from .common import Untranslatable
from .template_yaml import template

RESOURCE = "AWS::Cognito::UserPool"


@dataclass(frozen=True)
class Found:
    """A user pool in a document.

    :ivar place: its logical ID, or where it is.
    :ivar properties: its properties.
    :ivar evaluated: whether AWS has put the values in the place of functions, so that texts are what the user pool has.
    """

    place: str
    properties: Any
    evaluated: bool = False


def pool_in(document: Mapping[str, Any], logical_id: str = "") -> Found:
    """The user pool that a document holds, or that it is.

    :arg logical_id: which one of a template is meant; it may be left out if there is one.
    :raises Untranslatable: if it holds none or several, or is another resource.
    """
    found = next(found for members, found in _SHAPES if document.keys() >= set(members))
    return found(document, logical_id)


def _of_answer(document: Mapping[str, Any], logical_id: str) -> Found:
    """The user pool in what GetTemplate answers."""
    return pool_in(template(document["TemplateBody"], "TemplateBody"), logical_id)


def _of_list(document: Mapping[str, Any], logical_id: str) -> Found:
    """The user pool in what ListResources of AWS Cloud Control API answers."""
    listed = document["ResourceDescriptions"]
    places = [f"ResourceDescriptions[{index}]" for index in range(len(listed))] if isinstance(listed, list) else []
    place = only(places, "an answer of ListResources", str, "Give one of them")
    one = mapping(listed[places.index(place)], place)
    return _of_description({**document, "ResourceDescription": one}, logical_id)


def _of_properties(document: Mapping[str, Any], logical_id: str) -> Found:
    """The properties, unless every member is a resource, so that this is the section Resources of a template."""
    if document and all(isinstance(value, Mapping) and "Type" in value for value in document.values()):
        return _of_template(document, logical_id)
    return Found("", document)


def _of_template(resources: Mapping[str, Any], logical_id: str) -> Found:
    if not logical_id:
        return only(
            _pools(resources), "a template", lambda pool: pool.place, "Give one of them, or name it with logical_id"
        )
    if logical_id not in resources:
        pools = ", ".join(pool.place for pool in _pools(resources)) or "none"
        problem = f"the template has no such resource; its user pools are {pools}"
        raise Untranslatable("logical_id", logical_id, problem, "Name one of them")
    return _of_resource(f"Resources.{logical_id}", mapping(resources[logical_id], f"Resources.{logical_id}"))


def _pools(resources: Mapping[str, Any]) -> Iterator[Found]:
    for name, resource in resources.items():
        if isinstance(resource, Mapping) and resource.get("Type") == RESOURCE:
            yield _of_resource(str(name), resource)


def _of_resource(place: str, resource: Mapping[str, Any]) -> Found:
    _refuse_other(resource.get("Type"), "Type")
    return Found(place, resource.get("Properties", {}))


def _of_description(document: Mapping[str, Any], _logical_id: str) -> Found:
    """The resource that GetResource of AWS Cloud Control API describes, or the description; it knows the values."""
    _refuse_other(document.get("TypeName", RESOURCE), "TypeName")
    description = mapping(document.get("ResourceDescription", document), "ResourceDescription")
    return Found("Properties", description.get("Properties"), evaluated=True)


def _refuse_other(kind: Any, name: str) -> None:
    if kind != RESOURCE:
        raise Untranslatable(name, kind, f"this is not an {RESOURCE}", f"Select the resources of the type {RESOURCE}")


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


_SHAPES: Tuple[Tuple[Tuple[str, ...], Callable[[Mapping[str, Any], str], Found]], ...] = (
    (("TemplateBody",), _of_answer),
    (("Resources",), lambda document, logical_id: _of_template(_dictionary(document["Resources"]), logical_id)),
    (("AWSTemplateFormatVersion",), lambda document, logical_id: _of_template({}, logical_id)),
    (("ResourceDescription",), _of_description),
    (("ResourceDescriptions",), _of_list),
    (("Type",), lambda document, _logical_id: _of_resource("Properties", document)),
    (("Properties",), _of_description),
    ((), _of_properties),
)
"""What tells a document by its members, and how to find the user pool in it; the first that fits."""
