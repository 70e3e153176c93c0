"""What a map is made of, before any library draws it: layers of features with their facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.catalogue import LAYERS
from gis.records import Record, records
from gis.scenario.frames import is_proposed
from web.maps.tile_source import TileSource
from web.shell.words import Words


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about one feature when it is chosen on the map.

    Attributes
    ----------
    title
        Its name.
    facts
        Pairs of label and text.
    href
        The address of its own page; empty where it has none.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class MapFeature:
    """One drawn thing.

    Attributes
    ----------
    geometry
        In EPSG:4490.
    look
        A style of :data:`web.maps.style.STYLES`, or for a point a symbol of
        :data:`web.maps.style.SYMBOLS`.
    notes
        What is said about it: one note for each feature that stands at this very place.
    keys
        ``layer:id`` of each: the table rows that it stands for.
    badge
        A short text printed in the symbol.
    accuracy_m
        Radius of the circle drawn round it when chosen; ``None`` draws none.
    """

    geometry: BaseGeometry
    look: str
    notes: tuple[Note, ...] = ()
    keys: tuple[str, ...] = ()
    badge: str = ""
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class MapLayer:
    """Features that are shown and hidden together.

    Attributes
    ----------
    name
        A word of lower-case letters and underscores, unique in the map.
    features
        What is drawn, the first lowest.
    pane
        A pane of :data:`web.maps.base_map.PANES`.
    shown
        Whether it is shown at first.
    offset
        Pixels by which symbols stand right of and below their position, so that several layers
        placed at one town's point stay readable side by side.
    tiles
        Where the features come from that are too many to be drawn here; ``None`` for none.
    """

    name: str
    features: tuple[MapFeature, ...]
    pane: str
    shown: bool = True
    offset: tuple[int, int] = (0, 0)
    tiles: TileSource | None = None


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A text on the map.

    Attributes
    ----------
    point
        Where its middle stands (EPSG:4490).
    text, minor
        What it says, and what it says in small type under it.
    room
        Degrees of latitude free on each side of the point: a text that needs much more is left
        out at that scale, and of two that collide the one with less room.
    """

    point: shapely.Point
    text: str
    minor: str = ""
    room: float = 0.0


class Notes:
    """Writes notes about features, with their sources by name.

    Parameters
    ----------
    words
        Puts values into the page's language.
    sources
        The ``sources`` layer.
    """

    def __init__(self, words: Words, sources: gpd.GeoDataFrame) -> None:
        self._words = words
        self._sources = {row["id"]: words.source(row) for row in records(sources)}

    def source(self, id_: str | None) -> str:
        """Return a source's title; the id itself where the source is not among those given."""
        return "" if id_ is None else self._sources.get(id_, id_)

    def note(self, layer: str, row: Record, *own: str, href: str = "") -> Note:
        """Return the note of one feature: its own columns, then how sure, from where, as of when.

        Parameters
        ----------
        layer
            The feature's layer.
        row
            The feature.
        own
            The columns of the layer that come first; those without a value are left out. Of a
            pair of columns in two languages (``lead_zh``, ``lead_en``) the name without the
            language (``lead``) is enough.
        href
            The address of its own page.
        """
        words = self._words
        # A layer with one status only has nothing to say by it.
        status = ("status",) if len(LAYERS[layer].statuses) > 1 else ()
        facts = [self._fact(layer, row, name) for name in (*status, *own)]
        facts += [
            (words.t("note.position"), words.accuracy(row["accuracy_m"], row["geometry_basis"])),
            (words.t("note.basis"), self._basis(row)),
            (words.t("note.source"), self.source(row["source"])),
            (words.t("note.as_of"), words.day(row["as_of"])),
            (words.t("note.note"), words.t.pick(row["note_zh"], row["note_en"])),
        ]
        return Note(words.name(row), tuple(fact for fact in facts if fact[1]), href)

    def _fact(self, layer: str, row: Record, name: str) -> tuple[str, str]:
        words, spec = self._words, LAYERS[layer]
        if name == "status" and is_proposed(row["name_zh"]):
            # An analysis counts it as serving; a page must not call it in use.
            return words.title(spec.column(name)), words.t("note.proposed")
        if name not in row:
            title = words.title(spec.column(f"{name}_zh"))
            return title, words.t.pick(row[f"{name}_zh"], row[f"{name}_en"])
        return words.title(spec.column(name)), words.value(spec.column(name), row[name])

    def _basis(self, row: Record) -> str:
        basis = self._words.term(LAYERS["towns"].column("geometry_basis"), row["geometry_basis"])
        placed_by = self.source(row["geometry_source"])
        return f"{basis} · {placed_by}" if placed_by else basis


def placed(frame: gpd.GeoDataFrame) -> list[Record]:
    """Return the features of a frame that have a position."""
    return [row for row in records(frame) if drawable(row["geometry"])]


def drawable(geometry: Any) -> bool:
    """Tell whether there is a geometry to draw."""
    return isinstance(geometry, BaseGeometry) and not geometry.is_empty


def symbols(
    rows: Iterable[Record],
    layer: str,
    look: Callable[[Record], str],
    note: Callable[[Record], Note],
    badge: Callable[[Record], str] | None = None,
) -> tuple[MapFeature, ...]:
    """Return one symbol for each place at which features stand, with all their notes.

    Parameters
    ----------
    rows
        Features that have a position; of several points, each gets a symbol.
    layer
        Their layer, for the keys.
    look, note
        What each feature looks like and says.
    badge
        The word on each feature's symbol; where several stand, their words together. Without it a
        symbol shows how many stand there, if several do.
    """
    at: dict[tuple[float, float], MapFeature] = {}
    for row in rows:
        key = f"{layer}:{row['id']}"
        for point in shapely.get_parts(row["geometry"]):
            spot = (round(point.x, 5), round(point.y, 5))
            word = badge(row) if badge else ""
            new = MapFeature(point, look(row), (note(row),), (key,), word, row["accuracy_m"])
            at[spot] = _together(at[spot], new) if spot in at else new
    return tuple(at.values())


def _together(old: MapFeature, new: MapFeature) -> MapFeature:
    known = (old.accuracy_m, new.accuracy_m)
    words = dict.fromkeys((*old.badge.split("·"), new.badge)) if new.badge else ()
    return replace(
        old,
        notes=old.notes + new.notes,
        keys=old.keys + new.keys,
        badge="·".join(words) if words else str(len(old.notes) + 1),
        accuracy_m=max((one for one in known if one is not None), default=None),
    )
