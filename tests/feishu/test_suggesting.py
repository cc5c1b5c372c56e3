"""In Feishu: what looks like a record is asked about in the author's own chat, where the app hears it at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.tables import drafts, records, suggestions
from tests.feishu.local import Message, elements
from tests.feishu.serving_dossier import Day, open_day, taken, typed, wait_for, words

ALL = "im:message.group_msg"
CHANGE = "客户要求登录页加短信验证"
FIX = "支付失败的问题已修复，原因是网关超时，已上线"


@pytest.fixture(params=["http", "socket"])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Day]:
    """Give the product with the dossier `ABC · 商城` started in the group, in which it hears everything."""
    with open_day(tmp_path, request.param) as day:
        day.feishu.scopes.add(ALL)
        yield day.started()


def labels(card: Message) -> list[str]:
    """Give the texts of a card's buttons."""
    return [str(each["text"]["content"]) for each in elements(card.card) if each["tag"] == "button"]


def test_the_author_is_asked_in_their_chat_and_the_group_sees_nothing(day: Day) -> None:
    before = len(day.posted())
    asked = day.wrote(day.lilei, lambda: day.driver.message(CHANGE, day.lilei, day.abc))
    assert "像是客户提的变更" in words(asked)
    assert CHANGE in words(asked)
    assert labels(asked) == ["记下来", "不用", "这个群不再提示"]
    assert len(day.posted()) == before
    assert day.direct(day.ann) == []

    form = day.wrote(day.lilei, lambda: day.driver.press(asked, "记下来", day.lilei))
    assert (typed(form)["变更内容"], typed(form)["提出人"]) == (CHANGE, "@李雷")
    taken(day.submit(form, {"原因": "防刷", "影响": "3天"}))
    assert CHANGE in words(day.posted()[-1])

    taken(day.driver.press(asked, "不用", day.lilei))
    assert "已经在档案里了：#1" in words(asked)
    assert labels(asked) == ["打开"]


def test_a_document_sent_to_the_group_is_offered_its_place_and_its_right_name(day: Day) -> None:
    name = "需求评审 20261117.pdf"
    asked = day.wrote(day.lilei, lambda: day.driver.send_file(name, b"%PDF-1.7", day.lilei, day.abc))
    assert "这像是项目文件" in words(asked)
    assert "ABC_需求评审_20261117_v1.pdf" in words(asked)
    form = day.wrote(day.lilei, lambda: day.driver.press(asked, "记下来", day.lilei))
    assert "存入档案" in words(form)


def test_a_message_delivered_again_is_asked_about_once(day: Day) -> None:
    before = len(day.direct(day.lilei))
    day.wrote(day.lilei, lambda: day.driver.message(FIX, day.lilei, day.abc))
    taken(day.driver.again())
    day.wrote(day.lilei, lambda: day.driver.message(CHANGE, day.lilei, day.abc))
    assert len(day.direct(day.lilei)) == before + 2
    assert day.count(suggestions) == 2


def test_the_third_of_a_day_is_not_asked_about(day: Day) -> None:
    for text in (FIX, CHANGE):
        day.wrote(day.lilei, lambda text=text: day.driver.message(text, day.lilei, day.abc))  # type: ignore[misc]
    before = len(day.direct(day.lilei))
    taken(day.driver.message(FIX, day.lilei, day.abc))
    day.wrote(day.lilei, lambda: day.driver.direct("/档案 待办", day.lilei))
    assert len(day.direct(day.lilei)) == before + 1


def test_what_is_answered_takes_the_place_of_the_question(day: Day) -> None:
    asked = day.wrote(day.lilei, lambda: day.driver.message(CHANGE, day.lilei, day.abc))
    taken(day.driver.press(asked, "不用", day.lilei))
    assert "这条不记" in words(asked)
    other = day.wrote(day.lilei, lambda: day.driver.message(FIX, day.lilei, day.abc))
    taken(day.driver.press(other, "这个群不再提示", day.lilei))
    assert "不再提示" in words(other)
    assert (labels(asked), labels(other)) == ([], [])


def test_a_reply_below_a_card_is_not_asked_about(day: Day) -> None:
    taken(day.driver.mention("/issue 微信支付失败", day.lilei, day.abc))
    card = day.posted()[-1]
    taken(day.driver.message(FIX, day.lilei, day.abc, reply_to=card))
    assert day.count(suggestions) == 0


def test_where_the_bot_may_not_write_to_somebody_nobody_hears_anything(day: Day) -> None:
    day.lilei.available = False
    before = len(day.posted())
    taken(day.driver.message(CHANGE, day.lilei, day.abc))
    wait_for(lambda: day.count(suggestions) == 1)
    day.lilei.available = True
    day.wrote(day.lilei, lambda: day.driver.direct("/档案 待办", day.lilei))
    assert len(day.posted()) == before
    assert day.count(records) == 0


def test_an_app_that_hears_only_mentions_suggests_nothing(day: Day) -> None:
    day.feishu.scopes.discard(ALL)
    day.driver.message(CHANGE, day.lilei, day.abc)
    taken(day.driver.mention(CHANGE, day.lilei, day.abc))
    assert (day.count(suggestions), day.count(drafts)) == (0, 0)
