"""Demand merged by the set of candidates that cover it.

Demand that the same candidates cover is covered or missed together, so merging it into one
*pattern* with the summed weight changes no answer, and it decides how large a model is. Demand may
be faces (areas) or points: only which candidate covers which demand, and its weight, matter here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gis.discs import Floats, Indices


@dataclass(frozen=True, slots=True)
class Patterns:
    """Merged demand: patterns by the candidates that cover them.

    Attributes
    ----------
    weights
        Demand of each pattern, shape (m,).
    starts
        Shape (m + 1,): pattern p is covered by ``covering[starts[p]:starts[p + 1]]``.
    covering
        Candidates, ascending within a pattern.
    candidates
        Number of candidates.
    """

    weights: Floats
    starts: Indices
    covering: Indices
    candidates: int

    def __len__(self) -> int:
        return len(self.weights)

    def pattern_of_pair(self) -> Indices:
        """Return the pattern of each entry of ``covering``."""
        return np.repeat(np.arange(len(self), dtype=np.intp), np.diff(self.starts))

    def by_candidate(self) -> "ByCandidate":
        """Turn the covering sets round: which patterns each candidate covers."""
        # numpy sorts 16-bit numbers by radix, several times faster than wider ones.
        narrow = np.uint16 if self.candidates <= 1 << 16 else np.intp
        order = np.argsort(self.covering.astype(narrow), kind="stable")
        counts = np.bincount(self.covering, minlength=self.candidates)
        starts = np.concatenate((np.zeros(1, dtype=np.intp), np.cumsum(counts, dtype=np.intp)))
        return ByCandidate(self.pattern_of_pair()[order], starts)

    def sums(self, values: Floats) -> Floats:
        """Sum a value of each pattern over the patterns that each candidate covers."""
        spread = np.repeat(values, np.diff(self.starts))
        sums = np.bincount(self.covering, weights=spread, minlength=self.candidates)
        return sums.astype(np.float64)

    def restricted(self, kept: Indices) -> "Patterns":
        """Return the patterns over these candidates only, renumbered and merged again."""
        number = np.full(self.candidates, -1, dtype=np.intp)
        number[kept] = np.arange(len(kept), dtype=np.intp)
        renumbered = number[self.covering]
        stays = renumbered >= 0
        return merge(
            self.pattern_of_pair()[stays], renumbered[stays], self.weights, candidates=len(kept)
        )


@dataclass(frozen=True, slots=True)
class ByCandidate:
    """The patterns each candidate covers.

    Attributes
    ----------
    patterns
        Patterns, ascending within a candidate.
    starts
        Shape (candidates + 1,): candidate j covers ``patterns[starts[j]:starts[j + 1]]``.
    """

    patterns: Indices
    starts: Indices

    def of(self, candidate: int) -> Indices:
        """Return the patterns that one candidate covers."""
        return self.patterns[self.starts[candidate] : self.starts[candidate + 1]]

    def times_covered(self, chosen: Iterable[int], patterns: int) -> Indices:
        """Count how many of the chosen candidates cover each of so many patterns."""
        none = np.empty(0, dtype=np.intp)
        covered = np.concatenate([none, *(self.of(candidate) for candidate in chosen)])
        return np.bincount(covered, minlength=patterns)


def merge(demand: Indices, candidate: Indices, weights: Floats, *, candidates: int) -> Patterns:
    """Merge demand that the same candidates cover; exact.

    Parameters
    ----------
    demand, candidate
        One entry for each "this candidate covers this demand", sorted by demand, no pair twice.
    weights
        Weight of each demand; demand without weight, or that no candidate covers, drops out.
    candidates
        Number of candidates.
    """
    weighty = weights[demand] > 0
    demand, candidate = demand[weighty], candidate[weighty]
    rows, row = np.unique(demand, return_inverse=True)
    if not len(rows):
        none = np.empty(0, dtype=np.intp)
        return Patterns(np.empty(0), np.zeros(1, dtype=np.intp), none, candidates)
    bits = _bit_rows(row, candidate, len(rows), candidates)
    _, first, pattern = np.unique(bits, return_index=True, return_inverse=True)
    merged = np.bincount(pattern, weights=weights[rows], minlength=len(first))
    # A pattern's candidates are those of the first demand that has it.
    ends = np.searchsorted(row, np.arange(len(rows) + 1))
    counts = np.diff(ends)[first]
    starts = np.concatenate((np.zeros(1, dtype=np.intp), np.cumsum(counts, dtype=np.intp)))
    within = np.arange(starts[-1]) - np.repeat(starts[:-1], counts)
    covering = candidate[np.repeat(ends[first], counts) + within]
    return Patterns(merged.astype(np.float64), starts, covering, candidates)


def undominated(patterns: Patterns) -> Indices:
    """Return the candidates worth keeping.

    A candidate is dropped if another covers all it covers: some best choice does without it. Of
    candidates that cover exactly the same, the first stays.
    """
    overlap = np.zeros((patterns.candidates, patterns.candidates))
    for block in range(0, len(patterns), 8192):
        last = min(block + 8192, len(patterns))
        covers = np.zeros((last - block, patterns.candidates), dtype=np.float32)
        pairs = slice(patterns.starts[block], patterns.starts[last])
        rows = np.repeat(np.arange(last - block), np.diff(patterns.starts[block : last + 1]))
        covers[rows, patterns.covering[pairs]] = 1.0
        # Counts up to 8192 are exact in single precision.
        overlap += covers.T @ covers
    size = np.diag(overlap)
    inside = overlap == size[:, None]
    number = np.arange(patterns.candidates)
    first = (size[None, :] > size[:, None]) | (number[None, :] < number[:, None])
    dropped = (inside & first).any(axis=1) | (size == 0)
    return np.flatnonzero(~dropped)


def _bit_rows(row: Indices, candidate: Indices, rows: int, candidates: int) -> np.ndarray:
    """Return each row's candidates as one opaque value of packed bits."""
    words = -(-candidates // 64)
    cell = row * words + candidate // 64
    bit = np.left_shift(np.uint64(1), (candidate % 64).astype(np.uint64))
    filled, first = np.unique(cell, return_index=True)
    packed = np.zeros(rows * words, dtype=np.uint64)
    packed[filled] = np.bitwise_or.reduceat(bit, first)
    return packed.view(np.dtype((np.void, 8 * words))).ravel()
