"""How much a place at a distance counts: the weights of catchment areas.

Distances are metres. Every weight lies between 0 and 1 and never grows with distance, which is
what the intervals of :mod:`gis.access` rest on.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Protocol

import numpy as np

from gis.discs import Floats
from gis.errors import InvalidInputError


class Decay(Protocol):
    """How much a place at a distance counts, from 1 to 0, never growing with distance."""

    def weights(self, distances_m: Floats) -> Floats:
        """Return the weight at each distance in metres."""
        ...


@dataclass(frozen=True, slots=True)
class Steps:
    """Weights by rings: the weight of the first ring that reaches so far, 0 beyond the last.

    Attributes
    ----------
    reach_m
        Outer radius of each ring in metres, ascending. One ring of weight 1 is plain 2SFCA.
    weight
        Weight of each ring, from 1 downwards.
    """

    reach_m: tuple[float, ...]
    weight: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        """Refuse rings that are not in order, and weights that grow."""
        rings = np.array(self.reach_m)
        shares = np.array(self.weight)
        orderly = len(rings) == len(shares) > 0 and bool(
            np.isfinite(rings).all()
            and rings[0] > 0
            and (np.diff(rings) > 0).all()
            and (np.diff(shares) <= 0).all()
            and shares[-1] >= 0
            and shares[0] <= 1
        )
        if not orderly:
            raise InvalidInputError(
                "rings must have growing radii and weights that fall from at most 1 to at least 0",
                field="decay",
            )

    def weights(self, distances_m: Floats) -> Floats:
        """Return the weight at each distance in metres; a ring's outer edge belongs to it."""
        ring = np.searchsorted(np.array(self.reach_m), distances_m, side="left")
        shares: Floats = np.array((*self.weight, 0.0))[ring]
        return shares


@dataclass(frozen=True, slots=True)
class Gaussian:
    """Weights that fall as a bell curve and reach 0 at the catchment's edge (Dai 2010).

    Attributes
    ----------
    reach_m
        Where the weight becomes 0: w(d) = (exp(-(d/reach)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)).
    """

    reach_m: float

    def __post_init__(self) -> None:
        """Refuse a reach that is no length."""
        if not (isfinite(self.reach_m) and self.reach_m > 0):
            raise InvalidInputError("a catchment must reach farther than 0 m", field="decay")

    def weights(self, distances_m: Floats) -> Floats:
        """Return the weight at each distance in metres."""
        edge = np.exp(-0.5)
        bell = np.exp(-0.5 * np.square(distances_m / self.reach_m))
        shares: Floats = np.clip((bell - edge) / (1.0 - edge), 0.0, 1.0)
        return shares
