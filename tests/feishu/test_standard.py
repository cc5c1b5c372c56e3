"""The dossier standard in Feishu: posted in the group, asked for in private, confirmed by a button, sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feishu.serving_dossier import Day, open_day, taken, wait_for, words


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path, "socket") as day:
        yield day.started()


def test_it_is_posted_asked_for_confirmed_and_had_as_a_file(day: Day) -> None:
    taken(day.driver.mention("/档案 规范 发布", day.lilei, day.abc))
    wait_for(lambda: "档案管理规范" in words(day.posted()[-1]))

    shown = day.wrote(day.lilei, lambda: day.driver.direct("/档案 规范", day.lilei))
    taken(day.driver.press(shown, "请大家确认", day.lilei))
    wait_for(lambda: day.app.promises.run() or True)
    day.deliver()
    (asked,) = [each for each in day.direct(day.lilei) if "请读一遍并确认" in words(each)]
    taken(day.driver.press(asked, "我已阅读，会照做", day.lilei))
    day.deliver()
    assert any("都确认好了" in words(each) for each in day.direct(day.lilei))

    taken(day.driver.press(shown, "下载 PDF", day.lilei))
    day.deliver()
    (sent,) = [each for each in day.direct(day.lilei) if each.kind == "file"]
    assert "档案管理规范" in day.feishu.resources[str(sent.content["file_key"])].name
