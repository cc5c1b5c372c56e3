"""Every kind asks for a field only while what stands in the form calls for it, and loses nothing it does not ask."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from chat.events import FormChanged
from chat.forms import Form
from chat.record_form import edit_form, record_form
from chat.voice import Voice
from dossier.errors import InvalidFields, Problem
from dossier.fields import FieldSpec, Input, Option
from dossier.kinds import Kind, kinds
from dossier.language import Language
from tests.kinds.entries import enter, name_others, newest
from tests.kinds.samples import command, line, reading, typed, without_files
from tests.team import START, ZONE, Team, form_in

DEPENDING = [each for each in kinds() if any(spec.only_if for spec in each.fields)]
"""The kinds in which something depends on something; there is at least the issue."""


def _begun_in_one_line(kind: Kind) -> bool:
    free = [spec for spec in kind.fields[1:] if spec.only_if is None]
    lacking = [spec for spec in free if spec.required and spec.initial is None]
    tied = any(spec.only_if and spec.input is Input.LONG_TEXT for spec in kind.fields)
    return tied and not lacking and any(spec.input is Input.DAY for spec in free)


ONE_LINERS = [each for each in DEPENDING if _begun_in_one_line(each)]
"""Those of them that need no more than a title, and in which a day can be mistyped."""


def deciding(kind: Kind) -> dict[str, FieldSpec]:
    """Give the choices that other fields depend on."""
    names = {spec.only_if.field for spec in kind.fields if spec.only_if}
    return {spec.name: spec for spec in kind.fields if spec.name in names}


def choices(kind: Kind) -> Iterator[dict[str, Option]]:
    """Give every way to choose in them; of a kind without any, the one way there is."""
    for chosen in product(*(spec.options for spec in deciding(kind).values())):
        yield dict(zip(deciding(kind), chosen, strict=True))


def expected(kind: Kind, chosen: Mapping[str, Option]) -> list[str]:
    """Give the fields that are to be asked, by what was declared alone."""
    return [
        spec.name
        for spec in kind.fields
        if spec.only_if is None or any(chosen[spec.only_if.field] is option for option in spec.only_if.options)
    ]


def unmet(kind: Kind) -> dict[str, Option]:
    """Give a choice under which least is asked."""
    return min(choices(kind), key=lambda chosen: len(expected(kind, chosen)))


def names(form: Form) -> list[str]:
    """Give the fields of a form but the question why it was changed."""
    return [field.name for field in form.fields if field.name != "reason_for_change"]


def choose(team: Team, form: Form, **values: Any) -> Form:
    """Fill something into an open form whose choice others depend on, and give the form as it then looks."""
    standing = {field.name: field.value for field in form.fields} | values
    return form_in(team.handle(FormChanged(team.source("lilei"), form.name, dict(form.ref), standing)))


def test_something_depends_on_a_choice_somewhere() -> None:
    assert DEPENDING


def test_new_and_changed_records_ask_for_what_the_choice_calls_for(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    voice = Voice(Language.ZH, ZONE, START)

    for chosen in choices(kind):
        for values in (chosen, {name: option.label.en for name, option in chosen.items()}):
            assert names(record_form(kind, voice, values, [team.dossier])) == expected(kind, chosen)
            # What a record holds can be changed, whatever is chosen now.
            held = [spec.name for spec in kind.fields if spec.name in {*expected(kind, chosen), *saved.content}]
            assert names(edit_form(saved, voice, typed=values)) == held


def test_the_fields_that_others_depend_on_and_no_other_say_so(kind: Kind, team: Team) -> None:
    voice = Voice(Language.ZH, ZONE, START)

    for form in (record_form(kind, voice, {}, [team.dossier]), edit_form(enter(team, kind), voice)):
        assert {field.name for field in form.fields if field.decides} == deciding(kind).keys()


def test_choosing_again_shows_the_form_as_it_then_looks_with_everything_typed(kind: Kind, team: Team) -> None:
    form = form_in(team.say("lilei", command(kind)))
    values = {name: value for name, value in typed(kind).items() if name in names(form)}

    for chosen in choices(kind):
        form = choose(team, form, **{**values, **chosen})

        assert names(form) == expected(kind, chosen)
        shown = {field.name: field.value for field in form.fields}
        kept = {name: value for name, value in values.items() if name not in chosen and name in shown}
        assert {name: shown[name] for name in kept if kind.field(name).input is not Input.CHOICE} == {  # type: ignore[union-attr]
            name: value
            for name, value in kept.items()
            if kind.field(name).input is not Input.CHOICE  # type: ignore[union-attr]
        }
        assert {name: shown[name] for name in chosen} == chosen


def test_what_was_not_asked_in_a_change_keeps_what_it_held(kind: Kind, team: Team) -> None:
    before = enter(team, kind)
    chosen = unmet(kind)
    form = choose(team, form_in(team.say("lilei", f"/dossier edit #{before.line.number}")), **chosen)

    team.submit(form, "lilei", reason_for_change="重新打开")

    after = newest(team, kind)
    held = {name: value for name, value in before.content.items() if name not in chosen}
    assert after.content == {**held, **{name: option.value for name, option in chosen.items()}}


@pytest.mark.parametrize("kind", DEPENDING, ids=lambda kind: kind.name)
def test_what_was_asked_and_emptied_is_empty(kind: Kind, team: Team) -> None:
    before = enter(team, kind)
    loose = [spec.name for spec in kind.fields if spec.only_if and not spec.required]

    team.submit(form_in(team.say("lilei", f"/dossier edit #{before.line.number}")), "lilei", **dict.fromkeys(loose, ""))

    assert newest(team, kind).content.keys() == before.content.keys() - set(loose)


def test_in_one_line_every_field_is_taken_whatever_is_chosen(kind: Kind, team: Team) -> None:
    values = {**without_files(kind, typed(kind)), **{name: each.label.zh for name, each in unmet(kind).items()}}

    name_others(team, kind)
    team.say("lilei", f"{command(kind)} {line(kind, values, Language.ZH, full_width=False)}")

    assert newest(team, kind).content.keys() == values.keys()


@pytest.mark.parametrize("kind", ONE_LINERS, ids=lambda kind: kind.name)
def test_what_was_given_in_one_line_is_still_asked_when_the_line_opens_the_form(kind: Kind, team: Team) -> None:
    given = next(spec for spec in kind.fields if spec.only_if and spec.input is Input.LONG_TEXT)
    wrong = next(spec for spec in kind.fields if spec.input is Input.DAY and not spec.only_if)
    said = f"{command(kind)} 一件事 | {given.label.zh}: 已经这样做了 | {wrong.label.zh}: 火星日"

    form = form_in(team.say("lilei", said))
    again = choose(team, form, **unmet(kind))

    for shown in (form, again):
        field = next(field for field in shown.fields if field.name == given.name)
        assert (field.value, field.required) == ("已经这样做了", False)
    team.submit(again, "lilei", **{wrong.name: "今天"})
    assert newest(team, kind).content[given.name] == "已经这样做了"


def test_nothing_is_required_that_is_not_asked(kind: Kind) -> None:
    for chosen in choices(kind):
        with pytest.raises(InvalidFields) as refused:
            kind.parse({**chosen, "no such field": "x"}, reading())

        missing = {name for name, problem in refused.value.problems.items() if problem == Problem("problem-required")}
        assert missing == {
            spec.name
            for spec in kind.fields
            if spec.required
            and spec.initial is None
            and spec.name in expected(kind, chosen)
            and spec.name not in chosen
        }
