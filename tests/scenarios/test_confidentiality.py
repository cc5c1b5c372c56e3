"""A dossier can ask for a confirmation: until somebody has given theirs, what is sensitive is hidden from them."""

from datetime import datetime

import pytest
from sqlalchemy import select

from chat.messages import Button, Message
from chat.texts import text
from dossier.language import Language
from dossier.wording import words_for
from storage.tables import audit, confirmations
from tests.scenarios.test_exporting import cards, export
from tests.team import ELSEWHERE, ZONE, Team, button_in, buttons_in, form_in, said

WORDS = "只用于本项目，不外传。"


@pytest.fixture(autouse=True)
def a_dossier_that_asks(team: Team) -> None:
    """Keep a contact, #1, and the background, #2; have the owner ask for a confirmation that holds for 30 days."""
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="换系统", budget="CNY 500000")
    ask(team)


def ask(team: Team, text: str = WORDS, **values: str) -> str:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    return said(team.submit(form, "lilei", **{"text": text, "days": "30", **values}))


def confirm(team: Team, who: str = "lilei") -> Button:
    return button_in(team.say(who, "/档案 保密"), "confirm-pledge")


def test_the_channel_is_told_once_and_anew_for_other_words(team: Team) -> None:
    def told() -> list[Message]:
        return [each for each in team.posted("abc") if "要求保密承诺" in each.text]

    assert len(told()) == 1
    ask(team)
    assert len(told()) == 1
    ask(team, "另一段话")
    assert len(told()) == 2
    assert "另一段话" in said(team.press(button_in(told()[-1], "pledge"), "ann"))


def test_what_was_shown_in_the_channel_before_is_not_shown_there_any_more(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", asked="off")
    team.say("lilei", "/档案 续约 第二期 | 续约意向: 意向强 | 决定日期: 2026-12-22")
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/contact 李总 | 电话: 139 0000 5678")
    assert [each for each in team.posted("abc") if "意向强" in each.text]
    assert [each for each in team.posted("abc") if "139****5678" in each.text]

    ask(team)

    assert not [each for each in team.posted("abc") if "意向强" in each.text]
    assert [each for each in team.posted("abc") if "#3 已不在此显示" in each.text]
    assert [each for each in team.posted("abc") if "支付失败" in each.text]
    assert not [each for each in team.posted("abc") if "5678" in each.text]
    assert [each for each in team.posted("abc") if "李总" in each.text]


def test_until_they_confirm_a_senior_sees_nothing_sensitive_and_is_offered_to(team: Team) -> None:
    card = team.say("lilei", "/档案 查看 #1")
    assert "••••" in said(card)
    assert "1234" not in said(card)
    assert "reveal" not in [each.action for each in buttons_in(card)]
    refused = team.say("lilei", "/档案 查看 #2")
    assert "保密" in said(refused)
    shown = team.press(button_in(refused, "pledge"), "lilei")
    assert WORDS in said(shown)

    answer = team.press(button_in(shown, "confirm-pledge"), "lilei")

    assert "有效期至 12月18日" in said(answer)
    assert "138****1234" in said(team.say("lilei", "/档案 查看 #1"))
    revealed = team.press(button_in(team.say("lilei", "/档案 查看 #1"), "reveal"), "lilei")
    assert "13800001234" in said(revealed).replace(" ", "")
    assert "换系统" in said(team.say("lilei", "/档案 查看 #2"))


def test_a_list_of_nothing_but_what_is_sensitive_offers_to_confirm(team: Team) -> None:
    answer = team.say("lilei", "/档案 列表 背景")

    assert "请先确认保密承诺" in said(answer)
    assert "没有找到" not in said(answer)
    assert button_in(answer, "pledge")


def test_an_export_of_everything_says_that_what_is_confidential_is_left_out(team: Team) -> None:
    export(team, "lilei", "all pdf")
    assert "保密的资料（如项目背景）不在里面" in cards(team, "lilei")[-1].text
    assert button_in(cards(team, "lilei")[-1], "pledge")

    team.press(confirm(team), "lilei")
    export(team, "lilei", "all pdf")
    assert "不在里面" not in cards(team, "lilei")[-1].text


def test_a_manager_of_the_organisation_confirms_too(team: Team) -> None:
    assert "保密" in said(team.say("wangfang", "/档案 查看 #2"))
    team.press(confirm(team, "wangfang"), "wangfang")
    assert "换系统" in said(team.say("wangfang", "/档案 查看 #2"))


@pytest.mark.parametrize("who", ["lilei", "wangfang"])
def test_lists_and_searches_leave_out_what_is_confidential_and_say_so(team: Team, who: str) -> None:
    for words in ("/档案 列表", "/档案 搜索 换系统", "/档案 搜索 138 0000 1234"):
        shown = team.say(who, words)
        assert "#2" not in said(shown)
        assert "保密内容没有列出" in said(shown)
    assert "#1" not in said(team.say(who, "/档案 搜索 138 0000 1234"))

    team.press(confirm(team, who), who)

    assert "#2" in said(team.say(who, "/档案 列表"))
    assert "#1" in said(team.say(who, "/档案 搜索 138 0000 1234"))


def test_a_button_from_before_reveals_nothing(team: Team) -> None:
    record = button_in(team.say("lilei", "/档案 查看 #1"), "history").args
    assert "保密" in said(team.press(Button("", "reveal", record), "lilei"))
    assert "138" not in said(team.say("lilei", "/档案 历史 #1"))


def test_it_expires_and_is_given_again(team: Team) -> None:
    team.press(confirm(team), "lilei")
    team.wait(days=31)

    assert "保密" in said(team.say("lilei", "/档案 查看 #2"))
    assert "有效期到 12月18日(周五)，已过期" in said(team.say("lilei", "/档案 保密"))
    team.press(confirm(team), "lilei")
    assert "换系统" in said(team.say("lilei", "/档案 查看 #2"))


def test_it_holds_all_through_the_last_day_by_the_organisations_time_whoever_reads_it(team: Team) -> None:
    team.press(confirm(team), "lilei")
    assert "有效期至 12月18日" in said(team.say("lilei", "/档案 保密"))
    team.press(confirm(team, "ann"), "ann")
    assert "until Dec 18" in said(team.say("ann", "/dossier nda"))

    team.clock.set(datetime(2026, 12, 18, 23, 30, tzinfo=ZONE))
    assert "换系统" in said(team.say("lilei", "/档案 查看 #2"))

    team.wait(hours=1)
    assert "换系统" not in said(team.say("lilei", "/档案 查看 #2"))


def test_other_words_are_confirmed_anew_and_those_that_were_not_shown_are_not_confirmed(team: Team) -> None:
    button = confirm(team)
    team.press(button, "lilei")
    ask(team, "新的说法")

    assert "刚刚改过" in said(team.press(button, "lilei"))
    assert "保密" in said(team.say("lilei", "/档案 查看 #2"))


def test_the_products_own_words_are_read_and_kept_in_both_languages_until_somebody_changes_them(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", text=text(Language.ZH, "pledge-default"))

    assert "只用于本项目，不向公司内外任何无关人员透露" in said(team.say("lilei", "/档案 保密"))
    shown = said(team.say("ann", "/dossier nda"))
    assert "What I learn in this dossier I use for this project alone" in shown
    assert "不向公司" not in shown
    team.press(confirm(team, "ann"), "ann")

    kept = team.database.read(lambda c: c.execute(select(confirmations.c.text)).scalars().one())
    for language in Language:
        assert words_for(kept, language) == text(language, "pledge-default")
    again = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    assert {each.name: each.value for each in again.fields}["text_other"] == ""
    team.submit(again, "lilei", text="我的说法")
    assert "我的说法" in said(team.say("ann", "/dossier nda"))


def test_ones_own_words_can_stand_in_both_languages_and_a_change_of_either_is_confirmed_anew(team: Team) -> None:
    ask(team, "只用于本项目。", text_other="For this project alone.")
    assert "只用于本项目。" in said(team.say("lilei", "/档案 保密"))
    shown = said(team.say("ann", "/dossier nda"))
    assert "For this project alone." in shown
    assert "只用于" not in shown
    team.press(confirm(team), "lilei")

    form = form_in(team.press(button_in(team.say("wangfang", "/档案 保密"), "set-pledge"), "wangfang"))
    held = {each.name: each.value for each in form.fields}
    assert (held["text"], held["text_other"]) == ("只用于本项目。", "For this project alone.")
    team.submit(form, "wangfang", text_other="Used for this project alone.")

    assert "换系统" not in said(team.say("lilei", "/档案 查看 #2"))


def test_pressing_twice_is_one_confirmation(team: Team) -> None:
    button = confirm(team)
    team.press(button, "lilei")

    assert "已确认过" in said(team.press(button, "lilei"))
    rows = team.database.read(lambda c: c.execute(select(confirmations.c.person_id, confirmations.c.text)).all())
    assert [tuple(row) for row in rows] == [(team.actor("lilei").person, WORDS)]


def test_the_owner_sees_who_has_confirmed_and_who_has_not(team: Team) -> None:
    team.press(confirm(team, "ann"), "ann")

    shown = said(team.say("lilei", "/档案 保密"))
    assert "✅ Ann" in shown
    assert "还没确认：李雷" in shown.replace("Carla、", "")
    assert "Carla" not in said(team.say("ann", "/dossier nda"))


def test_it_can_be_dropped(team: Team) -> None:
    assert "不再要求" in ask(team, asked="off")
    assert "换系统" in said(team.say("lilei", "/档案 查看 #2"))
    assert "不要求" in said(team.say("lilei", "/档案 保密"))


def test_what_cannot_be_asked_is_said_on_its_field(team: Team) -> None:
    assert ask(team, "").startswith("text: ")
    assert ask(team, days="0").startswith("days: ")
    assert ask(team, days="一年").startswith("days: ")
    assert ask(team, asked="?").startswith("asked: ")


def test_members_and_strangers_set_nothing_and_strangers_confirm_nothing(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    for who in ("ann", "carla", "zhaomin", "unknown"):
        team.submit(form, who, asked="off")
    button = confirm(team)
    for who in ("zhaomin", "unknown"):
        assert "成员" in said(team.press(button, who))
    team.press(button, "bob", workspace=ELSEWHERE)
    assert "保密" in said(team.say("lilei", "/档案 查看 #2"))
    assert team.database.read(lambda c: c.execute(select(confirmations.c.id)).all()) == []


def test_a_channel_has_confirmed_nothing(team: Team) -> None:
    team.posted("abc")
    team.press(confirm(team), "lilei")
    team.submit(form_in(team.say("lilei", "/档案 续约")), "lilei", summary="再签一年")

    assert not any("再签一年" in message.text for message in team.posted("abc"))


def test_asking_and_confirming_is_audited(team: Team) -> None:
    team.press(confirm(team), "lilei")

    rows = team.database.read(lambda c: c.execute(select(audit.c.action)).scalars().all())
    assert [row for row in rows if row.startswith("pledge.")] == ["pledge.ask", "pledge.confirm"]


def test_an_archive_made_before_confirming_is_said_to_lack_what_is_sensitive_and_offers_to_confirm(team: Team) -> None:
    done = _archived(team, "lilei", "json sensitive")

    assert "不能导入到别处" in done.text
    assert button_in(done, "pledge").args == {"dossier": team.dossier.uid}


def test_any_other_export_says_so_too(team: Team) -> None:
    done = _archived(team, "lilei", "zip sensitive")
    assert "敏感信息还是隐藏的" in done.text
    assert button_in(done, "pledge")

    team.press(confirm(team), "lilei")
    assert "隐藏" not in _archived(team, "lilei", "zip sensitive").text


def test_an_archive_is_said_to_hide_what_nobody_asked_for_and_a_whole_one_says_nothing(team: Team) -> None:
    team.press(confirm(team), "lilei")

    assert "敏感信息在里面已隐藏" in _archived(team, "lilei", "json").text
    assert "导入" not in _archived(team, "lilei", "json sensitive").text


def _archived(team: Team, who: str, words: str) -> Message:
    export(team, who, words)
    return cards(team, who)[-1]
