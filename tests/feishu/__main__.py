"""`python -m tests.feishu`: a Feishu on this machine to try the app by hand, and a prompt to use it from."""

import argparse
import cmd
import sys
from collections.abc import Iterator
from typing import Any

from tests.feishu.local import Ack, Driver, LocalFeishu, Message, NotEnterable, elements, serving
from tests.feishu.local.card_elements import INPUTS
from tests.feishu.local.entering import labels

_HELP = """
  say …                 a message here           @ …     one to the bot here      dm …     one to the bot alone
  as Bob | in general   be somebody, somewhere   show    this chat and the direct one
  press Label           a button of the newest card that has it
  set Label = value     for the form that is sent next (several values: a, b)
  send [button]         submit the newest form with what was set
  menu key              choose from the bot's menu           enter    open the chat with the bot
  meeting Topic         let a meeting end that one hosts     minutes Title    let its minutes be generated
  later seconds         let time pass and redeliver what is due
  chats                 what there is                        quit
"""


class Prompt(cmd.Cmd):
    """Reads what one person does, a line each, and shows what comes of it."""

    prompt = "feishu> "

    def __init__(self, feishu: LocalFeishu, driver: Driver) -> None:
        """Take the Feishu and who acts in it; the first person in the first group begins."""
        super().__init__()
        self._feishu, self._driver = feishu, driver
        self._user = next(iter(feishu.users.values()))
        self._chat = next(iter(feishu.chats.values()))
        self._values: dict[str, Any] = {}
        self._seen: dict[str, int] = {}
        self._toasts = 0

    def default(self, line: str) -> None:
        """Take `@ …`, which is said to the bot."""
        if not line.startswith("@"):
            return _write(_HELP)
        return self._after(self._driver.mention(line[1:].strip(), self._user, self._chat))

    def onecmd(self, line: str) -> bool:
        """Do one line; what does not work is said and nothing is lost."""
        try:
            return bool(super().onecmd(line))
        except (LookupError, StopIteration, NotEnterable, ValueError) as problem:
            _write(f"  ✗ {problem or type(problem).__name__}")
            return False

    def emptyline(self) -> bool:
        """Show what is new."""
        self._after(None)
        return False

    def do_help(self, arg: str) -> None:
        """Say what can be typed."""
        _write(_HELP)

    def do_as(self, name: str) -> None:
        """Be somebody else; an unknown name becomes a person in this chat."""
        known = [each for each in self._feishu.users.values() if each.name == name]
        self._user = known[0] if known else self._feishu.add_user(name)
        if not known:
            self._after(self._driver.join([self._user], self._chat, self._user))

    def do_in(self, name: str) -> None:
        """Go to another group; an unknown name becomes one into which the bot is taken."""
        known = [each for each in self._feishu.chats.values() if each.name == name]
        if known:
            self._chat = known[0]
        else:
            self._chat = self._feishu.add_chat(name, [self._user], bot=False)
            self._after(self._driver.add_bot(self._chat, self._user))

    def do_say(self, text: str) -> None:
        """Write a message."""
        self._after(self._driver.message(text, self._user, self._chat))

    def do_dm(self, text: str) -> None:
        """Write to the bot alone."""
        self._after(self._driver.direct(text, self._user))

    def do_press(self, label: str) -> None:
        """Press a button."""
        for message in self._cards():
            buttons = (each for each in elements(message.card) if each["tag"] == "button")
            if any(label in name for each in buttons for name in self._named(message, each)):
                return self._after(self._driver.press(message, label, self._user))
        raise LookupError(f"no button {label!r}")

    def do_set(self, line: str) -> None:
        """Remember a value for the form."""
        label, _, value = (part.strip() for part in line.partition("="))
        message = self._form()
        element = next(
            each
            for each in elements(message.card)
            if each["tag"] in INPUTS and label in (each.get("name"), *self._named(message, each))
        )
        many = element["tag"].startswith("multi_")
        self._values[element["name"]] = [each.strip() for each in value.split(",")] if many else value

    def do_send(self, button: str) -> None:
        """Submit the form."""
        ack = self._driver.submit(self._form(), self._values, self._user, button)
        self._values = {}
        self._after(ack)

    def do_menu(self, key: str) -> None:
        """Choose from the bot's menu."""
        self._after(self._driver.menu(key, self._user))

    def do_enter(self, _: str) -> None:
        """Open the chat with the bot."""
        self._after(self._driver.enter(self._user))

    def do_meeting(self, topic: str) -> None:
        """Let a meeting end in which everybody of this group took part."""
        people = [self._feishu.users[each] for each in self._chat.members]
        self._after(self._driver.end_meeting(topic, self._user, people))

    def do_minutes(self, title: str) -> None:
        """Let minutes be generated, of the last meeting if there was one."""
        meeting = next(reversed(self._feishu.meetings.values()), None)
        minute = self._feishu.add_minute(title, self._user, meeting, transcript=f"{title} …")
        self._after(self._driver.generate_minutes(minute))

    def do_later(self, seconds: str) -> None:
        """Let time pass."""
        self._feishu.advance(float(seconds))
        for ack in self._driver.redeliver():
            self._after(ack)

    def do_chats(self, _: str) -> None:
        """List the chats and who is in them."""
        for each in self._feishu.chats.values():
            names = ", ".join(self._feishu.users[name].name for name in each.members)
            _write(f"  {each.id} {each.name or '(direct)'}: {names}{' and the bot' if each.bot else ''}")

    def do_show(self, _: str) -> None:
        """Show everything from the beginning."""
        self._seen = {}
        self._after(None)

    def do_quit(self, _: str) -> bool:
        """Stop."""
        return True

    do_EOF = do_quit  # noqa: N815  (the name cmd gives to the end of the input)

    def _messages(self) -> list[Message]:
        there = [*self._chat.messages, *self._feishu.direct(self._user).messages]
        return sorted((each for each in there if not each.deleted), key=lambda each: each.created)

    def _cards(self) -> Iterator[Message]:
        return (each for each in reversed(self._messages()) if each.kind == "interactive")

    def _form(self) -> Message:
        return next(m for m in self._cards() if any(each["tag"] == "form" for each in elements(m.card)))

    def _named(self, message: Message, element: dict[str, Any]) -> list[str]:
        return labels(message.card, element, self._user.locale)

    def _after(self, ack: Ack | None) -> None:
        if ack is not None:
            _write(f"  ← {ack.status or 'no answer'} in {ack.seconds * 1000:.0f} ms {ack.trouble}")
        for each in self._messages():
            if self._seen.get(each.id) != each.edits:
                self._print(each)
        for toast in self._feishu.toasts[self._toasts :]:
            _write(f"  ({toast.kind}) {toast.text}")
        self._toasts = len(self._feishu.toasts)

    def _print(self, each: Message) -> None:
        self._seen[each.id] = each.edits
        who = self._feishu.users[each.sender].name if each.sender else self._feishu.app_name
        text = self._driver.read(each, self._user).replace("\n", "\n    ")
        _write(f"  {who}: {text}")
        if each.kind == "interactive":
            for field in (x for x in elements(each.card) if x["tag"] in INPUTS):
                value = self._values.get(field["name"]) if "name" in field else None
                _write(f"    [{field['tag']}] {' / '.join(self._named(each, field)[:1])} {value or ''}")


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Start the Feishu, say how to start the app against it, and read from the keyboard."""
    parser = argparse.ArgumentParser(prog="python -m tests.feishu", description=__doc__)
    parser.add_argument("--port", type=int, default=8091)
    parser.add_argument("--app", default="http://127.0.0.1:8080", help="where the app listens")
    parser.add_argument("--webhook", action="store_true", help="push to the app instead of waiting for its connection")
    given = parser.parse_args()
    with serving(LocalFeishu(), given.port) as feishu:
        people = [feishu.add_user("李雷"), feishu.add_user("王芳"), feishu.add_user("Ann", locale="en_us")]
        feishu.add_chat("general", people)
        _write(f"export FEISHU_DOMAIN={feishu.base_url} FEISHU_APP_ID={feishu.app_id}")
        _write(f"export FEISHU_APP_SECRET={feishu.app_secret}")
        if given.webhook:
            _write(f"export FEISHU_ENCRYPT_KEY={feishu.encrypt_key}")
            _write(f"export FEISHU_VERIFICATION_TOKEN={feishu.verification_token}")
        driver = Driver.over_http(feishu, given.app) if given.webhook else Driver.over_socket(feishu)
        Prompt(feishu, driver).cmdloop(_HELP)


if __name__ == "__main__":
    main()
