"""A dossier is handed over: its owner offers it, the new one sees what is open, and is responsible once they accept."""

from datetime import timedelta

import pytest

from dossier.duties import Trigger
from dossier.tiers import Tier
from storage.store import Store
from tests.contracts.chains import broken
from tests.scenarios.handing import accept, form, live, offer, owed, owner, person, tier
from tests.team import Team, button_in, buttons_in, form_in, said

_CHINESE = (
    "/档案 交接 @赵敏",
    "/dossier handover @赵敏 ABC",
    "把ABC公司交接给@赵敏",
    "把档案移交给赵敏",
    "交接给 @赵敏",
)
_ENGLISH = ("hand ABC over to @Ann", "please hand over the dossier of ABC to Ann")


@pytest.fixture(autouse=True)
def a_life(team: Team) -> None:
    """Have something to hand over."""
    live(team)


@pytest.mark.parametrize("channel", ["abc", None])
@pytest.mark.parametrize(
    ("words", "facts"),
    [
        *((words, ("赵敏", "未结问题: 1", "近 90 天的决定: 2", "待提交或审核: 1", "待更新: 2")) for words in _CHINESE),
        *((words, ("Ann", "Open issues: 1", "Decisions of 90 days: 2", "Until it is accepted")) for words in _ENGLISH),
    ],
)
def test_whoever_is_about_to_offer_it_sees_what_passes_on(
    team: Team, words: str, facts: tuple[str, ...], channel: str | None
) -> None:
    name, *others = facts
    shown = team.say("lilei", words, channel)

    assert "ABC · 商城" in said(shown)
    assert [fact for fact in others if fact not in said(shown)] == []
    assert name in button_in(shown, "handover-form").label
    assert form_in(team.press(button_in(shown, "handover-form"), "lilei", channel)).fields[0].value == name


def test_everything_that_passes_on_can_be_read_through(team: Team) -> None:
    whole = said(team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei"))

    for line in (
        *("待更新 · 2", "半年回顾", "周例会", "未结问题 · 1", "#2 支付失败 · 待处理 · 还没有负责人"),
        *(
            "待提交或审核 · 1",
            "#4 图形验证码 · 李雷 提交",
            "近 90 天的决定 · 2",
            "登录页加短信验证 (#1)",
            "先做移动端 (#1)",
        ),
        *("缺少或过期的资料", "客户基本信息", "风险"),
    ):
        assert line in whole
    assert "错别字" not in whole


def test_who_is_to_solve_an_issue_is_named_and_not_who_logged_it(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #2")), "ann", owner="@赵敏")
    whole = said(team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei"))
    assert "#2 支付失败 · 待处理 · @赵敏" in whole


def test_what_nobody_submitted_and_what_changed_since_it_was_approved_waits_for_approval_too(team: Team) -> None:
    team.press(button_in(team.told("wangfang")[-1], "approve"), "wangfang")
    team.submit(form_in(team.say("lilei", "/档案 修改 #4")), "lilei", impact="另有变化")
    team.say("lilei", "/变更 导出加密 | 原因: 合规 | 影响: 1 天")

    shown = team.say("lilei", "/档案 交接 @赵敏")
    assert "待提交或审核: 2" in said(shown)
    whole = said(team.press(button_in(shown, "handover-whole"), "lilei"))
    assert "#4 图形验证码 · 批准后又改过，要重新审核" in whole
    assert "导出加密 · 待评审" in whole


def test_decisions_in_one_line_are_told_one_by_one(team: Team) -> None:
    team.say("lilei", "/纪要 周例会 | 决定: 用微信支付；二期做支付宝")
    whole = said(team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei"))
    assert "用微信支付 (#" in whole
    assert "二期做支付宝 (#" in whole


def test_everything_is_everything(team: Team) -> None:
    for number in range(20):
        team.say("lilei", f"/纪要 例会{number} | 决定: 决定{number}")
    whole = said(team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei"))
    assert [number for number in range(20) if f"决定{number} (" not in whole] == []


def test_risks_name_untested_changes_what_the_last_report_says_and_who_has_yet_to_confirm(team: Team) -> None:
    team.press(button_in(team.told("wangfang")[-1], "approve"), "wangfang")
    form = form_in(team.say("lilei", "/档案 进展 支付联调延期 | 风险与求助: 客户预算可能冻结"))
    team.submit(form, "lilei", done="支付联调")
    training = form_in(team.press(button_in(team.say("wangfang", "/档案 培训"), "set-training"), "wangfang"))
    team.submit(training, "wangfang", asked="on")

    whole = said(team.press(button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-whole"), "lilei"))

    assert "🟠 1 项变更已批准，但复测还没有通过：#4" in whole
    assert "📝 周报里写的：客户预算可能冻结" in whole
    assert "人还没确认保密或培训" in whole


def test_until_it_is_accepted_the_old_owner_stays_responsible(team: Team) -> None:
    card = offer(team, note="客户只在上午接电话")

    assert "李雷 请你接手 ABC · 商城" in card.text
    assert "客户只在上午接电话" in card.text
    assert "未结问题: 1" in card.text
    assert owner(team) == "李雷"
    assert Trigger.REVIEW in owed(team, "lilei")
    assert owed(team, "zhaomin") == {Trigger.HANDOVER}
    # She may read what she is asked to take, and no more.
    assert tier(team) is Tier.MEMBER
    assert "支付失败" in said(team.press(button_in(card, "handover-whole"), "zhaomin", None))
    assert "支付失败" in said(team.say("zhaomin", "/档案 查看 #2"))
    assert "管理层" in said(team.say("zhaomin", "/档案 阶段 测试"))


def test_whoever_accepts_owns_it_and_everybody_hears_of_it(team: Team) -> None:
    answer = accept(team, offer(team), comment="没问题，下周一起见客户")

    assert "你已接手 ABC · 商城，并接过 1 项待更新" in said(answer)
    assert owner(team) == "赵敏"
    assert tier(team) is Tier.SENIOR
    assert "赵敏 已接手 ABC · 商城，此前由 李雷 负责" in team.told("lilei")[-1].text
    assert "没问题，下周一起见客户" in team.told("lilei")[-1].text
    assert not any(each.action == "handover-withdraw" for told in team.told("lilei") for each in buttons_in(told))
    assert "ABC · 商城 现在由 赵敏 负责（此前是 李雷）" in team.posted("abc")[-1].text
    assert "赵敏 已接手" in team.told("zhaomin")[-1].text
    # What she may do as the owner, and he no longer.
    assert "测试" in said(team.say("zhaomin", "/档案 阶段 测试"))
    assert "管理层" in said(team.say("lilei", "/档案 阶段 开发"))
    assert tier(team, "lilei") is Tier.SENIOR


def test_whoever_offers_it_and_whoever_takes_it_is_told_before_of_the_tier_that_goes_with_it(team: Team) -> None:
    assert "接手的人在这里至少是高级成员，能看背景与目标和敏感内容" in (form(team).note or "")
    card = offer(team)
    assert "接手后你在这里是高级成员，能看背景与目标和敏感内容" in card.text
    asked = form_in(team.press(button_in(card, "handover-accept"), "zhaomin"))
    assert "接手后你在这里是高级成员" in (asked.note or "")
    assert "你在这里现在是高级成员" in said(team.submit(asked, "zhaomin"))

    team.submit(form(team, "zhaomin", "/档案 交接 @Ann"), "zhaomin")
    assert "By taking over you become a senior member here" in team.told("ann")[-1].text


@pytest.mark.parametrize(("who", "words"), [("wangfang", "管理层"), ("zhaomin", "高级成员")])
def test_whoever_has_that_tier_for_good_is_not_told_of_it(team: Team, who: str, words: str) -> None:
    team.say("wangfang", "/档案 成员 @赵敏 高级")
    team.submit(
        form_in(team.press(button_in(team.say("lilei", "/档案 交接"), "handover-form"), "lilei")),
        "lilei",
        taker={"wangfang": "王芳", "zhaomin": "赵敏"}[who],
    )
    card = team.told(who)[-1]
    assert "接手后你在这里是" not in card.text
    asked = form_in(team.press(button_in(card, "handover-accept"), who))
    assert "接手后你在这里是" not in (asked.note or "")
    assert "现在是" not in said(team.submit(asked, who))


def test_whoever_has_that_tier_for_a_while_is_told_that_it_stays(team: Team) -> None:
    def lend(store: Store) -> None:
        store.dossiers.set_member(
            team.dossier, person(team, "zhaomin"), Tier.SENIOR, team.clock.now() + timedelta(days=7)
        )

    team.write("wangfang", lend)
    assert "接手后你在这里是高级成员" in offer(team).text


def test_what_falls_to_the_owner_passes_on_and_what_is_his_own_stays(team: Team) -> None:
    accept(team, offer(team))

    assert owed(team, "zhaomin") == {Trigger.REVIEW}
    assert owed(team, "lilei") == {Trigger.MEETING_ENDED}


def test_where_that_is_wished_all_that_he_owes_passes_on(team: Team) -> None:
    card = offer(team, duties="whole")
    assert "接过 2 项" in said(accept(team, card))

    assert owed(team, "zhaomin") == {Trigger.REVIEW, Trigger.MEETING_ENDED}
    assert owed(team, "lilei") == set()
    # The approval stays with who may approve.
    assert Trigger.APPROVAL in owed(team, "wangfang")


def test_a_record_of_it_is_kept_that_is_found_and_exported(team: Team) -> None:
    answer = accept(team, offer(team, note="密码在保险柜"), comment="好")
    record = team.press(button_in(answer, "show"), "zhaomin")

    for part in ("李雷 → 赵敏", "交接记录", "密码在保险柜", "登录页加短信验证", "支付失败", "周例会", "图形验证码"):
        assert part in said(record)
    assert said(team.press(button_in(team.posted("abc")[-1], "show"), "ann")).count("李雷 → 赵敏") == 1
    assert "export" in {each.action for each in buttons_in(record)} | {
        each.action for each in buttons_in(team.press(button_in(record, "history"), "zhaomin"))
    }
    assert "李雷 → 赵敏" in said(team.say("zhaomin", "/档案 搜索 保险柜"))


def test_it_is_in_the_audit_log_in_words_and_its_chain_holds(team: Team) -> None:
    accept(team, offer(team))

    shown = said(team.say("wangfang", "/档案 审计"))
    for part in ("李雷 · 发起交接 · 赵敏", "赵敏 · 接手档案 · 李雷", "移交待办"):
        assert part in shown
    assert team.database.read(lambda connection: broken(connection, team.app.keyring)) == []


def test_whoever_declines_says_why_and_everything_stays_as_it_was(team: Team) -> None:
    card = offer(team)
    asked = form_in(team.press(button_in(card, "handover-decline"), "zhaomin"))
    assert said(team.submit(asked, "zhaomin")).startswith("comment: ")
    team.submit(asked, "zhaomin", comment="下个月休假")

    assert owner(team) == "李雷"
    assert tier(team) is Tier.STRANGER
    assert owed(team, "zhaomin") == set()
    assert "赵敏 没有接手 ABC · 商城，仍由 李雷 负责" in team.told("lilei")[-1].text
    assert "下个月休假" in team.told("lilei")[-1].text
    assert "没有接手" in team.told("zhaomin")[-1].text
    assert not any("现在由" in each.text for each in team.posted("abc"))
    assert "已经答复不接手" in said(team.press(button_in(card, "handover-accept"), "zhaomin"))
    assert "交接给 赵敏" in button_in(team.say("lilei", "/档案 交接 @赵敏"), "handover-form").label


def test_what_she_could_read_before_she_reads_after_she_declined(team: Team) -> None:
    team.write("lilei", lambda store: store.dossiers.set_member(team.dossier, person(team, "zhaomin"), Tier.MEMBER))
    card = offer(team)
    team.submit(form_in(team.press(button_in(card, "handover-decline"), "zhaomin")), "zhaomin", comment="不")

    assert tier(team) is Tier.MEMBER


def test_it_can_be_withdrawn_until_it_is_answered(team: Team) -> None:
    card = offer(team)
    given = team.told("lilei")[-1]
    assert "已请 赵敏 接手 ABC · 商城" in given.text
    assert "已撤回" in said(team.press(button_in(given, "handover-withdraw"), "lilei"))

    assert owed(team, "zhaomin") == set()
    assert tier(team) is Tier.STRANGER
    assert "已撤回" in team.told("zhaomin")[-1].text
    assert "已经撤回" in said(team.press(button_in(card, "handover-accept"), "zhaomin"))
    assert "已经撤回" in said(team.press(button_in(given, "handover-withdraw"), "lilei"))


def test_whoever_asks_again_sees_that_it_is_offered_already(team: Team) -> None:
    asked = form(team)
    offer(team)

    again = team.say("lilei", "/档案 交接 @Ann")
    assert "已请 赵敏 接手" in said(again)
    assert button_in(again, "handover-withdraw")
    assert "已请 赵敏 接手" in said(team.submit(asked, "lilei", taker="Ann"))


def test_of_very_many_matters_the_record_keeps_the_first_and_says_how_many_more(team: Team) -> None:
    for number in range(45):
        team.say("ann", f"/issue problem {number}")
    many = "\n".join(f"决定 {number} {'长' * 300}" for number in range(30))
    for _ in range(2):
        team.submit(form_in(team.say("lilei", "/纪要")), "lilei", topic="周会", decisions=many)

    answer = accept(team, offer(team))

    shown = said(team.press(button_in(answer, "show"), "zhaomin"))
    assert "另有 22 项" in shown
    assert "决定 0" in shown
