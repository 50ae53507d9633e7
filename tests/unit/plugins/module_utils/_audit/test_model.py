# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The types of the model are its JSON schema."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from types import NoneType
from typing import Any
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import is_typeddict
from typing import Optional
from typing import Union

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import model

from tests.support.audits import SCHEMA

WHOLE: Any = SCHEMA.schema
JSON_TYPES = {str: "string", int: "integer"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return dict(WHOLE["$defs"][schema["$ref"].rpartition("/")[2]])
    return schema


def without_null(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A schema, and whether it also allows null."""
    schema = resolved(schema)
    if "anyOf" in schema:
        others = [choice for choice in schema["anyOf"] if choice != {"type": "null"}]
        return resolved(others[0]), len(others) < len(schema["anyOf"])
    if "enum" in schema:
        return {**schema, "enum": [value for value in schema["enum"] if value is not None]}, None in schema["enum"]
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return {**schema, "type": next(kind for kind in kinds if kind != "null")}, "null" in kinds
    return schema, False


def differences(hint: Any, schema: dict[str, Any], where: str = "model") -> Iterator[str]:
    """Where a type and a schema do not say the same."""
    if hint is Any:
        if set(schema) - {"description"}:
            yield f"{where}: the schema says more than anything"
        return
    schema, nullable = without_null(schema)
    optional = get_origin(hint) is Union and NoneType in get_args(hint)
    if optional is not nullable:
        yield f"{where}: one of both allows null"
    if optional:
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    if is_typeddict(hint):
        yield from of_members(hint, schema, where)
    elif get_origin(hint) is list:
        yield from [] if schema.get("type") == "array" else [f"{where}: no array"]
        yield from differences(get_args(hint)[0], schema.get("items", {}), f"{where}[]")
    elif get_origin(hint) is dict:
        yield from [] if schema.get("type") == "object" and "properties" not in schema else [f"{where}: no open object"]
        if get_args(hint)[1] is not Any:
            yield from differences(get_args(hint)[1], schema.get("additionalProperties", {}), f"{where}{{}}")
    else:
        values = [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]
        fits = {value.__class__ for value in values} == {hint} if values else schema.get("type") == JSON_TYPES[hint]
        yield from [] if fits else [f"{where}: {hint} is not {schema}"]


def of_members(hint: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    members, properties = get_type_hints(hint), schema.get("properties", {})
    if not set(members) == set(properties) == set(schema.get("required", [])) == set(hint.__required_keys__):
        yield f"{where}: the members differ: {sorted(set(members) ^ set(properties))}"
    if schema.get("additionalProperties") is not False:
        yield f"{where}: the schema is open"
    for name in members.keys() & properties.keys():
        yield from differences(members[name], properties[name], f"{where}.{name}")


def test_the_types_are_the_schema() -> None:
    assert list(differences(model.Model, WHOLE)) == []


@pytest.mark.parametrize(
    ("path", "change", "where"),
    [
        (("properties", "title"), {"type": "integer"}, "model.title"),
        (("properties", "pools", "items", "properties", "region"), {"type": ["string", "null"]}, "model.pools[].region"),
        (("properties", "pools", "items"), {"required": []}, "model.pools[]"),
        (("properties", "findings", "items", "properties", "controls"), {"items": {"type": "integer"}}, "controls[]"),
        (("properties", "exceptions", "items", "properties", "tags"), {"additionalProperties": {"type": "integer"}}, "tags{}"),
        (("$defs", "count"), {"type": "string"}, "model.summary.pools.total"),
        (("$defs", "severity"), {"enum": ["low", 7]}, "model.findings[].severity"),
    ],
)  # fmt: skip
def test_a_difference_is_found(
    monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], change: dict[str, Any], where: str
) -> None:
    changed = copy.deepcopy(WHOLE)
    place = changed
    for step in path:
        place = place[step]
    place.update(change)
    monkeypatch.setattr(f"{__name__}.WHOLE", changed)
    assert any(where in found for found in differences(model.Model, changed))


def test_a_member_that_the_schema_lacks_is_found() -> None:
    class Larger(model.Drift):
        more: Optional[str]

    (drift, _null) = without_null(WHOLE["properties"]["pools"]["items"]["properties"]["drift"])
    assert list(differences(Larger, drift)) == ["model: the members differ: ['more']"]
