"""A kind with a field of every sort, declared where no other test sees it, and lived through; prints what was kept.

Run as `python -m tests.kinds.every_field FOLDER`.
"""

import json
import sys
from typing import Annotated, Any

from pydantic import BeforeValidator

from dossier.categories import Category
from dossier.fields import (
    Attachments,
    Day,
    Email,
    Initial,
    Input,
    Link,
    LongText,
    Moment,
    Money,
    Number,
    Option,
    PastDay,
    People,
    Person,
    Phone,
    Row,
    Text,
    field,
    rows,
)
from dossier.kinds import Record, kind, kind_named, kinds


class Weight(Option):
    """How heavy it is."""

    LIGHT = "light", "轻", "Light"
    HEAVY = "heavy", "重", "Heavy"


class Part(Row):
    """A part of the whole."""

    what: Text = field(zh="部分", en="Part")
    owner: Person | None = field(zh="谁", en="Who")
    due: Day | None = field(zh="何时", en="By")


def declare() -> None:
    """Declare it; the product knows it if this is done before the handlers are imported."""

    @kind(
        command=("everything", "样样有"),
        zh="样样有",
        en="Everything",
        icon="🧪",
        category=Category.OPERATION,
        title="{line}: {weight}",
        stage="line",
        search=("line", "text", "people", "parts"),
        lookup=("mail",),
    )
    class Everything(Record):
        """One of each."""

        line: Text = field(zh="短文", en="Short text")
        text: LongText = field(zh="长文", en="Long text")
        phone: Phone = field(zh="电话", en="Telephone", sensitive=True)
        mail: Email = field(zh="邮箱", en="Mail", sensitive=True)
        day: Day = field(zh="日期", en="Day", initial=Initial.TODAY)
        past: PastDay = field(zh="过去某天", en="Past day")
        moment: Moment = field(zh="时刻", en="Moment", initial=Initial.NOW)
        person: Person = field(zh="人", en="Person", initial=Initial.ME)
        people: People = field(zh="大家", en="Everybody")
        weight: Weight = field(zh="轻重", en="Weight", initial=Weight.LIGHT)
        lifter: Text = field(zh="谁来搬", en="Lifted by", only_if=("weight", Weight.HEAVY))
        weighed: PastDay | None = field(
            zh="称重日", en="Weighed on", initial=Initial.TODAY, only_if=("weight", Weight.HEAVY)
        )
        number: Number = field(zh="数", en="Number")
        money: Money = field(zh="金额", en="Money")
        link: Link = field(zh="网址", en="Link")
        files: Attachments = field(zh="附件", en="Files")
        parts: Annotated[tuple[Part, ...], Input.ROWS, BeforeValidator(rows(Part))] = field(zh="组成", en="Parts")


def _unweighed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("lifter", "weighed")}


def main(folder: str) -> dict[str, Any]:
    """Enter it by form, look at it, change it and find it again; give what was kept each time."""
    kinds()
    declare()
    from chat.events import FormChanged
    from tests.kinds.entries import enter, found, newest
    from tests.kinds.samples import SECRETS, typed
    from tests.team import Team, form_in, said

    made = kind_named("everything")
    assert made is not None
    with Team.on(f"sqlite:///{folder}/everything.db") as team:
        saved = enter(team, made)
        form = form_in(team.say("lilei", f"/dossier edit #{saved.line.number}"))
        untouched = said(team.submit(form, "lilei"))
        team.submit(form, "lilei", number="１，２３４", parts="一件事 @Ann 2026-12-24")
        lived = {
            "typed": typed(made),
            "first": dict(saved.content),
            "untouched": untouched,
            "second": dict(newest(team, made).content),
            "card": said(team.say("ann", f"/dossier show #{saved.line.number}")),
            "posted": [message.text for message in team.posted("abc")],
            "found": {word: len(found(team, word)) for word in ("海棠", "件", "王总", "secret", SECRETS["email"])},
            "help": said(team.say("lilei", "/dossier help everything")),
            "name": saved.document(),
        }
        light = form_in(team.say("lilei", "/everything"))
        chosen = {field.name: field.value for field in light.fields} | {"weight": "heavy"}
        heavy = form_in(team.handle(FormChanged(team.source("lilei"), light.name, dict(light.ref), chosen)))
        return lived | {
            "light": [field.name for field in light.fields],
            "heavy": {field.name: [field.value, field.required] for field in heavy.fields},
            "not lifted": said(team.submit(heavy, "lilei", **{**typed(made), "lifter": ""})),
            "kept light": dict(enter(team, made, {**_unweighed(typed(made)), "weight": "light"}).content),
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1]), ensure_ascii=False))
