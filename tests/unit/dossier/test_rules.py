"""Rules of reminding: settings make a rule, and a rule makes the same settings."""

from datetime import date, time

import pytest

from dossier.errors import DossierError
from dossier.escalation import Escalation
from dossier.rules import (
    SETTINGS,
    Rule,
    parse_country,
    parse_hours,
    parse_quiet,
    parse_weekdays,
    parse_working_hours,
    quiet_text,
    rule_of,
)
from dossier.worktime import Quiet, WorkRule


def test_without_settings_it_is_as_by_default() -> None:
    assert rule_of({}) == Rule()


def test_a_rule_comes_back_from_its_settings() -> None:
    week = frozenset((6, 0, 1, 2, 3))
    work = WorkRule(
        48, True, time(8, 30), time(17), week, "DE", overrides={date(2026, 12, 31): False}, quiet=Quiet(time(), time())
    )
    rule = Rule(work, Escalation((5, 10)), names=False)
    assert rule_of(rule.settings(), work.overrides) == rule
    assert {*rule.settings()} == {*SETTINGS}


def test_a_setting_that_cannot_be_read_is_as_by_default() -> None:
    assert rule_of({"due_hours": "soon", "quiet": "at night", "steps": "9 8"}) == Rule()


@pytest.mark.parametrize(("text", "hours"), [("24", 24), ("48 h", 48), ("72小时", 72), ("720", 720)])
def test_hours_are_read(text: str, hours: int) -> None:
    assert parse_hours(text) == hours


@pytest.mark.parametrize("text", ["", "0", "721", "-5", "a day"])
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(DossierError):
        parse_hours(text)


@pytest.mark.parametrize("text", ["21:00-8:30", "21：00 ～ 08：30", "21:00到8:30", "21:00 to 08:30"])
def test_quiet_hours_are_read_as_people_write_them(text: str) -> None:
    assert parse_quiet(text) == Quiet()
    assert quiet_text(parse_quiet(text)) == "21:00-08:30"


@pytest.mark.parametrize("text", ["", "-", "none", "无"])
def test_there_need_be_no_quiet_hours(text: str) -> None:
    assert quiet_text(parse_quiet(text)) == "-"


@pytest.mark.parametrize("text", ["00:00-23:59", "8:30-8:00", "9:00-1:01", "0:00 to 16:01"])
def test_quiet_hours_leave_a_third_of_the_day_to_write_to_people(text: str) -> None:
    with pytest.raises(DossierError) as refused:
        parse_quiet(text)
    assert refused.value.problem.key == "problem-quiet-long"
    assert quiet_text(parse_quiet("17:00-9:00")) == "17:00-09:00"
    assert rule_of({"quiet": text}).work.quiet == Rule().work.quiet


@pytest.mark.parametrize("text", ["24:00-8:00", "21:60-8:00", "at night", "21-8"])
def test_quiet_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(DossierError):
        parse_quiet(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一到周五", "12345"),
        ("Mon-Fri", "12345"),
        ("一 三 五", "135"),
        ("1 2 3", "123"),
        ("周日、周一、周二", "127"),
        ("Sun-Thu", "12347"),
        ("Monday, Wednesday to Friday", "1345"),
    ],
)
def test_days_of_the_week_are_read_as_people_write_them(text: str, days: str) -> None:
    assert parse_weekdays(text) == {int(day) - 1 for day in days}


@pytest.mark.parametrize("text", ["", "-", "每天", "8", "Mon Fri weekend", "0"])
def test_days_of_the_week_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(DossierError):
        parse_weekdays(text)


@pytest.mark.parametrize("text", ["18:00-9:00", "9-18", "25:00-26:00", "", "9:00-9:00"])
def test_working_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(DossierError):
        parse_working_hours(text)


def test_a_country_is_one_whose_days_off_are_known() -> None:
    assert (parse_country(" de "), parse_country("CN")) == ("DE", "CN")
    for text in ("", "Germany", "XX"):
        with pytest.raises(DossierError):
            parse_country(text)
