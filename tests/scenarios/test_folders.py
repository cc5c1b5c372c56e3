"""A dossier as a tree of folders: what is filed where, what everybody may see of it, and folders of one's own."""

import io
import zipfile

import pytest

from chat.replies import Errors
from dossier.folders import Folder
from dossier.kinds import kinds
from dossier.views import RecordLine
from storage.store import Store
from tests.kinds.entries import enter
from tests.kinds.samples import alone
from tests.team import ELSEWHERE, Team, button_in, buttons_in, form_in, said


@pytest.fixture
def full(team: Team) -> Team:
    """Keep minutes, two tests of two types, and what only seniors may read."""
    team.say("lilei", "/纪要 需求评审 | 决定: 周五前定原型")
    for title, kind in (("登录", "功能测试"), ("压测 1000 人", "性能测试")):
        team.submit(
            form_in(team.say("lilei", "/档案 测试用例")),
            "lilei",
            title=title,
            type=kind,
            steps="1. 试",
            expected="通过",
        )
    team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="老系统停止维护")
    return team


def archive(team: Team) -> tuple[list[str], str]:
    """Export the ZIP by its button and give the names in it, and its index."""
    packed = zipped(team)
    return packed.namelist(), packed.read("index.html").decode()


def zipped(team: Team) -> zipfile.ZipFile:
    """Export the ZIP by its button and open it."""
    team.press(button_in(team.say("lilei", "/档案 文件"), "export-zip"), "lilei")
    team.app.jobs.work_due()
    _, _, content = list(team.platform.sent.values())[-1]
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_tree_counts_what_is_in_every_folder(full: Team) -> None:
    shown = said(full.say("lilei", "/档案 文件"))

    assert shown.startswith("🗂️ ABC · 商城 的文件夹")
    assert "启动：背景与目标 1" in shown
    assert "设计（当前阶段）：还没有内容" in shown
    assert "开发：会议 1" in shown
    assert "测试：功能测试 1、性能测试 1" in shown
    assert "共 4 条记录" in shown
    assert shown == said(full.say("lilei", "/dossier tree ABC", None))
    assert "阶段有：启动、设计" in said(full.say("lilei", "/档案 树 火星"))


def test_it_is_browsed_by_buttons_down_to_a_record(full: Team) -> None:
    tree = full.say("ann", "/dossier tree")
    phase = full.press(button_in(tree, "tree", phase="test"), "ann")
    assert "Performance test 1" in said(phase)
    assert "Security test 0" in said(phase)
    folder = full.press(button_in(phase, "folder", folder="性能测试"), "ann")
    assert "压测 1000 人" in said(folder)
    assert "登录" not in said(folder)
    assert "压测 1000 人" in said(full.press(button_in(folder, "show"), "ann"))
    assert said(full.press(button_in(phase, "tree"), "ann")) == said(tree)


def test_a_long_folder_is_listed_page_by_page(team: Team) -> None:
    for number in range(12):
        team.say("lilei", f"/issue 问题{number:02}")
    folder = team.press(
        button_in(
            team.press(button_in(team.say("lilei", "/档案 文件"), "tree", phase="development"), "lilei"), "folder"
        ),
        "lilei",
    )
    rest = team.press(button_in(folder, "folder"), "lilei")

    assert [f"问题{number:02}" in said(folder) for number in range(12)] == [False, False, *[True] * 10]
    assert [f"问题{number:02}" in said(rest) for number in range(12)] == [True, True, *[False] * 10]
    assert not any(each.action == "folder" for each in buttons_in(rest))


def test_nobody_sees_a_name_of_what_they_may_not_see(full: Team) -> None:
    member = full.say("ann", "/dossier tree")
    assert "Background and goals" not in said(member)
    assert "3 records in all" in said(member)
    assert not any(each.action == "export-zip" for each in buttons_in(member)), "that takes a senior"
    guest = full.say("carla", "/dossier tree")
    assert "There is nothing here yet" in said(guest)
    assert buttons_in(guest) == []
    full.say("lilei", "/档案 共享 #2")
    assert "Test: Functional test 1" in said(full.say("carla", "/dossier tree")).replace("（", " (")
    assert "Meetings" not in said(full.say("carla", "/dossier tree"))


@pytest.mark.parametrize("who", ["zhaomin", "unknown", "bob"])
def test_for_whom_a_dossier_is_not_neither_are_its_folders(full: Team, who: str) -> None:
    tree = full.say("lilei", "/档案 文件")
    phase = button_in(tree, "tree", phase="test")
    folder = button_in(full.press(phase, "lilei"), "folder")
    for button in (phase, folder, button_in(tree, "export-zip")):
        answer = said(full.press(button, who, workspace=ELSEWHERE if who == "bob" else "galaxy"))
        assert "功能测试" not in answer
        assert "ABC" not in answer


@pytest.mark.parametrize("args", [{"folder": "工资"}, {"phase": "closing"}, {"phase": "\0"}, {"before": "x"}])
def test_a_folder_that_is_none_is_said_to_be_none(full: Team, args: dict[str, str]) -> None:
    tree = full.say("lilei", "/档案 文件")
    button = button_in(full.press(button_in(tree, "tree", phase="test"), "lilei"), "folder")
    answer = said(full.press(type(button)("", button.action, {**button.args, **args}), "lilei"))
    assert ("没有找到" in answer) is ("before" not in args), answer


def test_the_zip_has_the_same_folders_and_an_index_of_them(full: Team) -> None:
    names, index = archive(full)

    assert {"启动/背景与目标/", "测试/安全测试/", "上线/版本发布/"} <= set(names)
    assert [name for name in names if name.startswith("测试/性能测试/")] == [
        "测试/性能测试/",
        "测试/性能测试/ABC_测试用例-2_20261118_v1.docx",
    ]
    assert "性能测试 <small>1</small>" in index
    assert 'href="%E6%B5%8B%E8%AF%95/' in index


def test_a_record_moves_with_what_it_is_filed_by(full: Team) -> None:
    full.submit(form_in(full.say("lilei", "/档案 修改 #2")), "lilei", type="安全测试")
    assert "测试：性能测试 1、安全测试 1" in said(full.say("lilei", "/档案 文件"))


def test_an_organisation_has_folders_of_its_own(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    shown = next(field.value for field in form.fields if field.name == "test")
    assert shown.startswith("功能测试：测试用例/功能测试\n性能测试：测试用例/性能测试")
    own = {
        "design": "评审：需求评审\n蓝图：设计文件",
        "test": "系统测试：测试用例、缺陷\n压力测试: 测试用例/性能测试\n第三方报告",
    }
    full.submit(form, "wangfang", **own)

    shown = said(full.say("lilei", "/档案 文件"))
    assert "设计（当前阶段）：评审 1" in shown, "minutes called by a stage are filed by it"
    assert "开发：还没有内容" in shown
    assert "测试：系统测试 1、压力测试 1" in shown
    names, _ = archive(full)
    assert "设计/评审/ABC_需求评审_20261118_v1.docx" in names
    assert "测试/压力测试/ABC_测试用例-2_20261118_v1.docx" in names
    assert "测试/第三方报告/" in names
    assert {"测试/用户验收/", "测试/培训与手册/"} <= set(names), "what was left out stays where it was"
    assert not any("会议/ABC" in name for name in names)


def test_usual_folders_go_with_the_language_also_when_they_are_saved_as_they_are(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    full.submit(form, "wangfang", test="压力测试：测试用例")
    assert "压力测试" in said(full.say("ann", "/dossier tree"))

    full.submit(form, "wangfang")
    assert "Performance test 1" in said(full.say("ann", "/dossier tree"))

    full.submit(form, "wangfang", test="压力测试：测试用例")
    # The others are the usual ones still, each in the reader's language.
    assert "Release" in said(full.say("ann", "/dossier tree launch"))
    full.submit(form, "wangfang", **dict.fromkeys((field.name for field in form.fields), " "))
    assert "Performance test 1" in said(full.say("ann", "/dossier tree"))


def test_a_folder_no_system_takes_is_called_so_that_it_can_be_unpacked(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    full.submit(form, "wangfang", test="CON：测试用例")
    names, _ = archive(full)
    assert "测试/_CON/" in names
    assert "测试/CON/" not in names


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("报告_终稿", "可以用“报告-终稿”"),
        ("../秘密", "可以用“"),
        ("报告\n报告", "写了两次"),
        ("报告：诗", "没有可以归档的“诗”"),
        ("报告：测试用例/诗", "没有可以归档的“测试用例/诗”"),
        ("甲：缺陷\n乙：缺陷", "“缺陷”放进了两个文件夹"),
        ("\n".join(f"文件夹{number}" for number in range(31)), "最多 30 个"),
    ],
)
def test_what_cannot_be_a_folder_is_said_on_its_field(full: Team, text: str, said_of_it: str) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    answer = full.submit(form, "wangfang", test=text)
    assert isinstance(answer, Errors)
    assert said_of_it in answer.sentences["test"]


def test_what_is_filed_twice_in_two_phases_is_said_too(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    answer = full.submit(form, "wangfang", launch="缺陷：缺陷")
    assert isinstance(answer, Errors)
    assert "“缺陷”放进了两个文件夹" in answer.sentences["launch"]


def test_only_managers_set_them(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 文件夹"))
    for who in ("lilei", "ann", "carla"):
        assert said(full.say(who, "/dossier folders")).partition("\n")[0]
        full.submit(form, who, test="压力测试：测试用例")
    full.submit(form, "bob", workspace=ELSEWHERE, test="压力测试：测试用例")
    assert "压力测试" not in said(full.say("lilei", "/档案 文件"))


def test_every_kind_is_filed_in_one_folder_and_found_there(team: Team) -> None:
    for kind in kinds():
        saved = enter(team, kind, alone(kind), who="wangfang")

        def holding(store: Store, uid: str = saved.line.uid) -> list[Folder]:
            tree = store.filing.tree(team.dossier)
            return [folder for folder, _ in tree if uid in {line.uid for line in _lines(store, team, folder)}]

        assert team.read("wangfang", holding) == [
            team.read("wangfang", lambda store: store.filing.filing).of(kind, saved.content)
        ]
    tree = team.read("wangfang", lambda store: store.filing.tree(team.dossier))
    assert sum(count for _, count in tree) == len(kinds())


def _lines(store: Store, team: Team, folder: Folder) -> list[RecordLine]:
    return store.filing.lines(team.dossier, folder, 50)[0]


@pytest.mark.parametrize("words", ["/dossier tree test", "/档案 目录 测试", "/dossier tree ABC Test"])
def test_a_phase_that_is_named_is_shown_at_once(full: Team, words: str) -> None:
    phase = full.press(button_in(full.say("ann", "/dossier tree"), "tree", phase="test"), "ann")
    assert said(full.say("ann", words)) == said(phase)


def test_the_folders_of_the_zip_are_of_the_day_it_was_made_and_can_be_opened(full: Team) -> None:
    folders = [each for each in zipped(full).infolist() if each.is_dir()]

    assert {each.date_time[:3] for each in folders} == {(2026, 11, 18)}
    assert {each.external_attr >> 16 & 0o777 for each in folders} == {0o755}
