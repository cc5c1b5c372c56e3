"""Forms longer than a modal: page by page, back and forth, with mistakes on the way, and nothing is lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chat.event_handler import Handle
from chat.events import CommandGiven, Event, FormChanged, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Errors, Nothing, OpenForm, Rendered
from dossier.fields import Input
from handlers.fill_form import PAGES
from storage.tables import drafts, origins, records, revisions
from tests.slack.house import House, open_house, opened
from tests.slack.local import Channel, User, View
from tests.slack.seen import words

CITIES = tuple(Choice(f"city-{n}", f"City {n}") for n in range(250))
COLOURS = (Choice("red", "Red"), Choice("other", "Another"))


class Questionnaire:
    """Asks thirty questions when `/long` is typed; everything else is the product's."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self.sent: list[dict[str, Any]] = []
        self._pages: dict[str, dict[str, Any]] = {}

    def handle(self, event: Event) -> Rendered:
        """Take an event."""
        match event:
            case CommandGiven(name="long"):
                return OpenForm(self._form({}, {"about": "x" * 900}))
            case FormChanged(name="long"):
                return self._changed(event)
            case FormSubmitted(name="long"):
                wrong = self._wrong(event.values)
                if wrong:
                    return Errors(wrong)
                self.sent.append(self._whole(event))
                return Nothing()
        return self._handle(event)

    def _changed(self, event: FormChanged) -> Rendered:
        values = self._whole(event)
        if event.turned and (wrong := self._wrong({name: values[name] for name in event.turned})):
            return Errors(wrong)
        if event.turned:
            self._pages[event.ref[PAGES]] = values
        return OpenForm(self._form(values, event.ref))

    def _whole(self, event: FormChanged | FormSubmitted) -> dict[str, Any]:
        return {**self._pages.get(event.ref.get(PAGES, ""), {}), **event.values}

    def _wrong(self, values: Any) -> dict[str, str]:
        return {name: f"{name} is wrong" for name, value in values.items() if value == "wrong"}

    def _form(self, values: dict[str, Any], ref: Any) -> Form:
        fields = [FormField(f"q{n}", f"Question {n}", Input.TEXT, n % 5 == 0) for n in range(26)]
        fields[3:3] = [FormField("colour", "Colour", Input.CHOICE, choices=COLOURS, decides=True)]
        if values.get("colour") == "other":
            fields[4:4] = [FormField("which", "Which one", Input.TEXT, required=True)]
        fields += [
            FormField("city", "City", Input.CHOICE, choices=CITIES),
            FormField("day", "Day", Input.DAY),
            FormField("story", "Story", Input.LONG_TEXT, max_length=10_000),
        ]
        held = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
        return Form("long", "Thirty questions", "Send", held, ref)


@pytest.fixture
def asked() -> list[Questionnaire]:
    return []


@pytest.fixture
def house(tmp_path: Path, asked: list[Questionnaire]) -> Iterator[House]:
    def besides(handle: Handle) -> Handle:
        asked.append(Questionnaire(handle))
        return asked[0].handle

    with open_house(tmp_path, besides=besides) as house:
        yield house
        for call in (*house.slack.called("views.open"), *house.slack.called("views.push")):
            assert call.error is None
        for view in house.slack.views.values():
            assert len(view.content.get("private_metadata", "")) <= 3000


def labels(view: View) -> list[str]:
    return [each["label"]["text"] for each in view.blocks if each["type"] == "input"]


def typed(view: View, label: str) -> str:
    block = next(each["block_id"] for each in view.blocks if each.get("label", {}).get("text") == label)
    return str(next(iter(view.values[block].values()))["value"] or "")


def begin(house: House, user: User, channel: Channel) -> View:
    assert house.driver.command("/long", "", user, channel).ok
    return opened(house, user)


def turn(house: House, view: View, values: dict[str, Any]) -> View:
    """Send a page, and give the next one."""
    assert house.driver.submit(view, values).ok
    assert view.errors == {}
    return opened(house, house.slack.users[view.user], view)


def needed(view: View, word: str = "yes") -> dict[str, Any]:
    """Answer every question of a page, by number."""
    return {label: f"{word} {label.split()[1]}" for label in labels(view) if label.startswith("Question")}


def test_thirty_questions_are_asked_on_three_pages_and_all_answers_arrive(
    house: House, ann: User, abc: Channel, asked: list[Questionnaire]
) -> None:
    first = begin(house, ann, abc)
    second = turn(house, first, {**needed(first), "Colour": "Red"})
    third = turn(house, second, needed(second))
    assert len({*labels(first), *labels(second), *labels(third)}) == 30
    assert len(labels(first)) + len(labels(second)) + len(labels(third)) == 30
    more = {"City": "City 217", "Day": "2026-11-20", "Story": "Once\nupon a time"}
    assert house.driver.submit(third, {**needed(third), **more}).json == {"response_action": "clear"}
    answers = {f"q{n}": f"yes {n}" for n in range(26)}
    rest = {"colour": "red", "city": "city-217", "day": "2026-11-20", "story": "Once\nupon a time"}
    assert asked[0].sent == [answers | rest]
    assert house.slack.open_view(ann) is None


def test_what_is_wrong_stands_on_its_field_of_its_page(
    house: House, ann: User, abc: Channel, asked: list[Questionnaire]
) -> None:
    first = begin(house, ann, abc)
    house.driver.submit(first, {**needed(first), "Question 2": "wrong"})
    assert first.errors == {"f:text:1:q2": "q2 is wrong"}
    assert house.slack.open_view(ann) is first
    second = turn(house, first, {"Question 2": "right"})
    house.driver.submit(second, {**needed(second), "Question 14": "wrong"})
    assert second.errors == {"f:text:1:q14": "q14 is wrong"}
    third = turn(house, second, {"Question 14": "right"})
    house.driver.submit(third, {**needed(third), "Question 25": "wrong"})
    assert third.errors == {"f:text:1:q25": "q25 is wrong"}
    house.driver.submit(third, {"Question 25": "right"})
    assert (asked[0].sent[0]["q2"], asked[0].sent[0]["q14"], asked[0].sent[0]["q25"]) == ("right",) * 3


def test_one_can_go_back_and_forth(house: House, ann: User, abc: Channel, asked: list[Questionnaire]) -> None:
    first = begin(house, ann, abc)
    second = turn(house, first, needed(first))
    third = turn(house, second, needed(second))
    house.driver.close(third)
    house.driver.close(second)
    assert house.slack.open_view(ann) is first
    second = turn(house, first, {"Question 1": "no"})
    assert typed(second, "Question 12") == "yes 12"  # What was sent before is still there.
    assert "is not kept then" in words(second)
    house.driver.change(second, "Question 12", "typed and not sent")
    house.driver.close(second)
    second = turn(house, first, {"Question 1": "yes 1"})
    assert typed(second, "Question 12") == "yes 12"  # Slack told nothing of what was only typed.
    house.driver.close(second)
    second = turn(house, first, {"Question 1": "yes 1"})  # As it was at first: no repetition, but a change.
    third = turn(house, second, {"Question 12": "no"})
    house.driver.submit(third, needed(third))
    sent = asked[0].sent[0]
    assert (sent["q1"], sent["q12"], sent["q13"], sent["q25"]) == ("yes 1", "no", "yes 13", "yes 25")


def test_a_choice_of_hundreds_is_searched(house: House, ann: User, abc: Channel) -> None:
    first = begin(house, ann, abc)
    second = turn(house, first, needed(first))
    third = turn(house, second, needed(second))
    offered = house.driver.options(house.driver.suggest(third, "City", "21"))
    assert [each["text"]["text"] for each in offered][:3] == ["City 21", "City 121", "City 210"]
    whole = house.driver.suggest(third, "City", "")
    assert not whole.trouble
    assert len(house.driver.options(whole)) == 250


def test_a_choice_that_decides_changes_the_form_and_keeps_what_was_typed(
    house: House, ann: User, abc: Channel, asked: list[Questionnaire]
) -> None:
    first = begin(house, ann, abc)
    before = first.hash
    for label, text in needed(first).items():
        house.driver.change(first, label, text)
    assert house.driver.change(first, "Colour", "Another").ok
    house.slack.wait_for(lambda: first.hash != before)
    assert labels(first)[3:5] == ["Colour", "Which one"]
    assert typed(first, "Question 0") == "yes 0"
    second = turn(house, first, {"Which one": "Teal"})
    third = turn(house, second, needed(second))
    house.driver.submit(third, needed(third))
    assert (asked[0].sent[0]["which"], asked[0].sent[0]["q0"]) == ("Teal", "yes 0")
    assert len(asked[0].sent[0]) == 31


def test_a_long_message_becomes_a_record_to_the_letter(house: House, ann: User, abc: Channel) -> None:
    story = "\n".join(f"Line {n}: the printer in hall {n % 7} stops & prints <nothing>." for n in range(160))
    said = house.driver.say(story[:9_000], ann, abc)
    house.driver.message_shortcut("keep", said, ann)
    chosen = opened(house, ann)
    house.driver.submit(chosen, {"Save as": "minutes"})
    page = house.slack.open_view(ann)
    assert page is not None
    house.driver.submit(page, {})
    assert page.errors == {}
    assert (house.count(records), house.count(origins), house.count(drafts)) == (1, 1, 0)
    assert json.loads(house.column(revisions.c.content)[0][0])["discussion"] == story[:9_000]


def test_a_long_record_is_changed_page_by_page_and_the_rest_of_it_stays(house: House, ann: User, abc: Channel) -> None:
    discussion, decisions = ("\n".join(f"{word} {n} was spoken of" for n in range(450)) for word in ("Point", "Item"))
    line = (
        f"Kick-off | attendees: @Ann | discussion: {discussion[:9900].strip()} | decisions: {decisions[:9900].strip()}"
    )
    assert house.driver.command("/minutes", line, ann, abc).ok
    assert house.count(records) == 1
    house.driver.command("/dossier", "edit #1", ann, abc)
    page = opened(house, ann)
    assert page.content["submit"]["text"] == "Next"
    page = turn(house, page, {"Topic": "Kick-off, second half"})
    assert page.content["submit"]["text"] == "Save"
    house.driver.submit(page, {})
    assert page.errors == {}
    before, after = (json.loads(row[0]) for row in house.column(revisions.c.content))
    assert after["topic"] == "Kick-off, second half"
    assert {name for name in before if before[name] != after.get(name)} == {"topic"}
    assert house.count(drafts) == 0
