"""What a `/change` comes down to before it is written: the same reading, hashing and sealing for both rivals."""

import json
from dataclasses import dataclass

from chat.events import CommandGiven
from storage.chains import GENESIS, content_hash, link, new_salt
from storage.ids import new_uid
from storage.secrets import Keyring
from storage.tokens import tokens

KIND = "change_request"


@dataclass(frozen=True, slots=True)
class Change:
    """The values of a change request's rows: `key` wrapped, `content` JSON, `hash` the first link of its chain."""

    uid: str
    title: str
    status: str
    key: bytes
    content: str
    sealed: bytes
    content_hash: bytes
    hash: bytes
    tokens: str


def compute(
    event: CommandGiven, keyring: Keyring, organisation: tuple[int, str, bytes], person: int, now: int
) -> Change:
    """Give the values for a command by a person of an organisation (row id, uid, wrapped key) at a moment (µs)."""
    summary, reason, impact = (part.strip() for part in event.text.split("|"))
    reason, impact = (part.partition(":")[2].strip() for part in (reason, impact))
    content = {"summary": summary, "reason": reason, "impact": impact, "status": "proposed"}
    row, owner, organisation_key = organisation
    uid, salt = new_uid(), new_salt()
    keys = keyring.organisation(owner, organisation_key)
    data_key, wrapped = keys.new_data_key(uid)
    covered = content_hash(salt, content)
    return Change(
        uid,
        summary,
        content["status"],
        wrapped,
        json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        keys.seal(data_key, uid, 1, {"salt": salt, "values": {}}),
        covered,
        link(GENESIS, row, uid, 1, person, "", False, now, covered),
        tokens("\n".join((summary, reason, impact))),
    )


def same(topic: str, title: str) -> bool:
    """Tell whether a record's title fulfils a duty's topic."""
    return topic.strip().casefold() == title.strip().casefold()
