"""Names of documents on both engines: whatever happens in a dossier, no two records and no two files have one name."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.kinds import Kind
from dossier.labels import sheet_label
from dossier.naming import pattern, stage_label
from dossier.own.checking import checked
from dossier.views import UNDO_WINDOW, Saved
from storage.record_queries import Filter
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
        self.versions: dict[str, tuple[int, str]] = {}
        self.wrong: list[str] = []

    def note(self, name: str, what: Any, of: str) -> None:
        """Note what a name, in whatever case and of whatever type, is the name of: among records, or among files."""
        parts = self.team.read("lilei", lambda store: store.naming.pattern.parse(name))
        labels = self.team.read("lilei", lambda store: store.naming.allowed())
        if parts.stage not in {stage_label(each) for each in labels}:
            self.wrong.append(f"{name}: {parts.stage} is no label")
        bare = f"{of} {name.casefold().removesuffix(f'.{parts.extension}')}"
        if self.called.setdefault(bare, what) != what:
            self.wrong.append(f"{name} is {self.called[bare]} and {what}")

    def keep(self, saved: Saved) -> None:
        """Note what a record's document is called, and that its versions count up one by one."""
        uid, content = saved.line.uid, repr(sorted(saved.content.items()))
        before = self.versions.setdefault(uid, (0, ""))
        self.versions[uid] = (saved.called.version, content)
        if saved.called.version - before[0] not in ((0, 1) if content == before[1] else (1,)):
            self.wrong.append(f"{saved.document()} comes after v{before[0]}")
        self.note(saved.document("docx"), (uid, content), "record")

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
        self.note(right, digest, "file")
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
def test_whatever_happens_no_two_records_and_no_two_files_have_one_name(steps: list[tuple[str, Any]]) -> None:
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


def test_each_of_a_kind_on_one_day_counts_its_own_versions(team: Team) -> None:
    change = {"summary": "短信验证", "reason": "安全", "impact": "3 天"}
    first, second = _add(team, CHANGE, change), _add(team, CHANGE, change)
    assert first.document() == "ABC_需求变更_20261118_v1"
    assert second.document("pdf") == "ABC_需求变更-2_20261118_v1.pdf"
    edited = team.write("lilei", lambda store: store.records.change(first, {**change, "impact": "5 天"}))
    assert edited.document() == "ABC_需求变更_20261118_v2"
    assert _add(team, CHANGE, change).document() == "ABC_需求变更-3_20261118_v1"


def test_a_name_is_in_the_language_of_the_organisation_whoever_reads_it(team: Team) -> None:
    saved = _add(team, CHANGE, {"summary": "短信验证", "reason": "安全", "impact": "3 天"})
    seen = team.read("ann", lambda store: store.records.get(saved.line.uid))
    assert seen.document() == "ABC_需求变更_20261118_v1"

    def speak(store: Store) -> None:
        store.preferences.keep("organisation", store.actor.organisation, "language", "en-US")

    team.write("wangfang", speak)
    seen = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert seen.document() == "ABC_Change request_20261118_v1"


def test_a_topic_stands_in_the_name_only_if_it_is_on_the_list(team: Team) -> None:
    assert _add(team, MINUTES, _minutes("需求评审")).document() == "ABC_需求评审_20261118_v1"
    assert _add(team, MINUTES, _minutes("周会")).document() == "ABC_会议纪要_20261118_v1"
    # The same stage in the other language means the same: it is the second of that day, and called alike.
    english = _add(team, MINUTES, _minutes("Requirements review"))
    assert english.document() == "ABC_需求评审-2_20261118_v1"


def test_a_record_whose_topic_changes_counts_on_and_comes_back_to_its_own_name(team: Team) -> None:
    _add(team, MINUTES, _minutes("需求评审"))
    saved = _add(team, MINUTES, _minutes("周会"))
    called = [saved.document()]
    for topic in ("需求评审", "周会"):
        content = {**saved.content, "topic": topic}
        saved = team.write("lilei", lambda store, saved=saved, content=content: store.records.change(saved, content))  # type: ignore[misc]
        called.append(saved.document())
    assert called == ["ABC_会议纪要_20261118_v1", "ABC_需求评审-2_20261118_v2", "ABC_会议纪要_20261118_v3"]


def test_a_file_is_called_like_its_record_and_counts_by_its_own_content(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("周会"))
    assert _file(team, saved, "scan.pdf", b"one") == "ABC_会议纪要_20261118_v1.pdf"
    assert _file(team, saved, "Scan.pdf", b"two") == "ABC_会议纪要_20261118_v2.pdf"
    assert _file(team, saved, "scan.pdf", b"one") == "ABC_会议纪要_20261118_v1.pdf"
    assert _file(team, saved, "Meeting minutes 20261118.pdf", b"three") == "ABC_会议纪要-2_20261118_v1.pdf"
    # One that was given its name is changed and comes back under it.
    assert _file(team, saved, "ABC_会议纪要_20261118_v1.pdf", b"four") == "ABC_会议纪要_20261118_v3.pdf"
    # Neither takes anything of the other's.
    assert _add(team, MINUTES, _minutes("周会")).document() == "ABC_会议纪要-2_20261118_v1"
    changed = team.write("lilei", lambda store: store.records.change(saved, {**saved.content, "decisions": "y"}))
    assert changed.document() == "ABC_会议纪要_20261118_v2"


def test_a_file_of_another_record_is_another_document_though_it_is_called_the_same(team: Team) -> None:
    first, second = _add(team, MINUTES, _minutes("周会")), _add(team, MINUTES, _minutes("例会"))
    assert _file(team, first, "scan.pdf", b"one") == "ABC_会议纪要_20261118_v1.pdf"
    # Each is called like its record, a second one of the first by a number that none has.
    assert _file(team, second, "scan.pdf", b"two") == "ABC_会议纪要-2_20261118_v1.pdf"
    assert _file(team, first, "photo.jpg", b"three") == "ABC_会议纪要-3_20261118_v1.jpg"


def test_a_file_that_is_called_by_the_rule_is_let_be_whatever_records_are_called(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("周会"))
    printed = saved.document("docx")
    assert _file(team, saved, printed, b"one") == printed
    assert _file(team, saved, printed, b"two") == "ABC_会议纪要_20261118_v2.docx"
    assert _file(team, saved, "ABC_会议纪要_20261118_v99999.docx", b"three") == "ABC_会议纪要_20261118_v3.docx"


def test_a_file_that_says_it_is_the_last_there_can_be_is_none(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("周会"))
    assert _file(team, saved, "ABC_会议纪要-999999_20261118_v999999.pdf", b"one") == "ABC_会议纪要_20261118_v1.pdf"
    assert _file(team, saved, "ABC_会议纪要-9999_20261118_v9999.pdf", b"two") == "ABC_会议纪要-9999_20261118_v9999.pdf"
    assert _file(team, saved, "x.pdf", b"three") == "ABC_会议纪要-10000_20261118_v1.pdf"
    assert (
        _file(team, saved, "ABC_会议纪要-9999_20261118_v9999.pdf", b"four") == "ABC_会议纪要-9999_20261118_v10000.pdf"
    )


def test_a_record_is_found_by_the_name_of_a_file_that_came_with_it(team: Team) -> None:
    _add(team, MINUTES, _minutes("周会"))
    second = _add(team, MINUTES, _minutes("例会"))
    assert _file(team, second, "需求评审.pdf", b"one") == "ABC_需求评审_20261118_v1.pdf"
    found = team.read("lilei", lambda store: store.records.lines(None, Filter(text="ABC_需求评审_20261118_v1.pdf"))[0])
    assert [each.uid for each in found] == [second.line.uid]


def test_what_is_deleted_and_restored_unchanged_has_no_more_names_than_versions(team: Team) -> None:
    saved = _add(team, ISSUE, PAYMENT)
    removed = team.write("lilei", lambda store: store.records.remove(saved))
    assert removed.document() == saved.document()
    restored = team.write("lilei", lambda store: store.records.restore(removed, 1))
    assert restored.document() == "ABC_问题_20261118_v2"


def test_a_table_of_records_takes_no_number_of_theirs(team: Team) -> None:
    _add(team, ISSUE, PAYMENT)

    def export(digest: bytes) -> str:
        label = sheet_label(ISSUE)
        return team.write("lilei", lambda store: store.naming.of_whole(team.dossier, label, "xlsx", digest))

    assert [export(each) for each in (b"1", b"1", b"2")] == [f"ABC_问题表_20261118_v{each}.xlsx" for each in (1, 1, 2)]
    assert _add(team, ISSUE, PAYMENT).document() == "ABC_问题-2_20261118_v1"


def test_the_day_is_that_of_the_organisation_whoever_writes_and_stays(team: Team) -> None:
    team.wait(hours=15)  # Past midnight in Shanghai, 18:05 in Berlin.
    team.say("ann", "/issue 支付失败")
    saved = team.read("ann", lambda store: store.records.by_number(team.dossier, 1))
    assert saved.document() == "ABC_问题_20261119_v1"
    team.wait(hours=24)
    again = team.write("ann", lambda store: store.records.change(saved, {**PAYMENT, "severity": "low"}))
    assert again.document() == "ABC_问题_20261119_v2"


def test_names_follow_the_pattern_and_keep_their_version(team: Team) -> None:
    saved = _add(team, MINUTES, _minutes("需求评审"))
    chosen = pattern("项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]")
    team.write("wangfang", lambda store: store.naming.keep(chosen, ["复盘"]))
    # It was on the list then.
    seen = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert seen.document() == "需求评审_ABC_2026-11-18_V01"
    assert _add(team, MINUTES, _minutes("需求评审")).document() == "会议纪要_ABC_2026-11-18_V01"
    assert _add(team, MINUTES, _minutes("复盘")).document() == "复盘_ABC_2026-11-18_V01"


def test_a_kind_that_gets_another_label_is_called_by_it(team: Team) -> None:
    def set_kinds(content: str) -> None:
        team.write("wangfang", lambda store: store.own_kinds.keep(content, checked(content.encode())))

    set_kinds(TRIAL)
    kind = team.read("lilei", lambda store: store.kinds.named("own_trial"))
    assert kind is not None
    saved = _add(team, kind, {"what": "x"})
    assert saved.document() == "ABC_评测_20261118_v1"
    # In English its kind is called as the phase is: both are one label.
    assert _file(team, saved, "上线.pdf", b"one") == "ABC_上线_20261118_v1.pdf"
    set_kinds(TRIAL.replace("label: {zh: 评测, en: Launch}", "label: {zh: 试用, en: Trial run}"))
    seen = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert seen.document() == "ABC_试用_20261118_v1"


def test_whoever_writes_at_the_same_moment_nobody_takes_a_name_twice(team: Team) -> None:
    records = [_add(team, MINUTES, _minutes("周会")) for _ in range(4)]

    def write(number: int) -> str:
        if number % 3 == 0:
            saved = records[number // 3]
            content = {**saved.content, "decisions": f"y{number}"}
            return team.write("lilei", lambda store: store.records.change(saved, content)).document()
        if number % 3 == 1:
            return _add(team, MINUTES, _minutes("周会"), "ann").document()
        return _file(team, records[0], "会议纪要", bytes([number]))

    with ThreadPoolExecutor(6) as pool:
        names = list(pool.map(write, range(12)))
    files = [name for number, name in enumerate(names) if number % 3 == 2]
    assert set(names[::3]) == {f"ABC_会议纪要{each}_20261118_v2" for each in ("", "-2", "-3", "-4")}
    assert {name.rpartition("_v")[2] for name in names[1::3]} == {"1"}
    assert sorted(name.split("_")[1] for name in names[1::3]) == [f"会议纪要-{each}" for each in range(5, 9)]
    assert {name.split("_")[1] for name in files} == {"会议纪要"}
    assert sorted(int(name.rpartition("_v")[2]) for name in files) == [1, 2, 3, 4]
