"""The demand that siting is about: what the candidates would surely cover, merged by them."""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_metric
from gis.demand_reach import Demand as DemandPoints
from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.faces import Others, arrange
from gis.partition import Partition
from gis.progress import Progress, part, unheard
from gis.results import SiteName
from gis.results_siting import BarredSite
from gis.service_areas import ServiceAreas, service_areas
from gis.sites import positioned, read_radii
from gis.siting.effort import refuse_too_much
from gis.siting.own_demand import own_patterns
from gis.siting.patterns import Patterns, merge
from gis.siting.round_zones import (
    FREE_AIR,
    Around,
    crossings_each,
    free_to_stand,
    names_of,
    sure_instead,
    sure_regions,
    surely_serving,
)

Demand = Literal["people", "area"]


@dataclass(frozen=True, slots=True)
class _Offer:
    """The candidates that can be chosen: those that would surely serve something."""

    rows: gpd.GeoDataFrame
    keys: Floats
    discs: Discs
    barred: tuple[BarredSite, ...]
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
    staying
        Index of the site that each kept candidate is.
    unplaced, too_uncertain, barred
        As in :class:`gis.results_siting.SitingPlan`.
    """

    rows: gpd.GeoDataFrame
    patterns: Patterns
    kept: tuple[int, ...]
    centres: Floats
    accuracies_m: Floats
    before: ServiceAreas
    staying: Indices
    unplaced: tuple[SiteName, ...]
    too_uncertain: tuple[SiteName, ...]
    barred: tuple[BarredSite, ...]


def siting_demand(  # noqa: PLR0913 - the layers, and what is asked of them
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    demand: Demand | DemandPoints = "people",
    with_existing: bool = False,
    around: Around = FREE_AIR,
    on_progress: Progress | None = None,
) -> SitingDemand:
    """Return the demand that every siting problem over patterns and its certificate rest on.

    Parameters
    ----------
    sites, towns, candidates, radius_m, mission, demand
        As in :func:`best_new_sites`; or own demand points in place of people or area.
    with_existing
        Whether serving sites are candidates too (backup, capacities), to be passed on as kept.
    around
        The airspace.
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
    offer = _offer(candidates, around, radius_m=radius_m, mission=mission)
    before = service_areas(
        sites, towns, radius_m=radius_m, mission=mission, space=around.space, known=around.known
    )
    instead = sure_regions(offer.keys, around, on_progress=part(report, 0.0, 0.3))
    staying = surely_serving(before)
    if not with_existing:
        staying = staying[:0]
    if isinstance(demand, str):
        _refuse_too_much(offer.discs, instead, before.partition)
        report(0.3)
        patterns = _patterns(before, offer.discs, instead, demand, staying)
    else:
        patterns = own_patterns(demand, before, offer.discs, instead, with_existing=with_existing)
    report(1.0)
    return SitingDemand(
        offer.rows,
        patterns,
        tuple(range(len(offer.rows), len(offer.rows) + len(staying))),
        np.concatenate((offer.discs.centres, before.sites.centres[staying])),
        np.concatenate((offer.keys[:, 3], before.sites.accuracies_m[staying])),
        before,
        staying,
        offer.unplaced,
        offer.too_uncertain,
        offer.barred,
    )


def _refuse_too_much(offered: Discs, instead: Geometries, towns: Partition) -> None:
    west, south, east, north = (float(side) for side in shapely.total_bounds(towns.polygons))
    share = float(shapely.area(towns.polygons).sum()) / ((east - west) * (north - south))
    crossings = crossings_each(offered, instead)
    refuse_too_much(offered, (west, south, east, north), share, crossings)


def check_demand(demand: str) -> None:
    """Raise if there is no such demand."""
    if demand not in ("people", "area"):
        raise InvalidInputError(
            f"demand is 'people' or 'area', not {demand[:40]!r}", field="demand"
        )


def _offer(
    candidates: gpd.GeoDataFrame, around: Around, *, radius_m: float | None, mission: str
) -> _Offer:
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
    free, barred = free_to_stand(candidates[useful], around.space)
    kept = np.flatnonzero(useful)[free]
    rows = candidates.iloc[kept]
    places = shapely.get_coordinates(rows.geometry.to_numpy())
    accuracies = rows["accuracy_m"].to_numpy(dtype=np.float64)
    return _Offer(
        rows,
        np.column_stack((places, radii[kept], accuracies)),
        Discs.inscribed(places, least[kept]),
        barred,
        names_of(candidates[~placed]),
        names_of(candidates[placed & ~useful]),
    )


def demand_per_m2(areas: ServiceAreas, demand: str) -> Floats:
    """Return the demand per square metre of each town; 0 where no people are published."""
    if demand == "people":
        return np.nan_to_num(areas.people_per_m2())
    return np.ones(len(areas.partition))


def _patterns(
    areas: ServiceAreas, offered: Discs, instead: Geometries, demand: str, staying: Indices
) -> Patterns:
    """Merge the demand by the candidates that would surely cover it.

    What serving sites surely cover is left out; or some of them stay, as the last candidates.
    """
    existing, site = areas.sites.sure_discs()
    serving = np.concatenate((areas.sites.serving[site], np.zeros(len(offered), dtype=bool)))
    regions = np.concatenate((sure_instead(areas, site), instead))
    others = Others(regions, also=np.empty(0, dtype=object))
    # Discs that regions replace cover nothing, so their outlines part nothing.
    standing = shapely.is_missing(regions)
    discs = existing + offered
    drawn = np.repeat(standing[:, None], discs.segments, axis=1)
    faces = arrange(areas.partition.polygons, discs, drawn=drawn, others=others)
    weights = demand_per_m2(areas, demand)[faces.town] * faces.area_m2
    if not len(staying):
        weights = np.where(faces.depth(serving) == 0, weights, 0.0)
    number = np.full(len(serving), -1, dtype=np.intp)
    number[len(existing) :] = np.arange(len(offered))
    number[np.flatnonzero(np.isin(site, staying))] = len(offered) + np.arange(len(staying))
    candidate = number[faces.pair_disc]
    offers = np.flatnonzero(candidate >= 0)
    offers = offers[np.lexsort((candidate[offers], faces.pair_face[offers]))]
    total = len(offered) + len(staying)
    return merge(faces.pair_face[offers], candidate[offers], weights, candidates=total)
