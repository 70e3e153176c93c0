"""A schematic tessellation: a region shared out among cells known only by a few facts.

Of each cell its centroid, its area and perhaps one point inside are known; nothing of its shape.
The most probable cell of each place is taken from the maximum-entropy model of
:mod:`gis.tessellation_scores`, then the cells' areas are met exactly up to the smoothing of their
borders. The borders so drawn are a schema and no survey.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

from gis.errors import InvalidInputError
from gis.tessellation_scores import fit_scores, level_areas
from gis.tessellation_shapes import Area, cells_of_pixels

_LEAST_PIXELS = 60
"""A cell of fewer pixels has no shape worth drawing."""
_MOST_PIXELS = 400_000
_SEAT_PIXELS = 2.0
"""Half-width of the ground a seat is sure of, in pixels: what the smoothing cannot cut off."""
_CORRECTIONS = 8
"""Rounds in which the shares are corrected by what smoothing and clipping took or gave."""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What is known of one cell.

    Attributes
    ----------
    centre
        Its centroid: easting and northing, m. It need not lie inside.
    area
        Its area in any unit: only the shares of the cells in the total count.
    seat
        A point that must lie inside it, easting and northing, m; ``None`` where none is known.
    """

    centre: tuple[float, float]
    area: float
    seat: tuple[float, float] | None = None


def tessellate(outline: Area, facts: Sequence[CellFacts], *, resolution_m: float) -> list[Area]:
    """Share ``outline`` out among the cells; return one polygon per cell, in their order.

    The polygons form a valid coverage of the outline. Each cell's area is its share of the outline
    within about 0.2 %, or what one row of pixels along its border holds where that is more; its
    centroid lies near the one given, as far as the seats and the other cells allow.

    Parameters
    ----------
    outline
        The region, valid, in a projected system in metres (EPSG:4547).
    facts
        The cells.
    resolution_m
        Width of the pixels the borders are traced on, m. Borders come out as lines whose vertices
        stand a few pixels apart.

    Raises
    ------
    gis.errors.InvalidInputError
        If the outline or a fact cannot be used, or the facts contradict each other.
    """
    _check(outline, facts, resolution_m)
    seats = [None if fact.seat is None else Point(fact.seat) for fact in facts]
    wanted = np.array([fact.area for fact in facts]) / sum(fact.area for fact in facts)
    pixels = _grid(outline.buffer(3 * resolution_m), resolution_m)
    inside = shapely.contains_xy(outline, pixels[:, 0], pixels[:, 1])
    scores = _scores(outline, facts, wanted, pixels, resolution_m)
    _secure_seats(scores, pixels, facts, resolution_m)
    # Between two cells of radius r the lead changes by about 4 / r a metre: soften half a pixel.
    softness = 2 * resolution_m / float(np.sqrt(np.median(wanted) * outline.area / np.pi))
    widths = [1.0, 0.3, softness]
    shares = wanted
    best: list[Area] = []
    least = np.inf
    for _ in range(_CORRECTIONS):
        scores -= level_areas(scores[inside], shares, widths)
        widths = [softness]
        labels = scores.argmin(axis=1)
        cells = cells_of_pixels(outline, pixels, labels, seats, resolution_m)
        errors = np.array([cell.area for cell in cells]) / outline.area - wanted
        if float(np.abs(errors / wanted).max()) < least:
            best, least = cells, float(np.abs(errors / wanted).max())
        shares = np.maximum(shares - errors, wanted / 2)
        shares = shares / shares.sum()
    _require_seats_inside(best, seats)
    return best


def _check(outline: Area, facts: Sequence[CellFacts], resolution_m: float) -> None:
    if not facts:
        raise InvalidInputError("there are no cells to make", field="facts")
    if outline.is_empty or not outline.is_valid or not outline.area > 0:
        raise InvalidInputError("the outline is empty or not valid", field="outline")
    if not (isfinite(resolution_m) and resolution_m > 0):
        raise InvalidInputError("the resolution must be positive", field="resolution_m")
    if outline.area / resolution_m**2 > _MOST_PIXELS:
        raise InvalidInputError(
            "the resolution is too fine for this outline",
            field="resolution_m",
            remedy=f"use at least {np.sqrt(outline.area / _MOST_PIXELS):.0f} m",
        )
    for number, fact in enumerate(facts):
        _check_fact(outline, number, fact)
    share = min(fact.area for fact in facts) / sum(fact.area for fact in facts)
    if share * outline.area < _LEAST_PIXELS * resolution_m**2:
        raise InvalidInputError(
            "the resolution is too coarse for the smallest cell",
            field="resolution_m",
            remedy=f"use at most {np.sqrt(share * outline.area / _LEAST_PIXELS):.0f} m",
        )
    points = [Point(fact.seat) for fact in facts if fact.seat is not None]
    for number, point in enumerate(points):
        if any(point.distance(other) < 6 * resolution_m for other in points[:number]):
            raise InvalidInputError(
                "two seats lie too close together to be told apart",
                field="seat",
                remedy="use a finer resolution or leave one out",
            )


def _check_fact(outline: Area, number: int, fact: CellFacts) -> None:
    if not (isfinite(fact.area) and fact.area > 0):
        raise InvalidInputError(f"cell {number} has no positive area", field="area")
    if not all(map(isfinite, (*fact.centre, *(fact.seat or ())))):
        raise InvalidInputError(f"a coordinate of cell {number} is not finite", field="centre")
    if not outline.convex_hull.covers(Point(fact.centre)):
        raise InvalidInputError(
            f"the centre of cell {number} lies outside the region",
            field="centre",
            remedy="no part of the region can have such a centroid; check axes and datum",
        )
    if fact.seat is not None and not outline.contains(Point(fact.seat)):
        raise InvalidInputError(f"the seat of cell {number} lies outside the outline", field="seat")


def _grid(region: Area, step: float) -> NDArray[np.float64]:
    """Return the centres of the pixels ``(pixels, 2)`` whose centre lies in ``region``."""
    west, south, east, north = region.bounds
    xs = west + step * (np.arange(int((east - west) / step) + 1) + 0.5)
    ys = south + step * (np.arange(int((north - south) / step) + 1) + 0.5)
    points = np.column_stack([axis.ravel() for axis in np.meshgrid(xs, ys)])
    inside: NDArray[np.float64] = points[shapely.contains_xy(region, points[:, 0], points[:, 1])]
    return inside


def _scores(
    outline: Area,
    facts: Sequence[CellFacts],
    shares: NDArray[np.float64],
    pixels: NDArray[np.float64],
    resolution_m: float,
) -> NDArray[np.float64]:
    """Fit the model on every second pixel each way, and return its scores at all of them."""
    nowhere = (np.nan, np.nan)
    centres = np.array([fact.centre for fact in facts], dtype=np.float64)
    seats = np.array([fact.seat or nowhere for fact in facts], dtype=np.float64)
    model = fit_scores(_grid(outline, 2 * resolution_m), centres, shares, seats)
    return model.scores(pixels)


def _secure_seats(
    scores: NDArray[np.float64],
    pixels: NDArray[np.float64],
    facts: Sequence[CellFacts],
    resolution_m: float,
) -> None:
    """Make the ground round each seat its own cell's beyond all scores."""
    far = float(np.ptp(scores)) * 10 + 1e3
    for number, fact in enumerate(facts):
        if fact.seat is not None:
            off = np.abs(pixels - np.array(fact.seat)).max(axis=1)
            scores[off <= _SEAT_PIXELS * resolution_m, number] -= far


def _require_seats_inside(cells: Sequence[Area], seats: Sequence[Point | None]) -> None:
    for number, (cell, seat) in enumerate(zip(cells, seats, strict=True)):
        if seat is not None and not cell.contains(seat):
            raise InvalidInputError(
                f"the seat of cell {number} cannot be kept in its cell",
                field="seat",
                remedy="use a finer resolution",
            )
