"""What an import gives: frames to write, the source they come from, and what to look at twice."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np

from gis.catalogue import LAYERS
from gis.checks import check
from gis.crs import STORED, Datum
from gis.errors import InvalidInputError

_DATUMS = {
    Datum.CGCS2000: ("CGCS2000/WGS84", "CGCS2000 or WGS84"),
    Datum.GCJ02: ("GCJ-02，已换算为 CGCS2000", "GCJ-02, converted to CGCS2000"),
    Datum.BD09: ("BD-09，已换算为 CGCS2000", "BD-09, converted to CGCS2000"),
}


@dataclass(frozen=True, slots=True)
class ImportNotice:
    """Something that does not stop an import but deserves a look.

    Attributes
    ----------
    kind
        ``datum``, ``overlap``, ``gap`` or ``repaired``.
    message
        A sentence with the figures in it.
    area_m2
        The area concerned, where it is about one (EPSG:4547).
    """

    kind: str
    message: str
    area_m2: float | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A file read: what to write into a store, all of it or none.

    Attributes
    ----------
    frames
        Layer name to checked frame (EPSG:4490), in loading order: the source first.
    notices
        What deserves a look before writing.
    """

    frames: Mapping[str, gpd.GeoDataFrame]
    notices: tuple[ImportNotice, ...] = ()


def checked_accuracy(accuracy_m: float) -> float:
    """Return the accuracy a user states for a file's positions, in metres.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is not a number from 0 to 100,000.
    """
    if not 0 <= accuracy_m <= 100_000:
        raise InvalidInputError(
            f"accuracy_m must be between 0 and 100000 metres, not {accuracy_m!r}",
            field="accuracy_m",
            remedy="State within how many metres the true positions lie.",
        )
    return float(accuracy_m)


def user_source(path: Path, datum: Datum, on: dt.date) -> gpd.GeoDataFrame:
    """Return the sources frame, of one row, that stands for a user's file.

    The id holds a digest of the content: the same file imported twice is the same source.

    Parameters
    ----------
    path
        The file.
    datum
        The datum its coordinates are in.
    on
        The day of the import.
    """
    zh, en = _DATUMS[datum]
    return _source(path, on, {"note_zh": f"坐标基准：{zh}。", "note_en": f"Datum: {en}."})


def survey_source(path: Path, on: dt.date) -> gpd.GeoDataFrame:
    """Return the sources frame, of one row, that stands for a user's survey.

    It is not public, as what a user saw is theirs to tell.

    Parameters
    ----------
    path, on
        The file, and the day of the import.
    """
    return _source(path, on, {"public": False})


def _source(path: Path, on: dt.date, more: Mapping[str, object]) -> gpd.GeoDataFrame:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = "".join(letter for letter in path.name if letter.isprintable())[:200]
    row = {
        "id": f"user-{digest[:12]}",
        "name_zh": f"用户导入：{name}",
        "name_en": f"Imported by the user: {name}",
        "geometry_basis": "unknown",
        "source": f"user-{digest[:12]}",
        "as_of": on,
        "status": "current",
        "public": True,
        "note_zh": None,
        "note_en": None,
        "kind": "user",
        "document": name,
        "digest": digest,
        **more,
    }
    frame = gpd.GeoDataFrame(
        {key: [value] for key, value in row.items()},
        geometry=gpd.GeoSeries(np.array([None]), crs=STORED),
    )
    return check(LAYERS["sources"], frame)
