"""Patterns of names: what is built is read back, and whatever a file is called, it gets a name that is right."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import DossierError
from dossier.language import Language
from dossier.misnamed import repair
from dossier.naming import DEFAULT, DEFAULT_PATTERN, MOST_BYTES, Name, check_short_name, named, pattern

PATTERNS = [
    DEFAULT_PATTERN,
    "项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]",
    "customer_project_stage_date_version[V1]",
    "内部_日期_客户简称_项目_项目阶段_版本号[v01]",
]
STAGES = ("需求评审", "需求确认", "测试")


def _short(text: str) -> str | None:
    try:
        return check_short_name(text)
    except DossierError:
        return None


shorts = st.text(min_size=1, max_size=20).map(_short).filter(bool)
extensions = st.sampled_from(["", "docx", "PDF", "tar.gz", "x" * 40, "../etc", "exe\u202e"])
names = st.builds(
    named,
    shorts,
    st.text(max_size=80),
    st.dates(),
    st.integers(-5, 2_000_000),
    extensions,
    st.text(min_size=1, max_size=60),
    st.integers(-5, 2_000_000),
)


@pytest.mark.parametrize("text", PATTERNS)
@given(name=names)
def test_what_is_built_is_read_back(text: str, name: Name) -> None:
    chosen = pattern(text)
    built = chosen.build(name)

    read = chosen.parse(built)

    assert chosen.build(read) == built
    assert read == (name if "项目_" in str(chosen) else replace(name, project=""))
    assert len(built.encode()) <= MOST_BYTES


@pytest.mark.parametrize("text", PATTERNS)
@given(said=st.text(max_size=300), name=names)
def test_whatever_a_file_is_called_its_right_name_is_valid(text: str, said: str, name: Name) -> None:
    chosen = pattern(text)

    right = chosen.build(repair(said, name, STAGES, chosen))

    assert chosen.build(chosen.parse(right)) == right
    assert len(right.encode()) <= MOST_BYTES
    assert not right.endswith((".", " "))


@pytest.mark.parametrize("text", PATTERNS)
@given(name=names)
def test_a_right_name_is_left_as_it_is(text: str, name: Name) -> None:
    chosen = pattern(text)
    name = named(name.short, "需求评审", name.day, name.version, "docx", "-", name.ordinal)
    other = named(name.short, "测试", date(2020, 2, 2), 9, "pdf", "-")
    assert chosen.build(repair(chosen.build(name), other, STAGES, chosen)) == chosen.build(name)


RIGHT = named("ABC公司", "会议纪要", date(2025, 8, 20), 1)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("ABC公司_需求评审_20250815_v1.docx", "ABC公司_需求评审_20250815_v1.docx"),
        ("需求评审 2025年8月15日 V3.DOCX", "ABC公司_需求评审_20250815_v3.docx"),
        ("需求评审第2版(2025-08-15).pdf", "ABC公司_需求评审_20250815_v2.pdf"),
        ("扫描件 001.pdf", "ABC公司_会议纪要_20250820_v1.pdf"),
        ("20251399.pdf", "ABC公司_会议纪要_20250820_v1.pdf"),
        ("../../etc/passwd\x00.png", "ABC公司_会议纪要_20250820_v1.png"),
        ("invoice\u202efdp.exe", "ABC公司_会议纪要_20250820_v1.exe"),
        ("数据.tar.gz", "ABC公司_会议纪要_20250820_v1.tar.gz"),
        (" . . ", "ABC公司_会议纪要_20250820_v1"),
        ("ABC公司_需求评审-2_20250815_v1.docx", "ABC公司_需求评审-2_20250815_v1.docx"),
        ("ABC公司_需求评审-1_20250815_v1.docx", "ABC公司_需求评审_20250815_v1.docx"),
        ("server v2.png", "ABC公司_会议纪要_20250820_v2.png"),
    ],
)
def test_what_the_name_tells_is_kept(given: str, right: str) -> None:
    assert DEFAULT.build(repair(given, RIGHT, STAGES)) == right


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ABC_需求评审_20250815.docx", "problem-name-parts"),
        ("ABC_需求_评审_20250815_v1.docx", "problem-name-parts"),
        ("ABC_需求评审_20250230_v1.docx", "problem-name-date"),
        ("ABC_需求评审_2025-08-15_v1.docx", "problem-name-letter"),
        ("ABC_需求评审_20250815_1.docx", "problem-name-version"),
        ("ABC_需求评审_20250815_v0.docx", "problem-name-version"),
        ("ABC_需求评审_20250815_v01.docx", "problem-name-letter"),
        ("ABC_ 需求评审_20250815_v1.docx", "problem-name-letter"),
        ("ABC_需求评审_20250815_v1.", "problem-name-letter"),
        ("nul_需求评审_20250815_v1.docx", "problem-short-name-reserved"),
    ],
)
def test_a_name_that_is_not_right_to_the_letter_is_told_why(text: str, key: str) -> None:
    with pytest.raises(DossierError) as refused:
        DEFAULT.parse(text)
    assert refused.value.problem.key == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "problem-required"),
        (" _ ", "problem-required"),
        ("客户简称__项目阶段_日期_版本号", "problem-pattern-empty"),
        ("客户简称_项目阶段_日期", "problem-pattern-needs"),
        ("客户简称_客户简称_项目阶段_日期_版本号", "problem-pattern-needs"),
        ("甲_乙_客户简称_项目阶段_日期_版本号", "problem-pattern-needs"),
        ("版本号_客户简称_项目阶段_日期", "problem-pattern-last"),
        ("客户简称_项目阶段_日期[DDMM]_版本号", "problem-pattern-form"),
        ("客户简称[x]_项目阶段_日期_版本号", "problem-pattern-form"),
        ("a/b_客户简称_项目阶段_日期_版本号", "problem-pattern-part"),
        ("特别长的一个词语_客户简称_项目阶段_日期_版本号", "problem-pattern-part"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(text: str, key: str) -> None:
    with pytest.raises(DossierError) as refused:
        pattern(text)
    assert refused.value.problem.key == key


@pytest.mark.parametrize("text", PATTERNS)
def test_a_pattern_is_shown_as_it_can_be_typed_again(text: str) -> None:
    assert pattern(str(pattern(text))) == pattern(text)


def test_a_stage_that_begins_like_a_device_cannot_make_one() -> None:
    chosen = pattern("项目阶段_客户简称_日期_版本号")
    assert chosen.build(named("ABC", "con.txt", date(2025, 8, 15), 1)) == "con-txt_ABC_20250815_v1"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", PATTERNS)
def test_a_pattern_shown_in_either_language_is_the_same(text: str, language: Language) -> None:
    assert pattern(pattern(text).text(language)) == pattern(text)


def test_a_pattern_is_shown_in_the_words_of_a_language() -> None:
    assert DEFAULT.text(Language.ZH) == "客户简称_项目阶段_日期_版本号"
    assert pattern("项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]").text(Language.EN) == (
        "stage_customer_date[YYYY-MM-DD]_version[V01]"
    )


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ABC_design_20250815_v1.pdf", "ABC_Design_20250815_v1.pdf"),
        ("ABC requirements REVIEW 20250815 v3.pdf", "ABC_Requirements review_20250815_v3.pdf"),
        ("latest_20250815.pdf", "ABC_Issue_20250815_v1.pdf"),
    ],
)
def test_a_label_in_other_capitals_is_that_label_and_a_part_of_a_word_is_none(text: str, right: str) -> None:
    plain = named("ABC", "Issue", date(2025, 1, 1), 1, "pdf")
    assert DEFAULT.build(repair(text, plain, ["Design", "Requirements review", "Test", "Issue"])) == right
