"""The best new sites: existing sites stay, and what they surely cover no longer counts."""

from math import fsum, isfinite
from time import perf_counter

import geopandas as gpd
import shapely

from gis.errors import InvalidInputError
from gis.partition import Partition
from gis.progress import Progress, part, unheard
from gis.results_siting import ChosenSite, SitingPlan, SitingStatus
from gis.service_areas import service_areas
from gis.siting.demand import Demand, check_demand, demand_per_m2, siting_demand
from gis.siting.greedy import Choice
from gis.siting.opened import covered, towns_of, with_open
from gis.siting.round_zones import FREE_AIR, Around, known_with
from gis.siting.search import GAP_TOLERANCE, best_cover

MAX_COUNT = 200


def best_new_sites(  # noqa: PLR0913 - each is a thing its user may want to set
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    *,
    count: int,
    radius_m: float | None,
    mission: str,
    demand: Demand = "people",
    time_limit_s: float = 20.0,
    around: Around = FREE_AIR,
    on_progress: Progress | None = None,
) -> SitingPlan:
    """Choose the candidates that surely cover the most demand not surely covered today.

    Parameters
    ----------
    sites, towns
        Frames of the layers ``takeoff_points`` and ``towns`` in EPSG:4547. Serving sites stay.
    candidates
        Candidates in EPSG:4547, as :mod:`gis.siting.candidates` makes them. A candidate whose
        position is an estimate counts with its range less its accuracy.
    count
        At most so many new sites; none is proposed that adds nothing.
    radius_m, mission
        As in :func:`gis.service_areas.service_areas`.
    demand
        ``people`` (census population spread evenly over each town) or ``area``.
    time_limit_s
        Seconds for the whole answer; when they are over, the best answer found so far is
        returned with the bound proven so far.
    around
        The airspace: what candidates and sites surely serve goes round its zones.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If a parameter is out of range, no candidate could surely serve anything, or the
        candidates overlap, or meet zones, so much that the question cannot be answered in any
        fair time.
    SolverError
        If the solver fails.
    """
    begun = perf_counter()
    _check(count, demand, time_limit_s)
    report = on_progress or unheard
    offer = siting_demand(
        sites,
        towns,
        candidates,
        radius_m=radius_m,
        mission=mission,
        demand=demand,
        around=around,
        on_progress=part(report, 0.0, 0.15),
    )
    before, patterns = offer.before, offer.patterns
    answer = best_cover(
        patterns,
        count,
        time_limit_s=max(0.0, time_limit_s - (perf_counter() - begun)),
        on_progress=part(report, 0.15, 0.95),
    )
    seconds = perf_counter() - begun
    chosen = offer.rows.iloc[list(answer.chosen)]
    after = service_areas(
        with_open(sites, chosen),
        towns,
        radius_m=radius_m,
        mission=mission,
        space=around.space,
        known=known_with(around, before),
    )
    report(1.0)
    gap = (answer.bound - answer.value) / answer.bound if answer.bound > 0 else 0.0
    return SitingPlan(
        demand="people" if demand == "people" else "area_m2",
        sites=_chosen_sites(chosen, answer, before.partition),
        value=answer.value,
        bound=answer.bound,
        gap=gap,
        seconds=seconds,
        status=SitingStatus.PROVEN if gap <= GAP_TOLERANCE else SitingStatus.FEASIBLE,
        before=covered(before, demand),
        after=covered(after, demand),
        total=fsum(demand_per_m2(before, demand)[before.faces.town] * before.faces.area_m2),
        candidates=len(offer.rows),
        patterns=len(patterns),
        unplaced=offer.unplaced,
        too_uncertain=offer.too_uncertain,
        barred=offer.barred,
    )


def _check(count: int, demand: str, time_limit_s: float) -> None:
    if not 1 <= count <= MAX_COUNT:
        raise InvalidInputError(
            f"between 1 and {MAX_COUNT} new sites can be asked for, not {count}", field="count"
        )
    check_demand(demand)
    if not (isfinite(time_limit_s) and time_limit_s > 0):
        raise InvalidInputError(
            f"the time limit must be above 0 seconds, not {time_limit_s:g}", field="time_limit_s"
        )


def _chosen_sites(
    chosen: gpd.GeoDataFrame, answer: Choice, towns: Partition
) -> tuple[ChosenSite, ...]:
    points = chosen.geometry.to_numpy()
    standing = towns_of(chosen, towns)
    places = shapely.get_coordinates(points)
    return tuple(
        ChosenSite(
            order=number + 1,
            candidate=row["id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            x_m=float(places[number, 0]),
            y_m=float(places[number, 1]),
            accuracy_m=float(row["accuracy_m"]),
            town=standing[number],
            adds=answer.adds[number],
        )
        for number, (_, row) in enumerate(chosen.iterrows())
    )
