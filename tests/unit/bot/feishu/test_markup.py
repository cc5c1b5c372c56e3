"""Running text as markdown: nothing typed comes alive, nothing typed is lost."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feishu.markup import bold, changed, cleaned, cut, length, literal, markdown, one_line, pieces, size
from chat.messages import Hyperlink, Inline, Mark, Mention, Strong, When, plain

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
TYPED = st.text(st.characters(codec="utf-8"), max_size=300)


def account(person: str) -> str | None:
    """Know Ann alone."""
    return "ou_ann" if person == "ann" else None


def seen(shown: str) -> str:
    """Give what a reader sees of markdown that holds no format."""
    return unescape(shown.replace("<br>", "\n")).replace("\xa0", " ")


def test_a_mention_of_somebody_with_an_account_notifies_them() -> None:
    assert markdown((Mention("ann", "Ann"), " please"), account) == "<at id=ou_ann></at> please"


def test_a_mention_of_somebody_without_one_is_their_name_in_bold() -> None:
    assert markdown(("请 ", Mention("lilei", "李雷"), " 看"), account) == "请 **&#64;李雷** 看"


@pytest.mark.parametrize("claimed", ["all", "ou_x></at><at id=all", "ou_", "ou_a b", ""])
def test_an_account_that_is_none_is_not_written_as_a_mention(claimed: str) -> None:
    assert "<at" not in markdown((Mention("x", "X"),), lambda _: claimed)


def test_a_moment_is_said_in_the_zone_it_was_put_into_words_for() -> None:
    assert markdown((When(NOON, "11月18日 12:00"),), account) == "11月18日 12:00"


def test_a_link_of_ours_is_a_link_and_any_other_scheme_is_text() -> None:
    shown = markdown((Hyperlink("https://a.example/x)y?b=[1]", "看 [这里]"),), account)
    assert shown == "[看 &#91;这里&#93;](https://a.example/x%29y?b=%5B1%5D)"
    assert markdown((Hyperlink("javascript:alert(1)", "x"),), account) == "x"
    assert markdown((Hyperlink("https://[", "x"),), account) == "x"


@pytest.mark.parametrize(
    "typed",
    [
        "<at id=all></at>",
        "<font color='red'>x</font>",
        "<person id='ou_1'></person>",
        "**x**",
        "_x_",
        "~~x~~",
        "`x`",
        "[a](https://b.example)",
        "![a](img_v2)",
        "# x",
        "> x",
        "- x",
        "+ x",
        "1. x",
        "2) x",
        "---",
        "    code",
        ":DONE:",
        "https://a.example/b",
        "www.a.example",
        "ann@a.example",
        "mailto:ann",
        "| a | b |",
        "&lt;at&gt;",
        "\\*x\\*",
        "$x$",
    ],
)
def test_what_feishu_would_read_as_its_own_stays_text(typed: str) -> None:
    for text in (typed, f"好\n{typed}"):
        shown = literal(text)
        assert shown.replace("<br>", "\n") != text
        assert seen(shown) == text
        assert set(re.findall(r"<[^>]*>?", shown)) <= {"<br>"}


@pytest.mark.parametrize("typed", ["2026-11-18 10:30", "a - b", "需求评审（第二次）", "3.5 + 4 = 7.5", "10:30"])
def test_what_means_nothing_has_nothing_added_to_it(typed: str) -> None:
    assert literal(typed) == typed


def test_bold_beside_letters_has_a_border_that_is_hardly_seen() -> None:
    assert markdown(("档案", Strong("“ABC”"), "已更新"), account) == "档案\u200a**“ABC”**\u200a已更新"
    assert markdown((Strong("原因"), "\n", "很多"), account) == "**原因**<br>很多"


def test_bold_of_several_lines_is_bold_on_each() -> None:
    assert bold("a\n\n b ") == "**a**<br><br>**b**"


def test_what_went_is_struck_out_and_what_came_is_bold() -> None:
    parts = ((Mark.SAME, "要 "), (Mark.REMOVED, "<at id=all>"), (Mark.ADDED, "*新*\n行"))
    assert list(changed(parts, 1000)) == ["要 \u200a~~&#60;at id=all&#62;~~\u200a**&#42;新&#42;**<br>**行**"]


def test_a_long_change_is_said_in_several_pieces_with_nothing_lost() -> None:
    text = "\n".join(f"第{number}行" for number in range(400))
    said = "<br>".join(changed(((Mark.SAME, text),), 1000)).replace("<br><br>", "<br>")
    assert said.replace("<br>", "\n").rstrip() == text


@given(TYPED)
def test_what_was_typed_is_shown_to_the_letter_and_never_alive(typed: str) -> None:
    shown = literal(typed)
    assert seen(shown) == cleaned(typed).replace("\t", "    ").replace("\xa0", " ")
    assert not set(re.sub("<br>|&#[0-9]+;|&nbsp;", "", shown)) & set("<>&*_~`[]|\\$@")


@given(TYPED, st.integers(1, 40))
def test_a_cut_text_is_never_too_long(typed: str, most: int) -> None:
    shown = cut(typed, most)
    assert length(shown) <= most
    assert shown == typed or shown.endswith("…")


@given(TYPED)
def test_one_line_is_one_line(typed: str) -> None:
    assert not set(one_line(typed)) & set("\n\r\t\x00\x1b\u202e")


INLINE: st.SearchStrategy[Inline] = st.one_of(
    TYPED,
    st.builds(Strong, TYPED),
    st.builds(Mention, st.sampled_from(["ann", "x"]), st.text(max_size=20)),
    st.builds(When, st.just(NOON), st.text(max_size=20)),
)


@given(st.lists(INLINE, max_size=8), st.integers(150, 600))
def test_no_piece_of_a_split_text_is_too_long_and_nothing_is_lost(parts: list[Inline], most: int) -> None:
    made = pieces(parts, most)

    assert all(size(markdown(piece, account)) <= 2 * most for piece in made)
    whole = "".join("".join(plain(piece) for piece in made).split())
    assert whole.replace("@", "") == "".join(plain(parts).split()).replace("@", "")


def test_a_long_text_is_split_at_line_ends_and_sentence_ends() -> None:
    assert [plain(piece) for piece in pieces(("一。\n二。",), 10)] == ["一。", "二。"]
    assert [plain(piece) for piece in pieces(("First one. Second one.",), 15)] == ["First one. ", "Second one."]
