"""Events that come together get the answers they would get one after another, and do what they would do."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import delete, event, select

from chat.events import CommandGiven, Event
from chat.replies import Nothing, OpenForm, Rendered, Show
from dossier.language import Language
from storage.tables import audit, records, settings
from tests.contracts.chains import broken
from tests.team import ELSEWHERE, Team, said

LINE = "登录页加短信验证 | 原因: 防刷 | 影响: 3 天"


def change(team: Team, who: str, text: str = LINE, *, name: str = "change", **where: str | None) -> CommandGiven:
    """Give a line of somebody's."""
    return CommandGiven(team.source(who, **where), name, text)  # type: ignore[arg-type]  # Of its own arguments.


def handled(team: Team, events: Sequence[Event]) -> Sequence[Rendered]:
    """Hand in events at once."""
    return team.app.dispatcher.handle_all(events)


def titles(team: Team) -> list[str]:
    """Give the titles of all records, in the order of their numbers in their dossiers."""
    query = select(records.c.title).order_by(records.c.dossier_id, records.c.number)
    return list(team.database.read(lambda connection: connection.execute(query).scalars().all()))


def test_each_gets_its_own_answer(team: Team) -> None:
    good, lacking = change(team, "lilei"), change(team, "ann", "Pay by card | reason: asked for")
    guest, stranger, unbound = (change(team, who, channel=channel) for who, channel in _PLACES)
    elsewhere = change(team, "bob", channel="xyz", workspace=ELSEWHERE)
    nowhere = change(team, "lilei", workspace="of-nobody")
    other = CommandGiven(team.source("lilei"), "dossier", "status")
    asked = [good, lacking, guest, stranger, unbound, elsewhere, nowhere, other, good]
    answers = handled(team, asked)
    assert [type(each) for each in answers] == [Nothing, OpenForm, Show, Show, Show, Nothing, Show, Show, Nothing]
    assert "needs member access" in said(answers[2])
    assert titles(team).count(LINE.split(" | ")[0]) == 3
    again = [team.handle(each) for each in asked]
    assert [type(each) for each in again] == [type(each) for each in answers]
    assert len(titles(team)) == 3
    assert team.database.read(lambda connection: broken(connection, team.app.keyring)) == []


_PLACES = [("carla", "abc"), ("zhaomin", "abc"), ("lilei", None)]


def test_what_is_delivered_twice_at_once_counts_once(team: Team) -> None:
    line = change(team, "lilei")
    assert handled(team, [line, replace(line), line]) == [Nothing()] * 3
    assert len(titles(team)) == 1


def test_lines_are_numbered_in_the_order_they_came_in(team: Team) -> None:
    wished = [f"Wish {n}" for n in range(12)]
    handled(team, [change(team, "ann", f"{each} | reason: asked | impact: none") for each in wished])
    assert titles(team) == wished


def test_of_two_sheets_there_can_be_one_of_only_the_first_is_kept(team: Team) -> None:
    first, second = (
        change(team, "lilei", f"{name} | 行业: 零售", name="customer") for name in ("ABC有限公司", "ABC集团")
    )
    kept, refused = handled(team, [first, second])
    assert isinstance(kept, Nothing)
    assert "已有客户基本信息" in said(refused)
    assert titles(team) == ["ABC有限公司"]


def test_refusals_are_audited_with_what_else_is_written(team: Team) -> None:
    refused = [change(team, who) for who in ("carla", "zhaomin", "carla")]
    answers = handled(team, [*refused, change(team, "lilei")])
    query = select(audit.c.object).where(audit.c.action == "refused")
    assert len(team.database.read(lambda connection: connection.execute(query).all())) == 3
    assert [type(each) for each in (*handled(team, refused), team.handle(refused[0]))] == [Show] * 4
    assert len(team.database.read(lambda connection: connection.execute(query).all())) == 3
    assert all(isinstance(each, Show) and each.message.blocks for each in answers[:3])
    assert len(titles(team)) == 1


def test_the_language_of_who_has_told_none_is_noted_with_what_they_save(team: Team) -> None:
    team.database.write(lambda connection: connection.execute(delete(settings).where(settings.c.name == "language")))
    handled(team, [change(team, "lilei", "Pay by card | reason: asked | impact: none"), change(team, "wangfang")])
    heard = select(settings.c.value).where(settings.c.name == "heard")
    assert team.database.read(lambda connection: connection.execute(heard).scalars().all()) == [Language.EN.value]


@pytest.mark.parametrize("many", [1, 3])
def test_nothing_is_said_to_be_saved_that_is_not_and_the_other_way_round(team: Team, many: int) -> None:
    """What is noted of who saves is noted with it, or neither."""

    def forbid(*given: object) -> None:
        if "INSERT INTO settings" in str(given[2]):
            raise OSError("the disk is full")

    team.database.write(lambda connection: connection.execute(delete(settings).where(settings.c.name == "language")))
    event.listen(team.database.engine, "before_cursor_execute", forbid)
    lines = [change(team, "lilei", f"Wish {n} | reason: asked | impact: none") for n in range(many)]
    answers = handled(team, lines)
    event.remove(team.database.engine, "before_cursor_execute", forbid)
    assert {"Something went wrong" in said(each) for each in answers} == {True}
    assert titles(team) == []
