"""Meetings that ended and minutes that were generated, completed by what Feishu tells when it is asked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import structlog

from bot.feishu.api import Api, Json, plain_request
from chat.events import MeetingEnded, Source
from chat.platform import Busy, Failed, Lost

_PERSON = 1
_log = structlog.get_logger(__name__)


class Meetings:
    """Makes events of the product out of Feishu's.

    Feishu is asked before they are acknowledged: where that takes too long it delivers them again, and they are taken
    in once all the same. The parts of the SDK that are loaded have no models of these calls.
    """

    def __init__(self, api: Api) -> None:
        """Take what is asked."""
        self._api = api

    def ended(self, uid: str, event: Mapping[str, Any], platform: str, workspace: str) -> MeetingEnded | None:
        """Read vc.meeting.all_meeting_ended_v1
        (https://open.feishu.cn/document/server-docs/vc-v1/meeting/events/all_meeting_ended).

        Who took part is asked for; the event is no worse without it. None for a meeting that nobody of ours held.
        """
        meeting = event["meeting"]
        host = _open_id(meeting.get("host_user")) or _open_id(meeting.get("owner"))
        if not host:
            return None
        start, end = (_seconds(meeting[name]) for name in ("start_time", "end_time"))
        number = str(meeting["id"])
        return MeetingEnded(
            Source(uid, platform, workspace, host),
            number,
            str(meeting.get("topic") or "").strip(),
            start,
            max(start, end),
            self._attendees(number),
        )

    def minuted(self, uid: str, event: Mapping[str, Any], platform: str, workspace: str) -> MeetingEnded | None:
        """Read minutes.minute.generated_v1 (https://open.feishu.cn/document/server-docs/minutes-v1/minute/event).

        What they are about has to be asked for: raises Busy, Failed or Lost where that cannot be told, so that the
        event comes again. None for a recording that is nobody's of ours.
        """
        token = str(event["minute_token"])
        source = event.get("minute_source") or {}
        meeting = str(source.get("source_entity_id") or "") if source.get("source_type") == "meeting" else ""
        host = next((found for each in event.get("subscriber_ids") or () if (found := _open_id({"id": each}))), "")
        if not host:
            return None
        about = self._asked(f"/open-apis/minutes/v1/minutes/{quote(token, safe='')}").get("minute") or {}
        start = _seconds(int(about["create_time"]) / 1000)
        return MeetingEnded(
            Source(uid, platform, workspace, host),
            meeting or f"minute:{token}",
            str(about.get("title") or "").strip(),
            start,
            start + timedelta(milliseconds=int(about.get("duration") or 0)),
            self._attendees(meeting) if meeting else (),
            str(about.get("url") or ""),
        )

    def _attendees(self, meeting: str) -> tuple[str, ...]:
        """Give the accounts of those who took part (https://open.feishu.cn/document/server-docs/vc-v1/meeting/get)."""
        path = f"/open-apis/vc/v1/meetings/{quote(meeting, safe='')}"
        try:
            found = self._asked(path, with_participants="true", user_id_type="open_id").get("meeting") or {}
        except (Busy, Failed, Lost) as error:
            _log.info("who took part in a meeting is not known", error=str(error))
            return ()
        people = (each for each in found.get("participants") or () if each.get("user_type", _PERSON) == _PERSON)
        return tuple(dict.fromkeys(str(each["id"]) for each in people if each.get("id")))

    def _asked(self, path: str, **queries: str) -> Json:
        return self._api.call(plain_request("GET", path, None, **queries))


def _open_id(user: Any) -> str:
    """Give the open_id of somebody in an event, "" when there is none: guests and devices have no account."""
    found = (user or {}).get("id") or {}
    return str(found.get("open_id") or "") if isinstance(found, Mapping) else ""


def _seconds(value: Any) -> datetime:
    return datetime.fromtimestamp(float(value), UTC)
