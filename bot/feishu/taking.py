"""Payloads on their way to the product: in threads of its own, and answered before Feishu stops waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import structlog

from bot.feishu.events import CARD_ACTION
from chat.messages import Message, Translated
from dossier.language import Label, Language

Json = dict[str, Any]
Take = Callable[[Json], Json]
Late = Callable[[Json, Json], object]

_WORKERS = 16
# Feishu waits for three seconds; some of that is spent on the way.
_SECONDS = 2.7
_LATE = Label(
    "还在处理，请稍后查看结果，不必再点一次。",
    "Still being worked on: look again in a moment, there is no need to repeat it.",
)
_FAILED = Label("没有处理成功，请稍后再试。", "That did not work: try again in a moment.")
_log = structlog.get_logger(__name__)


class Taker:
    """Hands payloads over, at once, whatever else is being worked on. May be used by several event loops."""

    def __init__(self, take: Take, late: Late | None = None, seconds: float = _SECONDS) -> None:
        """Take what handles a payload and gives its answer, and how long that may last (real seconds).

        `late` is given a callback and the answer that came of it when Feishu did not wait for that any more.
        """
        self._take = take
        self._late = late
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="feishu")

    async def answer(self, payload: Json) -> Json | None:
        """Give the answer of the product; None when the event failed or lasts too long and is to be delivered again.

        A callback is never delivered again: there, a toast says so. What was begun is always brought to its end.
        """
        try:
            work = self._pool.submit(self._take, payload)
        except RuntimeError:  # It was closed.
            return _instead(payload, "error", _FAILED)
        answer = asyncio.wrap_future(work)
        try:
            done, _ = await asyncio.wait([answer], timeout=self._seconds)
            if not done:
                return self._given_up(work, payload)
            return answer.result()
        except Exception:
            # The database, as a rule: Feishu delivers again what is worth it.
            _log.exception("a payload could not be handled")
            return _instead(payload, "error", _FAILED)
        finally:
            # Nobody waits any more; the loop may end before the work does.
            answer.cancel()

    def close(self) -> None:
        """Take no more payloads; what was begun is brought to its end."""
        self._pool.shutdown(wait=False)

    def _given_up(self, work: "Future[Json]", payload: Json) -> Json | None:
        if work.cancel():
            _log.error("a payload found no free thread", workers=_WORKERS)
            return _instead(payload, "error", _FAILED)
        work.add_done_callback(lambda ended: self._ended(ended, payload))
        return _instead(payload, "info", _LATE)

    def _ended(self, work: "Future[Json]", payload: Json) -> None:
        if (error := work.exception()) is not None:
            _log.error("a payload could not be handled", error=repr(error))
        if self._late is None or not _is_callback(payload):
            return
        try:
            self._late(payload, toast("error", _FAILED) if error else work.result())
        except Exception:
            _log.exception("what came of a callback could not be shown")


def toast(kind: str, said: Label) -> Json:
    """Give the answer to a callback that says something in each reader's language; info, success, warning or error."""
    return {"toast": {"type": kind, "content": said.zh, "i18n": {"zh_cn": said.zh, "en_us": said.en}}}


def words(message: Message) -> Label:
    """Give what a message says, in each language it is said in."""
    said = message.languages if isinstance(message, Translated) else {}
    return Label(*(said.get(of, message).text for of in (Language.ZH, Language.EN)))


def _is_callback(payload: Json) -> bool:
    header = payload.get("header")
    return isinstance(header, dict) and header.get("event_type") == CARD_ACTION


def _instead(payload: Json, kind: str, said: Label) -> Json | None:
    return toast(kind, said) if _is_callback(payload) else None
