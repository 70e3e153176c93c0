"""Maximal covering by sites that form one network: each can be reached by flights between sites."""

from math import inf

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.count_bound import CountQuestion
from gis.siting.count_proof import searched
from gis.siting.fewest import beyond, covered
from gis.siting.greedy import choose
from gis.siting.models import maximal_covering
from gis.siting.patterns import ByCandidate, Patterns
from gis.siting.program import Block, Program, block, run
from gis.siting.search import GAP_TOLERANCE

Links = NDArray[np.bool_]
"""Which candidates a flight can join, shape (n, n), symmetric."""


def links_within(centres: Floats, accuracies_m: Floats, flight_m: float) -> Links:
    """Return which sites are surely within flight range of each other.

    Parameters
    ----------
    centres, accuracies_m
        Positions (shape (n, 2), EPSG:4547) and their accuracies in metres: two sites are joined
        if their distance and both accuracies together are no more than the range.
    flight_m
        Range of a flight between sites in metres.
    """
    if not (np.isfinite(flight_m) and flight_m > 0):
        raise InvalidInputError(
            f"the flight range must be above 0 metres, not {flight_m:g}", field="flight_m"
        )
    apart = np.hypot(*(centres[:, None, :] - centres[None, :, :]).transpose(2, 0, 1))
    joined: Links = apart + accuracies_m[:, None] + accuracies_m[None, :] <= flight_m
    np.fill_diagonal(joined, val=False)
    return joined


def connected_cover(
    patterns: Patterns,
    links: Links,
    count: int,
    *,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> Answer:
    """Choose up to ``count`` connected candidates that cover the most demand.

    With kept sites every chosen one must reach some kept site by links between chosen and kept
    ones; without, the chosen ones must reach each other. Exact: half of the time goes to the tree
    of :mod:`gis.siting.count_proof`. Where it leaves a gap, maximal covering is solved, and as long
    as its choice falls apart, the separated part gets a cut (a part C may only be built together
    with one of the candidates that separate it from the rest), and it is solved again.

    Parameters
    ----------
    patterns
        The demand.
    links
        Which candidates a flight can join, as :func:`links_within` gives it.
    count
        How many candidates may be chosen beside those kept.
    kept
        Existing sites among the candidates: they stay and do not count. What they cover is left
        out of the value.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`.

    Raises
    ------
    InvalidInputError
        If a parameter cannot be used.
    SolverError
        If the solver fails.
    """
    clock = Clock(time_limit_s, on_progress)
    check_kept(kept, patterns.candidates)
    check_count(count, patterns.candidates - len(kept))
    demand = beyond(patterns, kept)
    index = demand.by_candidate()
    chosen = _grown(demand, index, links, count, kept)
    value = covered(demand, index, np.array(chosen, dtype=np.intp))
    bound = choose(demand, index, count).bound
    first = (value, bound)
    if bound > value and clock.left() > 0:
        asked = CountQuestion(demand, [count], [1.0], [1.0], 1, kept, links)
        better, proven = searched(asked, value, clock)
        bound = min(bound, proven)
        if better is not None:
            chosen = better
            value = covered(demand, index, np.array(chosen, dtype=np.intp))
    cuts: list[tuple[int, Indices, int | None]] = []
    while bound - value > GAP_TOLERANCE * bound and clock.left() > 0:
        clock.tick()
        program, scale, dust = _program(demand, count, kept, cuts)
        start = np.array([*chosen, *kept], dtype=np.intp)
        outcome = run(program, clock, start=start, binaries=demand.candidates)
        bound = min(bound, outcome.bound * scale + dust)
        if outcome.values is None:
            break
        found = np.flatnonzero(outcome.values[: demand.candidates] > 0.5)
        found = found[~np.isin(found, kept)]
        new = separating(links, found.tolist(), kept)
        if not new:
            if covered(demand, index, found) > value:
                chosen, value = tuple(found.tolist()), covered(demand, index, found)
            break
        cuts += new
    return answered("connected", chosen, value, max(value, bound), clock, first=first)


def parts(links: Links, chosen: list[int]) -> list[list[int]]:
    """Return the connected parts of some sites, each ascending."""
    left, found = set(chosen), []
    while left:
        frontier = {min(left)}
        part: set[int] = set()
        while frontier:
            part |= frontier
            reached = np.flatnonzero(links[sorted(frontier)].any(axis=0)).tolist()
            frontier = (set(reached) & left) - part
        left -= part
        found.append(sorted(part))
    return found


def separating(
    links: Links, chosen: list[int], kept: tuple[int, ...]
) -> list[tuple[int, Indices, int | None]]:
    """Return cuts that a choice which falls apart breaks: none if it is connected.

    A cut (i, S, j) says: i may be built, together with j if one is named, only with one of S. With
    kept sites the rest is where they are; without, each pair of parts has its own cuts.
    """
    cuts: list[tuple[int, Indices, int | None]] = []
    if kept:
        for part in parts(links, [*chosen, *kept]):
            if not set(part) & set(kept):
                fence = _fence(links, part, list(kept))
                cuts += [(one, fence, None) for one in part]
        return cuts
    separate = parts(links, chosen)
    for part in separate:
        for other in separate:
            if part != other:
                fence = _fence(links, part, other)
                cuts += [(one, fence, far) for one in part for far in other if one < far]
    return cuts


def _fence(links: Links, part: list[int], rest: list[int]) -> Indices:
    """Return the neighbours of a part from which the rest can be reached without passing others."""
    near: Links = np.array(links[part].any(axis=0))
    near[part] = False
    beyond_near: Links = np.logical_not(near)
    beyond_near[part] = False
    reached = np.zeros(len(links), dtype=bool)
    reached[rest] = True
    frontier = reached.copy()
    while frontier.any():
        frontier = links[frontier].any(axis=0) & beyond_near & ~reached
        reached |= frontier
    fence: Indices = np.flatnonzero(near & links[reached].any(axis=0))
    return fence


def _grown(
    patterns: Patterns, index: ByCandidate, links: Links, count: int, kept: tuple[int, ...]
) -> tuple[int, ...]:
    """Grow a network from the kept sites, or from the best candidate, by the best neighbour."""
    chosen: list[int] = []
    left = patterns.weights.copy()
    while len(chosen) < count:
        gains = patterns.sums(left)
        network = [*chosen, *kept]
        if network:
            gains[np.logical_not(links[network].any(axis=0))] = -1.0
            gains[network] = -1.0
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        left[index.of(best)] = 0.0
    return tuple(chosen)


def _program(
    patterns: Patterns,
    count: int,
    kept: tuple[int, ...],
    cuts: list[tuple[int, Indices, int | None]],
) -> tuple[Program, float, float]:
    model = maximal_covering(patterns, count + len(kept))
    row = np.repeat(np.arange(len(model.row_upper)), np.diff(model.starts))
    blocks = [Block(row, model.columns, model.values, model.row_lower, model.row_upper)]
    none = np.empty(0, dtype=np.intp)
    for one, fence, far in cuts:
        ends = np.array([one] if far is None else [one, far])
        entries = [(0 * ends, ends, 1.0), (0 * fence if len(fence) else none, fence, -1.0)]
        blocks.append(block(entries, np.array([-inf]), np.array([len(ends) - 1.0])))
    lower = np.zeros(len(model.cost))
    lower[list(kept)] = 1.0
    whole = np.arange(len(model.cost)) < patterns.candidates
    program = Program(model.cost, lower, np.ones(len(model.cost)), whole, blocks, maximise=True)
    return program, model.scale, model.dust
