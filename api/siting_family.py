"""Use case: any problem of the siting family, over the layers as they are or with changes tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import geopandas as gpd

from api.changed_sites import LAYER, WhatIf, changed_sites
from api.flights import ANY_FLIGHT, ChangedZones, FlightAsked, MetAirspace, met_airspace
from api.siting_answers import Straight
from api.siting_findings import FamilyFindings
from api.siting_plan import DEFAULT_SPACING_M
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.demand_points import read_demand
from gis.errors import InvalidInputError
from gis.sites import range_of
from gis.siting.asked import ask
from gis.siting.candidates import from_layer, hexagonal_grid
from gis.siting.circles import from_circles
from gis.siting.demand import Demand
from gis.siting.questions import DISTANCE_PROBLEMS, Problem, Question
from layers.store import LayerStore

_COUNTED = tuple(
    problem
    for problem in Problem
    if problem not in (Problem.FEWEST, Problem.PARTIAL, Problem.BUILD_ORDER)
)
BELONGS_TO: dict[str, tuple[Problem, ...]] = {
    "count": _COUNTED,
    "share": (Problem.PARTIAL,),
    "times": (Problem.BACKUP,),
    "backup_share": (Problem.BACKUP,),
    "capacity_per_day": (Problem.CAPACITATED,),
    "movements_per_person_day": (Problem.CAPACITATED,),
    "counts": (Problem.BUILD_ORDER,),
    "year_weights": (Problem.BUILD_ORDER,),
    "flight_m": (Problem.CONNECTED,),
    "cell_m": (Problem.MEDIAN, Problem.CENTER),
}
"""The numbers of a question, and the problems that each belongs to."""
_WITHOUT_ASSUMPTION = {
    Problem.CAPACITATED: ("capacity_per_day", "movements_per_person_day"),
    Problem.BUILD_ORDER: ("counts",),
    Problem.CONNECTED: ("flight_m",),
}
"""What a question must state, for nothing in the pack or the policies does."""


class CandidatesFrom(StrEnum):
    """Where new sites may stand."""

    GRID = "grid"
    HUBS = "hubs"
    CARRIERS = "carriers"
    POINTS = "points"
    CIRCLES = "circles"
    """Where circles round own demand points cross: as good as the whole plane."""


@dataclass(frozen=True, slots=True)
class FamilyQuestion:
    """A question over the layers.

    Attributes
    ----------
    question
        The problem and its numbers.
    candidates, spacing_m
        Where new sites may stand; metres between neighbours of the grid.
    points
        The user's own candidates in EPSG:4490: ``id``, ``name_zh``, ``name_en``, ``accuracy_m``.
    forbidden
        Polygons in EPSG:4490 with an ``id`` where nothing may stand.
    demand_points
        The user's own demand points in EPSG:4490, as
        :func:`layers.importers.own_features.own_points` returns them; they then count in place of
        people.
    changes
        Changes to the existing sites that are tried and not kept.
    flight
        How high and when.
    certificate
        Whether to write a certificate.
    """

    question: Question
    candidates: CandidatesFrom = CandidatesFrom.GRID
    spacing_m: float = DEFAULT_SPACING_M
    points: gpd.GeoDataFrame | None = None
    forbidden: gpd.GeoDataFrame | None = None
    demand_points: gpd.GeoDataFrame | None = None
    changes: WhatIf = field(default_factory=WhatIf)
    certificate: bool = False
    flight: FlightAsked = ANY_FLIGHT

    def __post_init__(self) -> None:
        if (self.candidates is CandidatesFrom.POINTS) != (self.points is not None):
            raise InvalidInputError(
                "own points are given exactly when candidates is 'points'",
                field="points",
                remedy="Give points with candidates 'points', or neither.",
            )
        if self.demand_points is not None and self.question.demand != "people":
            raise InvalidInputError(
                "own demand points count in place of area",
                field="demand",
                remedy="Leave out one of the two.",
            )
        if self.candidates is CandidatesFrom.CIRCLES and (
            self.demand_points is None or self.question.problem in DISTANCE_PROBLEMS
        ):
            raise InvalidInputError(
                "circles are drawn round own demand points, for problems of covering",
                field="candidates",
                remedy="Give demand points and a problem of covering, or other candidates.",
            )


def question_of(
    problem: Problem,
    *,
    mission: str,
    radius_m: float | None,
    demand: Demand,
    numbers: Mapping[str, Any],
) -> Question:
    """Return a question; each number must belong to its problem, and none that it needs be missing.

    Parameters
    ----------
    problem, mission, radius_m, demand
        As in :class:`gis.siting.questions.Question`.
    numbers
        The numbers that were given, by the question's names.

    Raises
    ------
    gis.errors.InvalidInputError
        Naming the first that does not belong or is missing.
    """
    for name in numbers:
        if problem not in BELONGS_TO[name]:
            raise InvalidInputError(
                f"{name} means nothing for the problem {problem.value}",
                field=name,
                remedy="Leave it out; it is for " + ", ".join(BELONGS_TO[name]) + ".",
            )
    for name in _WITHOUT_ASSUMPTION.get(problem, ()):
        if name not in numbers:
            raise InvalidInputError(
                f"the problem {problem.value} needs {name}: no source states it",
                field=name,
                remedy="Give it; Guantu assumes none.",
            )
    return Question(problem, mission=mission, radius_m=radius_m, demand=demand, **numbers)


def find(
    store: LayerStore,
    snapshot: Snapshot,
    asked: FamilyQuestion,
    zones: ChangedZones | None = None,
    *,
    seconds: float,
    on_progress: Callable[[float], None] | None = None,
) -> FamilyFindings:
    """Answer a question round the zones. Existing sites always stay; nothing is kept.

    Parameters
    ----------
    store, snapshot
        The layers; the store is read again only where changes are tried.
    asked
        What is asked.
    zones
        Other zones than the stored ones: a what-if.
    seconds
        Longest time to solve and to prove.
    on_progress
        Told the share done, 0 to 1; what it raises ends the run.

    Raises
    ------
    gis.errors.InvalidInputError
        If the question cannot be answered, with the remedy.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    sites = snapshot.metric(LAYER)
    if asked.changes != WhatIf():
        sites = to_metric(changed_sites(store, asked.question.mission, asked.changes))
    question = asked.question
    if asked.demand_points is not None:
        question = replace(question, points=read_demand(to_metric(asked.demand_points)))
    met = met_airspace(snapshot, question.mission, asked.flight, zones)
    finding = ask(
        question,
        sites,
        snapshot.metric("towns"),
        _candidates(snapshot, asked, question),
        forbidden=None if asked.forbidden is None else to_metric(asked.forbidden),
        time_limit_s=seconds,
        certificate=asked.certificate,
        around=met.around,
        on_progress=on_progress,
    )
    return FamilyFindings(finding, met, _straight(asked, met))


def _straight(asked: FamilyQuestion, met: MetAirspace) -> tuple[Straight, ...]:
    if met.zones is None:
        return ()
    problem = asked.question.problem
    found = (
        (Straight.DISTANCES, problem in DISTANCE_PROBLEMS),
        (Straight.FLIGHTS, problem is Problem.CONNECTED),
        (Straight.CIRCLES, asked.candidates is CandidatesFrom.CIRCLES),
    )
    return tuple(what for what, holds in found if holds)


def _candidates(snapshot: Snapshot, asked: FamilyQuestion, question: Question) -> gpd.GeoDataFrame:
    if question.points is not None and asked.candidates is CandidatesFrom.CIRCLES:
        return from_circles(question.points, range_of(question.mission, question.radius_m))
    if asked.points is not None:
        return from_layer(to_metric(asked.points.assign(status="candidate")))
    if asked.candidates is CandidatesFrom.GRID:
        return hexagonal_grid(snapshot.metric("towns"), asked.spacing_m)
    return from_layer(snapshot.metric(asked.candidates.value))
