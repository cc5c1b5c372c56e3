"""The product's own sheet of defects, taken back in: nothing is doubled, nothing changes but what was changed in it."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handlers.import_defects import defects as defects_of
from storage.record_queries import Filter
from tests.scenarios.test_exporting import export
from tests.scenarios.test_importing_defects import JIRA, confirm, defects, send
from tests.team import Team, buttons_in

_WORDS = st.text(alphabet=st.sampled_from("'=+-@＝ab1 ，。,;\"|#()（）:：中文支付"), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)
_DEFECTS = st.lists(
    st.fixed_dictionaries(
        {"title": _WORDS, "severity": st.sampled_from(["low", "medium", "high", "critical"])}
        | {"status": st.sampled_from(["open", "fixed", "closed", "rejected"])}
        | {"found_on": st.integers(0, 900).map(lambda days: (date(2026, 11, 1) - timedelta(days)).isoformat())},
        optional={"details": _WORDS, "owner": st.sampled_from([{"name": "王总"}, {"name": "Li (Lei); Han"}])},
    ),
    min_size=1,
    max_size=5,
)


def keep(team: Team, **content: object) -> None:
    """Keep a defect as it is given."""
    basis = {"title": "白屏", "severity": "medium", "status": "open", "found_on": "2026-11-10", **content}
    team.write("lilei", lambda store: store.records.add(team.dossier, defects_of(store), basis))


_EVERY = 10_000


def revisions(team: Team) -> list[int]:
    saved = team.read(
        "lilei", lambda store: store.records.after(team.dossier, 0, Filter(kind=store.kinds.named("defect")), _EVERY)
    )
    return [each.line.revision for each in saved]


@pytest.mark.parametrize(
    ("who", "words", "name"),
    [("lilei", "缺陷 csv", "a.csv"), ("lilei", "缺陷 xlsx", "a.xlsx"), ("ann", "defect csv", "b.csv")],
)
def test_the_own_sheet_of_defects_changes_nothing_when_it_comes_back(
    team: Team, who: str, words: str, name: str
) -> None:
    confirm(team, send(team, JIRA.replace("Payment fails", "=cmd|' /C calc'!A0")))
    keep(team, title="无编号的", owner={"name": "王总"})
    before = defects(team)
    _, content = export(team, who, words)

    card = send(team, content, who, name)

    assert ("没有变化: 3" if who == "lilei" else "As they were: 3") in card.text
    assert [each.action for each in buttons_in(card)] == ["import-columns"]
    assert defects(team) == before


def test_no_two_columns_of_the_sheet_are_called_the_same(team: Team) -> None:
    keep(team, reference="B-1")
    for who, words in (("lilei", "缺陷 csv"), ("ann", "defect csv")):
        _, content = export(team, who, words)
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len({*header}) == len(header)


def test_what_was_changed_in_the_sheet_is_changed_in_the_record_it_came_from(team: Team) -> None:
    keep(team, reference="B-1", title="=1+1", owner={"name": "王总"})
    keep(team, title="无编号的")
    _, content = export(team, "lilei", "缺陷 csv")
    changed = content.decode("utf-8-sig").replace("待修复", "已关闭")

    card = send(team, changed)
    assert "更新: 2" in card.text
    confirm(team, card)

    saved = team.read("lilei", lambda store: store.records.after(team.dossier, 0, Filter()))
    assert [(each.title, each.line.status, each.line.revision) for each in saved] == [
        ("=1+1", "closed", 2),
        ("无编号的", "closed", 2),
    ]
    assert saved[0].content["owner"] == {"name": "王总"}


def test_a_row_without_a_trackers_id_changes_no_other_record_of_its_number(team: Team) -> None:
    keep(team, title="别的缺陷")

    card = send(team, "档案编号,缺陷,编号,状态\n1,无编号的,,已关闭\n")

    assert "读不了: 1" in card.text
    assert revisions(team) == [1]


@settings(
    max_examples=15,
    deadline=None,
    # What fails is small enough as it is, and every example adds to the same dossier.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(_DEFECTS)
def test_whatever_defects_say_their_sheet_changes_nothing_when_it_comes_back(
    team: Team, found: list[dict[str, object]]
) -> None:
    for at, each in enumerate(found):
        keep(team, **each, **({"reference": f"R{len(revisions(team))}"} if at % 2 else {}))
    before = revisions(team)
    _, content = export(team, "lilei", "缺陷 csv")

    card = send(team, content)

    assert f"没有变化: {len(before)}" in card.text
    assert revisions(team) == before
