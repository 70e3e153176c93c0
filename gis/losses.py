"""What sites serve round the zones, and what is lost because of each zone and of all together."""

from math import fsum
from typing import Any

import numpy as np
import shapely

from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress, part, unheard
from gis.reach import Airspace, airspace, keys_of, regions
from gis.results import Interval
from gis.results_airspace import SiteReach, TownLoss, ZoneEffect, ZoneLoss, ZoneName
from gis.service_areas import ServiceAreas

_DUST_M2 = 1.0
"""Area under which a loss is the grid that faces are noded on and not a place."""
_MATTERING = (ZoneEffect.BARS, ZoneEffect.LIMITS_HEIGHT, ZoneEffect.UNDECIDED)


def site_reaches(areas: ServiceAreas) -> tuple[SiteReach, ...]:
    """Return what each serving or coming site serves round the zones, by id.

    Parameters
    ----------
    areas
        Service areas; without zones each region is the disc itself.
    """
    sites = areas.sites
    discs = areas.discs.polygons()
    instead = areas.instead()
    drawn = np.where(shapely.is_missing(instead), discs, instead)
    sure: dict[int, int] = {}
    possible: dict[int, int] = {}
    for disc, (site, certain) in enumerate(
        zip(areas.disc_site.tolist(), areas.disc_sure.tolist(), strict=True)
    ):
        (sure if certain else possible)[site] = disc
    nothing = shapely.MultiPolygon()
    found = []
    for site, name in enumerate(sites.names):
        low = drawn[sure[site]] if site in sure else nothing
        high = drawn[possible[site]]
        free = discs[sure[site]].area if site in sure else 0.0, discs[possible[site]].area
        found.append(
            SiteReach(
                name,
                float(sites.radii_m[site]),
                float(sites.accuracies_m[site]),
                low,
                high,
                Interval(*free),
                Interval(min(low.area, high.area), high.area),
            )
        )
    return tuple(found)


def zone_losses(
    areas: ServiceAreas, *, on_progress: Progress | None = None
) -> tuple[ZoneLoss, ...]:
    """Return what serving sites lose because of each zone, most people first; all together first.

    Parameters
    ----------
    areas
        Service areas laid round zones.
    on_progress
        Told the share of the zones done; what it raises ends the run.

    Raises
    ------
    InvalidInputError
        If the service areas were laid without zones.
    """
    if areas.space is None:
        raise InvalidInputError(
            "service areas laid without zones lose nothing to them", field="space"
        )
    zones = areas.space.zones
    keys = keys_of(areas.sites)[areas.sites.serving]
    now = (
        areas.merging.everywhere(areas.sure > 0),
        areas.merging.everywhere(areas.possible > 0),
    )
    single = []
    report = on_progress or unheard
    mattering = np.flatnonzero(zones.having(*_MATTERING)).tolist()
    for turn, index in enumerate(mattering):
        mine = part(report, turn / len(mattering), (turn + 1) / len(mattering))
        verdict = zones.verdicts[index]
        # A way no longer than the range never leaves the possible disc.
        reach = keys[:, 2] + keys[:, 3]
        near = shapely.distance(shapely.points(keys[:, :2]), zones.outer[index]) < reach
        without = airspace(zones.without(verdict.name.zone))
        served = _served(keys[near], without, mine)
        single.append(_loss(areas, now, served, verdict.name, verdict.effect))
    single.sort(
        key=lambda loss: (-(loss.surely_people or 0.0), -loss.surely_m2, loss.zone or _NOBODY)
    )
    everything = _loss(areas, now, _served(keys, None), None, None)
    report(1.0)
    return (everything, *single)


_NOBODY = ZoneName("", "", "")


def _served(
    keys: Floats, space: Airspace | None, on_progress: Progress = unheard
) -> tuple[Any, Any]:
    """Return the union of what these sites surely and possibly serve."""
    least = keys[:, 2] - keys[:, 3]
    some: Indices = np.flatnonzero(least > 0)
    sure = np.full(len(keys), shapely.MultiPolygon(), dtype=object)
    sure[some] = Discs.inscribed(keys[some, :2], least[some]).polygons()
    possible = Discs.circumscribed(keys[:, :2], keys[:, 2] + keys[:, 3]).polygons()
    if space is not None:
        found = regions(keys, space, on_progress=on_progress)
        for drawn, instead in ((sure, found.sure), (possible, found.possible)):
            cut = ~shapely.is_missing(instead)
            drawn[cut] = instead[cut]
    return shapely.union_all(sure), shapely.union_all(possible)


def _loss(
    areas: ServiceAreas,
    now: tuple[Any, Any],
    served: tuple[Any, Any],
    zone: ZoneName | None,
    effect: ZoneEffect | None,
) -> ZoneLoss:
    towns = areas.partition
    density = areas.people_per_m2()
    known = ~np.isnan(density)
    lost = [
        _by_town(shapely.difference(then, today), towns.polygons)
        for then, today in zip(served, now, strict=True)
    ]
    rows = []
    for town in np.flatnonzero((lost[0] > _DUST_M2) | (lost[1] > _DUST_M2)).tolist():
        sizes = float(lost[0][town]), float(lost[1][town])
        people = [float(size * density[town]) if known[town] else None for size in sizes]
        names = towns.ids[town], towns.names_zh[town], towns.names_en[town]
        rows.append(TownLoss(*names, *sizes, *people))
    return ZoneLoss(
        zone,
        effect,
        fsum(row.surely_m2 for row in rows),
        fsum(row.possibly_m2 for row in rows),
        fsum(row.surely_people or 0.0 for row in rows) if known.any() else None,
        fsum(row.possibly_people or 0.0 for row in rows) if known.any() else None,
        tuple(rows),
    )


def _by_town(area: Any, towns: Geometries) -> Floats:
    return np.asarray(shapely.area(shapely.intersection(towns, area)), dtype=np.float64)
