"""Faces town by town: what a moved site does not touch is not cut again.

A town's faces follow from the lines in and near it alone, so they are kept by a digest of these.
Whether they are kept or cut again changes no bit of them. Crossings are rounded to one grid, and a
town is cut along all that is within a margin of it: so neighbours have the same nodes on the border
they share, and their faces together are as whole as those cut in one go. Metres in EPSG:4547.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.borders import Borders, borders
from gis.discs import Discs, Geometries, Indices
from gis.faces import SNAP_M, Faces, Others, complete, cut_faces
from gis.latest import Latest
from gis.lines import outlines

_MARGIN_M = 1.0
_TOWN_SETS_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """All that can cut towns, and digests of it.

    Attributes
    ----------
    discs, drawn
        The discs, and which of their sides are drawn.
    instead, also
        As in :class:`gis.faces.Others`.
    disc_digest, also_digest
        What each disc (with the area in its place), each further area is.
    """

    discs: Discs
    drawn: NDArray[np.bool_]
    instead: Geometries
    also: Geometries
    disc_digest: Sequence[bytes]
    also_digest: Sequence[bytes]


@dataclass(frozen=True, slots=True, eq=False)
class TownFaces:
    """Faces, and what those of each town were cut from.

    Attributes
    ----------
    faces
        The faces, town by town.
    cut_from
        For each town a digest: equal digests mean equal faces. Empty where all were cut in one
        go.
    """

    faces: Faces
    cut_from: tuple[bytes, ...]


def arrange_by_town(
    towns: Geometries, discs: Discs, drawn: NDArray[np.bool_], others: Others, kept: Latest
) -> TownFaces | None:
    """Cut the towns into faces one by one; see :func:`gis.faces.arrange`.

    Parameters
    ----------
    towns, discs, drawn, others
        As there.
    kept
        Where faces of towns are kept.

    Returns
    -------
    TownFaces or None
        ``None`` where towns overlap or one of them does not come out whole.
    """
    frontiers = borders(towns)
    if not frontiers.partition:
        return None
    lines = _lines(discs, drawn, others)
    near = _near_borders(frontiers)
    disc_of, also_of = _touching(frontiers, lines)
    parts: list[Faces] = []
    digests: list[bytes] = []
    for town, (mine, further) in enumerate(zip(disc_of, also_of, strict=True)):
        written = [near.written[town], *(lines.disc_digest[index] for index in mine.tolist())]
        written += [b"also", *(lines.also_digest[index] for index in further.tolist())]
        digests.append(_digest(b"".join(written)))
        cut = partial(_cut, frontiers.polygons[[town]], near.lines[town], lines, mine, further)
        part = kept.get(digests[-1], cut)
        if part is None:
            return None
        parts.append(part)
    return TownFaces(_together(parts, disc_of, len(discs)), tuple(digests))


def _digest(written: bytes) -> bytes:
    return blake2b(written, digest_size=16).digest()


def _lines(discs: Discs, drawn: NDArray[np.bool_], others: Others) -> _Lines:
    table = np.column_stack((discs.centres, discs.circumradii))
    bits = np.packbits(drawn, axis=1)
    digests = [
        _digest(row.tobytes() + sides.tobytes() + (area or b""))
        for row, sides, area in zip(table, bits, _written(others.instead), strict=True)
    ]
    also = [_digest(area) for area in _written(others.also)]
    return _Lines(discs, drawn, others.instead, others.also, digests, also)


def _written(shapes: Geometries) -> list[Any]:
    written: list[Any] = np.asarray(shapely.to_wkb(shapes), dtype=object).tolist()
    return written


def _touching(frontiers: Borders, lines: _Lines) -> tuple[list[Indices], list[Indices]]:
    """Return for each town the discs, and the further areas, that come within a margin of it."""
    reach = lines.discs.circumradii.copy()
    table, disc = shapely.get_coordinates(lines.instead, return_index=True)
    away = np.hypot(*(table - lines.discs.centres[disc]).T)
    np.maximum.at(reach, disc, away)
    reach += _MARGIN_M
    centres = lines.discs.centres
    boxes = shapely.box(*(centres - reach[:, None]).T, *(centres + reach[:, None]).T)
    places = np.asarray(shapely.points(centres), dtype=object)
    tree = shapely.STRtree(frontiers.polygons)
    disc, town = tree.query(np.asarray(boxes, dtype=object))
    near = shapely.dwithin(frontiers.polygons[town], places[disc], reach[disc])
    area, holder = tree.query(lines.also, predicate="dwithin", distance=_MARGIN_M)
    size = range(frontiers.towns)
    disc, town = disc[near], town[near]
    return [np.sort(disc[town == t]) for t in size], [np.sort(area[holder == t]) for t in size]


def _cut(
    polygon: Geometries, border: Geometries, lines: _Lines, mine: Indices, further: Indices
) -> Faces | None:
    discs, instead = lines.discs.taken(mine), lines.instead[mine]
    others = Others(instead, lines.also[further])
    areas = np.concatenate((instead[~shapely.is_missing(instead)], others.also))
    inside = outlines(discs, lines.drawn[mine], areas, polygon, margin_m=_MARGIN_M)
    faces = cut_faces(np.concatenate((border, inside)), polygon, (discs, others), SNAP_M)
    return faces if complete(faces, polygon, SNAP_M) else None


def _together(parts: Sequence[Faces], disc_of: Sequence[Indices], discs: int) -> Faces:
    sizes = np.array([len(part) for part in parts])
    before = np.cumsum(sizes) - sizes
    return Faces(
        np.concatenate([part.geometry for part in parts]),
        np.concatenate([part.area_m2 for part in parts]),
        np.concatenate([part.inner for part in parts]),
        np.repeat(np.arange(len(parts)), sizes),
        len(parts),
        discs,
        np.concatenate([part.pair_face + first for part, first in zip(parts, before, strict=True)]),
        np.concatenate([mine[part.pair_disc] for part, mine in zip(parts, disc_of, strict=True)]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _NearBorders:
    """For each town the borders within a margin of it, as lines, and these and itself as WKB."""

    lines: tuple[Geometries, ...]
    written: tuple[bytes, ...]


@lru_cache(maxsize=_TOWN_SETS_KEPT)
def _near_borders(frontiers: Borders) -> _NearBorders:
    """Take the borders near each town, so that it has every corner that a neighbour has."""
    rings = shapely.get_parts(shapely.boundary(frontiers.polygons))
    table, ring = shapely.get_coordinates(rings, return_index=True)
    within = np.flatnonzero(ring[1:] == ring[:-1])
    sides = shapely.linestrings(np.stack((table[within], table[within + 1]), axis=1))
    once = sorted({*_written(np.asarray(shapely.normalize(sides), dtype=object))})
    tree = shapely.STRtree(np.asarray(shapely.from_wkb(once), dtype=object))
    side, town = tree.query(frontiers.polygons, predicate="dwithin", distance=_MARGIN_M)[::-1]
    lines = [
        shapely.line_merge(shapely.multilinestrings(tree.geometries[np.sort(side[town == t])]))
        for t in range(frontiers.towns)
    ]
    written = zip(_written(frontiers.polygons), _written(np.array(lines)), strict=True)
    return _NearBorders(
        tuple(shapely.get_parts(line) for line in lines),
        tuple(polygon + line for polygon, line in written),
    )
