"""The table of a layer's features names what the features refer to, and leads there."""

import pytest

from gis.catalogue import LAYERS
from tests.page_views import NONCE, Frames
from tests.pages.markup import Markup
from web.data.layer_views import ItemsView
from web.pages import Pages
from web.views import Language, Shell


def page(pack: Frames, layer: str, language: Language = Language.ZH, root: str = "") -> Markup:
    path = f"/collections/{layer}/items"
    view = ItemsView(
        Shell(language, path), LAYERS[layer], pack[layer], len(pack[layer]), referenced=pack
    )
    return Markup(Pages(root).items(view, NONCE))


def links(found: Markup) -> set[tuple[str, str]]:
    return {(one.attributes["href"], one.text) for one in found.all("a")}


@pytest.mark.parametrize(
    ("layer", "address", "zh", "en"),
    [
        ("takeoff_points", "/collections/towns/items/changping", "常平镇", "Changping"),
        ("landmarks", "/collections/towns/items/dalang", "大朗镇", "Dalang"),
        ("towns", "/collections/towns/items/humen", "虎门镇", "Humen"),
        (
            "facilities",
            "/collections/landmarks/items/landmark-04",
            "滨海湾新区全域无人驾驶场景",
            "District-wide driverless mobility in Binhai Bay New Area",
        ),
    ],
)
def test_references_are_names_that_lead_there(
    pack: Frames, layer: str, address: str, zh: str, en: str
) -> None:
    assert (address, zh) in links(page(pack, layer))
    english = page(pack, layer, Language.EN, "/below")
    assert (f"/below{address}?lang=en", en) in links(english)


@pytest.mark.parametrize("layer", [name for name, spec in LAYERS.items() if name != "geozones"])
def test_no_cell_is_a_bare_id(pack: Frames, layer: str) -> None:
    """Only the column of ids shows ids, and each leads to its feature."""
    found = page(pack, layer)
    ids = {one for frame in pack.values() for one in frame["id"]}
    cells = [one for one in found.all("td") if one.attributes["data-label"] != "编号"]
    shown = {part for cell in cells for part in cell.text.strip().split("、")}
    assert shown & ids == set()
    own = {(f"/collections/{layer}/items/{id_}", id_) for id_ in pack[layer]["id"]}
    assert own - links(found) == set()


def test_a_reference_to_nothing_keeps_its_id(pack: Frames) -> None:
    without = {name: frame for name, frame in pack.items() if name != "towns"}
    found = links(page(without, "takeoff_points"))
    assert ("/collections/towns/items/changping", "changping") in found


def test_both_sources_of_a_feature_are_named(pack: Frames) -> None:
    row = next(one for one in page(pack, "takeoff_points").all("tr") if "常平海关" in one.text)
    sources = pack["sources"].set_index("id")["name_zh"]
    assert sources["d002-line-035"] in row.text
    assert sources["town-discs"] in row.text


def test_english_headings_do_not_call_english_names_chinese(pack: Frames) -> None:
    headings = [one.text.strip() for one in page(pack, "landmarks", Language.EN).all("th")]
    assert "Name" in headings
    assert [one for one in headings if "(Chinese)" in one] == []
