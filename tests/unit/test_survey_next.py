"""What surveying a position narrows, against doing the survey: move the site, measure again."""

from math import pi

import numpy as np
import pytest
import shapely

from gis.coverage import coverage
from gis.errors import InvalidInputError
from gis.service_areas import service_areas
from gis.survey_next import survey_next
from tests.made_city import irregular_towns, made_sites, square_towns

ASKED = {"radius_m": 3_000, "mission": "delivery"}


def case(seed, number=8):
    draw = np.random.default_rng(seed)
    sites = made_sites(
        draw.uniform(0, 14_000, (number, 2)),
        accuracy_m=draw.choice([0, 300, 900, 2_000, 4_000], number),
        status=["in_use"] * (number - 1) + ["planned"],
    )
    return sites, irregular_towns(5, 14_000, seed)


def width(sites, towns, unit):
    row = coverage(sites, towns, **ASKED).city
    figure = row.covered_m2 if unit == "area_m2" else row.covered_people
    return figure.high - figure.low


@pytest.mark.parametrize("unit", ["area_m2", "people"])
@pytest.mark.parametrize("seed", range(4))
def test_wherever_a_site_turns_out_to_stand_the_interval_narrows_as_told(seed, unit):
    sites, towns = case(seed)
    advice = survey_next(service_areas(sites, towns, **ASKED), unit=unit)
    before = width(sites, towns, unit)
    assert advice.width == pytest.approx(before, rel=1e-6)
    assert [row.rank for row in advice.rows] == list(range(1, len(advice.rows) + 1))
    known = sites[(sites.accuracy_m > 0) & (sites.status == "in_use")]
    assert sorted(row.site for row in advice.rows) == sorted(known.id)
    draw = np.random.default_rng(seed)
    area = 14_000**2 * pi / 4
    slack = 2e-4 * pi * 3_000**2 * (1 if unit == "area_m2" else 900_000 * 10 / area)
    for row in advice.rows[:3]:
        for turn in range(6):
            surveyed = sites.copy()
            at = surveyed.index[surveyed.id == row.site][0]
            angle = draw.uniform(0, 2 * pi)
            away = row.accuracy_m * (1.0 if turn % 2 else draw.uniform(0, 1))
            moved = shapely.Point(
                surveyed.geometry[at].x + away * np.cos(angle),
                surveyed.geometry[at].y + away * np.sin(angle),
            )
            surveyed.loc[at, "geometry"] = moved
            surveyed.loc[at, "accuracy_m"] = 0.0
            narrowed = before - width(surveyed, towns, unit)
            assert row.shrink.low - slack <= narrowed <= row.shrink.high + slack


def test_the_first_is_the_best_guarantee_and_pruning_changes_nothing():
    sites, towns = case(11, 10)
    rows = survey_next(service_areas(sites, towns, **ASKED)).rows
    assert [row.shrink.low for row in rows] == sorted(
        (row.shrink.low for row in rows), reverse=True
    )
    for row in rows:
        if not row.settled_by_search:
            assert row.shrink.high <= max(rows[0].shrink.low, row.shrink.low)


def test_a_site_alone_narrows_its_whole_ring():
    towns = square_towns(1, 20_000)
    sites = made_sites([(10_000, 10_000), (3_000, 3_000)], accuracy_m=[500, 0])
    (row,) = survey_next(service_areas(sites, towns, **ASKED)).rows
    ring = pi * (3_500**2 - 2_500**2)
    assert row.shrink.low == pytest.approx(ring, rel=1e-3)
    assert row.shrink.high == pytest.approx(ring, rel=1e-3)


def test_the_search_finds_what_the_plain_bound_does_not_see():
    towns = square_towns(1, 6_800)
    # The second site possibly reaches everything: nothing is the first's alone.
    sites = made_sites([(3_400, 3_400), (3_400, 3_400)], accuracy_m=[400, 2_999])
    rows = {row.site: row for row in survey_next(service_areas(sites, towns, **ASKED)).rows}
    first = rows["s000"]
    assert first.settled_by_search
    # Wherever within 400 m it stands, its disc settles 3,000 m round itself; before, 2,600 m.
    assert first.shrink.low > 0.9 * pi * (3_000**2 - 2_600**2)


def test_no_such_unit():
    sites, towns = case(0)
    with pytest.raises(InvalidInputError, match="unit"):
        survey_next(service_areas(sites, towns, **ASKED), unit="km")
