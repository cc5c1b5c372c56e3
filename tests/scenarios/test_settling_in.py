"""Settings, help, members, unknown commands and the first manager."""

import pytest

from bot.own_kinds import example
from chat.replies import Nothing
from chat.texts import text
from dossier.language import Language
from dossier.own.checking import checked
from dossier.tiers import Tier
from storage.organisations import new_claim_code
from tests.team import Team, button_in, form_in, said


def test_my_language_and_zone_are_mine_alone(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 设置"))
    assert {field.name: field.value for field in form.fields}["zone"] == "Asia/Shanghai"

    answer = team.submit(form, "lilei", language="en-US", zone="America/New_York")

    assert "Tue, Nov 17 21:05" in said(answer)
    assert "Phase: Design" in said(team.say("lilei", "/dossier status"))
    assert "阶段: 设计" in said(team.say("wangfang", "/dossier status"))


def test_a_channel_speaks_its_own_language_whoever_writes(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 设置"))
    assert {"channel_language", "channel_zone"} <= {field.name for field in form.fields}
    team.submit(form, "lilei", channel_language="en-US", channel_zone="Europe/Berlin")

    team.say("lilei", "/问题 支付失败")

    (card,) = team.posted("abc")
    assert "Severity: Medium" in card.text
    assert "03:05" in card.text
    assert "没有找到" in said(team.say("lilei", "/档案 搜索 没有的词"))


def test_the_form_shows_what_is_in_force_in_the_channel_and_saving_it_untouched_changes_nothing(team: Team) -> None:
    form = form_in(team.say("ann", "/dossier settings", "general"))
    shown = {field.name: field.value for field in form.fields}
    assert (shown["channel_language"], shown["channel_zone"]) == ("zh-CN", "Asia/Shanghai")

    team.submit(form, "ann", "general")

    kept = team.database.read(
        lambda connection: connection.exec_driver_sql("SELECT scope FROM settings WHERE scope <> 'person'").all()
    )
    assert kept == []


def test_what_was_left_as_it_was_follows_what_is_set_around_it_later(team: Team) -> None:
    form = form_in(team.say("ann", "/dossier settings", "general"))

    team.submit(form, "ann", "general", channel_zone="Europe/Berlin")
    organisation = team.actor("wangfang").organisation
    team.write("wangfang", lambda store: store.preferences.keep("organisation", organisation, "language", "en-US"))

    shown = {field.name: field.value for field in form_in(team.say("ann", "/dossier settings", "general")).fields}
    assert (shown["channel_language"], shown["channel_zone"]) == ("en-US", "Europe/Berlin")


def test_an_open_form_does_not_take_back_what_somebody_else_has_set_meanwhile(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 设置"))
    team.submit(form, "wangfang", channel_language="en-US")

    team.submit(form, "lilei", zone="Europe/Berlin")

    shown = {field.name: field.value for field in form_in(team.say("lilei", "/档案 设置")).fields}
    assert (shown["channel_language"], shown["zone"]) == ("en-US", "Europe/Berlin")


def test_only_who_manages_the_dossier_sets_its_channels_language(team: Team) -> None:
    form = form_in(team.say("ann", "/dossier settings"))
    assert {field.name for field in form.fields} == {"language", "zone"}

    team.submit(form, "ann", channel_language="en-US", channel_zone="Europe/Berlin")

    team.say("ann", "/issue 支付失败")
    assert "严重程度" in team.posted("abc")[0].text


def test_an_unknown_zone_is_said_on_its_field(team: Team) -> None:
    form = form_in(team.say("ann", "/dossier settings"))

    assert said(team.submit(form, "ann", zone="Mars/Olympus")).startswith("zone: ")


@pytest.mark.parametrize(
    ("who", "parts"), [("lilei", ("/纪要", "/变更", "/解决", "/档案 撤销")), ("ann", ("/minutes", "/dossier undo"))]
)
def test_help_lists_every_command_in_the_language_spoken(team: Team, who: str, parts: tuple[str, ...]) -> None:
    text = said(team.say(who, "/dossier help all"))

    assert [part for part in parts if part not in text] == []


def test_help_is_short_and_leads_to_everything(team: Team) -> None:
    short = team.say("lilei", "/档案 帮助")
    assert len(said(short).splitlines()) <= 30
    assert "还能记录" in said(short)
    everything = said(team.press(button_in(short, "help", all="yes"), "lilei"))
    assert "/档案 审计" in everything
    assert "/档案 审计" not in said(short)


def test_help_names_the_kinds_behind_the_word_in_one_line_and_groups_the_rest(team: Team) -> None:
    lines = said(team.say("lilei", "/档案 帮助 全部")).splitlines()

    (kinds,) = [line for line in lines if "里程碑" in line]
    assert "、缺陷、" in kinds
    assert not any(line.startswith("• /档案 里程碑") for line in lines)
    for group in ("查看与查找", "修改、导出与审核", "项目与成员", "设置"):
        assert group in lines


@pytest.mark.parametrize(
    "name", ["minutes", "纪要", "/minutes", "resolve", "undo", "dossier undo", "档案 撤销", "状态"]
)
def test_help_explains_one_command(team: Team, name: str) -> None:
    text = said(team.say("ann", f"/dossier help {name}"))

    assert "There is no command" not in text
    assert text.startswith(("📝 /minutes", "✅ /resolve", "💡 /dossier undo", "💡 /dossier status"))


def test_help_on_a_kind_names_its_fields_in_both_languages(team: Team) -> None:
    shown = said(team.say("ann", "/dossier help change"))

    assert "Reason / 原因 (required)" in shown
    assert "Proposed, " in shown
    assert "、" not in shown
    assert "原因 / Reason（必填）" in said(team.say("lilei", "/档案 帮助 变更"))


def test_help_calls_required_only_what_every_record_needs(team: Team) -> None:
    team.write("wangfang", lambda store: store.own_kinds.keep(example(), checked(example().encode())))

    shown = said(team.say("ann", "/dossier help workshop"))

    assert "Topic / 研讨主题 (required)" in shown
    assert "Why again / 重做原因" in shown
    assert "Why again / 重做原因 (required)" not in shown


@pytest.mark.parametrize("words", ["/dossier help templates", "/dossier help template"])
def test_help_knows_the_plural_of_a_word_too(team: Team, words: str) -> None:
    assert "/dossier template" in said(team.say("ann", words))
    assert "There is no command" not in said(team.say("ann", words))


def test_the_customer_at_a_glance_is_also_called_the_profile(team: Team) -> None:
    assert said(team.say("ann", "/dossier profile")) == said(team.say("ann", "/dossier show"))


def test_one_point_is_one() -> None:
    assert text(Language.EN, "report-lost-more", count=1, points=1) == "1 more thing, 1 point"
    assert text(Language.EN, "report-lost-more", count=2, points=3) == "2 more things, 3 points"
    assert text(Language.EN, "report-score", score=1) == "1 point"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("/minuts x", "/minutes x"),
        ("/requirement 登录\n要快", "/dossier requirement 登录 要快"),
        ("/resovle", "/resolve"),
        ("/dossier statsu", "/dossier status"),
        ("/纪药", "/minutes"),
        ("/MINUTES2", "/minutes"),
        ("/dossier seal", "/dossier phase sealed"),
        ("/档案 封存", "/dossier phase sealed"),
        ("/档案 开发", "/dossier phase development"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest(team: Team, typed: str, near: str) -> None:
    assert f"Did you mean {near}?" in said(team.say("ann", typed))


def test_one_letter_in_common_is_no_likeness(team: Team) -> None:
    assert "是不是想用" not in said(team.say("lilei", "/档案 演示"))
    assert "规范" in said(team.say("lilei", "/档案 标准"))


def test_a_command_nothing_is_like_is_answered_with_help(team: Team) -> None:
    answer = team.say("ann", "/qqqqqqqq")

    assert "There is no command /qqqqqqqq." in said(answer)
    assert "/minutes" in said(team.press(button_in(answer, "help"), "ann"))


def test_members_are_shown_and_given_tiers_by_the_owner(team: Team) -> None:
    assert "你在这里不能记录这类内容" in said(team.say("zhaomin", "/issue 支付失败"))

    assert "赵敏" in said(team.say("lilei", "/档案 成员 @赵敏 成员"))

    assert isinstance(team.say("zhaomin", "/issue 支付失败"), Nothing)
    assert "赵敏 · 普通成员" in said(team.say("lilei", "/档案 成员"))
    team.say("lilei", "/dossier member @赵敏 remove")
    assert "赵敏" not in said(team.say("lilei", "/档案 成员"))
    assert "你在这里不能记录这类内容" in said(team.say("zhaomin", "/issue 登录异常"))


@pytest.mark.parametrize(
    ("who", "words", "answer"),
    [
        ("ann", "@赵敏 member", "manager"),
        ("lilei", "@赵敏 manager", "高于自己"),
        ("lilei", "@赵敏 king", "写法"),
        ("lilei", "@谁 member", "谁"),
    ],
)
def test_a_tier_that_cannot_be_given_is_refused_with_the_reason(team: Team, who: str, words: str, answer: str) -> None:
    assert answer in said(team.say(who, f"/dossier member {words}"))
    assert "赵敏" not in said(team.say("lilei", "/dossier member"))


def test_the_claim_code_makes_the_first_manager_once(team: Team) -> None:
    organisation = team.actor("lilei").organisation
    code = team.database.write(lambda connection: new_claim_code(connection, organisation))
    assert "不对" in said(team.say("unknown", "/档案 认领 错的", None))

    # Somebody whose language nobody knows is answered in the one they write in.
    assert "manager" in said(team.say("unknown", f"/dossier claim {code}", None))

    assert "ABC · 商城" in said(team.say("unknown", "/dossier status", None))
    assert "不对" in said(team.say("zhaomin", f"/dossier claim {code}", None))


def test_a_refusal_is_audited(team: Team) -> None:
    team.say("carla", "/issue 支付失败")

    query = (
        "SELECT p.name, a.object, a.detail FROM audit a JOIN people p ON p.id = a.person_id WHERE a.action = 'refused'"
    )
    rows = team.database.read(lambda connection: connection.exec_driver_sql(query).all())
    assert [tuple(row) for row in rows] == [
        ("Carla", f"dossier:{team.dossier.uid}", "problem-refused-log member /issue")
    ]


def test_a_customer_is_not_started_again_under_another_short_name(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start ＡＢＣ有限公司", "general"))

    answer = team.submit(form, "lilei", "general", short_name="ABC2", project="二期")

    assert said(answer) == "customer: ABC有限公司已有简称“ABC”，请用这个简称"
    assert "ABC · 二期" in said(team.submit(form, "lilei", "general", short_name="abc", project="二期"))


def test_an_invisible_character_in_a_short_name_is_said_on_its_field(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", "general"))

    assert "short_name: " in (answer := said(team.submit(form, "lilei", short_name="蓝\u00ad鲸", project="会员")))
    assert "看不见的字符（U+00AD）" in answer


def test_the_receipt_of_new_settings_is_in_the_language_that_holds_now(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 设置"))

    for _ in range(2):  # A second delivery is answered alike.
        answer = team.submit(form, "lilei", event="once", language="en-US", zone="Europe/Berlin")
        assert said(answer) == "Saved. It is Wed, Nov 18 03:05"


def test_a_name_no_dossier_has_is_said_before_those_that_can_be_bound(team: Team) -> None:
    answer = team.say("lilei", "/dossier bind nope", "general")

    assert said(answer).splitlines()[0] == "没有你能查看的、叫“nope”的档案"
    assert button_in(answer, "bind").label == "ABC · 商城"


def test_only_who_may_start_a_dossier_is_told_to_when_there_is_none_to_bind(team: Team) -> None:
    assert "/dossier start" not in said(team.say("ann", "/dossier bind", "general"))

    team.write("wangfang", lambda store: store.people.add("Eve", Tier.SENIOR))
    eve = team.read("wangfang", lambda store: store.people.named("Eve"))
    assert eve is not None
    workspace = team.read("wangfang", lambda store: store.channels.of(team.dossier)[0].workspace)
    team.write("wangfang", lambda store: store.people.link(workspace, "eve", eve))
    assert "/档案 新建" in said(team.say("eve", "/档案 绑定", "general"))


def test_who_was_removed_is_no_longer_a_member(team: Team) -> None:
    assert said(team.say("lilei", "/dossier member @Ann remove")) == "Ann 已不再是 ABC · 商城 的成员"
    # What she is in the organisation nobody takes from her here.
    assert "王芳 是整个组织的管理层，在 ABC · 商城 中仍有管理层的权限" in said(
        team.say("wangfang", "/dossier member @王芳 remove")
    )
