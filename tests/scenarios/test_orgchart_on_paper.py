"""The organisation chart in documents: a picture, words for those who cannot see it, and the same in lines."""

import io

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from tests.scenarios.test_exporting import export, text_of
from tests.scenarios.test_own_templates import template, upload
from tests.team import Team

WHAT = ("封面", "")


@pytest.fixture
def known(team: Team) -> Team:
    team.say("lilei", "/contact 王总 | 职位: CTO | 角色: 决策人 | 电话: 13800138000")
    team.say("lilei", "/contact 小张 | 职位: 运维 <b>& | 角色: 使用者 | 汇报给: 王总")
    return team


@pytest.mark.parametrize("what", WHAT)
def test_word_shows_it_as_a_picture_that_says_what_is_in_it_and_in_lines(known: Team, what: str) -> None:
    made = docx.Document(io.BytesIO(export(known, "wangfang", f"{what} word")[1]))
    (picture,) = made.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "ABC有限公司 组织架构 · 决策人：王总"
    (blob,) = [part.blob for part in made.part.package.image_parts]
    assert blob.startswith(b"\x89PNG")
    lines = [each.text for each in made.paragraphs]
    assert "王总 · CTO · 决策人" in lines
    assert "└─ 小张 · 运维 <b>& · 使用者" in lines


@pytest.mark.parametrize("what", WHAT)
def test_a_pdf_shows_it_drawn_and_in_lines(known: Team, what: str) -> None:
    content = export(known, "wangfang", f"{what} pdf")[1]
    text = text_of(content)
    assert "└─ 小张" in text
    # Once in the drawing and once in the lines, besides what the dossier itself says.
    made = pypdfium2.PdfDocument(content)
    (page,) = [made[at] for at in range(len(made)) if "组织架构" in made[at].get_textpage().get_text_bounded()]
    assert page.get_textpage().get_text_bounded().count("小张") == 2


def test_where_nobody_is_known_there_is_no_chart(team: Team) -> None:
    made = docx.Document(io.BytesIO(export(team, "wangfang", "封面 word")[1]))
    assert "组织架构" not in "\n".join(each.text for each in made.paragraphs)
    assert "组织架构" not in text_of(export(team, "wangfang", "封面 pdf")[1])


def test_a_template_of_ones_own_may_show_it_and_reach_nothing_behind_it(known: Team) -> None:
    said = upload(known, "wangfang", template("{{ orgchart.title }} {{ orgchart.picture }}"), "cover")
    assert "检查通过" in said
    made = docx.Document(io.BytesIO(export(known, "wangfang", "封面 word")[1]))
    assert len(list(made.element.body.iter(qn("wp:docPr")))) == 1
    for behind in ("_made.save('/tmp/x')", "_orgchart.boxes", "made"):
        said = upload(known, "wangfang", template("{{ orgchart.picture." + behind + " }}"), "cover")
        assert "检查通过" not in said
