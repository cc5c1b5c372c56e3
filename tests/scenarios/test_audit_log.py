"""The audit log as managers read it: looks at what is hidden, changes of role, refusals; filtered, paged, in words."""

import pytest

from chat.cards.audit import audit_card
from chat.messages import Button
from chat.texts import keys
from chat.voice import Voice
from dossier.deciding import Done
from dossier.kinds import Kinds
from dossier.language import Language
from tests.team import ELSEWHERE, START, ZONE, Team, button_in, buttons_in, form_in, said

PHONE = "138 0000 1234"


@pytest.fixture(autouse=True)
def a_morning(team: Team) -> None:
    """Let a contact be logged and looked at, a role be changed, and somebody be refused."""
    team.say("lilei", f"/contact 王总 | 电话: {PHONE}")
    team.press(button_in(team.say("lilei", "/档案 查看 #1"), "reveal"), "lilei")
    team.say("lilei", "/档案 成员 @赵敏 成员")
    team.say("ann", "/dossier edit #1")


def test_a_manager_reads_who_looked_at_what_who_got_which_role_and_who_was_refused(team: Team) -> None:
    shown = said(team.say("wangfang", "/档案 审计"))

    assert "李雷 · 查看敏感字段 · 联系人 #1" in shown
    assert "李雷 · 变更级别 · 赵敏 → 普通成员" in shown
    assert "Ann · 被拒绝 · /档案 修改 #1 · 需要高级成员级别" in shown
    assert PHONE not in shown
    assert "王总" not in shown


@pytest.mark.parametrize(
    ("words", "there", "others"),
    [
        ("/档案 审计 拒绝", "被拒绝 · /档案 修改 #1", ("查看敏感字段", "变更级别")),
        ("/dossier audit refused", "被拒绝 · /档案 修改 #1", ("查看敏感字段", "变更级别")),
        ("/档案 审计 敏感", "查看敏感字段", ("被拒绝 · ", "变更级别")),
        ("/档案 审计 全部 级别", "变更级别 · ABC · 商城 · 赵敏", ("被拒绝 · ", "查看敏感字段")),
        ("/档案 审计 导出 @李雷 今天", "导出 · @李雷", ("被拒绝 · ", "查看敏感字段")),
    ],
)
def test_a_manager_looks_for_one_sort_of_what_was_done(
    team: Team, words: str, there: str, others: tuple[str, ...]
) -> None:
    shown = said(team.say("wangfang", words))
    assert there in shown
    assert [each for each in others if each in shown] == []


def test_a_channel_is_called_by_its_name(team: Team) -> None:
    team.say("wangfang", "/档案 绑定 ABC", "general")
    assert "绑定频道 · #general" in said(team.say("wangfang", "/档案 审计"))


def test_it_is_said_in_english_too(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @Ann 管理")
    shown = said(team.say("ann", "/dossier audit"))

    assert "李雷 · looked at hidden fields · Contact #1" in shown
    assert "李雷 · changed a role · 赵敏 → member" in shown
    assert "Ann · was refused · /dossier edit #1 · needs senior member access" in shown


def test_a_refusal_for_want_of_a_confirmation_says_so(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei")
    contact = team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1)).line
    team.press(Button("", "reveal", {"record": contact.uid}), "lilei")

    assert "李雷 · 被拒绝 · “显示敏感信息” · 还没有确认保密承诺" in said(team.say("wangfang", "/档案 审计"))


def test_every_refusal_is_noted_with_its_reason_in_both_languages() -> None:
    for language in Language:
        voice = Voice(language, ZONE, START)
        for key in sorted(each for each in keys(language) if each.startswith("problem-refused-")):
            for who, shown in (("Ann", "Ann · "), ("", " · slack:U1 · ")):
                done = Done(START, who, "refused", "slack:U1", f"{key} senior")
                card = audit_card("x", [done], 1, voice, None, True, Kinds([])).text
                assert shown in card, key
                # A person has a name; the account alone tells of somebody nobody knows.
                assert ("slack:U1" in card) is not bool(who), key


def test_a_refusal_says_which_button_it_was_where_that_has_a_name_of_its_own() -> None:
    for language in Language:
        voice = Voice(language, ZONE, START)
        for action in sorted(each.removeprefix("button-") for each in keys(language) if each.startswith("button-")):
            done = Done(START, "Ann", "refused", "slack:U1", f"problem-refused-edit senior {action}")
            assert "Ann · " in audit_card("x", [done], 1, voice, None, True, Kinds([])).text, action


def test_an_export_says_what_the_file_is_called_and_no_word_of_ours(team: Team) -> None:
    team.say("lilei", "/档案 导出 全部 word")
    team.app.jobs.work_due()

    shown = said(team.say("wangfang", "/档案 审计"))
    assert "导出文件 · ABC_档案_20261118_v1.docx" in shown
    assert "dossier.docx" not in shown


def test_the_standard_as_a_file_is_an_export_too(team: Team) -> None:
    team.say("lilei", "/档案 规范 word")
    team.app.jobs.work_due()
    shown = said(team.say("wangfang", "/档案 审计 全部 导出"))
    assert "李雷 · 导出管理规范 · 星河软件_档案管理规范_20261118_v1.docx" in shown


def test_a_command_in_the_plural_is_noted_by_its_name(team: Team) -> None:
    team.say("ann", "/dossier templates")
    assert "Ann · 被拒绝 · /档案 模板 · 需要管理层级别" in said(team.say("wangfang", "/档案 审计 全部 被拒"))


def test_a_tier_above_ones_own_is_refused_with_what_it_takes_and_a_way_to_ask(team: Team) -> None:
    refused = team.say("lilei", "/档案 成员 @Ann 管理层")
    assert "不能给别人高于自己的级别：这需要管理层级别" in said(refused)
    assert [each.action for each in buttons_in(refused)] == ["ask-access"]
    assert "李雷 · 被拒绝 · ABC · 商城 · /档案 成员 · 需要管理层级别" in said(
        team.say("wangfang", "/档案 审计 全部 被拒")
    )


def test_who_sets_no_members_learns_nothing_of_who_there_is(team: Team) -> None:
    answers = {said(team.say("unknown", f"/档案 成员 @{name} 成员")).split("\n")[0] for name in ("李雷", "没这人")}
    assert answers == {"这一步需要项目负责人，或管理层级别"}


@pytest.mark.parametrize("words", ["/resolve", "/resolve 支付", "/解决 支付 | 解决办法: 重启", "/dossier bind ABC"])
def test_who_may_not_is_told_what_it_takes_and_not_that_there_is_nothing(team: Team, words: str) -> None:
    team.say("lilei", "/issue 支付失败")
    answer = team.say("carla", words)
    assert "no open issue" not in said(answer)
    assert "没有未结" not in said(answer)
    assert [each.action for each in buttons_in(answer)] == ["ask-access"]
    assert "Carla · 被拒绝" in said(team.say("wangfang", "/档案 审计 被拒"))
    for stranger in ("zhaomin", "unknown"):
        told = said(team.say(stranger, words))
        assert "no open issue" not in told
        assert "没有未结" not in told


def test_it_is_filtered_by_person_and_time(team: Team) -> None:
    for words in ("@Ann", "Ann", "@Ann 今天", "ABC @Ann"):
        shown = said(team.say("wangfang", f"/档案 审计 {words}"))
        assert "Ann · 被拒绝" in shown
        assert "李雷 ·" not in shown
    assert "没有记录" in said(team.say("wangfang", "/档案 审计 昨天"))
    team.wait(days=1)
    assert "查看敏感字段" in said(team.say("wangfang", "/档案 审计 昨天"))
    assert "nobody" in said(team.say("ann", "/dossier audit @Nobody"))


def test_a_temporary_role_says_until_when(team: Team) -> None:
    team.press(button_in(team.say("ann", "/dossier edit #1"), "ask-access"), "ann")
    form = form_in(team.press(button_in(team.told("lilei")[-1], "grant-as"), "lilei"))
    team.submit(form, "lilei", span="day")

    shown = said(team.say("wangfang", "/档案 审计"))
    assert "变更级别 · Ann → 高级成员 有效期至 11月19日" in shown
    assert "Ann · 申请权限 · → 高级成员" in shown


def test_a_long_log_is_paged_with_its_filter(team: Team) -> None:
    for number in range(20):
        team.say("ann", f"/issue problem {number}")

    first = team.say("wangfang", "/档案 审计 @Ann")
    second = team.press(button_in(first, "audit"), "wangfang")
    assert "问题 #2\n" not in said(first)
    assert "问题 #2\n" in said(second)
    assert "李雷 ·" not in said(second)


def test_below_a_manager_it_is_refused_which_is_noted(team: Team) -> None:
    for who in ("lilei", "ann", "carla", "zhaomin"):
        answer = said(team.say(who, "/dossier audit"))
        assert "管理层" in answer or "manager" in answer
        answer = said(team.say(who, "/dossier audit all", None))
        assert "管理层" in answer or "manager" in answer

    team.say("lilei", "/档案 审计")
    team.say("lilei", "/档案 规则")
    team.say("ann", "/dossier contact Zhou | phone: 12345678")
    log = said(team.say("wangfang", "/档案 审计"))
    assert log.count("李雷 · 被拒绝 · /档案 审计 · 需要管理层级别") == 2
    assert "Ann · 被拒绝 · /档案 联系人 · 需要高级成员级别" in log


def test_the_manager_of_one_dossier_reads_that_dossiers_log_alone(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @李雷 管理")

    assert "查看敏感字段" in said(team.say("lilei", "/档案 审计"))
    assert "全组织的审计日志仅组织的管理层可查看" in said(team.say("lilei", "/档案 审计 全部"))
    assert "全组织" in said(team.say("wangfang", "/档案 审计 全部"))


def test_another_organisation_reads_its_own(team: Team) -> None:
    shown = said(team.say("bob", "/dossier audit", None, workspace=ELSEWHERE))

    assert "李雷" not in shown
    assert "联系人" not in shown
    assert "XYZ" in shown


def test_of_a_form_of_settings_only_what_was_changed_is_noted_and_says_whose_it_is(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/档案 设置")), "wangfang")
    assert "王芳 · 修改设置" not in said(team.say("wangfang", "/档案 审计 全部"))

    team.submit(form_in(team.say("wangfang", "/档案 设置")), "wangfang", channel_language="en-US")
    told = said(team.say("wangfang", "/档案 审计 全部"))
    assert told.count("王芳 · 修改设置") == 1
    assert "修改设置 · #abc-商城 · 语言：简体中文 → English" in told

    team.submit(form_in(team.say("wangfang", "/档案 设置")), "wangfang", zone="Asia/Tokyo")
    told = said(team.say("wangfang", "/档案 审计 全部"))
    assert told.count("王芳 · 修改设置") == 2
    assert "修改设置 · 王芳 · 时区：Asia/Shanghai → Asia/Tokyo" in told
    assert "zone=" not in told
