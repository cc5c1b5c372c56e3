"""Documents as meaning: what a record, a cover or a whole dossier says on paper, before it is Word or PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from chat.cards.orgchart import boxes, decide, lines
from chat.messages import Box
from chat.references import named
from chat.standing import standing
from chat.voice import Voice
from chat.written import written, written_day, written_moment
from dossier.categories import Category
from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.orgchart import Seat
from dossier.views import DossierView, MemberView, Saved, attached_in

_LONG = (Input.LONG_TEXT, Input.ROWS)
MOST_IN_FULL = 200
"""How many records of a kind stand in a whole dossier word for word; of more, the oldest are left to the sheets."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A short value and what it is."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A long text, as its lines, and what it is."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of plain cells."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record on paper. `fields` are its values by field name, `labels` what the fields are called."""

    kind: str
    title: str
    note: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    grids: tuple[Grid, ...]
    files: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """All records of one kind; `left_out` says how many are not there word for word, "" for none."""

    title: str
    sheets: tuple[Sheet, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts of a dossier."""

    title: str
    chapters: tuple[Chapter, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Orgchart:
    """Who is above whom at the customer: to be drawn, and the same in lines of words. `note` says who decides."""

    title: str
    note: str
    lines: tuple[str, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document of rules: sentences, then tables."""

    title: str
    lines: tuple[str, ...]
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its file name, what stands on its first page, and what follows."""

    name: str
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    language: str
    words: Mapping[str, str]
    dossier: Mapping[str, str]
    sheet: Sheet | None = None
    people: Grid | None = None
    contents: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    orgchart: Orgchart | None = None

    def values(self) -> dict[str, Any]:
        """Give it as plain values, as templates take them; the picture of the chart is for whoever draws it."""
        values = asdict(self)
        if values["orgchart"]:
            del values["orgchart"]["boxes"]
        return values


def sheet_of(saved: Saved, voice: Voice) -> Sheet:
    """Give a record on paper."""
    kind, content = saved.line.kind, saved.content
    held = [(spec, content[spec.name]) for spec in kind.fields if content.get(spec.name) not in (None, "", [])]
    facts = [
        Fact(voice.label(spec.label), voice.listed(named(saved, spec, voice)) or written(spec, value, voice))
        for spec, value in held
        if _short(spec)
    ]
    stands = standing(saved, voice)
    facts += [Fact(label, value) for label, value in stands.values() if value]
    passages = [
        Passage(voice.label(spec.label), tuple(str(value).splitlines()))
        for spec, value in held
        if spec.input is Input.LONG_TEXT
    ]
    grids = [_grid(spec, value, voice) for spec, value in held if spec.input is Input.ROWS]
    files = [voice.file(file, saved.refused) for file in attached_in(kind, content)]
    line = saved.line
    note = voice.say(
        "paper-note",
        number=line.number,
        # Whose version it is that is printed.
        made=voice.say("card-by" if line.revision == 1 else "card-changed", name=line.changer.name),
        moment=written_moment(line.changed_at, voice),
        document=saved.document(),
    )
    return Sheet(
        voice.label(kind.label),
        saved.title,
        note,
        tuple(facts),
        tuple(passages),
        tuple(grids),
        tuple(files),
        {name: value for name, (_, value) in stands.items()}
        | {
            spec.name: voice.listed(named(saved, spec, voice)) or _field(spec, content.get(spec.name), voice)
            for spec in kind.fields
        },
        {name: label for name, (label, _) in stands.items()}
        | {spec.name: voice.label(spec.label) for spec in kind.fields},
    )


def record_document(saved: Saved, voice: Voice, name: str) -> Document:
    """Give the document of one record under a file name."""
    sheet = sheet_of(saved, voice)
    where = saved.dossier
    title = f"{where.customer} · {where.project}"
    return Document(name, sheet.kind, title, (), voice.language.value, paper_words(voice), _about(where, voice), sheet)


def cover(
    dossier: DossierView,
    members: Sequence[MemberView],
    counts: Mapping[Kind, int],
    voice: Voice,
) -> Document:
    """Give a dossier's cover: whose it is, where it stands, who works on it, and how much is in it. It has no name yet
    (see `titled`)."""
    facts = (
        Fact(voice.say("paper-customer"), dossier.customer),
        Fact(voice.say("paper-project"), dossier.project),
        Fact(voice.say("status-phase"), voice.label(dossier.phase.label)),
        Fact(voice.say("dossiers-owner"), dossier.owner.name),
        Fact(voice.say("paper-started"), written_day(dossier.created_at.astimezone(voice.zone).date(), voice)),
    )
    rows = tuple((each.person.name, voice.label(each.tier.label)) for each in members)
    people = Grid(voice.say("paper-people"), (voice.say("paper-name"), voice.say("paper-tier")), rows)
    contents = tuple(
        Fact(
            voice.label(category.label),
            voice.say("paper-records", count=sum(n for kind, n in counts.items() if kind.category is category)),
        )
        for category in Category
    )
    return Document(
        "",
        voice.say("paper-dossier"),
        dossier.title,
        facts,
        voice.language.value,
        paper_words(voice),
        _about(dossier, voice),
        people=people,
        contents=contents,
    )


def titled(document: Document, voice: Voice, name: str, version: int) -> Document:
    """Give a cover its file name, and say on it when it was made and which version it is."""
    made = Fact(voice.say("paper-made"), written_day(voice.now.astimezone(voice.zone).date(), voice))
    return replace(document, name=name, facts=(*document.facts, made, Fact(voice.say("paper-version"), f"v{version}")))


def orgchart_of(dossier: DossierView, seats: Sequence[Seat], voice: Voice) -> Orgchart | None:
    """Give the organisation chart of a customer on paper, None where nobody is known."""
    if not seats:
        return None
    title = voice.say("orgchart-title", customer=dossier.customer)
    return Orgchart(title, decide(seats, voice), lines(seats, voice), boxes(seats, voice))


def part_of(category: Category, chapters: Iterable[Chapter], voice: Voice) -> Part:
    """Give a part of the whole dossier; one with nothing in it says so."""
    made = tuple(chapters)
    return Part(voice.label(category.label), made, "" if made else voice.say("paper-empty"))


def _short(spec: FieldSpec) -> bool:
    return spec.input not in (*_LONG, Input.ATTACHMENTS)


def _grid(spec: FieldSpec, value: Sequence[Mapping[str, Any]], voice: Voice) -> Grid:
    rows = tuple(tuple(written(column, row.get(column.name), voice) for column in spec.columns) for row in value)
    return Grid(voice.label(spec.label), tuple(voice.label(column.label) for column in spec.columns), rows)


def _field(spec: FieldSpec, value: Any, voice: Voice) -> Any:
    """Give a value as a template's author wants it: rows as values by column, all else as text."""
    if spec.input is Input.ROWS:
        return [
            {column.name: written(column, row.get(column.name), voice) for column in spec.columns}
            for row in value or ()
        ]
    return written(spec, value, voice)


def _about(dossier: DossierView, voice: Voice) -> dict[str, str]:
    return {
        "customer": dossier.customer,
        "short_name": dossier.short_name,
        "project": dossier.project,
        "phase": voice.label(dossier.phase.label),
        "owner": dossier.owner.name,
    }


_WORDS = {
    "contents": "paper-contents",
    "files": "paper-files",
    "signature": "paper-signature",
    "date": "paper-date",
    "customer": "paper-customer",
    "vendor": "paper-vendor",
    "page": "paper-page",
    "of": "paper-of",
    "pages": "paper-pages",
}


def paper_words(voice: Voice) -> dict[str, str]:
    """Give the product's own words on paper, by what they are for."""
    # Templates made after ours of old say it behind a number, which says it by itself now.
    return {word: voice.say(key) for word, key in _WORDS.items()} | {"records": ""}
