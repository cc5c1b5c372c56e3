"""Cards as HTML that looks like Feishu, to be judged by eye; no part of Feishu's own."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from bot.charts import HEIGHT, WIDTH, plot
from chat.messages import Chart, ChartType, Series

Json = Mapping[str, Any]
_COLOURS = ("#3370ff", "#34c724", "#ff8800", "#7f3bf5", "#f54a45")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_AT = re.compile(r"<at id=(\w+)></at>")

STYLE = (Path(__file__).parent / "look.css").read_text("utf-8")


def card(card: Json, locale: str = "zh_cn") -> str:
    """Draw a card as a reader of a language sees it."""
    header = f'<div class="header">{escape(_text(card["header"]["title"], locale))}</div>' if "header" in card else ""
    return f'<div class="card">{header}<div class="body">{_elements(card["body"]["elements"], locale)}</div></div>'


def _text(text: Json, locale: str) -> str:
    return str(text.get("i18n_content", {}).get(locale, text["content"]))


def _elements(elements: Iterable[Json], locale: str) -> str:
    return "".join(_element(element, locale) for element in elements)


def _element(element: Json, locale: str) -> str:
    match element["tag"]:
        case "markdown":
            style = f"margin:{element['margin']}" if "margin" in element else ""
            shown = _markdown(_text(element, locale))
            return f'<div class="markdown {element.get("text_size", "")}" style="{style}">{shown}</div>'
        case "column_set":
            made = (
                f'<div class="{each["width"]}">{_elements(each.get("elements", ()), locale)}</div>'
                for each in element["columns"]
            )
            return f'<div class="columns">{"".join(made)}</div>'
        case "button":
            style = f"margin:{element['margin']}" if "margin" in element else ""
            shown = escape(_text(element["text"], locale))
            return f'<span class="button {element["type"]}" style="{style}">{shown}</span>'
        case "form":
            return f"<form>{_elements(element['elements'], locale)}</form>"
        case "table":
            return _table(element)
        case "chart":
            return _chart(element["chart_spec"])
        case _:
            return _input(element, locale)


def _markdown(text: str) -> str:
    """Draw markdown; entities and the tags in it are those of HTML already."""
    shown = _LINK.sub(r'<a href="\2">\1</a>', text)
    shown = _AT.sub(r'<span class="mention">@\1</span>', shown)
    shown = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", shown)
    shown = re.sub(r"~~(.+?)~~", r"<s>\1</s>", shown)
    if shown.startswith("- "):
        return f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in shown.split(chr(10)))}</ul>"
    return shown


def _table(table: Json) -> str:
    names = [column["name"] for column in table["columns"]]
    head = "".join(f"<th>{escape(column['display_name'])}</th>" for column in table["columns"])
    rows = ("".join(f"<td>{escape(row[name])}</td>" for name in names) for row in table["rows"][: table["page_size"]])
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _chart(spec: Json) -> str:
    points = spec["data"]["values"]
    labels = tuple(dict.fromkeys(point["x"] for point in points))
    names = dict.fromkeys(point["series"] for point in points)
    series = tuple(Series(name, tuple(each["y"] for each in points if each["series"] == name)) for name in names)
    drawn = plot(Chart(ChartType(spec["type"]), "", "", labels, series))
    marks = [
        f'<path d="M44 {at}H548" stroke="#eee"/><text x="36" y="{at + 4}" text-anchor="end" fill="#888">{tick}</text>'
        for at, tick in drawn.ticks
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


def _input(element: Json, locale: str) -> str:
    match element["tag"]:
        case "input":
            tall = " tall" if element["input_type"] == "multiline_text" else ""
            return f'<div class="box{tall}">{escape(element.get("default_value", ""))}</div>'
        case "date_picker":
            value, sign = element.get("initial_date", ""), "📅"
        case _:
            chosen = element.get("initial_option")
            offered = {option["value"]: _text(option["text"], locale) for option in element["options"]}
            value, sign = offered.get(chosen, ""), "⌄"
    shown = escape(value) or f'<span class="empty">{escape(_text(element["placeholder"], locale))}</span>'
    return f'<div class="box"><span>{shown}</span><span>{sign}</span></div>'
