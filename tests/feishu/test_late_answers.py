"""Answers that Feishu does not take at once, and work that lasts longer than it waits for: nobody is left without."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from storage.tables import records
from tests.feishu.local import Ack
from tests.feishu.serving_dossier import Day, is_form, open_day, taken, wait_for, words

CREATE = "message.create"
LINE = "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天"
VALUES = {"变更内容": "短信验证", "原因": "防刷", "影响": "3天"}


@pytest.fixture(params=["http", "socket"])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Day]:
    """Give the product with the dossier `ABC · 商城` started in the group."""
    with open_day(tmp_path, request.param) as day:
        yield day.started()


@contextmanager
def held_up(day: Day) -> Iterator[None]:
    """Have everything wait that writes."""
    begun, go = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        begun.set()
        go.wait(20)

    holding = threading.Thread(target=lambda: day.app.database.write(hold))
    holding.start()
    begun.wait(20)
    try:
        yield
    finally:
        go.set()
        holding.join()


def done_too_late(day: Day, act: Callable[[], Ack]) -> None:
    with held_up(day):
        taken(act())
        assert "还在处理" in day.feishu.told(day.lilei)[-1].text


@pytest.mark.parametrize("status", [429, 400])
def test_a_form_for_which_feishu_asks_to_wait_comes_when_the_wait_is_over(day: Day, status: int) -> None:
    day.feishu.faults.rate_limit(CREATE, times=2, seconds=1, status=status)
    assert is_form(day.wrote(day.lilei, lambda: day.driver.direct("/纪要", day.lilei)))
    assert [each.code for each in day.feishu.called(CREATE)[-3:]] == [99991400, 99991400, 0]


def test_an_answer_whose_reply_was_lost_is_there_once(day: Day) -> None:
    calls, written = len(day.feishu.called(CREATE)), len(day.direct(day.lilei))
    day.feishu.faults.lose_reply(CREATE)
    day.wrote(day.lilei, lambda: day.driver.direct("/档案 状态", day.lilei))
    wait_for(lambda: len(day.feishu.called(CREATE)) == calls + 2)
    assert len(day.direct(day.lilei)) == written + 1


def test_a_form_that_is_saved_too_late_to_be_answered_becomes_the_record_all_the_same(day: Day) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.direct("/变更", day.lilei))
    done_too_late(day, lambda: day.submit(form, VALUES))

    wait_for(lambda: not is_form(form))
    assert "已保存" in words(form)
    assert day.count(records) == 1


def test_what_is_wrong_in_a_form_is_shown_in_it_also_too_late(day: Day) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.direct("/档案 新建", day.lilei))
    values = {"客户全称": "DEF有限公司", "客户简称": "ABC", "项目名称": "门户"}
    done_too_late(day, lambda: day.submit(form, values))

    wait_for(lambda: "⚠️" in words(form))
    assert is_form(form)


def test_what_a_button_did_too_late_is_told_in_words(day: Day) -> None:
    taken(day.driver.mention(LINE, day.lilei, day.abc))
    card = day.posted()[-1]
    before = len(day.direct(day.lilei))
    done_too_late(day, lambda: day.driver.press(card, "撤销", day.lilei))

    wait_for(lambda: len(day.direct(day.lilei)) > before)
    (told,) = day.direct(day.lilei)[before:]
    assert "撤" in words(told)


def test_who_is_known_is_not_kept_waiting_by_a_slow_directory(day: Day) -> None:
    assert isinstance(day.app.clock, MovableClock)
    day.app.clock.advance(timedelta(days=2))
    before = len(day.feishu.called("user.get"))
    day.feishu.faults.delay("user.get", 4)
    taken(day.driver.mention(LINE, day.lilei, day.abc))

    assert day.count(records) == 1
    wait_for(lambda: len(day.feishu.called("user.get")) == before + 1)
