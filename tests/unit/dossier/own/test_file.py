"""A file of kinds of an organisation's own: what it makes, and what is refused, with its line and in plain words."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.own_kinds import example
from chat.texts import text
from dossier.categories import Category
from dossier.errors import InvalidFields
from dossier.fields import Initial, Input
from dossier.kinds import Kind, Kinds, built_in, kinds
from dossier.language import Language
from dossier.own.changing import require_kept, retired
from dossier.own.checking import checked
from dossier.own.declared import Declared
from dossier.own.making import merged
from dossier.own.text import MOST_BYTES, WrongFile
from dossier.phases import Phase
from dossier.tiers import Action, Tier
from tests.kinds.samples import reading

DOCUMENTED = (Path(__file__).parents[4] / "docs" / "kinds.md").read_text(encoding="utf-8")
EXAMPLE = DOCUMENTED.split("```yaml\n")[1].split("```")[0]
SMALL = """\
kinds:
  - key: workshop
    command: {zh: 研讨, en: workshop}
    label: {zh: 研讨记录, en: Workshop session}
    category: acceptance
    fields:
      - {key: topic, type: text, label: {zh: 研讨主题, en: Topic}, required: true}
      - key: status
        type: choice
        label: {zh: 状态, en: Status}
        options: [{key: held, label: {zh: 已举办, en: Held}}, {key: no, label: {zh: 未举办, en: Not held}}]
fields:
  issue:
    - {key: region, type: text, label: {zh: 大区, en: Region}}
"""


class Everything:
    """Everything is in use, or nothing but what is named."""

    def __init__(self, *only: str) -> None:
        """Take the names that are in use."""
        self._only = only

    def kind(self, kind: str) -> bool:
        return not self._only or kind in self._only

    def field(self, kind: str, field: str, *, hidden: bool) -> bool:
        return not self._only or field in self._only

    def option(self, kind: str, field: str, option: str) -> bool:
        return not self._only or option in self._only


def _made(content: str = EXAMPLE) -> Kinds:
    return merged(checked(content.encode()))


def _named(made: Kinds, name: str) -> Kind:
    kind = made.named(name)
    assert kind is not None
    return kind


def _told(content: str | bytes, reserved: tuple[str, ...] = ()) -> list[tuple[int, str, str]]:
    with pytest.raises(WrongFile) as caught:
        checked(content.encode() if isinstance(content, str) else content, reserved)
    for wrong in caught.value.wrongs:
        assert text(Language.ZH, wrong.problem.key, **wrong.problem.data)
    return [
        (each.line, each.where, text(Language.EN, each.problem.key, **each.problem.data))
        for each in caught.value.wrongs
    ]


def test_the_example_people_are_sent_is_that_of_the_documentation() -> None:
    assert example() == EXAMPLE


def test_every_field_that_can_be_added_is_documented() -> None:
    assert all(f"`{kind.name}`" in DOCUMENTED for kind in kinds())


def test_the_example_of_the_documentation_is_taken() -> None:
    made = _made()
    workshop = _named(made, "研讨")

    assert [kind.name for kind in made][-2:] == ["own_workshop", "own_price_offer"]
    assert workshop is made.named("Workshop session") is made.named("workshop") is made.named("own_workshop")
    assert (workshop.category, workshop.approve, workshop.slash) == (Category.ACCEPTANCE, Tier.MANAGER, False)
    assert workshop.expected is not None
    assert (workshop.expected.phase, workshop.expected.count, workshop.expected.fresh_days) == (Phase.TEST, 2, 90)
    assert [spec.name for spec in workshop.fields if spec.sensitive] == ["customer_phone"]
    assert workshop.search == ("topic", "why_again", "trainer", "open_points")
    assert [spec.initial for spec in workshop.fields[1:3]] == [Initial.TODAY, "held"]
    assert _named(made, "price_offer".replace("price_", "")).confidential


def test_own_kinds_read_what_people_type_as_the_products_do() -> None:
    content = _named(_made(), "workshop").parse(
        {"topic": "管理员研讨", "status": "需重做", "why_again": "设备坏了", "open_points": "补课 @Ann 2026-12-24"},
        reading(),
    )

    assert content["status"] == "repeat"
    assert content["open_points"] == [{"what": "补课", "owner": {"name": "Ann", "id": "id-Ann"}, "due": "2026-12-24"}]
    assert content["held_on"] == "2026-11-18"
    assert _named(_made(), "workshop").title_of(content) == "管理员研讨 2026-11-18"


def test_a_number_is_below_zero_only_where_its_field_says_so() -> None:
    topic = "label: {zh: 研讨主题, en: Topic}, required: true}\n"
    depth = "      - {key: depth, type: number, label: {zh: 深度, en: Depth}}\n"
    with_depth, typed = SMALL.replace(topic, topic + depth), {"topic": "x", "depth": "-5"}
    with pytest.raises(InvalidFields) as refused:
        _named(_made(with_depth), "own_workshop").parse(typed, reading())
    assert refused.value.problems["depth"].key == "problem-below-zero"

    either = _named(_made(with_depth.replace("Depth}", "Depth}, negative: true")), "own_workshop")
    assert either.parse(typed, reading())["depth"] == -5
    (line,) = _told(SMALL.replace("Region}", "Region}, negative: true"))
    assert "Only numbers can be below zero" in line[2]


def test_added_fields_stand_behind_those_of_the_product_and_leave_them_as_they_are() -> None:
    plain, more = built_in().named("issue"), _named(_made(), "issue")
    assert plain is not None

    assert more.fields[: len(plain.fields)] == plain.fields
    assert [spec.name for spec in more.fields[len(plain.fields) :]] == ["own_environment"]
    content = more.parse({"title": "支付失败", "own_environment": "生产"}, reading())
    assert content["own_environment"] == "production"
    assert _named(_made(), "customer_basics").fields[-1].sensitive
    assert more.lowest(Action.LOG) is plain.lowest(Action.LOG)


def test_what_somebody_declares_is_nowhere_else() -> None:
    _made()

    assert built_in().named("workshop") is None
    assert all(not spec.name.startswith("own_") for kind in kinds() for spec in kind.fields)


def test_what_is_wrong_is_told_by_line_and_field_all_at_once() -> None:
    wrong = SMALL.replace("category: acceptance", "category: acceptence").replace("type: choice", "typ: choice")

    told = _told(wrong)

    assert [(line, where) for line, where, _ in told] == [
        (5, "kinds › workshop › category"),
        (8, "kinds › workshop › fields › status › type"),
        (9, "kinds › workshop › fields › status › typ"),
    ]
    assert told[0][2].startswith("“acceptence” is none of: basics, background")
    assert told[2][2] == "This entry is unknown; did you mean type?"


@pytest.mark.parametrize(
    ("change", "line", "where", "said"),
    [
        (
            ("研讨, en", "纪要, en"),
            3,
            "kinds › workshop › command › zh",
            "“纪要” is a name or a command of “Meeting minutes” already",
        ),
        (
            ("en: workshop", "en: issue"),
            3,
            "kinds › workshop › command › en",
            "“issue” is a name or a command of “Issue”",
        ),
        (("Workshop session", "Change Request"), 4, "kinds › workshop › label › en", "of “Change request” already"),
        (("key: workshop", "key: minutes"), 2, "kinds › minutes › key", "of “Meeting minutes” already"),
        (("en: workshop", "en: status"), 3, "kinds › workshop › command › en", "is a command or a common word"),
        (("key: region", "key: severity"), 14, "fields › issue › severity › key", "“severity” is here already"),
        (("zh: 大区", "zh: 严重程度"), 14, "fields › issue › region › label › zh", "“严重程度” is here already"),
        (("key: region", "key: copy"), 14, "fields › issue › copy › key", "cannot be the name of a field"),
        (("  issue:", "  isue:"), 13, "fields › isue", "The product has no such kind"),
        (("key: topic", "key: status"), 8, "kinds › workshop › fields › status › key", "“status” is here already"),
        (("type: choice", "type: number"), 9, "kinds › workshop › fields › status › type", "has to be choice"),
        (("required: true", "required: false"), 7, "kinds › workshop › fields › topic", "The first field has to be"),
        (("category: ", "title: '{phone}'\n    category: "), 5, "kinds › workshop › title", "“phone” cannot be here"),
        (
            ("category: ", "title: '{topic.x}'\n    category: "),
            5,
            "kinds › workshop › title",
            "A title is made of words",
        ),
        (
            (
                "category: acceptance",
                "one_per_dossier: true\n    category: acceptance\n    expected: {from: test, count: 2}",
            ),
            7,
            "kinds › workshop › expected › count",
            "There is one per dossier",
        ),
        (
            ("category: acceptance", "category: acceptance\n    expected: {from: sealed}"),
            6,
            "kinds › workshop › expected › from",
            "“sealed” is none of: initiation",
        ),
        (
            ("category: acceptance", "category: background\n    log: member"),
            6,
            "kinds › workshop › log",
            "This part of a dossier is read from senior on",
        ),
        (("已举办", "未举办"), 11, "kinds › workshop › fields › status › options › no", "“未举办” is here already"),
        (("en: Topic", "en: 'a|b'"), 7, "kinds › workshop › fields › topic › label › en", "A name has no colons"),
        (
            ("required: true", "required: true, only_if: {field: x, options: [a]}"),
            7,
            "kinds › workshop › fields › topic",
            "The first field",
        ),
    ],
)
def test_what_clashes_or_does_not_fit_is_refused(change: tuple[str, str], line: int, where: str, said: str) -> None:
    told = _told(SMALL.replace(*change, 1), ("status", "list"))

    assert (line, where) in [(each[0], each[1]) for each in told]
    assert any(said in each[2] for each in told)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty"),
        (b"# nothing\n", "The file is empty"),
        (b"\xff\xfe\x00\x00\x81", "This is no text file"),
        (b"%PDF-1.7\0", "This is no text file"),
        (b"kinds: [", "This is no correct YAML"),
        (b"kinds: []\n---\nkinds: []", "This is no correct YAML"),
        (b"kinds: !!python/object/apply:os.system ['true']", "This is no correct YAML"),
        (b"a: &a [x, x]\nb: [*a, *a]", "anchors and references"),
        (b"kinds: " + b"[" * 40 + b"]" * 40, "nested too deeply"),
        (b"kinds:\n" + b"- a\n" * 30_000, "nested too deeply, or there is too much"),
        (b"k: " + b"x" * MOST_BYTES, "too large"),
        (b"kinds: []\nkinds: []", "“kinds” is written twice"),
        (b"- a\n- b", "lines of “name: value”"),
        (b"? [a]\n: b", "This is no correct YAML"),
        (b"kinds: 5", "This should be a list"),
        (b"just words", "lines of “name: value”"),
    ],
    ids=range(16),
)
def test_what_is_no_such_file_gets_one_clear_sentence(content: bytes, said: str) -> None:
    told = _told(content)

    assert len(told) == 1
    assert said in told[0][2]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_whatever_breaks_the_reading(content: bytes) -> None:
    with suppress(WrongFile):
        merged(checked(content))


@given(st.data())
def test_no_damage_to_a_right_file_breaks_the_reading(data: st.DataObject) -> None:
    lines = EXAMPLE.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.sampled_from(["", lines[at][2:], f"  {lines[at]}", lines[at].replace(": ", ":")]))
    with suppress(WrongFile):
        merged(checked("\n".join(lines).encode()))


def test_files_of_chinese_editors_are_read() -> None:
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        assert merged(checked(SMALL.encode(encoding))).named("研讨记录") is not None


def test_yes_and_no_are_names_like_any_other() -> None:
    status = _named(_made(SMALL), "workshop").field("status")

    assert status is not None
    assert status.input is Input.CHOICE
    assert [str(option) for option in status.options] == ["held", "no"]


def _after(content: str) -> Declared:
    return checked(content.encode())


def test_what_records_hold_cannot_be_taken_away() -> None:
    before = _after(SMALL)
    gone = _after("kinds: []")
    other_type = _after(SMALL.replace("type: text, label: {zh: 大区", "type: number, label: {zh: 大区"))
    fewer = _after(SMALL.replace("{key: held, label: {zh: 已举办, en: Held}}, ", ""))

    for after, said in (
        (gone, ["There are records of “Workshop session”", "The field “Region” holds something, so it cannot go"]),
        (other_type, ["The field “Region” holds something: its type"]),
        (fewer, ["The option “Held” is in use"]),
    ):
        with pytest.raises(WrongFile) as caught:
            require_kept(before, after, Everything())
        told = [text(Language.EN, each.problem.key, **each.problem.data) for each in caught.value.wrongs]
        assert len(told) == len(said)
        assert all(one.startswith(other) for one, other in zip(told, said, strict=True))


def test_what_nothing_holds_can_go_and_a_line_may_become_a_text() -> None:
    before = _after(SMALL)

    require_kept(before, _after("kinds: []"), Everything("something else"))
    require_kept(before, _after(SMALL.replace("text, label: {zh: 大区", "long_text, label: {zh: 大区")), Everything())
    require_kept(before, _after(SMALL.replace("category:", "retired: true\n    category:")), Everything())


def test_giving_all_up_keeps_what_is_in_use_to_be_read() -> None:
    left = retired(_after(EXAMPLE), Everything("own_workshop", "own_environment"))
    made = merged(left)

    assert _named(made, "研讨").retired
    assert _named(made, "研讨") not in made.open
    assert _named(made, "研讨").expected is None
    assert made.named("报价") is None
    region = _named(made, "issue").field("own_environment")
    assert region is not None
    assert not region.asked({})
    assert _named(made, "customer_basics").field("own_tax_number") is None
