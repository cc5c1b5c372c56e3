"""The product's sentences in both languages, kept in Fluent files (https://projectfluent.org)."""

from functools import cache
from importlib import resources

from fluent.runtime import FluentBundle, FluentResource

from dossier.language import Language


class UnknownText(LookupError):
    """A text key that stands in no file: a mistake in the program."""


@cache
def _bundle(language: Language) -> FluentBundle:
    bundle = FluentBundle([language.value], use_isolating=False)
    for file in sorted(resources.files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(f"{language.value}.ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def keys(language: Language) -> frozenset[str]:
    """Give every key there is in a language."""
    return frozenset(_bundle(language)._messages)


def text(language: Language, key: str, **data: object) -> str:
    """Give a sentence in a language, its data filled in. Raises UnknownText for a key that stands in no file."""
    bundle = _bundle(language)
    if not bundle.has_message(key):
        raise UnknownText(key)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise UnknownText(key)
    said, errors = bundle.format_pattern(pattern, data)
    if errors:
        raise UnknownText(f"{key}: {errors[0]}")
    return str(said)
