import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.discs import Discs
from gis.errors import InvalidInputError
from gis.faces import RELATIVE_ERROR, arrange
from tests.made_city import CORNER, irregular_towns, square_towns


def arranged(towns, places, radii):
    table = np.asarray(places, dtype=float).reshape(-1, 2) + CORNER
    discs = Discs.inscribed(table, np.asarray(radii, dtype=float))
    polygons = towns.geometry.to_numpy()
    return arrange(polygons, discs), discs, polygons


def assert_sound(faces, discs, polygons):
    """Areas add up, and every disc's faces are exactly the disc inside the towns."""
    total = shapely.area(polygons).sum()
    assert faces.area_m2.sum() == pytest.approx(total, rel=RELATIVE_ERROR)
    np.testing.assert_allclose(
        faces.area_by_town(np.ones(len(faces), dtype=bool)),
        shapely.area(polygons),
        rtol=1e-9,
        atol=RELATIVE_ERROR * total,
    )
    covered = np.bincount(
        faces.pair_disc, weights=faces.area_m2[faces.pair_face], minlength=len(discs)
    )
    city = shapely.union_all(polygons)
    expected = shapely.area(shapely.intersection(discs.polygons(), city))
    np.testing.assert_allclose(covered, expected, rtol=1e-9, atol=1e-9 * total)
    united = shapely.area(shapely.intersection(shapely.union_all(discs.polygons()), city))
    everyone = np.ones(len(discs), dtype=bool)
    once = faces.area_m2[faces.depth(everyone) > 0].sum()
    assert once == pytest.approx(united, rel=1e-9, abs=1e-9 * total)


DEGENERATE = {
    "identical": ([(3000, 3000)] * 4, [1000] * 4),
    "nearly identical": ([(3000, 3000), (3000 + 1e-9, 3000), (3000, 3000 + 1e-7)], [1000] * 3),
    "millimetre apart": ([(3000 + i * 1e-3, 3000) for i in range(5)], [1000] * 5),
    "concentric": ([(3000, 3000)] * 3, [500, 1000, 1500]),
    "tangent outside": ([(2000, 3000), (4000, 3000)], [1000, 1000]),
    "tangent inside": ([(3000, 3000), (3500, 3000)], [1000, 500]),
    "nearly tangent": ([(2000, 3000), (4000 + 1e-8, 3000)], [1000, 1000]),
    "tangent to a border": ([(1000, 1000)], [1000]),
    "centre on a corner": ([(2000, 2000), (4000, 4000)], [1000, 2000]),
    "outside the city": ([(90_000, 90_000), (-5_000, 3000)], [1000, 1000]),
    "touching the city from outside": ([(-1000, 3000)], [1000]),
    "over the whole city": ([(3000, 3000), (3000, 3000)], [90_000, 50_000]),
    "tiny": ([(3000, 3000), (3001, 3000)], [0.01, 1e-4]),
    "one point of many circles": (
        [(3000 + 1000 * np.cos(a), 3000 + 1000 * np.sin(a)) for a in np.arange(12) / 6 * np.pi],
        [1000] * 12,
    ),
    "lattice": ([(i * 1000, j * 1000) for i in range(7) for j in range(7)], [1000] * 49),
    "none": ([], []),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_input_keeps_exact_areas(name):
    assert_sound(*arranged(square_towns(3, 2000), *DEGENERATE[name]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14), st.integers(1, 8)), max_size=10)
)
def test_discs_on_a_lattice_keep_exact_areas(discs):
    # Whole multiples of 500 m make tangent, identical and concurrent circles common.
    places = [(x * 500, y * 500) for x, y, _ in discs]
    assert_sound(*arranged(square_towns(3, 2000), places, [r * 500 for *_, r in discs]))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 14))
def test_random_cities_keep_exact_areas(seed, towns, number):
    draw = np.random.default_rng(seed)
    city = irregular_towns(towns, 20_000, seed)
    places = draw.uniform(-3_000, 23_000, (number, 2))
    assert_sound(*arranged(city, places, draw.uniform(10, 9_000, number)))


def test_every_face_lies_in_its_town_and_knows_its_discs():
    draw = np.random.default_rng(8)
    faces, discs, polygons = arranged(
        irregular_towns(9, 20_000, 8), draw.uniform(0, 20_000, (15, 2)), [3_000] * 15
    )
    inner = shapely.point_on_surface(faces.geometry)
    assert shapely.contains(polygons[faces.town], inner).all()
    expected = shapely.contains(discs.polygons()[None, :], inner[:, None])
    found = np.zeros_like(expected)
    found[faces.pair_face, faces.pair_disc] = True
    assert (found == expected).all()
    among = np.arange(15) % 2 == 0
    assert (faces.depth(among) == expected[:, among].sum(axis=1)).all()


def test_a_hole_in_the_city_belongs_to_no_town():
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    faces = arrange(np.array([ring]), Discs.inscribed(np.array([[4.5, 4.5]]), np.array([2.0])))
    assert faces.area_m2.sum() == pytest.approx(72)


def test_a_town_may_have_parts():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 7, 7)])
    faces = arrange(np.array([parts]), Discs.inscribed(np.array([[5.0, 5.0]]), np.array([1.0])))
    assert faces.area_by_town(np.ones(len(faces), dtype=bool)) == pytest.approx([5])


def test_overlapping_towns_are_counted_once_for_the_first():
    towns = np.array([shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)])
    faces = arrange(towns, Discs.inscribed(np.empty((0, 2)), np.empty(0)))
    assert faces.area_by_town(np.ones(len(faces), dtype=bool)) == pytest.approx([4, 2])


def test_a_town_that_crosses_itself_is_refused():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    with pytest.raises(InvalidInputError, match="cannot be cut into faces"):
        arrange(np.array([bow_tie]), Discs.inscribed(np.empty((0, 2)), np.empty(0)))
