"""`dossier import-defects`: say what taking a tracker's table in comes to, and write it when told to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.opening import opened, stop

if TYPE_CHECKING:
    from storage.intake import Plan


def import_defects(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX export of Jira, ZenTao or TAPD.")],
    dossier: Annotated[str, typer.Argument(help="The customer's short name, the project, or both.")],
    column: Annotated[
        list[str] | None, typer.Option(help="Which column is for a field, such as title=Summary; again for others.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write it; without, nothing is written.")] = False,
) -> None:
    """Say what a tracker's export of defects would bring, row by row where it cannot be read; --write takes it in.

    It is written as the dossier's owner, all of what can be read or nothing.
    """
    from bot.defects import take_defects
    from bot.exports.command_line import NotMeant, meant
    from dossier.errors import DossierError

    if unclear := [each for each in column or () if not all(part.strip() for part in each.partition("="))]:
        stop(f"--column {unclear[0]}: write it as field=column, such as title=Summary")
    settings, database, keyring = opened()
    try:
        content, chosen = file.read_bytes(), dict(each.split("=", 1) for each in column or ())
        (row, _, uid, key), found = meant(database, keyring, settings.preference, dossier)
        keys = keyring.organisation(uid, key)
        plan = take_defects(database, (row, keys), found, (file.name, content), chosen, write=write)
    except NotMeant as error:
        stop(str(error))
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror or error}")
    except DossierError as error:
        stop(_english().problem(error.problem).strip())
    finally:
        database.close()
    _say(plan, _english())
    typer.echo("✓ written" if write else "nothing is written without --write")


def _say(plan: "Plan", voice: Any) -> None:
    typer.echo(
        f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.same} as they were, {len(plan.wrong)} unreadable"
    )
    for wrong in plan.wrong:
        said = [f"{name}{': ' if name else ''}{voice.problem(problem)}" for name, problem in wrong.problems.items()]
        typer.echo(f"✗ row {wrong.number}: {'; '.join(said)}", err=True)


def _english() -> Any:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from chat.voice import Voice
    from dossier.language import Language

    return Voice(Language.EN, ZoneInfo("UTC"), datetime.now(UTC))
