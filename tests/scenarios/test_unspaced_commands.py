"""Commands as they are written in Chinese, with nothing between the words; and what help says of them."""

import pytest

from dossier.phases import Phase
from storage.store import Store
from tests.team import Team, form_in, said


def test_the_title_of_the_import_is_understood_as_a_command_with_what_follows_it(team: Team) -> None:
    for words in ("导入缺陷", "导入缺陷 ABC"):
        assert form_in(team.say("lilei", f"/档案 {words}")).title == "导入缺陷"
    assert form_in(team.say("ann", "/dossier import defects")).title == "Import defects"
    assert "没有 /档案 导入月亮 这个命令" in said(team.say("lilei", "/档案 导入月亮"))


def test_a_dossier_that_is_called_like_a_command_and_something_is_shown(team: Team) -> None:
    def start(store: Store) -> None:
        owner = store.people.named("王芳")
        assert owner is not None
        store.dossiers.start("导入问题研究所", "导入问题", "官网", Phase.DESIGN, owner)

    team.write("wangfang", start)
    assert "官网" in said(team.say("wangfang", "/档案 导入问题"))


def test_other_commands_take_what_follows_them_without_a_space_too(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/change 加短信 | 原因: 甲 | 影响: 乙")
    listed = said(team.say("lilei", "/档案 列表问题"))
    assert "支付失败" in listed
    assert "加短信" not in listed


def test_help_on_defects_says_how_one_is_logged_and_that_they_can_be_imported(team: Team) -> None:
    told = said(team.say("lilei", "/档案 帮助 缺陷"))
    assert "/档案 缺陷 缺陷" not in told
    assert "/档案 缺陷 一句话说明" in told
    assert "/档案 导入 缺陷 — 从 Jira" in told
    assert "/dossier import defects — Take in defects" in said(team.say("ann", "/dossier help defect"))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("健康", "健康度报告"),
        ("体检", "健康度报告"),
        ("健康 ABC", "健康度报告"),
        ("待更新", "待更新"),
        ("我的待办", "待更新"),
        ("欠账", "待更新"),
        ("duties", "待更新"),
        ("树", "ABC · 商城"),
        ("todos", "待更新"),
        ("概况", "ABC · 商城"),
        ("stat", "ABC · 商城"),
        ("缺", "ABC · 商城 还缺什么"),
        ("缺啥", "ABC · 商城 还缺什么"),
        ("members", "ABC · 商城 的成员"),
        ("组织", "组织架构"),
        ("设", "没有 /档案 设 这个命令"),
        ("app", "没有 /档案 app 这个命令"),
    ],
)
def test_a_command_is_known_by_its_short_forms_where_these_can_only_mean_it(team: Team, words: str, part: str) -> None:
    assert part in said(team.say("lilei", f"/档案 {words}"))


def test_a_dossier_that_is_called_like_the_short_form_of_a_command_is_shown(team: Team) -> None:
    def start(store: Store) -> None:
        owner = store.people.named("李雷")
        assert owner is not None
        store.dossiers.start("健康集团", "健康", "官网", Phase.DESIGN, owner)

    team.write("wangfang", start)
    assert "官网" in said(team.say("lilei", "/档案 健康"))
    assert "官网" in said(team.say("lilei", "/档案 健康度 健康"))


def test_a_command_that_stands_alone_is_named_to_who_writes_it_behind_the_other(team: Team) -> None:
    assert "/客户" in said(team.say("lilei", "/档案 客户"))
    assert "/customer" in said(team.say("ann", "/dossier customer"))
