"""What stands in a request of Slack's: JSON, a form, or JSON in a form."""

import json
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

_MOST_FIELDS = 100


def read(body: bytes, content_type: str) -> Json:
    """Give what stands in a body (https://docs.slack.dev/interactivity/handling-user-interaction, “payload”).

    Raises ValueError or TypeError for what is no JSON object and no form.
    """
    text = body.decode()
    if content_type.startswith("application/json") or text.startswith("{"):
        return _object(text)
    form: Json = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    if not form:
        raise ValueError("nothing")
    return _object(form["payload"]) if "payload" in form else form


def _object(text: str) -> Json:
    read = json.loads(text)
    if not isinstance(read, dict):
        raise TypeError("not an object")
    return read
