"""The router: one handler for each thing that can happen, and a place for every command."""

from typing import Any

import pytest

import handlers  # noqa: F401  # Its import declares them all.
from chat.events import BotJoined, ButtonPressed, CommandGiven, Event, FormSubmitted, MessagePosted, Source
from chat.router import Command, Router, Taken
from chat.router import router as product
from dossier.fields import FileRef
from dossier.kinds import kinds
from dossier.language import Label, Language

SOURCE = Source("1", "web", "w", "ann")


def _first(event: Any, ctx: Any) -> str:
    return "first"


def _second(event: Any, ctx: Any) -> str:
    return "second"


def _command(name: str = "trial", zh: str = "试验", **more: Any) -> Command:
    return Command(name, zh, Label("试一试", "Try it"), **more)


def test_events_find_their_handlers_by_type_and_name() -> None:
    router = Router()
    router.on(FormSubmitted, "record")(_first)
    router.on(ButtonPressed, "record")(_second)
    router.on(MessagePosted)(_first)

    assert router.find(FormSubmitted(SOURCE, "record", {}, {})) is _first
    assert router.find(ButtonPressed(SOURCE, "record")) is _second
    assert router.find(MessagePosted(SOURCE, "hello")) is _first
    assert router.find(ButtonPressed(SOURCE, "other")) is None
    assert router.find(BotJoined(SOURCE, "abc")) is None


def test_a_command_is_found_under_both_its_names() -> None:
    router = Router()
    router.command(_command())(_first)

    for name in ("trial", "试验"):
        assert router.find(CommandGiven(SOURCE, name, "")) is _first


@pytest.mark.parametrize("second", [_command(zh="别的"), _command(name="other")], ids=["English", "Chinese"])
def test_a_second_handler_of_a_command_is_refused(second: Command) -> None:
    router = Router()
    router.command(_command())(_first)

    with pytest.raises(Taken):
        router.command(second)(_second)


@pytest.mark.parametrize(("event", "name"), [(ButtonPressed, "undo"), (FormSubmitted, "edit"), (MessagePosted, "")])
def test_a_second_handler_of_an_event_is_refused(event: Any, name: str) -> None:
    router = Router()
    router.on(event, name)(_first)

    with pytest.raises(Taken, match=event.__name__):
        router.on(event, name)(_second)


def test_the_same_word_behind_another_command_is_another_command() -> None:
    router = Router()
    router.command(_command())(_first)
    router.command(_command(parent="dossier"))(_second)

    assert router.find(CommandGiven(SOURCE, "trial", "")) is _first
    assert router.find(CommandGiven(SOURCE, "dossier trial", "")) is _second


def test_commands_are_listed_by_rank() -> None:
    router = Router()
    router.command(_command("late", "晚", rank=9))(_first)
    router.command(_command("early", "早", rank=1))(_first)

    assert [each.name for each in router.under(None)] == ["early", "late"]


def test_the_product_declares_every_kind_and_every_command_of_the_plan() -> None:
    top = {name for each in product.under(None) for name in (each.name, each.zh)}
    behind = {name for each in product.under("dossier") for name in (each.name, each.zh)}
    for kind in kinds():
        assert {kind.command, kind.command_zh} <= (top if kind.slash else behind)
    assert {"minutes", "纪要", "change", "变更", "issue", "问题", "resolve", "解决", "dossier", "档案"} <= top


def test_every_command_says_what_it_does_in_both_languages() -> None:
    for each in product.commands:
        assert each.about.zh
        assert Language.spoken_in(each.about.en + each.usage.en) is Language.EN
        assert bool(each.usage.zh) is bool(each.usage.en)


@pytest.mark.parametrize("name", ["change", "变更", "Change", "issue", "dossier release"])
def test_a_line_behind_the_command_of_a_kind_is_to_be_saved(name: str) -> None:
    assert product.find(CommandGiven(SOURCE, name, "")) is not None
    assert product.saves(CommandGiven(SOURCE, name, "x"))
    assert not product.saves(CommandGiven(SOURCE, name, ""))
    file = FileRef(id="f", name="a.txt", size=1, type="text/plain")
    assert not product.saves(CommandGiven(SOURCE, name, "x", (file,)))


@pytest.mark.parametrize("event", [CommandGiven(SOURCE, "dossier", "find x"), MessagePosted(SOURCE, "/change x")])
def test_nothing_else_is(event: Event) -> None:
    assert not product.saves(event)
