"""Where the numbered crossings of outlines and borders are."""

from dataclasses import dataclass

import numpy as np

from gis.contours.borders import Borders
from gis.contours.crossed import Stretches
from gis.contours.meetings import Meetings
from gis.contours.outlines import PARTS, SIDES, Outlines
from gis.discs import Floats, Indices


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
        met: tuple[Meetings, Stretches],
        corners: Indices,
    ) -> "Places":
        """Return the places in the order of their numbers.

        Parameters
        ----------
        outlines, borders
            What crosses.
        met
            Where outlines cross, and where they cross edges: numbered first.
        corners
            The corners of outlines that are numbered next, each as that of the outline's part.
        """
        starts = np.zeros((int(borders.corner.max()) + 1, 2))
        starts[borders.corner[0]] = borders.starts
        outline, part = np.divmod(corners, PARTS)
        x, y = outlines.places(outline, part * float(SIDES))
        return cls(
            np.concatenate((met[0].x.ravel(), met[1].x.ravel(), x, starts[:, 0])),
            np.concatenate((met[0].y.ravel(), met[1].y.ravel(), y, starts[:, 1])),
        )
