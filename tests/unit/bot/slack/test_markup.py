"""Running text for Slack: ours is alive, what people typed never is, and Chinese is bold without spaces."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.markup import cut, cut_to_bytes, elements, escape, length, literal, mrkdwn, one_line, split, unwritten
from chat.messages import Hyperlink, Inline, Mention, Strong, When, plain

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
TYPED = st.text(st.characters(codec="utf-8"), max_size=300)


def account(person: str) -> str | None:
    """Know Ann alone."""
    return "U0ANN" if person == "ann" else None


def test_a_mention_of_somebody_with_an_account_notifies_them() -> None:
    assert mrkdwn((Mention("ann", "Ann"), " please"), account) == "<@U0ANN> please"
    assert elements((Mention("ann", "Ann"),), account) == [{"type": "user", "user_id": "U0ANN"}]


def test_a_mention_of_somebody_without_one_is_their_name_in_bold() -> None:
    assert mrkdwn(("请 ", Mention("lilei", "李雷"), " 看"), account) == "请 *李雷* 看"
    assert elements((Mention("lilei", "李雷"),), account) == [{"type": "text", "text": "李雷", "style": {"bold": True}}]


def test_an_account_that_is_none_is_not_written_as_a_mention() -> None:
    assert "<@" not in mrkdwn((Mention("x", "X"),), lambda _: "channel> <!here")


def test_a_moment_is_shown_in_each_readers_own_zone() -> None:
    assert mrkdwn((When(NOON, "12:00"),), account) == "<!date^1794974400^{date_num} {time}|12:00>"
    (shown,) = elements((When(NOON, "12:00"),), account)
    assert (shown["type"], shown["timestamp"], shown["fallback"]) == ("date", 1794974400, "12:00")


def test_a_link_of_ours_is_a_link_and_any_other_scheme_is_text() -> None:
    assert mrkdwn((Hyperlink("https://a.example/x|y>z", "看 <这里>"),), account) == (
        "<https://a.example/x%7Cy%3Ez|看 &lt;这里&gt;>"
    )
    assert mrkdwn((Hyperlink("javascript:alert(1)", "x"),), account) == "x"
    assert elements((Hyperlink("file:abc", "合同.pdf"),), account) == [{"type": "text", "text": "合同.pdf"}]


@pytest.mark.parametrize("typed", ["<!channel>", "<@U0ANN>", "<#C1|x>", "<https://a.example|b>", "<!subteam^S1>"])
def test_what_slack_would_read_as_its_own_stays_text(typed: str) -> None:
    assert "<" not in mrkdwn((typed, Strong(typed)), account)
    assert elements((typed,), account) == [{"type": "text", "text": typed}]


@pytest.mark.parametrize("typed", ["*x*", "say _x_", "(~x~)", "`x`", "**x**", "> quoted", "a\n> b", ":smile:"])
def test_no_format_can_open_in_what_was_typed(typed: str) -> None:
    shown = literal(typed)
    assert shown != typed.replace(">", "&gt;")
    assert unwritten(shown) == typed


@pytest.mark.parametrize("typed", ["ABC_需求评审_20261118_v1", "2 * 3", "10:30:45", "a - b", "5>4"])
def test_what_formats_nothing_has_nothing_added_to_it(typed: str) -> None:
    assert literal(typed) == escape(typed)


def test_bold_in_chinese_gets_borders_that_are_not_seen() -> None:
    assert mrkdwn(("档案", Strong("ABC"), "已更新"), account) == "档案\u200b*ABC*\u200b已更新"
    assert mrkdwn((Strong("原因"), "\n", "很多"), account) == "*原因*\n很多"


def test_bold_of_several_lines_is_bold_on_each() -> None:
    assert mrkdwn((Strong("a\n\nb "),), account) == "*a*\n\n*b*"


def test_a_star_in_bold_does_not_end_it() -> None:
    assert re.search(r"\*[ \n]", mrkdwn((Strong("a* b"), " c"), account)[:-3]) is None


@given(TYPED)
def test_what_was_typed_is_shown_to_the_letter(typed: str) -> None:
    assert "<" not in literal(typed)
    assert ">" not in literal(typed)
    assert unwritten(literal(typed)) == unwritten(escape(typed))


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


@given(st.lists(INLINE, max_size=8), st.integers(60, 500))
def test_no_piece_of_a_split_text_is_too_long_and_nothing_is_lost(parts: list[Inline], most: int) -> None:
    def size(part: Inline) -> int:
        return length(mrkdwn((part,), account)) + (0 if isinstance(part, str) else 2)

    pieces = split(parts, most, size)

    assert all(length(mrkdwn(piece, account).strip("\n")) <= most for piece in pieces)
    assert _seen("".join(plain(piece) for piece in pieces)) == _seen(plain(parts))


def _seen(text: str) -> str:
    """Give what of a text Slack shows, without spaces and marks of mentions."""
    return "".join(one_line(text).split()).replace("@", "")


def test_a_long_text_is_split_at_line_ends_and_sentence_ends() -> None:
    assert split(("一。\n二。",), 4, lambda part: len(str(part))) == [("一。",), ("二。",)]
    pieces = split(("First one. Second one. Third one.",), 15, lambda part: len(str(part)))
    assert ["".join(map(str, piece)) for piece in pieces] == ["First one. ", "Second one. ", "Third one."]


@given(TYPED, st.integers(10, 400))
def test_what_is_cut_to_bytes_fits_and_breaks_no_character_and_no_entity(typed: str, most: int) -> None:
    shown = cut_to_bytes(escape(typed), most)
    assert len(shown.encode()) <= most
    assert shown.count("&") == len(re.findall("&(?:amp|lt|gt);", shown))
    assert shown == escape(typed) or shown.endswith("…")
