"""A store over another: the what-if. Its writes never reach the store below."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as with_changes

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS, layer_spec
from gis.checks import check
from gis.errors import UnknownFeatureError
from layers.references import check_references
from layers.rows import Row, difference, to_frame, to_rows
from layers.selection import matching, page
from layers.store import LayerStore, Query, WriteCounts


@dataclass(frozen=True, slots=True)
class _Changes:
    """What one layer holds otherwise than the base: rows written here, and ids hidden."""

    written: Mapping[str, Row]
    hidden: frozenset[str]

    def without(self, ids: Collection[str]) -> "_Changes":
        kept = {key: row for key, row in self.written.items() if key not in ids}
        return _Changes(kept, self.hidden | frozenset(ids))

    def having(self, rows: Iterable[Row]) -> "_Changes":
        new = {row["id"]: row for row in rows}
        return _Changes({**self.written, **new}, self.hidden - new.keys())


_NONE = _Changes({}, frozenset())
_Overlay = Mapping[str, _Changes]
"""The changed layers by name."""


class OverlayStore:
    """A :class:`~layers.store.LayerStore`: a base store, plus features written and dropped here.

    Parameters
    ----------
    base
        The store below; it is only read.
    """

    def __init__(self, base: LayerStore) -> None:
        self._base = base
        self._overlay: _Overlay = {}
        self._edition = 0

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        if query.layer not in self._overlay:
            return self._base.read(query)
        return page(self._matching(query, self._overlay), query)

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        if query.layer not in self._overlay:
            return self._base.count(query)
        return len(self._matching(query, self._overlay))

    def ids(self, layer: str) -> frozenset[str]:
        """Return the ids of a whole layer."""
        return self._ids(layer, self._overlay)

    def whole(self) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
        """Return the edition and every layer by name, all of one moment."""
        overlay, changes = self._overlay, self._edition
        edition, below = self._base.whole()
        frames = {
            name: _laid_over(frame, overlay.get(name, _NONE), Query(name))
            for name, frame in below.items()
        }
        return f"{edition}+{changes}", frames

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Write features into the overlay only: all of them or none."""
        checked = {name: check(layer_spec(name), frame) for name, frame in frames.items()}
        overlay = dict(self._overlay)
        counts: dict[str, WriteCounts] = {}
        for name, frame in checked.items():
            stored = self._matching(Query(name), self._overlay)
            versions = [int(version) for version in stored["version"]]
            stamps = {
                row["id"]: (row["row_digest"], version)
                for row, version in zip(to_rows(LAYERS[name], stored), versions, strict=True)
            }
            change = difference(stamps, to_rows(LAYERS[name], frame), replace=replace)
            before = overlay.get(name, _NONE)
            overlay[name] = before.without(change.gone).having((*change.added, *change.changed))
            counts[name] = change.counts
        shrunk = [name for name, count in counts.items() if count.removed]
        self._adopt(overlay, checked, shrunk)
        return counts

    def drop(self, layer: str, ids: Iterable[str]) -> None:
        """Hide features of the base, and forget features written here.

        Raises
        ------
        gis.errors.UnknownFeatureError
            If the layer has no such feature.
        gis.errors.InvalidRowsError
            If another feature names one of them.
        """
        wanted = frozenset(ids)
        unknown = wanted - self.ids(layer)
        if unknown:
            raise UnknownFeatureError.of(layer, min(unknown))
        before = self._overlay.get(layer, _NONE)
        self._adopt({**self._overlay, layer: before.without(wanted)}, {}, [layer])

    def edition(self) -> str:
        """Return a token of the base's edition and of the changes made here."""
        return f"{self._base.edition()}+{self._edition}"

    def ping(self) -> None:
        """Return if the store below answers; raise otherwise."""
        self._base.ping()

    def _ids(self, layer: str, overlay: _Overlay) -> frozenset[str]:
        changes = overlay.get(layer, _NONE)
        return self._base.ids(layer) - changes.hidden | changes.written.keys()

    def _matching(self, query: Query, overlay: _Overlay) -> gpd.GeoDataFrame:
        changes = overlay.get(query.layer, _NONE)
        below = self._base.read(with_changes(query, after=None, limit=None))
        return _laid_over(below, changes, query)

    def _adopt(
        self, overlay: _Overlay, frames: Mapping[str, gpd.GeoDataFrame], shrunk: Collection[str]
    ) -> None:
        """Take ``overlay`` as the new state if no feature in it names one that is gone."""
        check_references(
            frames,
            shrunk,
            known=lambda layer: self._ids(layer, overlay),
            read=lambda spec: self._matching(Query(spec.name), overlay),
        )
        self._edition += overlay != self._overlay
        self._overlay = overlay


def _laid_over(below: gpd.GeoDataFrame, changes: _Changes, query: Query) -> gpd.GeoDataFrame:
    """Return what a query finds in a base's frame and in the changes to it."""
    kept = below[~below["id"].isin(changes.hidden | changes.written.keys())]
    above = matching(to_frame(LAYERS[query.layer], list(changes.written.values())), query)
    parts = [part for part in (kept, above) if len(part)]
    if not parts:
        return above
    merged = pd.concat(parts, ignore_index=True).sort_values("id", ignore_index=True)
    return gpd.GeoDataFrame(merged, crs=above.crs)
