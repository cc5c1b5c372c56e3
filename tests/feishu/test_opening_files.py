"""What somebody attached in Feishu is kept, and sent to whoever of the dossier opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.feishu import files
from chat.platform import Failed, Lost, Target
from dossier.attachable import MOST_BYTES
from storage.tables import files as kept
from storage.tables import records
from tests.feishu.local import LocalFeishu, Message, elements
from tests.feishu.office import Office, api_on, open_office, platform_on
from tests.feishu.serving_dossier import Day, open_day, taken, wait_for

PICTURE = b"\x89PNG\r\n\x1a\n of a screen"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with open_day(tmp_path, "socket") as day:
        yield day.started()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as office:
        yield office


def attached(day: Day, content: bytes) -> Message:
    """Log an issue with a picture, in the chat with the bot, and give its card in the group."""
    picture = day.feishu.add_resource("image", "image", content, day.lilei)
    rows = [[{"tag": "text", "text": "/问题 微信支付失败"}], [{"tag": "img", "image_key": picture.key}]]
    taken(day.driver.post("", rows, day.lilei, day.feishu.direct(day.lilei)))
    wait_for(lambda: "微信支付失败" in day.posted()[-1].text)
    return day.posted()[-1]


def opener(card: Message) -> str:
    """Give the label of the button that opens a file."""
    labels = [each["text"]["content"] for each in elements(card.card) if each["tag"] == "button"]
    return next(str(label) for label in labels if str(label).startswith("📎"))


def test_whoever_is_of_the_dossier_gets_the_file_in_their_own_chat(day: Day) -> None:
    card = attached(day, PICTURE)

    taken(day.driver.press(card, opener(card), day.ann))
    day.deliver()

    sent = day.direct(day.ann)[-1]
    assert sent.kind == "image"
    assert day.feishu.resources[str(sent.content["image_key"])].content == PICTURE
    assert [each.kind for each in day.posted()].count("image") == 0


def test_a_file_that_is_sent_to_the_bot_is_put_with_the_record_somebody_chooses(day: Day) -> None:
    taken(day.driver.mention("/问题 微信支付失败 | 严重程度: 高", day.lilei, day.abc))
    card = day.posted()[-1]
    direct = day.feishu.direct(day.lilei)

    form = day.wrote(day.lilei, lambda: day.driver.send_file("日志.txt", b"timeout", day.lilei, direct))
    assert "日志.txt" in form.text
    taken(day.submit(form, {"存为": "附到 #1 问题：微信支付失败"}))
    day.deliver()

    assert "日志.txt" in card.text
    assert card.edits == 1
    taken(day.driver.press(card, opener(card), day.ann))
    day.deliver()
    sent = day.direct(day.ann)[-1]
    assert day.feishu.resources[str(sent.content["file_key"])].content == b"timeout"


def test_of_a_file_feishu_gives_out_to_nobody_nothing_is_written_and_its_sender_is_told(day: Day) -> None:
    huge = day.feishu.add_resource("image", "image", bytes(MOST_BYTES + 1), day.lilei)
    rows = [[{"tag": "text", "text": "/问题 微信支付失败"}], [{"tag": "img", "image_key": huge.key}]]
    direct = day.feishu.direct(day.lilei)

    form = day.wrote(day.lilei, lambda: day.driver.post("", rows, day.lilei, direct))
    assert "“image.png”超过 100 MB" in form.text
    told = day.wrote(day.lilei, lambda: day.driver.send_file("录像.mp4", bytes(MOST_BYTES + 1), day.lilei, direct))
    assert "“录像.mp4”" in told.text
    assert "超过 100 MB" in told.text
    assert (day.count(records), day.count(kept)) == (0, 0)

    taken(day.submit(form, {}))
    wait_for(lambda: day.count(records) == 1)
    assert "微信支付失败" in day.posted()[-1].text
    assert day.count(kept) == 0


def test_sent_again_under_the_same_key_it_is_there_once(office: Office) -> None:
    platform, target = platform_on(office.feishu, office.database), Target("t", account=office.owner.open_id)
    office.feishu.faults.lose_reply("message.create")
    with pytest.raises(Lost):
        platform.send_file(target, "截图.png", PICTURE, "job-1")
    platform.send_file(target, "截图.png", PICTURE, "job-1")

    assert [each.kind for each in office.feishu.posted(office.feishu.direct(office.owner))] == ["image"]


def test_what_is_no_picture_is_a_file_and_what_is_too_large_is_refused(feishu: LocalFeishu) -> None:
    kind, shown = files.put(api_on(feishu), "合同.pdf", b"%PDF-1.7")
    assert (kind, feishu.resources[shown["file_key"]].name) == ("file", "合同.pdf")
    for content in (b"", bytes(30 * 1024 * 1024 + 1)):
        with pytest.raises(Failed):
            files.put(api_on(feishu), "x", content)


def test_a_stale_token_is_renewed_once_for_an_upload_too(feishu: LocalFeishu, tmp_path: Path) -> None:
    api = api_on(feishu)
    api.token()
    feishu.advance(3 * 3600)
    kind, _ = files.put(api, "a.txt", b"hello")
    assert kind == "file"
    # What was read in vain is read again from its beginning.
    (tmp_path / "export").write_bytes(large := bytes(range(256)) * 20_000)
    feishu.advance(3 * 3600)
    kind, shown = files.put(api, "档案.zip", tmp_path / "export")
    assert (kind, feishu.resources[shown["file_key"]].content) == ("file", large)


def test_a_picture_on_disk_is_shown_as_one(feishu: LocalFeishu, tmp_path: Path) -> None:
    (tmp_path / "shot").write_bytes(PICTURE)
    kind, shown = files.put(api_on(feishu), "截图.png", tmp_path / "shot")
    assert (kind, feishu.resources[shown["image_key"]].content) == ("image", PICTURE)


def test_an_export_ends_with_the_file_in_the_askers_own_chat(day: Day) -> None:
    for line in ("/问题 微信支付失败", "/档案 导出 问题"):
        row = [[{"tag": "text", "text": line}]]
        taken(day.driver.post("", row, day.lilei, day.feishu.direct(day.lilei)))
    # What is done behind the answer to an event is waited for where it shows.
    wait_for(lambda: day.posted() is not None and any(each.kind == "file" for each in day.direct(day.lilei)))

    (sent,) = [each for each in day.direct(day.lilei) if each.kind == "file"]
    assert day.feishu.resources[str(sent.content["file_key"])].name.startswith("ABC_问题表_")
    assert [each.kind for each in day.posted()].count("file") == 0


def test_where_a_file_is_needed_the_card_asks_for_it_to_be_sent_and_offers_no_form(day: Day) -> None:
    card = day.wrote(day.lilei, lambda: day.driver.mention("/档案 导入 缺陷", day.lilei, day.abc))

    assert "把文件发到和我的单聊里就行" in card.text
    buttons = [each["text"]["content"] for each in elements(card.card) if each["tag"] == "button"]
    assert buttons == ["取消"]
