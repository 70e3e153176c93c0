"""A store over another: the what-if. Its writes never reach the store below."""

from collections.abc import Iterable, Mapping
from dataclasses import replace as with_changes

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS
from gis.checks import check
from gis.errors import UnknownFeatureError
from layers.references import check_references
from layers.rows import Row, difference, to_frame, to_rows
from layers.selection import matching, page
from layers.store import LayerStore, Query, WriteCounts


class OverlayStore:
    """A :class:`~layers.store.LayerStore`: a base store, plus features written and dropped here.

    Parameters
    ----------
    base
        The store below; it is only read.
    """

    def __init__(self, base: LayerStore) -> None:
        self._base = base
        self._written: dict[str, dict[str, Row]] = {name: {} for name in LAYERS}
        self._dropped: dict[str, set[str]] = {name: set() for name in LAYERS}
        self._edition = 0

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        if not self._touches(query.layer):
            return self._base.read(query)
        return page(self._matching(query), query)

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        if not self._touches(query.layer):
            return self._base.count(query)
        return len(self._matching(query))

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Write features into the overlay only: all of them or none."""
        checked = {name: check(LAYERS[name], frame) for name, frame in frames.items()}
        trial = self._copy()
        counts = {
            name: trial._write_layer(name, checked[name], replace=replace)  # noqa: SLF001  # our own copy
            for name in LAYERS
            if name in checked
        }
        # A base may be large; only what is written here can dangle, as drops check themselves.
        check_references(checked, trial._ids)  # noqa: SLF001  # our own copy
        self._written, self._dropped = trial._written, trial._dropped  # noqa: SLF001  # our own copy
        self._edition += any(count.any for count in counts.values())
        return counts

    def drop(self, layer: str, ids: Iterable[str]) -> None:
        """Hide features of the base, and forget features written here.

        Raises
        ------
        gis.errors.UnknownFeatureError
            If the layer has no such feature.
        """
        wanted = set(ids)
        unknown = wanted - self._ids(layer)
        if unknown:
            raise UnknownFeatureError(f"layer {layer!r} has no feature {min(unknown)!r}")
        for feature in wanted:
            self._written[layer].pop(feature, None)
        self._dropped[layer] |= wanted
        self._edition += 1

    def edition(self) -> str:
        """Return a token of the base's edition and of the changes made here."""
        return f"{self._base.edition()}+{self._edition}"

    def ping(self) -> None:
        """Return if the store below answers; raise otherwise."""
        self._base.ping()

    def _copy(self) -> "OverlayStore":
        copy = OverlayStore(self._base)
        copy._written = {name: dict(rows) for name, rows in self._written.items()}
        copy._dropped = {name: set(ids) for name, ids in self._dropped.items()}
        return copy

    def _touches(self, layer: str) -> bool:
        return bool(self._written.get(layer) or self._dropped.get(layer))

    def _ids(self, layer: str) -> frozenset[str]:
        return frozenset(self.read(Query(layer))["id"])

    def _matching(self, query: Query) -> gpd.GeoDataFrame:
        below = self._base.read(with_changes(query, after=None, limit=None))
        hidden = self._dropped[query.layer] | self._written[query.layer].keys()
        below = below[~below["id"].isin(hidden)]
        rows = list(self._written[query.layer].values())
        above = matching(to_frame(LAYERS[query.layer], rows), query)
        parts = [part for part in (below, above) if len(part)]
        if not parts:
            return above
        merged = pd.concat(parts, ignore_index=True).sort_values("id", ignore_index=True)
        return gpd.GeoDataFrame(merged, crs=above.crs)

    def _write_layer(self, layer: str, frame: gpd.GeoDataFrame, *, replace: bool) -> WriteCounts:
        below = self.read(Query(layer))
        versions = [int(version) for version in below["version"]]
        stamps = {
            row["id"]: (row["row_digest"], version)
            for row, version in zip(to_rows(LAYERS[layer], below), versions, strict=True)
        }
        change = difference(stamps, to_rows(LAYERS[layer], frame), replace=replace)
        for row in (*change.added, *change.changed):
            self._written[layer][row["id"]] = row
            self._dropped[layer].discard(row["id"])
        for feature in change.gone:
            self._written[layer].pop(feature, None)
        self._dropped[layer] |= set(change.gone)
        return change.counts
