"""In Feishu who was refused asks for access, and what takes an approval is submitted, returned and approved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feishu.local import Message, elements
from tests.feishu.serving_dossier import Day, open_day, taken, words


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give a group in which 李雷 has started a dossier."""
    with open_day(tmp_path, "socket") as day:
        yield day.started()


def _buttons(card: Message) -> list[str]:
    return [str(each["text"]["content"]) for each in elements(card.card) if each["tag"] == "button"]


def _press(day: Day, card: Message, at: int, user: object) -> None:
    taken(day.driver.press(card, _buttons(card)[at], user))  # type: ignore[arg-type]
    day.deliver()


def test_who_was_refused_asks_and_does_it_once_it_is_given(day: Day) -> None:
    line = "/联系人 王总 | 电话: 138 0000 1234"
    refused = day.wrote(day.ann, lambda: day.driver.mention(line, day.ann, day.abc))
    assert any("申请权限" in each or "Ask for access" in each for each in _buttons(refused)), words(refused)
    _press(day, refused, -1, day.ann)

    request = day.direct(day.lilei)[-1]
    assert "Ann 申请成为 ABC · 商城 的高级成员" in words(request)
    _press(day, request, 0, day.lilei)

    assert "ABC · 商城" in words(day.direct(day.ann)[-1])
    assert _buttons(day.direct(day.lilei)[-1]) == []
    day.driver.mention(line, day.ann, day.abc)
    day.deliver()
    assert "王总" in words(day.posted()[-1])


def test_a_change_is_returned_with_a_word_and_approved_the_second_time(day: Day) -> None:
    taken(day.driver.mention("/变更 短信验证 | 原因: 防刷 | 影响: 3天", day.ann, day.abc))
    day.deliver()
    taken(day.driver.mention("/档案 提交审核 #1", day.ann, day.abc))
    day.deliver()

    asked = day.direct(day.lilei)[-1]
    assert "短信验证" in words(asked)
    form = day.wrote(day.lilei, lambda: day.driver.press(asked, "退回", day.lilei))
    taken(day.submit(form, {"要改什么？": "影响写得太短"}))
    day.deliver()
    assert "影响写得太短" in words(day.direct(day.ann)[-1])

    taken(day.driver.mention("/档案 提交审核 #1", day.ann, day.abc))
    day.deliver()
    taken(day.driver.press(day.direct(day.lilei)[-1], "批准", day.lilei))
    day.deliver()
    assert "已由 李雷 批准" in words(day.posted()[-1])
