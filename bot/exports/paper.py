"""The page our Word templates are drawn on: its styles, and tables on it."""

from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from bot.drawn_tree import Drawn

_BLUE, _QUIET, _PALE, _RULE = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x6B, 0x72, 0x80), "F3F6FA", "C9CED6"
_BODY, _HEADING, _LATIN = "宋体", "微软雅黑", "Calibri"
_SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 10.5}
WIDE = 16.5
"""How wide a page's text is, in cm."""
_PIXEL, _TALL = 0.021, 19.0


def new_page() -> Document:
    """Begin an A4 page with our styles, the file's name above and the page's number below."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _speak_chinese(made)
    normal: Any = made.styles["Normal"]
    _font(normal, _BODY, 10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, size in _SIZES.items():
        style: Any = made.styles[name]
        _font(style, _HEADING, size)
        style.font.bold, style.font.italic = name != "Subtitle", False
        style.font.color.rgb = _QUIET if name == "Subtitle" else _BLUE
        style.paragraph_format.keep_with_next = True
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
    quiet(footer.add_run(" {{ words.of }} "))
    _number(footer, "NUMPAGES")
    quiet(footer.add_run(" {{ words.pages }}"))
    return made


def wide(drawn: Drawn) -> float:
    """Give how wide a drawing stands on the page, in cm: as large as its letters need, and never more than a page."""
    return round(min(WIDE, drawn.width * _PIXEL, _TALL * drawn.width / drawn.height), 2)


def _speak_chinese(made: Document) -> None:
    """Say that Chinese characters are Chinese: else the shapes of their letters may be Japanese."""
    styles: Any = made.styles.element
    languages = [*styles.iter(qn("w:lang")), *made.settings.element.iter(qn("w:themeFontLang"))]
    for each in languages:
        each.set(qn("w:eastAsia"), "zh-CN")


def _font(style: Any, chinese: str, size: float) -> None:
    style.font.name, style.font.size = _LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), chinese)


def quiet(run: Any) -> None:
    """Make a run small and grey."""
    run.font.size, run.font.color.rgb = Pt(8.5), _QUIET


def _line(paragraph: Any, text: str, alignment: Any) -> None:
    paragraph.alignment = alignment
    quiet(paragraph.add_run(text))


def _number(paragraph: Any, what: str) -> None:
    """Add a small field that Word fills: the page's number, or how many pages there are."""
    look = OxmlElement("w:rPr")
    look.append(_sized("w:color", {"w:val": str(_QUIET)}))
    look.append(_sized("w:sz", {"w:val": "17"}))
    paragraph._p.append(_field(what, look))


def page_of(paragraph: Any, name: str) -> None:
    """Have a paragraph say, at its right, on which page that name was given: whatever opens the file works it out."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # What is there until then must not be taken for a page: not all that show a document work it out.
    field = _field(f"PAGEREF {name} \\h", text="…")
    field.set(qn("w:dirty"), "true")
    paragraph._p.append(field)


def _field(what: str, look: Any = None, text: str = "1") -> Any:
    field, run, shown = _sized("w:fldSimple", {"w:instr": what}), OxmlElement("w:r"), OxmlElement("w:t")
    shown.text = text
    if look is not None:
        run.append(look)
    run.append(shown)
    field.append(run)
    return field


def new_table(made: Document, columns: Sequence[float]) -> Table:
    """Begin a table with columns of these widths, in cm."""
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


def add_row(table: Table, texts: Sequence[str], shaded: Sequence[int] = (), size: float | None = None) -> None:
    """Add a row of texts, which stays on one page unless it is longer than one; those of some columns stand on a pale
    ground. `size` is that of the letters, in pt."""
    added = table.add_row()  # type: ignore[no-untyped-call]
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for at, (cell, text) in enumerate(zip(added.cells, texts, strict=True)):
        cell.width = table.columns[at].width
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        run = cell.paragraphs[0].add_run(text)
        if size is not None:
            run.font.size = Pt(size)
        if at in shaded:
            run.font.color.rgb = _BLUE
            _shade(cell)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _PALE)
    cell._tc.get_or_add_tcPr().append(shade)


def head_row(table: Table, texts: Sequence[str], size: float | None = None) -> None:
    """Add the row of a table's heads, which is there again on each page the table goes on to."""
    add_row(table, texts, range(len(texts)), size)
    head = table.rows[-1]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def keep_with_next(row: Any) -> None:
    """Have a row of a table stand on the page on which the next one does."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def mark(paragraph: Any, name: str, number: str) -> None:
    """Give a paragraph a name within the document to which links lead; `number` is no other's."""
    paragraph._p.append(_sized("w:bookmarkStart", {"w:id": number, "w:name": name}))
    paragraph._p.append(_sized("w:bookmarkEnd", {"w:id": number}))


def lead_to(paragraph: Any, name: str) -> None:
    """Make the words of a paragraph a link to where that name was given."""
    link = _sized("w:hyperlink", {"w:anchor": name, "w:history": "1"})
    for run in paragraph.runs:
        run.font.color.rgb = _BLUE
        link.append(run._r)
    paragraph._p.append(link)
