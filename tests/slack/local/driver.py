"""A person at the keyboard of the local Slack: commands, shortcuts, buttons, forms and the Home."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

import httpx

from tests.slack.local import payloads, views
from tests.slack.local.block_rules import options_problems
from tests.slack.local.calls import Refused
from tests.slack.local.chat import answer, checked_blocks
from tests.slack.local.entering import (
    NotEnterable,
    entered,
    files_entered,
    find_element,
    initial_values,
    problems_of,
    static_options,
)
from tests.slack.local.events import EventDriver, Where, Who
from tests.slack.local.state import LocalSlack
from tests.slack.local.wires import COMMAND, INTERACTIVE, Ack, HttpWire, SocketWire
from tests.slack.local.world import Json, Message, User, View

_UNREACHABLE = "We had some trouble connecting. Try again?"
_TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")
_MIN_QUERY = 3
"""How much must be typed before an external select asks, when it does not say."""


class Driver(EventDriver):
    """Acts as people do and carries the app's answers out. Make one with `over_http` or `over_socket`.

    It waits for answers: in a test with a running event loop call it through asyncio.to_thread.
    """

    @classmethod
    def over_http(
        cls, slack: LocalSlack, base_url: str = "", path: str = "/slack/events", client: httpx.Client | None = None
    ) -> Self:
        """Give a driver that posts to the app at a base URL, or through a client that knows it."""
        return cls(slack, HttpWire(slack, base_url, path, client))

    @classmethod
    def over_socket(cls, slack: LocalSlack, seconds: float = 10) -> Self:
        """Give a driver for the app that is connected by Socket Mode."""
        return cls(slack, SocketWire(slack, seconds))

    def __enter__(self) -> Self:
        """Use it in a `with`, which closes its connections."""
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    @property
    def http(self) -> HttpWire:
        """Give the way to the app, when that is HTTP: its `secret` and `age` can be made wrong, `raw` sends bytes."""
        assert isinstance(self.wire, HttpWire)
        return self.wire

    def ssl_check(self) -> Ack:
        """Ask, unsigned, as Slack does now and then to see whether the certificate is good."""
        body = f"ssl_check=1&token={self.slack.verification_token}".encode()
        return self.http.raw(body, {"content-type": "application/x-www-form-urlencoded"}, signed=False)

    # Commands and shortcuts

    def command(self, command: str, text: str, user: Who, channel: Where, thread: Message | None = None) -> Ack:
        """Type a slash command. Raises NotEnterable in a thread, where Slack has none."""
        if thread is not None:
            raise NotEnterable({"": f"{command} is not supported in threads. Sorry!"})
        person, place = self.slack.user(user), self.slack.channel(channel)
        shown = payloads.typed(self.slack, text, names=True)
        ack = self.deliver(COMMAND, payloads.slash_command(self.slack, command, shown, person, place))
        if not ack.ok:
            return self._trouble(ack, f"{command} failed with the error dispatch_failed")
        if not ack.body.strip():
            return ack
        try:
            body = json.loads(ack.body)
        except json.JSONDecodeError:
            body = {"text": ack.body}
        try:
            with self.slack.changing():
                shown_body = {**body, "blocks": checked_blocks(self.slack, body.get("blocks"))}
                answer(self.slack, place.id, person.id, place.team, shown_body)
        except Refused as refused:
            return self._trouble(ack, f"{command} failed with the error {refused}")
        return ack

    def global_shortcut(self, callback: str, user: Who) -> Ack:
        """Start a shortcut from anywhere."""
        return self._interact(payloads.global_shortcut(self.slack, callback, self.slack.user(user)))

    def message_shortcut(self, callback: str, message: Message, user: Who) -> Ack:
        """Start a shortcut on a message."""
        return self._interact(payloads.message_shortcut(self.slack, callback, message, self.slack.user(user)))

    # Elements of messages and views

    def press(self, place: payloads.Place, button: str, user: Who | None = None) -> Ack:
        """Press a button, by its text, a part of it, its action_id or block_id. Raises LookupError if it is not there.

        `user` may be left out where one alone sees it. A question before it is answered with yes.
        """
        element = find_element(place.blocks, button)
        if element["type"] != "button":
            raise LookupError(f"{button!r} is a {element['type']}")
        known = ("type", "action_id", "block_id", "text", "value", "style", "url")
        return self._act(place, {name: element[name] for name in known if name in element}, self._who(place, user))

    def change(self, place: payloads.Place, wanted: str, value: Any, user: Who | None = None) -> Ack:
        """Enter a value into an element; the app hears of it if it asked to (dispatch_action) or if it is no input.

        `wanted` is an input's label, a block_id or an action_id. Gives Ack(0) when nothing was sent.
        """
        person = self._who(place, user)
        element = find_element(place.blocks, wanted)
        state = self._enter(place, element, value, person)
        if not self._dispatches(place, element):
            return Ack(0)
        action = {name: element[name] for name in ("action_id", "block_id", "placeholder") if name in element}
        return self._act(place, action | state, person)

    def choose(self, place: payloads.Place, wanted: str, option: str, user: Who | None = None) -> Ack:
        """Choose from an overflow menu, by the option's text."""
        element = find_element(place.blocks, wanted)
        chosen = next(each for each in element["options"] if option in (each["text"]["text"], each.get("value")))
        action = {name: element[name] for name in ("type", "action_id", "block_id")}
        return self._act(place, action | {"selected_option": chosen}, self._who(place, user))

    def suggest(self, place: payloads.Place, wanted: str, query: str, user: Who | None = None) -> Ack:
        """Type into an external select; `options` gives what was offered. Raises NotEnterable when it is too short."""
        element = find_element(place.blocks, wanted)
        if len(query) < element.get("min_query_length", _MIN_QUERY):
            raise NotEnterable({element["block_id"]: "Slack asks nothing before more is typed"})
        person = self._who(place, user)
        ack = self._interact(payloads.block_suggestion(self.slack, place, element, query, person))
        if ack.ok and (problems := options_problems(ack.json)):
            return self._trouble(ack, f"No results: {problems}")
        return ack

    def options(self, ack: Ack) -> list[Json]:
        """Give the options of an answer to `suggest`."""
        return [] if ack.trouble or not ack.ok else static_options(ack.json)

    # Modals and the Home

    def submit(self, view: View, values: Mapping[str, Any] | None = None, user: Who | None = None) -> Ack:
        """Fill in a modal and send it; the answer is carried out, errors stand in `view.errors` then.

        `values` by label, block_id or action_id: texts, option labels or values, ISO dates, lists of them, files.
        Choices the app wants to hear of are sent as they are made. Raises NotEnterable where Slack's client refuses.
        """
        person = self._who(view, user)
        for wanted, value in (values or {}).items():
            element = find_element(view.blocks, wanted)
            if self._dispatches(view, element) and element["type"] not in _TEXTS:
                self.change(view, wanted, value, person)
            else:
                self._enter(view, element, value, person)
        if problems := problems_of(view.blocks, view.values):
            raise NotEnterable(problems)
        ack = self._interact(payloads.view_submission(self.slack, view, person))
        return self._carry_out(view, ack) if ack.ok else ack

    def close(self, view: View, everything: bool = False) -> Ack:
        """Close a modal, or all of them; the app hears of it if it asked to."""
        person = self.slack.users[view.user]
        cleared = everything or bool(view.content.get("clear_on_close"))
        payload = payloads.view_closed(self.slack, view, person, cleared)
        with self.slack.changing():
            views.take_off(self.slack, person.id, cleared)
        return self._interact(payload) if view.content.get("notify_on_close") else Ack(0)

    def open_home(self, user: Who, tab: str = "home") -> Ack:
        """Open the app's Home (or its `messages` tab)."""
        person = self.slack.user(user)
        direct = self.slack.direct(person)
        event: Json = {"type": "app_home_opened", "user": person.id, "channel": direct.id, "tab": tab}
        shown = self.slack.home(person)
        if shown is not None and tab == "home":
            event["view"] = shown.as_json()
        return self.event(event, self.slack.teams[person.team])

    # What is behind them

    def _interact(self, payload: Json) -> Ack:
        ack = self.deliver(INTERACTIVE, payload)
        return ack if ack.ok else self._trouble(ack, _UNREACHABLE)

    def _act(self, place: payloads.Place, action: Json, person: User) -> Ack:
        values = {} if isinstance(place, View) else initial_values(place.blocks)
        return self._interact(payloads.block_actions(self.slack, place, action, person, values))

    def _who(self, place: payloads.Place, user: Who | None) -> User:
        if user is not None:
            return self.slack.user(user)
        assert not isinstance(place, Message), "say who does it"
        return self.slack.users[place.user]

    def _dispatches(self, place: payloads.Place, element: Json) -> bool:
        block = next(each for each in place.blocks if each["block_id"] == element["block_id"])
        return block["type"] != "input" or bool(block.get("dispatch_action"))

    def _enter(self, place: payloads.Place, element: Json, value: Any, person: User) -> Json:
        def offer(asked: Json, query: str) -> list[Json]:
            if "external" not in asked["type"]:
                return static_options(asked)
            query = query if len(query) >= asked.get("min_query_length", _MIN_QUERY) else query.ljust(_MIN_QUERY)
            return self.options(self.suggest(place, asked["action_id"], query, person))

        if element["type"] == "file_input":
            value = files_entered(value, self.slack.base_url)
        state = entered(element, value, offer)
        if isinstance(place, View):
            with self.slack.changing():
                place.values.setdefault(element["block_id"], {})[element["action_id"]] = state
        return state

    def _carry_out(self, view: View, ack: Ack) -> Ack:
        try:
            body = ack.json
            action = body.get("response_action")
            with self.slack.changing():
                view.errors = {}
                if action == "errors":
                    return self._show_errors(view, ack, body.get("errors"))
                if action == "update":
                    views.replace(self.slack, view, views.checked_view(self.slack, body.get("view"), besides=view))
                elif action == "push":
                    content = views.checked_view(self.slack, body.get("view"))
                    views.push(self.slack, views.new_view(self.slack, view.team, view.user, content))
                elif action == "clear":
                    views.take_off(self.slack, view.user, everything=True)
                elif action is None and not body:
                    views.take_off(self.slack, view.user)
                else:
                    return self._trouble(ack, _UNREACHABLE)
        except (json.JSONDecodeError, Refused) as problem:
            more = problem.reply if isinstance(problem, Refused) else str(problem)
            return self._trouble(ack, f"{_UNREACHABLE} {more}")
        return ack

    def _show_errors(self, view: View, ack: Ack, errors: Any) -> Ack:
        inputs = {each["block_id"] for each in view.blocks if each["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            return self._trouble(ack, f"{_UNREACHABLE} errors for {errors}")
        view.errors = {str(name): str(text) for name, text in errors.items()}
        return ack

    def _trouble(self, ack: Ack, what: str) -> Ack:
        with self.slack.changing():
            self.slack.troubles.append(what)
        return replace(ack, trouble=what)
