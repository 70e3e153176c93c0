"""Mapbox vector tiles, version 2, written from whole columns of numbers.

Source: Mapbox, *Vector Tile Specification* 2.1, section 4 and ``vector_tile.proto``.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gis.tiles.varints import Numbers, Ragged, beside, field, rows, varint, varints, zigzag

EXTENT = 4096
"""Units along the side of a tile."""
POINT, LINE, POLYGON = 1, 2, 3
"""Kinds of geometry."""
MOVE_ONCE = 9
_TEXT, _DOUBLE, _COUNT = 0x0A, 0x19, 0x28
_EXTENT_AND_VERSION = varint(5 << 3) + varint(EXTENT) + varint(15 << 3) + varint(2)


def text_value(text: str) -> bytes:
    """Return a text as a value of a layer."""
    content = text.encode()
    return field(4, bytes([_TEXT]) + varint(len(content)) + content)


def double_value(number: float) -> bytes:
    """Return a number as a value of a layer."""
    return field(4, bytes([_DOUBLE]) + struct.pack("<d", number))


def count_value(number: int) -> bytes:
    """Return a whole number from 0 as a value of a layer."""
    return field(4, bytes([_COUNT]) + varint(number))


@dataclass(frozen=True, slots=True)
class TileColumn:
    """One property of the features of a tile.

    Attributes
    ----------
    key
        Its name.
    written
        The different values, each as :func:`text_value` and its like write it.
    codes
        The place of each feature's value among them; -1 for a feature that has none.
    """

    key: str
    written: Sequence[bytes]
    codes: Numbers


def point_geometry(at: Numbers) -> Ragged:
    """Return the commands of single points.

    Parameters
    ----------
    at
        Positions in units of the tile, eastwards and southwards, shape ``(n, 2)``.
    """
    return rows(np.column_stack([np.full(len(at), MOVE_ONCE), zigzag(at)]))


def layer(
    name: str, numbers: Numbers, kinds: Numbers, geometry: Ragged, columns: Sequence[TileColumn]
) -> bytes:
    """Return a layer of a tile as the tile holds it.

    Parameters
    ----------
    name
        The layer's name.
    numbers
        The number of each feature, from 0, which it has in every tile.
    kinds
        :data:`POINT`, :data:`LINE` or :data:`POLYGON` of each.
    geometry
        The commands of each.
    columns
        Their properties.
    """
    features = _features(numbers, kinds, geometry, _tags(len(numbers), columns))
    keys = b"".join(field(3, column.key.encode()) for column in columns)
    values = b"".join(b"".join(column.written) for column in columns)
    return field(3, field(1, name.encode()) + features + keys + values + _EXTENT_AND_VERSION)


def _tags(count: int, columns: Sequence[TileColumn]) -> Ragged:
    if not columns:
        return Ragged(np.zeros(0, dtype=np.int64), np.zeros(count, dtype=np.int64))
    cells, first = [], 0
    for number, column in enumerate(columns):
        cells += [np.full(count, number), column.codes + first]
        first += len(column.written)
    kept = np.repeat(np.column_stack([column.codes >= 0 for column in columns]), 2, axis=1)
    return rows(np.column_stack(cells), kept)


def _features(numbers: Numbers, kinds: Numbers, geometry: Ragged, tags: Ragged) -> bytes:
    """Write the features: number, tags, kind and geometry, each field with its own length."""
    head = rows(np.column_stack([np.full(len(numbers), 1 << 3), numbers]))
    head = beside(head, _packed(2, tags))
    head = beside(head, rows(np.column_stack([np.full(len(kinds), 3 << 3), kinds])))
    return varints(_packed(2, beside(head, _packed(4, geometry))).numbers)


def _packed(number: int, content: Ragged) -> Ragged:
    lengths = content.byte_sizes()
    return beside(rows(np.column_stack([np.full(len(lengths), number << 3 | 2), lengths])), content)
