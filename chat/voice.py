"""How somebody is spoken to: in their language and their zone's time, as dates are written there."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chat.messages import Message, Translated, When
from chat.texts import worded
from dossier.errors import Problem
from dossier.fields import Amount, FieldSpec, FileRef, Input
from dossier.language import Label, Language
from dossier.reading import APART
from dossier.tiers import Tier

_BAR = 6
_LATE = timedelta(hours=12)
# Keeps words on one line.
_WHOLE = "\N{NO-BREAK SPACE}"
_WEEKDAYS = {Language.ZH: "一二三四五六日", Language.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, a zone, the product's moment (UTC) that days are counted from, and whose words are used.

    `told` is False where nobody has said that they speak it: what is short is said to them in every language.
    """

    language: Language
    zone: ZoneInfo
    now: datetime
    platform: str = ""
    told: bool = True

    def in_each(self, make: Callable[["Voice"], Message]) -> Message:
        """Make a message for its reader: where their language is not told, in every one, this voice's first."""
        if self.told:
            return make(self)
        said = {of: make(replace(self, language=of)) for of in sorted(Language, key=lambda of: of != self.language)}
        return Translated(said[self.language].blocks, said)

    def say(self, key: str, **data: object) -> str:
        """Give a sentence of the product by its key."""
        return worded(self.platform, self.language, key, **data)

    def label(self, label: Label) -> str:
        """Give a label."""
        return label.to(self.language)

    @property
    def colon(self) -> str:
        """What stands between a word and what it introduces."""
        return "：" if self.language is Language.ZH else ": "

    @property
    def stop(self) -> str:
        """What stands between two sentences."""
        return "。" if self.language is Language.ZH else ". "

    def problem(self, problem: Problem) -> str:
        """Put a problem into words."""
        return self.sentence(problem.key, problem.data)

    def sentence(self, key: str, data: Mapping[str, str | int]) -> str:
        """Give a sentence with data that is kept in no language: a tier in it is called by its name, `until_day` and
        `until_moment` (ISO 8601) are written as this voice writes days and moments."""
        said: dict[str, str | int] = dict(data)
        if "tier" in said:
            said["tier"] = self.label(Tier[str(said["tier"]).upper()].label)
        if "until_day" in said:
            said["until_day"] = self.last_day(datetime.fromisoformat(str(said["until_day"])))
        if "until_moment" in said:
            said["until_moment"] = self.moment(datetime.fromisoformat(str(said["until_moment"])))
        return worded(self.platform, self.language, key, **said)

    def last_day(self, until: datetime) -> str:
        """Give the last day of what holds until a moment late in it, by the organisation's time: for readers elsewhere
        it is that day too, and for none a day on which it has ended already."""
        return self.day((until - _LATE).astimezone(self.zone).date())

    def day(self, day: date) -> str:
        """Give a day as people write it here: the weekday when it is near, the year when it is another."""
        today = self.now.astimezone(self.zone).date()
        weekday = _WEEKDAYS[self.language][day.weekday()]
        if self.language is Language.ZH:
            year = "" if day.year == today.year else f"{day.year}年"
            return f"{year}{day.month}月{day.day}日" + (f"(周{weekday})" if abs((day - today).days) < 14 else "")
        year = "" if day.year == today.year else f", {day.year}"
        near = f"{weekday}, " if abs((day - today).days) < 14 else ""
        return f"{near}{day:%b} {day.day}{year}"

    def month(self, month: date) -> str:
        """Give a month with its year, by a day in it."""
        return f"{month.year}年{month.month}月" if self.language is Language.ZH else f"{month:%B %Y}"

    def weekday(self, number: int) -> str:
        """Give a weekday, from Monday, 0."""
        name = _WEEKDAYS[self.language][number]
        return f"周{name}" if self.language is Language.ZH else name

    def short_day(self, day: date) -> str:
        """Give a day as short as the axis of a chart needs it: `11/16`, `Nov 16`."""
        return f"{day.month}/{day.day}" if self.language is Language.ZH else f"{day:%b} {day.day}"

    def midnight(self, day: date) -> datetime:
        """Give the moment (UTC) at which a day begins here."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def moment(self, moment: datetime) -> str:
        """Give a moment in the zone's time."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())} {local:%H:%M}"

    def when(self, moment: datetime) -> When:
        """Give a moment that platforms may show in each reader's own time."""
        return When(moment, self.moment(moment))

    def since(self, moment: datetime) -> str:
        """Say how long ago a moment is, roughly."""
        hours = int((self.now - moment).total_seconds() // 3600)
        if hours < 1:
            return self.say("ago-now")
        return self.say("ago-hours", hours=hours) if hours < 24 else self.say("ago-days", days=hours // 24)

    def bar(self, percent: int) -> str:
        """Draw a share: `▓▓▓▓░░ 62%`."""
        return f"{_drawn(percent)} {percent}%"

    def points(self, score: int) -> str:
        """Draw a score of a hundred: `▓▓▓▓░░ 62 points`."""
        return f"{_drawn(score)} {self.say('report-score', score=score)}".replace(" ", _WHOLE)

    def listed(self, items: Sequence[str]) -> str:
        """Give several things in a line."""
        return ("、" if self.language is Language.ZH else ", ").join(items)

    def value(self, spec: FieldSpec, value: Any) -> str:
        """Show a stored value of a field; lists are one item a line."""
        if value in (None, "", []):
            return "—"
        match spec.input:
            case Input.DAY:
                return self.day(date.fromisoformat(value))
            case Input.MOMENT:
                return self.moment(datetime.fromisoformat(value))
            case Input.PERSON:
                return f"@{value['name']}"
            case Input.PEOPLE:
                return self.people(value)
            case Input.CHOICE:
                option = spec.option(value)
                return self.label(option.label) if option else str(value)
            case Input.MONEY:
                return Amount.model_validate(value).shown if isinstance(value, dict) else str(value)
            case Input.ATTACHMENTS:
                return "\n".join(f"📎 {FileRef.model_validate(file).label}" for file in value)
            case Input.ROWS:
                return "\n".join(self.row(spec, row) for row in value)
            case _:
                return str(value)

    def people(self, people: list[Mapping[str, Any]]) -> str:
        """Name people, the first eight of them."""
        named = " ".join(f"@{person['name']}" for person in people[:8])
        return named if len(people) <= 8 else self.say("people-more", named=named, more=len(people) - 8)

    def file(self, file: FileRef, refused: Container[str] = ()) -> str:
        """Name an attached file; of one of those, by their ids, that were not kept, say so."""
        return self.say("file-not-kept", name=file.label) if file.id in refused else file.label

    def row(self, spec: FieldSpec, row: Mapping[str, Any]) -> str:
        """Show one row of a list in a line."""
        parts = [self.value(column, row[column.name]) for column in spec.columns if row.get(column.name)]
        return APART.join(parts)

    def typed(self, spec: FieldSpec, value: Any) -> Any:
        """Give a stored value as a person would type it into a form, so that reading it gives the same value."""
        if value in (None, "", []):
            return [] if spec.input is Input.ATTACHMENTS else ""
        match spec.input:
            case Input.MOMENT:
                moment = datetime.fromisoformat(value).astimezone(self.zone)
                # In the hour that comes twice a year the second needs to say which it is.
                return moment.isoformat(timespec="minutes") if moment.fold else f"{moment:%Y-%m-%d %H:%M}"
            case Input.PERSON:
                return f"@{value['name']}"
            case Input.PEOPLE:
                return ", ".join(f"@{person['name']}" for person in value)
            case Input.MONEY:
                return Amount.model_validate(value).typed
            case Input.ROWS:
                return "\n".join(APART.join(self._typed_row(spec, row)) for row in value)
            case Input.ATTACHMENTS:
                return value
            case _:
                return str(value)

    def _typed_row(self, spec: FieldSpec, row: Mapping[str, Any]) -> list[str]:
        return [str(self.typed(column, row[column.name])) for column in spec.columns if row.get(column.name)]


def _drawn(percent: int) -> str:
    # What is not whole does not look so.
    full = min(round(_BAR * percent / 100), _BAR - (percent < 100))
    return "▓" * full + "░" * (_BAR - full)
