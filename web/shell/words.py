"""Figures in words: intervals rounded outwards, accuracies in plain language, sources by name.

An interval is a guarantee, so its low end is rounded down and its high end up: what a page says
is never narrower than what was computed.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime
from numbers import Real
from typing import Any

from gis.results import Interval
from gis.rounding import down, up
from gis.schema import Column, Kind, LayerSpec
from web.shell.texts import Texts
from web.views import Language

DASH = "–"
_THOUSANDS = 10_000
_UNITS = {"m2": "m²", "km2": "km²"}


def span(figure: Interval | float, digits: int, factor: float = 1.0) -> str:
    """Return a figure times ``factor``; an interval keeps both ends, rounded outwards.

    Parameters
    ----------
    figure
        One figure, or the two ends of a guaranteed interval.
    digits
        Digits after the point; negative rounds to tens, hundreds...
    factor
        Converts the figure's unit to the one printed.
    """
    shown = max(digits, 0)
    if isinstance(figure, Interval):
        low = _number(down(figure.low * factor, digits), shown)
        high = _number(up(figure.high * factor, digits), shown)
        return low if low == high else f"{low}{DASH}{high}"
    return _number(round(figure * factor, digits), shown)


def _number(value: float, digits: int) -> str:
    return "0" if value == 0 else f"{value:,.{digits}f}"


def _top(figure: Interval | float) -> float:
    return figure.high if isinstance(figure, Interval) else figure


class Words:
    """Puts figures and stored values into one language.

    Parameters
    ----------
    texts
        The texts of that language.
    """

    def __init__(self, texts: Texts) -> None:
        self.t = texts

    def share(self, part: Interval) -> str:
        """Return a share (0 to 1) in percent."""
        return f"{span(part, 1, 100)} %"

    def area(self, m2: Interval | float) -> str:
        """Return an area given in square metres, in square kilometres."""
        return self.t("unit.km2", n=span(m2, 1 if _top(m2) >= 1e7 else 2, 1e-6))

    def people(self, number: Interval | float | None) -> str:
        """Return a number of residents; a dash where none is published."""
        if number is None or not math.isfinite(_top(number)):
            return self.t("none.people")
        top = _top(number)
        if self.t.language is Language.ZH and top >= 1e4:
            return self.t("unit.people_10k", n=span(number, 1, 1e-4))
        if self.t.language is Language.EN and top >= 1e6:
            return self.t("unit.people_million", n=span(number, 2, 1e-6))
        return self.t("unit.people", n=span(number, -2 if top >= 1e4 else 0))

    def distance(self, metres: Interval | float | None) -> str:
        """Return a distance given in metres; a dash where there is none."""
        if metres is None:
            return self.t("none.value")
        if _top(metres) >= 1000:
            return self.t("unit.km", n=span(metres, 1, 1e-3))
        return self.t("unit.m", n=span(metres, -1))

    def reach(self, metres: Interval) -> str:
        """Return how far something is: "within ..." where it may be at no distance at all."""
        if metres.low < 100 and metres.high >= 1000:
            furthest = _number(up(metres.high / 1e3, 1), 1)
            return self.t("within", radius=self.t("unit.km", n=furthest))
        return self.distance(metres)

    def accuracy(self, metres: object, basis: object) -> str:
        """Say in plain words how sure a position is.

        Parameters
        ----------
        metres
            ``accuracy_m`` of the feature, missing where unknown.
        basis
            ``geometry_basis`` of the feature.
        """
        if metres is None:
            return self.t("accuracy.unknown")
        number = float(str(metres))
        if number <= 0:
            return self.t("accuracy.exact")
        radius = self.distance(number)
        known = str(basis) if str(basis) in {"town", "schematic", "derived"} else "plain"
        return self.t(f"accuracy.{known}", radius=radius)

    def day(self, value: object) -> str:
        """Return a date in this language's usual form; empty where missing."""
        if value is None:
            return ""
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            return str(day)
        if self.t.language is Language.ZH:
            return f"{day.year}年{day.month}月{day.day}日"
        return day.isoformat()

    def term(self, column: Column, word: object) -> str:
        """Return the title of a vocabulary's word; a word outside it is shown as it is."""
        for term in column.vocabulary:
            if term.id == word:
                return self.t.pick(term.zh, term.en)
        return str(word)

    def status(self, spec: LayerSpec, word: object) -> str:
        """Return the title of a layer's status."""
        return self.term(spec.column("status"), word)

    def value(self, column: Column, value: object) -> str:
        """Return any stored value of a column as text; empty where missing."""
        if isinstance(value, Mapping):
            return self._mapping(column, value)
        if isinstance(value, list | tuple):
            return self.t("list.comma").join(self.term(column, item) for item in value)
        return "" if value is None else self._single(column, value)

    def _single(self, column: Column, value: object) -> str:
        if column.kind is Kind.BOOLEAN:
            return self.t("yes" if value else "no")
        if column.kind in {Kind.DATE, Kind.TIMESTAMP}:
            return self.day(value)
        if isinstance(value, Real):
            return self._number(column, float(value))
        return self.term(column, value)

    @staticmethod
    def _number(column: Column, value: float) -> str:
        # Years and running numbers have no thousands to part.
        text = f"{value:,.10g}" if value >= _THOUSANDS else f"{value:.10g}"
        return f"{text} {_UNITS.get(column.unit, column.unit)}".strip()

    def _mapping(self, column: Column, value: Mapping[Any, Any]) -> str:
        pairs = [f"{key} {self._number(column, number)}" for key, number in value.items()]
        return self.t("list.comma").join(pairs)

    def title(self, column: Column) -> str:
        """Return a column's title."""
        return self.t.pick(column.zh, column.en)

    def name(self, row: Mapping[str, Any]) -> str:
        """Return a feature's name."""
        return self.t.pick(row["name_zh"], row["name_en"])

    def source(self, row: Mapping[str, Any]) -> str:
        """Return a source's title with document, clause and line, or publisher and date.

        Parameters
        ----------
        row
            A row of the ``sources`` layer.
        """
        parts = [self.name(row)]
        if row.get("document") is not None:
            parts.append(str(row["document"]))
        if row.get("clause") is not None:
            parts.append(self.t("source.clause", clause=row["clause"]))
        if row.get("line") is not None:
            parts.append(self._lines(row))
        if row.get("publisher") is not None:
            parts.append(str(row["publisher"]))
        if row.get("published") is not None:
            parts.append(self.day(row["published"]))
        return " · ".join(parts)

    def _lines(self, row: Mapping[str, Any]) -> str:
        first, last = int(row["line"]), row.get("last_line")
        if last is not None and int(str(last)) != first:
            return self.t("source.lines", first=first, last=int(str(last)))
        return self.t("source.line", line=first)
