"""The published instances of maximal covering (Cordeau, Furini and Ljubić 2019), made again.

The paper (EJOR 275, 882-896) describes them: candidates and demand points uniform in a square of
side 30, integer demands of 1 to 100, drawn with the C library's ``rand`` from a stated seed. The
order of drawing is that of the authors' generator: all candidates (x, then y), all points (x, then
y), one number for each candidate's cost, one for each point's demand. The instance files carry
coordinates of six decimals.
"""

from dataclasses import dataclass

import numpy as np

RADIUS = 5.5
BUDGET = 10
_SIDE = 30
_DEGREE, _LAG, _DISCARDED = 31, 3, 310
_STREAMS = 4096


@dataclass(frozen=True)
class Instance:
    candidates: np.ndarray
    points: np.ndarray
    demand: np.ndarray


def published(points, seed, *, candidates=100, written=True):
    """The instance of so many points; its budget is 10 candidates, its radius 5.5.

    ``written`` is as the files have it, else coordinates are those drawn.
    """
    drawn = glibc_rand(seed, 3 * (candidates + points))
    places = (drawn[: 2 * (candidates + points)] / (2**31 - 1) * _SIDE).reshape(-1, 2)
    if written:
        places = np.round(places, 6)
    demand = drawn[-points:].astype(np.int64) % 100 + 1
    return Instance(places[:candidates], places[candidates:], demand)


def glibc_rand(seed, count):
    """The first numbers of glibc's ``rand`` after ``srand(seed)`` (its additive generator TYPE_3).

    Each number is the sum of those 3 and 31 before it, modulo 2**32, without its lowest bit. Many
    stretches of the sequence are made side by side, each from its own state, which a power of the
    one-step matrix gives.
    """
    state = _seeded(seed)
    length = -(-(count + _DISCARDED) // _STREAMS)
    leap = _power(_one_step(), length)
    states = np.empty((_DEGREE, _STREAMS), dtype=np.uint32)
    for stream in range(_STREAMS):
        states[:, stream] = state
        state = leap @ state
    made = np.empty((length + _DEGREE, _STREAMS), dtype=np.uint32)
    made[:_DEGREE] = states
    for step in range(_DEGREE, len(made)):
        np.add(made[step - _LAG], made[step - _DEGREE], out=made[step])
    return made[_DEGREE:].T.ravel()[_DISCARDED : _DISCARDED + count] >> np.uint32(1)


def _seeded(seed):
    """The 31 numbers before the first sum, oldest first."""
    word = seed or 1
    words = []
    for _ in range(_DEGREE):
        words.append(word)
        word = 16807 * word % (2**31 - 1)
    # The sums begin at word 3 of the table, taken round.
    return np.array(words[_LAG:] + words[:_LAG], dtype=np.uint32)


def _one_step():
    step = np.zeros((_DEGREE, _DEGREE), dtype=np.uint32)
    step[np.arange(_DEGREE - 1), np.arange(1, _DEGREE)] = 1
    step[-1, 0] = step[-1, _DEGREE - _LAG] = 1
    return step


def _power(matrix, exponent):
    result = np.eye(_DEGREE, dtype=np.uint32)
    while exponent:
        if exponent & 1:
            result = matrix @ result
        matrix, exponent = matrix @ matrix, exponent >> 1
    return result
