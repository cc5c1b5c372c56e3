"""Keeping what was said: which kind, that kind's form filled with the message, and the way back from the card."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chat.events import FormChanged, MessageChosen, Said
from chat.forms import Form
from chat.messages import Hyperlink, Message, Note
from chat.replies import Nothing, OpenForm, Rendered
from dossier.fields import FileRef
from dossier.views import Saved
from tests.team import Team, form_in, said

SAID_AT = datetime(2026, 11, 17, 1, 30, tzinfo=UTC)
FILE = FileRef(id="f7", name="截图.png", size=3, type="image/png")
LINK = "message:/galaxy/c%3Aabc/12"


def choose(
    team: Team, who: str, text: str, channel: str | None = "abc", event: str | None = None, *files: FileRef
) -> Rendered:
    """Choose a message of Ann's, said the day before at 9:30 in Shanghai."""
    message = Said(channel or "", "12", LINK, "Ann", text, SAID_AT, files)
    return team.handle(MessageChosen(team.source(who, channel, event), message))


def kept_as(team: Team, kind: str, text: str, *files: FileRef) -> Form:
    """Choose a message and its kind; give the form that opens then."""
    asked = form_in(choose(team, "lilei", text, "abc", None, *files))
    return form_in(team.submit(asked, "lilei", kind=kind))


def shown(form: Form) -> dict[str, object]:
    """Give what stands in the fields of a form."""
    return {field.name: field.value for field in form.fields}


def record(team: Team, number: int = 1) -> Saved:
    """Give a record of the dossier."""
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, number))


def way_back(card: Message) -> list[str]:
    """Give the links in the small print of a card."""
    parts = [part for block in card.blocks if isinstance(block, Note) for part in block.parts]
    return [part.url for part in parts if isinstance(part, Hyperlink)]


def test_the_form_asks_which_kind_and_quotes_what_was_said(team: Team) -> None:
    form = form_in(choose(team, "lilei", "短信验证码收不到"))

    assert "短信验证码收不到" in form.note
    assert "Ann" in form.note
    (field,) = form.fields
    assert {choice.value for choice in field.choices} >= {"minutes", "change_request", "issue"}
    assert "customer_basics" not in {choice.value for choice in field.choices}


def test_a_kind_that_the_message_names_is_chosen_already(team: Team) -> None:
    assert shown(form_in(choose(team, "lilei", "这是个变更：加验证码")))["kind"] == "change_request"
    assert shown(form_in(choose(team, "lilei", "早上好")))["kind"] == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("需求变更: add a captcha", "change_request"),
        ("the change request of yesterday", "change_request"),
        ("会议纪要在这里", "minutes"),
        ("we exchange rooms", ""),
    ],
)
def test_a_kind_is_known_by_its_label_too_and_by_whole_words(team: Team, text: str, kind: str) -> None:
    assert shown(form_in(choose(team, "lilei", text)))["kind"] == kind


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("ABC_会议纪要_20261117_v1.docx", "minutes", "ABC_会议纪要_20261117_v1"),
        ("Change request v1.2.PDF", "change_request", "Change request v1.2"),
        ("需求变更.tar.gz", "change_request", "需求变更"),
    ],
)
def test_a_message_that_is_only_a_file_is_called_by_its_name_and_is_what_that_says(
    team: Team, name: str, kind: str, title: str
) -> None:
    file = FILE.model_copy(update={"name": name})
    asked = form_in(choose(team, "lilei", "", "abc", None, file))
    assert f"Ann：{name}" in asked.note
    assert shown(asked)["kind"] == kind

    form = form_in(team.submit(asked, "lilei"))
    assert form.fields[0].value == title
    assert [each["name"] for each in shown(form)["attachments"]] == [name]  # type: ignore[attr-defined]


def test_several_files_without_a_word_are_named_together(team: Team) -> None:
    files = [FILE.model_copy(update={"id": name, "name": name}) for name in ("第1.2版", "截图.png")]
    asked = form_in(choose(team, "lilei", "  ", "abc", None, *files))
    assert "第1.2版、截图.png" in asked.note
    assert shown(form_in(team.submit(asked, "lilei", kind="issue")))["title"] == "第1.2版、截图"


def test_a_message_becomes_an_issue_that_leads_back_to_it(team: Team) -> None:
    form = kept_as(team, "issue", "短信验证码收不到\n从早上开始", FILE)
    assert shown(form)["title"] == "短信验证码收不到"
    assert shown(form)["details"] == "短信验证码收不到\n从早上开始"
    assert shown(form)["found_on"] == "2026-11-17"
    assert [each["name"] for each in shown(form)["attachments"]] == ["截图.png"]  # type: ignore[attr-defined]
    assert not {"resolution", "cause", "resolved_on"} & shown(form).keys()

    assert isinstance(team.submit(form, "lilei", severity="high"), Nothing)

    assert record(team).content["severity"] == "high"
    assert [file["name"] for file in record(team).content["attachments"]] == ["截图.png"]
    (card,) = team.posted("abc")
    assert way_back(card) == [LINK]
    assert "原消息" in card.text


def test_what_is_fixed_already_is_said_in_the_same_form(team: Team) -> None:
    form = kept_as(team, "issue", "短信验证码收不到")
    fixed = {**shown(form), "status": "fixed"}
    fixed.pop("attachments")

    form = form_in(team.handle(FormChanged(team.source("lilei"), form.name, dict(form.ref), fixed)))
    team.submit(form, "lilei", resolution="换了通道")

    assert record(team).content["resolution"] == "换了通道"
    (card,) = team.posted("abc")
    assert way_back(card) == [LINK]


def test_a_long_message_fills_title_and_text(team: Team) -> None:
    form = kept_as(team, "minutes", "周会\n定了三件事")
    assert (shown(form)["topic"], shown(form)["discussion"]) == ("周会", "周会\n定了三件事")
    assert str(shown(form)["held_at"]) == "2026-11-17 09:30"


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [("issue", "title", "details"), ("minutes", "topic", "discussion"), ("change_request", "summary", "reason")],
)
def test_one_paragraph_that_is_longer_than_a_title_is_kept_whole(team: Team, kind: str, title: str, text: str) -> None:
    said_then = "微信支付点了没反应，订单没有生成。" * 23
    form = kept_as(team, kind, said_then)
    assert shown(form)[title] == said_then[:200]
    assert shown(form)[text] == said_then


def test_what_a_form_has_no_room_for_is_said_to_be_missing(team: Team) -> None:
    form = kept_as(team, "acceptance_report", "一期全部功能，" * 40)
    assert "没有带进来" in form.note
    assert "没有带进来" not in kept_as(team, "acceptance_report", "一期全部功能").note


def test_a_message_with_a_file_becomes_only_what_takes_files(team: Team) -> None:
    document = FILE.model_copy(update={"name": "ABC 需求.docx", "type": ""})
    asked = form_in(choose(team, "ann", "这是需求文档", "abc", None, document))

    offered = {choice.value for choice in asked.fields[0].choices}
    assert {"minutes", "issue"} <= offered
    assert not {"linked_document", "standup", "contact"} & offered
    assert shown(asked)["kind"] == ""
    assert shown(form_in(choose(team, "lilei", "这是需求文档", "abc", None, document)))["kind"] == "requirement"


def test_a_form_that_takes_no_files_says_that_the_file_stays_behind(team: Team) -> None:
    assert "文件本身留在聊天里" in kept_as(team, "standup", "站会", FILE).note
    assert "文件本身留在聊天里" not in kept_as(team, "standup", "站会").note


def test_a_line_with_a_file_for_a_record_that_takes_none_is_not_saved_without_it(team: Team) -> None:
    answer = team.say("lilei", "/档案 站会 写接口 | 昨天: 联调", files=(FILE,))
    assert "放不了文件" in said(answer)
    assert "写接口" in said(answer)
    assert team.posted("abc") == []


def test_the_files_of_a_message_can_be_left_out(team: Team) -> None:
    form = kept_as(team, "issue", "短信验证码收不到", FILE)

    left_out: dict[str, Any] = {"attachments": [], "attachments.kept": []}
    team.submit(form, "lilei", **left_out)

    assert "attachments" not in record(team).content


def test_a_kind_has_to_be_chosen(team: Team) -> None:
    form = form_in(choose(team, "lilei", "早上好"))
    assert said(team.submit(form, "lilei", kind="")).startswith("kind: ")


def test_where_no_dossier_is_bound_the_form_asks_which_and_remembers(team: Team) -> None:
    started = form_in(team.say("lilei", "/dossier start 蓝鲸", "general"))
    team.submit(started, "lilei", None, short_name="蓝鲸", project="会员")
    asked = form_in(choose(team, "lilei", "短信验证码收不到", None))
    form = form_in(team.submit(asked, "lilei", None, kind="issue"))
    filled = {**shown(form), "dossier": team.dossier.uid, "status": "closed"}

    form = form_in(team.handle(FormChanged(team.source("lilei", None), form.name, dict(form.ref), filled)))
    team.submit(form, "lilei", None, resolution="换了通道")

    assert record(team).content["resolution"] == "换了通道"


@pytest.mark.parametrize("who", ["carla", "unknown"])
def test_who_may_not_log_is_told_so(team: Team, who: str) -> None:
    answer = choose(team, who, "短信验证码收不到")
    assert not isinstance(answer, OpenForm)
    assert said(answer)


def test_a_choice_delivered_twice_opens_the_same_form(team: Team) -> None:
    first, second = (form_in(choose(team, "lilei", "早上好", "abc", "again")) for _ in range(2))
    assert first == second


def test_what_somebody_is_about_to_keep_is_theirs_alone(team: Team) -> None:
    asked = form_in(choose(team, "lilei", "短信验证码收不到"))
    assert not isinstance(team.submit(asked, "ann", kind="issue"), OpenForm)
