"""Documents as they lie on paper: nothing is torn at the end of a page, and Chinese is set as Chinese."""

import io
from dataclasses import replace
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from bot.exports.drawing import templates
from bot.exports.own_templates import samples
from bot.exports.pdf import pdf
from bot.exports.word import ours, word
from chat.documents import Chapter, Document, Fact, Grid, Part, Passage, Sheet, paper_words
from chat.voice import Voice
from dossier.kinds import built_in
from dossier.language import Language
from tests.team import START, ZONE

NOTHING = Sheet("题", "题", "注", (), (), (), ())


def whole(sheet: Sheet, before: int) -> Document:
    """Give a dossier of one record, which so many short lines stand before."""
    words = paper_words(Voice(Language.ZH, ZONE, START))
    filling = replace(NOTHING, title="前面", note="附注", passages=(Passage("行", ("一行",) * before),))
    parts = (Part("部分", (Chapter("章", (filling, sheet)),)),)
    people, contents = Grid("成员", ("姓名", "权限"), (("李雷", "成员"),)), (Fact("部分", "2"),)
    return Document("名.pdf", "标题", "副题", (), Language.ZH.value, words, {}, None, people, contents, parts)


def letters(element: Any) -> str:
    """Give what is written in a part of a Word document."""
    return "".join(each.text for each in element.iter(qn("w:t")))


def pages(document: Document) -> list[str]:
    return _told(pypdfium2.PdfDocument(pdf(document)))


def _told(made: pypdfium2.PdfDocument) -> list[str]:
    return ["".join(made[at].get_textpage().get_text_bounded().split()) for at in range(len(made))]


@pytest.mark.parametrize("before", range(26, 46, 2))
def test_a_heading_and_a_label_are_on_the_page_of_what_they_are_about(before: int) -> None:
    facts = (Fact("第一项", "甲"), Fact("第二项", "乙"))
    record = replace(NOTHING, title="记录抬头", note="记录附注", facts=facts)
    for each, head, body in (
        (record, "记录抬头", "第一项"),
        (record, "记录附注", "第一项"),
        (replace(NOTHING, passages=(Passage("长文抬头", ("长文开始",)),)), "长文抬头", "长文开始"),
        (
            replace(NOTHING, grids=(Grid("表的抬头", ("列",), (("格子",),)),)),
            "表的抬头",
            "格子",
        ),
        (replace(NOTHING, files=("某文件.pdf",)), "附件", "某文件.pdf"),
    ):
        found = [page for page in pages(whole(each, before)) if head in page]
        assert len(found) == 1
        assert body in found[0], (before, head)


@pytest.mark.parametrize("before", range(26, 46, 2))
def test_a_row_of_a_table_is_on_one_page(before: int) -> None:
    long = "行首" + "字" * 150 + "行尾"
    for sheet in (
        replace(NOTHING, facts=(Fact("项", long),)),
        replace(NOTHING, grids=(Grid("表", ("列", "另一列"), ((long, "短"),)),)),
    ):
        (page,) = [page for page in pages(whole(sheet, before)) if "行首" in page]
        assert "行尾" in page, before


@pytest.mark.parametrize("before", range(20, 46, 2))
def test_a_short_table_is_on_one_page_with_the_heading_of_its_record(before: int) -> None:
    facts = tuple(Fact(f"第{n}项", "甲") for n in range(8))
    rows = tuple((f"第{n}行", "乙") for n in range(8))
    for sheet, first, last in (
        (replace(NOTHING, title="记录抬头", facts=facts), "记录抬头", "第7项"),
        (replace(NOTHING, grids=(Grid("表的抬头", ("列", "另一列"), rows),)), "表的抬头", "第7行"),
    ):
        (page,) = [page for page in pages(whole(sheet, before)) if first in page]
        assert last in page, before


def test_a_long_table_begins_below_its_heading_and_repeats_its_head_on_each_page() -> None:
    rows = tuple((f"第{n}行", "乙") for n in range(90))
    sheet = replace(NOTHING, grids=(Grid("表的抬头", ("首列", "另一列"), rows),))
    (first,) = [page for page in pages(whole(sheet, 20)) if "表的抬头" in page]
    assert "第0行" in first
    assert sum("首列" in page for page in pages(whole(sheet, 20))) == sum(
        "行乙" in page for page in pages(whole(sheet, 20))
    )


def test_a_row_longer_than_a_page_goes_on_to_the_next_and_nothing_of_it_is_lost() -> None:
    sheet = replace(NOTHING, facts=(Fact("项", "\n".join(f"第{n}行。" for n in range(120))),))
    text = "".join(pages(whole(sheet, 3)))
    assert [n for n in range(120) if f"第{n}行。" not in text] == []


def test_no_word_template_tears_a_row_or_leaves_a_heading_alone_and_the_heads_of_lists_come_again() -> None:
    for name, made in templates().items():
        rows = [row._tr for table in made.tables for row in table.rows]
        assert [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None] == [], name
        for level in ("Title", "Subtitle", *(f"Heading {number}" for number in range(1, 5))):
            style = made.styles[level].element
            assert style.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None, (name, level)
    for name in ("minutes", "cover", "dossier"):
        heads = [
            table
            for table in templates()[name].tables
            if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        ]
        assert len(heads) == 1, name


def test_a_table_of_facts_stays_together_in_word_and_the_next_thing_may_go_on_to_another_page() -> None:
    facts = (Fact("第一项", "甲"), Fact("第二项", "乙"), Fact("第三项", "丙"))
    made = docx.Document(io.BytesIO(word(whole(replace(NOTHING, facts=facts), 1), "dossier")))
    table = next(each for each in made.tables if each.rows and each.rows[0].cells[0].text == "第一项")
    kept = [[bool(cell.paragraphs[0].paragraph_format.keep_with_next) for cell in row.cells] for row in table.rows]
    assert kept == [[True, True], [True, True], [False, False]]


def test_the_contents_of_a_dossier_lead_to_its_parts_in_word() -> None:
    document = replace(
        whole(NOTHING, 1),
        contents=(Fact("部分", "2"), Fact("别的", "0")),
        parts=(Part("部分", (Chapter("章", (NOTHING,)),)), Part("别的", (), "没有")),
    )
    body = docx.Document(io.BytesIO(word(document, "dossier"))).element.body
    named = {each.get(qn("w:name")): letters(each.getparent()) for each in body.iter(qn("w:bookmarkStart"))}
    links = [(each.get(qn("w:anchor")), letters(each)) for each in body.iter(qn("w:hyperlink"))]
    assert [(named[anchor].strip(), said) for anchor, said in links] == [("部分", "部分"), ("别的", "别的")]
    assert len({each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))}) == 2

    alone = docx.Document(io.BytesIO(word(document, "cover"))).element.body
    assert list(alone.iter(qn("w:hyperlink"))) == []


@pytest.mark.parametrize("name", ["minutes", "change_request", "progress_report", "acceptance_report"])
@pytest.mark.parametrize("least", [False, True], ids=["with everything in it", "with little in it"])
def test_the_first_table_of_a_record_and_the_place_to_sign_stay_together_in_word(name: str, least: bool) -> None:
    document = samples(built_in())[name]
    if least:
        assert document.sheet is not None
        first = next(iter(document.sheet.fields))
        empty = {each: value if each == first else "" for each, value in document.sheet.fields.items()}
        document = replace(document, sheet=replace(document.sheet, fields=empty, grids=(), passages=()))
    made = docx.Document(io.BytesIO(word(document, name)))
    signed = ["change_request", "acceptance_report"]
    for table in (made.tables[0], made.tables[-1]) if name in signed else (made.tables[0],):
        kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows]
        assert kept == [*[True] * (len(kept) - 1), False]
        assert len(kept) > 1


def three_parts() -> Document:
    """Give a dossier of three parts, of which the first goes over several pages and the last is empty."""
    document = whole(NOTHING, 120)
    contents = (Fact("部分", "2 条记录"), Fact("另一部分", "2 条记录"), Fact("空的部分", "0 条记录"))
    (part,) = document.parts
    parts = (part, replace(part, title="另一部分"), Part("空的部分", (), "暂无"))
    return replace(document, contents=contents, parts=parts)


def test_the_contents_of_a_dossier_say_on_which_page_each_part_begins() -> None:
    told = pages(three_parts())
    heads = ("部分章", "另一部分章", "空的部分暂无")
    begins = [next(at for at, page in enumerate(told, 1) if f"名.pdf{head}" in page) for head in heads]
    assert begins[0] == 3
    assert begins[1] > 4
    lines = zip(three_parts().contents, begins, strict=True)
    assert "".join(f"{fact.label}{fact.value.replace(' ', '')}{page}" for fact, page in lines) in told[1]


def test_the_contents_of_a_dossier_have_word_work_out_the_pages() -> None:
    body = docx.Document(io.BytesIO(word(three_parts(), "dossier"))).element.body
    named = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    fields = [
        (each.get(qn("w:instr")), each.get(qn("w:dirty")), letters(each)) for each in body.iter(qn("w:fldSimple"))
    ]
    assert fields == [(f"PAGEREF {name} \\h", "true", "…") for name in named]
    assert len(named) == 3


def test_the_note_under_the_heading_of_a_record_stays_with_it_in_word() -> None:
    sheet = replace(NOTHING, title="记录抬头", note="记录附注", facts=(Fact("第一项", "甲"),))
    made = docx.Document(io.BytesIO(word(whole(sheet, 1), "dossier")))
    (note,) = [each for each in made.paragraphs if each.text == "记录附注"]
    assert note.paragraph_format.keep_with_next


@pytest.mark.parametrize("name", templates())
def test_chinese_letters_of_word_templates_are_chinese_ones(name: str) -> None:
    made = docx.Document(io.BytesIO(ours(name)))
    said = [
        each.get(qn("w:eastAsia"))
        for part, tag in ((made.styles.element, "w:lang"), (made.settings.element, "w:themeFontLang"))
        for each in part.iter(qn(tag))
    ]
    assert said == ["zh-CN", "zh-CN"]
