"""Names of documents on both engines: whatever happens in a dossier, no two contents of it have one name."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.kinds import Kind
from dossier.language import Language
from dossier.naming import pattern, stage_label
from dossier.own.checking import checked
from dossier.views import UNDO_WINDOW, Saved
from storage.store import Store
from tests.contracts.contents import CHANGE, ISSUE, MINUTES, PAYMENT
from tests.team import Team

TOPICS = ("需求评审", "Requirements review", "周会", "会议纪要", "变更102", "../_?", "WEEKLY", "weekly")
GIVEN = (
    "ABC_需求评审_20261118_v1.docx",
    "ABC_Meeting minutes_20261118_v2.pdf",
    "ABC_会议纪要_20261118_v999999.pdf",
    "Abc_weekly_20261118_v1.txt",
    "ABC_Weekly_20261119_v3.txt",
    "scan.pdf",
    "最终版 v3.docx",
    "需求变更 2026-11-18.tar.gz",
    "ABC_Launch_20261118_v1.pdf",
)
TRIAL = """version: 1
kinds:
  - key: trial
    label: {zh: 评测, en: Launch}
    category: acceptance
    command: {zh: 评测, en: trialrun}
    title: "{what}"
    fields:
      - {key: what, type: text, required: true, label: {zh: 内容, en: What}}
"""
_STEPS = st.one_of(
    st.tuples(st.just("minutes"), st.sampled_from(TOPICS)),
    st.tuples(st.just("change"), st.just("")),
    st.tuples(st.just("issue"), st.just("")),
    st.tuples(st.just("own"), st.just("")),
    st.tuples(st.sampled_from(("edit", "remove", "restore", "undo")), st.integers(0, 9)),
    st.tuples(st.just("file"), st.tuples(st.sampled_from(GIVEN), st.integers(0, 3), st.integers(0, 9))),
    st.tuples(st.just("wait"), st.just("")),
)


class Dossier:
    """A dossier in which things happen, and what everything in it has been called."""

    def __init__(self, team: Team) -> None:
        """Take the team it is of."""
        self.team = team
        self.records: list[Saved] = []
        self.called: dict[str, Any] = {}
        self.wrong: list[str] = []

    def note(self, name: str, what: Any) -> None:
        """Note what a name, in whatever case and of whatever type, is the name of."""
        parts = self.team.read("lilei", lambda store: store.naming.pattern.parse(name))
        labels = self.team.read("lilei", lambda store: store.naming.allowed())
        if parts.stage not in {stage_label(each) for each in labels}:
            self.wrong.append(f"{name}: {parts.stage} is no label")
        bare = name.casefold().removesuffix(f".{parts.extension}")
        if self.called.setdefault(bare, what) != what:
            self.wrong.append(f"{name} is {self.called[bare]} and {what}")

    def keep(self, saved: Saved) -> None:
        """Note what a record's document is called in both languages."""
        for language in Language:
            self.note(saved.document(language, "docx"), (saved.line.uid, repr(sorted(saved.content.items()))))

    def add(self, kind: Kind, content: dict[str, Any]) -> None:
        """Keep a record."""
        self.records.append(self.team.write("lilei", lambda store: store.records.add(self.team.dossier, kind, content)))
        self.keep(self.records[-1])

    def change(self, how: str, number: int) -> None:
        """Do something with a record, if there is any and it can be done."""
        if not self.records:
            return
        at = number % len(self.records)
        saved = self.records[at]

        def unit(store: Store) -> Saved:
            if how == "edit" and not saved.line.deleted:
                field = saved.line.kind.title.strip("{}")
                return store.records.change(saved, {**saved.content, field: f"{saved.content[field]}{number}"})
            if how == "remove" and not saved.line.deleted:
                return store.records.remove(saved)
            if how == "restore" and saved.line.deleted:
                return store.records.restore(saved, 1)
            fresh = self.team.clock.now() - saved.line.changed_at < UNDO_WINDOW
            if how == "undo" and saved.line.revision == 1 and fresh:
                return store.records.undo(saved)
            return saved

        self.records[at] = self.team.write("lilei", unit)
        self.keep(self.records[at])

    def attach(self, name: str, content: int, number: int) -> None:
        """Attach a file to a record: what it should be called, called that it stays so, whoever asks again."""
        if not self.records:
            return
        saved = self.records[number % len(self.records)]
        digest = hashlib.sha256(bytes([content])).digest()
        right = self.team.write("lilei", lambda store: store.naming.of_file(saved, name, digest))
        self.note(right, digest)
        again = self.team.write("lilei", lambda store: store.naming.of_file(saved, right, digest))
        if again != right:
            self.wrong.append(f"{name}: {right}, then {again}")

    def step(self, what: str, how: Any) -> None:
        """Let one thing happen."""
        if what == "minutes":
            held = {"held_at": "2026-11-18T09:00:00+08:00", "attendees": [], "decisions": "x"}
            self.add(MINUTES, {"topic": how, **held})
        elif what == "change":
            self.add(CHANGE, {"summary": "短信验证", "reason": "安全", "impact": "3 天"})
        elif what == "issue":
            self.add(ISSUE, PAYMENT)
        elif what == "own":
            kind = self.team.read("lilei", lambda store: store.kinds.named("own_trial"))
            assert kind is not None
            self.add(kind, {"what": "x"})
        elif what == "file":
            self.attach(*how)
        elif what == "wait":
            self.team.wait(hours=7)
        else:
            self.change(what, how)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(_STEPS, min_size=4, max_size=14))
def test_whatever_happens_no_two_contents_have_one_name(steps: list[tuple[str, Any]]) -> None:
    with TemporaryDirectory() as folder, Team.on(f"sqlite:///{folder}/dossier.db") as team:
        team.write("wangfang", lambda store: store.own_kinds.keep(TRIAL, checked(TRIAL.encode())))
        dossier = Dossier(team)
        for what, how in steps:
            dossier.step(what, how)
        assert dossier.wrong == []


def _minutes(topic: str) -> dict[str, Any]:
    return {"topic": topic, "held_at": "2026-11-18T09:00:00+08:00", "attendees": [], "decisions": "x"}


def _add(team: Team, kind: Kind, content: dict[str, Any], who: str = "lilei") -> Saved:
    return team.write(who, lambda store: store.records.add(team.dossier, kind, content))


def _file(team: Team, saved: Saved, name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return team.write("lilei", lambda store: store.naming.of_file(saved, name, digest))


def test_two_of_a_kind_on_one_day_are_two_versions_of_one_name(team: Team) -> None:
    change = {"summary": "短信验证", "reason": "安全", "impact": "3 天"}
    first, second = _add(team, CHANGE, change), _add(team, CHANGE, change)
    assert first.document(Language.ZH) == "ABC_需求变更_20261118_v1"
    assert second.document(Language.ZH, "pdf") == "ABC_需求变更_20261118_v2.pdf"
    assert second.document(Language.EN) == "ABC_Change request_20261118_v2"
    edited = team.write("lilei", lambda store: store.records.change(first, {**change, "impact": "5 天"}))
    assert edited.document(Language.ZH) == "ABC_需求变更_20261118_v3"
    assert team.read("ann", lambda store: store.records.get(edited.line.uid)).document(Language.ZH).endswith("_v3")


def test_a_topic_stands_in_the_name_only_if_it_is_on_the_list(team: Team) -> None:
    assert _add(team, MINUTES, _minutes("需求评审")).document(Language.EN) == "ABC_需求评审_20261118_v1"
    assert _add(team, MINUTES, _minutes("周会")).document(Language.ZH) == "ABC_会议纪要_20261118_v1"
    # The same stage in the other language is the same document, a version later.
    english = _add(team, MINUTES, _minutes("Requirements review"))
    assert english.document(Language.ZH) == "ABC_Requirements review_20261118_v2"


def test_a_file_and_a_record_of_one_name_are_two_versions_of_it(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("周会"))
    assert _file(team, saved, "会议纪要.pdf", b"one") == "ABC_会议纪要_20261118_v2.pdf"
    assert _file(team, saved, "Meeting minutes 20261118.pdf", b"two") == "ABC_Meeting minutes_20261118_v3.pdf"
    assert _file(team, saved, "scan.pdf", b"one") == "ABC_会议纪要_20261118_v2.pdf"
    assert _add(team, MINUTES, _minutes("周会")).document(Language.ZH) == "ABC_会议纪要_20261118_v4"


def test_a_file_that_says_it_is_the_last_version_there_can_be_is_none(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("周会"))
    assert _file(team, saved, "ABC_会议纪要_20261118_v999999.pdf", b"one") == "ABC_会议纪要_20261118_v2.pdf"
    assert _file(team, saved, "ABC_会议纪要_20261118_v9999.pdf", b"two") == "ABC_会议纪要_20261118_v9999.pdf"
    assert _add(team, MINUTES, _minutes("周会")).document(Language.ZH) == "ABC_会议纪要_20261118_v10000"


def test_what_is_deleted_and_restored_unchanged_has_no_more_names_than_versions(team: Team) -> None:
    saved = _add(team, ISSUE, PAYMENT)
    removed = team.write("lilei", lambda store: store.records.remove(saved))
    assert removed.document(Language.ZH) == saved.document(Language.ZH)
    restored = team.write("lilei", lambda store: store.records.restore(removed, 1))
    assert restored.document(Language.ZH) == "ABC_问题_20261118_v2"


def test_the_day_is_that_of_the_organisation_whoever_writes_and_stays(team: Team) -> None:
    team.wait(hours=15)  # Past midnight in Shanghai, 18:05 in Berlin.
    team.say("ann", "/issue 支付失败")
    saved = team.read("ann", lambda store: store.records.by_number(team.dossier, 1))
    assert saved.document(Language.EN) == "ABC_Issue_20261119_v1"
    team.wait(hours=24)
    again = team.write("ann", lambda store: store.records.change(saved, {**PAYMENT, "severity": "low"}))
    assert again.document(Language.EN) == "ABC_Issue_20261119_v2"


def test_names_follow_the_pattern_and_keep_their_version(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("需求评审"))
    chosen = pattern("项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]")
    team.write("wangfang", lambda store: store.naming.keep(chosen, ["复盘"]))
    # It was on the list then.
    seen = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert seen.document(Language.ZH) == "需求评审_ABC_2026-11-18_V01"
    assert _add(team, MINUTES, _minutes("需求评审")).document(Language.ZH) == "会议纪要_ABC_2026-11-18_V01"
    assert _add(team, MINUTES, _minutes("复盘")).document(Language.ZH) == "复盘_ABC_2026-11-18_V01"


def test_a_kind_that_gets_another_label_is_called_by_it(team: Team) -> None:
    def set_kinds(content: str) -> None:
        team.write("wangfang", lambda store: store.own_kinds.keep(content, checked(content.encode())))

    set_kinds(TRIAL)
    kind = team.read("lilei", lambda store: store.kinds.named("own_trial"))
    assert kind is not None
    saved = _add(team, kind, {"what": "x"})
    assert (saved.document(Language.ZH), saved.document(Language.EN)) == (
        "ABC_评测_20261118_v1",
        "ABC_Launch_20261118_v1",
    )
    assert _file(team, saved, "上线.pdf", b"one") == "ABC_上线_20261118_v2.pdf"
    set_kinds(TRIAL.replace("label: {zh: 评测, en: Launch}", "label: {zh: 试用, en: Trial run}"))
    seen = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert seen.document(Language.ZH) == "ABC_试用_20261118_v1"


def test_whoever_writes_at_the_same_moment_nobody_takes_a_name_twice(team: Team) -> None:
    records = [_add(team, MINUTES, _minutes("周会")) for _ in range(4)]

    def write(number: int) -> str:
        if number % 3 == 0:
            saved = records[number // 3]
            content = {**saved.content, "decisions": f"y{number}"}
            return team.write("lilei", lambda store: store.records.change(saved, content)).document(Language.ZH)
        if number % 3 == 1:
            return _add(team, MINUTES, _minutes("周会"), "ann").document(Language.ZH)
        return _file(team, records[0], "会议纪要", bytes([number]))

    with ThreadPoolExecutor(6) as pool:
        names = list(pool.map(write, range(12)))
    assert sorted(int(name.rpartition("_v")[2]) for name in names) == list(range(5, 17))
