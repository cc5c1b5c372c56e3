"""The web chat as a Starlette application: its addresses, and what leads from a request to an answer."""

import json
from collections.abc import Awaitable, Callable, Iterator
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.signing import Signer
from bot.web import guard, previews
from bot.web.clock import move, read_duration, read_moment
from bot.web.hub import News
from bot.web.place import Place, find_place, language_of, path, thread_of
from bot.web.platform import WebPlatform, direct_conversation
from bot.web.posts import Posts
from bot.web.private import PrivateNotes
from bot.web.problems import Refusal
from bot.web.rendering import Renderer
from bot.web.services import Services
from bot.web.stream import frames
from bot.web.tree import TreePages
from bot.web.words import word
from chat.texts import text
from chat.voice import Voice
from dossier.errors import Problem, Refused
from storage import webchat
from storage.blobs import Unreachable
from storage.files import StoredFile
from storage.vault import LOST

_CLOCK_LIMIT = 10_000
_CONVERSATIONS = ("/w/{workspace}/{account}/c/{channel}", "/w/{workspace}/{account}/dm")
_DOSSIER = "/w/{workspace}/{account}/dossiers/{dossier}"
_STATUSES = {404: "problem-page", 405: "problem-method"}

Handler = Callable[[Place, FormData], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def routes(services: Services, platform: WebPlatform) -> Starlette:
    """Give the web chat over the product's services; `platform` is the one the outbox delivers to."""
    return _Chat(services, platform).app()


class _Chat:
    def __init__(self, services: Services, platform: WebPlatform) -> None:
        self._services = services
        self._hub = platform.hub
        self._uploads = platform.uploads
        self._signer = Signer(services.secret)
        notes = PrivateNotes()
        self._renderer = Renderer(services, self._signer, notes)
        self._tree = TreePages(services, self._renderer)
        self._posts = Posts(services, platform, self._renderer, self._signer, notes)

    def app(self) -> Starlette:
        posts = self._posts
        taken = {"send": posts.send, "press": posts.press, "change": posts.change, "submit": posts.submit}
        taken |= {"keep": posts.keep, "dismiss": posts.dismiss, "read": posts.read}
        conversation = [
            route
            for base in _CONVERSATIONS
            for route in (
                Route(base, self.page),
                Route(f"{base}/older", self.older),
                Route(f"{base}/events", self.events),
                *(Route(f"{base}/{name}", self._post(handler), methods=["POST"]) for name, handler in taken.items()),
                Route(f"{base}/channels", self._post(self._add_channel), methods=["POST"]),
                Route(f"{base}/clock", self._post(self._move_clock), methods=["POST"]),
            )
        ]
        return Starlette(
            routes=[
                Route("/", self.start),
                Route("/demo/clock", self.demo_clock, methods=["POST"]),
                Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
                Route("/w/{workspace}/{account}", self.first_channel),
                Route("/w/{workspace}/{account}/files/{file}", self.file),
                Route("/w/{workspace}/{account}/records/{record}/files/{file}", self.record_file),
                Route("/w/{workspace}/{account}/records/{record}/files/{file}/preview", self.preview),
                Route(_DOSSIER, self.tree),
                Route(f"{_DOSSIER}/folders/{{phase}}/{{folder}}", self.folder),
                Route(f"{_DOSSIER}/records/{{record}}", self.held),
                Route(f"{_DOSSIER}/zip", self._post(self._zip), methods=["POST"]),
                *conversation,
            ],
            middleware=[
                Middleware(guard.SecurityHeaders),
                Middleware(TrustedHostMiddleware, allowed_hosts=guard.HOSTS, www_redirect=False),
            ],
            exception_handlers={
                Refusal: self.refuse,
                Refused: self.refuse,
                HTTPException: self.refuse,
                Exception: self.refuse,
            },
        )

    async def start(self, request: Request) -> Response:
        personas = await run_in_threadpool(self._services.db.read, webchat.personas)
        if not personas:
            raise Refusal(404, "empty")
        return RedirectResponse(path("w", personas[0].workspace, personas[0].account))

    async def first_channel(self, request: Request) -> Response:
        place = await run_in_threadpool(find_place, self._services, request)
        workspace = place.persona.workspace
        channels = await run_in_threadpool(self._services.db.read, lambda c: webchat.channels_of(c, workspace))
        return RedirectResponse(place.home + (path("c", channels[0].key) if channels else "/dm"))

    async def page(self, request: Request) -> Response:
        session = guard.session_of(request)
        # Taken before the messages are read: what comes between is sent again, and a page shows nothing twice.
        cursor = self._hub.cursor()

        def make() -> str:
            place = find_place(self._services, request)
            root = thread_of(self._services, place, request.query_params.get("thread"))
            back_to = _number(request.query_params.get("message", ""))
            return self._renderer.page(place, root, cursor, guard.csrf_token(self._signer, session), back_to)

        response = HTMLResponse(await run_in_threadpool(make), headers={"cache-control": "no-store"})
        guard.keep_session(response, session)
        return response

    async def older(self, request: Request) -> Response:
        before = _number(request.query_params.get("before", ""))
        if before is None:
            raise Refusal(404, "message")
        place = await run_in_threadpool(find_place, self._services, request)
        return HTMLResponse(await run_in_threadpool(self._renderer.older, place, before))

    async def events(self, request: Request) -> Response:
        place = await run_in_threadpool(find_place, self._services, request)
        root = await run_in_threadpool(thread_of, self._services, place, request.query_params.get("thread"))
        cursor = request.headers.get("last-event-id") or request.query_params.get("after", "")
        stream = frames(self._hub, self._services, self._renderer, place, root, cursor)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def file(self, request: Request) -> Response:
        """Give a file that came with a message, to those who can read the message."""
        place = await run_in_threadpool(find_place, self._services, request)
        upload = await run_in_threadpool(self._sent, place, request.path_params["file"])
        if upload is None:
            raise Refusal(404, "file")
        return await self._download(upload)

    def _sent(self, place: Place, uid: str) -> StoredFile | None:
        workspace, direct = place.persona.workspace, direct_conversation(place.persona.account)
        if not self._services.db.read(lambda connection: webchat.carries(connection, workspace, direct, uid)):
            return None
        return self._uploads.open(workspace, uid)

    async def record_file(self, request: Request) -> Response:
        """Give a file attached to a record, to those who may see the record."""
        file = await self._attached(request)
        if file.refused is not None:
            raise Refusal.of(file.refused)
        if not file.here:
            raise Refusal(503, "file-coming", name=file.ref.name)
        return await self._download(file)

    async def preview(self, request: Request) -> Response:
        """Give what a file attached to a record looks like at a glance, to those who may see the record."""
        file = await self._attached(request)
        if not file.here or not previews.has_preview(file.ref.type):
            raise Refusal(404, "file")
        is_picture = file.ref.type in previews.PICTURES
        try:
            made = await run_in_threadpool(previews.picture if is_picture else previews.lines, self._uploads, file)
        except LOST:
            raise Refusal(410, "file-lost", name=file.ref.name) from None
        except Unreachable:
            raise Refusal(503, "file-store") from None
        if made is None:
            raise Refusal(404, "file")
        # A content never changes; who may see it no more is not shown it by their browser for longer than this.
        headers = {"cache-control": "private, max-age=3600"}
        if isinstance(made, bytes):
            return Response(made, media_type="image/png", headers=headers)
        return HTMLResponse(f"<pre>{escape(made)}</pre>", headers=headers)

    async def _attached(self, request: Request) -> StoredFile:
        place = await run_in_threadpool(find_place, self._services, request)
        wanted = (request.path_params["record"], request.path_params["file"])
        persona = place.persona
        file = await run_in_threadpool(self._services.file, persona.workspace, persona.account, *wanted)
        if file is None:
            raise Refusal(404, "file")
        return file

    async def _download(self, file: StoredFile) -> Response:
        """Give a file to be saved, never shown in place: a page somebody uploaded must not run as one of ours."""
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{path(file.ref.name)[1:]}"}
        headers["content-length"] = str(file.ref.size)
        try:
            pieces = await run_in_threadpool(_begun, self._uploads.pieces(file))
        except LOST:
            raise Refusal(410, "file-lost", name=file.ref.name) from None
        except Unreachable:
            raise Refusal(503, "file-store") from None
        return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)

    async def tree(self, request: Request) -> Response:
        """Give the page of a dossier's folders."""
        session = guard.session_of(request)
        place = await run_in_threadpool(find_place, self._services, request)
        token = guard.csrf_token(self._signer, session)
        page = await run_in_threadpool(self._tree.page, place, request.path_params["dossier"], token)
        response = HTMLResponse(page, headers={"cache-control": "no-store"})
        guard.keep_session(response, session)
        return response

    async def folder(self, request: Request) -> Response:
        """Give what is in a folder of a dossier."""
        place = await run_in_threadpool(find_place, self._services, request)
        dossier, phase, name = (request.path_params[part] for part in ("dossier", "phase", "folder"))
        before = _number(request.query_params.get("before", ""))
        return HTMLResponse(await run_in_threadpool(self._tree.folder, place, dossier, phase, name, before))

    async def held(self, request: Request) -> Response:
        """Give what a record of a dossier holds."""
        place = await run_in_threadpool(find_place, self._services, request)
        return HTMLResponse(await run_in_threadpool(self._tree.record, place, request.path_params["record"]))

    async def demo_clock(self, request: Request) -> Response:
        """Move the clock by JSON, from a command line; browsers send JSON to their own site alone."""
        guard.check_origin(request)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refusal(400, "clock", example='{"advance": "PT24H"} (application/json)')
        await guard.refuse_large(request, _CLOCK_LIMIT, "unreadable")
        try:
            wanted = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise Refusal(400, "unreadable") from None
        advance, to = (wanted.get(name) if isinstance(wanted, dict) else None for name in ("advance", "to"))
        now = await run_in_threadpool(
            self._move,
            read_duration(advance) if isinstance(advance, str) else None,
            read_moment(to) if isinstance(to, str) else None,
        )
        return JSONResponse({"now": now.isoformat()})

    def _post(self, handler: Handler) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            place = await run_in_threadpool(find_place, self._services, request)
            form = await guard.read_form(self._signer, request)
            try:
                return await run_in_threadpool(handler, place, form)
            finally:
                await form.close()

        return endpoint

    def _add_channel(self, place: Place, form: FormData) -> Response:
        there, response = self._posts.add_channel(place, form)
        self._hub.publish(News(place.persona.workspace))
        response.headers["hx-redirect"] = there.url
        return response

    def _zip(self, place: Place, form: FormData) -> Response:
        """Have a dossier made a ZIP, which comes into the conversation with the bot."""
        response = self._posts.press(place, form)
        response.headers["hx-redirect"] = place.url
        return response

    def _move_clock(self, place: Place, form: FormData) -> Response:
        advance, to = (value if isinstance(value := form.get(name), str) else "" for name in ("advance", "to"))
        self._move(
            read_duration(advance) if advance else None, read_moment(to, place.zone) if to or not advance else None
        )
        return Response(status_code=204)

    def _move(self, *wanted: Any) -> Any:
        now = move(self._services.clock, *wanted)
        self._hub.publish(News())
        return now

    async def refuse(self, request: Request, error: Exception) -> Response:
        """Answer what was refused with a sentence: a page for a browser that asked for one, else plain text."""
        language = await run_in_threadpool(language_of, self._services, request)
        match error:
            case Refusal(problem=Problem() as problem):
                status, sentence = error.status, text(language, problem.key, **problem.data)
            case Refused():
                # Nothing it says depends on where it is read.
                voice = Voice(language, ZoneInfo("UTC"), self._services.clock.now())
                status, sentence = 403, voice.problem(error.problem)
            case Refusal():
                status, sentence = error.status, word(error.key, language, **error.data)
            case HTTPException():
                status = error.status_code
                sentence = word(_STATUSES.get(status, "problem-unreadable"), language)
            case _:
                status, sentence = 500, word("problem-broken", language)
        if request.url.path == "/demo/clock":
            return JSONResponse({"error": sentence}, status)
        if "text/html" in request.headers.get("accept", "") and "hx-request" not in request.headers:
            return HTMLResponse(self._renderer.problem(language, sentence), status)
        return PlainTextResponse(sentence, status)


def _number(given: str) -> int | None:
    """Give the id of a message, None for what cannot be one."""
    return int(given) if given.isdecimal() and len(given) <= 18 else None


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give pieces of which the first has been read: what cannot be read is said before anything is answered."""
    first = next(pieces, b"")
    return chain((first,), pieces)
