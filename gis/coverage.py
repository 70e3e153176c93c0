"""Coverage of the city and its towns as intervals that the stated accuracies guarantee.

A site serves the places within its service radius R of its true position, which lies within its
accuracy of the stated one. So the disc of radius R less the accuracy is surely served, and nothing
outside the disc of radius R plus the accuracy is. The mathematics is in docs/methods/coverage.md.
"""

from functools import partial
from hashlib import blake2b
from math import fsum
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.borders import borders
from gis.discs import Discs, Floats, Geometries, Indices, circumscribed_error_m2, inscribed_error_m2
from gis.errors import InvalidInputError
from gis.faces import RELATIVE_ERROR
from gis.figures import Figures
from gis.latest import Latest
from gis.outlines import DEPTHS
from gis.reach import Airspace, Regions
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
    if areas.outlined is not None:
        return _told(areas.outlined[0])
    return _told(_figures(areas), areas.regions)


def _told(figures: Figures, round_zones: Regions | None = None) -> Coverage:
    rows, shares = _town_rows(figures), _site_shares(figures)
    city = _city_row(rows)
    sites = figures.sites
    named = tuple(zip(sites.names, sites.serving.tolist(), strict=True))
    return Coverage(
        city,
        rows,
        shares,
        figures.surely,
        figures.possibly,
        _drawing_error_m2(figures, round_zones, city.area_m2),
        tuple(name for name, serving in named if not serving),
        sites.not_counted,
        sites.unplaced,
    )


def reached(areas: ServiceAreas, k: int) -> tuple[Area, Area]:
    """Return where at least ``k`` serving sites surely, and possibly, reach (EPSG:4547).

    Parameters
    ----------
    areas
        Service areas laid over the towns.
    k
        1 to the largest of :data:`gis.outlines.DEPTHS`: beyond it depths are not counted exactly.

    Raises
    ------
    InvalidInputError
        If ``k`` is another number.
    """
    if k not in DEPTHS:
        raise InvalidInputError(f"k is a whole number of 1 to {DEPTHS[-1]}, not {k}", field="k")
    merging = areas.merging
    return merging.everywhere(areas.sure >= k), merging.everywhere(areas.possible >= k)


def _figures(areas: ServiceAreas) -> Figures:
    """Add up faces."""
    faces = areas.faces

    def by_town(depth: Indices, k: int) -> Floats:
        return faces.area_by_town(depth >= k)

    reach, alone = _reach_m2(areas), _alone_m2(areas)
    return Figures(
        areas.partition,
        areas.sites,
        areas.town_area_m2(),
        np.array([by_town(areas.sure, k) for k in DEPTHS]),
        np.array([by_town(areas.possible, k) for k in DEPTHS]),
        by_town(areas.sure + areas.coming_sure, 1),
        by_town(areas.possible + areas.coming_possible, 1),
        *reach,
        *alone,
        areas.merging.everywhere(areas.sure > 0),
        areas.merging.everywhere(areas.possible > 0),
    )


def _intervals(low: Floats, high: Floats) -> list[Interval]:
    return [Interval(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _town_rows(figures: Figures) -> tuple[CoverageRow, ...]:
    towns = figures.partition
    area_m2 = figures.area_m2.tolist()
    by_depth = [_intervals(*rows) for rows in zip(figures.low, figures.high, strict=True)]
    planned = _intervals(figures.planned_low, figures.planned_high)
    served = by_depth[0]
    spread = towns.people_per_m2(figures.area_m2)
    low, high = spread * figures.low[0], spread * figures.high[0]
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


def _site_shares(figures: Figures) -> tuple[SiteShare, ...]:
    """Return what each serving site reaches, and what no other serving site reaches."""
    sites = figures.sites
    reach = _intervals(figures.reach_low, figures.reach_high)
    alone = _intervals(figures.alone_low, figures.alone_high)
    radii, accuracies = sites.radii_m.tolist(), sites.accuracies_m.tolist()
    return tuple(
        SiteShare(
            sites.names[i].site,
            sites.names[i].name_zh,
            sites.names[i].name_en,
            radii[i],
            accuracies[i],
            reach[i],
            alone[i],
            sites.bases[i],
        )
        for i in np.flatnonzero(sites.serving).tolist()
    )


def _alone_m2(areas: ServiceAreas) -> tuple[Floats, Floats]:
    """Return the area that each site serves and no other, surely and possibly."""
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
    mine = areas.sites.serving[site]
    low = by_site(mine & sure & (areas.possible[face] == 1))
    return low, by_site(mine & ~sure & (others_sure == 0))


def _reach_m2(areas: ServiceAreas) -> tuple[Floats, Floats]:
    """Return the area inside the city that each site surely and possibly serves."""
    polygons = areas.partition.polygons
    frontiers = borders(polygons)
    city = frontiers.city if frontiers.partition else shapely.union_all(polygons)
    mine = np.flatnonzero(areas.sites.serving[areas.disc_site])
    inside = np.zeros(len(areas.disc_site))
    instead = areas.instead()[mine]
    inside[mine] = _drawn_inside(areas.discs.taken(mine), city)
    replaced = ~shapely.is_missing(instead)
    inside[mine[replaced]] = _kept_inside(instead[replaced], city, areas.kept)
    low, high = np.zeros(len(areas.sites)), np.zeros(len(areas.sites))
    low[areas.disc_site[areas.disc_sure]] = inside[areas.disc_sure]
    high[areas.disc_site[~areas.disc_sure]] = inside[~areas.disc_sure]
    return low, high


def _kept_inside(shapes: Geometries, city: Any, kept: Latest) -> list[float]:
    """Return the area of each shape inside the city, from before if it is known."""
    whole = blake2b(shapely.to_wkb(city), digest_size=16).digest()
    return [
        kept.get(
            (whole, blake2b(written, digest_size=16).digest()),
            partial(_inside_m2, shape, city),
        )
        for shape, written in zip(shapes, shapely.to_wkb(shapes).tolist(), strict=True)
    ]


def _inside_m2(shape: Any, city: Any) -> float:
    return float(shapely.area(shapely.intersection(shape, city)))


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


def _drawing_error_m2(figures: Figures, round_zones: Regions | None, city_m2: float) -> float:
    sites = figures.sites
    near = np.flatnonzero(sites.serving & (figures.reach_high > 0))
    radii, accuracies = sites.radii_m[near], sites.accuracies_m[near]
    low = inscribed_error_m2(np.maximum(radii - accuracies, 0.0))
    high = circumscribed_error_m2(radii + accuracies)
    if round_zones is not None:
        cut = [~shapely.is_missing(r[near]) for r in (round_zones.sure, round_zones.possible)]
        low[cut[0]] = round_zones.sure_error_m2[near][cut[0]]
        high[cut[1]] = round_zones.possible_error_m2[near][cut[1]]
    rounding = RELATIVE_ERROR * city_m2 if len(near) else 0.0
    return fsum((*low, *high, rounding))
