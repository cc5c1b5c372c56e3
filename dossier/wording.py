"""Words that people confirm: one text for everybody, or one for readers of each language, kept together as one text.

Whoever confirms confirms what is kept, so what they read can always be shown again.
"""

import json
from collections.abc import Mapping

from dossier.language import Language


def put_together(texts: Mapping[Language, str]) -> str:
    """Give the words as they are kept: a text alone as it is, texts of several languages by language."""
    if len(texts) == 1:
        return next(iter(texts.values()))
    return json.dumps({language.value: texts[language] for language in Language}, ensure_ascii=False)


def by_language(kept: str) -> dict[Language, str]:
    """Give the texts by language; nothing for one text that is for everybody."""
    try:
        found = json.loads(kept)
    except ValueError:
        return {}
    if not isinstance(found, dict) or found.keys() != {*Language}:
        return {}
    return {language: str(found[language.value]) for language in Language}


def words_for(kept: str, language: Language) -> str:
    """Give what readers of a language are shown of the words that are kept."""
    return by_language(kept).get(language, kept)
