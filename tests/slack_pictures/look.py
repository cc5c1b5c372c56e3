"""Blocks and views as HTML that looks like Slack, to be judged by eye; no part of Slack's own."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.charts import HEIGHT, WIDTH, plot
from chat.messages import Chart, ChartType, Series

Json = Mapping[str, Any]
_ZONE = ZoneInfo("Asia/Shanghai")
_BOLD = re.compile(r"(^|[\s\u200b(>])\*([^*\n]+)\*(?=$|[\s\u200b),.:;<])", re.MULTILINE)
_TOKEN = re.compile(r"&lt;(.+?)&gt;")
_COLOURS = ("#36c5f0", "#e01e5a", "#2eb67d", "#ecb22e", "#6b4fbb")

STYLE = (Path(__file__).parent / "look.css").read_text("utf-8")


def message(blocks: Iterable[Json], at: str) -> str:
    """Draw a posted message."""
    head = f'<div class="who"><b>客户档案助手</b><span class="app">APP</span><span class="at">{at}</span></div>'
    return f'<div class="message"><div class="face">🗂️</div><div class="said">{head}{_blocks(blocks)}</div></div>'


def modal(view: Json) -> str:
    """Draw a modal."""
    buttons = f'<span class="button">{_text(view["close"])}</span>'
    if "submit" in view:
        buttons += f'<span class="button primary">{_text(view["submit"])}</span>'
    head = f'<div class="bar"><span>{_text(view["title"])}</span><span>✕</span></div>'
    body = f'<div class="body">{_blocks(view["blocks"])}</div>'
    return f'<div class="modal">{head}{body}<div class="foot">{buttons}</div></div>'


def _blocks(blocks: Iterable[Json]) -> str:
    return "".join(_block(block) for block in blocks)


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f'<div class="header">{_text(block["text"])}</div>'
        case "section" if "fields" in block:
            return f'<div class="fields">{"".join(f"<div>{_text(field)}</div>" for field in block["fields"])}</div>'
        case "section":
            return f'<div class="section">{_text(block["text"])}</div>'
        case "context":
            return f'<div class="context">{"".join(_text(each) for each in block["elements"])}</div>'
        case "actions":
            return f'<div class="actions">{"".join(_button(each) for each in block["elements"])}</div>'
        case "rich_text":
            return f'<div class="rich">{"".join(_rich(each) for each in block["elements"])}</div>'
        case "table":
            rows = ("".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in block["rows"])
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        case "data_visualization":
            return f'<div class="chart"><b>{escape(block["title"])}</b>{_chart(block["chart"])}</div>'
        case "input":
            return _input(block)
    raise ValueError(block["type"])


def _text(text: Json) -> str:
    if text["type"] == "plain_text":
        return escape(text["text"])
    # What Slack reads is `<…>`; what people typed is `&lt;…&gt;` and becomes text.
    kept = text["text"].replace("&lt;", "\ue000").replace("&gt;", "\ue001").replace("&amp;", "&")
    shown = _TOKEN.sub(lambda token: _token(token[1]), escape(kept, quote=False))
    shown = _BOLD.sub(r"\1<b>\2</b>", shown)
    return shown.replace("\ue000", "&lt;").replace("\ue001", "&gt;")


def _token(token: str) -> str:
    if token.startswith("@"):
        return f'<span class="mention">@{token[1:]}</span>'
    if token.startswith("!date^"):
        return _date(int(token.split("^")[1]))
    url, _, words = token.partition("|")
    return f'<a href="{url}">{words or url}</a>'


def _date(timestamp: int) -> str:
    return f'<span class="date">{datetime.fromtimestamp(timestamp, UTC).astimezone(_ZONE):%Y-%m-%d %H:%M}</span>'


def _button(button: Json) -> str:
    return f'<span class="button {button.get("style", "")}">{_text(button["text"])}</span>'


def _rich(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{_elements(item)}</li>' for item in part['elements'])}</ul>"
    return f"<div>{_elements(part)}</div>"


def _elements(part: Json) -> str:
    return "".join(_element(each) for each in part["elements"])


def _element(element: Json) -> str:
    match element["type"]:
        case "user":
            return f'<span class="mention">@{element["user_id"]}</span>'
        case "date":
            return _date(element["timestamp"])
        case "link":
            return f'<a href="{escape(element["url"])}">{escape(element["text"])}</a>'
    shown = escape(element["text"])
    for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s")):
        shown = f"<{tag}>{shown}</{tag}>" if element.get("style", {}).get(style) else shown
    return shown


def _cell(cell: Json) -> str:
    return escape(cell["text"]) if cell["type"] == "raw_text" else _elements(cell["elements"][0])


def _chart(chart: Json) -> str:
    labels = tuple(chart["axis_config"]["categories"])
    series = tuple(Series(each["name"], tuple(point["value"] for point in each["data"])) for each in chart["series"])
    drawn = plot(Chart(ChartType(chart["type"]), "", "", labels, series))
    marks = [
        f'<path d="M44 {at}H548" stroke="#eee"/><text x="36" y="{at + 4}" text-anchor="end" fill="#777">{label}</text>'
        for at, label in drawn.ticks
    ]
    marks += [f'<text x="{at}" y="226" text-anchor="middle">{escape(label)}</text>' for at, label in drawn.labels]
    marks += [
        f'<rect x="{b.x}" y="{b.y}" width="{b.width}" height="{b.height}" rx="3" fill="{_COLOURS[b.series % 5]}"/>'
        for b in drawn.bars
    ]
    marks += [
        f'<polyline points="{p}" fill="none" stroke="{_COLOURS[s % 5]}" stroke-width="3"/>' for s, p in drawn.lines
    ]
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12">{"".join(marks)}</svg>'


def _input(block: Json) -> str:
    optional = ' <span class="optional">（选填）</span>' if block["optional"] else ""
    hint = f'<div class="hint">{_text(block["hint"])}</div>' if "hint" in block else ""
    label = f'<div class="label">{_text(block["label"])}{optional}</div>'
    return f'<div class="input">{label}{_entry(block["element"])}{hint}</div>'


def _entry(element: Json) -> str:
    match element["type"]:
        case "plain_text_input" | "url_text_input":
            tall = " tall" if element.get("multiline") else ""
            return f'<div class="box{tall}">{escape(element.get("initial_value", ""))}</div>'
        case "datepicker":
            return f'<div class="box">📅 {element.get("initial_date", "选择日期")}</div>'
        case "static_select" | "external_select":
            chosen = element.get("initial_option")
            return f'<div class="box select">{_text(chosen["text"]) if chosen else "<i class=empty>选择一项</i>"}</div>'
        case "multi_external_select":
            chips = "".join(
                f'<span class="chip">{_text(each["text"])} ✕</span>' for each in element.get("initial_options", ())
            )
            return f'<div class="box select">{chips or "<i class=empty>选择</i>"}</div>'
        case "checkboxes":
            return "".join(f'<span class="check">☑ {_text(each["text"])}</span>' for each in element["options"])
        case "file_input":
            return '<span class="button">⇪ 添加文件</span>'
    raise ValueError(element["type"])
