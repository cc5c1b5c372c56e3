"""Draws the Word templates that come with the product; `python -m bot.exports.drawing` writes them anew."""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document
from docx.shared import Cm, Pt
from docx.table import Table

from bot.exports.paper import (
    WIDE,
    add_row,
    head_row,
    keep_with_next,
    lead_to,
    mark,
    new_page,
    new_table,
    page_of,
    quiet,
)
from chat.standing import APPROVAL, VERIFIED

_PART = "part{{ loop.index }}"
"""What each of the parts is called within the document; they are in the order in which the contents name them."""


def templates() -> dict[str, Document]:
    """Give every template by its name."""
    return {
        "record": _record(),
        "minutes": _minutes(),
        "change_request": _change(),
        "progress_report": _progress(),
        "acceptance_report": _acceptance(),
        "cover": _cover(new=new_page()),
        "dossier": _dossier(),
        "standard": _standard(),
    }


def _facts(made: Document, of: str, each: str = "fact") -> None:
    """Add a table of facts, which is not there when there are none."""
    made.add_paragraph("{%p if " + of + " %}")
    table = new_table(made, (4.5, WIDE - 4.5))
    add_row(table, ("{%tr for " + each + " in " + of + " %}", ""))
    _fact(table, each + ".label", each + ".value", "not loop.last")
    add_row(table, ("{%tr endfor %}", ""))
    made.add_paragraph("{%p endif %}")


def _fact(table: Table, label: str, value: str, goes_on: str) -> None:
    """Add a row; as long as the table `goes_on` it stays with the next one: a table that fits on a page is not torn."""
    for tag, kept in ((f"{{%tr if {goes_on} %}}", True), ("{%tr else %}", False)):
        add_row(table, (tag, ""))
        add_row(table, (f"{{{{ {label} }}}}", f"{{{{ {value} }}}}"), shaded=(0,))
        if kept:
            keep_with_next(table.rows[-1])
    add_row(table, ("{%tr endif %}", ""))


def _named_facts(made: Document, *names: str) -> None:
    """Add a table of a record's fields; those that hold nothing are left out."""
    table = new_table(made, (4.5, WIDE - 4.5))
    add_row(table, ("{{ words.customer }}", "{{ dossier.customer }} · {{ dossier.project }}"), shaded=(0,))
    keep_with_next(table.rows[-1])
    for at, name in enumerate(names, 1):
        add_row(table, ("{%tr if fields." + name + " %}", ""))
        goes_on = " or ".join(f"fields.{later}" for later in names[at:]) or "false"
        _fact(table, f"labels.{name}", f"fields.{name}", goes_on)
        add_row(table, ("{%tr endif %}", ""))


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
    table = new_table(made, (3, 5.25, 3, 5.25))
    add_row(table, ("{{ words.customer }}", "", "{{ words.vendor }}", ""), shaded=(0, 2))
    add_row(table, ("{{ words.date }}", "", "{{ words.date }}", ""), shaded=(0, 2))
    keep_with_next(table.rows[0])
    for row in table.rows:
        row.height = Cm(1.2)


def _headed() -> Document:
    made = new_page()
    made.add_paragraph("{{ title }}", "Title")
    made.add_paragraph("{{ subtitle }}", "Subtitle")
    return made


def _note(made: Document, text: str = "{{ sheet.note }}", *, before: bool = False) -> None:
    """Add a small line; one that stands before what it is about is never parted from it."""
    note = made.add_paragraph()
    note.paragraph_format.keep_with_next = before
    note.paragraph_format.space_before = Pt(4)
    quiet(note.add_run(text))


def _record() -> Document:
    made = _headed()
    made.add_paragraph("{{ sheet.title }}", "Heading 1")
    _note(made, before=True)
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
    table = new_table(made, (9, 3.2, 4.3))
    head_row(table, ["{{ sheet.grids[0].columns[" + str(at) + "] }}" for at in range(3)])
    add_row(table, ("{%tr for item in fields.actions %}", "", ""))
    add_row(table, ("{{ item.what }}", "{{ item.owner }}", "{{ item.due }}"))
    add_row(table, ("{%tr endfor %}", "", ""))
    made.add_paragraph("{%p endif %}")
    _files(made)
    _note(made)
    return made


def _change() -> Document:
    made = _headed()
    touched = ("requirements", "tests", "acceptances")
    _named_facts(made, "summary", "requested_by", "wanted_by", *touched, "status", APPROVAL, VERIFIED)
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
    _named_facts(made, "scope", "verdict", "signed_by", "signed_on", APPROVAL)
    _passage(made, "conditions")
    _files(made)
    _signatures(made)
    _note(made)
    return made


def _cover(new: Document, *, linked: bool = False) -> Document:
    """Draw the cover; where the parts follow in the same document, what is said of them leads there (`linked`)."""
    for _ in range(6):
        new.add_paragraph()
    new.add_paragraph("{{ title }}", "Title")
    new.add_paragraph("{{ subtitle }}", "Subtitle")
    for _ in range(4):
        new.add_paragraph()
    _facts(new, "facts")
    new.add_page_break()  # type: ignore[no-untyped-call]
    new.add_paragraph("{{ words.contents }}", "Heading 1")
    table = new_table(new, (WIDE - 6, 4.5, 1.5) if linked else (WIDE - 4.5, 4.5))
    rest = [""] * linked
    add_row(table, ("{%tr for line in contents %}", "", *rest))
    add_row(table, ("{{ line.label }}", "{{ line.value }}", *rest))
    if linked:
        first, _, last = (cell.paragraphs[0] for cell in table.rows[-1].cells)
        lead_to(first, _PART)
        page_of(last, _PART)
    add_row(table, ("{%tr endfor %}", "", *rest))
    new.add_paragraph("{%p if people.rows %}")
    new.add_paragraph("{{ people.label }}", "Heading 1")
    table = new_table(new, (WIDE - 4.5, 4.5))
    head_row(table, ("{{ people.columns[0] }}", "{{ people.columns[1] }}"))
    add_row(table, ("{%tr for person in people.rows %}", ""))
    add_row(table, ("{{ person[0] }}", "{{ person[1] }}"))
    add_row(table, ("{%tr endfor %}", ""))
    new.add_paragraph("{%p endif %}")
    _orgchart(new)
    return new


def _orgchart(made: Document) -> None:
    """Add the picture of who is above whom at the customer, and the same in words."""
    made.add_paragraph("{%p if orgchart %}")
    made.add_paragraph("{{ orgchart.title }}", "Heading 1")
    _note(made, "{{ orgchart.note }}", before=True)
    made.add_paragraph("{{ orgchart.picture }}")
    made.add_paragraph("{%p for line in orgchart.lines %}")
    line = made.add_paragraph("{{ line }}")
    line.paragraph_format.space_after = Pt(0)
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endif %}")


def _dossier() -> Document:
    made = _cover(new=new_page(), linked=True)
    made.add_paragraph("{%p for part in parts %}")
    heading = made.add_paragraph("{{ part.title }}", "Heading 1")
    mark(heading, _PART, "{{ loop.index }}")
    heading.paragraph_format.page_break_before = True
    made.add_paragraph("{%p if part.empty %}")
    _note(made, "{{ part.empty }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for chapter in part.chapters %}")
    made.add_paragraph("{{ chapter.title }}", "Heading 2")
    made.add_paragraph("{%p if chapter.left_out %}")
    _note(made, "{{ chapter.left_out }}", before=True)
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for one in chapter.sheets %}")
    made.add_paragraph("{{ one.title }}", "Heading 3")
    _note(made, "{{ one.note }}", before=True)
    _sheet(made, "one", "Heading 4")
    for _ in range(3):
        made.add_paragraph("{%p endfor %}")
    return made


_SPLITS = {2: (1, 3), 3: (1.1, 1.1, 1), 6: (1.5, 1, 0.75, 0.85, 1, 0.9), 7: (1.4, 1, 1, 1, 1, 1, 1)}
"""How the width of a page is shared among the columns of a table of so many."""


def _standard() -> Document:
    made = _headed()
    _facts(made, "facts")
    made.add_paragraph("{%p for section in sections %}")
    made.add_paragraph("{{ section.title }}", "Heading 1")
    made.add_paragraph("{%p for line in section.lines %}")
    made.add_paragraph("{{ line }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p for grid in section.grids %}")
    made.add_paragraph("{%p if grid.label %}")
    made.add_paragraph("{{ grid.label }}", "Heading 3")
    made.add_paragraph("{%p endif %}")
    for count, shares in _SPLITS.items():
        made.add_paragraph("{%p if grid.columns|length == " + str(count) + " %}")
        _columns(made, [WIDE * share / sum(shares) for share in shares])
        made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    return made


def _columns(made: Document, widths: Sequence[float]) -> None:
    """Add a table of as many columns as there are widths, which `grid` fills."""
    table, size = new_table(made, widths), 9.5
    head_row(table, ["{{ grid.columns[" + str(at) + "] }}" for at in range(len(widths))], size)
    empty = [""] * (len(widths) - 1)
    add_row(table, ("{%tr for row in grid.rows %}", *empty))
    add_row(table, ["{{ row[" + str(at) + "] }}" for at in range(len(widths))], (), size)
    add_row(table, ("{%tr endfor %}", *empty))


def main() -> None:
    """Write every template into the package."""
    folder = Path(__file__).parent / "templates"
    for name, made in templates().items():
        made.save(str(folder / f"{name}.docx"))


if __name__ == "__main__":
    main()
