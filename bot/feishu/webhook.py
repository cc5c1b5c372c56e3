"""What comes in from Feishu over HTTP: opened by the seal, then taken by the product."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.feishu import CARDS_PATH, EVENTS_PATH
from bot.feishu.sealing import Challenge, Seal, Unsealed
from bot.feishu.taking import Taker

_MOST_BYTES = 4 * 1024 * 1024


class Webhook:
    """The endpoints Feishu posts to. Events and callbacks are told apart by what is in them, not by the path."""

    def __init__(self, seal: Seal, taker: Taker) -> None:
        """Take what opens requests and what takes them."""
        self._seal = seal
        self._taker = taker

    def routes(self) -> list[Route]:
        """Give the routes for the web server."""
        return [Route(path, self.endpoint, methods=["POST"]) for path in (EVENTS_PATH, CARDS_PATH)]

    async def endpoint(self, request: Request) -> Response:
        """Take a request: 401 for what is not Feishu's own, 413 for too much, 503 for what is to come again."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST_BYTES:
                return PlainTextResponse("too much", 413)
        try:
            opened = self._seal.open(request.headers, bytes(body))
        except Unsealed:
            return JSONResponse({"error": "not sealed by Feishu"}, 401)
        if isinstance(opened, Challenge):
            return JSONResponse({"challenge": opened.text})
        answer = await self._taker.answer(opened)
        return JSONResponse({"error": "try again"}, 503) if answer is None else JSONResponse(answer)
