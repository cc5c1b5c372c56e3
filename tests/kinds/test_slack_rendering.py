"""Every kind in Slack: its form as a modal and back, its cards as blocks, in both languages, within every limit."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.slack import blocks, limits, modals
from bot.slack.markup import cleaned
from chat.cards.record import history_card, record_card
from chat.forms import Form
from chat.messages import Button, Message
from chat.record_form import edit_form, record_form
from chat.replies import OpenForm, Show
from chat.voice import Voice
from dossier.errors import Problem
from dossier.fields import FileRef, Input
from dossier.kinds import Kind
from dossier.language import Language
from tests.kinds.entries import SPEAKER, enter
from tests.kinds.samples import command, reading, typed
from tests.team import START, ZONE, Team
from tests.unit.bot.slack.entered import joined, state_of

MENACE = "<!channel> & <@U123> *粗* _x_ :smile: 长文"


@pytest.fixture(autouse=True)
def nothing_missed() -> Iterator[None]:
    """Let a test fail whose blocks had to be mended at the last moment."""
    with capture_logs() as logs:
        yield
    assert [each for each in logs if each["event"] == "slack.limit_missed"] == []


def sign(button: Button) -> str:
    """Stand in for a signature, as long as one is."""
    return json.dumps([button.action, dict(button.args)]).ljust(400, "=")


def account(person: str) -> str | None:
    """Know everybody of ours."""
    return "U0123456789"


def shown(message: Message) -> str:
    """Show a message everywhere; give what is in its pages."""
    pages = blocks.pages(message, sign, account)
    for page in pages:
        assert limits.check_message(page.blocks, page.text) == []
        assert "<" not in page.text
    for view in (blocks.modal(message, Language.ZH, sign, account), blocks.home(message, sign, account)):
        assert limits.check_view(view) == []
    return json.dumps([page.blocks for page in pages], ensure_ascii=False)


def opened(form: Form, voice: Voice) -> list[dict[str, Any]]:
    """Open all pages of a form."""
    views = [modals.view(form, page, "m" * 3000, voice.say) for page in range(len(modals.pages(form)))]
    for view in views:
        assert limits.check_view(view) == []
    return views


def largest(kind: Kind) -> dict[str, Any]:
    """Give the most that every field takes."""
    values = typed(kind)
    for at, spec in enumerate(kind.fields):
        if spec.input is Input.TEXT and not spec.sensitive and not spec.refers_to:
            # No two alike: nobody reports to themselves.
            values[spec.name] = (MENACE * 10)[:198].strip() + f"{at:02}"
        elif spec.input is Input.LONG_TEXT:
            values[spec.name] = "\n".join([MENACE * 5] * 60)[:10_000].strip()
        elif spec.input is Input.PEOPLE:
            values[spec.name] = ", ".join(f"客户方的人{number}" for number in range(199))
        elif spec.input is Input.ROWS:
            values[spec.name] = "\n".join(f"{number} {MENACE} @李雷 2026-12-24" for number in range(100))
        elif spec.input is Input.ATTACHMENTS:
            file = FileRef(id="f0", name="<!here> 合同.pdf" * 9, size=1, type="application/pdf")
            values[spec.name] = [file.model_copy(update={"id": f"f{number}"}).model_dump() for number in range(20)]
    return values


def test_an_empty_form_is_a_modal(kind: Kind, language: Language, team: Team) -> None:
    voice = Voice(language, ZONE, START)
    form = record_form(kind, voice, {}, [team.dossier])

    views = opened(form, voice)

    asked = [spec for spec in kind.fields if spec.only_if is None]
    back = modals.values(joined([state_of(view) for view in views]))
    assert back == {spec.name: [] if spec.input is Input.ATTACHMENTS else "" for spec in asked}
    labels = [block["label"]["text"] for view in views for block in view["blocks"] if block["type"] == "input"]
    assert labels == [spec.label.to(language) for spec in asked]


def test_a_form_full_to_the_brim_comes_back_as_it_was(kind: Kind, language: Language, team: Team) -> None:
    voice = Voice(language, ZONE, START)
    saved = enter(team, kind, largest(kind))
    form = edit_form(saved, voice)

    views = opened(form, voice)

    state = joined([state_of(view) for view in views])
    back = modals.values(state) | {name: field_value(form, name) for name in files_of(form)}
    assert kind.parse(back, reading()) == kind.parse({each.name: each.value for each in form.fields}, reading())


def files_of(form: Form) -> list[str]:
    """Name the fields of files, whose values a modal does not bring back."""
    return [field.name for field in form.fields if field.input is Input.ATTACHMENTS]


def field_value(form: Form, name: str) -> Any:
    """Give what is in a field of a form."""
    return next(field.value for field in form.fields if field.name == name)


def test_a_form_with_what_was_typed_wrong_says_so_at_each_field(kind: Kind, language: Language, team: Team) -> None:
    voice = Voice(language, ZONE, START)
    wrong = {spec.name: MENACE for spec in kind.fields if spec.input is not Input.ATTACHMENTS}
    problems = {name: Problem("problem-required") for name in wrong}

    views = opened(record_form(kind, voice, wrong, [team.dossier], problems), voice)

    said = voice.say("problem-required")
    warned = [block for view in views for block in view["blocks"] if block["type"] == "context"]
    assert sum(said in block["elements"][0]["text"] for block in warned) == len(wrong)
    back = modals.values(joined([state_of(view) for view in views]))
    for spec in kind.fields:
        if spec.input not in (Input.ATTACHMENTS, Input.CHOICE, Input.PEOPLE, Input.PERSON):
            assert back[spec.name] == MENACE


def test_cards_of_a_record_are_blocks(kind: Kind, language: Language, team: Team) -> None:
    voice = Voice(language, ZONE, START)
    saved = enter(team, kind)
    for whole in (False, True):
        message = record_card(saved, voice, whole=whole)
        (page,) = blocks.pages(message, sign, account)
        assert saved.title in json.dumps(page.blocks, ensure_ascii=False)
        assert page.blocks[-1]["type"] == "actions"
        shown(message)


def test_cards_of_the_largest_record_are_within_every_limit(kind: Kind, language: Language, team: Team) -> None:
    voice = Voice(language, ZONE, START)
    saved = enter(team, kind, largest(kind))
    revisions = team.read("wangfang", lambda store: store.records.revisions_of(saved))
    for message in (
        record_card(saved, voice),
        record_card(saved, voice, whole=True),
        history_card(saved, revisions, voice),
    ):
        written = [text for text in _mrkdwn(json.loads(shown(message))) if "粗" in text]
        assert all("<!channel" not in text and " *粗*" not in text for text in written)


def _mrkdwn(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        yield from (text for part in value.values() for text in _mrkdwn(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in _mrkdwn(part))


def test_what_the_bot_answers_is_blocks_and_modals(kind: Kind, language: Language, team: Team) -> None:
    who = SPEAKER[language]
    voice = Voice(language, ZONE, START)
    enter(team, kind)
    said = [command(kind), f"/dossier help {kind.command}", f"/dossier list {kind.command}", "/dossier show #1"]
    said += [
        "/dossier help",
        "/dossier status",
        "/dossier missing",
        "/dossier todo",
        "/dossier mine",
        "/dossier edit #1",
    ]
    said += [
        "/dossier new",
        "/dossier find 一",
        "/dossier history #1",
        f"{command(kind)} {MENACE}",
        "还缺什么?",
        "/nonsense",
    ]
    answers = [team.say(who, text, channel) for text in said for channel in ("abc", "general", None)]
    for answer in answers:
        if isinstance(answer, Show):
            shown(answer.message)
        elif isinstance(answer, OpenForm):
            opened(answer.form, voice)
    assert Show in {type(answer) for answer in answers}
    for message in team.posted("abc"):
        shown(message)


TYPED = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    [MENACE, "长" * 3500, "a\n" * 900, "🎉" * 1600]
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_typed_is_kept_in_the_modal(
    kind: Kind, language: Language, team: Team, data: st.DataObject
) -> None:
    voice = Voice(language, ZONE, START)
    values = {spec.name: data.draw(TYPED) for spec in kind.fields if spec.input is not Input.ATTACHMENTS}
    problems = {name: Problem("problem-required") for name in values}

    views = opened(record_form(kind, voice, values, [team.dossier], problems), voice)

    back = modals.values(joined([state_of(view) for view in views]))
    for spec in kind.fields:
        if spec.input in (Input.TEXT, Input.LONG_TEXT, Input.ROWS, Input.MOMENT, Input.NUMBER, Input.MONEY, Input.LINK):
            assert back[spec.name] == cleaned(values[spec.name])
