"""Numbers as protocol buffers write them, many at once.

Source: Protocol Buffers, *Encoding*: base-128 varints, zigzag, length-delimited fields.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_MOST_BYTES = 5


def sizes(numbers: Numbers) -> Numbers:
    """Return how many bytes each number takes; numbers lie in 0 to 2**35 - 1."""
    found = np.ones(numbers.shape, dtype=np.int64)
    most = int(numbers.max(initial=0))
    for place in range(1, _MOST_BYTES):
        if most < 1 << (7 * place):
            break
        found += numbers >= 1 << (7 * place)
    return found


def varints(numbers: Numbers) -> bytes:
    """Return numbers one after the other; they lie in 0 to 2**35 - 1."""
    if not numbers.size:
        return b""
    lengths = sizes(numbers)
    begins = np.cumsum(lengths) - lengths
    written = np.empty(int(lengths.sum()), dtype=np.uint8)
    for place in range(int(lengths.max())):
        long = np.flatnonzero(lengths > place)
        more = np.where(lengths[long] > place + 1, 0x80, 0)
        written[begins[long] + place] = ((numbers[long] >> (7 * place)) & 0x7F) | more
    return written.tobytes()


def zigzag(numbers: Numbers) -> Numbers:
    """Return signed numbers as unsigned ones, small ones small."""
    return (numbers << 1) ^ (numbers >> 63)


def varint(number: int) -> bytes:
    """Return one number from 0."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def field(number: int, content: bytes) -> bytes:
    """Return a length-delimited field."""
    return varint(number << 3 | 2) + varint(len(content)) + content


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of numbers, each of its own length, written into one array.

    Attributes
    ----------
    numbers
        All of them, row after row.
    lengths
        How many are in each row.
    """

    numbers: Numbers
    lengths: Numbers

    @property
    def ends(self) -> Numbers:
        """Where each row ends."""
        return np.cumsum(self.lengths)

    def byte_sizes(self) -> Numbers:
        """Return how many bytes each row takes."""
        summed = np.concatenate([[0], np.cumsum(sizes(self.numbers))])
        ends = self.ends
        return np.asarray(summed[ends] - summed[ends - self.lengths], dtype=np.int64)


def beside(left: Ragged, right: Ragged) -> Ragged:
    """Return rows that are those of ``left`` continued by those of ``right``."""
    lengths = left.lengths + right.lengths
    ends = np.cumsum(lengths)
    numbers = np.empty(int(lengths.sum()), dtype=np.int64)
    for part, begins in ((left, ends - lengths), (right, ends - right.lengths)):
        shift = np.repeat(begins - (part.ends - part.lengths), part.lengths)
        numbers[np.arange(len(part.numbers)) + shift] = part.numbers
    return Ragged(numbers, lengths)


def rows(table: NDArray[Any], kept: NDArray[np.bool_] | None = None) -> Ragged:
    """Return the rows of a table, without the cells that are not ``kept``."""
    if kept is None:
        kept = np.ones(table.shape, dtype=bool)
    return Ragged(table[kept].astype(np.int64), kept.sum(axis=1))
