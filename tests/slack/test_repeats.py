"""What Slack delivers more than once has one effect and the same answer, and is answered to the person once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from dossier.views import DossierView
from storage.tables import channels, dossiers, drafts, outbox, records
from tests.slack.house import House
from tests.slack.local import Ack, Channel, User, payloads
from tests.slack.local.wires import COMMAND, EVENT, INTERACTIVE, Retry
from tests.slack.local.world import Json

LINE = "SMS login | reason: the customer asked | impact: 3 days"
Thrice = Callable[[str, Json], list[Ack]]


@pytest.fixture(params=["in turn", "as retries", "at once"])
def thrice(request: pytest.FixtureRequest, house: House) -> Thrice:
    """Give what delivers something three times and gives the answers."""

    def deliver(kind: str, payload: Json) -> list[Ack]:
        wire = house.driver.wire
        if request.param == "at once":
            with ThreadPoolExecutor(3) as pool:
                return list(pool.map(lambda _: wire.send(kind, payload), range(3)))
        retried = request.param == "as retries"
        return [wire.send(kind, payload, Retry(n) if retried and n else None) for n in range(3)]

    return deliver


@pytest.fixture
def abc(house: House, ann: User) -> Channel:
    return house.slack.add_channel("abc", [ann])


@pytest.fixture
def dossier(house: House, ann: User, abc: Channel) -> DossierView:
    return house.found("ABC", ann, abc)


def command(house: House, name: str, text: str, user: User, channel: Channel) -> Json:
    return payloads.slash_command(house.slack, name, text, user, channel)


def event(house: House, about: Json) -> Json:
    return payloads.event_callback(house.slack, {"event_ts": house.slack.timestamp(), **about}, house.slack.team)


def press(house: House, user: User, channel: Channel, action: str, **args: str) -> Json:
    button = {"type": "button", "action_id": "go", "block_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    value = house.signed(action, None, **args)
    blocks = [{"type": "actions", "block_id": "go", "elements": [{**button, "value": value}]}]
    shown = house.slack.add_message(house.slack.team.bot_user, channel, "x", blocks=blocks)
    return payloads.block_actions(house.slack, shown, {**button, "value": value}, user, {})


def one_answer(acks: list[Ack]) -> Ack:
    assert [each.status for each in acks] == [200] * 3
    assert len({each.body for each in acks}) == 1
    return acks[0]


def test_a_line_is_one_record_with_one_card(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    assert one_answer(thrice(COMMAND, command(house, "/change", LINE, ann, abc))).body == ""  # The card says it.
    assert house.count(records) == 1
    assert house.count(outbox) == 1


def test_a_question_by_command_gets_the_same_answer(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    answer = one_answer(thrice(COMMAND, command(house, "/dossier", "status", ann, abc)))
    assert "ABC" in answer.body
    house.stop()
    assert house.slack.told(ann) == []


def test_a_form_opens_once(house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView) -> None:
    assert one_answer(thrice(COMMAND, command(house, "/minutes", "", ann, abc))).body == ""
    house.stop()
    assert len(house.slack.called("views.open")) == 1
    assert house.slack.open_view(ann) is not None
    assert (house.slack.told(ann), house.count(drafts)) == ([], 0)


def test_a_form_that_cannot_be_opened_is_offered_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    payload = command(house, "/minutes", "", ann, abc)
    house.slack.advance(4)  # The trigger is good for three seconds.
    one_answer(thrice(COMMAND, payload))
    house.stop()
    assert len(house.slack.told(ann)) == 1
    assert house.count(drafts) == 1


def test_a_sent_form_is_one_record(house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView) -> None:
    slack = house.slack
    house.driver.command("/change", "", ann, abc)
    view = slack.wait_for(lambda: slack.open_view(ann))
    given = {"Change": "SMS login", "Reason": "asked", "Impact": "3 days"}
    for block, entered in view.values.items():
        label = next(each["label"]["text"] for each in view.blocks if each.get("block_id") == block)
        for each in entered.values():
            if label in given:
                each["value"] = given[label]
    answer = one_answer(thrice(INTERACTIVE, payloads.view_submission(slack, view, ann)))
    assert answer.json == {"response_action": "clear"}
    house.stop()
    assert (house.count(records), house.count(outbox)) == (1, 1)
    assert slack.told(ann) == []


def test_a_pressed_button_has_one_effect_and_one_answer(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    free = house.slack.add_channel("free", [ann])
    house.driver.join(house.driver.bot_user, free, ann)
    before = house.count(outbox)
    one_answer(thrice(INTERACTIVE, press(house, ann, free, "bind", dossier=dossier.uid)))
    house.stop()
    assert house.count(outbox) == before + 1
    assert len(house.slack.told(ann)) == 1


def test_a_button_that_asks_is_answered_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    one_answer(thrice(INTERACTIVE, press(house, ann, abc, "status", dossier=dossier.uid)))
    house.stop()
    assert len(house.slack.told(ann)) == 1


def test_the_same_button_pressed_again_is_answered_again(
    house: House, ann: User, abc: Channel, dossier: DossierView
) -> None:
    for _ in range(2):
        house.driver.deliver(INTERACTIVE, press(house, ann, abc, "status", dossier=dossier.uid))
    house.stop()
    assert len(house.slack.told(ann)) == 2


def test_a_message_is_asked_about_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    said = house.driver.say("The driver crashes", ann, abc)
    one_answer(thrice(INTERACTIVE, payloads.message_shortcut(house.slack, "keep", said, ann)))
    house.stop()
    assert len(house.slack.called("views.open")) == 1
    # What was said, and that the message may become a record.
    assert (house.slack.told(ann), house.count(drafts)) == ([], 2)


def test_a_marked_message_is_offered_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    said = house.driver.say("The driver crashes", ann, abc)
    one_answer(thrice(EVENT, event(house, payloads.reaction_event(house.slack, "memo", said, ann))))
    house.stop()
    assert len(house.slack.told(ann)) == 1


@pytest.mark.parametrize("asked", ["what is ABC's status?", "/dossier status", "/nonsense"])
def test_a_mention_is_answered_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView, asked: str
) -> None:
    said = house.driver.say(f"@dossier {asked}", ann, abc)
    one_answer(thrice(EVENT, event(house, payloads.message_event(house.slack, said, "app_mention"))))
    house.stop()
    assert len(house.slack.told(ann)) == 1


def test_a_mention_that_saves_is_one_record(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    said = house.driver.say(f"@dossier /change {LINE}", ann, abc)
    one_answer(thrice(EVENT, event(house, payloads.message_event(house.slack, said, "app_mention"))))
    house.stop()
    assert (house.count(records), house.count(outbox), house.slack.told(ann)) == (1, 1, [])


def test_a_direct_message_is_answered_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    said = house.driver.say("what is ABC's status?", ann, house.slack.direct(ann))
    one_answer(thrice(EVENT, event(house, payloads.message_event(house.slack, said))))
    assert house.count(outbox) == 1, "it is there before Slack is told that the question has arrived"
    house.stop()
    assert len(house.slack.posted(house.slack.direct(ann))) == 1


def test_the_bot_says_hello_once(house: House, thrice: Thrice, ann: User, abc: Channel) -> None:
    joined = {"type": "member_joined_channel", "user": house.slack.team.bot_user, "channel": abc.id, "inviter": ann.id}
    one_answer(thrice(EVENT, event(house, joined)))
    assert (house.count(channels), house.count(outbox)) == (1, 1)


def test_a_changed_message_is_told_of_once(
    house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView
) -> None:
    slack, driver = house.slack, house.driver
    said = driver.say("The driver crashes", ann, abc)
    driver.message_shortcut("keep", said, ann)
    driver.submit(slack.wait_for(lambda: slack.open_view(ann)), {"Save as": "issue"})
    driver.submit(slack.wait_for(lambda: slack.open_view(ann)), {})
    assert house.count(records) == 1
    before = house.count(outbox)
    earlier = said.as_json()
    with slack.changing():
        said.text = "The driver crashes on ARM"
    one_answer(thrice(EVENT, event(house, payloads.edited_event(slack, said, earlier))))
    assert house.count(outbox) == before + 1


def test_a_dossier_is_started_once(house: House, thrice: Thrice, ann: User, abc: Channel, dossier: DossierView) -> None:
    slack = house.slack
    house.driver.command("/dossier", "start XYZ", ann, slack.add_channel("xyz", [ann]))
    view = slack.wait_for(lambda: slack.open_view(ann))
    for block, entered in view.values.items():
        for each in entered.values():
            each["value"] = each.get("value") or {"f:text:1:short_name": "XYZ", "f:text:1:project": "WMS"}.get(block)
    one_answer(thrice(INTERACTIVE, payloads.view_submission(slack, view, ann)))
    assert house.count(dossiers) == 2


def test_a_form_that_was_wrong_can_be_put_right(house: House, ann: User, abc: Channel, dossier: DossierView) -> None:
    slack, driver = house.slack, house.driver
    driver.command("/dossier", "start XYZ", ann, slack.add_channel("xyz", [ann]))
    view = slack.wait_for(lambda: slack.open_view(ann))
    fields = {"f:text:1:short_name": "ABC", "f:text:1:project": "Shop"}
    driver.submit(view, fields)
    assert list(view.errors) == ["f:text:1:short_name"]
    driver.submit(view, {"f:text:1:short_name": "XYZ"})
    assert view.errors == {}
    assert house.count(dossiers) == 2
