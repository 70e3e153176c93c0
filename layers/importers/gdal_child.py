"""The child process that touches untrusted files and shapes: run as a script by the parent.

    read FILE LAYER MOST ENCODING...   features of a GeoPackage or Shapefile, as JSON
    sheet FILE MOST                    cells of the first sheet of a workbook (XLSX), as JSON
    repair                             hexadecimal WKB lines in, repaired ones out

It has no network where the kernel lets it give that up, limits on time and memory, and only the
drivers its parent left it. It needs nothing of Guantu, so that it can run isolated (``-I``).
Libraries are imported late: giving up the network needs a process that has no threads yet.
"""

import ctypes
import json
import math
import resource
import sys
from typing import Any

ALLOWED_DRIVERS = {"GPKG", "ESRI Shapefile", "XLSX"}
CPU_SECONDS = 60
MEMORY_BYTES = 4 * 1024**3
MAX_WKB_BYTES = 64 * 1024**2
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


def confine() -> None:
    """Give up the network where that is possible, and bound time and memory."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if libc.unshare(_NEW_NET) != 0:
            libc.unshare(_NEW_USER | _NEW_NET)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def read(path: str, layer: str, most: int, encodings: list[str]) -> dict[str, Any]:
    """Return reference system, field names, columns and hexadecimal WKB of one layer.

    Parameters
    ----------
    path
        The file.
    layer
        The layer wanted; ``""`` for the only one. If that leaves a choice, the answer is the
        list of ``layers`` instead.
    most
        The most features to read, plus one, so that the parent sees when there are more.
    encodings
        To be tried in order for texts; none where the file itself knows.
    """
    import pyogrio  # noqa: PLC0415  # late, see above
    import pyogrio.raw  # noqa: PLC0415  # late, see above

    if set(pyogrio.list_drivers()) - ALLOWED_DRIVERS:
        raise RuntimeError("more file formats are open than should be")
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    wanted = layer or names[0]
    if wanted not in names or (not layer and len(names) > 1):
        return {"layers": names}
    attempts: list[str | None] = [*encodings] or [None]
    for encoding in attempts:
        try:
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=wanted, encoding=encoding, force_2d=True, max_features=most + 1
            )
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("the texts are in an encoding that is not known")
    shapes = [None] * len(columns[0]) if wkb is None else wkb.tolist()
    if sum(len(shape or b"") for shape in shapes) > MAX_WKB_BYTES:
        raise ValueError("the geometries are too large")
    return {
        "crs": meta["crs"],
        "fields": [str(field) for field in meta["fields"]],
        "columns": [[_plain(value) for value in column.tolist()] for column in columns],
        "wkb": [None if shape is None else shape.hex() for shape in shapes],
    }


def sheet(path: str, most: int) -> dict[str, Any]:
    """Return names of all sheets and the cells of the first, row by row, as texts.

    Parameters
    ----------
    path
        The workbook.
    most
        The most rows to read, plus one, so that the parent sees when there are more.
    """
    import pyogrio  # noqa: PLC0415  # late, see above
    import pyogrio.raw  # noqa: PLC0415  # late, see above

    # Cells as they are: no row is taken for headings, no text for a number.
    pyogrio.set_gdal_config_options(
        {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"}
    )
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    _, _, _, columns = pyogrio.raw.read(
        path, layer=names[0], read_geometry=False, max_features=most + 1
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {"sheets": names, "rows": [[_plain(cell) for cell in row] for row in rows]}


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def repair(shapes: list[str]) -> list[str]:
    """Return polygons made valid by their structure: rings as drawn, holes cut out."""
    import shapely  # noqa: PLC0415  # late, see above

    given = shapely.from_wkb(shapes)
    made = shapely.make_valid(given, method="structure", keep_collapsed=False)
    return [str(shape) for shape in shapely.to_wkb(made, hex=True)]


def main(command: str, *arguments: str) -> None:
    """Run one command and write its answer, or ``{"error": ...}``, to standard output."""
    confine()
    try:
        if command == "read":
            path, layer, most, *encodings = arguments
            answer: Any = read(path, layer, int(most), encodings)
        elif command == "sheet":
            answer = sheet(arguments[0], int(arguments[1]))
        else:
            answer = repair(sys.stdin.read().split())
    except (ValueError, RuntimeError, MemoryError) as error:
        answer = {"error": f"{type(error).__name__}: {error}"[:300]}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
