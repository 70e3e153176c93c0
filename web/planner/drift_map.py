"""The map of drift: what one year's plan kept, added and dropped, town by town."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from gis.policy.results import Change
from gis.records import Record
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import MapFeature, MapLayer
from web.maps.style import NETS, STYLES
from web.maps.town_layers import functional_areas, names, partition
from web.planner.clauses import Clauses
from web.planner.plans_views import DriftView
from web.shell.tables import LegendEntry
from web.shell.texts import Texts

_ORDER = (Change.ADDED, Change.DROPPED, Change.KEPT, Change.NOT_REPEATED)
_GLYPHS = {
    Change.ADDED: "+",
    Change.DROPPED: "\N{MINUS SIGN}",
    Change.KEPT: "=",
    Change.NOT_REPEATED: "~",
}
_LOOKS = {
    Change.ADDED: "net_3",
    Change.DROPPED: "net_1",
    Change.KEPT: "drift_kept",
    Change.NOT_REPEATED: "drift_not_repeated",
}
_KEYS = {
    Change.ADDED: "drift.change.added",
    Change.DROPPED: "drift.change.dropped",
    Change.KEPT: "drift.change.kept",
    Change.NOT_REPEATED: "drift.change.not_repeated.short",
}
_NOTHING = "amount_0"
_FAR = 2
Counts = Mapping[Change, int]


class DriftYears:
    """What each year's plan changed, as a map and a slider say it.

    Parameters
    ----------
    view, t, clauses
        The page, its language, and how it cites documents.
    """

    def __init__(self, view: DriftView, t: Texts, clauses: Clauses) -> None:
        self._view, self._t, self._clauses = view, t, clauses
        self._by_year: dict[int, dict[str, Counter[Change]]] = {}
        for one in view.map_changes:
            towns = self._by_year.setdefault(one.year_after, {})
            towns.setdefault(one.unit, Counter())[one.change] += 1

    @property
    def years(self) -> list[int]:
        """Every year that has a document."""
        return sorted({int(row["year"]) for row in self._documents()})

    @property
    def shown(self) -> int:
        """The year that the map shows: that asked for, else the last that speaks of the field."""
        return int(self._view.asked["year"] or self._speaking or max(self.years, default=0))

    @property
    def _speaking(self) -> int | None:
        """The last year whose plan addresses the field asked for; ``None`` without such."""
        report = self._view.report
        plans = report.addressed.get(self._view.asked["field"], ())
        return max((year for plan, year in report.plans if plan in plans), default=None)

    @property
    def why(self) -> str:
        """Why another year than the last is shown without being asked for; else empty."""
        last = max(self.years, default=0)
        if self._view.asked["year"] or self.shown == last:
            return ""
        return self._t("drift.year.why", year=self.shown, last=last)

    def _documents(self) -> list[Record]:
        return list(self._view.lookup.tables["policy_documents"].values())

    def slider(self) -> dict[str, Any]:
        """Return what the slider and its form print, and what its script needs."""
        t, steps = self._t, [self._step(year) for year in self.years]
        towns = [row["id"] for row in partition(self._view.frame)]
        return {
            "years": [(year, self._said(year)) for year in self.years],
            "shown": self.shown,
            "why": self.why,
            "place": self.years.index(self.shown) if self.years else 0,
            "said": self._said(self.shown) if self.years else t("plans.nothing"),
            "facts": {
                "towns": towns,
                "steps": steps,
                "styles": {
                    look: dict(STYLES[look])
                    for look in {look for step in steps for look in step["looks"]}
                },
            },
        }

    def _step(self, year: int) -> dict[str, Any]:
        rows = partition(self._view.frame)
        return {
            "year": year,
            "said": self._said(year),
            "looks": [self._look(year, row["id"]) for row in rows],
            "minors": [self._minor(year, row["id"]) for row in rows],
        }

    def _said(self, year: int) -> str:
        """Say what a year's document changed, or why there is nothing to compare."""
        t = self._t
        here = [row for row in self._documents() if int(row["year"]) == year]
        titles = t("list.comma").join(self._clauses.document(row["id"]) for row in here)
        if not any(row["kind"] == "plan" for row in here):
            return t("drift.year.letter", document=titles)
        if year == self._view.report.plans[0][1]:
            return t("drift.year.first", document=titles)
        counts = self._of_asked(year)
        if not counts:
            return t("drift.year.nothing", document=titles)
        told = (f"{t(_KEYS[one])} {counts[one]}" for one in _ORDER if counts[one])
        return t("drift.year.said", document=titles, told=t("list.comma").join(told))

    def _of_asked(self, year: int) -> Counter[Change]:
        """Return a year's changes of the town asked for, or of all."""
        towns, asked = self._by_year.get(year, {}), self._view.asked["town"]
        return towns.get(asked, Counter()) if asked else sum(towns.values(), Counter())

    def _counts(self, year: int, town: str) -> Counter[Change]:
        return self._by_year.get(year, {}).get(town, Counter())

    def _look(self, year: int, town: str) -> str:
        counts = self._counts(year, town)
        if not counts:
            return _NOTHING
        if self._view.asked["field"]:
            return _LOOKS[next(one for one in _ORDER if counts[one])]
        net = counts[Change.ADDED] - counts[Change.DROPPED]
        return f"net_{max(-_FAR, min(_FAR, net)) + _FAR}"

    def _minor(self, year: int, town: str) -> str:
        counts = self._counts(year, town)
        if self._view.asked["field"]:
            return "".join(_GLYPHS[one] for one in _ORDER if counts[one])
        return " ".join(f"{_GLYPHS[one]}{counts[one]}" for one in _ORDER if counts[one])

    def map(self) -> DrawnMap:
        """Return the map of the year shown."""
        frame, year = self._view.frame, self.shown
        rows = partition(frame)
        areas = tuple(
            MapFeature(row["geometry"], self._look(year, row["id"]), keys=(f"towns:{row['id']}",))
            for row in rows
        )
        minors = {row["id"]: self._minor(year, row["id"]) for row in rows}
        layers = (MapLayer("towns", areas, "areas"), functional_areas(frame))
        return DrawnMap(layers, names(frame, self._t, minors), self._legend(), frame)

    def _legend(self) -> tuple[LegendEntry, ...]:
        t = self._t
        if self._view.asked["field"]:
            looks = (*(_LOOKS[one] for one in _ORDER), _NOTHING)
            said = (*(f"{_GLYPHS[one]} {t(_KEYS[one])}" for one in _ORDER), t("drift.map.none"))
            scale = LegendEntry(t("drift.change"), looks, scale=said)
        else:
            looks = (*(f"net_{place}" for place in range(len(NETS))), _NOTHING)
            said = ("≤ \N{MINUS SIGN}2", "\N{MINUS SIGN}1", "0", "+1", "≥ +2", t("drift.map.none"))
            scale = LegendEntry(t("drift.map.net"), looks, scale=said)
        functional = LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",))
        return scale, functional
