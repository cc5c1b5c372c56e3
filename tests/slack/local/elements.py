"""What Slack's documentation says about block elements and composition objects (docs.slack.dev/reference/block-kit)."""

from typing import Any

from tests.slack.local.shapes import (
    Check,
    anything,
    both,
    exactly_one,
    number,
    one_of,
    record,
    rule,
    several,
    string,
    tagged,
    truth,
    whole,
)

IDENTIFIER = string(255, 1)
DATE = string(pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")
URL = string(3000, 1, r"[A-Za-z][A-Za-z0-9+.-]*:.+")
WEB = string(3000, 1, r"https?://.+")


def plain(longest: int) -> Check:
    """Check a plain_text object."""
    return record({"type": one_of("plain_text"), "text": string(longest, 1)}, {"emoji": truth})


def text(longest: int) -> Check:
    """Check a text object of either kind."""
    mrkdwn = record({"type": one_of("mrkdwn"), "text": string(longest, 1)}, {"verbatim": truth})
    return tagged({"plain_text": plain(longest), "mrkdwn": mrkdwn})


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_OPTION = record({"text": plain(75), "value": string(150, 1)}, {"description": plain(75)})
_ANY_OPTION = record({"text": text(75), "value": string(150, 1)}, {"description": text(75)})
_OVERFLOW_OPTION = record({"text": plain(75), "value": string(150, 1)}, {"description": plain(75), "url": WEB})
_GROUP = record({"label": plain(75), "options": several(_OPTION, 1, 100)})
_WITH_ID = {"type": anything, "action_id": IDENTIFIER}
_COMMON = {"action_id": IDENTIFIER, "confirm": CONFIRM, "focus_on_load": truth}
_HINT = {"placeholder": plain(150)}


def _element(required: dict[str, Check], optional: dict[str, Check]) -> Check:
    return record({"type": anything, **required}, {**_COMMON, **optional})


def _choices(element: dict[str, Any]) -> list[Any]:
    groups = element.get("option_groups") or []
    return list(element.get("options") or [each for group in groups for each in group["options"]])


def _offered(element: dict[str, Any]) -> bool:
    offered = _choices(element)
    initial = [*(element.get("initial_options") or []), *filter(None, [element.get("initial_option")])]
    return all(each in offered for each in initial)


_INITIAL_OFFERED = rule(_offered, "initial option must match one of the options")
_VALUES_DIFFER = rule(
    lambda e: len({each["value"] for each in _choices(e)}) == len(_choices(e)), "option values must be unique"
)
_OPTIONS: dict[str, Check] = {"options": several(_OPTION, 1, 100), "option_groups": several(_GROUP, 1, 100)}
_MANY: dict[str, Check] = {"max_selected_items": whole(1, 1000)}


def _pick(one: Check, many: bool = False, **optional: Check) -> Check:
    initial = {"initial_options": several(one, 1)} if many else {"initial_option": one}
    return _element({}, {**_HINT, **optional, **initial, **(_MANY if many else {})})


def _static(many: bool) -> Check:
    return both(_pick(_OPTION, many, **_OPTIONS), exactly_one("options", "option_groups"), _INITIAL_OFFERED)


def _external(many: bool) -> Check:
    return _pick(_OPTION, many, min_query_length=whole(0, 100))


def _ids(name: str, many: bool, **optional: Check) -> Check:
    initial = {f"initial_{name}s": several(IDENTIFIER)} if many else {f"initial_{name}": IDENTIFIER}
    url = {} if many else {"response_url_enabled": truth}
    return _element({}, {**_HINT, **optional, **initial, **(_MANY if many else url)})


def _boxes(many: bool) -> Check:
    initial = {"initial_options": several(_ANY_OPTION, 1)} if many else {"initial_option": _ANY_OPTION}
    return both(_element({"options": several(_ANY_OPTION, 1, 10)}, initial), _INITIAL_OFFERED, _VALUES_DIFFER)


_BUTTON = both(
    _element(
        {"text": plain(75)},
        {
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "accessibility_label": string(75),
        },
    ),
    rule(lambda e: "focus_on_load" not in e, "invalid additional property: focus_on_load"),
)
_LINES = both(
    _element(
        {},
        {
            **_HINT,
            "initial_value": string(3000),
            "multiline": truth,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
            "dispatch_action_config": record(
                {"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}
            ),
        },
    ),
    rule(lambda e: e.get("min_length", 0) <= e.get("max_length", 3000), "min_length is greater than max_length"),
    rule(lambda e: len(e.get("initial_value") or "") <= e.get("max_length", 3000), "initial_value exceeds max_length"),
)
_DISPATCH: dict[str, Check] = {"dispatch_action_config": anything}
_CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": truth, "filter": anything}
_SELECTS: dict[str, Check] = {
    "static_select": _static(False),
    "external_select": _external(False),
    "users_select": _ids("user", False),
    "conversations_select": _ids("conversation", False, **_CONVERSATIONS),
    "channels_select": _ids("channel", False),
    "multi_static_select": _static(True),
    "multi_external_select": _external(True),
    "multi_users_select": _ids("user", True),
    "multi_conversations_select": _ids("conversation", True, **_CONVERSATIONS),
    "multi_channels_select": _ids("channel", True),
    "checkboxes": _boxes(True),
    "radio_buttons": _boxes(False),
    "datepicker": _element({}, {**_HINT, "initial_date": DATE}),
    "timepicker": _element({}, {**_HINT, "initial_time": TIME, "timezone": string()}),
}
_MOMENT = _element({}, {"initial_date_time": whole(10**9, 10**10 - 1)})
_PRESSED: dict[str, Check] = {
    "button": _BUTTON,
    "overflow": _element({"options": several(_OVERFLOW_OPTION, 1, 5)}, {}),
    "workflow_button": anything,
}
SLACK_FILE = both(record({}, {"id": string(shortest=1), "url": WEB}), exactly_one("id", "url"))
IMAGE: Check = both(
    record(
        {"type": anything, "alt_text": string(2000, 1)},
        {"image_url": WEB, "slack_file": SLACK_FILE, "title": plain(2000), "block_id": IDENTIFIER},
    ),
    exactly_one("image_url", "slack_file"),
)
_IMAGE_ELEMENT = both(IMAGE, rule(lambda e: "title" not in e, "invalid additional property: title"))

IN_ACTIONS = tagged({**_SELECTS, **_PRESSED, "datetimepicker": _MOMENT})
IN_SECTION = tagged({**_SELECTS, **_PRESSED, "image": _IMAGE_ELEMENT})
IN_CONTEXT = tagged({"plain_text": text(3000), "mrkdwn": text(3000), "image": _IMAGE_ELEMENT})
_NUMBERS = rule(
    lambda e: all(float(e[name]) is not None for name in ("min_value", "max_value", "initial_value") if name in e),
    "values must be numbers",
)
_INPUTS: dict[str, Check] = {
    **_SELECTS,
    "datetimepicker": _MOMENT,
    "plain_text_input": _LINES,
    "rich_text_input": _element({}, {**_HINT, **_DISPATCH, "initial_value": anything}),
    "email_text_input": _element({}, {**_HINT, **_DISPATCH, "initial_value": string(pattern=r"[^@\s]+@[^@\s]+")}),
    "url_text_input": _element({}, {**_HINT, **_DISPATCH, "initial_value": URL}),
    "number_input": both(
        _element(
            {"is_decimal_allowed": truth},
            {
                **_HINT,
                **_DISPATCH,
                "initial_value": string(),
                "min_value": string(),
                "max_value": string(),
            },
        ),
        _NUMBERS,
    ),
}
IN_INPUT = tagged(_INPUTS)
IN_MODAL_INPUT = tagged(
    {**_INPUTS, "file_input": _element({}, {"filetypes": several(string(), 1), "max_files": whole(1, 10)})}
)
INTERACTIVE = {*_INPUTS, *_PRESSED, "file_input"} - {"workflow_button"}

_STYLE = record(
    {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "client_highlight", "unlink"), truth)
)
_STYLED: dict[str, Check] = {"style": _STYLE}


def _rich(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": anything, **required}, {**_STYLED, **(optional or {})})


_INLINE = tagged(
    {
        "text": _rich({"text": string(shortest=1)}),
        "link": _rich({"url": string(shortest=1)}, {"text": string(), "unsafe": truth}),
        "user": _rich({"user_id": string(shortest=1)}),
        "usergroup": _rich({"usergroup_id": string(shortest=1)}),
        "channel": _rich({"channel_id": string(shortest=1)}),
        "emoji": _rich({"name": string(shortest=1)}, {"unicode": string(), "skin_tone": anything}),
        "broadcast": _rich({"range": one_of("here", "channel", "everyone")}),
        "date": _rich({"timestamp": number, "format": string(shortest=1)}, {"url": WEB, "fallback": string()}),
        "color": _rich({"value": string()}),
    }
)
_BORDER: dict[str, Check] = {"border": whole(0, 1)}
_SECTION = record({"type": anything, "elements": several(_INLINE)})
_QUOTE = record({"type": anything, "elements": several(_INLINE)}, _BORDER)
RICH_ELEMENTS = several(
    tagged(
        {
            "rich_text_section": _SECTION,
            "rich_text_quote": _QUOTE,
            "rich_text_preformatted": record(
                {"type": anything, "elements": several(_INLINE)}, {**_BORDER, "language": string()}
            ),
            "rich_text_list": record(
                {
                    "type": anything,
                    "style": one_of("bullet", "ordered"),
                    "elements": several(tagged({"rich_text_section": _SECTION}), 1),
                },
                {**_BORDER, "indent": whole(0, 8), "offset": whole(0, 10**6)},
            ),
        }
    )
)
