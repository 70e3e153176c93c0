"""A choice put in order by what each of its sites adds."""

from collections.abc import Callable

from gis.siting.questions import Pick


def in_greedy_order(
    chosen: tuple[int, ...],
    value: Callable[[tuple[int, ...]], float],
    *,
    has_start: bool = True,
) -> tuple[Pick, ...]:
    """Return a choice in greedy order with what each adds to the objective after those before it.

    Parameters
    ----------
    chosen
        The choice.
    value
        The objective of some sites, more being better.
    has_start
        Whether the objective is defined without any of them; if not, the first adds ``None``.
    """
    left, picks = list(chosen), list[Pick]()
    before = value(()) if has_start else None
    while left:
        so_far = tuple(pick.candidate for pick in picks)
        after, best = max((value((*so_far, one)), -one) for one in left)
        picks.append(Pick(-best, None if before is None else after - before))
        left.remove(-best)
        before = after
    return tuple(picks)
