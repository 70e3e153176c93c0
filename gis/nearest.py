"""Which sites serve each of many points, and which is nearest: exact, for millions of points.

Squares of the plane are split in four, and each keeps only the sites that can matter to it: a site
that serves a whole square is counted for its run of points at once, one that serves none of it is
dropped, and only where the edge of a range crosses a small square are single points tested. The
nearest site is found the same way. Bounds on squares are widened by more than rounding, and what
remains is decided by ``dx*dx + dy*dy`` alone, so that answers equal those of testing all pairs.
"""

from collections.abc import Iterator

import numpy as np

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError
from gis.progress import Progress, part, reporting, unheard
from gis.squares import SLACK, SortedPoints, Squares, blocks, expanded

_Runs = tuple[Indices, Indices, Indices]
"""First and last of runs of points, and the site of each."""


def times_within(
    points: SortedPoints,
    centres: Floats,
    radii: Floats,
    *,
    margins: Floats | None = None,
    on_progress: Progress = unheard,
) -> Indices:
    """Count, for each point, the sites within whose range it lies.

    Parameters
    ----------
    points
        The points, sorted.
    centres, radii
        Sites, shape (s, 2), and the range of each, shape (s,); a negative range reaches nothing.
    margins
        Added to every range for this point, shape (n,) in the caller's order: a point known to
        within e is surely within R - e and possibly within R + e. None by default.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Returns
    -------
    array
        Shape (n,), in the caller's order.
    """
    sites = np.asarray(centres, dtype=np.float64).reshape(-1, 2)
    reach = np.asarray(radii, dtype=np.float64).reshape(-1)
    extra = None if margins is None else np.asarray(margins, dtype=np.float64)[points.order]
    opens, closes, edges = _runs_within(points, sites, reach, extra, part(on_progress, 0.0, 0.3))
    steps = np.bincount(opens, minlength=len(points) + 1)
    steps -= np.bincount(closes, minlength=len(points) + 1)
    times = np.cumsum(steps)[:-1]
    first, last, site = edges
    for block in blocks(last - first):
        on_progress(0.3 + 0.7 * block.start / len(first))
        begin, end = int(first[block.start]), int(last[block].max())
        within = _within(points, (first[block], last[block], site[block]), sites, reach, extra)
        times[begin:end] += np.bincount(within - begin, minlength=end - begin)
    counted = np.empty(len(points), dtype=np.intp)
    counted[points.order] = times
    on_progress(1.0)
    return counted


def nearest_sites(
    points: SortedPoints, centres: Floats, *, on_progress: Progress = unheard
) -> tuple[Indices, Floats]:
    """Find the site nearest to each point; of equally near ones the first.

    Parameters
    ----------
    points
        The points, sorted.
    centres
        Sites, shape (s, 2), at least one.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Returns
    -------
    tuple of arrays
        Index of the site and distance to it, shape (n,), in the caller's order.

    Raises
    ------
    InvalidInputError
        If there is no site.
    """
    sites = np.asarray(centres, dtype=np.float64).reshape(-1, 2)
    if not len(sites):
        raise InvalidInputError("there is no site to be nearest", field="sites")
    square = np.full(len(points), np.inf)
    site = np.zeros(len(points), dtype=np.intp)
    settled = 0
    for squares, starts, candidates in _candidates(points, sites):
        before, settled = settled, settled + int((squares.last - squares.first).sum())
        report = part(on_progress, before / len(points), settled / len(points))
        counts = np.diff(starts)
        for turn in reporting(range(int(counts.max(initial=0))), report):
            rows = np.flatnonzero(counts > turn)
            asked, first, last = candidates[starts[rows] + turn], *_run(squares, rows)
            for block in blocks(last - first):
                runs = (first[block], last[block], asked[block])
                _take_nearer(points, runs, sites, (square, site))
    found, distance = np.empty_like(site), np.empty_like(square)
    found[points.order] = site
    distance[points.order] = np.sqrt(square)
    on_progress(1.0)
    return found, distance


def _run(squares: Squares, rows: Indices) -> tuple[Indices, Indices]:
    return squares.first[rows], squares.last[rows]


def _squared(points: SortedPoints, runs: _Runs, sites: Floats) -> tuple[Indices, Indices, Floats]:
    """Return the points of runs, the run of each, and the squared distance to the run's site."""
    first, last, site = runs
    point, run = expanded(first, last)
    east = points.x[point] - sites[site, 0][run]
    north = points.y[point] - sites[site, 1][run]
    east *= east
    north *= north
    east += north
    return point, run, east


def _take_nearer(
    points: SortedPoints, runs: _Runs, sites: Floats, known: tuple[Floats, Indices]
) -> None:
    best, owner = known
    point, run, square = _squared(points, runs, sites)
    nearer = np.flatnonzero(square < best[point])
    best[point[nearer]] = square[nearer]
    owner[point[nearer]] = runs[2][run[nearer]]


def _within(
    points: SortedPoints, runs: _Runs, sites: Floats, reach: Floats, extra: Floats | None
) -> Indices:
    """Return the points of runs within the range of the run's site, once for each such run."""
    point, run, square = _squared(points, runs, sites)
    limit = reach[runs[2]][run]
    if extra is not None:
        limit += extra[point]
    return point[(square <= limit * limit) & (limit >= 0)]


def _margins_of(squares: Squares, extra: Floats | None) -> tuple[Floats, Floats]:
    """Return the least and the largest margin among the points of each square."""
    if extra is None or not len(squares):
        none = np.zeros(len(squares))
        return none, none
    ends = np.column_stack((squares.first, squares.last)).ravel()
    # The end of the last run may be one past the points, where reduceat would not look.
    if ends[-1] == len(extra):
        ends = ends[:-1]
    return np.minimum.reduceat(extra, ends)[::2], np.maximum.reduceat(extra, ends)[::2]


def _runs_within(
    points: SortedPoints,
    sites: Floats,
    reach: Floats,
    extra: Floats | None,
    on_progress: Progress,
) -> tuple[Indices, Indices, _Runs]:
    """Return begins and ends of runs wholly within a range, and the runs that an edge crosses."""
    squares = points.root()
    row = np.zeros(len(sites) if len(squares) else 0, dtype=np.intp)
    site = np.arange(len(row))
    wholes: list[tuple[Indices, Indices]] = [(row[:0], row[:0])]
    edges: list[_Runs] = [(row[:0], row[:0], row[:0])]
    while len(row):
        on_progress(squares.depth / (points.depth + 1))
        x, y, corner = points.middles(squares)
        least, most = _margins_of(squares, extra)
        away = np.hypot(x[row] - sites[site, 0], y[row] - sites[site, 1])
        whole = away + corner <= (reach[site] + least[row]) * (1 - SLACK)
        wholes.append(_run(squares, row[whole]))
        crossed = ~whole & (away - corner <= (reach[site] + most[row]) * (1 + SLACK))
        row, site = row[crossed], site[crossed]
        leaf = points.is_leaf(squares)[row]
        edges.append((*_run(squares, row[leaf]), site[leaf]))
        squares, row, site = points.descend(squares, row[~leaf], site[~leaf])
    first, last, who = (np.concatenate(part) for part in zip(*edges, strict=True))
    by_place = np.argsort(first, kind="stable")
    opens, closes = (np.concatenate(part) for part in zip(*wholes, strict=True))
    return opens, closes, (first[by_place], last[by_place], who[by_place])


def _candidates(points: SortedPoints, sites: Floats) -> Iterator[tuple[Squares, Indices, Indices]]:
    """Yield squares, where each one's candidates start, and the candidates by index.

    A point of a square is no farther from its nearest site than the centre is from its own plus
    the way to the corner; so no site matters beyond that plus the way to the corner again.
    """
    squares = points.root()
    row = np.zeros(len(sites) if len(squares) else 0, dtype=np.intp)
    site = np.arange(len(row))
    while len(row):
        x, y, corner = points.middles(squares)
        away = np.hypot(x[row] - sites[site, 0], y[row] - sites[site, 1])
        closest = np.minimum.reduceat(away, np.flatnonzero(np.diff(row, prepend=-1)))
        kept = away <= (closest[row] + 2 * corner) * (1 + SLACK)
        row, site = row[kept], site[kept]
        alone = np.bincount(row, minlength=len(squares)) == 1
        settled = points.is_leaf(squares) | alone
        done = settled[row]
        mine = row[done]
        starts = np.flatnonzero(np.diff(mine, prepend=-1))
        yield squares.taken(mine[starts]), np.append(starts, len(mine)), site[done]
        squares, row, site = points.descend(squares, row[~done], site[~done])
