"""A file of the same name is the next version: it takes the place of the last, which stays in the history."""

import hashlib

import pytest

from chat.forms import Form
from chat.messages import Button, Files
from chat.replies import Errors, Rendered, Show
from dossier.errors import NotFound
from dossier.fields import FileRef
from dossier.views import Saved
from tests.team import Team, buttons_in, form_in, said


def ref(team: Team, number: str, name: str = "合同.pdf") -> FileRef:
    """Give a file that the platform has."""
    team.platform.files[number] = f"%PDF-1.7 {number}".encode()
    return FileRef(id=number, name=name, size=10, type="application/pdf")


def record(team: Team) -> Saved:
    return team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))


def held(team: Team) -> list[FileRef]:
    return [FileRef.model_validate(each) for each in record(team).content.get("attachments", ())]


def edit(team: Team, who: str, files: list[FileRef]) -> Rendered:
    """Change what is attached, through the form."""
    form: Form = form_in(team.press(Button("x", "edit", {"record": record(team).line.uid}), who))
    answer = team.submit(form, who, attachments=[each.model_dump() for each in files])
    team.app.jobs.work_due()
    return answer


def begun(team: Team) -> None:
    team.say("lilei", "/issue 支付失败", files=(ref(team, "f1"),))
    team.app.jobs.work_due()


def sent(team: Team, who: str, file: FileRef) -> bytes:
    """Open a file and give what is sent."""
    team.press(Button("x", "open-file", {"record": record(team).line.uid, "file": file.id}), who)
    team.app.jobs.work_due()
    _, name, content = list(team.platform.sent.values())[-1]
    assert name == file.name
    return content


def test_the_same_name_again_is_the_next_version_and_counts_on(team: Team) -> None:
    begun(team)
    for number in ("f2", "f3"):
        edit(team, "lilei", [*held(team), ref(team, number), ref(team, f"other{number}", f"{number}.txt")])

    assert [each.label for each in held(team)] == ["f2.txt", "合同.pdf · v3", "f3.txt"]
    assert record(team).line.revision == 3


def test_earlier_versions_are_opened_from_the_history(team: Team) -> None:
    begun(team)
    (first,) = held(team)
    edit(team, "lilei", [first, ref(team, "f2", "合同.PDF")])
    assert [each.label for each in held(team)] == ["合同.PDF · v2"]

    history = team.press(Button("x", "history", {"record": record(team).line.uid}), "ann")
    assert isinstance(history, Show)
    (earlier,) = [block for block in history.message.blocks if isinstance(block, Files)]
    assert [each.id for each in earlier.files] == [first.id]
    assert sent(team, "ann", first) == b"%PDF-1.7 f1"
    assert sent(team, "ann", held(team)[0]) == b"%PDF-1.7 f2"


def test_what_was_taken_out_comes_back_as_the_next_version(team: Team) -> None:
    begun(team)
    edit(team, "lilei", [ref(team, "x", "other.txt")])
    edit(team, "lilei", [*held(team), ref(team, "f2")])
    assert [each.label for each in held(team)] == ["other.txt", "合同.pdf · v2"]


def known(team: Team, number: str, content: str) -> FileRef:
    """Give a file that was looked at before it was handled: what is in it is known."""
    team.platform.files[number] = f"%PDF-1.7 {content}".encode()
    digest = hashlib.sha256(team.platform.files[number]).hexdigest()
    return FileRef(id=number, name="合同.pdf", size=10, type="application/pdf", sha256=digest)


def test_what_was_taken_out_and_is_sent_again_as_it_was_is_no_next_version(team: Team) -> None:
    begun(team)
    (first,) = held(team)
    # In one form.
    assert edit(team, "lilei", [known(team, "again", "f1")]) == Errors({"": "没有任何改动"})
    assert (held(team), record(team).line.revision) == ([first], 1)
    # In two.
    edit(team, "lilei", [ref(team, "x", "other.txt")])
    edit(team, "lilei", [*held(team), known(team, "again", "f1")])
    assert [each.label for each in held(team)] == ["other.txt", "合同.pdf"]
    assert held(team)[1].id == first.id


def test_what_a_version_before_the_last_held_counts_on(team: Team) -> None:
    begun(team)
    edit(team, "lilei", [ref(team, "f2")])
    edit(team, "lilei", [known(team, "again", "f1")])
    assert [each.label for each in held(team)] == ["合同.pdf · v3"]


@pytest.mark.parametrize("way", ["a form to change", "a form to log", "a line"])
def test_a_file_of_another_record_is_not_taken_by_its_id(team: Team, way: str) -> None:
    begun(team)
    team.say("lilei", "/issue 登录失败", files=(ref(team, "f9", "secret.txt"),))
    other = team.read("lilei", lambda store: store.records.by_number(team.dossier, 2))
    (foreign,) = [FileRef.model_validate(each) for each in other.content["attachments"]]
    if way == "a form to change":
        told = edit(team, "ann", [*held(team), foreign])
    elif way == "a form to log":
        form = form_in(team.say("ann", "/issue"))
        told = team.submit(form, "ann", title="Mine", attachments=[foreign.model_dump()])
    else:
        told = team.say("ann", "/issue Mine", files=(foreign,))
    refused = told.sentences[""] if isinstance(told, Errors) else said(told)
    assert "There is no such thing here" in refused
    assert record(team).line.revision == 1
    assert [each.name for each in held(team)] == ["合同.pdf"]
    with pytest.raises(NotFound):
        team.read("lilei", lambda store: store.records.by_number(team.dossier, 3))


def test_a_restored_version_has_its_own_file_again(team: Team) -> None:
    begun(team)
    edit(team, "lilei", [*held(team), ref(team, "f2")])
    history = team.press(Button("x", "history", {"record": record(team).line.uid}), "lilei")
    restore = next(each for each in buttons_in(history) if each.action == "restore")
    team.press(restore, "lilei")
    assert [each.label for each in held(team)] == ["合同.pdf"]
    assert sent(team, "ann", held(team)[0]) == b"%PDF-1.7 f1"


def test_a_file_of_another_record_is_not_opened_by_the_history_of_this_one(team: Team) -> None:
    begun(team)
    team.say("lilei", "/issue 登录失败", files=(ref(team, "f9", "secret.txt"),))
    other = team.read("lilei", lambda store: store.records.by_number(team.dossier, 2))
    args = {"record": record(team).line.uid, "file": other.content["attachments"][0]["id"]}
    team.press(Button("x", "open-file", args), "ann")
    team.app.jobs.work_due()
    assert team.platform.sent == {}


def test_what_was_attached_before_versions_were_counted_is_the_first_and_stays_as_it_is(team: Team) -> None:
    begun(team)
    assert "version" not in record(team).content["attachments"][0]
    edit(team, "lilei", held(team))
    assert record(team).line.revision == 1
