"""Cards that Feishu lets nobody change any more, or that are gone: what has changed is said all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feishu.serving_dossier import Day, open_day, submit, taken, words

FIFTEEN_DAYS = 15 * 24 * 3600.0


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give the product with the dossier `ABC · 商城` started in the group."""
    with open_day(tmp_path, "http") as day:
        yield day.started()


def changed(day: Day, impact: str) -> None:
    form = day.wrote(day.lilei, lambda: day.driver.direct("/档案 修改 #1", day.lilei))
    taken(submit(day.driver, form, {"影响": impact}))


def test_a_record_is_changed_after_its_card_can_be_changed_no_more_and_shown_anew(day: Day) -> None:
    taken(day.driver.mention("/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3天", day.lilei, day.abc))
    assert len(day.posted()) == 3
    day.feishu.advance(FIFTEEN_DAYS)

    changed(day, "9天")
    old, *_, new = day.posted()[2:]
    assert "3天" in words(old)
    assert "9天" in words(new)

    changed(day, "10天")
    assert [each for each in day.posted()[2:] if "10天" in words(each)] == [new]
    assert new.edits == 1
