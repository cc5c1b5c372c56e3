"""A signed `/change` in one line over HTTP, with all that is written for it, against a bare Bolt app.

The client is this process, each server has one of its own, on one uvicorn each; the servers take turns in every round.
The bare app writes the same rows with sqlite3 by hand in the same kind of writer (`bench.by_hand`). The product runs
without its workers: cards stay in the outbox, nothing is posted while it is measured. Forms are opened in a stub of
Slack which takes its time as Slack does. Beside the times stands the CPU time of the server, which is steadier where
others use the machine too.
"""

import asyncio
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from statistics import median

import uvloop

from bench.client import Client
from bench.ground import Ground, prepare
from bench.measuring import Timing, folder_on_disk, fsync_ms, ratio, verdict
from bench.slack_client import signed
from bench.slack_servers import PLATFORM, bare, dossier, served, stub
from chat.events import CommandGiven

MOST_P50 = 1.5
MOST_ROUTED = 1.1
MOST_ACK_MS = 300

# Concurrency: rounds, commands a round.
_PLAN = {1: (17, 96), 32: (17, 128)}
# Forms are opened by so many at a time while so many others save by one-liners.
_OPENING, _SAVING = 8, 32
_FORMS, _SAVED = 300, 1500
_SERVERS = ("dossier", "bare Bolt", "one command", "60 commands")


@dataclass(frozen=True, slots=True)
class Round:
    """What a server took in a round: the client's timing, and the server's CPU time a command (seconds)."""

    timing: Timing
    cpu: float


def main() -> None:
    """Measure and print."""
    needed = sum(rounds * commands for rounds, commands in _PLAN.values()) + _SAVED
    with folder_on_disk() as folder, ExitStack() as running:
        ground = prepare(folder / "ground.db", needed, PLATFORM)
        files = [shutil.copy(ground.file, folder / f"{number}.db") for number in range(len(_SERVERS))]
        secret = secrets.token_hex()
        api = running.enter_context(served(stub)) + "/"
        made = (
            served(dossier, ground, files[0], secret, api, None),
            served(bare, ground, files[1], secret),
            served(dossier, ground, files[2], secret, api, 1),
            served(dossier, ground, files[3], secret, api, 60),
        )
        addresses = dict(zip(_SERVERS, map(running.enter_context, made), strict=True))
        print(f"fsync of 16 KiB: {fsync_ms(folder):.2f} ms")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_measure(ground, secret, addresses))
        print(f"\nfsync of 16 KiB: {fsync_ms(folder):.2f} ms")


async def _measure(ground: Ground, secret: str, addresses: Mapping[str, str]) -> None:
    clients = {name: Client(address) for name, address in addresses.items()}
    commands = iter(ground.commands)
    for concurrency, (count, size) in _PLAN.items():
        rounds: dict[str, list[Round]] = {name: [] for name in clients}
        for number in range(count):
            batch = [next(commands) for _ in range(size)]
            for turn in range(len(clients)):
                name = _SERVERS[(number + turn) % len(clients)]
                taken = await _round(clients[name], [signed(each, secret) for each in batch], concurrency)
                if number > 0:  # The first round warms up caches, pools and files.
                    rounds[name].append(taken)
        _print(concurrency, rounds)
    await _print_forms(clients["dossier"], list(commands), secret)


async def _round(client: Client, requests: Sequence[bytes], concurrency: int) -> Round:
    before = await client.cpu()
    timing = await client.run(requests, concurrency)
    return Round(timing, (await client.cpu() - before) / len(requests))


def _print(concurrency: int, rounds: Mapping[str, Sequence[Round]]) -> None:
    print(f"\n{concurrency} at a time")
    for name, taken in rounds.items():
        p50, p99 = (median(of(each.timing) for each in taken) * 1000 for of in (_p50, lambda timing: timing.p99))
        rate, cpu = median(each.timing.throughput for each in taken), median(each.cpu for each in taken) * 1000
        print(f"  {name:12} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   {rate:7.0f} a second   CPU {cpu:5.2f} ms a command")
    ours, hand, one, sixty = (rounds[name] for name in _SERVERS)
    _compare("of bare Bolt", ours, hand, MOST_P50)
    _compare("of 60 commands, of one", sixty, one, MOST_ROUTED)


def _compare(what: str, ours: Sequence[Round], theirs: Sequence[Round], most: float) -> None:
    slower = ratio([each.timing for each in ours], [each.timing for each in theirs], _p50)
    dearer = median(mine.cpu / other.cpu for mine, other in zip(ours, theirs, strict=True))
    print(f"  p50 {what:22} {slower:5.2f}×  goal ≤ {most}  {verdict(slower <= most)}   CPU {dearer:5.2f}×")


def _p50(timing: Timing) -> float:
    return timing.p50


async def _print_forms(client: Client, commands: Sequence[CommandGiven], secret: str) -> None:
    """Open forms while others save, and print how soon Slack has its acknowledgement."""
    saving = [signed(each, secret) for each in commands]
    opening = (signed(each, secret) for each in _empty(commands))
    load = asyncio.create_task(client.run(saving, _SAVING))
    acks = await client.run(opening, _OPENING)
    saved = await load
    p50, p99 = acks.p50 * 1000, acks.p99 * 1000
    rates = f"{acks.throughput:.0f} and {saved.throughput:.0f} a second"
    print(f"\n{_OPENING} opening forms while {_SAVING} save, {rates}")
    print(f"  acknowledged  p50 {p50:.0f} ms   p99 {p99:.0f} ms   goal < {MOST_ACK_MS}  {verdict(p99 < MOST_ACK_MS)}")


def _empty(commands: Sequence[CommandGiven]) -> Iterator[CommandGiven]:
    """Give commands with nothing behind them, which open forms."""
    for each in commands[:_FORMS]:
        yield replace(each, source=replace(each.source, id=f"form-{each.source.id}"), text="")
