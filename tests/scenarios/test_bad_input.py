"""Bad input: a clear answer in the person's language, nothing half-written, what was typed still there."""

import time
from collections import Counter

import pytest

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.replies import Errors, Nothing, OpenForm, Show
from dossier.language import Language
from dossier.phases import Phase
from storage.record_queries import Filter
from storage.store import Store
from tests.team import ELSEWHERE, Team, button_in, form_in, said

MEGABYTE = 1_000_000
_COUNTED = ("records", "revisions", "search_entries", "duties", "outbox", "jobs", "dossiers", "customers", "members")


def _rows(team: Team) -> Counter[str]:
    """Count what has been written, but for the audit log, in which refusals stand, and the inbox."""

    def count(table: str) -> int:
        return int(team.database.read(lambda c: c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()))

    return Counter({table: count(table) for table in _COUNTED})


def _titles(team: Team) -> list[str]:
    lines, _ = team.read("wangfang", lambda store: store.records.lines([team.dossier.id], Filter()))
    return [line.title for line in lines]


def _seal(store: Store) -> None:
    (dossier,) = store.dossiers.mine()
    store.dossiers.set_phase(dossier, Phase.SEALED)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\x00", "\u202e", "|", "：", "｜｜"])
def test_an_empty_line_opens_the_empty_form(team: Team, text: str) -> None:
    form = form_in(team.handle(CommandGiven(team.source("ann"), "change", text)))

    assert next(field.value for field in form.fields if field.name == "summary") in ("", "：")
    assert _titles(team) == []


def test_an_empty_message_is_answered_with_what_can_be_asked(team: Team) -> None:
    assert "没听懂" in said(team.say("lilei", " ", None))


@pytest.mark.parametrize("text", ["字" * MEGABYTE, "x" * MEGABYTE, "\n" * MEGABYTE, "| " * 500_000, "@a " * 300_000])
def test_a_megabyte_is_answered_within_seconds_and_not_lost(team: Team, text: str) -> None:
    before, began = _rows(team), time.monotonic()

    answers = [
        team.say("ann", f"/change {text}"),
        team.say("ann", text, None),
        team.say("ann", f"/dossier search {text}"),
    ]
    form = form_in(team.say("ann", "/change"))
    answers.append(team.submit(form, "ann", summary=text, reason=text, impact=text, wanted_by=text))

    assert time.monotonic() - began < 10
    assert _rows(team) == before
    assert isinstance(answers[0], OpenForm)
    if text.strip("| \n"):
        assert text.strip("| \n")[:1000] in "".join(str(field.value) for field in answers[0].form.fields)
    assert isinstance(answers[3], Errors)
    assert {"summary", "reason", "impact"} <= answers[3].sentences.keys()
    assert all(len(sentence) < 200 for sentence in answers[3].sentences.values())


def test_binary_control_and_bidirectional_characters_are_left_out(team: Team) -> None:
    odd = bytes(range(256)).decode("latin-1").replace("|", "").replace(":", "").replace("\\", "")

    assert isinstance(
        team.say("ann", f"/change 登\x00录\u202e页\ud800 | reason: {odd} | impact: \ufeff3\x07天"), Nothing
    )

    (card,) = team.posted("abc")
    assert "登录页" in card.text
    assert "3天" in card.text
    assert not [char for char in card.text if char in "\x00\x07\x1b\u202e\ufeff\ud800"]
    card.text.encode()


@pytest.mark.parametrize("odd", ["\ud800", "a\x00b", "\u202e"])
def test_odd_characters_hurt_no_command(team: Team, odd: str) -> None:
    for command in (
        *("dossier search {}", "dossier list @{}", "dossier status {}", "dossier show {}", "dossier member @{} member"),
        *(
            "dossier bind {}",
            "dossier claim {}",
            "dossier help {}",
            "dossier start {}",
            "resolve {}",
            "{}",
            "dossier {}",
        ),
    ):
        answer = said(team.say("ann", "/" + command.format(f"x{odd}")))
        assert "Something went wrong" not in answer, command
        answer.encode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE records; --",
        "{{7*7}} {% x %}",
        "%s %(x)s {x} { $n }",
        "=1+1",
        "<@U1> &lt;",
    ],
)
def test_markup_and_code_are_kept_and_shown_to_the_letter(team: Team, text: str) -> None:
    team.say("ann", f"/change {text} | reason: {text} | impact: {text}")

    assert _titles(team) == [text]
    assert team.posted("abc")[0].text.count(text) == 3
    assert text in said(team.say("ann", "/dossier history #1"))
    assert text in said(team.say("ann", "/dossier show #1"))


@pytest.mark.parametrize(("who", "most"), [("lilei", "200"), ("ann", "200")])
def test_ten_thousand_attendees_are_too_many(team: Team, who: str, most: str) -> None:
    names = ", ".join(f"@人{number}" for number in range(10_000))

    line = team.say(who, f"/minutes 大会 | decisions: 好 | attendees: {names}")
    form = team.submit(form_in(team.say(who, "/minutes")), who, topic="大会", decisions="好", attendees=names)

    shown = {field.name: field for field in form_in(line).fields}
    assert shown["attendees"].value == names
    assert most in shown["attendees"].error
    assert isinstance(form, Errors)
    assert list(form.sentences) == ["attendees"]
    assert _titles(team) == []


@pytest.mark.parametrize("day", ["2月30日", "2026-02-30", "31 November 2026", "13月1日", "yesterdayish"])
def test_a_date_that_does_not_exist_is_a_field_error_with_two_examples(team: Team, day: str) -> None:
    form = form_in(team.say("lilei", "/变更"))

    answer = team.submit(form, "lilei", summary="a", reason="b", impact="c", wanted_by=day)

    assert isinstance(answer, Errors)
    assert list(answer.sentences) == ["wanted_by"]
    for part in (day, "下周五", "2026-12-01"):
        assert part in answer.sentences["wanted_by"]
    assert _titles(team) == []


def test_a_form_sent_twice_is_one_record_and_gets_the_same_answer(team: Team) -> None:
    form = form_in(team.say("lilei", "/issue", None))

    answers = [team.submit(form, "lilei", None, event="e1", title="支付失败") for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert "#1" in said(answers[0])
    assert _titles(team) == ["支付失败"]
    assert len(team.posted("abc")) == 1


def test_a_dossier_started_twice_is_one_dossier_and_gets_the_same_answer(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))

    answers = [team.submit(form, "lilei", None, event="e1", short_name="蓝鲸", project="会员") for _ in range(2)]

    assert answers[0] == answers[1]
    assert _rows(team)["dossiers"] == 3


def test_a_form_that_was_refused_can_be_mended_and_sent_again(team: Team) -> None:
    form = form_in(team.say("lilei", "/issue"))
    assert isinstance(team.submit(form, "lilei", event="e1"), Errors)

    assert isinstance(team.submit(form, "lilei", event="e1", title="支付失败"), Nothing)


def test_a_form_for_a_dossier_that_was_sealed_meanwhile_stays_open(team: Team) -> None:
    new = form_in(team.say("lilei", "/变更"))
    team.say("lilei", "/issue 支付失败")
    edit = form_in(team.say("lilei", "/dossier edit #1"))
    team.write("wangfang", _seal)
    before = _rows(team)

    answers = [
        team.submit(new, "lilei", summary="a", reason="b", impact="c"),
        team.submit(edit, "lilei", title="别的"),
    ]

    for answer in answers:
        assert isinstance(answer, Errors)
        assert list(answer.sentences) == [""]
        assert "已封存" in answer.sentences[""]
        assert "没有保存" in answer.sentences[""]
    assert _rows(team) == before


def test_a_line_for_a_sealed_dossier_is_given_back(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    (card,) = team.posted("abc")
    team.write("wangfang", _seal)

    answer = said(team.say("lilei", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天"))

    assert "已封存" in answer
    assert "登录页加短信验证 | 原因: 防刷 | 影响: 3 天" in answer
    for action in ("undo", "edit"):
        assert "已封存" in said(team.press(button_in(card, action), "lilei"))
    assert _titles(team) == ["支付失败"]


def test_no_form_is_opened_for_a_sealed_dossier_but_who_can_reopen_it_is_said(team: Team) -> None:
    missing = team.say("lilei", "/dossier missing")
    team.write("wangfang", _seal)

    for channel in ("abc", None):
        for command in ("/change", "/change 登录页", "/issue", "/customer"):
            answer = said(team.say("lilei", command, channel))
            assert "已封存" in answer, command
            assert "管理层" in answer
    assert "已封存" in said(team.press(button_in(missing, "new"), "lilei"))
    assert "management" in said(team.say("ann", "/change", "abc")).casefold()


def test_in_a_sealed_dossier_nothing_is_announced_or_asked_for(team: Team) -> None:
    team.write("wangfang", _seal)

    for line in ("/会议 明天 10:00 回访会", "/催办 @Ann 补回访"):
        answer = said(team.say("lilei", line))
        assert "已封存" in answer, line
        assert line in answer
    assert "sealed" in said(team.say("ann", "/meeting tomorrow 10:00 follow-up"))
    team.wait(hours=48)
    assert team.posted("abc") == []
    assert team.told("ann") == []


def test_no_form_is_opened_where_all_of_ones_dossiers_are_sealed(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")
    for dossier in team.read("lilei", lambda store: store.dossiers.mine()):
        team.write("wangfang", lambda store, sealed=dossier: store.dossiers.set_phase(sealed, Phase.SEALED))  # type: ignore[misc]

    assert "已封存" in said(team.say("lilei", "/change", None))


def test_a_line_that_is_refused_is_given_back(team: Team) -> None:
    answer = said(team.say("carla", "/change SMS code | reason: fraud | impact: 3 days"))

    assert "needs member access" in answer
    assert "SMS code | reason: fraud | impact: 3 days" in answer


def test_a_record_of_another_organisation_looks_like_one_that_is_not_there(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    uid = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1)).line.uid
    before = _rows(team)

    for action in ("show", "edit", "history", "undo", "restore", "resolve", "reveal"):
        theirs, nowhere = (
            team.handle(
                ButtonPressed(
                    team.source("bob", "xyz", workspace=ELSEWHERE), action, {"record": record, "revision": "1"}
                )
            )
            for record in (uid, "01a20000-0000-7000-8000-000000000000")
        )
        assert theirs == nowhere, action
        assert "没有找到" in said(theirs), action
    for name, ref in (
        ("record", {"kind": "issue", "dossier": team.dossier.uid}),
        ("edit", {"record": uid, "revision": "1", "fields": ""}),
    ):
        answer = team.handle(FormSubmitted(team.source("bob", "xyz", workspace=ELSEWHERE), name, ref, {"title": "x"}))
        assert isinstance(answer, Errors)
        assert "没有找到" in said(answer)
    ours, none = (said(team.say("bob", f"/dossier bind {name}", "xyz", workspace=ELSEWHERE)) for name in ("ABC", "NIX"))
    assert ours == none.replace("NIX", "ABC")
    assert _rows(team) == before


@pytest.mark.parametrize(
    ("action", "args"),
    [
        ("show", {}),
        ("show", {"record": "' OR 1=1"}),
        ("restore", {"record": "x", "revision": "-1"}),
        ("status", {"dossier": "nope"}),
        ("phase", {"phase": "nope"}),
        ("new", {"kind": "nope"}),
        ("enter", {"duty": "nope"}),
        ("no-such-action", {}),
    ],
)
def test_a_button_about_nothing_is_answered_in_a_sentence(team: Team, action: str, args: dict[str, str]) -> None:
    answer = team.handle(ButtonPressed(team.source("ann"), action, args))

    assert isinstance(answer, Show)
    assert "Something went wrong" not in said(answer)
    assert Language.spoken_in(said(answer)) is Language.EN


def test_a_workspace_nobody_connected_is_told_so(team: Team) -> None:
    assert "还没有连接" in said(team.say("ann", "/minutes x", workspace="nowhere"))


def test_a_version_that_was_never_there_cannot_be_restored(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    uid = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1)).line.uid

    for number in ("0", "2", "99999999999999999999", "x", "²"):
        answer = team.handle(ButtonPressed(team.source("lilei"), "restore", {"record": uid, "revision": number}))
        assert "没有找到" in said(answer), number
    assert _rows(team)["revisions"] == 1


@pytest.mark.parametrize(
    "line",
    [
        "/change 登录页加短信验证 | 原因: 防刷 | 影响: 3 天 | 附件: 见群文件",
        "/minutes 需求评审 | decision: x | attachments: a.pdf",
        "/issue 支付失败 | 附件: 截图",
    ],
)
def test_words_behind_the_label_of_attachments_are_kept_as_words(team: Team, line: str) -> None:
    team.say("lilei", line)

    (saved,) = team.read("lilei", lambda store: store.records.lines([team.dossier.id], Filter())[0])
    content = str(team.read("lilei", lambda store: store.records.get(saved.uid)).content)
    assert line.rpartition(": ")[2] in content


def test_a_day_that_does_not_exist_is_an_error_also_in_a_list(team: Team) -> None:
    form = form_in(team.say("lilei", "/纪要 需求评审 | 决定: 好 | 行动项: 发文档 @李雷 2月30日"))

    assert next(field.error for field in form.fields if field.name == "actions")


def test_a_company_has_no_fewer_than_no_people_and_the_number_typed_is_still_there(team: Team) -> None:
    form = form_in(team.say("lilei", "/客户 DEF | 人数: -5"))

    employees = next(field for field in form.fields if field.name == "employees")
    assert (employees.value, "不能是负数" in employees.error) == ("-5", True)
    form = form_in(team.say("lilei", "/客户"))
    assert "employees: “-5”不能是负数" in said(team.submit(form, "lilei", name="DEF", employees="-5"))
