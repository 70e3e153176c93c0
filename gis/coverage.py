"""Coverage of the city and its towns as intervals that the stated accuracies guarantee.

A site serves the places within its service radius R of its true position, which lies within its
accuracy of the stated one. So the disc of radius R less the accuracy is surely served, and nothing
outside the disc of radius R plus the accuracy is. The mathematics is in docs/methods/coverage.md.
"""

from math import fsum
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Indices, circumscribed_error_m2, inscribed_error_m2
from gis.faces import RELATIVE_ERROR
from gis.outlines import DEPTHS
from gis.reach import Airspace
from gis.results import Area, Coverage, CoverageRow, Interval, SiteShare
from gis.service_areas import ServiceAreas, service_areas


def coverage(
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    space: Airspace | None = None,
) -> Coverage:
    """Measure how much of the city its serving sites reach; see :func:`service_areas`."""
    areas = service_areas(sites, towns, radius_m=radius_m, mission=mission, space=space)
    return coverage_of(areas)


def coverage_of(areas: ServiceAreas) -> Coverage:
    """Measure coverage from service areas already laid over the towns."""
    rows, shares = _town_rows(areas), _site_shares(areas)
    city = _city_row(rows)
    sites = areas.sites
    named = tuple(zip(sites.names, sites.serving.tolist(), strict=True))
    return Coverage(
        city,
        rows,
        shares,
        merged(areas.faces.geometry[areas.sure > 0]),
        merged(areas.faces.geometry[areas.possible > 0]),
        _drawing_error_m2(areas, shares, city.area_m2),
        tuple(name for name, serving in named if not serving),
        sites.not_counted,
        sites.unplaced,
    )


def merged(faces: NDArray[np.object_]) -> Area:
    """Merge faces of one arrangement (EPSG:4547); no faces give an empty multipolygon."""
    if not len(faces):
        return shapely.MultiPolygon()
    parts = shapely.get_parts(shapely.coverage_union_all(faces))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))


def _intervals(areas: ServiceAreas, low: Indices, high: Indices, k: int) -> list[Interval]:
    """Return, town by town, the area that at least ``k`` sites reach, surely and possibly."""
    least = areas.faces.area_by_town(low >= k).tolist()
    most = areas.faces.area_by_town(high >= k).tolist()
    return [Interval(a, b) for a, b in zip(least, most, strict=True)]


def _town_rows(areas: ServiceAreas) -> tuple[CoverageRow, ...]:
    towns = areas.partition
    area_m2 = areas.town_area_m2().tolist()
    by_depth = [_intervals(areas, areas.sure, areas.possible, k) for k in DEPTHS]
    planned = _intervals(
        areas, areas.sure + areas.coming_sure, areas.possible + areas.coming_possible, 1
    )
    served = by_depth[0]
    low = areas.people_per_m2() * [covered.low for covered in served]
    high = areas.people_per_m2() * [covered.high for covered in served]
    rows = []
    for town in range(len(towns)):
        known = not np.isnan(towns.people[town])
        rows.append(
            CoverageRow(
                town=towns.ids[town],
                name_zh=towns.names_zh[town],
                name_en=towns.names_en[town],
                area_m2=area_m2[town],
                people=float(towns.people[town]) if known else None,
                covered_m2=served[town],
                covered_people=Interval(float(low[town]), float(high[town])) if known else None,
                k_covered_m2=tuple(depth[town] for depth in by_depth),
                with_planned_m2=planned[town],
            )
        )
    return tuple(rows)


def _total(parts: list[Interval]) -> Interval:
    return Interval(fsum(part.low for part in parts), fsum(part.high for part in parts))


def _city_row(rows: tuple[CoverageRow, ...]) -> CoverageRow:
    people = [row.people for row in rows if row.people is not None]
    covered = [row.covered_people for row in rows if row.covered_people is not None]
    return CoverageRow(
        town="city",
        name_zh="全市",
        name_en="Whole city",
        area_m2=fsum(row.area_m2 for row in rows),
        people=fsum(people) if people else None,
        covered_m2=_total([row.covered_m2 for row in rows]),
        covered_people=_total(covered) if covered else None,
        k_covered_m2=tuple(
            _total([row.k_covered_m2[depth] for row in rows]) for depth in range(len(DEPTHS))
        ),
        with_planned_m2=_total([row.with_planned_m2 for row in rows]),
    )


def _site_shares(areas: ServiceAreas) -> tuple[SiteShare, ...]:
    """Return what each serving site reaches, and what no other serving site reaches."""
    faces, sites = areas.faces, areas.sites
    face, disc = faces.pair_face, faces.pair_disc
    site, sure = areas.disc_site[disc], areas.disc_sure[disc]
    area = faces.area_m2[face]
    # A site's sure disc lies in its possible one: of its possible faces, these are sure.
    pair = face * len(sites) + site
    mine_sure = np.isin(pair, pair[sure])

    def by_site(where: NDArray[np.bool_]) -> Floats:
        sums = np.bincount(site[where], weights=area[where], minlength=len(sites))
        return sums.astype(np.float64)

    others_sure = areas.sure[face] - mine_sure
    reach = _reach_m2(areas)
    alone = by_site(sure & (areas.possible[face] == 1)), by_site(~sure & (others_sure == 0))
    return tuple(
        SiteShare(
            site=sites.names[i].site,
            name_zh=sites.names[i].name_zh,
            name_en=sites.names[i].name_en,
            radius_m=float(sites.radii_m[i]),
            accuracy_m=float(sites.accuracies_m[i]),
            reach_m2=Interval(float(reach[0][i]), float(reach[1][i])),
            alone_m2=Interval(float(alone[0][i]), float(alone[1][i])),
            radius_basis=sites.bases[i],
        )
        for i in np.flatnonzero(sites.serving).tolist()
    )


def _reach_m2(areas: ServiceAreas) -> tuple[Floats, Floats]:
    """Return the area inside the city that each site surely and possibly serves."""
    city = shapely.union_all(areas.partition.polygons)
    mine = np.flatnonzero(areas.sites.serving[areas.disc_site])
    inside = np.zeros(len(areas.disc_site))
    instead = areas.instead()[mine]
    inside[mine] = _drawn_inside(areas.discs.taken(mine), city)
    replaced = ~shapely.is_missing(instead)
    inside[mine[replaced]] = shapely.area(shapely.intersection(instead[replaced], city))
    low, high = np.zeros(len(areas.sites)), np.zeros(len(areas.sites))
    low[areas.disc_site[areas.disc_sure]] = inside[areas.disc_sure]
    high[areas.disc_site[~areas.disc_sure]] = inside[~areas.disc_sure]
    return low, high


def _drawn_inside(discs: Discs, city: Any) -> Floats:
    """Return the area of each drawn disc inside the city."""
    places = shapely.points(discs.centres)
    shapely.prepare(city)
    clear = shapely.distance(places, shapely.boundary(city)) > discs.circumradii
    within = shapely.contains_properly(city, places)
    angle = 2 * np.pi / discs.segments
    area = np.square(discs.circumradii) * (discs.segments / 2 * np.sin(angle)) * within
    crossing = np.flatnonzero(~clear)
    polygons = discs.taken(crossing).polygons()
    area[crossing] = shapely.area(shapely.intersection(polygons, city))
    return np.asarray(area, dtype=np.float64)


def _drawing_error_m2(areas: ServiceAreas, shares: tuple[SiteShare, ...], city_m2: float) -> float:
    sites = areas.sites
    met = np.array([share.reach_m2.high > 0 for share in shares], dtype=bool)
    near = np.flatnonzero(sites.serving)[met]
    radii, accuracies = sites.radii_m[near], sites.accuracies_m[near]
    low = inscribed_error_m2(np.maximum(radii - accuracies, 0.0))
    high = circumscribed_error_m2(radii + accuracies)
    if areas.regions is not None:
        round_zones = areas.regions
        cut = [~shapely.is_missing(r[near]) for r in (round_zones.sure, round_zones.possible)]
        low[cut[0]] = round_zones.sure_error_m2[near][cut[0]]
        high[cut[1]] = round_zones.possible_error_m2[near][cut[1]]
    rounding = RELATIVE_ERROR * city_m2 if len(near) else 0.0
    return fsum((*low, *high, rounding))
