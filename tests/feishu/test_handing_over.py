"""A dossier is handed over in Feishu: in words, with form cards, and nobody else's press counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import dossiers, people
from tests.feishu.local import Message, elements
from tests.feishu.serving_dossier import Day, fields, open_day, taken, wait_for, words


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give a group in which 李雷 has started a dossier."""
    with open_day(tmp_path, "socket") as day:
        yield day.started()


def _owner(day: Day) -> str:
    query = select(people.c.name).join(dossiers, dossiers.c.owner_id == people.c.id)
    return day.app.database.read(lambda connection: str(connection.execute(query).scalar_one()))


def _buttons(card: Message) -> list[str]:
    return [str(each["text"]["content"]) for each in elements(card.card) if each["tag"] == "button"]


def _offer(day: Day) -> Message:
    """Let 李雷 offer the dossier to Ann, and give the card she gets."""
    shown = day.wrote(day.lilei, lambda: day.driver.direct("把ABC公司交接给@Ann", day.lilei))
    assert "ABC · 商城" in shown.text
    form = day.wrote(day.lilei, lambda: day.driver.press(shown, "交接给 Ann", day.lilei))
    taken(day.submit(form, {"移交说明": "客户只在上午接电话"}))
    day.deliver()
    return next(each for each in day.direct(day.ann)[::-1] if "接手" in words(each) or "take over" in words(each))


def _press(day: Day, card: Message, at: int) -> Message:
    return day.wrote(day.ann, lambda: day.driver.press(card, _buttons(card)[at], day.ann))


def test_the_new_owner_takes_it_and_the_group_hears_of_it(day: Day) -> None:
    card = _offer(day)
    assert "客户只在上午接电话" in words(card)
    assert _owner(day) == "李雷"

    taken(day.submit(_press(day, card, 0), {}, day.ann))
    wait_for(lambda: _owner(day) == "Ann")

    assert any("现在由 Ann 负责" in each.text for each in day.posted())
    assert any("Ann 已接手 ABC · 商城" in each.text for each in day.direct(day.lilei))


def test_she_says_no_and_why(day: Day) -> None:
    form = _press(day, _offer(day), 1)
    (why,) = fields(form)
    taken(day.submit(form, {why: "下个月休假"}, day.ann))
    wait_for(lambda: any("下个月休假" in each.text for each in _after(day)))

    assert _owner(day) == "李雷"


def _after(day: Day) -> list[Message]:
    day.deliver()
    return day.direct(day.lilei)


def test_a_button_that_is_somebody_elses_is_refused_and_changes_nothing(day: Day) -> None:
    card = _offer(day)
    taken(day.driver.mention("/issue 支付失败", day.lilei, day.abc))
    day.deliver()
    shown = day.posted()[-1]
    button = next(each for each in elements(shown.card) if each["tag"] == "button")
    accept = next(each for each in elements(card.card) if each["tag"] == "button")
    button["behaviors"] = accept["behaviors"]

    taken(day.driver.press(shown, button["text"]["content"], day.lilei))

    wait_for(lambda: any("只有 Ann 能答复这次交接" in each.text for each in day.feishu.told(day.lilei)))
    assert _owner(day) == "李雷"


def test_the_customer_at_a_glance(day: Day) -> None:
    taken(day.driver.mention("/联系人 王总 | 职位: CTO | 电话: 138 0000 1234", day.lilei, day.abc))
    day.deliver()
    shown = day.wrote(day.lilei, lambda: day.driver.direct("介绍一下ABC公司", day.lilei))

    assert "王总" in shown.text
    assert "138****1234" in shown.text
