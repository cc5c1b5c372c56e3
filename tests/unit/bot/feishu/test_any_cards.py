"""Whatever is said in whatever blocks and languages: within every rule, and nothing in it alive."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.feishu import cards
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    ChartType,
    Diff,
    Facts,
    Files,
    Heading,
    Hyperlink,
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
from dossier.fields import FileRef
from dossier.language import Language
from tests.unit.bot.feishu.filled import good, nobody, sign, words
from tests.unit.bot.feishu.test_cards import NOON

TEXT = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["<at id=all></at>", "长" * 3500, "\u202e", "a\n" * 300, "<" * 3000, "**", '"' * 900]
)
PARTS: st.SearchStrategy[tuple[Inline, ...]] = st.lists(
    st.one_of(
        TEXT,
        st.builds(Strong, TEXT),
        st.builds(Mention, st.just("x"), TEXT),
        st.builds(When, st.just(NOON), TEXT),
        st.builds(Hyperlink, TEXT, TEXT),
    ),
    max_size=4,
).map(tuple)
BUTTON = st.builds(
    Button, TEXT, st.sampled_from(["edit", "show"]), st.just({}), st.sampled_from(Style), st.none() | TEXT
)
NUMBERS = st.lists(st.floats(), max_size=25).map(tuple)
FILE = TEXT.map(lambda name: FileRef(id="f", name=name, size=1, type="x"))
BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, TEXT, st.sampled_from(["", "📝"])),
    st.builds(Paragraph, PARTS),
    st.builds(Note, PARTS),
    st.builds(Facts, st.lists(st.tuples(TEXT, TEXT), max_size=12).map(tuple)),
    st.builds(Bullets, st.lists(PARTS, max_size=12).map(tuple)),
    st.builds(
        Table,
        TEXT,
        st.lists(TEXT, max_size=60).map(tuple),
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
    st.builds(Files, TEXT, st.just("r"), st.lists(FILE, max_size=4).map(tuple)),
    st.builds(Buttons, st.lists(BUTTON, max_size=30).map(tuple)),
)
OURS = re.compile(r"<br>|<font color='grey'>|</font>")


@settings(max_examples=40, deadline=None)
@given(st.lists(BLOCK, max_size=6), st.lists(BLOCK, max_size=6) | st.none())
def test_whatever_is_said_breaks_no_rule_and_nothing_in_it_is_alive(
    first: list[Block], second: list[Block] | None
) -> None:
    spoken = {Language.ZH: Message(tuple(first))}
    if second is not None:
        spoken[Language.EN] = Message(tuple(second))
    with capture_logs() as logs:
        for made in (*cards.cards(spoken, sign, nobody), cards.card(spoken, sign, nobody)):
            assert "<" not in OURS.sub("", words(good(made)))
    assert logs == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PARTS, PARTS), max_size=4), st.lists(st.tuples(BUTTON, TEXT), max_size=9))
def test_whatever_is_said_in_two_languages_breaks_no_rule(
    texts: list[tuple[tuple[Inline, ...], tuple[Inline, ...]]], pressed: list[tuple[Button, str]]
) -> None:
    spoken = {
        Language.ZH: Message((*(Paragraph(zh) for zh, _ in texts), Buttons(tuple(each for each, _ in pressed)))),
        Language.EN: Message((*(Paragraph(en) for _, en in texts), Buttons(tuple(each for each, _ in pressed)))),
    }
    with capture_logs() as logs:
        for made in (*cards.cards(spoken, sign, nobody), cards.card(spoken, sign, nobody)):
            assert "<" not in OURS.sub("", words(good(made)))
    assert logs == []


def test_a_title_that_is_there_twice_once_its_page_is_numbered_still_fits() -> None:
    filled = [Paragraph(("x" * 1_160,)) for _ in range(50)]
    said = Message((Heading('"' * 300), *filled))
    with capture_logs() as logs:
        for made in cards.cards({Language.ZH: said, Language.EN: said}, sign, nobody):
            good(made)
    assert logs == []
