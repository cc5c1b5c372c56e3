"""`dossier kinds …`: check a file of an organisation's own kinds, and have it count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.opening import opened, stop

if TYPE_CHECKING:
    from dossier.own.declared import Declared
    from dossier.own.text import WrongFile
    from storage.database import Connection

kinds = typer.Typer(help="Kinds and fields of an organisation's own, from a YAML file.", no_args_is_help=True)
_File = Annotated[Path, typer.Argument(help="The YAML file (docs/kinds.md).")]
_Organisation = Annotated[str, typer.Option(help="Its name; needed where there are several.")]


@kinds.command("check")
def check(file: _File) -> None:
    """Say what is wrong with a file, line by line; exit code 1 when it cannot be used. Nothing is written."""
    declared, _ = _read(file)
    fields = sum(len(each) for each in declared.fields.values())
    typer.echo(f"✓ {len(declared.kinds)} kinds, {fields} added fields")


@kinds.command("set")
def set_(file: _File, organisation: _Organisation = "") -> None:
    """Have a file count in an organisation; what records hold cannot be taken away."""
    from datetime import UTC, datetime

    from dossier.own.text import WrongFile
    from storage.organisations import everyone, product
    from storage.store import Store

    declared, text = _read(file)
    _, database, keyring = opened()
    try:
        there = database.read(everyone)
        meant = [each for each in there if organisation in ("", each[1], each[2])]
        if len(meant) != 1:
            stop(f"which organisation? There are: {'; '.join(each[1] for each in there) or 'none'}")
        row, name, uid, key = meant[0]

        def keep(connection: "Connection") -> None:
            store = Store(connection, product(row), datetime.now(UTC), keyring.organisation(uid, key))
            store.own_kinds.keep(text, declared)
            store.finish()

        database.write(keep)
    except WrongFile as error:
        _refuse(error)
    finally:
        database.close()
    typer.echo(f"✓ {name}: {len(declared.kinds)} kinds")


def _read(file: Path) -> "tuple[Declared, str]":
    from dossier.decoding import decoded
    from dossier.own.checking import checked
    from dossier.own.text import WrongFile
    from handlers.own_kinds import reserved

    try:
        content = file.read_bytes()
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror or error}")
    try:
        return checked(content, reserved()), decoded(content) or ""
    except WrongFile as error:
        _refuse(error)


def _refuse(error: "WrongFile") -> NoReturn:
    """Say what is wrong, line by line, and end with exit code 1."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from chat.cards.own_kinds import wrong_line
    from chat.voice import Voice
    from dossier.language import Language

    voice = Voice(Language.EN, ZoneInfo("UTC"), datetime.now(UTC))
    for wrong in error.wrongs:
        typer.echo(f"✗ {wrong_line(wrong, voice)}", err=True)
    raise typer.Exit(1)
