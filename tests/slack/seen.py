"""What somebody sees in Slack: the words of messages and modals, what stands in fields, and in which language."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.slack.markup import unwritten
from dossier.language import Language
from tests.slack.local import Ephemeral, Message, User, View
from tests.slack.local.world import Json

Place = Message | Ephemeral | View


def words(place: Place) -> str:
    """Give everything that can be read in a message, a modal or a Home, one text a line."""
    if isinstance(place, View):
        return "\n".join((place.content.get("title", {}).get("text", ""), *_texts(place.blocks)))
    return "\n".join(_texts(place.blocks))


def buttons(place: Place) -> list[str]:
    """Give the texts of the buttons in a message, a modal or a Home, in order."""
    return list(buttons_in(place.blocks))


def typed(view: View) -> dict[str, Any]:
    """Give what stands in the fields of a modal, by label: a text, the chosen option's label, or a list of them."""
    labels = {each["block_id"]: each["label"]["text"] for each in view.blocks if each["type"] == "input"}
    return {labels[block]: _value(next(iter(state.values()))) for block, state in view.values.items()}


def errors(view: View) -> dict[str, str]:
    """Give what is wrong with the fields of a modal, by label."""
    labels = {each["block_id"]: each["label"]["text"] for each in view.blocks if each["type"] == "input"}
    return {labels[block]: sentence for block, sentence in view.errors.items()}


def language_of(user: User) -> Language:
    return Language.of(user.locale, Language.EN)


def require_language(texts: Iterable[str], language: Language) -> None:
    for text in texts:
        # A record's number or title, or a file's name, on a button is in nobody's language.
        if any(char.isalpha() for char in text) and not text.startswith(("#", "📎")):
            assert Language.spoken_in(text) is language, text


def chrome(view: Json) -> Iterator[str]:
    yield from (view[name]["text"] for name in ("title", "submit", "close") if view.get(name))
    yield from (block["label"]["text"] for block in view["blocks"] if block["type"] == "input")
    yield from buttons_in(view["blocks"])


def buttons_in(blocks: Iterable[Json]) -> Iterator[str]:
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("type") == "button":
                yield element["text"]["text"]


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, list):
        for each in found:
            yield from _texts(each)
    elif isinstance(found, dict):
        if found.get("type") in ("rich_text_section", "rich_text_preformatted"):
            yield "".join(map(_inline, found["elements"]))
            return
        for name, each in found.items():
            if name in ("text", "fallback", "alt_text") and isinstance(each, str):
                yield unwritten(each).replace("*", "")
            else:
                yield from _texts(each)


def _inline(element: Json) -> str:
    text = str(element.get("text") or element.get("fallback") or "@")
    return f"[-{text}]" if element.get("style", {}).get("strike") else text


def _value(state: Json) -> Any:
    chosen = state.get("selected_options")
    if chosen is not None:
        return [each["text"]["text"] for each in chosen]
    option = state.get("selected_option")
    return option["text"]["text"] if option else state.get("value") or state.get("selected_date") or ""
