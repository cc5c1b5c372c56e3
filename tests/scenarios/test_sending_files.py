"""Files that are sent to the bot without a word of what they are: asked for, then put where they belong."""

import pytest

from chat.events import MessagePosted
from chat.forms import Form
from chat.replies import OpenForm
from dossier.fields import FileRef
from dossier.views import Saved
from tests.team import Team, form_in, said

FILE = FileRef(id="f7", name="需求.docx", size=3, type="application/octet-stream")
ISSUE = "/issue 微信支付失败 | 严重程度: 高"


def sent(team: Team, who: str, text: str = "", channel: str | None = None, count: int = 1) -> Form:
    """Send files and give the form that asks where they belong."""
    files = tuple(FILE.model_copy(update={"id": f"f{n}"}) for n in range(count))
    return form_in(team.handle(MessagePosted(team.source(who, channel), text, files)))


def offered(form: Form) -> dict[str, str]:
    """Give what can be chosen, by what it is called."""
    return {choice.label: choice.value for choice in form.fields[0].choices}


def record(team: Team) -> Saved:
    """Give the first record of the dossier."""
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1))


def test_a_file_is_put_with_a_record_that_is_there_already(team: Team) -> None:
    team.say("lilei", ISSUE)
    team.deliver()
    form = sent(team, "lilei")
    assert "需求.docx" in form.note

    chosen = next(value for label, value in offered(form).items() if "#1" in label)
    team.submit(form, "lilei", None, kind=chosen)
    team.submit(form, "lilei", None, kind=chosen)

    assert [file["name"] for file in record(team).content["attachments"]] == ["需求.docx"]
    assert record(team).content["severity"] == "high"
    assert record(team).line.revision == 2
    team.deliver()
    (card,) = team.posted("abc")
    assert "需求.docx" in card.text


def test_a_file_becomes_a_record_of_its_own(team: Team) -> None:
    form = form_in(team.submit(sent(team, "lilei", "支付页白屏", "abc"), "lilei", kind="issue"))
    team.submit(form, "lilei", severity="high")

    assert record(team).content["title"] == "支付页白屏"
    assert [file["name"] for file in record(team).content["attachments"]] == ["需求.docx"]


def test_only_records_that_they_may_change_are_offered(team: Team) -> None:
    team.say("wangfang", "/dossier design 总体方案")
    assert record(team).line.title == "总体方案"
    assert any("#1" in label for label in offered(sent(team, "lilei")))
    assert not any("#1" in label for label in offered(sent(team, "ann")))


def test_more_files_than_a_record_takes_are_said_to_be_too_many_and_nothing_is_lost(team: Team) -> None:
    team.say("lilei", ISSUE)
    form = sent(team, "lilei", count=21)
    chosen = next(value for label, value in offered(form).items() if "#1" in label)

    assert "20" in said(team.submit(form, "lilei", None, kind=chosen))
    assert "attachments" not in record(team).content
    assert isinstance(team.submit(form, "lilei", None, kind="issue"), OpenForm)


@pytest.mark.parametrize("who", ["carla", "unknown"])
def test_who_may_not_log_is_told_so(team: Team, who: str) -> None:
    answer = team.handle(MessagePosted(team.source(who, "abc"), "", (FILE,)))
    assert not isinstance(answer, OpenForm)
    assert said(answer)
