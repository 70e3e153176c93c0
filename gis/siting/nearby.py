"""How many flights away candidates are, and the best of them that a network can still take in."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gis.discs import Indices

Mask = NDArray[np.bool_]


def levels_from(links: Mask, sources: Mask, passable: Mask) -> Indices:
    """Return the fewest flights from some sites to each candidate; -1 where there is no way.

    Parameters
    ----------
    links
        Which candidates a flight joins, shape (n, n), symmetric.
    sources
        Where the way begins, shape (n,).
    passable
        Where it may lead along, shape (n,).
    """
    levels = np.where(sources, 0, -1).astype(np.intp)
    frontier, level = sources, 0
    while frontier.any():
        level += 1
        frontier = links[frontier].any(axis=0) & passable & (levels < 0)
        levels[frontier] = level
    return levels


def best_near(ranked: Iterable[int], levels: Indices, room: int) -> list[int]:
    """Return the best of ranked candidates that a connected choice could add.

    A site h flights away needs one chosen at every smaller number of flights, so that at most
    ``room - h + 1`` may be h or more flights away.
    """
    left = room - np.maximum(0, np.arange(room + 1) - 1)
    found: list[int] = []
    for candidate in ranked:
        level = int(levels[candidate])
        if 0 < level <= room and left[: level + 1].min() > 0:
            found.append(int(candidate))
            left[: level + 1] -= 1
        if not room or not left[0]:
            break
    return found
