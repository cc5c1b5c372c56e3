"""The organisation chart in Feishu: a picture in the card, and the same in words below it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feishu.local import Message, elements
from tests.feishu.serving_dossier import Day, open_day, taken, words


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path, "socket") as day:
        day = day.started()
        for contact in ("王总 | 总经理 | 角色: 决策人", "李工 | 网络工程师 | 汇报给: 王总"):
            taken(day.driver.mention(f"/联系人 {contact}", day.lilei, day.abc))
        yield day


def shown(day: Day) -> Message:
    return day.wrote(day.lilei, lambda: day.driver.direct("/档案 组织架构 ABC公司", day.lilei))


def test_it_is_shown_as_a_picture_that_says_what_is_in_it_and_in_words(day: Day) -> None:
    card = shown(day)
    (picture,) = [each for each in elements(card.card) if each["tag"] == "img"]
    assert picture["alt"]["content"] == "ABC有限公司 组织架构 · 决策人：王总"
    assert day.feishu.resources[picture["img_key"]].content.startswith(b"\x89PNG")
    assert "└─" in words(card)
    assert "李工" in words(card)


def test_where_the_picture_is_not_taken_the_words_are_there_alone(day: Day) -> None:
    day.feishu.faults.refuse("image.create", 99991672)
    card = shown(day)
    assert not [each for each in elements(card.card) if each["tag"] == "img"]
    assert "李工" in words(card)
