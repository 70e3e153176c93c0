"""Tiles that were asked for before: kept by their content, the least used let go first."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256

MOST_BYTES = 64_000_000
_LEVEL = 2


@dataclass(frozen=True, slots=True)
class KeptTile:
    """One tile as it is sent.

    Attributes
    ----------
    plain, zipped
        Its bytes, and the same by gzip.
    tag
        A digest of them, quoted as an entity tag is.
    """

    plain: bytes
    zipped: bytes
    tag: str

    @property
    def size(self) -> int:
        """How many bytes it takes to keep."""
        return len(self.plain) + len(self.zipped) + 200


class TileCache:
    """Keeps tiles up to a total of bytes.

    Parameters
    ----------
    most_bytes
        How many bytes all of them may take.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, KeptTile] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def bytes_kept(self) -> int:
        """How many bytes the kept tiles take."""
        return self._bytes

    def tile(self, key: Hashable, draw: Callable[[], bytes]) -> KeptTile:
        """Return a kept tile, or draw and keep it.

        Parameters
        ----------
        key
            Names the tile, with a digest of the data it is drawn from.
        draw
            Draws it. Two requests may draw the same tile at the same time.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        plain = draw()
        tag = f'"{sha256(plain).hexdigest()[:24]}"'
        # The same bytes whenever they are zipped: gzip would write the time into them.
        found = KeptTile(plain, gzip.compress(plain, _LEVEL, mtime=0), tag)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._bytes += found.size
            while self._bytes > self._most_bytes:
                self._bytes -= self._kept.popitem(last=False)[1].size
        return found
