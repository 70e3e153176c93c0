"""Long functions tell how far they have come, and end where who is told raises."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.access import Supply, access, town_access
from gis.decay import Gaussian
from gis.demand_points import demand_coverage, town_demand
from gis.nearest import nearest_sites, times_within
from gis.progress import Progress, never_back, part, reporting
from gis.results_demand import Displacement
from gis.road_links import road_links
from gis.road_reach import road_reach
from gis.sampled_band import sampled_band
from gis.service_areas import service_areas
from gis.sites import read_sites
from gis.squares import SortedPoints
from gis.survey_next import survey_next
from tests.made_city import made_sites, square_towns
from tests.unit.test_road_lines import made_segments

DRAW = np.random.default_rng(4)
SIZE_M = 12_000
TOWNS = square_towns(3, SIZE_M / 3)
SITES = made_sites(DRAW.uniform(0, SIZE_M, (6, 2)), accuracy_m=DRAW.choice([300, 900], 6))
ASKED = {"radius_m": 3_000, "mission": "delivery"}
DEMAND = town_demand(TOWNS, cell_m=200)
SUPPLY = Supply(DEMAND.places[::5], np.full(720, 100.0), np.ones(720))
ROADS = made_segments([[(x, 0), (x + 400, 300)] for x in range(0, 9_000, 1_500)], accuracy_m=20)
POINTS = SortedPoints.of(DRAW.uniform(0, SIZE_M, (50_000, 2)))
PLACES = DRAW.uniform(0, SIZE_M, (300, 2))

LONG: dict[str, Callable[..., object]] = {
    "survey_next": partial(survey_next, service_areas(SITES, TOWNS, **ASKED)),
    "sampled_band": partial(
        sampled_band, SITES, TOWNS, displacement=Displacement.INDEPENDENT, draws=20, **ASKED
    ),
    "town_demand": partial(town_demand, TOWNS, cell_m=500),
    "demand_coverage": partial(demand_coverage, DEMAND, read_sites(SITES, **ASKED)),
    "access": partial(access, SUPPLY, DEMAND, Gaussian(4_000.0)),
    "town_access": partial(town_access, SUPPLY, TOWNS, Gaussian(4_000.0), cell_m=500),
    "road_links": partial(road_links, ROADS, TOWNS),
    "road_reach": partial(road_reach, ROADS, TOWNS, {"sites": SITES}, walk_m=500),
    "times_within": partial(times_within, POINTS, PLACES, np.full(300, 900.0)),
    "nearest_sites": partial(nearest_sites, POINTS, PLACES),
}


class EnoughError(Exception):
    """Raised by who is told."""


@pytest.mark.parametrize("name", LONG)
def test_progress_climbs_from_nothing_to_all(name: str) -> None:
    told: list[float] = []
    LONG[name](on_progress=told.append)
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert len(set(told)) > 3


@pytest.mark.parametrize("name", LONG)
def test_what_is_raised_ends_the_run_at_once(name: str) -> None:
    told: list[float] = []

    def until_half(share: float) -> None:
        told.append(share)
        if share >= 0.3:
            raise EnoughError

    with pytest.raises(EnoughError):
        LONG[name](on_progress=until_half)
    assert all(share < 0.3 for share in told[:-1])


def heard(run: Callable[[Progress], object]) -> list[float]:
    told: list[float] = []
    run(told.append)
    return told


@given(st.lists(st.floats(0, 2), max_size=20))
def test_a_part_stays_within_its_bounds_and_nothing_goes_back(shares: list[float]) -> None:
    def run(on_progress: Progress) -> None:
        report = never_back(part(on_progress, 0.25, 0.5))
        for share in shares:
            report(share)

    told = heard(run)
    assert told == sorted(told)
    assert all(0.25 <= share <= 0.5 for share in told)
    assert len(told) == len(shares)


@given(st.lists(st.integers(), max_size=20))
def test_every_item_is_yielded_and_told(items: list[int]) -> None:
    seen: list[int] = []
    told = heard(lambda report: seen.extend(reporting(items, report)))
    assert seen == items
    assert told == [0.0, *(done / len(items) for done in range(len(items))), 1.0]
