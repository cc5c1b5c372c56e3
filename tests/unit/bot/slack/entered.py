"""What Slack sends of a view that somebody submits without touching it: `view.state.values`."""

from collections.abc import Mapping
from typing import Any


def state_of(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the state of a view as it was opened."""
    return {
        block["block_id"]: {block["element"]["action_id"]: _entered(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def _entered(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    match kind:
        case "plain_text_input" | "url_text_input":
            return {"type": kind, "value": element.get("initial_value")}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "static_select" | "external_select":
            return {"type": kind, "selected_option": element.get("initial_option")}
        case "multi_external_select" | "checkboxes":
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "file_input":
            return {"type": kind, "files": []}
    raise AssertionError(kind)


def joined(states: list[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Put the states of several pages together."""
    return {block: entered for state in states for block, entered in state.items()}
