"""Real town boundaries in the place of the schematic ones."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.catalogue import LAYERS
from gis.checks import check, geometry_fault
from gis.crs import STORED, Datum, metric_geometry
from gis.errors import InvalidRowsError, RowProblem
from gis.records import records
from gis.schema import STORE_COLUMNS
from layers.importers.boundaries import datum_notices, partition_notices
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.gdal_files import repair as repair_shapes
from layers.importers.provenance import Imported, ImportNotice, checked_accuracy, user_source
from layers.importers.town_names import match_towns

_TOWNS = LAYERS["towns"]
SCHEMATIC_NOTES = {"note_zh": "边界为示意。", "note_en": "Boundary is schematic."}
"""Sentences in the pack's notes that real boundaries make untrue."""
_MAX_REPAIR_VERTICES = 20_000


@dataclass(frozen=True, slots=True)
class TownFile:
    """A file of town boundaries, and what its user says of it.

    Attributes
    ----------
    path
        GeoJSON, GeoPackage, Shapefile or zipped Shapefile.
    datum
        The datum of its longitudes and latitudes; ``None`` only if the file states a reference
        system.
    accuracy_m
        Within how many metres the true boundaries lie.
    on
        The day of the import.
    layer
        Which layer of a GeoPackage.
    repair
        Whether invalid polygons are repaired (by their structure) instead of refused.
    """

    path: Path
    datum: Datum | None
    accuracy_m: float
    on: dt.date
    layer: str | None = None
    repair: bool = False


def read_towns(
    file: TownFile, known: gpd.GeoDataFrame, *, shipped: gpd.GeoDataFrame | None = None
) -> Imported:
    """Return the towns layer with a file's boundaries, and their source.

    Parameters
    ----------
    file
        The file and what its user says of it.
    known
        The towns layer as it stands (EPSG:4490): everything but the geometry is kept.
    shipped
        The towns layer to check the datum against (EPSG:4490), ``known`` if left out. An earlier
        import says nothing here: it may have been the one with the wrong datum.

    Returns
    -------
    Imported
        Frames ``sources`` (one row) and ``towns`` (every unit). Areas made of whole towns get
        the union of their members. Notices tell of overlaps and gaps between towns, repaired
        polygons, and a datum that another one would fit better.

    Raises
    ------
    gis.errors.InvalidRowsError
        If a feature is no town or a town is missing, a polygon is invalid, has its axes swapped
        or lies outside the city's box. Nothing is imported then.
    gis.errors.InvalidInputError
        If the file cannot be read, or its datum or accuracy is not stated.
    """
    accuracy_m = checked_accuracy(file.accuracy_m)
    read = read_file(file.path, layer=file.layer)
    datum = resolve_datum(read, file.datum)
    matched, problems = match_towns(read.features, known)
    geometries = stored_geometries(read, datum)
    shapes = {town: geometries[feature.row - 1] for town, feature in matched.items()}
    rows = {town: feature.row for town, feature in matched.items()}
    notices: list[ImportNotice] = []
    if file.repair:
        notices += _repair(shapes)
    problems += _faults(shapes, rows)
    if problems:
        raise InvalidRowsError("towns", sorted(problems, key=lambda problem: problem.row))
    source = user_source(file.path, datum, file.on)
    towns = _with_boundaries(known, shapes, accuracy_m, str(source["id"].iloc[0]))
    notices += datum_notices(shapes, known if shipped is None else shipped, datum)
    notices += partition_notices(towns)
    return Imported({"sources": source, "towns": towns}, tuple(notices))


Shapes = dict[str, BaseGeometry | None]


def _repair(shapes: Shapes) -> list[ImportNotice]:
    """Repair invalid polygons in place; huge ones are left to be refused."""
    broken = {
        town: shape
        for town, shape in shapes.items()
        if shape is not None
        and np.isfinite(shapely.get_coordinates(shape)).all()
        and not shape.is_valid
        and shapely.get_num_coordinates(shape) <= _MAX_REPAIR_VERTICES
    }
    notices = []
    given = list(broken.values())
    for town, old, new in zip(broken, given, repair_shapes(given), strict=True):
        shapes[town] = new
        change = abs(metric_geometry(new).area - metric_geometry(old).area)
        message = f"{town}: an invalid polygon was repaired; its area changed by {change:.0f} m2"
        notices.append(ImportNotice("repaired", message, change))
    return notices


def _faults(shapes: Shapes, rows: Mapping[str, int]) -> list[RowProblem]:
    problems = []
    for town, shape in shapes.items():
        if shape is None:
            reason, remedy = "the town has no polygon", "Give it one."
        else:
            reason, remedy = geometry_fault(_TOWNS, shape)
            if reason.startswith("invalid"):
                remedy = "Repair it in a desktop GIS, or ask for it with --repair."
        if reason:
            problems.append(RowProblem(rows[town], "geometry", town, reason, remedy))
    return problems


def _with_boundaries(
    known: gpd.GeoDataFrame, shapes: Mapping[str, Any], accuracy_m: float, source: str
) -> gpd.GeoDataFrame:
    rows = []
    for row in records(known):
        shape, basis = shapes.get(row["id"]), "sourced"
        if shape is None and row["geometry"] is not None and not row["in_partition"]:
            shape, basis = _union(row["members"] or (), shapes), "derived"
        if shape is not None:
            row |= {
                "geometry": shape,
                "geometry_basis": basis,
                "accuracy_m": accuracy_m,
                "geometry_source": source,
            }
            row |= {field: _without(row[field], gone) for field, gone in SCHEMATIC_NOTES.items()}
        rows.append(row)
    names = [column.name for column in _TOWNS.columns if column.name not in STORE_COLUMNS]
    columns = {name: [row[name] for row in rows] for name in names}
    geometry = gpd.GeoSeries(np.array([row["geometry"] for row in rows], object), crs=STORED)
    return check(_TOWNS, gpd.GeoDataFrame(columns, geometry=geometry, crs=STORED))


def _union(members: Sequence[str], shapes: Mapping[str, Any]) -> BaseGeometry | None:
    parts = [shapes[member] for member in members if shapes.get(member) is not None]
    return shapely.union_all(parts) if parts and len(parts) == len(members) else None


def _without(note: str | None, sentence: str) -> str | None:
    return None if note is None else note.replace(sentence, "").strip() or None
