"""What the demo's web chat keeps as a platform of its own: messages, reading marks; and who chats where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update

from dossier.tiers import Tier
from storage.tables import accounts, channels, organisations, people, web_messages, web_reads, workspaces

PLATFORM = "web"
DOSSIER_SCHEME = "dossier:"
"""How the address of a dossier’s page begins in a message: the page that shows it knows whose it is."""
PAGE = 50
_BEFORE = 10


@dataclass(frozen=True, slots=True)
class Persona:
    """An account of a web workspace and the person behind it."""

    workspace: str
    account: str
    name: str
    tier: Tier
    organisation: str
    workspace_name: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a workspace."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as it stands: `author` is None when the bot said it, `message` the JSON it was stored as."""

    id: int
    conversation: str
    thread: int | None
    account: str | None
    author: str | None
    message: str
    posted_at: datetime
    edited: bool
    replies: int


@dataclass(frozen=True, slots=True)
class Post:
    """A message to be stored; `account` None says that the bot speaks, `key` makes repeating it harmless."""

    workspace: str
    conversation: str
    message: str
    key: str
    at: datetime
    account: str | None = None
    thread: int | None = None


class NameTaken(Exception):
    """The workspace has a channel of that name."""


def personas(connection: Connection) -> tuple[Persona, ...]:
    """Give every account of every web workspace, by organisation, highest tier first."""
    rows = connection.execute(_personas().order_by(organisations.c.id, people.c.tier.desc(), accounts.c.id))
    return tuple(_persona(row) for row in rows)


def persona(connection: Connection, workspace: str, account: str) -> Persona | None:
    """Give one account, None when there is none of these keys."""
    row = connection.execute(_personas().where(workspaces.c.key == workspace, accounts.c.key == account)).first()
    return _persona(row) if row else None


def channels_of(connection: Connection, workspace: str) -> tuple[Channel, ...]:
    """Give the channels of a workspace in the order they were made; everybody in it sees all of them."""
    query = select(channels.c.key, channels.c.name).join(workspaces).where(*_workspace(workspace))
    return tuple(Channel(*row) for row in connection.execute(query.order_by(channels.c.id)))


def channel(connection: Connection, workspace: str, key: str) -> Channel | None:
    """Give one channel, None when the workspace has none of this key."""
    query = select(channels.c.key, channels.c.name).join(workspaces)
    row = connection.execute(query.where(*_workspace(workspace), channels.c.key == key)).first()
    return Channel(*row) if row else None


def add_channel(connection: Connection, workspace: str, new: Channel) -> None:
    """Make a channel. Raises NameTaken when the workspace has one of that name."""
    if any(other.name.casefold() == new.name.casefold() for other in channels_of(connection, workspace)):
        raise NameTaken(new.name)
    owner = select(workspaces.c.id, workspaces.c.organisation_id).where(*_workspace(workspace))
    workspace_id, organisation_id = connection.execute(owner).one()
    row = {"organisation_id": organisation_id, "workspace_id": workspace_id, "key": new.key, "name": new.name}
    connection.execute(insert(channels).values(row))


def add(connection: Connection, post: Post) -> int:
    """Store a message and give its id; a key that was used before gives the message of then and stores nothing."""
    known = find(connection, post.workspace, post.key)
    if known is not None:
        return known
    row = insert(web_messages).values(
        workspace=post.workspace,
        conversation=post.conversation,
        thread=post.thread,
        account=post.account,
        key=post.key,
        message=post.message,
        posted_at=post.at,
    )
    return int(connection.execute(row.returning(web_messages.c.id)).scalar_one())


def edit(connection: Connection, workspace: str, message_id: int, message: str, at: datetime) -> Posted | None:
    """Replace what a message says and give it as it stands now, None when there is no such message."""
    mine = (web_messages.c.workspace == workspace, web_messages.c.id == message_id)
    connection.execute(update(web_messages).where(*mine).values(message=message, edited_at=at))
    return one(connection, workspace, message_id)


def find(connection: Connection, workspace: str, key: str) -> int | None:
    """Give the id of the message stored under a key, None when there is none."""
    query = select(web_messages.c.id).where(web_messages.c.workspace == workspace, web_messages.c.key == key)
    return connection.execute(query).scalar_one_or_none()


def one(connection: Connection, workspace: str, message_id: int) -> Posted | None:
    """Give one message, None when the workspace has none of this id."""
    row = connection.execute(_posts(workspace).where(web_messages.c.id == message_id)).first()
    return _posted(row) if row else None


def page(
    connection: Connection,
    workspace: str,
    conversation: str,
    before: int | None = None,
    back_to: int | None = None,
) -> tuple[Sequence[Posted], bool]:
    """Give the last 50 messages of a conversation outside its threads, oldest first, and whether there are older ones.

    `before` is the id of a message: then the 50 before it. `back_to` is that of one which is to be among them: then as
    many more as it takes, and some before it.
    """
    outside = (web_messages.c.conversation == conversation, web_messages.c.thread.is_(None))
    query, length = _posts(workspace).where(*outside), PAGE
    if before is not None:
        query = query.where(web_messages.c.id < before)
    if back_to is not None:
        since = (web_messages.c.workspace == workspace, *outside, web_messages.c.id >= back_to)
        count = select(func.count()).select_from(web_messages).where(*since)
        length = max(PAGE, int(connection.execute(count).scalar_one()) + _BEFORE)
    rows = connection.execute(query.order_by(web_messages.c.id.desc()).limit(length + 1)).all()
    return [_posted(row) for row in reversed(rows[:length])], len(rows) > length


def replies(connection: Connection, workspace: str, root: int) -> Sequence[Posted]:
    """Give the messages of a thread, oldest first, without the one it hangs on."""
    rows = connection.execute(_posts(workspace).where(web_messages.c.thread == root).order_by(web_messages.c.id))
    return [_posted(row) for row in rows]


def carries(connection: Connection, workspace: str, direct: str, file: str) -> bool:
    """Tell whether a file (its id) came with a message of a channel, or of somebody's direct conversation."""
    here = or_(web_messages.c.conversation.startswith("c:"), web_messages.c.conversation == direct)
    query = select(web_messages.c.id).where(
        web_messages.c.workspace == workspace, here, web_messages.c.message.contains(file, autoescape=True)
    )
    return connection.execute(query.limit(1)).first() is not None


def newest(connection: Connection, workspace: str, conversation: str) -> int:
    """Give the id of the last message of a conversation, 0 when nothing was said."""
    query = select(func.max(web_messages.c.id)).where(
        web_messages.c.workspace == workspace, web_messages.c.conversation == conversation
    )
    return int(connection.execute(query).scalar_one() or 0)


def last_read(connection: Connection, workspace: str, account: str, conversation: str) -> int:
    """Give the id of the last message the account has seen in a conversation, 0 when none."""
    query = select(web_reads.c.last_read).where(*_reader(workspace, account, conversation))
    return int(connection.execute(query).scalar_one_or_none() or 0)


def mark_read(connection: Connection, workspace: str, account: str, conversation: str, message_id: int) -> None:
    """Remember that the account has seen a conversation up to a message; never moves back."""
    mine = _reader(workspace, account, conversation)
    seen = connection.execute(select(web_reads.c.last_read).where(*mine)).scalar_one_or_none()
    if seen is None:
        row = {"workspace": workspace, "account": account, "conversation": conversation, "last_read": message_id}
        connection.execute(insert(web_reads).values(row))
    elif seen < message_id:
        connection.execute(update(web_reads).where(*mine).values(last_read=message_id))


def unread(connection: Connection, workspace: str, account: str) -> dict[str, int]:
    """Give how many messages of others an account has not seen, by conversation; those with none are left out."""
    read = (
        select(web_reads.c.conversation, web_reads.c.last_read)
        .where(web_reads.c.workspace == workspace, web_reads.c.account == account)
        .subquery()
    )
    query = (
        select(web_messages.c.conversation, func.count())
        .outerjoin(read, read.c.conversation == web_messages.c.conversation)
        .where(
            web_messages.c.workspace == workspace,
            web_messages.c.account.is_distinct_from(account),
            web_messages.c.id > func.coalesce(read.c.last_read, 0),
        )
        .group_by(web_messages.c.conversation)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _workspace(key: str) -> tuple[ColumnElement[bool], ...]:
    return workspaces.c.platform == PLATFORM, workspaces.c.key == key


def _reader(workspace: str, account: str, conversation: str) -> tuple[ColumnElement[bool], ...]:
    return (
        web_reads.c.workspace == workspace,
        web_reads.c.account == account,
        web_reads.c.conversation == conversation,
    )


def _personas() -> Select[*tuple[Any, ...]]:
    return (
        select(
            workspaces.c.key,
            accounts.c.key,
            people.c.name,
            people.c.tier,
            organisations.c.name,
            workspaces.c.name,
        )
        .select_from(accounts)
        .join(workspaces, workspaces.c.id == accounts.c.workspace_id)
        .join(people, people.c.id == accounts.c.person_id)
        .join(organisations, organisations.c.id == accounts.c.organisation_id)
        .where(workspaces.c.platform == PLATFORM)
    )


def _persona(row: Row[*tuple[Any, ...]]) -> Persona:
    workspace, account, name, tier, organisation, workspace_name = row
    return Persona(workspace, account, name, Tier(tier), organisation, workspace_name)


def _posts(workspace: str) -> Select[*tuple[Any, ...]]:
    answer = web_messages.alias()
    replies_of = select(func.count()).where(answer.c.thread == web_messages.c.id).scalar_subquery()
    return (
        select(
            web_messages.c.id,
            web_messages.c.conversation,
            web_messages.c.thread,
            web_messages.c.account,
            people.c.name,
            web_messages.c.message,
            web_messages.c.posted_at,
            web_messages.c.edited_at.is_not(None),
            replies_of,
        )
        .select_from(web_messages)
        .outerjoin(workspaces, and_(*_workspace(workspace)))
        .outerjoin(accounts, and_(accounts.c.workspace_id == workspaces.c.id, accounts.c.key == web_messages.c.account))
        .outerjoin(people, people.c.id == accounts.c.person_id)
        .where(web_messages.c.workspace == workspace)
    )


def _posted(row: Row[*tuple[Any, ...]]) -> Posted:
    return Posted(*row)
