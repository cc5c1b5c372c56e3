"""The dossier standard: made from the rules in force, read, sent, posted, and confirmed once by everybody it is for."""

import re
from datetime import datetime
from functools import reduce
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.exports.command_line import NotMeant
from bot.exports.standard import write_standard
from chat.messages import Button
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DossierView
from storage.preferences import Preference
from storage.tables import audit, commitments, outbox, standards
from tests.scenarios.test_exporting import text_of, words_in
from tests.team import HOME, ZONE, Team, button_in, buttons_in, form_in, said


def ask(team: Team) -> None:
    """Have a manager ask everybody to confirm it, and let the bot ask them."""
    team.press(button_in(team.say("wangfang", "/档案 规范"), "standard-ask"), "wangfang")
    team.app.promises.run()


def asked(team: Team, who: str) -> list[str]:
    """Give what somebody was asked to confirm by private message."""
    return [each.text for each in team.told(who) if "📘" in each.text or "🎓" in each.text]


def file(team: Team, who: str, words: str) -> tuple[str, bytes]:
    """Ask for the standard as a file and give the one that comes."""
    before = set(team.platform.sent)
    team.say(who, words)
    team.app.jobs.work_due()
    (key,) = [key for key in team.platform.sent if key not in before]
    target, name, content = team.platform.sent[key]
    assert (target.workspace, target.account) == (HOME, who)
    return name, content


def test_the_card_says_in_five_lines_what_is_kept_by_whom_named_how_and_by_when(team: Team) -> None:
    shown = said(team.say("lilei", "/档案 规范"))
    assert shown.startswith("📘 档案管理规范\n星河软件 · v1 · 2026年11月18日起生效")
    assert "六个部分" in shown
    assert "ABC_需求评审_20250815_v1.docx" in shown
    assert "24 小时内" in shown
    assert "72 小时 管理层" in shown
    english = said(team.say("ann", "/dossier standard"))
    assert "Dossier standard" in english
    assert "within 24 hours" in english
    # Documents are called alike for everybody.
    ours = ("星河软件", "ABC_需求评审_20250815_v1.docx")
    assert not re.search(r"[\u4e00-\u9fff]", reduce(lambda text, each: text.replace(each, ""), ours, english))


def test_it_follows_from_the_rules_of_the_organisation(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/档案 规则 组织")), "wangfang", due_hours="8", steps="6 7 owner")
    team.submit(
        form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern="日期[YYYY-MM-DD]_客户简称_项目阶段_版本号"
    )
    shown = said(team.say("lilei", "/档案 规范"))
    assert "8 小时内" in shown
    assert "2025-08-15_ABC_需求评审_v1.docx" in shown


def test_a_dossier_with_a_rule_of_its_own_has_it_told_in_its_channel(team: Team) -> None:
    assert "自己的规则" not in said(team.say("lilei", "/档案 规范"))
    team.submit(form_in(team.say("wangfang", "/档案 规则")), "wangfang", due_hours="12")

    shown = said(team.say("lilei", "/档案 规范"))
    assert "什么时候补齐：24 小时内" in shown
    assert "⏱️ ABC · 商城 有自己的规则：12 小时内补齐；10 小时 本人（单独提醒） → 12 小时 本人" in shown
    assert "ABC · 商城 has a rule of its own: within 12 hours; 10 hours" in said(team.say("ann", "/dossier standard"))
    assert "自己的规则" not in said(team.say("lilei", "/档案 规范", "general"))


def test_other_words_are_another_edition_even_where_the_one_before_was_only_looked_at(team: Team) -> None:
    assert "v1 · 2026年11月18日起生效" in said(team.say("lilei", "/档案 规范"))
    team.wait(hours=48)
    assert "v1 · 2026年11月18日起生效" in said(team.say("lilei", "/档案 规范"))
    team.submit(
        form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern="日期[YYYY-MM-DD]_客户简称_项目阶段_版本号"
    )
    assert "v2 · 2026年11月20日起生效" in said(team.press(Button("", "standard", {}), "lilei"))
    assert "v2 · in force since November 20, 2026" in said(team.say("ann", "/dossier standard"))
    kept = team.database.read(lambda c: c.execute(select(standards.c.number).order_by(standards.c.id)).scalars().all())
    assert kept == [1, 2]


def test_a_word_it_does_not_know_is_answered_with_those_it_does(team: Team) -> None:
    assert "没有“frob”这种用法，可以写：/档案 规范 [word|pdf|发布]" in said(team.say("lilei", "/档案 规范 frob"))
    english = said(team.say("ann", "/dossier standard frob"))
    assert "/dossier standard [word|pdf|post]" in english
    assert "📘" not in english


def test_a_first_look_that_is_delivered_twice_shows_the_same(team: Team) -> None:
    first = team.say("lilei", "/档案 规范", event="one")
    assert first == team.say("lilei", "/档案 规范", event="one")
    assert "📘" in said(first)


def test_what_a_kind_allows_beyond_its_part_stands_in_both_tables(team: Team) -> None:
    words = words_in(file(team, "lilei", "/档案 规范 word")[1])
    assert "高级成员起；需求变更：普通成员起" in words
    assert "senior member +; Change request: member +" in words_in(file(team, "ann", "/dossier standard word")[1])


def test_it_does_not_say_that_nobody_approves_their_own_where_somebody_has_to(team: Team) -> None:
    words = words_in(file(team, "lilei", "/档案 规范 word")[1])
    assert "没有人审核自己的内容，除非没有别人可以审核" in words
    english = words_in(file(team, "ann", "/dossier standard word")[1])
    assert "nobody approves what is their own, unless there is nobody else who could" in english


@pytest.mark.parametrize("who", ["carla", "unknown"])
def test_guests_and_strangers_do_not_get_it(team: Team, who: str) -> None:
    for answer in (team.say(who, "/dossier standard"), team.say(who, "/dossier standard pdf")):
        assert "📘" not in said(answer)
    team.app.jobs.work_due()
    assert team.platform.sent == {}


def test_it_comes_as_word_and_pdf_in_the_language_of_whoever_asks(team: Team) -> None:
    name, content = file(team, "lilei", "/档案 规范 word")
    assert name == "星河软件_档案管理规范_20261118_v1.docx"
    words = words_in(content)
    for expected in ("会议纪要", "需求与设计", "高级成员起", "客户简称_项目阶段_日期_版本号", "24 小时", "12 个月"):
        assert expected in words
    name, content = file(team, "ann", "/dossier standard pdf")
    assert name == "星河软件_Dossier standard_20261118_v1.pdf"
    assert "Meeting minutes" in text_of(content)
    assert "never overwritten" in text_of(content)


def test_whoever_it_is_for_is_asked_once_in_private_and_no_more(team: Team) -> None:
    ask(team)
    assert len(asked(team, "lilei")) == len(asked(team, "wangfang")) == 1
    # Carla is a guest, 赵敏 has no part in any dossier; in Berlin it is 3 at night.
    assert asked(team, "carla") == asked(team, "zhaomin") == asked(team, "ann") == []
    for _ in range(40):
        team.wait(hours=2)
        team.app.promises.run()
    assert len(asked(team, "lilei")) == len(asked(team, "ann")) == 1


def test_it_is_confirmed_by_a_button_and_the_message_says_so(team: Team) -> None:
    ask(team)
    card = next(each for each in team.told("lilei") if "📘" in each.text)
    answer = team.press(button_in(card, "confirm-standard"), "lilei", None)
    assert "v1" in said(answer)
    assert "都确认好了" in team.told("lilei")[-1].text
    assert "你已确认" in said(team.say("lilei", "/档案 规范"))
    again = team.press(button_in(card, "confirm-standard"), "lilei", None)
    assert "已经确认过" in said(again)
    rows = team.database.read(lambda c: c.execute(select(commitments.c.what)).scalars().all())
    assert rows == ["standard"]
    actions = team.database.read(lambda c: c.execute(select(audit.c.action)).scalars().all())
    assert actions.count("standard.confirm") == 1


def test_managers_see_who_has_confirmed_and_nobody_else_does(team: Team) -> None:
    ask(team)
    team.press(button_in(team.say("lilei", "/档案 规范"), "confirm-standard"), "lilei")
    shown = said(team.say("wangfang", "/档案 规范"))
    assert "已确认 1/3" in shown
    assert "还没确认：Ann、王芳" in shown
    assert "Ann" not in said(team.say("lilei", "/档案 规范"))
    refused = team.press(button_in(team.say("wangfang", "/档案 规范"), "standard-ask"), "lilei")
    assert "管理层" in said(refused)


def test_a_changed_standard_is_asked_for_anew_and_old_buttons_say_so(team: Team) -> None:
    ask(team)
    card = next(each for each in team.told("lilei") if "📘" in each.text)
    team.press(button_in(card, "confirm-standard"), "lilei")
    team.submit(form_in(team.say("wangfang", "/档案 规则 组织")), "wangfang", due_hours="8")
    assert "刚刚改过" in said(team.press(button_in(card, "confirm-standard"), "lilei"))
    team.wait(minutes=20)
    team.app.promises.run()
    news = [each for each in team.told("lilei") if "规范改过了" in each.text]
    assert len(news) == 1
    assert "v2" in news[0].text
    team.press(button_in(news[0], "confirm-standard"), "lilei")
    assert "已确认 1/3" in said(team.say("wangfang", "/档案 规范"))


def test_who_joins_later_is_asked_when_they_have_joined(team: Team) -> None:
    ask(team)
    team.say("lilei", "/档案 成员 @赵敏 成员")
    team.wait(minutes=20)
    team.app.promises.run()
    assert len(asked(team, "zhaomin")) == 1
    assert len(asked(team, "lilei")) == 1


def test_nobody_is_asked_at_night_or_on_a_day_off(team: Team) -> None:
    team.clock.set(datetime(2026, 11, 21, 11, 0, tzinfo=ZONE))
    ask(team)
    assert asked(team, "lilei") == []
    team.clock.set(datetime(2026, 11, 23, 6, 0, tzinfo=ZONE))
    team.app.promises.run()
    assert asked(team, "lilei") == []
    team.clock.set(datetime(2026, 11, 23, 9, 30, tzinfo=ZONE))
    team.app.promises.run()
    assert len(asked(team, "lilei")) == 1


def test_before_a_manager_asks_nobody_is_asked(team: Team) -> None:
    team.app.promises.run()
    assert asked(team, "lilei") == []
    assert "confirm-standard" not in [each.action for each in buttons_in(team.say("lilei", "/档案 规范"))]
    ask(team)
    team.press(button_in(team.say("wangfang", "/档案 规范"), "standard-ask", asked=""), "wangfang")
    assert "不要求确认" in said(team.say("wangfang", "/档案 规范"))


def test_the_button_posts_it_where_it_was_asked_for_also_when_the_answer_stands_in_the_direct_chat(team: Team) -> None:
    button = button_in(team.say("lilei", "/档案 规范"), "standard-post")
    assert "规范已发到本" in said(team.press(button, "lilei", None))
    assert [each for each in team.posted("abc") if "📘" in each.text]


def test_it_is_posted_in_a_channel_when_asked_but_not_where_others_read_along(team: Team) -> None:
    team.press(button_in(team.say("lilei", "/档案 规范"), "standard-post"), "lilei")
    posted = [each for each in team.posted("abc") if "📘" in each.text]
    assert len(posted) == 1
    assert {"docx", "pdf"} == {each.args.get("format") for each in buttons_in(posted[0])}

    team.write("wangfang", lambda store: store.channels.describe(store.channels.of(team.dossier)[0], "abc", True))
    assert "组织外" in said(team.say("lilei", "/档案 规范 发布"))
    assert "频道" in said(team.say("lilei", "/档案 规范 发布", channel=None))
    rows = team.database.read(lambda c: c.execute(select(outbox.c.id).where(outbox.c.card == "standard")).all())
    assert len(rows) == 1


def lower(team: Team, where: DossierView) -> None:
    """Make Ann a guest in a dossier."""
    ann = team.read("lilei", lambda store: store.people.named("Ann"))
    assert ann is not None
    team.write("wangfang", lambda store: store.dossiers.set_member(where, ann, Tier.GUEST))


def test_who_asks_as_a_guest_of_the_channel_s_dossier_is_told_whom_it_is_for_and_whom_to_ask(team: Team) -> None:
    ann = team.read("lilei", lambda store: store.people.named("Ann"))
    assert ann is not None
    team.write("wangfang", lambda s: s.dossiers.start("ABC有限公司", "ABC", "会员", Phase.DESIGN, ann))
    lower(team, team.dossier)

    for answer in (
        *(team.say("ann", f"/dossier standard {word}".strip()) for word in ("", "post", "word", "history")),
        *(team.press(Button("", action, {"number": "1"}), "ann") for action in ("standard", "standard-edition")),
    ):
        assert "it needs member access" in said(answer)
        assert "📘" not in said(answer)
    assert "ask-access" in {each.action for each in buttons_in(team.say("ann", "/dossier standard"))}
    assert team.posted("abc") == []
    # In private they are what they are elsewhere: a member of another dossier.
    assert "📘" in said(team.say("ann", "/dossier standard", channel=None))


def test_who_is_a_guest_wherever_they_have_a_part_does_not_get_it(team: Team) -> None:
    assert "📘" in said(team.say("ann", "/dossier standard", channel=None))
    lower(team, team.dossier)
    assert "📘" not in said(team.say("ann", "/dossier standard", channel=None))
    # Whoever is new, and has no part in a dossier yet, reads it before they have one.
    assert "📘" in said(team.say("zhaomin", "/档案 规范", channel=None))


def test_the_command_line_writes_it_in_either_language(team: Team, tmp_path: Path) -> None:
    two = ("星河软件", "docx", "en-US")
    made = write_standard(team.database, team.app.keyring, Preference(Language.ZH, ZONE), two, tmp_path / "there")
    assert made.name.startswith("星河软件_Dossier standard_")
    assert "never overwritten" in words_in(made.read_bytes())
    for words, said_of_it in (
        (("", "pdf", ""), "which organisation"),
        (("星河软件", "xlsx", ""), "docx or pdf"),
        (("星河软件", "pdf", "fr"), "zh-CN"),
    ):
        with pytest.raises(NotMeant, match=said_of_it):
            write_standard(team.database, team.app.keyring, Preference(Language.ZH, ZONE), words, tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == [made]


@pytest.mark.parametrize("words", ["/档案 规范 确认", "/dossier standard confirm"])
def test_who_would_confirm_it_in_words_is_shown_it_with_the_button(team: Team, words: str) -> None:
    ask(team)
    assert button_in(team.say("lilei", words), "confirm-standard")
