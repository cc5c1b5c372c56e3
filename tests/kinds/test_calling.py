"""Every kind is reached by what it is called, in both languages: behind the dossier's command, alone, and in help."""

import pytest

from chat.replies import OpenForm
from dossier.kinds import Kind
from dossier.language import Language
from handlers.kind_commands import ROOT, ROOT_ZH
from tests.kinds.entries import newest
from tests.kinds.samples import command
from tests.team import Team, form_in, said

ASKER = {Language.ZH: "wangfang", Language.EN: "ann"}
_ROOTS = {Language.ZH: ROOT_ZH, Language.EN: ROOT}


def stands_alone(kind: Kind, label: str) -> bool:
    """Tell whether a kind is called like its command, which stands alone: to others it is named."""
    return kind.slash and label.casefold() in (kind.command, kind.command_zh)


@pytest.mark.parametrize("capitals", [False, True], ids=["as it is written", "in capitals"])
def test_a_kind_is_logged_by_its_label(kind: Kind, language: Language, capitals: bool, team: Team) -> None:
    label = kind.label.to(language)
    called = label.upper() if capitals else label

    answer = team.say("wangfang", f"/{_ROOTS[language]} {called}")

    if stands_alone(kind, label):
        assert command(kind, Language.ZH) in said(answer)
    else:
        assert form_in(answer).ref["kind"] == kind.name


def test_what_follows_the_label_goes_into_the_record(kind: Kind, language: Language, team: Team) -> None:
    if stands_alone(kind, kind.label.to(language)):
        return
    answer = team.say("wangfang", f"/{_ROOTS[language]} {kind.label.to(language)} 某事")
    if isinstance(answer, OpenForm):
        assert (answer.form.ref["kind"], answer.form.fields[0].value) == (kind.name, "某事")
    else:
        assert newest(team, kind).content[kind.fields[0].name] == "某事"


def test_a_label_alone_is_answered_with_the_command_of_its_kind(kind: Kind, language: Language, team: Team) -> None:
    name = kind.label.to(language)
    if " " in name or name.casefold() in (kind.command, kind.command_zh):
        return
    assert command(kind, language) in said(team.say(ASKER[language], f"/{name}"))


def test_help_knows_a_kind_by_its_label(kind: Kind, language: Language, team: Team) -> None:
    told = said(team.say(ASKER[language], f"/{_ROOTS[language]} help {kind.label.to(language)}"))
    assert told == said(team.say(ASKER[language], f"/{_ROOTS[language]} help {kind.command}"))
    assert command(kind, language) in told
