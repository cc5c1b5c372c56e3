"""Earlier editions of the standard: listed, looked at with what has changed since, and had as files."""

import pytest

from chat.messages import Button
from tests.scenarios.test_exporting import text_of, words_in
from tests.scenarios.test_standard import file
from tests.team import Team, button_in, buttons_in, form_in, said


def pressed(team: Team, format_: str, number: int) -> tuple[str, bytes]:
    """Have an edition sent by the button of its card, and give the file."""
    before = set(team.platform.sent)
    look = Button("", "standard-edition", {"number": str(number)})
    button = button_in(team.press(look, "lilei"), "standard-file", format=format_)
    team.press(button, "lilei")
    team.app.jobs.work_due()
    (key,) = [key for key in team.platform.sent if key not in before]
    _, name, content = team.platform.sent[key]
    return name, content


@pytest.fixture
def changed(team: Team) -> Team:
    """A standard that was looked at, and changed two days later."""
    team.say("lilei", "/档案 规范")
    team.wait(hours=48)
    team.submit(
        form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern="日期[YYYY-MM-DD]_客户简称_项目阶段_版本号"
    )
    return team


def test_every_edition_is_listed_with_its_time_and_a_button(changed: Team) -> None:
    shown = changed.say("lilei", "/档案 规范")
    listed = changed.press(button_in(shown, "standard-editions"), "lilei")
    assert "v2 · 2026年11月20日起生效 · 现行" in said(listed)
    assert "v1 · 2026年11月18日 – 2026年11月20日" in said(listed)
    assert [each.label for each in buttons_in(listed)] == ["v1"]
    assert said(changed.say("lilei", "/档案 规范 历史")) == said(listed)
    english = said(changed.say("ann", "/dossier standard history"))
    assert "v2 · in force since November 20, 2026 · now" in english


def test_an_earlier_one_is_over_also_where_nobody_has_looked_at_the_one_in_force(changed: Team) -> None:
    shown = said(changed.press(Button("", "standard-edition", {"number": "1"}), "lilei"))
    assert "v1 · 2026年11月18日 – 2026年11月20日" in shown
    assert "v2 · 2026年11月20日起生效" in said(changed.say("lilei", "/档案 规范 历史"))


def test_an_earlier_one_says_what_has_changed_since(changed: Team) -> None:
    look = button_in(changed.say("lilei", "/档案 规范 历史"), "standard-edition")
    shown = said(changed.press(look, "lilei"))
    assert "v1" in shown
    assert "3. 怎么命名" in shown
    assert "1. " not in shown


def test_it_is_sent_word_for_word_as_it_was(changed: Team) -> None:
    name, content = pressed(changed, "docx", 1)
    assert "v1" in name
    words = words_in(content)
    assert "ABC_需求评审_20250815_v1.docx" in words
    assert "2025-08-15_ABC" not in words
    assert "2026年11月18日" in words
    assert "ABC_需求评审_20250815_v1.docx" in text_of(pressed(changed, "pdf", 1)[1])
    assert "2025-08-15_ABC_需求评审" in words_in(file(changed, "lilei", "/档案 规范 word")[1])


def test_where_there_is_but_one_none_is_offered(team: Team) -> None:
    shown = team.say("lilei", "/档案 规范")
    assert "standard-editions" not in [each.action for each in buttons_in(shown)]
    assert "v1" in said(team.say("lilei", "/档案 规范 历史"))


def test_guests_and_forged_numbers_get_none(changed: Team) -> None:
    assert "v1" not in said(changed.press(Button("", "standard-editions"), "carla"))
    for number in ("9", "0", "-1", "x", "1" * 40, ""):
        for button in (
            Button("", "standard-edition", {"number": number}),
            Button("", "standard-file", {"number": number or "0", "format": "pdf"}),
        ):
            assert "没有找到" in said(changed.press(button, "lilei"))
    forged = Button("", "standard-file", {"number": "1", "format": "pdf"})
    assert "成员" in said(changed.press(forged, "carla")) or "member" in said(changed.press(forged, "carla"))
