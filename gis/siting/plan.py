"""The best new sites: existing sites stay, and what they surely cover no longer counts."""

from dataclasses import dataclass
from math import fsum, isfinite
from time import perf_counter
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.coverage import coverage_of
from gis.crs import require_metric
from gis.discs import Discs, Floats, Indices
from gis.errors import InvalidInputError
from gis.faces import arrange
from gis.partition import Partition
from gis.results import (
    ChosenSite,
    Coverage,
    Interval,
    SiteName,
    SitingPlan,
    SitingStatus,
)
from gis.service_areas import ServiceAreas, service_areas
from gis.sites import positioned, read_radii
from gis.siting.effort import refuse_too_much
from gis.siting.greedy import Choice
from gis.siting.patterns import Patterns, merge
from gis.siting.search import GAP_TOLERANCE, best_cover
from gis.siting.solve import Progress

Demand = Literal["people", "area"]
MAX_COUNT = 200


@dataclass(frozen=True, slots=True)
class _Offer:
    """The candidates that can be chosen: those that would surely serve something."""

    rows: gpd.GeoDataFrame
    discs: Discs
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]


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
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If a parameter is out of range, no candidate could surely serve anything, or the
        candidates overlap so much that the question cannot be answered in any fair time.
    SolverError
        If the solver fails.
    """
    begun = perf_counter()
    _check(count, demand, time_limit_s)
    report: Progress = on_progress or (lambda _: None)
    report(0.0)
    offer = _offer(candidates, radius_m=radius_m, mission=mission)
    before = service_areas(sites, towns, radius_m=radius_m, mission=mission)
    _refuse_too_much(offer.discs, before.partition)
    report(0.05)
    patterns = _patterns(before, offer.discs, demand)
    report(0.15)
    answer = best_cover(
        patterns,
        count,
        time_limit_s=max(0.0, time_limit_s - (perf_counter() - begun)),
        on_progress=lambda share: report(0.15 + 0.8 * share),
    )
    seconds = perf_counter() - begun
    chosen = offer.rows.iloc[list(answer.chosen)]
    after = service_areas(_opened(sites, chosen), towns, radius_m=radius_m, mission=mission)
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
        before=_covered(coverage_of(before), demand),
        after=_covered(coverage_of(after), demand),
        total=fsum(_weights(before, demand)[before.faces.town] * before.faces.area_m2),
        candidates=len(offer.rows),
        patterns=len(patterns),
        unplaced=offer.unplaced,
        too_uncertain=offer.too_uncertain,
    )


def _refuse_too_much(offered: Discs, towns: Partition) -> None:
    west, south, east, north = (float(side) for side in shapely.total_bounds(towns.polygons))
    share = float(shapely.area(towns.polygons).sum()) / ((east - west) * (north - south))
    refuse_too_much(offered, (west, south, east, north), share)


def _check(count: int, demand: str, time_limit_s: float) -> None:
    if not 1 <= count <= MAX_COUNT:
        raise InvalidInputError(
            f"between 1 and {MAX_COUNT} new sites can be asked for, not {count}", field="count"
        )
    if demand not in ("people", "area"):
        raise InvalidInputError(
            f"demand is 'people' or 'area', not {demand[:40]!r}", field="demand"
        )
    if not (isfinite(time_limit_s) and time_limit_s > 0):
        raise InvalidInputError(
            f"the time limit must be above 0 seconds, not {time_limit_s:g}", field="time_limit_s"
        )


def _offer(candidates: gpd.GeoDataFrame, *, radius_m: float | None, mission: str) -> _Offer:
    require_metric(candidates, "candidates")
    repeated = candidates["id"][candidates["id"].duplicated()]
    if len(repeated):
        raise InvalidInputError(
            f"two candidates have the id {repeated.iloc[0]!r}", field="candidates"
        )
    placed = positioned(candidates)
    radii, _ = read_radii(candidates, radius_m=radius_m, mission=mission)
    least = radii - candidates["accuracy_m"].to_numpy(dtype=np.float64)
    useful = placed & (least > 0)
    if not useful.any():
        raise InvalidInputError(
            "no candidate would surely serve anything: each has no position, or one that is less "
            "accurate than the service radius",
            field="candidates",
            remedy="use a larger radius, survey the positions, or offer a grid of candidates",
        )
    rows = candidates[useful]
    discs = Discs.inscribed(shapely.get_coordinates(rows.geometry.to_numpy()), least[useful])
    return _Offer(rows, discs, _names(candidates[~placed]), _names(candidates[placed & ~useful]))


def _names(rows: gpd.GeoDataFrame) -> tuple[SiteName, ...]:
    columns = (rows[name] for name in ("id", "name_zh", "name_en", "status"))
    return tuple(SiteName(*row) for row in zip(*columns, strict=True))


def _weights(areas: ServiceAreas, demand: str) -> Floats:
    """Return the demand per square metre of each town; 0 where no people are published."""
    if demand == "people":
        return np.nan_to_num(areas.people_per_m2())
    return np.ones(len(areas.partition))


def _patterns(areas: ServiceAreas, offered: Discs, demand: str) -> Patterns:
    """Merge the demand that serving sites do not surely cover by the candidates that would."""
    existing, site = areas.sites.sure_discs()
    serving = np.concatenate((areas.sites.serving[site], np.zeros(len(offered), dtype=bool)))
    faces = arrange(areas.partition.polygons, existing + offered)
    missed = faces.depth(serving) == 0
    weights = np.where(missed, _weights(areas, demand)[faces.town] * faces.area_m2, 0.0)
    candidate = faces.pair_disc - len(existing)
    offers = candidate >= 0
    return merge(faces.pair_face[offers], candidate[offers], weights, candidates=len(offered))


def _opened(sites: gpd.GeoDataFrame, chosen: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the sites with the chosen candidates in service beside them."""
    shared = [name for name in chosen.columns if name in sites.columns]
    added = chosen[shared].assign(status="in_use")
    return gpd.GeoDataFrame(pd.concat([sites, added], ignore_index=True), crs=sites.crs)


def _covered(coverage: Coverage, demand: str) -> Interval:
    if demand == "people":
        return coverage.city.covered_people or Interval(0.0, 0.0)
    return coverage.city.covered_m2


def _chosen_sites(
    chosen: gpd.GeoDataFrame, answer: Choice, towns: Partition
) -> tuple[ChosenSite, ...]:
    points = chosen.geometry.to_numpy()
    standing = _standing_in(points, towns)
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
            town=towns.ids[standing[number]] if standing[number] >= 0 else "",
            adds=answer.adds[number],
        )
        for number, (_, row) in enumerate(chosen.iterrows())
    )


def _standing_in(points: np.ndarray, towns: Partition) -> Indices:
    """Return the index of the first town each point lies in; -1 outside all."""
    town, point = shapely.STRtree(points).query(towns.polygons, predicate="intersects")
    first = np.full(len(points), len(towns), dtype=np.intp)
    np.minimum.at(first, point, town)
    return np.where(first < len(towns), first, -1)
