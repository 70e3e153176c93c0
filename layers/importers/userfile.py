"""What a user's file holds once it is read, before its meaning is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from gis.errors import InvalidInputError

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_FEATURES = 100_000
MAX_VERTICES = 2_000_000


@dataclass(frozen=True, slots=True)
class UserFeature:
    """One feature or table row of a file.

    Attributes
    ----------
    row
        One-based position in the file.
    properties
        Its attributes as written; a GeoJSON feature's own id is among them as ``id``.
    geometry
        In the file's own coordinates; ``None`` where there is none.
    """

    row: int
    properties: Mapping[str, Any]
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class UserFile:
    """A file's features.

    Attributes
    ----------
    name
        What it is called.
    features
        In the file's order.
    crs
        The reference system the file itself states, as pyproj reads it; ``None`` where it states
        none (GeoJSON without a ``crs`` member, Shapefile without ``.prj``, CSV).
    """

    name: str
    features: tuple[UserFeature, ...]
    crs: str | None


def within_size(path: Path) -> None:
    """Raise if a file is absent, not a plain file, or larger than an import may be."""
    if not path.is_file():
        raise InvalidInputError(f"there is no file {path.name}", field="file")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InvalidInputError(
            f"{path.name} is larger than {MAX_FILE_BYTES // 1024**2} MB",
            field="file",
            remedy="Leave out other layers, or simplify it below the accuracy you state.",
        )
