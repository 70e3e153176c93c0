"""Figures rounded so that a guaranteed interval stays one: its low end down, its high end up."""

from math import ceil, floor

_DUST = 1e-9
"""Share of the last digit that is rounding of the arithmetic and not of the figure."""


def down(value: float, digits: int) -> float:
    """Return the greatest figure of so many decimals that is not above the value."""
    scale = 10.0**digits
    return floor(value * scale + _DUST) / scale


def up(value: float, digits: int) -> float:
    """Return the least figure of so many decimals that is not below the value."""
    scale = 10.0**digits
    return ceil(value * scale - _DUST) / scale
