"""The organisation chart: who stands below whom, whatever contacts say of each other."""

from hypothesis import given
from hypothesis import strategies as st

from dossier.orgchart import chart

NAMES = st.sampled_from(["王总", "周倩", "孙工", "Tom", "tom ", "＠Tom", ""])


def drawn(*contacts: dict[str, str]) -> list[str]:
    return [f"{seat.lines}{seat.name}" for seat in chart(contacts)]


def test_people_stand_below_whom_they_report_to_and_those_who_decide_come_first() -> None:
    assert drawn(
        {"name": "孙工", "reports_to": "周倩"},
        {"name": "门卫"},
        {"name": "周倩", "reports_to": "@王总"},
        {"name": "罗会计", "reports_to": "王总", "influence": "advises"},
        {"name": "王总", "influence": "decides"},
        {"name": "小李", "reports_to": "周倩", "influence": "uses"},
    ) == ["王总", "├─ 罗会计", "└─ 周倩", "\u3000\u3000├─ 小李", "\u3000\u3000└─ 孙工", "门卫"]


def test_whom_others_report_to_is_there_without_being_a_contact() -> None:
    (boss, below) = chart([{"name": "Ann", "reports_to": "Big Boss"}])
    assert (boss.name, boss.known) == ("Big Boss", False)
    assert (below.lines, below.name, below.known) == ("└─ ", "Ann", True)


def test_a_circle_is_cut_open() -> None:
    assert drawn({"name": "A", "reports_to": "B"}, {"name": "B", "reports_to": "A"}) == ["A", "└─ B"]
    assert drawn({"name": "A", "reports_to": "A"}) == ["A"]


@given(st.lists(st.fixed_dictionaries({"name": NAMES.filter(bool), "reports_to": NAMES}), max_size=8))
def test_everybody_is_drawn_once(contacts: list[dict[str, str]]) -> None:
    seats = [seat for seat in chart(contacts) if seat.known]
    assert len(seats) == len(contacts)
