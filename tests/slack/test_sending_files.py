"""Files go to somebody's conversation with the bot, once, also where the answer to it was lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.sender import SlackPlatform
from chat.platform import Busy, Failed, Lost, Target, Uploads
from tests.slack.local.state import SCOPES
from tests.slack.local.world import Message
from tests.slack.office import Office, open_office, platform_on

WORD = b"PK\x03\x04 a document"
NAME = "ABC公司_需求评审_20250815_v1.docx"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def platform(office: Office) -> SlackPlatform:
    return platform_on(office.slack, office.database)


def direct(office: Office) -> list[Message]:
    return [each for each in office.slack.direct(office.owner).messages if each.files]


def target(office: Office) -> Target:
    return Target(office.slack.team.id, account=office.owner.id)


def test_a_file_on_disk_is_sent_from_there(office: Office, platform: SlackPlatform, tmp_path: Path) -> None:
    large = bytes(range(256)) * 20_000
    (tmp_path / "export").write_bytes(large)
    platform.send_file(target(office), "档案.zip", tmp_path / "export", "job-1")

    (message,) = direct(office)
    assert office.slack.files[str(message.files[0]["id"])].content == large


def test_a_file_stands_in_the_conversation_with_its_name_and_content(office: Office, platform: SlackPlatform) -> None:
    assert isinstance(platform, Uploads)
    platform.send_file(target(office), NAME, WORD, "job-1")

    (message,) = direct(office)
    (shown,) = message.files
    assert (shown["title"], shown["name"]) == (NAME, NAME)
    assert office.slack.files[str(shown["id"])].content == WORD


def test_what_arrived_although_the_answer_was_lost_is_not_sent_again(office: Office, platform: SlackPlatform) -> None:
    office.slack.faults.lose_reply("files.completeUploadExternal")
    with pytest.raises((Lost, Busy)):
        platform.send_file(target(office), NAME, WORD, "job-1")
    platform.send_file(target(office), NAME, WORD, "job-1")
    assert len(direct(office)) == 1


def test_what_did_not_arrive_is_sent_again(office: Office, platform: SlackPlatform) -> None:
    office.slack.faults.cut("files.completeUploadExternal")
    with pytest.raises((Lost, Busy)):
        platform.send_file(target(office), NAME, WORD, "job-1")
    platform.send_file(target(office), NAME, WORD, "job-1")
    assert len(direct(office)) == 1


def test_without_the_permission_it_fails_for_good(office: Office) -> None:
    token = office.slack.install(scopes=set(SCOPES) - {"files:write"})
    platform = platform_on(office.slack, office.database, token.value)
    with pytest.raises(Failed):
        platform.send_file(target(office), NAME, WORD, "job-1")
    assert direct(office) == []
