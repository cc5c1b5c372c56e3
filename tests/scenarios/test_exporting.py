"""Exports: asked for by words, a form or a button, made as whoever asks, shown as they go, sent as files."""

import csv
import io
import json
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select

from chat.messages import Button, Message
from dossier.fields import FileRef
from dossier.phases import Phase
from storage.record_queries import Filter
from storage.store import Store
from storage.tables import audit
from tests.team import HOME, Team, button_in, buttons_in, form_in, said

PHONE = "13800138000"


@pytest.fixture
def full(team: Team) -> Team:
    """A dossier with something of many kinds in it, and texts that would harm a careless export."""
    team.platform.files["f1"] = b"%PDF-1.7 signed"
    file = FileRef(id="f1", name="签字件.pdf", size=15, type="application/pdf")
    team.say(
        "lilei",
        "/minutes 需求评审 | 参会人: @李雷, @Ann, 王总 | 讨论内容: <b>登录</b> & {{ 7*7 }} | 决定: 用微信登录\n短信二期"
        " | 行动项: 发接口文档 @李雷 2026-11-20",
        files=(file,),
    )
    team.say("lilei", '/change =HYPERLINK("http://evil.example") | 原因: 运营商要求 | 影响: +3 天 | 提出人: 王总')
    team.say("lilei", "/issue @微信支付失败 | 现象: -1+1")
    team.say("lilei", "/dossier progress 支付联调完成 | 本期完成: 接口联调")
    team.say("lilei", "/dossier acceptance 一期全部功能 | 结论: 通过 | 签字人: 王总 | 签字日期: 2026-11-17")
    team.say("lilei", f"/contact 王总 | 电话: {PHONE}")
    team.app.jobs.work_due()
    return team


def export(team: Team, who: str, words: str) -> tuple[str, bytes]:
    """Ask for an export and give the file that comes."""
    before = set(team.platform.sent)
    answer = team.say(who, f"/dossier export {words}")
    team.app.jobs.work_due()
    new = [key for key in team.platform.sent if key not in before]
    assert len(new) == 1, said(answer) + "\n" + "\n".join(card.text for card in cards(team, who))
    target, name, content = team.platform.sent[new[0]]
    assert (target.workspace, target.account) == (HOME, who)
    return name, content


def cards(team: Team, who: str) -> list[Message]:
    return [card for card in team.told(who) if "导出" in card.text or "xport" in card.text]


def words_in(content: bytes) -> str:
    """Give every word of a Word document: of paragraphs, tables, and its header."""
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in made.paragraphs), *cells, made.sections[0].header.paragraphs[0].text])


def text_of(content: bytes) -> str:
    """Give the text of a PDF, without the line breaks of its layout."""
    made = pypdfium2.PdfDocument(content)
    return "".join(made[at].get_textpage().get_text_bounded() for at in range(len(made))).replace("\r\n", "")


def test_minutes_come_as_a_word_document_with_headings_tables_and_page_numbers(full: Team) -> None:
    name, content = export(full, "lilei", "#1 word")

    assert name == "ABC_需求评审_20261118_v1.docx"
    made = docx.Document(io.BytesIO(content))
    words = words_in(content)
    style = made.paragraphs[0].style
    assert style is not None
    assert style.name == "Title"
    assert "会议纪要" in words
    assert "<b>登录</b> & {{ 7*7 }}" in words
    assert ("发接口文档", "李雷", "2026年11月20日") in [
        tuple(cell.text for cell in row.cells) for table in made.tables for row in table.rows
    ]
    assert "NUMPAGES" in made.sections[0].footer._element.xml
    assert "微软雅黑" in made.styles["Heading 1"].element.xml
    assert "{%" not in words
    assert "{{ name" not in words


@pytest.mark.parametrize(
    ("number", "said_in_it"), [(2, "运营商要求"), (4, "接口联调"), (5, "一期全部功能"), (6, "王总")]
)
def test_every_template_is_filled_to_the_end(full: Team, number: int, said_in_it: str) -> None:
    _, content = export(full, "lilei", f"#{number}")
    words = words_in(content)
    assert said_in_it in words
    assert "{" not in words


def test_minutes_come_as_pdf_with_chinese_letters(full: Team) -> None:
    name, content = export(full, "lilei", "#1 pdf")

    assert name == "ABC_需求评审_20261118_v1.pdf"
    text = text_of(content)
    assert "会议纪要" in text
    assert "<b>登录</b> & {{ 7*7 }}" in text
    assert "发接口文档" in text
    drawn = bytes(pypdfium2.PdfDocument(content)[0].render(scale=1).buffer)
    assert sum(part < 128 for part in drawn) > 1_000


def test_the_whole_dossier_has_a_cover_its_six_parts_and_everything_in_them(full: Team) -> None:
    name, content = export(full, "wangfang", "all")
    assert name == "ABC_档案_20261118_v1.docx"
    words = words_in(content)
    for part in (
        "客户项目档案",
        "客户基本信息",
        "项目背景与目标",
        "需求与设计",
        "实施过程",
        "测试与验收",
        "运维与售后",
        "暂无记录。",
    ):
        assert part in words
    _, content = export(full, "wangfang", "all pdf")
    assert "微信支付失败" in text_of(content)


def test_a_cover_comes_alone(full: Team) -> None:
    name, content = export(full, "lilei", "封面")
    assert name == "ABC_封面_20261118_v1.docx"
    assert "商城" in words_in(content)


def test_the_contents_say_how_many_records_there_are_as_people_say_it(full: Team) -> None:
    _, content = export(full, "lilei", "封面")
    assert "实施过程\n3 条记录" in words_in(content)
    assert "项目背景与目标\n0 条记录" in words_in(content)
    _, content = export(full, "lilei", "cover pdf")
    assert "3 条记录" in text_of(content)
    _, content = export(full, "ann", "cover")
    assert "Implementation\n3 records" in words_in(content)
    assert "\n1 record\n" in words_in(content)


def test_a_sheet_is_read_as_it_is_opened_and_printed(full: Team) -> None:
    reason = "运营商要求，防止短信接口被刷。" * 8
    full.say("lilei", f"/change 加短信验证 | 原因: {reason} | 影响: +3 天 | 期望日期: 2026-12-01")
    _, content = export(full, "lilei", "change excel")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    wanted = sheet.cell(3, heads.index("期望日期") + 1)
    assert (str(wanted.value), wanted.is_date) == ("2026-12-01 00:00:00", True)
    assert sheet.cell(3, heads.index("记录时间") + 1).is_date
    # 120 Chinese characters, sixteen or so in a line.
    assert sheet.row_dimensions[3].height == pytest.approx(8 * 16, abs=1)
    assert sheet.cell(3, heads.index("原因") + 1).alignment.wrap_text
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_formulas_never_come_alive_in_excel(full: Team) -> None:
    name, content = export(full, "lilei", "change")
    assert name == "ABC_需求变更表_20261118_v1.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells['=HYPERLINK("http://evil.example")'] == "s"
    assert cells["+3 天"] == "s"
    assert sheet.freeze_panes == "C2"
    assert [cell.value for cell in sheet[1]][:3] == ["档案编号", "变更内容", "原因"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_formulas_never_come_alive_in_csv(full: Team) -> None:
    for words in ("change csv", "issue csv", "all csv", "#2 csv"):
        _, content = export(full, "lilei", words)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t")]
    assert content.startswith(b"\xef\xbb\xbf")


def test_a_workbook_of_the_dossier_has_a_sheet_for_each_kind(full: Team) -> None:
    _, content = export(full, "wangfang", "all excel")
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [
        "联系人",
        "需求变更",
        "会议纪要",
        "问题",
        "周报月报",
        "验收报告",
    ]


def test_a_zip_is_a_tree_by_phase_with_names_by_the_rule_and_an_index(full: Team) -> None:
    name, content = export(full, "lilei", "zip")
    assert name == "ABC_档案_20261118_v1.zip"
    packed = zipfile.ZipFile(io.BytesIO(content))
    names = packed.namelist()
    for folder in ("启动/", "设计/", "开发/", "测试/", "上线/"):
        assert folder in names
    assert {"测试/功能测试/", "测试/性能测试/", "设计/原型/"} <= set(names)
    assert "开发/会议/ABC_需求评审_20261118_v1.docx" in names
    assert packed.read("开发/会议/附件/ABC_需求评审_20261118_v1.pdf") == b"%PDF-1.7 signed"
    assert not [each for each in names if ".." in each or each.startswith("/") or "\\" in each or "\0" in each]
    index = packed.read("index.html").decode()
    assert "=HYPERLINK(&quot;http://evil.example&quot;)" in index
    assert packed.testzip() is None


def test_only_what_the_asker_may_see_is_exported(full: Team) -> None:
    _, content = export(full, "lilei", "all json")
    assert PHONE not in content.decode()
    assert json.loads(content)["complete"] is False
    _, content = export(full, "lilei", "#6 json")
    assert PHONE not in content.decode()
    _, content = export(full, "lilei", "#6 sensitive json")
    assert PHONE in content.decode()
    _, content = export(full, "ann", "#6 sensitive json")
    assert PHONE not in content.decode()


def test_a_dossier_as_a_whole_goes_out_by_seniors_alone(full: Team) -> None:
    assert "senior member" in said(full.say("ann", "/dossier export all csv"))
    assert "senior member" in said(full.say("ann", "/dossier export background csv"))
    full.app.jobs.work_due()
    assert full.platform.sent == {}


def test_strangers_and_guests_get_nothing(full: Team) -> None:
    record = full.read("wangfang", lambda store: store.records.lines([full.dossier.id], Filter())[0])[0].uid
    for who in ("carla", "zhaomin"):
        full.press(Button("x", "export", {"record": record}), who)
        full.press(Button("x", "export", {"dossier": full.dossier.uid}), who)
        full.say(who, "/dossier export all")
    full.press(Button("x", "export", {"record": record}), "bob", "xyz", workspace="nordwind")
    full.app.jobs.work_due()
    assert full.platform.sent == {}


def test_who_loses_access_before_it_is_made_gets_a_sentence_and_no_file(full: Team) -> None:
    full.say("ann", "/dossier export change")
    full.say("lilei", "/dossier member @Ann guest")
    full.app.jobs.work_due()
    assert full.platform.sent == {}
    assert "Nothing was exported" in cards(full, "ann")[-1].text


def test_what_the_zip_calls_a_record_and_a_file_they_are_called_everywhere(full: Team) -> None:
    full.say("lilei", "/minutes 需求评审 | 决定: 乙")
    names = zipfile.ZipFile(io.BytesIO(export(full, "lilei", "zip")[1])).namelist()
    lines, _ = full.read("lilei", lambda store: store.records.lines([full.dossier.id], Filter(text="需求评审")))
    saved = full.read("lilei", lambda store: [store.records.get(each.uid) for each in lines])
    assert len(saved) == 2
    assert {f"开发/会议/{each.document('docx')}" for each in saved} <= set(names)
    assert export(full, "lilei", f"#{saved[-1].line.number}")[0] in {name.rpartition("/")[2] for name in names}
    (card,) = [message for message in full.told("lilei") if "签字件.pdf →" in message.text]
    assert f"开发/会议/附件/{card.text.rpartition('签字件.pdf → ')[2].split()[0]}" in names


def test_exports_and_what_was_revealed_in_them_are_in_the_audit_log(full: Team) -> None:
    export(full, "lilei", "#6 sensitive pdf")
    log = full.read("lilei", audited)
    assert any(action == "record.reveal" and detail == "export" for action, detail in log)
    assert any(action == "dossier.export" and "ABC_联系人_20261118_v1.pdf" in detail for action, detail in log)
    assert "查看敏感字段 · 联系人 #6 · 导出时" in said(full.say("wangfang", "/档案 审计"))


def audited(store: Store) -> list[tuple[str, str]]:
    rows = store.connection.execute(select(audit.c.action, audit.c.detail).order_by(audit.c.id))
    return [(row.action, row.detail) for row in rows]


def test_the_message_shows_how_it_goes_and_ends_with_the_name(full: Team) -> None:
    answer = full.say("lilei", "/dossier export change")
    assert "正在导出 ABC · 商城" in said(answer)
    (card,) = cards(full, "lilei")
    assert "排队中" in card.text
    full.app.jobs.work_due()
    (card,) = cards(full, "lilei")
    assert "导出好了：ABC_需求变更表_20261118_v1.xlsx" in card.text
    assert buttons_in(card) == []


def test_an_export_is_cancelled_by_who_asked_for_it_alone(full: Team) -> None:
    full.say("lilei", "/dossier export change")
    button = button_in(cards(full, "lilei")[0], "export-cancel")
    assert "ended" in said(full.press(button, "ann", None))
    assert "已取消" in said(full.press(button, "lilei", None))
    full.app.jobs.work_due()
    assert full.platform.sent == {}
    assert "已取消" in cards(full, "lilei")[0].text
    assert "已经结束" in said(ended := full.press(button, "lilei", None))
    assert getattr(ended, "instead", False)


def test_the_form_offers_what_there_is_and_tells_a_form_that_cannot_be(full: Team) -> None:
    form = form_in(full.say("lilei", "/dossier export"))
    wrong = said(full.submit(form, "lilei", what="issue", format="pdf"))
    assert wrong == "format: 这一项可以导出为：Excel 表格、CSV 表格、JSON 数据。"
    full.submit(form, "lilei", what="issue", format="xlsx")
    full.app.jobs.work_due()
    assert [name for _, name, _ in full.platform.sent.values()] == ["ABC_问题表_20261118_v1.xlsx"]
    member = form_in(full.say("ann", "/dossier export"))
    assert "sensitive" not in {field.name for field in member.fields}


def test_the_version_counts_up_with_what_is_in_it_and_not_with_the_form(full: Team) -> None:
    assert export(full, "lilei", "issue")[0].endswith("_v1.xlsx")
    assert export(full, "lilei", "issue csv")[0].endswith("_v1.csv")
    full.say("lilei", "/issue 登录慢")
    assert export(full, "lilei", "issue")[0].endswith("_v2.xlsx")
    assert export(full, "lilei", "issue")[0].endswith("_v2.xlsx")


def test_words_that_mean_nothing_are_told_what_can_be_said(full: Team) -> None:
    assert "没看懂“foo”" in said(full.say("lilei", "/dossier export foo"))
    assert "可以导出为：Word 文档、PDF" in said(full.say("lilei", "/dossier export cover csv"))


def test_a_record_is_exported_by_the_button_of_its_whole_card(full: Team) -> None:
    shown = full.say("lilei", "/dossier show #1")
    assert len(buttons_in(shown)) == 3
    full.press(button_in(shown, "export"), "lilei")
    full.app.jobs.work_due()
    assert [name for _, name, _ in full.platform.sent.values()] == ["ABC_需求评审_20261118_v1.docx"]


def test_where_several_dossiers_can_be_meant_the_form_asks_which(full: Team) -> None:
    full.write("wangfang", second)
    form = form_in(full.say("wangfang", "/dossier export", None))
    assert "dossier: " in said(full.submit(form, "wangfang", None, dossier=""))
    full.submit(form, "wangfang", None, dossier=full.dossier.uid, what="cover")
    full.app.jobs.work_due()
    assert [name for _, name, _ in full.platform.sent.values()] == ["ABC_封面_20261118_v1.docx"]


def second(store: Store) -> None:
    owner = store.people.named("王芳")
    assert owner is not None
    store.dossiers.start("丁公司", "丁", "官网", Phase.DESIGN, owner)
