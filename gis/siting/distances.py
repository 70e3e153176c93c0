"""Distances from demand to candidates: demand points, or the centroids of faces, with weights."""

from dataclasses import dataclass

import numpy as np

from gis.discs import Floats
from gis.errors import InvalidInputError

MAX_DISTANCES = 2_000_000


@dataclass(frozen=True, slots=True)
class Distances:
    """How far each demand is from each candidate, and what it weighs.

    Attributes
    ----------
    metres
        Shape (demand, candidates).
    weights
        Shape (demand,), above 0.
    """

    metres: Floats
    weights: Floats

    def nearest(self, chosen: tuple[int, ...]) -> Floats:
        """Return each demand's distance to the nearest of some candidates."""
        near: Floats = self.metres[:, list(chosen)].min(axis=1)
        return near


def distances(
    points: Floats, weights: Floats, candidates: Floats, accuracies_m: Floats | None = None
) -> Distances:
    """Measure from demand points to candidates.

    Parameters
    ----------
    points
        Shape (m, 2), EPSG:4547: demand points or centroids. A face's demand counted at its
        centroid is an approximation, off by at most the face's own extent.
    weights
        Demand of each, shape (m,), from 0; points without demand are left out.
    candidates
        Positions, shape (n, 2).
    accuracies_m
        Accuracy of each candidate's position; added to its distances, so that they are the most
        that it could be.

    Raises
    ------
    InvalidInputError
        If there is no demand or no candidate, a number cannot be used, or there are too many.
    """
    some = np.asarray(weights, dtype=np.float64) > 0
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)[some]
    sites = np.asarray(candidates, dtype=np.float64).reshape(-1, 2)
    extra = np.zeros(len(sites)) if accuracies_m is None else np.asarray(accuracies_m)
    if not len(places) or not len(sites):
        raise InvalidInputError("there is no demand or no candidate", field="candidates")
    if len(places) * len(sites) > MAX_DISTANCES:
        raise InvalidInputError(
            f"{len(places):,} demand points and {len(sites):,} candidates are more than "
            f"{MAX_DISTANCES:,} distances",
            field="candidates",
            remedy="merge the demand to fewer points, or offer fewer candidates",
        )
    metres = np.hypot(*(places[:, None, :] - sites[None, :, :]).transpose(2, 0, 1)) + extra
    kept = np.asarray(weights, dtype=np.float64)[some]
    if not (np.isfinite(metres).all() and np.isfinite(kept).all() and (extra >= 0).all()):
        raise InvalidInputError(
            "positions, demand and accuracies must be finite numbers", field="candidates"
        )
    return Distances(metres, kept)
