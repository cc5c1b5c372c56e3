"""Training in data security and confidentiality hold for so many months: asked for, confirmed, renewed, and shown."""

from datetime import datetime

import pytest
from sqlalchemy import select

from chat.messages import Message
from chat.standard import sections
from chat.texts import text
from chat.voice import Voice
from dossier.language import Language
from storage.tables import audit
from tests.team import ZONE, Team, button_in, buttons_in, form_in, said

LESSON = "不把客户数据拷到私人设备。\n不在公开渠道谈客户项目。"


def train(team: Team, **values: str) -> str:
    """Have a manager ask everybody for the training."""
    form = form_in(team.press(button_in(team.say("wangfang", "/档案 培训"), "set-training"), "wangfang"))
    return said(team.submit(form, "wangfang", **{"text": LESSON, "months": "6", **values}))


def confirm(team: Team, who: str, words: str = "/档案 培训") -> str:
    return said(team.press(button_in(team.say(who, words), "confirm-training"), who))


def pledge(team: Team, days: str = "") -> None:
    """Have the owner ask for confidentiality, and confirm it."""
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", text="只用于本项目。", days=days)
    team.press(button_in(team.say("lilei", "/档案 保密"), "confirm-pledge"), "lilei")


def morning(team: Team, year: int, month: int, day: int) -> list[str]:
    """Let a morning come and give what 李雷 has been told in mornings so far."""
    team.clock.set(datetime(year, month, day, 9, 30, tzinfo=ZONE))
    team.app.reminders.run()
    return [each.text for each in digests(team)]


def digests(team: Team) -> list[Message]:
    return [each for each in team.told("lilei") if each.text.startswith("☀️")]


def test_there_is_no_training_before_a_manager_asks_for_one(team: Team) -> None:
    assert "不要求" in said(team.say("lilei", "/档案 培训"))
    team.app.promises.run()
    assert not [each for each in team.told("lilei") if "🎓" in each.text]


def test_everybody_is_asked_once_confirms_by_a_button_and_it_holds_for_so_many_months(team: Team) -> None:
    train(team)
    team.app.promises.run()
    card = next(each for each in team.told("lilei") if "🎓" in each.text)
    shown = team.press(button_in(card, "training"), "lilei", None)
    assert "私人设备" in said(shown)
    assert "2027年5月18日" in said(team.press(button_in(shown, "confirm-training"), "lilei", None))
    assert "都确认好了" in team.told("lilei")[-1].text
    assert "confirm-training" not in [each.action for each in buttons_in(team.say("lilei", "/档案 培训"))]
    actions = team.database.read(lambda c: c.execute(select(audit.c.action)).scalars().all())
    assert "training.confirm" in actions


def test_one_month_is_one_month(team: Team) -> None:
    train(team, months="1")
    team.wait(hours=8)
    team.app.promises.run()
    (card,) = [each for each in team.told("ann") if "🎓" in each.text]
    assert "that holds for 1 month" in card.text
    assert "months" not in card.text


def test_one_message_asks_for_the_standard_and_the_training_together(team: Team) -> None:
    train(team)
    team.press(button_in(team.say("wangfang", "/档案 规范"), "standard-ask"), "wangfang")
    team.app.promises.run()
    (card,) = [each for each in team.told("lilei") if "📘" in each.text or "🎓" in each.text]
    assert {"confirm-standard", "training"} <= {each.action for each in buttons_in(card)}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"months": "0"}, "months"), ({"months": "x"}, "months"), ({"nda": "999"}, "nda"), ({"text": " "}, "text")],
)
def test_what_cannot_be_is_told_on_its_field_and_nothing_is_kept(
    team: Team, values: dict[str, str], field: str
) -> None:
    assert train(team, **values).startswith(f"{field}: ")
    assert "不要求" in said(team.say("lilei", "/档案 培训"))


def test_everybody_reads_the_products_own_training_in_their_language_here_and_in_the_standard(team: Team) -> None:
    train(team, text=text(Language.ZH, "training-default").replace("\n", "\r\n"))

    rules = team.read("ann", lambda store: store.standards.regulations())
    standard = repr(sections(rules, Voice(Language.EN, ZONE, team.clock.now())))
    for shown in (said(team.say("ann", "/dossier training")), standard):
        assert "Use no real customer data in tests" in shown
        assert "客户资料" not in shown
    assert "客户资料只放在档案" in said(team.say("lilei", "/档案 培训"))
    assert "holds until" in confirm(team, "ann", "/dossier training")


def test_a_text_too_long_in_the_other_language_is_told_on_its_field(team: Team) -> None:
    assert train(team, text_other="x" * 20_001).startswith("text_other: ")


def test_only_managers_set_it(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("wangfang", "/档案 培训"), "set-training"), "wangfang"))
    assert "管理层" in said(team.submit(form, "lilei", text=LESSON))
    assert "不要求" in said(team.say("lilei", "/档案 培训"))


def test_other_words_have_to_be_confirmed_anew(team: Team) -> None:
    train(team)
    old = button_in(team.say("lilei", "/档案 培训"), "confirm-training")
    train(team, text="新的内容。")
    assert "刚刚改过" in said(team.press(old, "lilei"))
    assert "有效期" in confirm(team, "lilei")


def test_confidentiality_holds_as_long_as_the_organisation_says_unless_the_dossier_says_otherwise(team: Team) -> None:
    train(team, nda="3")
    pledge(team)
    assert "2027年2月18日" in said(team.say("lilei", "/档案 保密"))


def test_what_expires_is_in_the_word_of_the_morning_a_few_times_and_is_renewed_there(team: Team) -> None:
    train(team, nda="1")
    pledge(team)
    confirm(team, "lilei")
    # It holds until December 18: two weeks before is a Friday.
    assert morning(team, 2026, 12, 3) == []
    assert len(morning(team, 2026, 12, 4)) == 1
    assert "保密承诺 · ABC · 商城 · 有效期至 12月18日" in digests(team)[0].text
    assert len(morning(team, 2026, 12, 7)) == 1
    assert len(morning(team, 2026, 12, 15)) == 2
    again = team.press(button_in(digests(team)[-1], "pledge"), "lilei", None)
    team.press(button_in(again, "confirm-pledge"), "lilei", None)
    assert "保密承诺" not in digests(team)[-1].text
    assert len(morning(team, 2026, 12, 18)) == 2


def test_what_has_expired_is_told_once_and_closes_what_is_sensitive(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="换系统")
    train(team, nda="1")
    pledge(team)
    assert "换系统" in said(team.say("lilei", "/档案 查看 #1"))
    assert "有效期到 12月18日(周五)，已过期" in morning(team, 2026, 12, 21)[-1]
    assert len(morning(team, 2026, 12, 22)) == 1
    assert "换系统" not in said(team.say("lilei", "/档案 查看 #1"))


def test_health_names_the_cause_to_who_looks_after_the_dossier_and_to_nobody_else(team: Team) -> None:
    train(team)
    pledge(team, "1")
    team.wait(days=2)
    shown = said(team.say("lilei", "/档案 健康度"))
    assert "保密承诺还没确认：Ann" in shown
    assert "保密承诺已过期：李雷（有效期到 11月19日(周四)）" in shown
    assert "数据安全培训还没确认：李雷、Ann" in shown
    assert "confirmed" not in said(team.say("ann", "/dossier health"))
    confirm(team, "ann", "/dossier training")
    assert "数据安全培训还没确认：李雷" in said(team.say("lilei", "/档案 健康度"))


def test_the_list_of_members_says_how_each_stands_to_who_manages_them(team: Team) -> None:
    train(team)
    pledge(team)
    confirm(team, "lilei")
    shown = said(team.say("lilei", "/档案 成员"))
    assert "李雷 · 高级成员 · 负责人 · 保密 ✅ 2027年11月18日 · 培训 ✅ 2027年5月18日" in shown
    assert "Ann · 普通成员 · 保密 未确认 · 培训 未确认" in shown
    assert "training" not in said(team.say("ann", "/dossier member"))


def test_the_standard_says_what_training_is_asked_of_everybody(team: Team) -> None:
    before = said(team.say("lilei", "/档案 规范"))
    team.press(button_in(team.say("wangfang", "/档案 规范"), "standard-ask"), "wangfang")
    train(team)
    assert "v1" in before
    assert "v2" in said(team.say("lilei", "/档案 规范"))
