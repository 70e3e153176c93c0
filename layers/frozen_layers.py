"""Layers of one moment as a store that is only read: what a scenario is laid over."""

from collections.abc import Mapping

import geopandas as gpd

from gis.catalogue import layer_spec
from gis.errors import ConflictError
from layers.selection import matching, page
from layers.store import Query, WriteCounts


class FrozenLayers:
    """A :class:`~layers.store.LayerStore` over frames in memory; it refuses writes.

    Parameters
    ----------
    edition
        The edition of the frames.
    frames
        Every layer by name, sorted by id (EPSG:4490). They are shared: nothing changes them.
    """

    def __init__(self, edition: str, frames: Mapping[str, gpd.GeoDataFrame]) -> None:
        self._edition = edition
        self._frames = frames

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        return page(matching(self._frame(query.layer), query), query)

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        return len(matching(self._frame(query.layer), query))

    def ids(self, layer: str) -> frozenset[str]:
        """Return the ids of a whole layer."""
        return frozenset(self._frame(layer)["id"])

    def whole(self) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
        """Return the edition and every layer by name."""
        return self._edition, dict(self._frames)

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Refuse.

        Raises
        ------
        gis.errors.ConflictError
            Always.
        """
        del frames, replace
        raise ConflictError("layers of one moment cannot be written to")

    def edition(self) -> str:
        """Return the edition of the frames."""
        return self._edition

    def ping(self) -> None:
        """Return: memory always answers."""

    def _frame(self, layer: str) -> gpd.GeoDataFrame:
        return self._frames[layer_spec(layer).name]
