"""How long twenty million demand points take: merging, solving, certifying and checking.

Beside it, in the same run, the usual way: a k-d tree's ball query for each site, then numpy's
unique over the rows of bits. And the physical limit: a plain pass of numpy over the same bytes, and
one that only finds each point's cell and adds its demand there. Times are of the process (CPU), for
the machines that run it are seldom idle; the k-d tree's queries keep all cores busy, so that its
time of the clock on an idle machine is less. Run with
``pytest -m benchmark -s tests/benchmarks/test_merge_speed.py``.
"""

import resource
from time import perf_counter, process_time

import numpy as np
import pytest
from scipy.spatial import cKDTree

from gis.siting.certificate import certify_maximal
from gis.siting.point_patterns import PointMerger
from gis.siting.search import best_cover
from gis.siting.verify import verify
from tests.made_mclp import BUDGET, RADIUS, published

pytestmark = pytest.mark.benchmark
BEST = {100_000: 4_431_761, 20_000_000: 888_211_687}


def timed(call):
    """Return the answer and the process's seconds (CPU, of all threads)."""
    begun = process_time()
    answer = call()
    return answer, process_time() - begun


def merged_on_a_grid(made):
    radii = np.full(len(made.candidates), RADIUS)
    merger = PointMerger.over(made.candidates, radii, points=len(made.points))
    return merger.patterns(merger.count(made.points, made.demand))


def merged_by_trees(made):
    """One ball query a site over a tree of the points; rows of bits; numpy's unique."""
    tree = cKDTree(made.points, balanced_tree=False, compact_nodes=False)
    bits = np.zeros((len(made.points), 2), dtype=np.uint64)
    for site, centre in enumerate(made.candidates):
        held = tree.query_ball_point(centre, RADIUS, return_sorted=False, workers=-1)
        bits[np.asarray(held, dtype=np.intp), site // 64] |= np.uint64(1 << site % 64)
    rows, pattern = np.unique(bits.view("V16").ravel(), return_inverse=True)
    return rows, np.bincount(pattern, weights=made.demand)


def measured(merger, points):
    """Count the distances that are evaluated: one for each outline that crosses a point's cell."""
    outlines = np.diff(merger.first)
    column, row = ((points - merger.origin) / merger.cell_m).astype(np.intp).T
    inside = (column >= 0) & (column < merger.wide) & (row >= 0) & (row < merger.high)
    return int(outlines[row[inside] * merger.wide + column[inside]].sum())


def read_once(made):
    """Read every byte of the input once, and do nothing with it that takes time."""
    return made.points.sum(), made.demand.sum()


def counted_into_cells(made, merger):
    """Do the least that any grid must: each point's cell, and its demand added there."""
    column = ((made.points[:, 0] - merger.origin[0]) * (1 / merger.cell_m)).astype(np.int32)
    row = ((made.points[:, 1] - merger.origin[1]) * (1 / merger.cell_m)).astype(np.int32)
    cell = (row * np.int32(merger.wide) + column).clip(0, merger.wide * merger.high - 1)
    return np.bincount(cell, weights=made.demand)


@pytest.mark.parametrize("number", [100_000, 1_000_000, 20_000_000])
def test_merge_solve_and_prove(number):
    made = published(number, 1, written=False)
    begun = perf_counter()
    patterns, ours = timed(lambda: merged_on_a_grid(made))
    answer, solving = timed(
        lambda: best_cover(patterns, BUDGET, time_limit_s=60.0, on_progress=lambda _: None)
    )
    certificate, proving = timed(lambda: certify_maximal(patterns, answer.chosen, BUDGET))
    verdict, checking = timed(lambda: verify(certificate.data()))
    whole = perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    assert verdict.valid
    assert verdict.value == verdict.bound == answer.value
    assert answer.value == BEST.get(number, answer.value)
    merger = PointMerger.over(made.candidates, np.full(len(made.candidates), RADIUS), points=number)
    size = made.points.nbytes + made.demand.nbytes
    _, reading = timed(lambda: read_once(made))
    _, placing = timed(lambda: counted_into_cells(made, merger))
    evaluated = measured(merger, made.points)
    (rows, weights), theirs = timed(lambda: merged_by_trees(made))
    covered = np.frombuffer(rows.tobytes(), dtype=np.uint64).reshape(-1, 2).any(axis=1)
    assert len(patterns) == covered.sum()
    assert patterns.weights.sum() == weights[covered].sum()
    print(  # noqa: T201 - what a benchmark is for
        f"\n{number:,} points, 100 candidates, {len(patterns):,} patterns: merge {ours:.2f} s, "
        f"solve {solving:.2f} s, certify {proving:.2f} s, check {checking:.2f} s, by the clock "
        f"{whole:.1f} s together, peak "
        f"{memory:.2f} GB; merge by trees and unique {theirs:.1f} s; ratio {theirs / ours:.0f}\n"
        f"input {size / 1e6:.0f} MB, read once in {reading:.3f} s, {size / reading / 1e9:.1f} GB/s "
        f"(the merge: {size / ours / 1e9:.2f} GB/s); points only put into cells "
        f"{placing:.2f} s; {evaluated:,} distances evaluated, {evaluated / number:.2f} a point "
        f"instead of {len(made.candidates)}"
    )
