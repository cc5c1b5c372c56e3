"""The product's sentences in both languages, kept in Fluent files (https://projectfluent.org).

What a platform calls otherwise (a channel is a group in Feishu) is a term or a sentence of `words-….<platform>.ftl`.
"""

import re
from functools import cache
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Resource

from dossier.language import Language


class UnknownText(LookupError):
    """A text key that stands in no file: a mistake in the program."""


# Around what is filled in, until the sentence is whole.
_FILLED, _END = "\u2068", "\u2069"
# Fluent fills in no more than 2500 letters: what is longer is put in the place of this afterwards.
_MOST, _STANDS_FOR = 2000, "\ue000{}\ue001"
_HAN = "[\u4e00-\u9fff]"
_BESIDE_LATIN = re.compile(f"(?<={_HAN}){_FILLED}+(?=[A-Za-z])|(?<=[A-Za-z]){_END}+(?={_HAN})")
_MARKS = str.maketrans("", "", _FILLED + _END)


@cache
def _bundle(language: Language, platform: str = "") -> FluentBundle:
    own = f"{language.value}.{platform}.ftl" if platform else ""
    if platform and not _files(own):
        return _bundle(language)
    bundle = FluentBundle([language.value], use_isolating=language is Language.ZH)
    for read in _files(f"{language.value}.ftl"):
        bundle.add_resource(read)
    for read in _files(own) if own else ():
        bundle.add_resource(read, allow_overrides=True)
    return bundle


@cache
def _files(ending: str) -> tuple[Resource, ...]:
    found = sorted(resources.files(__package__).iterdir(), key=lambda each: each.name)
    return tuple(FluentResource(each.read_text(encoding="utf-8")) for each in found if each.name.endswith(ending))


def load(platform: str) -> None:
    """Read the sentences in both languages and a platform's words: the first who needs one waits an eighth of a second
    for all of them."""
    for language in Language:
        _bundle(language, platform)


def keys(language: Language) -> frozenset[str]:
    """Give every key there is in a language."""
    return frozenset(_bundle(language)._messages)


def text(language: Language, key: str, **data: object) -> str:
    """Give a sentence in a language, its data filled in. Raises UnknownText for a key that stands in no file."""
    return worded("", language, key, **data)


def worded(platform: str, language: Language, key: str, /, **data: object) -> str:
    """Give a sentence in a language and in a platform's words. Raises UnknownText like `text`.

    A word in Latin letters that is filled into Chinese stands apart from it on either side, as typesetters have it.
    """
    bundle = _bundle(language, platform)
    if not bundle.has_message(key):
        raise UnknownText(key)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise UnknownText(key)
    long = {name: value for name, value in data.items() if isinstance(value, str) and len(value) > _MOST}
    marks = {name: _STANDS_FOR.format(at) for at, name in enumerate(long)}
    filled, errors = bundle.format_pattern(pattern, {**data, **marks})
    if errors:
        raise UnknownText(f"{key}: {errors[0]}")
    said = _BESIDE_LATIN.sub(" ", str(filled)).translate(_MARKS) if language is Language.ZH else str(filled)
    for name, mark in marks.items():
        said = said.replace(mark, long[name])
    return said
