"""Lines to be saved: slash commands that are answered together, before Bolt looks for the listener of each."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import compress

from slack_bolt.async_app import AsyncAck
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.events import Bot, Payload, Reader
from bot.slack.handling import Ack
from bot.together import Together
from chat.event_handler import EventHandler
from chat.events import CommandGiven
from chat.replies import Rendered
from chat.router import router

Line = tuple[Payload, CommandGiven]
Said = Ack | Exception | None
"""The answer to a line, or what went wrong with it once it was handled; None where Slack is to be asked whose it is."""


class Saving:
    """Saves lines that came together; `save_all` is called in worker threads."""

    def __init__(
        self,
        product: EventHandler,
        reader: Reader,
        at_hand: Callable[[str, str], bool],
        given: Callable[[Payload, CommandGiven, Rendered], Ack],
    ) -> None:
        """Take the product and the parts that speak Slack.

        `at_hand` tells whether an account is known without Slack being asked, `given` says the answer to a command.
        """
        self._product = product
        self._reader = reader
        self._at_hand = at_hand
        self._given = given

    def line(self, payload: Payload, bot: Bot) -> Line | None:
        """Give a slash command that is a line to be saved; None for others, and where it names people, of whom Slack
        may have to be asked."""
        if "<@" in str(payload.get("text")):
            return None
        event = self._reader.command(payload, bot)
        return (payload, event) if router.saves(event) else None

    def save_all(self, lines: Sequence[Line]) -> list[Said]:
        """Answer lines that came together."""
        known = [self._at_hand(event.source.workspace, event.source.account) for _, event in lines]
        answers = iter(self._product.handle_all([event for _, event in compress(lines, known)]))
        return [self._said(*line, next(answers)) if ours else None for line, ours in zip(lines, known, strict=True)]

    def _said(self, payload: Payload, event: CommandGiven, answer: Rendered) -> Ack | Exception:
        try:
            return self._given(payload, event, answer)
        except Exception as error:
            return error


class Lines(AsyncMiddleware):
    """Stands behind what finds out for whom a request is; all that is no such line goes on to the listeners."""

    def __init__(self, saving: Saving, together: Together[Line, Said], follow: Callable[[Ack], None]) -> None:
        """Take what saves lines, and in batches; `follow` does what is to be done after an answer."""
        self._saving = saving
        self._together = together
        self._follow = follow

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Answer a line, or let Bolt go on."""
        answer = await self._answer(req) if "command" in req.body else None
        if answer is None:
            return await next()
        self._follow(answer)
        ack = AsyncAck()  # type: ignore[no-untyped-call]
        return await ack(**answer.body)

    async def _answer(self, request: AsyncBoltRequest) -> Ack | None:
        bot = Bot(request.context.team_id or "", request.context.bot_user_id or "")
        line = self._saving.line(request.body, bot)
        answer = None if line is None else await self._together.handle(line)
        if isinstance(answer, Exception):
            raise answer
        return answer
