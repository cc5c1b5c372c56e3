"""What a kind hides stands nowhere in the clear: not in the database's file, not in what is posted or logged."""

import logging
from pathlib import Path

import pytest

from dossier.kinds import Kind
from dossier.language import Language
from tests.kinds.entries import enter, for_all, newest
from tests.kinds.samples import SECRETS, command, line, typed, without_files
from tests.team import Team, button_in, form_in, said

_NEW = {"phone": "+49 30 5551 8642", "email": "other.secret@example.org", "budget": "USD 135792.46"}
_NEW |= {"value": _NEW["budget"]}
_TRACES = ("138 7654 3210", "13876543210", "secret.person", "987654", "5551 8642", "55518642", "other.secret", "135792")


def _live_through(team: Team, kind: Kind) -> None:
    """Enter, change, look for, look back on, reveal, refuse and take back what is hidden, by form and in one line."""
    saved = enter(team, kind)
    hidden = {spec.name: _NEW[spec.name] for spec in kind.fields if spec.sensitive}
    form = form_in(team.say("lilei", f"/dossier edit #{saved.line.number}"))
    team.submit(form, "lilei", **hidden)
    assert newest(team, kind).line.revision == 2
    for value in (*SECRETS.values(), *_NEW.values()):
        team.say("lilei", f"/dossier search {value}")
    team.say("lilei", f"/dossier history #{saved.line.number}")
    revealed = team.press(button_in(team.say("lilei", f"/dossier show #{saved.line.number}"), "reveal"), "lilei")
    assert any(value.split()[-1] in said(revealed).replace(",", "") for value in hidden.values())
    team.press(button_in(team.say("lilei", f"/dossier show #{saved.line.number}"), "reveal"), "ann")
    team.say("lilei", f"/dossier undo #{saved.line.number}")
    values = without_files(kind, typed(kind))
    team.say("lilei", f"{command(kind)} " + line(kind, values, Language.EN, full_width=False))
    team.submit(form, "ann", **hidden)
    team.submit(form, "lilei", **{name: f"{value} ???" for name, value in hidden.items()})
    team.posted("abc")


def test_hidden_values_are_nowhere_in_the_database_file_nor_in_posts_nor_in_logs(
    hiding: Kind, team: Team, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    _live_through(team, hiding)

    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    team.close()
    files |= {f"closed {file.name}": file.read_bytes() for file in tmp_path.iterdir()}

    assert {"team.db", "team.db-wal", "closed team.db"} <= files.keys()
    posts = "\n".join(each.message.text for each in team.platform.messages)
    written = "".join(capfd.readouterr())
    for trace in _TRACES:
        holding = [name for name, content in files.items() if trace.encode() in content]
        assert not holding, f"{trace} stands in {holding}"
        for place, text in (("posts", posts), ("log", caplog.text), ("output", written)):
            assert trace not in text, f"{trace} stands in the {place}"


def test_whoever_reads_a_record_sees_that_something_is_hidden_but_not_what(hiding: Kind, team: Team) -> None:
    saved = enter(team, hiding)

    card = team.say("ann" if for_all(hiding) else "lilei", f"/dossier show #{saved.line.number}")

    for spec in hiding.fields:
        if spec.sensitive:
            assert any(label in said(card) for label in spec.label.both())
            assert str(saved.content[spec.name]) not in said(card)
    assert "**" in said(card) or "••" in said(card)


def test_revealing_is_audited_under_the_name_of_who_looked(hiding: Kind, team: Team) -> None:
    saved = enter(team, hiding)

    team.press(button_in(team.say("lilei", f"/dossier show #{saved.line.number}"), "reveal"), "lilei")

    query = "SELECT p.name, a.object FROM audit a JOIN people p ON p.id = a.person_id WHERE a.action = 'record.reveal'"
    looked = team.database.read(lambda connection: connection.exec_driver_sql(query).all())
    assert [tuple(row) for row in looked] == [("李雷", f"record:{saved.line.uid}")]


def test_a_change_of_what_is_hidden_is_in_the_history_without_the_values(hiding: Kind, team: Team) -> None:
    hidden = [spec for spec in hiding.fields if spec.sensitive]
    saved = enter(team, hiding)
    form = form_in(team.say("lilei", f"/dossier edit #{saved.line.number}"))
    team.submit(form, "lilei", **{spec.name: _NEW[spec.name] for spec in hidden})

    history = said(team.say("lilei", f"/dossier history #{saved.line.number}"))

    newest_version = history.split("v1 ")[0]
    for spec in hidden:
        assert spec.label.zh in newest_version
    assert not [trace for trace in _TRACES if trace in history]
