"""Where the numbered crossings of outlines and borders are."""

from dataclasses import dataclass

import numpy as np

from gis.contours.borders import Borders
from gis.contours.crossed import Stretches
from gis.contours.meetings import Meetings
from gis.contours.outlines import CORNERS, SIDES, Outlines
from gis.discs import SEGMENTS, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the numbered crossings are."""

    x: Floats
    y: Floats

    @classmethod
    def of(
        cls,
        outlines: Outlines,
        borders: Borders,
        met: Meetings,
        met_edges: Stretches,
    ) -> "Places":
        """Return the places in the order of their numbers: first where outlines cross."""
        starts = np.zeros((int(borders.corner.max()) + 1, 2))
        starts[borders.corner[0]] = borders.starts
        at = [CORNERS[axis, :SEGMENTS:SIDES] for axis in (0, 1)]
        corners = [
            (centre[:, None] + outlines.radii[:, None] * directions).ravel()
            for centre, directions in zip((outlines.x, outlines.y), at, strict=True)
        ]
        x = (met.x.ravel(), met_edges.x.ravel(), corners[0], starts[:, 0])
        y = (met.y.ravel(), met_edges.y.ravel(), corners[1], starts[:, 1])
        return cls(np.concatenate(x), np.concatenate(y))
