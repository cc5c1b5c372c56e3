"""The demo's clock: forward by a duration or to a moment, refusing everything else with a sentence."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.unit.bot.web.product import START, Product


def moved(product: Product) -> timedelta:
    """Give how far the clock is ahead of where it began, to the minute."""
    return timedelta(minutes=round((product.clock.now() - START).total_seconds() / 60))


@pytest.mark.parametrize(
    ("duration", "by"),
    [
        ("PT24H", timedelta(hours=24)),
        ("P7D", timedelta(days=7)),
        ("P1W", timedelta(weeks=1)),
        ("P1DT2H30M", timedelta(days=1, hours=2, minutes=30)),
    ],
)
def test_the_clock_is_advanced_by_a_duration(
    client: httpx.Client, product: Product, duration: str, by: timedelta
) -> None:
    answer = client.post("/demo/clock", json={"advance": duration})
    assert answer.status_code == 200
    assert abs(datetime.fromisoformat(answer.json()["now"]) - product.clock.now()) < timedelta(minutes=1)
    assert moved(product) == by


def test_the_clock_is_moved_to_a_moment(client: httpx.Client, product: Product) -> None:
    client.post("/demo/clock", json={"to": "2026-11-27T16:00+08:00"})
    assert product.clock.now() - datetime(2026, 11, 27, 8, tzinfo=UTC) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "\x00",
        "[" * 9_000,
        '{"advance": 5}',
        '{"advance": "P"}',
        '{"advance": "PT"}',
        '{"advance": "-PT1H"}',
        '{"advance": "P99999D"}',
        '{"to": "tomorrow"}',
        '{"to": "2026-11-27T16:00"}',
        '{"to": "2020-01-01T00:00Z"}',
        '{"to": "9999-12-31T23:59-14:00"}',
        '{"advance": "' + "1" * 100 + '"}',
    ],
)
def test_a_time_the_clock_cannot_go_to_is_refused(client: httpx.Client, product: Product, body: str) -> None:
    answer = client.post("/demo/clock", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert moved(product) == timedelta()


def test_the_clock_takes_no_form_of_another_site(client: httpx.Client, product: Product) -> None:
    assert client.post("/demo/clock", data={"advance": "PT1H"}).status_code == 400
    assert moved(product) == timedelta()


def test_a_long_body_is_refused(client: httpx.Client) -> None:
    assert client.post("/demo/clock", json={"advance": "x" * 20_000}).status_code == 413
