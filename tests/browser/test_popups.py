"""Every symbol of every map says where it is from and how sure its place is, in both languages."""

import pytest

from layers.seed.pack import read_pack
from tests.browser.conftest import Ready

EVERY_POPUP = """() => {
  const said = JSON.parse(document.getElementById('map-facts').textContent);
  const found = [];
  for (const layer of said.layers) {
    const walk = (one) => {
      if (one.getLayers) { one.getLayers().forEach(walk); return; }
      if (!one.getPopup()) return;
      window[layer.variable].addTo(window.map_guantu);
      one.openPopup();
      const box = one.getPopup().getElement();
      const unmarked = document.documentElement.lang === 'en' ? [...box.querySelectorAll('dd, h3')]
        .flatMap((dd) => [...dd.childNodes])
        .filter((node) => node.nodeType === 3 && /[\\u3400-\\u9fff]/.test(node.textContent))
        .map((node) => node.textContent) : [];
      const notes = [...box.querySelectorAll('.note')].map((note) => note.textContent);
      found.push({ layer: layer.name, symbol: layer.symbol, notes, unmarked,
                   keys: layer.features[one.feature.id].keys });
      one.closePopup();
    };
    walk(window[layer.variable]);
  }
  return found;
}"""
WORDS = {"zh": ("出处", "位置有多准"), "en": ("Source", "How sure")}
MAPS = {
    "operator": "/operators/coverage?mission=logistics&new_sites=2&",
    "planner": "/planners/towns?",
    "resident": "/landmarks?",
    "landmark": "/landmarks/landmark-07?",
    "driverless": "/landmarks/landmark-04?",
}
SYMBOLS = {
    "operator": {"takeoff-in_use", "takeoff-coming", "takeoff-other", "suggested"},
    "planner": {"takeoff-in_use", "takeoff-coming", "takeoff-other", "hub", "carrier", "landmark"},
    "resident": {"takeoff-in_use", "takeoff-coming", "takeoff-other", "station", "landmark"},
    "landmark": {"station", "landmark"},
    "driverless": {"landmark"},
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", MAPS)
def test_every_popup_tells_source_and_accuracy(
    name: str, language: str, ready: Ready, server: str
) -> None:
    found = ready(f"{server}{MAPS[name]}lang={language}").evaluate(EVERY_POPUP)
    assert {one["symbol"] for one in found} >= SYMBOLS[name]
    computed = ("gap_", "surely")  # areas that are the answer itself: the page says how
    for one in found:
        assert one["unmarked"] == []
        if not one["layer"].startswith(computed):
            for note in one["notes"]:
                assert all(word in note for word in WORDS[language]), one


@pytest.mark.parametrize(("language", "column"), [("zh", "name_zh"), ("en", "name_en")])
def test_a_feature_with_two_sources_names_both(
    language: str, column: str, ready: Ready, server: str
) -> None:
    pack = read_pack()
    titles = pack["sources"].set_index("id")[column]
    found = ready(f"{server}/planners/towns?lang={language}").evaluate(EVERY_POPUP)
    notes = {key: " ".join(one["notes"]) for one in found for key in one["keys"]}
    checked = 0
    for layer in ("hubs", "carriers", "landmarks", "takeoff_points", "road_segments", "towns"):
        for row in pack[layer].itertuples():
            said = notes.get(f"{layer}:{row.id}")
            if said is not None and isinstance(row.geometry_source, str):
                assert titles[row.source] in said
                assert titles[row.geometry_source] in said
                checked += 1
    assert checked > 100
