"""The one-line syntax: what stands where, by labels in either language and punctuation of either width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.oneline import labelled, read_line, read_with_strays
from dossier.kinds import Kind, kind_named


def _kind(name: str) -> Kind:
    found = kind_named(name)
    assert found is not None
    return found


CHANGE, MINUTES, ISSUE, CUSTOMER = _kind("change"), _kind("minutes"), _kind("issue"), _kind("customer")


@pytest.mark.parametrize(
    "text",
    [
        "登录页加短信验证 | 原因: 防刷 | impact: 3 days | 期望日期: 下周五",
        "登录页加短信验证｜原因：防刷｜影响：3 days｜期望日期：下周五",
        "登录页加短信验证|REASON:防刷|Impact : 3 days|wanted by: 下周五",
        "登录页加短信验证\n原因: 防刷\n影响: 3 days\nwanted_by: 下周五",
        "  登录页加短信验证  |  reason:   防刷 |\nimpact: 3 days | 期望: 下周五  ",
        "原因: 防刷 | 变更内容: 登录页加短信验证 | 影响: 3 days | Wanted: 下周五",
    ],
)
def test_labels_and_punctuation_of_both_languages_are_alike(text: str) -> None:
    assert read_line(CHANGE, text) == {
        "summary": "登录页加短信验证",
        "reason": "防刷",
        "impact": "3 days",
        "wanted_by": "下周五",
    }


def test_the_first_part_is_the_title() -> None:
    assert read_line(CHANGE, "登录页加短信验证") == {"summary": "登录页加短信验证"}


def test_a_line_without_a_label_goes_on_with_the_field_before_it() -> None:
    assert read_line(MINUTES, "评审\n决定: 上线\n回滚方案另议\n行动项: 写文档 @Ann\n测试 @李雷") == {
        "topic": "评审",
        "decisions": "上线\n回滚方案另议",
        "actions": "写文档 @Ann\n测试 @李雷",
    }


def test_parts_without_labels_fill_the_long_texts_in_order() -> None:
    assert read_line(CHANGE, "加短信验证 | 防刷 | 三天") == {
        "summary": "加短信验证",
        "reason": "防刷",
        "impact": "三天",
    }


def test_a_part_too_many_is_kept_with_the_one_before_it() -> None:
    assert read_line(CHANGE, "加验证 | 防刷 | 三天 | 另加测试")["impact"] == "三天\n另加测试"


@pytest.mark.parametrize("text", ["14:30 的会改期", "https://example.com/a", "注意：先备份", "cc: 登录", ": 空标签"])
def test_a_colon_that_follows_no_label_is_text(text: str) -> None:
    assert read_line(CHANGE, text) == {"summary": text}


def test_a_bar_after_a_backslash_is_a_bar() -> None:
    assert read_line(CHANGE, r"支持 a\|b 语法 | 原因: 用 \| 分隔") == {
        "summary": "支持 a|b 语法",
        "reason": "用 | 分隔",
    }
    assert read_line(CHANGE, r"全角 a\｜b") == {"summary": "全角 a｜b"}


def test_the_same_label_twice_keeps_both() -> None:
    assert read_line(CHANGE, "加验证 | 原因: 防刷 | 原因: 合规")["reason"] == "防刷\n合规"


@pytest.mark.parametrize("text", ["", " ", "|", "||", " | | ", "\n\n", "：", "原因:"])
def test_nothing_typed_gives_nothing_but_what_was_typed(text: str) -> None:
    assert "".join(read_line(CHANGE, text).values()) == text.strip(" |\n") or not read_line(CHANGE, text)


@given(st.text(alphabet=st.sampled_from("ab原因影响:：|｜\\\n @.,，3"), max_size=60))
def test_nothing_typed_is_lost(text: str) -> None:
    kept = "".join(read_line(CHANGE, text).values())

    for char in "ab3,，.@":
        assert kept.count(char) == text.count(char)


@given(
    st.dictionaries(
        st.sampled_from([spec.name for spec in CHANGE.fields[:5]]), st.from_regex(r"[a-z一-龥]{3,9}!", fullmatch=True)
    )
)
def test_labelled_parts_come_back_as_they_were_written(values: dict[str, str]) -> None:
    labels = {spec.name: spec.label.zh for spec in CHANGE.fields}
    text = " | ".join(f"{labels[name]}: {value}" for name, value in values.items())

    assert read_line(CHANGE, text) == values


def test_words_under_a_label_nobody_knows_never_go_on_in_a_choice() -> None:
    read = read_line(CUSTOMER, "海风 | 规模: 500人 | 阶段: 转型期 | 历史: 做过官网 | 天气: 晴 | 阶段: 成熟 | 心情: 好")
    assert read == {
        "company": "海风",
        "employees": "500人",
        "stage": "转型期\n成熟",
        "history": "做过官网\n天气: 晴\n心情: 好",
    }


def test_text_without_a_label_never_goes_where_the_form_would_not_ask() -> None:
    assert read_line(ISSUE, "登录白屏 | 安卓机上必现") == {"title": "登录白屏", "details": "安卓机上必现"}


def test_resolving_puts_text_without_a_label_into_the_resolution() -> None:
    read = read_line(ISSUE, "支付 | 超时改为 30 秒 | 网关太慢", ("resolution", "cause"))
    assert read == {"title": "支付", "resolution": "超时改为 30 秒", "cause": "网关太慢"}


@pytest.mark.parametrize("label", ["待办", "下一步", "todo", "Next steps", "To do"])
def test_what_is_to_be_done_is_called_by_many_names(label: str) -> None:
    assert read_line(MINUTES, f"评审 | 决议: 上线 | {label}: 写文档 @Ann") == {
        "topic": "评审",
        "decisions": "上线",
        "actions": "写文档 @Ann",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("登录白屏 | 优先级: 高 | 颜色: 红", {"颜色": "details"}),
        ("Login fails | priority: high | colour: red | seen at 10:30", {"colour": "details"}),
        ("Login fails | see http://a.example/x | 10:30: again", {}),
        ("Login: fails", {}),
        ("登录白屏\n王总：同意", {}),
    ],
)
def test_what_stands_like_a_label_and_is_none_is_found(text: str, found: dict[str, str]) -> None:
    assert read_with_strays(ISSUE, text)[1] == found


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("原因: 防刷", ("原因", "防刷")),
        ("  impact ：3 days\n联调", ("impact", "3 days\n联调")),
        ("10:30", ("10", "30")),
        (": nothing before", None),
        ("nothing behind", None),
        ("x" * 41 + ": too long", None),
        ("a | b: c", None),
        (" " * 20_000 + "z", None),
        ("z" + " " * 20_000 + ": far off", ("z", "far off")),
    ],
)
def test_a_part_begins_with_a_label_and_a_colon_or_with_none(part: str, found: tuple[str, str] | None) -> None:
    assert labelled(part) == found
