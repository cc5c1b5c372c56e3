"""The largest file of own kinds there can be: its forms and cards keep within every limit of Slack and Feishu."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from chat.cards.intake import columns_form
from chat.cards.own_kinds import own_kinds_card, refused_card
from chat.cards.record import record_card
from chat.forms import Form
from chat.messages import Message
from chat.record_form import edit_form, record_form
from chat.voice import Voice
from dossier.errors import Problem
from dossier.kinds import Kind
from dossier.language import Language
from dossier.own.checking import checked
from dossier.own.declared import MOST_COLUMNS, MOST_FIELDS, MOST_KINDS, MOST_OPTIONS
from dossier.own.text import Wrong, written
from tests.kinds import test_feishu_rendering as feishu
from tests.kinds import test_slack_rendering as slack
from tests.kinds.samples import reading
from tests.team import START, ZONE, Team

TYPES = ("long_text", "day", "past_day", "moment", "person", "people", "number", "money", "phone", "email", "link")


def _label(number: int, kind: str) -> dict[str, str]:
    return {"zh": f"{kind}{number}".ljust(40, "名"), "en": f"{kind} {number} ".ljust(40, "n")}


def _field(number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"key": f"field{number}", "label": _label(number, "栏")}
    made["hint"] = {"zh": "提" * 140, "en": "h" * 140}
    if number == 0:
        return {**made, "type": "text", "required": "true"}
    if number % 7 == 1:
        options = [{"key": f"option{each}", "label": _label(each, "选")} for each in range(MOST_OPTIONS)]
        return {**made, "type": "choice", "options": options}
    if number % 7 == 2:
        columns = [
            {"key": f"column{each}", "type": "text", "label": _label(each, "列")} for each in range(MOST_COLUMNS)
        ]
        return {**made, "type": "rows", "columns": columns}
    return {**made, "type": TYPES[number % len(TYPES)]}


def _kind(number: int, fields: int) -> dict[str, Any]:
    return {
        "key": f"kind{number}",
        "command": {
            "zh": "一二三四五六七"[number % 7] * 2 + "甲乙丙丁戊己"[number // 7] * 2,
            "en": f"kind-{chr(97 + number // 26)}-{chr(97 + number % 26)}".ljust(30, "x"),
        },
        "label": _label(number, "类"),
        "category": "implementation",
        "fields": [_field(each) for each in range(fields)],
    }


@pytest.fixture(autouse=True)
def nothing_missed() -> Iterator[None]:
    """Let a test fail whose message had to be mended at the last moment."""
    with capture_logs() as logs:
        yield
    assert [each for each in logs if each["event"] in ("slack.limit_missed", "feishu.rule_missed")] == []


@pytest.fixture(params=list(Language), ids=str)
def voice(request: pytest.FixtureRequest) -> Voice:
    """Give a voice in each language."""
    return Voice(request.param, ZONE, START)


@pytest.fixture
def largest(team: Team) -> Kind:
    """Give the largest kind, set in the team's organisation."""
    content = written({"kinds": [_kind(0, MOST_FIELDS)]})
    team.write("wangfang", lambda store: store.own_kinds.keep(content, checked(content.encode())))
    kind = team.read("wangfang", lambda store: store.kinds.named("own_kind0"))
    assert kind is not None
    return kind


def _opened(form: Form, voice: Voice) -> None:
    slack.opened(form, voice)
    feishu.opened(form, voice)


def _shown(message: Message, voice: Voice) -> None:
    slack.shown(message)
    feishu.shown({voice.language: message})


def test_its_forms_are_opened_empty_and_full_and_its_card_is_shown(largest: Kind, team: Team, voice: Voice) -> None:
    _opened(record_form(largest, voice, {}, [team.dossier]), voice)
    content = largest.parse(slack.largest(largest), reading())
    saved = team.write("wangfang", lambda store: store.records.add(team.dossier, largest, content))

    _opened(edit_form(saved, voice), voice)
    _shown(record_card(saved, voice), voice)


def test_many_kinds_are_listed_and_much_that_is_wrong_is_told(team: Team, voice: Voice) -> None:
    few = written({"kinds": [{**_kind(number, 1), "icon": "📌"} for number in range(MOST_KINDS)]})
    team.write("wangfang", lambda store: store.own_kinds.keep(few, checked(few.encode())))

    _shown(own_kinds_card(team.read("wangfang", lambda store: store.kinds), voice), voice)
    wrongs = [Wrong(number, "kinds › " * 9, Problem("problem-kinds-key")) for number in range(8)]
    _shown(refused_card("x" * 200, wrongs, 90, voice), voice)


def test_columns_of_a_wide_table_are_chosen(team: Team, voice: Voice) -> None:
    defects = team.read("wangfang", lambda store: store.kinds.named("defect"))
    assert defects is not None
    header = [f"{number}".ljust(300, "列") for number in range(80)]

    _opened(columns_form(defects, {"header": header, "columns": {"title": header[79]}}, "d" * 36, voice), voice)
