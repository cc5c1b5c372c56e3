"""People in the local Feishu: what the app hears of them, and what they see of its answers."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.feishu.cards import button, callback, card, form, markdown, plain, select, text_input
from tests.feishu.local import Chat, Driver, LocalFeishu, Message, NotEnterable, Toast, User
from tests.feishu.webhooked import HandMade, webhooked

FORM = form(
    text_input("summary", "变更内容", required=True),
    markdown("**影响**"),
    {"tag": "input", "name": "impact", "max_length": 10, "default_value": "无"},
    markdown("**阶段：** <font color='red'>*</font>\n你们在哪儿"),
    select("phase", "启动", "设计"),
    select("tags", "前端", "后端", tag="multi_select_static", selected_values=["1"]),
    {"tag": "multi_select_person", "name": "people", "placeholder": plain("参与人")},
    {"tag": "select_person", "name": "owner"},
    {"tag": "date_picker", "name": "day", "placeholder": plain("日期")},
    {"tag": "picker_datetime", "name": "at", "initial_datetime": "2026-11-18 09:30"},
    {"tag": "checker", "name": "sure", "text": plain("确认"), "behaviors": callback(a=1)},
    kind="change",
)


@pytest.fixture
def app(feishu: LocalFeishu) -> Iterator[HandMade]:
    with webhooked(feishu) as app:
        yield app


@pytest.fixture
def driver(feishu: LocalFeishu, app: HandMade) -> Iterator[Driver]:
    with Driver.over_http(feishu, app.url) as driver:
        yield driver


@pytest.fixture
def ann(feishu: LocalFeishu) -> User:
    return feishu.add_user("Ann", locale="en_us", zone="Europe/Berlin", offset="+0100")


@pytest.fixture
def abc(feishu: LocalFeishu, ann: User) -> Chat:
    return feishu.add_chat("abc", [ann, feishu.add_user("李雷")])


def shown(feishu: LocalFeishu, chat: Chat, *elements: dict[str, Any]) -> Message:
    return feishu.put(chat, "interactive", card(*elements))


def event(app: HandMade) -> dict[str, Any]:
    found: dict[str, Any] = app.heard[-1]["event"]
    return found


def test_a_mention_arrives_sealed_with_its_placeholders(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    assert driver.mention("/变更 登录页 @李雷", ann, abc).ok
    message = event(app)["message"]
    assert message["content"] == '{"text": "@_user_1 /变更 登录页 @_user_2"}'
    assert [(each["key"], each["name"]) for each in message["mentions"]] == [
        ("@_user_1", "Dossier"),
        ("@_user_2", "李雷"),
    ]
    assert message["mentions"][0]["id"]["open_id"] == driver.feishu.bot_open_id
    assert "LarkLocale/en_US" in message["user_agent"]
    assert app.heard[-1]["header"]["token"] == driver.feishu.verification_token
    assert {"X-Lark-Signature", "X-Lark-Request-Timestamp", "X-Lark-Request-Nonce"} <= set(app.headers[-1])


def test_what_a_group_says_is_heard_by_scope(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    scopes = driver.feishu.scopes
    assert driver.message("aside", ann, abc).ok
    scopes.discard("im:message.group_msg")
    assert driver.message("aside", ann, abc).status == 0
    assert driver.mention("to the bot", ann, abc).ok
    scopes.discard("im:message.group_at_msg:readonly")
    assert driver.mention("to the bot", ann, abc).status == 0
    assert driver.direct("alone", ann).ok
    assert driver.mention("outside", ann, driver.feishu.add_chat("x", [ann], bot=False)).status == 0
    assert len(app.heard) == 3


def test_a_wrong_key_or_signature_is_refused_and_delivered_again(driver: Driver, ann: User) -> None:
    driver.http.key = "wrong"
    assert driver.direct("hi", ann).status == 401
    assert driver.http.raw(b"{}", {"X-Lark-Signature": "0"}).status == 401
    driver.http.key = driver.feishu.encrypt_key
    driver.feishu.advance(15)
    assert [each.status for each in driver.redeliver()] == [200]


def test_the_age_and_the_token_of_a_request_can_be_made_wrong(driver: Driver, app: HandMade, ann: User) -> None:
    stamp = int(driver.http.signed(b"")["X-Lark-Request-Timestamp"])
    driver.http.age, driver.http.token = 301, "forged"
    assert stamp - int(driver.http.signed(b"")["X-Lark-Request-Timestamp"]) in (300, 301)
    driver.direct("hi", ann)
    assert app.heard[-1]["header"]["token"] == "forged"


def test_a_challenge_is_asked_of_both_addresses(driver: Driver) -> None:
    assert [driver.challenge("c", cards=each).trouble for each in (False, True)] == ["", ""]
    driver.http.events = "/feishu"
    assert driver.challenge().trouble


def test_a_second_delivery_carries_the_same_ids(driver: Driver, app: HandMade, ann: User) -> None:
    driver.direct("hi", ann)
    driver.again()
    first, second = app.heard
    assert first == second


def test_an_event_is_delivered_again_four_times(driver: Driver, app: HandMade, ann: User) -> None:
    app.status = 500
    driver.direct("hi", ann)
    counts = []
    for seconds in (14, 1, 299, 1, 3600, 6 * 3600, 24 * 3600):
        driver.feishu.advance(seconds)
        counts.append(len(driver.redeliver()))
    assert counts == [0, 1, 0, 1, 1, 1, 0]
    assert driver.undelivered == 0
    assert len({each["header"]["event_id"] for each in app.heard}) == 1


def test_groups_tell_of_their_bot_members_and_names(driver: Driver, app: HandMade, ann: User) -> None:
    group = driver.feishu.add_chat("abc", [ann], bot=False)
    bob = driver.feishu.add_user("Bob")
    driver.add_bot(group, ann)
    driver.join([bob], group, ann)
    assert [each["name"] for each in event(app)["users"]] == ["Bob"]
    driver.update_chat(group, ann, name="xyz")
    assert (event(app)["before_change"], event(app)["after_change"]) == ({"name": "abc"}, {"name": "xyz"})
    driver.leave([bob], group, ann)
    driver.disband(group, ann)
    driver.remove_bot(group, ann)
    assert [each["header"]["event_type"].removeprefix("im.chat.") for each in app.heard] == [
        "member.bot.added_v1",
        "member.user.added_v1",
        "updated_v1",
        "member.user.deleted_v1",
        "disbanded_v1",
        "member.bot.deleted_v1",
    ]
    assert group.members == [ann.open_id]


def test_menu_chat_meeting_minutes_and_user_have_their_events(driver: Driver, app: HandMade, ann: User) -> None:
    driver.menu("help", ann)
    assert (event(app)["event_key"], event(app)["operator"]["operator_name"]) == ("help", "Ann")
    driver.enter(ann)
    assert event(app)["chat_id"] == driver.feishu.direct(ann).id
    driver.end_meeting("需求评审", ann, seconds=600)
    meeting = event(app)["meeting"]
    assert (meeting["topic"], int(meeting["end_time"]) - int(meeting["start_time"])) == ("需求评审", 600)
    driver.generate_minutes(driver.feishu.add_minute("需求评审", ann))
    assert event(app)["minute_token"] in driver.feishu.minutes
    driver.update_user(ann, name="Anna")
    assert (event(app)["object"]["name"], event(app)["old_object"]["name"]) == ("Anna", "Ann")


def test_files_arrive_by_their_keys(driver: Driver, app: HandMade, ann: User) -> None:
    assert driver.send_file("合同.pdf", b"%PDF", ann, driver.feishu.direct(ann)).ok
    assert event(app)["message"]["message_type"] == "file"
    assert driver.send_image(b"\x89PNG", ann, driver.feishu.direct(ann)).ok
    assert event(app)["message"]["message_type"] == "image"
    assert driver.post("t", [[{"tag": "text", "text": "a"}]], ann, driver.feishu.direct(ann)).ok
    assert event(app)["message"]["message_type"] == "post"


def test_a_button_calls_back_and_its_answer_is_seen(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    message = shown(driver.feishu, abc, button("撤销") | {"text": plain("撤销", en_us="Undo")})
    toast = {"type": "success", "content": "好了", "i18n": {"en_us": "done"}}
    app.answer = {"toast": toast, "card": {"type": "raw", "data": card(markdown("撤销了"))}}
    assert driver.press(message, "Undo", ann).trouble == ""
    action = event(app)
    assert (action["action"]["value"], action["action"]["tag"]) == ({"go": "撤销"}, "button")
    assert action["context"] == {"open_message_id": message.id, "open_chat_id": abc.id}
    assert action["operator"]["open_id"] == ann.open_id
    assert app.paths == ["/feishu/cards"]
    assert driver.feishu.told(ann) == [Toast(ann.open_id, "success", "done")]
    assert driver.read(message, ann) == "撤销了"


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (500, {}, "200671"),
        (200, "no json", "200672"),
        (200, [], "200672"),
        (200, {"toasts": {}}, "200672"),
        (200, {"toast": {"type": "good", "content": "a"}}, "200672"),
        (200, {"toast": {"type": "info"}}, "200672"),
        (200, {"card": {"data": {}}}, "200672"),
        (200, {"card": {"type": "raw", "data": card({"tag": "note"})}}, "200673"),
        (200, {"card": {"type": "raw", "data": card(markdown("a" * 31_000))}}, "200673"),
        (200, {"card": {"type": "raw", "data": {"elements": []}}}, "200830"),
    ],
)
def test_bad_answers_are_told_to_the_person_and_change_nothing(
    driver: Driver, app: HandMade, abc: Chat, ann: User, status: int, answer: Any, code: str
) -> None:
    message = shown(driver.feishu, abc, button("go"))
    app.status, app.answer = status, answer
    assert driver.press(message, "go", ann).trouble.startswith(code)
    assert driver.feishu.troubles[-1].startswith(code)
    assert message.edits == 0
    assert driver.undelivered == 0


def test_a_form_sends_what_was_entered_as_the_client_writes_it(
    driver: Driver, app: HandMade, abc: Chat, ann: User
) -> None:
    message = shown(driver.feishu, abc, FORM)
    values: dict[str, Any] = {"变更内容": "短信验证", "影响": "三天", "阶段": "设计", "people": ["Ann", "李雷"]}
    values |= {"owner": ann, "日期": "2026-11-20", "确认": True}
    assert driver.submit(message, values, ann).ok
    action = event(app)["action"]
    assert (action["value"], action["name"], action["timezone"]) == ({"kind": "change"}, "send", "Europe/Berlin")
    assert action["form_value"] == {
        "summary": "短信验证",
        "impact": "三天",
        "phase": "1",
        "tags": ["1"],
        "people": [ann.open_id, driver.feishu.user("李雷").open_id],
        "owner": ann.open_id,
        "day": "2026-11-20 +0100",
        "at": "2026-11-18 09:30 +0100",
        "sure": True,
    }


def test_what_is_not_entered_is_sent_empty_or_as_it_stands(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    driver.submit(shown(driver.feishu, abc, FORM), {"summary": "a"}, ann)
    found = event(app)["action"]["form_value"]
    assert (found["impact"], found["phase"], found["people"], found["day"], found["sure"]) == ("无", "", [], "", False)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"summary": "two\nlines"},
        {"summary": "a", "impact": "a" * 11},
        {"summary": "a", "phase": "上线"},
        {"summary": "a", "owner": "Bob"},
        {"summary": "a", "day": "18.11.2026"},
    ],
)
def test_what_the_client_refuses_is_not_sent(
    driver: Driver, app: HandMade, abc: Chat, ann: User, values: dict[str, Any]
) -> None:
    driver.feishu.add_user("Bob")
    with pytest.raises(NotEnterable):
        driver.submit(shown(driver.feishu, abc, FORM), values, ann)
    assert app.heard == []


def test_nobody_presses_what_they_cannot_reach(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    message = shown(driver.feishu, abc, button("off", disabled=True), button("on"), FORM)
    with pytest.raises(NotEnterable):
        driver.press(message, "off", ann)
    with pytest.raises(NotEnterable):
        driver.press(message, "on", driver.feishu.add_user("stranger"))
    with pytest.raises(NotEnterable):
        driver.press(message, "提交", ann)
    with pytest.raises(LookupError):
        driver.press(message, "nothing", ann)
    message.deleted = True
    with pytest.raises(NotEnterable):
        driver.press(message, "on", ann)
    assert app.heard == []


def test_elements_outside_of_forms_call_back_at_once(driver: Driver, app: HandMade, abc: Chat, ann: User) -> None:
    options = select("phase", "启动", "设计", behaviors=callback(set="phase"))
    done = {"tag": "checker", "name": "done", "text": plain("完成"), "behaviors": callback(a=1)}
    menu = {"tag": "overflow", "options": [{"text": plain("历史"), "value": "history"}], "behaviors": callback(a=2)}
    message = shown(driver.feishu, abc, options, done, menu, text_input("note", "备注", behaviors=callback(a=3)))
    driver.change(message, "phase", "设计", ann)
    assert (event(app)["action"]["option"], event(app)["action"]["value"]) == ("1", {"set": "phase"})
    driver.change(message, "完成", True, ann)
    assert event(app)["action"]["checked"] is True
    driver.choose(message, "历史", ann)
    assert event(app)["action"]["option"] == "history"
    driver.change(message, "备注", "text", ann)
    assert event(app)["action"]["input_value"] == "text"


def test_a_card_is_updated_later_twice_within_thirty_minutes(
    driver: Driver, app: HandMade, raw: httpx.Client, abc: Chat, ann: User
) -> None:
    message = shown(driver.feishu, abc, button("go"))

    def update(token: str, text: str) -> int:
        body = {"token": token, "card": card(markdown(text))}
        return int(raw.post("/interactive/v1/card/update", json=body).json()["code"])

    app.status = 500
    driver.press(message, "go", ann)
    assert update(event(app)["token"], "not answered well") == 300030
    app.status = 200
    driver.press(message, "go", ann)
    token = event(app)["token"]
    assert raw.post("/interactive/v1/card/update", json={"token": token, "card": {}}).json()["code"] == 11311
    assert [update(token, each) for each in ("one", "two", "three")] == [0, 0, 300040]
    assert driver.read(message, ann) == "two"
    assert update("x", "a") == 300020
    driver.press(shown(driver.feishu, abc, button("go")), "go", ann)
    driver.feishu.advance(30 * 60 + 1)
    assert update(event(app)["token"], "late") == 300030


def test_each_reads_a_card_in_their_language(driver: Driver, abc: Chat, ann: User) -> None:
    message = shown(driver.feishu, abc, markdown("缺 3 项", i18n_content={"en_us": "3 missing"}))
    assert (driver.read(message, ann), driver.read(message, "李雷")) == ("3 missing", "缺 3 项")
