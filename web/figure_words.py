"""A figure of the policy record: its sign, its value and its unit, as exact as the text."""

from gis.policy.record import FIGURES
from gis.records import Record
from web.words import Words

_FIRST_YEAR = 1900
_THOUSANDS = 10_000
_OPERATOR = FIGURES.column("operator")


def figure_words(words: Words, row: Record) -> str:
    """Return a figure in words: ``≥ 50 家（2028 年）``.

    Parameters
    ----------
    words
        The page's language.
    row
        A row of ``policy_figures``. Its value is in its own unit; nothing is converted.

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
    value = _number(row["value"])
    if row["high"] is not None:
        value = f"{value}–{_number(row['high'])}"
    unit = (row["unit_zh"] if chinese else row["unit_en"]) or ""
    if row["kind"] == "rank":
        return t("fact.rank", n=value, unit=unit if chinese else "").strip()
    if not chinese and row["unit_zh"] == "年" and row["value"] >= _FIRST_YEAR:
        return value
    if unit == "%":
        return f"{value}%"
    # "7000 100 million yuan" would be read as one number.
    if unit[:1].isdigit():
        return t("fact.times", n=value, unit=unit)
    return f"{value} {unit}".strip()


def _number(value: float) -> str:
    return f"{value:,.10g}" if value >= _THOUSANDS else f"{value:.10g}"
