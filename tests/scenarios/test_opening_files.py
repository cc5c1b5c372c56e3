"""An attached file is opened by those who may read its record, and by nobody else."""

from chat.messages import Button
from dossier.fields import FileRef
from storage.record_queries import Filter
from tests.team import Team, said

FILE = FileRef(id="file-1", name="合同.pdf", size=5, type="application/pdf")


def opener(team: Team) -> Button:
    """Log an issue with a file and give the button that opens it."""
    team.say("lilei", "/issue 支付失败", files=(FILE,))
    (line,) = team.read("lilei", lambda store: store.records.lines([team.dossier.id], Filter())[0])
    saved = team.read("lilei", lambda store: store.records.get(line.uid))
    return Button("📎", "open-file", {"record": line.uid, "file": saved.content["attachments"][0]["id"]})


def test_a_member_is_told_that_it_is_on_its_way(team: Team) -> None:
    assert "合同.pdf" in said(team.press(opener(team), "ann"))


def test_strangers_and_forged_ids_get_nothing(team: Team) -> None:
    button = opener(team)
    assert "合同" not in said(team.press(button, "zhaomin"))
    forged = Button("📎", "open-file", {**button.args, "file": "another"})
    assert "合同" not in said(team.press(forged, "ann"))
    assert "合同" not in said(team.press(button, "bob", "xyz", workspace="nordwind"))
