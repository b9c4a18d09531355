"""Texts in TOML and JSON: what no document holds is a ValueError, and never ends the process or a later step."""

import pytest

from hikiate.kernel.parsing import DEPTH_MAX, Unparsed, json_values, toml_values


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 20_000,
        "x = 9" + "9" * 5_000,
        ".".join(["a"] * 5_000) + " = 1",
        "x = " + "[" * 65 + "]" * 65,
        "x =",
    ],
    ids=["nested", "a_long_number", "a_long_name", "one_too_deep", "cut"],
)
def test_what_is_no_toml_is_a_value_error(text: str) -> None:
    """Lists within lists, numbers of thousands of digits, names of thousands of parts."""
    with pytest.raises(ValueError):  # noqa: PT011 - the parser's own for what is only misspelt
        toml_values(text)


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        "[" * 65 + "]" * 65,
        '"\\ud800"',
        b'{"\\uDFFF": 1}',
        b'"\xed\xa0\x80"',
        b"\xff\xfe[\x00]\x00",
        "1" * 5_000,
        "{",
    ],
    ids=["nested", "one_too_deep", "half", "half_a_key", "half_in_bytes", "utf_16", "a_long_number", "cut"],
)
def test_what_is_no_json_is_a_value_error(content: str | bytes) -> None:
    """And halves of characters, which no file can hold."""
    with pytest.raises(ValueError):  # noqa: PT011 - as above
        json_values(content)


def test_documents_are_read_with_their_hooks() -> None:
    """Up to the depth that is allowed, with a mark of order, and with halves for whoever looks for them."""
    deep = "[" * DEPTH_MAX + "]" * DEPTH_MAX
    assert json_values(deep)
    assert toml_values("x = 1.5", parse_float=str) == {"x": "1.5"}
    assert toml_values("x = 1.5") == {"x": 1.5}
    assert json_values(b'\xef\xbb\xbf{"x": 1.50}', parse_float=str) == {"x": "1.50"}
    assert json_values('"\\ud800"', with_halves=True) == "\ud800"
    assert json_values('"\\ud83d\\ude00"') == "😀"
    with pytest.raises(Unparsed, match="deep"):
        json_values(f"[{deep}]")
