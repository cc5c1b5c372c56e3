"""A card is in one language from top to bottom, whoever reads it: its moments and what the page adds to it too."""

import httpx
import pytest

from bot.codec import decode, encode
from bot.web.platform import WebPlatform
from chat.messages import Diff, Facts, Files, Mark, Message, Note, Paragraph, Translated, When
from chat.platform import Target
from dossier.fields import FileRef
from dossier.language import Language
from tests.unit.bot.web.product import START, Product

CHANNEL = {"lilei": "/w/w1/lilei/c/abc1", "ann": "/w/w1/ann/c/abc1"}
TEXT = FileRef(id="f1", name="a1.txt", size=4, type="text/plain")


def _card(language: Language | None) -> Message:
    return Message(
        (
            Paragraph(("一",)),
            Files("附件", "r1", (TEXT,)),
            Diff("原因", ((Mark.ADDED, "新"),)),
            Note(("更新于 ", When(START, "x"))),
        ),
        language=language,
    )


@pytest.mark.parametrize("reader", ["lilei", "ann"])
@pytest.mark.parametrize(
    ("language", "words", "others"),
    [
        (Language.ZH, ("开头几行", "新增：", "月20日"), ("First lines", "added: ", "Nov 20")),
        (Language.EN, ("First lines", "added: ", "Nov 20"), ("开头几行", "新增：")),
    ],
)
def test_moments_and_captions_are_in_the_language_of_the_card(
    product: Product, client: httpx.Client, reader: str, language: Language, words: tuple[str, ...], others: tuple[str]
) -> None:
    WebPlatform(product.db, product.clock, product.uploads).send(Target("w1", "abc1"), _card(language), "k1")

    html = client.get(CHANNEL[reader]).text
    card = html[html.index('<div class="blocks') : html.index("</article>")]

    assert [word for word in words if word not in card] == []
    assert [word for word in others if word in card] == []


@pytest.mark.parametrize(("reader", "time"), [("lilei", "14:03"), ("ann", "07:03")])
def test_all_moments_of_a_card_are_in_its_readers_time(
    product: Product, client: httpx.Client, reader: str, time: str
) -> None:
    moment = When(START, "x")
    card = Message((Facts((("会议时间", moment),)), Note(("记录于 ", moment))), language=Language.ZH)
    WebPlatform(product.db, product.clock, product.uploads).send(Target("w1", "abc1"), card, "k1")

    html = client.get(CHANNEL[reader]).text
    shown = html[html.index('<div class="blocks') : html.index("</article>")]

    assert shown.count(f">11月20日 {time}</time>") == 2


def test_a_translated_card_is_shown_in_its_own_language_and_keeps_it() -> None:
    card = Translated(_card(Language.ZH).blocks, {Language.ZH: _card(Language.ZH)}, language=Language.ZH)

    assert decode(encode(card)) == _card(Language.ZH)


def test_a_card_of_an_earlier_release_says_nothing_of_its_language() -> None:
    assert decode(encode(_card(None)).replace(',"language":null', "")).language is None
