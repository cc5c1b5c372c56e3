"""The local Feishu behaves as the Open Platform does: seen through Feishu's own SDK, which knows nothing of it."""

import io
import json
import uuid
from typing import Any

import pytest
import requests

from tests.feishu.cards import card, markdown
from tests.feishu.local import Chat, LocalFeishu, User

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


@pytest.fixture
def ann(feishu: LocalFeishu) -> User:
    return feishu.add_user("Ann", en_name="Ann Lee", email="ann@example.org", locale="en_us")


@pytest.fixture
def abc(feishu: LocalFeishu, ann: User) -> Chat:
    return feishu.add_chat("abc", [ann])


class Im:
    """Sends through the SDK."""

    def __init__(self, lark: Any, client: Any) -> None:
        self.v1, self.client = lark.api.im.v1, client

    def send(self, to: str, content: Any, kind: str = "text", of: str = "chat_id", key: str = "") -> Any:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        body = self.v1.CreateMessageRequestBody.builder().receive_id(to).msg_type(kind).content(text)
        request = self.v1.CreateMessageRequest.builder().receive_id_type(of)
        return self.client.im.v1.message.create(request.request_body(body.uuid(key).build()).build())

    def reply(self, to: str, text: str, thread: bool = False) -> Any:
        body = self.v1.ReplyMessageRequestBody.builder().msg_type("text").content(json.dumps({"text": text}))
        request = self.v1.ReplyMessageRequest.builder().message_id(to)
        return self.client.im.v1.message.reply(request.request_body(body.reply_in_thread(thread).build()).build())

    def patch(self, message: str, content: Any) -> Any:
        body = self.v1.PatchMessageRequestBody.builder().content(json.dumps(content)).build()
        return self.client.im.v1.message.patch(
            self.v1.PatchMessageRequest.builder().message_id(message).request_body(body).build()
        )


@pytest.fixture
def im(lark: Any, client: Any) -> Im:
    return Im(lark, client)


@pytest.mark.parametrize("kind", ["open_id", "user_id", "union_id", "email", "chat_id"])
def test_a_message_reaches_whom_any_kind_of_id_names(feishu: LocalFeishu, im: Im, ann: User, kind: str) -> None:
    to = {**ann.ids, "email": ann.email, "chat_id": feishu.direct(ann).id}[kind]
    sent = im.send(to, {"text": "hi"}, of=kind)
    assert sent.success(), sent.msg
    assert [each.id for each in feishu.posted(feishu.direct(ann))] == [sent.data.message_id]
    assert sent.data.sender.id == feishu.app_id


def test_a_uuid_sends_once_within_an_hour(feishu: LocalFeishu, im: Im, abc: Chat) -> None:
    key = str(uuid.uuid4())
    first, second = (im.send(abc.id, {"text": text}, key=key).data.message_id for text in ("one", "two"))
    assert first == second
    feishu.advance(3600)
    assert im.send(abc.id, {"text": "three"}, key=key).data.message_id != first
    assert [each.text for each in feishu.posted(abc)] == ["one", "three"]
    assert im.send(abc.id, {"text": "long"}, key="k" * 51).code == 230001


def test_a_lost_reply_leaves_the_message_and_its_uuid_finds_it_again(feishu: LocalFeishu, im: Im, abc: Chat) -> None:
    feishu.faults.lose_reply("message.create")
    feishu.faults.cut("message.create")
    for key in ("lost", "cut"):
        with pytest.raises(requests.ConnectionError):
            im.send(abc.id, {"text": key}, key=key)
    assert [each.text for each in feishu.posted()] == ["lost"]
    assert im.send(abc.id, {"text": "lost"}, key="lost").data.message_id == feishu.posted()[0].id


def test_who_cannot_be_written_to_is_said_by_its_code(feishu: LocalFeishu, im: Im, ann: User) -> None:
    outside = feishu.add_chat("outside", [ann], bot=False)
    gone = feishu.add_chat("gone", [ann], dissolved=True)
    far = feishu.add_user("far", available=False)
    muted = feishu.add_user("muted", muted=True)
    left = feishu.add_user("left", resigned=True)
    assert im.send(outside.id, {"text": "a"}).code == 230002
    assert im.send(gone.id, {"text": "a"}).code == 232009
    assert im.send("oc_nobody", {"text": "a"}).code == 230034
    assert [im.send(each.open_id, {"text": "a"}, of="open_id").code for each in (far, muted, left)] == [
        230013,
        230053,
        230029,
    ]
    assert feishu.posted() == []


def test_what_was_asked_may_be_answered_though_the_bot_is_muted(feishu: LocalFeishu, im: Im) -> None:
    muted = feishu.add_user("muted", muted=True)
    asked = feishu.put(feishu.direct(muted), "text", {"text": "?"}, muted.open_id)
    assert im.reply(asked.id, "!").success()


def test_contents_have_their_sizes_and_forms(feishu: LocalFeishu, im: Im, abc: Chat) -> None:
    assert im.send(abc.id, {"text": "a" * 150 * 1024}).code == 230025
    assert im.send(abc.id, card(markdown("a" * 30 * 1024)), kind="interactive").code == 230025
    assert im.send(abc.id, card(markdown("a", colour="red")), kind="interactive").code == 230099
    assert [im.send(abc.id, each).code for each in ("no json", {"text": ""}, {"word": "a"})] == [230001] * 3
    assert im.send(abc.id, {"zh_cn": {"title": "t", "content": [[{"tag": "text", "text": "a"}]]}}, "post").success()
    assert im.send(abc.id, {"file_key": "file_nothing"}, "file").code == 230001


def test_at_tags_in_a_text_become_mentions(feishu: LocalFeishu, im: Im, abc: Chat, ann: User) -> None:
    im.send(abc.id, {"text": f'<at user_id="{ann.open_id}">x</at> hi &lt;at&gt;'})
    message = feishu.posted(abc)[0]
    assert message.text == "@Ann hi &lt;at&gt;"
    assert [each["id"]["open_id"] for each in message.mentions] == [ann.open_id]


def test_replies_know_their_root_and_thread(im: Im, abc: Chat) -> None:
    root = im.send(abc.id, {"text": "root"}).data.message_id
    first = im.reply(root, "one", thread=True).data
    second = im.reply(first.message_id, "two").data
    assert (second.root_id, second.parent_id, second.thread_id) == (root, first.message_id, first.thread_id)


def test_a_card_is_patched_within_fourteen_days(feishu: LocalFeishu, im: Im, abc: Chat, ann: User) -> None:
    sent = im.send(abc.id, card(markdown("one")), kind="interactive").data.message_id
    assert im.patch(sent, card(markdown("two"))).success()
    assert im.patch(sent, {"elements": []}).code == 230099
    assert feishu.messages[sent].text == "two"
    assert im.patch(im.send(abc.id, {"text": "a"}).data.message_id, card(markdown("b"))).code == 230001
    theirs = feishu.put(abc, "text", {"text": "mine"}, ann.open_id)
    assert im.patch(theirs.id, card(markdown("b"))).code == 230027
    feishu.messages[sent].created -= 14 * 24 * 3600 * 1000
    assert im.patch(sent, card(markdown("three"))).code == 230031


def test_messages_are_read_in_pages_and_recalled(feishu: LocalFeishu, raw: Any, abc: Chat, ann: User) -> None:
    ids = [feishu.put(abc, "text", {"text": str(n)}).id for n in range(3)]
    where = {"container_id_type": "chat", "container_id": abc.id, "page_size": 2}
    page = raw.get("/im/v1/messages", params=where).json()["data"]
    more = raw.get("/im/v1/messages", params={**where, "page_token": page["page_token"]}).json()["data"]
    assert [each["message_id"] for each in page["items"] + more["items"]] == ids
    assert (page["has_more"], more["has_more"]) == (True, False)
    assert raw.delete(f"/im/v1/messages/{ids[0]}").json()["code"] == 0
    assert raw.get(f"/im/v1/messages/{ids[0]}").json()["code"] == 230110
    theirs = feishu.put(abc, "text", {"text": "mine"}, ann.open_id)
    assert raw.delete(f"/im/v1/messages/{theirs.id}").json()["code"] == 230026
    feishu.scopes.discard("im:message.group_msg")
    assert raw.get("/im/v1/messages", params=where).json()["code"] == 230027


def test_a_card_cannot_be_read_back(feishu: LocalFeishu, raw: Any, abc: Chat) -> None:
    sent = feishu.put(abc, "interactive", card(markdown("secret")))
    found = raw.get(f"/im/v1/messages/{sent.id}").json()["data"]["items"][0]
    assert "secret" not in found["body"]["content"]


@pytest.mark.parametrize("status", [429, 400])
def test_a_rate_limit_says_when_to_come_back(feishu: LocalFeishu, im: Im, abc: Chat, status: int) -> None:
    feishu.faults.rate_limit("message.create", seconds=7, status=status)
    refused = im.send(abc.id, {"text": "a"})
    assert (refused.code, refused.raw.status_code) == (99991400, status)
    assert refused.raw.headers["x-ogw-ratelimit-reset"] == "7"
    assert im.send(abc.id, {"text": "a"}).success()


def test_rates_are_kept_when_paced(feishu: LocalFeishu, raw: Any) -> None:
    feishu.paced = True

    def send(to: str) -> int:
        body = {"receive_id": to, "msg_type": "text", "content": '{"text": "a"}'}
        return int(raw.post("/im/v1/messages", params={"receive_id_type": "chat_id"}, json=body).json()["code"])

    first, *others = [feishu.add_chat(str(n)).id for n in range(11)]
    assert [send(first) for _ in range(6)] == [0] * 5 + [230020]
    assert {send(each) for each in others for _ in range(4)} == {0}
    assert [send(others[0]), *(send(each) for each in others[1:6])] == [0, 0, 0, 0, 0, 99991400]
    feishu.advance(1)
    assert send(first) == 0


def test_a_broken_gateway_answers_with_a_page(feishu: LocalFeishu, im: Im, abc: Chat) -> None:
    feishu.faults.break_down("message.create")
    with pytest.raises(json.JSONDecodeError):
        im.send(abc.id, {"text": "a"})
    feishu.faults.refuse("message.create", 230022, times=2)
    assert [im.send(abc.id, {"text": "a"}).code for _ in range(3)] == [230022, 230022, 0]


def test_a_token_is_the_same_until_thirty_minutes_are_left(feishu: LocalFeishu, raw: Any) -> None:
    secrets = {"app_id": feishu.app_id, "app_secret": feishu.app_secret}

    def token() -> dict[str, Any]:
        found: dict[str, Any] = raw.post("/auth/v3/tenant_access_token/internal", json=secrets).json()
        return found

    first = token()
    feishu.advance(5390)
    assert token()["tenant_access_token"] == first["tenant_access_token"]
    feishu.advance(15)
    assert token()["tenant_access_token"] != first["tenant_access_token"]
    assert token()["expire"] in (7199, 7200)
    assert raw.get("/bot/v3/info").json()["bot"]["open_id"] == feishu.bot_open_id
    feishu.advance(1800)
    assert raw.get("/bot/v3/info").json()["code"] == 99991663
    assert raw.get("/bot/v3/info", headers={"Authorization": ""}).json()["code"] == 99991661
    wrong = raw.post("/auth/v3/tenant_access_token/internal", json={**secrets, "app_secret": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (200, 10014)


def test_a_spoilt_token_is_stale_for_the_sdk_too(feishu: LocalFeishu, im: Im, abc: Chat) -> None:
    assert im.send(abc.id, {"text": "a"}).success()
    feishu.spoil_tokens()
    assert im.send(abc.id, {"text": "a"}).code == 99991663


def test_a_missing_scope_is_named(feishu: LocalFeishu, raw: Any, ann: User) -> None:
    feishu.scopes -= {"contact:contact.base:readonly"}
    refused = raw.get(f"/contact/v3/users/{ann.open_id}")
    assert (refused.status_code, refused.json()["code"]) == (400, 99991672)
    assert "contact:contact.base:readonly" in refused.text


def test_people_are_found_with_what_the_scopes_show(feishu: LocalFeishu, lark: Any, client: Any, ann: User) -> None:
    v3 = lark.api.contact.v3
    request = v3.GetUserRequest.builder().user_id(ann.open_id).user_id_type("open_id").build()
    found = client.contact.v3.user.get(request).data.user
    assert (found.name, found.en_name, found.email, found.user_id) == ("Ann", "Ann Lee", ann.email, ann.user_id)
    feishu.scopes -= {"contact:user.email:readonly", "contact:user.base:readonly"}
    found = client.contact.v3.user.get(request).data.user
    assert (found.name, found.email, found.union_id) == (None, None, ann.union_id)


def test_several_people_come_at_once_without_those_who_are_hidden(feishu: LocalFeishu, raw: Any, ann: User) -> None:
    hidden = feishu.add_user("hidden", visible=False)
    ids = [ann.open_id, hidden.open_id, "ou_nobody"]
    found = raw.get("/contact/v3/users/batch", params={"user_ids": ids}).json()["data"]["items"]
    assert [each["name"] for each in found] == ["Ann"]
    assert raw.get("/contact/v3/users/batch", params={"user_ids": ["a"] * 51}).json()["code"] == 40001
    assert raw.get(f"/contact/v3/users/{hidden.open_id}").json()["code"] == 41050
    assert raw.get("/contact/v3/users/ou_nobody").json()["code"] == 41012
    emails = {"emails": [ann.email, "nobody@example.org"]}
    listed = raw.post("/contact/v3/users/batch_get_id", json=emails).json()["data"]["user_list"]
    assert [each.get("user_id") for each in listed] == [ann.open_id, None]


def test_chats_and_their_members_are_listed(feishu: LocalFeishu, raw: Any, abc: Chat, ann: User) -> None:
    outside = feishu.add_chat("outside", bot=False)
    feishu.direct(ann)
    assert [each["chat_id"] for each in raw.get("/im/v1/chats").json()["data"]["items"]] == [abc.id]
    assert raw.get(f"/im/v1/chats/{abc.id}").json()["data"]["name"] == "abc"
    assert raw.get(f"/im/v1/chats/{outside.id}").json()["code"] == 232011
    assert raw.get("/im/v1/chats/oc_nothing").json()["code"] == 232006
    members = raw.get(f"/im/v1/chats/{abc.id}/members", params={"member_id_type": "union_id"}).json()["data"]
    assert [each["member_id"] for each in members["items"]] == [ann.union_id]
    assert members["member_total"] == 1


def test_images_and_files_go_up_and_come_down(feishu: LocalFeishu, lark: Any, client: Any, im: Im, abc: Chat) -> None:
    v1 = lark.api.im.v1
    body = v1.CreateFileRequestBody.builder().file_type("pdf").file_name("报告.pdf").file(io.BytesIO(b"%PDF")).build()
    key = client.im.v1.file.create(v1.CreateFileRequest.builder().request_body(body).build()).data.file_key
    assert im.send(abc.id, {"file_key": key}, kind="file").success()
    got = client.im.v1.file.get(v1.GetFileRequest.builder().file_key(key).build())
    assert got.file.read() == b"%PDF"
    picture = v1.CreateImageRequestBody.builder().image_type("message").image(io.BytesIO(PNG)).build()
    image = client.im.v1.image.create(v1.CreateImageRequest.builder().request_body(picture).build()).data.image_key
    shown = {"tag": "img", "img_key": image, "alt": {"tag": "plain_text", "content": "a chart"}}
    assert im.send(abc.id, card(shown), kind="interactive").success()


def test_uploads_have_their_limits(raw: Any) -> None:
    def image(content: bytes) -> int:
        return int(raw.post("/im/v1/images", data={"image_type": "message"}, files={"image": content}).json()["code"])

    def file(content: bytes) -> int:
        data = {"file_type": "stream", "file_name": "a"}
        return int(raw.post("/im/v1/files", data=data, files={"file": content}).json()["code"])

    assert [image(b""), image(PNG + b"0" * 10 * 1024 * 1024), image(b"text")] == [234010, 234006, 234011]
    assert [file(b""), file(b"0" * (30 * 1024 * 1024 + 1)), file(b"0")] == [234010, 234006, 0]


def test_files_of_messages_are_got_through_their_message(feishu: LocalFeishu, raw: Any, abc: Chat, ann: User) -> None:
    theirs = feishu.add_resource("file", "合同.txt", b"text", ann)
    message = feishu.put(abc, "file", {"file_key": theirs.key, "file_name": theirs.name}, ann.open_id)
    where = f"/im/v1/messages/{message.id}/resources"
    got = raw.get(f"{where}/{theirs.key}", params={"type": "file"})
    assert (got.content, "UTF-8''%E5%90%88%E5%90%8C.txt" in got.headers["content-disposition"]) == (b"text", True)
    assert raw.get(f"{where}/{theirs.key}", params={"type": "image"}).json()["code"] == 234003
    assert raw.get(f"/im/v1/files/{theirs.key}").json()["code"] == 234008
    shown = feishu.put(abc, "interactive", card(markdown("a")))
    assert raw.get(f"/im/v1/messages/{shown.id}/resources/x", params={"type": "file"}).json()["code"] == 234043


def test_slash_commands_are_registered_changed_and_removed(feishu: LocalFeishu, raw: Any) -> None:
    path = "/application/v7/app_slash_commands"
    about = {"command": "纪要", "description": {"default_value": "记纪要", "i18n": {"en_us": "Minutes"}}}
    made = raw.post(path, json=about).json()["data"]["command_id"]
    assert raw.post(path, json=about).json()["code"] != 0
    assert [raw.post(path, json={**about, "command": each}).json()["code"] for each in ("/a", "a b")] == [40000001] * 2
    assert feishu.commands_shown() == []
    feishu.advance(300)
    assert feishu.commands_shown() == ["纪要"]
    changed = {"description": {"default_value": "new"}}
    assert raw.patch(f"{path}/{made}", json=changed).json()["code"] == 0
    assert raw.get(path).json()["data"]["items"][0]["description"] == {"default_value": "new"}
    assert raw.delete(f"{path}/{made}").json()["code"] == 0
    assert raw.get(path).json()["data"]["items"] == []
    feishu.scopes.discard("application:app_slash_command:read")
    assert raw.get(path).json()["code"] == 99991672


def test_meetings_and_minutes_are_told_of(feishu: LocalFeishu, raw: Any, ann: User) -> None:
    bob = feishu.add_user("Bob")
    meeting = feishu.add_meeting("需求评审", ann, [bob])
    found = raw.get(f"/vc/v1/meetings/{meeting.id}", params={"with_participants": "true"}).json()["data"]["meeting"]
    assert [each["id"] for each in found["participants"]] == [ann.open_id, bob.open_id]
    minute = feishu.add_minute("需求评审", ann, meeting)
    about = raw.get(f"/minutes/v1/minutes/{minute.token}").json()["data"]["minute"]
    assert (about["title"], about["url"].rpartition("/")[2]) == ("需求评审", minute.token)
    assert raw.get(f"/minutes/v1/minutes/{minute.token}/transcript").json()["code"] == 2091003
    minute.transcript = "说了什么"
    assert raw.get(f"/minutes/v1/minutes/{minute.token}/transcript").text == "说了什么"
