"""The product's sentences in both languages, kept in Fluent files (https://projectfluent.org)."""

import re
from functools import cache
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource

from dossier.language import Language


class UnknownText(LookupError):
    """A text key that stands in no file: a mistake in the program."""


# Around what is filled in, until the sentence is whole.
_FILLED, _END = "\u2068", "\u2069"
_HAN = "[\u4e00-\u9fff]"
_BESIDE_LATIN = re.compile(f"(?<={_HAN}){_FILLED}+(?=[A-Za-z])|(?<=[A-Za-z]){_END}+(?={_HAN})")
_MARKS = str.maketrans("", "", _FILLED + _END)


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language.value], use_isolating=language is Language.ZH)
    for file in sorted(resources.files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(f"{language.value}.ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def keys(language: Language) -> frozenset[str]:
    """Give every key there is in a language."""
    return frozenset(_bundle(language)._messages)


def text(language: Language, key: str, **data: object) -> str:
    """Give a sentence in a language, its data filled in. Raises UnknownText for a key that stands in no file.

    A word in Latin letters that is filled into Chinese stands apart from it on either side, as typesetters have it.
    """
    bundle = _bundle(language)
    if not bundle.has_message(key):
        raise UnknownText(key)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise UnknownText(key)
    said, errors = bundle.format_pattern(pattern, data)
    if errors:
        raise UnknownText(f"{key}: {errors[0]}")
    return _BESIDE_LATIN.sub(" ", str(said)).translate(_MARKS) if language is Language.ZH else str(said)
