"""GeoPackage and Shapefile, read by GDAL in a child process that knows no other format."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from gis.errors import InvalidInputError
from layers.importers import gdal_child
from layers.importers.userfile import (
    MAX_FEATURES,
    MAX_UNPACKED_BYTES,
    MAX_VERTICES,
    UserFeature,
    UserFile,
)

SECONDS = 60.0
"""How long the child may take."""
_SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAX_ENTRIES = 64
_MAX_RATIO = 200
_SIGNATURES = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a"}
_UNSTATED_ENCODINGS = ("UTF-8", "GB18030")


def read_gpkg(path: Path, layer: str | None) -> UserFile:
    """Return the features of one layer of a GeoPackage.

    Parameters
    ----------
    path
        The file. It is copied first: nothing is created beside it.
    layer
        The layer's name; may be left out where there is only one.
    """
    with tempfile.TemporaryDirectory(prefix="guantu-import-") as folder:
        copy = Path(folder) / "data.gpkg"
        shutil.copyfile(path, copy)
        return _read(copy, path.name, layer)


def read_shapefile(path: Path) -> UserFile:
    """Return the features of a Shapefile, given by its ``.shp`` with the others beside it."""
    with tempfile.TemporaryDirectory(prefix="guantu-import-") as folder:
        total = 0
        for beside in path.parent.iterdir():
            suffix = beside.suffix.lower()
            if beside.stem == path.stem and suffix in _SIDECARS and beside.is_file():
                total += beside.stat().st_size
                _refuse_if_larger(total, path.name)
                shutil.copyfile(beside, Path(folder) / f"data{suffix}")
        return _read(Path(folder) / "data.shp", path.name, None)


def read_zip(path: Path) -> UserFile:
    """Return the features of the one Shapefile in a zip archive.

    Entries are counted and measured before and while they are unpacked; names in the archive
    are never used as paths.
    """
    with tempfile.TemporaryDirectory(prefix="guantu-import-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                for entry in _shapefile_entries(archive, path.name):
                    _unpack(archive, entry, Path(folder), path.name)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
            raise InvalidInputError(
                f"{path.name} cannot be unpacked: {error}"[:200],
                field="file",
                remedy="Zip the Shapefile anew, without a password.",
            ) from error
        return _read(Path(folder) / "data.shp", path.name, None)


def read_sheet(path: Path, most_rows: int, *, seconds: float = SECONDS) -> dict[str, Any]:
    """Return ``sheets``, the names of a workbook's sheets, and ``rows``, the first one's cells.

    Parameters
    ----------
    path
        An XLSX file of our own naming. Formulas count as their last saved value.
    most_rows
        The most rows wanted; one more is read where there are more.
    seconds
        How long it may take.
    """
    answer: dict[str, Any] = _child(
        ["sheet", str(path), str(most_rows)], path.name, seconds=seconds
    )
    return answer


def repair(shapes: Sequence[BaseGeometry], *, seconds: float = SECONDS) -> list[BaseGeometry]:
    """Return polygons made valid by their structure, in a child that is stopped if it hangs.

    Parameters
    ----------
    shapes
        Invalid polygons. What collapses to lines or points is dropped.
    seconds
        How long it may take in all.
    """
    if not shapes:
        return []
    text = "\n".join(str(shape) for shape in shapely.to_wkb(list(shapes), hex=True))
    answer = _child(["repair"], "the polygons", text=text, seconds=seconds)
    return list(shapely.from_wkb(answer))


def _shapefile_entries(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES:
        raise InvalidInputError(f"{name} has more than {_MAX_ENTRIES} entries", field="file")
    wanted = [
        entry
        for entry in entries
        if not entry.is_dir()
        and not stat.S_ISLNK(entry.external_attr >> 16)
        and PurePosixPath(entry.filename).suffix.lower() in _SIDECARS
        and not entry.filename.startswith("__MACOSX/")
    ]
    if len([entry for entry in wanted if entry.filename.lower().endswith(".shp")]) != 1:
        raise InvalidInputError(
            f"{name} must hold exactly one Shapefile",
            field="file",
            remedy="Zip one .shp with its .shx, .dbf, .prj and .cpg.",
        )
    _refuse_if_larger(sum(entry.file_size for entry in wanted), name)
    for entry in wanted:
        if entry.file_size > _MAX_RATIO * max(1, entry.compress_size):
            raise InvalidInputError(f"{name} unpacks to far more than its size", field="file")
    return wanted


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, name: str) -> None:
    target = folder / f"data{PurePosixPath(entry.filename).suffix.lower()}"
    left = entry.file_size
    with archive.open(entry) as packed, target.open("wb") as file:
        while block := packed.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise InvalidInputError(f"{name} unpacks to more than it says", field="file")
            file.write(block)


def _refuse_if_larger(size: int, name: str) -> None:
    if size > MAX_UNPACKED_BYTES:
        most = MAX_UNPACKED_BYTES // 1024**2
        raise InvalidInputError(f"{name} unpacks to more than {most} MB", field="file")


def _read(path: Path, name: str, layer: str | None) -> UserFile:
    if not path.exists() or path.stat().st_size > MAX_UNPACKED_BYTES:
        raise InvalidInputError(f"{name} is absent or too large", field="file")
    with path.open("rb") as file:
        start = file.read(16)
    if not start.startswith(_SIGNATURES[path.suffix]):
        raise InvalidInputError(
            f"{name} is not what its name says: no {path.suffix[1:]} content",
            field="file",
            remedy="Export it as GeoPackage, Shapefile or GeoJSON.",
        )
    undecided = path.suffix == ".shp" and not path.with_suffix(".cpg").exists()
    encodings = _UNSTATED_ENCODINGS if undecided else ()
    arguments = ["read", str(path), layer or "", str(MAX_FEATURES), *encodings]
    answer = _child(arguments, name)
    if "layers" in answer:
        raise InvalidInputError(
            f"{name} has several layers, or not that one",
            field="layer",
            remedy="Name one of: " + ", ".join(answer["layers"])[:300],
        )
    return _user_file(answer, name)


def _user_file(answer: dict[str, Any], name: str) -> UserFile:
    shapes = answer["wkb"]
    if len(shapes) > MAX_FEATURES:
        raise InvalidInputError(f"{name} has more than {MAX_FEATURES} features", field="file")
    geometries = shapely.from_wkb([None if shape is None else shape for shape in shapes])
    if int(shapely.get_num_coordinates(geometries).sum()) > MAX_VERTICES:
        raise InvalidInputError(f"{name} has more than {MAX_VERTICES} vertices", field="file")
    columns = dict(zip(answer["fields"], answer["columns"], strict=True))
    return UserFile(
        name,
        tuple(
            UserFeature(
                index + 1, {field: values[index] for field, values in columns.items()}, geometry
            )
            for index, geometry in enumerate(geometries)
        ),
        answer["crs"],
    )


def _child(arguments: Sequence[str], name: str, *, text: str = "", seconds: float = SECONDS) -> Any:
    """Run the child and return its answer; whatever happens to it becomes one of our errors."""
    skipped = sorted(set(pyogrio.list_drivers()) - gdal_child.ALLOWED_DRIVERS)
    environment = {
        "OGR_SKIP": ",".join(skipped),
        "GDAL_DRIVER_PATH": "disable",
        "SHAPE_RESTORE_SHX": "YES",
        "PROJ_NETWORK": "OFF",
        "PATH": os.defpath,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-I", "-X", "utf8", gdal_child.__file__, *arguments]
    try:
        done = subprocess.run(  # noqa: S603  # our own script; the file's name is no argument
            command,
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=True,
            env=environment,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise _unreadable(name, type(error).__name__) from error
    if "error" in answer:
        raise _unreadable(name, answer["error"])
    return answer


def _unreadable(name: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{name} cannot be read: {why}"[:300],
        field="file",
        remedy="Open it in a desktop GIS and export it anew as GeoPackage.",
    )
