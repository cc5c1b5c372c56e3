"""`python -m tests.slack`: a Slack on this machine to try the app by hand, and a prompt to use it from."""

import argparse
import cmd
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from tests.slack.local import Driver, Ephemeral, LocalSlack, Message, NotEnterable, View, serving
from tests.slack.local.block_rules import elements
from tests.slack.local.socket_mode import NoConnection
from tests.slack.local.wires import Ack
from tests.slack.local.world import Json

_HELP = """
  /change …             a slash command            say …          a message       dm …     one to the bot
  as Bob | in general   be somebody, somewhere     show           the channel     home     the app's Home
  press Label           in the newest place that has such a button: modal, ephemeral, message, Home
  set Label = value     enter something into the modal        send   submit it    close    close it
  shortcut callback_id  a global shortcut          keep callback_id   one on the newest message here
  channels              what there is              reaction name      react to the newest message here
  quit
"""


class Prompt(cmd.Cmd):
    """Reads what one person does, a line each, and shows what comes of it."""

    prompt = "slack> "

    def __init__(self, slack: LocalSlack, driver: Driver) -> None:
        """Take the Slack and who acts in it; the first person in the first channel begins."""
        super().__init__()
        self._slack, self._driver = slack, driver
        self._user = next(each for each in slack.users.values() if not each.is_bot)
        self._channel = next(iter(slack.channels.values()))
        self._shown: set[str] = set()
        self._seen: View | None = None

    def default(self, line: str) -> None:
        """Take a slash command."""
        if not line.startswith("/"):
            return _write(_HELP)
        command, _, text = line.partition(" ")
        return self._after(self._driver.command(command, text, self._user, self._channel))

    def onecmd(self, line: str) -> bool:
        """Do one line; what does not work is said and nothing is lost."""
        try:
            return bool(super().onecmd(line))
        except (LookupError, StopIteration, NotEnterable, NoConnection, ValueError) as problem:
            _write(f"  ✗ {str(problem) or type(problem).__name__}")
            return False

    def emptyline(self) -> bool:
        """Show what is new."""
        self._after(None)
        return False

    def do_help(self, arg: str) -> None:
        """Say what can be typed."""
        _write(_HELP)

    def do_as(self, name: str) -> None:
        """Be somebody else; unknown names become users."""
        known = [each for each in self._slack.users.values() if each.name == name]
        self._user = known[0] if known else self._slack.add_user(name)
        if not known:
            self._channel.members.append(self._user.id)

    def do_in(self, name: str) -> None:
        """Go to another channel; unknown names become channels with the bot in them."""
        known = [each for each in self._slack.channels.values() if each.name == name.removeprefix("#")]
        if known:
            self._channel = known[0]
        else:
            self._channel = self._slack.add_channel(name.removeprefix("#"), [self._user], bot=False)
            self._after(self._driver.join(self._driver.bot_user, self._channel, self._user))

    def do_say(self, text: str) -> None:
        """Write a message."""
        self._after(self._driver.message(text, self._user, self._channel))

    def do_dm(self, text: str) -> None:
        """Write to the bot directly."""
        self._after(self._driver.direct(text, self._user))

    def do_press(self, label: str) -> None:
        """Press a button."""
        for place in self._places():
            if any(
                e["type"] == "button" and label in (e["text"]["text"], e["action_id"]) for e in elements(place.blocks)
            ):
                return self._after(self._driver.press(place, label, self._user))
        raise LookupError(f"no button {label!r}")

    def do_set(self, line: str) -> None:
        """Enter a value into the modal; several options are separated by commas."""
        label, _, value = (part.strip() for part in line.partition("="))
        view = self._view()
        block = next(b for b in view.blocks if b["type"] == "input" and label in (b["label"]["text"], b["block_id"]))
        many = block["element"]["type"].startswith("multi_") or block["element"]["type"] == "checkboxes"
        self._driver.change(view, block["block_id"], [v.strip() for v in value.split(",")] if many else value)
        self._after(None)

    def do_send(self, _: str) -> None:
        """Submit the modal."""
        self._after(self._driver.submit(self._view()))

    def do_close(self, _: str) -> None:
        """Close the modal."""
        self._driver.close(self._view())
        self._after(None)

    def do_home(self, _: str) -> None:
        """Open the app's Home."""
        before = self._slack.home(self._user)
        ack = self._driver.open_home(self._user)
        self._expect(lambda: self._slack.home(self._user) not in (None, before))
        self._after(ack)
        home = self._slack.home(self._user)
        _write(_drawn(home.blocks) if home else "  (no Home)")

    def do_shortcut(self, callback: str) -> None:
        """Start a global shortcut."""
        self._after(self._driver.global_shortcut(callback, self._user))

    def do_keep(self, callback: str) -> None:
        """Start a shortcut on the newest message here."""
        self._after(self._driver.message_shortcut(callback, self._newest(), self._user))

    def do_reaction(self, name: str) -> None:
        """React to the newest message here."""
        self._after(self._driver.reaction(name, self._newest(), self._user))

    def do_channels(self, _: str) -> None:
        """List the channels."""
        for each in self._slack.channels.values():
            _write(f"  {each.id} #{each.name or self._slack.users[str(each.user)].name} ({each.kind})")

    def do_show(self, _: str) -> None:
        """Show the channel from its beginning."""
        for each in self._channel.messages:
            self._print(each)

    def do_quit(self, _: str) -> bool:
        """Stop."""
        return True

    do_EOF = do_quit  # noqa: N815  (the name cmd gives to the end of the input)

    def _view(self) -> View:
        view = self._slack.open_view(self._user)
        if view is None:
            raise LookupError("no modal is open")
        return view

    def _newest(self) -> Message:
        if not self._channel.messages:
            raise LookupError("no message is here")
        return self._channel.messages[-1]

    def _places(self) -> Iterator[View | Ephemeral | Message]:
        view, home = self._slack.open_view(self._user), self._slack.home(self._user)
        if view:
            yield view
        yield from reversed(self._slack.told(self._user))
        direct = self._slack.direct(self._user)
        yield from sorted([*self._channel.messages, *direct.messages], key=lambda each: each.ts, reverse=True)
        if home:
            yield home

    def _after(self, ack: Ack | None) -> None:
        if ack is not None:
            _write(f"  ← {ack.status or 'no answer'} in {ack.seconds * 1000:.0f} ms {ack.trouble}")
            self._expect(lambda: self._news() or self._slack.open_view(self._user) is not self._seen)
        for each in self._news():
            self._print(each)
        view = self._seen = self._slack.open_view(self._user)
        if view is not None:
            title, submit = _label(view.content, "title"), _label(view.content, "submit")
            _write(f"  ┌ {title}\n{_drawn(view.blocks, view)}\n  └ {submit}")

    def _expect(self, what: Callable[[], object]) -> None:
        """Wait a moment for what follows an acknowledgement; nothing may."""
        with suppress(TimeoutError):
            self._slack.wait_for(what, 1.0)

    def _news(self) -> list[Message | Ephemeral]:
        there: list[Message | Ephemeral] = [*self._channel.messages, *self._slack.direct(self._user).messages]
        there += self._slack.told(self._user)
        return [each for each in there if each.ts not in self._shown]

    def _print(self, each: Message | Ephemeral) -> None:
        self._shown.add(each.ts)
        who = self._slack.users[each.user].name if isinstance(each, Message) else "(only you)"
        _write(f"  {who}: {'' if each.blocks else each.text}{_drawn(each.blocks)}")


def _label(content: Json, name: str) -> str:
    return str((content.get(name) or {}).get("text", ""))


def _drawn(blocks: list[Json], view: View | None = None) -> str:
    lines = []
    for block in blocks:
        text = " ".join(_words(block)) if block["type"] != "input" else block["label"]["text"]
        if view is not None and block["type"] == "input":
            value = next(iter(view.values[block["block_id"]].values()))
            text += f" = {list(value.values())[-1]!r} {view.errors.get(block['block_id'], '')}"
        lines.append(f"\n    {text}")
    return "".join(lines)


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _words(each)
    elif isinstance(node, dict):
        if node.get("type") == "button":
            yield f"[{node['text']['text']}]"
        elif isinstance(node.get("text"), str):
            yield node["text"]
        else:
            for each in node.values():
                yield from _words(each)


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Start the Slack, say how to start the app against it, and read from the keyboard."""
    parser = argparse.ArgumentParser(prog="python -m tests.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--app", default="http://127.0.0.1:8080", help="where the app listens")
    parser.add_argument("--path", default="/slack/events", help="its request URL")
    parser.add_argument("--socket", action="store_true", help="use Socket Mode instead of HTTP")
    given = parser.parse_args()
    with serving(LocalSlack(), given.port) as slack:
        people = [slack.add_user(name, email=f"{name.lower()}@example.org") for name in ("Ann", "Bob")]
        people.append(slack.add_user("王芳", locale="zh-CN"))
        slack.add_channel("general", people)
        _write(f"export SLACK_API_URL={slack.api_url}\nexport SLACK_BOT_TOKEN={slack.bot_token}")
        _write(f"export SLACK_SIGNING_SECRET={slack.signing_secret}")
        if given.socket:
            _write(f"export SLACK_APP_TOKEN={slack.app_token}")
        over = Driver.over_socket(slack) if given.socket else Driver.over_http(slack, given.app, given.path)
        Prompt(slack, over).cmdloop(_HELP)


if __name__ == "__main__":
    main()
