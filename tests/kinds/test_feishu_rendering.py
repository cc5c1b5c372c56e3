"""Every kind in Feishu: its form as cards and back, its cards, in both languages, within every rule."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.feishu import cards, forms
from bot.feishu.markup import cleaned
from chat.cards.record import history_card, record_card
from chat.forms import Form
from chat.messages import Message
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
from tests.unit.bot.feishu.filled import Json, form_value, good, inputs, sign, submit, words

MENACE = "<at id=all></at> & <font color='red'>*粗*</font> _x_ :DONE: [a](http://b.c) 长文"
METADATA = "m" * forms.MOST_METADATA
VOICES = {language: Voice(language, ZONE, START) for language in Language}


@pytest.fixture(autouse=True)
def nothing_missed() -> Iterator[None]:
    """Let a test fail whose card had to be mended at the last moment."""
    with capture_logs() as logs:
        yield
    assert [each for each in logs if each["event"] == "feishu.rule_missed"] == []


def account(person: str) -> str | None:
    """Know everybody of ours."""
    return "ou_0123456789"


def shown(messages: Mapping[Language, Message]) -> str:
    """Show a message in every way; give its words."""
    made = (*cards.cards(messages, sign, account), cards.card(messages, sign, account))
    said = "\n".join(words(good(card)) for card in made)
    assert "<at id=all" not in said
    assert "<font color='red'" not in said
    assert "[a](http" not in said
    return said


def opened(form: Form, voice: Voice) -> list[Json]:
    """Open all pages of a form."""
    count = len(forms.pages(form))
    return [good(forms.form_card(form, METADATA, voice.say, page, {})) for page in range(count)]


def back(form: Form, made: list[Json], *, sparse: bool = False) -> dict[str, Any]:
    """Give the values that come back when all pages of a form are sent as they were shown."""
    found: dict[str, Any] = {}
    for card in made:
        found |= forms.values(form_value(card, sparse=sparse), submit(card)["f"], form)
    return found


def largest(kind: Kind) -> dict[str, Any]:
    """Give the most that every field takes."""
    values = typed(kind)
    for at, spec in enumerate(kind.fields):
        if spec.input is Input.TEXT and not spec.sensitive and not spec.refers_to:
            # No two alike: nobody reports to themselves.
            values[spec.name] = (MENACE * 10)[:198].strip() + f"{at:02}"
        elif spec.input is Input.LONG_TEXT:
            values[spec.name] = "\n".join([f"{MENACE}需求要写清楚" * 4] * 60)[:10_000].strip()
        elif spec.input is Input.PEOPLE:
            values[spec.name] = ", ".join(f"客户方的人{number}" for number in range(199))
        elif spec.input is Input.ROWS:
            values[spec.name] = "\n".join(f"{number} {MENACE} @李雷 2026-12-24" for number in range(100))
        elif spec.input is Input.ATTACHMENTS:
            file = FileRef(id="f0", name="<at id=all></at> 合同.pdf" * 5, size=1, type="application/pdf")
            values[spec.name] = [file.model_copy(update={"id": f"f{number}"}).model_dump() for number in range(20)]
    return values


def test_an_empty_form_is_a_card(kind: Kind, language: Language, team: Team) -> None:
    form = record_form(kind, VOICES[language], {}, [team.dossier])

    made = opened(form, VOICES[language])

    asked = [field.name for field in form.fields if field.input is not Input.ATTACHMENTS]
    assert back(form, made) == back(form, made, sparse=True) == dict.fromkeys(asked, "")
    said = "\n".join(map(words, made))
    assert all(field.label in said for field in form.fields if field.label.isalnum())


def test_a_form_full_to_the_brim_comes_back_as_it_was(kind: Kind, language: Language, team: Team) -> None:
    saved = enter(team, kind, largest(kind))
    form = edit_form(saved, VOICES[language])

    found = back(form, opened(form, VOICES[language]))

    files = {field.name: field.value for field in form.fields if field.input is Input.ATTACHMENTS}
    held = {each.name: each.value for each in form.fields}
    assert kind.parse(found | files, reading()) == kind.parse(held, reading())
    for field in form.fields:
        if field.input not in (Input.ATTACHMENTS, Input.CHOICE):
            assert found[field.name] == field.value


def test_a_form_with_what_was_typed_wrong_says_so_at_each_field(kind: Kind, language: Language, team: Team) -> None:
    voice = VOICES[language]
    wrong = {spec.name: MENACE for spec in kind.fields if spec.input is not Input.ATTACHMENTS}
    problems = {name: Problem("problem-required") for name in wrong}
    form = record_form(kind, voice, wrong, [team.dossier], problems)

    made = opened(form, voice)

    assert sum(words(card).count(voice.say("problem-required")) for card in made) == len(wrong)
    found = back(form, made)
    for spec in kind.fields:
        if spec.input not in (Input.ATTACHMENTS, Input.CHOICE):
            assert found[spec.name] == MENACE


def test_errors_of_the_longest_sort_still_fit(kind: Kind, language: Language, team: Team) -> None:
    voice = VOICES[language]
    form = edit_form(enter(team, kind, largest(kind)), voice)
    errors = {field.name: MENACE * 20 for field in form.fields} | {"": MENACE * 20}
    for page in range(len(forms.pages(form))):
        good(forms.form_card(form, METADATA, voice.say, page, errors))


def test_one_card_of_a_record_is_read_in_both_languages(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    for whole in (False, True):
        messages = {language: record_card(saved, voice, whole=whole) for language, voice in VOICES.items()}
        card = cards.card(messages, sign, account)
        assert saved.title in card["header"]["title"]["content"]
        assert set(card["config"]["summary"]["i18n_content"]) == {"zh_cn", "en_us"}
        buttons = card["body"]["elements"][-1]["columns"]
        assert all(set(each["elements"][0]["text"]["i18n_content"]) == {"zh_cn", "en_us"} for each in buttons)
        assert len(cards.cards(messages, sign, account)) == 1
        shown(messages)
        shown({Language.EN: messages[Language.EN]})


def test_cards_of_the_largest_record_are_within_every_rule(kind: Kind, team: Team) -> None:
    saved = enter(team, kind, largest(kind))
    revisions = team.read("wangfang", lambda store: store.records.revisions_of(saved))
    every = (
        {language: record_card(saved, voice) for language, voice in VOICES.items()},
        {language: record_card(saved, voice, whole=True) for language, voice in VOICES.items()},
        {language: history_card(saved, revisions, voice) for language, voice in VOICES.items()},
    )
    for messages in every:
        assert "粗" in shown(messages)
        shown({Language.ZH: messages[Language.ZH]})


def test_what_the_bot_answers_is_cards(kind: Kind, language: Language, team: Team) -> None:
    voice, who = VOICES[language], SPEAKER[language]
    enter(team, kind)
    said = [command(kind), f"{command(kind)} {MENACE}", "还缺什么?", "/nonsense"]
    said += [f"/dossier {words}" for words in (f"help {kind.command}", f"list {kind.command}", "show #1", "help")]
    said += [f"/dossier {words}" for words in ("status", "missing", "todo", "mine", "edit #1", "new", "history #1")]
    answers = [team.say(who, text, channel) for text in said for channel in ("abc", "general", None)]
    for answer in answers:
        if isinstance(answer, Show):
            shown({language: answer.message})
        elif isinstance(answer, OpenForm):
            opened(answer.form, voice)
    assert Show in {type(answer) for answer in answers}
    for message in team.posted("abc"):
        shown({language: message})


TYPED = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    [MENACE, "长" * 3500, "a\n" * 900, "🎉" * 1600, " \n " * 700]
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_typed_is_kept_in_the_form(kind: Kind, language: Language, team: Team, data: st.DataObject) -> None:
    values = {spec.name: data.draw(TYPED) for spec in kind.fields if spec.input is not Input.ATTACHMENTS}
    problems = {name: Problem("problem-required") for name in values}
    form = record_form(kind, VOICES[language], values, [team.dossier], problems)

    made = opened(form, VOICES[language])

    found = back(form, made)
    assert all(len(inputs(card)) <= 12 for card in made)
    for spec in kind.fields:
        if spec.input not in (Input.ATTACHMENTS, Input.CHOICE):
            assert found[spec.name] == cleaned(values[spec.name])
