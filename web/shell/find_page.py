"""Finding anything by its name: in Chinese, in English, or by the letters of its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.records import Record, records
from web.shell.template import Frame
from web.shell.texts import Texts
from web.views import Shell

FOUND_IN = ("towns", "landmarks", "takeoff_points", "hubs", "carriers", "places")
"""The layers searched, in the order of their groups."""
MOST_OF_A_LAYER = 20


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
    asked = _plain(words)
    if not asked:
        return []
    ranked = [(_rank(row, asked), place, row) for place, row in enumerate(records(layer))]
    found = sorted((rank, place) for rank, place, _ in ranked if rank is not None)
    return [ranked[place][2] for _, place in found]


def _rank(row: Record, asked: str) -> int | None:
    """Return 0 where a name is what was asked for, 1 where it begins so, 2 where it has it."""
    names = [_plain(row[key]) for key in ("name_zh", "name_en", "id")]
    if asked in names:
        return 0
    if any(name.startswith(asked) for name in names):
        return 1
    return 2 if any(asked in name for name in names) else None


def _plain(text: str | None) -> str:
    return "".join(letter for letter in (text or "").casefold() if letter.isalnum())


def _link(frame: Frame, layer: str, row: Record, t: Texts) -> tuple[str, str, str]:
    """Return a feature's name, its name in the other language, and the address of its page."""
    id_ = quote(row["id"], safe="")
    path = f"/landmarks/{id_}" if layer == "landmarks" else f"/collections/{layer}/items/{id_}"
    names = row["name_zh"], row["name_en"]
    return t.pick(*names), t.pick(*reversed(names)), frame.link(path)
