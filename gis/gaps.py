"""Gaps: the parts of towns that are not surely covered, each with exactly one reason."""

import geopandas as gpd
import numpy as np
import shapely

from gis.coverage import coverage_of, merged
from gis.gap_reasons import REASONS, gap_reasons, zones_in_the_way
from gis.reach import Airspace
from gis.results import Area, Coverage, Gap, GapReason, Interval
from gis.service_areas import ServiceAreas, service_areas

_DUST = 1e-12
"""Share of the city's area under which a gap is rounding of the arrangement and not a place."""


def gaps(
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    space: Airspace | None = None,
) -> tuple[Gap, ...]:
    """Find the gaps, worst first; see :func:`gis.service_areas.service_areas`."""
    return gaps_of(service_areas(sites, towns, radius_m=radius_m, mission=mission, space=space))


def coverage_and_gaps(
    sites: gpd.GeoDataFrame,
    towns: gpd.GeoDataFrame,
    *,
    radius_m: float | None,
    mission: str,
    space: Airspace | None = None,
) -> tuple[Coverage, tuple[Gap, ...]]:
    """Measure coverage and find the gaps from one arrangement of the service areas."""
    areas = service_areas(sites, towns, radius_m=radius_m, mission=mission, space=space)
    return coverage_of(areas), gaps_of(areas)


def gaps_of(areas: ServiceAreas) -> tuple[Gap, ...]:
    """Find the gaps from service areas already laid over the towns.

    Returns
    -------
    tuple of Gap
        One for each town and reason, most people missed first, then the largest. Together they
        are the area that is not surely covered, and that where only full sites serve.
    """
    faces = areas.faces
    reason = gap_reasons(areas)
    least = _DUST * float(faces.area_m2.sum())
    found: list[_Found] = []
    for index, name in enumerate(REASONS):
        sizes = faces.area_by_town(reason == index)
        for town in np.flatnonzero(sizes > least).tolist():
            mine = np.flatnonzero((reason == index) & (faces.town == town))
            zones = zones_in_the_way(areas, mine, name)
            found.append((town, name, float(sizes[town]), merged(faces.geometry[mine]), zones))
    return _ranked(areas, found)


_Found = tuple[int, GapReason, float, Area, tuple[str, ...]]


def _ranked(areas: ServiceAreas, found: list[_Found]) -> tuple[Gap, ...]:
    towns = areas.partition
    density = areas.people_per_m2()
    missed = [
        (float(size * density[town]), size, town, reason, area, zones)
        for town, reason, size, area, zones in found
    ]
    # NaN people (none published) rank as none missed.
    missed.sort(key=lambda gap: (-np.nan_to_num(gap[0]), -gap[1], gap[2], gap[3]))
    nearest = _nearest(areas, [gap[4] for gap in missed])
    return tuple(
        Gap(
            rank=rank,
            town=towns.ids[town],
            name_zh=towns.names_zh[town],
            name_en=towns.names_en[town],
            reason=reason,
            geometry=area,
            area_m2=size,
            people=None if np.isnan(people) else people,
            nearest_site=site,
            nearest_name_zh=name_zh,
            nearest_name_en=name_en,
            distance_m=distance,
            zones=zones,
        )
        for rank, ((people, size, town, reason, area, zones), nearby) in (
            enumerate(zip(missed, nearest, strict=True), start=1)
        )
        for site, name_zh, name_en, distance in (nearby,)
    )


_Nearest = tuple[str | None, str | None, str | None, Interval | None]


def _nearest(areas: ServiceAreas, gaps: list[Area]) -> list[_Nearest]:
    """Return, for each gap's inner point, the nearest serving site and the distance to it."""
    serving = np.flatnonzero(areas.sites.serving)
    if not len(serving) or not gaps:
        return [(None, None, None, None)] * len(gaps)
    inner = shapely.get_coordinates(shapely.point_on_surface(np.array(gaps, dtype=object)))
    offset = inner[:, None, :] - areas.sites.centres[None, serving, :]
    distances = np.hypot(offset[..., 0], offset[..., 1])
    answers: list[_Nearest] = []
    for row, first in enumerate(distances.argmin(axis=1).tolist()):
        site, distance = serving[first], float(distances[row, first])
        accuracy = float(areas.sites.accuracies_m[site])
        name = areas.sites.names[site]
        spread = Interval(max(0.0, distance - accuracy), distance + accuracy)
        answers.append((name.site, name.name_zh, name.name_en, spread))
    return answers
