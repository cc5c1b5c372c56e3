"""The steps of an escalation: read, refused, and when each is taken."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossier.errors import DossierError
from dossier.escalation import Escalation, Listener, parse_steps
from dossier.language import Language
from dossier.worktime import WorkRule

SHANGHAI = ZoneInfo("Asia/Shanghai")
RAISED = datetime(2026, 11, 18, 2, tzinfo=UTC)


def hours(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - RAISED) / timedelta(hours=1)


def test_steps_by_default() -> None:
    steps = Escalation()
    assert [hours(steps.at(step, RAISED, WorkRule(), SHANGHAI)) for step in range(5)] == [20, 24, 48, 72, None]
    assert [steps.listener(step) for step in range(5)] == [*Listener, Listener.MANAGEMENT]


def test_steps_beyond_the_usual_four_say_whom_they_reach() -> None:
    steps = parse_steps("20 24 48 72 96")
    assert steps.text(Language.ZH, "群") == "20 本人 24 群 48 负责人 72 管理层 96 管理层"
    assert parse_steps(str(steps)) == steps


def test_steps_are_stretched_with_the_rule() -> None:
    assert hours(Escalation().at(0, RAISED, WorkRule(hours=48), SHANGHAI)) == 40


def test_steps_of_working_hours_are_taken_while_people_work() -> None:
    # From Wednesday 10:00: 8 hours on that day, 9 on Thursday, and the last 3 on Friday.
    at = Escalation().at(0, RAISED, WorkRule(working=True), SHANGHAI)
    assert at is not None
    assert at.astimezone(SHANGHAI).isoformat() == "2026-11-20T12:00:00+08:00"


@pytest.mark.parametrize(
    ("after", "begun", "reached"), [(19, 0, None), (20, 0, 0), (30, 0, 1), (1000, 0, 3), (30, 2, None), (1000, 4, None)]
)
def test_the_last_step_whose_moment_has_come(after: int, begun: int, reached: int | None) -> None:
    now = RAISED + timedelta(hours=after)
    assert Escalation().reached(begun, RAISED, now, WorkRule(), SHANGHAI) == reached


@pytest.mark.parametrize("text", ["20 24 48 72", "20, 24，48、72", "20h 24h 48h 72h", "20小时→24小时→48小时→72小时"])
def test_steps_are_read_as_people_write_them(text: str) -> None:
    assert parse_steps(text) == Escalation()
    assert str(parse_steps(text)) == "20 24 48 72"


@pytest.mark.parametrize(
    "text", ["20 本人 24 负责人 48 管理层", "20 owner, 24 PM, 48h management", "20小时 24 负责人 48 管理"]
)
def test_a_step_may_say_whom_it_speaks_to(text: str) -> None:
    steps = parse_steps(text)
    assert [steps.listener(step) for step in range(3)] == [Listener.OWNER, Listener.PM, Listener.MANAGEMENT]
    assert parse_steps(str(steps)) == parse_steps(steps.text(Language.ZH)) == steps
    assert steps.text(Language.ZH) == "20 本人 24 负责人 48 管理层"


@pytest.mark.parametrize(("language", "word"), [(Language.ZH, "群"), (Language.EN, "group")])
def test_steps_call_a_channel_as_the_platform_does_and_are_read_back(language: Language, word: str) -> None:
    steps = parse_steps("20 channel 48 management")
    assert word in steps.text(language, word).split()
    assert parse_steps(steps.text(language, word)) == steps


def test_steps_that_name_whom_they_speak_to_anyway_are_as_by_default() -> None:
    assert parse_steps("20 本人 24 频道 48 负责人 72 管理层") == Escalation()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "steps-none"),
        (" , ", "steps-none"),
        ("20 soon", "steps-nobody"),
        ("-1", "steps-unreadable"),
        ("48 pm 72 owner", "steps-louder"),
        ("20 24 24", "steps-order"),
        ("48 24", "steps-order"),
        ("1 2 3 4 5 6 7 8 9", "steps-too-many"),
        ("20 721", "steps-too-far"),
        ("0 24", "steps-too-far"),
    ],
)
def test_steps_that_cannot_be_are_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(DossierError) as refused:
        parse_steps(text)
    assert refused.value.problem.key == f"problem-{problem}"
