"""Dates and times in words: how many of the collected expressions are read exactly, and every rule by example."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.moments import (
    Expression,
    Precision,
    UnreadableDate,
    find,
    parse_day,
    parse_moment,
    parse_period,
    parse_span,
    warm_up,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)  # a Wednesday
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "dates.jsonl").read_text("utf-8").splitlines()
]
PRECISIONS = {"datetime": "moment", "date": "day", "recur": "recurring"}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    warm_up()


def local(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else None


def minute(stamp: str | None) -> str | None:
    return stamp if not stamp or "T" in stamp else f"{stamp}T00:00"


def exact(case: dict[str, Any]) -> bool:
    found = find(case["text"], datetime.fromisoformat(case["now"]), SHANGHAI)
    if case["type"] == "none" or not found:
        return found is None and case["type"] == "none"
    if found.precision != PRECISIONS.get(case["type"], case["type"]):
        return False
    start, end = minute(case.get("start")), minute(case.get("end"))
    if found.precision is Precision.WINDOW:  # the case gives the bounds any sensible hours lie in
        assert found.start
        assert found.end
        return str(start) <= str(local(found.start)) < str(local(found.end)) <= str(end)
    accepted = [minute(stamp) for stamp in case.get("accept", [])]
    return all(
        local(got) == wanted or local(got) in accepted for got, wanted in ((found.start, start), (found.end, end))
    )


@pytest.mark.parametrize(("language", "goal"), [("zh", 0.95), ("en", 0.90)])
def test_the_share_of_expressions_read_exactly_meets_the_goal(language: str, goal: float) -> None:
    cases = [case for case in CASES if case["lang"] == language and case["type"] != "none"]
    failing = [case["id"] for case in cases if not exact(case)]
    assert 1 - len(failing) / len(cases) >= goal, failing


@pytest.mark.parametrize("case", [c for c in CASES if c["type"] == "none"], ids=lambda case: str(case["id"]))
def test_texts_without_a_date_give_none(case: dict[str, Any]) -> None:
    assert find(case["text"], NOW, SHANGHAI) is None


ONLY_LIKE_DATES = (
    "报错500|版本2.3.1|3个问题|may I|有一点问题|三点建议|第3点意见|24/7 support|version v2026.12.1|"
    "192.168.1.10|3号楼会议室|一周一次|周报|前端报错|3天|两小时|完成了3/4的任务|the second attempt|"
    "the sat data|5 min|12 risks|现在的状态|工单12345|13800138000|good morning|下午好|ratio 10:90|at risk|"
    "差一点|100号需求|每次|每周健康报告|下一步|前三个问题|十一个人|from 3 to 5 people|3-5人|phase 2|2月30日|"
    "2026-02-30|25:00|February 30|31/12/20267|双周会|双周报|工作日报|隔壁组|隔天提醒功能|version 1-5 only||   |。"
)


@pytest.mark.parametrize("text", ONLY_LIKE_DATES.split("|"))
def test_numbers_and_words_that_only_look_like_dates_give_none(text: str) -> None:
    assert find(text, NOW, SHANGHAI) is None


# What is expected: precision, start, end; the year is 2026 where none is written.
MORE = """
下周三下午三点半 | moment 11-25 15:30
后天中午 | moment 11-20 12:00
12月5日(周六)下午2点 | moment 12-05 14:00
周五十点 | moment 11-20 10:00
下午三点二十 | moment 11-18 15:20
今晚12点 | moment 11-19 00:00
昨晚十一点 | moment 11-17 23:00
凌晨2点 | moment 11-19 02:00
过十分钟 | moment 11-18 10:10
两个半小时后 | moment 11-18 12:30
1小时30分钟后 | moment 11-18 11:30
周五 3pm | moment 11-20 15:00
next Monday 下午3点 | moment 11-23 15:00
明天 at 3pm | moment 11-19 15:00
下週三下午3點 | moment 11-25 15:00
明日15時 | moment 11-19 15:00
9:00 | moment 11-19 09:00
3pm tomorrow | moment 11-19 15:00
half past 3 tomorrow | moment 11-19 15:30
in one and a half hours | moment 11-18 11:30
an hour ago | moment 11-18 09:00
2026-12-01T15:30:00Z | moment 12-01 23:30
2026-12-01T15:30+09:00 | moment 12-01 14:30
三天前 | day 11-15 00:00
两周后的周五 | day 12-04 00:00
三个工作日后 | day 11-23 00:00
5 business days from now | day 11-25 00:00
下个月第一个周一 | day 12-07 00:00
the last day of next month | day 12-31 00:00
first Monday of next month | day 12-07 00:00
Thursday next week | day 11-26 00:00
a week from Friday | day 11-27 00:00
25 November 2026 | day 11-25 00:00
12/25/2026 | day 12-25 00:00
25/12/2026 | day 12-25 00:00
15.08.2027 | day 2027-08-15 00:00
２０２６年１２月５日 | day 12-05 00:00
农历八月十五 | day 2027-09-15 00:00
除夕 | day 2027-02-05 00:00
中秋节 | day 2027-09-15 00:00
Chinese New Year | day 2027-02-06 00:00
Thanksgiving | day 11-26 00:00
15. August 2027 | day 2027-08-15 00:00
15 août 2027 | day 2027-08-15 00:00
8월 15일 | day 2027-08-15 00:00
上上周 | interval 11-02 00:00 11-08 00:00
2026年10月 | interval 10-01 00:00 10-31 00:00
今年上半年 | interval 01-01 00:00 06-30 00:00
本月下旬 | interval 11-21 00:00 11-30 00:00
过去24小时 | interval 11-17 10:00 11-18 10:00
since Monday | interval 11-16 00:00 11-18 00:00
10月1日至今 | interval 10-01 00:00 11-18 00:00
Nov 20-25 | interval 11-20 00:00 11-25 00:00
20-25 Nov | interval 11-20 00:00 11-25 00:00
周一到周五 | interval 11-16 00:00 11-20 00:00
下午2-4点 | interval 11-18 14:00 11-18 16:00
2-4pm | interval 11-18 14:00 11-18 16:00
between 2pm and 4pm tomorrow | interval 11-19 14:00 11-19 16:00
week of Nov 23 | interval 11-23 00:00 11-29 00:00
mid December | interval 12-11 00:00 12-20 00:00
本周内 | deadline - 11-22 00:00
两小时内 | deadline - 11-18 12:00
周五下午5点前 | deadline - 11-20 17:00
Friday before noon | deadline - 11-20 12:00
within 3 working days | deadline - 11-23 00:00
by end of next month | deadline - 12-31 00:00
before next week | deadline - 11-22 00:00
最晚周五 | deadline - 11-20 00:00
明天下班前 | deadline - 11-19 00:00
每月5号 | recurring 12-05 00:00
每周一、三上午10点 | recurring 11-23 10:00
每个工作日9点 | recurring 11-19 09:00
每月第一个周一 | recurring 12-07 00:00
every Monday and Thursday at 10am | recurring 11-19 10:00
every weekday at 9:30 | recurring 11-19 09:30
every 2 hours | recurring 11-18 12:00
"""


@pytest.mark.parametrize("line", MORE.strip().splitlines())
def test_an_expression_is_read_as_a_whole(line: str) -> None:
    text, wanted = (side.strip() for side in line.split("|"))
    found = find(text, NOW, SHANGHAI)
    assert found
    written = [
        "-" if moment is None else moment.strftime("%m-%d %H:%M" if moment.year == 2026 else "%Y-%m-%d %H:%M")
        for moment in (found.start, found.end)
    ]
    assert f"{found.precision} {' '.join(written)}".removesuffix(" -") == wanted
    assert found.at == (0, len(text))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("🎉 提醒我１２月５日 下午3点开会", "１２月５日 下午3点"),
        ("remind me to call ABC Corp next Tuesday at 3pm please", "next Tuesday at 3pm"),
        ("请在下周三之前提交", "在下周三之前"),
        ("2月30日不行，改到3月1日", "到3月1日"),
    ],
)
def test_the_place_is_that_in_the_text_as_it_was_written(text: str, part: str) -> None:
    found = find(text, NOW, SHANGHAI)
    assert found
    assert text[slice(*found.at)] in (part, part.lstrip("到"))


def test_what_is_open_is_the_next_or_for_the_past_the_last() -> None:
    assert parse_day("8月15日", NOW, SHANGHAI) == date(2027, 8, 15)
    assert parse_day("8月15日", NOW, SHANGHAI, prefer="past") == date(2026, 8, 15)
    assert parse_day("Friday", NOW, SHANGHAI, prefer="past") == date(2026, 11, 13)
    assert parse_moment("9:00", NOW, SHANGHAI, prefer="past") == NOW.replace(hour=9)
    assert parse_period("October", NOW, SHANGHAI, prefer="past") == (date(2026, 10, 1), date(2026, 10, 31))
    found = find("登记于8月15日", NOW, SHANGHAI, prefer="past")
    assert found
    assert found.start == datetime(2026, 8, 15, tzinfo=SHANGHAI)
    assert parse_day("2月29日", NOW, SHANGHAI) == date(2028, 2, 29)


def test_a_day_may_be_led_and_followed_by_the_usual_words() -> None:
    for text in ("by Friday", " 周五前。", "on Friday", "before Friday!", "周五之前", "Friday 4pm", "(Friday)"):
        assert parse_day(text, NOW, SHANGHAI) == date(2026, 11, 20)
    assert parse_day("20261201", NOW, SHANGHAI) == date(2026, 12, 1)
    assert parse_day("the 15th", NOW, SHANGHAI) == date(2026, 12, 15)
    assert parse_day("morgen", NOW, SHANGHAI) == date(2026, 11, 19)


def test_a_moment_needs_a_time() -> None:
    assert parse_moment("现在", NOW, SHANGHAI) == NOW
    assert parse_moment("by tomorrow 5pm", NOW, SHANGHAI) == datetime(2026, 11, 19, 17, tzinfo=SHANGHAI)
    assert parse_moment("übermorgen 15 Uhr", NOW, SHANGHAI) == datetime(2026, 11, 20, 15, tzinfo=SHANGHAI)
    for text in ("明天", "next week", "by Friday", "下午2点到4点"):
        with pytest.raises(UnreadableDate):
            parse_moment(text, NOW, SHANGHAI)


def test_periods_are_inclusive_days() -> None:
    assert parse_period("上周", NOW, SHANGHAI) == (date(2026, 11, 9), date(2026, 11, 15))
    assert parse_period("last 7 days", NOW, SHANGHAI) == (date(2026, 11, 11), date(2026, 11, 18))
    assert parse_period("11月20日至11月25日", NOW, SHANGHAI) == (date(2026, 11, 20), date(2026, 11, 25))
    assert parse_period("明天", NOW, SHANGHAI) == (date(2026, 11, 19), date(2026, 11, 19))
    assert parse_period("三天内", NOW, SHANGHAI) == (date(2026, 11, 18), date(2026, 11, 21))
    with pytest.raises(UnreadableDate):
        parse_period("after Friday", NOW, SHANGHAI)


def test_spans_have_times_and_last_an_hour_by_default() -> None:
    def span(day: int, first: int, last: int) -> tuple[datetime, datetime]:
        return datetime(2026, 11, day, first, tzinfo=SHANGHAI), datetime(2026, 11, day, last, tzinfo=SHANGHAI)

    assert parse_span("今天 9:00-10:00", NOW, SHANGHAI) == span(18, 9, 10)
    assert parse_span("下午2点到4点", NOW, SHANGHAI) == span(18, 14, 16)
    assert parse_span("tomorrow 3pm", NOW, SHANGHAI) == span(19, 15, 16)
    assert parse_span("明天上午10点到下午3点", NOW, SHANGHAI) == span(19, 10, 15)
    late = parse_span("明天晚上10点到凌晨2点", NOW, SHANGHAI)
    assert late[1] - late[0] == timedelta(hours=4)
    for text in ("明天", "by 5pm", "每天9点"):
        with pytest.raises(UnreadableDate):
            parse_span(text, NOW, SHANGHAI)


NO_DAY = (
    "2月30日|2026-02-30|25:00|明天25点|13月1日|Feb 30|31.02.2027|9:75|三点建议|明天开会|上周五登记的|ABC| |3|"
    "may|周五 and|9999年后|9999999天后|2026-13-01|today tomorrow"
)


@pytest.mark.parametrize("text", NO_DAY.split("|"))
def test_what_is_not_wholly_a_date_or_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate) as refusal:
        parse_day(text, NOW, SHANGHAI)
    assert refusal.value.text == text


def test_a_wall_time_the_clock_skips_moves_to_the_first_that_exists() -> None:
    now = datetime(2027, 3, 20, 12, tzinfo=BERLIN)
    assert parse_moment("2027-03-28 02:30", now, BERLIN) == datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN)
    assert parse_moment("2027-03-28 02:30", now, BERLIN).hour == 3
    after = parse_moment("March 29 at 9am", now, BERLIN)
    assert (after.hour, after.utcoffset()) == (9, timedelta(hours=2))


def test_now_is_taken_in_the_zone_asked_for() -> None:
    evening = datetime(2026, 11, 18, 20, 0, tzinfo=ZoneInfo("UTC"))
    assert parse_day("今天", evening, SHANGHAI) == date(2026, 11, 19)


def test_only_the_first_500_characters_are_looked_at() -> None:
    assert find("x" * 480 + " tomorrow", NOW, SHANGHAI) is not None
    assert find("x" * 500 + " tomorrow", NOW, SHANGHAI) is None


@pytest.mark.parametrize("text", ["一" * 10_000, "5 Dec 10:00 " * 800, "每" * 9_000, "周1-" * 3_000])
def test_a_text_of_thousands_of_characters_is_no_day(text: str) -> None:
    with pytest.raises(UnreadableDate):
        parse_day(text, NOW, SHANGHAI)


WORDS = (
    "明天 下周 周五 3 点 半 前 后 内 到 月 日 年 12 30 31 每 个 小时 工作日 底 at by pm next last Friday Dec in "
    "to the of every - / : . , 9999 第一 最近 天 week month ago Q1 农历 春节 since 上午 晚上"
)
_WORDS = st.sampled_from(WORDS.split())


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60), st.lists(_WORDS, max_size=8).map("".join), st.lists(_WORDS, max_size=8).map(" ".join)
    )
)
def test_nothing_but_unreadable_date_is_ever_raised(text: str) -> None:
    found = find(text, NOW, SHANGHAI)
    assert found is None or (isinstance(found, Expression) and 0 <= found.at[0] < found.at[1] <= len(text))
    for parse in (parse_day, parse_moment, parse_period, parse_span):
        try:
            parse(text, NOW, SHANGHAI)
        except UnreadableDate as refusal:
            assert refusal.text == text  # noqa: PT017
