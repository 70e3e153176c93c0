"""A guaranteed interval stays one when it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.console import between
from gis.results import Interval
from gis.rounding import down, up


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_rounding_never_narrows(value: float, digits: int) -> None:
    dust = 1e-9 * 10.0**-digits + abs(value) * 1e-12
    assert down(value, digits) <= value + dust
    assert up(value, digits) >= value - dust
    assert up(value, digits) - down(value, digits) <= 1.001 * 10.0**-digits + dust


@pytest.mark.parametrize(
    ("interval", "said"),
    [(Interval(54.69, 1306.41), "54.6 – 1,306.5"), (Interval(0.3, 0.3), "0.3 – 0.3")],
)
def test_commands_round_intervals_outwards(interval: Interval, said: str) -> None:
    assert between(interval) == said
