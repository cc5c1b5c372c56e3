"""Cards of structure 2.0 for tests of the local Feishu, as small as they can be."""

from typing import Any

Json = dict[str, Any]


def card(*elements: Json, **more: Any) -> Json:
    """Give a card of elements."""
    return {"schema": "2.0", "body": {"elements": list(elements)}, **more}


def plain(text: str, **translations: str) -> Json:
    """Give a plain_text element with its translations by language."""
    return {"tag": "plain_text", "content": text} | ({"i18n_content": translations} if translations else {})


def markdown(text: str, **more: Any) -> Json:
    """Give a markdown element."""
    return {"tag": "markdown", "content": text, **more}


def callback(**value: Any) -> list[Json]:
    """Give behaviors that call back with an object."""
    return [{"type": "callback", "value": value}]


def button(text: str, **more: Any) -> Json:
    """Give a button that calls back."""
    return {"tag": "button", "text": plain(text), "behaviors": callback(go=text), **more}


def text_input(name: str, label: str, **more: Any) -> Json:
    """Give a text input with a label."""
    return {"tag": "input", "name": name, "label": plain(label), **more}


def select(name: str, *options: str, tag: str = "select_static", **more: Any) -> Json:
    """Give a select whose options have the values 0, 1 …"""
    offered = [{"text": plain(each), "value": str(number)} for number, each in enumerate(options)]
    return {"tag": tag, "name": name, "options": offered, **more}


def form(*elements: Json, submit: str = "提交", **value: Any) -> Json:
    """Give a form with one button that submits it."""
    send = {"tag": "button", "name": "send", "text": plain(submit), "form_action_type": "submit"}
    return {"tag": "form", "name": "form", "elements": [*elements, {**send, "behaviors": callback(**value)}]}


def nested(depth: int) -> Json:
    """Give containers within containers."""
    inner: Json = markdown("innermost")
    for _ in range(depth):
        inner = {"tag": "column_set", "columns": [{"tag": "column", "elements": [inner]}]}
    return inner
