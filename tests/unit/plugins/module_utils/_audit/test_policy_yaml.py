# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy files: what YAML can say and a policy cannot is one clear error, whatever stands at which key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from typing import Any

import pytest
import yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy
from ansible_collections.latchkey.cognito.plugins.module_utils._audit import policy_yaml
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy_shapes import MAX_DEPTH
from ansible_collections.latchkey.cognito.plugins.module_utils._audit.policy_shapes import PolicyError
from hypothesis import given
from hypothesis import strategies as st

WHOLE: dict[str, Any] = {
    "title": "Ours",
    "mfa_configuration": "OPTIONAL",
    "allowed_factors": ["EMAIL_OTP", "SMS_MFA"],
    "forbidden_factors": ["SOFTWARE_TOKEN_MFA"],
    "allow_sms_only": True,
    "web_authn_configuration": {"user_verification": "required", "factor_configuration": "SINGLE_FACTOR"},
    "severities": {"mode": "critical"},
    "exceptions": [
        {
            "user_pool_id": "us-east-1_EXAMPLE01",
            "user_pool_name": "staff",
            "tags": {"stage": "test"},
            "checks": ["mode"],
            "reason": "Moves in March",
            "expires": "2027-03-31",
        }
    ],
}
"""A policy with a value at every key that is not only true or false."""
VALUES: dict[str, Any] = {
    "nothing": None,
    "true": True,
    "false": False,
    "number": 7,
    "negative number": -1,
    "fraction": 1.5,
    "no number": float("nan"),
    "without end": float("inf"),
    "text": "x",
    "text like a member": "user_verification=required",
    "text like JSON": '{"mode": "low"}',
    "empty text": "",
    "day": date(2027, 3, 31),
    "hour": datetime(2027, 3, 31, 12),
    "list": ["x"],
    "empty list": [],
    "list of lists": [[[1]]],
    "dictionary": {"x": "y"},
    "empty dictionary": {},
    "dictionary of numbers": {1: 2},
    "dictionary of days": {date(2027, 3, 31): True},
    "list of dictionaries": [{"x": 1}],
}


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key and every place in a list."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield (*above, name)
        yield from paths(member, (*above, name))


def replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    if isinstance(value, dict):
        return {
            name: replaced(member, path[1:], other) if name == path[0] else member for name, member in value.items()
        }
    return [replaced(member, path[1:], other) if number == path[0] else member for number, member in enumerate(value)]


def same(one: Any, other: Any) -> bool:
    return yaml.safe_dump(one) == yaml.safe_dump(other)


def problem(text: str) -> str:
    with pytest.raises(PolicyError) as error:
        policy.parse(policy_yaml.load(text))
    return str(error.value)


@pytest.mark.parametrize("path", list(paths(WHOLE)), ids=lambda path: ".".join(map(str, path)))
def test_every_type_at_every_key(path: tuple[Any, ...]) -> None:
    """A value is an error or means what it says: it is in the policy afterwards as it was written."""
    for name, value in VALUES.items():
        given_policy = replaced(WHOLE, path, value)
        read = policy_yaml.load(yaml.safe_dump(given_policy))
        assert same(read, given_policy), name
        try:
            parsed = policy.parse(read)
        except PolicyError:
            continue
        source = dict(parsed.source)
        for step in path:
            source = source[step] if not isinstance(source, dict) or step in source else {}
        kept = value.isoformat() if isinstance(value, date) else value
        unquoted_on = path == ("mfa_configuration",) and value is True
        assert unquoted_on or kept in ("", {}, [], source), name


@pytest.mark.parametrize("where", ["", "severities", "web_authn_configuration", "exceptions.0", "exceptions.0.tags"])
@pytest.mark.parametrize("key", [None, True, 7, 1.5, date(2027, 3, 31)], ids=repr)
def test_a_key_that_is_not_text(where: str, key: Any) -> None:
    """Among them ``on``, ``yes`` and ``null``, of which YAML makes something else."""
    path = tuple(int(step) if step.isdigit() else step for step in where.split(".") if step)
    found: Any = WHOLE
    for step in path:
        found = found[step]
    text = yaml.safe_dump(replaced(WHOLE, path, {**found, key: "x"}))
    assert "text" in problem(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mfa_configuration: ON\nmfa_configuration: OPTIONAL\n", "line 2: the key mfa_configuration occurs twice."),
        ('mfa_configuration: ON\n"mfa_configuration": ON\n', "line 2: the key mfa_configuration occurs twice."),
        ("severities: {mode: low,\n mode: high}\n", "line 2: the key mode occurs twice."),
        ("exceptions:\n- tags: {a: b, a: b}\n", "line 2: the key a occurs twice."),
        ("<<: {title: a}\n<<: {title: b}\n", "line 2: the key << occurs twice."),
        ("<<: {title: a, title: b}\n", "line 1: the key title occurs twice."),
        ("severities: &s\n  <<: *s\n", "line 2: the alias *s refers to a value that contains it. Write the value out"),
        ("exceptions: &e\n- tags: {a: *e}\n", "line 2: the alias *e refers to a value that contains it."),
        ("&all\ntitle: a\nseverities: *all\n", "line 3: the alias *all refers to a value that contains it."),
        ("? [title]\n: a\n", "line 1: a key has to be text, and this one is not."),
        ("? {title: a}\n: a\n", "line 1: a key has to be text, and this one is not."),
        ("title: &t a\n*t : b\n", "line 2: a key has to be text, and this one is not."),
        ("title: !unsafe a\n", "line 1: a policy cannot have YAML tags, and this is !unsafe. Leave it out, and quote texts"),
        ("title: !!python/object/apply:os.system [true]\n", "and this is tag:yaml.org,2002:python/object/apply:os.system."),
        ("title: !vault |\n  a\n", "and this is !vault."),
        ("--- !!set {title}\n", "and this is tag:yaml.org,2002:set."),
        ("!!str title: a\n", "and this is tag:yaml.org,2002:str."),
        ("exceptions:\n- expires: 2027-02-30\n", "line 2: 2027-02-30 has no value: "),
        (f"title: {'9' * 5000}\n", f"line 1: {'9' * 60} has no value: "),
        ("[" * 500, f"line 1: this is nested more than {MAX_DEPTH} levels deep, which no policy needs"),
        ("[" * 100_000, "nest"),  # libyaml's own limit, which comes first
        ("{a: " * 10_000, f"line 1: this is nested more than {MAX_DEPTH} levels deep, which no policy needs"),
        ("- " * 5_000, f"line 1: this is nested more than {MAX_DEPTH} levels deep, which no policy needs"),
        ("title: [\n", "is not YAML: "),
        ("title: *none\n", "is not YAML: "),
        ("title: a\n--- {}\n", "is not YAML: "),
        ("title: \x07\n", "is not YAML: "),
        ("title: \t- a: b: c\n", "is not YAML: "),
        ("severities: {<<: 7}\n", "is not YAML: "),
    ],
)  # fmt: skip
def test_what_yaml_can_say_and_a_policy_cannot(text: str, message: str) -> None:
    assert message in problem(text)


def test_aliases_that_multiply() -> None:
    rows = [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 9)]
    assert problem("\n".join(["a0: &a0 x", *rows])).startswith("holds more than 100000 values. ")


def test_anchors_and_merges_stay_possible() -> None:
    text = "exceptions:\n- &e {user_pool_id: x, reason: r, expires: 2027-12-31}\n- {<<: *e, user_pool_id: y}\n"
    first, second = policy.parse(policy_yaml.load(text)).exceptions
    assert (first.user_pool_id, second.user_pool_id, second.expires) == ("x", "y", date(2027, 12, 31))


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n...\n", "~"])
def test_nothing(text: str) -> None:
    assert policy_yaml.load(text) is None


@given(st.text(st.sampled_from("a:&*!{}[]<-?|>%@`'\"\\,# \n\t1~\u2028"), max_size=30))
def test_any_text_is_a_policy_or_one_error(text: str) -> None:
    try:
        policy.parse(policy_yaml.load(text))
    except PolicyError as error:
        assert str(error)


@given(
    st.recursive(
        st.sampled_from(list(VALUES.values())),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WHOLE, "x", 7]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_a_policy_of_a_task_is_a_policy_or_one_error(raw: Any) -> None:
    try:
        policy.parse(raw)
    except PolicyError as error:
        assert str(error)


@pytest.mark.parametrize("key", [*WHOLE, "x"])
def test_a_value_that_holds_itself(key: str) -> None:
    for holder in ({}, []):
        value: Any = holder
        value.append(value) if isinstance(value, list) else value.update({key: value, "tags": value})
        with pytest.raises(PolicyError, match="nested more than 20 levels deep"):
            policy.parse({key: value})


LONG = "0x" + "f" * 5000


@pytest.mark.parametrize(
    "text",
    [
        f"title: {LONG}",
        f"exceptions: [{{user_pool_id: {LONG}}}]",
        f"exceptions: [{{user_pool_id: a, reason: b, expires: {LONG}}}]",
        f"severities: {{mode: {LONG}}}",
        f"? {LONG}\n: 1",
        f"exceptions: [{{? {LONG} : 1}}]",
    ],
    ids=range(6),
)
def test_a_number_of_any_length_is_no_traceback(text: str) -> None:
    """Python shows no number of more than 4,300 digits."""
    with pytest.raises(PolicyError, match="The policy holds a number that is too long"):
        policy.parse(policy_yaml.load(text))


def test_what_is_no_day_is_shown_in_part() -> None:
    long = "x" * 100_000
    with pytest.raises(PolicyError, match="is not a date") as caught:
        policy.parse(policy_yaml.load(f"exceptions: [{{user_pool_id: a, reason: b, expires: {long}}}]"))
    assert len(str(caught.value)) < 300
