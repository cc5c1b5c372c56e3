"""Filing on both engines: by kind, by an option, by a label, and by what is usual where a record has no option."""

from dossier.folder_lists import parse_folders
from dossier.kinds import Kind, built_in, kind_named
from dossier.phases import Phase
from storage.store import Store
from tests.team import Team


def kind(name: str) -> Kind:
    found = kind_named(name)
    assert found is not None
    return found


def add(store: Store, team: Team) -> None:
    """Keep five tests of two types, one without and one of another, and minutes of two topics."""
    test = {"steps": "1", "expected": "ok", "status": "open"}
    for number in range(5):
        content = {**test, "title": f"t{number}", "type": "performance" if number % 2 else "function"}
        store.records.add(team.dossier, kind("test_case"), content)
    # As those are that were kept before there were types.
    store.records.add(team.dossier, kind("test_case"), {**test, "title": "old"})
    # As those are that come in an archive from where there are other types.
    store.records.add(team.dossier, kind("test_case"), {**test, "title": "odd", "type": "smoke"})
    for topic in ("需求评审", "周会"):
        minutes: dict[str, object] = {
            "topic": topic,
            "held_at": "2026-11-18T09:00:00+08:00",
            "attendees": [],
            "decisions": "x",
        }
        store.records.add(team.dossier, kind("minutes"), minutes)


def tree(team: Team, who: str = "lilei") -> dict[str, list[str]]:
    """Give what is in every folder in which something is, as counted and as listed, a page of two at a time."""

    def titles(store: Store) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder, count in store.filing.tree(team.dossier):
            lines, rest = store.filing.lines(team.dossier, folder, 2)
            while rest is not None:
                more, rest = store.filing.lines(team.dossier, folder, 2, rest)
                lines += more
            assert len(lines) == count
            if lines:
                found[f"{folder.phase.label.zh}/{folder.label.zh}"] = [line.title for line in lines]
        return found

    return team.read(who, titles)


def test_records_are_counted_and_listed_where_they_are_filed(team: Team) -> None:
    team.write("lilei", lambda store: add(store, team))

    assert tree(team) == {
        "开发/会议": ["周会", "需求评审"],
        "测试/功能测试": ["odd", "old", "t4", "t2", "t0"],
        "测试/性能测试": ["t3", "t1"],
    }
    assert tree(team, "carla") == {}


def test_in_folders_of_ones_own_a_label_goes_before_a_kind_and_an_option_before_all_others(team: Team) -> None:
    team.write("lilei", lambda store: add(store, team))
    own = (
        *parse_folders(Phase.DESIGN, "评审: 需求评审", {"需求评审"}, built_in()),
        *parse_folders(Phase.TEST, "全部: 测试用例\n压测: test_case/performance", set(), built_in()),
        *parse_folders(Phase.LAUNCH, "会: 会议纪要", set(), built_in()),
    )
    team.write("wangfang", lambda store: store.filing.keep(own))

    assert tree(team) == {
        "设计/评审": ["需求评审"],
        "测试/全部": ["odd", "old", "t4", "t2", "t0"],
        "测试/压测": ["t3", "t1"],
        "上线/会": ["周会"],
    }
    team.write("wangfang", lambda store: store.filing.keep(()))
    assert "开发/会议" in tree(team)
