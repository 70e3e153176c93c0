"""Between which distances two features truly lie, given the accuracies of both. Metres, EPSG:4547.

With accuracies e1 and e2, a distance d between positions as stated means that the true one lies in
[max(0, d - e1 - e2), d + e1 + e2]. A schematic line says only that the road is somewhere within its
accuracy, so its far end bounds from above.
"""

from collections.abc import Sequence

import numpy as np
import shapely

from gis.discs import Floats
from gis.records import Record


def measurable(row: Record) -> bool:
    """Tell whether a feature has a position of known accuracy."""
    geometry = row["geometry"]
    return geometry is not None and not geometry.is_empty and row["accuracy_m"] is not None


def distance_bounds(origins: Sequence[Record], features: Sequence[Record]) -> tuple[Floats, Floats]:
    """Return the least and the greatest distance of each origin to each feature.

    Parameters
    ----------
    origins, features
        Measurable features in EPSG:4547.

    Returns
    -------
    tuple of arrays
        Shape (origins, features) each, in metres.
    """
    starts = np.array([row["geometry"] for row in origins], dtype=object)[:, None]
    ends = np.array([row["geometry"] for row in features], dtype=object)[None, :]
    doubt = np.add.outer(
        [float(row["accuracy_m"]) for row in origins],
        [float(row["accuracy_m"]) for row in features],
    )
    drawn = shapely.distance(starts, ends)
    schematic = np.array([row["geometry_basis"] == "schematic" for row in features])
    farthest = np.where(schematic, shapely.hausdorff_distance(starts, ends), drawn)
    return np.maximum(0.0, drawn - doubt), farthest + doubt
