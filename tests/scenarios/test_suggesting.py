"""What looks like minutes, a change or a fix: its author alone is asked, quietly, twice a day at most, where wanted."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from chat.events import MessageChosen, Overheard, Said
from chat.forms import Form
from chat.messages import Hyperlink, Message, Note
from chat.replies import Nothing, OpenForm, Rendered, Show
from dossier.fields import FileRef, PersonRef
from dossier.phases import Phase
from storage.tables import drafts, inbox, suggestions
from tests.team import Team, button_in, buttons_in, form_in, said

MINUTES = "【需求评审会纪要】\n参会：李雷、Ann\n决定：登录页加短信验证\n待办：李雷周五前出接口文档"
CHANGE = "客户要求登录页加短信验证"
FIX = "支付失败的问题已修复，原因是网关超时，已上线"
LINK = "message:/galaxy/c%3Aabc/12"
SAID_AT = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
ASKED = ["记下来", "不用", "这个频道不再提示"]


def overhear(
    team: Team,
    text: str,
    who: str = "lilei",
    channel: str = "abc",
    *,
    message: str = "12",
    event: str | None = None,
    thread: str | None = None,
    files: tuple[FileRef, ...] = (),
) -> Rendered:
    """Have somebody say something to the others in a channel."""
    heard = Said(channel, message, LINK, who, text, SAID_AT, files)
    return team.handle(Overheard(team.source(who, channel, event, thread=thread), heard))


def shown(form: Form) -> dict[str, Any]:
    """Give what stands in the fields of a form."""
    return {field.name: field.value for field in form.fields}


def way_back(card: Message) -> list[str]:
    """Give the links in the small print of a card."""
    parts = [part for block in card.blocks if isinstance(block, Note) for part in block.parts]
    return [part.url for part in parts if isinstance(part, Hyperlink)]


def log(team: Team, asked: Rendered, who: str = "lilei") -> Rendered:
    """Press *log it*."""
    return team.press(button_in(asked, "suggest-log"), who)


def count(team: Team, table: Any) -> int:
    """Count the rows of a table."""
    return team.database.read(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())


def settings(team: Team, who: str, channel: str | None = "abc", **values: str) -> Rendered:
    """Change settings."""
    return team.submit(form_in(team.say(who, "/dossier settings", channel)), who, channel, **values)


@pytest.mark.parametrize(("message", "word"), [(MINUTES, "会议纪要"), (CHANGE, "变更"), (FIX, "修好")])
def test_the_author_is_asked_and_nobody_else_hears_of_it(team: Team, message: str, word: str) -> None:
    asked = overhear(team, message)
    assert word in said(asked)
    assert "ABC · 商城" in said(asked)
    assert "只有你看得到" in said(asked)
    assert [button.label for button in buttons_in(asked)] == ASKED
    assert team.posted("abc") == []
    assert team.told("lilei") == []


def test_everybody_is_asked_in_their_own_language(team: Team) -> None:
    asked = overhear(team, FIX, "ann")
    assert "looks like a problem that has been fixed" in said(asked)
    assert [button.label for button in buttons_in(asked)] == ["Log it", "Not needed"]


def test_minutes_become_a_record_that_leads_back_to_the_message(team: Team) -> None:
    form = form_in(log(team, overhear(team, MINUTES)))
    assert shown(form)["topic"] == "【需求评审会纪要】"
    assert shown(form)["discussion"] == MINUTES
    assert shown(form)["held_at"] == "2026-11-18 09:30"
    assert isinstance(team.submit(form, "lilei"), Nothing)
    (card,) = team.posted("abc")
    assert way_back(card) == [LINK]
    assert count(team, drafts) == 0


def test_a_change_goes_into_its_form_with_who_said_it(team: Team) -> None:
    form = form_in(log(team, overhear(team, CHANGE)))
    assert (shown(form)["summary"], shown(form)["requested_by"]) == (CHANGE, "@lilei")
    team.submit(form, "lilei", reason="防刷", impact="3 天")
    (card,) = team.posted("abc")
    assert way_back(card) == [LINK]


def test_a_document_dropped_into_the_channel_is_answered_with_its_right_name_and_kept_where_its_author_says(
    team: Team,
) -> None:
    team.platform.files["f1"] = b"%PDF-1.7 one"
    asked = overhear(team, "", files=(FileRef(id="f1", name="需求评审 20261117.pdf", size=12, type="application/pdf"),))
    assert "这像是项目文件，要存进“ABC · 商城”吗？" in said(asked)
    assert "ABC_需求评审_20261117_v1.pdf" in said(asked)
    assert [button.label for button in buttons_in(asked)] == ASKED

    choice = form_in(log(team, asked))
    form = form_in(team.submit(choice, "lilei", kind="minutes"))
    assert shown(form)["topic"] == "需求评审 20261117"
    team.submit(form, "lilei", topic="需求评审", decisions="通过")
    team.app.jobs.work_due()
    renamed = [each for each in team.told("lilei") if "ABC_需求评审_20261117_v1.pdf" in each.text]
    team.press(button_in(renamed[-1], "name-files"), "lilei", None)
    (card,) = team.posted("abc")
    assert "ABC_需求评审_20261117_v1.pdf" in card.text
    assert way_back(card) == [LINK]


@pytest.mark.parametrize("name", ["合同扫描.pdf", "需求评审.pdf", "合同扫描 20261117.pdf", "会议纪要 20261118.pdf"])
def test_no_name_is_promised_as_long_as_what_it_is_kept_as_could_change_it(team: Team, name: str) -> None:
    team.platform.files["f1"] = b"%PDF-1.7 one"
    asked = overhear(team, "", files=(FileRef(id="f1", name=name, size=12, type="application/pdf"),))
    assert "_v1.pdf" not in said(asked)
    assert "存入后会按命名规则核对文件名，需要改的话，一键就能改好" in said(asked)

    form = form_in(team.submit(form_in(log(team, asked)), "lilei", kind="manual"))
    team.submit(form, "lilei")
    team.app.jobs.work_due()
    assert any(f"{name} → ABC_" in each.text for each in team.told("lilei"))


def test_a_document_that_is_named_by_the_rule_is_asked_about_without_another_name(team: Team) -> None:
    named = FileRef(id="f1", name="ABC_需求评审_20261117_v1.pdf", size=12, type="application/pdf")
    asked = overhear(team, "评审稿", "ann", files=(named,))
    assert "This looks like a document of the project" in said(asked)
    assert "naming rule" not in said(asked)


def test_a_document_heard_in_a_channel_goes_into_its_dossier_also_from_the_direct_chat(team: Team) -> None:
    owner = PersonRef(id=team.actor("wangfang").uid, name="王芳")
    team.write("wangfang", lambda store: store.dossiers.start("XYZ 公司", "XYZ", "官网", Phase.DESIGN, owner))
    asked = overhear(team, "", files=(FileRef(id="f1", name="方案.docx", size=12, type="application/msword"),))
    choice = form_in(team.press(button_in(asked, "suggest-log"), "lilei", None))
    form = form_in(team.submit(choice, "lilei", None, kind="minutes"))
    assert "dossier" not in shown(form)
    assert team.dossier.uid == form.ref["dossier"]


def test_a_fix_of_nothing_that_is_known_becomes_an_issue_that_is_fixed(team: Team) -> None:
    form = form_in(log(team, overhear(team, FIX)))
    assert shown(form)["title"] == FIX
    assert shown(form)["resolution"] == FIX
    assert (shown(form)["status"], shown(form)["resolved_on"]) == ("fixed", "2026-11-18")
    team.submit(form, "lilei")
    (card,) = team.posted("abc")
    assert way_back(card) == [LINK]
    assert team.read("lilei", lambda store: store.duties.owed_by_me()) == []


def test_a_fix_resolves_the_open_issue_that_is_chosen_and_leads_back(team: Team) -> None:
    team.say("lilei", "/issue 微信支付失败")
    team.say("lilei", "/issue 首页慢")
    choice = log(team, overhear(team, FIX))
    assert [button.label for button in buttons_in(choice)] == ["#2 首页慢", "#1 微信支付失败", "别的问题"]

    form = form_in(team.press(buttons_in(choice)[1], "lilei"))
    assert shown(form)["resolution"] == FIX
    team.submit(form, "lilei", cause="网关超时")

    saved = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))
    assert (saved.line.status, saved.content["resolution"]) == ("fixed", FIX)
    assert LINK in [link for card in team.posted("abc") for link in way_back(card)]
    assert "已经在档案里了：#1" in said(team.press(buttons_in(choice)[0], "lilei"))


def test_a_fix_of_something_else_than_the_open_issues_becomes_a_new_one(team: Team) -> None:
    team.say("lilei", "/issue 首页慢")
    choice = log(team, overhear(team, FIX))
    form = form_in(team.press(button_in(choice, "suggest-new"), "lilei"))
    assert shown(form)["resolution"] == FIX


def test_what_is_not_needed_is_forgotten(team: Team) -> None:
    asked = overhear(team, CHANGE)
    assert said(team.press(button_in(asked, "suggest-drop"), "lilei")) == "好的，这条不记"
    assert count(team, drafts) == 0
    assert "已经处理过了" in said(log(team, asked))
    assert "已经处理过了" in said(team.press(button_in(asked, "suggest-drop"), "lilei"))


def test_what_was_logged_says_so_when_a_button_is_pressed_again(team: Team) -> None:
    asked = overhear(team, CHANGE)
    team.submit(form_in(log(team, asked)), "lilei", reason="防刷", impact="3 天")
    for action in ("suggest-log", "suggest-drop"):
        answer = team.press(button_in(asked, action), "lilei")
        assert "已经在档案里了：#1" in said(answer)
        assert button_in(answer, "show")


def test_a_form_that_was_closed_can_be_opened_again(team: Team) -> None:
    asked = overhear(team, CHANGE)
    assert form_in(log(team, asked)) == form_in(log(team, asked))


def test_nobody_else_can_use_the_buttons(team: Team) -> None:
    asked = overhear(team, FIX)
    assert not isinstance(log(team, asked, "ann"), OpenForm)
    assert form_in(log(team, asked))


def test_a_channel_gets_two_suggestions_a_day_of_its_own_zone(team: Team) -> None:
    settings(team, "lilei", channel_zone="America/New_York")
    given = [overhear(team, FIX, who, message=f"m{n}") for n, who in enumerate(("lilei", "ann", "lilei"))]
    assert [type(each) for each in given] == [Show, Show, Nothing]
    team.clock.advance(team.clock.now().replace(hour=4, minute=55) - team.clock.now())
    assert isinstance(overhear(team, FIX, message="m8"), Nothing)  # 23:55 on the 17th in New York.
    team.clock.advance(team.clock.now().replace(hour=5, minute=5) - team.clock.now())
    assert isinstance(overhear(team, FIX, message="m9"), Show)


def test_a_repeated_delivery_has_one_effect_and_the_same_answer(team: Team) -> None:
    first, second = (overhear(team, CHANGE, event="again") for _ in range(2))
    assert first == second
    # Beside what was said it is noted that it may become a record.
    assert (count(team, suggestions), count(team, drafts)) == (1, 2)
    assert isinstance(overhear(team, CHANGE), Nothing)
    team.submit(form_in(log(team, first)), "lilei", reason="防刷", impact="3 天")
    assert isinstance(overhear(team, CHANGE, event="again"), Nothing)


@pytest.mark.parametrize(
    ("text", "who", "channel"),
    [
        ("好的，谢谢", "lilei", "abc"),
        ("/变更 客户要求登录页加短信验证", "lilei", "abc"),
        (CHANGE, "lilei", "general"),
        (FIX, "carla", "abc"),
        (FIX, "zhaomin", "abc"),
        (FIX, "unknown", "abc"),
        (FIX, "lilei", "never-seen"),
    ],
)
def test_nobody_is_asked_what_is_not_theirs_to_log(team: Team, text: str, who: str, channel: str) -> None:
    before = count(team, inbox)
    assert isinstance(overhear(team, text, who, channel), Nothing)
    assert (count(team, suggestions), count(team, drafts), count(team, inbox)) == (0, 0, before)


def test_what_goes_wrong_is_not_said_to_people_who_asked_nothing(team: Team) -> None:
    heard = Said("abc", "12", LINK, "李雷", FIX, SAID_AT)
    assert isinstance(team.handle(Overheard(team.source("lilei", workspace="of-nobody"), heard)), Nothing)
    team.database.write(lambda connection: connection.execute(text("DROP TABLE suggestions")))
    assert isinstance(overhear(team, FIX), Nothing)


def test_what_no_database_takes_is_left_out(team: Team) -> None:
    form = form_in(log(team, overhear(team, f"{CHANGE}\ud800\x00")))
    assert shown(form)["summary"] == CHANGE


def test_a_sealed_dossier_suggests_nothing(team: Team) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    assert isinstance(overhear(team, FIX), Nothing)


def test_a_dossier_sealed_meanwhile_says_so(team: Team) -> None:
    asked = overhear(team, MINUTES)
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    assert "封存" in said(log(team, asked))


def test_what_is_kept_already_and_what_answers_it_is_not_asked_about(team: Team) -> None:
    chosen = team.handle(MessageChosen(team.source("lilei"), Said("abc", "12", LINK, "Ann", CHANGE, SAID_AT)))
    form = form_in(team.submit(form_in(chosen), "lilei", kind="issue"))
    team.submit(form, "lilei")
    assert isinstance(overhear(team, CHANGE), Nothing)
    assert isinstance(overhear(team, FIX, message="13", thread="12"), Nothing)


def test_an_answer_below_a_card_is_not_asked_about(team: Team) -> None:
    team.say("lilei", "/issue 微信支付失败")
    team.say("ann", "/issue 首页慢", thread="root")
    team.deliver()
    cards = [each.ref for each in team.platform.messages]
    assert len(cards) == 2
    for thread in (*cards, "root"):
        assert isinstance(overhear(team, FIX, thread=thread), Nothing)
    assert isinstance(overhear(team, FIX, thread="another"), Show)


def test_who_manages_the_dossier_switches_it_off_by_button_and_on_again_in_the_settings(team: Team) -> None:
    asked = overhear(team, CHANGE)
    answer = said(team.press(button_in(asked, "suggest-off"), "lilei", None))
    assert "#abc-商城 里不再提示" in answer
    assert "/档案 设置" in answer
    assert isinstance(overhear(team, FIX, message="m2"), Nothing)
    assert count(team, drafts) == 0

    assert shown(form_in(team.say("lilei", "/dossier settings")))["suggest_channel"] == "off"
    settings(team, "lilei", suggest_channel="on")
    assert isinstance(overhear(team, FIX, message="m3"), Show)


def test_members_cannot_switch_it_off_for_the_others(team: Team) -> None:
    asked = overhear(team, CHANGE)
    assert "project’s owner" in said(team.press(button_in(asked, "suggest-off"), "ann"))
    assert [name for name in shown(form_in(team.say("ann", "/dossier settings"))) if "suggest" in name] == []


@pytest.mark.parametrize("scope", ["channel", "dossier", "organisation"])
def test_off_at_any_level_is_off(team: Team, scope: str) -> None:
    settings(team, "wangfang", **{f"suggest_{scope}": "off"})
    assert isinstance(overhear(team, FIX), Nothing)
    form = form_in(team.say("wangfang", "/dossier settings"))
    assert shown(form)[f"suggest_{scope}"] == "off"
    assert sum(value == "off" for value in shown(form).values()) == 1
    hint = next(field.hint for field in form.fields if field.name == "suggest_channel")
    assert ("所以这里也不提示" in hint) == (scope != "channel")
    settings(team, "wangfang", **{f"suggest_{scope}": "on"})
    assert isinstance(overhear(team, FIX), Show)


def test_owners_have_two_switches_and_managers_that_of_the_organisation_anywhere(team: Team) -> None:
    def asked(who: str, channel: str | None) -> list[str]:
        return [name for name in shown(form_in(team.say(who, "/dossier settings", channel))) if "suggest" in name]

    assert asked("lilei", "abc") == ["suggest_channel", "suggest_dossier"]
    assert asked("lilei", None) == []
    assert asked("wangfang", "abc") == ["suggest_channel", "suggest_dossier", "suggest_organisation"]
    assert asked("wangfang", "general") == ["suggest_organisation"]


def test_a_switch_that_is_not_theirs_stays_as_it_is(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier settings"))
    team.submit(form, "lilei", suggest_organisation="off")
    team.submit(form, "ann", suggest_channel="off", suggest_dossier="off")
    assert isinstance(overhear(team, FIX), Show)


def test_a_switch_is_on_or_off(team: Team) -> None:
    refused = settings(team, "lilei", suggest_channel="perhaps")
    assert said(refused).startswith("suggest_channel: ")
    assert isinstance(overhear(team, FIX), Show)
