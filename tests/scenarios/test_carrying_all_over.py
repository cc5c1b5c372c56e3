"""What can have happened in a dossier does not keep its archive from being taken in: people leave, approvals are taken
back, files are refused or erased."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.exports.command_line import read_import
from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.tiers import Tier
from storage.database import Connection, Database
from storage.organisations import everyone, product
from storage.people import pledges_of
from storage.store import Store
from tests.moving import move
from tests.scenarios.test_carrying_over import OTHER_KEY, VAULT, exported
from tests.scenarios.test_names_carried_over import names_in_zip
from tests.scenarios.test_refused_ahead import BOMB
from tests.team import Team, button_in, form_in, said


def approved(team: Team) -> None:
    team.say("ann", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("ann", "/dossier submit #1")
    team.say("wangfang", "/档案 批准 #1 可以")


def somebody_left(team: Team) -> None:
    assert "已不再是" in said(team.say("wangfang", "/档案 成员 @Ann 移除"))


def a_guest_came_and_went(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @赵敏 访客")
    team.say("wangfang", "/档案 成员 @赵敏 移除")


def somebody_is_a_senior_member_for_a_while(team: Team) -> None:
    until = team.clock.now() + timedelta(days=400)
    ann = PersonRef(id=team.actor("ann").uid, name="Ann")
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, ann, Tier.SENIOR, until))


def an_approval_was_taken_back(team: Team) -> None:
    approved(team)
    team.submit(form_in(team.say("wangfang", "/档案 修改 #1")), "wangfang", status="proposed")


def an_approval_was_undone(team: Team) -> None:
    approved(team)
    team.say("wangfang", "/档案 撤销 #1")


def it_was_sealed_and_opened_again(team: Team) -> None:
    move(team, Phase.SEALED)
    move(team, Phase.LAUNCH)


def a_file_was_refused(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.platform.files["f1"] = BOMB
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    file = {"id": "f1", "name": "a.zip", "size": len(BOMB), "type": "application/zip"}
    team.submit(form, "lilei", attachments=[file])
    team.app.jobs.work_due()


def a_record_with_the_same_file_was_erased(team: Team) -> None:
    team.platform.files["f1"] = b"%PDF-1.7 one"
    file = {"id": "f1", "name": "a.pdf", "size": 12, "type": "application/pdf"}
    for topic in ("一", "二"):
        form = form_in(team.say("lilei", "/纪要"))
        team.submit(form, "lilei", topic=topic, held_at="今天 9:00", discussion="x", attachments=[file])
    team.app.jobs.work_due()
    team.say("lilei", "/contact 王总 | 电话: 13800138000")
    team.press(button_in(team.say("wangfang", "/档案 销毁 #1"), "erase"), "wangfang")


@pytest.mark.parametrize(
    "happened",
    [
        somebody_left,
        a_guest_came_and_went,
        somebody_is_a_senior_member_for_a_while,
        an_approval_was_taken_back,
        an_approval_was_undone,
        it_was_sealed_and_opened_again,
        a_file_was_refused,
        a_record_with_the_same_file_was_erased,
    ],
)
def test_it_is_taken_in_and_is_identical(
    team: Team, empty: Database, tmp_path: Path, happened: Callable[[Team], None]
) -> None:
    happened(team)
    here = names_in_zip(team.database, team.app.keyring, team.app.vault, tmp_path / "here")
    file = exported(team.database, team.app.keyring, "ABC", tmp_path / "first", team.app.vault)

    read_import(empty, OTHER_KEY, VAULT, file)
    assert exported(empty, OTHER_KEY, "ABC", tmp_path / "again").read_bytes() == file.read_bytes()
    ends = [each.get("until") for each in json.loads(file.read_text("utf-8"))["members"]]
    assert any(ends) is (happened is somebody_is_a_senior_member_for_a_while)
    assert names_in_zip(empty, OTHER_KEY, VAULT, tmp_path / "there") == here


def test_what_a_dossier_asks_of_people_and_its_own_rule_go_along(team: Team, empty: Database, tmp_path: Path) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", text="只用于本项目", days="30")
    team.press(button_in(team.say("lilei", "/档案 保密"), "confirm-pledge"), "lilei")
    team.write("lilei", lambda store: store.rules.keep(team.dossier, {"due_hours": "48"}))

    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    read_import(empty, OTHER_KEY, VAULT, file)

    def there(connection: Connection) -> tuple[list[str], list[str], bool, bool, int]:
        ((number, uid, key),) = [(row[0], row[2], row[3]) for row in everyone(connection)]
        store = Store(connection, product(number), team.clock.now(), OTHER_KEY.organisation(uid, key))
        dossier = store.dossiers.mine()[0]
        asked, given = store.pledges.asked(dossier), store.pledges.given(dossier)
        people = {each.person.name: each.id for each in store.dossiers.members(dossier)}
        owing = [pledges_of(connection, number, people[name])[dossier.id] is None for name in ("李雷", "Ann")]
        words, names = [asked.text] if asked else [], [each.person.name for each in given]
        return words, names, owing[0], owing[1], store.rules.of(dossier.id).work.hours

    assert empty.read(there) == (["只用于本项目"], ["李雷"], False, True, 48)
    assert exported(empty, OTHER_KEY, "ABC", tmp_path / "again").read_bytes() == file.read_bytes()
