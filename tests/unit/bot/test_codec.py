"""Messages as JSON: every block, to the letter and back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import decode, encode
from chat import messages as m

TEXT = st.text(max_size=20)
INLINE = st.one_of(
    TEXT,
    st.builds(m.Strong, TEXT),
    st.builds(m.Mention, TEXT, TEXT),
    st.builds(m.When, st.datetimes(timezones=st.just(UTC)), TEXT),
    st.builds(m.Hyperlink, TEXT, TEXT),
)
PARTS = st.lists(INLINE, max_size=4).map(tuple)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4).map(tuple)
ARGS = st.dictionaries(st.one_of(TEXT, st.sampled_from(["is", "value"])), TEXT, max_size=3)
BUTTON = st.builds(m.Button, TEXT, TEXT, ARGS, st.sampled_from(m.Style), st.none() | TEXT)
PIECE = st.tuples(st.sampled_from(m.Mark), TEXT)
BLOCK = st.one_of(
    st.builds(m.Heading, TEXT, TEXT),
    st.builds(m.Paragraph, PARTS),
    st.builds(m.Note, PARTS),
    st.builds(m.Facts, st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)),
    st.builds(m.Bullets, st.lists(PARTS, max_size=3).map(tuple)),
    st.builds(m.Table, TEXT, TEXTS, st.lists(TEXTS, max_size=3).map(tuple)),
    st.builds(
        m.Chart,
        st.sampled_from(m.ChartType),
        TEXT,
        TEXT,
        TEXTS,
        st.lists(st.builds(m.Series, TEXT, NUMBERS), max_size=2).map(tuple),
    ),
    st.builds(m.Diff, TEXT, st.lists(PIECE, max_size=4).map(tuple)),
    st.builds(m.Buttons, st.lists(BUTTON, max_size=3).map(tuple)),
)


@given(st.lists(BLOCK, max_size=5).map(tuple))
def test_a_message_comes_back_as_it_was(blocks: tuple[m.Block, ...]) -> None:
    assert decode(encode(m.Message(blocks))) == m.Message(blocks)


def test_a_moment_keeps_its_offset() -> None:
    moment = datetime.fromisoformat("2026-11-20T14:03:00.000001+08:00")
    assert decode(encode(m.Message((m.Paragraph((m.When(moment, "x"),)),)))).blocks[0] == m.Paragraph(
        (m.When(moment, "x"),)
    )


@pytest.mark.parametrize("text", ["[]", '"x"', '{"is":"Strong","text":"x"}', '{"is":"os.system"}', "{", "{}"])
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own error is one.
        decode(text)
