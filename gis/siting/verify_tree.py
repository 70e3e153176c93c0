"""The tree of a proof, walked by the checker: exhaustive by its form, whatever stands in it.

A tree is a list of steps in preorder. ``["split", v]`` is followed by the tree in which v is in
and the tree in which v is out; ``["price", k]`` has the rest of its branch judged by the prices
number k; ``["close"]`` is a leaf. What a split means and what a leaf is worth is the problem's.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from gis.siting.verify_values import require, whole

State = TypeVar("State")


class Relaxed(Protocol[State]):
    """A problem that can be split, and bounded in every part."""

    def start(self) -> State:
        """Return the part that is all of it."""
        ...

    def priced(self, state: State, number: int) -> State:
        """Return a part as other prices judge it."""
        ...

    def split(self, state: State, which: int) -> tuple[State, State]:
        """Return the part in which one variable is in, and that in which it is out."""
        ...

    def bound(self, state: State) -> int | None:
        """Return what no choice of a part exceeds; ``None`` if the part holds no choice."""
        ...


def leaves(steps: Sequence[Sequence[Any]], problem: Relaxed[State]) -> Iterator[int]:
    """Yield the bound of every leaf that holds a choice; reject a tree that is not whole."""
    require(type(steps) is list, "the tree is not a list of steps")
    open_ = [problem.start()]
    for step in steps:
        require(bool(open_), "the tree goes on after its end")
        state = open_.pop()
        if step[0] == "close":
            require(len(step) == 1, "a step has too many parts")
            bound = problem.bound(state)
            if bound is not None:
                yield bound
            continue
        require(len(step) == 2 and step[0] in ("split", "price"), "a step is of no known kind")
        which = whole(step[1], 0)
        if step[0] == "price":
            open_.append(problem.priced(state, which))
        else:
            inside, outside = problem.split(state, which)
            open_ += [outside, inside]
    require(not open_, "the tree has open ends")


def scaled(shift: Any) -> tuple[int, int]:
    """Return how many parts a unit has, and how many a price counts: it is in units of 2**shift."""
    require(type(shift) is int and -200 <= shift <= 200, "the prices have no fair unit")
    return 1 << max(0, -shift), 1 << max(0, shift)
