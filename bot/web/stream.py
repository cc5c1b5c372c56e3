"""The live updates of an open page: server-sent events, nothing lost over a reconnect."""

from collections.abc import AsyncIterator, Sequence

from starlette.concurrency import run_in_threadpool

from bot.web.hub import Hub, News
from bot.web.place import Place
from bot.web.rendering import Renderer
from bot.web.services import Services
from storage import webchat

HEARTBEAT_SECONDS = 15.0


async def frames(
    hub: Hub, services: Services, renderer: Renderer, place: Place, root: int | None, cursor: str
) -> AsyncIterator[str]:
    """Give the events of a page from a cursor on: `message`, `sidebar` and `clock`, each with its HTML.

    A cursor of an earlier process, or one too far back, is answered with the last page of messages; a page puts each
    in the place of what it has under its id.
    """
    with hub.listen() as listener:
        # A first byte lets the browser know that the stream stands.
        yield ": open\n\n"
        while not hub.closed:
            news, cursor = hub.since(cursor)
            for frame in await run_in_threadpool(_render, services, renderer, place, root, news, cursor):
                yield frame
            while not await listener.wait(HEARTBEAT_SECONDS):
                yield ": still here\n\n"


def _render(
    services: Services, renderer: Renderer, place: Place, root: int | None, news: list[News] | None, cursor: str
) -> Sequence[str]:
    if news is not None and not news:
        return ()
    workspace = place.persona.workspace
    frames = [_frame("message", renderer.posted(place, posted)) for posted in _posts(services, place, root, news)]
    if news is None or any(each.workspace == workspace for each in news):
        frames.append(_frame("sidebar", renderer.sidebar(place)))
    if news is None or any(each.workspace is None for each in news):
        frames.append(_frame("clock", renderer.clock(place)))
    # The cursor comes last: a connection that breaks in between starts again from the one before.
    return (*frames, _frame("cursor", cursor, cursor))


def _posts(services: Services, place: Place, root: int | None, news: list[News] | None) -> list[webchat.Posted]:
    workspace = place.persona.workspace
    if news is None:
        latest, _ = services.db.read(lambda c: webchat.page(c, workspace, place.conversation))
        answers = services.db.read(lambda c: webchat.replies(c, workspace, root)) if root else ()
        return [*latest, *answers]
    here = (each.message for each in news if (each.workspace, each.conversation) == (workspace, place.conversation))
    found: dict[int, webchat.Posted] = {}
    for posted in (_one(services, workspace, number) for number in here):
        # What a thread hangs on is shown again as well: it says how many answers there are.
        start = _one(services, workspace, posted.thread) if posted else None
        found |= {each.id: each for each in (posted, start) if each is not None}
    return [found[number] for number in sorted(found)]


def _one(services: Services, workspace: str, number: int | None) -> webchat.Posted | None:
    return None if number is None else services.db.read(lambda c: webchat.one(c, workspace, number))


def _frame(event: str, data: str, cursor: str | None = None) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {event}\n" + (f"id: {cursor}\n" if cursor else "") + lines + "\n"
