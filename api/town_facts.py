"""Use case: all that is known of one unit, for its card."""

from pydantic import Field

from api.answers import WITHOUT_GEOMETRY, Answer, GapAnswer
from api.coverage_what_if import CoverageQuestion, coverage_today
from api.plans_answers import HistoryAnswer, history_answers
from api.plans_asked import DriftParameters, find_drift
from api.policy_record import built_report, town_rows
from api.snapshot import Snapshot
from api.town_matrix import TownRowAnswer, row_answer
from gis.errors import UnknownFeatureError
from gis.policy.results_built import BuiltGap, BuiltState
from gis.records import Record, records
from gis.results import CoverageRow
from web.planner.town_views import TownFacts


class TownAnswer(Answer):
    """One unit: who names it, what stands in it, what reaches it, what is missing."""

    edition: str
    mission: str = Field(description="The mission that coverage and gaps are of.")
    population_2020: int | None
    area_km2: float | None = Field(description="As published; null where it is not.")
    accuracy_m: float | None = Field(description="Of its boundary; null where there is none.")
    geometry_basis: str
    row: TownRowAnswer
    histories: tuple[HistoryAnswer, ...]
    features: tuple[BuiltState, ...]
    hubs: tuple[str, ...]
    road_segments: tuple[str, ...]
    gaps: tuple[BuiltGap, ...]
    coverage: CoverageRow | None = Field(description="Null for a unit without a boundary.")
    uncovered: tuple[GapAnswer, ...]


def town_facts(
    snapshot: Snapshot, town: str, mission: str, today: Snapshot | None = None
) -> TownFacts:
    """Return all that is known of one unit.

    Parameters
    ----------
    snapshot
        The layers.
    town, mission
        The unit, and what is to be reached.
    today
        The layers without a scenario's changes, where ``snapshot`` has them.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If there is no such unit.
    """
    unit = next((row for row in records(snapshot.frame("towns")) if row["id"] == town), None)
    if unit is None:
        raise UnknownFeatureError.of("towns", town)
    report = built_report(snapshot)
    covered = coverage_today(snapshot, CoverageQuestion(mission))
    return TownFacts(
        unit=unit,
        row=next(row for row in town_rows(snapshot) if row.town == town),
        histories=find_drift(snapshot, DriftParameters.model_validate({"town": town})).histories,
        states=tuple(one for one in report.features if town in one.towns),
        hubs=_inside(snapshot, "hubs", town),
        roads=_inside(snapshot, "road_segments", town),
        gaps=tuple(one for one in report.gaps if one.town == town),
        coverage=next((one for one in covered.coverage.towns if one.town == town), None),
        uncovered=tuple(one for one in covered.gaps if one.town == town),
        before=None if today in (None, snapshot) else town_facts(today, town, mission),
    )


def changed_towns(snapshot: Snapshot, today: Snapshot, mission: str) -> frozenset[str]:
    """Return the units in which a scenario changes what stands there or what reaches them."""

    def told(layers: Snapshot) -> dict[str, tuple[object, ...]]:
        covered = coverage_today(layers, CoverageQuestion(mission)).coverage.towns
        reached = {one.town: (one.covered_m2, one.with_planned_m2) for one in covered}
        inside: dict[str, set[tuple[str, str, str]]] = {}
        for one in built_report(layers).features:
            for town in one.towns:
                inside.setdefault(town, set()).add((one.layer, one.feature, one.status))
        return {
            row.town: (inside.get(row.town), reached.get(row.town)) for row in town_rows(layers)
        }

    then, now = told(today), told(snapshot)
    return frozenset(town for town, said in now.items() if said != then.get(town))


def _inside(snapshot: Snapshot, layer: str, town: str) -> tuple[Record, ...]:
    return tuple(row for row in records(snapshot.frame(layer)) if town in (row["towns"] or ()))


def answer(snapshot: Snapshot, facts: TownFacts, mission: str) -> TownAnswer:
    """Return facts as JSON's shape."""
    unit = facts.unit
    return TownAnswer(
        edition=snapshot.edition,
        mission=mission,
        population_2020=unit["population_2020"],
        area_km2=unit["area_km2"],
        accuracy_m=unit["accuracy_m"],
        geometry_basis=unit["geometry_basis"],
        row=row_answer(snapshot, facts.row),
        histories=history_answers(facts.histories),
        features=facts.states,
        hubs=tuple(row["id"] for row in facts.hubs),
        road_segments=tuple(row["id"] for row in facts.roads),
        gaps=facts.gaps,
        coverage=facts.coverage,
        uncovered=tuple(
            GapAnswer.model_validate(gap, context=WITHOUT_GEOMETRY) for gap in facts.uncovered
        ),
    )
