"""How what people type becomes a value, and what is refused with which sentence."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import InvalidFields, Problem
from dossier.fields import PersonRef
from dossier.kinds import Kind, kind_named
from dossier.reading import LINE_LENGTH, MOST_FILES, MOST_PEOPLE, MOST_ROWS, TEXT_LENGTH, Reading, clean

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
KNOWN = {name: PersonRef(id=f"id-{name}", name=name) for name in ("李雷", "Ann")}
READING = Reading(NOW, ZoneInfo("Asia/Shanghai"), KNOWN.get)
_ENOUGH: dict[str, dict[str, Any]] = {
    "minutes": {"topic": "评审", "decisions": "上线"},
    "change": {"summary": "加验证", "reason": "防刷", "impact": "三天"},
    "issue": {"title": "支付失败"},
    "customer": {"company": "ABC"},
    "contact": {"name": "王总"},
    "survey": {"topic": "一期", "score": 8, "on": "2026-11-17"},
    "test": {"title": "登录", "type": "function", "steps": "点", "expected": "进", "status": "open"},
}


def _kind(name: str) -> Kind:
    found = kind_named(name)
    assert found is not None
    return found


def _read(kind: str, field: str, value: Any) -> Any:
    return _kind(kind).parse({**_ENOUGH[kind], field: value}, READING).get(field)


def _refusal(kind: str, field: str, value: Any) -> Problem:
    with pytest.raises(InvalidFields) as refused:
        _read(kind, field, value)
    assert refused.value.problems.keys() == {field}
    return refused.value.problems[field]


@given(st.text(max_size=200))
def test_a_kept_text_holds_no_control_or_bidirectional_character(text: str) -> None:
    kept = clean(text)

    assert not [char for char in kept if (ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160]
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    kept.encode()
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x1b[31m", "ab[31m"),
        ("txt.\u202eexe", "txt.exe"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        (" \u3000两边 ", "两边"),
        ("<b>' OR 1=1 --", "<b>' OR 1=1 --"),
        ("👩‍💻 שלום", "👩‍💻 שלום"),
    ],
)
def test_texts_are_kept_to_the_letter_but_for_what_is_unwanted(typed: str, kept: str) -> None:
    assert _read("minutes", "discussion", typed) == kept


@pytest.mark.parametrize("names", ["李雷、Ann", "@李雷 @Ann", "王总, 张总", "王总;张总"])
def test_where_one_person_goes_several_are_refused(names: str) -> None:
    assert _refusal("issue", "owner", names).key == "problem-one-person"


def test_on_one_line_semicolons_part_the_items_of_a_list() -> None:
    assert [row["what"] for row in _read("minutes", "actions", "发文档; 写测试；上线")] == ["发文档", "写测试", "上线"]
    assert [row["what"] for row in _read("minutes", "actions", "发文档; 写测试\n上线")] == ["发文档; 写测试", "上线"]


def test_a_short_text_is_one_line() -> None:
    assert _read("minutes", "topic", " 需求\n 评审\t二 ") == "需求 评审 二"


@pytest.mark.parametrize(
    ("kind", "field", "most"),
    [("minutes", "topic", LINE_LENGTH), ("minutes", "discussion", TEXT_LENGTH), ("contact", "name", LINE_LENGTH)],
)
def test_a_text_may_be_so_long_and_no_longer(kind: str, field: str, most: int) -> None:
    assert len(_read(kind, field, "字" * most)) == most
    assert _refusal(kind, field, "字" * (most + 1)) == Problem("problem-too-long", {"max": most, "length": most + 1})


@pytest.mark.parametrize("value", [5, True, {"a": 1}, ["x"], b"x"])
def test_what_is_no_text_is_refused(value: Any) -> None:
    assert _refusal("minutes", "topic", value).key == "problem-not-text"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("@李雷, @Ann", ["李雷", "Ann"]),
        ("李雷、Ann；王总", ["李雷", "Ann", "王总"]),
        ("@李雷 @Ann", ["李雷", "Ann"]),
        ("＠李雷 ＠Ann，王总", ["李雷", "Ann", "王总"]),
        ("李雷\nAnn\n\n", ["李雷", "Ann"]),
        ("Li Lei, Ann", ["Li Lei", "Ann"]),
        ("Ann, @Ann, Ann", ["Ann"]),
        (["李雷", {"name": "王总"}], ["李雷", "王总"]),
    ],
)
def test_people_are_told_apart_however_they_are_separated(typed: Any, names: list[str]) -> None:
    assert [person["name"] for person in _read("minutes", "attendees", typed)] == names


def test_colleagues_are_known_by_name_and_others_by_name_alone() -> None:
    assert _read("minutes", "attendees", "@李雷, 王总") == [{"name": "李雷", "id": "id-李雷"}, {"name": "王总"}]
    assert _read("issue", "owner", "＠Ann") == {"name": "Ann", "id": "id-Ann"}


def test_only_so_many_people_fit() -> None:
    names = [f"人{number}" for number in range(10_000)]

    assert len(_read("minutes", "attendees", names[:MOST_PEOPLE])) == MOST_PEOPLE
    refused = _refusal("minutes", "attendees", ",".join(names))
    assert refused == Problem("problem-too-many", {"max": MOST_PEOPLE, "count": 10_000})


@pytest.mark.parametrize(
    "typed", ["138 0000 0000", "+49 (30) 123-456", "010-12345678 转 801", "12345 ext. 6", "（021）5555555"]
)
def test_telephone_numbers_are_kept_as_people_write_them(typed: str) -> None:
    assert _read("contact", "phone", typed) == typed


@pytest.mark.parametrize("typed", ["------", "()()()", "call me", "1234", "138-0000-000x", "+" * 9, "9" * 40])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert _refusal("contact", "phone", typed).key == "problem-not-a-phone"


@pytest.mark.parametrize(("typed", "kept"), [("Wang@Example.COM", "Wang@example.com"), ("a+b@x.co", "a+b@x.co")])
def test_e_mail_addresses_are_read(typed: str, kept: str) -> None:
    assert _read("contact", "email", typed) == kept


@pytest.mark.parametrize("typed", ["wang", "wang@", "@x.com", "a b@x.com", "a@b@c.com", "a@x", "a@x..com"])
def test_what_is_no_e_mail_address_is_refused(typed: str) -> None:
    assert _refusal("contact", "email", typed).key == "problem-not-an-email"


@pytest.mark.parametrize("typed", ["https://example.com", "http://example.com/路径?a=1#b"])
def test_web_addresses_are_kept(typed: str) -> None:
    assert _read("customer", "website", typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "example.com",
        "javascript:alert(1)",
        "ftp://x.org/a",
        "https://",
        "https://a b.com",
        'https://x"><script>',
        "x" * 3000,
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    assert _refusal("customer", "website", typed).key == "problem-not-a-link"


@pytest.mark.parametrize(
    ("typed", "number"), [("120", 120), ("１，２００", 1200), (" 7 ", 7), ("1,234", 1234), (8, 8), ("500 人", 500)]
)
def test_whole_numbers_are_read(typed: Any, number: int) -> None:
    assert _read("customer", "employees", typed) == number


@pytest.mark.parametrize("typed", ["-5", "－５", " -1,000 "])
def test_a_number_below_nought_is_refused_unless_a_record_holds_it_already(typed: str) -> None:
    assert _refusal("customer", "employees", typed).key == "problem-below-zero"
    assert _read("customer", "employees", -5) == -5


@pytest.mark.parametrize("typed", ["1.5", "many", "9" * 16, "0x10", "1e3", "五"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    assert _refusal("customer", "employees", typed).key == "problem-not-a-number"


def test_a_day_that_does_not_exist_is_refused_and_quoted() -> None:
    for typed in ("2月30日", "2026-02-30", "火星日", "x" * 500):
        refused = _refusal("change", "wanted_by", typed)
        assert refused.key == "problem-unreadable-day"
        assert len(str(refused.data["text"])) <= 40


def test_a_day_is_read_forwards_for_plans_and_backwards_for_what_happened() -> None:
    assert _read("change", "wanted_by", "11月1日") == "2027-11-01"
    assert _read("issue", "found_on", "12月1日") == "2025-12-01"


def test_a_time_needs_a_day_and_an_hour_and_is_kept_in_utc() -> None:
    assert _read("minutes", "held_at", "昨天 15:30") == "2026-11-17T07:30:00Z"
    assert _refusal("minutes", "held_at", "25:00").key == "problem-unreadable-moment"


def test_a_choice_is_known_by_its_labels_and_a_wrong_one_is_told_the_right_ones() -> None:
    assert {_read("issue", "severity", text) for text in ("high", "高", "High", " HIGH ")} == {"high"}
    refused = _refusal("issue", "severity", "very")
    assert refused.key == "problem-not-a-choice"
    assert refused.data == {"text": "very", "zh": "低、中、高、紧急", "en": "Low, Medium, High, Critical"}


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("test", "type", "功能", "function"),
        ("test", "type", "Functional", "function"),
        ("test", "status", "失败", "failed"),
        ("test", "status", "pass", "passed"),
        ("change", "status", "批准", "approved"),
        ("change", "status", "完成", "done"),
    ],
)
def test_a_choice_is_known_by_what_only_one_is_called(kind: str, field: str, typed: str, value: str) -> None:
    assert _read(kind, field, typed) == value


@pytest.mark.parametrize(("field", "typed"), [("type", "测试"), ("type", "F"), ("type", "Func"), ("status", "过")])
def test_a_part_of_a_choice_that_tells_none_apart_is_refused(field: str, typed: str) -> None:
    assert _refusal("test", field, typed).key == "problem-not-a-choice"


@pytest.mark.parametrize(("typed", "score"), [("8", 8), ("8分", 8), ("8/10", 8), ("１０", 10), (7, 7), ("0 分", 0)])
def test_a_score_is_read_as_people_write_it(typed: Any, score: int) -> None:
    assert _read("survey", "score", typed) == score


@pytest.mark.parametrize("typed", ["7.5", "八分", "11", "-1", "8/5", "80%"])
def test_what_is_no_score_is_told_what_is_one(typed: str) -> None:
    refused = _refusal("survey", "score", typed)
    assert (refused.key, refused.data["most"]) == ("problem-not-a-score", 10)


def test_a_row_a_line_finds_its_person_and_its_day() -> None:
    rows = _read("minutes", "actions", "- 发接口文档 @Ann 周五\n\n• 写测试，＠李雷\n3) 回滚演练 2026-12-01")

    assert [(row["what"], row.get("owner", {}).get("name"), row.get("due")) for row in rows] == [
        ("发接口文档", "Ann", "2026-11-20"),
        ("写测试", "李雷", None),
        ("3) 回滚演练", None, "2026-12-01"),
    ]


def test_a_row_without_words_is_refused() -> None:
    assert _refusal("minutes", "actions", "@Ann 2026-12-01").key == "problem-required"


def test_only_so_many_rows_fit() -> None:
    assert _refusal("minutes", "actions", "做事\n" * (MOST_ROWS + 1)).key == "problem-too-many"


def test_only_so_many_files_fit() -> None:
    file = {"id": "f", "name": "a.txt", "size": 1, "type": "text/plain"}

    assert len(_read("minutes", "attachments", [file] * MOST_FILES)) == MOST_FILES
    assert _refusal("minutes", "attachments", [file] * (MOST_FILES + 1)).key == "problem-too-many"


@pytest.mark.parametrize("name", ["run.sh", "costs.xlsm"])
def test_a_file_that_would_be_refused_today_stays_with_the_record_that_holds_it(name: str) -> None:
    held = {"id": "f", "name": name, "size": 1, "type": "text/plain"}
    assert _refusal("minutes", "attachments", [held]).key in {"problem-file-program", "problem-file-macros"}

    reading = READING.over({"attachments": [held]})
    content = _kind("minutes").parse({"topic": "周会", "decisions": "甲", "attachments": [held]}, reading)
    assert [each["name"] for each in content["attachments"]] == [name]
    with pytest.raises(InvalidFields):
        _kind("minutes").parse({"topic": "周会", "decisions": "甲", "attachments": [{**held, "id": "g"}]}, reading)


def test_every_wrong_field_is_told_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(InvalidFields) as refused:
        _kind("contact").parse({"email": "x", "phone": "y", "influence": "z"}, READING)

    assert list(refused.value.problems) == ["name", "influence", "phone", "email"]
    assert refused.value.problems["name"].key == "problem-required"


def test_a_field_the_kind_does_not_have_is_refused() -> None:
    assert _refusal("contact", "salary", "1").key == "problem-unreadable"


def test_empty_fields_are_left_out() -> None:
    content = _kind("contact").parse({"name": "王总", "position": "  ", "phone": "", "notes": None}, READING)

    assert content == {"name": "王总"}


def test_of_many_blanks_on_end_some_are_kept() -> None:
    assert clean("a \u2060*b* \u200bc") == "a *b* c"
    assert clean(f"a{' ' * 40}b") == f"a{' ' * 40}b"
    assert clean(f"a{' ' * 20_000}b\n\nc") == f"a{' ' * 40}b\n\nc"
    assert len(clean("a" + " \n\t" * 9_000 + "b")) == 42
