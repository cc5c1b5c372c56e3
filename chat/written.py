"""Values as they are written on paper and in sheets: whole dates, names without `@`."""

from datetime import date, datetime
from typing import Any

from chat.references import named
from chat.voice import Voice
from dossier.fields import Amount, FieldSpec, Input
from dossier.language import Language
from dossier.views import Saved, attached_in


def written(spec: FieldSpec, value: Any, voice: Voice) -> str:
    """Give a stored value of a field as it is written on paper: whole dates, names without `@`."""
    if value in (None, "", []):
        return ""
    match spec.input:
        case Input.DAY:
            return written_day(date.fromisoformat(value), voice)
        case Input.MOMENT:
            return written_moment(datetime.fromisoformat(value), voice)
        case Input.PERSON:
            return str(value["name"])
        case Input.PEOPLE:
            return voice.listed([str(each["name"]) for each in value])
        case Input.MONEY if isinstance(value, dict):
            return Amount.model_validate(value).shown
        case Input.ATTACHMENTS:
            return voice.listed([str(each["name"]) for each in value])
        case Input.ROWS:
            rows = (tuple(written(column, row.get(column.name), voice) for column in spec.columns) for row in value)
            return "\n".join(" · ".join(cell for cell in row if cell) for row in rows)
        case _:
            return voice.value(spec, value)


def cell(saved: Saved, spec: FieldSpec, voice: Voice) -> str:
    """Give a field of a record as a sheet has it: the records it names one a line, so that nobody looks them up."""
    if spec.input is Input.ATTACHMENTS:
        kept = attached_in(saved.line.kind, {spec.name: saved.content.get(spec.name)})
        return voice.listed([voice.file(file, saved.refused) for file in kept])
    return "\n".join(named(saved, spec, voice)) or written(spec, saved.content.get(spec.name), voice)


def written_day(day: date, voice: Voice) -> str:
    """Give a day with its year."""
    if voice.language is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day:%B} {day.day}, {day.year}"


def written_moment(moment: datetime, voice: Voice) -> str:
    """Give a moment with its year, in the zone's time."""
    local = moment.astimezone(voice.zone)
    return f"{written_day(local.date(), voice)} {local:%H:%M}"
