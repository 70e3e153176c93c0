"""What coverage gains and loses when sites change, as intervals that the accuracies guarantee.

A site that stays as it is has one true position, before and after. So with K the sites that stay,
A those added and D those dropped (a moved site is both), what is gained is what A serves and
neither K nor D does: surely, what A surely serves less what K and D possibly serve; possibly, what
A possibly serves less what K and D surely serve. What is lost is the same with A and D exchanged.
Comparing the two coverages' intervals instead would call all that is undecided before and after a
possible gain. Metres, EPSG:4547.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import geopandas as gpd
import numpy as np
import shapely

from gis.discs import Floats, Geometries, Indices
from gis.partition import Partition, partition
from gis.reach import Airspace, Regions, keys_of, regions
from gis.results import Area, Coverage, Interval
from gis.results_change import Certainty, ChangeRow, CoverageChange
from gis.sites import Sites, read_sites

_DUST = 1e-9
"""Share of a town's area under which a difference is rounding and not a place."""


@dataclass(frozen=True, slots=True)
class _Served:
    """What some sites surely and possibly serve together."""

    sure: shapely.Geometry
    possible: shapely.Geometry


def coverage_change(
    before: gpd.GeoDataFrame,
    after: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    space: Airspace | None = None,
    known: Sequence[Regions] = (),
) -> CoverageChange:
    """Measure what the city gains and loses between two sets of sites.

    Parameters
    ----------
    before, after
        Frames of the layer ``takeoff_points`` in EPSG:4547. A serving site of the same id,
        position, accuracy and radius in both is one that stays.
    towns
        Frame of the layer ``towns`` in EPSG:4547.
    radius_m, mission, space, known
        As in :func:`gis.service_areas.service_areas`, for both.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    InvalidInputError
        If there is no town polygon, no such mission, or a radius or accuracy is wrong.
    """
    whole = partition(towns)
    old = read_sites(before, radius_m=radius_m, mission=mission)
    new = read_sites(after, radius_m=radius_m, mission=mission)
    stays = _keys(old) & _keys(new)
    round_old, round_new = (_regions(sites, space, known) for sites in (old, new))
    kept = _served(old, _among(old, stays, staying=True), round_old)
    dropped = _served(old, _among(old, stays, staying=False), round_old)
    added = _served(new, _among(new, stays, staying=False), round_new)
    gained, lost = _beyond(added, kept, dropped), _beyond(dropped, kept, added)
    rows = _rows(whole, gained, lost)
    city = shapely.union_all(whole.polygons)
    places = (gained.sure, gained.possible, lost.sure, lost.possible)
    return CoverageChange(_city(rows), rows, *(_inside(place, city) for place in places))


def change_between(before: Coverage, after: Coverage, towns: gpd.GeoDataFrame) -> CoverageChange:
    """Measure what the city gains and loses between answers to two different questions.

    Nothing is supposed of what both rest on: surely gained is what is surely served afterwards and
    not even possibly before. So for two sets of sites and one question the interval is wider than
    that of :func:`coverage_change`.

    Parameters
    ----------
    before, after
        Two coverages of the same towns.
    towns
        Frame of the layer ``towns`` in EPSG:4547.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If there is no town polygon.
    """
    whole = partition(towns)
    old, new = (_Served(one.surely, one.possibly) for one in (before, after))
    gained, lost = _beyond(new, old), _beyond(old, new)
    rows = _rows(whole, gained, lost)
    city = shapely.union_all(whole.polygons)
    places = (gained.sure, gained.possible, lost.sure, lost.possible)
    return CoverageChange(_city(rows), rows, *(_inside(place, city) for place in places))


_Key = tuple[str, float, float, float, float]


def _key(sites: Sites, index: int) -> _Key:
    x, y = sites.centres[index].tolist()
    name = sites.names[index].site
    return name, x, y, float(sites.radii_m[index]), float(sites.accuracies_m[index])


def _keys(sites: Sites) -> frozenset[_Key]:
    return frozenset(_key(sites, index) for index in np.flatnonzero(sites.serving).tolist())


def _among(sites: Sites, stays: frozenset[_Key], *, staying: bool) -> Indices:
    serving = np.flatnonzero(sites.serving).tolist()
    chosen = [index for index in serving if (_key(sites, index) in stays) is staying]
    return np.array(chosen, dtype=np.intp)


def _regions(sites: Sites, space: Airspace | None, known: Sequence[Regions]) -> Regions | None:
    return None if space is None else regions(keys_of(sites), space, known=known)


def _served(sites: Sites, which: Indices, round_zones: Regions | None) -> _Served:
    sure_discs, sure_site = sites.sure_discs()
    mine = np.flatnonzero(np.isin(sure_site, which))
    possible_discs, _ = sites.possible_discs()
    sure, sure_site = sure_discs.taken(mine).polygons(), sure_site[mine]
    possible = possible_discs.taken(which).polygons()
    if round_zones is not None:
        sure = _instead(sure, round_zones.sure[sure_site])
        possible = _instead(possible, round_zones.possible[which])
    return _Served(shapely.union_all(sure), shapely.union_all(possible))


def _instead(discs: Geometries, areas: Geometries) -> Geometries:
    return np.where(shapely.is_missing(areas), discs, areas)


def _beyond(these: _Served, *others: _Served) -> _Served:
    """Return what these sites serve and none of the others does, surely and possibly."""
    possibly = shapely.union_all([other.possible for other in others])
    surely = shapely.union_all([other.sure for other in others])
    return _Served(
        shapely.difference(these.sure, possibly), shapely.difference(these.possible, surely)
    )


def _rows(towns: Partition, gained: _Served, lost: _Served) -> tuple[ChangeRow, ...]:
    sizes = shapely.area(towns.polygons)
    spread = towns.people_per_m2(sizes).tolist()
    gains, losses = _intervals(towns, gained), _intervals(towns, lost)
    rows = []
    for town in range(len(towns)):
        area = float(sizes[town])
        known = not np.isnan(towns.people[town])
        density = spread[town] if known else None
        rows.append(
            ChangeRow(
                town=towns.ids[town],
                name_zh=towns.names_zh[town],
                name_en=towns.names_en[town],
                area_m2=area,
                people=float(towns.people[town]) if known else None,
                gained_m2=gains[town],
                gained_people=_people(gains[town], density),
                lost_m2=losses[town],
                lost_people=_people(losses[town], density),
                gains=_certainty(gains[town], area),
                loses=_certainty(losses[town], area),
            )
        )
    return tuple(rows)


def _intervals(towns: Partition, served: _Served) -> list[Interval]:
    low = _areas(towns.polygons, served.sure)
    high = _areas(towns.polygons, served.possible)
    # Rounding may turn two areas that are equal.
    return [Interval(min(a, b), b) for a, b in zip(low.tolist(), high.tolist(), strict=True)]


def _areas(polygons: Geometries, place: shapely.Geometry) -> Floats:
    areas: Floats = shapely.area(shapely.intersection(polygons, place))
    return areas


def _people(area: Interval, density: float | None) -> Interval | None:
    return None if density is None else Interval(area.low * density, area.high * density)


def _certainty(area: Interval, size_m2: float) -> Certainty:
    if area.low > _DUST * size_m2:
        return Certainty.SURELY
    return Certainty.POSSIBLY if area.high > _DUST * size_m2 else Certainty.NO


def _city(rows: tuple[ChangeRow, ...]) -> ChangeRow:
    people = [row.people for row in rows if row.people is not None]
    area = fsum(row.area_m2 for row in rows)
    gained, lost = _sum([row.gained_m2 for row in rows]), _sum([row.lost_m2 for row in rows])
    return ChangeRow(
        town="city",
        name_zh="全市",
        name_en="Whole city",
        area_m2=area,
        people=fsum(people) if people else None,
        gained_m2=gained,
        gained_people=_sum_known([row.gained_people for row in rows]),
        lost_m2=lost,
        lost_people=_sum_known([row.lost_people for row in rows]),
        gains=_most_certain([row.gains for row in rows]),
        loses=_most_certain([row.loses for row in rows]),
    )


def _most_certain(found: list[Certainty]) -> Certainty:
    return min(found, key=tuple(Certainty).index)


def _sum(parts: list[Interval]) -> Interval:
    return Interval(fsum(part.low for part in parts), fsum(part.high for part in parts))


def _sum_known(parts: list[Interval | None]) -> Interval | None:
    known = [part for part in parts if part is not None]
    return _sum(known) if known else None


def _inside(place: shapely.Geometry, city: shapely.Geometry) -> Area:
    parts = shapely.get_parts(shapely.intersection(place, city))
    kept = [part for part in parts if part.geom_type == "Polygon"]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
