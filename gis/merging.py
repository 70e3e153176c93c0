"""Faces of one arrangement merged into areas, town by town and of the city."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Geometries
from gis.faces import Faces
from gis.latest import Latest
from gis.results import Area


def merged(faces: Geometries) -> Area:
    """Merge faces of one arrangement (EPSG:4547); no faces give an empty multipolygon."""
    if not len(faces):
        return shapely.MultiPolygon()
    try:
        together = shapely.coverage_union_all(faces)
    except shapely.GEOSException:
        # Where three lines meet within rounding, noding may leave a corner of one face on another's
        # side. The quick merging refuses that; the general one does not.
        together = shapely.union_all(faces)
    parts = shapely.get_parts(together)
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))


@dataclass(frozen=True, slots=True, eq=False)
class Merging:
    """Merges marked faces; what is made of the same faces of a town is kept.

    Attributes
    ----------
    faces
        The faces.
    cut_from
        As in :class:`gis.town_faces.TownFaces`.
    kept
        Where areas are kept.
    """

    faces: Faces
    cut_from: tuple[bytes, ...]
    kept: Latest

    def in_town(self, town: int, where: NDArray[np.bool_]) -> Area:
        """Merge the marked faces (shape (faces,)) of a town, by its index."""
        faces = self.faces
        if not self.cut_from:
            return merged(faces.geometry[where & (faces.town == town)])
        first, last = np.searchsorted(faces.town, (town, town + 1)).tolist()
        marked, geometry = where[first:last], faces.geometry[first:last]
        key = (self.cut_from[town], np.packbits(marked).tobytes())
        return self.kept.get(key, lambda: merged(geometry[marked]))

    def everywhere(self, where: NDArray[np.bool_]) -> Area:
        """Merge the marked faces (shape (faces,)) of all towns."""
        faces = self.faces
        if not self.cut_from:
            return merged(faces.geometry[where])
        towns = np.unique(faces.town[where]).tolist()
        parts = [shapely.get_parts(self.in_town(town, where)) for town in towns]
        return merged(np.concatenate(parts)) if parts else shapely.MultiPolygon()
