# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shorthand: what is read here the AWS CLI reads the same way, by its own parser."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_shorthand import parse
from ansible_collections.latchkey.cognito.plugins.module_utils._convert.aws_cli_shorthand import ShorthandError
from awscli.shorthand import ShorthandParser
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

KEYS = st.sampled_from(["Message", "Subject", "SmsConfiguration", "a-b_c.d#e/f:9"])


def quoted(text: str, quote: str) -> str:
    r"""The text in quotes; a backslash is written as two, a quote as \" or \'."""
    escaped = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{escaped}{quote}"


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> tuple[str, Any]:
    """A value in shorthand, and what it is."""
    form = draw(st.sampled_from(["plain", "'", '"', "structure"] if depth else ["plain", "'", '"']))
    if form == "structure":
        text, members = draw(structures(depth - 1))
        return f"{{{text}}}", members
    if form == "plain":
        value = draw(st.from_regex(r"[A-Za-z0-9.#/-][A-Za-z0-9 .:=#/{,-]*[A-Za-z0-9]", fullmatch=True))
        return value.replace(",", "\\,"), value
    # A backslash before a quote is ambiguous in the AWS CLI's own syntax.
    value = draw(st.text(st.characters(codec="utf-8", exclude_characters="\\"), max_size=12))
    return quoted(value, form), value


@st.composite
def structures(draw: st.DrawFn, depth: int = 3) -> tuple[str, dict[str, Any]]:
    """The inside of a structure in shorthand, and what it is."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
    space = draw(st.sampled_from(["", " ", "\n  "]))
    values = [draw(written(depth)) for _key in keys]
    text = f",{space}".join(f"{key}{space}={value}" for key, (value, _meaning) in zip(keys, values, strict=True))
    return text, {key: meaning for key, (_value, meaning) in zip(keys, values, strict=True)}


@given(case=structures())
@example(
    case=(
        "Message='Your code is {####}, dear',Subject=Code",
        {"Message": "Your code is {####}, dear", "Subject": "Code"},
    )
)
@example(case=("Subject=Xylophone,Message=X", {"Subject": "Xylophone", "Message": "X"}))
def test_what_is_written_is_read(case: tuple[str, dict[str, Any]]) -> None:
    text, meaning = case
    assert parse(text) == meaning
    assert ShorthandParser().parse(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a= b c ,d={e= f }", {"a": "b c", "d": {"e": "f"}}),
        (r"""a='it\'s \\ "so"',b="x\"y" """, {"a": r'''it's \ "so"''', "b": 'x"y'}),
        (r"a=one\, two,b=", {"a": "one, two", "b": ""}),
    ],
)
def test_spaces_quotes_and_commas(text: str, meaning: dict[str, Any]) -> None:
    assert parse(text) == meaning == ShorthandParser().parse(text)


@given(text=st.text(st.sampled_from("aB=,{}[]'\"\\@ \n#😀"), max_size=14))
@example(text="a=b,c\\,d=e")
@example(text="a={b=c,b=d}")
@example(text="a={b=c,}")
@example(text="a={b=c} ")
@example(text="a=\\,b")
@example(text="a=,b=")
@example(text="a={b=}")
@example(text="a={b=,c=d}")
@example(text='a="\\"')
def test_whatever_is_read_here_is_read_alike_there(text: str) -> None:
    try:
        meaning = parse(text)
    except ShorthandError:
        return
    assert ShorthandParser().parse(text) == meaning


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Message={####}", "quote a value that has commas or braces"),
        ("Message=Hello, your code is {####},Subject=x", "expected '='"),
        ("Message=a,Message=b", "Message occurs twice"),
        ("Message@=file://mail.txt", "reads a file"),
        ("Message=[a,b]", "no member takes a list"),
        ("Message='a", "the closing ' is missing"),
        ("SmsConfiguration={ExternalId=x", "found the end"),
        ("Message", "expected '=' but found the end"),
        ("", "expected '='"),
    ],
)
def test_what_is_wrong_is_said(text: str, complaint: str) -> None:
    with pytest.raises(ShorthandError, match="after ") as caught:
        parse(text)
    assert complaint in str(caught.value)
