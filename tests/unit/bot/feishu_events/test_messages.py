"""What people write in Feishu, as commands and questions."""

import pytest

from chat.events import CommandGiven, MessagePosted
from tests.feishu.local import Chat, Driver, User
from tests.unit.bot.feishu_events.reading import Reading


def test_a_mention_is_cut_and_people_stand_by_name(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.mention("what does @李雷 owe?", ann, abc)
    event = reading.read[-1]
    assert event == MessagePosted(event.source, "what does @李雷 owe?")
    source = event.source
    assert (source.platform, source.workspace, source.account) == ("feishu", driver.feishu.tenant_key, ann.open_id)
    assert (source.channel, source.thread) == (abc.id, None)


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ("/纪要", "纪要", ""),
        ("/dossier status", "dossier", "status"),
        ("／变更 短信登录 | 原因：客户要求", "变更", "短信登录 | 原因：客户要求"),
        ("  / minutes   kick-off ", "minutes", "kick-off"),
        ("／\u3000纪要\u3000周会", "纪要", "周会"),
        ("/minutes first\nsecond", "minutes", "first\nsecond"),
        ("/minuets", "minuets", ""),
    ],
)
@pytest.mark.parametrize("where", ["direct", "mention"])
def test_what_begins_with_a_slash_is_a_command(
    driver: Driver, reading: Reading, abc: Chat, ann: User, where: str, typed: str, name: str, text: str
) -> None:
    if where == "direct":
        driver.direct(typed, ann)
    else:
        driver.mention(typed, ann, abc)
    event = reading.read[-1]
    assert event == CommandGiven(event.source, name, text)


def test_a_mention_may_stand_behind_the_command(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.message("/纪要 @Dossier 周会 @李雷", ann, abc)
    assert (reading.read[-1].name, reading.read[-1].text) == ("纪要", "周会 @李雷")


def test_without_a_mention_a_group_says_commands_alone(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    for text in ("status?", "see /minutes", "@李雷 /minutes", "/deploy now", "/etc/passwd", "/", "@所有人"):
        driver.message(text, ann, abc)
        assert reading.read[-1] is None, text
    driver.message("／纪要 周会", ann, abc)
    assert reading.read[-1] == CommandGiven(reading.read[-1].source, "纪要", "周会")


def test_a_direct_message_has_no_channel(driver: Driver, reading: Reading, ann: User) -> None:
    driver.direct("status?", ann)
    event = reading.read[-1]
    assert (event, event.source.channel) == (MessagePosted(event.source, "status?"), None)


def test_a_message_is_known_by_its_own_id_whatever_delivers_it(driver: Driver, reading: Reading, ann: User) -> None:
    driver.direct("/纪要", ann)
    first = reading.payloads[-1]
    again = {**first, "header": {**first["header"], "event_id": "another"}}
    assert reading.of(again).source.id == first["event"]["message"]["message_id"] == reading.read[-1].source.id


def test_an_answer_belongs_to_the_message_it_answers(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    root = driver.say("the plan", ann, abc)
    driver.mention("status?", ann, abc, reply_to=root)
    assert reading.read[-1].source.thread == root.id
    reply = driver.feishu.messages[reading.read[-1].source.id]
    driver.mention("and now?", ann, abc, reply_to=reply)
    assert reading.read[-1].source.thread == root.id


def test_the_first_message_of_a_topic_is_answered_in_it(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.mention("status?", ann, abc)
    payload = reading.payloads[-1]
    message = {**payload["event"]["message"], "thread_id": "omt_1"}
    topic = reading.of({**payload, "event": {**payload["event"], "message": message}})
    assert topic.source.thread == message["message_id"]


def test_a_rich_text_is_read_line_by_line(driver: Driver, reading: Reading, ann: User) -> None:
    rows = [
        [{"tag": "text", "text": "/纪要 "}, {"tag": "a", "text": "plan", "href": "https://example.com/p"}],
        [{"tag": "a", "text": "https://example.com", "href": "https://example.com"}, {"tag": "emotion"}],
        [{"tag": "at", "user_id": "@_user_7", "user_name": "韩梅梅"}, {"tag": "text", "text": " asked"}],
        [{"tag": "img", "image_key": "img_1"}, {"tag": "media", "file_key": "file_1", "image_key": "img_2"}],
        [{"tag": "hr"}, {"tag": "code_block", "text": "x = 1"}],
    ]
    driver.post("", rows, ann, driver.feishu.direct(ann))
    event = reading.read[-1]
    assert (event.name, event.text) == (
        "纪要",
        "plan (https://example.com/p)\nhttps://example.com\n@韩梅梅 asked\n\nx = 1",
    )
    assert [each.id for each in event.files] == [f"{event.source.id}/img_1", f"{event.source.id}/file_1"]


def test_a_rich_text_is_for_the_bot_when_it_mentions_it(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.mention("x", ann, abc)
    payload = reading.payloads[-1]
    for key in ("@_user_1", driver.feishu.bot_open_id):
        content = (
            f'{{"title": "", "content": [[{{"tag": "at", "user_id": "{key}"}}, {{"tag": "text", "text": " 状态"}}]]}}'
        )
        message = {**payload["event"]["message"], "message_type": "post", "content": content}
        event = reading.of({**payload, "event": {**payload["event"], "message": message}})
        assert event == MessagePosted(event.source, "状态")


def test_a_file_sent_to_the_bot_comes_with_its_message(driver: Driver, reading: Reading, ann: User) -> None:
    chat = driver.feishu.direct(ann)
    driver.send_file("验收 报告.pdf", b"%PDF", ann, chat)
    (file,) = reading.read[-1].files
    message = driver.feishu.messages[reading.read[-1].source.id]
    assert (reading.read[-1].text, file.id) == ("", f"{message.id}/{message.content['file_key']}")
    assert (file.name, file.type) == ("验收 报告.pdf", "application/pdf")
    driver.send_image(b"png", ann, chat)
    assert (
        reading.read[-1].files[0].id.endswith(driver.feishu.messages[reading.read[-1].source.id].content["image_key"])
    )


def test_files_in_a_group_that_are_no_documents_are_none_of_the_bots_business(
    driver: Driver, reading: Reading, abc: Chat, ann: User
) -> None:
    driver.send_file("holiday.zip", b"PK", ann, abc)
    assert reading.read == [None]


def test_a_document_in_a_group_is_overheard(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.send_file("plan.pdf", b"%PDF", ann, abc)
    assert [file.name for file in reading.read[-1].said.files] == ["plan.pdf"]


def test_a_literal_placeholder_longer_than_another_is_not_mistaken(
    driver: Driver, reading: Reading, abc: Chat, ann: User
) -> None:
    people = [driver.feishu.add_user(f"P{n:02}") for n in range(11)]
    driver.mention(" ".join(f"@{each.name}" for each in people), ann, abc)
    assert reading.read[-1].text == " ".join(f"@{each.name}" for each in people)


@pytest.mark.parametrize("kind", ["sticker", "share_chat", "interactive", "merge_forward", "system"])
def test_what_says_nothing_is_passed_over(driver: Driver, reading: Reading, ann: User, kind: str) -> None:
    driver.direct("x", ann)
    payload = reading.payloads[-1]
    message = {**payload["event"]["message"], "message_type": kind}
    assert reading.of({**payload, "event": {**payload["event"], "message": message}}) is None


def test_other_bots_are_not_answered(driver: Driver, reading: Reading, ann: User) -> None:
    driver.direct("/纪要", ann)
    payload = reading.payloads[-1]
    for kind in ("app", "bot"):
        sender = {**payload["event"]["sender"], "sender_type": kind}
        assert reading.of({**payload, "event": {**payload["event"], "sender": sender}}) is None
