"""How values are shown and typed: in the language and the zone of whoever reads, and readable back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.voice import Voice
from dossier import moments
from dossier.errors import Problem
from dossier.fields import FieldSpec, Input, PersonRef
from dossier.kinds import Kind, kind_named
from dossier.language import Label, Language
from dossier.reading import Reading

NOW = datetime(2026, 11, 18, 20, 5, tzinfo=UTC)
ZONES = (ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"))
KNOWN = {name: PersonRef(id=f"id-{name}", name=name) for name in ("李雷", "Ann")}


def _kind(name: str) -> Kind:
    found = kind_named(name)
    assert found is not None
    return found


def _spec(kind: str, field: str) -> FieldSpec:
    found = _kind(kind).field(field)
    assert found is not None
    return found


_names = st.sampled_from(["李雷", "Ann", "王总", "O'Neil", "Jean-Luc", "赵 敏"])
_people = _names.map(lambda name: KNOWN.get(name, PersonRef(name=name)).model_dump(exclude_none=True))
_words = st.from_regex(r"[a-zäé银杏海棠丁香]{1,12}( [a-z银杏海棠]{1,6}){0,3}", fullmatch=True)


def _money(ends: list[Decimal]) -> dict[str, str]:
    first, *upto = (f"{each.normalize():f}" for each in sorted(ends))
    return {"value": first, "currency": "EUR"} | ({"upto": upto[0]} if upto else {})


_days = st.dates(date(2024, 1, 1), date(2031, 12, 31)).map(date.isoformat)
_days_gone = st.dates(date(2024, 1, 1), NOW.date()).map(date.isoformat)
_minutes = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: f"{moment:%Y-%m-%dT%H:%M}:00Z"
)
# A day in the words of what has none of its own is that row's day: no row is ever kept so.
_rows = st.fixed_dictionaries({"what": _words}, optional={"owner": _people, "due": _days}).filter(
    lambda row: "due" in row or moments.find(str(row["what"]), NOW, ZONES[0]) is None
)
_CASES: list[tuple[str, str, st.SearchStrategy[Any]]] = [
    ("minutes", "topic", _words),
    ("minutes", "held_at", _minutes),
    ("minutes", "attendees", st.lists(_people, min_size=1, max_size=5, unique_by=lambda person: person["name"])),
    ("minutes", "decisions", st.lists(_words, min_size=1, max_size=4).map("\n".join)),
    ("minutes", "actions", st.lists(_rows, min_size=1, max_size=4)),
    ("change", "requested_by", _people),
    ("change", "wanted_by", _days),
    ("change", "status", st.sampled_from(["proposed", "approved", "declined", "done"])),
    ("issue", "found_on", _days_gone),
    ("customer", "employees", st.integers(0, 10**15 - 1)),
    (
        "customer",
        "budget",
        st.lists(st.decimals(0, 10**15, places=2), min_size=1, max_size=2).map(_money),
    ),
    ("customer", "website", st.just("https://example.com/路径?q=1&r=%20#x")),
    ("contact", "phone", st.from_regex(r"\+\d{2} \d{3} \d{4} \d{4}", fullmatch=True)),
]


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("language", list(Language), ids=str)
@pytest.mark.parametrize(("kind", "field", "values"), _CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_typed_into_a_form_reads_back_as_it_was(
    kind: str, field: str, values: st.SearchStrategy[Any], language: Language, zone: ZoneInfo
) -> None:
    spec, voice = _spec(kind, field), Voice(language, zone, NOW)
    rest = {"topic": "x", "decisions": "x", "summary": "x", "reason": "x", "impact": "x", "title": "x", "company": "x"}
    needed = {name: value for name, value in {**rest, "name": "x"}.items() if _kind(kind).field(name)}

    @settings(max_examples=15, deadline=None, database=None)
    @given(values)
    def check(value: Any) -> None:
        typed = voice.typed(spec, value)
        content = _kind(kind).parse({**needed, field: typed}, Reading(NOW, zone, KNOWN.get))
        assert content[field] == value

    check()


@pytest.mark.parametrize("moment", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
def test_the_hour_that_comes_twice_reads_back_as_the_one_it_was(moment: str) -> None:
    typed = Voice(Language.EN, ZONES[1], NOW).typed(_spec("minutes", "held_at"), moment)

    read = _kind("minutes").parse({"topic": "x", "decisions": "x", "held_at": typed}, Reading(NOW, ZONES[1], KNOWN.get))
    assert read["held_at"] == moment


@pytest.mark.parametrize("what", ["log in", "Bring the demo of Nov 30 @Bob at", "推迟到", "A · B", "本周五前"])
def test_what_is_to_be_done_keeps_all_its_words_beside_its_owner_and_day(what: str) -> None:
    spec, voice = _spec("minutes", "actions"), Voice(Language.EN, ZONES[0], NOW)
    rows = [{"what": what, "owner": {"name": "赵 敏"}, "due": "2026-12-01"}]

    read = _kind("minutes").parse({"topic": "x", "actions": voice.typed(spec, rows)}, Reading(NOW, ZONES[0], KNOWN.get))

    assert read["actions"] == rows


def test_a_moment_is_told_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 18, 17, 30, tzinfo=UTC)

    assert Voice(Language.ZH, ZONES[0], NOW).moment(at) == "11月19日(周四) 01:30"
    assert Voice(Language.EN, ZONES[1], NOW).moment(at) == "Wed, Nov 18 18:30"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 19), "11月19日(周四)", "Thu, Nov 19"),
        (date(2026, 12, 24), "12月24日", "Dec 24"),
        (date(2027, 1, 3), "2027年1月3日", "Jan 3, 2027"),
        (date(2025, 11, 18), "2025年11月18日", "Nov 18, 2025"),
    ],
)
def test_a_day_is_written_as_people_write_it(day: date, zh: str, en: str) -> None:
    assert Voice(Language.ZH, ZONES[0], NOW).day(day) == zh
    assert Voice(Language.EN, ZONES[0], NOW).day(day) == en


@pytest.mark.parametrize(("percent", "bar"), [(0, "░░░░░░ 0%"), (62, "▓▓▓▓░░ 62%"), (100, "▓▓▓▓▓▓ 100%")])
def test_a_share_is_drawn(percent: int, bar: str) -> None:
    assert Voice(Language.ZH, ZONES[0], NOW).bar(percent) == bar


@pytest.mark.parametrize(
    ("hours", "zh", "en"), [(0, "刚刚", "just now"), (5, "5 小时前", "5 h"), (50, "2 天前", "2 d")]
)
def test_how_long_ago_is_told_roughly(hours: int, zh: str, en: str) -> None:
    at = NOW - timedelta(hours=hours)

    assert Voice(Language.ZH, ZONES[0], NOW).since(at) == zh
    assert Voice(Language.EN, ZONES[0], NOW).since(at).startswith(en)


def test_a_sum_is_shown_to_the_cent_however_large() -> None:
    spec = _spec("customer", "budget")

    shown = Voice(Language.EN, ZONES[0], NOW).value(spec, {"value": "98765432109876543.21", "currency": "EUR"})

    assert shown == "EUR 98,765,432,109,876,543.21"


def test_many_people_are_named_up_to_eight() -> None:
    people: list[Mapping[str, Any]] = [{"name": f"P{number}"} for number in range(10)]

    assert Voice(Language.EN, ZONES[0], NOW).people(people[:8]).count("@") == 8
    shown = Voice(Language.ZH, ZONES[0], NOW).people(people)
    assert shown.count("@") == 8
    assert "2" in shown


def test_an_option_that_is_no_longer_there_is_shown_as_it_was_kept() -> None:
    assert Voice(Language.ZH, ZONES[0], NOW).value(_spec("change", "status"), "shelved") == "shelved"


def test_a_refusal_names_the_tier_in_the_language_spoken() -> None:
    problem = Problem("problem-refused-read", {"tier": "senior"})

    assert "高级成员" in Voice(Language.ZH, ZONES[0], NOW).problem(problem)
    assert "senior member" in Voice(Language.EN, ZONES[0], NOW).problem(problem)


def test_a_label_is_given_in_the_language_spoken() -> None:
    assert Voice(Language.ZH, ZONES[0], NOW).label(Label("原因", "Reason")) == "原因"


@pytest.mark.parametrize("each", list(Input), ids=str)
def test_an_empty_field_is_a_dash_to_read_and_nothing_to_type(each: Input) -> None:
    spec, voice = FieldSpec("x", each, Label("空", "Empty"), required=False), Voice(Language.ZH, ZONES[0], NOW)

    assert voice.value(spec, None) == "—"
    assert voice.typed(spec, None) == ([] if each is Input.ATTACHMENTS else "")
