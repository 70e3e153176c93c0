"""Use case: where the next takeoff points would cover most."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np

from api.answers import SitingAnswer
from api.flights import ANY_FLIGHT, FlightAsked, MetAirspace, met_airspace
from api.snapshot import Snapshot
from gis.crs import stored_coordinates, to_metric
from gis.results_siting import SitingPlan
from gis.siting.candidates import from_layer, hexagonal_grid
from gis.siting.demand import Demand
from gis.siting.plan import best_new_sites

DEFAULT_SPACING_M = 3_000.0


class Candidates(StrEnum):
    """Where new sites may stand."""

    GRID = "grid"
    HUBS = "hubs"
    CARRIERS = "carriers"


@dataclass(frozen=True, slots=True)
class SitingQuestion:
    """What is asked for.

    Attributes
    ----------
    mission, radius_m
        As in :func:`api.coverage_what_if.coverage_today`.
    count
        How many new sites at most.
    candidates
        Where they may stand.
    spacing_m
        Distance between neighbours of the grid, in metres.
    demand
        Whether people or area count.
    flight
        How high and when.
    """

    mission: str
    radius_m: float | None = None
    count: int = 3
    candidates: Candidates = Candidates.GRID
    spacing_m: float = DEFAULT_SPACING_M
    demand: Demand = "people"
    flight: FlightAsked = ANY_FLIGHT


@dataclass(frozen=True, slots=True)
class PlanFindings:
    """A plan, and the airspace it was made in."""

    plan: SitingPlan
    airspace: MetAirspace


def best_sites(
    snapshot: Snapshot,
    question: SitingQuestion,
    *,
    seconds: float,
    points: gpd.GeoDataFrame | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> PlanFindings:
    """Return the best new sites round the zones; an answer is kept for this edition.

    Parameters
    ----------
    snapshot
        The layers.
    question
        What is asked for.
    seconds
        Longest time to solve.
    points
        The user's own candidates in EPSG:4490, as :func:`layers.importers.points.read_points`
        returns them: they take the place of ``question.candidates``.
    on_progress
        Told the share done, 0 to 1.

    Raises
    ------
    gis.errors.InvalidInputError
        If no candidate can serve anything, with the remedy.
    """

    def compute() -> PlanFindings:
        met = met_airspace(snapshot, question.mission, question.flight)
        plan = best_new_sites(
            snapshot.metric("takeoff_points"),
            snapshot.metric("towns"),
            _candidates(snapshot, question, points),
            count=question.count,
            radius_m=question.radius_m,
            mission=question.mission,
            demand=question.demand,
            time_limit_s=seconds,
            around=met.around,
            on_progress=on_progress,
        )
        return PlanFindings(plan, met)

    if points is not None:
        return compute()
    return snapshot.answer(("siting", question, seconds), compute)


def _candidates(
    snapshot: Snapshot, question: SitingQuestion, points: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    if points is not None:
        return from_layer(to_metric(points.assign(status="candidate")))
    if question.candidates is Candidates.GRID:
        return hexagonal_grid(snapshot.metric("towns"), question.spacing_m)
    return from_layer(snapshot.metric(question.candidates.value))


def answer(found: PlanFindings, question: SitingQuestion, *, edition: str) -> SitingAnswer:
    """Return a plan as JSON's shape, its sites in degrees."""
    plan = found.plan
    places = stored_coordinates(
        np.array([(site.x_m, site.y_m) for site in plan.sites], dtype=np.float64).reshape(-1, 2)
    )
    sites = [
        {field.name: getattr(site, field.name) for field in fields(site)}
        | {"lon": round(float(lon), 6), "lat": round(float(lat), 6)}
        for site, (lon, lat) in zip(plan.sites, places, strict=True)
    ]
    values: dict[str, Any] = {field.name: getattr(plan, field.name) for field in fields(plan)}
    asked: dict[str, Any] = {
        "edition": edition,
        "mission": question.mission,
        "radius_m": question.radius_m,
        "airspace": found.airspace.answer(),
    }
    return SitingAnswer.model_validate(values | asked | {"sites": sites})
