"""Folium's map carries geometry and our own words only, and asks for nothing."""

import json
from hashlib import sha256

import folium
import pytest
import shapely
from branca.element import CssLink, Element, Figure, JavascriptLink
from shapely.geometry.base import BaseGeometry

from web.maps import base_map
from web.maps.map_layers import MapFeature, MapLabel, MapLayer, Note
from web.shell import assets

HERE = shapely.Point(113.75, 23.02)
LAYER = MapLayer("sites", (MapFeature(HERE, "hub", (Note("甲"),), ("sites:a",)),), "places")


def test_the_same_map_twice_is_the_same() -> None:
    assert base_map.draw([LAYER], texts={}) == base_map.draw([LAYER], texts={})


def test_texts_stay_out_of_the_script() -> None:
    pieces = base_map.draw([LAYER], [MapLabel(HERE, "乙")], texts={"a": "丙"})
    for text in ("甲", "乙", "丙", "sites:a"):
        assert text in pieces.facts
        assert text not in pieces.script
        assert text not in pieces.html


def test_a_plain_folium_map_is_refused() -> None:
    figure = folium.Map(tiles=None).get_root()
    with pytest.raises(base_map.OutsideAddressError, match="https://"):
        base_map._pieces(figure)


@pytest.mark.parametrize("link", [JavascriptLink, CssLink])
@pytest.mark.parametrize("address", ["//cdn.example/x.js", "https://cdn.example/x.js", "x.js"])
def test_a_header_link_from_outside_is_refused(
    link: type[JavascriptLink] | type[CssLink], address: str
) -> None:
    figure = Figure()
    figure.header.add_child(link(address))
    with pytest.raises(base_map.OutsideAddressError):
        base_map._pieces(figure)


def test_a_link_of_our_own_is_not_refused() -> None:
    figure = Figure()
    figure.header.add_child(JavascriptLink("/static/own.js"))
    assert base_map._pieces(figure) == ("", "")


@pytest.mark.parametrize("script", ["fetch('https://x.example')", "load('//x.example')"])
def test_an_address_in_the_script_is_refused(script: str) -> None:
    figure = Figure()
    figure.script.add_child(Element(script))
    with pytest.raises(base_map.OutsideAddressError):
        base_map._pieces(figure)


def test_markup_in_the_script_is_refused() -> None:
    figure = Figure()
    figure.script.add_child(Element("var a = '</script>'"))
    with pytest.raises(base_map.TextInMapError):
        base_map._pieces(figure)


def test_a_layer_is_named_by_our_own_words() -> None:
    with pytest.raises(base_map.TextInMapError):
        base_map.draw([MapLayer("a b; alert(1)", (), "areas")], texts={})


def test_leaflet_is_the_very_file_we_know() -> None:
    for name, digest in assets.LEAFLET_DIGESTS.items():
        content = (assets.LEAFLET / name).read_bytes()
        assert sha256(content).hexdigest() == digest
    assert assets.LEAFLET_VERSION.encode() in (assets.LEAFLET / "leaflet.js").read_bytes()[:100]


def test_addresses_change_with_the_file() -> None:
    address = assets.url("guantu/base.css", "/below")
    digest = sha256((assets.STATIC / "base.css").read_bytes()).hexdigest()
    assert address == f"/below/static/guantu/base.css?v={digest[:12]}"


def test_an_asset_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        assets.url("guantu/none.css")


def test_inlined_styles_ask_for_no_picture() -> None:
    sheet = assets.text("leaflet/leaflet.css")
    assert "url(images/" not in sheet
    assert "url(data:image/png;base64," in sheet


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(113.7512345, 23.0),
        shapely.LineString([(113.75, 23.0), (113.8, 23.0123456)]),
        shapely.Polygon(),
        HERE.buffer(0.02).difference(HERE.buffer(0.01)),
        shapely.MultiPolygon([shapely.box(113, 22, 113.123456, 23), shapely.box(114, 22, 115, 23)]),
    ],
)
def test_geometry_is_written_as_the_library_writes_it(shape: BaseGeometry) -> None:
    written = json.loads(json.dumps(base_map.geojson(shape)))
    assert written == json.loads(json.dumps(shapely.geometry.mapping(base_map.rounded(shape))))
