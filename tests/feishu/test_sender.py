"""What goes out to Feishu through the port: cards, threads, replacements, people, groups and files."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.feishu import files
from bot.feishu.sender import FeishuPlatform, profile_of
from chat.messages import Button, Mention, Message, Paragraph, Translated, say
from chat.platform import Failed, Lost, Multilingual, Platform, Reason, Target
from dossier.language import Language
from tests.feishu.local import Message as Posted
from tests.feishu.office import Office, api_on, open_office, platform_on, shown, wide


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Feishu."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def platform(office: Office) -> FeishuPlatform:
    """Give the product's side of that Feishu."""
    return platform_on(office.feishu, office.database)


def here(office: Office, thread: str | None = None) -> Target:
    """Give the group abc, or a thread in it."""
    return Target(office.feishu.tenant_key, channel=office.abc.id, thread=thread)


def to(office: Office) -> Target:
    """Give 李雷's chat with the bot."""
    return Target(office.feishu.tenant_key, account=office.owner.open_id)


def test_it_is_a_platform_of_several_languages(platform: FeishuPlatform) -> None:
    port: Platform = platform
    assert (port.name, isinstance(port, Multilingual)) == ("feishu", True)


def test_a_message_stands_in_its_group_as_a_card(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), say("你好", Button("打开", "show", {"record": "r1"})), "k1")
    (posted,) = office.posted()
    assert (posted.id, posted.uuid, posted.kind) == (ref, "k1", "interactive")
    assert "你好" in shown(posted)


def test_a_message_to_a_person_stands_in_their_chat_with_the_bot(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(to(office), say("你好"), "k1")
    assert [each.id for each in office.told()] == [ref]


def test_a_message_in_both_languages_is_one_card_with_both(office: Office, platform: FeishuPlatform) -> None:
    languages = {Language.ZH: say("你好"), Language.EN: say("Hello")}
    platform.send(here(office), Translated(say("你好").blocks, languages), "k1")
    (posted,) = office.posted()
    (element,) = posted.card["body"]["elements"]
    assert element["i18n_content"] == {"zh_cn": "你好", "en_us": "Hello"}


def test_a_message_in_a_thread_is_a_reply_in_it(office: Office, platform: FeishuPlatform) -> None:
    root = office.feishu.put(office.abc, "text", {"text": "谁来?"}, office.owner.open_id)
    platform.send(here(office, root.id), say("我来"), "k1")
    (posted,) = office.posted()
    assert posted.root == root.id
    assert posted.thread


def test_a_message_below_one_of_several_cards_stands_below_the_first(office: Office, platform: FeishuPlatform) -> None:
    root = platform.send(here(office), wide("word "), "k1")
    ref = platform.send(here(office, root), say("more"), "k2")
    assert office.feishu.messages[ref].root == root.split(",")[0]


def test_a_key_that_is_sent_twice_is_posted_once(office: Office, platform: FeishuPlatform) -> None:
    assert platform.send(here(office), say("one"), "k1") == platform.send(here(office), say("one"), "k1")
    assert len(office.posted()) == 1


def test_a_mention_is_of_the_persons_account(office: Office, platform: FeishuPlatform) -> None:
    platform.send(here(office), Message((Paragraph((Mention(office.person, "李雷"), " 好")),)), "k1")
    assert f"<at id={office.owner.open_id}></at>" in shown(office.posted()[0])


# What is too long for one card


def test_what_is_too_long_goes_on_in_the_thread(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), wide("word "), "k1")
    first, *others = office.posted()
    assert ref == ",".join(each.id for each in (first, *others))
    assert {each.root for each in others} == {first.id}
    whole = "".join(shown(each) for each in (first, *others))
    assert all(f"{n} word" in whole for n in range(12))


@pytest.mark.parametrize("happens", ["rate_limit", "lose_reply", "break_down"])
def test_a_page_that_is_held_up_is_lost_and_a_repetition_posts_what_is_missing(
    office: Office, platform: FeishuPlatform, happens: str
) -> None:
    getattr(office.feishu.faults, happens)("message.reply")
    with pytest.raises(Lost):
        platform.send(here(office), wide("word "), "k1")
    ref = platform.send(here(office), wide("word "), "k1")
    assert ref.split(",") == [each.id for each in office.posted()]


# Replacing


def standing(office: Office) -> list[Posted]:
    """Give the cards that are not recalled."""
    return [each for each in office.posted() if not each.deleted]


def test_a_replaced_message_stands_where_it_stood(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), say("one"), "k1")
    platform.send(here(office), say("two"), "k2")
    platform.edit(here(office), ref, say("changed"))
    assert [posted.edits for posted in office.posted()] == [1, 0]
    assert "changed" in shown(office.posted()[0])


def test_a_replacement_of_several_cards_recalls_those_it_no_longer_needs(
    office: Office, platform: FeishuPlatform
) -> None:
    ref = platform.send(here(office), wide("word "), "k1")
    platform.edit(here(office), ref, say("short"))
    (left,) = standing(office)
    assert "short" in shown(left)
    platform.edit(here(office), ref, say("shorter"))
    assert "shorter" in shown(standing(office)[0])


def test_a_replacement_changes_every_card(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), wide("word "), "k1")
    platform.edit(here(office), ref, wide("term "))
    assert [each.edits for each in office.posted()] == [1] * len(ref.split(","))
    assert "word" not in "".join(shown(each) for each in office.posted())


@pytest.mark.parametrize("before", [say("one"), wide("word ")], ids=["of one card", "of several"])
def test_a_replacement_that_has_no_room_is_cut_into_the_first_card_and_says_so(
    office: Office, platform: FeishuPlatform, before: Message
) -> None:
    ref = platform.send(here(office), before, "k1")
    for other in ref.split(",")[1:]:
        office.feishu.messages[other].deleted = True
    platform.edit(here(office), ref, wide("term "))
    (left,) = standing(office)
    assert "term" in shown(left)
    assert "11 term" in shown(left)
    assert len(shown(left)) < 31_000


def test_a_message_that_is_gone_cannot_be_replaced(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), say("one"), "k1")
    office.posted()[0].deleted = True
    with pytest.raises(Failed) as failed:
        platform.edit(here(office), ref, say("changed"))
    assert failed.value.reason is Reason.GONE
    with pytest.raises(Failed):
        platform.edit(here(office), "om_404", say("changed"))


def test_a_message_of_more_than_fourteen_days_ago_cannot_be_replaced(office: Office, platform: FeishuPlatform) -> None:
    ref = platform.send(here(office), say("one"), "k1")
    office.feishu.advance(15 * 24 * 3600)
    with pytest.raises(Failed, match="fourteen days"):
        platform.edit(here(office), ref, say("changed"))


# Who and what is there


def test_somebody_of_the_company_is_looked_up(office: Office, platform: FeishuPlatform) -> None:
    found = platform.look_up(office.feishu.tenant_key, office.owner.open_id)
    assert found is not None
    assert (found.name, found.email, found.own, found.active) == ("李雷", "lilei@example.com", True, True)
    assert (found.language, found.zone) == (None, None)


def test_who_left_is_not_active(office: Office, platform: FeishuPlatform) -> None:
    office.feishu.scopes.add("contact:user.employee:readonly")
    office.owner.resigned = True
    found = platform.look_up(office.feishu.tenant_key, office.owner.open_id)
    assert found is not None
    assert not found.active


@pytest.mark.parametrize(
    ("status", "active"),
    [
        ({}, True),
        ({"is_activated": True}, True),
        ({"is_activated": False}, False),
        ({"is_activated": True, "is_frozen": True}, False),
        ({"is_activated": True, "is_exited": True}, False),
    ],
)
def test_who_cannot_use_the_account_is_not_active(status: dict[str, bool], active: bool) -> None:
    assert profile_of({"open_id": "ou_1", "name": "李雷", "status": status}).active is active


def test_somebody_whose_name_the_app_may_not_read_is_known_by_their_id() -> None:
    assert profile_of({"open_id": "ou_1"}).name == "ou_1"


def test_who_is_not_there_or_not_to_be_seen_is_nobody(office: Office, platform: FeishuPlatform) -> None:
    hidden = office.feishu.add_user("韩梅梅", visible=False)
    assert platform.look_up(office.feishu.tenant_key, hidden.open_id) is None
    assert platform.look_up(office.feishu.tenant_key, "ou_404") is None


def test_a_group_is_known_when_the_bot_is_in_it(office: Office, platform: FeishuPlatform) -> None:
    outside = office.feishu.add_chat("outside", bot=False)
    customer = office.feishu.add_chat("customer", external=True)
    gone = office.feishu.add_chat("gone", dissolved=True)
    found = [platform.open_channel(office.feishu.tenant_key, each.id) for each in (office.abc, customer)]
    assert [(each.name, each.external) for each in found if each] == [("abc", False), ("customer", True)]
    for missing in (outside.id, gone.id, "oc_404"):
        assert platform.open_channel(office.feishu.tenant_key, missing) is None


def test_everybody_in_a_large_group_is_given(office: Office, platform: FeishuPlatform) -> None:
    people = [office.feishu.add_user(f"user {n}") for n in range(250)]
    group = office.feishu.add_chat("large", people)
    assert platform.members(office.feishu.tenant_key, group.id) == [each.open_id for each in people]
    assert len(office.feishu.called("chat.members")) == 3


# Files


def sent(office: Office, kind: str, content: bytes) -> str:
    """Have 李雷 send a file or an image; give what it is called here."""
    resource = office.feishu.add_resource(kind, "会议.pdf", content, office.owner)
    message = office.feishu.put(office.abc, kind, {f"{kind}_key": resource.key}, office.owner.open_id)
    return f"{message.id}/{resource.key}"


@pytest.mark.parametrize("kind", ["file", "image"])
def test_a_file_is_read_in_pieces(office: Office, platform: FeishuPlatform, kind: str) -> None:
    pieces = list(platform.fetch(office.feishu.tenant_key, sent(office, kind, b"x" * 200_000)))
    assert b"".join(pieces) == b"x" * 200_000
    assert max(len(each) for each in pieces) <= 64 * 1024


def test_a_file_is_read_with_a_new_token_when_the_old_one_is_stale(office: Office, platform: FeishuPlatform) -> None:
    file = sent(office, "file", b"once")
    assert b"".join(platform.fetch(office.feishu.tenant_key, file)) == b"once"
    office.feishu.spoil_tokens()
    assert b"".join(platform.fetch(office.feishu.tenant_key, file)) == b"once"


@pytest.mark.parametrize("file", ["om_404/file_404", "nothing", "/", "om_1/"])
def test_a_file_that_is_not_there_fails_for_good(office: Office, platform: FeishuPlatform, file: str) -> None:
    with pytest.raises(Failed):
        list(platform.fetch(office.feishu.tenant_key, file))


def test_a_file_whose_connection_breaks_is_lost(office: Office, platform: FeishuPlatform) -> None:
    office.feishu.faults.cut("message.resource")
    with pytest.raises(Lost):
        list(platform.fetch(office.feishu.tenant_key, sent(office, "file", b"x")))


def test_a_file_that_ends_too_early_is_lost(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def give_half() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 10\r\n\r\nhalf!"
                )

        given = pool.submit(give_half)
        api = api_on(office.feishu)
        api.token()
        api.app = replace(api.app, url=f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(Lost, match="5 of 10"):
            list(files.read(api, "om_1/file_1"))
        given.result()


def test_a_page_of_html_is_no_file(office: Office, platform: FeishuPlatform) -> None:
    for status in (200, 502):
        office.feishu.faults.break_down("message.resource", status=status)
        with pytest.raises(Lost):
            list(platform.fetch(office.feishu.tenant_key, sent(office, "file", b"x")))
