"""What an attribute of a card may hold: small checks that give what is wrong, or None."""

import re
from collections.abc import Callable
from typing import Any

from tests.feishu.local.world import Json

Value = Callable[[Any], str | None]
"""Says what is wrong with a value, or None."""
Object = dict[str, Value]
"""The attributes an object may have; names that end with `!` must be there."""

LOCALES = frozenset(
    [
        "zh_cn",
        "en_us",
        "ja_jp",
        "zh_hk",
        "zh_tw",
        "id_id",
        "vi_vn",
        "th_th",
        "pt_br",
        "es_es",
        "ko_kr",
        "de_de",
        "fr_fr",
        "it_it",
        "ru_ru",
        "ms_my",
    ]
)
_ELEMENT_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_LENGTH = re.compile(r"-?\d{1,4}(px)?")
_COLOR = re.compile(r"[a-z]+(-\d{2,3})?|rgba\(\s*\d+\s*(,\s*[\d.]+%?\s*){2,3}\)")


def string(value: Any) -> str | None:
    """Take a text."""
    return None if isinstance(value, str) else "must be a text"


def word(value: Any) -> str | None:
    """Take a text that is not empty."""
    return None if isinstance(value, str) and value else "must be a text that is not empty"


def flag(value: Any) -> str | None:
    """Take true or false."""
    return None if isinstance(value, bool) else "must be true or false"


def number(value: Any) -> str | None:
    """Take a number."""
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return None if good else "must be a number"


def an_object(value: Any) -> str | None:
    """Take an object of any fields."""
    return None if isinstance(value, dict) else "must be an object"


def callback_value(value: Any) -> str | None:
    """Take what a callback carries: SDKs decode nothing but objects."""
    return None if isinstance(value, dict) else f"must be an object, not a {type(value).__name__}"


def texts(value: Any) -> str | None:
    """Take a list of texts."""
    good = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return None if good else "must be a list of texts"


def element_id(value: Any) -> str | None:
    """Take an element_id: a letter first, then letters, digits and underscores, 20 at most."""
    good = isinstance(value, str) and _ELEMENT_ID.fullmatch(value)
    return None if good else f"{value!r} is no element_id"


def color(value: Any) -> str | None:
    """Take a colour's name, with or without a shade, or rgba()."""
    good = isinstance(value, str) and (_COLOR.fullmatch(value) or value.startswith("cus-"))
    return None if good else f"{value!r} is no colour"


def lengths(low: int, high: int) -> Value:
    """Take one to four lengths in px within limits."""

    def check(value: Any) -> str | None:
        parts = value.split() if isinstance(value, str) else []
        good = 1 <= len(parts) <= 4 and all(_LENGTH.fullmatch(each) for each in parts)
        if good and all(low <= int(each.removesuffix("px")) <= high for each in parts):
            return None
        return f"{value!r} is no length of {low} to {high} px"

    return check


def one_of(*words: str, px: tuple[int, int] | None = None, custom: bool = False) -> Value:
    """Take one of some words, a length in px where that is allowed too, or a style of the card's own (cus-…)."""

    def check(value: Any) -> str | None:
        if value in words or (custom and isinstance(value, str) and value.startswith("cus-")):
            return None
        if px is not None and isinstance(value, str) and lengths(*px)(value) is None and value.endswith("px"):
            return None
        return f"{value!r} is not one of {', '.join(words)}"

    return check


def whole(low: int, high: int) -> Value:
    """Take a whole number within limits."""

    def check(value: Any) -> str | None:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if good else f"{value!r} is not a whole number of {low} to {high}"

    return check


def i18n(most: int | None = None) -> Value:
    """Take texts by language."""

    def check(value: Any) -> str | None:
        if not isinstance(value, dict) or not set(value) <= LOCALES:
            return f"languages are {', '.join(sorted(LOCALES))}"
        if not all(isinstance(each, str) for each in value.values()):
            return "must hold texts"
        if most is not None and any(len(each) > most for each in value.values()):
            return f"has more than {most} characters"
        return None

    return check


def matching(attributes: Object, value: Any) -> str | None:
    """Say what is wrong with an object that has these attributes."""
    if not isinstance(value, dict):
        return "must be an object"
    known = {name.removesuffix("!"): check for name, check in attributes.items()}
    if unknown := sorted(set(value) - set(known)):
        return f"unknown attributes {unknown}"
    if missing := [name[:-1] for name in attributes if name.endswith("!") and name[:-1] not in value]:
        return f"lacks {missing}"
    for name, each in value.items():
        if (wrong := known[name](each)) is not None:
            return f"{name}: {wrong}"
    return None


def an(**attributes: Value) -> Value:
    """Take an object of these attributes, each of which must be there unless its name ends with an underscore."""
    named = {name.removesuffix("_") if name.endswith("_") else f"{name}!": check for name, check in attributes.items()}
    return lambda value: matching(named, value)


def a_list(item: Value, most: int | None = None, least: int = 0) -> Value:
    """Take a list."""

    def check(value: Any) -> str | None:
        if not isinstance(value, list) or len(value) < least:
            return f"must be a list of at least {least}"
        if most is not None and len(value) > most:
            return f"has {len(value)}, at most {most}"
        for number, each in enumerate(value):
            if (wrong := item(each)) is not None:
                return f"[{number}] {wrong}"
        return None

    return check


def text(*tags: str, most: int | None = None, styles: Object | None = None) -> Value:
    """Take a text element of one of some tags (plain_text, lark_md, markdown) with its translations."""
    attributes: Object = {"tag!": one_of(*tags), "content": string, "i18n_content": i18n(most)}
    attributes |= {"element_id": element_id, **(styles or {})}

    def check(value: Any) -> str | None:
        wrong = matching(attributes, value)
        if wrong is None and "content" not in value and "i18n_content" not in value:
            return "lacks content"
        if wrong is None and most is not None and len(value.get("content", "")) > most:
            return f"content has more than {most} characters"
        return wrong

    return check


def plain(most: int | None = None) -> Value:
    """Take a plain_text element."""
    return text("plain_text", most=most)


def icon(value: Any) -> str | None:
    """Take an icon: of the library with its token, or one's own with its image key."""
    shape: Json = {"tag!": one_of("standard_icon", "custom_icon"), "token": word, "color": color, "img_key": word}
    wrong = matching({**shape, "size": string, "i18n_img_key": i18n()}, value)
    if wrong is None and ("token" if value["tag"] == "standard_icon" else "img_key") not in value:
        return f"a {value['tag']} needs its token or img_key"
    return wrong


def behaviors(value: Any) -> str | None:
    """Take what an interaction does: call back with an object, open an address, or both."""
    wrong = a_list(an_object, least=1)(value)
    if wrong is not None:
        return wrong
    url = an(type=string, default_url=word, android_url_=string, ios_url_=string, pc_url_=string)
    shapes = {"callback": an(type=string, value=callback_value), "open_url": url}
    for each in value:
        shape = shapes.get(each.get("type"))
        if shape is None:
            return f"type {each.get('type')!r} is not callback or open_url"
        if (wrong := shape(each)) is not None:
            return wrong
    kinds = [each["type"] for each in value]
    return None if len(set(kinds)) == len(kinds) else "has two of a type"
