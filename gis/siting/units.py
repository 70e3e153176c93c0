"""Demand in whole units, as a proof counts it."""

from fractions import Fraction
from math import frexp

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.patterns import Patterns

Whole = NDArray[np.int64]
_TOTAL_BITS = 50
"""Demand that is not whole is counted in units so small that all of it is about 2**50 of them."""


def whole_weights(patterns: Patterns) -> tuple[Whole, Fraction]:
    """Return the weights as whole numbers of a unit, and the unit: 1 where they are whole."""
    return in_units(patterns.weights)


def in_units(values: Floats) -> tuple[Whole, Fraction]:
    """Return numbers from 0 as whole numbers of a unit, and the unit: 1 where they are whole."""
    total = float(values.sum())
    if (values == np.rint(values)).all() and total < 2.0**52:
        return values.astype(np.int64), Fraction(1)
    shift = _TOTAL_BITS - frexp(total)[1]
    return np.rint(np.ldexp(values, shift)).astype(np.int64), Fraction(1, 1) / Fraction(2) ** shift
