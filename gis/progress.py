"""How far a long function has come, and how its caller ends it: by raising when it is told."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Progress = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1, never less than before; what it raises ends the
work and is raised again."""
Item = TypeVar("Item")


def unheard(_share: float) -> None:
    """Take a report that nobody asked for."""


def part(on_progress: Progress, begin: float, end: float) -> Progress:
    """Return what passes the progress of one part of the work on as that of the whole.

    Parameters
    ----------
    on_progress
        Told of the whole.
    begin, end
        Shares of the whole, 0 to 1, at which the part begins and ends.
    """

    def report(share: float) -> None:
        on_progress(begin + (end - begin) * min(1.0, share))

    return report


def never_back(on_progress: Progress) -> Progress:
    """Pass progress on, never less than before: for parts that each count their own shares."""
    told = 0.0

    def report(share: float) -> None:
        nonlocal told
        told = max(told, share)
        on_progress(told)

    return report


def reporting(items: Collection[Item], on_progress: Progress) -> Iterator[Item]:
    """Yield items one by one and report how many of them are done; 1 at the end.

    Parameters
    ----------
    items
        Pieces of work of about the same size.
    on_progress
        Told before the first and after each.
    """
    on_progress(0.0)
    for done, item in enumerate(items):
        on_progress(done / len(items))
        yield item
    on_progress(1.0)
