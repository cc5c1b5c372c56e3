"""Who has told no language is spoken to in the one they last wrote a command in, also where they write none."""

import pytest
from sqlalchemy import delete

from chat.events import MessagePosted
from dossier.fields import FileRef
from dossier.language import Language
from storage.tables import settings
from tests.team import Team, form_in


@pytest.fixture
def untold(team: Team) -> Team:
    """A team of whose languages nothing is known."""
    team.database.write(lambda connection: connection.execute(delete(settings).where(settings.c.name == "language")))
    return team


def form_for_a_file(team: Team, who: str) -> str:
    team.platform.files["f1"] = b"timeout"
    file = FileRef(id="f1", name="logs.txt", size=7, type="text/plain")
    return form_in(team.handle(MessagePosted(team.source(who, None), "", (file,)))).title


def test_a_file_is_asked_about_in_the_language_of_the_last_command(untold: Team) -> None:
    assert Language.spoken_in(form_for_a_file(untold, "ann")) is Language.ZH
    untold.say("ann", "/dossier status")
    assert Language.spoken_in(form_for_a_file(untold, "ann")) is Language.EN
    assert Language.spoken_in(form_for_a_file(untold, "lilei")) is Language.ZH
    untold.say("ann", "/档案 状态")
    assert Language.spoken_in(form_for_a_file(untold, "ann")) is Language.ZH


def test_whoever_has_told_a_language_keeps_it_whatever_they_write(team: Team) -> None:
    team.say("ann", "/档案 状态")
    assert Language.spoken_in(form_for_a_file(team, "ann")) is Language.EN
