"""A person at the keyboard of the local Feishu: messages, buttons and forms of cards, and what the app answers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

import httpx

from tests.feishu.local import payloads
from tests.feishu.local.calls import Refused
from tests.feishu.local.card_elements import INPUTS
from tests.feishu.local.card_rules import elements
from tests.feishu.local.entering import NotEnterable, entered, find_element, form_of, form_value, shown
from tests.feishu.local.events import EventDriver, Who
from tests.feishu.local.sending import EDIT_SECONDS, checked_card, replace_card
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.wires import ANSWER_SECONDS, Ack, HttpWire, SocketWire
from tests.feishu.local.world import Json, Message, Toast, User

_TOASTS = ("info", "success", "error", "warning")
_PRESSED = frozenset({"button", "interactive_container"})


class Driver(EventDriver):
    """Acts as people do and carries the app's answers out. Make one with `over_http` or `over_socket`.

    It waits for answers: in a test with a running event loop call it through asyncio.to_thread.
    """

    @classmethod
    def over_http(
        cls,
        feishu: LocalFeishu,
        base_url: str = "",
        client: httpx.Client | None = None,
        events: str = "/feishu/events",
        cards: str = "/feishu/cards",
    ) -> Self:
        """Give a driver that posts to the app at a base URL, or through a client that knows it."""
        return cls(feishu, HttpWire(feishu, base_url, events, cards, client))

    @classmethod
    def over_socket(cls, feishu: LocalFeishu, seconds: float = ANSWER_SECONDS) -> Self:
        """Give a driver for the app that keeps long connections."""
        return cls(feishu, SocketWire(feishu, seconds))

    def __enter__(self) -> Self:
        """Use it in a `with`, which closes its connections."""
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    @property
    def http(self) -> HttpWire:
        """Give the way to the app, when that is HTTP: its key, token and age can be made wrong, `raw` sends bytes."""
        assert isinstance(self.wire, HttpWire)
        return self.wire

    def challenge(self, challenge: str = "challenge", cards: bool = False) -> Ack:
        """Ask as Feishu does when a request URL is entered; it wants the challenge back within a second."""
        body = {"challenge": challenge, "token": self.feishu.verification_token, "type": "url_verification"}
        http = self.http
        ack = http.raw(http.sealed(body), path=http.cards if cards else http.events)
        if not ack.ok or ack.json != {"challenge": challenge} or ack.seconds > 1:
            return replace(ack, trouble="Challenge code没有返回")
        return ack

    # Cards

    def press(self, message: Message, button: str, user: Who | None = None) -> Ack:
        """Press a button of a card outside of forms, by its text, a part of it, its name or element_id.

        `user` may be left out in a direct chat. A question before it is answered with yes. Raises LookupError if there
        is no such button, NotEnterable where the client refuses.
        """
        person = self._who(message, user)
        element = find_element(message.card, button, person.locale, _PRESSED)
        if form_of(message.card, element) is not None:
            raise NotEnterable({button: "it is the button of a form: submit it"})
        return self._act(message, element, person, {})

    def submit(
        self, message: Message, values: Mapping[str, Any] | None = None, user: Who | None = None, button: str = ""
    ) -> Ack:
        """Fill in a form and press its button (`button`, if there are several that submit).

        `values` by name, element_id, label, or the text right before the element: texts, labels or values of options,
        people, ISO dates, lists of them. What is not among them is sent as it stands in the card. Raises NotEnterable
        where the client refuses.
        """
        person = self._who(message, user)
        pressed = self._submitting(message, button, person)
        form = form_of(message.card, pressed)
        assert form is not None, "a button that submits stands in a form"
        named = {find_element(form, each, person.locale, INPUTS)["name"]: v for each, v in (values or {}).items()}
        found = form_value(self.feishu, self.feishu.chats[message.chat], person, form, named)
        return self._act(message, pressed, person, {"form_value": found})

    def change(self, message: Message, wanted: str, value: Any, user: Who | None = None) -> Ack:
        """Enter a value into an element outside of forms; the app hears of it if the element calls back.

        Gives Ack(0) when nothing was sent.
        """
        person = self._who(message, user)
        element = find_element(message.card, wanted, person.locale, INPUTS)
        if form_of(message.card, element) is not None:
            raise NotEnterable({wanted: "what is in a form is sent with it alone"})
        found = entered(self.feishu, self.feishu.chats[message.chat], person, element, value)
        return self._act(message, element, person, {_CALLED_BACK.get(element["tag"], "option"): found})

    def choose(self, message: Message, option: str, user: Who | None = None) -> Ack:
        """Choose an option of an overflow menu, by its text."""
        person = self._who(message, user)
        for element in elements(message.card):
            for each in element["options"] if element["tag"] == "overflow" else []:
                if option in (shown(each["text"], person.locale), each.get("value")):
                    return self._act(message, element, person, {"option": each.get("value", "")})
        raise LookupError(f"there is no {option!r}")

    def read(self, message: Message, user: Who) -> str:
        """Give what a person reads in a message, in their language."""
        person = self.feishu.user(user)
        if message.kind != "interactive":
            return message.text
        found = [shown(each, person.locale) for each in elements(message.card) if _READ & {each["tag"]}]
        return "\n".join(each for each in found if each)

    # What is behind them

    def _who(self, message: Message, user: Who | None) -> User:
        chat = self.feishu.chats[message.chat]
        if user is None:
            assert chat.kind == "p2p", "say who does it"
            user = chat.members[0]
        person = self.feishu.user(user)
        if person.open_id not in chat.members:
            raise NotEnterable({"": f"{person.name} is not in that chat"})
        if message.deleted:
            raise NotEnterable({"": "the message was recalled"})
        if self.feishu.now() - message.created / 1000 > EDIT_SECONDS:
            raise NotEnterable({"": "a card can be used for fourteen days"})
        return person

    def _submitting(self, message: Message, button: str, person: User) -> Json:
        buttons = [each for each in elements(message.card) if each.get("form_action_type") == "submit"]
        if not button and len(buttons) == 1:
            return buttons[0]
        found = find_element(message.card, button, person.locale, frozenset({"button"})) if button else None
        if found is None or found.get("form_action_type") != "submit":
            raise LookupError(f"say which button submits, of {len(buttons)}")
        return found

    def _act(self, message: Message, element: Json, person: User, more: Json) -> Ack:
        if element.get("disabled"):
            raise NotEnterable({str(element.get("name") or element["tag"]): "it is disabled"})
        callback = next((each for each in element.get("behaviors", []) if each["type"] == "callback"), None)
        if callback is None and "form_value" not in more:
            return Ack(0)
        action: Json = {"tag": element["tag"], "timezone": person.zone, **more}
        if callback is not None:
            action["value"] = callback["value"]
        if "name" in element:
            action["name"] = element["name"]
        payload = payloads.card_action(self.feishu, message, person, action)
        ack = self.deliver(payload, card=True)
        with self.feishu.changing():
            return self._carry_out(message, person, ack, payload["event"]["token"])

    def _carry_out(self, message: Message, person: User, ack: Ack, token: str) -> Ack:
        if ack.status == 0 or ack.seconds > ANSWER_SECONDS:
            return self._trouble(ack, "200341 request timeout")
        if ack.status != 200:
            return self._trouble(ack, "200671 the callback service returned an HTTP code other than 200")
        try:
            body = ack.json
            toast, card = _toast(body, person.locale), _card(body)
        except (TypeError, ValueError, json.JSONDecodeError) as problem:
            return self._trouble(ack, f"200672 the response body is invalid: {problem}")
        if card is not None:
            if card.get("schema") != "2.0":
                return self._trouble(ack, "200830 a card cannot go from structure 2.0 back to 1.0")
            try:
                replace_card(self.feishu, message, checked_card(self.feishu, card))
            except Refused as refused:
                return self._trouble(ack, f"200673 the card is invalid: {refused}")
        if toast is not None:
            self.feishu.toasts.append(Toast(person.open_id, *toast))
        self.feishu.card_tokens[token].answered = True
        return ack

    def _trouble(self, ack: Ack, what: str) -> Ack:
        self.feishu.troubles.append(what)
        return replace(ack, trouble=what)


_CALLED_BACK = {"input": "input_value", "checker": "checked"}
_READ = {"markdown", "plain_text", "lark_md"}


def _toast(body: Json, locale: str) -> tuple[str, str] | None:
    if unknown := set(body) - {"toast", "card"}:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    toast = body.get("toast")
    if toast is None:
        return None
    if not isinstance(toast, dict) or set(toast) - {"type", "content", "i18n"}:
        raise ValueError("a toast is {type, content, i18n}")
    text = toast.get("i18n", {}).get(locale) or toast.get("content")
    if toast.get("type", "info") not in _TOASTS or not isinstance(text, str) or not text:
        raise ValueError(f"a toast has a type of {', '.join(_TOASTS)} and a text")
    return toast.get("type", "info"), text


def _card(body: Json) -> Json | None:
    card = body.get("card")
    if card is None:
        return None
    if not isinstance(card, dict) or card.get("type") != "raw" or not isinstance(card.get("data"), dict):
        raise ValueError("a card is {type: raw, data: {…}}")
    data: Json = card["data"]
    return data
