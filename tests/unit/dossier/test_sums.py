"""Sums of money are read exactly as they are written, ranges too, and nothing else is taken for one."""

import pytest
from pydantic_core import PydanticCustomError

from dossier.sums import money


@pytest.mark.parametrize(
    ("typed", "value", "currency"),
    [
        ("50万", "500000", "CNY"),
        ("¥500,000", "500000", "CNY"),
        ("￥１，２３４．５０", "1234.5", "CNY"),
        ("USD 20k", "20000", "USD"),
        ("20,000.99 eur", "20000.99", "EUR"),
        ("1.5亿元", "150000000", "CNY"),
        ("$0", "0", "USD"),
        ("123456789012345678.1234亿", "12345678901234567812340000", "CNY"),
    ],
)
def test_sums_are_read_exactly(typed: str, value: str, currency: str) -> None:
    assert money(typed) == {"value": value, "currency": currency}


@pytest.mark.parametrize(
    ("typed", "value", "upto", "currency"),
    [
        ("100-150万", "1000000", "1500000", "CNY"),
        ("80万至1亿元", "800000", "100000000", "CNY"),
        ("USD 100k – 150k", "100000", "150000", "USD"),
        ("1 to 1.5 million", "1000000", "1500000", "CNY"),
    ],
)
def test_a_range_has_two_ends_of_one_currency(typed: str, value: str, upto: str, currency: str) -> None:
    assert money(typed) == {"value": value, "upto": upto, "currency": currency}


@pytest.mark.parametrize(
    "typed",
    [
        "150-100万",
        "USD 5 - EUR 6",
        "1-2-3",
        "很多",
        "-5",
        "1e9",
        "100 ABCD",
        "1.2.3",
        "9" * 40,
        "USD",
        "1 000 000",
        "∞",
    ],
)
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(PydanticCustomError, match="not-money"):
        money(typed)
