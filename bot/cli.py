"""The command line; what a command needs is imported when it runs, so that help is quick."""

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.defects_command import import_defects
from bot.kinds_commands import kinds
from bot.opening import database as _database
from bot.opening import opened as _opened
from bot.opening import settings as _settings
from bot.opening import stop as _stop

app = typer.Typer(
    help="Dossier 客户档案助手 — a chat assistant that keeps the dossier of every software-delivery project.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
db = typer.Typer(help="The database: migrate, check, back up.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(kinds, name="kinds")
app.command("import-defects")(import_defects)

Host = Annotated[str | None, typer.Option(help="Address to listen on (DOSSIER_HOST).")]
Port = Annotated[int | None, typer.Option(help="Port to listen on (DOSSIER_PORT).")]


class Platform(StrEnum):
    """A platform a manifest can be printed for."""

    SLACK = "slack"
    FEISHU = "feishu"


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Folder of the demo's database.")] = Path(".demo"),
    host: Host = None,
    port: Port = None,
) -> None:
    """Try it without Slack or Feishu: a web chat with sample data on this machine."""
    settings = _settings(host=host, port=port)
    from bot.demo import run_demo

    run_demo(settings, data)


@app.command()
def serve(host: Host = None, port: Port = None) -> None:
    """Run the assistant with the platforms that are configured."""
    import storage.without_colours  # noqa: F401  (before anything else has loaded what it loads)

    settings = _settings(host=host, port=port)
    from bot.serve import run_server

    run_server(settings)


@app.command()
def doctor() -> None:
    """Check settings, keys, database, clocks, dead letters, files, Slack and Feishu, and say how to mend each."""
    from bot.doctor import examine

    findings = examine()
    for finding in findings:
        typer.echo(f"{'✓' if finding.well else '✗'} {finding.what}")
        if finding.mend:
            typer.echo(f"    → {finding.mend}")
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def verify(
    dossier: Annotated[str, typer.Option(help="Only the records of one: the customer's short name, or project.")] = "",
    organisation: Annotated[str, typer.Option(help="Only what is one organisation's.")] = "",
    files: Annotated[bool, typer.Option("--files/--no-files", help="Whether to read every kept file too.")] = True,
) -> None:
    """Check every hash chain, what the audit log tells of, and every file; name what is broken; exit code 1 then."""
    from bot import verify as verifying
    from bot.exports.command_line import NotMeant
    from storage.kept_files import KeptFiles

    settings, database, keyring = _opened()
    count = 0
    try:
        among = verifying.scopes(database, keyring, settings.preference, organisation, dossier)
        size = verifying.whole_size(database, among)
        kept = KeptFiles(settings.blobs()) if files else None
        length = size.links + (size.files if kept else 0)
        with typer.progressbar(length=length, file=sys.stderr, label="verify", update_min_steps=500) as bar:
            for each in verifying.breaks(database, among, bar.update, kept):
                count += 1
                typer.echo(f"✗ {verifying.in_words(each)}")
    except NotMeant as error:
        _stop(str(error))
    finally:
        database.close()
    looked = f"{size.chains} chains, {size.links} links, {kept.count if kept else 'no'} files"
    typer.echo(f"✗ {count} broken among {looked}" if count else f"✓ {looked}, whole")
    raise typer.Exit(1 if count else 0)


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to this version's tables; a SQLite file is backed up first."""
    from storage import migrations

    database = _database()
    changed = migrations.upgrade(database)
    typer.echo(f"{'migrated to' if changed else 'already at'} {migrations.newest()}")
    database.close()


@db.command("check")
def db_check() -> None:
    """Tell whether the database is at this version's tables and whole; exit code 1 when not."""
    from storage import integrity, migrations

    database = _database()
    problems = integrity.problems(database)
    database.close()
    for problem in problems:
        typer.echo(f"✗ {problem.what}: {problem.mend}")
    if not problems:
        typer.echo(f"✓ at {migrations.newest()}, whole")
    raise typer.Exit(1 if problems else 0)


@db.command("backup")
def db_backup(
    to: Annotated[Path | None, typer.Argument(help="File to write; by default beside the database.")] = None,
) -> None:
    """Copy a SQLite database while it is in use."""
    from storage import migrations

    database = _database()
    try:
        typer.echo(str(migrations.backup(database, to)))
    except (ValueError, OSError) as error:
        _stop(str(error))
    finally:
        database.close()


@app.command()
def report(out: Annotated[Path, typer.Option(help="Folder to write to; it is made.")] = Path("reports")) -> None:
    """Write the health of every dossier as HTML and CSV, a file each an organisation."""
    from bot.clock import clock_beside
    from bot.report_files import write_reports

    settings, database, keyring = _opened()
    now = clock_beside(database.file).now()
    try:
        written = write_reports(database, keyring, settings.preference, now, out, typer.echo)
        for each in written:
            typer.echo(f"  {each}")
    except OSError as error:
        _stop(f"--out {out} cannot be used: {error.strerror or error}")
    finally:
        database.close()


@app.command("export")
def export_command(
    dossier: Annotated[str, typer.Argument(help="The customer's short name, the project, or both.")],
    what: Annotated[str, typer.Option(help="dossier, cover, #number, or a kind such as change or issue.")] = "dossier",
    format_: Annotated[str, typer.Option("--format", help="docx, pdf, xlsx, csv, json or zip.")] = "",
    out: Annotated[Path, typer.Option(help="Folder to write to; it is made.")] = Path("exports"),
    sensitive: Annotated[
        bool | None, typer.Option(help="Whether sensitive values are in it; by default in a dossier's JSON alone.")
    ] = None,
) -> None:
    """Write a dossier, its cover, a sheet or one record as a file; the JSON of a dossier can be imported elsewhere."""
    from bot.exports.command_line import NotMeant, write_export
    from storage.vault import Vault

    settings, database, keyring = _opened()
    with typer.progressbar(length=1, file=sys.stderr, label=dossier) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        try:
            words = (dossier, what, format_)
            written = write_export(
                database,
                keyring,
                Vault(settings.blobs()),
                settings.preference,
                words,
                out,
                progress,
                sensitive=sensitive,
            )
        except NotMeant as error:
            _stop(f"\n{error}")
        except OSError as error:
            _stop(f"\n--out {out} cannot be used: {error.strerror or error}")
        finally:
            database.close()
    typer.echo(str(written.path))
    if written.lacks:
        typer.echo("sensitive values are hidden in it, so it cannot be imported again", err=True)
    for name in written.lost:
        typer.echo(f"not in it, as its content is missing or damaged: {name}", err=True)


@app.command("standard")
def standard_command(
    out: Annotated[Path, typer.Option(help="Folder to write to; it is made.")] = Path("exports"),
    format_: Annotated[str, typer.Option("--format", help="docx or pdf.")] = "docx",
    language: Annotated[str, typer.Option(help="zh-CN or en-US; the organisation's own by default.")] = "",
    organisation: Annotated[str, typer.Option(help="Its name, where there are several.")] = "",
) -> None:
    """Write the dossier standard: what is kept, by whom, named how, by when."""
    from bot.exports.command_line import NotMeant
    from bot.exports.standard import write_standard

    settings, database, keyring = _opened()
    try:
        typer.echo(write_standard(database, keyring, settings.preference, (organisation, format_, language), out))
    except NotMeant as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"--out {out} cannot be used: {error.strerror or error}")
    finally:
        database.close()


@app.command("import")
def import_command(file: Annotated[Path, typer.Argument(help="The JSON of a whole dossier.")]) -> None:
    """Take in a dossier that was exported as JSON, with every version of every record."""
    from bot.exports.command_line import read_import
    from storage import migrations
    from storage.archive_parts import Broken
    from storage.vault import Vault

    settings, database, keyring = _opened()
    try:
        migrations.upgrade(database)
        taken = read_import(database, keyring, Vault(settings.blobs()), file)
    except Broken as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror or error}")
    finally:
        database.close()
    typer.echo(f"{taken.title}: {taken.count}")
    typer.echo(f"SHA-256 {taken.digest}")
    if taken.claim:
        typer.echo(f"the first manager says: /dossier claim {taken.claim}")


@app.command()
def manifest(
    platform: Platform,
    public_url: Annotated[str, typer.Option(help="Slack by HTTP: where it reaches this server.")] = "",
    oauth: Annotated[bool, typer.Option("--oauth", help="Slack by HTTP: any workspace may install it.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Feishu: register the slash commands there.")] = False,
) -> None:
    """Print what to register at a platform, made from the kinds and commands; for Slack by Socket Mode, unless told."""
    import json

    from manifest import feishu, slack

    if public_url and not re.fullmatch(r"https://[^\s/?#@]+[^\s?#]*", public_url):
        _stop("--public-url must be an address such as https://dossier.example.com")
    if oauth and not public_url:
        _stop("--oauth needs --public-url")
    if apply:
        _apply(platform)
        return
    made = slack.manifest(public_url, oauth) if platform is Platform.SLACK else feishu.manifest()
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


def _apply(platform: Platform) -> None:
    """Register the slash commands at Feishu, and say what was done."""
    if platform is not Platform.FEISHU:
        _stop("--apply is for Feishu; Slack takes its manifest in its console")
    settings = _settings()
    if not settings.has_feishu:
        _stop("FEISHU_APP_ID and FEISHU_APP_SECRET are not set")
    from bot.feishu.api import Api
    from bot.feishu.connection import app_of
    from bot.feishu.slash_commands import apply
    from chat.platform import Busy, Failed, Lost

    try:
        done = apply(Api(app_of(settings)))
    except (Busy, Failed, Lost) as error:
        _stop(f"Feishu does not take the slash commands: {error}")
    typer.echo("\n".join(done.lines) or "the slash commands are in step")


@app.command()
def key() -> None:
    """Print a new master key as a line for `.env`."""
    from storage.secrets import new_master_key

    typer.echo(f"DOSSIER_MASTER_KEY={new_master_key()}")


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(installed("dossier"))


def main() -> None:
    """Run the command line; what cannot be used is one line on standard error and exit code 2."""
    try:
        app()
    except Exception as error:
        if type(error).__name__ not in ("WrongSetting", "WrongKey", "Unavailable"):
            raise
        _stop(f"DOSSIER_DATABASE_URL: {error}" if type(error).__name__ == "Unavailable" else str(error))
