"""A figure of the policy record: its sign, its value and its unit, as exact as the text."""

import re
from decimal import Decimal

from gis.policy.record import FIGURES
from gis.records import Record
from web.shell.texts import Texts
from web.shell.words import Words

_FIRST_YEAR = 1900
_OPERATOR = FIGURES.column("operator")
_FACTORS = {"10,000": 10_000, "100 million": 10**8, "100 billion": 10**11}
_FACTOR = re.compile(rf"\A({'|'.join(_FACTORS)})\s+(.*)\Z")
_SCALES = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"), (1, ""))


def figure_words(words: Words, row: Record) -> str:
    """Return a figure in words: ``≥ 50 家（2028 年）``.

    Parameters
    ----------
    words
        The page's language.
    row
        A row of ``policy_figures``.

    Notes
    -----
    ``=`` is left out: a figure without a sign is one the text gives as it is.
    """
    t = words.t
    sign = "" if row["operator"] == "eq" else f"{words.term(_OPERATOR, row['operator'])} "
    said = f"{sign}{_amount(words, row)}"
    if row["year"] is None or (row["unit_zh"] in ("年", "月") and row["year"] == row["value"]):
        return said
    return t("fact.of_year", said=said, year=row["year"])


def _amount(words: Words, row: Record) -> str:
    t, chinese = words.t, words.t.language == "zh"
    if row["kind"] == "rank":
        unit = row["unit_zh"] or "" if chinese else ""
        return t("fact.rank", n=_number(row["value"], row["high"]), unit=unit).strip()
    if row["unit_zh"] == "年" and row["value"] >= _FIRST_YEAR:
        year = _number(row["value"], row["high"]).replace(",", "")
        return f"{year} {row['unit_zh']}" if chinese else year
    return amount(t, row["value"], row["high"], (row["unit_zh"] or "", row["unit_en"] or ""))


def amount(t: Texts, value: float, high: float | None, units: tuple[str, str]) -> str:
    """Return a value with its unit: ``3,000 亿元``, in English ``300 billion yuan``.

    Parameters
    ----------
    t
        The page's language.
    value, high
        The value and, of a range, its upper end.
    units
        The Chinese and the English unit. An English unit may begin with the number that the
        Chinese one stands for (``100 million yuan``); the two are multiplied, digit for digit.
    """
    unit = units[t.language != "zh"]
    if found := _FACTOR.match(unit):
        factor, scale, name = _FACTORS[found[1]], *_scale(value, _FACTORS[found[1]])
        ends = [_exact(one) * factor / scale for one in (value, high) if one is not None]
        return f"{'–'.join(f'{one.normalize():,f}' for one in ends)}{name} {found[2]}"
    said = _number(value, high)
    return f"{said}%" if unit == "%" else f"{said} {unit}".strip()


def _scale(value: float, factor: int) -> tuple[int, str]:
    whole = _exact(value) * factor
    return next((one for one in _SCALES if whole >= one[0]), _SCALES[-1])


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.10g}")


def _number(value: float, high: float | None) -> str:
    return "–".join(f"{one:,.10g}" for one in (value, high) if one is not None)
