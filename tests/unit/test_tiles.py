"""Tiles: what is written is what lies there, nothing counts twice, and no tile is heavy."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import GuantuError, InvalidInputError, NotFoundError
from gis.tiles.layer_tiles import content_digest, tiled
from gis.tiles.limits import BUFFER, MOST_FEATURES
from gis.tiles.matrix import FINEST, TileAddress, fractions
from gis.tiles.varints import varints, zigzag
from tests.made_points import BOX, made_points
from tests.mvt_reader import read_tile

CITY_TILE = TileAddress(9, 222, 417)


def layer(geometries, accuracy_m=5.0):
    names = [f"f{number:05d}" for number in range(len(geometries))]
    return gpd.GeoDataFrame(
        {"id": names, "name_zh": names, "name_en": names, "accuracy_m": accuracy_m},
        geometry=list(geometries),
        crs="EPSG:4490",
    )


def tiles_over(matrix, box=BOX):
    west, north = (fractions(np.array([[box[0], box[3]]]))[0] * 2**matrix).astype(int)
    east, south = (fractions(np.array([[box[2], box[1]]]))[0] * 2**matrix).astype(int)
    for row in range(north, south + 1):
        for col in range(west, east + 1):
            yield TileAddress(matrix, int(row), int(col))


def said(tile):
    """Return a tile's own numbers: how many lie in it, and how many it draws one by one."""
    shown = read_tile(tile).get("shown")
    return tuple(shown.features[0].properties.values()) if shown else (0, 0)


@given(st.lists(st.integers(0, 2**34)))
def test_varints_are_read_back(numbers):
    written = varints(np.array(numbers, dtype=np.int64))
    found, number, shift = [], 0, 0
    for byte in written:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            found.append(number)
            number = shift = 0
    assert found == numbers


@given(st.integers(-(2**33), 2**33))
def test_zigzag_keeps_small_numbers_small(number):
    assert zigzag(np.array([number]))[0] == (2 * number if number >= 0 else -2 * number - 1)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ((-1, 0, 0), InvalidInputError),
        ((3, -1, 0), InvalidInputError),
        ((3, 8, 0), NotFoundError),
        ((3, 0, 8), NotFoundError),
        ((FINEST + 1, 0, 0), NotFoundError),
        ((10**30, 0, 0), NotFoundError),
        ((0, 10**30, 0), NotFoundError),
    ],
)
def test_a_tile_that_there_is_not_is_refused(address, error):
    with pytest.raises(error) as raised:
        TileAddress(*address)
    assert isinstance(raised.value, GuantuError)
    assert raised.value.remedy


def test_a_point_is_where_it_is_with_what_it_is_called():
    points = layer([shapely.Point(113.8, 22.9), shapely.Point(113.9, 22.8)], [5.0, np.nan])
    tile = tiled("carriers", points).tile(CITY_TILE)
    read = read_tile(tile)["carriers"]
    assert (read.version, read.extent) == (2, 4096)
    assert [one.properties for one in read.features] == [
        {"id": "f00000", "name_zh": "f00000", "name_en": "f00000", "accuracy_m": 5.0},
        {"id": "f00001", "name_zh": "f00001", "name_en": "f00001"},
    ]
    for one, place in zip(read.features, points.geometry, strict=True):
        east, south = fractions(np.array([[place.x, place.y]]))[0] * 2**9 * 4096
        assert one.geometry.x == int(east) - 417 * 4096
        assert one.geometry.y == int(south) - 222 * 4096


@pytest.fixture(scope="module")
def city():
    return tiled("carriers", made_points(100_000))


@pytest.mark.parametrize("matrix", [0, 9, 10])
def test_of_100_000_points_no_tile_is_heavy_and_none_is_lost(matrix, city):
    counted = matched = single = 0
    for address in tiles_over(matrix):
        tile = city.tile(address)
        read = read_tile(tile)["carriers"]
        assert len(read.features) <= MOST_FEATURES
        assert len({one.number for one in read.features}) == len(read.features)
        inside = [
            one
            for one in read.features
            if 0 <= one.geometry.x < 4096 and 0 <= one.geometry.y < 4096
        ]
        counted += sum(one.properties.get("count", 1) for one in inside)
        in_tile, alone = said(tile)
        assert alone == sum("count" not in one.properties for one in inside)
        matched, single = matched + in_tile, single + alone
    assert counted == matched == 100_000
    assert single <= matched


def test_a_counted_square_tells_its_accuracy_at_best_and_at_worst():
    spread = np.linspace(113.8, 113.8001, MOST_FEATURES + 1)
    accuracy = np.where(np.arange(len(spread)) % 3 == 0, np.nan, np.arange(len(spread)) + 1.0)
    points = layer([shapely.Point(x, 22.9) for x in spread], accuracy)
    (square,) = read_tile(tiled("carriers", points).tile(CITY_TILE))["carriers"].features
    assert square.properties == {
        "count": MOST_FEATURES + 1,
        "accuracy_best_m": 2.0,
        "accuracy_worst_m": float(np.nanmax(accuracy)),
        "accuracy_unknown": int(np.isnan(accuracy).sum()),
    }


def test_what_lies_on_an_edge_lies_in_one_tile_and_is_drawn_in_both():
    points = layer([shapely.Point(0.0, 22.9), shapely.Point(-1e-9, 22.9)])
    city = tiled("carriers", points)
    left, right = city.tile(TileAddress(2, 1, 1)), city.tile(TileAddress(2, 1, 2))
    assert [said(tile) for tile in (left, right)] == [(1, 1), (1, 1)]
    for tile in (left, right):
        assert len(read_tile(tile)["carriers"].features) == 2
    far = 180.0 * (BUFFER + 8) / 4096 / 2
    only = tiled("carriers", layer([shapely.Point(far, 22.9)]))
    assert only.tile(TileAddress(2, 1, 1)) == b""


def test_a_feature_without_a_position_is_in_no_tile():
    points = layer([shapely.Point(113.8, 22.9), None, shapely.Point()])
    assert said(tiled("carriers", points).tile(TileAddress(0, 0, 0))) == (1, 1)
    assert tiled("carriers", layer([None])).tile(TileAddress(0, 0, 0)) == b""


def test_no_square_has_the_number_of_a_feature_behind_others_without_positions():
    def numbers(unplaced):
        crowd = [shapely.Point(113.8, 22.9)] * (MOST_FEATURES + 1)
        points = layer([None] * unplaced + crowd + [shapely.Point(113.6, 22.6)])
        found = read_tile(tiled("carriers", points).tile(CITY_TILE))["carriers"].features
        return {one.number: "count" in one.properties for one in found}

    (square,) = (number for number, counts in numbers(0).items() if counts)
    assert len(numbers(square - MOST_FEATURES - 1)) == 2


def squares(count, side=0.002):
    draw = np.random.default_rng(count)
    at = draw.uniform(BOX[:2], BOX[2:], (count, 2))
    wide = draw.uniform(side / 4, side, count)
    return layer([shapely.box(x, y, x + w, y + w) for (x, y), w in zip(at, wide, strict=True)])


def test_of_many_areas_the_largest_are_drawn_and_the_rest_is_counted():
    areas = squares(MOST_FEATURES + 2_000)
    city = tiled("towns", areas)
    tile = city.tile(TileAddress(0, 0, 0))
    drawn = {one.properties["id"] for one in read_tile(tile)["towns"].features}
    largest = areas.assign(size=shapely.area(shapely.transform(areas.geometry.values, fractions)))
    assert drawn == set(largest.nlargest(MOST_FEATURES, "size")["id"])
    assert said(tile) == (MOST_FEATURES + 2_000, MOST_FEATURES)
    assert sum(said(city.tile(one))[0] for one in tiles_over(11)) == len(areas)


def in_units(geometry, address):
    corner = np.array([address.west, address.north])
    return shapely.transform(geometry, lambda at: (fractions(at) - corner) * 4096 / address.side)


@pytest.mark.parametrize("seed", range(6))
def test_areas_with_holes_and_parts_are_drawn_as_they_are(seed):
    draw = np.random.default_rng(seed)
    middle = draw.uniform((113.75, 22.8), (113.85, 22.9), (3, 2))
    discs = shapely.buffer(shapely.points(middle), draw.uniform(0.02, 0.05, 3))
    area = shapely.union_all(discs).difference(shapely.Point(*middle[0]).buffer(0.01))
    address = next(one for one in tiles_over(10, (*middle[0], *middle[0])))
    read = read_tile(tiled("towns", layer([area])).tile(address))["towns"].features
    box = shapely.box(-BUFFER, -BUFFER, 4096 + BUFFER, 4096 + BUFFER)
    expected = in_units(area, address).intersection(box)
    found = shapely.make_valid(read[0].geometry)
    # A quarter of a pixel of drawing, along the whole outline.
    assert found.symmetric_difference(expected).area <= 5 * expected.length
    assert found.hausdorff_distance(expected) <= 12


def test_a_line_is_cut_to_the_tile_and_drawn_as_it_is():
    line = shapely.LineString([(113.0, 22.9), (113.8, 22.9), (113.9, 22.8), (114.9, 22.85)])
    address = next(tiles_over(10, (113.85, 22.85, 113.85, 22.85)))
    (read,) = read_tile(tiled("road_segments", layer([line])).tile(address))[
        "road_segments"
    ].features
    box = shapely.box(-BUFFER, -BUFFER, 4096 + BUFFER, 4096 + BUFFER)
    assert read.geometry.hausdorff_distance(in_units(line, address).intersection(box)) <= 6


def test_what_is_too_small_to_draw_stays_a_point():
    areas = layer([shapely.box(113.8, 22.9, 113.80001, 22.90001), shapely.box(113, 22, 114, 23)])
    read = read_tile(tiled("towns", areas).tile(TileAddress(4, 6, 13)))["towns"].features
    assert [one.geometry.geom_type for one in read] == ["MultiPolygon", "Point"]
    lines = layer([shapely.LineString([(113.8, 22.9), (113.80001, 22.9)])])
    (point,) = read_tile(tiled("roads", lines).tile(TileAddress(4, 6, 13)))["roads"].features
    assert point.geometry.geom_type == "Point"


def test_a_change_of_anything_drawn_changes_the_digest():
    points = layer([shapely.Point(113.8, 22.9), shapely.Point(113.9, 22.8)])
    digests = {
        content_digest(points),
        content_digest(points.assign(name_zh=["a", "b"])),
        content_digest(points.assign(accuracy_m=6.0)),
        content_digest(points.set_geometry(points.geometry.translate(1e-9))),
        content_digest(points.iloc[:1]),
    }
    assert len(digests) == 5
    assert content_digest(points.copy()) == content_digest(points)
