"""Discs laid over towns as outlines: figures of coverage and the gaps, where no zone is in the way.

The quick way to what :mod:`gis.service_areas` answers by faces. Where it cannot be sure of itself
(towns that are invalid, boundaries that do not close for rounding) it says so and answers nothing.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.borders import Borders, borders
from gis.contours.outlines import (
    COMING_POSSIBLE,
    COMING_SURE,
    POSSIBLE,
    SURE,
    Outlines,
    outlines_of,
)
from gis.contours.pieces import Counts, Pieces, pieces
from gis.contours.shapes import boundary, drawn
from gis.contours.sums import Sums, sums
from gis.discs import Floats, Indices
from gis.figures import Figures, GapPart
from gis.partition import Partition
from gis.results import Area, GapReason
from gis.sites import Sites

REASONS = (GapReason.UNDECIDED, GapReason.PLANNED_ONLY, GapReason.OUT_OF_RANGE)
"""Why a place is not surely covered where there are no zones and capacities; the first holds."""
_NO_GAP = -1
_DUST = 1e-12
"""Share of the city's area under which a figure is rounding."""


def laid(towns: Partition, sites: Sites) -> tuple[Figures, tuple[GapPart, ...]] | None:
    """Measure coverage and find the gaps.

    Parameters
    ----------
    towns, sites
        The towns and the sites; all serve their discs.

    Returns
    -------
    tuple or None
        The figures, and the gaps in no order; ``None`` where rounding is in the way.
    """
    frontiers = borders(towns.polygons)
    if not frontiers.partition:
        return None
    outlines, sure, possible = _outlines(sites, frontiers)
    cut = pieces(outlines, frontiers)
    inside, swept = cut.inside(), cut.swept_m2()
    found = sums(cut, inside, swept, possible)
    if found is None:
        return None
    shapes = _shapes(cut, inside, swept)
    if shapes is None:
        return None
    least = _DUST * float(frontiers.areas_m2.sum())
    figures = _figures(towns, sites, frontiers, found, (sure, possible), shapes)
    gaps = [
        GapPart(*_town_and_reason(region), float(area.area), area)
        for region, area in shapes.items()
        if region < len(REASONS) * len(towns) and area.area > least
    ]
    return figures, tuple(gaps)


def _town_and_reason(region: int) -> tuple[int, GapReason]:
    """Return the town and the reason of a numbered region."""
    town, reason = divmod(region, len(REASONS))
    return town, REASONS[reason]


def _outlines(sites: Sites, frontiers: Borders) -> tuple[Outlines, Indices, Indices]:
    """Return the outlines, and that of what each site surely (-1 for none), possibly serves."""
    sure_discs, sure_site = sites.sure_discs()
    possible_discs, possible_site = sites.possible_discs()
    site = np.concatenate((sure_site, possible_site))
    certain = np.arange(len(site)) < len(sure_site)
    serving = sites.serving[site]
    kind = np.where(
        serving,
        np.where(certain, SURE, POSSIBLE),
        np.where(certain, COMING_SURE, COMING_POSSIBLE),
    )
    outlines = outlines_of(sure_discs + possible_discs, kind, site, frontiers.origin)
    sure = np.full(len(sites), -1, dtype=np.intp)
    sure[sure_site] = outlines.of_disc[: len(sure_site)]
    return outlines, sure, outlines.of_disc[len(sure_site) :]


def _shapes(cut: Pieces, inside: Counts, swept: Floats) -> dict[int, Area] | None:
    """Draw the gaps by town and reason, then what is surely and what is possibly served."""
    outside = cut.outside
    in_town = (cut.town >= 0) & (cut.town < cut.borders.towns)
    sides = [
        np.where(in_town & (reason != _NO_GAP), cut.town * len(REASONS) + reason, -1)
        for reason in (_reasons(inside), _reasons(outside))
    ]
    around = boundary(cut, *sides)
    in_city = np.where(cut.of_outline, cut.city, cut.town == cut.borders.towns)
    for index, kind in enumerate((SURE, POSSIBLE)):
        region = len(REASONS) * cut.borders.towns + index
        sides = [np.where(in_city & (depth[kind] > 0), region, -1) for depth in (inside, outside)]
        around += boundary(cut, *sides)
    return drawn(cut, around, swept)


def _reasons(depth: Counts) -> NDArray[np.intp]:
    holds = (depth[SURE] > 0, depth[POSSIBLE] > 0, depth[COMING_POSSIBLE] > 0)
    return np.select(holds, (_NO_GAP, 0, 1), 2).astype(np.intp)


def _figures(
    towns: Partition,
    sites: Sites,
    frontiers: Borders,
    found: Sums,
    outline: tuple[Indices, Indices],
    shapes: dict[int, Area],
) -> Figures:
    whole = frontiers.areas_m2
    low, high = _bounded(found.low, found.high, whole)
    planned_low, planned_high = _bounded(found.planned_low, found.planned_high, whole)
    reach = np.append(found.reach, 0.0)
    city = np.full(len(sites), whole.sum())
    reach_low, reach_high = _bounded(reach[outline[0]], reach[outline[1]], city)
    alone_low, alone_high = _bounded(found.alone_low, found.alone_high, city)
    served = [
        shapes.get(len(REASONS) * len(towns) + index, shapely.MultiPolygon()) for index in (0, 1)
    ]
    return Figures(
        towns,
        sites,
        whole,
        low,
        high,
        planned_low,
        planned_high,
        reach_low,
        reach_high,
        alone_low,
        alone_high,
        *served,
    )


def _bounded(low: Floats, high: Floats, most: Floats) -> tuple[Floats, Floats]:
    """Keep bounds in order, and between nothing and all; rounding of either is taken away."""
    dust = _DUST * float(most.sum())

    def cleared(value: Floats) -> Floats:
        short = np.where(value > most - dust, most, value)
        return np.where(short < dust, 0.0, short)

    least = cleared(low)
    return least, np.maximum(least, cleared(high))
