"""Masking: enough to recognise a value by, never enough to use it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.masking import masked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13800001234", "138****1234"),
        ("+86 138 0000 1234", "+86****1234"),
        ("li.lei@example.com", "l***@example.com"),
        ("@example.com", "***@example.com"),
        ("12345678", "••••"),
        ("", "••••"),
        ({"value": "100000", "currency": "CNY"}, "••••"),
        (100_000, "••••"),
        (["13800001234"], "••••"),
    ],
)
def test_a_value_is_shown_with_its_middle_hidden(value: object, shown: str) -> None:
    assert masked(value) == shown


@given(st.text(min_size=1, max_size=30).filter(lambda text: "@" not in text and "*" not in text))
def test_at_most_seven_characters_of_a_text_are_shown(value: str) -> None:
    assert value not in masked(value)
    assert len(masked(value).replace("•", "").replace("*", "")) <= 7
