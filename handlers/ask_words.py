"""The questions for words that people are to confirm: one's own in one or both languages, or the product's."""

from collections.abc import Mapping
from typing import Any

from chat.forms import FormField
from chat.texts import text as sentence
from chat.voice import Voice
from dossier.errors import Problem
from dossier.fields import Input
from dossier.language import Language
from dossier.reading import TEXT_LENGTH, clean
from dossier.rules import OFF, ON
from dossier.wording import by_language, put_together

_OWN, _OTHER = "text", "text_other"


def words_fields(voice: Voice, kept: str | None, product: str, label: str, hint: str = "") -> tuple[FormField, ...]:
    """Give the fields for the words: in the language of who sets them, and in the other one.

    `kept` is what is asked now; `product` is the key of the product's own words, which nobody needs to translate.
    """
    mine, other = _languages(voice)
    texts = by_language(kept or "")
    if kept is None or texts == _of_product(product):
        texts = {mine: sentence(mine, product)}
    own = texts.get(mine) or kept or ""
    what = voice.say(label)
    also, about = texts.get(other, ""), voice.say("words-other-hint")
    return (
        FormField(_OWN, voice.say("words-own", what=what), Input.LONG_TEXT, True, hint, (), own, TEXT_LENGTH),
        FormField(_OTHER, voice.say("words-other", what=what), Input.LONG_TEXT, False, about, (), also, TEXT_LENGTH),
    )


def words_of(voice: Voice, values: Mapping[str, Any], product: str) -> str:
    """Give the words as they are kept: the product's in both languages while nobody has changed them."""
    mine, other = _languages(voice)
    own, also = (clean(str(values.get(name) or "")) for name in (_OWN, _OTHER))
    ours = _of_product(product)
    if own == clean(ours[mine]) and also in ("", clean(ours[other])):
        return put_together(ours)
    return put_together({mine: own, other: also} if also else {mine: own})


def words_problems(asked: str, values: Mapping[str, Any]) -> dict[str, Problem]:
    """Give what is wrong with a form's `asked` (on or off) and with the words that people then confirm, by field."""
    own, also = (str(values.get(name) or "").strip() for name in (_OWN, _OTHER))
    problems: dict[str, Problem] = {}
    if asked not in (ON, OFF):
        problems["asked"] = Problem("problem-required")
    if asked == ON and not own:
        problems[_OWN] = Problem("problem-required")
    for name, text in ((_OWN, own), (_OTHER, also)):
        if len(text) > TEXT_LENGTH:
            problems[name] = Problem("problem-too-long", {"max": TEXT_LENGTH, "length": len(text)})
    return problems


def _languages(voice: Voice) -> tuple[Language, Language]:
    return voice.language, next(each for each in Language if each is not voice.language)


def _of_product(key: str) -> dict[Language, str]:
    return {language: sentence(language, key) for language in Language}
