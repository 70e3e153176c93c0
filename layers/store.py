"""What every store can do, and the one shape of question it is asked.

A frame is a :class:`geopandas.GeoDataFrame` in EPSG:4490 with the columns of its layer's
:class:`~gis.schema.LayerSpec` and ``geometry``, a plain index, sorted by ``id``. A feature without
a position has ``None`` as its geometry.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import geopandas as gpd

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4490). West may exceed east: a box over 180°."""
Days = tuple[dt.date | None, dt.date | None]
"""First and last day; ``None`` leaves the side open."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which features of a layer are wanted.

    Attributes
    ----------
    layer
        The layer's name.
    bbox
        Keep features whose geometry intersects this box. Features without geometry drop out.
    ids
        Keep these ids only; ``None`` keeps all.
    as_of
        Keep features whose ``as_of`` lies in these days, both included. A table of the policy
        record has no such column: nothing of it is kept.
    equals
        Keep features whose column has exactly this value (text, number or boolean columns).
    public_only
        Keep public features only; the policy record is public as a whole.
    after
        Keep features whose id sorts after this one (keyset paging).
    limit
        At most so many, in order of id; ``None`` for all.
    """

    layer: str
    bbox: Bounds | None = None
    ids: frozenset[str] | None = None
    as_of: Days | None = None
    equals: Mapping[str, str | float | bool] = field(default_factory=dict)
    public_only: bool = False
    after: str | None = None
    limit: int | None = None


def plain_boxes(bounds: Bounds) -> tuple[Bounds, ...]:
    """Return one box, or the two parts of a box that crosses the 180th meridian."""
    west, south, east, north = bounds
    if west <= east:
        return (bounds,)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """What a write changed in one layer: numbers of features."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def any(self) -> bool:
        """Whether the write changed anything."""
        return bool(self.added or self.changed or self.removed)


class LayerStore(Protocol):
    """A place that holds the layers.

    Reads raise :class:`~gis.errors.UnknownLayerError` for a layer that does not exist, and every
    method raises :class:`~gis.errors.StoreUnavailableError` when the store cannot be reached.
    """

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        ...

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        ...

    def ids(self, layer: str) -> frozenset[str]:
        """Return the ids of a whole layer."""
        ...

    def whole(self) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
        """Return the edition and every layer by name, all of one moment."""
        ...

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Write features of several layers at once: all of them or none.

        A feature whose values are already stored is left as it is, so the same write twice
        changes nothing; a changed one gets the next ``version``.

        Parameters
        ----------
        frames
            Layer name to frame. ``version`` and ``updated_at`` are filled by the store.
        replace
            Whether features of these layers that are not in the frames are removed.

        Raises
        ------
        gis.errors.InvalidRowsError
            If any row breaks its layer's schema or names a feature that does not exist.
        """
        ...

    def edition(self) -> str:
        """Return a short token that changes with every write that changes something."""
        ...

    def ping(self) -> None:
        """Return if the store answers; raise otherwise."""
        ...
