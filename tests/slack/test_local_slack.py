"""The local Slack behaves as Slack does: seen through Slack's own SDK and Bolt, which know nothing of it."""

import json
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack.local import LocalSlack, User

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(*blocks: dict[str, Any]) -> dict[str, Any]:
    words = {name: {"type": "plain_text", "text": name} for name in ("title", "submit")}
    return {"type": "modal", **words, "blocks": list(blocks)}


def refusal(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def ann(slack: LocalSlack) -> User:
    return slack.add_user("Ann", email="ann@example.org", locale="zh-CN")


def test_a_post_is_found_again_by_its_metadata(slack: LocalSlack, client: WebClient, ann: User) -> None:
    channel = slack.add_channel("abc", [ann])
    metadata = {"event_type": "dossier_post", "event_payload": {"key": "k1"}}
    posted = client.chat_postMessage(channel=channel.id, text="saved", metadata=metadata)
    plain = client.conversations_history(channel=channel.id)["messages"][0]
    whole = client.conversations_history(channel=channel.id, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert whole["metadata"] == metadata
    assert whole["ts"] == posted["ts"]


def test_history_comes_in_pages_newest_first_and_threads_apart(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc").id
    first = client.chat_postMessage(channel=channel, text="0")["ts"]
    client.chat_postMessage(channel=channel, text="reply", thread_ts=first)
    later = [client.chat_postMessage(channel=channel, text=str(n))["ts"] for n in (1, 2, 3)]
    pages = [[m["text"] for m in page["messages"]] for page in client.conversations_history(channel=channel, limit=3)]
    assert pages == [["3", "2", "1"], ["0"]]
    since = client.conversations_history(channel=channel, oldest=later[0], latest=later[2])["messages"]
    assert [m["text"] for m in since] == ["2"]
    replies = client.conversations_replies(channel=channel, ts=first)["messages"]
    assert [m["text"] for m in replies] == ["0", "reply"]
    assert replies[0]["reply_count"] == 1


def test_a_lost_reply_leaves_the_message_and_a_cut_connection_does_not(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc")
    slack.faults.lose_reply("chat.postMessage")
    slack.faults.cut("chat.postMessage")
    for text in ("lost", "cut"):
        with pytest.raises(ConnectionResetError):
            client.chat_postMessage(channel=channel.id, text=text)
    assert [each.text for each in slack.posted(channel)] == ["lost"]


def test_a_rate_limit_says_when_to_come_back(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc").id
    slack.faults.rate_limit("chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=channel, text="hi")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "7"
    assert client.chat_postMessage(channel=channel, text="hi")["ok"]


def test_a_second_message_within_a_second_is_refused_when_paced(slack: LocalSlack, client: WebClient) -> None:
    slack.paced = True
    one, other = slack.add_channel("one").id, slack.add_channel("other").id
    for channel in (one, other):
        client.chat_postMessage(channel=channel, text="hi")
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=one, text="again")
    assert refusal(error) == "ratelimited"
    slack.advance(1)
    assert client.chat_postMessage(channel=one, text="again")["ok"]


def test_faults_are_met_in_their_order_and_used_up(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.refuse("auth.test", "internal_error", times=2)
    slack.faults.break_down("auth.test", 503)
    for _ in range(2):
        with pytest.raises(SlackApiError) as error:
            client.auth_test()
        assert refusal(error) == "internal_error"
    with pytest.raises(SlackApiError) as error:
        client.auth_test()
    assert error.value.response.status_code == 503
    assert client.auth_test()["team"] == "Northlight"


def test_a_late_answer_was_done_all_the_same(slack: LocalSlack) -> None:
    channel = slack.add_channel("abc")
    slack.faults.delay("chat.postMessage", 30)
    body = {"channel": channel.id, "text": "hi"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{slack.api_url}chat.postMessage",
            json=body,
            headers={"Authorization": f"Bearer {slack.bot_token}"},
            timeout=0.2,
            trust_env=False,
        )
    assert [each.text for each in slack.posted()] == ["hi"]


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda s: {"channel": "C404"}, "channel_not_found"),
        (lambda s: {"channel": s.add_channel("a", bot=False).id}, "not_in_channel"),
        (lambda s: {"channel": s.add_channel("a", kind="private", bot=False).id}, "channel_not_found"),
        (lambda s: {"channel": s.add_channel("a", team=s.add_team("Other"), bot=False).id}, "channel_not_found"),
        (lambda s: {"channel": s.add_channel("a").id, "text": ""}, "no_text"),
        (lambda s: {"channel": s.add_channel("a").id, "text": "x" * 40_001}, "msg_too_long"),
        (lambda s: {"channel": s.add_channel("a").id, "blocks": "[{"}, "invalid_blocks_format"),
        (lambda s: {"channel": s.add_channel("a").id, "blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        (lambda s: {"channel": s.add_channel("a").id, "metadata": {"event_type": 1}}, "invalid_metadata_schema"),
        (
            lambda s: {
                "channel": s.add_channel("a").id,
                "metadata": {"event_type": "t", "event_payload": {"x": "x" * 16_000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_a_post_is_refused_with_slacks_own_word(
    slack: LocalSlack, client: WebClient, prepare: Any, expected: str
) -> None:
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.postMessage", json={"text": "hi", **prepare(slack)})
    assert refusal(error) == expected
    assert slack.posted() == []


def test_an_archived_channel_takes_no_message(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc")
    channel.archived = True
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=channel.id, text="hi")
    assert refusal(error) == "is_archived"


def test_only_our_own_message_can_be_changed(slack: LocalSlack, client: WebClient, ann: User) -> None:
    channel = slack.add_channel("abc", [ann])
    theirs = slack.add_message(ann, channel, "mine")
    ours = client.chat_postMessage(channel=channel.id, text="old")["ts"]
    client.chat_update(channel=channel.id, ts=ours, text="new", blocks=[section("new")])
    with pytest.raises(SlackApiError) as error:
        client.chat_update(channel=channel.id, ts=theirs.ts, text="new")
    assert refusal(error) == "cant_update_message"
    assert [each.text for each in slack.posted(channel)] == ["new"]
    client.chat_delete(channel=channel.id, ts=ours)
    assert slack.posted(channel) == []


def test_an_ephemeral_is_for_a_member_alone(slack: LocalSlack, client: WebClient, ann: User) -> None:
    channel, bob = slack.add_channel("abc", [ann]), slack.add_user("Bob")
    client.chat_postEphemeral(channel=channel.id, user=ann.id, text="psst")
    with pytest.raises(SlackApiError) as error:
        client.chat_postEphemeral(channel=channel.id, user=bob.id, text="psst")
    assert refusal(error) == "user_not_in_channel"
    assert [each.text for each in slack.told(ann)] == ["psst"]
    assert slack.told(bob) == []


def test_a_trigger_opens_one_view_within_three_seconds(slack: LocalSlack, client: WebClient, ann: User) -> None:
    def error_of(trigger: str) -> str:
        with pytest.raises(SlackApiError) as error:
            client.views_open(trigger_id=trigger, view=modal(section("hi")))
        return refusal(error)

    used, late = (slack.new_trigger(ann.id, ann.team) for _ in range(2))
    client.views_open(trigger_id=used, view=modal(section("hi")))
    assert error_of(used) == "exchanged_trigger_id"
    slack.advance(3)
    assert error_of(late) == "expired_trigger_id"
    assert error_of("nonsense") == "invalid_trigger_id"


def test_a_view_is_updated_by_the_hash_it_was_seen_with(slack: LocalSlack, client: WebClient, ann: User) -> None:
    view = client.views_open(trigger_id=slack.new_trigger(ann.id, ann.team), view=modal(section("1")))["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("2")))
    with pytest.raises(SlackApiError) as error:
        client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("3")))
    assert refusal(error) == "hash_conflict"
    with pytest.raises(SlackApiError) as error:
        client.views_update(view_id="V404", view=modal(section("3")))
    assert refusal(error) == "not_found"


def test_views_stack_three_deep(slack: LocalSlack, client: WebClient, ann: User) -> None:
    view = client.views_open(trigger_id=slack.new_trigger(ann.id, ann.team), view=modal(section("1")))["view"]["id"]
    for _ in range(2):
        trigger = slack.new_trigger(ann.id, ann.team, view)
        pushed = client.views_push(trigger_id=trigger, view=modal(section("2")))["view"]
        assert pushed["previous_view_id"] == view
        view = pushed["id"]
    with pytest.raises(SlackApiError) as error:
        client.views_push(trigger_id=slack.new_trigger(ann.id, ann.team, view), view=modal(section("4")))
    assert refusal(error) == "push_limit_reached"


def test_a_wrong_view_is_refused_with_the_place_of_each_mistake(
    slack: LocalSlack, client: WebClient, ann: User
) -> None:
    view = modal(section(""), {"type": "actions", "elements": [BUTTON, BUTTON]})
    view["title"]["text"] = "x" * 25
    with pytest.raises(SlackApiError) as error:
        client.views_open(trigger_id=slack.new_trigger(ann.id, ann.team), view=view)
    assert refusal(error) == "invalid_arguments"
    messages = error.value.response["response_metadata"]["messages"]
    assert [each.partition("json-pointer:")[2] for each in messages] == [
        "/view/title/text]",
        "/view/blocks/0/text/text]",
    ]


def test_a_home_is_published_and_replaced(slack: LocalSlack, client: WebClient, ann: User) -> None:
    first = client.views_publish(user_id=ann.id, view={"type": "home", "blocks": [section("1")]})["view"]
    second = client.views_publish(user_id=ann.id, view={"type": "home", "blocks": [section("2")]})["view"]
    assert first["id"] == second["id"]
    home = slack.home(ann)
    assert home is not None
    assert home.blocks[0]["text"]["text"] == "2"


def test_a_file_goes_up_in_three_steps_and_down_with_the_token_alone(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc")
    file = client.files_upload_v2(filename="a.png", content=b"png", title="A", channel=channel.id)["file"]
    url = client.files_info(file=file["id"])["file"]["url_private_download"]
    signed = httpx.get(url, headers={"Authorization": f"Bearer {slack.bot_token}"}, trust_env=False)
    unsigned = httpx.get(url, follow_redirects=True, trust_env=False)
    assert (signed.content, signed.headers["content-type"]) == (b"png", "image/png")
    assert unsigned.headers["content-type"].startswith("text/html")
    assert slack.posted(channel)[0].files[0]["id"] == file["id"]
    client.chat_postMessage(
        channel=channel.id, text="x", blocks=[{"type": "image", "alt_text": "a", "slack_file": {"id": file["id"]}}]
    )
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(
            channel=channel.id, text="x", blocks=[{"type": "image", "alt_text": "a", "slack_file": {"id": "F404"}}]
        )
    assert refusal(error) == "invalid_blocks"


def test_a_user_has_a_locale_when_asked_and_no_zone_when_deactivated(
    slack: LocalSlack, client: WebClient, ann: User
) -> None:
    assert "locale" not in client.users_info(user=ann.id)["user"]
    whole = client.users_info(user=ann.id, include_locale=True)["user"]
    assert (whole["locale"], whole["profile"]["email"]) == ("zh-CN", "ann@example.org")
    ann.deleted = True
    assert "tz" not in client.users_info(user=ann.id)["user"]
    with pytest.raises(SlackApiError) as error:
        client.conversations_open(users=ann.id)
    assert refusal(error) == "user_disabled"


def test_a_shared_channel_shows_people_of_another_workspace(slack: LocalSlack, client: WebClient) -> None:
    other = slack.add_team("Customer")
    eve = slack.add_user("Eve", other, is_stranger=True)
    with pytest.raises(SlackApiError) as error:
        client.users_info(user=eve.id)
    assert refusal(error) == "user_not_visible"
    channel = slack.add_channel("both", [eve], kind="shared", shared_with=[other])
    assert client.users_info(user=eve.id)["user"]["team_id"] == other.id
    assert client.conversations_info(channel=channel.id)["channel"]["is_ext_shared"]
    assert client.conversations_members(channel=channel.id)["members"] == [eve.id, slack.team.bot_user]


def test_calls_are_kept_with_what_came_of_them(slack: LocalSlack, client: WebClient) -> None:
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C404", text="hi")
    call = slack.called("chat.postMessage")[0]
    assert (call.params["text"], call.token, call.error) == ("hi", slack.bot_token, "channel_not_found")


def test_native_charts_can_be_refused(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.add_channel("abc").id
    pie = {"type": "pie", "segments": [{"label": "May", "value": 3}]}
    chart = {"type": "data_visualization", "title": "Open", "chart": pie}
    assert client.chat_postMessage(channel=channel, text="chart", blocks=[chart])["ok"]
    slack.native_charts = False
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=channel, text="chart", blocks=[chart])
    assert refusal(error) == "invalid_blocks"


def test_a_view_of_more_than_250_kb_is_too_large(slack: LocalSlack, client: WebClient, ann: User) -> None:
    view = modal(*[section("好" * 3000)] * 30)
    assert len(json.dumps(view, ensure_ascii=False).encode()) > 250_000
    with pytest.raises(SlackApiError) as error:
        client.views_open(trigger_id=slack.new_trigger(ann.id, ann.team), view=view)
    assert refusal(error) == "view_too_large"
