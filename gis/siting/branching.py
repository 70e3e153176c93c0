"""Branch and bound for proofs: the worst part of the choices is split first.

When time is up the bounds of the parts that are left still hold, so that the greatest of them is
proven; splitting the worst first makes that bound as small as the time allows.
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf
from typing import Any, Protocol, TypeVar

from gis.siting.answers import Clock

Part = TypeVar("Part", bound="Bounded")
MOST_LEAVES = 20_000


class Bounded(Protocol):
    """A part of the choices."""

    @property
    def bound(self) -> float:
        """No choice of the part is worth more, by the prices it is judged by."""
        ...

    @property
    def prices(self) -> int:
        """The number of those prices."""
        ...


class Splitting(Protocol[Part]):
    """A problem that can be split; more is better."""

    best: float
    """The value of the best choice known."""

    def root(self) -> Part:
        """Return all choices, judged by prices number 0."""
        ...

    def improved(self, part: Part, goal: float) -> Part:
        """Return the part judged by better prices, where there are such."""
        ...

    def branch(self, part: Part) -> int | None:
        """Return what to split by; ``None`` where all is decided."""
        ...

    def split(self, part: Part, which: int) -> tuple[Part | None, Part | None]:
        """Return the part with it and the part without; ``None`` where there is no such choice."""
        ...


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree and what it proves.

    Attributes
    ----------
    steps
        The tree, as :mod:`gis.siting.verify_tree` walks it.
    bound
        The greatest of its leaves' bounds, and no less than the best choice.
    """

    steps: list[list[Any]]
    bound: float


@dataclass(slots=True)
class _Node:
    prices: int
    bound: float
    which: int = -1
    inside: int = -1
    outside: int = -1


def grown(
    problem: Splitting[Part], clock: Clock, *, slack: float, most_leaves: int = MOST_LEAVES
) -> Tree:
    """Grow a tree until no leaf is worth more than the best choice and ``slack``, or time is up.

    Parameters
    ----------
    problem
        What is split. Its best choice may become better on the way.
    clock
        The time, and whom to tell; what it raises ends the search.
    slack
        How much more than the best choice a leaf may be worth.
    most_leaves
        How large the tree may grow.
    """
    root = problem.root()
    nodes = [_Node(root.prices, root.bound)]
    heap: list[tuple[float, int, Part]] = [(-root.bound, 0, root)]
    while heap and clock.left() > 0 and len(nodes) < 2 * most_leaves:
        bound, number, part = heap[0]
        if -bound <= problem.best + slack:
            break
        heappop(heap)
        clock.tick()
        part = problem.improved(part, problem.best + slack)
        nodes[number].prices, nodes[number].bound = part.prices, part.bound
        which = problem.branch(part)
        if which is None or part.bound <= problem.best + slack:
            continue
        if heap and part.bound < -heap[0][0]:
            # Others are worse by now.
            heappush(heap, (-part.bound, number, part))
            continue
        inside, outside = problem.split(part, which)
        node = nodes[number]
        node.which, node.inside, node.outside = which, len(nodes), len(nodes) + 1
        for side in (inside, outside):
            nodes.append(_Node(part.prices, -inf))
            if side is not None:
                nodes[-1] = _Node(side.prices, side.bound)
                heappush(heap, (-side.bound, len(nodes) - 1, side))
    worst = max(node.bound for node in nodes if node.which < 0)
    return Tree(_steps(nodes), max(problem.best, worst))


def _steps(nodes: list[_Node]) -> list[list[Any]]:
    steps: list[list[Any]] = []
    open_ = [(0, 0)]
    while open_:
        number, inherited = open_.pop()
        node = nodes[number]
        if node.prices != inherited:
            steps.append(["price", node.prices])
        if node.which < 0:
            steps.append(["close"])
            continue
        steps.append(["split", node.which])
        open_ += [(node.outside, node.prices), (node.inside, node.prices)]
    return steps
