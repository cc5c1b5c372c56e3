"""Feishu tells nobody's language: who has chosen none reads refusals, short answers and toasts in their own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dossier.language import Language
from tests.feishu.serving_dossier import Day, open_day, taken


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give a group in which 李雷 has started a dossier."""
    with open_day(tmp_path, "socket") as day:
        yield day.started()


def test_a_refusal_is_in_the_language_of_each_reader(day: Day) -> None:
    answer = day.wrote(day.ann, lambda: day.driver.mention("/dossier show #77", day.ann, day.abc))
    mary = replace(day.ann, locale="en_us")

    for reader, language in ((day.ann, Language.ZH), (mary, Language.EN)):
        assert Language.spoken_in(day.driver.read(answer, reader)) is language


def test_a_toast_is_in_the_language_of_each_reader(day: Day) -> None:
    day.driver.mention("/问题 支付失败 | 严重程度: 高", day.lilei, day.abc)
    card = day.posted()[-1]
    mary = replace(day.ann, locale="en_us")

    for reader, button, language in ((day.ann, "撤销", Language.ZH), (mary, "Undo", Language.EN)):
        taken(day.driver.press(card, button, reader))
        toast = day.feishu.toasts[-1]
        assert Language.spoken_in(toast.text) is language, toast


@pytest.mark.parametrize(
    ("locale", "button", "said"),
    [("zh_cn", "申请权限", "成为 ABC · 商城 的高级成员"), ("en_us", "Ask for access", "to make you a senior member")],
)
def test_a_tier_in_a_toast_is_called_in_the_language_of_the_rest(day: Day, locale: str, button: str, said: str) -> None:
    line = "/联系人 王总 | 电话: 138 0000 1234"
    refused = day.wrote(day.ann, lambda: day.driver.mention(line, day.ann, day.abc))
    taken(day.driver.press(refused, button, replace(day.ann, locale=locale)))

    assert said in day.feishu.toasts[-1].text
