"""Titles are cut between words; Chinese ones anywhere, at half as many characters."""

import pytest

from chat.shortening import shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Replenishment of the store", "Replenishment of the store"),
        ("Replenishment of the store in the south is late", "Replenishment of the store in the south…"),
        ("Longer hand-over time, and what comes of it", "Longer hand-over time, and what comes…"),
        ("支付失败：银行卡在结算页提示超时", "支付失败：银行卡在结算页提示超时"),
        ("支付失败：银行卡在结算页提示超时，换卡也没有用", "支付失败：银行卡在结算页提示超时，换卡…"),
        ("Supercalifragilisticexpialidocious-and-more-of-it", "Supercalifragilisticexpialidocious-and…"),
        ("", ""),
    ],
)
def test_a_title_is_cut_between_words(text: str, shown: str) -> None:
    assert shortened(text) == shown
