"""What the pages send: events, private answers, refusals."""

import re
from html import unescape
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from bot.web.platform import WebPlatform
from chat.events import BotJoined, ButtonPressed, CommandGiven, FormSubmitted, MessagePosted
from chat.messages import Button, say
from chat.platform import Target
from storage import webchat
from storage.tables import web_uploads
from tests.unit.bot.intake.packing import packed
from tests.unit.bot.web.product import Post, Product

CHANNEL = "/w/w1/lilei/c/abc1"
DIRECT = "/w/w1/lilei/dm"
ANN = "/w/w1/ann/c/abc1"


def token(html: str, form: str = "press") -> str:
    """Give the signed value in a button or form of a page."""
    found = re.search(rf'/{form}".*?name="token"[^>]*? value="([^"]+)"', html, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def said(product: Product, conversation: str = "c:abc1") -> list[str]:
    """Give what stands in a conversation."""
    posts, _ = product.db.read(lambda c: webchat.page(c, "w1", conversation))
    return [posted.message for posted in posts]


@pytest.mark.parametrize("slash", ["/", "／"])
def test_a_command_is_its_first_word_and_the_text_behind_it(post: Post, product: Product, slash: str) -> None:
    answer = post(f"{CHANNEL}/send", text=f"{slash}dossier status\nABC")
    event = product.events[0]
    assert isinstance(event, CommandGiven)
    assert (event.name, event.text) == ("dossier", "status\nABC")
    assert (event.source.workspace, event.source.account, event.source.channel) == ("w1", "lilei", "abc1")
    assert answer.headers["x-answer"] == "show"


def test_a_command_is_kept_from_the_others(post: Post, product: Product, client: httpx.Client) -> None:
    post(f"{CHANNEL}/send", text="/echo secret")
    assert said(product) == []
    assert "echo: secret" in client.get(CHANNEL).text
    assert "echo: secret" not in client.get(ANN).text


def test_a_private_answer_can_be_dismissed(post: Post, client: httpx.Client) -> None:
    event = str(uuid4())
    post(f"{CHANNEL}/send", text="/echo once", event=event)
    assert post(f"{CHANNEL}/dismiss", note=event).status_code == 200
    assert "echo: once" not in client.get(CHANNEL).text


def test_words_in_a_channel_are_for_the_others_alone(post: Post, product: Product, client: httpx.Client) -> None:
    post(f"{CHANNEL}/send", text="大家好")
    assert product.events == []
    assert "大家好" in client.get(ANN).text


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("@Dossier what is missing?", "what is missing?"),
        ("@客户档案助手 还缺什么", "还缺什么"),
        ("请问 ＠档案助手：进度", "请问 进度"),
    ],
)
def test_a_mention_of_the_bot_is_cut_off(post: Post, product: Product, text: str, heard: str) -> None:
    post(f"{CHANNEL}/send", text=text)
    event = product.events[0]
    assert isinstance(event, MessagePosted)
    assert event.text == heard
    assert len(said(product)) == 1


def test_another_name_that_begins_alike_is_no_mention(post: Post, product: Product) -> None:
    post(f"{CHANNEL}/send", text="@Dossiers are nice")
    assert product.events == []


def test_everything_said_directly_is_for_the_bot(post: Post, product: Product) -> None:
    post(f"{DIRECT}/send", text="进度怎么样")
    event = product.events[0]
    assert isinstance(event, MessagePosted)
    assert event.source.channel is None
    assert len(said(product, "a:lilei")) == 1


def test_an_empty_message_does_nothing(post: Post, product: Product) -> None:
    assert post(f"{DIRECT}/send", text=" \n\x00 ").status_code == 204
    assert product.events == []
    assert said(product, "a:lilei") == []


def test_a_message_sent_twice_is_said_once(post: Post, product: Product) -> None:
    event = str(uuid4())
    for _ in range(2):
        post(f"{DIRECT}/send", text="hello", event=event)
    assert len(said(product, "a:lilei")) == 1
    assert {each.source.id for each in product.events} == {event}


def test_a_reply_carries_its_thread(post: Post, product: Product, client: httpx.Client) -> None:
    post(f"{CHANNEL}/send", text="root")
    post(f"{CHANNEL}/send", text="@Dossier status", thread="1")
    assert product.events[0].source.thread == "1"
    page = client.get(f"{CHANNEL}?thread=1").text
    assert "1 条回复" in page
    assert 'id="t2"' in page


@pytest.mark.parametrize("thread", ["99", "x", "1" * 40])
def test_an_unknown_thread_is_not_found(post: Post, thread: str) -> None:
    answer = post(f"{CHANNEL}/send", text="hello", thread=thread)
    assert (answer.status_code, answer.text) == (404, "没有这条消息。")


def test_a_button_brings_its_arguments_back(
    post: Post, platform: WebPlatform, product: Product, client: httpx.Client
) -> None:
    platform.send(Target("w1", "abc1"), say("done", Button("Undo", "undo", {"id": "7"})), "k")
    post(f"{CHANNEL}/press", token=token(client.get(CHANNEL).text))
    event = product.events[0]
    assert isinstance(event, ButtonPressed)
    assert (event.action, event.args) == ("undo", {"id": "7"})


def test_a_button_of_another_workspace_is_refused(post: Post, platform: WebPlatform, client: httpx.Client) -> None:
    platform.send(Target("w1", "abc1"), say("done", Button("Undo", "undo")), "k")
    answer = post("/w/w2/bob/c/abc2/press", token=token(client.get(CHANNEL).text))
    assert answer.status_code == 400


@pytest.mark.parametrize("forged", ["", "x", "e30=.e30=", "\u00e9.\u00e9", "a.b.c"])
@pytest.mark.parametrize("what", ["press", "submit"])
def test_a_forged_value_is_refused_with_a_sentence(post: Post, product: Product, what: str, forged: str) -> None:
    answer = post(f"{CHANNEL}/{what}", token=forged)
    assert (answer.status_code, answer.text) == (400, "内容被改动过，已拒绝。请刷新页面。")
    assert product.events == []


def test_the_value_of_a_button_does_not_pass_for_a_form(
    post: Post, platform: WebPlatform, client: httpx.Client
) -> None:
    platform.send(Target("w1", "abc1"), say("done", Button("Undo", "undo")), "k")
    assert post(f"{CHANNEL}/submit", token=token(client.get(CHANNEL).text)).status_code == 400


def test_a_form_brings_its_reference_values_and_files_back(post: Post, product: Product, client: httpx.Client) -> None:
    dialog = post(f"{CHANNEL}/send", text="/form").text
    upload = [("f.attachments", ("合同.pdf", b"%PDF", "application/pdf")), ("f.attachments", ("", b"", ""))]
    fields = {"f.text": "x", "f.people": ""}
    answer = post(f"{CHANNEL}/submit", token=token(dialog, "submit"), upload=upload, **fields)
    event = product.events[-1]
    assert isinstance(event, FormSubmitted)
    assert (event.name, event.ref) == ("everything", {"about": "all"})
    assert (event.values["text"], event.values["people"]) == ("x", "")
    (file,) = event.values["attachments"]
    assert (file.name, file.size, file.type) == ("合同.pdf", 4, "application/pdf")
    assert answer.headers["x-answer"] == "show"
    # It goes into a record, and is had by way of that: no message carries it.
    for who in ("w1/lilei", "w2/bob"):
        assert client.get(f"/w/{who}/files/{file.id}").status_code == 404


def test_errors_go_to_their_fields_and_the_rest_above_them(post: Post) -> None:
    dialog = post(f"{CHANNEL}/send", text="/form").text
    answer = post(f"{CHANNEL}/submit", token=token(dialog, "submit"), **{"f.text": "", "f.day": "x"})
    assert answer.headers["x-answer"] == "errors"
    assert re.search(r'id="problem-text"[^>]*>Needed here\.<', answer.text)
    assert re.search(r'id="problem-"[^>]*>Not saved\.\nElsewhere\.<', answer.text)


def test_the_form_of_one_person_is_not_sent_by_another(post: Post) -> None:
    dialog = post(f"{CHANNEL}/send", text="/form").text
    assert post(f"{ANN}/submit", token=token(dialog, "submit")).status_code == 400


def test_a_file_in_a_message_is_shown_as_a_link_and_given_to_the_bot(
    post: Post, product: Product, client: httpx.Client
) -> None:
    post(f"{DIRECT}/send", text="", upload=[("files", ("a&b'<i>.html", b"<script>", "text/html"))])
    event = product.events[0]
    assert isinstance(event, MessagePosted)
    address = f"/w/w1/lilei/files/{event.files[0].id}"
    page = client.get(DIRECT).text
    assert f'href="{address}"' in page
    assert "a&amp;b&#39;-i-.html" in page
    served = client.get(address)
    assert served.headers["content-type"] == "application/octet-stream"
    assert served.headers["content-disposition"].startswith("attachment")


def test_a_new_channel_is_joined_by_the_bot(post: Post, product: Product, client: httpx.Client) -> None:
    answer = post(f"{CHANNEL}/channels", name="#新项目")
    event = product.events[0]
    assert isinstance(event, BotJoined)
    assert event.channel_name == "新项目"
    assert client.get(answer.headers["hx-redirect"]).status_code == 200
    assert post(f"{CHANNEL}/channels", name="新项目").text == "已有同名频道。"
    assert post(f"{CHANNEL}/channels", name=" ").status_code == 400


def test_reading_takes_the_unread_mark_away(post: Post, client: httpx.Client) -> None:
    post(f"{CHANNEL}/send", text="hello")
    assert "1 unread" in client.get("/w/w1/ann/dm").text
    assert "1 条未读" not in client.get("/w/w1/lilei/dm").text
    post(f"{ANN}/read")
    assert "1 unread" not in client.get("/w/w1/ann/dm").text


def test_a_megabyte_of_text_is_refused_with_a_sentence(post: Post, product: Product) -> None:
    answer = post(f"{DIRECT}/send", text="字" * 300_000)
    assert (answer.status_code, answer.text) == (400, "消息太长（300000 字），最多 10000 字。")
    answer = post(f"{DIRECT}/send", text="x" * 3_000_000)
    assert (answer.status_code, answer.text) == (413, "文字太多，最多 2 MB。")
    assert product.events == []


def test_files_beyond_the_limit_are_refused_with_a_sentence(post: Post, product: Product) -> None:
    upload = [("files", (f"{n}", b"x" * 53_000_000, "text/plain")) for n in range(2)]
    answer = post(f"{DIRECT}/send", text="", upload=upload)
    assert (answer.status_code, answer.text) == (
        413,
        "附件太大，合计最多 100 MB。更大的文件请放到团队存放大文件的地方，在档案里存它的链接。",
    )
    assert product.events == []


def test_html_and_bidirectional_characters_are_harmless(post: Post, client: httpx.Client) -> None:
    post(f"{CHANNEL}/send", text="<script>alert(1)</script>\u202ex")
    page = client.get(CHANNEL).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;x" in page


def test_a_post_without_an_event_is_refused(post: Post) -> None:
    assert post(f"{DIRECT}/send", text="x", event="not-a-uuid").status_code == 400


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("setup.exe", b"x", "“setup.exe”是程序"),
        ("合同.pdf", b"", "“合同.pdf”是空的（0 字节）"),
        ("合同.pdf", b"MZ\x90\x00" + bytes(99), "“合同.pdf”是程序"),
        ("a.zip", packed({"a.zip": packed({"a": bytes(120_000_000)})}), "“a.zip”解压后会异常巨大，没有保存。"),
        ("a.xlsx", b"PK\x03\x04 garbage", "“a.xlsx”已损坏，打不开，所以没有保存。"),
    ],
)
def test_a_file_that_is_not_kept_is_refused_on_its_field_and_nothing_is_stored(
    post: Post, product: Product, name: str, content: bytes, sentence: str
) -> None:
    dialog = post(f"{DIRECT}/send", text="/form").text
    uploads = [("f.attachments", ("plan.txt", b"fine", "text/plain")), ("f.attachments", (name, content, "text/plain"))]
    answer = post(f"{DIRECT}/submit", upload=uploads, token=token(dialog, "submit"), **{"f.text": "typed"})

    assert answer.headers["x-answer"] == "errors"
    assert sentence in answer.text
    assert "problem-attachments" in answer.text
    assert len(product.events) == 1
    stored = select(func.count()).select_from(web_uploads)
    assert product.db.read(lambda connection: connection.execute(stored).scalar_one()) == 0

    refused = post(f"{DIRECT}/send", text="see", upload=[("files", (name, content, "text/plain"))])
    assert (refused.status_code, sentence in refused.text) == (400, True)
    assert len(product.events) == 1
