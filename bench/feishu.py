"""Feishu: what its SDK costs, what opening an event costs, and a `/变更` by webhook against the same by Slack."""

import asyncio
import base64
import hashlib
import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

import uvloop
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bench.client import Client
from bench.feishu_client import BLOCK, Headers, delivered, sealed
from bench.feishu_servers import BOT, PLATFORM, TOKEN, webhook
from bench.ground import Ground, prepare
from bench.measuring import Timing, folder_on_disk, fsync_ms, ratio, timed, verdict
from bench.slack_client import signed
from bench.slack_servers import PLATFORM as SLACK
from bench.slack_servers import dossier, served, stub
from bot.feishu.sealing import Seal
from chat.events import CommandGiven, Source

MOST_TIME, MOST_MEMORY, MOST_DECODE, MOST_SLACK = 1 / 3, 1 / 2, 1.3, 1.3

_ROUNDS = 7
_DECODED = 2000
# Concurrency: rounds, commands a round.
_PLAN = {1: (13, 96), 32: (13, 128)}

_MEASURE = """
import os, subprocess, time, warnings
def resident():
    return int(subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True).stdout) / 1024
warnings.simplefilter("ignore")
before, begun = resident(), time.perf_counter()
{}
taken = time.perf_counter() - begun
print(taken, resident() - before)
"""
_WHOLE = "import lark_oapi"
_PARTS = "from bot.feishu.sdk import PARTS, part; [part(each) for each in PARTS]"


def main() -> None:
    """Measure and print."""
    _print_imports()
    key = secrets.token_hex()
    _print_decoding(key)
    needed = sum(rounds * commands for rounds, commands in _PLAN.values())
    with folder_on_disk() as folder, ExitStack() as running:
        grounds = {platform: prepare(folder / f"{platform}.db", needed, platform) for platform in (PLATFORM, SLACK)}
        files = {name: shutil.copy(each.file, folder / f"{name}-copy.db") for name, each in grounds.items()}
        api = running.enter_context(served(stub)) + "/"
        feishu = running.enter_context(served(webhook, grounds[PLATFORM], files[PLATFORM], key))
        slack = running.enter_context(served(dossier, grounds[SLACK], files[SLACK], key, api, None))
        print(f"\nfsync of 16 KiB: {fsync_ms(folder):.2f} ms")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_measure(grounds, key, Client(feishu, b"{}"), Client(slack)))


def _print_imports() -> None:
    taken: dict[str, list[tuple[float, float]]] = {_WHOLE: [], _PARTS: []}
    for _ in range(_ROUNDS):
        for code, each in taken.items():
            done = subprocess.run([sys.executable, "-c", _MEASURE.format(code)], check=True, capture_output=True)
            seconds, mib = map(float, done.stdout.split())
            each.append((seconds, mib))
    whole, parts = ([median(values) for values in zip(*each, strict=True)] for each in taken.values())
    print(f"  import lark_oapi            {whole[0]:5.2f} s   {whole[1]:5.0f} MiB")
    print(f"  the parts that are used     {parts[0]:5.2f} s   {parts[1]:5.0f} MiB")
    time, memory = parts[0] / whole[0], parts[1] / whole[1]
    print(f"  time   {time:5.2f}×  goal ≤ {MOST_TIME:.2f}  {verdict(time <= MOST_TIME)}")
    print(f"  memory {memory:5.2f}×  goal ≤ {MOST_MEMORY:.2f}  {verdict(memory <= MOST_MEMORY)}")


def _print_decoding(key: str) -> None:
    seal = Seal(key, TOKEN)
    rivals = (lambda each: seal.open(*each), _minimal(key))
    rounds: list[tuple[Timing, Timing]] = []
    for number in range(_ROUNDS):
        requests = [sealed(_command(turn), BOT, key, TOKEN) for turn in range(_DECODED)]
        timings = {at: timed(rivals[at], requests) for at in ((0, 1) if number % 2 else (1, 0))}
        rounds.append((timings[0], timings[1]))
    ours, theirs = zip(*rounds, strict=True)
    slower = ratio(ours, theirs, lambda each: each.elapsed)
    each = median(one.elapsed for one in ours) / _DECODED * 1e6
    print(f"\n  an event is opened in {each:.0f} µs: {slower:.2f}× AES + sha256 + json alone", end="")
    print(f"  goal ≤ {MOST_DECODE}  {verdict(slower <= MOST_DECODE)}")


def _minimal(key: str) -> Callable[[tuple[Headers, bytes]], object]:
    """Give the least that opens an event and knows whose it is."""
    cipher = algorithms.AES256(hashlib.sha256(key.encode()).digest())

    def opened(request: tuple[Headers, bytes]) -> object:
        headers, body = request
        stamp, nonce, signature = headers.values()
        if hashlib.sha256(f"{stamp}{nonce}{key}".encode() + body).hexdigest() != signature:
            raise ValueError("forged")
        hidden = base64.b64decode(json.loads(body)["encrypt"])
        decryptor = Cipher(cipher, modes.CBC(hidden[:BLOCK])).decryptor()
        plain = decryptor.update(hidden[BLOCK:]) + decryptor.finalize()
        return json.loads(plain[: -plain[-1]])

    return opened


def _command(number: int) -> CommandGiven:
    source = Source(f"e{number}", PLATFORM, "galaxy", "ou_1", "oc_1")
    return CommandGiven(source, "变更", f"登录页加短信验证，第{number}处 | 原因: 防刷 | 影响: 3 天")


async def _measure(grounds: dict[str, Ground], key: str, feishu: Client, slack: Client) -> None:
    by_feishu, by_slack = (iter(grounds[name].commands) for name in (PLATFORM, SLACK))
    for concurrency, (count, size) in _PLAN.items():
        rounds: list[tuple[Timing, Timing]] = []
        for number in range(count):
            sent = [delivered(next(by_feishu), BOT, key, TOKEN) for _ in range(size)]
            posted = [signed(next(by_slack), key) for _ in range(size)]
            turns = [(feishu, sent), (slack, posted)]
            if number % 2:
                turns.reverse()
            timings = {client: await client.run(requests, concurrency) for client, requests in turns}
            if number > 0:  # The first round warms up caches, pools and files.
                rounds.append((timings[feishu], timings[slack]))
        ours, theirs = zip(*rounds, strict=True)
        slower = ratio(ours, theirs, lambda each: each.p50)
        mine, other = (median(each.p50 for each in some) * 1000 for some in (ours, theirs))
        print(f"  {concurrency:2} at a time: p50 {mine:6.2f} ms by Feishu, {other:6.2f} ms by Slack", end="")
        print(f"   {slower:5.2f}×  goal ≤ {MOST_SLACK}  {verdict(slower <= MOST_SLACK)}")
