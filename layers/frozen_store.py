"""One edition of a store, held in memory: what a what-if and a long run read from."""

from collections.abc import Mapping

import geopandas as gpd

from gis.catalogue import layer_spec
from gis.errors import ConflictError
from layers.selection import matching, page
from layers.store import Query, WriteCounts


class FrozenStore:
    """A :class:`~layers.store.LayerStore` of frames that never change, whatever is written since.

    Parameters
    ----------
    edition
        The edition that the frames are of.
    frames
        Every layer by name, as :meth:`layers.store.LayerStore.whole` returns them.
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
        return self._edition, {name: frame.copy() for name, frame in self._frames.items()}

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Refuse.

        Raises
        ------
        gis.errors.ConflictError
            Always.
        """
        del replace
        raise ConflictError(
            f"edition {self._edition} never changes: {', '.join(sorted(frames))} cannot be written"
        )

    def edition(self) -> str:
        """Return the edition."""
        return self._edition

    def ping(self) -> None:
        """Return: memory always answers."""

    def _frame(self, layer: str) -> gpd.GeoDataFrame:
        return self._frames[layer_spec(layer).name]
