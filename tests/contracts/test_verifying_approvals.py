"""`dossier verify` knows who has approved what: a decision nobody took, or of another version, is named."""

from sqlalchemy import delete, update

from dossier.deciding import ApprovalState
from dossier.kinds import kind_named
from dossier.views import Saved
from storage.tables import approvals
from tests.contracts.test_verifying import do, verify
from tests.team import Team, said

_APPROVED = ApprovalState.APPROVED
_CONTENT = {"summary": "短信验证", "reason": "安全", "impact": "3天", "status": "proposed"}


def _change(team: Team) -> Saved:
    """Keep a change of 李雷's."""
    change = kind_named("change_request")
    assert change is not None
    return team.write("lilei", lambda store: store.records.add(team.dossier, change, _CONTENT))


def _approved_change(team: Team) -> Saved:
    """Keep a change that 王芳 has approved; as it was before that."""
    saved = _change(team)
    approval, _ = team.write("lilei", lambda store: store.approvals.submit(saved))
    team.write("wangfang", lambda store: store.approvals.decide(approval, store.records.get(saved.line.uid), _APPROVED))
    return saved


def test_an_approval_that_nobody_gave_is_named_and_one_that_somebody_gave_is_not(team: Team) -> None:
    saved = _change(team)
    team.write("lilei", lambda store: store.approvals.submit(saved))
    mine = approvals.c.record_id == saved.line.id

    do(team, update(approvals).where(mine).values(state="approved", decided_at=team.clock.now()))
    assert "短信验证, the approval of version 1: found approved, expected an entry of" in verify(team).stdout

    do(team, update(approvals).where(mine).values(state="open", decided_at=None))
    team.wait(hours=1)
    waiting = team.read("wangfang", lambda store: store.records.get(saved.line.uid).approval)
    assert waiting is not None
    team.write("wangfang", lambda store: store.approvals.decide(waiting, store.records.get(saved.line.uid), _APPROVED))
    assert verify(team).stdout.startswith("✓")

    do(team, update(approvals).where(mine).values(revision=7))
    assert "短信验证, the approval of version 7: found approved" in verify(team).stdout


def test_an_approval_that_was_moved_to_another_version_by_hand_is_named_and_one_that_is_carried_out_is_not(
    team: Team,
) -> None:
    saved = _approved_change(team)

    def changed(**values: str) -> None:
        now = team.read("lilei", lambda store: store.records.get(saved.line.uid))
        team.write("lilei", lambda store: store.records.change(now, {**_CONTENT, **values}))

    changed(status="done")
    assert team.read("lilei", lambda store: store.records.get(saved.line.uid)).approved
    assert verify(team).stdout.startswith("✓")

    changed(status="done", impact="30天")
    assert not team.read("lilei", lambda store: store.records.get(saved.line.uid)).approved
    assert verify(team).stdout.startswith("✓")

    do(team, update(approvals).where(approvals.c.record_id == saved.line.id).values(revision=4))
    found = "短信验证, the approval of version 4: found it counts for version 4, expected version 1, by entry"
    assert found in verify(team).stdout
    assert found in verify(team, "--dossier", "ABC").stdout


def test_an_approval_in_somebody_elses_name_and_one_that_is_gone_are_named(team: Team) -> None:
    saved = _approved_change(team)
    mine = approvals.c.record_id == saved.line.id
    lilei, wangfang = (team.read(who, lambda store: store.actor.person) for who in ("lilei", "wangfang"))

    do(team, update(approvals).where(mine).values(decider_id=lilei))
    found = "短信验证, the approval of version 2: found somebody else decided, expected who made entry"
    assert found in verify(team).stdout

    do(team, update(approvals).where(mine).values(decider_id=wangfang))
    assert verify(team).stdout.startswith("✓")

    do(team, delete(approvals).where(mine))
    found = "短信验证, the decision on version 1: found nothing, expected one, by entry"
    assert found in verify(team).stdout
    assert found in verify(team, "--dossier", "ABC").stdout


def test_a_decision_that_was_taken_back_by_hand_is_named_and_one_that_somebody_took_back_is_not(team: Team) -> None:
    saved = _approved_change(team)
    mine = approvals.c.record_id == saved.line.id
    for state in ("open", "withdrawn", "nonsense"):
        do(team, update(approvals).where(mine).values(state=state))
        assert "短信验证, the decision on version 1: found nothing, expected one, by entry" in verify(team).stdout
    do(team, update(approvals).where(mine).values(state="approved"))
    assert verify(team).stdout.startswith("✓")

    now = team.read("wangfang", lambda store: store.records.get(saved.line.uid))
    before = team.read("wangfang", lambda store: store.records.content_of(now, 1))
    team.write("wangfang", lambda store: store.records.change(now, before))
    assert team.read("wangfang", lambda store: store.records.get(saved.line.uid).approval) is None
    assert verify(team).stdout.startswith("✓")


def test_words_of_a_decision_that_are_others_than_were_said_are_named(team: Team) -> None:
    saved = _change(team)
    approval, _ = team.write("lilei", lambda store: store.approvals.submit(saved))
    returned = ApprovalState.RETURNED
    words = "v1 import 影响写得太少"
    team.write(
        "wangfang", lambda store: store.approvals.decide(approval, store.records.get(saved.line.uid), returned, words)
    )
    assert verify(team).stdout.startswith("✓")
    assert f"退回 · 需求变更 #1 · v1 · {words}" in said(team.say("wangfang", "/档案 审计"))

    do(team, update(approvals).where(approvals.c.record_id == saved.line.id).values(comment="可以"))
    found = "短信验证, the approval of version 1: found other words, expected those of entry"
    assert found in verify(team).stdout


def test_an_approval_that_has_come_back_with_what_was_approved_is_no_break(team: Team) -> None:
    saved = _approved_change(team)

    team.write("wangfang", lambda store: store.records.remove(store.records.get(saved.line.uid)))
    team.write("wangfang", lambda store: store.records.undo(store.records.get(saved.line.uid)))
    for impact in ("30天", "3天"):
        now = team.read("lilei", lambda store: store.records.get(saved.line.uid))
        change_to(team, now, {**_CONTENT, "impact": impact})

    assert team.read("lilei", lambda store: store.records.get(saved.line.uid)).approved
    assert verify(team).stdout.startswith("✓")


def change_to(team: Team, saved: Saved, content: dict[str, str]) -> None:
    """Have 李雷 change a record."""
    team.write("lilei", lambda store: store.records.change(saved, content))
