"""Sums of money, as people write them: `50万`, `USD 20k`, and ranges of them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation, localcontext

from dossier.reading import refusal, short

_SCALES = {"万": 10_000, "亿": 100_000_000, "k": 1_000, "m": 1_000_000, "million": 1_000_000}
_CURRENCIES = {"¥": "CNY", "元": "CNY", "rmb": "CNY", "人民币": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_MONEY = re.compile(
    r"^(?P<before>[^\d\s.,-]{0,6})\s*(?P<digits>\d[\d,]{0,17}(?:\.\d{1,4})?)\s*(?P<scale>(?:million|[万亿kKmM])?)\s*(?P<after>[^\d\s]{0,6})$"
)
_RANGE = re.compile(r"(?<=[\d万亿kKmMn元])\s*(?:[-~–—至到]+|\bto\b)\s*(?=\D{0,6}\d)")


def money(value: object) -> object:
    """Read a sum such as `50万`, `¥500,000` or `USD 20k`, or a range: `100-150万`; without a currency it is CNY.

    What only one end of a range says, its currency or thousands, holds for both.
    """
    if not isinstance(value, str):
        return value
    ends = [_MONEY.match(end) for end in _RANGE.split(unicodedata.normalize("NFKC", value).strip())]
    matches = [match for match in ends if match]
    if len(matches) < len(ends) or len(ends) > 2:
        raise refusal("not-money", text=short(value))
    signs = {_currency(match) for match in matches} - {""} or {"CNY"}
    *_, scale = (_SCALES.get(match["scale"].lower(), 1) for match in matches)
    sums = [_sum(match, scale, value) for match in matches]
    if len(signs) > 1 or not re.fullmatch(r"[A-Z]{3}", currency := signs.pop()) or sums != sorted(sums):
        raise refusal("not-money", text=short(value))
    exact = [format(each, "f") for each in sums]
    return {"value": exact[0], "currency": currency} | ({"upto": exact[1]} if len(exact) > 1 else {})


def _currency(match: re.Match[str]) -> str:
    sign = (match["before"] or match["after"]).strip().lower()
    return _CURRENCIES.get(sign, sign.upper())


def _sum(match: re.Match[str], scale: int, typed: str) -> Decimal:
    """Give the sum that is written, in the scale that it names itself, else in the one given."""
    try:
        # A context of our own: a library that reads dates sets the process's precision to 15 digits.
        with localcontext(prec=60):
            return (Decimal(match["digits"].replace(",", "")) * _SCALES.get(match["scale"].lower(), scale)).normalize()
    except InvalidOperation:
        raise refusal("not-money", text=short(typed)) from None
