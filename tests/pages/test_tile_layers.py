"""When a layer is drawn as tiles, and what legend and offline file then say."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.scenario.frames import PROPOSED
from layers.seed.pack import read_pack
from tests.page_views import NONCE, Frames, planner_view
from web.maps.map_layers import MapFeature, MapLayer
from web.maps.tile_layers import MOST_DRAWN, one_by_one, with_tiles
from web.maps.tile_source import TileSource
from web.pages import Pages
from web.shell.tables import LegendEntry
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import Language, Shell

TILES = TileSource("carriers", "0123456789abcdef", (113.5, 22.6, 114.3, 23.2), 70_000, crowded=True)
ENTRY = LegendEntry("Carriers", ("carrier", "suggested"), ("carriers",))
WORDS = Words(Texts(Language.EN))


def features(count: int, proposed: int = 0) -> gpd.GeoDataFrame:
    names = [f"{PROPOSED.added[0] if place < proposed else ''}{place}" for place in range(count)]
    return gpd.GeoDataFrame(
        {"id": names, "name_zh": names}, geometry=[shapely.Point(114, 23)] * count, crs="EPSG:4490"
    )


@given(st.integers(0, 2 * MOST_DRAWN), st.integers(0, 5))
def test_a_map_never_draws_more_than_it_can_unless_a_layer_has_no_tiles(
    count: int, proposed: int
) -> None:
    frame = features(count, min(count, proposed))
    drawn, tiles = one_by_one(frame, TILES)
    assert (tiles is None) == (count <= MOST_DRAWN)
    assert len(drawn) == (count if tiles is None else min(count, proposed))
    assert len(one_by_one(frame, None)[0]) == count


def test_the_legend_shows_the_marks_that_tiles_have() -> None:
    few = MapLayer("carriers", (MapFeature(shapely.Point(114, 23), "carrier"),), "places")
    assert with_tiles((ENTRY,), (few,), WORDS, inline=False) == (ENTRY,)
    many = MapLayer("carriers", (), "places", tiles=TILES)
    (entry,) = with_tiles((ENTRY,), (many,), WORDS, inline=False)
    assert entry.swatches == ("tile-carrier",)
    assert with_tiles((ENTRY,), (MapLayer("carriers", (), "places"),), WORDS, inline=False) == ()


def test_a_file_without_tiles_says_what_it_leaves_out() -> None:
    many = MapLayer("carriers", (), "places", tiles=TILES)
    (said,) = with_tiles((ENTRY,), (many,), WORDS, inline=True)
    assert said.layers == ()
    assert "70,000" in said.label


@pytest.fixture(scope="module")
def pack() -> Frames:
    return read_pack()


@pytest.mark.parametrize("inline", [False, True])
def test_a_page_with_a_large_layer_weighs_what_one_without_it_does(
    pack: Frames, *, inline: bool
) -> None:
    def weight(count: int) -> int:
        made = pack["carriers"].iloc[[0] * count].reset_index(drop=True)
        shell = Shell(Language.EN, "/planners/towns", (), "edition")
        view = planner_view({**pack, "carriers": made}, shell, {"carriers": TILES})
        return len(Pages(inline=inline).planner(view, NONCE))

    assert abs(weight(4 * MOST_DRAWN) - weight(2 * MOST_DRAWN)) < 100
