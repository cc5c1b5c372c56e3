"""views.*: modals in a stack for each user, and the Home."""

from typing import Any

from tests.slack.local.block_rules import VIEW_BYTES, view_problems, view_size
from tests.slack.local.calls import Call, Refused, invalid, method
from tests.slack.local.chat import named
from tests.slack.local.entering import initial_values
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Json, Trigger, View

STACK = 3


def checked_view(slack: LocalSlack, content: Any, kind: str = "modal", besides: View | None = None) -> Json:
    """Give a view's content as Slack keeps it. Raises Refused for what it would not take."""
    if view_size(content) > VIEW_BYTES:
        raise Refused("view_too_large")
    problems = view_problems(content, kind)
    if problems:
        raise invalid("invalid_arguments", problems)
    external = content.get("external_id")
    if external and any(v.content.get("external_id") == external and v is not besides for v in slack.views.values()):
        raise Refused("duplicate_external_id")
    return {**content, "blocks": named(slack, content["blocks"])}


def _asked(call: Call, kind: str = "modal", besides: View | None = None) -> Json:
    content = call.parsed("view", "invalid_arguments")
    if content is None:
        raise invalid("invalid_arguments", ["[ERROR] missing required field: view"])
    return checked_view(call.slack, content, kind, besides)


def _trigger(call: Call) -> Trigger:
    trigger = call.slack.triggers.get(call.need("trigger_id"))
    if trigger is None or trigger.team != call.team.id:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if trigger.expires_at <= call.slack.now():
        raise Refused("expired_trigger_id")
    return trigger


def new_view(slack: LocalSlack, team: str, user: str, content: Json) -> View:
    """Keep a new view."""
    bot = slack.teams[team].bot
    view = View(slack.new_id("V"), team, user, content, slack.random("hash"), slack.app_id, bot)
    view.root, view.values = view.id, initial_values(view.blocks)
    slack.views[view.id] = view
    return view


def push(slack: LocalSlack, view: View) -> None:
    """Lay a view on top of its user's stack. Raises Refused when three lie there."""
    stack = slack.stacks.setdefault(view.user, [])
    if len(stack) >= STACK:
        del slack.views[view.id]
        raise Refused("push_limit_reached")
    view.previous, view.root = stack[-1], stack[0]
    stack.append(view.id)


def replace(slack: LocalSlack, view: View, content: Json) -> None:
    """Give a view other content. What was typed stays in blocks whose block_id and action_id stay."""
    view.content, view.hash, view.errors = content, slack.random("hash"), {}
    fresh = initial_values(view.blocks)
    for block, actions in fresh.items():
        for action, value in actions.items():
            typed = view.values.get(block, {}).get(action)
            if typed is not None and typed["type"] == value["type"]:
                actions[action] = typed
    view.values = fresh


def take_off(slack: LocalSlack, user: str, everything: bool = False) -> None:
    """Take the top view, or all of them, off a user's stack."""
    stack = slack.stacks.get(user, [])
    while stack:
        slack.views.pop(stack.pop(), None)
        if not everything:
            break


@method("views.open")
def open_view(call: Call) -> Json:
    """Open a modal with a trigger."""
    trigger, content = _trigger(call), _asked(call)
    trigger.used = True
    take_off(call.slack, trigger.user, everything=True)
    view = new_view(call.slack, call.team.id, trigger.user, content)
    call.slack.stacks[trigger.user] = [view.id]
    return {"view": view.as_json()}


@method("views.push")
def push_view(call: Call) -> Json:
    """Lay a modal over the one the trigger came from."""
    trigger, content = _trigger(call), _asked(call)
    if trigger.view is None or trigger.view not in call.slack.stacks.get(trigger.user, []):
        raise Refused("not_found")
    view = new_view(call.slack, call.team.id, trigger.user, content)
    push(call.slack, view)
    trigger.used = True
    return {"view": view.as_json()}


@method("views.update")
def update_view(call: Call) -> Json:
    """Give an open modal other content."""
    external = call.text("external_id")
    found = call.slack.views.get(call.text("view_id")) or next(
        (v for v in call.slack.views.values() if external and v.content.get("external_id") == external), None
    )
    if found is None or found.team != call.team.id:
        raise Refused("not_found")
    if call.text("hash") and call.text("hash") != found.hash:
        raise Refused("hash_conflict")
    replace(call.slack, found, _asked(call, str(found.content["type"]), found))
    return {"view": found.as_json()}


@method("views.publish")
def publish(call: Call) -> Json:
    """Show a Home to a user."""
    slack, user = call.slack, call.user("user_id")
    known = slack.home(user)
    if call.text("hash") and known is not None and call.text("hash") != known.hash:
        raise Refused("hash_conflict")
    content = _asked(call, "home", known)
    if known is None:
        known = new_view(slack, call.team.id, user.id, content)
        slack.homes[user.id] = known.id
    else:
        replace(slack, known, content)
    return {"view": known.as_json()}
