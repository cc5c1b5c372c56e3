"""Attached files with a wrong name are answered with the right one, which a button applies."""

from typing import Any

from chat.messages import Message
from dossier.fields import FileRef
from dossier.views import Saved
from storage.record_queries import Filter
from tests.team import Team, button_in, buttons_in, form_in, said


def log(team: Team, who: str, text: str, **files: bytes) -> None:
    """Log something with files, and let them be fetched."""
    refs = []
    for name, content in files.items():
        file = f"f-{name}-{len(team.platform.files)}"
        team.platform.files[file] = content
        refs.append(FileRef(id=file, name=name, size=len(content), type="application/pdf"))
    team.say(who, text, files=tuple(refs))
    team.app.jobs.work_due()


def newest(team: Team) -> Saved:
    (line, *_), _ = team.read("wangfang", lambda store: store.records.lines([team.dossier.id], Filter()))
    return team.read("wangfang", lambda store: store.records.get(line.uid))


def cards(team: Team, who: str) -> list[Message]:
    return [each for each in team.told(who) if "→" in each.text or "命名" in each.text or "named by" in each.text]


def test_a_wrong_name_is_answered_with_the_right_one_which_a_button_applies(team: Team) -> None:
    log(team, "lilei", "/minutes 需求评审 | 决定: 用微信登录", **{"扫描件 20261117.pdf": b"%PDF-1.7 one"})

    (card,) = cards(team, "lilei")
    assert "扫描件 20261117.pdf → ABC_需求评审_20261117_v1.pdf" in card.text
    team.press(button_in(card, "name-files"), "lilei", None)

    saved = newest(team)
    assert [file["name"] for file in saved.content["attachments"]] == ["ABC_需求评审_20261117_v1.pdf"]
    assert saved.line.revision == 2
    stored = team.read("lilei", lambda store: store.files.open(saved.content["attachments"][0]["id"]))
    assert stored.ref.name == "ABC_需求评审_20261117_v1.pdf"
    assert b"".join(team.app.vault.pieces(stored)) == b"%PDF-1.7 one"
    (card,) = cards(team, "lilei")
    assert "ABC_需求评审_20261117_v1.pdf" in card.text
    assert buttons_in(card) == []


def test_a_file_that_is_taken_away_is_not_offered_a_name_any_more(team: Team) -> None:
    log(team, "lilei", "/minutes 需求评审 | 决定: 甲", **{"x.pdf": b"%PDF-1.7 one"})
    kept: dict[str, Any] = {"attachments": (), "attachments.kept": []}
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", **kept)

    assert newest(team).content.get("attachments", []) == []
    (card,) = [each for each in team.told("lilei") if "改名" in each.text]
    assert "已经没有要改名的附件了" in card.text
    assert buttons_in(card) == []


def test_a_right_name_is_let_be(team: Team) -> None:
    log(team, "lilei", "/minutes 评审 | 决定: 用微信登录", **{"ABC_需求确认_20250815_v1.txt": b"one"})
    assert cards(team, "lilei") == []


def test_another_content_under_the_same_name_is_the_next_version_and_the_same_content_is_not(team: Team) -> None:
    name = "ABC_需求确认_20250815_v1.txt"
    log(team, "lilei", "/minutes 一 | 决定: 甲", **{name: b"one"})
    log(team, "lilei", "/minutes 二 | 决定: 乙", **{name: b"one"})
    assert cards(team, "lilei") == []

    log(team, "lilei", "/minutes 三 | 决定: 丙", **{name: b"two"})
    told = cards(team, "lilei")[-1].text
    assert f"{name} → ABC_需求确认_20250815_v2.txt（这个名字已用于另一份文件）" in told
    assert "附件重名了" in told


def test_the_name_of_another_customers_document_is_asked_about(team: Team) -> None:
    wrong = {
        "蓝鲸_需求确认_20250815_v1.txt": b"one",
        "ABC_随便_20250815_v1.txt": b"two",
        "ABC公司_需求评审_20250815_v1.txt": b"three",
        "ABC_需求评审_20250816_v99999.txt": b"four",
    }
    log(team, "lilei", "/minutes 一 | 决定: 甲", **wrong)
    (card,) = cards(team, "lilei")
    assert "附件名不合规则" in card.text
    assert "蓝鲸_需求确认_20250815_v1.txt → ABC_需求确认_20250815_v1.txt（原来的名字写的客户是“蓝鲸”" in card.text
    assert "写的客户是“ABC公司”" not in card.text
    assert "已用于另一份文件" not in card.text


def test_a_right_name_keeps_its_version_though_a_wrong_one_stands_before_it(team: Team) -> None:
    wrong, right = "ABC_需求确认_20250815_v1.tar.gz.txt", "ABC_需求确认_20250815_v1.txt"
    log(team, "lilei", "/minutes 一 | 决定: 甲", **{wrong: b"one", right: b"two"})
    (card,) = cards(team, "lilei")
    assert f"{wrong} → ABC_需求确认-2_20250815_v1.txt" in card.text
    assert f"{right} →" not in card.text


def test_a_button_pressed_twice_says_that_it_is_done(team: Team) -> None:
    log(team, "lilei", "/minutes 需求评审 | 决定: 甲", **{"x.pdf": b"%PDF-1.7 one"})
    button = button_in(cards(team, "lilei")[0], "name-files")
    team.press(button, "lilei", None)
    assert "已经按规则命名" in said(team.press(button, "lilei", None))
    assert "guest" not in said(team.press(button, "zhaomin", None))
    assert newest(team).line.revision == 2


def test_a_button_applies_the_names_that_were_shown_or_shows_those_of_the_new_rule(team: Team) -> None:
    log(team, "lilei", "/minutes 需求评审 | 决定: 甲", **{"x 20261117.pdf": b"%PDF-1.7 one"})
    shown = button_in(cards(team, "lilei")[0], "name-files")
    form = form_in(team.say("wangfang", "/档案 命名"))
    team.submit(form, "wangfang", pattern="项目阶段_客户简称_日期_版本号")

    assert "看过再点一次" in said(team.press(shown, "lilei", None))
    assert newest(team).line.revision == 1
    team.deliver()
    (card,) = cards(team, "lilei")
    assert "x 20261117.pdf → 需求评审_ABC_20261117_v1.pdf" in card.text
    team.press(button_in(card, "name-files"), "lilei", None)
    assert [file["name"] for file in newest(team).content["attachments"]] == ["需求评审_ABC_20261117_v1.pdf"]


def test_a_name_that_was_put_right_leaves_an_approval_as_it_is(team: Team) -> None:
    log(team, "lilei", "/变更 短信验证 | 原因: 防刷 | 影响: 3 天", **{"客户名单 final.pdf": b"%PDF-1.7 one"})
    team.say("lilei", "/档案 提交审核 #1")
    team.press(button_in(team.told("wangfang")[-1], "approve"), "wangfang")
    team.press(button_in(cards(team, "lilei")[-1], "name-files"), "lilei", None)

    saved = newest(team)
    assert [file["name"] for file in saved.content["attachments"]] == ["ABC_需求变更_20261118_v1.pdf"]
    assert saved.approved
    assert saved.line.status == "approved"


def test_an_old_button_of_a_name_that_is_right_by_now_says_so_and_is_gone(team: Team) -> None:
    log(team, "lilei", "/minutes 需求评审 | 决定: 甲", **{"ABC_需求评审_20261117_v1.pdf": b"%PDF-1.7 one"})
    team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern="项目阶段_客户简称_日期_版本号")
    team.say("lilei", "/minutes 另一个 | 决定: 乙")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", decisions="丙")
    team.app.jobs.work_due()
    shown = [each for each in cards(team, "lilei") if buttons_in(each)]
    team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", pattern="客户简称_项目阶段_日期_版本号")
    for card in shown:
        assert "已经按规则命名" in said(team.press(button_in(card, "name-files"), "lilei", None))
    team.deliver()
    assert not any(buttons_in(each) for each in cards(team, "lilei"))


def test_a_manager_sets_the_language_of_names(team: Team) -> None:
    team.say("ann", "/minutes 需求评审 | Decisions: one")
    team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", language="en-US")
    team.say("lilei", "/变更 短信验证 | 原因: 防刷 | 影响: 3 天")
    assert newest(team).document() == "ABC_Change request_20261118_v1"
    assert "ABC_Requirements review_20261118_v1" in said(team.say("lilei", "/档案 查看 #1"))
    assert "文件名用的语言" in said(team.say("wangfang", "/档案 审计 全部"))
    wrong = said(team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", language="fr"))
    assert wrong.startswith("language: ")


def test_who_may_not_set_the_rule_is_shown_it(team: Team) -> None:
    shown = said(team.say("lilei", "/档案 命名"))
    assert "规则：客户简称_项目阶段_日期_版本号" in shown
    assert "需求评审、需求确认" in shown
    assert "Requirements review" not in shown
    assert "由管理层（王芳）修改" in shown
    assert "needs member access" in said(team.say("carla", "/dossier naming"))


def test_stages_that_are_called_in_both_languages_count_once(team: Team) -> None:
    form = form_in(team.say("wangfang", "/档案 命名"))
    assert "10 个阶段名称" in said(team.submit(form, "wangfang"))
    for taken in ("档案", "封面", "需求变更表", "dossier"):
        wrong = said(team.submit(form, "wangfang", stages=f"需求评审\n{taken}"))
        assert f"“{taken}”是导出文件自己的名称" in wrong
    assert "11 个阶段名称" in said(team.submit(form, "wangfang", stages=f"{form.fields[1].value}\n复盘"))


def test_a_manager_sets_the_pattern_and_the_stages_and_mistakes_are_told_on_their_field(team: Team) -> None:
    assert "管理层" in said(team.say("lilei", "/档案 命名"))
    form = form_in(team.say("wangfang", "/档案 命名"))
    wrong = said(team.submit(form, "wangfang", pattern="客户简称_日期_版本号", stages="方案/评审"))
    assert "pattern: 客户简称、项目阶段、日期、版本号各要有一次" in wrong
    assert "stages: “方案/评审”不能用在文件名里，可以写成“方案-评审”" in wrong
    for alike in ("20250815", "v1"):
        wrong = said(team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", stages=f"需求评审\n{alike}"))
        assert f"stages: “{alike}”会被当成日期或版本号" in wrong
    wrong = said(team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", stages="需求评审\nabc"))
    assert "stages: “abc”是客户简称" in wrong

    for empty in ("客户简称__项目阶段_日期_版本号", "_客户简称_项目阶段_日期_版本号", "客户简称_项目阶段_日期_版本号_"):
        assert "这里有一段是空的" in said(team.submit(form, "wangfang", pattern=empty))
    for nothing in ("", " _ "):
        assert "pattern: 请填写" in said(team.submit(form, "wangfang", pattern=nothing))

    team.submit(form, "wangfang", pattern="项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]", stages="方案评审\n复盘")
    log(team, "lilei", "/minutes 周会 | 决定: 甲", **{"复盘.pdf": b"%PDF-1.7 one"})
    assert "复盘.pdf → 复盘_ABC_2026-11-18_V01.pdf" in cards(team, "lilei")[0].text
    assert newest(team).document() == "会议纪要_ABC_2026-11-18_V01"


def test_a_manager_sees_the_pattern_and_what_is_wrong_with_it_in_their_language(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/档案 设置")), "wangfang", language="en-US")
    form = form_in(team.say("wangfang", "/dossier naming"))
    assert form.fields[0].value == "customer_stage_date_version"
    assert "as in customer_stage_date_version." in said(team.submit(form, "wangfang", pattern="customer_date_version"))
    saved = said(team.submit(form, "wangfang", pattern="stage_customer_date_version[V01]"))
    assert "named stage_customer_date_version[V01] from now on, like 需求评审_ABC_20250815_V01.docx" in saved
    note = form_in(team.say("wangfang", "/dossier naming")).note
    assert "like 需求评审_ABC_20250815_V01.docx" in note
    assert "需求评审-2_ABC_20250815_V01.docx" in note
    long = said(team.submit(form, "wangfang", stages="x" * 31))
    assert "too long: a stage has at most 30 characters" in long


def test_a_stage_in_other_capitals_is_the_one_on_the_list(team: Team) -> None:
    team.say("ann", "/minutes Requirements review | Decisions: one")
    team.say("ann", "/minutes requirements  REVIEW | Decisions: two")
    assert newest(team).document() == "ABC_需求评审-2_20261118_v1"
    # A label of the list alone is written as it is there.
    team.submit(form_in(team.say("wangfang", "/档案 命名")), "wangfang", stages="Change request")
    team.say("ann", "/minutes CHANGE REQUEST | Decisions: three")
    assert newest(team).document() == "ABC_Change request_20261118_v1"
    assert newest(team).content["topic"] == "CHANGE REQUEST"


def test_the_history_tells_file_by_file_what_is_called_otherwise_gone_and_new(team: Team) -> None:
    names = {"方案 20261117.pdf": b"%PDF-1.7 one", "ABC_需求确认_20250815_v1.tar.gz.pdf": b"%PDF-1.7 two"}
    log(team, "lilei", "/minutes 需求评审 | 决定: 甲", **names)
    team.press(button_in(cards(team, "lilei")[0], "name-files"), "lilei", None)
    first, second = newest(team).content["attachments"]
    history = said(team.say("lilei", "/档案 历史 #1"))
    assert (
        f"[-方案 20261117.pdf] → [+{first['name']}]\n[-ABC_需求确认_20250815_v1.tar.gz.pdf] → [+{second['name']}]"
        in history
    )

    form = form_in(team.say("lilei", "/档案 修改 #1"))
    third = FileRef(id="f-new", name="新.pdf", size=12, type="application/pdf")
    team.platform.files["f-new"] = b"%PDF-1.7 new"
    kept: dict[str, Any] = {"attachments": (FileRef(**second), third), "attachments.kept": []}
    team.submit(form, "lilei", **kept)
    history = said(team.say("lilei", "/档案 历史 #1"))
    assert f"附件: [-{first['name']}]\n[+新.pdf]\n" in history
