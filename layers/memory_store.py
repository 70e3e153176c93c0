"""A store in memory: for tests, for trials, and as the plainest statement of the contract."""

import threading
from collections.abc import Mapping

import geopandas as gpd

from gis.catalogue import LAYERS, layer_spec
from gis.checks import check
from gis.schema import LayerSpec
from layers.references import check_references
from layers.rows import Row, difference, to_frame, to_rows
from layers.selection import matching, page
from layers.store import Query, WriteCounts

Rows = dict[str, Row]


class MemoryStore:
    """A :class:`~layers.store.LayerStore` that keeps its rows in dictionaries."""

    def __init__(self) -> None:
        self._rows: dict[str, Rows] = {name: {} for name in LAYERS}
        self._edition = 0
        self._writing = threading.Lock()

    def read(self, query: Query) -> gpd.GeoDataFrame:
        """Return the features asked for, in order of id."""
        return page(matching(self._frame(query.layer), query), query)

    def count(self, query: Query) -> int:
        """Return how many features match, whatever ``after`` and ``limit`` say."""
        return len(matching(self._frame(query.layer), query))

    def ids(self, layer: str) -> frozenset[str]:
        """Return the ids of a whole layer."""
        return frozenset(self._rows[layer_spec(layer).name])

    def whole(self) -> tuple[str, dict[str, gpd.GeoDataFrame]]:
        """Return the edition and every layer by name, all of one moment."""
        with self._writing:
            edition, rows = self.edition(), self._rows
        return edition, {name: _frame(spec, rows[name]) for name, spec in LAYERS.items()}

    def write(
        self, frames: Mapping[str, gpd.GeoDataFrame], *, replace: bool = False
    ) -> dict[str, WriteCounts]:
        """Write features of several layers at once: all of them or none."""
        checked = {name: check(layer_spec(name), frame) for name, frame in frames.items()}
        with self._writing:
            written = dict(self._rows)
            counts: dict[str, WriteCounts] = {}
            for name in LAYERS:
                if name in checked:
                    written[name], counts[name] = _merge(
                        self._rows[name], to_rows(LAYERS[name], checked[name]), replace=replace
                    )
            check_references(
                checked,
                [name for name, count in counts.items() if count.removed],
                known=lambda layer: frozenset(written[layer]),
                read=lambda spec: to_frame(spec, list(written[spec.name].values())),
            )
            self._rows = written
            if any(count.any for count in counts.values()):
                self._edition += 1
        return counts

    def edition(self) -> str:
        """Return the number of writes that changed something, as text."""
        return str(self._edition)

    def ping(self) -> None:
        """Return: memory always answers."""

    def _frame(self, layer: str) -> gpd.GeoDataFrame:
        return _frame(layer_spec(layer), self._rows[layer])


def _frame(spec: LayerSpec, rows: Rows) -> gpd.GeoDataFrame:
    return to_frame(spec, [rows[key] for key in sorted(rows)])


def _merge(stored: Rows, rows: list[Row], *, replace: bool) -> tuple[Rows, WriteCounts]:
    stamps = {key: (row["row_digest"], row["version"]) for key, row in stored.items()}
    change = difference(stamps, rows, replace=replace)
    merged = {key: row for key, row in stored.items() if key not in change.gone}
    merged |= {row["id"]: row for row in (*change.added, *change.changed)}
    return merged, change.counts
