"""What Feishu sends of a form that somebody submits without touching it, and what every card is checked by."""

import json
from collections.abc import Mapping
from typing import Any

from bot.feishu import rules
from chat.messages import Button
from tests.feishu.local.card_rules import check_card

Json = dict[str, Any]


def good(card: Json) -> Json:
    """Give a card that breaks no rule, by the product's own check and by an independent one."""
    assert rules.check(card) == []
    check_card(card)
    assert len(json.dumps(card, ensure_ascii=False).encode()) <= 30_000
    return card


def sign(button: Button) -> str:
    """Stand in for a signature, as long as one is."""
    return json.dumps([button.action, dict(button.args)])[:400].ljust(400, "=")


def nobody(person: str) -> str | None:
    """Know nobody."""
    return None


def elements(card: Mapping[str, Any]) -> list[Json]:
    """Give everything in a card that has a tag."""
    return [dict(each) for each in rules.tagged(card["body"])]


def container(card: Mapping[str, Any]) -> Json:
    """Give the form in a card."""
    (form,) = [each for each in card["body"]["elements"] if each["tag"] == "form"]
    return dict(form)


def inputs(card: Mapping[str, Any]) -> list[Json]:
    """Give the inputs of a form in a card, in order."""
    return [each for each in container(card)["elements"] if "name" in each and each["tag"] != "button"]


def submit(card: Mapping[str, Any]) -> Json:
    """Give what the form's button calls back with."""
    (button,) = [each for each in container(card)["elements"] if each["tag"] == "button"]
    value: Json = button["behaviors"][0]["value"]
    return value


def form_value(card: Mapping[str, Any], *, sparse: bool = False) -> Json:
    """Give what comes back from a form as it was shown; `sparse` leaves out what has nothing in it."""
    sent = {each["name"]: _entered(each) for each in inputs(card)}
    return {name: value for name, value in sent.items() if value or not sparse}


def _entered(element: Mapping[str, Any]) -> str:
    match element["tag"]:
        case "date_picker":
            return f"{element['initial_date']} +0800" if "initial_date" in element else ""
        case "select_static":
            return str(element.get("initial_option", ""))
        case "input":
            return str(element.get("default_value", ""))
    raise AssertionError(element["tag"])


def words(card: Mapping[str, Any]) -> str:
    """Give all the markdown of a card, of every language."""
    texts = [each for each in elements(card) if each["tag"] == "markdown"]
    return "\n".join(text for each in texts for text in (each["content"], *each.get("i18n_content", {}).values()))
