"""`python -m bench [command|dossier|feishu|health|reminders|search|slack|startup …]`: measures all or what is named."""

import sys

from bench import command, dossier, feishu, health, reminders, search, slack, startup

MEASURED = {
    "command": command.main,
    "dossier": dossier.main,
    "feishu": feishu.main,
    "health": health.main,
    "reminders": reminders.main,
    "search": search.main,
    "slack": slack.main,
    "startup": startup.main,
}


def main(names: list[str]) -> None:
    """Measure what is named, or everything."""
    unknown = [name for name in names if name not in MEASURED]
    if unknown:
        raise SystemExit(f"there is no {', '.join(unknown)}: {', '.join(MEASURED)}")
    for name in names or MEASURED:
        print(f"\n== {name}\n")
        MEASURED[name]()


main(sys.argv[1:])
