"""Which sites and towns coverage counts, with what radius, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
import shapely

from gis.coverage import coverage
from gis.crs import STORED
from gis.errors import InvalidInputError, WrongReferenceSystemError
from gis.gaps import coverage_and_gaps
from gis.results import Interval, RadiusBasis
from tests.made_city import SOUTH, WEST, made_sites, made_towns, square_towns


def test_sites_are_sorted_into_serving_coming_not_counted_and_unplaced():
    sites = made_sites(
        np.arange(14).reshape(7, 2) * 500.0,
        accuracy_m=[100, np.nan, 100, 100, 100, 100, 100],
        status=["in_use", "in_use", "planned", "building", "candidate", "unknown", "planned"],
    )
    sites.loc[6, "geometry"] = None
    answer = coverage(sites, square_towns(2, 5_000), radius_m=1_000, mission="delivery")
    assert [share.site for share in answer.sites] == ["s000"]
    assert [name.site for name in answer.coming] == ["s002", "s003"]
    assert [name.site for name in answer.not_counted] == ["s004", "s005"]
    assert [name.site for name in answer.unplaced] == ["s001", "s006"]
    assert answer.unplaced[1].status == "planned"


def test_a_radius_is_stated_then_asked_then_assumed():
    sites = made_sites(
        [(0, 0), (1, 1), (2, 2)], radii=[{"delivery": 700.0}, {"medical": 900.0}, None]
    )
    towns = square_towns(2, 5_000)
    asked = coverage(sites, towns, radius_m=1_200, mission="delivery").sites
    assert [share.radius_m for share in asked] == [700, 1_200, 1_200]
    assert [share.radius_basis for share in asked] == [
        RadiusBasis.STATED,
        RadiusBasis.ASKED,
        RadiusBasis.ASKED,
    ]
    assumed = coverage(sites, towns, radius_m=None, mission="medical").sites
    assert [share.radius_m for share in assumed] == [10_000, 900, 10_000]
    assert assumed[0].radius_basis is RadiusBasis.ASSUMED


def test_a_site_less_accurate_than_its_range_surely_serves_nothing():
    sites = made_sites([(5_000, 5_000)] * 2, accuracy_m=[1_000, 1_500])
    answer = coverage(sites, square_towns(2, 5_000), radius_m=1_000, mission="delivery")
    assert answer.city.covered_m2.low == 0
    assert answer.surely.is_empty
    assert answer.city.covered_m2.high == pytest.approx(np.pi * 2_500**2, rel=1e-4)


def test_no_sites_cover_nothing():
    answer, gaps = coverage_and_gaps(
        made_sites([]), square_towns(2, 5_000), radius_m=None, mission="delivery"
    )
    assert answer.city.covered_m2 == answer.city.with_planned_m2 == Interval(0.0, 0.0)
    assert answer.sites == ()
    assert answer.error_m2 == 0
    assert len(gaps) == 4


def test_sites_over_the_whole_city_cover_exactly_all():
    answer, gaps = coverage_and_gaps(
        made_sites([(5_000, 5_000)]), square_towns(2, 5_000), radius_m=50_000, mission="delivery"
    )
    assert answer.city.covered_m2 == Interval(answer.city.area_m2, answer.city.area_m2)
    assert answer.city.covered_people == Interval(answer.city.people, answer.city.people)
    assert gaps == ()


def test_only_towns_in_the_partition_with_a_polygon_count():
    towns = made_towns([shapely.box(WEST, SOUTH, WEST + 10, SOUTH + 10)] * 2 + [None])
    towns["in_partition"] = pd.array([True, None, True], dtype="boolean")
    answer = coverage(made_sites([]), towns, radius_m=None, mission="delivery")
    assert [row.town for row in answer.towns] == ["t00"]
    assert answer.city.area_m2 == pytest.approx(100)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("radius", [0, -5, float("nan"), float("inf"), 100_001])
def test_a_radius_out_of_range_is_refused(radius):
    with pytest.raises(InvalidInputError, match="metres") as refused:
        coverage(made_sites([]), square_towns(1, 9), radius_m=radius, mission="delivery")
    assert refused.value.field == "radius_m"
    assert refused.value.remedy


def test_a_wrong_stated_radius_is_refused_by_the_sites_name():
    sites = made_sites([(0, 0)], radii=[{"delivery": -3.0}])
    with pytest.raises(InvalidInputError, match="'s000'"):
        coverage(sites, square_towns(1, 9), radius_m=None, mission="delivery")


def test_wrong_frames_are_refused():
    sites, towns = made_sites([(0, 0)]), square_towns(1, 1_000)
    with pytest.raises(InvalidInputError, match="no mission 'sail'"):
        coverage(sites, towns, radius_m=None, mission="sail")
    with pytest.raises(WrongReferenceSystemError):
        coverage(sites.to_crs(STORED), towns, radius_m=None, mission="delivery")
    with pytest.raises(WrongReferenceSystemError):
        coverage(sites, towns.to_crs(STORED), radius_m=None, mission="delivery")
    with pytest.raises(InvalidInputError, match="no town has a polygon"):
        coverage(sites, towns.iloc[:0], radius_m=None, mission="delivery")
    with pytest.raises(InvalidInputError, match="single point"):
        coverage(sites.assign(geometry=sites.buffer(3)), towns, radius_m=None, mission="delivery")
    with pytest.raises(InvalidInputError, match="'s000': an accuracy"):
        coverage(sites.assign(accuracy_m=-1.0), towns, radius_m=None, mission="delivery")
