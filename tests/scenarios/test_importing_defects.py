"""Defects out of a tracker's export: recognised, shown, confirmed, written all at once; the same again does nothing."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from chat.messages import Message
from dossier.fields import FileRef
from dossier.own.checking import checked
from dossier.phases import Phase
from storage.record_queries import Filter
from tests.scenarios.test_exporting import export
from tests.team import Team, button_in, buttons_in, form_in, said

JIRA = """\
Summary,Issue key,Issue id,Status,Priority,Assignee,Created,Description,Comment,Comment
Payment fails,ABC-12,10012,In Progress,Highest,Ann,10/Nov/26 3:04 PM,"Steps:
1. pay",a,b
Logo is blurred,ABC-13,10013,Done,Low,,11/Nov/26 9:00 AM,,,
"""
ZENTAO = """\
Bug编号,所属产品,所属模块,Bug标题,严重程度,优先级,Bug状态,创建日期,指派给,重现步骤
7,商城(#1),支付(#3),支付失败,1,2,激活,2026-11-10 10:00:00,李雷(#2),点支付
8,商城(#1),首页(#4),=HYPERLINK("http://evil.example"),3,3,已关闭,2026-11-11,,-
9,商城(#1),首页(#4),轮播卡顿,3,3,外星状态,2026-11-12,,
10,商城(#1),首页(#4),,3,3,激活,2026-11-12,,
7,商城(#1),首页(#4),又是七号,3,3,激活,2026-11-12,,
11,商城(#1),首页(#4),未来的缺陷,3,3,激活,2027-01-01,,
"""
TAPD = ["ID", "标题", "严重程度", "优先级", "状态", "处理人", "创建时间", "详细描述"]


def sheet(*rows: Sequence[object]) -> bytes:
    """Give an XLSX file with these rows."""
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(written)
    return written.getvalue()


def send(team: Team, content: bytes | str, who: str = "lilei", name: str = "缺陷.csv") -> Message:
    """Have a table read and give the card that came of it."""
    raw = content.encode() if isinstance(content, str) else content
    uid = f"t{hash(raw)}"
    team.platform.files[uid] = raw
    file = FileRef(id=uid, name=name, size=len(raw), type="text/csv")
    team.say(who, "/档案 导入 缺陷", files=(file,))
    team.app.jobs.work_due()
    return team.told(who)[-1]


def confirm(team: Team, card: Message, who: str = "lilei") -> Message:
    """Confirm what a card shows and give the card as it is then."""
    team.press(button_in(card, "import-write"), who, None)
    team.app.jobs.work_due()
    return team.told(who)[-1]


def defects(team: Team, who: str = "lilei") -> dict[str, dict[str, object]]:
    """Give the defects of the dossier by the tracker's id."""
    saved = team.read(who, lambda store: store.records.after(team.dossier, 0, Filter(kind=store.kinds.named("defect"))))
    return {str(each.content.get("reference")): dict(each.content) for each in saved}


def test_an_export_of_jira_is_shown_before_it_is_written_and_then_all_of_it_is(team: Team) -> None:
    card = send(team, JIRA)

    assert "新增: 2" in card.text
    assert "编号 ← Issue key" in card.text
    assert "只记下名字" not in card.text
    assert defects(team) == {}

    done = confirm(team, card)

    assert "能读的都已写入" in done.text
    assert not buttons_in(done)
    found = defects(team)
    assert (found["ABC-12"]["title"], found["ABC-12"]["severity"], found["ABC-12"]["status"]) == (
        *("Payment fails", "critical"),
        "open",
    )
    assert found["ABC-12"]["details"] == "Steps:\n1. pay"
    assert found["ABC-12"]["found_on"] == "2026-11-10"
    assert found["ABC-12"]["owner"] == {"name": "Ann", "id": team.actor("ann").uid}
    assert found["ABC-13"]["status"] == "closed"
    told = [card.text for card in team.posted("abc") if "导入" in card.text]
    assert told == ["📥 李雷 从表格导入了缺陷：新增 2，更新 0"]


def test_unreadable_rows_are_told_by_number_with_the_reason_and_left_out(team: Team) -> None:
    card = send(team, ZENTAO.encode("gb18030"))

    assert "新增: 2" in card.text
    assert "读不了: 4" in card.text
    assert "第 4 行 · 状态：没有“外星状态”这个选项" in card.text
    assert "第 5 行 · 缺陷：" in card.text
    assert "第 6 行 · 编号：这个编号前面已经出现过" in card.text
    assert "第 7 行 · 发现日期：" in card.text

    confirm(team, card)

    assert sorted(defects(team)) == ["7", "8"]
    assert defects(team)["7"]["owner"] == {"name": "李雷", "id": team.actor("lilei").uid}


def test_what_begins_like_a_formula_is_text_and_stays_text_when_it_goes_out(team: Team) -> None:
    card = send(team, ZENTAO)
    assert '这些是公式，会当作文字记下，在这里和导出后都不会运行：=HYPERLINK("http://evil.example")' in card.text
    assert defects(team) == {}
    confirm(team, card)

    assert defects(team)["8"]["title"] == '=HYPERLINK("http://evil.example")'
    _, content = export(team, "lilei", "缺陷 csv")
    assert ",=HYPERLINK" not in content.decode("utf-8-sig")
    assert '"=HYPERLINK' not in content.decode("utf-8-sig")


def test_the_same_file_again_does_nothing_and_a_newer_one_updates_what_changed(team: Team) -> None:
    confirm(team, send(team, JIRA))

    again = send(team, f"{JIRA}\n")
    assert "没有变化: 2" in again.text
    assert [each.action for each in buttons_in(again)] == ["import-columns"]

    newer = send(team, JIRA.replace("In Progress", "Resolved").replace("\r", ""))
    assert "更新: 1" in newer.text
    confirm(team, newer)

    assert defects(team)["ABC-12"]["status"] == "fixed"
    listed = said(team.say("lilei", "/档案 列表 缺陷"))
    assert listed.count("Payment fails") == 1


def test_what_people_added_by_hand_stays_where_the_export_says_nothing(team: Team) -> None:
    confirm(team, send(team, JIRA))
    number = team.read("lilei", lambda store: store.records.by_number(team.dossier, 2))
    changed = {**number.content, "details": "看起来像缓存", "verifies": "#1"}
    team.write("lilei", lambda store: store.records.change(number, changed))

    confirm(team, send(team, JIRA.replace("Done", "Reopened")))

    assert defects(team)["ABC-13"]["status"] == "open"
    assert defects(team)["ABC-13"]["details"] == "看起来像缓存"


def test_without_a_column_of_numbers_it_is_said_why_one_is_needed_before_anything_is_counted(team: Team) -> None:
    card = send(team, "标题,严重程度,状态\n支付失败,高,激活\n")

    assert "没有认出这些列：编号。" in card.text
    assert "靠它认出同一个缺陷" in card.text
    assert "读不了" not in card.text
    assert "新增" not in card.text
    assert [each.action for each in buttons_in(card)] == ["import-columns"]


def test_columns_nobody_knows_are_chosen_by_hand(team: Team) -> None:
    card = send(team, "号码;问题描述\nX1;登录慢\nX2;白屏\n")
    assert "没有认出这些列：编号、缺陷" in card.text
    assert [each.action for each in buttons_in(card)] == ["import-columns"]

    form = form_in(team.press(button_in(card, "import-columns"), "lilei", None))
    assert [choice.label for choice in form.fields[0].choices] == ["号码", "问题描述"]
    assert "reference: " in said(team.submit(form, "lilei", None, title="1"))
    team.submit(form, "lilei", None, reference="0", title="1")
    team.app.jobs.work_due()
    card = team.told("lilei")[-1]
    assert "新增: 2" in card.text

    confirm(team, card)
    assert {name: each["title"] for name, each in defects(team).items()} == {"X1": "登录慢", "X2": "白屏"}


def test_an_export_of_tapd_as_xlsx_is_read_by_its_values(team: Team) -> None:
    content = sheet(
        ["缺陷列表"],
        TAPD,
        [1120001, "支付失败", "致命", "高", "接受/处理", "李雷;", datetime(2026, 11, 10, 9, 5), "点支付"],  # noqa: DTZ001
        [1120002, "-1 显示成 1", "提示", "低", "已解决", "", datetime(2026, 11, 11), None],  # noqa: DTZ001
    )
    confirm(team, send(team, content, name="tapd.xlsx"))

    found = defects(team)
    assert (found["1120001"]["severity"], found["1120001"]["owner"]) == (
        "critical",
        {"name": "李雷", "id": team.actor("lilei").uid},
    )
    assert (found["1120002"]["title"], found["1120002"]["status"]) == ("-1 显示成 1", "fixed")


def test_thirty_columns_and_formulas_get_a_clear_answer(team: Team) -> None:
    header = ["Issue key", "Summary", *(f"Custom field ({number})" for number in range(28))]
    card = send(team, sheet(header, ["A-1", "=1+1", *range(28)], ["A-2", "Fine", *range(28)]), name="wide.xlsx")

    assert "新增: 1" in card.text
    assert "第 2 行 · 缺陷：" in card.text
    assert "不导入的列：Custom field (0)、Custom field (1)、" in card.text
    assert "、Custom field (11)，另有 16 列" in card.text


def _bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(80 * 1024 * 1024))
    return written.getvalue()


def _entities() -> bytes:
    written = io.BytesIO(sheet(TAPD, ["1", "x"]))
    with zipfile.ZipFile(written, "a") as packed:
        packed.writestr("xl/more.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "是空的（0 字节）"),
        (b"Issue key,Summary\n", "表格里没有内容"),
        (b"%PDF-1.7\0\0", "这不是能读的 CSV 或 XLSX 表格"),
        (b"PK\x03\x04 cut off", "已损坏，打不开"),
        (_bomb(), "解压后太大"),
        (_entities(), "这不是能读的"),
        (b"Issue key,Summary\n" + b"1,x\n" * 2_020, "一次最多 2,000 行"),
        (("," * 90 + "\n" + "x," * 90).encode(), "最多 80 列"),
    ],
    ids=range(8),
)
def test_what_is_no_table_or_too_large_is_told_and_nothing_is_written(team: Team, content: bytes, told: str) -> None:
    card = send(team, content)

    assert "什么都没有写入" in card.text
    assert told in card.text
    assert defects(team) == {}


def test_without_a_file_a_form_asks_for_one(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 导入 缺陷"))
    assert "请上传一个 CSV 或 XLSX 文件" in said(team.submit(form, "lilei", file=[]))
    assert "现在只能导入缺陷" in said(team.say("lilei", "/档案 导入 合同"))


def test_only_who_may_log_defects_imports_them_and_sealed_dossiers_take_none(team: Team) -> None:
    for who in ("carla", "zhaomin", "unknown"):
        assert team.say(who, "/dossier import defects") is not None
        assert "form" not in said(team.say(who, "/dossier import defects"))
    card = send(team, JIRA)
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))

    assert "封存" in said(team.press(button_in(card, "import-write"), "lilei", None))
    assert defects(team) == {}


def test_a_preview_of_somebody_else_cannot_be_confirmed_and_twice_confirmed_is_written_once(team: Team) -> None:
    card = send(team, JIRA)
    button = button_in(card, "import-write")
    assert "This import is done" in said(team.press(button, "ann", None))

    team.press(button, "lilei", None)
    team.press(button, "lilei", None)
    team.app.jobs.work_due()

    assert len(defects(team)) == 2
    assert "这次导入已经完成" in said(team.press(button, "lilei", None))


def test_fields_of_ones_own_are_taken_in_too(team: Team) -> None:
    file = "fields:\n  defect:\n    - {key: build, type: text, label: {zh: 版本号, en: Build}}\n"
    team.write("wangfang", lambda store: store.own_kinds.keep(file, checked(file.encode())))

    confirm(team, send(team, "ID,标题,版本号\n5,白屏,2.1\n"))

    assert defects(team)["5"]["own_build"] == "2.1"


def test_a_large_export_is_taken_in_whole(team: Team) -> None:
    rows = "".join(f"B-{number},缺陷{number},2026-11-{number % 9 + 1:02}\n" for number in range(300))
    card = send(team, f"Issue key,Summary,Created\n{rows}")
    assert "新增: 300" in card.text

    confirm(team, card)

    counts = team.read("lilei", lambda store: store.records.counts([team.dossier.id], datetime(2020, 1, 1, tzinfo=UTC)))
    assert sum(counts.values()) == 300


def test_a_table_that_is_sent_to_the_bot_can_be_taken_in_by_who_may(team: Team) -> None:
    raw = JIRA.encode()
    team.platform.files["sent"] = raw
    file = FileRef(id="sent", name="jira.csv", size=len(raw), type="text/csv")
    asked = form_in(team.say("lilei", "", None, files=(file,)))
    assert asked.fields[0].choices[0].value == "use:defects"
    team.submit(asked, "lilei", None, kind="use:defects")
    team.app.jobs.work_due()

    confirm(team, team.told("lilei")[-1])

    assert len(defects(team)) == 2


def test_of_several_dossiers_it_is_asked_for_which_a_table_is(team: Team) -> None:
    team.say("wangfang", "/dossier start", "general")
    form = form_in(team.say("wangfang", "/dossier start", "general"))
    team.submit(form, "wangfang", "general", customer="DEF有限公司", short_name="DEF", project="官网")
    team.platform.files["sent"] = JIRA.encode()
    file = FileRef(id="sent", name="jira.csv", size=len(JIRA), type="text/csv")

    asked = form_in(team.say("wangfang", "", None, files=(file,)))
    which = form_in(team.submit(asked, "wangfang", None, kind="use:defects"))
    assert [field.name for field in which.fields] == ["dossier"]
    team.submit(which, "wangfang", None, dossier=team.dossier.uid)
    team.app.jobs.work_due()

    assert "新增: 2" in team.told("wangfang")[-1].text


def test_a_row_tells_all_that_is_wrong_in_it_at_once(team: Team) -> None:
    head = "Bug编号,Bug标题,严重程度,Bug状态,创建日期\n"
    card = send(team, f"{head}7,支付失败,天大的,外星状态,下辈子\n8,,天大的,激活,2026-11-10\n9,白屏,3,激活,2026-11-10\n")

    assert "读不了: 2" in card.text
    (first,) = [line for line in card.text.splitlines() if "第 2 行" in line]
    assert "第 2 行 · 严重程度：没有“天大的”这个选项" in first
    assert "状态：没有“外星状态”这个选项" in first
    assert "发现日期：" in first
    (second,) = [line for line in card.text.splitlines() if "第 3 行" in line]
    assert "缺陷：" in second
    assert "严重程度：" in second
    english = send(team, f"{head}7,支付失败,天大的,外星状态,2026-11-10\n", "ann")
    assert "Row 2 · Severity: " in english.text
    assert " · Status: " in english.text


def test_names_of_nobody_here_are_told_before_they_are_written(team: Team) -> None:
    rows = [[f"T-{n}", f"缺陷 {n}", "严重", "高", "新", who, "2026-11-10", ""] for n, who in enumerate("甲乙甲")]
    card = send(team, sheet(TAPD, *rows), name="缺陷.xlsx")
    assert "不会提醒他们：甲、乙" in card.text
    assert "不会提醒" not in confirm(team, card).text
