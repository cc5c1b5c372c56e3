"""A process of its own that asks for a token, told the app's secret when all are ready."""

import sys
import time
from datetime import UTC, datetime

from bot.slack.tokens import App, Tokens
from storage.database import Database
from tests.unit.bot.slack_install.serving import KEYRING

if __name__ == "__main__":
    url, api, client_id, team, ahead = sys.argv[1:]
    database = Database(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    tokens = Tokens(
        database,
        KEYRING,
        App(client_id, sys.stdin.readline().strip()),
        base_url=api,
        now=lambda: datetime.fromtimestamp(time.time() + float(ahead), UTC),
    )
    sys.stdout.write(tokens.token(team))
    database.close()
