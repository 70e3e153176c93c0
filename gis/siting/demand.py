"""The demand that siting is about: what the candidates would surely cover, merged by them."""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_metric
from gis.demand_points import Demand as DemandPoints
from gis.discs import Discs, Floats
from gis.errors import InvalidInputError
from gis.faces import arrange
from gis.partition import Partition
from gis.progress import Progress, unheard
from gis.results import SiteName
from gis.service_areas import ServiceAreas, service_areas
from gis.sites import positioned, read_radii
from gis.siting.effort import refuse_too_much
from gis.siting.own_demand import own_patterns
from gis.siting.patterns import Patterns, merge

Demand = Literal["people", "area"]


@dataclass(frozen=True, slots=True)
class _Offer:
    """The candidates that can be chosen: those that would surely serve something."""

    rows: gpd.GeoDataFrame
    discs: Discs
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]


@dataclass(frozen=True, slots=True)
class SitingDemand:
    """The demand of the city by the candidates that would surely cover it.

    Attributes
    ----------
    rows
        The candidates that can be chosen; row *j* is candidate *j* of the patterns.
    patterns
        The demand, merged.
    kept
        Existing serving sites as candidates after those, if they were asked for; else empty, and
        what they surely cover is not in the patterns.
    centres, accuracies_m
        Positions (EPSG:4547) and accuracies of all candidates, kept ones included.
    before
        The service areas of today.
    unplaced, too_uncertain
        As in :class:`gis.results.SitingPlan`.
    """

    rows: gpd.GeoDataFrame
    patterns: Patterns
    kept: tuple[int, ...]
    centres: Floats
    accuracies_m: Floats
    before: ServiceAreas
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]


def siting_demand(
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    demand: Demand | DemandPoints = "people",
    with_existing: bool = False,
    on_progress: Progress | None = None,
) -> SitingDemand:
    """Return the demand that every siting problem over patterns and its certificate rest on.

    Parameters
    ----------
    sites, towns, candidates, radius_m, mission, demand
        As in :func:`best_new_sites`; or own demand points in place of people or area.
    with_existing
        Whether serving sites are candidates too (backup, capacities), to be passed on as kept.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    WrongReferenceSystemError, InvalidInputError
        As :func:`best_new_sites` does.
    """
    report = on_progress or unheard
    report(0.0)
    if isinstance(demand, str):
        check_demand(demand)
    offer = _offer(candidates, radius_m=radius_m, mission=mission)
    before = service_areas(sites, towns, radius_m=radius_m, mission=mission)
    if isinstance(demand, str):
        _refuse_too_much(offer.discs, before.partition)
        report(0.3)
        patterns, kept = _patterns(before, offer.discs, demand, with_existing=with_existing)
    else:
        patterns, kept = own_patterns(demand, before, offer.discs, with_existing=with_existing)
    report(1.0)
    accuracies = offer.rows["accuracy_m"].to_numpy(dtype=np.float64)
    _, site = before.sites.sure_discs()
    staying = site[before.sites.serving[site]] if with_existing else site[:0]
    return SitingDemand(
        offer.rows,
        patterns,
        tuple(range(len(offer.rows), len(offer.rows) + kept)),
        np.concatenate((offer.discs.centres, before.sites.centres[staying])),
        np.concatenate((accuracies, before.sites.accuracies_m[staying])),
        before,
        offer.unplaced,
        offer.too_uncertain,
    )


def _refuse_too_much(offered: Discs, towns: Partition) -> None:
    west, south, east, north = (float(side) for side in shapely.total_bounds(towns.polygons))
    share = float(shapely.area(towns.polygons).sum()) / ((east - west) * (north - south))
    refuse_too_much(offered, (west, south, east, north), share)


def check_demand(demand: str) -> None:
    """Raise if there is no such demand."""
    if demand not in ("people", "area"):
        raise InvalidInputError(
            f"demand is 'people' or 'area', not {demand[:40]!r}", field="demand"
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


def demand_per_m2(areas: ServiceAreas, demand: str) -> Floats:
    """Return the demand per square metre of each town; 0 where no people are published."""
    if demand == "people":
        return np.nan_to_num(areas.people_per_m2())
    return np.ones(len(areas.partition))


def _patterns(
    areas: ServiceAreas, offered: Discs, demand: str, *, with_existing: bool
) -> tuple[Patterns, int]:
    """Merge the demand by the candidates that would surely cover it.

    What serving sites surely cover is left out, or these are the last candidates, whose number is
    returned too.
    """
    existing, site = areas.sites.sure_discs()
    serving = np.concatenate((areas.sites.serving[site], np.zeros(len(offered), dtype=bool)))
    faces = arrange(areas.partition.polygons, existing + offered)
    weights = demand_per_m2(areas, demand)[faces.town] * faces.area_m2
    staying = int(serving.sum()) if with_existing else 0
    if not with_existing:
        weights = np.where(faces.depth(serving) == 0, weights, 0.0)
    number = np.full(len(serving), -1, dtype=np.intp)
    number[len(existing) :] = np.arange(len(offered))
    number[np.flatnonzero(serving)[:staying]] = len(offered) + np.arange(staying)
    candidate = number[faces.pair_disc]
    offers = np.flatnonzero(candidate >= 0)
    offers = offers[np.lexsort((candidate[offers], faces.pair_face[offers]))]
    patterns = merge(
        faces.pair_face[offers], candidate[offers], weights, candidates=len(offered) + staying
    )
    return patterns, staying
