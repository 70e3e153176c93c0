"""A town's card: who names it, what stands in it, what reaches it, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from gis.catalogue import LAYERS
from gis.missions import MISSIONS
from gis.policy.drift import Standing
from gis.policy.results_built import BuiltState
from gis.policy.vocabulary import CLUSTER_FIELDS
from gis.results import CoverageRow, Gap, Interval
from gis.scenario.frames import PROPOSED
from gis.vocabulary import EVIDENCE_CLASSES
from web.maps.map_layers import Notes
from web.planner.clauses import WAYS, Clauses, TownClause, clause_anchor
from web.planner.drift_page import STANDINGS
from web.planner.town_list import card_address
from web.planner.town_views import TownFacts
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_CLASSES = {term.id: (term.zh, term.en) for term in EVIDENCE_CLASSES}
_FIELDS = {term.id: (term.zh, term.en) for term in CLUSTER_FIELDS}
_LAYERS = ("carriers", "takeoff_points", "landmarks", "facilities", "road_segments")
_REASONS = {
    "out_of_range": "gap.out_of_range",
    "undecided": "gap.undecided",
    "planned_only": "gap.planned_only",
    "blocked_by_zone": "gap.blocked_by_zone",
    "height_limited": "gap.height_limited",
    "site_full": "gap.site_full",
}


def mission_choices(t: Texts, chosen: str) -> list[tuple[str, str, bool]]:
    """Return value and title of each mission, and whether it is chosen."""
    return [
        (one.id, t.pick(one.name_zh, one.name_en), one.id == chosen) for one in MISSIONS.values()
    ]


class TownCard:
    """Writes a town's card in one language.

    Parameters
    ----------
    words, clauses, notes, frame
        The page: its language, and how it cites clauses and sources.
    """

    def __init__(self, words: Words, clauses: Clauses, notes: Notes, frame: Frame) -> None:
        self._words, self._clauses, self._notes, self._frame = words, clauses, notes, frame
        self._t = words.t

    def card(self, facts: TownFacts, plans: tuple[tuple[str, int], ...]) -> dict[str, Any]:
        """Return what the card prints.

        Parameters
        ----------
        facts
            The unit.
        plans
            The plans compared, oldest first, with their years.
        """
        unit = facts.unit
        return {
            "id": unit["id"],
            "name": self._words.name(unit),
            "kind": self._words.term(LAYERS["towns"].column("kind"), unit["kind"]),
            "href": card_address(self._frame, unit["id"]),
            "figures": list(self._figures(facts)),
            "documents": self._documents(facts),
            "marks": [(way, self._t(f"planner.mark.{way}")) for way in WAYS],
            "history": self._history(facts, plans),
            "states": list(self._states(facts)),
            "hubs": [self._hub(row) for row in facts.hubs],
            "coverage": self._coverage(facts.coverage),
            "before": None if facts.before is None else self._coverage(facts.before.coverage),
            "added": self._beyond(facts, facts.before),
            "gone": self._beyond(facts.before, facts),
            "gaps": self._gaps(facts.uncovered) if facts.uncovered else None,
            "next": list(self._next(facts)),
            "boundary": list(self._boundary(facts)),
        }

    def _figures(self, facts: TownFacts) -> Iterator[tuple[str, str]]:
        t, unit, counts = self._t, facts.unit, Counter(one.layer for one in facts.states)
        yield t("column.fields_short"), str(len(facts.row.fields))
        yield t("column.hubs"), str(len(facts.hubs))
        yield t("column.carriers"), str(counts["carriers"])
        yield t("column.landmarks"), str(counts["landmarks"])
        yield t("town.population"), self._words.people(unit["population_2020"])
        area = unit["area_km2"]
        yield (
            t("column.area"),
            t("none.people") if area is None else self._words.area(float(area) * 1e6),
        )

    def _documents(self, facts: TownFacts) -> list[dict[str, Any]]:
        """Return the clauses by document; the first of a line has the id that marks lead to."""
        found: set[str] = set()
        clauses: list[tuple[str, TownClause]] = []
        for one in self._clauses.of_town(facts.row.namings):
            anchor = clause_anchor(one.document, one.line)
            clauses.append(("" if anchor in found else anchor, one))
            found.add(anchor)
        return [
            {"title": self._clauses.document(document), "clauses": list(group)}
            for document, group in groupby(clauses, key=lambda pair: pair[1].document)
        ]

    def _history(self, facts: TownFacts, plans: tuple[tuple[str, int], ...]) -> dict[str, Any]:
        t = self._t
        named = (Standing.DIRECT, Standing.THROUGH_AREA, Standing.DROPPED)
        return {
            "years": [self._clauses.document(plan) for plan, _ in plans],
            "rows": [
                (
                    self._clauses.field(one.field),
                    [(str(standing), t(STANDINGS[standing])) for standing in one.plans.values()],
                )
                for one in facts.histories
                if any(standing in named for standing in one.plans.values())
            ],
            "key": [(str(one), t(key)) for one, key in STANDINGS.items()],
        }

    def _states(self, facts: TownFacts) -> Iterator[dict[str, Any]]:
        for layer in _LAYERS:
            found = [self._state(one) for one in facts.states if one.layer == layer]
            if found:
                spec = LAYERS[layer]
                yield {"layer": layer, "title": self._t.pick(spec.zh, spec.en), "features": found}

    def _state(self, one: BuiltState) -> dict[str, Any]:
        classes = sorted({said.evidence_class for said in one.evidence}, key=list(_CLASSES).index)
        return {
            "name": self._t.pick(one.name_zh, one.name_en),
            "href": self._feature(one.layer, one.feature),
            "status": self._words.status(LAYERS[one.layer], one.status),
            "classes": [(word, self._t.pick(*_CLASSES[word])) for word in classes],
            "contradicted": one.contradicted,
        }

    def _feature(self, layer: str, id_: str) -> str:
        if layer == "landmarks":
            return self._frame.link(f"/landmarks/{id_}")
        scenario = self._frame.shell.scenario
        if scenario is not None and id_.startswith(PROPOSED.prefix):
            return self._frame.link(f"/scenarios/{scenario.id}")
        return self._frame.link(f"/collections/{layer}/items/{id_}")

    def _hub(self, row: dict[str, Any]) -> dict[str, str]:
        return {
            "name": self._t.pick(*_FIELDS[row["cluster"]]),
            "href": self._frame.link(f"/collections/hubs/items/{row['id']}"),
            "place": self._t.pick(row["place_zh"], row["place_en"]),
            "source": self._notes.source(row["source"]),
        }

    def _coverage(self, row: CoverageRow | None) -> dict[str, Any] | None:
        if row is None:
            return None
        by_area = row.covered_m2.share_of(row.area_m2)
        by_people: Interval | None = None
        if row.people is not None and row.covered_people is not None:
            by_people = row.covered_people.share_of(row.people)
        return {
            "by_area": by_area,
            "area": self._words.share(by_area),
            "covered": self._words.area(row.covered_m2),
            "by_people": by_people,
            "people": "" if by_people is None else self._words.share(by_people),
            "reached": self._words.people(row.covered_people),
            "with_planned": self._words.share(row.with_planned_m2.share_of(row.area_m2)),
        }

    def _beyond(self, of: TownFacts | None, other: TownFacts | None) -> list[str]:
        """Return what stands in the unit on one side and not on the other, where both are told."""
        if of is None or other is None:
            return []
        known = {(one.layer, one.feature) for one in other.states}
        return [
            self._t.pick(one.name_zh, one.name_en)
            for one in of.states
            if (one.layer, one.feature) not in known
        ]

    def _gaps(self, gaps: tuple[Gap, ...]) -> Table:
        t = self._t
        headings = (
            Heading(t("column.reason")),
            Heading(t("column.people_missed"), number=True),
            Heading(t("column.area"), number=True),
            Heading(t("column.nearest")),
        )
        rows = tuple(
            (
                Cell(t(_REASONS[gap.reason]), swatch=str(gap.reason)),
                Cell(self._words.people(gap.people), sort=gap.people or -1.0),
                Cell(self._words.area(gap.area_m2), sort=gap.area_m2),
                Cell(
                    t.pick(gap.nearest_name_zh, gap.nearest_name_en) or t("none.value"),
                    minor=self._words.distance(gap.distance_m) if gap.nearest_site else "",
                ),
            )
            for gap in gaps
        )
        return Table("town-gaps", t("town.gaps.caption"), headings, rows)

    def _next(self, facts: TownFacts) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """Yield what is named and missing, each with the fields or places it is about."""
        t = self._t
        missing = [one for one in facts.gaps if one.kind == "nothing_located"]
        for through, key in ((False, "town.next.direct"), (True, "town.next.through")):
            fields = [one.field for one in missing if one.through_area is through]
            if fields:
                yield t(key, n=len(fields)), self._links(fields, facts)
        beyond = [one.field for one in facts.gaps if one.kind == "nowhere_designated"]
        if beyond:
            yield t("town.next.beyond", n=len(beyond)), self._links(beyond, facts)
        if facts.uncovered:
            worst = facts.uncovered[0]
            said = t(
                "town.next.gap",
                reason=t(_REASONS[worst.reason]),
                area=self._words.area(worst.area_m2),
                people=self._words.people(worst.people),
            )
            yield said, ((t("town.next.gap.site"), self._frame.link("/operators/coverage")),)

    def _links(self, fields: list[str], facts: TownFacts) -> tuple[tuple[str, str], ...]:
        return tuple(
            (
                self._t.pick(*_FIELDS[field]),
                self._frame.link("/planners/drift", field=field, town=facts.row.town),
            )
            for field in fields
        )

    def _boundary(self, facts: TownFacts) -> Iterator[tuple[str, str]]:
        t, unit = self._t, facts.unit
        basis = self._words.term(LAYERS["towns"].column("geometry_basis"), unit["geometry_basis"])
        yield (
            t("note.position"),
            self._words.accuracy(unit["accuracy_m"], unit["geometry_basis"]),
        )
        yield (
            t("note.basis"),
            " · ".join(
                part for part in (basis, self._notes.source(unit["geometry_source"])) if part
            ),
        )
        yield t("note.source"), self._notes.source(unit["source"])
        yield t("note.as_of"), self._words.day(unit["as_of"])
        yield t("note.note"), t.pick(unit["note_zh"], unit["note_en"])
