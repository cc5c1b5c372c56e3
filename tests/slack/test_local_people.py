"""People at the local Slack use an app made with Slack's own Bolt, over HTTP and over Socket Mode."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.local import Channel, Driver, LocalSlack, NotEnterable, User, View, running
from tests.slack.socketed import connected

Heard = list[tuple[str, dict[str, Any]]]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[dict[str, Any]]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def input_block(name: str, kind: str, **more: Any) -> dict[str, Any]:
    outside: dict[str, Any] = {key: more.pop(key) for key in ("optional", "dispatch_action") if key in more}
    element = {"type": kind, "action_id": "x", **more}
    return outside | {"type": "input", "block_id": name, "label": plain(name.title()), "element": element}


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "notify_on_close": True,
    "title": plain("Form"),
    "submit": plain("Save"),
    "blocks": [
        input_block("title", "plain_text_input", max_length=10),
        input_block("day", "datepicker", optional=True),
        input_block("kind", "static_select", options=options("Bug", "Wish"), dispatch_action=True, optional=True),
        input_block("who", "multi_external_select", min_query_length=0, optional=True),
        input_block("files", "file_input", optional=True),
    ],
}
CARD: list[dict[str, Any]] = [
    {"type": "section", "text": plain("A card")},
    {"type": "actions", "elements": [{"type": "button", "action_id": "go", "text": plain("Go on"), "value": "v"}]},
]


def app_for(slack: LocalSlack, heard: Heard) -> AsyncApp:
    """Make an app that writes down what it hears and answers by what it was asked for."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(signing_secret=slack.signing_secret, client=client, process_before_response=True)

    @app.command("/say")
    async def say(ack: Any, body: dict[str, Any]) -> None:
        heard.append(("command", body))
        await ack({"text": f"you said {body['text']}", "blocks": CARD})

    @app.command("/form")
    async def form(ack: Any, body: dict[str, Any]) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.command("/post")
    async def post(ack: Any, body: dict[str, Any]) -> None:
        await client.chat_postMessage(channel=body["channel_id"], text="card", blocks=CARD)
        await ack()

    @app.action("go")
    async def go(ack: Any, body: dict[str, Any], respond: Any) -> None:
        heard.append(("action", body))
        await respond(text="done", replace_original=True)
        await ack()

    @app.action("x")
    async def changed(ack: Any, body: dict[str, Any]) -> None:
        heard.append(("change", body))
        view = FORM | {"blocks": [*FORM["blocks"], input_block("more", "plain_text_input")]}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        await ack()

    @app.options("x")
    async def people(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[each for each in options("Ann", "Bob") if body["value"].lower() in each["value"]])

    @app.view("form")
    async def submitted(ack: Any, body: dict[str, Any]) -> None:
        heard.append(("submit", body))
        title = body["view"]["state"]["values"]["title"]["x"]["value"]
        answers: dict[str, dict[str, Any]] = {
            "wrong": {"response_action": "errors", "errors": {"title": "no"}},
            "nowhere": {"response_action": "errors", "errors": {"elsewhere": "no"}},
            "push": {"response_action": "push", "view": FORM},
            "clear": {"response_action": "clear"},
            "update": {"response_action": "update", "view": FORM | {"title": plain("Again")}},
        }
        await ack(**answers.get(title, {}))

    @app.view_closed("form")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        heard.append(("closed", body))
        await ack()

    @app.shortcut("keep")
    async def keep(ack: Any, body: dict[str, Any]) -> None:
        heard.append(("shortcut", body))
        await ack()

    for kind in ("app_mention", "message", "reaction_added", "app_home_opened", "member_joined_channel"):

        async def event(body: dict[str, Any]) -> None:
            heard.append((body["event"]["type"], body))

        app.event(kind)(event)
    return app


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
def over_http(slack: LocalSlack, heard: Heard) -> Iterator[Driver]:
    async def make() -> web.Application:
        return app_for(slack, heard).web_app(path="/slack/events")

    with running(make) as url, Driver.over_http(slack, url) as driver:
        yield driver


@pytest.fixture
def over_socket(slack: LocalSlack, heard: Heard) -> Iterator[Driver]:
    with connected(slack, app_for(slack, heard)):
        yield Driver.over_socket(slack)


@pytest.fixture(params=["over_http", "over_socket"])
def driver(request: pytest.FixtureRequest) -> Driver:
    found: Driver = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def ann(slack: LocalSlack) -> User:
    return slack.add_user("Ann")


@pytest.fixture
def abc(slack: LocalSlack, ann: User) -> Channel:
    return slack.add_channel("abc", [ann])


def opened(driver: Driver, ann: User, abc: Channel) -> View:
    assert driver.command("/form", "", ann, abc).ok
    view = driver.slack.open_view(ann)
    assert view is not None
    return view


def test_a_command_is_answered_to_its_author_alone(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    assert driver.command("/say", "a < b @Ann", ann, abc).ok
    ((_, body),) = heard
    assert (body["text"], body["team_id"]) == (f"a &lt; b <@{ann.id}|Ann>", ann.team)
    assert driver.slack.told(ann)[0].text == f"you said a &lt; b <@{ann.id}|Ann>"
    assert abc.messages == []


def test_there_are_no_commands_in_threads(driver: Driver, ann: User, abc: Channel) -> None:
    root = driver.say("root", ann, abc)
    with pytest.raises(NotEnterable):
        driver.command("/say", "x", ann, abc, thread=root)


def test_a_button_replaces_the_ephemeral_it_stands_in(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    driver.command("/say", "x", ann, abc)
    assert driver.press(driver.slack.told(ann)[0], "Go on").ok
    body = heard[-1][1]
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    assert [each.text for each in driver.slack.told(ann)] == ["done"]


def test_a_button_of_a_message_brings_the_message_along(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    driver.command("/post", "", ann, abc)
    (posted,) = driver.slack.posted(abc)
    assert driver.press(posted, "go", ann).ok
    body = heard[-1][1]
    assert body["message"]["ts"] == posted.ts
    assert (body["actions"][0]["value"], body["user"]["id"]) == ("v", ann.id)
    assert posted.text == "done"
    with pytest.raises(LookupError):
        driver.press(posted, "Go on", ann)


def test_a_form_is_sent_with_what_was_entered(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    view = opened(driver, ann, abc)
    file = driver.slack.add_file(ann, "a.txt", b"text", "text/plain")
    values = {"Title": "hello", "day": "2026-11-18", "Who": ["Bob"], "files": [file]}
    assert driver.submit(view, values).ok
    state = heard[-1][1]["view"]["state"]["values"]
    assert state["title"]["x"] == {"type": "plain_text_input", "value": "hello"}
    assert state["day"]["x"]["selected_date"] == "2026-11-18"
    assert state["kind"]["x"]["selected_option"] is None
    assert [each["value"] for each in state["who"]["x"]["selected_options"]] == ["bob"]
    assert state["files"]["x"]["files"][0]["id"] == file.id
    assert driver.slack.open_view(ann) is None


@pytest.mark.parametrize("values", [{}, {"Title": "eleven chars"}, {"Title": "two\nlines"}, {"Who": ["Nobody"]}])
def test_slacks_client_does_not_send_what_it_finds_wrong(
    driver: Driver, ann: User, abc: Channel, heard: Heard, values: dict[str, Any]
) -> None:
    view = opened(driver, ann, abc)
    with pytest.raises(NotEnterable):
        driver.submit(view, values)
    assert heard == []


def test_errors_keep_the_form_open(driver: Driver, ann: User, abc: Channel) -> None:
    view = opened(driver, ann, abc)
    assert not driver.submit(view, {"Title": "wrong"}).trouble
    assert (view.errors, driver.slack.open_view(ann)) == ({"title": "no"}, view)
    assert driver.submit(view, {"Title": "nowhere"}).trouble
    driver.submit(view, {"Title": "right"})
    assert driver.slack.open_view(ann) is None


def test_a_form_is_answered_with_another_view(driver: Driver, ann: User, abc: Channel) -> None:
    view = opened(driver, ann, abc)
    driver.submit(view, {"Title": "update"})
    assert view.content["title"]["text"] == "Again"
    assert view.values["title"]["x"]["value"] == "update"
    driver.submit(view, {"Title": "push"})
    top = driver.slack.open_view(ann)
    assert top is not None
    assert (top.previous, top.root) == (view.id, view.id)
    driver.submit(top, {"Title": "fine"})
    assert driver.slack.open_view(ann) is view
    driver.submit(view, {"Title": "clear"})
    assert driver.slack.open_view(ann) is None


def test_a_choice_is_told_at_once_and_keeps_what_was_typed(
    driver: Driver, ann: User, abc: Channel, heard: Heard
) -> None:
    view = opened(driver, ann, abc)
    assert driver.change(view, "Title", "typed").status == 0
    assert driver.change(view, "Kind", "Bug").ok
    assert heard[-1][1]["actions"][0]["selected_option"]["value"] == "bug"
    assert view.values["title"]["x"]["value"] == "typed"
    driver.submit(view, {"More": "x"})
    assert heard[-1][1]["view"]["state"]["values"]["more"]["x"]["value"] == "x"


def test_an_external_select_is_asked_what_it_offers(driver: Driver, ann: User, abc: Channel) -> None:
    view = opened(driver, ann, abc)
    offered = driver.options(driver.suggest(view, "Who", "b"))
    assert [each["value"] for each in offered] == ["bob"]


def test_closing_a_form_is_told(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    view = opened(driver, ann, abc)
    driver.close(view)
    assert heard[-1][0] == "closed"
    assert driver.slack.open_view(ann) is None


def test_shortcuts_are_global_or_about_a_message(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    message = driver.say("we agreed", ann, abc)
    assert driver.message_shortcut("keep", message, ann).ok
    assert driver.global_shortcut("keep", ann).ok
    (_, about), (_, anywhere) = heard
    assert (about["message"]["text"], about["channel"]["name"]) == ("we agreed", "abc")
    assert "channel" not in anywhere


def test_a_mention_comes_as_two_events_with_different_ids(
    driver: Driver, ann: User, abc: Channel, heard: Heard
) -> None:
    assert driver.mention("status", ann, abc).ok
    kinds = dict(heard)
    assert set(kinds) == {"message", "app_mention"}
    bot = driver.slack.team.bot_user
    assert kinds["app_mention"]["event"]["text"] == f"<@{bot}> status"
    assert kinds["message"]["event"]["ts"] == kinds["app_mention"]["event"]["ts"]
    assert kinds["message"]["event_id"] != kinds["app_mention"]["event_id"]


def test_what_happens_in_channels_reaches_the_app(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    bob = driver.slack.add_user("Bob")
    driver.direct("hi", ann)
    driver.join(bob, abc, ann)
    said = driver.say("old", ann, abc)
    driver.edit(said, "new")
    driver.reaction("memo", said, bob)
    driver.delete(said)
    driver.open_home(bob)
    events = [body["event"] for _, body in heard]
    assert [each["type"] + each.get("subtype", "") for each in events] == [
        "message",
        "member_joined_channel",
        "messagemessage_changed",
        "reaction_added",
        "messagemessage_deleted",
        "app_home_opened",
    ]
    assert events[0]["channel_type"] == "im"
    assert (events[2]["message"]["text"], events[2]["previous_message"]["text"]) == ("new", "old")


def test_the_same_delivery_comes_again(driver: Driver, ann: User, abc: Channel, heard: Heard) -> None:
    driver.direct("hi", ann)
    driver.again(1, "http_timeout")
    assert heard[0][1]["event_id"] == heard[1][1]["event_id"]


def test_requests_are_signed_and_can_be_made_wrong(over_http: Driver, ann: User, heard: Heard) -> None:
    driver = over_http
    assert driver.url_verification("abc").json == {"challenge": "abc"}
    assert driver.ssl_check().ok
    driver.http.secret = driver.slack.client_secret
    assert driver.direct("hi", ann).status == 401
    driver.http.secret, driver.http.age = driver.slack.signing_secret, 301
    assert driver.direct("hi", ann).status == 401
    assert driver.http.raw(b"{}", signed=False).status == 401
    driver.http.age = 0
    assert driver.direct("hi", ann).ok
    assert len(heard) == 1


def test_a_response_url_takes_five_answers_in_thirty_minutes(
    driver: Driver, ann: User, abc: Channel, heard: Heard
) -> None:
    driver.command("/say", "x", ann, abc)
    url = heard[0][1]["response_url"]
    answers = [httpx.post(url, json={"text": str(n)}, trust_env=False).status_code for n in range(6)]
    assert answers == [200] * 5 + [404]
    driver.command("/say", "x", ann, abc)
    driver.slack.advance(30 * 60)
    assert httpx.post(heard[1][1]["response_url"], json={"text": "late"}, trust_env=False).status_code == 404
