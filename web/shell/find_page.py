"""Finding anything by its name: in Chinese, pinyin or English (:mod:`gis.name_search`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.name_search import find
from gis.records import Record, records
from web.shell.template import Frame
from web.shell.texts import Texts
from web.views import Shell

FOUND_IN = ("towns", "landmarks", "takeoff_points", "hubs", "carriers", "places")
"""The layers searched, in the order of their groups."""
MOST_OF_A_LAYER = 20
_PAGES = {"landmarks": "/landmarks", "towns": "/planners/towns"}
"""Where features have pages of their own."""


@dataclass(frozen=True, slots=True)
class FindView:
    """What is looked for, and in what.

    Attributes
    ----------
    shell
        What every page shows.
    words
        What was asked for.
    layers
        The public features of each layer of :data:`FOUND_IN` (EPSG:4490).
    """

    shell: Shell
    words: str
    layers: Mapping[str, gpd.GeoDataFrame]


def find_content(view: FindView, frame: Frame) -> tuple[str, dict[str, object]]:
    """Return the template and what it prints: groups of links, the best first."""
    t = Texts(view.shell.language)
    groups = []
    for layer in FOUND_IN:
        rows = _matching(view.layers[layer], view.words)
        if rows:
            links = [_link(frame, layer, row, t) for row in rows[:MOST_OF_A_LAYER]]
            spec = LAYERS[layer]
            groups.append((t.pick(spec.zh, spec.en), len(rows), links))
    return "find.html", {"asked": view.words, "groups": groups}


def _matching(layer: gpd.GeoDataFrame, words: str) -> list[Record]:
    rows = records(layer)
    ranked = [(_rank(row, words), place, row) for place, row in enumerate(rows)]
    found = sorted((rank, place) for rank, place, _ in ranked if rank is not None)
    return [ranked[place][2] for _, place in found]


def _rank(row: Record, words: str) -> int | None:
    """Return 0 where a name is or begins with what was asked for, 1 where it is in one."""
    matches = [found for name in (row["name_zh"], row["name_en"]) if (found := find(words, name))]
    return min((int(match.start > 0) for match in matches), default=None)


def _link(frame: Frame, layer: str, row: Record, t: Texts) -> tuple[str, str, str]:
    """Return a feature's name, its name in the other language, and the address of its page."""
    id_ = quote(row["id"], safe="")
    path = f"{_PAGES.get(layer, f'/collections/{layer}/items')}/{id_}"
    names = row["name_zh"], row["name_en"]
    return t.pick(*names), t.pick(*reversed(names)), frame.link(path)
