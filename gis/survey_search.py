"""A lower bound of what a survey settles, wherever in its accuracy disc the site stands."""

from collections.abc import Callable
from heapq import heappop, heappush
from math import hypot, sqrt

from gis.progress import Progress


def least_settled(
    settled: Callable[[float, float], float],
    least_within: Callable[[float, float, float, float], float],
    place: tuple[float, float, float],
    wanted: tuple[float, int],
    on_progress: Progress,
) -> float:
    """Return a lower bound of what is settled, wherever in the accuracy disc the site stands.

    The square with the lowest bound is split until it is close to a value that is attained.

    Parameters
    ----------
    settled
        What is settled if the site stands at this easting and northing.
    least_within
        A lower bound of it for all positions of the disc in the square round an easting and
        northing with this half side, none of which is farther from its centre than the last number.
    place
        Easting, northing and accuracy in metres, EPSG:4547.
    wanted
        How close is close enough, in the unit of what is settled; and how many squares are looked
        at before the search stops.
    on_progress
        Told the share of the work done; what it raises ends the run.
    """
    x, y, accuracy = place
    close, squares = wanted
    queue = [(least_within(x, y, accuracy, accuracy), x, y, accuracy)]
    reached = settled(x, y)
    for turn in range(squares // 4):
        on_progress(4 * turn / squares)
        bound, east, north, half = heappop(queue)
        if reached - bound <= close:
            return bound
        half /= 2
        diagonal = half * sqrt(2)
        for u in (east - half, east + half):
            for v in (north - half, north + half):
                away = hypot(u - x, v - y)
                if away - diagonal > accuracy:
                    continue
                if away <= accuracy:
                    reached = min(reached, settled(u, v))
                least = max(bound, least_within(u, v, half, diagonal))
                heappush(queue, (least, u, v, half))
    return queue[0][0]
