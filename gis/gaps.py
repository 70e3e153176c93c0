"""Gaps: the parts of towns that are not surely covered, each with exactly one reason."""

from collections.abc import Sequence
from math import isnan

import geopandas as gpd
import numpy as np
import shapely

from gis.coverage import coverage_of
from gis.discs import Floats
from gis.figures import GapPart
from gis.gap_reasons import REASONS, gap_reasons, zones_in_the_way
from gis.partition import Partition
from gis.reach import Airspace
from gis.results import Area, Coverage, Gap, Interval
from gis.service_areas import ServiceAreas, service_areas
from gis.sites import Sites

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
    """Measure coverage and find the gaps from one laying of the service areas over the towns."""
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
    if areas.outlined is not None:
        figures, parts = areas.outlined
        return _ranked(areas.partition, areas.sites, parts, figures.area_m2)
    faces = areas.faces
    reason = gap_reasons(areas)
    least = _DUST * float(faces.area_m2.sum())
    found: list[GapPart] = []
    for index, name in enumerate(REASONS):
        sizes = faces.area_by_town(reason == index)
        zones = zones_in_the_way(areas, np.flatnonzero(reason == index), name)
        for town in np.flatnonzero(sizes > least).tolist():
            area = areas.merging.in_town(town, reason == index)
            found.append(GapPart(town, name, float(sizes[town]), area, zones.get(town, ())))
    return _ranked(areas.partition, areas.sites, found, areas.town_area_m2())


def _ranked(
    towns: Partition, sites: Sites, found: Sequence[GapPart], area_m2: Floats
) -> tuple[Gap, ...]:
    density = towns.people_per_m2(area_m2).tolist()
    missed = [(gap.area_m2 * density[gap.town], gap) for gap in found]
    # NaN people (none published) rank as none missed.
    missed.sort(
        key=lambda m: (0.0 if isnan(m[0]) else -m[0], -m[1].area_m2, m[1].town, m[1].reason)
    )
    nearest = _nearest(sites, [gap.geometry for _, gap in missed])
    return tuple(
        Gap(
            rank=rank,
            town=towns.ids[gap.town],
            name_zh=towns.names_zh[gap.town],
            name_en=towns.names_en[gap.town],
            reason=gap.reason,
            geometry=gap.geometry,
            area_m2=gap.area_m2,
            people=None if isnan(people) else people,
            nearest_site=site,
            nearest_name_zh=name_zh,
            nearest_name_en=name_en,
            distance_m=distance,
            zones=gap.zones,
        )
        for rank, ((people, gap), nearby) in (enumerate(zip(missed, nearest, strict=True), start=1))
        for site, name_zh, name_en, distance in (nearby,)
    )


_Nearest = tuple[str | None, str | None, str | None, Interval | None]


def _nearest(sites: Sites, gaps: list[Area]) -> list[_Nearest]:
    """Return, for each gap's inner point, the nearest serving site and the distance to it."""
    serving = np.flatnonzero(sites.serving)
    if not len(serving) or not gaps:
        return [(None, None, None, None)] * len(gaps)
    inner = shapely.get_coordinates(shapely.point_on_surface(np.array(gaps, dtype=object)))
    offset = inner[:, None, :] - sites.centres[None, serving, :]
    distances = np.hypot(offset[..., 0], offset[..., 1])
    answers: list[_Nearest] = []
    for row, first in enumerate(distances.argmin(axis=1).tolist()):
        site, distance = serving[first], float(distances[row, first])
        accuracy = float(sites.accuracies_m[site])
        name = sites.names[site]
        spread = Interval(max(0.0, distance - accuracy), distance + accuracy)
        answers.append((name.site, name.name_zh, name.name_en, spread))
    return answers
