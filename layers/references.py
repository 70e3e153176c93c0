"""References between layers: a feature may name only features that exist."""

from collections.abc import Callable, Iterator, Mapping

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.errors import InvalidRowsError, RowProblem
from gis.schema import Column, LayerSpec

KnownIds = Callable[[str], frozenset[str]]
"""Layer name to the ids it holds once the write is done."""


def check_references(frames: Mapping[str, gpd.GeoDataFrame], known: KnownIds) -> None:
    """Raise :class:`~gis.errors.InvalidRowsError` where a frame names a feature nobody holds.

    Parameters
    ----------
    frames
        Layer name to checked frame.
    known
        The ids of a layer after the write.
    """
    for layer, frame in frames.items():
        problems = list(_dangling(LAYERS[layer], frame, known))
        if problems:
            raise InvalidRowsError(layer, problems)


def referencing_layers(layers: frozenset[str]) -> Iterator[LayerSpec]:
    """Yield the layers with a column that references one of ``layers``."""
    for spec in LAYERS.values():
        if any(column.references in layers for column in spec.columns):
            yield spec


def _dangling(spec: LayerSpec, frame: gpd.GeoDataFrame, known: KnownIds) -> Iterator[RowProblem]:
    for column in spec.columns:
        if not column.references:
            continue
        ids = known(column.references)
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
