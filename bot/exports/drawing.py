"""Draws the Word templates that come with the product; `python -m bot.exports.drawing` writes them anew."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

_BLUE, _QUIET, _PALE, _RULE = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x6B, 0x72, 0x80), "F3F6FA", "C9CED6"
_BODY, _HEADING, _LATIN = "宋体", "微软雅黑", "Calibri"
_SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 10.5}
_WIDE = 16.5


def templates() -> dict[str, Document]:
    """Give every template by its name."""
    return {
        "record": _record(),
        "minutes": _minutes(),
        "change_request": _change(),
        "progress_report": _progress(),
        "acceptance_report": _acceptance(),
        "cover": _cover(new=_page()),
        "dossier": _dossier(),
    }


def _page() -> Document:
    """Begin an A4 page with our styles, the file's name above and the page's number below."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    normal: Any = made.styles["Normal"]
    _font(normal, _BODY, 10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, size in _SIZES.items():
        style: Any = made.styles[name]
        _font(style, _HEADING, size)
        style.font.bold, style.font.italic = name != "Subtitle", False
        style.font.color.rgb = _QUIET if name == "Subtitle" else _BLUE
    title: Any = made.styles["Title"]
    border = title.element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    for name in ("Title", "Subtitle"):
        aligned: Any = made.styles[name]
        aligned.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(section.header.paragraphs[0], "{{ name }}", WD_ALIGN_PARAGRAPH.RIGHT)
    footer = section.footer.paragraphs[0]
    _line(footer, "{{ words.page }} ", WD_ALIGN_PARAGRAPH.CENTER)
    _number(footer, "PAGE")
    _quiet(footer.add_run(" {{ words.of }} "))
    _number(footer, "NUMPAGES")
    _quiet(footer.add_run(" {{ words.pages }}"))
    return made


def _font(style: Any, chinese: str, size: float) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(8.5), _QUIET


def _line(paragraph: Any, text: str, alignment: Any) -> None:
    paragraph.alignment = alignment
    _quiet(paragraph.add_run(text))


def _number(paragraph: Any, what: str) -> None:
    """Add a field that Word fills: the page's number, or how many pages there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run, text, look = OxmlElement("w:r"), OxmlElement("w:t"), OxmlElement("w:rPr")
    text.text = "1"
    look.append(_sized("w:color", {"w:val": str(_QUIET)}))
    look.append(_sized("w:sz", {"w:val": "17"}))
    run.append(look)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _table(made: Document, columns: Sequence[float]) -> Table:
    table: Table = made.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _frame(table)
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Cm(width)
    return table


def _frame(table: Table) -> None:
    """Give a table thin grey lines and room around its words."""
    about = table._tbl.tblPr
    lines, room = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(_sized(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": _RULE}))
    for side, width in (("top", "70"), ("left", "120"), ("bottom", "70"), ("right", "120")):
        room.append(_sized(f"w:{side}", {"w:w": width, "w:type": "dxa"}))
    about.append(lines)
    about.append(room)


def _sized(name: str, values: Mapping[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(key), value)
    return made


def _row(table: Table, texts: Sequence[str], shaded: Sequence[int] = ()) -> None:
    cells = table.add_row().cells  # type: ignore[no-untyped-call]
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.width = table.columns[at].width
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        run = cell.paragraphs[0].add_run(text)
        if at in shaded:
            run.font.color.rgb = _BLUE
            _shade(cell)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _PALE)
    cell._tc.get_or_add_tcPr().append(shade)


def _facts(made: Document, of: str, each: str = "fact") -> None:
    """Add a table of facts, which is not there when there are none."""
    made.add_paragraph("{%p if " + of + " %}")
    table = _table(made, (4.5, _WIDE - 4.5))
    _row(table, ("{%tr for " + each + " in " + of + " %}", ""))
    _row(table, ("{{ " + each + ".label }}", "{{ " + each + ".value }}"), shaded=(0,))
    _row(table, ("{%tr endfor %}", ""))
    made.add_paragraph("{%p endif %}")


def _named_facts(made: Document, *names: str) -> None:
    """Add a table of a record's fields; those that hold nothing are left out."""
    table = _table(made, (4.5, _WIDE - 4.5))
    _row(table, ("{{ words.customer }}", "{{ dossier.customer }} · {{ dossier.project }}"), shaded=(0,))
    for name in names:
        _row(table, ("{%tr if fields." + name + " %}", ""))
        _row(table, ("{{ labels." + name + " }}", "{{ fields." + name + " }}"), shaded=(0,))
        _row(table, ("{%tr endif %}", ""))


def _passage(made: Document, name: str, *, numbered: bool = False) -> None:
    """Add a long text of a record under its label, a paragraph a line."""
    made.add_paragraph("{%p if fields." + name + " %}")
    made.add_paragraph("{{ labels." + name + " }}", "Heading 2")
    made.add_paragraph("{%p for line in fields." + name + ".splitlines() %}")
    made.add_paragraph("{{ line }}", "List Number" if numbered else "Normal")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _files(made: Document, of: str = "sheet") -> None:
    made.add_paragraph("{%p if " + of + ".files %}")
    made.add_paragraph("{{ words.files }}", "Heading 4" if of == "one" else "Heading 2")
    made.add_paragraph("{%p for file in " + of + ".files %}")
    made.add_paragraph("{{ file }}", "List Bullet")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _signatures(made: Document) -> None:
    made.add_paragraph("{{ words.signature }}", "Heading 2")
    table = _table(made, (3, 5.25, 3, 5.25))
    _row(table, ("{{ words.customer }}", "", "{{ words.vendor }}", ""), shaded=(0, 2))
    _row(table, ("{{ words.date }}", "", "{{ words.date }}", ""), shaded=(0, 2))
    for row in table.rows:
        row.height = Cm(1.2)


def _headed() -> Document:
    made = _page()
    made.add_paragraph("{{ title }}", "Title")
    made.add_paragraph("{{ subtitle }}", "Subtitle")
    return made


def _note(made: Document, text: str = "{{ sheet.note }}") -> None:
    note = made.add_paragraph()
    note.paragraph_format.space_before = Pt(4)
    _quiet(note.add_run(text))


def _record() -> Document:
    made = _headed()
    made.add_paragraph("{{ sheet.title }}", "Heading 1")
    _note(made)
    _sheet(made, "sheet", "Heading 2")
    return made


def _sheet(made: Document, of: str, level: str) -> None:
    """Add whatever a record of any kind holds."""
    _facts(made, f"{of}.facts")
    made.add_paragraph("{%p for passage in " + of + ".passages %}")
    made.add_paragraph("{{ passage.label }}", level)
    made.add_paragraph("{%p for line in passage.lines %}")
    made.add_paragraph("{{ line }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p for grid in " + of + ".grids %}")
    made.add_paragraph("{{ grid.label }}", level)
    made.add_paragraph("{%p for row in grid.rows %}")
    made.add_paragraph("{{ row|select|join(' · ') }}", "List Bullet")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    _files(made, of)


def _minutes() -> Document:
    made = _headed()
    _named_facts(made, "topic", "held_at", "attendees")
    _passage(made, "discussion")
    _passage(made, "decisions", numbered=True)
    made.add_paragraph("{%p if fields.actions %}")
    made.add_paragraph("{{ labels.actions }}", "Heading 2")
    table = _table(made, (9, 3.2, 4.3))
    _row(
        table,
        ("{{ sheet.grids[0].columns[0] }}", "{{ sheet.grids[0].columns[1] }}", "{{ sheet.grids[0].columns[2] }}"),
        (0, 1, 2),
    )
    _row(table, ("{%tr for item in fields.actions %}", "", ""))
    _row(table, ("{{ item.what }}", "{{ item.owner }}", "{{ item.due }}"))
    _row(table, ("{%tr endfor %}", "", ""))
    made.add_paragraph("{%p endif %}")
    _files(made)
    _note(made)
    return made


def _change() -> Document:
    made = _headed()
    _named_facts(made, "summary", "requested_by", "wanted_by", "status")
    _passage(made, "reason")
    _passage(made, "impact")
    _files(made)
    _signatures(made)
    _note(made)
    return made


def _progress() -> Document:
    made = _headed()
    _named_facts(made, "headline", "period", "on")
    _passage(made, "done", numbered=True)
    _passage(made, "plan")
    _passage(made, "risks")
    _files(made)
    _note(made)
    return made


def _acceptance() -> Document:
    made = _headed()
    _named_facts(made, "scope", "verdict", "signed_by", "signed_on")
    _passage(made, "conditions")
    _files(made)
    _signatures(made)
    _note(made)
    return made


def _cover(new: Document) -> Document:
    for _ in range(6):
        new.add_paragraph()
    new.add_paragraph("{{ title }}", "Title")
    new.add_paragraph("{{ subtitle }}", "Subtitle")
    for _ in range(4):
        new.add_paragraph()
    _facts(new, "facts")
    new.add_page_break()  # type: ignore[no-untyped-call]
    new.add_paragraph("{{ words.contents }}", "Heading 1")
    table = _table(new, (_WIDE - 4.5, 4.5))
    _row(table, ("{%tr for line in contents %}", ""))
    _row(table, ("{{ line.label }}", "{{ line.value }} {{ words.records }}"))
    _row(table, ("{%tr endfor %}", ""))
    new.add_paragraph("{%p if people.rows %}")
    new.add_paragraph("{{ people.label }}", "Heading 1")
    table = _table(new, (_WIDE - 4.5, 4.5))
    _row(table, ("{{ people.columns[0] }}", "{{ people.columns[1] }}"), shaded=(0, 1))
    _row(table, ("{%tr for person in people.rows %}", ""))
    _row(table, ("{{ person[0] }}", "{{ person[1] }}"))
    _row(table, ("{%tr endfor %}", ""))
    new.add_paragraph("{%p endif %}")
    return new


def _dossier() -> Document:
    made = _cover(new=_page())
    made.add_paragraph("{%p for part in parts %}")
    heading = made.add_paragraph("{{ part.title }}", "Heading 1")
    heading.paragraph_format.page_break_before = True
    made.add_paragraph("{%p if part.empty %}")
    _note(made, "{{ part.empty }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for chapter in part.chapters %}")
    made.add_paragraph("{{ chapter.title }}", "Heading 2")
    made.add_paragraph("{%p if chapter.left_out %}")
    _note(made, "{{ chapter.left_out }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for one in chapter.sheets %}")
    made.add_paragraph("{{ one.title }}", "Heading 3")
    _note(made, "{{ one.note }}")
    _sheet(made, "one", "Heading 4")
    for _ in range(3):
        made.add_paragraph("{%p endfor %}")
    return made


def main() -> None:
    """Write every template into the package."""
    folder = Path(__file__).parent / "templates"
    for name, made in templates().items():
        made.save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    main()
