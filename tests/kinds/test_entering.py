"""Every kind can be entered by its form and in one line, in both languages, and both keep the same."""

import pytest

from chat.oneline import read_line
from chat.record_form import record_form
from chat.replies import Nothing, Show
from chat.voice import Voice
from dossier.errors import InvalidFields
from dossier.kinds import Kind
from dossier.language import Language
from tests.kinds.entries import enter, for_all, newest
from tests.kinds.samples import command, line, reading, typed, without_files
from tests.team import START, ZONE, Team


def test_the_form_asks_for_every_field_in_the_language_spoken(kind: Kind, language: Language, team: Team) -> None:
    form = record_form(kind, Voice(language, ZONE, START), typed(kind), [team.dossier])

    assert [field.name for field in form.fields] == [spec.name for spec in kind.fields]
    assert [field.label for field in form.fields] == [spec.label.to(language) for spec in kind.fields]
    assert all(field.label.strip() for field in form.fields)
    for field, spec in zip(form.fields, kind.fields, strict=True):
        assert [choice.label for choice in field.choices] == [option.label.to(language) for option in spec.options]


def test_every_name_is_there_in_both_languages(kind: Kind) -> None:
    labels = [kind.label, *(spec.label for spec in kind.fields)]
    labels += [option.label for spec in kind.fields for option in spec.options]
    labels += [column.label for spec in kind.fields for column in spec.columns]
    for label in labels:
        assert label.zh.strip()
        assert label.en.strip()
        assert label.en.isascii(), f"{label.en} is not English"


def test_no_two_fields_answer_to_the_same_label(kind: Kind) -> None:
    for names in zip(*(spec.label.both() for spec in kind.fields), strict=True):
        assert len({name.casefold() for name in names}) == len(kind.fields)


def test_the_form_is_saved_as_it_is_filled_in(kind: Kind, language: Language, team: Team) -> None:
    values = typed(kind, language)

    saved = enter(team, kind, values)

    assert saved.content.keys() == {spec.name for spec in kind.fields}


def test_a_form_with_nothing_in_it_says_what_is_needed_at_each_field(kind: Kind) -> None:
    needed = {spec.name for spec in kind.fields if spec.required and spec.initial is None and spec.always}

    with pytest.raises(InvalidFields) as refused:
        kind.parse({}, reading())

    assert needed | set(kind.needs_one_of[:1]) == refused.value.problems.keys()


@pytest.mark.parametrize("full_width", [False, True], ids=["half-width", "full-width"])
def test_one_line_gives_the_same_content_as_the_form(kind: Kind, language: Language, full_width: bool) -> None:
    values = without_files(kind, typed(kind, language))

    read = read_line(kind, line(kind, values, language, full_width=full_width))

    assert kind.parse(read, reading()) == kind.parse(values, reading())


def test_lines_below_each_other_give_the_same_content_as_the_form(kind: Kind, language: Language) -> None:
    values = without_files(kind, typed(kind, language))

    read = read_line(kind, line(kind, values, language, full_width=False).replace(" | ", "\n"))

    assert kind.parse(read, reading()) == kind.parse(values, reading())


def test_one_line_is_kept_as_the_form_would_be(kind: Kind, team: Team) -> None:
    values = without_files(kind, typed(kind))
    by_form = enter(team, kind, values)
    team.write("lilei", lambda store: store.records.undo(by_form))

    answer = team.say("lilei", f"{command(kind, Language.ZH)} {line(kind, values, Language.ZH, full_width=True)}")

    assert isinstance(answer, Nothing if for_all(kind) else Show)
    by_line = newest(team, kind)
    assert by_line.line.uid != by_form.line.uid
    assert by_line.content == by_form.content
