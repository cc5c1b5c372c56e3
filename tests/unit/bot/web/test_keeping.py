"""Messages that are to be kept, and forms that change while they are filled in, as the pages send them."""

from datetime import timedelta
from html import unescape

import httpx
import pytest

from bot import codec
from bot.web.links import link_to
from bot.web.platform import WebPlatform
from chat.events import FormChanged, FormSubmitted, MessageChosen
from chat.messages import Hyperlink, Message, Paragraph, say
from chat.platform import Target
from storage import webchat
from tests.unit.bot.web.product import START, Post, Product
from tests.unit.bot.web.test_posts import ANN, CHANNEL, DIRECT, token

ADDRESS = "message:/w1/c%3Aabc1"


def link(platform: WebPlatform, url: str) -> None:
    """Have the bot post a link."""
    platform.send(Target("w1", "abc1"), Message((Paragraph((Hyperlink(url, "there"),)),)), url)


def chosen(product: Product) -> MessageChosen:
    """Give the last event, which is a message chosen to be kept."""
    event = product.events[-1]
    assert isinstance(event, MessageChosen)
    return event


def test_a_message_is_kept_as_who_said_what_when_with_its_files(post: Post, product: Product) -> None:
    upload = [("files", ("合同.pdf", b"%PDF", "application/pdf"))]
    post(f"{CHANNEL}/send", text="微信支付失败\n从早上开始", upload=upload)

    answer = post(f"{ANN}/keep", message="1")

    said = chosen(product).said
    assert (said.channel, said.message, said.author) == ("abc1", "1", "李雷")
    assert START <= said.at < START + timedelta(minutes=10)
    assert said.text == "微信支付失败\n从早上开始"
    assert [(file.name, file.size, file.type) for file in said.files] == [("合同.pdf", 4, "application/pdf")]
    assert said.link == f"{ADDRESS}/1"
    assert answer.headers["x-answer"] == "form"
    assert "微信支付失败" in answer.text


def test_a_direct_message_is_kept_without_a_channel(post: Post, product: Product) -> None:
    post(f"{DIRECT}/send", text="hello")
    post(f"{DIRECT}/keep", message="1")
    assert (chosen(product).said.channel, chosen(product).source.channel) == ("", None)


def test_a_reply_is_kept_with_the_way_to_its_thread(post: Post, product: Product) -> None:
    post(f"{CHANNEL}/send", text="root")
    post(f"{CHANNEL}/send", text="answer", thread="1")
    post(f"{CHANNEL}/keep", message="2", thread="1")
    assert (chosen(product).source.thread, chosen(product).said.link) == ("1", f"{ADDRESS}/2/1")


@pytest.mark.parametrize("message", ["", "x", "9", "1" * 30, "2", "3"])
def test_only_what_a_person_said_in_this_conversation_is_kept(
    post: Post, product: Product, platform: WebPlatform, message: str
) -> None:
    post(f"{CHANNEL}/send", text="mine")
    platform.send(Target("w1", "abc1"), say("the bot's"), "k")
    post("/w/w1/lilei/c/general1/send", text="elsewhere")

    answer = post(f"{CHANNEL}/keep", message=message)

    assert (answer.status_code, answer.text) == (404, "没有这条消息。")
    assert product.events == []


def test_what_people_say_offers_to_be_kept_and_what_the_bot_says_does_not(
    post: Post, platform: WebPlatform, client: httpx.Client
) -> None:
    platform.send(Target("w1", "abc1"), say("the bot's"), "k")
    assert "存入档案" not in client.get(CHANNEL).text
    post(f"{CHANNEL}/send", text="mine")
    assert client.get(CHANNEL).text.count("存入档案") == 1
    assert client.get(ANN).text.count("Save to dossier") == 1
    assert client.get(f"{ANN}?thread=2").text.count("Save to dossier") == 2


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (f"{ADDRESS}/7", "/w/w1/lilei/c/abc1?message=7#m7"),
        (f"{ADDRESS}/7/3", "/w/w1/lilei/c/abc1?thread=3#t7"),
        ("message:/w1/a%3Alilei/7", "/w/w1/lilei/dm?message=7#m7"),
    ],
)
def test_a_link_to_a_message_leads_each_reader_there(
    platform: WebPlatform, client: httpx.Client, url: str, address: str
) -> None:
    link(platform, url)
    page = unescape(client.get(CHANNEL).text)
    assert f'<a href="{address}" rel="noopener nofollow">there</a>' in page


@pytest.mark.parametrize("url", ["message:/w1/a%3Aann/7", "message:/w2/c%3Aabc2/7", "message:/w1/x/7"])
def test_a_link_to_a_message_of_others_is_words_alone(platform: WebPlatform, client: httpx.Client, url: str) -> None:
    link(platform, url)
    page = client.get(CHANNEL).text
    assert '<p class="text">there</p>' in page
    assert "message:" not in page


def test_a_page_reaches_back_to_the_message_that_is_asked_for(product: Product, client: httpx.Client) -> None:
    for number in range(1, 101):
        text = codec.encode(say(f"number {number}"))
        new = webchat.Post("w1", "c:abc1", text, f"k{number}", START, "ann")
        product.db.write(lambda c, new=new: webchat.add(c, new))  # type: ignore[misc]

    assert 'id="m51"' in client.get(CHANNEL).text
    assert 'id="m50"' not in client.get(CHANNEL).text
    page = client.get(f"{CHANNEL}?message=20").text
    assert 'id="m10"' in page
    assert 'id="m9"' not in page
    assert "older?before=10" in page
    assert 'id="m51"' in client.get(f"{CHANNEL}?message=x").text
    assert 'id="m51"' in client.get(f"{CHANNEL}?message=99").text


def test_the_link_of_a_message_holds_where_it_was_said(product: Product, post: Post) -> None:
    post(f"{CHANNEL}/send", text="root")
    posted = product.db.read(lambda c: webchat.one(c, "w1", 1))
    assert posted is not None
    assert link_to("w1", posted) == f"{ADDRESS}/1"


def test_a_choice_that_decides_is_answered_with_the_form_as_it_then_looks(post: Post, product: Product) -> None:
    dialog = post(f"{CHANNEL}/send", text="/choose").text
    assert 'hx-post="/w/w1/lilei/c/abc1/change"' in dialog

    upload = [("f.plan", ("plan.pdf", b"%PDF", "application/pdf"))]
    fields = {"f.name": "x", "f.level": "high", "f.notes": ""}
    answer = post(f"{CHANNEL}/change", token=token(dialog, "submit"), upload=upload, **fields)

    event = product.events[-1]
    assert isinstance(event, FormChanged)
    assert (event.name, event.ref, event.turned) == ("deciding", {"level": "none"}, ())
    assert event.values == {"name": "x", "level": "high", "notes": "", "plan": ""}
    assert answer.headers["x-answer"] == "changed"
    assert "hx-swap-oob" not in answer.text
    assert 'name="f.reason"' in answer.text
    saved = post(f"{CHANNEL}/submit", token=token(answer.text, "submit"), **fields)
    assert "saved as high" in saved.text


def test_a_choice_that_cannot_be_followed_says_why_in_the_form(post: Post) -> None:
    dialog = post(f"{CHANNEL}/send", text="/choose").text
    for name, problem, sentence in (("nobody", "", "There is no such record."), ("", "name", "Needed first.")):
        fields = {"f.name": name, "f.level": "high"}
        answer = post(f"{CHANNEL}/change", token=token(dialog, "submit"), **fields)
        assert answer.headers["x-answer"] == "errors"
        assert f'<small id="problem-{problem}" hx-swap-oob="innerHTML">{sentence}</small>' in answer.text


@pytest.mark.parametrize("forged", ["", "x", "a.b.c"])
def test_a_forged_reference_is_refused_before_the_form_is_sent(post: Post, product: Product, forged: str) -> None:
    answer = post(f"{CHANNEL}/change", token=forged)
    assert (answer.status_code, answer.text) == (400, "内容被改动过，已拒绝。请刷新页面。")
    assert product.events == []


def test_the_form_of_one_person_is_not_changed_by_another(post: Post) -> None:
    dialog = post(f"{CHANNEL}/send", text="/choose").text
    assert post(f"{ANN}/change", token=token(dialog, "submit")).status_code == 400


def test_a_form_can_lead_to_another(post: Post, product: Product) -> None:
    post(f"{CHANNEL}/send", text="mine")
    dialog = post(f"{CHANNEL}/keep", message="1").text
    answer = post(f"{CHANNEL}/submit", token=token(dialog, "submit"), **{"f.kind": "issue"})
    assert isinstance(product.events[-1], FormSubmitted)
    assert answer.headers["x-answer"] == "form"
    assert "Everything" in answer.text


def test_of_the_files_a_field_held_those_stay_that_are_sent_along(post: Post, product: Product) -> None:
    dialog = post(f"{CHANNEL}/send", text="/form").text
    upload = [("f.attachments", ("new.txt", b"x", "text/plain"))]
    post(f"{CHANNEL}/submit", token=token(dialog, "submit"), upload=upload, **{"f.text": "x"})
    event = product.events[-1]
    assert isinstance(event, FormSubmitted)
    assert [file.name for file in event.values["attachments"]] == ["new.txt"]
    assert event.values["attachments.kept"] == []


def test_a_field_for_files_is_emptied_when_nothing_of_it_is_kept_and_no_file_is_chosen(
    post: Post, product: Product
) -> None:
    dialog = post(f"{CHANNEL}/send", text="/form").text
    assert '<input type="hidden" name="h.attachments" value="">' in dialog
    post(f"{CHANNEL}/submit", token=token(dialog, "submit"), **{"f.text": "x", "h.attachments": ""})
    event = product.events[-1]
    assert isinstance(event, FormSubmitted)
    assert (event.values["attachments"], event.values["attachments.kept"]) == ((), [])
