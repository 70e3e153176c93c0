"""References between layers: a feature may name only features that exist."""

from collections.abc import Callable, Collection, Iterator, Mapping

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.errors import InvalidRowsError, RowProblem
from gis.schema import Column, LayerSpec

KnownIds = Callable[[str], frozenset[str]]
"""Layer name to the ids it holds once the write is done."""
ReadLayer = Callable[[LayerSpec], gpd.GeoDataFrame]
"""Layer to all its features once the write is done."""


def check_references(
    frames: Mapping[str, gpd.GeoDataFrame],
    shrunk: Collection[str],
    *,
    known: KnownIds,
    read: ReadLayer,
) -> None:
    """Raise :class:`~gis.errors.InvalidRowsError` where a feature names one that nobody holds.

    Parameters
    ----------
    frames
        What was written: layer name to checked frame.
    shrunk
        Layers that lost features: what names them is checked as well.
    known, read
        The store as it is after the write.
    """
    to_check = dict(frames)
    for spec in LAYERS.values():
        touched = any(column.references in shrunk for column in spec.columns)
        if touched and spec.name not in to_check:
            to_check[spec.name] = read(spec)
    ids: dict[str, frozenset[str]] = {}
    for layer, frame in to_check.items():
        for column in LAYERS[layer].columns:
            if column.references and column.references not in ids:
                ids[column.references] = known(column.references)
        problems = list(_dangling(LAYERS[layer], frame, ids))
        if problems:
            raise InvalidRowsError(layer, problems)


def _dangling(
    spec: LayerSpec, frame: gpd.GeoDataFrame, known: Mapping[str, frozenset[str]]
) -> Iterator[RowProblem]:
    for column in spec.columns:
        if not column.references:
            continue
        ids = known[column.references]
        for row, value in enumerate(frame[column.name].tolist(), start=1):
            yield from _problems(column, row, value, ids)


def _problems(
    column: Column, row: int, value: str | list[str] | None, ids: frozenset[str]
) -> Iterator[RowProblem]:
    if value is None:
        return
    for item in value if isinstance(value, list) else [value]:
        if item not in ids:
            yield RowProblem(
                row,
                column.name,
                item,
                f"no feature {item!r} in layer {column.references!r}",
                f"Add it to {column.references!r} first, or correct the id.",
            )
