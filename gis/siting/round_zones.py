"""What candidates surely serve round airspace zones, and which of them a zone leaves out.

A candidate that stands in a zone, or may stand in one within its accuracy, surely serves nothing.
The others surely serve the region that ways round the zones reach; where no zone meets its disc a
candidate keeps the disc. See docs/methods/reach.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress, reporting, unheard
from gis.reach import Airspace, Regions, sure_region
from gis.results import SiteName
from gis.results_airspace import ZoneEffect
from gis.results_siting import BarredSite
from gis.service_areas import ServiceAreas

MAX_CORNERS = 100_000
"""Corners of zones within range, summed over the candidates: more are refused. One takes about
0.3 ms of a processor."""
_STANDING = (ZoneEffect.BARS, ZoneEffect.LIMITS_HEIGHT, ZoneEffect.UNDECIDED)
_SAMPLED = 40
_CROSSED_BY = 10


@dataclass(frozen=True, slots=True)
class Around:
    """The airspace that a question is asked in.

    Attributes
    ----------
    space
        The zones to go round; ``None`` for free air, because there is no data.
    known
        Regions computed before round the same obstacles.
    """

    space: Airspace | None = None
    known: tuple[Regions, ...] = ()


FREE_AIR = Around()


def names_of(rows: gpd.GeoDataFrame) -> tuple[SiteName, ...]:
    """Return the names of candidates left out."""
    columns = (rows[name] for name in ("id", "name_zh", "name_en", "status"))
    return tuple(SiteName(*row) for row in zip(*columns, strict=True))


def free_to_stand(
    rows: gpd.GeoDataFrame, space: Airspace | None
) -> tuple[NDArray[np.bool_], tuple[BarredSite, ...]]:
    """Mark the candidates that surely stand in no zone in the way or undecided.

    Parameters
    ----------
    rows
        Candidates with a position and an accuracy, EPSG:4547.
    space
        The zones; ``None`` marks all.

    Returns
    -------
    tuple
        The mask, shape (n,), and those left out with the zones that they may stand in.

    Raises
    ------
    InvalidInputError
        If none is left.
    """
    if space is None:
        return np.ones(len(rows), dtype=bool), ()
    places = shapely.get_coordinates(rows.geometry.to_numpy())
    accuracies = rows["accuracy_m"].to_numpy(dtype=np.float64)
    free = space.outer.clear_of(places, accuracies)
    if not free.any():
        raise InvalidInputError(
            "every candidate stands, or may stand, in an airspace zone, where nothing takes off",
            field="candidates",
            remedy="Offer other candidates, a finer grid, or ask for another height or time.",
        )
    left_out = np.flatnonzero(~free)
    zones = np.flatnonzero(space.zones.having(*_STANDING))
    one, zone = shapely.STRtree(space.zones.outer[zones]).query(
        shapely.points(places[left_out]), predicate="dwithin", distance=accuracies[left_out]
    )
    met: list[list[str]] = [[] for _ in left_out]
    for number, index in sorted(zip(one.tolist(), zones[zone].tolist(), strict=True)):
        met[number].append(space.zones.verdicts[index].name.zone)
    names = names_of(rows.iloc[left_out])
    barred = (BarredSite(*pair) for pair in zip(names, map(tuple, met), strict=True))
    return free, tuple(barred)


def sure_regions(
    keys: Floats, around: Around, *, on_progress: Progress | None = None
) -> Geometries:
    """Return what candidates surely serve round the zones; ``None`` where the disc stands.

    Parameters
    ----------
    keys
        Easting, northing, range and accuracy of each in metres, shape (n, 4); ranges are the
        greater, and no candidate may stand in a zone.
    around
        The airspace.
    on_progress
        Told the share of the candidates done; what it raises ends the run.

    Raises
    ------
    InvalidInputError
        If so many corners of zones are in range of the candidates that it would take too long.
    """
    found = np.full(len(keys), None, dtype=object)
    if around.space is None:
        return found
    before = _known(around.known)
    rows = [tuple(key) for key in keys.tolist()]
    _refuse_too_many(keys, [row not in before for row in rows], around.space)
    for number in reporting(range(len(rows)), on_progress or unheard):
        x, y, radius, accuracy = rows[number]
        if rows[number] in before:
            found[number] = before[rows[number]]
        else:
            place = np.array([x, y])
            found[number] = sure_region(place, radius, accuracy, around.space.outer)[0]
    return found


def _known(known: Sequence[Regions]) -> dict[tuple[float, ...], Any]:
    found: dict[tuple[float, ...], Any] = {}
    for regions in known:
        found.update(zip(map(tuple, regions.keys.tolist()), regions.sure, strict=True))
    return found


def _refuse_too_many(keys: Floats, asked: list[bool], space: Airspace) -> None:
    corners = 0
    for x, y, radius, accuracy in keys[np.array(asked, dtype=bool)].tolist():
        away = np.hypot(*(space.outer.corners - (x, y)).T)
        corners += int(np.count_nonzero(away < radius - accuracy))
    if corners > MAX_CORNERS:
        raise InvalidInputError(
            f"the candidates have {corners:,} corners of zones within their range, more than "
            f"{MAX_CORNERS:,}",
            field="candidates",
            remedy="Use a larger spacing, fewer candidates or a smaller radius, or import zones "
            "with simpler outlines.",
        )


def known_with(around: Around, areas: ServiceAreas) -> tuple[Regions, ...]:
    """Return the regions known, with those of service areas laid since."""
    return around.known if areas.regions is None else (*around.known, areas.regions)


def surely_serving(areas: ServiceAreas) -> Indices:
    """Return the serving sites that surely serve something."""
    _, site = areas.sites.sure_discs()
    some = site[areas.sites.serving[site]]
    if areas.regions is None:
        return some
    return some[~shapely.is_empty(areas.regions.sure[some])]


def sure_instead(areas: ServiceAreas, site: Indices) -> Geometries:
    """Return the areas that take the place of sites' sure discs, ``None`` where they stand."""
    if areas.regions is None:
        return np.full(len(site), None, dtype=object)
    return areas.regions.sure[site]


def crossings_each(discs: Discs, instead: Geometries) -> float:
    """Return how often two outlines cross, as a multiple of two circles' two times; 1 at least.

    Parameters
    ----------
    discs
        What candidates surely serve in free air.
    instead
        The areas that take their place, ``None`` where they stand.
    """
    if shapely.is_missing(instead).all():
        return 1.0
    met, crossed = 0, 0
    for one in _spread(np.arange(len(discs)), _SAMPLED).tolist():
        away = np.hypot(*(discs.centres - discs.centres[one]).T)
        near, far = discs.circumradii[one], discs.circumradii
        crossing = np.flatnonzero((away > np.abs(near - far)) & (away < near + far))
        pair = np.concatenate(([one], _spread(crossing, _CROSSED_BY)))
        mine, *theirs = shapely.boundary(_shapes(discs.taken(pair), instead[pair]))
        parts = shapely.get_parts(shapely.intersection(mine, theirs))
        met += len(theirs)
        # Stretches of a zone's boundary that both share part no faces.
        crossed += int(np.count_nonzero(shapely.get_dimensions(parts) == 0))
    return max(1.0, crossed / (2 * met)) if met else 1.0


def _spread(some: Indices, most: int) -> Indices:
    """Return at most so many of some, spread evenly."""
    if len(some) <= most:
        return some
    return some[np.linspace(0, len(some) - 1, most).astype(np.intp)]


def _shapes(discs: Discs, instead: Geometries) -> Geometries:
    return np.where(shapely.is_missing(instead), discs.polygons(), instead)
