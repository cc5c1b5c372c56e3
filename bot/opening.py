"""What commands of the command line begin with: settings, the database, the keys; or one line that says what lacks."""

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Database
    from storage.secrets import Keyring


def settings(**given: object) -> "Settings":
    """Give the settings, with what was given on the command line. Raises WrongSetting."""
    from bot.logs import configure
    from bot.settings import load

    configure()
    return load(**given)


def database() -> "Database":
    """Open the database."""
    from storage.database import Database

    return Database(settings().url)


def opened() -> "tuple[Settings, Database, Keyring]":
    """Open the database with its keys; ends the command where there is no master key."""
    from storage.database import Database
    from storage.secrets import Keyring

    found = settings()
    if found.master_key is None:
        stop("DOSSIER_MASTER_KEY is not set")
    return found, Database(found.url), Keyring(found.key)


def stop(message: str) -> NoReturn:
    """End the command with a line on standard error and exit code 2."""
    typer.echo(message, err=True)
    sys.exit(2)
