"""The p-median as a program: its radius formulation, for solving and for the prices of a proof."""

from math import inf

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.distances import Distances
from gis.siting.program import Block, Program, at_most

_UNITS = 1e4


def median_program(
    demand: Distances, count: int, kept: tuple[int, ...]
) -> tuple[Program, float, float, Indices]:
    """Return the program, the constant and the unit of its objective, and the first rings.

    The first rings are the rows of the demands that have any, in order, as row by demand: -1 where
    there is none.
    """
    order = np.argsort(demand.metres, axis=1, kind="stable")
    metres = np.take_along_axis(demand.metres, order, axis=1)
    rows, sites = metres.shape
    # At least one of any ``count`` sites is no farther than this one.
    last = np.full(rows, sites - len(kept) - count)
    if kept:
        # Nor is any kept site ever passed by.
        last = np.minimum(last, np.isin(order, kept).argmax(axis=1))
    farthest = np.take_along_axis(metres, last[:, None], axis=1)
    new = np.ones_like(metres, dtype=bool)
    new[:, 1:] = metres[:, 1:] > metres[:, :-1]
    # Rings: the distinct distances before the farthest, demand by demand.
    used = metres < farthest
    ring = np.cumsum((new & used).ravel()).reshape(metres.shape) - 1
    ring_row, ring_place = np.nonzero(new & used)
    here = metres[ring_row, ring_place]
    following = np.empty_like(here)
    following[:-1] = here[1:]
    is_last = np.ones(len(here), dtype=bool)
    is_last[:-1] = ring_row[1:] > ring_row[:-1]
    following[is_last] = farthest[ring_row[is_last], 0]
    cost = demand.weights[ring_row] * (following - here)
    scale = max(float(cost.max(initial=0.0)), 1e-300) / _UNITS
    number = np.arange(len(here), dtype=np.intp)
    is_first = np.ones(len(here), dtype=bool)
    is_first[1:] = is_last[:-1]
    linked = np.flatnonzero(~is_first)
    rings = Block(
        np.concatenate((ring[used], number, linked)),
        np.concatenate((order[used], sites + number, sites + linked - 1)),
        np.concatenate((np.ones(int(used.sum()) + len(number)), -np.ones(len(linked)))),
        is_first.astype(np.float64),
        np.full(len(number), inf),
    )
    total = float(count + len(kept))
    every: Indices = np.arange(sites)
    lower: Floats = np.zeros(sites + len(number))
    lower[list(kept)] = 1.0
    program = Program(
        cost=np.concatenate((np.zeros(sites), cost / scale)),
        lower=lower,
        upper=np.ones(sites + len(number)),
        whole=np.arange(sites + len(number)) < sites,
        blocks=[rings, at_most(every, total, lower=total)],
        maximise=False,
    )
    first = np.full(rows, -1, dtype=np.intp)
    first[ring_row[is_first]] = number[is_first]
    return program, float((demand.weights * metres[:, 0]).sum()), scale, first
