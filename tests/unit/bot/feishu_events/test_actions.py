"""Buttons and forms of Feishu's cards: what was signed comes back, what was not is told."""

from typing import Any

import pytest

from bot.feishu import forms
from bot.feishu.events import Metadata, NotTheirs, Submission
from bot.signing import Signer
from chat.events import ButtonPressed, Tampered
from chat.forms import Form, FormField
from chat.messages import Button
from chat.texts import text
from dossier.fields import Input
from dossier.language import Language
from tests.feishu.cards import button, callback, card
from tests.feishu.local import Chat, Driver, Message, User
from tests.unit.bot.feishu_events.reading import Reading
from tests.unit.bot.feishu_events.test_happenings import damaged

FORM = Form(
    "record",
    "会议纪要",
    "保存",
    (
        FormField("topic", "主题", Input.TEXT),
        FormField("notes", "内容", Input.LONG_TEXT, value="draft", max_length=5000),
    ),
    {"kind": "minutes"},
)
UNDO = Button("Undo", "undo", {"record": "7"})


def say(key: str, **data: Any) -> str:
    return text(Language.ZH, key, **data)


def pressable(driver: Driver, where: Chat, signed: Any) -> Message:
    return driver.feishu.put(where, "interactive", card(button("Undo", behaviors=callback(v=signed))))


def form_for(driver: Driver, reading: Reading, account: str, where: Chat, channel: str | None = None) -> Message:
    metadata = Metadata(FORM.name, FORM.ref, 0, False, channel, "om_root", "")
    signed = reading.reader.sign_form(driver.feishu.tenant_key, account, metadata)
    return driver.feishu.put(where, "interactive", forms.form_card(FORM, signed, say, 0, {}))


def test_a_button_brings_back_what_was_signed(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    signed = reading.reader.sign_button(driver.feishu.tenant_key, UNDO)
    driver.press(pressable(driver, abc, signed), "Undo", ann)
    event = reading.read[-1]
    assert event == ButtonPressed(event.source, "undo", {"record": "7"})
    assert event.source.id == reading.payloads[-1]["event"]["token"]
    assert (event.source.account, event.source.channel) == (ann.open_id, abc.id)


def test_a_button_pressed_alone_with_the_bot_has_no_channel(driver: Driver, reading: Reading, ann: User) -> None:
    signed = reading.reader.sign_button(driver.feishu.tenant_key, UNDO)
    driver.press(pressable(driver, driver.feishu.direct(ann), signed), "Undo")
    assert reading.read[-1].source.channel is None


@pytest.mark.parametrize("signed", ["", "x", "e30=.e30=", "签名", 7, None, [], {"action": "undo"}, "\ud800"])
def test_a_button_that_was_not_signed_here_is_told(
    driver: Driver, reading: Reading, abc: Chat, ann: User, signed: Any
) -> None:
    driver.press(pressable(driver, abc, signed), "Undo", ann)
    assert reading.read[-1] == Tampered(reading.read[-1].source, "button")


def test_a_button_signed_otherwise_is_told(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    tenant, metadata = driver.feishu.tenant_key, Metadata("record", {}, 0, False, None, None, "")
    reader = reading.reader
    for signed in (
        reader.sign_button("another tenant", UNDO),
        reader.sign_form(tenant, ann.open_id, metadata),
        Signer(b"another key").sign("button", [tenant, "undo", {}]),
        Signer(b"the key of the tests").sign("button", [tenant]),
    ):
        driver.press(pressable(driver, abc, signed), "Undo", ann)
        assert reading.read[-1] == Tampered(reading.read[-1].source, "button")


def test_the_value_of_a_button_may_be_anything(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.press(pressable(driver, abc, "x"), "Undo", ann)
    payload = reading.payloads[-1]
    for value in (None, "m", "v", [], ["m"], ["v"], 7, {}, {"m": 7}, {"m": None, "v": "x"}):
        action = {**payload["event"]["action"], "value": value}
        event = reading.of({**payload, "event": {**payload["event"], "action": action}})
        assert isinstance(event, Tampered), value


def test_a_form_brings_back_what_stands_in_it(driver: Driver, reading: Reading, ann: User) -> None:
    message = form_for(driver, reading, ann.open_id, driver.feishu.direct(ann), channel="oc_asked")
    driver.submit(message, {"主题": "周会"})
    sent = reading.read[-1]
    assert isinstance(sent, Submission)
    assert (sent.event.name, sent.event.ref, sent.message) == ("record", {"kind": "minutes"}, message.id)
    assert sent.event.values == {"topic": "周会", "notes": "draft"}
    source = sent.event.source
    assert (source.account, source.channel, source.thread) == (ann.open_id, "oc_asked", "om_root")
    assert source.id == reading.payloads[-1]["event"]["token"]
    assert (sent.do, sent.rethought, len(sent.asked)) == ("", False, 2)
    assert forms.values(sent.given, sent.asked, FORM) == sent.event.values


def test_the_button_beside_a_form_says_what_it_does(driver: Driver, reading: Reading, ann: User) -> None:
    message = form_for(driver, reading, ann.open_id, driver.feishu.direct(ann))
    driver.press(message, say("slack-cancel"))
    sent = reading.read[-1]
    assert isinstance(sent, Submission)
    assert (sent.do, sent.event.values) == (forms.CANCEL, {})


def test_a_form_in_a_group_is_for_who_asked_for_it(
    driver: Driver, reading: Reading, abc: Chat, ann: User, lei: User
) -> None:
    message = form_for(driver, reading, ann.open_id, abc)
    driver.submit(message, {"主题": "周会"}, lei)
    assert reading.read[-1] == NotTheirs(reading.read[-1].source)
    assert (reading.read[-1].source.account, reading.read[-1].source.channel) == (lei.open_id, abc.id)


def test_a_form_of_another_tenant_or_key_is_told(driver: Driver, reading: Reading, ann: User) -> None:
    driver.submit(form_for(driver, reading, ann.open_id, driver.feishu.direct(ann)), {"主题": "周会"})
    payload = reading.payloads[-1]
    metadata = Metadata("record", {}, 0, False, None, None, "")
    for signed in (
        reading.reader.sign_form("another tenant", ann.open_id, metadata),
        reading.reader.sign_button(driver.feishu.tenant_key, UNDO),
        Signer(b"the key of the tests").sign("form", [driver.feishu.tenant_key, ann.open_id, "record"]),
        payload["event"]["action"]["value"]["m"][:-4],
    ):
        action = {**payload["event"]["action"], "value": {"m": signed}}
        event = reading.of({**payload, "event": {**payload["event"], "action": action}})
        assert event == Tampered(event.source, "form")


def test_nothing_breaks_on_a_callback_of_another_shape(driver: Driver, reading: Reading, ann: User) -> None:
    driver.submit(form_for(driver, reading, ann.open_id, driver.feishu.direct(ann)), {"主题": "周会"})
    for each in damaged(reading.payloads[-1]):
        found = reading.reader.action(each, reading.bot)
        assert found is None or isinstance(found, Submission | NotTheirs | Tampered)
