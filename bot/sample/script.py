"""The sample's data files: who works in an organisation, on which dossiers, and what they wrote there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier

HOUSES = ("xinghe", "northlight")

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonScript:
    """Somebody of the organisation; `language` when it is not the organisation's."""

    account: str
    name: str
    tier: Tier
    language: Language | None


@dataclass(frozen=True, slots=True)
class ChannelScript:
    """A channel and what was said in it last, as (name of a person, text), so many days `ago`."""

    key: str
    name: str
    ago: int
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DossierScript:
    """A dossier: `phases` as (days ago, phase), records until `until` days ago, `lines` in the order of time."""

    customer: str
    short_name: str
    project: str
    owner: str
    members: Mapping[str, Tier]
    guests: tuple[str, ...]
    phases: tuple[tuple[int, Phase], ...]
    until: int
    channel: ChannelScript
    owed: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with its working hours (minutes since midnight), its people, its dossiers and its phrases."""

    name: str
    workspace: str
    language: Language
    zone: ZoneInfo
    hours: tuple[tuple[int, int], ...]
    people: tuple[PersonScript, ...]
    dossiers: tuple[DossierScript, ...]
    channel: ChannelScript
    reasons: Mapping[str, list[str]]
    weekly: Mapping[str, Any]

    def founded_at(self, now: datetime) -> datetime:
        """Give the moment (UTC) of its founding: some days before its first dossier."""
        return now.astimezone(UTC) - timedelta(days=3 + max(script.phases[0][0] for script in self.dossiers))

    def speakers(self, script: DossierScript) -> list[str]:
        """Give those who work on a dossier and write the organisation's language."""
        foreign = {person.name for person in self.people if person.language}
        return [name for name in (script.owner, *script.members) if name not in foreign]


def read_house(name: str) -> House:
    """Read the data files of an organisation."""
    raw = json.loads(_text(f"{name}.json"))
    morning, noon, afternoon, evening = (_minutes(text) for text in raw["hours"])
    return House(
        raw["name"],
        raw["workspace"],
        Language(raw["language"]),
        ZoneInfo(raw["zone"]),
        ((morning, noon), (afternoon, evening)),
        tuple(_person(each) for each in raw["people"]),
        tuple(_dossier(each) for each in raw["dossiers"]),
        _channel(raw["channel"]),
        raw["reasons"],
        raw["weekly"],
    )


def _person(raw: Line) -> PersonScript:
    language = Language(raw["language"]) if "language" in raw else None
    return PersonScript(raw["account"], raw["name"], Tier[raw["tier"].upper()], language)


def _channel(raw: Line) -> ChannelScript:
    return ChannelScript(raw["key"], raw["name"], raw.get("ago", 0), tuple((name, text) for name, text in raw["lines"]))


def _dossier(raw: Line) -> DossierScript:
    return DossierScript(
        raw["customer"],
        raw["short_name"],
        raw["project"],
        raw["owner"],
        {name: Tier[tier.upper()] for name, tier in raw["members"].items()},
        tuple(raw["guests"]),
        tuple((days, Phase(phase)) for days, phase in raw["phases"]),
        raw["until"],
        _channel(raw["channel"]),
        tuple(raw["owed"]),
        tuple(json.loads(line) for line in _text(raw["file"]).splitlines()),
    )


def _text(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
