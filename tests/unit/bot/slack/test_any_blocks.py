"""Whatever is said in whatever blocks: within every limit, and nothing in it alive."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.slack import blocks, limits
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    ChartType,
    Diff,
    Facts,
    Heading,
    Inline,
    Mark,
    Mention,
    Message,
    Note,
    Paragraph,
    Series,
    Strong,
    Style,
    Table,
    When,
)
from dossier.language import Language
from tests.unit.bot.slack.test_blocks import NOON, nobody, sign

TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["<!channel>", "长" * 3500, "\u202e", "a\n" * 300]
)
PARTS: st.SearchStrategy[tuple[Inline, ...]] = st.lists(
    st.one_of(
        TEXT, st.builds(Strong, TEXT), st.builds(Mention, st.just("x"), TEXT), st.builds(When, st.just(NOON), TEXT)
    ),
    max_size=4,
).map(tuple)
BUTTON = st.builds(
    Button, TEXT, st.sampled_from(["edit", "show"]), st.just({}), st.sampled_from(Style), st.none() | TEXT
)
NUMBERS = st.lists(st.floats(), max_size=25).map(tuple)
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT, st.sampled_from(["", "📝"])),
    st.builds(Paragraph, PARTS),
    st.builds(Note, PARTS),
    st.builds(Facts, st.lists(st.tuples(TEXT, TEXT), max_size=12).map(tuple)),
    st.builds(Bullets, st.lists(PARTS, max_size=12).map(tuple)),
    st.builds(
        Table,
        TEXT,
        st.lists(TEXT, max_size=22).map(tuple),
        st.lists(st.lists(TEXT, max_size=5).map(tuple), max_size=9).map(tuple),
    ),
    st.builds(
        Chart,
        st.sampled_from(ChartType),
        TEXT,
        TEXT,
        st.lists(TEXT, max_size=25).map(tuple),
        st.lists(st.builds(Series, TEXT, NUMBERS), max_size=7).map(tuple),
    ),
    st.builds(Diff, TEXT, st.lists(st.tuples(st.sampled_from(Mark), TEXT), max_size=6).map(tuple)),
    st.builds(Buttons, st.lists(BUTTON, max_size=30).map(tuple)),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(BLOCK, max_size=6))
def test_whatever_is_said_stays_within_every_limit_and_nothing_in_it_is_alive(parts: list[Block]) -> None:
    message = Message(tuple(parts))
    with capture_logs() as logs:
        _within_every_limit(message)
    assert logs == []


def _within_every_limit(message: Message) -> None:
    for page in blocks.pages(message, sign, nobody):
        spoken = blocks.as_pictures(page)
        for each in (page, spoken):
            assert limits.check_message(each.blocks, each.text) == []
            assert not _alive(each.blocks)
        assert "<" not in page.text
    for view in (blocks.modal(message, Language.EN, sign, nobody), blocks.home(message, sign, nobody)):
        assert limits.check_view(view) == []
        assert not _alive(view["blocks"])


def _alive(value: Any) -> bool:
    """Say whether any mrkdwn holds something of Slack's own but our moments."""
    if isinstance(value, list):
        return any(_alive(part) for part in value)
    if not isinstance(value, dict):
        return False
    written = value["text"].replace("<!date^", "") if value.get("type") == "mrkdwn" else ""
    return "<" in written or any(_alive(part) for part in value.values())
