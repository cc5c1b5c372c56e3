"""Commands as they are written in Chinese, with nothing between the words; and what help says of them."""

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
    assert "/档案 缺陷 ……" in told
    assert "/档案 导入 缺陷 — 从 Jira" in told
    assert "/dossier import defects — Take in defects" in said(team.say("ann", "/dossier help defect"))


def test_a_command_that_stands_alone_is_named_to_who_writes_it_behind_the_other(team: Team) -> None:
    assert "/客户" in said(team.say("lilei", "/档案 客户"))
    assert "/customer" in said(team.say("ann", "/dossier customer"))
