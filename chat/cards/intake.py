"""A table that is being taken in: what was recognised, what it comes to, and what cannot be read."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from chat.forms import Choice, Form, FormField
from chat.messages import Block, Bullets, Button, Buttons, Facts, Heading, Message, Note, Paragraph, Strong, Style
from chat.voice import Voice
from dossier.errors import Problem
from dossier.fields import Input
from dossier.kinds import Kind
from dossier.sheets.defects import NEEDED, asked

FORM = "import-columns"
_LONGEST, _NAMED = 60, 12


def columns_form(kind: Kind, values: Mapping[str, Any], draft: str, voice: Voice) -> Form:
    """Ask which column is for which field; what was recognised is chosen."""
    header: Sequence[str] = values.get("header", ())
    columns: Mapping[str, str] = values.get("columns", {})
    choices = tuple(Choice(str(at), name[:_LONGEST]) for at, name in enumerate(header) if name)
    fields = tuple(
        FormField(
            spec.name,
            voice.label(spec.label),
            Input.CHOICE,
            spec.name in NEEDED,
            voice.say("import-id-hint") if spec.name == NEEDED[0] else "",
            choices,
            str(header.index(columns[spec.name])) if spec.name in columns else "",
        )
        for spec in asked(kind)
    )
    title, note = voice.say("import-columns-title"), voice.say("import-columns-note")
    return Form(FORM, title, voice.say("button-go-on"), fields, {"draft": draft}, note)


_REMARKS = {"left": "import-left", "strangers": "import-strangers", "formulas": "import-formulas"}


def intake_card(kind: Kind, voice: Voice, data: Mapping[str, Any], wrong: Sequence[Sequence[Any]]) -> Message:
    """Show what taking a table in comes to, with the buttons that change or confirm it; or that it is done."""
    blocks: list[Block] = [Heading(voice.say("import-of", name=data["name"]), "📥"), Note((data["title"],))]
    if data["state"] == "failed":
        problem = voice.problem(Problem(str(data["problem"]), data["about"]))
        blocks.append(Paragraph(("⚠️ ", voice.say("import-nothing-written"), voice.stop, problem)))
        return Message(tuple(blocks))
    if data["state"] != "done" and data["needs"]:
        # Without them nothing can be counted: that is said, and what is to be done, before anything else.
        names = [voice.label(spec.label) for spec in asked(kind) if spec.name in data["needs"]]
        blocks.append(Paragraph(("⚠️ ", voice.say("import-needs", names=voice.listed(names)))))
        if NEEDED[0] in data["needs"]:
            blocks.append(Note((voice.say("import-needs-id"),)))
        if data["columns"]:
            blocks.append(Note((_columns(kind, voice, data["columns"]),)))
        return Message((*blocks, Buttons(_buttons(voice, data))))
    counts = (("import-new", "new"), ("import-changed", "changed"), ("import-same", "same"), ("import-wrong", "wrong"))
    blocks.append(Facts(tuple((voice.say(key), str(data[name])) for key, name in counts)))
    if data["state"] == "done":
        blocks.append(Paragraph(("✅ ", voice.say("import-done"))))
    if wrong:
        blocks += [Paragraph((Strong(voice.say("import-wrong-rows")),)), _wrong(kind, voice, wrong)]
        if (left := int(data["wrong"]) - len({each[0] for each in wrong})) > 0:
            blocks.append(Note((voice.say("import-wrong-more", count=left),)))
    if data["state"] == "done":
        return Message(tuple(blocks))
    if data["columns"]:
        blocks.append(Note((_columns(kind, voice, data["columns"]),)))
    blocks += [Note((_counted(key, data[name], voice),)) for name, key in _REMARKS.items() if data[name]]
    blocks.append(Buttons(_buttons(voice, data)))
    return Message(tuple(blocks))


def _counted(key: str, names: Sequence[str], voice: Voice) -> str:
    said = voice.listed([name[:_LONGEST] for name in names[:_NAMED]])
    return voice.say(key, names=said, more=max(0, len(names) - _NAMED))


def _buttons(voice: Voice, data: Mapping[str, Any]) -> tuple[Button, ...]:
    args = {"draft": str(data["draft"])}
    change = Button(voice.say("button-import-columns"), "import-columns", args)
    count = int(data["new"]) + int(data["changed"])
    if data["needs"] or not count:
        return (change,)
    return (Button(voice.say("button-import-write", count=count), "import-write", args, Style.PRIMARY), change)


def _wrong(kind: Kind, voice: Voice, wrong: Sequence[Sequence[Any]]) -> Bullets:
    """Give a line for each row, with all that is wrong in it."""
    lines = []
    for number, problems in groupby(wrong, lambda each: each[0]):
        said = [voice.say("import-row", number=str(number))]
        for _, name, key, about in problems:
            spec = kind.field(str(name))
            where = f"{voice.label(spec.label)}{voice.colon}" if spec else ""
            said.append(f"{where}{voice.problem(Problem(str(key), about))}")
        lines.append((" · ".join(said),))
    return Bullets(tuple(lines))


def _columns(kind: Kind, voice: Voice, columns: Mapping[str, str]) -> str:
    pairs = [
        f"{voice.label(spec.label)} ← {columns[spec.name][:_LONGEST]}" for spec in asked(kind) if spec.name in columns
    ]
    return f"{voice.say('import-recognised')}{voice.colon}{' · '.join(pairs)}"
