"""The layers as one edition of the store holds them, read once and shared by every request."""

import threading
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import TypeVar

import geopandas as gpd

from gis.crs import to_metric
from gis.latest import Latest
from layers.frozen_store import FrozenStore
from layers.store import LayerStore

Answer = TypeVar("Answer")
_ANSWERS_KEPT = 64
_TRIED_KEPT = 64
"""Answers to what is tried: each step of a drag is one, and none may push out what all ask for."""
NARROWED_KEPT = 4
"""Parts of a layer made ready for tiles: anybody may ask for any part, and each may be large."""
_PARTS_KEPT = 2_000
"""Parts of answers, such as the faces of a town: some 150 for a what-if of the city."""
PUBLIC_PAGE_LAYERS = (
    "towns",
    "landmarks",
    "facilities",
    "places",
    "takeoff_points",
    "road_segments",
    "sources",
)


class Snapshot:
    """Frames of one edition, and the answers computed from them.

    Parameters
    ----------
    edition
        The store's edition that the frames are of.
    frames
        Every layer (EPSG:4490).

    Attributes
    ----------
    narrowed
        Parts of layers by the query that asks for them.
    tried
        Answers about sites that somebody tries.
    kept
        Parts of answers, for the next what-if.
    """

    def __init__(self, edition: str, frames: Mapping[str, gpd.GeoDataFrame]) -> None:
        self.edition = edition
        self._frames = frames
        self._metric: dict[str, gpd.GeoDataFrame] = {}
        self._answers = Latest(_ANSWERS_KEPT)
        self.narrowed = Latest(NARROWED_KEPT)
        self.tried = Latest(_TRIED_KEPT)
        self.kept = Latest(_PARTS_KEPT)

    @cached_property
    def store(self) -> LayerStore:
        """The same layers as a store that never changes: what-ifs and long runs read from it."""
        return FrozenStore(self.edition, self._frames)

    def frame(self, layer: str) -> gpd.GeoDataFrame:
        """Return a whole layer (EPSG:4490). It is shared: do not change it."""
        return self._frames[layer]

    def public(self, layer: str) -> gpd.GeoDataFrame:
        """Return a layer's public features (EPSG:4490)."""
        frame = self.frame(layer)
        return frame[frame["public"].to_numpy(dtype=bool)].reset_index(drop=True)

    def metric(self, layer: str) -> gpd.GeoDataFrame:
        """Return a whole layer in metres (EPSG:4547). It is shared: do not change it."""
        if layer not in self._metric:
            self._metric[layer] = to_metric(self.frame(layer))
        return self._metric[layer]

    def answer(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """Return a kept answer, or compute and keep it.

        Parameters
        ----------
        key
            Names the question with all its parameters.
        compute
            Answers it. Two requests may compute the same answer at the same time.
        """
        return self._answers.get(key, compute)

    @cached_property
    def public_layers(self) -> dict[str, gpd.GeoDataFrame]:
        """The layers of the resident's pages, public features only."""
        return {layer: self.public(layer) for layer in PUBLIC_PAGE_LAYERS}


class Snapshots:
    """Hands out the snapshot of the store's present edition.

    Parameters
    ----------
    store
        Where the layers are.
    """

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._latest: Snapshot | None = None
        self._reading = threading.Lock()

    def latest(self) -> Snapshot:
        """Return the layers as they are now; read again only after a write, and by one thread."""
        latest = self._latest
        edition = self._store.edition()
        if latest is not None and latest.edition == edition:
            return latest
        with self._reading:
            latest = self._latest
            if latest is None or latest.edition != self._store.edition():
                latest = self._latest = Snapshot(*self._store.whole())
            return latest
