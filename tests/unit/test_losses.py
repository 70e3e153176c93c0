import numpy as np
import pandas as pd
import pytest
import shapely

from gis.errors import InvalidInputError
from gis.losses import site_reaches, zone_losses
from gis.reach import airspace
from gis.results_airspace import ZoneEffect
from gis.service_areas import service_areas
from tests.made_city import irregular_towns, made_sites, square_towns
from tests.made_zones import random_shapes, zones_of


def laid(sites, towns, shapes, **columns):
    space = airspace(zones_of(shapes, **columns))
    return service_areas(sites, towns, radius_m=3_000, mission="delivery", space=space)


def test_a_wall_costs_what_lies_behind_it():
    sites = made_sites([(4_000, 10_000)])
    areas = laid(
        sites,
        square_towns(2, 10_000),
        [shapely.box(5_000, 0, 5_500, 20_000), shapely.box(15_000, 0, 15_500, 20_000)],
        restriction=["prohibited", "height_limit"],
        ceiling_m=[None, 50.0],
    )
    together, *single = zone_losses(areas)
    assert [loss.zone.zone for loss in single] == ["z00", "z01"]
    cut = 9e6 * np.arccos(1 / 3) - 1_000 * np.sqrt(8e6)
    assert single[0].surely_m2 == pytest.approx(cut, rel=1e-3)
    assert single[0].possibly_m2 == pytest.approx(cut, rel=1e-3)
    assert single[0].effect is ZoneEffect.BARS
    assert single[1].surely_m2 == single[1].possibly_m2 == 0
    assert together.zone is None
    assert together.surely_m2 == pytest.approx(cut, rel=1e-3)
    # Half of it lies in the first town of 1,000 people, half in the third of 3,000.
    assert [row.town for row in single[0].towns] == ["t00", "t02"]
    people = [row.surely_people for row in single[0].towns]
    assert people == pytest.approx([cut / 2e8 * 1_000, cut / 2e8 * 3_000], rel=1e-3)
    assert single[0].surely_people == pytest.approx(sum(people))


def test_where_nobody_published_people_their_loss_is_not_nought():
    towns = square_towns(2, 10_000)
    towns["population_2020"] = pd.array([None] * 4, dtype="Int64")
    areas = laid(made_sites([(5_000, 5_000)]), towns, [shapely.box(6_000, 0, 6_200, 10_000)])
    for loss in zone_losses(areas):
        assert loss.surely_m2 > 0
        assert (loss.surely_people, loss.possibly_people) == (None, None)


def test_what_two_zones_hide_is_lost_to_neither_alone():
    wall = shapely.box(5_000, 0, 5_500, 20_000)
    areas = laid(made_sites([(4_000, 10_000)]), square_towns(1, 20_000), [wall, wall])
    together, *single = zone_losses(areas)
    assert together.surely_m2 > 7e6
    assert [loss.surely_m2 for loss in single] == [0, 0]


@pytest.mark.parametrize("seed", range(4))
def test_a_loss_is_coverage_without_the_zone_less_coverage_with_it(seed):
    draw = np.random.default_rng(seed)
    sites = made_sites(draw.uniform(0, 20_000, (7, 2)), accuracy_m=draw.choice([0, 200], 7))
    towns = irregular_towns(5, 20_000, seed)
    areas = laid(sites, towns, random_shapes(seed, 5), accuracy_m=30.0)
    for loss in zone_losses(areas)[1:]:
        space = airspace(areas.space.zones.without(loss.zone.zone))
        other = service_areas(sites, towns, radius_m=3_000, mission="delivery", space=space)
        for depth, figure in ((0, loss.surely_m2), (1, loss.possibly_m2)):
            with_, without = (
                one.faces.area_m2[(one.sure, one.possible)[depth] > 0].sum()
                for one in (areas, other)
            )
            # The discs round corners have sides elsewhere once a zone has gone.
            assert figure == pytest.approx(without - with_, abs=2e3)


def test_reach_is_told_site_by_site():
    sites = made_sites([(4_000, 10_000), (15_000, 15_000)], accuracy_m=[100.0, 4_000.0])
    areas = laid(sites, square_towns(1, 20_000), [shapely.box(5_000, 0, 5_500, 20_000)])
    cut, unsure = site_reaches(areas)
    assert cut.reach_m2.low < 0.8 * cut.free_m2.low
    assert cut.reach_m2.high < 0.8 * cut.free_m2.high
    assert shapely.contains(cut.possibly, cut.surely)
    assert unsure.surely.is_empty
    assert unsure.reach_m2.low == unsure.free_m2.low == 0
    plain = service_areas(sites, square_towns(1, 20_000), radius_m=3_000, mission="delivery")
    assert all(reach.reach_m2 == reach.free_m2 for reach in site_reaches(plain))
    with pytest.raises(InvalidInputError, match="without zones"):
        zone_losses(plain)
